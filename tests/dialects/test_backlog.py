"""Backlog.md is read as it reads itself: ids, lists, boxes, folders and verdicts; what it drops is shown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from building import Build, write_files

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.findings import Finding
from sphinx_leanspec.model import Spec
from sphinx_leanspec.reading import NoSpecsError, SpecLayout, Vocabularies, dialects
from sphinx_leanspec.reading.cache import SpecCache
from sphinx_leanspec.reading.dialects.backlog import Backlog, config, sections
from sphinx_leanspec.reading.dialects.backlog.ids import canonical, shown
from sphinx_leanspec.reading.library import Library
from sphinx_leanspec.report import listing
from sphinx_leanspec.rules import Context, check

CONFIG = 'project_name: "Lamps"\nstatuses: ["To Do", "In Progress", "Done"]\ntask_prefix: "task"\n'
HEAD = "id: TASK-1\ntitle: Oil\nstatus: To Do"
AS_NONE = "is a text, which Backlog.md reads as none, and the next edit deletes"
MILESTONE = '---\nid: m-0\ntitle: "First light"\n---\n'
DECISION = "---\nid: decision-1\ntitle: Use oil\ndate: '2026-01-01'\nstatus: accepted\n---\n"
COMMENT = "author: @bob\ncreated: 2026-01-01 10:00\n---\nGood.\n---\n"
BOXES = """\
## Acceptance Criteria
<!-- AC:BEGIN -->
- [x] #1 Burns
- [ ] #2 Smells of nothing
<!-- AC:END -->

## Definition of Done

- [ ] Written down

## Implementation Notes

- [ ] ask the chandler
"""


def task(head: str = HEAD, body: str = "") -> str:
    return f"---\n{head}\n---\n\n{body}"


def named(number: str, *more: str, status: str = "To Do", body: str = "") -> dict[str, str]:
    """A task with some further fields, by its path."""
    head = "\n".join((f"id: TASK-{number}", f"title: Task {number}", f"status: {status}", *more))
    return {f"tasks/task-{number} - Task.md": task(head, body)}


def read(root: Path, files: dict[str, str], settings: str = CONFIG, home: str = "backlog") -> Corpus:
    inner = {f"{home}/{name}": text for name, text in files.items()}
    write_files(root, {".git/HEAD": "ref: refs/heads/main\n", f"{home}/config.yml": settings, **inner})
    return load(root)


def one(root: Path, head: str = HEAD, body: str = "", settings: str = CONFIG) -> Spec:
    return read(root, {"tasks/task-1 - Oil.md": task(head, body)}, settings).specs["backlog/TASK-1"]


def told(corpus: Corpus) -> list[Finding]:
    """What all rules find in a repository."""
    library = Library()
    library.read(corpus.project, dialects.discover(corpus.project))
    return list(check(Context(corpus, library=library)).findings)


@pytest.mark.parametrize(
    ("written", "meant", "listed"),
    [
        ("TASK-1", "TASK-1", "TASK-1"),
        ("task-20", "TASK-20", "TASK-20"),
        ("TASK-001.02", "TASK-1.2", "TASK-001.02"),
        ("5.1", "TASK-5.1", "TASK-5.1"),
        ("5", "TASK-5", "TASK-5"),
        ("DRAFT-3", "DRAFT-3", "DRAFT-3"),
        ("TASK-0", "TASK-0", "TASK-0"),
        ("task-high-1.2", "TASK-HIGH-1.2", "TASK-HIGH-1.2"),
        ("a b/c", None, "A-B-C"),
    ],
)
def test_ids_are_compared_without_case_and_zeros(written: str, meant: str | None, listed: str) -> None:
    assert (canonical(written, "task"), shown(written, "task")) == (meant, listed)


def test_every_field_is_read(tmp_path: Path) -> None:
    head = """\
id: task-1
title: Oil *the* lamp
status: in progress
assignee: [ '@ada', '@bob' ]
reporter: '@eve'
created_date: '2026-11-27 15:30'
updated_date: 2026-11-28T01:00:00+02:00
due_date: '2027-01-31'
labels:
  - oil
  - good first task
