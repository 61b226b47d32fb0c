"""From a saved file to the page: what happens between the watcher, Sphinx and those who look."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import signal
import socket
import sys
import time
import webbrowser
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import uvicorn

from ...reading import NoSpecsError
from ...wording import counted
from .. import build
from ..starter_site import StarterSite
from .audience import BUSY, FAILED, READY, Audience, Status
from .child import LiveChild
from .site import LiveSite, Output
from .watching import SourceWatcher

PORT: Final = 8000
_FURTHER: Final = 20
"""How many ports are tried if nobody asked for a certain one."""
_BUILT: Final = ".buildinfo"
"""What Sphinx leaves in every folder with a site in HTML."""


class CannotServeError(Exception):
    """There is a reason not to start; the message says which, and what to do."""


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


def serve(
    request: ServeRequest, told: Callable[[Edit], None], began: Callable[[str, build.SitePlan], None]
) -> None:
    """Serve a site until somebody has had enough.

    :param told: is told of each edit.
    :param began: is told of the address.
    :raises CannotBuildError: if the site cannot be built at all.
    :raises CannotServeError: if nothing can be served where that is asked for.
    """
    plan = build.prepare(request.build())
    listening = _listen(request)
    port = listening.getsockname()[1]
    shown = "localhost" if request.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else request.host  # noqa: S104
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"
    with listening:
        began(address, plan)
        asyncio.run(_Session(request, plan, told).run(listening, address))


def _listen(request: ServeRequest) -> socket.socket:
    """Find a port to listen at.

    :raises CannotServeError: if there is none.
    """
    wanted = [request.port] if request.port is not None else range(PORT, PORT + _FURTHER)
    reason = ""
    for port in wanted:
        try:
            found = socket.getaddrinfo(request.host, port, type=socket.SOCK_STREAM)[0]
            return socket.create_server(found[4][:2], family=found[0])
        except OSError as error:
            why = str(error.strerror).partition(" (")[0]  # Python adds what it attempted
            reason = f"cannot listen at {request.host}:{port} ({why})"
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                break  # another port is no better
    raise CannotServeError(f"{reason}; name another with --host or --port, or 0 for any free port")


class _QuietServer(uvicorn.Server):
    """A server that leaves signals to whoever runs it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _Session:
    """A site while it is served."""

    def __init__(self, request: ServeRequest, plan: build.SitePlan, told: Callable[[Edit], None]) -> None:
        self._request = request
        self._plan = plan
        self._told = told
        output = Output(plan.output)
        self._audience = Audience(output.version)
        self._site = LiveSite(output, self._audience)
        self._watcher = SourceWatcher([plan.output, plan.root / "_build"])
        self._stop, self._again, self._look = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._child: LiveChild | None = None
        self._outside: set[Path] = set()
        self._turn = self._told_turn = 0
        self._waiting: dict[str, None] = {}
        self._began = time.monotonic()
        self._first: float | None = None

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
                self._child = await LiveChild.begin(self._plan)
            except (build.CannotBuildError, NoSpecsError) as error:
                self._fail(str(error), "")
                await self._again.wait()
                continue
            try:
                await self._follow(self._child)
            finally:
                child, self._child = self._child, None
                await child.end()

    async def _follow(self, child: LiveChild) -> None:
        """Take what Sphinx tells, until it is asked for anew."""
        self._told_turn = 0
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
        """Take what Sphinx tells."""
        what = message["what"]
        self._audience.refresh()  # before anything is said: a page that is loaded again hears it then
        if what == "begun":
            self._say(BUSY, "Sphinx reads")
            self._look_at(child)
        elif message["turn"] != self._told_turn:  # overtaken
            return
        elif what == "settled":
            self._settle(message)
        elif what == "failed":
            self._fail(message["text"], message["trace"])
        elif what == "first" and self._first is None:
            self._first = time.monotonic() - self._began

    def _settle(self, message: Mapping[str, Any]) -> None:
        findings = [{**said, "path": self._shown(said["path"])} for said in message["said"]]
        edit = self._ended(message["pages"], len(findings))
        text = f"{counted(edit.pages, 'page')} in {edit.seconds:.1f} s"
        self._audience.say(Status(READY, text, findings=tuple(findings)))

    def _fail(self, text: str, detail: str) -> None:
        self._ended(0, len(self._audience.status.findings), text)
        self._say(FAILED, text, detail)

    def _ended(self, pages: int, findings: int, failure: str = "") -> Edit:
        """Tell what came of all that has changed since something was told last."""
        paths, seconds = tuple(map(self._shown, self._waiting)), time.monotonic() - self._began
        edit = Edit(paths, self._first, seconds, pages, findings, failure)
        self._waiting, self._first = {}, None
        self._told(edit)
        return edit

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
            async for changed, is_new in self._watcher.changes(folders, self._look):
                await self._on_changes(changed, is_new=is_new)
            await self._tell([])  # what changed meanwhile nobody has seen

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

    async def _on_changes(self, paths: Iterable[str], *, is_new: bool) -> None:
        now = sorted(paths)
        if not self._waiting:
            self._began = time.monotonic()
        self._waiting |= dict.fromkeys(now)
        child = self._child
        if (
            child is None
            or child.process.returncode is not None
            or self._wants_anew(child, now, is_new=is_new)
        ):
            self._again.set()
            return
        more = f" and {len(self._waiting) - 1} more" if len(self._waiting) > 1 else ""
        self._say(BUSY, f"Writing what shows {self._shown(now[0])}{more}")
        await self._tell(now)

    def _wants_anew(self, child: LiveChild, paths: Iterable[str], *, is_new: bool) -> bool:
        """Tell whether Sphinx has to begin again: what it is made with has changed, or its output is gone."""
        if any(map(child.is_made_with, paths)) or not (self._plan.output / _BUILT).is_file():
            return True
        source = self._plan.source
        if not is_new or not isinstance(source, StarterSite):
            return False
        try:
            fresh = build.prepare(self._request.build()).source
        except (build.CannotBuildError, NoSpecsError):
            return True
        return not isinstance(fresh, StarterSite) or fresh.documents != source.documents

    async def _tell(self, paths: Iterable[str]) -> None:
        if self._child is not None:
            self._turn += 1
            self._told_turn = self._turn
            await self._child.tell(self._turn, paths, self._audience.seen())


def _has_browser() -> bool:
    """Tell whether a browser would come up in a window: one in a terminal would take that."""
    if not sys.stdout.isatty():
        return False
    return sys.platform in ("win32", "darwin") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
