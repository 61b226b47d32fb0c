"""``sphinx-leanspec evidence suggest``: only what is sure, and nothing else in a file changes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from building import write_files
from commands import Done, run, spec
from gitting import Repository

SPEC = "specs/001-a/README.md"
FILES = {
    "src/a.py": "1\n",
    "packages/ui/src/deep.ts": "1\n",
    "packages/ui/src/twice.ts": "1\n",
    "lib/twice.ts": "1\n",
    "docs/analysis/a.md": "",
    "docs/analysis/b.md": "",
    "docs/analysis/c.png": "",
    "docs/with blank.md": "",
}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository")
    write_files(made.root, FILES)
    return made


def suggest(made: Repository, *options: str) -> Done:
    done = run("evidence", "suggest", "--repository", made.root, *options)
    assert (done.returncode, done.stderr) == (0, "")
    return done


def added(made: Repository, body: str) -> list[str]:
    """The comments that are proposed for the items of a spec."""
    made.commit("2026-01-01T10:00:00Z", {SPEC: spec("A", body)})
    lines = [line for line in suggest(made).lines if line.startswith("+") and not line.startswith("+++")]
    return [line.partition("<!-- evidence: ")[2].removesuffix(" -->") for line in lines]


@pytest.mark.parametrize(
    ("item", "evidence"),
    [
        ("Written in `src/a.py`", "file src/a.py"),
        ("Written in `a.py` and `src/deep.ts`", "file src/a.py; file packages/ui/src/deep.ts"),
        ("All is in `docs/analysis/`", "files docs/analysis/** >= 1"),
        ("2 analysis documents in `docs/analysis/`", "files docs/analysis/*.md == 2"),
        ("There are 3 files in `docs/analysis/`", "files docs/analysis/* == 3"),
    ],
)
def test_what_is_sure(repository: Repository, item: str, evidence: str) -> None:
    assert added(repository, f"- [x] {item}\n") == [evidence]


@pytest.mark.parametrize(
    "item",
    [
        "- [ ] Is to be in `src/a.py`",
        "- [x] Is in `src/never.py`",
        "- [x] Is in `twice.ts`, which there are two of",
        "- [x] Removed all but `src/a.py`",
        "- [x] 14 documents in `docs/other/`",
        "- [x] Is in `src/a.py` <!-- evidence: file src/a.py -->",
        "- [x] Is in `src/a.py` <!-- n/a: it is not -->",
        "```md\n- [x] Is in `src/a.py`\n```",
        "    - [x] Is in `src/a.py`",
        "Is in `src/a.py`",
    ],
)
def test_what_is_not(repository: Repository, item: str) -> None:
    assert added(repository, f"{item}\n") == []


def test_a_number_that_is_wrong_is_not_claimed(repository: Repository) -> None:
    (found,) = added(repository, "- [x] 14 documents in `docs/analysis/`\n")
    assert found == "files docs/analysis/** >= 1"


BODY = (
    "- [x] One is in `src/a.py`  \n  and goes on\n- [x] Two is in `src/a.py`<!-- id: two -->\n"
    "  - [x] Three, `src/a.py`\n\n    More of it.\n- [x] Four `src/a.py`"
)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_patch_applies_and_writes_the_same(repository: Repository, end: str, mark: str) -> None:
    text = (mark + spec("Süd", BODY).rstrip("\n")).replace("\n", end).encode()
    path = repository.root / SPEC
    repository.commit("2026-01-01T10:00:00Z", {SPEC: text})
    patch = suggest(repository).stdout
    assert patch.count(b"\n+- [x]") + patch.count(b"\n+  ") == 4
    subprocess.run(
        ["git", "-c", "core.autocrlf=false", "apply", "-"], cwd=repository.root, input=patch, check=True
    )
    applied = path.read_bytes()
    path.write_bytes(text)
    assert suggest(repository, "--write").text == "4 comments written into 1 file\n"
    assert path.read_bytes() == applied
    lines, before = applied.split(end.encode()), text.split(end.encode())
    assert len(lines) == len(before)
    assert b"\n  and goes on <!-- evidence: file src/a.py -->" in applied
    assert suggest(repository).stdout == b""
    assert suggest(repository, "--write").text == "0 comments written into 0 files\n"
    assert [one.name for one in path.parent.iterdir()] == ["README.md"]
    assert run("check", repository.root, "--select", "evidence", "--severity", "info").returncode == 0


def test_only_the_specs_that_are_named(repository: Repository) -> None:
    item = "- [x] In `src/a.py`\n"
    repository.commit(
        "2026-01-01T10:00:00Z", {SPEC: spec("A", item), "specs/002-b/README.md": spec("B", item)}
    )
    assert suggest(repository, "2").text.count("diff --git") == 1
    done = run("evidence", "suggest", "--repository", repository.root, "7")
    assert done.returncode == 2
    assert "`7` names no spec here" in done.stderr


def test_a_project_in_a_folder_of_a_repository(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    files = {"a b/src/a.py": "1\n", f"a b/{SPEC}": spec("A", "- [x] In `src/a.py`\n")}
    made.commit("2026-01-01T10:00:00Z", files)
    patch = run("evidence", "suggest", "--repository", tmp_path / "a b").stdout
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=patch, check=True)
    assert "<!-- evidence: file src/a.py -->" in (tmp_path / "a b" / SPEC).read_text("utf-8")
