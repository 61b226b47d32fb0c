"""The dialects: how each tool keeps specs, and which of them a project uses.

LeanSpec's own is always there. Those of other tools that come with this package are imported where a
repository has their mark, so that it costs the others no more than a look. A dialect that is not part of this
package is a class of an installed one, named by an entry point of the group ``sphinx_leanspec.dialects``, and
asked for by the option ``dialects``: nothing in a repository is run.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from msgspec.structs import replace

from ...findings import Finding
from ...model import Place
from ...need_ids import USUAL
from .. import boundary
from .. import project as leanspec_project
from ..keys import unique
from ..project import need_id
from ..seam import Dialect, Files, NoSpecsError, Project, Record, SpecLayout
from .leanspec import LeanSpec

__all__ = ["OWN", "Called", "Dialect", "Files", "Record", "asks", "called", "discover", "locate", "of"]

GROUP: Final = "sphinx_leanspec.dialects"
"""The group of entry points that name dialects of other packages."""

OWN: Final = LeanSpec()

_MARKS: Final = re.compile(r"(?<=_)([CR])(?=_|$)")
"""What ids of checks and requirements have behind that of their spec, which has no such word of its own."""


class Known(NamedTuple):
    """A dialect of another tool that comes with this package, in the module of its name.

    :param kind: the class.
    :param marks: what a repository that uses the tool has, as nobody else does; one of them will do.
    :param asks: whether its specs tell what is wanted from the work, so that there can be requirements.
    """

    kind: str
    marks: tuple[str, ...]
    asks: bool = False


KNOWN: Final[Mapping[str, Known]] = {
    "openspec": Known("OpenSpec", ("openspec",), asks=True),
    "kiro": Known("Kiro", (".kiro/specs",), asks=True),
    "speckit": Known("SpecKit", (".specify",), asks=True),
    "backlog": Known(
        "Backlog",
        (
            "backlog/config.yml",
            "backlog/config.yaml",
            ".backlog/config.yml",
            ".backlog/config.yaml",
            "backlog.config.yml",
        ),
    ),
    "taskmaster": Known("TaskMaster", (".taskmaster",)),
    "bmad": Known(
        "Bmad",
        (
            "_bmad",
            "_bmad-output",
            ".bmad",
            "bmad/bmm",
            "docs/sprint-artifacts/sprint-status.yaml",
            "docs/sprint-status.yaml",
        ),
    ),
}
"""By their names, in the order in which their specs are read."""


class Called(NamedTuple):
    """What a path is, or was: a spec of a dialect, by its id, in one of the projects of a site."""

    dialect: Dialect
    id: str
    project: Project


def locate(start: Path, layout: SpecLayout | None = None) -> Project:
    """Find the specs of a repository: of all dialects that are asked for, else of all that have left a mark.

    :raises NoSpecsError: if there are none.
    """
    layout = layout or SpecLayout()
    found = None
    refused = NoSpecsError(f"no specs in {start}; looked for those of {_listed(layout.dialects)}")
    marks = [
        mark for name, known in KNOWN.items() if name in (layout.dialects or KNOWN) for mark in known.marks
    ]
    if _is_wanted(layout):
        try:
            found = leanspec_project.locate(start, layout)
        except NoSpecsError as error:
            if layout.specs or not boundary.is_folder(start):
                raise
            refused = (
                NoSpecsError(f"{error}; of other tools there is no {_listed(marks, 'or')}")
                if marks
                else error
            )
    root = found.root if found and layout.specs else _root(start.resolve(), layout, found)
    others, findings = _others(layout.dialects or _marked(root, KNOWN) or ([] if found else KNOWN))
    homes = tuple((other, home) for other in others if (home := other.find(root, layout)))
    if found is None and not homes:
        raise refused
    if found is None or (homes and found.root != root):
        folder = homes[0][1]
        found = Project(root, folder if folder.is_dir() else folder.parent, layout)
    elif homes:
        homes = ((OWN, found.specs), *homes)
    if homes or findings:
        found = replace(found, homes=homes, findings=(*found.findings, *findings))
    return found


def discover(project: Project) -> tuple[Place, ...]:
    """Find every spec of a project, with keys and ids of needs that no two of them share.

    A folder that both LeanSpec and another tool could have is that of the other, which knows its own.
    """
    if not project.homes:
        return _spelled(OWN.places(project, project.specs), project)
    read = [(dialect, list(dialect.places(project, home))) for dialect, home in project.homes]
    others = {_own_folder(place) for other, found in read if other is not OWN for place in found}
    places: list[Place] = []
    keys: dict[str, int] = {}
    needs: dict[str, int] = {}
    for dialect, all_found in read:
        if dialect is OWN:
            found = [place for place in all_found if _own_folder(place) not in others]
        else:
            found = _named(dialect.name, all_found, keys, needs)
        keys |= {place.key: 1 for place in found}
        needs |= {place.need_id: 1 for place in found}
        places += found
    return _spelled(places, project)


def nothing(project: Project) -> NoSpecsError:
    """Return what to say where the folders of specs hold none."""
    if not project.homes:
        return NoSpecsError(
            f"no specs in {project.specs}; a spec is a folder such as `001-name/` with a README.md"
        )
    names = _listed(project.relative(home) for _, home in project.homes)
    tools = _listed(dialect.name for dialect, _ in project.homes)
    return NoSpecsError(f"no specs in {project.root}; looked in {names} for those of {tools}")


def homes(project: Project) -> Sequence[tuple[Dialect, Path]]:
    """Return the dialects of a project, each with what its specs are in."""
    return project.homes or ((OWN, project.specs),)


def asks(project: Project) -> bool:
    """Tell whether a tool is used whose specs can have requirements; of another package's, each may."""
    found = (dialect for one in (project, *project.members) for dialect, _ in one.homes if dialect is not OWN)
    return any(dialect.name not in KNOWN or KNOWN[dialect.name].asks for dialect in found)


