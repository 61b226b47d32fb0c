"""A rebuilt site of other tools' specs equals a clean one, whatever becomes of their files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from building import builder_in, write_files
from rebuilding import Kept, assert_like_clean, changed, clean_build, edit, remove, rename, snapshot, write

PURPOSE = "## Purpose\nLets people into the house and out of it, by day and by night.\n"
BELL = "### Requirement: Ring\nThe bell SHALL ring.\n\n#### Scenario: Press\n- **THEN** it rings\n"
OPENSPEC = {
    "specs/doors/spec.md": f"# Doors\n\n{PURPOSE}\n## Requirements\n\n{BELL}",
    "specs/roofs/spec.md": f"# Roofs\n\n{PURPOSE}\n## Requirements\n\n{BELL}",
    "specs/zz/spec.md": f"# Aside\n\n{PURPOSE}\n## Requirements\n\n{BELL}",
    "changes/add-knock/.openspec.yaml": "schema: spec-driven\ncreated: 2026-03-01\n",
    "changes/add-knock/proposal.md": "## Why\n\nNobody hears.\n",
    "changes/add-knock/tasks.md": "## 1. Knock\n\n- [x] 1.1 Buy it\n- [ ] 1.2 Hang it\n",
    "changes/add-knock/specs/doors/spec.md": f"## ADDED Requirements\n\n{BELL.replace('Ring', 'Knock')}",
    "changes/archive/2026-02-01-ring/proposal.md": "## Why\n\nNobody heard.\n",
    "changes/archive/2026-02-01-ring/specs/doors/spec.md": f"## ADDED Requirements\n\n{BELL}",
}
ASKED = "# Tides\n\n### Requirement 1: Tides\n\n#### Acceptance Criteria\n1. It shows them\n"
KIRO = {
    "specs/tides/requirements.md": ASKED,
    "specs/tides/tasks.md": "- [x] 1. Read\n- [ ] 2. Show\n  - _Requirements: 1.1_\n",
    "specs/tides/spec.json": '{"phase": "tasks-generated", "created_at": "2026-01-05T09:00:00Z"}\n',
    "specs/moon/requirements.md": "# Moon\n\nSee [tides](../tides/tasks.md).\n",
    "specs/zy/requirements.md": "# Beside what is aside\n",
    "specs/zzz/requirements.md": "# Aside\n",
    "steering/roadmap.md": "- [ ] tides -- a. Dependencies: none\n- [ ] moon -- b. Dependencies: tides\n",
}
SPECKIT = {
    "001-shelf/spec.md": "# Feature Specification: Shelf\n\n**Status**: Draft\n\n- **FR-001**: It stands\n",
    "001-shelf/plan.md": "# Plan\n",
    "001-shelf/tasks.md": "- [x] T001 Saw\n- [ ] T002 Glue for FR-001\n",
    "002-stool/spec.md": "# Feature Specification: Stool\n",
}
BACKLOG = {
    "config.yml": "project_name: Lamps\n",
    "tasks/task-1 - Oil.md": "---\nid: TASK-1\ntitle: Oil\nstatus: To Do\nmilestone: m-0\n---\n",
    "tasks/task-2 - Wick.md": "---\nid: TASK-2\ntitle: Wick\nstatus: To Do\ndependencies: [1]\n---\n",
    **{f"tasks/task-{at} - Aside.md": f"---\nid: TASK-{at}\nstatus: Done\n---\n" for at in (98, 99, 100)},
    "milestones/m-0 - dawn.md": "---\nid: m-0\ntitle: Dawn\n---\n",
    "decisions/decision-1 - Use-oil.md": "---\nid: decision-1\ntitle: Use oil\nstatus: proposed\n---\n",
}
TASKS = """\
{"master": {"tasks": [
  {"id": 1, "title": "Sails", "description": "Sew.", "status": "pending", "dependencies": [],
   "priority": "high",
   "subtasks": [{"id": 1, "title": "Jib", "description": "", "status": "pending", "dependencies": []}]},
  {"id": 2, "title": "Hull", "description": "Blue.", "status": "pending", "dependencies": [1],
   "priority": "low"}
]}, "pier": {"tasks": [
  {"id": 1, "title": "Planks", "description": "-", "status": "done", "dependencies": [], "priority": "low"},
  {"id": 2, "title": "Aside", "description": "-", "status": "done", "dependencies": [], "priority": "low"},
  {"id": 3, "title": "Nails", "description": "-", "status": "done", "dependencies": [], "priority": "low"}
]}}
"""
STATUS = """\
generated: 01-05-2026 09:00
last_updated: 01-06-2026 10:30
project: Harbour
development_status:
  epic-1: in-progress
  1-1-gauge: ready-for-dev
  1-2-tide: backlog
  epic-1-retrospective: optional
  epic-7: backlog
  7-1-beside: backlog
  7-2-aside: backlog
  7-3-beside: backlog
