"""Which epics, stories and retrospectives there are, and which files each is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from ....model import Place
from ... import decoding
from ...keys import segment
from ...seam import Project
from . import epics, folders, sprint

_SPECS: Final = ("spec-", "tech-spec-")
"""How files begin that newer releases make, for stories and for what is in no sprint."""


def places(project: Project, home: Path) -> Iterator[Place]:
    """Yield what has no file of its own, as that is read together, then the others."""
    made = list(_places(project, home))
    yield from (place for place in made if place.fragment)
    yield from (place for place in made if not place.fragment)


def _places(project: Project, home: Path) -> Iterator[Place]:
    known = sprint.read(_content(project, home))
    layout = folders.layout(project.top) or folders.Layout(home, home.parent)
    plans = folders.epics(layout.planned, home.parent)
    headings = epics.all_headings((project.relative(path), _content(project, path)) for path in plans)
    said = folders.located(project.top, known.head.get("story_location", ("", 1))[0])
    files = {
        name: path
        for name, path in folders.stories(said or home.parent, home.parent).items()
        if path not in plans
    }
    shared = tuple(map(project.relative, (home, *plans)))
    numbered = _numbered(files)
    names = dict.fromkeys(known.entries)
    numbers = {sprint.key_of(name).number for name in names}
    names |= dict.fromkeys(one.name for number, (_, one) in headings.items() if _label(number) not in numbers)
    numbers |= {_label(number) for number in headings}
    names |= dict.fromkeys(path.stem for number, path in numbered.items() if number not in numbers)
    used = set()
    for name in names:
        key = sprint.key_of(name)
        own = _own(name, key, files, numbered)
        used.add(own)
        heading = headings.get(key.epic if key.kind == "epic" else key.number)
        yield _place(
            name, key, project.relative(own) if own else None, heading[0] if heading else shared[0], shared
        )
    if not known.entries:
        yield Place(home.name, home.stem, None, "", "", shared[0], files=shared[:1])
    for name, path in files.items():
        if path not in used and name.startswith(_SPECS):
            yield _place(name, sprint.key_of(name), project.relative(path), shared[0], shared)


def _place(name: str, key: sprint.Key, own: str | None, told: str, shared: tuple[str, ...]) -> Place:
    """Return the place of an entry.

    :param own: its own file, if it has one.
    :param told: the file that says what it is about, if it has none.
    """
    plain = segment(name)
    others = tuple(path for path in shared if path != told)
    if own:
        return Place(plain, plain, None, plain, "", own, files=(own,), shared=shared, short=key.number)
    return Place(
        plain,
        plain,
        None,
        plain,
        "",
        told,
        files=(told,),
        fragment=plain,
        shared=others,
        short=key.number,
    )


def _own(name: str, key: sprint.Key, files: Mapping[str, Path], numbered: Mapping[str, Path]) -> Path | None:
    """Return the file that an entry has for itself: by its name, by its number, or a record of a meeting."""
    found = next(
        (files[one] for one in (name, *(f"{begin}{name}" for begin in _SPECS)) if one in files), None
    )
    if found is None and key.kind == "retrospective":
        begin = f"epic-{key.epic}-retro"
        found = next((path for stem, path in sorted(files.items()) if stem.startswith(begin)), None)
    return found or (numbered.get(key.number) if key.kind == "story" else None)


def _numbered(files: Mapping[str, Path]) -> Mapping[str, Path]:
    """Return the files of stories by the numbers that their names begin with."""
    found: dict[str, Path] = {}
    for stem, path in sorted(files.items()):
        name = next((stem.removeprefix(begin) for begin in _SPECS if stem.startswith(begin)), stem)
        key = sprint.key_of(name)
        if key.kind == "story":
            found.setdefault(key.number, path)
    return found


def _label(number: str) -> str:
    return number if "." in number else f"Epic {number}"


def _content(project: Project, path: Path) -> bytes:
    try:
        return decoding.read(project.root, project.relative(path))
    except OSError:
        return b""  # whoever reads it says so
