"""What the processes of a build carry with them that they need not.

- Python's collector of garbage visits all that was loaded of the environment, again and again, and finds
  nothing: what an earlier build has left is no garbage. It rests while that is loaded, and leaves it alone
  until the build has ended (https://docs.python.org/3/library/gc.html#gc.freeze). Where pages are written in
  several processes that also keeps memory shared, which is what Python has it for.
- Pages become trees of thousands of nodes, which live until they are written; meanwhile the collector looks
  for garbage among them every 700 objects (2,000 in newer Pythons). Every 10,000 will do: a sixth of a clean
  build, for no more memory.
- At its end Python looks for garbage twice more, and takes the environment down, which the system does at
  once: two fifths of a rebuild in which nothing has changed. It is spared that, once open files are written;
  no more is promised of what exists then (https://docs.python.org/3/reference/datamodel.html#object.__del__).
- With ``-j``, each process that reads pages sends the whole environment back, with everything that had been
  read when it was started. It forgets that first, as only what it has read itself is merged.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Final

from . import needs

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from .references.domain import LeanspecDomain

_EVERY: Final = 10_000
"""After how many new objects, that were not freed again, garbage is looked for."""

_FILES: Final = (io.TextIOWrapper, io.BufferedWriter, io.BufferedRandom)
"""What holds back some of what is written to it."""


class Collector:
    """Python's collector of garbage during a build; one whom its user has switched off stays off."""

    def __init__(self, app: Sphinx) -> None:
        self._works = gc.isenabled()
        self._threshold = gc.get_threshold()
        # behind all others: the environment is what is loaded next
        app.connect("config-inited", self._pause, priority=999)
        app.connect("builder-inited", self._settle, priority=0)
        app.connect("env-updated", self._share, priority=999)
        app.connect("build-finished", self._resume, priority=999)
        atexit.unregister(_leave)  # a process may build several projects
        atexit.register(_leave)

    def _pause(self, *_: object) -> None:
        gc.disable()

    def _settle(self, *_: object) -> None:
        gc.freeze()
        if self._works:
            first, *others = self._threshold
            gc.set_threshold(max(first, _EVERY), *others)
            gc.enable()

    def _share(self, app: Sphinx, *_: object) -> None:
        if app.parallel > 1:  # else there is nobody to share with
            gc.collect()  # what is garbage by now would stay, in each process
            gc.freeze()

    def _resume(self, *_: object) -> None:
        gc.unfreeze()
        gc.set_threshold(*self._threshold)


def _leave() -> None:
    """Have Python end without a search for garbage; what open files hold back is written first."""
    gc.unfreeze()  # a build may have failed before it thawed anything
    if _is_a_file_open():
        for file in [thing for thing in gc.get_objects() if type(thing) in _FILES]:
            with suppress(OSError, ValueError):  # broken pipe, closed: there is nobody left to tell
                file.flush()
    gc.freeze()


def _is_a_file_open() -> bool:
    """:returns: whether a file on disk is open; where nobody knows, perhaps.

    To look at all objects for it takes a tenth of the memory that they do.
    """
    try:
        numbers = [int(path.name) for path in Path("/dev/fd").iterdir()]
    except OSError:
        return True
    for number in numbers:
        with suppress(OSError):  # the folder itself, closed again
            if S_ISREG(os.fstat(number).st_mode) and number > 2:
                return True
    return False


def forget_others(app: Sphinx, domain: LeanspecDomain, docname: str) -> None:
    """Forget what other pages have left, in a process that reads some; to be called for each of those."""
    if domain.process == os.getpid():
        return
    domain.process = os.getpid()
    domain.keep_only(docname)
    needs.keep_only(app, docname)