"""
BMAD = {
    "implementation-artifacts/sprint-status.yaml": STATUS,
    "implementation-artifacts/1-1-gauge.md": "# Gauge\n\n## Tasks / Subtasks\n\n- [ ] Task 1: Wire\n",
    "planning-artifacts/epics.md": "# Harbour\n\n## Epic 1: Tides\n\n### Story 1.1: Gauge\n\n"
    "### Story 1.2: Tide\n\n## Epic 7: Aside\n\n"
    "### Story 7.1: Beside\n\n### Story 7.2: Aside\n\n### Story 7.3: Beside\n",
}
FILES = {
    **{f"_bmad-output/{path}": text for path, text in BMAD.items()},
    ".taskmaster/tasks/tasks.json": TASKS,
    **{f"backlog/{path}": text for path, text in BACKLOG.items()},
    **{f"openspec/{path}": text for path, text in OPENSPEC.items()},
    **{f".kiro/{path}": text for path, text in KIRO.items()},
    **{f"specs/{path}": text for path, text in SPECKIT.items()},
    ".specify/memory/constitution.md": "# Rules\n",
    "conf.py": 'extensions = ["sphinx_leanspec"]\nhtml_theme = "alabaster"\nneeds_build_json = True\n'
    'leanspec_sidebar = 0\nexclude_patterns = [".kiro/steering", "_bmad-output"]\n',
    "index.md": "# Home\n\n```{spec-table}\n:columns: title, status, progress\n```\n",
}
ASIDE = {"specs/openspec/zz.html", "specs/kiro/zzz.html", "specs/backlog/TASK-99.html"} | {
    "specs/taskmaster/pier/2.html",
    "specs/bmad/7-2-aside.html",
}
"""What nothing here has to do with, nor stands beside anything that has."""
ADDED = f"# Doors\n\n{PURPOSE}\n## Requirements\n\n{BELL}\n{BELL.replace('Ring', 'Knock')}"
TASKS_JSON = ".taskmaster/tasks/tasks.json"
SPRINT = "_bmad-output/implementation-artifacts/sprint-status.yaml"
EPICS = "_bmad-output/planning-artifacts/epics.md"
Change = Callable[[Path], object]

ROWS: dict[str, tuple[Change, ...]] = {
    "edit tasks": (
        edit("openspec/changes/add-knock/tasks.md", "- [ ] 1.2", "- [x] 1.2"),
        edit(".kiro/specs/tides/tasks.md", "- [ ] 2.", "- [-] 2."),
        edit("specs/001-shelf/tasks.md", "- [ ] T002 Glue", "- [x] T002 Screw"),
        edit("backlog/tasks/task-1 - Oil.md", "status: To Do", "status: In Progress"),
        edit(TASKS_JSON, '"Sew.", "status": "pending"', '"Sew.", "status": "in-progress"'),
        edit("_bmad-output/implementation-artifacts/1-1-gauge.md", "- [ ] Task 1", "- [x] Task 1"),
        edit(SPRINT, "1-1-gauge: ready-for-dev", "1-1-gauge: review"),
    ),
    "edit what is asked for": (
        edit("openspec/changes/add-knock/specs/doors/spec.md", "## ADDED", "## MODIFIED"),
        edit("openspec/specs/roofs/spec.md", "The bell SHALL", "All bells SHALL"),
        edit(".kiro/specs/tides/requirements.md", "1. It shows them", "1. It shows all\n2. And the moon"),
        edit("specs/001-shelf/spec.md", "Shelf\n", "Rack\n"),
        edit("backlog/milestones/m-0 - dawn.md", "Dawn", "Dusk"),
        edit("backlog/decisions/decision-1 - Use-oil.md", "proposed", "accepted"),
        edit(
            TASKS_JSON, '"description": "Blue."', '"description": "Red.\\n\\nTwice.", "details": "By hand."'
        ),
        edit(TASKS_JSON, '"title": "Sails"', '"title": "Canvas"'),
        edit(EPICS, "### Story 1.2: Tide\n", "### Story 1.2: The tide\n\nAs a skipper, I want to know.\n"),
    ),
    "archive a change": (
        write("openspec/specs/doors/spec.md", ADDED),
        rename("openspec/changes/add-knock", "openspec/changes/archive/2026-03-09-add-knock"),
        write("backlog/completed/.gitkeep", ""),
        rename("backlog/tasks/task-1 - Oil.md", "backlog/completed/task-1 - Oil.md"),
        edit(TASKS_JSON, '"title": "Hull"', '"title": "Hull", "previousStatus": "pending"'),
        edit(
            TASKS_JSON,
            '"status": "pending", "dependencies": [1]',
            '"status": "cancelled", "dependencies": [1]',
        ),
        edit(SPRINT, "epic-1-retrospective: optional", "epic-1-retrospective: done"),
    ),
    "add specs": (
        write("openspec/changes/add-lock/specs/roofs/spec.md", f"## MODIFIED Requirements\n\n{BELL}"),
        write(".kiro/specs/sun/tasks.md", "- [ ] 1. Look\n"),
        write("specs/003-lamp/spec.md", "# Feature Specification: Lamp\n"),
        write("backlog/tasks/attic/task-3 - Glass.md", "---\nid: TASK-3\nparent_task_id: TASK-2\n---\n"),
        edit(".kiro/steering/roadmap.md", "Dependencies: tides", "Dependencies: tides, sun"),
        edit(TASKS_JSON, '"dependencies": []}]},', '"dependencies": []}, {"id": 2, "title": "Main"}]},'),
        edit(SPRINT, "  epic-1-retro", "  1-3-moon: backlog\n  epic-1-retro"),
    ),
    "rename specs": (
        rename("openspec/changes/add-lock", "openspec/changes/lock"),
        rename(".kiro/specs/sun", ".kiro/specs/sunrise"),
        rename("specs/003-lamp", "specs/004-lamp"),
        rename("backlog/tasks/attic/task-3 - Glass.md", "backlog/tasks/task-3 - Glass.md"),
        edit(TASKS_JSON, '{"id": 2, "title": "Main"}', '{"id": 3, "title": "Main"}'),
        edit(SPRINT, "1-3-moon", "1-3-full-moon"),
    ),
    "break files": (
        write("openspec/changes/lock/.openspec.yaml", "schema: [spec-driven\nskip_specs: true\n"),
        write("openspec/changes/lock/tasks.md", "```\n- [ ] 1.1 Never closed\n"),
        write(".kiro/specs/tides/spec.json", '{"phase": \n'),
        write("backlog/tasks/task-2 - Wick.md", "---\nid: TASK-2\ntitle: Wick: trim it\nlabels: a\n---\n"),
        lambda root: (root / "specs/002-stool/spec.md").write_bytes(b"# Feature Specification: St\xfchl\n"),
        edit(TASKS_JSON, '"priority": "low"}\n]}, "pier"', '"priority": 7}\n]}, "pier"'),
        edit(SPRINT, "1-2-tide: backlog", "1-2-tide: soon"),
    ),
    "remove specs": (
        remove("openspec/specs/roofs"),
        remove(".kiro/specs/tides"),
        remove("specs/001-shelf"),
        remove("backlog/milestones"),
        remove("backlog/tasks/task-2 - Wick.md"),
        edit(TASKS_JSON, ', {"id": 3, "title": "Main"}', ""),
        remove("_bmad-output/implementation-artifacts/1-1-gauge.md"),
        edit(SPRINT, "  1-3-full-moon: backlog\n", ""),
    ),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("dialects")
    write_files(folder / "project", FILES)
    build = builder_in(folder)
    return Kept(folder / "project", build, build(folder / "project"))


@pytest.mark.parametrize("name", ROWS)
def test_a_rebuild_equals_a_clean_build(kept: Kept, name: str) -> None:
    before = snapshot(kept.last.outdir)
    for change in ROWS[name]:
        change(kept.root)
    kept.last = replace(kept.build(kept.root))
    assert_like_clean(kept.last, clean_build(kept))
    written = changed(before, snapshot(kept.last.outdir))
    assert "specs/index.html" in written
    assert not written & ASIDE
