"""``sphinx-leanspec build`` where a repository has a conf.py of its own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from building import write_files
from gitting import spec_text

CONF = (
    "extensions = ['sphinx_leanspec']\nproject = 'Own'\nhtml_theme = 'basic'\nexclude_patterns = ['_build']\n"
)
SPEC = {"specs/001-lamp/README.md": spec_text("planned", "created: 2026-01-02", title="Lamp")}


@dataclass(frozen=True)
class Run:
    """What a run of the command left behind."""

    returncode: int
    stdout: str
    stderr: str
    out: Path

    def shows_specs(self) -> bool:
        return (self.out / "specs/001-lamp.html").is_file()


def build(root: Path, *options: str, out: str = "_build/html", jobs: str = "1") -> Run:
    command = [sys.executable, "-m", "sphinx_leanspec.cli", "build", str(root), "-j", jobs, *options]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, check=False)
    return Run(done.returncode, done.stdout, done.stderr, root / out)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_files(tmp_path / "lighthouse", {"README.md": "# Tower\n", **SPEC})
    return tmp_path / "lighthouse"


@pytest.mark.parametrize("place", ["", "docs/", "docs/source/", "source/"])
def test_its_own_site_is_built_from_the_folder_of_its_conf_py(root: Path, place: str) -> None:
    write_files(root, {f"{place}conf.py": CONF, f"{place}index.md": "# First page\n"})
    run = build(root)
    assert run.returncode == 0, run.stderr
    assert f"The site that {place}conf.py configures\n" in run.stdout
    assert run.shows_specs()
    assert "First page" in (run.out / "index.html").read_text("utf-8")
    assert (root / "_build/.gitignore").read_text("utf-8") == "*\n"
    assert not (run.out / ".leanspec/pages").exists()


def test_its_process_is_ours_and_several_may_read(root: Path) -> None:
    conf = "import sys\nprint('begun by', *sys.orig_argv[1:4])\n"
    write_files(root, {"docs/conf.py": CONF + conf, "docs/index.md": "# First page\n"})
    run = build(root, jobs="auto")
    assert run.returncode == 0, run.stderr
    assert "begun by -P -m sphinx_leanspec.extension\n" in run.stdout


def test_output_and_builder_are_those_of_the_command(root: Path, tmp_path: Path) -> None:
    write_files(root, {"docs/conf.py": CONF, "docs/index.md": "# First page\n\n[dead](nowhere.md)\n"})
    run = build(root, "-b", "text", "-o", str(tmp_path / "out"), "-W", out=str(tmp_path / "out"))
    assert run.returncode == 1
    assert (run.out / "specs/001-lamp.txt").is_file()
    assert (run.out / "warnings.txt").read_text("utf-8").startswith("docs/index.md:3: WARNING: ")
    assert not (root / "_build").exists()
    again = build(root, "-b", "text", "-o", str(tmp_path / "out"))
    assert again.returncode == 0
    assert "Pages that did not change were not read again" in again.stdout


def test_what_the_command_line_says_of_specs_counts_more_than_conf_py(root: Path) -> None:
    write_files(root, {"plans/001-lamp/SPEC.md": spec_text("planned", title="Other")})
    write_files(root, {"docs/conf.py": f"{CONF}leanspec_specs = '../specs'\n", "docs/index.md": "# First\n"})
    run = build(root, "--specs", "plans", "--spec-file", "SPEC.md")
    assert run.returncode == 0, run.stderr
    assert "Other" in (run.out / "specs/001-lamp.html").read_text("utf-8")


def test_conf_py_may_know_better_where_specs_are(tmp_path: Path) -> None:
    files = {name.replace("specs/", "far/away/plans/"): text for name, text in SPEC.items()}
    conf = f"{CONF}leanspec_specs = '../far/away/plans'\n"
    write_files(tmp_path / "house", {**files, "docs/conf.py": conf, "docs/index.md": "# First page\n"})
    run = build(tmp_path / "house")
    assert run.returncode == 0, run.stderr
    assert run.shows_specs()
    for command in ("list", "check"):  # which read it, and do not run it
        command_line = [sys.executable, "-m", "sphinx_leanspec.cli", command, str(tmp_path / "house")]
        done = subprocess.run(command_line, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        assert "1 spec" in done.stdout


def test_a_conf_py_that_does_not_name_the_extension(root: Path) -> None:
    write_files(root, {"docs/conf.py": "html_theme = 'basic'\n", "docs/index.rst": "First\n=====\n"})
    run = build(root)
    assert run.returncode == 0
    assert "does not name `sphinx_leanspec`" in run.stdout
    assert "`sphinx-leanspec init` says what to add" in run.stdout
    assert not run.shows_specs()


def test_a_conf_py_that_fails(root: Path) -> None:
    write_files(root, {"docs/conf.py": f"{CONF}1 / 0\n", "docs/index.md": "# First page\n"})
    run = build(root)
    assert run.returncode == 1
    assert "division by zero" in run.stderr
    assert "sphinx-leanspec: Sphinx failed; what it said is above" in run.stderr


@pytest.mark.parametrize("place", ["docs", "."])
def test_the_output_is_not_where_the_sources_are(root: Path, place: str) -> None:
    write_files(root, {"docs/conf.py": CONF, "docs/index.md": "# First page\n"})
    run = build(root, "-o", str(root / place))
    assert run.returncode == 2
    assert "name another folder with -o" in run.stderr
