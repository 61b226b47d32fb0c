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


@pytest.mark.parametrize("rows", [openspec, speckit])
def test_the_table_of_the_guide_is_what_is_so(rows: Callable[[], Iterator[Row]]) -> None:
    page = GUIDE / f"{rows.__name__}.md"
    if not page.is_file():
        pytest.skip("the guide is part of a checkout only")
    table = "".join(map(str, rows()))
    assert f"{HEAD}{table}" in page.read_text("utf-8"), table
