"""What the head of a spec says, field by field, in every spelling."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from sphinx_leanspec.dates import instant
from sphinx_leanspec.reading import Vocabularies

if TYPE_CHECKING:
    from reading.conftest import ReadSpec

    from sphinx_leanspec.model import Spec


def head(lines: str, body: str = "") -> str:
    return f"---\nstatus: planned\ncreated: 2026-01-01\n{lines}\n---\n{body}"


def found(spec: Spec) -> list[tuple[str, int]]:
    return [(finding.code, finding.line) for finding in spec.findings]


# as written: what is read, and whether LeanSpec would take it
STATUSES = {
    "draft": ("draft", True),
    "planned": ("planned", True),
    "in-progress": ("in-progress", True),
    "complete": ("complete", True),
    "archived": ("archived", True),
    "Complete": ("complete", True),
    "'COMPLETED '": ("complete", True),
    "inprogress": ("in-progress", True),
    "In_Progress": ("in-progress", True),
    "in--progress": ("in-progress", False),
    "implementing": ("in-progress", False),
    "Done": ("complete", False),
    "wip": ("in-progress", False),
    "✅ Complete": ("complete", False),
    "📅 Planned": ("planned", False),
    "⏳ In progress": ("in-progress", False),
    "[planned]": ("planned", True),
    "on hold": ("on hold", False),
    "进行中": ("进行中", False),
    "✅": ("✅", False),
    "7": ("7", False),
}


@pytest.mark.parametrize(
    ("written", "value", "right"), [(key, *row) for key, row in STATUSES.items()], ids=STATUSES
)
def test_status(written: str, value: str, right: bool, read: ReadSpec) -> None:
    spec = read(f"---\nstatus: {written}\ncreated: 2026-01-01\n---\n")
    assert spec.status == value
    assert spec.status_written == written.strip("'[] ")
    assert found(spec) == ([] if right else [("status", 2)])


PRIORITIES = {
    "low": ("low", True),
    "MEDIUM": ("medium", True),
    "High": ("high", True),
    "critical": ("critical", True),
    "med": ("medium", True),
    "Urgent": ("critical", True),
    "P0": ("critical", False),
    "🔥 high": ("high", False),
    "someday": ("someday", False),
}


@pytest.mark.parametrize(
    ("written", "value", "right"), [(key, *row) for key, row in PRIORITIES.items()], ids=PRIORITIES
)
def test_priority(written: str, value: str, right: bool, read: ReadSpec) -> None:
    spec = read(head(f"priority: {written}"))
    assert spec.priority == value
    assert found(spec) == ([] if right else [("priority", 4)])


def test_a_message_names_the_word_and_what_became_of_it(read: ReadSpec) -> None:
    (known,) = read(head("priority: p1")).findings
    (unknown,) = read(head("priority: someday")).findings
    assert str(known) == "LeanSpec knows no priority `p1`; it was read as `high`; write `high`"
    assert str(unknown) == (
        "LeanSpec knows no priority `someday`; it was kept as it is; write one of critical, high, medium, low"
    )


@pytest.mark.parametrize(
    ("written", "value", "right"),
    [
        ("in_review", "in_review", True),
        ("IN_REVIEW", "in_review", True),
        ("in review", "in_review", False),
        ("Blocked", "Blocked", True),
        ("blocked", "Blocked", True),
        ("verifying", "in-progress", True),
        ("planned", "planned", True),
        ("done", "complete", False),
        ("paused", "paused", False),
    ],
)
def test_a_project_may_have_statuses_of_its_own(
    written: str, value: str, right: bool, read: ReadSpec
) -> None:
    words = Vocabularies.extended(
        {"in_review": "in_review", "Blocked": "Blocked", "verifying": "in-progress"}
    )
    spec = read(f"---\nstatus: {written}\ncreated: 2026-01-01\n---\n", words=words)
    assert (spec.status, spec.findings == ()) == (value, right)


CREATED = {
    "created: 2025-12-31": ("2025-12-31", []),
    "created: '2025-12-31'": ("2025-12-31", []),
    "created: 2025-12-31T23:59:59.123456789Z": ("2025-12-31T23:59:59.123456789Z", []),
    "created: 20251231": ("2025-12-31", [("created", 3)]),
    "created: 20251331": (None, [("created", 3)]),
    "created: 2025-02-30": (None, [("created", 3)]),
    "created: yesterday": (None, [("created", 3)]),
    "created: 0001-01-01T00:00:00+14:00": (None, [("created", 3)]),
    "created:": (None, [("created", 3)]),
    "created_at: 2025-12-31": ("2025-12-31", [("created", 1)]),
    "x: y": (None, [("created", 1)]),
}


@pytest.mark.parametrize(
    ("line", "value", "wrong"), [(key, *row) for key, row in CREATED.items()], ids=CREATED
)
def test_created(line: str, value: str | None, wrong: list[tuple[str, int]], read: ReadSpec) -> None:
    spec = read(f"---\nstatus: planned\n{line}\n---\n")
    assert (spec.created, found(spec)) == (value, wrong)


def test_other_dates_are_kept_as_written(read: ReadSpec) -> None:
    spec = read(head("updated: 2026-01-02\ncompleted: 2026-01-03"))
    assert (spec.updated, spec.completed) == ("2026-01-02", "2026-01-03")
    assert {name: spec.lines_of[name] for name in ("updated", "completed")} == {"updated": 4, "completed": 5}
    spec = read(head("updated: 2026-01-02\nupdated_at: 2026-01-04T01:02:03Z\ncompleted_at: soon"))
    assert (spec.updated, spec.completed) == ("2026-01-04T01:02:03Z", "soon")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-01-02", datetime(2026, 1, 2, tzinfo=UTC)),
        ("2026-01-02T03:04", datetime(2026, 1, 2, 3, 4, tzinfo=UTC)),
        ("2026-01-02 03:04:05", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2026-01-02T03:04:05.123456789Z", datetime(2026, 1, 2, 3, 4, 5, 123456, tzinfo=UTC)),
        ("2026-01-02T03:04:05.5+02:00", datetime(2026, 1, 2, 1, 4, 5, 500000, tzinfo=UTC)),
        ("2026-01-02T03:04:05-0230", datetime(2026, 1, 2, 5, 34, 5, tzinfo=UTC)),
        ("2026-1-2", None),
        ("٢٠٢٦-٠١-٠٢", None),
        ("2026-01-02T25:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("", None),
        (None, None),
    ],
)
def test_instants(text: str | None, value: datetime | None) -> None:
    assert instant(text) == value


def test_transitions_among_what_does_not_belong_there(read: ReadSpec) -> None:
    spec = read(
        head(
            "transitions:\n  - status: planned\n    at: 2026-01-03T10:00:00.123456789Z\n  - complete\n"
            "  - {status: wip, at: 2026-01-02}\n  - {status: complete}\n  - {at: 2026-01-02}\n"
            "  - {status: complete, at: soon}\n  - {status: [a], at: {b: c}}\n"
            "  - {status: reviewed, at: 2026-01-04}"
        )
    )
    assert [(change.status, change.at, change.line) for change in spec.transitions] == [
        ("planned", "2026-01-03T10:00:00.123456789Z", 5),
        ("in-progress", "2026-01-02", 8),
        ("reviewed", "2026-01-04", 13),
    ]
    assert spec.findings == ()


@pytest.mark.parametrize("written", ["planned", "[planned, complete]", "~", "[[]]"])
def test_transitions_that_are_none(written: str, read: ReadSpec) -> None:
    spec = read(head(f"transitions: {written}"))
    assert (spec.transitions, spec.findings) == ((), ())


def test_fields_that_are_texts(read: ReadSpec) -> None:
    spec = read(
        head(
            "assignee: 7\nreviewer: [ana, bo]\nissue: 123\npr: '#45'\nepic: 037\ndue: 2026-02-02\n"
            "migrated_to: u/x#1"
        )
    )
    assert (spec.assignee, spec.reviewer, spec.issue, spec.pr, spec.epic, spec.due, spec.migrated_to) == (
        "7",
        "ana, bo",
        "123",
        "#45",
        "037",
        "2026-02-02",
        "u/x#1",
    )
    assert spec.custom == {}


@pytest.mark.parametrize(
    ("written", "value"), [("true", True), ("false", False), ("yes", False), ("~", False)]
)
def test_breaking(written: str, value: bool, read: ReadSpec) -> None:
    assert read(head(f"breaking: {written}")).breaking is value


WRONG = {
    "due: tomorrow": ("dates", "`tomorrow` is no date; it was kept as it is; write `due: 2026-01-31`"),
    "completed_at: soon": (
        "dates",
        "`soon` is no date; it was kept as it is; write `completed_at: 2026-01-31T09:00:00Z`",
    ),
    "updated: [2026-01-01, b]": ("dates", "`2026-01-01, b` is no date"),
    "breaking: maybe": (
        "field",
        "`breaking` is neither `true` nor `false`; it was read as `false`; write one",
    ),
    "breaking: [true]": ("field", "neither `true` nor `false`"),
    "priority: {a: 1}": ("priority", "a mapping stands in `priority`, where a text should; it was left out"),
    "assignee: {{name}}": ("field", "one with braces in it needs quotes"),
    "epic: [a, {b: c}]": ("field", "a mapping stands in `epic`"),
    "tags: [a, {b: c}]": ("tag", "a mapping stands in `tags`"),
    "depends_on: {a: 1}": ("ref", "a mapping stands in `depends_on`"),
    "due: {a: 1}": ("dates", "a mapping stands in `due`"),
}


@pytest.mark.parametrize("line", WRONG)
def test_what_a_field_cannot_hold_is_told_of(line: str, read: ReadSpec) -> None:
    code, said = WRONG[line]
    (finding,) = read(
        head(f"assignee: ada\n{line}" if "assignee" not in line else f"epic: a\n{line}")
    ).findings
    assert (finding.code, finding.line) == (code, 5)
    assert said in str(finding)


@pytest.mark.parametrize("line", ["due:", "due: 2026-01-31", "breaking: ~", "priority: ''", "tags: []"])
def test_what_a_field_can_hold_is_not(line: str, read: ReadSpec) -> None:
    assert read(head(line)).findings == ()


LEGACY = {
    "**Status**: 📅 Planned\n**Created**: 2025-10-31": ("planned", "2025-10-31", None, ()),
    "> **Status**: ✅ Complete · **Priority**: High · **Tags**: a, b": ("complete", None, "high", ("a", "b")),
    "- **Status:** wip\n- **Created:** 2025-10-31": ("in-progress", "2025-10-31", None, ()),
    "**Created**: last year": (None, None, None, ()),
    "It says **Status**: done.": (None, None, None, ()),
    "```\n**Status**: done\n```": (None, None, None, ()),
    "\n" * 40 + "**Status**: done": (None, None, None, ()),
}


@pytest.mark.parametrize("body", LEGACY)
def test_lines_that_stood_for_frontmatter(body: str, read: ReadSpec) -> None:
    spec = read(f"# T\n\n{body}\n")
    assert (spec.status, spec.created, spec.priority, spec.tags) == LEGACY[body]
    assert found(spec) == [("frontmatter", 1)]
    assert read(head("", f"# T\n\n{body}\n")).priority is None


@pytest.mark.parametrize(
    ("line", "status", "wrong"),
    [
        ("status: complete", "complete", []),
        ("status: shelved", "shelved", ["status"]),
        ("x: y", "archived", []),
    ],
)
@pytest.mark.parametrize("folder", ["archived", "_archived"])
def test_what_lies_in_an_archive_keeps_its_status(
    line: str, status: str, wrong: list[str], folder: str, read: ReadSpec
) -> None:
    spec = read(f"---\n{line}\ncreated: 2026-01-01\n---\n", name=f"{folder}/001-a")
    assert (spec.status, spec.stage, spec.place.archived) == (status, "archived", True)
    assert [finding.code for finding in spec.findings] == wrong
