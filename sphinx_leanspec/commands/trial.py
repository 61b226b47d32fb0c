"""A build of a site of which nothing is kept: what it finds on pages, which only a build reads."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from ..findings import Finding
from ..options import Options
from ..reading import SpecLayout
from ..report import page_findings
from . import build, sphinx_log


class Trial(Struct, frozen=True):
    """What came of it.

    :param findings: what is wrong with pages that are no specs, accepted or not.
    :param others: how many warnings are no findings, so that they cannot be accepted.
    :param is_built: whether Sphinx came to an end; if not, nothing is known.
    """

    findings: tuple[Finding, ...] = ()
    others: int = 0
    is_built: bool = True


def try_out(repository: Path, options: Options, said: SpecLayout) -> Trial:
    """Build a repository's site, by its own ``conf.py`` or the embedded one, and keep nothing.

    :param said: what only the command line says of how the specs lie.
    :raises CannotBuildError: if that cannot begin.
    """
    with TemporaryDirectory(prefix="sphinx-leanspec-") as folder:
        request = build.BuildRequest(repository, options, said, Path(folder, "site"), "dummy", fresh=True)
        plan, found = build.prepare(request), Path(folder, "pages.json")
        is_built = build.run(plan, quiet=True, found=found)
        told, findings = page_findings.read(found)
        warnings = sum(sphinx_log.count(plan.warnings()).values())
    return Trial(findings, max(0, warnings - told), is_built)
