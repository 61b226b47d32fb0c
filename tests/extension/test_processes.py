from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from building import write_files
from samples import spec

CONF = """\
extensions = ["sphinx_leanspec"]

import gc
import pathlib

before = gc.get_threshold()

def log(app, *_):
    print("rarer:", gc.get_threshold()[0] > before[0])
    app.later = (pathlib.Path(__file__).parent / "later.txt").open("w")
    app.later.write("later")
    if {fails}:
        raise ValueError("on purpose")

def setup(app):
    app.early = (pathlib.Path(__file__).parent / "early.txt").open("w")
    app.early.write("early")
    app.connect("env-updated", log)
    app.connect("build-finished", lambda *_: print("again:", gc.get_threshold() == before), priority=1000)
"""


LAST = """\
import atexit, gc, runpy, sys

atexit.register(lambda: print("frozen:", gc.get_freeze_count() > 1000))
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize(("module", "is_ours"), [("sphinx", False), ("sphinx_leanspec.extension", True)])
@pytest.mark.parametrize("fails", [False, True])
def test_only_our_own_process_ends_at_once_and_nothing_that_was_written_is_lost(
    tmp_path: Path, fails: bool, module: str, is_ours: bool
) -> None:
    conf = CONF.format(fails=fails)
    write_files(tmp_path, {"conf.py": conf, "index.md": "# Project\n", "specs/001-a/README.md": spec("A")})
    done = subprocess.run(
        [sys.executable, "-c", LAST, module, ".", "_build"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert bool(done.returncode) == fails, done.stderr
    assert (tmp_path / "early.txt").read_text("utf-8") == "early"
    assert (tmp_path / "later.txt").read_text("utf-8") == "later"
    assert f"frozen: {is_ours}" in done.stdout
    assert "rarer: True" in done.stdout
    assert "again: True" in done.stdout
