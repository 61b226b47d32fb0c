"""``sphinx-leanspec list``, run as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

import sphinx_leanspec
from sphinx_leanspec.corpus import load
from sphinx_leanspec.report.listing import as_table

if TYPE_CHECKING:
    from reading.conftest import Repository

SCHEMA = json.loads(
    Path(sphinx_leanspec.__file__).with_name("report").joinpath("schema/list-1.json").read_text("utf-8")
)
OF_SEVERAL_PROJECTS = ("project", "key", "page")
KEYS = (
    *("id", "dialect", "number", "need_id", "path", "title", "status", "status_written", "priority", "tags"),
    *(
        "assignee",
        "assignees",
        "epic",
        "facts",
        "created",
        "updated_at",
        "completed_at",
        "due",
        "depends_on",
        "unresolved",
        "parent",
        "parent_ref",
    ),
    *("children", "required_by", "checks", "requirements", "sub_documents"),
)
FILES = {
    "specs/001-base/README.md": "---\nstatus: complete\ncreated: 2026-01-01\n---\n# Grund*lage* 多语言\n",
    "specs/002-next/README.md": """\
---
status: wip
priority: high
created: 2026-01-02
updated_at: 2026-01-03T04:05:06.123456789Z
completed_at: 2026-01-04
assignee: ana
tags: [a, b]
depends_on: [1, 001-former, other:003-x]
parent: 001-base
---
# Next

