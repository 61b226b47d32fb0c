"""The site of a repository, by its own ``conf.py`` or the embedded one; Sphinx in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from ..corpus import load
from ..files import BESIDE, write_if_changed
from ..options import Options
from ..reading import NoSpecsError, SpecLayout, dialects, members
from ..reading.cache import OFF
from ..reading.settings import own_conf
from ..report.page_findings import VARIABLE
from . import pdf
from .cannot import CannotBuildError
from .occupation import Occupation
from .starter_site import StarterSite

_PDF: Final = "pdf"


class BuildRequest(Struct, frozen=True):
    """What a user asks for.

    :param options: what the project chooses.
    :param said: what only the command line says of that; a ``conf.py`` knows the rest.
    :param output: where the site goes; below the repository's ``_build`` if nothing is said.
    :param builder: the name of a Sphinx builder, or ``pdf``.
    :param jobs: how many processes, as Sphinx reads it.
    :param strict: whether warnings are a failure; then every page is read anew, as each may hold one.
    :param fresh: whether every page is read anew.
    :param keeps: whether what was read is kept between runs.
    """

    repository: Path
    options: Options
    said: SpecLayout
    output: Path | None = None
    builder: str = "html"
    jobs: str = "auto"
    strict: bool = False
    fresh: bool = False
    keeps: bool = True


class SitePlan(Struct, frozen=True):
    """A site that can be built.

    :param root: the repository, absolute.
    :param source: its own ``conf.py``, or what the embedded one makes of it.
    :param output: where the site goes, absolute.
    """

    request: BuildRequest
    root: Path
    source: Path | StarterSite
    output: Path

    @property
    def is_pdf(self) -> bool:
        """Whether LaTeX goes on where Sphinx ends."""
        return self.request.builder == _PDF

    @property
    def builder(self) -> str:
        """The builder that Sphinx is asked for."""
        return pdf.BUILDER if self.is_pdf else self.request.builder

    @property
    def folder(self) -> Path:
        """The folder that Sphinx finds its sources in."""
        return self.source.parent if isinstance(self.source, Path) else self.root

    @property
    def log(self) -> Path:
        """The file that holds every warning."""
        return self.output / "warnings.txt"

    def warnings(self) -> str:
        """Return what the log holds."""
        return self.log.read_text("utf-8") if self.log.is_file() else ""

    @property
    def is_partial(self) -> bool:
        """Whether only pages that changed will be read."""
        known = (self.output / BESIDE / "doctrees" / "environment.pickle").exists()
        return known and not (self.request.fresh or self.request.strict)

    @property
    def address(self) -> str:
        """The web address of the result."""
        start = self.output / "index.html"
        return (start if start.is_file() else self.output).as_uri()


def prepare(request: BuildRequest) -> SitePlan:
    """Find out what a repository's site is made of.

    :raises NoSpecsError: if it has neither specs nor a ``conf.py``.
    :raises CannotBuildError: if there is another reason not to start.
    """
    if request.builder == _PDF:
        try:
            pdf.check_tools()
        except pdf.CannotPrintError as error:
            raise CannotBuildError(str(error)) from error
    root, homes = request.repository.resolve(), list[Path]()
    try:
        project = members.locate(request.repository, request.options.layout)
        projects = (project, *project.members)
        root, homes = project.root, [home for one in projects for _, home in dialects.homes(one)]
    except NoSpecsError:
        if own_conf(root) is None:  # else that may know where they are
            raise
    source = own_conf(root) or _starter_site(request)
    output = (request.output or root / "_build" / request.builder).resolve()
    plan = SitePlan(request, root, source, output)
    if plan.folder.is_relative_to(output) or any(map(output.is_relative_to, homes)):
        raise CannotBuildError(f"{output} holds the repository's own files; name another folder with -o")
    return plan


def _starter_site(request: BuildRequest) -> StarterSite:
    layout = request.options.layout
    return StarterSite(load(request.repository, layout, request.options.words), layout)


def run(plan: SitePlan, *, quiet: bool, found: Path | None = None) -> bool:
    """Start Sphinx and wait for it; its warnings go to the standard error stream, and into the log.

    :param quiet: whether Sphinx says nothing but that.
    :param found: a file for what is wrong with pages; with it, Sphinx says nothing at all.
    :returns: whether the site was built.
    :raises CannotBuildError: if nothing can be written where the site is to go.
    """
    environment = variables(plan)
    if found:
        environment[VARIABLE] = str(found)
    stream = subprocess.DEVNULL if found else None
    command = [
        *command_of(plan, "sphinx_leanspec.extension", quiet=quiet),
        *("-w", str(plan.log)),
        *(str(plan.folder), str(plan.output)),
    ]
    with Occupation(plan.output):
        lay_out(plan)
        done = subprocess.run(command, env=environment, stdout=stream, stderr=stream, check=False)
        _shorten_paths(plan)
    return done.returncode == 0


def lay_out(plan: SitePlan) -> None:
    """Write what Sphinx reads that no file of the repository holds.

    :raises CannotBuildError: if nothing can be written where the site is to go.
    """
    own = plan.output / BESIDE
    try:
        _make_output(plan)
        plan.log.unlink(missing_ok=True)
        if isinstance(plan.source, StarterSite):
            pages = _write_pages(plan.source.pages(), own / "pages")
            write_if_changed(own / "conf.py", plan.source.conf(pages).encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise CannotBuildError.by(error) from error


def variables(plan: SitePlan) -> dict[str, str]:
    """Return the variables of the process that Sphinx runs in."""
    return {**os.environ, **({} if plan.request.keeps else {OFF: "1"})}


def command_of(plan: SitePlan, module: str, *, quiet: bool) -> list[str]:
    """Return the command of a user who starts Sphinx; ``-P``: nothing is imported from where it runs.

    :param module: what runs Sphinx; the folders are still to be named.
    """
    request, own = plan.request, plan.output / BESIDE
    return [
        *(sys.executable, "-P", "-m", module, "-b", plan.builder, "-j", request.jobs),
        *(["-q"] if quiet else []),
        *(["-W", "--keep-going"] if request.strict else []),
        *(["-E"] if request.strict or request.fresh else []),
        *(_said(plan) if isinstance(plan.source, Path) else _starter(plan, own)),
        *("-d", str(own / "doctrees")),
    ]


def _starter(plan: SitePlan, own: Path) -> Iterator[str]:
    """Return what Sphinx is told of a site that has no ``conf.py``; an EPUB has to name its version."""
    yield from ("-c", str(own))
    if plan.builder == "epub":
        yield "-Dversion=0"


def _said(plan: SitePlan) -> Iterator[str]:
    """Return what the command line says of the specs, which counts more than a ``conf.py``."""
    said = plan.request.said
    if said.specs:
        yield f"-Dleanspec_specs={(plan.request.repository / said.specs).resolve()}"
    if said.flat:
        yield "-Dleanspec_flat=1"
    if len(said.files) > 1:
        yield f"-Dleanspec_spec_files={','.join(said.files)}"


def _make_output(plan: SitePlan) -> None:
    plan.output.mkdir(parents=True, exist_ok=True)
    ignored = plan.root / "_build" / ".gitignore"
    if plan.request.output is None and not ignored.exists():
        ignored.write_text("*\n", "utf-8")


def _write_pages(texts: dict[str, str], folder: Path) -> dict[str, str]:
    """Write the pages that no file of the repository holds.

    :returns: their files by docname.
    """
    written = {}
    for docname, text in texts.items():
        path = folder / f"{docname}.md"
        write_if_changed(path, text.encode())  # else it would be read again for nothing
        written[docname] = str(path)
    return written


def _shorten_paths(plan: SitePlan) -> None:
    """Name files in the log relative to the repository: the log lies in the site, which may be published."""
    if plan.log.is_file():
        text = plan.log.read_text("utf-8", errors="replace")
        plan.log.write_text(text.replace(f"{plan.root}{os.sep}", ""), "utf-8")
