"""What git knows of spec files: one ``git log`` pass, and one look at the versions it names.

No git, no repository, a shallow clone or an error is a value: a history without events that says why. What a
version of a file says of its spec is for the caller to read; this module knows git, and no Markdown.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from graphlib import TopologicalSorter
from itertools import groupby
from pathlib import Path
from posixpath import normpath, relpath
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from . import git
from .git import GitError, Reason
from .lifecycle import FINISHED

Kind = Literal["created", "deleted", "edited", "finished", "renamed", "reopened", "status"]
"""What a commit did to a spec, sorted; where it did several, a new status counts before a new name."""


class HistoryEvent(Struct, frozen=True):
    """What one commit did to the file of one spec.

    :param kind: what that was.
    :param at: when it was committed, in UTC, to the second.
    :param revision: the commit, 40 hex digits or more.
    :param path: the file as it was called from this commit on, relative to the project's root.
    :param before: the status before, nothing if the spec had none or was not there.
    :param after: the status behind.
    :param path_before: what the file was called before, where this commit renamed it.
    """

    kind: Kind
    at: datetime
    revision: str
    path: str
    before: str | None = None
    after: str | None = None
    path_before: str = ""


class History(Struct, frozen=True):
    """The past of spec files; falsy where there is none to be had.

    :param events: for the path of each spec's file, as it is now and relative to the project's root, its
        events in order, oldest first; what was deleted stands under its last path.
    :param reason: why there is no history; empty where there is one.
    :param detail: what git said to that.
    """

    events: Mapping[str, tuple[HistoryEvent, ...]] = {}
    reason: Reason | Literal[""] = ""
    detail: str = ""

    def __bool__(self) -> bool:
        return not self.reason

    def of(self, path: str) -> tuple[HistoryEvent, ...]:
        """Return the events of a file, oldest first."""
        return self.events.get(path, ())

    def joined(self, files: Iterable[Sequence[str]]) -> History:
        """Return the same, but with the events of files that belong together below the first of them.

        :param files: those of each spec that has several, its own file first.
        """
        joined = {group[0]: tuple(_joined([self.of(path) for path in group])) for group in files}
        return replace(
            self, events={**self.events, **{path: found for path, found in joined.items() if found}}
        )


def turn(before: str | None, after: str | None) -> Kind:
    """Return the kind of a change of status."""
    if after == "complete":
        return "finished"
    return "reopened" if before in FINISHED and after not in FINISHED else "status"


class Checkout(Struct, frozen=True):
    """A folder that git looks after, at the commit that is checked out.

    :param prefix: where the folder lies in its repository, ``docs/specs/``; empty at the top.
    :param revision: the commit.
    """

    folder: Path
    prefix: str
    revision: str


class Reader(Struct, frozen=True):
    """What the caller knows of the files of a folder.

    :param name: what the folder is called in the paths of events: ``specs``.
    :param wanted: tells from a path whether the file may be a spec's.
    :param status_of: reads the status of a version, asked once for each.
    :param also: folders of the repository that the files may have lain in before: ``docs/specs``.
    """

    name: str
    wanted: Callable[[str], bool]
    status_of: Callable[[str, bytes], str | None]
    also: tuple[str, ...] = ()


class _Change(Struct, frozen=True):
    """What a commit did to a file: its names, and the object of each version, of a merge one per parent."""

    at: datetime
    revision: str
    path: str
    path_before: str
    version: str
    versions_before: tuple[str, ...]


_Statuses: TypeAlias = Mapping[tuple[str, str], str | None]
"""The status in each version of each file, by object and path."""


_LOG: Final = (
    *("log", "--format=%H %ct", "--date-order", "--raw", "-z", "-c", "-M60%", "--no-abbrev"),
    *("--no-color", "--no-ext-diff", "--no-textconv", "--no-notes", "-O/dev/null"),
)
_MOST_BYTES: Final = 1 << 20  # of a version of a file; no spec is longer

_COMMIT: Final = re.compile(rb"\n?(?P<revision>[0-9a-f]{40,64}) (?P<time>-?\d+)\n?")
_CHANGE: Final = re.compile(
    rb"\n?(?P<parents>:+)(?P<modes>[0-7]{6}(?: [0-7]{6})+) "
    rb"(?P<objects>[0-9a-f]+(?: [0-9a-f]+)+) (?P<letter>[A-Z]).*"
)


def find(folder: Path) -> Checkout | History:
    """Ask git where a folder stands; a few milliseconds.

    :returns: that, or a history that says why there is none.
    """
    try:
        said = git.run(folder, ("rev-parse", "--is-shallow-repository", "--show-prefix", "HEAD"))
    except GitError as error:
        return _nothing(error)
    shallow, prefix, revision, *_ = os.fsdecode(said).split("\n")
    return History(reason="shallow") if shallow == "true" else Checkout(folder, prefix, revision)


def read(checkout: Checkout, reader: Reader) -> History:
    """Read what happened to the spec files of a folder, renames followed.

    Every branch that was merged counts with its own commits. A merge itself counts only if it gave a spec a
    status that it had on none of the branches.
    """
    # a file that moved here is not new only if the log looks there, too
    elsewhere = (f":(top,literal){folder}" for folder in reader.also)
    try:
        log = git.run(checkout.folder, (*_LOG, checkout.revision, "--", ".", *elsewhere))
        changes = [change for change in _changes(log, checkout, reader) if reader.wanted(change.path)]
        statuses = _statuses(checkout, reader, changes)
    except GitError as error:
        return _nothing(error)
    return History(_lives(changes, statuses))


def _nothing(error: GitError) -> History:
    return History(reason=error.reason, detail=error.detail)


def _lives(changes: Iterable[_Change], statuses: _Statuses) -> dict[str, tuple[HistoryEvent, ...]]:
    """Tell the lives of files from their changes, newest first; each under the name it has now."""
    lives: dict[str, list[tuple[int, HistoryEvent]]] = {}
    names: dict[str, str] = {}  # of files that were renamed later: the name they have now
    for number, change in enumerate(changes):
        name = names.get(change.path, change.path)
        if change.path_before:
            names[change.path_before] = name
        event = _event(change, statuses)
        if event is not None:
            lives.setdefault(name, []).append((-number, event))
    for name in [name for name in lives if name in names]:
        # edited on one branch while it was renamed on another, and the log came by here first
        if all(event.kind not in ("created", "deleted") for _, event in lives[name]):
            lives.setdefault(names[name], []).extend(lives.pop(name))
    return {name: tuple(event for _, event in sorted(found)) for name, found in sorted(lives.items())}


def _event(change: _Change, statuses: _Statuses) -> HistoryEvent | None:
    """Return the event that a change stands for; None for a merge of what was there already."""
    path = change.path_before or change.path
    old = [statuses.get((version, path)) for version in change.versions_before]
    after = statuses.get((change.version, change.path))
    is_merge = len(old) > 1
    before = after if is_merge and after in old else old[0]
    kind = _kind(change, before, after)
    if is_merge and kind == "edited":
        return None
    return HistoryEvent(kind, change.at, change.revision, change.path, before, after, change.path_before)


def _kind(change: _Change, before: str | None, after: str | None) -> Kind:
    if not _is_object(change.version):
        return "deleted"
    if not any(map(_is_object, change.versions_before)):
        return "created"
    if before != after:
        return turn(before, after)
    return "renamed" if change.path_before else "edited"


def _joined(lives: Sequence[Sequence[HistoryEvent]]) -> Iterator[HistoryEvent]:
    """Tell the life of a spec from those of its files, the first being its own; a commit is one event.

    A file says a status where it gets one: it does not say it again whenever something else in it changes.
    """
    place = {revision: number for number, revision in enumerate(_in_order(lives))}
    events = sorted((event for life in lives for event in life), key=lambda event: place[event.revision])
    own = {event.revision: event for event in lives[0]}
    status, path = None, lives[0][0].path if lives[0] else ""
    for number, (revision, group) in enumerate(groupby(events, key=lambda event: event.revision)):
        changes = list(group)
        main = own.get(revision, changes[0])
        path = own[revision].path if revision in own else path or main.path
        said = [one.after for one in changes if one.after and one.after != one.before]
        before, status = status, said[-1] if said else status
        kind: Kind = "edited"
        if number == 0:
            kind = "created"
        elif before != status:
            kind = turn(before, status)
        elif main.kind == "renamed" and revision in own:
            kind = "renamed"
        renamed = main.path_before if revision in own else ""
        yield HistoryEvent(kind, main.at, revision, path, before, status, renamed)


def _in_order(lives: Sequence[Sequence[HistoryEvent]]) -> list[str]:
    """Return the commits of several files as they came: those of one second as each of the files had them."""
    at: dict[str, datetime] = {}
    order: TopologicalSorter[str] = TopologicalSorter()
    for life in lives:
        for before, event in zip((None, *life), life, strict=False):
            at[event.revision] = event.at
            order.add(event.revision, *([before.revision] if before else []))
    return sorted(order.static_order(), key=lambda revision: at[revision])


def _is_object(version: str) -> bool:
    return version.strip("0") != ""


def _changes(log: bytes, checkout: Checkout, reader: Reader) -> Iterator[_Change]:
    """Read a raw log whose parts end in NUL; see git-diff(1), "Raw output format"."""
    parts = iter(log.split(b"\0"))
    at, revision = None, ""
    for part in parts:
        if found := _COMMIT.fullmatch(part):
            at, revision = _time(int(found["time"])), found["revision"].decode()
        elif found := _CHANGE.fullmatch(part):
            is_renamed = found["letter"] in b"RC" and len(found["parents"]) == 1
            paths = [_name(next(parts, b""), checkout, reader) for _ in range(1 + is_renamed)]
            *before, version = found["objects"].decode().split()
            is_file = all(mode in (b"000000", b"100644", b"100755") for mode in found["modes"].split())
            if is_file and at is not None and (is_renamed or before != [version]):
                old = paths[0] if is_renamed else ""
                yield _Change(at, revision, paths[-1], old, version, tuple(before))
        elif part.strip():
            raise GitError("failed", "git log printed what it should not")


def _time(seconds: int) -> datetime | None:
    """Return an instant; None if a forged commit gives one that does not exist."""
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError:
        return None


def _name(path: bytes, checkout: Checkout, reader: Reader) -> str:
    """Return a path of the repository as the project names it; None if it is not a spec's."""
    name = os.fsdecode(path)
    if not name.startswith(checkout.prefix):  # in one of the other folders
        return normpath(f"{reader.name}/{relpath(name, checkout.prefix)}")
    return f"{reader.name}/{name.removeprefix(checkout.prefix)}"


def _statuses(checkout: Checkout, reader: Reader, changes: Iterable[_Change]) -> _Statuses:
    paths: dict[str, set[str]] = {}
    for change in changes:
        paths.setdefault(change.version, set()).add(change.path)
        for version in change.versions_before:
            paths.setdefault(version, set()).add(change.path_before or change.path)
    return {
        (version, path): reader.status_of(path, data)
        for version, data in git.contents(checkout.folder, filter(_is_object, paths), _MOST_BYTES)
        for path in paths[version]
    }
