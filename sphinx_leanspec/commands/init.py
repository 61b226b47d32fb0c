"""The files that a repository's specs need to become a site, and to be checked at every push."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from ..git import inspect
from ..reading import NoSpecsError, Project, SpecLayout, discover, locate
from ..reading.documents import find, title
from ..reading.project import FOLDERS, home
from ..reading.settings import names_extension, own_conf
from ..report.outcome import BASELINE
from . import check, starters
from .cannot import CannotBuildError, CannotCheckError
from .check_request import CheckRequest
from .starter_site import DASHBOARD, GRAPH
from .starters import Service, Target
from .trial import Trial, try_out

_SPEC: Final = "001-documentation"
_PAGES: Final = {
    "index": "its first page",
    DASHBOARD: "how things stand",
    GRAPH: "which spec depends on which",
}
_READTHEDOCS: Final = (".readthedocs.yaml", ".readthedocs.yml", "readthedocs.yaml", "readthedocs.yml")
_WORKFLOW: Final = ".github/workflows/specs.yml"
_GITLAB: Final = ".gitlab-ci.yml"


class CannotInitError(Exception):
    """There is a reason not to go on; the message says which, and what to do."""


class InitRequest(Struct, frozen=True):
    """What a user asks for.

    :param check: how the specs are checked from then on.
    :param said: what only the command line says of how they lie.
    :param first: whether a repository without specs gets its first one.
    :param today: the day on which that is written, ``2026-01-31``.
    """

    check: CheckRequest
    said: SpecLayout = field(default_factory=SpecLayout)
    first: bool = False
    today: str = ""


class Starter(Struct, frozen=True):
    """A file that there should be.

    :param path: where it goes.
    :param purpose: what it is for, in a few words.
    :param found: what is there already and is left as it is: this file, or one that stands for it.
    """

    path: Path
    purpose: str
    text: str
    found: Path | None = None

    @property
    def differs(self) -> bool:
        """Whether what is there is not what would be written."""
        return self.found is not None and _read(self.found) != self.text


class Advice(Struct, frozen=True):
    """What only the user can do: lines to add to a file of theirs."""

    path: Path
    lines: tuple[str, ...]


class InitPlan(Struct, frozen=True, dict=True):
    """What is to be written, and what is not.

    :param first: the day on which a first spec is written, empty if none is.
    :param has_pages: whether the new site has pages that nobody has looked at yet.
    """

    request: InitRequest
    target: Target
    first: str = ""
    has_pages: bool = False

    @cached_property
    def specs(self) -> int:
        """How many specs there are, a first one that is to be written included."""
        return 1 if self.first else len(discover(self.target.project))

    @property
    def starters(self) -> Iterator[Starter]:
        """The files, in the order in which a reader meets them; the last ones depend on the others."""
        return _starters(self)

    @cached_property
    def trial(self) -> Trial:
        """What a build of the new site finds on its pages."""
        check, said = self.request.check, self.request.said
        try:
            return try_out(check.repository, check.options, said) if self.has_pages else Trial()
        except (CannotBuildError, NoSpecsError):
            return Trial(is_built=False)

    @property
    def is_strict(self) -> bool:
        """Whether a warning of a build can fail: all that there are now can be accepted."""
        return self.trial.is_built and not self.trial.others

    @cached_property
    def advice(self) -> tuple[Advice, ...]:
        """What is left to the user."""
        return tuple(_advice(self.target))

    @property
    def baseline(self) -> Path:
        """The file of accepted findings."""
        return self.target.project.root / BASELINE


def prepare(request: InitRequest) -> InitPlan:
    """Find out what a repository has, and what it lacks.

    :raises NoSpecsError: if it has no specs, and is to get none.
    """
    is_first, layout = False, request.check.options.layout
    try:
        project = locate(request.check.repository, layout)
    except NoSpecsError as error:
        if not request.check.repository.is_dir():
            raise
        if not request.first:
            raise NoSpecsError(f"{error}; `sphinx-leanspec init --first` writes a first one") from error
        root = request.check.repository.resolve()
        project, is_first = Project(root, home(root, layout), layout), True
    conf, is_there = _conf(project)
    target = Target(project, layout, request.said, title(project), conf, is_new=True)
    is_own = is_there and _read(conf) != starters.conf(target)  # else it is the one that was written here
    has_pages = not is_own and bool(find(project))
    return InitPlan(request, replace(target, is_new=not is_own), request.today if is_first else "", has_pages)


def write(plan: InitPlan) -> tuple[Starter, ...]:
    """Write the files that are not there; what is there is never touched.

    :returns: all of them, those that were found and those that were not.
    :raises CannotInitError: if something cannot be written.
    """
    done = []
    for starter in plan.starters:
        if not starter.found:
            _write(starter)
        done.append(starter)
    return tuple(done)


def _write(starter: Starter) -> None:
    try:
        starter.path.parent.mkdir(parents=True, exist_ok=True)
        with starter.path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(starter.text)
    except OSError as error:
        reason = f"{error.filename} cannot be written: {error.strerror or error}"
        raise CannotInitError(reason) from error


def count_failing(plan: InitPlan) -> int:
    """Count the findings that would fail, as far as that is known before anything is written."""
    return 0 if plan.first else _count_failing(plan)


def _count_failing(plan: InitPlan) -> int:
    if os.path.lexists(plan.baseline):
        return 0
    try:
        entries = check.check(plan.request.check).entries
    except CannotCheckError:
        return 0
    return sum(entry.fails for entry in entries) + len(plan.trial.findings)


def accept(plan: InitPlan) -> int:
    """Accept what is wrong with the specs already, so that only what is new fails a check.

    :returns: how many findings were accepted; none if there is a list of them, or nothing to list.
    :raises CannotInitError: if that cannot be found out, or written.
    """
    try:
        if not _count_failing(plan):
            return 0
        return check.accept(plan.request.check, plan.trial.findings).number
    except CannotCheckError as error:
        raise CannotInitError(str(error)) from error


def _conf(project: Project) -> tuple[Path, bool]:
    """Return where the site's ``conf.py`` is or goes, and whether it exists."""
    if conf := own_conf(project.root):
        return conf, True
    folder = next((name for name in FOLDERS if (project.root / name).is_dir()), FOLDERS[0])
    return project.root / folder / "conf.py", False


