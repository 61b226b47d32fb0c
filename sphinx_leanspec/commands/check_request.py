"""What somebody asks of a check."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from msgspec import Struct, field

from ..findings import SEVERITIES, Finding, FindingCode, Severity, matters
from ..options import Options
from ..reading.library import Library
from ..report.outcome import Threshold
from ..wording import alike, did_you_mean
from .cannot import CannotCheckError


class CheckRequest(Struct, frozen=True):
    """What a user asks for.

    :param options: what the project chooses.
    :param findings: what is wrong with that.
    :param select: the codes that are looked for, none for all.
    :param ignore: the codes that are not looked for.
    :param severity: the least severity that is told; what fails always is.
    :param fail_on: the least severity that fails.
    :param since: a revision; only of specs that were changed since is told.
    :param baseline: the file of accepted findings; the usual one, if there is one, where nothing is said.
    :param everything: whether no baseline is looked at.
    :param paths: files and folders; only of these is told. None for all of the repository.
    :param projects: only of these projects is told, see :func:`.within.within`.
    :param library: reads the files.
    """

    repository: Path
    options: Options = field(default_factory=Options)
    findings: tuple[Finding, ...] = ()
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    severity: Severity = "warning"
    fail_on: Threshold = "warning"
    since: str = ""
    baseline: Path | None = None
    everything: bool = False
    paths: tuple[Path, ...] = ()
    projects: tuple[str, ...] = ()
    library: Library = field(default_factory=Library)

    @property
    def least(self) -> Severity:
        """The least severity that is told."""
        if self.fail_on == "never":
            return self.severity
        return min(self.severity, self.fail_on, key=SEVERITIES.index)

    def fails(self, severity: Severity) -> bool:
        """Tell whether a finding of a severity makes the check fail."""
        return self.fail_on != "never" and matters(severity, self.fail_on)


def codes(written: Iterable[str]) -> frozenset[str]:
    """Return codes of rules.

    :raises CannotCheckError: if one is none; it names the nearest.
    """
    known, wanted = get_args(FindingCode), frozenset(written)
    for code in sorted(wanted.difference(known)):
        fix = did_you_mean(alike(code, known, 1, 0.4)) or f"the rules are {', '.join(known)}"
        raise CannotCheckError(f"there is no rule `{code}`; {fix}")
    return wanted
