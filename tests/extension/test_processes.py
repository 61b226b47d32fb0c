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


WATCHED = """\
extensions = ["sphinx_leanspec"]

import gc, os, time, weakref
from pathlib import Path

from docutils.nodes import Element

gc.disable()  # what is gone is so without it
main = os.getpid()
batch = [f"specs/{number:03}-a" for number in range(1, 11)]
trees = {}

def say(what, so):  # in one piece, as several processes do
    os.write(1, f"{what}: {so}\\n".encode())

def merged(app, env, docnames, other):
    sent = {*other.tocs, *other.metadata, *other.titles, *other.domaindata["leanspec"]["pages"]}
    say("sends more than it has read", not sent <= {*docnames})
    for name in (name for name in docnames if name in batch):
        entries = [*other.tocs[name].findall(Element)]
        say("lists of names", len({id(entry["names"]) for entry in entries}))
        say("classes shared", len({id(entry["classes"]) for entry in entries}) < len(entries))

def resolved(app, tree, docname):
    say("writers", app.parallel - 1)
    trees[docname] = weakref.ref(tree)
    end = time.monotonic() + 60
    while docname == "specs/index" and time.monotonic() < end:
        if all(Path(app.outdir, f"{name}.html").exists() for name in batch):
            break
        time.sleep(0.01)

def written(app, docname, template, context, doctree):
    if os.getpid() != main:
        say("visits what it was given", any(thing is doctree for thing in gc.get_objects()))

def finished(app, _):
    say("keeps what others have written", any(trees[name]() for name in batch))
    say("asked for", app.parallel)

def setup(app):
    app.connect("env-merge-info", merged)
    app.connect("html-page-context", written)
    app.connect("doctree-resolved", resolved)
    app.connect("build-finished", finished, priority=1000)
"""


def test_processes_carry_no_more_than_they_need(tmp_path: Path) -> None:
    specs = {f"specs/{number:03}-a/README.md": spec(f"A {number}") for number in range(1, 23)}
    write_files(tmp_path, {"conf.py": WATCHED, "index.md": "# Project\n", **specs})
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-j", "2", ".", "_build"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert set(done.stdout.splitlines()) == {
        "sends more than it has read: False",
        "lists of names: 1",
        "classes shared: False",
        "visits what it was given: False",
        "keeps what others have written: False",
        "writers: 2",
        "asked for: 2",
    }
