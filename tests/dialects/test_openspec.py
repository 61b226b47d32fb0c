"""OpenSpec is read as it reads itself: ids, states, boxes, requirements, deltas and verdicts."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from building import Build, write_files
from dialects.openspec_cases import (
    BELL,
    CAPABILITIES,
    CHANGES,
    MAIN,
    PROPOSAL,
    TASKS,
    added,
    capability,
    change,
    project,
    requirement,
)

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.deltas import Lives
from sphinx_leanspec.model import Spec
from sphinx_leanspec.reading import SpecLayout, Vocabularies, decoding, dialects
from sphinx_leanspec.reading.cache import SpecCache
from sphinx_leanspec.reading.dialects.openspec import OpenSpec
from sphinx_leanspec.reading.dialects.openspec.tasks import tasks
from sphinx_leanspec.reading.library import Library
from sphinx_leanspec.report import listing
from sphinx_leanspec.rules import Context, RuleSettings, check

CODES = frozenset({"capability", "change", "delta", "requirement", "task"})


def read(root: Path, files: dict[str, str | bytes]) -> Corpus:
    write_files(root, {".git/HEAD": "ref: refs/heads/main\n", **files})
    return load(root)


def one(root: Path, **files: str | bytes) -> Spec:
    """Read a repository of one change."""
    corpus = read(root, {f"openspec/changes/add-bell/{name}": text for name, text in files.items()})
    (spec,) = corpus.specs.values()
    return spec


@pytest.mark.parametrize(
    ("line", "done"),
    [
        ("- [ ] a", False),
        ("* [x] a", True),
        ("+ [X] a", True),
        ("12. [ ] a", False),
        ("1) [x] a", True),
        ("      - [ x ] a", True),
        ("- [~] a", False),
        ("- [-] a", False),
        ("- [] a", False),
        ("- [1] a", False),
        ("- [x]a", True),
        ("-[ ] a", False),
        ("- [ ](a.md)", False),
        ("<!-- x -->\n- [x] a", True),
        ("```\n- [x] a\n```", True),
        ("- [\N{WHITE HEAVY CHECK MARK}] a", False),
        ("- [\N{GRINNING FACE}] a", None),
        ("- [WIP] a", None),
        ("- [a](b.md)", None),
        ("- [a][b]", None),
        ("> - [ ] a", None),
        ("a - [ ] b", None),
    ],
)
def test_a_line_is_a_task_where_openspec_takes_it_for_one(line: str, done: bool | None) -> None:
    assert [task.done for task in tasks(line)] == ([] if done is None else [done])


def test_what_is_a_box_to_markdown_too_has_all_that_a_check_has(tmp_path: Path) -> None:
    text = (
        "# Tasks\n\n## 1. Bell\n\n- [x] 1.1 **Buy** it <!-- evidence: file: shop.md -->\n  - [ ] 1.1.1 Ask\n"
        "- [~] 1.2 Hang it\n- [ ] Try it <!-- n/a: no wall -->\n"
    )
    spec = one(tmp_path, **change(added(BELL)) | {"tasks.md": text})
    found = [
        (one.task and one.task.number, one.text, one.done, one.line, one.sections) for one in spec.checks
    ]
    assert found == [
        ("1.1", "1.1 Buy it", True, 5, ("1. Bell",)),
        ("1.1.1", "1.1.1 Ask", False, 6, ("1. Bell",)),
        ("1.2", "1.2 Hang it", False, 7, ("1. Bell",)),
        ("", "Try it", False, 8, ("1. Bell",)),
    ]
    assert [note.text for note in spec.checks[0].evidence] == ["file: shop.md"]
    assert (spec.checks[1].parent, spec.checks[1].level) == (spec.checks[0].key, 1)
    assert {one.path for one in spec.checks} == {"openspec/changes/add-bell/tasks.md"}
    ticked = one(tmp_path, **change(added(BELL)) | {"tasks.md": text.replace("[~]", "[x]")})
    assert [check.key for check in ticked.checks] == [check.key for check in spec.checks]


@pytest.mark.parametrize(
    ("text", "state", "status"),
    [
        ("", "no-tasks", "planned"),
        ("- [ ] a\n- [ ] b\n", "in-progress", "in-progress"),
        ("- [x] a\n- [~] b\n", "in-progress", "in-progress"),
        ("- [x] a\n", "complete", "complete"),
    ],
)
def test_the_state_follows_from_the_boxes(tmp_path: Path, text: str, state: str, status: str) -> None:
    spec = one(tmp_path, **{"proposal.md": PROPOSAL, "tasks.md": text})
    assert (spec.status_written, spec.status, spec.status_from) == (state, status, "tasks")


@pytest.mark.parametrize(
    ("path", "name", "status"),
    [
        ("specs/doors/front/spec.md", "doors/front", None),
        ("specs/spec.md", None, None),
        ("specs/doors/notes.md", None, None),
        ("changes/add-bell/proposal.md", "add-bell", None),
        ("changes/add-bell/tasks.md", "add-bell", "in-progress"),
        ("changes/archive/tasks.md", None, None),
        ("changes/archive/2026-03-01-add-bell/tasks.md", "2026-03-01-add-bell", "archived"),
        ("changes/archive/2026-03-01-add-bell/proposal.md", "2026-03-01-add-bell", "archived"),
        ("config.yaml", None, None),
    ],
)
def test_what_a_file_of_another_day_was(
    tmp_path: Path, path: str, name: str | None, status: str | None
) -> None:
    write_files(tmp_path, {"openspec/specs/doors/spec.md": MAIN})
    located = dialects.locate(tmp_path, SpecLayout())
    found = dialects.called(located, f"openspec/{path}")
    assert (found and found.id) == name
    if name:
        assert OpenSpec().status_of(located, f"openspec/{path}", TASKS.encode(), Vocabularies()) == status


def test_ids_and_addresses_do_not_collide(tmp_path: Path) -> None:
    names = ("doors", "doors/front", "changes/doors", "specs/doors", "doors-front")
    corpus = read(
        tmp_path,
        {
            **{f"openspec/specs/{name}/spec.md": MAIN for name in names},
            "openspec/specs/doors/front.md": "# Beside\n",
            "openspec/specs/spec.md": MAIN,
            "openspec/specs/.hidden/spec.md": MAIN,
            "openspec/changes/doors/proposal.md": PROPOSAL,
            "openspec/changes/archive/2026-03-01-doors/proposal.md": PROPOSAL,
        },
    )
    assert {key: (spec.id, spec.need_id) for key, spec in corpus.specs.items()} == {
        "openspec/doors": ("doors", "OPENSPEC_DOORS"),
        "openspec/doors-front": ("doors-front", "OPENSPEC_DOORS_FRONT_2"),
        "openspec/doors/front": ("doors/front", "OPENSPEC_DOORS_FRONT"),
        "openspec/specs/changes/doors": ("changes/doors", "OPENSPEC_SPECS_CHANGES_DOORS"),
        "openspec/specs/specs/doors": ("specs/doors", "OPENSPEC_SPECS_SPECS_DOORS"),
        "openspec/changes/doors": ("doors", "OPENSPEC_CHANGES_DOORS"),
        "openspec/changes/archive/2026-03-01-doors": (
            "2026-03-01-doors",
            "OPENSPEC_CHANGES_ARCHIVE_2026_03_01_DOORS",
        ),
    }
    assert [one.name for one in corpus.specs["openspec/doors"].place.sub_documents] == ["front_2"]
    assert set(corpus.resolve("doors").candidates) == {"openspec/doors", "openspec/changes/doors"}
    assert corpus.resolve("doors/front").target == "openspec/doors/front"


def test_no_spec_has_the_id_of_a_requirement_or_a_check(tmp_path: Path) -> None:
    names = ("doors", "doors/r/open", "doors-r", "doors-c-open")
    corpus = read(
        tmp_path,
        {f"openspec/specs/{name}/spec.md": MAIN.replace("Close", "R open") for name in names},
    )
    specs = [spec.need_id for spec in corpus.specs.values()]
    asked = [spec.requirement_id(one) for spec in corpus.specs.values() for one in spec.requirements]
    assert len({*specs, *asked}) == len(specs) + len(asked) == 12
    assert corpus.specs["openspec/doors/r/open"].need_id == "OPENSPEC_DOORS_RR_OPEN"


def test_a_change_is_found_by_the_name_that_it_had_before_it_was_archived(tmp_path: Path) -> None:
    corpus = read(tmp_path, {"openspec/changes/archive/2026-03-01-add-bell/proposal.md": PROPOSAL})
    assert corpus.resolve("add-bell").target == "openspec/changes/archive/2026-03-01-add-bell"


def test_a_change_is_made_of_all_its_files(tmp_path: Path) -> None:
    spec = one(
        tmp_path,
        **change(added(BELL)),
        **{
            "design.md": "# How\n",
            "notes/a.md": "# A\n",
            "specs/halls/stairs/spec.md": added(BELL),
            "x.png": b"\0",
        },
    )
    assert (spec.title, spec.created, spec.completed, spec.custom) == (
        "add-bell",
        "2026-03-01",
        None,
        {"schema": "spec-driven"},
    )
    assert [part.path.rpartition("/")[2] for part in spec.parts] == ["proposal.md", "tasks.md"]
    names = [document.name for document in spec.place.sub_documents]
    assert names == ["design", "notes/a", "specs/doors", "specs/halls/stairs"]
    assert [(delta.verb, delta.capability, delta.requirement, delta.line) for delta in spec.deltas] == [
        ("added", "doors", "Ring", 3),
        ("added", "halls/stairs", "Ring", 3),
    ]


@pytest.mark.parametrize(
    ("folder", "created", "completed"),
    [
        ("2026-03-05-add-bell", "2026-03-01", "2026-03-05"),
        ("2026-03-05-add-bell", None, "2026-03-05"),
        ("2026-02-01-add-bell", "2026-03-01", None),  # a day that it had in its name before
        ("add-bell", "2026-03-01", None),
        ("2026-99-99-add-bell", "2026-03-01", None),
    ],
)
def test_an_archived_change_was_done_on_the_day_of_its_folder(
    tmp_path: Path, folder: str, created: str | None, completed: str | None
) -> None:
    files = {"proposal.md": PROPOSAL}
    if created:
        files[".openspec.yaml"] = f"schema: spec-driven\ncreated: {created}\n"
    corpus = read(
        tmp_path, {f"openspec/changes/archive/{folder}/{name}": text for name, text in files.items()}
    )
    (spec,) = corpus.specs.values()
    assert (spec.status, spec.created, spec.completed) == ("archived", created, completed)


def test_a_capability_has_requirements_with_their_scenarios(tmp_path: Path) -> None:
    text = MAIN.replace("#### Scenario: Bell", "#### Scenario: None\n\n#### Bell").replace("Close", "Öffnen")
    (spec,) = read(tmp_path, {"openspec/specs/doors/spec.md": text}).specs.values()
    first, second = spec.requirements
    assert (first.key, first.name, first.text, first.line) == ("OPEN", "Open", "The door SHALL open.", 8)
    assert [(case.name, case.line) for case in first.scenarios] == [("Key", 11), ("Bell", 17)]
    assert first.scenarios[0].text == "- **WHEN** the bell rings\n- **THEN** the door opens"
    assert (second.name, second.key.isascii(), spec.status, spec.title) == ("Öffnen", True, None, "doors")


def test_the_life_of_a_requirement(tmp_path: Path) -> None:
    deltas = {
        "archive/2026-03-01-add-doors": added(requirement("Open"), requirement("Shut")),
        "archive/2026-03-02-rename": "## RENAMED Requirements\n- FROM: `### Requirement: Shut`\n"
        "- TO: `### Requirement: Close`\n\n## MODIFIED Requirements\n\n" + requirement("Close"),
        "archive/2026-03-03-lock": added(requirement("Lock")),
        "archive/2026-03-04-no-lock": "## REMOVED Requirements\n- `### Requirement: Lock`\n",
        "bar": "## RENAMED Requirements\nFROM: ### Requirement: Close\nTO: ### Requirement: Bar\n",
        "roof": "",
    }
    files: dict[str, str | bytes] = {
        f"openspec/changes/{name}/specs/{'roofs' if name == 'roof' else 'doors'}/spec.md": text or added(BELL)
        for name, text in deltas.items()
    }
    corpus = read(tmp_path, {**files, "openspec/specs/doors/spec.md": MAIN})
    lives = Lives(corpus)
    told = {
        name: [(step.change.rpartition("/")[2], step.delta.verb, step.is_done) for step in steps]
        for name, _, steps in lives.of("openspec/doors")
    }
    assert told == {
        "Open": [("2026-03-01-add-doors", "added", True)],
        "Close": [
            ("2026-03-01-add-doors", "added", True),
            ("2026-03-02-rename", "renamed", True),
            ("2026-03-02-rename", "modified", True),
            ("bar", "renamed", False),
        ],
        "Lock": [("2026-03-03-lock", "added", True), ("2026-03-04-no-lock", "removed", True)],
    }
    assert [life.now and life.now.key for life in lives.of("openspec/doors")] == ["OPEN", "CLOSE", None]
    became = {
        (change.rpartition("/")[2], delta.verb, delta.requirement): (key, now.name)
        for change, found in lives.changed.items()
        for delta, (key, now) in found.items()
    }
    assert set(became.values()) == {("openspec/doors", "Open"), ("openspec/doors", "Close")}
    assert became["2026-03-01-add-doors", "added", "Shut"] == became["bar", "renamed", "Bar"]
    related = [corpus.resolve(one.text).target for one in corpus.specs["openspec/doors"].related]
    assert [key.rpartition("/")[2] for key in related if key] == [
        "2026-03-01-add-doors",
        "2026-03-02-rename",
        "2026-03-03-lock",
        "2026-03-04-no-lock",
        "bar",
    ]
    assert [one.text for one in corpus.specs["openspec/changes/bar"].related] == ["openspec/doors"]
    assert corpus.specs["openspec/changes/roof"].related == ()


def test_broken_files_are_told_and_the_rest_is_shown(tmp_path: Path) -> None:
    spec = one(
        tmp_path,
        **{
            "proposal.md": PROPOSAL,
            "tasks.md": b"- [x] a\n- [ ] caf\xe9\n",
            ".openspec.yaml": "schema: spec-driven\ngoal: [a\ncreated: soon\n",
            "specs/doors/spec.md": added(BELL),
        },
    )
    assert {(found.path.rpartition("/")[2], found.line, found.code) for found in spec.findings} == {
        ("tasks.md", 2, "encoding"),
        (".openspec.yaml", 2, "frontmatter"),
        (".openspec.yaml", 3, "created"),
    }
    assert (str(spec.progress), spec.created, spec.custom["schema"]) == ("1 / 2", None, "spec-driven")


@pytest.mark.parametrize("name", ["tasks.md", "proposal.md", "specs/doors/spec.md", ".openspec.yaml"])
def test_a_file_that_nobody_may_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    whole = decoding.read

    def read(root: Path, path: str) -> bytes:
        if path.endswith(f"add-bell/{name}"):
            raise PermissionError(13, "Permission denied")
        return whole(root, path)

    monkeypatch.setattr(decoding, "read", read)
    spec = one(tmp_path, **change(added(BELL)))
    assert [
        found.path.rpartition("add-bell/")[2] for found in spec.findings if found.code == "unreadable"
    ] == [name]


def test_the_list_says_what_openspec_says(tmp_path: Path) -> None:
    corpus = read(
        tmp_path,
        {
            "openspec/specs/doors/spec.md": MAIN,
            **{f"openspec/changes/archive/2026-03-05-a/{name}": text for name, text in change().items()},
            **{f"openspec/changes/b/{name}": text for name, text in change(added(BELL)).items()},
        },
    )
    listed = {one["id"]: one for one in json.loads(listing.as_json(corpus, []))["specs"]}
    said = ("dialect", "status_written", "requirements", "checks", "completed_at")
    assert {name: tuple(one[field] for field in said) for name, one in listed.items()} == {
        "doors": ("openspec", None, 2, {"done": 0, "total": 0}, None),
        "2026-03-05-a": ("openspec", "archived", 0, {"done": 1, "total": 2}, "2026-03-05"),
        "b": ("openspec", "in-progress", 0, {"done": 1, "total": 2}, None),
    }


def test_schemas_of_a_project_name_other_files_of_tasks(tmp_path: Path) -> None:
    schema = (
        "name: ours\nartifacts:\n  - id: work\n    generates: '**/todo.md'\napply:\n  tracks: '**/todo.md'\n"
    )
    corpus = read(
        tmp_path,
        {
            "openspec/config.yaml": "schema: ours\n",
            "openspec/schemas/ours/schema.yaml": schema,
            "openspec/changes/a/proposal.md": PROPOSAL,
            "openspec/changes/a/todo.md": "- [x] one\n",
            "openspec/changes/a/web/todo.md": "- [ ] two\n",
            "openspec/changes/a/tasks.md": "- [ ] no task\n",
        },
    )
    (spec,) = corpus.specs.values()
    assert [(check.text, check.path) for check in spec.checks] == [
        ("one", "openspec/changes/a/todo.md"),
        ("two", "openspec/changes/a/web/todo.md"),
    ]
    assert [document.name for document in spec.place.sub_documents] == ["tasks"]


def verdicts(root: Path) -> tuple[Corpus, dict[str, Counter[str]]]:
    """Return how many findings of each severity every spec has, of those that OpenSpec knows, too."""
    library = Library()
    corpus = load(root, library=library)
    report = check(Context(corpus, RuleSettings(select=CODES, least="info"), library=library))
    found: dict[str, Counter[str]] = {key: Counter() for key in corpus.specs}
    for finding in report.findings:
        found[corpus.files[finding.path]][report.severity(finding)] += 1
    return corpus, found


def test_the_verdicts_are_those_of_openspec(tmp_path: Path) -> None:
    write_files(tmp_path, project())
    _, found = verdicts(tmp_path)
    told = {key: (own["error"], own["warning"], own["info"]) for key, own in found.items()}
    assert told == {
        **{f"openspec/{name}": verdict for name, (_, verdict) in CAPABILITIES.items()},
        **{f"openspec/changes/{name}": case.verdict for name, case in CHANGES.items()},
    }


def test_what_is_kept_is_what_was_read(tmp_path: Path) -> None:
    write_files(tmp_path / "repo", project())
    cache = SpecCache(tmp_path / "cache")
    first = load(tmp_path / "repo", library=cache)
    cache.save()
    later = SpecCache(tmp_path / "cache")
    assert load(tmp_path / "repo", library=later).specs == first.specs
    assert later.texts == cache.texts


def test_pages(build: Build, tmp_path: Path) -> None:
    files = {
        "openspec/specs/doors/spec.md": MAIN,
        "openspec/specs/doors/front/spec.md": capability(BELL),
        **{f"openspec/changes/add-bell/{name}": text for name, text in change(added(BELL)).items()},
    }
    conf = 'extensions = ["sphinx_leanspec"]\nneeds_build_json = True\n'
    index = "# Site\n\n{spec}`add-bell` {spec}`doors/front`\n"
    write_files(tmp_path, {"conf.py": conf, "index.md": index, **files})
    site = build(tmp_path)
    page = site.html("specs/openspec/changes/add-bell")
    assert page.select_one("h1").get_text().startswith("add-bell")
    assert [one.get_text().strip()[-10:] for one in page.select("li.leanspec-check > p")] == [
        "1.1 Buy it",
        ".2 Hang it",
    ]
    assert {"OPENSPEC_DOORS", "OPENSPEC_DOORS_FRONT", "OPENSPEC_CHANGES_ADD_BELL"} <= site.needs().keys()
    assert site.html("specs/openspec/doors").select('a[href$="add-bell.html"]')
    assert site.warnings == []
