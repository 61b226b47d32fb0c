"""What ticked items name in backticks, and is no more: only what passes two gates is called lost.

It is not there today, and it was at the commit that wrote the line. What was not there then either is told
apart, and of what git cannot say nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import groupby
from pathlib import PurePosixPath
from posixpath import dirname, join, normpath
from typing import Final, NamedTuple

from ..git import GitError
from ..past import SHORT, UNCOMMITTED, LineOrigin, Past, PastChange
from ..reading import Project, decoding
from .listing import MOST_BYTES, Listing
from .naming import ItemName, Places, folder_of, names_in
from .verdict import Verdict
from .world import World

_MOST_FILES: Final = 300
"""How many files are blamed; of a project in which more name something that is not there, the first ones."""
_MOST_LINES: Final = 30
"""How many lines of an item are searched for what it names."""


class LostName(NamedTuple):
    """Something that is named and is not there.

    :param verdict: drifted, if it was there when the line was written; else missing.
    :param now: what it is called today, if the commit that broke it gave it a new name.
    """

    name: ItemName
    line: int
    column: int
    verdict: Verdict
    now: str = ""


class _Written(NamedTuple):
    """A name that is not there, where it stands, and since when."""

    name: ItemName
    line: int
    column: int
    revision: str
    folder: str


class _Kept(NamedTuple):
    """What is kept of a name that is lost: its place among those that were asked about, and the rest."""

    number: int
    line: int
    column: int
    verdict: Verdict
    now: str


def lost_names(world: World) -> tuple[LostName, ...]:
    """Find what ticked items without evidence name, and is not there; nothing where there is no past.

    Each project is asked about its own files and its own past.
    """
    own = world.corpus.project
    return tuple(lost for project in (own, *own.members) for lost in _lost_in(world, project))


def _lost_in(site: World, project: Project) -> Iterator[LostName]:
    world = site.of(project.name)
    suspects = [name for name in _suspects(world, project) if not _is_of_site(site, project, name)]
    checkout = world.past.checkout if suspects else None
    if checkout is None or not world.past.head:
        return
    ignored = _ignored(world.past, suspects)
    suspects = [name for name in suspects if name.path not in ignored]
    contents = {path: _content(world.listing, path) or b"" for path in {name.file: None for name in suspects}}
    digests = {path: sha256(data).hexdigest() for path, data in contents.items()}
    asked = [(one.file, digests[one.file], one.check.line, one.kind, one.written) for one in suspects]
    numbers = {id(name): number for number, name in enumerate(suspects)}

    def find() -> tuple[_Kept, ...]:
        found = _judge(world, list(_written(world, suspects, contents)))
        return tuple(_Kept(numbers[id(one.name)], *one[1:]) for one in found)

    told = f"{world.past.head}{checkout.prefix}{asked}"
    for one in world.library.kept("lost names", told, tuple[_Kept, ...], find):
        yield LostName(suspects[one.number], *one[1:])


def _suspects(world: World, project: Project) -> Iterator[ItemName]:
    """Find the names in a project that do not resolve today: the first gate."""
    corpus = world.corpus
    ticked = (
        (spec, check)
        for spec in corpus.specs.values()
        if spec.place.project == project.name and not spec.place.fragment
        for check in spec.checks
        if check.done and check.exempt is None and not check.evidence and "`" in check.markup
    )
    top = corpus.project.relative(project.top)
    files = ((spec, check, spec.path_of(check).removeprefix(f"{top}/")) for spec, check in ticked)
    names = [name for found in files for name in names_in(*found)]
    if not names or world.listing.unknown():
        return
    places = Places(world.listing.paths)
    specs = f"{corpus.project.relative(project.specs).removeprefix(f'{top}/')}/"
    for name in names:
        if (name.kind == "spec" or f"{name.path}/".startswith(specs)) and _is_spec(world, name):
            continue
        if corpus.is_unpublished(normpath(join(top, name.path))) or _is_there(world, places, name):
            continue
        yield name


def _is_of_site(site: World, project: Project, name: ItemName) -> bool:
    """Tell whether the repository of a site, in which a project lies, has what is named from its top."""
    if not project.name or not project.top.is_relative_to(site.root):
        return False
    path = normpath(name.path)
    return any(one == path or one.startswith(f"{path}/") for one in site.listing.paths)


def _is_spec(world: World, name: ItemName) -> bool:
    found = world.corpus.resolve(name.path, name.spec.place.project)
    return found.is_known or bool(found.candidates)


def _is_there(world: World, places: Places, name: ItemName) -> bool:
    """Tell whether something is there today; what a link leads to, and a submodule holds, is not asked."""
    listing = world.listing
    above = PurePosixPath(name.path).parents
    if any(str(folder) in listing.paths for folder in above):
        return True
    found = (path for path in places.meeting(name, folder_of(name)) if _is_listed(listing, path))
    if name.kind != "test":
        return next(found, None) is not None
    return any(_names(_content(listing, path), name.test) for path in found)


def _is_listed(listing: Listing, path: str) -> bool:
    return listing.is_file(path) or bool(listing.unknown(path)) or (listing.root / path).is_symlink()


def _content(listing: Listing, path: str) -> bytes | None:
    try:
        return listing.read(path)
    except OSError:
        return None


def _names(content: bytes | None, test: str) -> bool:
    """Tell whether a file has a test; one that cannot be looked into may."""
    return content is None or test.encode() in content


def _written(world: World, suspects: Iterable[ItemName], contents: Mapping[str, bytes]) -> Iterator[_Written]:
    """Ask when the lines were written that name something."""
    past = world.past
    for number, (path, group) in enumerate(groupby(suspects, lambda name: name.file)):
        if number == _MOST_FILES:
            return
        data = contents[path]
        lines = decoding.lines_of(decoding.decode(data)[0])
        placed = [(name, *place) for name in group if (place := _place(lines, name))]
        wanted = {line for name, at, _ in placed for line in (at, name.check.line)}
        try:
            origins = past.origins(path, data, wanted) if wanted else {}
            for name, line, column in placed:
                origin = _later(past, {origins[line], origins[name.check.line]})
                yield _Written(name, line, column, origin.revision, dirname(origin.path))
        except (GitError, KeyError):  # of a file that git does not know nothing is claimed
            continue


def _ignored(past: Past, suspects: Iterable[ItemName]) -> frozenset[str]:
    try:
        return past.ignored(name.path for name in suspects)
    except GitError:
        return frozenset()


def _place(lines: list[str], name: ItemName) -> tuple[int, int] | None:
    """Find the line and the column of a name in its item."""
    wanted = f"`{name.written}`"
    for number in range(name.check.line, min(name.check.line + _MOST_LINES, len(lines) + 1)):
        if (at := lines[number - 1].find(wanted)) >= 0:
            return number, at + 2
    return None


def _later(past: Past, origins: set[LineOrigin]) -> LineOrigin:
    """Return the later one of two places that a line and the box above it were written at."""
    first, *others = sorted(origins)
    if not others or first.revision == UNCOMMITTED:  # which is sorted first
        return first
    (second,) = others
    return second if past.is_older(first.revision, second.revision) else first


def _judge(world: World, written: list[_Written]) -> Iterator[LostName]:
    """Tell what was there when its line was written from what was not: the second gate."""
    past, lost = world.past, []
    for revision, group in groupby(sorted(written, key=lambda one: one.revision), lambda one: one.revision):
        try:
            files = {} if revision == UNCOMMITTED else past.tree(revision)
        except GitError:
            continue
        places = Places(files.keys())
        for one in group:
            if _was_there(past, places, files, one):
                lost.append(one)
            elif one.name.is_certain:
                verdict = Verdict("missing", "and was not when this was written")
                yield LostName(one.name, one.line, one.column, verdict)
    try:
        yield from _broken(past, lost)
    except GitError:  # what git cannot say is not claimed
        return


def _was_there(past: Past, places: Places, files: Mapping[str, str], one: _Written) -> bool:
    found = list(places.meeting(one.name, one.folder))
    if one.name.kind != "test":
        return bool(found)
    return _is_tested(past, one.name, {path: files[path] for path in found})


def _is_tested(past: Past, name: ItemName, files: Mapping[str, str]) -> bool:
    return any(_names(content, name.test) for content in past.contents(files.values(), MOST_BYTES).values())


def _broken(past: Past, lost: list[_Written]) -> Iterator[LostName]:
    """Find the commits since which names are not there: on the main line first, then on what it merged."""
    if not lost:
        return
    files = past.tree(past.head)
    places = Places(files.keys())
    waiting = []
    for one in lost:
        if _was_there(past, places, files, one):
            yield _drifted(one, past.head, "")
        else:
            waiting.append(one)
    pathspecs = {spec for one in waiting for spec in _pathspecs(one)}
    for change in past.changes(sorted(pathspecs)):
        before, after = Places(change.before.keys()), Places(change.after.keys())
        for one in list(waiting):
            if _breaks(past, change, before, after, one):
                waiting.remove(one)
                yield _of_change(past, change, before, one)
        if not waiting:
            return
    for one in waiting:
        if removed := past.removed(f"{one.revision}..{past.head}", _pathspecs(one)):
            yield _drifted(one, f"{removed[0]}^", removed[0])


def _breaks(past: Past, change: PastChange, before: Places, after: Places, one: _Written) -> bool:
    """Tell whether a commit took away what is named; the newest one that did is where it went for good."""
    folders = {one.folder, folder_of(one.name)}
    had = [path for folder in folders for path in before.meeting(one.name, folder)]
    if not had:
        return False
    has = [path for folder in folders for path in after.meeting(one.name, folder)]
    if one.name.kind != "test":
        return not has
    is_there = _is_tested(past, one.name, {path: change.after[path] for path in has})
    return not is_there and _is_tested(past, one.name, {path: change.before[path] for path in had})


def _of_change(past: Past, change: PastChange, before: Places, one: _Written) -> LostName:
    breaker = change.revision
    if change.is_merge:
        span = f"{change.parent}..{change.revision}"
        breaker = next(iter(past.removed(span, _pathspecs(one))), breaker)
    names = past.renames(breaker)
    found = (names[path] for path in before.meeting(one.name, one.folder) if path in names)
    return _drifted(one, change.parent, breaker, next(found, ""))


def _drifted(one: _Written, revision: str, breaker: str, now: str = "") -> LostName:
    broken = f"commit {breaker[:SHORT]} took it away" if breaker else "what is not committed took it away"
    note = f"it was until {revision[:SHORT]}, and {broken}"
    return LostName(one.name, one.line, one.column, Verdict("drifted", note, revision), now)


def _pathspecs(one: _Written) -> list[str]:
    return sorted(one.name.pathspecs({one.folder, folder_of(one.name)}))
