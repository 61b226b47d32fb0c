"""``check`` of files and folders in a repository."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from building import write_files
from commands import spec

from sphinx_leanspec.cli import main

FILES = {
    "specs/001-a/README.md": spec("A", "Words.", "depends_on: [91-no]"),
    "specs/001-a/DESIGN.md": "# Design\n\n[x](../../no.md)\n",
    "specs/002-b/README.md": spec("B", "Words.", "depends_on: [92-no]"),
    "specs/010-a/README.md": spec("Fine"),
    "specs/group/003-c/README.md": spec("C", "Words.", "depends_on: [93-no]"),
    "specs/group/004-d/README.md": spec("D", "Words.", "depends_on: [94-no]"),
    "docs/page.md": "---\nspecs: [95]\n---\n\n# Page\n",
    "notes.txt": "",
}
DESIGN, PAGE = "specs/001-a/DESIGN.md", "docs/page.md"
EVERYTHING = {PAGE, DESIGN, *(path for path in FILES if path.startswith("specs/") and "010" not in path)}
Check = Callable[..., tuple[int, set[str]]]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_files(tmp_path / "house", {".git/HEAD": "ref: refs/heads/main\n", **FILES})
    monkeypatch.chdir(tmp_path / "house")
    return tmp_path / "house"


@pytest.fixture
def check(root: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    def check(*arguments: str) -> tuple[int, set[str]]:
        code = main(["check", "-f", "json", *arguments])
        return code, {one["path"] for one in json.loads(capsys.readouterr().out)["findings"]}

    return check


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        ((), EVERYTHING),
        ((".",), EVERYTHING),
        (("specs",), EVERYTHING),
        (("specs/002-b", "."), EVERYTHING),
        (("specs/002-b",), {"specs/002-b/README.md"}),
        (("specs/002-b/",), {"specs/002-b/README.md"}),
        (("specs/001-a",), {"specs/001-a/README.md", DESIGN}),
        (("specs/001-a/README.md",), {"specs/001-a/README.md"}),
        ((DESIGN,), {DESIGN}),
        ((PAGE,), {PAGE}),
        (("docs",), {PAGE}),
        (("specs/group",), {"specs/group/003-c/README.md", "specs/group/004-d/README.md"}),
        ((PAGE, "specs/002-b"), {PAGE, "specs/002-b/README.md"}),
        (("specs/010-a", "specs/010-a/README.md"), set()),
    ],
)
def test_findings_of_these_alone(check: Check, paths: tuple[str, ...], found: set[str]) -> None:
    assert check(*paths) == (bool(found), found)


def test_from_elsewhere(check: Check, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "specs/001-a")
    assert check() == (1, EVERYTHING)
    assert check("DESIGN.md") == (1, {DESIGN})
    assert check("../002-b") == (1, {"specs/002-b/README.md"})
    monkeypatch.chdir(root.parent)
    assert check("house") == (1, EVERYTHING)
    assert check("house", "--specs", "specs") == (1, EVERYTHING)
    assert check("house/specs/002-b") == (1, {"specs/002-b/README.md"})
    monkeypatch.chdir(root)
    assert check("specs/002-b", "--specs", "specs") == (1, {"specs/002-b/README.md"})


def test_counts_are_of_these_alone(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["accept"])
    capsys.readouterr()
    assert main(["check", "specs/001-a"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "1 spec in 2 files checked: no findings"
    assert "2 findings accepted in leanspec-baseline.json." in told


@pytest.mark.parametrize(
    ("paths", "words"),
    [
        (["spec"], "there is no file or folder `spec`; did you mean `specs`?"),
        (["specs/02-b"], "there is no file or folder `specs/02-b`; did you mean `specs/002-b`?"),
        (["specs/002-b/REDME.md"], "did you mean `specs/002-b/README.md`?"),
        (["specs", "specs/001-a/README"], "did you mean `specs/001-a/README.md`?"),
        (["notes.txt"], "there is no spec in `notes.txt`, and no page that may cover one"),
    ],
)
def test_what_is_not_there_is_never_green(
    root: Path, capsys: pytest.CaptureFixture[str], paths: list[str], words: str
) -> None:
    assert main(["check", *paths]) == 2
    told = capsys.readouterr().err
    assert told.startswith("sphinx-leanspec: ")
    assert told.endswith(f"{words}\n")
    assert told.count("\n") == 1


def test_one_repository_at_a_time(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(root.parent / "other", {"specs/001-x/README.md": spec("X")})
    assert main(["check", "specs/002-b", "../other/specs/001-x"]) == 2
    assert "check one repository at a time" in capsys.readouterr().err
