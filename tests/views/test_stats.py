"""Specs in numbers, and what of them needs attention."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from building import write_files
from msgspec.structs import replace
from samples import spec

from sphinx_leanspec.corpus import Corpus, build, load
from sphinx_leanspec.history import History, HistoryEvent
from sphinx_leanspec.views.stats import QUIET_DAYS, attention, sizes, stats, tags

FILES = {
    "specs/001-a/README.md": spec(
        "A", "priority: high", "tags: [stone, wood]", status="complete", body="- [x] One\n- [x] Two\n"
    ),
    "specs/002-b/README.md": spec(
        "B", "priority: high", "tags: [stone]", "updated: 2026-09-01", body="- [x] One\n- [ ] Two\n"
    ),
    "specs/003-c/README.md": spec("C", "priority: critical", "tags: [Stone]", body="- [ ] One\n"),
    "specs/004-d/README.md": spec(
        "D", "depends_on: [1, 2, 3, 4]", "tags: [wood, glass]", "assignee: ada", status="in-progress"
    ),
    "specs/005-e/README.md": spec("E", "depends_on: [1]", "updated: 2026-08-01", status="in-progress"),
    "specs/006-f/README.md": spec("F", "priority: someday", "tags: [wood, wood]", status="archived"),
    "specs/007-g/README.md": "# G\n",
}
"""Statuses and priorities of every kind, two old specs, one that waits for others and itself."""


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    write_files(tmp_path, FILES)
    return load(tmp_path)


def concerns(corpus: Corpus, history: History | None = None) -> dict[str, list[int]]:
    found = attention(corpus, tuple(corpus.specs), history)
    return {concern: [int(one.key[:3]) for one in specs] for concern, specs in found}


def test_specs_are_counted_by_status_and_priority(corpus: Corpus) -> None:
    found = stats(corpus, tuple(corpus.specs))
    assert [(one.name, one.finished, one.total) for one in found.statuses] == [
        ("planned", 0, 2),
        ("in-progress", 0, 2),
        ("complete", 1, 1),
        ("archived", 1, 1),
        (None, 0, 1),
    ]
    assert [(one.name, one.finished, one.total) for one in found.priorities] == [
        ("critical", 0, 1),
        ("high", 1, 2),
        ("someday", 1, 1),
        (None, 0, 3),
    ]
    assert (found.total.finished, found.total.total, str(found.total.checks)) == (2, 7, "3 / 5")


def test_specs_are_counted_by_how_far_their_checks_are(corpus: Corpus) -> None:
    found = stats(corpus, tuple(corpus.specs))
    assert dict(found.completion) == {"done": 1, "begun": 1, "open": 1, "none": 4}


def test_only_the_specs_that_are_asked_for_count(corpus: Corpus) -> None:
    found = stats(corpus, ("001-a", "003-c"))
    assert (found.total.total, [one.name for one in found.statuses]) == (2, ["planned", "complete"])


def test_nothing_has_no_numbers(corpus: Corpus) -> None:
    found = stats(corpus, ())
    assert (found.total.total, found.statuses, found.priorities) == (0, (), ())
    assert tags(corpus, (), 3).most == ()
    assert sizes(corpus, (), 3) is None


def test_the_tags_of_most_specs_come_first_and_the_rest_is_counted(corpus: Corpus) -> None:
    found = tags(corpus, corpus.specs, 2)
    assert [(one.name, one.finished, one.total) for one in found.most] == [("stone", 1, 3), ("wood", 2, 3)]
    assert (found.omitted, found.untagged) == (1, 2)
    assert tags(corpus, corpus.specs, 0).omitted == 0


def test_what_needs_attention(corpus: Corpus) -> None:
    assert concerns(corpus) == {"urgent": [3, 2], "blocked": [4], "quiet": [3, 4], "unassigned": [5]}


def test_a_spec_waits_for_what_is_unfinished_and_never_for_itself(corpus: Corpus) -> None:
    assert corpus.waits_for("004-d") == ("002-b", "003-c")
    assert corpus.waits_for("005-e") == ()


def test_quiet_is_told_from_the_newest_date_of_all_specs(corpus: Corpus) -> None:
    newest = "2026-01-01"
    specs = [replace(one, updated=None) for one in corpus.specs.values()]
    assert concerns(build(corpus.project, specs))["quiet"] == []
    found = attention(corpus, ("003-c",))
    (one,) = dict(found)["quiet"]
    assert one.since is not None
    assert (one.since.date().isoformat(), QUIET_DAYS) == (newest, 90)


def test_a_commit_is_a_change(corpus: Corpus) -> None:
    path = corpus.specs["003-c"].path
    event = HistoryEvent("edited", datetime(2026, 8, 30, tzinfo=UTC), "a" * 40, path, "planned", "planned")
    assert concerns(corpus, History({path: (event,)}))["quiet"] == [4]


def test_nobody_is_missing_where_nobody_is_ever_assigned(corpus: Corpus) -> None:
    specs = [replace(one, assignees=()) for one in corpus.specs.values()]
    assert concerns(build(corpus.project, specs))["unassigned"] == []


def test_a_file_is_counted_in_lines_and_its_body_in_tokens(tmp_path: Path) -> None:
    head = "---\nstatus: planned\n---\n"
    texts = {"001-a": "# A\r\n\r\nsome text", "002-b": f"{head}# 窗户\n", "003-c": ""}
    write_files(tmp_path, {f"specs/{name}/README.md": text for name, text in texts.items()})
    found = load(tmp_path).specs.values()
    assert [(one.lines, one.tokens) for one in found] == [(3, 3), (4, 2), (0, 0)]


def test_sizes_are_summed_and_the_largest_named(corpus: Corpus) -> None:
    numbers = {"001-a": (10, 100), "002-b": (30, 4_000), "003-c": (20, 6_001)}
    specs = [
        replace(one, lines=numbers.get(one.key, (0, 0))[0], tokens=numbers.get(one.key, (0, 0))[1])
        for one in corpus.specs.values()
    ]
    found = sizes(build(corpus.project, specs), corpus.specs, 2)
    assert found is not None
    assert (found.lines, found.tokens, found.middle) == (60, 10_101, (20, 4_000))
    assert [(one.key, one.lines, one.tokens) for one in found.largest] == [
        ("003-c", 20, 6_001),
        ("002-b", 30, 4_000),
    ]
    assert found.over == (2, 1)
