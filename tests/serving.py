"""``sphinx-leanspec serve`` in a process of its own, and what a browser would get of it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from commands import environment
from websockets.sync.client import ClientConnection, connect

PATIENCE = 300.0  # seconds: nothing waits so long unless it never comes


@dataclass
class Serving:
    """A server."""

    root: Path
    process: subprocess.Popen[bytes]
    log: Path
    host: str = "127.0.0.1"
    port: int = 0
    sockets: list[ClientConnection] = field(default_factory=list)

    @property
    def outdir(self) -> Path:
        return self.root / "_build" / "html"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def lines(self) -> list[str]:
        return self.log.read_text("utf-8").splitlines()

    def edits(self) -> list[str]:
        """What was said of each edit."""
        return [line for line in self.lines if line[2:3] == line[5:6] == ":"]

    def wait(self, happened: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not happened():
            if time.monotonic() > end or self.process.poll() is not None:
                pytest.fail("it never came:\n" + "\n".join(self.lines), pytrace=False)
            time.sleep(0.05)

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Ask for a path, as it is written here."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.putrequest("GET", path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        found = answer.status, answer.read().decode(errors="replace")
        connection.close()
        return found

    def socket(self, page: str, origin: str | None = "", version: str | None = None) -> ClientConnection:
        """Open the socket of a page, by default one that shows what there is now."""
        if version is None:
            version = self.get(f"/{page}")[1].partition('data-version="')[2].partition('"')[0]
        address = f"ws://127.0.0.1:{self.port}/-leanspec/live?page={page}&version={version}"
        return connect(address, origin=self.address if origin == "" else origin, proxy=None)  # type: ignore[arg-type]

    def edit(self, path: str, old: str, new: str) -> float:
        """Replace something in a file at once, and return when that was."""
        file = self.root / path
        text = file.read_text("utf-8")
        assert old in text
        fresh = file.with_name(f".{file.name}.swp")
        fresh.write_text(text.replace(old, new), "utf-8")
        now = time.monotonic()
        fresh.replace(file)
        return now

    def append(self, path: str, text: str) -> float:
        """Write something at the end of a file, and return when that was."""
        return self.edit(path, last := (self.root / path).read_text("utf-8"), f"{last}\n{text}\n")

    def settled(self, change: Callable[[], object]) -> str:
        """Change something, and return what is said once it is settled."""
        before = len(self.edits())
        change()
        self.wait(lambda: len(self.edits()) > before)
        return self.edits()[-1]


def until(socket: ClientConnection, *kinds: str) -> dict[str, Any]:
    """Return the next thing of some kinds that a page is told."""
    while True:
        told: dict[str, Any] = json.loads(socket.recv(timeout=PATIENCE))
        if told["kind"] in kinds:
            return told


def descendants(process: int) -> list[int]:
    """The processes that one has begun, and those that these have."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    except OSError:
        return []
    return [one for child in map(int, children) for one in (child, *descendants(child))]


@contextmanager
def serving(root: Path, log: Path, *options: str) -> Iterator[Serving]:
    """Begin a server, wait until its site is built, and end it at last as a user would."""
    command = [sys.executable, "-W", "error", "-m", "sphinx_leanspec.cli", "serve", str(root), "--no-open"]
    if "--port" not in options:
        options = (*options, "--port", "0")
    with (
        log.open("wb") as stream,
        subprocess.Popen(
            [*command, *options],
            stdout=stream,
            stderr=stream,
            env=environment({}),
            start_new_session=True,
        ) as process,
    ):
        found = Serving(root, process, log)
        try:
            found.wait(lambda: any(line.startswith("Serving ") for line in found.lines))
            line = next(line for line in found.lines if line.startswith("Serving "))
            found.port = int(line.partition("http://")[2].partition("/")[0].rpartition(":")[2])
            found.wait(found.edits)
            yield found
        finally:
            if process.poll() is None:
                os.kill(process.pid, signal.SIGINT)
            process.wait(60)
