"""``show``: a spec in the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from building import write_files
from commands import on_a_terminal, spec

import sphinx_leanspec
from sphinx_leanspec.cli import main

SCHEMA = Path(sphinx_leanspec.__file__).parent / "report/schema/list-1.json"
CHECKS = """\
## Plan

- [x] There <!-- evidence: file src/a.py -->
  - [x] Gone <!-- evidence: file src/b.py -->
- [ ] Open
- [ ] Not for us <!-- n/a: no roof -->
"""
FILES = {
    "src/a.py": "",
    "docs/walls.md": "---\nspecs: [2]\n---\n\n# Walls\n",
    "specs/001-ground/README.md": spec("Ground \x1b[31m", status="complete"),
    "specs/002-wall/README.md": spec(
        "Wall",
        CHECKS,
        "depends_on: [001-ground, 077-nowhere]",
        "parent: 004-house",
        "related: [003-roof]",
        "assignee: ada",
        "due: 2026-03-04",
        "updated_at: 2026-01-04T10:00:00.123Z",
        "tags: [a, b]",
    ),
    "specs/003-roof/README.md": spec("Roof", "Words.", "depends_on: [002-wall]"),
    "specs/004-house/README.md": spec("House"),
}
WALL = """\
002-wall
Wall
specs/002-wall/README.md

Status    ◔ planned
Priority  low
Tags      a, b
Assignee  ada
Created   2026-01-02
Updated   2026-01-04
Due       2026-03-04

Checks 2 / 3
  Plan
  [x] There
      ✓ holds: is there
    [x] Gone
        ✗ missing: no such file
  [ ] Open
  [ ] Not for us (n/a: no roof)

Part of
  004-house  ◔ planned  House

Depends on
  001-ground  ● complete  Ground �[31m

Required by
  003-roof  ◔ planned  Roof

Related
  003-roof  ◔ planned  Roof

Covered by
  docs/walls.md

Leads to no spec here
  depends_on `077-nowhere`
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_files(tmp_path, {".git/HEAD": "ref: refs/heads/main\n", **FILES})
    return tmp_path


def test_all_that_its_page_says(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("2", "002-wall", "specs/002-wall/README.md", "SPEC_002"):
        assert main(["show", name, "--repository", str(root)]) == 0
        assert capsys.readouterr().out == WALL


def test_several_and_an_umbrella(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "4", "2", "4", "--repository", str(root)]) == 0
    house, wall = capsys.readouterr().out.split("\n\n002-wall\n")
    assert house.endswith("Parts\n  002-wall  ◔ planned  Wall")
    assert f"002-wall\n{wall}" == WALL


def test_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "2", "--format", "json", "--repository", str(root)]) == 0
    content = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(content)
    (wall,) = content["specs"]
    assert wall["covered_by"] == ["docs/walls.md"]
    assert [item["verdict"] for item in wall["checks"]["items"]] == ["holds", "missing", None, None]
    assert [finding["code"] for finding in content["findings"]] == ["ref", "evidence"]


def test_no_such_spec(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "002-wal", "--repository", str(root)]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == (
        "",
        "sphinx-leanspec: `002-wal` names no spec here; did you mean `002-wall`?\n",
    )


def test_a_pager_shows_what_is_longer_than_the_terminal(root: Path) -> None:
    def shown(*options: str, pager: str = "sed s/^/%/", lines: str = "10") -> str:
        return on_a_terminal(
            *("show", "2", "--repository", root, *options), PAGER=pager, LINES=lines, NO_COLOR="1"
        )

    assert shown() == "".join(f"%{line}\n" for line in WALL.splitlines())
    for plain in (shown("--no-pager"), shown(lines="200")):
        assert plain == WALL
    for pager in ("", "cat", "no-such-program", "'open"):
        assert shown(pager=pager) == WALL


def test_a_terminal_has_colours_and_a_width(root: Path) -> None:
    coloured = on_a_terminal("show", "2", "--repository", root, "--no-pager")
    assert "\x1b[31m        ✗ missing: no such file\x1b[0m" in coloured
    assert "\x1b[34m◔ planned" in coloured
    narrow = on_a_terminal("show", "2", "--repository", root, "--no-pager", COLUMNS="20", NO_COLOR="1")
    assert "  [ ] Not for us\n      (n/a: no roof)\n" in narrow
