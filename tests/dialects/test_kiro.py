"""Kiro and cc-sdd: what their files say, in every shape that they are seen in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from building import Build, write_files

from sphinx_leanspec.commands.check import check
from sphinx_leanspec.commands.check_request import CheckRequest
from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.model import Spec
from sphinx_leanspec.options import Options
from sphinx_leanspec.reading import Vocabularies
from sphinx_leanspec.reading.cache import SpecCache
from sphinx_leanspec.reading.dialects.kiro import Kiro
from sphinx_leanspec.reading.dialects.kiro.lines import listed
from sphinx_leanspec.reading.dialects.kiro.reader import PHASES

REQUIREMENTS = """# Requirements Document

## Requirements

### Requirement 1: Tides
**Objective:** As a skipper, I want tides, so that I sail in time

#### Acceptance Criteria
1. When a port is chosen, the almanac shall show its tides
   of the whole day
2. If there is no port, then the almanac shall say so

### Requirement 2: Moon

#### Acceptance Criteria
1. The almanac shall show the moon
"""
TASKS = """# Implementation Plan

- [x] 1. Read the tables
- [x] 1.1 Parse (P)
  - Each row once
  - _Requirements: 1.1, 1.2_
- [-] 1.2 Index
  - _Boundary: Index_
  - _Depends: 1.1_
- [ ]* 1.3 Measure <!-- evidence: file speed.md -->
  - _Requirements: 2.1_
- [~] 2. Print
  - _Blocked: no printer yet_
"""
STEERED = {
    "phase": "tasks-generated",
    "created_at": "2026-01-05T09:00:00Z",
    "updated_at": "2026-02-01T10:30:00Z",
}
ROADMAP = """# Roadmap

- [ ] moon -- an item that names nothing, and no entry
- moon -- nor is this one. Dependencies: sea

```
- [ ] moon -- nor this. Dependencies: sea
```

## Specs (dependency order)
- [x] tides -- times of water. Dependencies: none
- [ ] moon -- its phases. Dependencies: tides, sun

