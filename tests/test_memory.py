"""Commands say the same with a cache as without; ``python tests/memory.py`` makes more edits."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import environment, spec
from memory import Edits, differing

from sphinx_leanspec.files import CACHE

ROUNDS = 12
PROJECTS = ("automodel", "leanspec", "dialects/ccsdd", "dialects/openspec", "dialects/speckit")
UNUSED = ("difflib", "pygments", "pyromark", "subprocess", "tempfile", "tomllib", "yaml")
"""What takes long to import, and a run that reads nothing anew does not need."""


def test_commands_say_the_same_with_a_cache_after_each_of_some_edits(tmp_path: Path) -> None:
    edits = Edits(tmp_path, seed=1)
    for number in range(1, ROUNDS + 1):
        told = edits.edit()
        assert list(differing(edits.root, str(edits.specs[0].number))) == [], f"round {number}: {told}"


@pytest.mark.corpora
@pytest.mark.parametrize("name", PROJECTS)
def test_of_real_projects_they_say_the_same(
    name: str, corpora: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    for _ in range(2):  # with an empty cache, and with a full one
        assert list(differing(corpora / name, "1")) == []


@pytest.mark.parametrize("command", ["list", "check"])
def test_a_run_that_reads_nothing_anew_imports_nothing_that_reads(command: str, tmp_path: Path) -> None:
    folder = tmp_path / "specs" / "001-one"
    folder.mkdir(parents=True)
    (folder / "README.md").write_text(spec("One", "- [ ] Begin\n\n[notes](NOTES.md)\n"), "utf-8")
    (folder / "NOTES.md").write_text("# Notes\n\n```json\n{}\n```\n", "utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "page.md").write_text("---\nspecs: [1]\n---\n\n# Page\n", "utf-8")
    script = (
        "import sys\nfrom sphinx_leanspec.cli import main\n"
        f"assert main([{command!r}, {str(tmp_path)!r}]) == 0\nprint(*sys.modules, file=sys.stderr)\n"
    )
    command_line, env = [sys.executable, "-c", script], environment({})
    said = [
        subprocess.run(command_line, env=env, capture_output=True, text=True, check=True) for _ in range(2)
    ]
    first, again = ({*one.stderr.split()} for one in said)
    assert said[0].stdout == said[1].stdout
    assert {"pyromark", "sphinx_leanspec.reading.frontmatter", "sphinx_leanspec.reading.walk"} <= first
    unwanted = {name for name in again if name.partition(".")[0] in UNUSED}
    assert unwanted == set()
    assert not again & {
        f"sphinx_leanspec.reading.{name}" for name in ("frontmatter", "spec", "texts", "walk")
    }
    assert "sphinx_leanspec.corpus" in first
    assert not again & {
        f"sphinx_leanspec.{name}" for name in ("claims.judging", "links", "report.listing", "rules")
    }


def test_a_project_that_moves_is_the_same_project(tmp_path: Path) -> None:
    edits = Edits(tmp_path / "one", seed=2)
    assert list(differing(edits.root, "1")) == []
    shutil.copytree(edits.root, tmp_path / "two")
    assert list(differing(tmp_path / "two", "1")) == []
    assert os.environ[CACHE]
