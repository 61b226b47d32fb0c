"""The application that is kept, and what it does when a file changes.

First paint: a fork reads the page of the file again and writes it, and then what is near to it. Once that
page is there, and there was no further edit for a moment, the application reads all that has changed, and
splits off another fork, which builds once the first one is done: it writes what shows what was edited ahead
of the rest, and then settles. The next edit ends both, wherever they are.
"""

from __future__ import annotations

import gc
import os
import pickle
import selectors
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NoReturn

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.environment import CONFIG_OK, BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.build_phase import BuildPhase
from sphinx.util.parallel import SerialTasks

from ...files import write_atomically
from .. import renew
from ..build import Build
from ..freshness import looks_at_needs, shows_needs
from ..processes import forget_trees
from . import painting
from .ahead import TOGETHER, Ahead, alone
from .channel import Messages, tell
from .code import code_of
from .counting import PageCount
from .forks import Fork, PutOff, Split, fork
from .material import Material, Opened
from .phase import set_phase
from .said import Said
from .warmth import Warmth

_PAUSE: Final = 0.12
"""How many seconds nothing has to change before all that changed is read."""

_REST: Final = 0.4
"""How many seconds after everything was settled, if nothing has changed, the next edit is prepared for."""

_AHEAD: Final = 5
"""How many pages are painted at once."""


class _LeftError(BaseException):
    """Everything is read; a fork goes on from here. No failure, so it passes whoever looks for one."""


class KeptSphinx(Sphinx):
    """Sphinx, but for its end: it builds whenever it is told that a file has changed, until nobody is left.

    :cvar channel: where it is told of changes, and where it tells of pages.
    :cvar opened: the files that it has read.
    """

    channel: tuple[int, int] = (0, 1)
    opened: Opened

    def build(self, force_all: bool = False, filenames: Sequence[Path] = ()) -> None:
        """Build again and again."""
        _Keeper(self, self.opened, *self.channel).run()


