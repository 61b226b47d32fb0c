"""The dialects: how each tool keeps specs, and which of them a project uses.

A dialect that is not part of this package is a class of an installed one, named by an entry point of the
group ``sphinx_leanspec.dialects``, and asked for by the option ``dialects``: nothing in a repository is run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from ...model import Finding, Place
from .. import project as leanspec_project
from ..keys import unique
from ..project import need_id
from ..seam import Dialect, Files, NoSpecsError, Project, Record, SpecLayout
from .leanspec import LeanSpec

__all__ = ["OWN", "Called", "Dialect", "Files", "Record", "called", "discover", "locate", "of"]

GROUP: Final = "sphinx_leanspec.dialects"
"""The group of entry points that name dialects of other packages."""

OWN: Final = LeanSpec()


class Called(NamedTuple):
    """What a path is, or was: a spec of a dialect, by its id."""

    dialect: Dialect
    id: str


def locate(start: Path, layout: SpecLayout | None = None) -> Project:
    """Find the specs of a repository, of all dialects that are asked for.

    :raises NoSpecsError: if there are none.
    """
    layout = layout or SpecLayout()
    others, findings = _others(layout.dialects)
    if not others and not findings:
        return leanspec_project.locate(start, layout)
    try:
        found = leanspec_project.locate(start, layout) if _is_wanted(layout) else None
    except NoSpecsError:
        found = None
    root = found.root if found else _root(start.resolve())
    homes = tuple((other, home) for other in others if (home := other.find(root, layout)))
    if found is None:
        if not homes:
            names = ", ".join(layout.dialects)
            raise NoSpecsError(f"no specs in {start}; looked for those of {names}")
        folder = homes[0][1]
        found = Project(root, folder if folder.is_dir() else folder.parent, layout)
    else:
        homes = ((OWN, found.specs), *homes)
    return replace(found, homes=homes, findings=(*found.findings, *findings))


def discover(project: Project) -> tuple[Place, ...]:
    """Find every spec of a project, with keys and ids of needs that no two of them share."""
    places: list[Place] = []
    keys: dict[str, int] = {}
    needs: dict[str, int] = {}
    for dialect, home in homes(project):
        found = list(dialect.places(project, home))
        if dialect is not OWN:
            found = _named(dialect.name, found, keys, needs)
        keys |= {place.key: 1 for place in found}
        needs |= {place.need_id: 1 for place in found}
        places += found
    return tuple(replace(place, spelling=project.layout.spelling) for place in places)


def homes(project: Project) -> Sequence[tuple[Dialect, Path]]:
    """Return the dialects of a project, each with what its specs are in."""
    return project.homes or ((OWN, project.specs),)


def of(project: Project, place: Place) -> Dialect:
    """Return the dialect of a spec."""
    return next((dialect for dialect, _ in project.homes if dialect.name == place.dialect), OWN)


def called(project: Project, path: str) -> Called | None:
    """Return what spec a file is or was one of, None if it is none's.

    :param path: the file, relative to the repository; it may be gone.
    """
    for dialect, home in homes(project):
        if name := dialect.called(project, home, path):
            return Called(dialect, name)
    return None


def _named(name: str, places: Iterable[Place], keys: dict[str, int], needs: dict[str, int]) -> list[Place]:
    """Make keys and ids of needs that begin with the name of a dialect."""
    places = list(places)
    numbers = Counter(place.number for place in places)
    named = []
    for place in places:
        words = [] if place.number is None else [f"{place.number:03}"]
        if place.number is None or numbers[place.number] > 1:
            words += [place.slug, place.group]
        key, need = unique(f"{name}/{place.id}", keys), unique(need_id(*words, kind=name), needs)
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
    """Return the dialects of other packages, and what is to be said of those that nobody has."""
    found, findings = [], []
    for name in names:
        if name == OWN.name:
            continue
        if dialect := _installed(name):
            found.append(dialect)
        else:
            message = f"there is no dialect `{name}`; it was left out"
            fix = f"install the package that has it, or write `{OWN.name}`"
            findings.append(Finding("", 1, "config", message, fix))
    return found, findings


def _root(start: Path) -> Path:
    """Return the repository that a folder lies in, itself if there is no sign of one."""
    return next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), start)