milestone: M-0
dependencies: [task-2, 3, "TASK-77"]
references: ['https://example.org/oil']
documentation: [docs/oil.md]
modified_files: [src/oil.py]
parent_task_id: TASK-4
priority: High
type: bug
project: web
ordinal: 1000
season: winter"""
    files = {
        "tasks/task-1 - Oil.md": task(head, BOXES),
        **named("2"),
        **named("3"),
        "archive/tasks/task-4 - Lamp.md": task("id: TASK-4\ntitle: Lamp\nstatus: To Do"),
        "milestones/m-0 - first-light.md": MILESTONE,
    }
    corpus = read(tmp_path, files)
    spec = corpus.specs["backlog/TASK-1"]
    assert (spec.id, spec.title, spec.status, spec.status_written) == (
        "TASK-1",
        "Oil *the* lamp",
        "in-progress",
        "in progress",
    )
    assert (spec.assignees, spec.tags, spec.epic) == (
        ("@ada", "@bob"),
        ("oil", "good first task"),
        "First light",
    )
    assert (spec.created, spec.updated, spec.due) == (
        "2026-11-27 15:30",
        "2026-11-28T01:00:00+02:00",
        "2027-01-31",
    )
    assert corpus.depends_on[spec.key] == ("backlog/TASK-2", "backlog/TASK-3")
    assert corpus.parent[spec.key] == "backlog/archive/TASK-4"
    assert spec.facts == {
        "type": ("bug",),
        "project": ("web",),
        "reporter": ("@eve",),
        "ordinal": ("1000",),
        "references": ("https://example.org/oil",),
        "documentation": ("docs/oil.md",),
        "modified_files": ("src/oil.py",),
    }
    assert (spec.priority, spec.custom, spec.need_id) == ("high", {"season": "winter"}, "BACKLOG_TASK_1")
    assert [(one.section, one.text, one.done, one.task and one.task.number) for one in spec.checks] == [
        ("Acceptance Criteria", "Burns", True, "#1"),
        ("Acceptance Criteria", "Smells of nothing", False, "#2"),
        ("Definition of Done", "Written down", False, "#1"),
    ]
    assert [(one.line, one.message) for one in corpus.findings] == [
        (14, "depends_on `backlog/TASK-77` names no spec here")
    ]
    assert json.loads(listing.as_json(corpus, ()))["specs"][0]["assignees"] == ["@ada", "@bob"]


def test_a_number_that_closes_up_is_no_part_of_a_check(tmp_path: Path) -> None:
    before = one(tmp_path / "a", body=BOXES)
    after = one(tmp_path / "b", body=BOXES.replace("- [x] #1 Burns\n", "").replace("#2 Smells", "#1 Smells"))
    assert [check.key for check in after.checks] == [check.key for check in before.checks[1:]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("## Acceptance Criteria\n- [x] a\n- [ ] b\n", ["a+", "b"]),
        ("## acceptance criteria\n- [x] #7 a\n### Below\n- [ ] b\n## Other\n- [ ] c\n", ["a+", "b"]),
        ("## Acceptance Criteria\n- [X] a\n* [ ] b\n  - [ ] c\n- [ ]d\n1. [ ] e\n- f\n", []),
        ("## Acceptance Criteria\n```\n- [ ] a\n```\n", ["a"]),
        ("## Acceptance Criteria\n\n<!-- AC:BEGIN -->\n- [ ] a\n<!-- AC:END -->\n- [ ] b\n", ["a"]),
        ("text\n<!-- AC:BEGIN -->\n- [ ] a\n<!-- AC:END -->\n", []),
        ("## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [ ] a\n", []),
        ("## Acceptance Criteria\n<!-- AC:END -->\n- [ ] a\n", []),
        (
            "## Acceptance Criteria\n- [ ] a\n<!-- COMMENTS:BEGIN -->\n- [ ] b\n<!-- COMMENTS:END -->\n",
            ["a"],
        ),
        ("# Acceptance Criteria\n- [ ] a\n", []),
        ("## Acceptance Criteria\n- [ ] a\n## Acceptance Criteria\n- [x] b\n", ["a", "b+"]),
        ("## Definition of Done\n<!-- DOD:BEGIN -->\n- [x] #1 a\n<!-- DOD:END -->\n", ["a+"]),
    ],
)
def test_boxes_count_where_backlog_counts_them(text: str, found: list[str]) -> None:
    assert [f"{box.text}{'+' * box.is_done}" for box in sections.read(text, 1).items] == found


def test_boxes_that_do_not_count_are_told(tmp_path: Path) -> None:
    body = "## Acceptance Criteria\n- [ ] a\n  - [ ] b\n  - [x] c\n\n## Other\n- [ ] d\n"
    (nested,) = one(tmp_path / "a", body=body).findings
    assert (nested.code, nested.line, nested.at_most) == ("task", 9, "info")
    assert nested.message.startswith("2 boxes of this section cannot be counted")
    (broken,) = one(tmp_path / "b", body="## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [ ] a\n").findings
    assert (broken.code, broken.line) == ("task", 8)
    assert broken.message == "`<!-- AC:BEGIN -->` never ends: no box of `Acceptance Criteria` counts"


@pytest.mark.parametrize(
    ("statuses", "written", "status"),
    [
        (("To Do", "In Progress", "Done"), "to do", "planned"),
        (("To Do", "In Progress", "Done"), "DONE", "complete"),
        (("To Do", "In Progress", "Done"), "Completed", "complete"),
        (("To Do", "In Progress", "Done"), "Blocked", "Blocked"),
        (("Idea", "Blocked", "Shipping"), "Idea", "draft"),
        (("Someday", "Blocked", "Landed"), "Someday", "planned"),
        (("Someday", "Blocked", "Landed"), "blocked", "in-progress"),
        (("Someday", "Blocked", "Landed"), "Landed", "complete"),
        (("To Do", "Done", "Cancelled"), "Done", "complete"),
        (("To Do", "Done", "Cancelled"), "Cancelled", "archived"),
        (("To Do", "Done", "Verified"), "Done", "in-progress"),
        (("To Do", "In Review"), "In Review", "complete"),
        (("To Do", "In_Review", "Done"), "in_review", "in-progress"),
    ],
)
def test_a_status_means_what_its_word_or_its_place_says(
    statuses: tuple[str, ...], written: str, status: str
) -> None:
    assert config.BacklogSettings(statuses=statuses).meaning(written, Vocabularies()) == status


def test_a_project_can_say_itself_what_a_status_means(tmp_path: Path) -> None:
    words = Vocabularies.extended({"Blocked": "planned"})
    read(tmp_path, named("1", status="Blocked"), CONFIG.replace("In Progress", "Blocked"))
    assert load(tmp_path, words=words).specs["backlog/TASK-1"].status == "planned"


def test_a_folder_says_what_became_of_an_item(tmp_path: Path) -> None:
    head = "title: A\nstatus: To Do"
    corpus = read(
        tmp_path,
        {
            "completed/task-1 - A.md": task(f"id: TASK-1\n{head}"),
            "drafts/draft-1 - A.md": task(f"id: DRAFT-1\n{head}"),
            "archive/tasks/task-2 - A.md": task(f"id: TASK-2\n{head}"),
            "archive/drafts/draft-2 - A.md": task(f"id: DRAFT-2\n{head}"),
            **named("3", "dependencies: [1, 2]"),
        },
    )
    assert {key: (spec.status, spec.stage) for key, spec in corpus.specs.items()} == {
        "backlog/TASK-1": ("complete", "complete"),
        "backlog/DRAFT-1": ("draft", "draft"),
        "backlog/archive/TASK-2": ("archived", "archived"),
        "backlog/archive/DRAFT-2": ("archived", "archived"),
        "backlog/TASK-3": ("planned", "planned"),
        "backlog/project": (None, None),
    }
    assert [(one.path, one.line) for one in told(corpus) if one.code == "ref"] == [
        ("backlog/tasks/task-3 - Task.md", 5)
    ]


def test_an_id_that_is_given_out_again_means_the_one_that_is_there(tmp_path: Path) -> None:
    files = {
        **named("1"),
        **named("2", "parent_task_id: TASK-1", "dependencies: [TASK-1]"),
        "archive/tasks/task-1 - Old.md": task("id: TASK-1\ntitle: Old\nstatus: To Do"),
        "completed/task-2 - Two.md": task("id: TASK-02\ntitle: Two\nstatus: Done"),
    }
    corpus = read(tmp_path, files)
    assert list(corpus.specs) == [
        "backlog/TASK-1",
        "backlog/archive/TASK-1",
        "backlog/TASK-2_2",
        "backlog/TASK-2",
        "backlog/project",
    ]
    assert [corpus.resolve(name).target for name in ("task-1", "TASK-1", "backlog/archive/TASK-1")] == [
        "backlog/TASK-1",
        "backlog/TASK-1",
        "backlog/archive/TASK-1",
    ]
    assert (corpus.parent["backlog/TASK-2"], corpus.depends_on["backlog/TASK-2"]) == (
        "backlog/TASK-1",
        ("backlog/TASK-1",),
    )
    found = [(one.path, one.at_most, one.message) for one in told(corpus) if one.code == "id"]
    assert found == [
        (
            "backlog/archive/tasks/task-1 - Old.md",
            "info",
            "`TASK-1` is also the id of `backlog/tasks/task-1 - Task.md`, which references to it mean",
        ),
        (
            "backlog/tasks/task-2 - Task.md",
            "error",
            "`TASK-2` is also the id of `backlog/completed/task-2 - Two.md`: Backlog.md opens neither",
        ),
    ]


def test_doctor_finds_what_waits_for_itself(tmp_path: Path) -> None:
    ways = {
        **named("1", "dependencies: [2]"),
        **named("2", "dependencies: [1]"),
        **named("3", "dependencies: [3]"),
    }
    gone = {
        f"archive/tasks/task-{a} - A.md": task(f"id: TASK-{a}\nstatus: To Do\ndependencies: [{b}]")
        for a, b in ((8, 9), (9, 8))
    }
    found = [one.path for one in told(read(tmp_path, {**ways, **gone})) if one.code == "cycle"]
    assert found == ["backlog/tasks/task-1 - Task.md", "backlog/tasks/task-3 - Task.md"]


@pytest.mark.parametrize(
    ("head", "line", "code", "message"),
    [
        (
            f"{HEAD}\nlabels: a, b",
            5,
            "tag",
            f"`labels` {AS_NONE}; write `labels: [a, b]`",
        ),
        (
            f"{HEAD}\ndependencies: TASK-2",
            5,
            "ref",
            f"`dependencies` {AS_NONE}; write `dependencies: [TASK-2]`",
        ),
        (
            f"{HEAD}\ndue_date: soon",
            5,
            "unlisted",
            "`soon` is no day: Backlog.md does not list a task that is due then; write `due_date:",
        ),
        (f"{HEAD}\ncreated_date: soon", 5, "created", "`soon` is no date; it was left out"),
        (
            f"{HEAD}\npriority: asap",
            5,
            "priority",
            "`asap` is no priority of this project; it was kept as it is",
        ),
        (
            HEAD.replace("To Do", "Blocked"),
            4,
            "status",
            "`Blocked` is no status of this project; it was kept as",
        ),
        (HEAD.replace("\nstatus: To Do", ""), 1, "status", "the task has no status; write one of To Do, In"),
        (
            f"{HEAD}\ntitle: Wick",
            5,
            "unlisted",
            "Backlog.md cannot read the frontmatter, so it does not list",
        ),
        (
            f"{HEAD}: now",
            4,
            "unlisted",
            "Backlog.md cannot read the frontmatter, so it does not list the file",
        ),
        (f"{HEAD}\nassignee:\n  - @ada", 6, "unlisted", "Backlog.md cannot read the frontmatter, so it does"),
        (
            HEAD.replace("TASK-1", "TASK-7"),
            2,
            "id",
            "the id is `TASK-7`, and the name of the file has `task-1`",
        ),
        (
            HEAD.replace("id: TASK-1\n", ""),
            1,
            "id",
            "the file has no id, and none in Backlog.md's list; that of",
        ),
    ],
)
def test_what_backlog_passes_over_is_said(
    tmp_path: Path, head: str, line: int, code: str, message: str
) -> None:
    corpus = read(tmp_path, {"tasks/task-1 - Oil.md": task(head), **named("2")})
    found = [one for one in corpus.findings if one.code == code]
    assert [(one.line, str(one)[: len(message)]) for one in found] == [(line, message)]


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("assignee: @ada", ("@ada",)),
        ("assignee: ada, bob", ("ada, bob",)),
        ('assignee: [@ada, "bob"]', ("@ada", "bob")),
        ("assignee: []", ()),
        ("assignee: ada: the elder", ("ada: the elder",)),
    ],
)
def test_an_at_sign_is_a_letter_where_backlog_takes_it_for_one(
    tmp_path: Path, line: str, people: tuple[str, ...]
) -> None:
    spec = one(tmp_path, f"{HEAD}\n{line}")
    assert (spec.assignees, spec.findings) == (people, ())


def test_a_day_as_older_releases_wrote_it(tmp_path: Path) -> None:
    spec = one(tmp_path, f"{HEAD}\ncreated_date: 05-01-26\ncompleted_date: 2026-01-31")
    assert (spec.created, spec.completed, spec.findings) == ("2026-01-05", "2026-01-31", ())


def test_what_backlog_does_not_see_is_shown(tmp_path: Path) -> None:
    files = {
        "tasks/attic/deep/task-1.1 - Old.md": task("id: TASK-1.1\ntitle: Old\nstatus: Done", "- [ ] a\n"),
        "tasks/attic/README.md": "# Attic\n",
        "tasks/attic/TASK-1-REPORT.md": "# Report\n",
        "tasks/attic/task-oil-1.2 - Old.md": task("id: task-oil-1.2\ntitle: Oil 1.2\nstatus: Done"),
        "archive/attic/task-9 - Old.md": task("id: TASK-9\ntitle: Older\nstatus: Done"),
        "tasks/wick.md": task("id: TASK-2\ntitle: Wick\nstatus: To Do"),
        "tasks/TASK-3 - Oil.md": task("id: TASK-3\ntitle: Oil\nstatus: To Do"),
        "tasks/task-4 - Bare-glass.md": "- [ ] box\n",
        "tasks/notes.txt": "",
    }
    corpus = read(tmp_path, files)
    assert {key: spec.title for key, spec in corpus.specs.items()} == {
        "backlog/TASK-1.1": "Old",
        "backlog/TASK-2": "Wick",
        "backlog/TASK-3": "Oil",
        "backlog/TASK-4": "Bare glass",
        "backlog/archive/TASK-9": "Older",
        "backlog/TASK-OIL-1.2": "Oil 1.2",
        "backlog/project": "Lamps",
    }
    assert [(one.path, one.code, one.fix) for one in corpus.findings] == [
        (
            "backlog/tasks/TASK-3 - Oil.md",
            "unlisted",
            "call it `task-3 - Title.md`, and give it that id",
        ),
        ("backlog/tasks/attic/deep/task-1.1 - Old.md", "unlisted", "move it to `backlog/tasks`"),
        ("backlog/tasks/attic/task-oil-1.2 - Old.md", "unlisted", "move it to `backlog/tasks`"),
        (
            "backlog/tasks/task-4 - Bare-glass.md",
            "frontmatter",
            "begin the file with `---`, `id:`, `title:`, `status:` and `---`",
        ),
        ("backlog/tasks/wick.md", "unlisted", "call it `task-2 - Title.md`, and give it that id"),
    ]


def test_other_prefixes_and_zeros(tmp_path: Path) -> None:
    files = {
        "tasks/jira-001 - A.md": task("id: JIRA-001\ntitle: A\nstatus: To Do\ndependencies: [2, jira-1.01]"),
        "tasks/jira-001.01 - B.md": task("id: JIRA-001.01\ntitle: B\nstatus: To Do\nparent_task_id: JIRA-1"),
        "tasks/jira-002 - C.md": task("id: JIRA-002\ntitle: C\nstatus: To Do"),
    }
    corpus = read(tmp_path, files, CONFIG.replace('"task"', '"JIRA"'))
    assert [spec.id for spec in corpus.specs.values()] == ["JIRA-001", "JIRA-001.01", "JIRA-002", "project"]
    assert corpus.depends_on["backlog/JIRA-1"] == ("backlog/JIRA-2", "backlog/JIRA-1.1")
    assert corpus.parent["backlog/JIRA-1.1"] == "backlog/JIRA-1"
    assert corpus.resolve("JIRA-001").target == "backlog/JIRA-1"


def test_items_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    corpus = read(
        tmp_path,
        {path: text for number in ("10", "2", "2.10", "2.9") for path, text in named(number).items()},
    )
    assert [spec.id for spec in corpus.specs.values()] == [
        "TASK-2",
        "TASK-2.9",
        "TASK-2.10",
        "TASK-10",
        "project",
    ]


@pytest.mark.parametrize(
    ("files", "home"),
    [
        ({"backlog/config.yml": CONFIG}, "backlog"),
        ({".backlog/config.yaml": CONFIG, "backlog/tasks/task-1.md": task()}, ".backlog"),
        (
            {"backlog.config.yml": f"{CONFIG}backlog_directory: docs/plan\n", "docs/plan/x.txt": ""},
            "docs/plan",
        ),
        ({"backlog.config.yml": f"{CONFIG}backlog_directory: ../plan\n", "backlog/x.txt": ""}, "backlog"),
        ({"backlog.config.yml": "statuses: [A]\n", "backlog/config.yml": CONFIG}, "backlog"),
        ({"backlog/tasks/task-1 - Oil.md": task()}, "backlog"),
        ({"backlog/tasks/notes.md": "# Notes\n"}, None),
        ({"backlog.config.yml": CONFIG}, None),
    ],
)
def test_where_the_folder_is(tmp_path: Path, files: dict[str, str], home: str | None) -> None:
    write_files(tmp_path, files)
    found = Backlog().find(tmp_path, SpecLayout())
    assert (found and found.relative_to(tmp_path).as_posix()) == home


def test_a_configuration_that_is_broken(tmp_path: Path) -> None:
    corpus = read(tmp_path, named("1"), "project_name: Lamps\nstatuses: To Do, Done\ntask_prefix: draft\n")
    assert [(one.code, one.path, one.line) for one in corpus.findings if one.code == "config"] == [
        ("config", "backlog/config.yml", 2),
        ("config", "backlog/config.yml", 3),
    ]


def test_nothing_outside_of_a_repository_is_read(tmp_path: Path) -> None:
    write_files(tmp_path, {"far/config.yml": CONFIG, "far/tasks/task-1 - Oil.md": task(), "near/a.txt": ""})
    (tmp_path / "near/backlog").symlink_to(tmp_path / "far")
    with pytest.raises(NoSpecsError):
        load(tmp_path / "near", SpecLayout(dialects=("backlog",)))


@pytest.mark.parametrize(
    ("path", "name", "status"),
    [
        ("tasks/task-1.1 - Oil.md", "TASK-1.1", "in-progress"),
        ("completed/task-1 - Oil.md", "TASK-1", "complete"),
        ("drafts/draft-1 - Oil.md", "DRAFT-1", "draft"),
        ("archive/tasks/task-1 - Oil.md", "TASK-1", "archived"),
        ("tasks/attic/task-1 - Oil.md", "TASK-1", "in-progress"),
        ("tasks/README.md", None, None),
        ("docs/doc-1 - Oil.md", None, None),
        ("config.yml", None, None),
    ],
)
def test_what_a_file_of_another_day_was(
    tmp_path: Path, path: str, name: str | None, status: str | None
) -> None:
    located = read(tmp_path, named("9")).project
    found = dialects.called(located, f"backlog/{path}")
    assert (found and found.id) == name
    if name:
        data = task("id: TASK-1\nstatus: in progress").encode()
        assert Backlog().status_of(located, f"backlog/{path}", data, Vocabularies()) == status


def test_documents_are_below_the_project(tmp_path: Path) -> None:
    files = {
        **named("1"),
        "milestones/m-0 - first-light.md": MILESTONE.replace("---\n", "---\ndue_date: 2026-05-01\n", 1),
        "decisions/decision-1 - Use-oil.md": DECISION,
        "docs/how/doc-1 - Guide.md": "---\nid: doc-1\ntitle: Guide\ntype: guide\ntags: [a, b]\n---\n",
        "docs/doc-2 - Twin.md": "---\nid: doc-01\ntitle: Twin\n---\n",
        "decisions/002-wax.md": "---\nid: decision-2\ntitle: Wax\n---\n",
        "docs/README.md": "# Read me\n",
        "docs/loose.md": "# Loose\n",
    }
    corpus = read(tmp_path, files)
    spec = corpus.specs["backlog/project"]
    assert [document.name for document in spec.place.sub_documents] == [
        "milestones/m-0",
        "decisions/002-wax",
        "decisions/decision-1",
        "docs/doc-2",
        "docs/loose",
        "docs/how/doc-1",
    ]
    assert {leaf.title: leaf.facts for leaf in spec.below.values()} == {
        "First light": {"due_date": ("2026-05-01",)},
        "Use oil": {"status": ("accepted",), "date": ("2026-01-01",)},
        "Wax": {},
        "Twin": {},
        "loose": {},
        "Guide": {"type": ("guide",), "tags": ("a", "b")},
    }
    assert [(one.path, one.code, one.message) for one in spec.findings] == [
        (
            "backlog/decisions/002-wax.md",
            "unlisted",
            "the name of the file does not begin with `decision-`; Backlog.md does not list it",
        ),
        (
            "backlog/docs/how/doc-1 - Guide.md",
            "id",
            "`doc-1` is also the id of `backlog/docs/doc-2 - Twin.md`; Backlog.md opens neither",
        ),
        ("backlog/docs/loose.md", "id", "the document has no id, so Backlog.md cannot open it"),
    ]


def test_what_is_kept_is_what_was_read(tmp_path: Path) -> None:
    write_files(
        tmp_path / "repo",
        {f"backlog/{name}": text for name, text in {"config.yml": CONFIG, **named("1", body=BOXES)}.items()},
    )
    cache = SpecCache(tmp_path / "cache")
    first = load(tmp_path / "repo", library=cache)
    cache.save()
    later = SpecCache(tmp_path / "cache")
    assert load(tmp_path / "repo", library=later).specs == first.specs
    assert later.texts == cache.texts


def test_pages_show_what_the_tool_keeps(build: Build, tmp_path: Path) -> None:
    conf = 'extensions = ["sphinx_leanspec"]\nneeds_build_json = True\n'
    files = {
        "config.yml": CONFIG,
        "tasks/task-1 - Oil.md": task(
            f"{HEAD}\nmilestone: m-0\nassignee: ['@ada', '@bob']\ntype: bug",
            f"# Oil\n\n{BOXES}\n## Comments\n\n<!-- COMMENTS:BEGIN -->\n{COMMENT}<!-- COMMENTS:END -->\n",
        ),
        **named(
            "2",
            "milestone: First light",
            "dependencies: [1]",
            "assignee: '@bob'",
            status="In Progress",
            body="# Another\n\nText.\n",
        ),
        "milestones/m-0 - first-light.md": f"{MILESTONE}\n## Description\n\nBefore dawn.\n",
        "decisions/decision-1 - Use-oil.md": f"{DECISION}## Context\n\n## Decision\n",
    }
    inner = {f"backlog/{name}": text for name, text in files.items()}
    index = "# Site\n\n{spec}`TASK-1` {spec}`task-2`\n"
    write_files(tmp_path, {"conf.py": conf, "index.md": index, **inner})
    first = build(tmp_path)
    page = first.html("specs/backlog/TASK-1")
    assert page.h1.get_text().startswith("TASK-1 Oil")
    assert [row.get_text().strip() for row in page.select("li.leanspec-check > p")] == [
        "☑︎ #1 Burns",
        "☐︎ #2 Smells of nothing",
        "☐︎ Written down",
    ]
    card = page.select_one(".leanspec-card").get_text(" ", strip=True)
    assert all(text in card for text in ("First light", "@ada", "@bob", "Type : bug"))
    assert "author:" not in page.get_text()
    assert [one.get_text(strip=True)[:8] for one in page.select("h2")][-1] == "Comments"
    other = first.html("specs/backlog/TASK-2")
    assert other.h1.get_text().startswith("TASK-2 Task 2")
    states = [one.select_one(".leanspec-facts dd").get_text() for one in (page, other)]
    assert [text.strip()[1:].strip() for text in states] == ["Planned (To Do)", "In progress"]
    assert first.needs()["BACKLOG_TASK_2"]["depends_on"] == ["BACKLOG_TASK_1"]
    decision = first.html("specs/backlog/project/decisions/decision-1")
    assert decision.h1.get_text().startswith("Use oil")
    assert "accepted" in decision.select_one(".leanspec-card").get_text()
    assert first.html("specs/epics/first-light").select('a[href$="TASK-2.html"]')
    assert first.warnings == []


def test_the_guide_says_what_statuses_mean() -> None:
    guide = Path(__file__).parents[2] / "docs" / "guide" / "backlog.md"
    if not guide.is_file():
        pytest.skip("the guide is part of a checkout only")
    rows = [line.strip("| ").split(" | ") for line in guide.read_text("utf-8").splitlines()]
    said = {
        word.casefold(): row[1].partition(",")[0]
        for row in rows
        if len(row) == 2 and row[1].startswith(("planned", "draft", "in-progress", "complete", "archived"))
        for word in re.findall("`([^`]+)`", row[0])
        if not row[0].startswith(("the last", "any other"))
    }
    assert said.keys() >= config.MEANINGS.keys()
    assert {word: config.word_for(word, Vocabularies()) for word in said} == said
