"""Requirements as needs and on pages, and what changes do to them: one site with specs of three tools."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from building import Build, BuildResult, write_files
from rebuilding import Kept, assert_like_clean, clean_build, edit


def asked(name: str, *cases: str, text: str = "The pier SHALL do it.") -> str:
    scenarios = "".join(f"\n#### Scenario: {case}\n- **WHEN** asked\n- **THEN** done\n" for case in cases)
    return f"### Requirement: {name}\n{text}\n{scenarios}\n"


def delta(verb: str, body: str) -> str:
    return f"## {verb} Requirements\n\n{body}"


PIER = (
    "# Pier\n\n## Purpose\n\nWhere the ferries land and leave, and how they are told from each other.\n\n"
    f"## Requirements\n\n{asked('Show the berth', 'Early', 'Late')}{asked('Call the boat', 'Fog')}"
)
TASKS = """\
# Tasks

## 1. Work

- [x] 1.1 Paint
- [ ] 1.2 Hang

```markdown
- [x] 1.3 An example of a task
```

<!--
- [ ] 1.4 Left over
-->
"""
RENAMED = "- FROM: `### Requirement: Show a number`\n- TO: `### Requirement: Show the berth`\n\n"
CHANGES = {
    "archive/2026-01-05-first-pier": delta(
        "ADDED", asked("Show a number", "Early") + asked("Whistle", "Ice")
    ),
    "archive/2026-02-07-berths": delta("RENAMED", RENAMED)
    + delta("MODIFIED", asked("Show the berth", "Early")),
    "archive/2026-03-09-no-whistle": delta("REMOVED", "- `### Requirement: Whistle`\n"),
    "louder": delta("MODIFIED", asked("Call the boat", "Fog", "Night"))
    + delta("ADDED", asked("Echo", "Rock")),
}
KIRO = {
    "requirements.md": "# Requirements\n\n### Requirement 1: Buoys\n\n"
    "**User Story:** As a pilot, I want buoys\n\n"
    "#### Acceptance Criteria\n\n1. WHEN it is dark THE buoy SHALL shine\n2. WHEN it is day it SHALL NOT\n\n"
    "### Requirement 2: Bells\n\n#### Acceptance Criteria\n\n1. WHEN there is fog THE bell SHALL ring\n",
    "tasks.md": "# Plan\n\n- [x] 1. Forge\n  - [x] 1.1 Cast the bell (P)\n    - _Requirements: 2.1_\n"
    "- [-] 2. Lay the chain\n  - _Requirements: 1.2, 2_\n"
    "  - _Depends: 1.1_\n  - _Blocked: no ship until May_\n"
    "- [ ]* 3. Measure\n  - _Requirements: 1.1_\n",
}
SPECKIT = {
    "spec.md": "# Feature Specification: Lamps\n\n**Created**: 2026-04-01\n**Status**: Draft\n\n"
    "### User Story 1 - See the lamp (Priority: P1)\n\n"
    "1. **Given** night, **When** it burns, **Then** it is seen\n\n"
    "## Requirements\n\n- **FR-001**: The lamp MUST burn\n- **FR-002**: It MUST be *bright*\n\n"
    "## Success\n\n- **SC-001**: Seen from nine miles\n",
    "tasks.md": "# Tasks: Lamps\n\n## Phase 1\n\n- [x] T001 [P] [US1] Fill it with oil (FR-001)\n"
    "- [ ] T002 [US1] Trim it (depends on T001)\n",
    "checklists/quality.md": "# Quality\n\n- [x] All is said\n- [x] And clear\n- [ ] And short\n",
}
INDEX = """\
# Harbour

{need}`OPENSPEC_PIER_R_SHOW_THE_BERTH` and {need}`KIRO_BUOYS_R_R2`.

```{needtable}
:types: requirement
:columns: id;title;requirement_kind
:style: table
```

```{needflow}
:types: requirement
```

```{spec-requirements} pier, buoys, 001-lamps, louder
```

