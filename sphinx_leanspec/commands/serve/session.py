"""From a saved file to the page: what happens between the watcher, Sphinx and those who look."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
import time
import webbrowser
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import uvicorn

from ...reading import NoSpecsError
from ...wording import counted
from .. import build
from ..cannot import CannotBuildError
from ..occupation import Occupation
from ..starter_site import StarterSite
from .audience import BUSY, FAILED, READY, Audience, Status
from .beginning import made_of, texts
from .child import LiveChild
from .listening import address, listen
from .site import LiveSite, Output
from .watching import FileChanges, SourceWatcher

_BUILT: Final = ".buildinfo"
"""What Sphinx leaves in every folder with a site in HTML."""


@dataclass(frozen=True, slots=True)
class ServeRequest:
    """What a user asks for.

    :param build: says what site, anew each time Sphinx begins: what it says hangs on files.
    :param host: the name or address to listen at.
    :param port: the port; None for a free one near the usual one.
    :param opens: whether a browser is to be opened.
    """

    build: Callable[[], build.BuildRequest]
    host: str = "127.0.0.1"
    port: int | None = None
    opens: bool = True


@dataclass(frozen=True, slots=True)
class Edit:
    """What came of a change, or of the beginning.

    :param paths: the files that changed, relative to the repository; none at the beginning.
    :param first: after how many seconds the first page was written, None if none was ahead of the rest.
    :param seconds: after how many everything was.
    :param pages: how many pages were written.
    :param findings: how much is wrong with the site now.
    :param failure: why nothing was built, if so.
    """

    paths: tuple[str, ...]
    first: float | None
    seconds: float
    pages: int
    findings: int = 0
    failure: str = ""


class Terminal(Protocol):
    """Whoever is told what happens."""

    def began(self, address: str, plan: build.SitePlan) -> None:
        """Take note of the address."""

    def goes(self, progress: str) -> None:
        """Take note of how far it is."""

    def came(self, edit: Edit) -> None:
        """Take note of what came of an edit."""


def serve(request: ServeRequest, terminal: Terminal) -> None:
    """Serve a site until somebody has had enough.

    :raises CannotBuildError: if the site cannot be built at all, or somebody else is at it.
    :raises CannotServeError: if nothing can be served where that is asked for.
    """
    plan = build.prepare(request.build())
    listening = listen(request.host, request.port)
    where = address(request.host, listening)
    with listening, Occupation(plan.output, f"is served at {where}") as occupation:
        terminal.began(where, plan)
        asyncio.run(_Session(request, plan, occupation, terminal).run(listening, where))


class _QuietServer(uvicorn.Server):
    """A server that leaves signals to whoever runs it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _Session:
    """A site while it is served."""

    def __init__(
        self, request: ServeRequest, plan: build.SitePlan, occupation: Occupation, terminal: Terminal
    ) -> None:
        self._request = request
        self._plan = plan
        self._occupation = occupation
        self._terminal = terminal
        output = Output(plan.output)
        self._audience = Audience(output.version)
        self._site = LiveSite(output, self._audience)
        self._watcher = SourceWatcher([plan.output, plan.root / "_build", plan.folder / "_build"])
        self._stop, self._again, self._look = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._child: LiveChild | None = None
        self._outside: set[Path] = set()
        self._waiting: dict[str, None] = {}
        self._began = time.monotonic()
        self._first: float | None = None
        self._came: Status | None = None
        self._made_of, self._texts = made_of(plan), texts(plan)
        self._comparing: asyncio.Task[None] | None = None
        self._is_there = self._is_stuck = False

    async def run(self, listening: socket.socket, address: str) -> None:
        """Serve until told to stop."""
        config = uvicorn.Config(
            self._site.application(self._request.host),
            ws="websockets-sansio",
            log_level="error",
            lifespan="off",
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        server = _QuietServer(config)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):  # where Ctrl-C is an exception
                loop.add_signal_handler(number, self._stop.set)
        if self._request.opens and _has_browser():
            loop.run_in_executor(None, webbrowser.open, address)
        serving = asyncio.create_task(server.serve([listening]))
        working = [asyncio.create_task(work) for work in (self._keep(), self._watch(), self._stop.wait())]
        try:
            done, _ = await asyncio.wait({serving, *working}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()  # what failed is told
        finally:
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)
            server.should_exit = True
            await serving

    # Sphinx

    async def _keep(self) -> None:
        """Have Sphinx run, and begin it anew whenever that is asked for."""
        while True:
            self._again.clear()
            self._say(BUSY, "Sphinx starts")
            try:
                self._plan = build.prepare(self._request.build())
                self._occupation.renew()  # the folder may have been deleted
                self._made_of, self._texts, self._is_there = made_of(self._plan), texts(self._plan), False
                self._child = await LiveChild.begin(self._plan, self._occupation)
            except (CannotBuildError, NoSpecsError) as error:
                self._fail(str(error), "")
                self._is_stuck = True
                await self._again.wait()
                self._is_stuck = False
                continue
            try:
                await self._follow(self._child)
            finally:
                child, self._child = self._child, None
                await child.end()

    async def _follow(self, child: LiveChild) -> None:
        """Take what Sphinx tells, until it is asked for anew."""
        following = asyncio.create_task(self._take_all(child))
        asked = asyncio.create_task(self._again.wait())
        try:
            await asyncio.wait({following, asked}, return_when=asyncio.FIRST_COMPLETED)
            if following.done():
                following.result()
                code = await child.process.wait()
                why = f": {child.reason}" if child.reason else ""
                text = f"Sphinx has ended ({code}{why}); the next change begins it again"
                self._fail(text, child.last_words)
                await asked
        finally:
            for task in (following, asked):
                task.cancel()
            await asyncio.gather(following, asked, return_exceptions=True)

    async def _take_all(self, child: LiveChild) -> None:
        async for message in child.messages():
            self._take(child, message)

    def _take(self, child: LiveChild, message: Mapping[str, Any]) -> None:
        """Take what Sphinx tells: of the last that it has taken, as that ends what was before."""
        what = message["what"]
        self._audience.refresh()  # before anything is said: a page that is loaded again hears it then
        if what in ("begun", "code"):
            self._look_at(child)
        if what == "begun":
            self._say(BUSY, "Sphinx reads")
        elif what == "taken":
            self._take_up(message["changed"], message["since"])
        elif what == "progress":
            self._hint(f"{message['done']} of {counted(message['of'], 'page')} {message['doing']}")
        elif what == "settled":
            self._settle(message)
        elif what == "failed":
            self._fail(message["text"], message["trace"])
        elif what == "first" and self._first is None:
            self._first = time.monotonic() - self._began

    def _take_up(self, paths: Sequence[str], since: float) -> None:
        """Say of which files something is being made."""
        self._wait_for(paths, since)
        if paths:
            more = f" and {len(self._waiting) - 1} more" if len(self._waiting) > 1 else ""
            self._say(BUSY, f"Writing what shows {self._shown(paths[0])}{more}")

    def _wait_for(self, paths: Iterable[str], since: float) -> None:
        """Expect that something comes of the change of some files."""
        if not self._waiting:
            self._began = since
        self._waiting |= dict.fromkeys(paths)

    def _hint(self, progress: str) -> None:
        self._audience.hint(progress)
        self._terminal.goes(progress)

    def _settle(self, message: Mapping[str, Any]) -> None:
        findings = tuple({**said, "path": self._shown(said["path"])} for said in message["said"])
        pages, came = message["pages"], self._came
        text = f"{counted(pages, 'page')} in {time.monotonic() - self._began:.1f} s"
        is_other = came is None or came.kind == FAILED or came.findings != findings
        self._is_there = True
        self._come(Status(READY, text, findings=findings), pages, is_new=pages > 0 or is_other)
        if isinstance(self._plan.source, StarterSite):
            self._comparing = asyncio.create_task(self._compare())

    def _fail(self, text: str, detail: str) -> None:
        status = Status(FAILED, text, detail, self._audience.status.findings)
        is_asked = str(self._plan.source) in self._waiting  # whoever mends that wants to know
        self._come(status, 0, is_new=is_asked or self._came != status)

    def _come(self, status: Status, pages: int, *, is_new: bool) -> None:
        """Tell what came of all that has changed since something was told last.

        :param is_new: whether that is anything; else none is told, as it may go into a file that is watched.
        """
        if is_new or self._came is None:
            paths, seconds = tuple(map(self._shown, self._waiting)), time.monotonic() - self._began
            failure = status.text if status.kind == FAILED else ""
            self._terminal.came(Edit(paths, self._first, seconds, pages, len(status.findings), failure))
            self._came = status
        self._waiting, self._first = {}, None
        self._audience.say(self._came)

    async def _compare(self) -> None:
        """Begin again if what no file of the repository holds says something else now, as of a new title."""
        before = self._texts
        try:
            fresh = await asyncio.to_thread(lambda: texts(build.prepare(self._request.build())))
        except (CannotBuildError, NoSpecsError):
            return  # Sphinx says so
        if before == self._texts != fresh:
            self._wait_for((), time.monotonic())
            self._again.set()

    def _say(self, kind: str, text: str, detail: str = "") -> None:
        """Tell how things are, and that nobody knows yet whether what was wrong still is."""
        self._audience.say(Status(kind, text, detail, self._audience.status.findings))

    def _shown(self, path: str) -> str:
        """Return a path relative to the repository, where it lies in it."""
        return os.path.relpath(path, self._plan.root) if Path(path).is_relative_to(self._plan.root) else path

    # Files

    async def _watch(self) -> None:
        """Pass on every change of a file."""
        while True:
            self._look.clear()
            folders = {self._plan.root, self._plan.folder, *self._outside}
            async for changes in self._watcher.changes(folders, self._look):
                await self._on_changes(changes)
            await self._tell(FileChanges())  # what changed meanwhile nobody has seen

    def _look_at(self, child: LiveChild) -> None:
        """Watch packages, too, that lie elsewhere and somebody may be writing."""
        root = self._plan.root
        around = {Path(file).parent for file in child.files} | {Path(folder) for folder in child.folders}
        outside = {Path(folder) for folder in child.sources if not Path(folder).is_relative_to(root)}
        outside |= {
            folder
            for folder in around
            if not folder.is_relative_to(root) and (folder / "__init__.py").is_file()
        }
        if outside != self._outside:
            self._outside = outside
            self._look.set()

    async def _on_changes(self, changes: FileChanges) -> None:
        if self._wants_anew(changes):
            self._wait_for(changes, time.monotonic())
            self._again.set()
        else:
            await self._tell(changes)

    def _wants_anew(self, changes: FileChanges) -> bool:
        """Tell whether Sphinx has to begin again: what it is made with has changed, or its output is gone."""
        child = self._child
        if child is None:  # one begins, and will read what there is by then; or none could
            return self._is_stuck or bool(changes.moved)
        is_moved = bool(changes.moved) and self._made_of != made_of(self._plan)
        return is_moved or child.wants_another(changes) or self._is_gone(changes)

    def _is_gone(self, changes: FileChanges) -> bool:
        """Tell whether the output was deleted; until it was there, only if somebody has seen that."""
        output = self._plan.output
        is_seen = self._is_there or any(map(output.is_relative_to, changes.moved))
        return is_seen and not (output / _BUILT).is_file()

    async def _tell(self, changes: FileChanges) -> None:
        if self._child is not None and self._child.is_alive:
            await self._child.tell(time.monotonic(), changes, self._audience.seen())


def _has_browser() -> bool:
    """Tell whether a browser would come up in a window: one in a terminal would take that."""
    if not sys.stdout.isatty():
        return False
    return sys.platform in ("win32", "darwin") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
