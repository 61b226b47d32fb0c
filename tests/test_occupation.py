"""Who may write into an output folder at the same time."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sphinx_leanspec.commands.cannot import CannotBuildError
from sphinx_leanspec.commands.occupation import Occupation

HOLDING = """\
import pathlib, subprocess, sys, time
from sphinx_leanspec.commands.occupation import Occupation

with Occupation(pathlib.Path(sys.argv[1]), "is served at x") as occupation:
    command = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    held = subprocess.Popen(command, pass_fds=occupation.inherited, stdin=subprocess.PIPE)
    print("held", flush=True)
    time.sleep(300)
"""


def test_builds_exclude_no_builds_and_one_that_serves_all_others(tmp_path: Path) -> None:
    told = "is written by a build; end that first, or name another"
    with Occupation(tmp_path), Occupation(tmp_path), pytest.raises(CannotBuildError, match=told):
        Occupation(tmp_path, "is served at x").__enter__()
    with Occupation(tmp_path, "is served at x"):
        for served in ("", "is served at y"):
            with pytest.raises(CannotBuildError, match=r"is served at x; end that first"):
                Occupation(tmp_path, served).__enter__()
        with Occupation(tmp_path / "other", "is served at y"):
            pass
    with Occupation(tmp_path), pytest.raises(CannotBuildError, match=told):
        Occupation(tmp_path, "is served at x").__enter__()


def test_others_are_kept_out_still_where_the_folder_was_deleted(tmp_path: Path) -> None:
    output = tmp_path / "html"
    with Occupation(output, "is served at x") as served:
        served.renew()
        shutil.rmtree(output)
        served.renew()
        with pytest.raises(CannotBuildError, match="is served at x"):
            Occupation(output).__enter__()
        shutil.rmtree(output)
        with Occupation(output, "is served at y"), pytest.raises(CannotBuildError, match="is served at y"):
            served.renew()


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is inherited there")
def test_it_ends_with_the_last_process_that_writes_however_that_was(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDING, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(CannotBuildError, match="is served at x"):
            Occupation(tmp_path).__enter__()
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.read()  # which ends with the process that was begun by the killed one
    with Occupation(tmp_path, "is served at y"):
        pass


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(CannotBuildError, match=r"cannot write .*file: .*; name another folder with -o"):
        Occupation(tmp_path / "file").__enter__()
