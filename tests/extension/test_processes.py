from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from building import write_files
from samples import spec

CONF = """\
extensions = ["sphinx_leanspec"]

import atexit
import gc
import pathlib

atexit.register(lambda: print("frozen:", gc.get_freeze_count() > 1000))

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


@pytest.mark.parametrize("fails", [False, True])
def test_the_collector_is_as_it_was_and_the_end_loses_nothing_that_was_written(
    tmp_path: Path, fails: bool
) -> None:
    conf = CONF.format(fails=fails)
    write_files(tmp_path, {"conf.py": conf, "index.md": "# Project\n", "specs/001-a/README.md": spec("A")})
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", ".", "_build"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert bool(done.returncode) == fails, done.stderr
    assert (tmp_path / "early.txt").read_text("utf-8") == "early"
    assert (tmp_path / "later.txt").read_text("utf-8") == "later"
    assert "frozen: True" in done.stdout
    assert "rarer: True" in done.stdout
    assert "again: True" in done.stdout
