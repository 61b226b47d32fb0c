"""What the processes of a build carry with them that they need not.

- Python's collector of garbage visits all that was loaded of the environment, again and again, and finds
  nothing: what an earlier build has left is no garbage. It rests while that is loaded, and leaves it alone
  until the build has ended (https://docs.python.org/3/library/gc.html#gc.freeze). Where pages are written in
  several processes that also keeps memory shared, which is what Python has it for.
- Pages become trees of thousands of nodes, among which the collector looks for garbage every 700 objects
  (2,000 in newer Pythons). Every 10,000 will do: a sixth of a clean build, for no more memory.
- Sphinx keeps each page as a tree from when it is read until it is written, which is when all are read: most
  of the memory of a build, and what the collector visits in vain. They are forgotten, and read from disk
  again when they are written: that takes a fifth of a millisecond for a page.
- With ``-j``, each process that reads pages sends the whole environment back, with everything that had been
  read when it was started. It forgets that first, as only what it has read itself is merged.
"""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, Final

from . import needs
from .build import Build

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


DOCTREES: Final = ("_pickled_doctree_cache", "_write_doc_doctree_cache")
"""Where the environment keeps pages that it has read, and would until they are written."""

_EVERY: Final = 10_000
"""After how many new objects, that were not freed again, garbage is looked for."""


class Collector:
    """Python's collector of garbage during a build; one whom its user has switched off stays off."""

    def __init__(self, app: Sphinx) -> None:
        self._works = gc.isenabled()
        self._threshold = gc.get_threshold()
        # behind all others: the environment is what is loaded next
        app.connect("config-inited", self._pause, priority=999)
        app.connect("builder-inited", self._settle, priority=0)
        self._leaving = app.connect("env-before-read-docs", self._leave, priority=999)
        app.connect("env-updated", self._share, priority=999)
        app.connect("build-finished", self._resume, priority=999)

    def _pause(self, *_: object) -> None:
        gc.disable()

    def _settle(self, *_: object) -> None:
        gc.freeze()
        if self._works:
            first, *others = self._threshold
            gc.set_threshold(max(first, _EVERY), *others)
            gc.enable()

    def _leave(self, app: Sphinx, *_: object) -> None:
        gc.freeze()  # what was read of specs stays until the build has ended
        app.disconnect(self._leaving)  # in a process that goes on to the next one, it is garbage by then

    def _share(self, app: Sphinx, *_: object) -> None:
        if app.parallel > 1:
            gc.collect()  # what is garbage by now would stay, in each process
        gc.freeze()

    def _resume(self, *_: object) -> None:
        gc.unfreeze()
        gc.set_threshold(*self._threshold)


def forget_trees(env: BuildEnvironment) -> None:
    """Forget the pages that the environment keeps as trees, each of which is on disk."""
    for name in DOCTREES:
        getattr(env, name).clear()


def forget_others(app: Sphinx, build: Build, docname: str) -> None:
    """Forget what other pages have left, in a process that reads some; to be called for each of those."""
    if build.process == os.getpid():
        return
    build.process = os.getpid()
    build.keep_only(docname)
    needs.keep_only(app, docname)
