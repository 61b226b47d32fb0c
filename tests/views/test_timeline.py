"""Specs over time: what is counted when, and what cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sphinx_leanspec.corpus import Corpus, build
from sphinx_leanspec.history import History, HistoryEvent
from sphinx_leanspec.model import Place, Spec, Transition
from sphinx_leanspec.reading.seam import Project, SpecLayout
from sphinx_leanspec.views.timeline import Timeline, lifetime, start, throughput, timeline

NONE = History(reason="no-repository")
Steps = tuple[tuple[str, str], ...]


def one(number: int, status: str, created: str | None, *steps: tuple[str, str], **fields: Any) -> Spec:
    """A spec; its steps are statuses with the day they began."""
    key = f"{number:03}-x"
    place = Place(key, key, number, "x", f"SPEC_{number:03}", f"specs/{key}/README.md")
    found = tuple(Transition(name, when, 1) for name, when in steps)
    return Spec(place, key, key, status=status, created=created, transitions=found, **fields)


def corpus(*specs: Spec) -> Corpus:
    return build(Project(Path("/nowhere"), Path("/nowhere/specs"), SpecLayout()), specs)


def told(*specs: Spec, history: History = NONE, **wanted: Any) -> Timeline:
    found = corpus(*specs)
    return timeline(found, found.specs, history, **wanted)


def flow(found: Timeline) -> list[Mapping[str | None, int]]:
    return [
        {status: number for status, number in zip(found.statuses, span.flow, strict=True) if number}
        for span in found.spans
    ]


WALL = one(
    1,
    "complete",
    "2026-01-05",
    ("planned", "2026-01-05"),
    ("in-progress", "2026-01-20"),
    ("complete", "2026-03-01"),
)
ROOF = one(2, "in-progress", "2026-02-10", ("in-progress", "2026-02-12T09:00:00Z"))
DOOR = one(3, "planned", "2026-02-28")
OLD = one(4, "complete", "2026-01-31", completed="2026-02-02")


def test_specs_are_counted_where_they_were_created_and_completed() -> None:
    found = told(WALL, ROOF, DOOR, OLD, period="month")
    assert [(span.start, span.created, span.completed) for span in found.spans] == [
        (date(2026, 1, 1), 2, 0),
        (date(2026, 2, 1), 2, 1),
        (date(2026, 3, 1), 0, 1),
    ]


def test_the_flow_counts_each_spec_once_at_the_end_of_each_period() -> None:
    found = told(WALL, ROOF, DOOR, OLD, period="month")
    assert found.statuses == ("complete", "in-progress", "planned", None)
    assert flow(found) == [
        {"in-progress": 1, None: 1},
        {"in-progress": 2, "planned": 1, "complete": 1},
        {"complete": 2, "in-progress": 1, "planned": 1},
    ]


def test_a_status_that_nobody_recorded_is_not_made_up() -> None:
    begun = one(1, "in-progress", "2026-01-05")
    late = one(2, "complete", "2026-01-05", ("complete", "2026-02-05"))
    assert flow(told(begun, late, period="month")) == [{None: 2}, {None: 1, "complete": 1}]


def test_what_has_no_dates_is_counted_apart() -> None:
    found = told(one(8, "planned", None), one(9, "complete", "2026-01-01"), WALL)
    assert (found.undated, found.unfinished, found.impossible) == (("008-x",), ("009-x",), ())
    assert told(one(1, "planned", None)).spans == ()


def test_what_was_completed_before_it_was_created_is_left_out() -> None:
    wrong = one(9, "complete", "2026-01-05", completed="2025-01-04")
    found = told(wrong, WALL, period="month")
    assert found.impossible == ("009-x",)
    assert sum(span.created for span in found.spans) == 1
    same_day = one(9, "complete", "2026-01-05T12:00:00Z", completed="2026-01-05")
    assert told(same_day).impossible == ()


def test_what_came_into_the_repository_complete_was_completed_nobody_knows_when() -> None:
    at = datetime(2026, 5, 1, tzinfo=UTC)
    spec = one(1, "complete", "2026-01-05")
    history = History({spec.path: (HistoryEvent("created", at, "a" * 40, spec.path, None, "complete"),)})
    found = told(spec, history=history, period="month")
    assert (found.unfinished, found.lead) == (("001-x",), None)
    assert flow(found)[-1] == {"complete": 1}


def test_git_tells_what_frontmatter_does_not() -> None:
    spec = one(1, "complete", None)
    days = (("planned", 3), ("in-progress", 5), ("complete", 12))
    before, events = None, []
    for status, day in days:
        at = datetime(2026, 1, day, 12, tzinfo=UTC)
        events.append(
            HistoryEvent("status" if before else "created", at, "a" * 40, spec.path, before, status)
        )
        before = status
    found = told(spec, history=History({spec.path: tuple(events)}), period="week")
    assert found.cycle is not None
    assert (found.cycle.specs, found.cycle.middle) == (1, 7.0)
    assert [(span.created, span.completed) for span in found.spans] == [(1, 0), (0, 0), (0, 1)]


def test_reopened_counts_as_complete_when_it_stayed_so() -> None:
    again = (("complete", "2026-01-10"), ("in-progress", "2026-02-01"), ("complete", "2026-03-01"))
    found = lifetime(one(1, "complete", "2026-01-05", *again), NONE)
    assert found.completed == datetime(2026, 3, 1, tzinfo=UTC)
    assert lifetime(one(1, "in-progress", "2026-01-05", *again[:2]), NONE).completed is None
    archived = (*again, ("archived", "2026-04-01"))
    assert lifetime(one(1, "archived", "2026-01-05", *archived), NONE).completed == found.completed


def test_times_taken_are_told_apart() -> None:
    cycles = [
        one(
            number,
            "complete",
            "2026-01-01",
            ("in-progress", "2026-01-02"),
            ("complete", f"{date(2026, 1, 2) + timedelta(days=number)}"),
        )
        for number in range(1, 11)
    ]
    found = told(*cycles, one(20, "complete", "2026-01-01", completed="2026-01-31"))
    assert found.cycle is not None
    assert (found.cycle.specs, found.cycle.middle, found.cycle.ninety) == (10, 5.5, 9.0)
    assert found.lead is not None
    assert (found.lead.specs, found.lead.middle, found.lead.ninety) == (1, 30.0, 30.0)
    assert told(DOOR).cycle is None


@pytest.mark.parametrize(
    ("last", "period"),
    [
        ("2026-01-05", "week"),
        ("2026-06-28", "week"),
        ("2026-07-30", "month"),
        ("2028-12-31", "month"),
        ("2029-01-01", "quarter"),
    ],
)
def test_the_period_fits_the_time(last: str, period: str) -> None:
    assert told(one(1, "planned", "2026-01-05"), one(2, "planned", last)).period == period


def test_periods_begin_where_they_do() -> None:
    found = told(one(1, "planned", "2025-12-31"), one(2, "planned", "2026-01-12"), period="week")
    assert [span.start for span in found.spans] == [date(2025, 12, 29), date(2026, 1, 5), date(2026, 1, 12)]
    found = told(one(1, "planned", "2025-12-31"), one(2, "planned", "2026-04-01"), period="quarter")
    assert [span.start for span in found.spans] == [date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)]
    assert start("week", 0) == date(1, 1, 1)


def test_there_are_never_too_many_periods() -> None:
    far = one(9, "complete", "0001-01-01", completed="0001-03-01")
    found = told(far, WALL, most=4, period="month")
    assert len(found.spans) == 4
    assert found.spans[-1].start == date(2026, 3, 1)
    assert found.earlier == (24_299, 1, 1)
    assert flow(found)[-1] == {"complete": 2}


def test_the_last_day_there_can_be_is_a_day() -> None:
    assert told(one(1, "planned", "9999-12-31")).spans[-1].created == 1


def test_throughput_counts_from_the_first_completion() -> None:
    found = told(WALL, ROOF, DOOR, OLD, period="month")
    assert throughput(found.spans) == (1.0, 1)
    assert throughput(told(DOOR).spans) == (0.0, 0)