def own_folders(project: Project) -> list[Path]:
    """Return the hidden folders of the tools whose specs were found: templates, say, that are no pages."""
    return [
        one.top / mark.partition("/")[0]
        for one in (project, *project.members)
        for dialect, _ in one.homes
        if dialect.name in KNOWN
        for mark in KNOWN[dialect.name].marks
        if mark.startswith(".")
    ]


def of(project: Project, place: Place) -> Dialect:
    """Return the dialect of a spec."""
    homes = project.of(place.project).homes
    return next((dialect for dialect, _ in homes if dialect.name == place.dialect), OWN)


def called(project: Project, path: str) -> Called | None:
    """Return what spec a file is or was one of, None if it is none's.

    :param path: the file, relative to the repository; it may be gone.
    """
    for one in (project, *project.members):
        for dialect, home in homes(one):
            if name := dialect.called(one, home, path):
                return Called(dialect, name, one)
    return None


def _named(name: str, places: Iterable[Place], keys: dict[str, int], needs: dict[str, int]) -> list[Place]:
    """Make keys and ids of needs that begin with the name of a dialect."""
    places = list(places)
    numbers = Counter(place.number for place in places)
    named = []
    for place in places:
        words = [] if place.number is None else [f"{place.number:03}"]
        if place.number is None or numbers[place.number] > 1:
            words += [place.key] if place.key else [place.slug, place.group]
        own = _MARKS.sub(r"\1\1", need_id(*words, kind=name))
        key, need = unique(f"{name}/{place.key or place.id}", keys), unique(own, needs)
        named.append(replace(place, key=key, need_id=need, dialect=name))
    return named


def _is_wanted(layout: SpecLayout) -> bool:
    return not layout.dialects or OWN.name in layout.dialects


def _installed(name: str) -> Dialect | None:
    """Return a dialect of another package, None if no installed one has it."""
    from importlib.metadata import entry_points  # here, as it takes long and hardly any project asks for it

    for entry in entry_points(group=GROUP, name=name):
        dialect: Dialect = entry.load()()
        return dialect
    return None


def _others(names: Iterable[str]) -> tuple[list[Dialect], list[Finding]]:
    """Return dialects but LeanSpec's, and what is to be said of those that nobody has."""
    found, findings = [], []
    for name in names:
        if name == OWN.name:
            continue
        if dialect := _known(name) or _installed(name):
            found.append(dialect)
        else:
            message = f"there is no dialect `{name}`; it was left out"
            fix = f"install the package that has it, or write one of {_listed([OWN.name, *KNOWN])}"
            findings.append(Finding("", 1, "config", message, fix))
    return found, findings


def _known(name: str) -> Dialect | None:
    """Return a dialect that comes with this package, None if there is none of that name."""
    if name not in KNOWN:
        return None
    dialect: Dialect = getattr(import_module(f"{__name__}.{name}"), KNOWN[name].kind)()
    return dialect


def _listed(names: Iterable[str], before_last: str = "") -> str:
    *others, last = [f"`{name}`" for name in names] or [""]
    if not others or not before_last:
        return ", ".join((*others, last))
    return f"{', '.join(others)} {before_last} {last}"


def _marked(folder: Path, names: Iterable[str]) -> list[str]:
    """Return the names of the dialects that have left their mark in a folder."""
    return [
        name
        for name in names
        if name in KNOWN and any(boundary.is_there(folder / mark) for mark in KNOWN[name].marks)
    ]


def _root(start: Path, layout: SpecLayout, found: Project | None) -> Path:
    """Return the repository that a folder lies in: the nearest one with a mark, else the one that was found.

    :param found: the project that LeanSpec has, if it has one.
    """
    for folder in (start, *start.parents):
        if _marked(folder, layout.dialects or KNOWN):
            return folder
        if folder == found.root if found else boundary.is_there(folder / ".git"):
            return folder
    return start


def _spelled(places: Iterable[Place], project: Project) -> tuple[Place, ...]:
    if project.layout.spelling == USUAL:
        return tuple(places)
    return tuple(replace(place, spelling=project.layout.spelling) for place in places)


def _own_folder(place: Place) -> str:
    """Return the folder that is one spec's alone; empty if it has none."""
    return "" if place.fragment else str(PurePosixPath(place.path).parent)
