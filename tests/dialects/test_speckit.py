"""Spec-kit, read as its files are."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import pytest
from building import Build, BuildResult, write_files
from groups import corpora_path

from sphinx_leanspec.changed import ChangeSet
from sphinx_leanspec.commands.check import check
from sphinx_leanspec.commands.check_request import CheckRequest
from sphinx_leanspec.commands.since import removed_by
from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.findings import Finding
from sphinx_leanspec.history import History, HistoryEvent, Kind
from sphinx_leanspec.model import Progress, Spec, Task
from sphinx_leanspec.options import Options
from sphinx_leanspec.reading import NoSpecsError, SpecLayout, Vocabularies, decoding
from sphinx_leanspec.reading.cache import SpecCache
from sphinx_leanspec.reading.dialects import called
from sphinx_leanspec.requirements import Scenario

WANTED = """\
# Feature Specification: Hive *map*

**Feature Branch**: `007-hive-map`

**Created**: 2026-03-04

**Status**: Draft\x20\x20

## User Scenarios & Testing *(mandatory)*

### User Story 1 - See the hives (Priority: P1)

1. This is a scenario already.

**Acceptance Scenarios**:

1. **Given** a hive, **When** it is opened,
   **Then** `it` is shown
2. **Given** none, **Then** nothing is

### User Story 2 - Move one (Priority: P2)

- **Given** two hives, **Then** one moves
- a note

## Requirements

- **FR-001**: System MUST draw
  every hive
- **FR-002:** System MUST be quick
- **FR-001**: Twice

```
- **FR-009**: In a fence
```

## Success Criteria

- **SC-001**: Seen in a second
- Nothing numbered
- [x] no task
"""
TO_DO = """\
---

description: "What to do"
---

# Tasks: Hive map

**Format**: `[ID] [P?] [Story]`

- [P] A legend, no box

## Phase 1: Setup

- [X] T001 Make `src/`
- [x] T002 [P] [US1] Draw per FR-001 and RFC-9110 (depends on T001, T1003a)
  - [ ] Nested, without a number
- [ ] T1003a [US2] [P] Measure SC-001 <!-- evidence: file src/a.py -->
- [ ] T002 Again

