"""The process that Sphinx runs in, for as long as nothing changes that it is made with."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any, Final

from ...files import Contents
from .. import build
from ..occupation import Occupation
from .watching import FileChanges

_MODULE: Final = "sphinx_leanspec.extension.live"
_LONGEST: Final = 1 << 26
"""How many bytes a message has at most: it names all that is wrong with the site."""
_GRACE: Final = 30.0
"""How many seconds it has to end what it has begun; on a machine that is not busy it takes none."""
_REPORT: Final = re.compile(r"^Traceback\n=+\n(.*?)^The full traceback", re.DOTALL | re.MULTILINE)
"""From the heading of what matters in a report of Sphinx to the name of the file that holds more."""
_ERROR: Final = re.compile(r"^ *(?:\w+\.)*(\w+Error: .*\S)", re.MULTILINE)
_KILL: Final = getattr(signal, "SIGKILL", signal.SIGTERM)


@dataclass
class LiveChild:
    """Sphinx in a process of its own, and what is exchanged with it: a line of JSON each.

    :param files: the files whose change wants another one, once it has told of them.
    :param folders: the same of whole folders.
    :param sources: the folders that its pages come from.
    :param opened: the files that it had read when it failed, if it could still tell.
    """

    process: asyncio.subprocess.Process
    files: frozenset[str] = frozenset()
    folders: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    opened: frozenset[str] | None = None
    _contents: Contents = field(default_factory=Contents)
    _log: deque[str] = field(default_factory=lambda: deque(maxlen=100))

    @classmethod
    async def begin(cls, plan: build.SitePlan, occupation: Occupation) -> LiveChild:
        """Begin one.

        :param occupation: of the folder that it is to write into, so that it keeps others out, too.
        :raises CannotBuildError: if nothing can be written where the site is to go.
        """
        build.lay_out(plan)
        command = build.command_of(plan, _MODULE, quiet=True)
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *(*command, str(plan.folder), str(plan.output)),
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            env=build.variables(plan),
            limit=_LONGEST,
            pass_fds=occupation.inherited,
            start_new_session=True,  # Ctrl-C is for this process, which then ends that one
        )
        return cls(process)

    async def messages(self) -> AsyncIterator[dict[str, Any]]:
        """Yield what it tells, until it ends."""
        assert self.process.stdout is not None
        listening = asyncio.create_task(self._listen())
        try:
            async for line in self.process.stdout:
                message: dict[str, Any] = json.loads(line)
                if "files" in message:
                    self.files = frozenset(message["files"])
                    self.folders, self.sources = tuple(message["folders"]), tuple(message["sources"])
                if message["what"] == "ended":
                    self.opened = frozenset(map(os.path.realpath, message["opened"]))
                else:
                    yield message
            await listening
        finally:
            listening.cancel()

    async def _listen(self) -> None:
        """Keep what it says besides: the last of it is what matters if it fails."""
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self._log.append(line.decode(errors="replace").rstrip())

    @property
    def is_alive(self) -> bool:
        return self.process.returncode is None

    @property
    def last_words(self) -> str:
        """What it said last; of a report of Sphinx what failed, and not which versions did."""
        said = "\n".join(self._log)
        report = _REPORT.search(said)
        return dedent(report[1]).strip("\n") if report else said

    @property
    def reason(self) -> str:
        """Why it ended, in a line, as far as it said so."""
        said = self.last_words
        errors: list[str] = _ERROR.findall(said)
        return errors[-1] if errors else said.rstrip().rpartition("\n")[2].strip()

    async def tell(self, since: float, changes: FileChanges, seen: Iterable[str]) -> None:
        """Tell of files that have changed, and of the pages that somebody looks at; it says which it takes.

        :param since: when that was; it comes back.
        """
        assert self.process.stdin is not None
        modified, moved = sorted(changes.modified), sorted(changes.moved)
        order = {"since": since, "modified": modified, "moved": moved, "seen": [*seen]}
        with suppress(ConnectionError):  # it is gone: whoever reads what it tells finds out
            self.process.stdin.write(json.dumps(order).encode() + b"\n")
            await self.process.stdin.drain()

    def wants_another(self, changes: FileChanges) -> bool:
        """Tell whether Sphinx has to begin anew for some changes."""
        if self.is_alive:
            made_with = filter(self._is_made_with, changes)
            return any([self._contents.is_other(path) for path in made_with])  # noqa: C419 - asked of each
        known = self.opened
        return known is None or bool(changes.moved) or not known.isdisjoint(map(os.path.realpath, changes))

    def _is_made_with(self, path: str) -> bool:
        return path in self.files or any(Path(path).is_relative_to(folder) for folder in self.folders)

    async def end(self) -> None:
        """End it, with all that it has begun."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        if not self.is_alive:
            return  # its number may be another's by now
        self._signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self.process.wait(), _GRACE)
        except TimeoutError:
            self._signal(_KILL)
            await self.process.wait()

    def _signal(self, number: int) -> None:
        """Signal it, and those that read pages for it: nobody else would end these."""
        with suppress(ProcessLookupError):
            if hasattr(os, "killpg"):
                os.killpg(self.process.pid, number)
            else:
                self.process.send_signal(number)