## Phase 2
- [ ] **sky** \N{EM DASH} both of them. _Depends on: `moon`, tides_ \N{EM DASH} once there is paper, and ink.
- [ ] clouds -- above. Dependencies: moon\N{FULLWIDTH LEFT PARENTHESIS}done, soon)
- [x] rain -- below. Dependencies: all of Phase 2, clouds
"""


def project(root: Path, files: Mapping[str, str], name: str = "tides") -> Path:
    write_files(root, {f".kiro/specs/{name}/{file}": text for file, text in files.items()})
    return root


def read(root: Path, files: Mapping[str, str]) -> Spec:
    return load(project(root, files)).specs["kiro/tides"]


def steered(**fields: object) -> str:
    return json.dumps({**STEERED, **fields}, indent=2)


def told(corpus: Corpus) -> list[tuple[str, int, str]]:
    return [(Path(found.path).name, found.line, found.code) for found in corpus.findings]


def test_what_cc_sdd_writes(tmp_path: Path) -> None:
    files = {
        "requirements.md": REQUIREMENTS,
        "tasks.md": TASKS,
        "design.md": "# Design\n",
        "spec.json": steered(),
    }
    spec = read(tmp_path, {**files, "research.md": "# Log\n"})
    assert (spec.key, spec.need_id, spec.title) == ("kiro/tides", "KIRO_TIDES", "tides")
    assert (spec.status, spec.status_written, spec.status_from) == ("in-progress", "tasks-generated", "tasks")
    assert (spec.created, spec.updated) == (STEERED["created_at"], STEERED["updated_at"])
    assert [document.name for document in spec.place.sub_documents] == ["design", "research"]
    assert [Path(part.path).name for part in spec.parts] == ["requirements.md", "tasks.md"]
    assert spec.findings == ()


def test_tasks_are_read_as_what_they_mean(tmp_path: Path) -> None:
    spec = read(tmp_path, {"requirements.md": REQUIREMENTS, "tasks.md": TASKS})
    assert [(check.line, check.done, check.level, check.task.number) for check in spec.checks] == [
        (3, True, 0, "1"),
        (4, True, 1, "1.1"),
        (7, False, 1, "1.2"),
        (10, False, 1, "1.3"),
        (12, False, 0, "2"),
    ]
    major, parse, index, measure, printing = (check.task for check in spec.checks)
    assert (major.requirements, parse.requirements, parse.is_parallel) == ((), ("1.1", "1.2"), True)
    assert (index.depends_on, index.boundary, index.state) == (("1.1",), "Index", "in-progress")
    assert (measure.is_optional, measure.requirements, index.is_optional) == (True, ("2.1",), False)
    assert (printing.state, printing.blocked) == ("queued", "no printer yet")
    assert spec.checks[3].evidence[0].text == "file speed.md"
    assert [check.parent for check in spec.checks] == [None, *[spec.checks[0].key] * 3, None]
    assert str(spec.progress) == "2 / 5"


@pytest.mark.parametrize("indent", ["", "  ", "    ", "\t"])
def test_sub_tasks_may_be_indented_or_not(tmp_path: Path, indent: str) -> None:
    detail = "_Requirements: 1.2-1.4, all of 2_"
    tasks = f"- [ ] 1. One\n\n\n{indent}- [x] 1.1 Two\n\n{indent}  - {detail}\n- [ ] 2. Three\n"
    spec = read(tmp_path, {"tasks.md": tasks})
    assert [(check.task.number, check.level) for check in spec.checks] == [("1", 0), ("1.1", 1), ("2", 0)]
    assert spec.checks[1].task.requirements == ("1.2", "1.3", "1.4")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("  - _Requirements: All of them need this_", ()),
        ("  - **Validates: Requirements 1.1, 2.2**", ("1.1", "2.2")),
        ("  _Requirements: 3, NFR-1_", ("3", "NFR-1")),
    ],
)
def test_links_to_requirements(tmp_path: Path, line: str, found: tuple[str, ...]) -> None:
    spec = read(tmp_path, {"tasks.md": f"- [ ] 1. One\n{line}\n"})
    assert spec.checks[0].task.requirements == found


def test_boxes_of_code_are_no_tasks(tmp_path: Path) -> None:
    spec = read(tmp_path, {"tasks.md": "```\n- [ ] 1. No\n- [~] 2. No\n```\n- [x] 3. Yes\n"})
    assert [check.line for check in spec.checks] == [5]


def test_requirements_have_their_criteria(tmp_path: Path) -> None:
    tides, moon = read(tmp_path, {"requirements.md": REQUIREMENTS}).requirements
    assert (tides.key, tides.kind, tides.name, tides.line) == ("R1", "requirement", "1", 5)
    assert tides.text == "Tides: As a skipper, I want tides, so that I sail in time"
    assert [(one.name, one.line) for one in (*tides.scenarios, *moon.scenarios)] == [
        ("1.1", 9),
        ("1.2", 11),
        ("2.1", 16),
    ]
    assert tides.scenarios[0].text.endswith("show its tides of the whole day")


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("### Requirement 1", "Requirement 1"),
        ("### 1. Moon", "Moon"),
        ("### Requirement 1 - Moon", "Moon"),
        ("### Requirement 1\N{FULLWIDTH COLON}Moon", "Moon"),
    ],
)
def test_headings_of_requirements(tmp_path: Path, heading: str, text: str) -> None:
    body = (
        f"# All\n\n## 1. Introduction\n\n1. None\n\n{heading}\n\n1. First\n2. Second\n\n## Notes\n\n1. None\n"
    )
    (found,) = read(tmp_path, {"requirements.md": body}).requirements
    assert (found.name, found.text, [one.text for one in found.scenarios]) == ("1", text, ["First", "Second"])


@pytest.mark.parametrize(
    ("phase", "boxes", "status", "comes_from"),
    [
        ("initialized", "", "draft", ""),
        ("design-generated", "", "draft", ""),
        ("tasks-generated", "- [ ] 1. A\n", "planned", ""),
        ("tasks-generated", "- [x] 1. A\n- [ ] 2. B\n", "in-progress", "tasks"),
        ("tasks-generated", "- [x] 1. A\n- [ ]* 1.1 B\n", "complete", "tasks"),
        ("tasks-generated", "- [-] 1. A\n", "in-progress", "tasks"),
        ("implementation-in-progress", "- [ ] 1. A\n", "in-progress", ""),
        ("implementation-completed", "- [x] 1. A\n", "complete", ""),
        ("implementation-completed", "", "complete", ""),
        ("implementation-completed", "- [x] 1. A\n- [ ] 2. B\n", "in-progress", "tasks"),
        ("implemented", "", "complete", ""),
        (None, "- [ ] 1. A\n", "planned", "tasks"),
        (None, "- [x] 1. A\n", "complete", "tasks"),
        (None, "", "draft", "tasks"),
    ],
)
def test_boxes_decide_what_is_done(
    tmp_path: Path, phase: str | None, boxes: str, status: str, comes_from: str
) -> None:
    files = {"requirements.md": "# R\n"} | ({"tasks.md": boxes} if boxes else {})
    spec = read(tmp_path, files | ({"spec.json": steered(phase=phase)} if phase else {}))
    assert (spec.status, spec.status_from, spec.status_written) == (status, comes_from, phase)


def test_what_contradicts_itself_is_told(tmp_path: Path) -> None:
    tasks = "- [x] 1. A\n  - _Requirements: 1.3, 2.1, 7_\n- [ ] 2. B\n  - _Depends: 4.4_\n"
    files = {"requirements.md": REQUIREMENTS, "tasks.md": tasks, "spec.json": steered(phase="implemented")}
    corpus = load(project(tmp_path, files))
    assert told(corpus) == [
        ("spec.json", 2, "open"),
        ("tasks.md", 1, "ref"),
        ("tasks.md", 1, "ref"),
        ("tasks.md", 3, "ref"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ('{\n  "phase": "tasks-generated"\n  "language": "en"\n}', 3, "frontmatter"),
        ("[]", 1, "frontmatter"),
        ("", 1, "frontmatter"),
        (f'{{"a": {"[" * 100_000}', 1, "frontmatter"),
        ('{\n "created_at": "soon"}', 2, "dates"),
        ('{\n "phase": "napping"}', 2, "status"),
    ],
)
def test_a_broken_file_of_the_tool_is_told_and_the_rest_is_read(
    tmp_path: Path, text: str, line: int, code: str
) -> None:
    corpus = load(project(tmp_path, {"tasks.md": "- [x] 1. A\n", "spec.json": text}))
    assert told(corpus) == [("spec.json", line, code)]
    assert corpus.specs["kiro/tides"].status == "complete"


def test_a_spec_may_be_its_json_alone_or_a_brief_or_a_bug(tmp_path: Path) -> None:
    project(tmp_path, {"spec.json": steered(phase="initialized", feature_name="High tides")})
    project(tmp_path, {"brief.md": "# Brief\n", "design.md": "# D\n"}, "moon")
    project(tmp_path, {"bugfix.md": "# Bug\n", "tasks.md": TASKS}, "wrong-day")
    write_files(tmp_path, {".kiro/specs/notes.md": "# None\n", ".kiro/specs/.old/tasks.md": TASKS})
    (tmp_path / ".kiro/specs/empty").mkdir()
    corpus = load(tmp_path)
    assert {key: (spec.title, spec.status) for key, spec in corpus.specs.items()} == {
        "kiro/moon": ("moon", "draft"),
        "kiro/tides": ("High tides", "draft"),
        "kiro/wrong-day": ("wrong-day", "in-progress"),
    }
    paths = {key: [Path(part.path).name for part in spec.parts] for key, spec in corpus.specs.items()}
    assert paths["kiro/wrong-day"] == ["bugfix.md", "tasks.md"]
    assert paths["kiro/moon"] == ["brief.md"]


@pytest.fixture
def almanac(tmp_path: Path) -> Path:
    root = tmp_path / "repo"
    project(root, {"requirements.md": REQUIREMENTS, "tasks.md": TASKS, "spec.json": steered()})
    project(
        root,
        {"requirements.md": "Moon\n====\n\nSee [tides](../tides/tasks.md).\n", "design.md": "# D\n"},
        "moon",
    )
    write_files(root, {".kiro/steering/roadmap.md": ROADMAP, ".kiro/steering/product.md": "# Almanac\n"})
    return root


def test_the_roadmap_says_what_waits_for_what(almanac: Path) -> None:
    corpus = load(almanac)
    assert corpus.specs.keys() == {"kiro/moon", "kiro/tides"}
    assert corpus.depends_on == {"kiro/moon": ("kiro/tides",), "kiro/tides": ()}
    assert [(found.place, found.code) for found in corpus.findings] == [
        (".kiro/steering/roadmap.md:12", "ref")
    ]
    assert [(one.name, one.line, one.is_done, one.waits) for one in listed(ROADMAP)] == [
        ("tides", 11, True, ()),
        ("moon", 12, False, ("tides", "sun")),
        ("sky", 15, False, ("moon", "tides")),
        ("clouds", 16, False, ("moon",)),
        ("rain", 17, True, ()),
    ]


def test_what_the_roadmap_foresees_need_not_be_there(almanac: Path) -> None:
    later = "- [ ] sun -- later. Dependencies: none (nothing)\n"
    write_files(almanac, {".kiro/steering/roadmap.md": ROADMAP + later})
    (found,) = load(almanac).findings
    assert (found.line, found.code, found.at_most) == (12, "ref", "info")
    told = check(CheckRequest(almanac, severity="info")).entries
    said = [(one.finding.line, one.finding.message) for one in told if one.finding.code == "ref"]
    assert said == [
        (12, "depends_on `kiro/sun` names no spec here"),
        (17, "the roadmap says that `rain` is done, which is no spec here"),
    ]


def test_teams_put_specs_into_folders(tmp_path: Path) -> None:
    project(tmp_path, {"tasks.md": "- [x] 1. A\n", "research/tables.md": "# Tables\n"}, "done/tides")
    project(tmp_path, {"design.md": "# D\n", "README.md": "# Old\n"}, "_archive/2024/moon")
    project(tmp_path, {"README.md": "# What is here\n"}, "_archive")
    project(tmp_path, {"notes.md": "# Notes\n"}, "sky")
    write_files(
        tmp_path,
        {
            ".kiro/specs/sea/tasks.md": "- [ ] 1. A\n",
            ".kiro/steering/roadmap.md": "- [ ] sea -- wide. Dependencies: tides\n",
        },
    )
    corpus = load(tmp_path)
    assert {key: (spec.need_id, spec.status) for key, spec in corpus.specs.items()} == {
        "kiro/_archive/2024/moon": ("KIRO_ARCHIVE_2024_MOON", "archived"),
        "kiro/done/tides": ("KIRO_DONE_TIDES", "complete"),
        "kiro/sea": ("KIRO_SEA", "planned"),
        "kiro/sky": ("KIRO_SKY", "draft"),
    }
    assert corpus.depends_on["kiro/sea"] == ("kiro/done/tides",)
    assert [one.name for one in corpus.specs["kiro/done/tides"].place.sub_documents] == ["research/tables"]
    assert corpus.resolve("moon").target == "kiro/_archive/2024/moon"
    kiro, home = Kiro(), tmp_path / ".kiro/specs"
    assert kiro.called(corpus.project, home, ".kiro/specs/done/tides/tasks.md") == "done/tides"
    old = ".kiro/specs/_archive/2024/moon/tasks.md"
    assert kiro.status_of(corpus.project, old, b"- [ ] 1. A\n", Vocabularies()) == "archived"


def test_what_is_kept_follows_the_roadmap(almanac: Path, tmp_path: Path) -> None:
    cache = SpecCache(tmp_path / "cache")
    first = load(almanac, library=cache)
    cache.save()
    assert load(almanac, library=SpecCache(tmp_path / "cache")).specs == first.specs
    write_files(almanac, {".kiro/steering/roadmap.md": ROADMAP.replace("tides, sun", "none")})
    assert load(almanac, library=SpecCache(tmp_path / "cache")).depends_on["kiro/moon"] == ()


def test_rules_ask_for_what_the_tool_has(almanac: Path) -> None:
    project(almanac, {"tasks.md": "- [ ] 1. A\n"}, "planned")
    project(
        almanac, {"tasks.md": "- [x] 1. A\n- [ ]* 2. B\n", "spec.json": steered(phase="implemented")}, "over"
    )
    codes = ("completion", "mark", "open", "orphan", "title", "unranked")
    found = check(CheckRequest(almanac, Options(severity=dict.fromkeys(codes, "error")))).entries
    assert {one.finding.code for one in found} == {"ref"}


def test_history_tells_the_status_from_earlier_versions(almanac: Path) -> None:
    kiro, words, known = Kiro(), Vocabularies(), load(almanac).project

    def status(name: str, text: str) -> str | None:
        return kiro.status_of(known, f".kiro/specs/tides/{name}", text.encode(), words)

    assert status("tasks.md", TASKS) == "in-progress"
    assert status("tasks.md", "# Plan\n\n- [x] 1. A\n") == "complete"
    assert status("spec.json", steered(phase="initialized")) == "draft"
    assert status("spec.json", steered()) is None
    home = almanac / ".kiro/specs"
    assert kiro.called(known, home, ".kiro/specs/gone/tasks.md") == "gone"
    assert kiro.called(known, home, ".kiro/steering/tasks.md") is None


CONF = 'extensions = ["sphinx_leanspec"]\nexclude_patterns = [".kiro/steering"]\n'


def test_pages(build: Build, almanac: Path) -> None:
    write_files(almanac, {"conf.py": CONF, "index.md": "# Site\n\n{spec}`moon`\n"})
    write_files(almanac, {".kiro/steering/roadmap.md": ROADMAP.replace(", sun", "")})
    result = build(almanac)
    assert result.warnings == []
    page = result.html("specs/kiro/tides")
    titles = [(one.name, one.find(string=True)) for one in page.select("h1, h2, h3")]
    assert titles[0] == ("h1", "tides")
    assert {("h2", "Requirements Document"), ("h2", "Implementation Plan")} <= {*titles}
    assert len(page.select(".leanspec-check")) - len(page.select(".leanspec-foot .leanspec-check")) == 2
    assert "[ ]* 1.3 Measure" in page.get_text()
    moon = result.html("specs/kiro/moon")
    assert [one.find(string=True) for one in moon.select("h1, h2")][:2] == ["moon", "Moon"]
    assert "tides.html" in moon.find("a", string="tides")["href"]


@pytest.mark.corpora
def test_a_project_that_cc_sdd_laid_out(corpora: Path) -> None:
    corpus = load(corpora / "dialects" / "ccsdd")
    found = {
        key.removeprefix("kiro/"): (spec.status, str(spec.progress), corpus.depends_on[key])
        for key, spec in corpus.specs.items()
    }
    assert found == {
        "author-search": ("in-progress", "2 / 7", ()),
        "fines": ("draft", "0 / 0", ("kiro/lending",)),
        "lending": ("draft", "0 / 0", ("kiro/author-search",)),
        "notices": ("draft", "0 / 0", ("kiro/lending", "kiro/fines")),
    }
    assert corpus.findings == ()
    ids = {
        name for spec in corpus.specs.values() for check in spec.checks for name in check.task.requirements
    }
    asked = corpus.specs["kiro/author-search"].requirements
    assert ids == {case.name for one in asked for case in one.scenarios}


def test_the_guide_lists_the_phases() -> None:
    guide = Path(__file__).parents[2] / "docs" / "guide" / "kiro.md"
    if not guide.is_file():
        pytest.skip("the guide is part of a checkout only")
    text = guide.read_text("utf-8")
    assert {begin for begin in PHASES if f"`{begin}" not in text} == set()
