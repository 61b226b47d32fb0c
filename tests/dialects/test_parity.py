"""What the tools themselves say of a project that each has laid out, held against what is said here.

The tables stand in the guide: a test makes them, and compares.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from groups import corpora_path

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.dates import instant
from sphinx_leanspec.lifecycle import FINISHED
from sphinx_leanspec.model import Spec
from sphinx_leanspec.reading.library import Library
from sphinx_leanspec.rules import Context, RuleSettings, check

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
HEAD = "| asked | same | other | why |\n|---|---|---|---|\n"
pytestmark = pytest.mark.corpora


class Row(NamedTuple):
    """One line of a table: how many things both say alike, and how many not."""

    asked: str
    same: int
    other: int = 0
    why: str = ""

    @classmethod
    def of(cls, asked: str, theirs: dict[Any, Any], ours: dict[Any, Any], why: str = "") -> Row:
        assert theirs.keys() == ours.keys(), asked
        same = sum(theirs[name] == ours[name] for name in theirs)
        return cls(asked, same, len(theirs) - same, why)

    def __str__(self) -> str:
        return f"| {self.asked} | {self.same} | {self.other or ''} | {self.why} |\n"


class Told(NamedTuple):
    """A project, what its tool says of it, and what the rules say here: severities by the key of a spec."""

    oracle: dict[str, Any]
    corpus: Corpus
    found: dict[str, Counter[str]]


def told(tool: str, *codes: str) -> Told:
    root, library = corpora_path() / "dialects" / tool, Library()
    corpus = load(root, library=library)
    settings = RuleSettings(select=frozenset(codes), least="info")
    report = check(Context(corpus, settings, library=library))
    found: dict[str, Counter[str]] = {key: Counter() for key in corpus.specs}
    for finding in report.findings:
        found[corpus.files[finding.path]][report.severity(finding)] += 1
    return Told(json.loads((root / "oracle.json").read_text("utf-8")), corpus, found)


def openspec() -> Iterator[Row]:
    oracle, corpus, found = told("openspec", "capability", "change", "delta", "requirement", "task")
    specs = corpus.specs.values()
    changes = {spec.id: spec for spec in specs if spec.place.group == "changes"}
    capabilities = {spec.id: spec for spec in specs if not spec.place.group}
    theirs = {one["name"]: one for one in oracle["list"]["changes"]}
    yield Row.of(
        "`list`: done and all tasks of each change",
        {name: (one["completedTasks"], one["totalTasks"]) for name, one in theirs.items()},
        {name: (spec.progress.done, spec.progress.total) for name, spec in changes.items()},
    )
    yield Row.of(
        "`list`: state of each change",
        {name: one["status"] for name, one in theirs.items()},
        {name: spec.status_written for name, spec in changes.items()},
    )
    yield Row.of(
        "`list --specs`: requirements of each capability",
        {one["id"]: one["requirementCount"] for one in oracle["list_specs"]["specs"]},
        {name: len(spec.requirements) for name, spec in capabilities.items()},
    )
    items = oracle["validate_all"]["items"]
    keys = {one["id"]: f"openspec/{'changes/' * (one['type'] == 'change')}{one['id']}" for one in items}
    yield Row.of(
        "`validate --all`: verdict on each change and capability",
        {one["id"]: one["valid"] for one in items},
        {name: not found[key]["error"] for name, key in keys.items()},
    )
    yield Row.of(
        "`validate --all`: errors, warnings and infos of each",
        {one["id"]: Counter(issue["level"].lower() for issue in one["issues"]) for one in items},
        {name: found[key] for name, key in keys.items()},
    )
    archived = {one["id"]: one["valid"] for one in oracle["validate_archived"]["items"]}
    yield Row.of(
        "`validate --archived`: whether tasks were left",
        archived,
        {name: not found[f"openspec/changes/archive/{name}"]["info"] for name in archived},
        "an information here",
    )
    shown = oracle["show_change"]
    yield Row.of(
        "`show`: deltas of each change",
        {name: [(one["spec"], one["operation"]) for one in shown[name]["deltas"]] for name in shown},
        {name: [(one.capability, one.verb.upper()) for one in changes[name].deltas] for name in shown},
    )
    shown = oracle["show_spec"]
    yield Row.of(
        "`show`: requirements and scenarios of each capability",
        {
            name: [
                (one["text"], [case["rawText"] for case in one["scenarios"]])
                for one in shown[name]["requirements"]
            ]
            for name in shown
        },
        {
            name: [
                (one.text, [case.text for case in one.scenarios]) for one in capabilities[name].requirements
            ]
            for name in shown
        },
    )


def speckit() -> Iterator[Row]:
    oracle, corpus, found = told("speckit", "missing")
    features, specs = oracle["features"], {spec.id: spec for spec in corpus.specs.values()}
    yield Row.of("features, by their folders", dict.fromkeys(features, True), dict.fromkeys(specs, True))
    yield Row.of(
        "files of each feature",
        {name: one["files"] for name, one in features.items()},
        {
            name: sorted(
                path.removeprefix(f"specs/{name}/")
                for path in (*spec.place.files, *(below.path for below in spec.place.sub_documents))
            )
            for name, spec in specs.items()
        },
    )
    yield Row.of(
        "`check-prerequisites.sh`: whether a file is missing",
        {name: bool(one["prerequisites"]["rc"]) for name, one in features.items()},
        {name: bool(found[spec.key]) for name, spec in specs.items()},
        "without a `tasks.md` nothing is missing yet",
    )


FIELDS: dict[str, Callable[[Spec], Any]] = {
    "status": lambda spec: spec.status_written or "",
    "priority": lambda spec: spec.priority,
    "assignees": lambda spec: list(spec.assignees),
    "labels": lambda spec: list(spec.tags),
    "parentTaskId": lambda spec: spec.parent and spec.parent.text.removeprefix("backlog/"),
    "createdAt": lambda spec: instant(spec.created),
    "updatedAt": lambda spec: instant(spec.updated),
    "dueDate": lambda spec: spec.due,
    "type": lambda spec: next(iter(spec.facts.get("type", ())), None),
    "project": lambda spec: next(iter(spec.facts.get("project", ())), None),
    "reporter": lambda spec: next(iter(spec.facts.get("reporter", ())), None),
    "ordinal": lambda spec: next(map(int, spec.facts.get("ordinal", ())), None),
    "references": lambda spec: list(spec.facts.get("references", ())),
    "modifiedFiles": lambda spec: list(spec.facts.get("modified_files", ())),
}
"""What Backlog.md lists of a task, and where it is in ours."""


def backlog() -> Iterator[Row]:
    oracle, corpus, found = told("backlog", "cycle", "id")
    seen = {
        spec.id: spec
        for spec in corpus.specs.values()
        if spec.path.startswith("backlog/tasks/") and all(one.code != "unlisted" for one in spec.findings)
    }
    bare = next(name for name, spec in seen.items() if not spec.lines_of)
    listed = {bare if one["id"] == "TASK-" else one["id"]: one for one in oracle["task_list"]["tasks"]}
    yield Row.of(
        "`task list`: id and title of each task",
        {name: (one["id"], one["title"]) for name, one in listed.items()},
        {name: (spec.id, spec.title) for name, spec in seen.items()},
        "a file without frontmatter is called by its name and its heading",
    )
    yield Row.of(
        f"`task list`: {len(FIELDS)} other fields of each",
        {
            (name, field): instant(one[field]) if field.endswith("At") else one[field]
            for name, one in listed.items()
            for field in FIELDS
        },
        {(name, field): read(spec) for name, spec in seen.items() for field, read in FIELDS.items()},
    )
    yield Row.of(
        "`task list`: milestone of each",
        {name: one["milestone"] for name, one in listed.items()},
        {name: spec.epic for name, spec in seen.items()},
        "the title of a milestone, not its id",
    )
    criteria = {
        name: [check.done for check in spec.checks if check.section == "Acceptance Criteria"]
        for name, spec in seen.items()
    }
    yield Row.of(
        "`task list`: acceptance criteria of each, done and all",
        {
            name: (one["acceptanceCriteriaCompleted"], one["acceptanceCriteriaCount"])
            for name, one in listed.items()
        },
        {name: (sum(done), len(done)) for name, done in criteria.items()},
    )
    yield Row.of(
        "`task list`: whether each is ready",
        {name: one["isReady"] for name, one in listed.items()},
        {name: is_ready(corpus, spec) for name, spec in seen.items()},
    )
    views = {name.partition(" ")[0]: view for name, view in oracle["views"].items()}
    parts = ("Acceptance Criteria", "acceptanceCriteria"), ("Definition of Done", "definitionOfDone")
    specs = {name: corpus.specs[f"backlog/{name}"] for name in views}
    yield Row.of(
        "`task view`: boxes of both sections of each",
        {
            name: [(one["text"], one["checked"]) for _, part in parts for one in views[name][part]]
            for name in views
        },
        {
            name: [(one.text, one.done) for part, _ in parts for one in spec.checks if one.section == part]
            for name, spec in specs.items()
        },
    )
    yield Row.of(
        "`task view`: sub-tasks of each",
        {name: [one["id"] for one in view["subtasks"]] for name, view in views.items()},
        {
            name: [corpus.specs[key].id for key in corpus.children.get(spec.key, ())]
            for name, spec in specs.items()
        },
    )
    yield Row.of(
        "`task view`: dependencies of each that there are",
        {
            name: sorted(edge["to"] for edge in edges(view["dependencyGraph"]) if edge["from"] == name)
            for name, view in views.items()
        },
        {
            name: sorted(corpus.specs[key].id for key in corpus.depends_on[spec.key])
            for name, spec in specs.items()
        },
    )
    below = [leaf.title for leaf in corpus.specs["backlog/project"].below.values()]
    others = "\n".join((*(oracle[name] for name in ("milestones", "decisions", "docs", "drafts")), ""))
    titles = [*below, *(spec.title for spec in corpus.specs.values() if spec.status == "draft")]
    yield Row.of(
        "lists of drafts, milestones, decisions and documents",
        dict.fromkeys(titles, True),
        {title: f" {title}\n" in others or f" {title} (" in others for title in titles},
    )
    yield Row.of(
        "`doctor`: verdict",
        {"": oracle["doctor"].startswith("No duplicate IDs")},
        {"": not any(found.values())},
    )


def edges(graph: dict[str, Any]) -> list[dict[str, str]]:
    """The edges of a graph whose ends are both there."""
    there = {node["id"] for node in graph["nodes"] if node["state"] == "resolved"}
    return [edge for edge in graph["edges"] if {*edge.values()} <= there]


def is_ready(corpus: Corpus, spec: Spec) -> bool:
    """Tell whether a spec can be begun."""
    lost = (one for one in corpus.unresolved[spec.key] if one.reference.field == "depends_on")
    return spec.stage not in FINISHED and not corpus.waits_for(spec.key) and not any(lost)


@pytest.mark.parametrize("rows", [openspec, speckit, backlog])
def test_the_table_of_the_guide_is_what_is_so(rows: Callable[[], Iterator[Row]]) -> None:
    page = GUIDE / f"{rows.__name__}.md"
    if not page.is_file():
        pytest.skip("the guide is part of a checkout only")
    table = "".join(map(str, rows()))
    assert f"{HEAD}{table}" in page.read_text("utf-8"), table
