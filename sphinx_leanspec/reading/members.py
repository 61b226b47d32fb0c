"""Many projects in one site: each with a name of its own, which its references, ids and addresses begin with.

The project of the site itself has none, so that nothing of it is called otherwise than if it were alone. All
else that is known of a spec, its path above all, is seen from the site's project.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from ..findings import Finding
from ..model import Place
from . import boundary, dialects, settings
from .keys import unique
from .project import CANDIDATES, need_id
from .seam import Elsewhere, Member, NoSpecsError, Project, SpecLayout, is_address

OPTION: Final = "projects"
"""The option that names them."""

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_PAGES: Final = frozenset({"assignees", "changes", "dashboard", "epics", "graph", "index", "tags"})
"""What lies beside the specs of a site, and is none of them."""
_WORDS: Final = ("doc", "leanspec", "spec", *dialects.KNOWN)
"""What ids of needs begin with that are not those of a named project."""


def locate(start: Path, layout: SpecLayout | None = None) -> Project:
    """Find the specs of a repository, and those of all projects that its site shows.

    :raises NoSpecsError: if there are none.
    """
    layout = layout or SpecLayout()
    if not layout.members:
        return dialects.locate(start, layout)
    main, has_specs = _main(start, replace(layout, members=()))
    found: list[Project] = []
    elsewhere: list[Elsewhere] = []
    wrong: list[Finding] = []
    for member, problem in _named_well(layout.members):
        try:
            if problem:
                raise NoSpecsError(problem)
            if member.needs_json:
                elsewhere.append(_elsewhere(start, main, member))
            else:
                found.append(_member(start, main, member))
        except NoSpecsError as error:
            wrong.append(_left_out(start, main, member, error))
    if not (found or elsewhere or has_specs):
        raise NoSpecsError("; ".join(finding.message for finding in wrong))
    findings = (*main.findings, *(one for member in found for one in member.findings), *wrong)
    return replace(main, members=tuple(found), elsewhere=tuple(elsewhere), findings=findings)


def discover(project: Project) -> tuple[Place, ...]:
    """Find every spec of a project, and of the other projects of its site.

    What both the site's own project and another could have is that of the other, which was named.
    """
    own = dialects.discover(project)
    if not project.members:
        return own
    theirs = [(member.name, dialects.discover(member)) for member in project.members]
    files = {path for _, places in theirs for place in places for path in place.own}
    found = [place for place in own if files.isdisjoint(place.own)]
    keys = {place.key: 1 for place in found}
    for name, places in theirs:
        found += [replace(one, key=unique(one.key, keys)) for one in (named(name, place) for place in places)]
    return tuple(found)


def named(name: str, place: Place) -> Place:
    """Give a spec the name of its project, before its key and before the id of its need."""
    own = need_id("", kind=name) + place.need_id
    return replace(place, project=name, key=f"{name}/{place.key}", need_id=own)


def local(project: str, key: str) -> str:
    """Return the key that a spec has in its own project."""
    return key.removeprefix(f"{project}/") if project else key


def _main(start: Path, layout: SpecLayout) -> tuple[Project, bool]:
    """Return the site's own project, and whether it has specs: it may be there for the others alone."""
    try:
        found = dialects.locate(start, layout)
        if layout.specs or found.root == start.resolve() or dialects.discover(found):
            return found, True
    except NoSpecsError:
        if layout.specs or not boundary.is_folder(start):
            raise
    start = start.resolve()
    root = next((one for one in (start, *start.parents) if boundary.is_there(one / ".git")), start)
    return Project(root, root / CANDIDATES[0], layout), False


def _member(start: Path, main: Project, member: Member) -> Project:
    """Find the specs of one of several projects; it lies where the site's configuration says.

    :raises NoSpecsError: if there are none.
    """
    if not member.root:
        raise NoSpecsError("neither `root` nor `needs_json` says where it is")
    folder = (start / member.root).resolve()
    name = main.relative(folder)
    if not boundary.is_folder(folder):
        raise NoSpecsError(f"there is no folder `{name}`")
    try:
        found = dialects.locate(folder, replace(member.layout, spelling=main.layout.spelling))
    except NoSpecsError as error:
        raise NoSpecsError(f"there are no specs in `{name}`") from error
    if not all(home.is_relative_to(folder) for _, home in dialects.homes(found)):  # but above it
        raise NoSpecsError(f"there are no specs in `{name}`")
    findings = tuple(replace(one, path=main.relative(found.root / one.path)) for one in found.findings)
    return replace(found, root=main.root, name=member.name, folder=found.root, findings=findings)


def _elsewhere(start: Path, main: Project, member: Member) -> Elsewhere:
    """Return where what is known of a project is.

    :raises NoSpecsError: if its table says too little, or too much.
    """
    if member.root:
        raise NoSpecsError("it has both `root` and `needs_json`")
    base_url = member.base_url
    if not (base_url or is_address(member.needs_json)):
        raise NoSpecsError("`base_url` does not say where its pages are")
    if base_url and not base_url.startswith(("https://", "http://", "/")):
        raise NoSpecsError("`base_url` has to begin with `https://`, `http://` or `/`")
    path, line = settings.place_of(start, OPTION, member.name)
    seen = member.seen_from(start.resolve())
    where = main.relative(path) if path else ""
    return Elsewhere(member.name, seen.needs_json, seen.inventory, base_url, member.spec_type, where, line)


def _named_well(members: Iterable[Member]) -> Iterator[tuple[Member, str]]:
    """Yield projects, each with what is wrong with its name, empty if nothing is."""
    taken = [_word(word) for word in _WORDS]
    for member in members:
        word = _word(member.name)
        problem = _mistake(member.name, word, taken)
        if not problem:
            taken.append(word)
        yield member, problem and f"`{member.name}` {problem}"


def _mistake(name: str, word: str, taken: Iterable[str]) -> str:
    """Return what is wrong with the name of a project, empty if nothing is.

    Its ids of needs begin with it, so that no name may go on where another one ends.
    """
    if not _NAME.fullmatch(name):
        return "is no name of a project, which has lower-case letters, digits and single hyphens"
    if name in _PAGES:
        return "is what a page of every site is called"
    other = next((one for one in taken if word.startswith(one) or one.startswith(word)), "")
    shown = other.strip("_").lower().replace("_", "-")
    return f"would give needs ids that begin as those of `{shown}` do" if other else ""


def _word(name: str) -> str:
    return need_id("", kind=name)


def _left_out(start: Path, main: Project, member: Member, error: NoSpecsError) -> Finding:
    path, line = settings.place_of(start, OPTION, member.name)
    message = f"the project `{member.name}` was left out: {error}"
    where = main.relative(path) if path else ""
    return Finding(where, line, "config", message, "correct its table, or remove it")