def _starters(plan: InitPlan) -> Iterator[Starter]:
    target, first = plan.target, plan.first
    if first:
        path = target.project.specs / _SPEC / target.project.layout.files[0]
        yield _starter(path, "the first spec", starters.spec(first))
    if target.is_new:
        names = [target.top / name for name in _READTHEDOCS]
        yield _starter(target.conf, "the site, for Sphinx", starters.conf(target))
        for docname, text in starters.pages(target).items():
            path, purpose = target.site / f"{docname}.md", _PAGES[docname]
            yield _starter(path, purpose, text, path.with_suffix(".rst"))
        yield _starter(target.requirements, "what it needs", starters.requirements())
        if not _is_ignored(target):
            yield _starter(target.site / ".gitignore", "keeps the built site out of git", "/_build/\n")
        yield _starter(
            names[0],
            "builds it on Read the Docs",
            starters.readthedocs(target, is_strict=plan.is_strict),
            *names[1:],
        )
    service = _service(target)
    path = target.top / (_GITLAB if service == "gitlab" else _WORKFLOW)
    purpose = f"checks the specs{' and builds the site' if target.is_new else ''} at every push"
    yield _starter(path, purpose, starters.workflow(target, service, is_strict=plan.is_strict))


def _starter(path: Path, purpose: str, text: str, *others: Path) -> Starter:
    """Describe a file that there should be.

    :param others: files that can stand for it.
    """
    found = next((one for one in (path, *others) if os.path.lexists(one)), None)
    return Starter(path, purpose, text, found)


def _service(target: Target) -> Service:
    is_gitlab = (target.top / _GITLAB).exists() or "gitlab" in inspect(target.top).address
    return "gitlab" if is_gitlab else "github"


def _is_ignored(target: Target) -> bool:
    """Tell whether the repository already keeps built sites out of git."""
    line = re.compile(rf"/?(?:\*\*/|{re.escape(target.site.name)}/)?_build/?")
    ignored = _read(target.project.root / ".gitignore").splitlines()
    return any(line.fullmatch(text.strip()) for text in ignored)


def _advice(target: Target) -> Iterator[Advice]:
    if not target.is_new and not names_extension(target.conf):
        yield Advice(target.conf, ('extensions += ["sphinx_leanspec"]', *starters.options(target)))
    if target.is_new and target.has_first_page:
        yield Advice(target.first_page, starters.named_pages(target))
    needed = starters.requirements().strip()
    manifest = target.project.root / "pyproject.toml"
    if target.requirements.is_file():
        path, line = target.requirements, needed
    elif not target.is_new and manifest.is_file():
        path, line = manifest, f'docs = ["{needed}"]  # in [dependency-groups]'
    else:
        return
    if not re.search(r"""^[^#\n]*\bsphinx[-_.]leanspec\b""", _read(path), re.MULTILINE | re.IGNORECASE):
        yield Advice(path, (line,))


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""
