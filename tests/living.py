"""The application that ``serve`` keeps, told of changes as the server tells it, and what it tells."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 300.0  # seconds: nothing waits so long unless it never comes
_ENDS = ("settled", "failed")


@dataclass
class Living:
    """An application that is kept, in a process of its own, and the site it writes."""

    root: Path
    outdir: Path
    process: subprocess.Popen[str]
    log: Path
    since: int = 0
    said: list[dict[str, Any]] = field(default_factory=list)
    _heard: int = 0
    _is_done: bool = False

    def begin(self, *paths: str, moved: Iterable[str] = (), seen: Iterable[str] = ()) -> None:
        """Tell of changes, and wait for nothing.

        :param moved: what has come or gone.
        """
        self.since += 1
        modified, others = ([str(self.root / path) for path in each] for each in (paths, moved))
        order = {"since": self.since, "modified": modified, "moved": others, "seen": [*seen]}
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def messages(self) -> Iterator[dict[str, Any]]:
        """What it tells of pages."""
        return (told for told in self._all() if told["what"] in ("begun", "first", "dependants", *_ENDS))

    def _all(self) -> Iterator[dict[str, Any]]:
        assert self.process.stdout is not None
        for message in map(json.loads, self.process.stdout):
            if message["what"] in ("taken", "left"):
                self._heard = message["since"]
            if message["what"] == "taken":
                self._is_done = False
            elif message["what"] in _ENDS:
                self._is_done = True
                self.said = message.get("said", [])
            yield message
        pytest.fail(f"it has ended:\n{self.log.read_text('utf-8')}", pytrace=False)

    def wait(self) -> list[dict[str, Any]]:
        """Wait until the last change is settled, failed or left; return what was told of pages meanwhile."""
        told = []
        for message in self._all():
            if message["what"] in ("first", "dependants", *_ENDS):
                told.append(message)
            if self._heard == self.since and self._is_done:
                return told
        raise AssertionError

    def change(
        self, *paths: str, moved: Iterable[str] = (), seen: Iterable[str] = ()
    ) -> list[dict[str, Any]]:
        """Tell of changes, and wait until they are settled."""
        self.begin(*paths, moved=moved, seen=seen)
        return self.wait()

    @property
    def forks(self) -> list[int]:
        """The processes that it has split off."""
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(word) for word in found.read_text("ascii").split()]


def is_alive(process: int) -> bool:
    """Tell whether a process goes on; one that nobody has asked how it ended does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@contextmanager
def living(root: Path, workdir: Path, *start: str, builder: str = "html", jobs: int = 1) -> Iterator[Living]:
    """Begin an application, and end it at last.

    :param start: what Python is told to begin, in place of what the server begins.
    """
    start = start or ("-m", "sphinx_leanspec.extension.live")
    workdir.mkdir(parents=True, exist_ok=True)
    log, outdir = workdir / "log.txt", workdir / builder
    command = [
        *(sys.executable, "-P", *start, "-q", "-b", builder, "-j", str(jobs)),
        *("-d", str(workdir / "doctrees"), str(root), str(outdir)),
    ]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with (
        log.open("w", encoding="utf-8") as stream,
        subprocess.Popen(command, cwd=workdir, stderr=stream, encoding="utf-8", **pipes) as process,
    ):
        found = Living(root, outdir, process, log)
        try:
            found.wait()
            yield found
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(PATIENCE)
