"""Specs over time: what was created and completed when, how many had which status, how long they took."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from math import ceil
from statistics import median
from typing import Final, Literal

from msgspec import Struct

from ..corpus import Corpus
from ..history import History
from ..lifecycle import NOT_BEGUN, STATUSES, rank
from ..model import Spec
from .life import StatusStep, born, life

Period = Literal["week", "month", "quarter"]
"""What is counted together."""

MOST: Final = 60
"""How many periods are shown at most, the last ones."""

_FEW: Final[Mapping[Period, int]] = {"week": 26, "month": 36}
_DAY: Final = 86_400.0
_FURTHEST_FIRST: Final = STATUSES[::-1]


class Lifetime(Struct, frozen=True):
    """A spec with its dates.

    :param born: when it was created, if that is known.
    :param steps: when it got which status.
    :param completed: when it became complete and stayed so.
    """

    spec: Spec
    born: datetime | None
    steps: tuple[StatusStep, ...]
    completed: datetime | None

    @property
    def is_impossible(self) -> bool:
        """Whether it was completed on a day before it was created."""
        return bool(self.born and self.completed and self.completed.date() < self.born.date())

    @property
    def started(self) -> datetime | None:
        """When it was first in progress."""
        return next((step.at for step in self.steps if step.status == "in-progress"), None)

    @property
    def first_status(self) -> str | None:
        """The status it had when it was created; nothing where that was not recorded."""
        # that a spec begins as what it still is, is all that can be told without a record
        return self.spec.status if not self.steps and self.spec.status in NOT_BEGUN else None


class Span(Struct, frozen=True):
    """A period and what happened in it.

    :param start: its first day.
    :param flow: how many specs had each of the statuses of the timeline at its end.
    """

    start: date
    created: int
    completed: int
    flow: tuple[int, ...]


class Durations(Struct, frozen=True):
    """How long specs took, in days.

    :param specs: how many specs that was measured on.
    :param ninety: nine of ten took no longer.
    """

    specs: int
    middle: float
    ninety: float


class Timeline(Struct, frozen=True):
    """Specs over time.

    :param statuses: what the flow counts, furthest first; nothing stands for what was not recorded.
    :param spans: the periods, without gaps.
    :param earlier: what happened in the periods before those, if they are too many: how many periods, specs
        created and specs completed.
    :param cycle: from the first day in progress to completion.
    :param lead: from creation to completion, of specs that were never seen in progress.
    :param undated: the specs that nothing is known of.
    :param unfinished: those that are complete, since nobody knows when.
    :param impossible: those completed before they were created; they are not counted.
    """

    period: Period
    statuses: tuple[str | None, ...] = ()
    spans: tuple[Span, ...] = ()
    earlier: tuple[int, int, int] = (0, 0, 0)
    cycle: Durations | None = None
    lead: Durations | None = None
    undated: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    impossible: tuple[str, ...] = ()


def timeline(
    corpus: Corpus, keys: Iterable[str], history: History, period: Period | None = None, most: int = MOST
) -> Timeline:
    """Tell what happened when.

    :param keys: the specs it is about.
    :param period: what is counted together; chosen by the time they span if not given.
    :param most: how many periods are shown at most.
    """
    lifetimes = [lifetime(corpus.specs[key], history) for key in keys]
    undated = tuple(found.spec.key for found in lifetimes if not (found.born or found.steps))
    impossible = tuple(found.spec.key for found in lifetimes if found.is_impossible)
    dated = [found for found in lifetimes if (found.born or found.steps) and not found.is_impossible]
    days = [at.date() for found in dated for at in _instants(found)]
    if not days:
        return Timeline(period or "month", undated=undated, impossible=impossible)
    first, last = min(days), max(days)
    period = period or _fitting(first, last)
    statuses, spans, earlier = _spans(dated, period, _number(period, first), _number(period, last), most)
    return Timeline(
        period,
        statuses,
        spans,
        earlier,
        _durations((found.started, found.completed) for found in dated),
        _durations((found.born, found.completed) for found in dated if not found.started),
        undated,
        tuple(
            found.spec.key for found in dated if found.spec.status == "complete" and found.completed is None
        ),
        impossible,
    )


def lifetime(spec: Spec, history: History) -> Lifetime:
    """Tell the dates of one spec."""
    steps = life(spec, history)
    begun = born(spec, history)
    behind = [step for step in steps if step.status != "archived"]  # putting it away leaves it complete
    completed = behind[-1].at if behind and behind[-1].status == "complete" else None
    if len(behind) == 1 and behind[0].source == "git":
        completed = None  # it was complete when it came into the repository: nobody knows since when
    return Lifetime(spec, begun.at if begun else None, steps, completed)


def throughput(spans: Sequence[Span]) -> tuple[float, int]:
    """Return how many specs were completed per period since the first: mean and maximum."""
    counts = [span.completed for span in spans]
    since = next((at for at, count in enumerate(counts) if count), len(counts))
    return (sum(counts) / len(counts[since:]), max(counts)) if counts[since:] else (0.0, 0)


def start(period: Period, number: int) -> date:
    """Return the first day of a period."""
    if period == "week":
        return date.fromordinal(number * 7 + 1)
    months = number if period == "month" else number * 3
    return date(months // 12, months % 12 + 1, 1)


def _number(period: Period, day: date) -> int:
    """Return the number of the period that a day is in; consecutive periods have consecutive numbers."""
    if period == "week":
        return (day.toordinal() - 1) // 7  # the first day of the calendar was a Monday
    months = day.year * 12 + day.month - 1
    return months if period == "month" else months // 3


def _fitting(first: date, last: date) -> Period:
    """Return the shortest period that divides the time into few enough parts."""
    for period, few in _FEW.items():
        if _number(period, last) - _number(period, first) < few:
            return period
    return "quarter"


def _instants(found: Lifetime) -> Iterator[datetime]:
    if found.born:
        yield found.born
    for step in found.steps:
        yield step.at


def _begun(found: Lifetime) -> datetime:
    """Return when a spec first existed; it may have had a status before its creation date."""
    return min(_instants(found))


def _spans(
    dated: Collection[Lifetime], period: Period, first: int, last: int, most: int
) -> tuple[tuple[str | None, ...], tuple[Span, ...], tuple[int, int, int]]:
    created = _tally(period, (_begun(found) for found in dated))
    completed = _tally(period, (found.completed for found in dated))
    shown = range(max(first, last - most + 1), last + 1)
    counts = _flow(dated, period, shown)
    present = {status for count in counts for status in count if count[status]}
    statuses = sorted(present, key=lambda status: rank(status, _FURTHEST_FIRST))
    spans = tuple(
        Span(
            start(period, number),
            created.get(number, 0),
            completed.get(number, 0),
            tuple(count.get(status, 0) for status in statuses),
        )
        for number, count in zip(shown, counts, strict=True)
    )
    before = [sum(tally[number] for number in tally if number < shown[0]) for tally in (created, completed)]
    return tuple(statuses), spans, (shown[0] - first, before[0], before[1])


def _tally(period: Period, instants: Iterable[datetime | None]) -> Mapping[int, int]:
    found: dict[int, int] = {}
    for at in instants:
        if at is not None:
            number = _number(period, at.date())
            found[number] = found.get(number, 0) + 1
    return found


def _flow(dated: Iterable[Lifetime], period: Period, shown: Iterable[int]) -> list[Mapping[str | None, int]]:
    """Count the specs of each status at the end of each period."""
    changes = sorted(_changes(dated, period), key=lambda change: change[0], reverse=True)
    running: dict[str | None, int] = {}
    counts: list[Mapping[str | None, int]] = []
    for number in shown:
        while changes and changes[-1][0] <= number:
            _, status, by = changes.pop()
            running[status] = running.get(status, 0) + by
        counts.append(dict(running))
    return counts


def _changes(dated: Iterable[Lifetime], period: Period) -> Iterator[tuple[int, str | None, int]]:
    """Count, per period, how many specs entered (+1) or left (-1) each status."""
    for found in dated:
        status = found.first_status
        yield _number(period, _begun(found).date()), status, 1
        for step in found.steps:
            number = _number(period, step.at.date())
            yield number, status, -1
            yield number, step.status, 1
            status = step.status


def _durations(pairs: Iterable[tuple[datetime | None, datetime | None]]) -> Durations | None:
    days = sorted(max(0.0, (end - begin).total_seconds() / _DAY) for begin, end in pairs if begin and end)
    if not days:
        return None
    return Durations(len(days), median(days), days[ceil(0.9 * len(days)) - 1])
