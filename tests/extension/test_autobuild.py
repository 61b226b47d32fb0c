"""``sphinx-autobuild`` with the specs watched: one edit, one rebuild, no loop."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from building import DEFAULT_CONF, write_files
from samples import HOUSE

PATIENCE = 600.0  # seconds: nothing waits so long unless it never comes


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(happened: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > end:
            pytest.fail(f"it never came:\n{said(log)}", pytrace=False)
        time.sleep(0.2)


def said(log: Path) -> str:
    return log.read_text("utf-8", errors="replace")


def wait_for_watcher(folder: Path, log: Path) -> None:
    """Wait until the watcher tells of a file it is to ignore: what happened before that, it has seen."""
    numbers = count()

    def is_seen() -> bool:
        name = f"probe-{time.monotonic_ns()}-{next(numbers)}"
        before = said(log).count("probe-")
        (folder / name).touch()
        time.sleep(0.2)
        return said(log).count("probe-") > before

    wait_until(is_seen, log)


def test_one_edit_is_one_rebuild(tmp_path: Path) -> None:
    write_files(tmp_path, {**HOUSE, "docs/conf.py": DEFAULT_CONF, "docs/index.md": "# Home\n"})
    specs, out, log = tmp_path / "specs", tmp_path / "docs" / "_build", tmp_path / "log.txt"
    command = [
        *(sys.executable, "-u", "-m", "sphinx_autobuild", "--host", "127.0.0.1", "--port", str(free_port())),
        *("--watch", str(specs), "--re-ignore", "probe-", str(tmp_path / "docs"), str(out)),
    ]
    variables = {**os.environ, "SPHINX_AUTOBUILD_DEBUG": "1"}  # it then tells of each event
    with (
        log.open("wb") as stream,
        subprocess.Popen(command, stdout=stream, stderr=stream, env=variables) as server,
    ):
        try:
            wait_for_watcher(specs, log)
            readme = specs / "003-roof/README.md"
            edited = tmp_path / "edited.md"
            edited.write_text(readme.read_text("utf-8").replace("# Roof", "# Thatch"), "utf-8")
            edited.replace(readme)  # one event, however slow the machine is
            wait_until(lambda: said(log).count("build succeeded") == 2, log)
            wait_for_watcher(specs, log)  # what the build has written was seen before this, and is no change
        finally:
            server.terminate()
    assert said(log).count("Rebuilding") == 1
    assert "Thatch" in (out / "specs/003-roof.html").read_text("utf-8")
