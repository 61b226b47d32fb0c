"""What a command says where nobody can read it: a full disk, a reader that went away, no output at all."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from building import write_files
from commands import environment, spec

SAYING = (
    "check",
    "check -f json",
    "list",
    "list --format json",
    "accept",
    "schema",
    "schema --generic",
    "init -n",
)
FULL = Path("/dev/full")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    links = "".join(f"[x](no{number}.md)\n" for number in range(20))  # more than a pipe holds
    files = {f"specs/{number:03}-a/README.md": spec(body=links) for number in range(1, 100)}
    write_files(tmp_path / "house", {".git/HEAD": "ref: refs/heads/main\n", **files})
    return tmp_path / "house"


def said_into(path: Path, command: str, root: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-W", "error", "-m", "sphinx_leanspec.cli", *shlex.split(command)]
    with path.open("w") as output:
        return subprocess.run(
            words,
            cwd=root,
            env=environment({}),
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )


@pytest.mark.skipif(not FULL.exists(), reason="a disk that is full is one of Linux")
@pytest.mark.parametrize("command", [*SAYING, "impact 1", "check --fail-on never"])
def test_a_full_disk_is_told_in_one_line(command: str, root: Path) -> None:
    done = said_into(FULL, command, root)
    assert done.stderr == "sphinx-leanspec: standard output cannot be written: No space left on device\n"
    assert done.returncode == 2


@pytest.mark.parametrize("options", ["", "--fail-on never", "-f sarif"])
def test_a_reader_that_goes_away_makes_nothing_green(options: str, root: Path) -> None:
    command = [sys.executable, "-m", "sphinx_leanspec.cli", "check", str(root), *options.split()]
    with subprocess.Popen(
        command, env=environment({}), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == "sphinx-leanspec: standard output cannot be written: Broken pipe\n"
    assert running.returncode == 2


def test_a_reader_may_leave_what_init_shows(root: Path) -> None:
    write_files(root, {"docs/conf.py": "", "docs/index.md": "# House"})  # a site, so that none is tried out
    command = [sys.executable, "-m", "sphinx_leanspec.cli", "init", "-n", str(root)]
    with subprocess.Popen(
        command, env=environment({}), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout
        assert running.stderr
        assert any(line.startswith("--- ") for line in running.stdout)
        running.stdout.close()
        assert running.stderr.read() == ""
    assert running.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="the shell is POSIX's")
def test_who_wants_no_output_gets_the_exit_code_alone(root: Path) -> None:
    command = [sys.executable, "-m", "sphinx_leanspec.cli", "check", str(root)]
    done = subprocess.run(
        ["sh", "-c", f"{shlex.join(command)} >&-"],
        env=environment({}),
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