```{spec-checklist} buoys
```
"""
CONF = """\
extensions = ["sphinx_leanspec"]
html_theme = "furo"
project = "harbour"
man_pages = [("index", "harbour", "Harbour", "", 7)]
"""


def files() -> dict[str, str]:
    found = {"openspec/specs/pier/spec.md": PIER}
    for name, text in CHANGES.items():
        base = f"openspec/changes/{name}"
        found |= {f"{base}/proposal.md": f"## Why\n\nFor {name}.\n\n## What Changes\n\nThat.\n"}
        found |= {f"{base}/tasks.md": TASKS, f"{base}/specs/pier/spec.md": text}
    found |= {f".kiro/specs/buoys/{name}": text for name, text in KIRO.items()}
    found |= {f"specs/001-lamps/{name}": text for name, text in SPECKIT.items()}
    return found | {".specify/memory/constitution.md": "# C\n", "conf.py": CONF, "index.md": INDEX}


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory, shared_build: Build) -> Kept:
    root = tmp_path_factory.mktemp("harbour") / "src"
    write_files(root, files())
    return Kept(root, shared_build, shared_build(root, jobs=2))


@pytest.fixture
def site(harbour: Kept) -> BuildResult:
    return harbour.last


def test_nothing_is_wrong_with_them(site: BuildResult) -> None:
    assert [line for line in site.warnings if "leanspec.delta" not in line] == []


def test_requirements_are_needs_with_their_scenarios(site: BuildResult) -> None:
    needs = {name: need for name, need in site.needs().items() if need["type"] == "requirement"}
    assert {name: (need["title"], need["requirement_kind"]) for name, need in needs.items()} == {
        "KIRO_BUOYS_R_R1": ("1 Buoys", "requirement"),
        "KIRO_BUOYS_R_R2": ("2 Bells", "requirement"),
        "OPENSPEC_PIER_R_CALL_THE_BOAT": ("Call the boat", "requirement"),
        "OPENSPEC_PIER_R_SHOW_THE_BERTH": ("Show the berth", "requirement"),
        "SPECKIT_001_R_FR_001": ("FR-001 The lamp MUST burn", "requirement"),
        "SPECKIT_001_R_FR_002": ("FR-002 It MUST be bright", "requirement"),
        "SPECKIT_001_R_SC_001": ("SC-001 Seen from nine miles", "criterion"),
        "SPECKIT_001_R_US1": ("US1 See the lamp (Priority: P1)", "story"),
    }
    berth = needs["OPENSPEC_PIER_R_SHOW_THE_BERTH"]
    assert (berth["says"], berth["scenarios"]) == ("The pier SHALL do it.", ["Early", "Late"])
    assert (berth["path"], berth["part_of"]) == ("openspec/specs/pier/spec.md", ["OPENSPEC_PIER"])
    assert needs["KIRO_BUOYS_R_R1"]["scenarios"] == ["1.1", "1.2"]
    assert needs["SPECKIT_001_R_US1"]["scenarios"] == ["Given night, When it burns, Then it is seen"]


def test_tasks_and_changes_link_to_them(site: BuildResult) -> None:
    needs = site.needs()
    found = [need for name, need in needs.items() if "_C_" in name and not name.startswith("OPENSPEC")]
    tasks = {need["title"].split()[0]: need for need in found}
    assert tasks["1.1"]["serves"] == ["KIRO_BUOYS_R_R2"]
    assert tasks["2."]["serves"] == ["KIRO_BUOYS_R_R1", "KIRO_BUOYS_R_R2"]
    assert tasks["2."]["depends_on"] == ["KIRO_BUOYS_C_" + tasks["1.1"]["id"].rpartition("_")[2]]
    assert tasks["T001"]["serves"] == ["SPECKIT_001_R_FR_001", "SPECKIT_001_R_US1"]
    assert tasks["T002"]["depends_on"] == ["SPECKIT_001_C_T001"]
    assert needs["OPENSPEC_PIER_R_SHOW_THE_BERTH"]["changes_back"] == [
        "OPENSPEC_CHANGES_ARCHIVE_2026_01_05_FIRST_PIER",
        "OPENSPEC_CHANGES_ARCHIVE_2026_02_07_BERTHS",
    ]
    assert needs["OPENSPEC_CHANGES_LOUDER"]["changes"] == ["OPENSPEC_PIER_R_CALL_THE_BOAT"]


def test_each_is_anchored_where_it_stands(site: BuildResult) -> None:
    pier, lamps, buoys = (
        site.html(f"specs/{name}") for name in ("openspec/pier", "speckit/001-lamps", "kiro/buoys")
    )
    heading = pier.find(id="OPENSPEC_PIER_R_SHOW_THE_BERTH").find_parent("section")
    assert heading.find("h3").get_text().startswith("Requirement: Show the berth")
    late = pier.find(id="OPENSPEC_PIER_R_SHOW_THE_BERTH.2").find_parent("section")
    assert late.find("h4").get_text().startswith("Scenario: Late")
    assert (
        lamps.find(id="SPECKIT_001_R_FR_002").find_parent("li").get_text().strip()
        == "FR-002: It MUST be bright"
    )
    assert "it SHALL NOT" in buoys.find(id="KIRO_BUOYS_R_R1.2").find_parent("li").get_text()
    index = site.html("index")
    assert index.select('a[href="specs/openspec/pier.html#OPENSPEC_PIER_R_SHOW_THE_BERTH"]')


FIRST = "Added by ▣2026-01-05-first-pier"
SECOND = "▣2026-02-07-berths"


def rows(page: BeautifulSoup | Tag, kind: str) -> list[list[str]]:
    """What each line of a table says, cell by cell."""
    table = page.select_one(f"table.leanspec-{kind}")
    return [
        [" ".join(cell.get_text().split()) for cell in row.select("td")] for row in table.select("tbody tr")
    ]


def test_a_capability_shows_which_changes_made_it_what_it_is(site: BuildResult) -> None:
    foot = site.html("specs/openspec/pier").select_one(".leanspec-foot")
    assert rows(foot, "requirements") == [
        [
            "Show the berth",
            "2",
            f"{FIRST} Renamed by {SECOND}, before that Show a number Modified by {SECOND}",
        ],
        ["Call the boat", "1", "To be modified by ◑louder"],
        ["Whistle", "", f"{FIRST} Removed by ▣2026-03-09-no-whistle"],
        ["Echo", "", "To be added by ◑louder"],
    ]
    links = {link.get_text(): link["href"] for link in foot.select("td a")}
    assert links["Show the berth"] == "#OPENSPEC_PIER_R_SHOW_THE_BERTH"
    assert links["◑louder"].startswith("changes/louder.html")
    assert not {"Whistle", "Echo"} & links.keys()


def test_a_change_lists_what_it_changes(site: BuildResult) -> None:
    foot = site.html("specs/openspec/changes/louder").select_one(".leanspec-foot")
    assert rows(foot, "deltas") == [["Modified", "Call the boat", "pier"], ["Added", "Echo", "pier"]]
    assert [link["href"] for link in foot.select("td a")] == [
        "louder/specs/pier.html",
        "../pier.html#OPENSPEC_PIER_R_CALL_THE_BOAT",
        "../pier.html",
        "louder/specs/pier.html",
        "../pier.html",
    ]
    assert "What it changed" in site.html("specs/openspec/changes/archive/2026-02-07-berths").get_text()


def test_what_counts_and_is_no_box_is_listed_with_its_line(site: BuildResult) -> None:
    page = site.html("specs/openspec/changes/louder")
    foot = page.select_one(".leanspec-foot")
    assert [" ".join(item.get_text().split()) for item in foot.select("li.leanspec-check")] == [
        "☑︎ 1.3 An example of a task (tasks.md, line 9)",
        "☐︎ 1.4 Left over (tasks.md, line 13)",
    ]
    ids = [
        need["id"] for need in site.needs().values() if need["id"].startswith("OPENSPEC_CHANGES_LOUDER_C_")
    ]
    assert sorted(box["id"] for box in page.select(".leanspec-box[id]")) == sorted(ids)
    assert len(ids) == 4


def test_tasks_are_told_in_words_and_lead_to_what_they_name(site: BuildResult) -> None:
    foot = site.html("specs/kiro/buoys").select_one(".leanspec-foot")
    assert rows(foot, "tasks") == [
        ["☑︎ 1.1", "can be done beside others", "2.1", ""],
        ["☐︎ 2", "in progress, blocked: no ship until May", "1.2, 2", "1.1"],
        ["☐︎ 3", "optional", "1.1", ""],
    ]
    hrefs = [link["href"] for link in foot.select("table.leanspec-tasks tr:nth-of-type(2) a")]
    assert hrefs[1:3] == ["#KIRO_BUOYS_R_R1.2", "#KIRO_BUOYS_R_R2"]
    assert rows(foot, "requirements") == [["1 Buoys", "2", "☐︎ 2 ☐︎ 3"], ["2 Bells", "1", "☑︎ 1.1 ☐︎ 2"]]
    checks = site.html("index").select_one(".leanspec-spec-checklist")
    assert "2 Lay the chain (in progress, blocked: no ship until May, serves 1.2, 2, after 1.1)" in " ".join(
        checks.get_text().split()
    )


def test_a_review_stands_apart_from_the_tasks(site: BuildResult) -> None:
    card = site.html("specs/speckit/001-lamps").select_one("dl.leanspec-progress")
    told = [" ".join(one.get_text().split()) for one in card.select("dt, dd")]
    assert told == ["Checks:", "1 / 2", "Review: Quality:", "2 / 3"]
    need = site.needs()["SPECKIT_001"]
    assert (need["done"], need["total"]) == (1, 2)


def test_the_view_shows_the_same_of_several(site: BuildResult) -> None:
    view = site.html("index").select_one(".leanspec-spec-requirements")
    names = [" ".join(one.get_text().split()) for one in view.select(".rubric")]
    assert names == ["001 Lamps ◑In progress", "buoys ◑In progress", "louder ◑In progress", "pier"]
    assert len(view.select("table.leanspec-requirements")) == 3
    assert rows(view, "requirements")[0] == ["US1 See the lamp (Priority: P1)", "1", "☑︎ T001 ☐︎ T002"]


@pytest.mark.parametrize(
    ("builder", "name"),
    [("text", "specs/openspec/pier.txt"), ("man", "harbour.7"), ("latex", "harbour.tex")],
)
def test_it_can_be_read_without_a_browser(harbour: Kept, builder: str, name: str) -> None:
    text = " ".join(harbour.build(harbour.root, builder=builder).text(name).split())
    assert "What made the requirements what they are" in text
    assert "To be added by" in text


EDITS = {
    "a delta": edit(
        "openspec/changes/louder/specs/pier/spec.md",
        "Requirement: Call the boat",
        "Requirement: Show the berth",
    ),
    "a requirement": edit(
        "openspec/specs/pier/spec.md", "Requirement: Call the boat", "Requirement: Call it"
    ),
}


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_leaves_what_a_clean_build_makes(
    build: Build, harbour: Kept, tmp_path: Path, what: str
) -> None:
    shutil.copytree(harbour.root, tmp_path / "src")
    kept = Kept(tmp_path / "src", build, build(tmp_path / "src"))
    EDITS[what](kept.root)
    assert_like_clean(build(kept.root), clean_build(kept))


def test_without_them_no_need_has_room_for_them(build: Build) -> None:
    conf = {"leanspec_requirement_needs": False}
    kept = {"index.md": "# Harbour\n", "openspec/specs/pier/spec.md": PIER}
    needs = build(kept, conf=conf).needs()
    assert list(needs) == ["OPENSPEC_PIER"]
    assert not {"serves", "changes", "says", "scenarios"} & needs["OPENSPEC_PIER"].keys()