- [x] a
- [ ] b
- [ ] c <!-- n/a: d -->
""",
    "specs/002-next/DESIGN.md": "# Design\n",
}
NEXT = {
    "id": "002-next",
    "dialect": "leanspec",
    "number": 2,
    "need_id": "SPEC_002",
    "path": "specs/002-next/README.md",
    "title": "Next",
    "status": "in-progress",
    "status_written": "wip",
    "priority": "high",
    "tags": ["a", "b"],
    "assignee": "ana",
    "assignees": ["ana"],
    "epic": None,
    "facts": {},
    "created": "2026-01-02",
    "updated_at": "2026-01-03T04:05:06.123456789Z",
    "completed_at": "2026-01-04",
    "due": None,
    "depends_on": ["001-base"],
    "unresolved": [
        {"field": "depends_on", "ref": "001-former", "candidates": ["001-base"]},
        {"field": "depends_on", "ref": "other:003-x", "candidates": []},
    ],
    "parent": "001-base",
    "parent_ref": "001-base",
    "children": [],
    "required_by": [],
    "checks": {"done": 1, "total": 2},
    "requirements": 0,
    "sub_documents": ["specs/002-next/DESIGN.md"],
}
WRONG_REFERENCE = "depends_on `001-former` names no spec here; did you mean `001-base`?"


def run(
    *arguments: str | Path, cwd: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own, with the code that is under test."""
    code = Path(sphinx_leanspec.__file__).parent.parent
    path = os.pathsep.join(filter(None, (str(code), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-W", "error", "-m", "sphinx_leanspec.cli", "list", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", **variables}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False)


def test_json(repository: Repository) -> None:
    done = run(repository(FILES), "--format", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    content = json.loads(done.stdout)
    assert list(content) == ["version", "specs", "findings"]
    assert content["version"] == 1
    assert all(tuple(spec) == KEYS for spec in content["specs"])
    base, after = content["specs"]
    assert after == NEXT
    assert (base["title"], base["priority"], base["parent_ref"]) == ("Grund*lage* 多语言", None, None)
    assert (base["children"], base["required_by"]) == (["002-next"], ["002-next"])
    assert [(finding["code"], finding["path"], finding["line"]) for finding in content["findings"]] == [
        ("umbrella", "specs/001-base/README.md", 2),
        ("status", "specs/002-next/README.md", 2),
        ("ref", "specs/002-next/README.md", 9),
    ]
    assert all({"severity", "spec", "message", "fix"} <= finding.keys() for finding in content["findings"])


def test_json_is_the_same_from_everywhere(repository: Repository) -> None:
    root = repository(FILES)
    wanted = run(root, "--format", "json").stdout
    places = (
        (root, "."),
        (root / "specs", "."),
        (root / "specs/002-next", ""),
        (root.parent, "repository/specs"),
    )
    for cwd, argument in places:
        assert run(*filter(None, (argument,)), "--format", "json", cwd=cwd).stdout == wanted
    assert run(root, "--specs", "specs", "--format", "json").stdout == wanted
    assert run(root, "--format", "json", PYTHONHASHSEED="7", TZ="Asia/Tokyo", LC_ALL="C").stdout == wanted


def test_specs_that_share_a_folder_name_are_told_apart(repository: Repository) -> None:
    head = "---\nstatus: planned\ncreated: 2026-01-01\n{}---\n"
    files = {f"specs/{name}/001-x/README.md": head.format("") for name in "ab"}
    files["specs/002-y/README.md"] = head.format("depends_on: b/001-x\n")
    specs = json.loads(run(repository(files), "--format", "json").stdout)["specs"]
    assert [(spec["id"], spec["need_id"], spec["required_by"]) for spec in specs[:2]] == [
        ("001-x", "SPEC_001_X_A", []),
        ("001-x", "SPEC_001_X_B", ["002-y"]),
    ]
    assert specs[2]["depends_on"] == ["b/001-x"]


def test_table(repository: Repository) -> None:
    done = run(repository(FILES), "--findings")
    assert (done.returncode, done.stderr) == (0, b"")
    lines = [" ".join(line.split()) for line in done.stdout.decode().splitlines()]
    assert lines == [
        "Spec Title Status Priority Findings Checks",
        "001-base Grundlage 多语言 ● complete 1 –",
        "002-next Next ◑ in-progress high 2 1 / 2",
        "2 specs, 1 / 2 checks done, 3 warnings",
        "`sphinx-leanspec check` says what is wrong.",
    ]


def test_one_is_no_plural(repository: Repository) -> None:
    done = run(repository({"specs/001-base/README.md": "# Base\n"}), "--findings")
    assert done.stdout.decode().splitlines()[-2] == "1 spec, 0 / 0 checks done, 1 warning"


@pytest.mark.parametrize(
    "variables", [{"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "", "LC_ALL": "C"}]
)
@pytest.mark.parametrize("more", [{}, {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}])
def test_a_terminal_that_lacks_letters(
    variables: dict[str, str], more: dict[str, str], repository: Repository
) -> None:
    root = repository(FILES)
    done = run(root, **variables, **more)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"in-progress" in done.stdout
    done = run(root, "--format", "json", **variables, **more)
    assert json.loads(done.stdout)["specs"][0]["title"] == "Grund*lage* 多语言"


@pytest.mark.parametrize("options", [(), ("--format", "json")])
def test_no_specs(options: tuple[str, ...], repository: Repository) -> None:
    root = repository({"specs/README.md": "# None yet\n"})
    for start in (root, root / "specs", root / "nowhere"):
        done = run(start, *options)
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.startswith(b"sphinx-leanspec: ")
        assert str(root).encode() in done.stderr
        assert done.stderr.count(b"\n") == 1
    assert run(root, "--specs", "specs", *options).returncode == 2
    assert run(root, "--specs", "nowhere", *options).returncode == 2
    assert run(root, "--format", "xml").returncode == 2


def test_specs_of_another_shape(repository: Repository) -> None:
    root = repository({"specs/001-a/SPEC.md": "", "specs/002-b.md": ""})
    assert run(root).returncode == 2
    done = run(root, "--flat", "--spec-file", "SPEC.md", "--format", "json")
    assert [spec["id"] for spec in json.loads(done.stdout)["specs"]] == ["001-a", "002-b"]


def test_no_spec_commands_a_terminal(repository: Repository) -> None:
    text = '---\nstatus: "\\e[31mred"\ncreated: 2026-01-01\n---\n# [bold]a[/bold] \x1b[2Jb\n'
    done = run(repository({"specs/001-a/README.md": text}))
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout
    assert "[bold]a[/bold] �[2Jb" in done.stdout.decode()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no names that are not Unicode")
def test_a_folder_name_that_is_not_unicode(repository: Repository) -> None:
    root = repository(FILES)
    folder = os.fsencode(root / "specs") + b"/003-\xff"
    try:
        os.mkdir(folder)  # noqa: PTH102 - pathlib takes no bytes
    except OSError:
        pytest.skip("this file system takes no such names")
    (root / "specs" / os.fsdecode(b"003-\xff") / "README.md").write_bytes(b"")
    for options in ((), ("--format", "json")):
        done = run(root, *options)
        assert (done.returncode, done.stderr) == (0, b"")


def test_a_table_is_as_wide_as_the_terminal(repository: Repository) -> None:
    title = "Über alles 多语言 " * 5
    corpus = load(
        repository(
            {"specs/001-a/README.md": f"# {title}\n", "specs/002-b/README.md": "# Plain\n\n- [x] e\u0301\n"}
        )
    )
    whole, fitting, narrow = (as_table(corpus, [], width).splitlines()[:3] for width in (None, 60, 10))
    assert title.strip() in whole[1]
    assert "…" not in "".join(whole)
    assert {sum(2 if char in "多语言" else 1 for char in line) for line in fitting} == {60}
    assert "  Über alles …  " in narrow[1]
    assert narrow[2].split() == fitting[2].split() == whole[2].split()


CLAIMED = """\
---
status: planned
created: 2026-01-01
---
# Claims

- [x] There <!-- evidence: file src/a.py -->
- [ ] Not yet <!-- evidence: file src/b.py -->
- [x] Bare
- [x] Unread <!-- evidence: fil x --> <!-- evidence: file src/a.py -->
"""


def test_checks_are_told_one_by_one_where_they_are_asked_for(repository: Repository) -> None:
    root = repository({"specs/001-claims/README.md": CLAIMED, "src/a.py": ""})
    done = run(root, "--format", "json", "--checks")
    assert (done.returncode, done.stderr) == (0, b"")
    content = json.loads(done.stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(content)
    (found,) = content["specs"]
    items = found["checks"]["items"]
    assert [tuple(item) for item in items] == [
        ("key", "text", "done", "line", "evidence", "verdict", "note")
    ] * 4
    assert [tuple(item.values())[1:] for item in items] == [
        ("There", True, 7, ["file src/a.py"], "holds", "is there"),
        ("Not yet", False, 8, ["file src/b.py"], "missing", "no such file"),
        ("Bare", True, 9, [], None, ""),
        ("Unread", True, 10, ["fil x", "file src/a.py"], "unknown", "the evidence cannot be read"),
    ]
    del found["checks"]["items"]
    assert json.loads(run(root, "--format", "json").stdout) == content


def test_a_listing_is_as_its_schema_says(repository: Repository) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    listed = json.loads(run(repository(FILES), "--format", "json").stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(listed)
    assert SCHEMA["properties"]["version"] == {"const": listed["version"]}
    always = [name for name in SCHEMA["$defs"]["spec"]["properties"] if name not in OF_SEVERAL_PROJECTS]
    assert tuple(SCHEMA["$defs"]["spec"]["required"]) == tuple(always) == KEYS


def test_a_table_has_no_room_for_checks(repository: Repository) -> None:
    done = run(repository(FILES), "--checks")
    assert done.returncode == 2
    assert b"--checks needs --format json" in done.stderr
