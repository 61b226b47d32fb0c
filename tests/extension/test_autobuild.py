"""``sphinx-autobuild`` with the specs watched: one edit, one rebuild, no loop."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from building import DEFAULT_CONF, write_files
from samples import HOUSE

QUIET = 4.0  # seconds without a further build: a loop would fill them


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(log: Path, text: str, count: int, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while log.read_text("utf-8", errors="replace").count(text) < count:
        if time.monotonic() > end:
            pytest.fail(f"no {text!r} in time:\n{log.read_text('utf-8', errors='replace')}", pytrace=False)
        time.sleep(0.2)


def test_one_edit_is_one_rebuild(tmp_path: Path) -> None:
    write_files(tmp_path, {**HOUSE, "docs/conf.py": DEFAULT_CONF, "docs/index.md": "# Home\n"})
    out, log = tmp_path / "docs" / "_build", tmp_path / "log.txt"
    command = [
        *(sys.executable, "-u", "-m", "sphinx_autobuild", "--host", "127.0.0.1", "--port", str(free_port())),
        *("--watch", str(tmp_path / "specs"), str(tmp_path / "docs"), str(out)),
    ]
    with log.open("wb") as stream, subprocess.Popen(command, stdout=stream, stderr=stream) as server:
        try:
            wait_for(log, "Serving on", 1)
            time.sleep(2)  # the watcher starts behind the server
            readme = tmp_path / "specs/003-roof/README.md"
            readme.write_text(readme.read_text("utf-8").replace("# Roof", "# Thatch"), "utf-8")
            wait_for(log, "build succeeded", 2)
            time.sleep(QUIET)
        finally:
            server.terminate()
    assert log.read_text("utf-8", errors="replace").count("Rebuilding") == 1
    assert "Thatch" in (out / "specs/003-roof.html").read_text("utf-8")