```
- [ ] T009 In a fence
```
"""
FEATURE = {"spec.md": WANTED, "tasks.md": TO_DO}
MARK = {".specify/memory/constitution.md": "# Constitution\n"}
LEANSPEC = {"README.md": "---\nstatus: planned\ncreated: 2026-01-01\npriority: low\n---\n\n# Lean\n"}


def feature(name: str, files: Mapping[str, str] = FEATURE) -> dict[str, str]:
    return {f"specs/{name}/{file}": text for file, text in files.items()}


def one(root: Path, files: Mapping[str, str] = FEATURE, name: str = "007-hive-map") -> Spec:
    write_files(root, {**MARK, **feature(name, files)})
    (found,) = load(root).specs.values()
    return found


def boxes(*marks: str) -> str:
    return "# Tasks: T\n\n" + "".join(f"- [{mark}] T{at:03} Do\n" for at, mark in enumerate(marks, 1))


def spec(status: str = "Draft", created: str = "2026-03-04") -> str:
    return f"# Feature Specification: T\n\n**Created**: {created}\n**Status**: {status}\n\n## A\n\nb\n"


def test_what_a_spec_says(tmp_path: Path) -> None:
    found = one(tmp_path)
    assert (found.title, found.title_source, found.key) == ("Hive map", "Hive *map*", "speckit/007-hive-map")
    assert (found.need_id, found.created, found.status_written) == ("SPECKIT_007", "2026-03-04", "Draft")
    assert (found.status, found.status_from, found.progress) == ("in-progress", "tasks", Progress(2, 5))


def test_requirements_and_stories(tmp_path: Path) -> None:
    found = one(tmp_path).requirements
    assert [(each.key, each.kind, each.name, each.text, each.line) for each in found] == [
        ("US1", "story", "US1", "See the hives (Priority: P1)", 11),
        ("US2", "story", "US2", "Move one (Priority: P2)", 21),
        ("FR_001", "requirement", "FR-001", "System MUST draw every hive", 28),
        ("FR_002", "requirement", "FR-002", "System MUST be quick", 30),
        ("FR_001_2", "requirement", "FR-001", "Twice", 31),
        ("SC_001", "criterion", "SC-001", "Seen in a second", 39),
    ]
    assert found[0].scenarios[1:] == (
        Scenario("", "Given a hive, When it is opened, Then it is shown", 17),
        Scenario("", "Given none, Then nothing is", 19),
    )
    assert [each.text for each in found[1].scenarios] == ["Given two hives, Then one moves"]


def test_tasks_are_the_boxes_of_one_file_with_what_they_say(tmp_path: Path) -> None:
    checks = one(tmp_path).checks
    assert [(check.key, check.done, check.line) for check in checks if check.level == 0] == [
        ("T001", True, 14),
        ("T002", True, 15),
        ("T1003A", False, 17),
        ("T002_2", False, 18),
    ]
    assert [check.task for check in checks][:4] == [
        Task("T001"),
        Task("T002", is_parallel=True, story="US1", requirements=("FR-001",), depends_on=("T001", "T1003a")),
        Task(),
        Task("T1003a", is_parallel=True, story="US2", requirements=("SC-001",)),
    ]
    assert (checks[2].parent, checks[3].evidence[0].text) == ("T002", "file src/a.py")
    assert {check.path for check in checks} == {"specs/007-hive-map/tasks.md"}


@pytest.mark.parametrize(
    ("text", "key", "number"),
    [
        ("**T001** \N{EM DASH} Saw", "T001", "T001"),
        ("**T001**: Saw", "T001", "T001"),
        ("T001. Saw", "T001", "T001"),
        ("T001.2 Saw", "T001_2", "T001.2"),
        ("T001-BE-02 Saw", "T001_BE_02", "T001-BE-02"),
        ("T001-T003 Saw", "T001", "T001"),
        ("`T001` [P] Saw", "T001", "T001"),
    ],
)
def test_what_the_number_of_a_task_is(tmp_path: Path, text: str, key: str, number: str) -> None:
    (check,) = one(tmp_path, {"tasks.md": f"- [ ] {text}\n"}).checks
    assert (check.key, check.task and check.task.number) == (key, number)


def test_names_that_lead_nowhere(tmp_path: Path) -> None:
    wanted = "# Shelf\n\n- FR-001: It SHALL stand\n- **FR-002**: and hold\n"
    to_do = "- [ ] T001 FR-001\n- [ ] T002 (depends on T001-T003, T009) UTF-8\n- [ ] T003 FR-002, FR-007\n"
    write_files(tmp_path, {**MARK, **feature("001-shelf", {"spec.md": wanted, "tasks.md": to_do})})
    write_files(tmp_path, feature("001-stool", {"spec.md": wanted}))
    told = check(CheckRequest(tmp_path, select=frozenset({"ref", "number"}), severity="info")).entries
    assert [(one.finding.line, one.finding.code, one.severity) for one in told] == [
        (2, "ref", "warning"),
        (3, "ref", "info"),
        (1, "number", "info"),
    ]
    assert "`T009`" in told[0].finding.message
    assert "`FR-007`" in told[1].finding.message


@pytest.mark.parametrize(
    ("written", "marks", "status", "source"),
    [
        ("Draft", "", "draft", ""),
        ("Implemented", "", "complete", ""),
        ("Frozen", "", "draft", ""),
        ("Draft", "  ", "draft", "tasks"),
        ("Planned", "  ", "planned", "tasks"),
        ("Frozen", "  ", "planned", "tasks"),
        ("Draft", "x ", "in-progress", "tasks"),
        ("Draft", "xX", "complete", "tasks"),
        ("Done", " x", "in-progress", "tasks"),
    ],
)
def test_status_follows_from_boxes(
    tmp_path: Path, written: str, marks: str, status: str, source: str
) -> None:
    found = one(tmp_path, {"spec.md": spec(written), **({"tasks.md": boxes(*marks)} if marks else {})})
    assert (found.status, found.status_from, found.status_written) == (status, source, written)


def told(root: Path) -> list[tuple[str, int, str, str]]:
    outcome = check(CheckRequest(root, Options()))
    return [
        (one.path.rpartition("/")[2], one.line, one.code, one.message)
        for one in (entry.finding for entry in outcome.entries)
    ]


def test_a_word_that_boxes_contradict_is_told(tmp_path: Path) -> None:
    for at, (written, marks) in enumerate([("Draft", "xx"), ("Done", "x "), ("Draft", "x "), ("Done", "x")]):
        write_files(tmp_path, feature(f"10{at}-a", {"spec.md": spec(written), "tasks.md": boxes(*marks)}))
    found = load(tmp_path).findings
    assert [(one.line, one.code, one.at_most, one.message) for one in found] == [
        (4, "status", "info", "the file says `Draft`, and all of its 2 tasks are done; the boxes were taken"),
        (4, "status", "info", "the file says `Done`, and 1 of its 2 tasks are open; the boxes were taken"),
    ]
    assert told(tmp_path) == []


def test_a_number_given_twice_and_a_day_that_is_none_are_told(tmp_path: Path) -> None:
    one(tmp_path, {"spec.md": spec(created="soon"), "tasks.md": TO_DO})
    assert told(tmp_path) == [
        ("spec.md", 3, "created", "`soon` is no date; it was left out"),
        ("tasks.md", 18, "id", "the task T002 is also on line 15; this one is `T002_2` here"),
    ]


@pytest.mark.parametrize(
    ("name", "created", "day"),
    [
        ("007-a", "2026-1-5", "2026-01-05"),
        ("007-a", "[DATE]", None),
        ("20261127-154958-a", "[DATE]", "2026-11-27"),
        ("20261127-154958-a", "2026-01-05", "2026-01-05"),
    ],
)
def test_the_day_it_was_begun(tmp_path: Path, name: str, created: str, day: str | None) -> None:
    found = one(tmp_path, {"spec.md": spec(created=created)}, name)
    assert (found.created, found.findings) == (day, ())


def test_folders(tmp_path: Path) -> None:
    names = ["001-a", "042-b", "042-c", "1042-d", "20261127-154958-e"]
    others = ["12-short", "a-042", "043", "archive/044-below"]
    for name in [*names, *others]:
        write_files(tmp_path, feature(name))
    write_files(tmp_path, {**MARK, "specs/045-empty/plan.md": "# Plan\n"})
    specs = load(tmp_path).specs.values()
    assert {found.id: (found.place.number, found.need_id) for found in specs} == {
        "001-a": (1, "SPECKIT_001"),
        "042-b": (42, "SPECKIT_042_B"),
        "042-c": (42, "SPECKIT_042_CC"),
        "1042-d": (1042, "SPECKIT_1042"),
        "20261127-154958-e": (None, "SPECKIT_20261127_154958_E"),
    }


def test_a_folder_with_tasks_alone_is_a_spec(tmp_path: Path) -> None:
    found = one(tmp_path, {"tasks.md": TO_DO})
    assert (found.title, found.path, found.title_line) == ("Hive map", "specs/007-hive-map/tasks.md", 6)
    assert {found.path_of(each) for each in found.checks} == {found.path}
    assert (found.requirements, found.created) == ((), None)


def test_what_lies_beside_is_pages_below_and_no_work(tmp_path: Path) -> None:
    beside = ["a.md", "research.md", "plan.md", "contracts/api.md", "checklists/ux.md", "other/b.md", "c.txt"]
    found = one(tmp_path, {**FEATURE, **dict.fromkeys(beside, "# X\n\n- [ ] CHK001 Read\n")})
    assert [each.name for each in found.place.sub_documents] == [
        *("plan", "research", "a", "checklists/ux", "contracts/api"),
    ]
    assert found.progress == Progress(2, 5)


@pytest.mark.parametrize("has_mark", [True, False])
@pytest.mark.parametrize("below", [".", "specs", "docs"])
def test_it_is_found_by_its_mark_or_by_its_features(tmp_path: Path, has_mark: bool, below: str) -> None:
    write_files(tmp_path, {**feature("007-a"), **(MARK if has_mark else {}), "docs/index.md": "# A\n"})
    if has_mark or below == ".":
        assert load(tmp_path / below).specs.keys() == {"speckit/007-a"}
    else:
        with pytest.raises(NoSpecsError, match="no specs in"):
            load(tmp_path / below)


def both(root: Path) -> None:
    write_files(
        root,
        {
            **MARK,
            **feature("001-lean", {**LEANSPEC, "tasks.md": boxes("x")}),
            **feature("002-kit", {**FEATURE, "README.md": "# Readme\n"}),
        },
    )


@pytest.mark.parametrize(
    ("dialects", "keys"),
    [
        ((), {"001-lean", "speckit/002-kit"}),
        (("leanspec", "speckit"), {"001-lean", "speckit/002-kit"}),
        (("leanspec",), {"001-lean", "002-kit"}),
        (("speckit",), {"speckit/001-lean", "speckit/002-kit"}),
    ],
)
def test_in_one_folder_with_leanspec_each_is_read_once(
    tmp_path: Path, dialects: tuple[str, ...], keys: set[str]
) -> None:
    both(tmp_path)
    assert load(tmp_path, SpecLayout(dialects=dialects)).specs.keys() == keys


def test_leanspec_alone_imports_no_other_dialect(tmp_path: Path) -> None:
    write_files(tmp_path, feature("001-lean", LEANSPEC))
    code = (
        "import sys; from pathlib import Path; from sphinx_leanspec.corpus import load; "
        f"load(Path({str(tmp_path)!r})); print([name for name in sys.modules if 'speckit' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_names_and_statuses_of_former_files(tmp_path: Path) -> None:
    both(tmp_path)
    project = load(tmp_path).project
    files = ("specs/009-gone/tasks.md", "specs/009-gone/plan.md", "specs/9-a/spec.md", "old/009-a/spec.md")
    found = [called(project, path) for path in files]
    assert [one and (one.dialect.name, one.id) for one in found] == [
        ("speckit", "009-gone"),
        None,
        None,
        None,
    ]
    dialect = project.homes[1][0]
    said = [
        dialect.status_of(project, f"specs/009-gone/{name}", text.encode(), Vocabularies())
        for name, text in [
            *(("tasks.md", boxes("x", " ")), ("tasks.md", boxes(" "))),
            *(("spec.md", spec()), ("spec.md", spec("Done"))),
        ]
    ]
    assert said == ["in-progress", "draft", "draft", None]


def test_a_feature_that_is_gone_is_told_once_by_its_key(tmp_path: Path) -> None:
    both(tmp_path)
    gone = frozenset(feature("009-gone"))
    found = removed_by(load(tmp_path), ChangeSet("main", "base", frozenset(), gone))
    assert [(place.key, place.number) for place in found] == [("speckit/009-gone", 9)]


def test_the_life_of_a_spec_is_told_by_its_files_together() -> None:
    def event(kind: Kind, day: int, name: str, before: str | None, after: str | None) -> HistoryEvent:
        return HistoryEvent(kind, datetime(2026, 1, day, tzinfo=UTC), f"{day}" * 40, name, before, after)

    events = {
        "spec.md": (
            event("created", 1, "spec.md", None, "draft"),
            event("edited", 4, "spec.md", "draft", "draft"),
        ),
        "tasks.md": (
            event("created", 2, "tasks.md", None, "draft"),
            event("status", 3, "tasks.md", "draft", "in-progress"),
            event("finished", 5, "tasks.md", "in-progress", "complete"),
        ),
    }
    found = History(events).joined([("spec.md", "tasks.md")])
    assert [(one.kind, one.at.day, one.path, one.before, one.after) for one in found.of("spec.md")] == [
        ("created", 1, "spec.md", None, "draft"),
        ("edited", 2, "spec.md", "draft", "draft"),
        ("status", 3, "spec.md", "draft", "in-progress"),
        ("edited", 4, "spec.md", "in-progress", "in-progress"),
        ("finished", 5, "spec.md", "in-progress", "complete"),
    ]


def test_what_is_kept_is_what_was_read(tmp_path: Path) -> None:
    both(tmp_path / "repo")
    cache = SpecCache(tmp_path / "cache")
    first = load(tmp_path / "repo", library=cache)
    cache.save()
    later = SpecCache(tmp_path / "cache")
    assert load(tmp_path / "repo", library=later).specs == first.specs
    assert later.texts == cache.texts


@pytest.mark.parametrize(
    ("files", "where"),
    [
        (
            {"spec.md": b"# T\n\n\xff\n", "tasks.md": boxes("x").encode()},
            ("spec.md", 3, "encoding"),
        ),
        (
            {"spec.md": spec().encode(), "tasks.md": b"---\na: [\n---\n\n- [x] A\n"},
            ("tasks.md", 2, "frontmatter"),
        ),
    ],
)
def test_of_broken_files_is_shown_what_could_be_read(
    tmp_path: Path, files: dict[str, bytes], where: tuple[str, int, str]
) -> None:
    folder = tmp_path / "specs" / "007-a"
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (found,) = load(tmp_path).specs.values()
    assert _places(found.findings)[:1] == [where]
    assert found.status == "complete"


def _places(findings: tuple[Finding, ...]) -> list[tuple[str, int, str]]:
    return [(one.path.rpartition("/")[2], one.line, one.code) for one in findings if one.code != "status"]


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = decoding.read

    def refuse(root: Path, path: str) -> bytes:
        if path.endswith("spec.md"):
            raise PermissionError(13, "Permission denied")
        return real(root, path)

    monkeypatch.setattr(decoding, "read", refuse)
    found = one(tmp_path)
    assert _places(found.findings)[0] == ("spec.md", 1, "unreadable")
    assert (found.progress, [part.path for part in found.parts]) == (
        Progress(2, 5),
        ["specs/007-hive-map/tasks.md"],
    )


def site(build: Build, root: Path, files: Mapping[str, str] = MappingProxyType({})) -> BuildResult:
    tasks = TO_DO.replace("T002 Again", "T004 Again")
    api = "# The API\n\nBack to [tasks](../tasks.md).\n"
    page = "# Site\n\n{spec}`007`\n"
    conf = 'extensions = ["sphinx_leanspec"]\nneeds_build_json = True\n'
    own = feature("007-hive-map", {"spec.md": WANTED, "tasks.md": tasks, "contracts/api.md": api, **files})
    write_files(root, {**MARK, **own, "conf.py": conf, "index.md": page})
    return build(root)


def test_pages(build: Build, tmp_path: Path) -> None:
    result = site(build, tmp_path)
    assert result.warnings == []
    page = result.html("specs/speckit/007-hive-map")
    assert page.select_one("h1").get_text().removesuffix("¶") == "007 Hive map"
    assert len(page.select(".leanspec-check")) == 5
    assert "Tasks: Hive map" in [head.get_text().removesuffix("¶") for head in page.select("h2")]
    below = result.html("specs/speckit/007-hive-map/contracts/api")
    assert below.select_one("a[href$='007-hive-map.html']")
    needs = result.needs()
    assert needs["SPECKIT_007"]["status"] == "in-progress"
    assert "SPECKIT_007_C_T1003A" in needs


@pytest.mark.corpora
def test_it_agrees_with_the_tool() -> None:
    root = corpora_path() / "dialects" / "speckit"
    said = json.loads((root / "oracle.json").read_text("utf-8"))["features"]
    corpus: Corpus = load(root)
    assert {found.id for found in corpus.specs.values()} == said.keys()
    for found in corpus.specs.values():
        own = f"specs/{found.id}/"
        files = [*found.place.files, *(below.path for below in found.place.sub_documents)]
        assert sorted(path.removeprefix(own) for path in files) == said[found.id]["files"]
        for file in said[found.id]["files"]:
            if file == "tasks.md":
                lines = (root / own / file).read_text("utf-8").splitlines()
                items = [line for line in lines if line.startswith("- [") and line[4:5] == "]"]
                assert found.progress == Progress(sum(line[3] in "xX" for line in items), len(items))
