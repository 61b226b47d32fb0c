"""The life of a spec: what its frontmatter says counts, git fills in where that is silent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from sphinx_leanspec.history import History, HistoryEvent, turn
from sphinx_leanspec.model import Place, Spec, Transition
from sphinx_leanspec.views.life import born, life, touched

PATH = "specs/001-a/README.md"
SPEC = Spec(Place("001-a", "001-a", 1, "a", "SPEC_001", PATH), "A", "A")


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 1, day, hour, tzinfo=UTC)


def past(*statuses: tuple[int, str | None]) -> History:
    """A history of one spec, from the day of each commit and the status behind it."""
    events = []
    before: str | None = None
    for number, (day, status) in enumerate(statuses):
        kind = "created" if not number else "edited" if status == before else turn(before, status)
        events.append(HistoryEvent(kind, at(day), f"{day:040}", PATH, before, status))
        before = status
    return History({PATH: tuple(events)})


def spec(status: str, *transitions: tuple[int, str], **fields: Any) -> Spec:
    found = tuple(Transition(name, f"2026-01-{day:02}", 1) for day, name in transitions)
    return replace(SPEC, status=status, transitions=found, **fields)


def steps(found: Spec, history: History) -> list[tuple[int, str, str]]:
    return [(step.at.day, step.status, step.source) for step in life(found, history)]


NONE = History(reason="no-repository")
GIT = past((1, "planned"), (2, "planned"), (3, "in-progress"), (5, "complete"))


def test_git_alone() -> None:
    expected = [(1, "planned", "git"), (3, "in-progress", "git"), (5, "complete", "git")]
    assert steps(spec("complete"), GIT) == expected
    assert [step.revision[-1] for step in life(spec("complete"), GIT)] == ["1", "3", "5"]


def test_frontmatter_alone() -> None:
    found = spec("complete", (4, "complete"), (2, "in-progress"))
    assert steps(found, NONE) == [(2, "in-progress", "frontmatter"), (4, "complete", "frontmatter")]


def test_neither() -> None:
    assert steps(spec("planned"), NONE) == []
    assert born(spec("planned"), NONE) is None
    assert touched(spec("planned"), NONE) is None


@pytest.mark.parametrize(
    ("found", "history", "expected"),
    [
        pytest.param(
            spec("complete", (2, "in-progress"), (4, "complete")),
            GIT,
            ["1 planned git", "2 in-progress frontmatter", "4 complete frontmatter"],
            id="git tells what was before",
        ),
        pytest.param(
            spec("complete", (3, "in-progress")),
            GIT,
            ["1 planned git", "3 in-progress frontmatter", "5 complete git"],
            id="nobody kept the transitions up",
        ),
        pytest.param(
            spec("complete", (2, "in-progress"), (4, "complete")),
            past((8, "planned"), (9, "in-progress"), (10, "complete")),
            ["2 in-progress frontmatter", "4 complete frontmatter"],
            id="written down before it was committed",
        ),
        pytest.param(
            spec("complete", completed="2026-01-04"),
            past((9, "complete")),
            ["4 complete frontmatter"],
            id="a date of completion is a transition",
        ),
        pytest.param(
            spec("in-progress", completed="2026-01-05"),
            past((1, "planned"), (5, "complete"), (7, "in-progress")),
            ["1 planned git", "5 complete frontmatter", "7 in-progress git"],
            id="reopened",
        ),
        pytest.param(
            spec("complete", completed="2026-01-09"),
            past((1, "planned"), (3, "complete"), (5, "in-progress"), (9, "complete")),
            ["1 planned git", "3 complete git", "5 in-progress git", "9 complete frontmatter"],
            id="finished twice",
        ),
        pytest.param(
            spec("planned", (2, "planned")), past((1, "planned")), ["2 planned frontmatter"], id="both say it"
        ),
        pytest.param(
            spec("planned"), past((1, None), (2, "planned")), ["2 planned git"], id="no status first"
        ),
    ],
)
def test_frontmatter_counts_before_git(found: Spec, history: History, expected: list[str]) -> None:
    assert [" ".join(map(str, step)) for step in steps(found, history)] == expected


def test_when_a_spec_was_created() -> None:
    assert (found := born(spec("complete"), GIT)) is not None
    assert (found.at, found.status, found.source) == (at(1), "planned", "git")
    assert (found := born(spec("complete", created="2025-12-31"), GIT)) is not None
    assert (found.at, found.source) == (datetime(2025, 12, 31, tzinfo=UTC), "frontmatter")


def test_when_a_spec_was_changed() -> None:
    assert (found := touched(spec("complete"), GIT)) is not None
    assert (found.at, found.source, found.revision[-1]) == (at(5), "git", "5")
    assert (found := touched(spec("complete", updated="2026-01-04"), GIT)) is not None
    assert (found.at, found.source, found.revision[-1]) == (at(4, 0), "frontmatter", "5")
