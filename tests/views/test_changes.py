"""What changed: which lines there are, in which order, and how many."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from sphinx_leanspec import corpus
from sphinx_leanspec.corpus import Corpus
from sphinx_leanspec.history import History, HistoryEvent, Kind
from sphinx_leanspec.model import Place, Spec, Transition
from sphinx_leanspec.reading import Project
from sphinx_leanspec.views.changes import KINDS, Changes, changes, name_of

PROJECT = Project(Path("/project"), Path("/project/specs"))
NONE = History(reason="shallow")


def spec(number: int, status: str = "planned", **fields: Any) -> Spec:
    name = f"{number:03}-spec"
    place = Place(name, name, number, "spec", f"SPEC_{number:03}", f"specs/{name}/README.md")
    return replace(Spec(place, name, name), status=status, **fields)


def project(*specs: Spec) -> Corpus:
    return corpus.build(PROJECT, specs)


def event(
    kind: Kind, day: int, before: str | None, after: str | None, number: int = 1, **more: str
) -> HistoryEvent:
    path = f"specs/{number:03}-spec/README.md"
    when = datetime(2026, 1, day, 10, tzinfo=UTC)
    return HistoryEvent(kind, when, f"{day:040}", path, before, after, more.get("path_before", ""))


def past(*events: HistoryEvent) -> History:
    found: dict[str, list[HistoryEvent]] = {}
    for each in events:
        found.setdefault(each.path, []).append(each)
    return History({path: tuple(group) for path, group in found.items()})


def told(found: Changes) -> list[str]:
    return [
        " ".join((str(day.day), line.kind, *(name_of(PROJECT, change.path)[:3] for change in line.changes)))
        for day, lines in found.days
        for line in lines
    ]


HISTORY = past(
    event("created", 1, None, "planned"),
    event("status", 2, "planned", "in-progress"),
    event("edited", 2, "in-progress", "in-progress"),
    event("edited", 3, "in-progress", "in-progress"),
    event("finished", 4, "in-progress", "complete"),
    event("reopened", 5, "complete", "in-progress"),
    event("created", 3, None, "draft", 2),
    event("edited", 5, "draft", "draft", 2),
    event("edited", 5, "draft", "draft", 3),
    event("created", 1, None, "draft", 9),
    event("deleted", 5, "draft", None, 9),
)
SPECS = project(spec(1, "in-progress"), spec(2, "draft"), spec(3, "draft", created="2025-12-24"))
ALL = [
    "5 reopened 001",
    "5 deleted 009",
    "5 edited 002 003",
    "4 finished 001",
    "3 created 002",
    "3 edited 001",
    "2 status 001",
    "1 created 001",
    "24 created 003",
]


def test_every_day_tells_what_happened() -> None:
    found = changes(SPECS, HISTORY)
    assert told(found) == ALL
    assert [day for day, _ in found.days][-1] == date(2025, 12, 24)
    reopened = found.lines[0].changes[0]
    assert (reopened.before, reopened.after, reopened.spec) == ("complete", "in-progress", "001-spec")
    assert found.lines[1].changes[0].spec is None


def test_only_some_lines() -> None:
    assert told(changes(SPECS, HISTORY, limit=2)) == ALL[:2]
    assert changes(SPECS, HISTORY, limit=2).omitted == len(ALL) - 2
    assert changes(SPECS, HISTORY, limit=99).omitted == 0
    assert told(changes(SPECS, HISTORY, since=date(2026, 1, 4))) == ALL[:4]
    assert told(changes(SPECS, HISTORY, kinds=("finished", "created"))) == [*ALL[3:5], *ALL[7:]]
    assert told(changes(SPECS, HISTORY, ["002-spec"])) == ["5 edited 002", "3 created 002"]
    assert told(changes(SPECS, History())) == ["24 created 003"]


def test_every_kind_has_its_place() -> None:
    assert set(KINDS) == set(Kind.__args__)  # type: ignore[attr-defined]


def test_without_git_there_is_what_specs_say() -> None:
    specs = project(
        spec(1, "complete", created="2026-01-01", completed="2026-01-03", updated="2026-01-03"),
        spec(2, "draft", created="2026-01-02", updated="2026-01-04T05:06:07Z"),
        spec(3, "in-progress", transitions=(Transition("in-progress", "2026-01-05", 1),)),
        spec(4),
    )
    assert told(changes(specs, NONE)) == [
        "5 status 003",
        "4 edited 002",
        "3 finished 001",
        "2 created 002",
        "1 created 001",
    ]


def test_transitions_count_before_commits() -> None:
    transitions = (Transition("planned", "2026-01-01", 1), Transition("complete", "2026-01-03", 1))
    specs = project(spec(1, "complete", created="2026-01-01", transitions=transitions))
    history = past(event("created", 1, None, "planned"), event("finished", 7, "planned", "complete"))
    assert told(changes(specs, history)) == ["3 finished 001", "1 created 001"]


def test_a_renamed_spec_is_called_what_it_was_called_then() -> None:
    old = "specs/001-spec/README.md"
    history = History(
        {
            "specs/002-spec/README.md": (
                event("created", 1, None, "planned"),
                event("finished", 2, "planned", "complete"),
                event("renamed", 4, "complete", "complete", 2, path_before=old),
                event("reopened", 5, "complete", "planned", 2),
            )
        }
    )
    found = changes(project(spec(2, created="2025-01-01")), history)
    assert told(found) == ["5 reopened 002", "4 renamed 002", "2 finished 001", "1 created 001"]
    assert found.lines[1].changes[0].path_before == old


def test_what_is_done_to_all_is_one_line() -> None:
    specs = project(*(spec(number) for number in range(1, 401)))
    kinds: tuple[Kind, ...] = ("created", "edited")
    events = [
        event(kind, day, None, "planned", n) for n in range(1, 401) for day, kind in enumerate(kinds, 1)
    ]
    history = past(*events)
    (line,) = changes(specs, history, kinds=["edited"]).lines
    assert len(line.changes) == 400
    assert [change.spec for change in line.changes] == sorted(specs.specs)


@pytest.mark.parametrize(
    ("path", "name"), [("specs/group/001-a/README.md", "group/001-a"), ("specs/002-flat.md", "002-flat")]
)
def test_specs_that_share_a_name_are_told_apart(path: str, name: str) -> None:
    place = Place("001-a", "group/001-a", 1, "a", "SPEC_001", path)
    specs = project(replace(Spec(place, "A", "A"), created="2026-01-01"))
    assert name_of(PROJECT, changes(specs, NONE).lines[0].changes[0].path) == name