class _Keeper:
    """Keeps an application."""

    def __init__(self, app: Sphinx, opened: Opened, told: int, tells: int) -> None:
        self._app = app
        self._opened = opened
        self._material = Material(app, opened)
        self._jobs = app.parallel
        self._tells = tells
        self._orders = Messages(told)
        self._selector = selectors.DefaultSelector()
        self._selector.register(told, selectors.EVENT_READ, self._on_order)
        self._said = Said(app)
        self._warmth = Warmth()
        self._count = PageCount(app, self._on_progress)
        self._is_fork = False
        self._before: frozenset[str] = frozenset()
        self._ready: Build | None = None
        self._since: float = 0
        self._modules = 0
        self._seen: list[str] = []
        self._changed: dict[str, None] = {}
        self._painted: dict[str, str] = {}
        self._is_painting = False
        self._helper = 0
        self._pending: set[str] = set()
        self._due: float | None = 0.0
        self._rest: float | None = None
        self._waiting: Fork | None = None
        self._painter: Fork | None = None
        self._builder: Fork | None = None
        app.connect("env-before-read-docs", self._on_reading, priority=999)
        app.connect("env-updated", self._on_read, priority=-1)
        app.connect("env-updated", self._hear_out, priority=505)
        app.connect("env-updated", self._on_known, priority=999)
        app.connect("write-started", self._on_writing, priority=950)

    def run(self) -> None:
        """Work until nobody is left to tell of a change."""
        signal.signal(signal.SIGTERM, self._leave)
        self._warmth.begin(self._app)
        self._tell_code("begun")
        while not self._orders.is_over:
            self._step()
        self._leave()

    def _leave(self, *_: object) -> NoReturn:
        """End at once, and leave no fork behind; there is nothing that Python would have to put away."""
        self._overtake()
        self._forget_waiting()
        os._exit(0)

    def _step(self) -> None:
        next_one = min((due for due in (self._due, self._rest) if due is not None), default=None)
        ready = self._selector.select(next_one and max(0.0, next_one - time.monotonic()))
        for key, _ in ready:
            key.data()
        if self._due is not None and time.monotonic() >= self._due and not self._is_painting:
            self._due = None
            self._build()
        elif self._rest is not None and time.monotonic() >= self._rest:
            self._rest = None
            self._get_ready()

    # What happens

    def _on_order(self) -> None:
        for order in self._orders.read():
            self._seen = order["seen"]
            modified, moved = order["modified"], order["moved"]
            changed = self._material.changed(modified, moved)
            if changed or not (modified or moved):  # then nobody has seen what did change
                self._since = order["since"]
                self._take(changed)
            else:
                tell(self._tells, {"what": "left", "since": order["since"]})

    def _take(self, changed: Iterable[str]) -> None:
        """Begin with what an edit has made of some files."""
        self._overtake()
        self._changed |= dict.fromkeys(changed)
        tell(self._tells, {"what": "taken", "since": self._since, "changed": [*self._changed]})
        self._painted = {}
        self._paint(list(self._changed))
        self._due, self._rest = time.monotonic() + _PAUSE, None

    def _overtake(self) -> None:
        """End what an edit has overtaken."""
        for one in (self._painter, self._builder):
            if one is not None:
                self._selector.unregister(one.lines.descriptor)
                one.end()
        self._painter = self._builder = None
        self._is_painting = False

    def _on_message(self, one: Fork) -> None:
        """Pass on what a fork tells; once it has ended, forget it."""
        if one is not self._painter and one is not self._builder:
            return  # an order that came together with this has overtaken it
        for message in one.lines.read():
            if message["what"] == "settled":
                self._settle(message)
            elif one is self._painter:
                self._is_painting = False  # what follows can be done beside it
                self._painted |= message.get("pages", {})
            tell(self._tells, message)
        if not one.lines.is_over:
            return
        self._selector.unregister(one.lines.descriptor)
        code = one.wait()
        if one is self._painter:
            self._painter, self._is_painting = None, False
            return
        self._builder = None
        if code < 0:
            self._fail(f"the process that builds was ended by signal {-code}")
        if self._changed:  # while it was not yet known that the site is made of it
            self._take(())

    def _settle(self, message: dict[str, Any]) -> None:
        """Take over what a fork has found out, as everything it was split off for is done."""
        self._pending.clear()
        forget_trees(self._app.env)
        if self._ready is None:
            gc.collect()
            gc.freeze()  # all that was read stays, and need not be looked through again and again
            self._ready = painting.get_ready(self._app)
        self._changed |= dict.fromkeys(self._material.learn(message.pop("opened")))
        self._said.written = message.pop("written")
        self._warmth.take(self._app, message.pop("warm"))
        self._tell_code("code")
        self._rest = time.monotonic() + _REST

    def _tell_code(self, what: str) -> None:
        """Tell what the site is made with, if that may be more by now: a page can load a module."""
        if len(sys.modules) != self._modules:
            self._modules = len(sys.modules)
            tell(self._tells, {"what": what, **code_of(self._app)})

    def _on_progress(self, what: str, done: int, of: int) -> None:
        tell(self._tells, {"what": "progress", "doing": what, "done": done, "of": of})

    # What this process does

    def _get_ready(self) -> None:
        """Prepare for the next edit: know what any page asks for, and split off who writes it."""
        self._ready = painting.get_ready(self._app)
        if painting.can_paint(self._app):
            self._waiting = self._split_painter(self._ready)

    def _forget_waiting(self) -> None:
        """End the process that waits for an edit, as it knows no more what is so."""
        if self._waiting is not None:
            self._waiting.end()
            self._waiting = None

    def _build(self) -> None:
        """Read all that has changed; a fork then builds."""
        app = self._app
        self._forget_waiting()
        if self._ready is not None:
            renewed = len(self._changed)
            app.parallel = self._jobs if renewed > TOGETHER else 1
        self._said.begin()
        try:
            self._read()
        except _LeftError:
            app.env.config_status = CONFIG_OK
            self._changed.clear()
        except Exception as error:  # noqa: BLE001 - whatever an extension does, the next edit may mend it
            self._fail(_told(error), error)
            if self._is_fork:
                os._exit(1)

    def _read(self) -> None:
        app = self._app
        if app.env.config_status == CONFIG_OK and self._ready is not None:
            renew(app)
        set_phase(app, BuildPhase.READING)
        app.builder.compile_update_catalogs()
        updated = set(app.builder.read())
        self._finish(updated)

    def _on_reading(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        self._pending |= set(docnames)

    def _on_read(self, app: Sphinx, env: BuildEnvironment) -> Iterable[str] | None:
        """Split off the process that goes on."""
        if self._is_fork:
            return None
        found, painter = fork(), self._painter
        if isinstance(found, Fork):
            self._builder = found
            self._listen(found)
            if painter is not None:
                self._selector.unregister(painter.lines.descriptor)
                found.ahead, self._painter = painter, None
            raise _LeftError
        self._become_fork(found)
        return sorted(self._pending & env.found_docs)

    def _hear_out(self, *_: object) -> None:
        """Wait until a fork has written pages ahead: it may be wrong, so what pages show is asked after."""
        painter = self._painter
        while painter is not None and not painter.lines.is_over:
            for message in painter.lines.read():
                self._painted |= message.get("pages", {})
                tell(self._tells, message)

    def _listen(self, one: Fork) -> None:
        self._selector.register(one.lines.descriptor, selectors.EVENT_READ, lambda: self._on_message(one))

    def _become_fork(self, split: Split) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        gc.freeze()  # what was there before is no garbage of this process
        self._is_fork = True
        self._tells = split.tells
        self._before = frozenset(self._opened.names)

    def _fail(self, text: str, error: Exception | None = None) -> None:
        trace = "".join(traceback.format_exception(error)) if error else ""
        tell(self._tells, {"what": "failed", "since": self._since, "text": text, "trace": trace})

    # What forks do

    def _paint(self, paths: Sequence[str]) -> None:
        """Have the pages of some files written ahead of all others."""
        app, ready = self._app, self._ready
        if ready is None or not painting.can_paint(app) or len(paths) > _AHEAD:
            return
        docnames = list(dict.fromkeys(painting.pages_of(app, paths)))
        if not docnames or len(docnames) > _AHEAD:
            return
        painter = self._waiting or self._split_painter(ready)
        self._waiting = None
        with suppress(BrokenPipeError):  # somebody has ended it: the build does all that it would
            tell(painter.orders, {"pages": docnames, "seen": self._seen, "since": self._since})
        self._painter, self._is_painting = painter, True
        self._listen(painter)

    def _split_painter(self, ready: Build) -> Fork:
        """Split off a process that writes pages as soon as it is told which."""
        found = fork()
        if isinstance(found, Split):
            self._become_fork(found)
            alone(self._app, lambda: self._paint_ordered(found.orders, ready))
        return found

    def _paint_ordered(self, orders: Messages, ready: Build) -> None:
        for order in orders.read():
            ahead = Ahead(self._app, self._tells, order["seen"], order["since"])
            ahead.paint(order["pages"], ready)

    def _apart(self, work: Callable[[], None]) -> NoReturn:
        """Do something in this process, which is a fork, and end it; this never returns."""
        code = 1
        try:
            work()
            code = 0
        except Exception as error:  # noqa: BLE001 - this process ends, and says why
            self._fail(_told(error), error)
        finally:
            os._exit(code)

    def _on_known(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Write the pages that show what was edited ahead of the rest, in a process beside this one."""
        build = Build.of(env)
        if build.is_preview or self._ready is None or not painting.can_paint(app):
            return
        ahead = Ahead(app, self._tells, self._seen, self._since)
        wanted = (build.writing.stale | self._pending) & env.found_docs - self._painted.keys()
        docnames = ahead.in_order(name for name in wanted if not looks_at_needs(build, name))
        if not shows_needs(build):  # then the rest soon follows, and both would be in each other's way
            docnames = [name for name in docnames if painting.file_of(app, name) in self._seen]
        self._helper = os.fork() if docnames else 0
        if docnames and not self._helper:
            alone(app, lambda: ahead.show("dependants", docnames))

    def _on_writing(self, *_: object) -> None:
        """Wait for the pages that are written ahead, which are then written once more."""
        if self._helper:
            os.waitpid(self._helper, 0)
            self._helper = 0

    def _finish(self, updated: set[str]) -> NoReturn:
        """Go on where Sphinx has read everything, as it does itself, and end."""
        self._apart(lambda: self._write(updated))

    def _write(self, updated: set[str]) -> None:
        app, env, builder = self._app, self._app.env, self._app.builder
        outdated = builder.get_outdated_docs()
        docnames = (set(outdated) if not isinstance(outdated, str) else set(env.found_docs)) & env.found_docs
        updated |= set(env.check_dependents(app, updated))
        # as it is before anything is written, as what is changed for that is not kept; but at the end, as
        # until then an earlier environment is the right one: with that, everything since is done again
        keeping = PutOff(lambda: self._apart(self._keep))
        set_phase(app, BuildPhase.CONSISTENCY_CHECK)
        env.check_consistency()
        set_phase(app, BuildPhase.RESOLVING)
        self._count.begin("written", len(docnames | updated))
        many = len(docnames | updated) > TOGETHER and self._jobs > 1
        app.parallel = self._jobs if many else 1
        builder.parallel_ok = many and builder.allow_parallel and app.is_parallel_allowed("write")
        builder.finish_tasks = SerialTasks()
        builder.write(docnames, updated, "update")
        builder.finish()
        builder.finish_tasks.join()
        app.events.emit("build-finished", None)
        # up to Sphinx 8.1 the first page is written even so, which nobody need be told
        written = len(Build.of(env).writing.written) if docnames | updated else 0
        told = {
            "said": list(self._said.all()),
            "written": self._said.written,
            "warm": self._warmth.told(app),
            "opened": sorted(self._opened.names - self._before),
        }
        tell(self._tells, {"what": "settled", "since": self._since, "pages": written, **told})
        keeping.do()

    def _keep(self) -> None:
        """Keep the environment for the next application."""
        app = self._app
        write_atomically(
            Path(app.doctreedir, ENV_PICKLE_FILENAME), pickle.dumps(app.env, pickle.HIGHEST_PROTOCOL)
        )


def _told(error: Exception) -> str:
    """Say in a line why Sphinx could not go on."""
    lines = str(error).strip().splitlines() or [""]
    return lines[0] if isinstance(error, SphinxError) and lines[0] else f"{type(error).__name__}: {lines[0]}"
