"""What changed lately in specs, by day: from git and, where there is none, from the dates that specs give."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from pathlib import PurePosixPath
from typing import Final

from msgspec import Struct

from ..corpus import Corpus
from ..dates import instant
from ..history import History, Kind, turn
from ..lifecycle import NOT_BEGUN
from ..model import Spec
from ..reading import Project
from ..reading.dialects import called
from .life import born, life

KINDS: Final[tuple[Kind, ...]] = (
    "finished",
    "reopened",
    "status",
    "created",
    "deleted",
    "renamed",
    "edited",
)
"""What can happen to a spec, the most telling first: so a day tells it."""

TOGETHER: Final = frozenset({"renamed", "edited"})
"""What is told of all specs of a day in one line: a script may have done it to every spec there is."""


class Change(Struct, frozen=True):
    """What happened to one spec.

    :param at: when, in UTC; a date without time is midnight.
    :param spec: the key of the spec, nothing for one that is gone.
    :param path: the spec's file as it was called then; see :func:`name_of`.
    :param before: the status before, where that was another one.
    :param after: the status behind.
    :param path_before: what the file of a renamed spec was called before.
    """

    kind: Kind
    at: datetime
    spec: str | None
    path: str
    before: str | None = None
    after: str | None = None
    path_before: str = ""

    @property
    def day(self) -> date:
        return self.at.date()


class ChangeLine(Struct, frozen=True):
    """One thing of a day: a change, or all changes of a kind that is told together."""

    kind: Kind
    changes: tuple[Change, ...]

    @property
    def at(self) -> datetime:
        return max(change.at for change in self.changes)


class Changes(Struct, frozen=True):
    """What changed, newest day first, and how many more lines there would be."""

    days: tuple[tuple[date, tuple[ChangeLine, ...]], ...] = ()
    omitted: int = 0

    @property
    def lines(self) -> tuple[ChangeLine, ...]:
        return tuple(line for _, lines in self.days for line in lines)


def changes(
    corpus: Corpus,
    history: History,
    keys: Collection[str] | None = None,
    kinds: Collection[str] = KINDS,
    since: date = date.min,
    limit: int = 0,
) -> Changes:
    """Tell what changed.

    :param keys: the specs that are asked for; if there are none, all that are here, and those that are gone.
    :param kinds: what is asked for of :data:`KINDS`.
    :param since: the first day that is.
    :param limit: how many lines there are at most, 0 for all.
    """
    found = [
        change
        for key in (corpus.here if keys is None else keys)
        for change in _telling(_changes(corpus.specs[key], history))
    ]
    if keys is None:
        found += _gone(corpus, history)
    wanted = [change for change in found if change.kind in kinds and change.day >= since]
    lines = list(_lines(wanted))
    shown = lines[:limit] if limit else lines
    by_day = groupby(shown, key=lambda line: line.changes[0].day)
    return Changes(tuple((day, tuple(group)) for day, group in by_day), len(lines) - len(shown))


def _lines(found: Iterable[Change]) -> Iterator[ChangeLine]:
    """Gather changes into lines: newest day first; within a day the most telling kind, then the newest."""
    ordered = sorted(
        found, key=lambda change: (change.day, -KINDS.index(change.kind), change.at), reverse=True
    )
    for (_, kind), group in groupby(ordered, key=lambda change: (change.day, change.kind)):
        if kind in TOGETHER:
            yield ChangeLine(kind, tuple(group))
        else:
            yield from (ChangeLine(kind, (change,)) for change in group)


def _telling(found: Iterable[Change]) -> Iterator[Change]:
    """Keep each kind of change once per spec and day, and an edit only if nothing else happened."""
    latest = {(change.day, change.kind): change for change in found}
    days = {day for day, kind in latest if kind != "edited"}
    yield from (change for (day, kind), change in latest.items() if kind != "edited" or day not in days)


def _changes(spec: Spec, history: History) -> Iterator[Change]:
    """Return what happened to a spec; changes of one kind are in order of time."""
    events = history.of(spec.path)

    def path(at: datetime) -> str:
        passed = [event.path for event in events if event.at <= at]
        return passed[-1] if passed else events[0].path if events else spec.path

    beginning = born(spec, history)
    if beginning is not None:
        yield Change("created", beginning.at, spec.key, path(beginning.at), None, beginning.status or None)
    before: str | None = None
    for step in life(spec, history):
        is_first = bool(events) and step.revision == events[0].revision  # which "created" says
        if before is not None or not (is_first or step.status in NOT_BEGUN):
            yield Change(turn(before, step.status), step.at, spec.key, path(step.at), before, step.status)
        before = step.status
    for event in events:
        if event.kind in TOGETHER:
            yield Change(event.kind, event.at, spec.key, event.path, path_before=event.path_before)
    updated = instant(spec.updated)
    if updated is not None and not events:
        yield Change("edited", updated, spec.key, spec.path)


def _gone(corpus: Corpus, history: History) -> Iterator[Change]:
    """Return the removals of specs that no longer exist."""
    present = {path for spec in corpus.specs.values() for path in spec.place.made_of}
    for path, events in history.events.items():
        if path in present or events[-1].kind != "deleted" or not (found := called(corpus.project, path)):
            continue
        if not corpus.project.layout.excludes([found.id, path, name_of(corpus.project, path)]):
            yield Change("deleted", events[-1].at, None, path)


def name_of(project: Project, path: str) -> str:
    """Name a spec by its file: by its folder below the specs folder, or by the file itself."""
    found = PurePosixPath(path)
    owner, inner = project, found
    for one in (project, *project.members):
        specs = one.relative(one.specs)
        if found.is_relative_to(specs):
            owner, inner = one, one.name / found.relative_to(specs)
    return str(inner.parent if found.name in owner.layout.files else inner.with_suffix(""))
