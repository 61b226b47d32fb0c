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
- Such a process has been given all that was there when it was started, trees of pages to write among it.
  None of that is garbage of its own, and to visit it would copy it.
- Sphinx has one process less write pages than read them, as the one that resolves them is busy. That was one
  with ``-j 2``, seen to only when another batch of pages was resolved: it was idle half of the time, and what
  it was to write piled up. Now there are two at least.
"""

from __future__ import annotations

import gc
import os
from mmap import mmap
from multiprocessing.util import register_after_fork
from typing import TYPE_CHECKING, Final
from weakref import ref

from . import needs
from .build import Build

if TYPE_CHECKING:
    from docutils import nodes
    from docutils.nodes import document
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


DOCTREES: Final = ("_pickled_doctree_cache", "_write_doc_doctree_cache")
"""Where the environment keeps pages that it has read, and would until they are written."""

OF_PAGES: Final = ("tocs", "metadata", "titles", "longtitles")
"""What Sphinx keeps of each page and takes from the process that has read it, as far as it is large."""

_EVERY: Final = 10_000
"""After how many new objects, that were not freed again, garbage is looked for."""

_WRITERS: Final = 2
"""How many processes write pages at least, where several do."""


class Collector:
    """Python's collector of garbage during a build; one whom its user has switched off stays off."""

    def __init__(self, app: Sphinx) -> None:
        self._works = gc.isenabled()
        self._threshold = gc.get_threshold()
        register_after_fork(self, Collector._leave_all)  # of `multiprocessing`, by which Sphinx starts them
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

    def _leave_all(self) -> None:
        gc.freeze()

    def _share(self, app: Sphinx, *_: object) -> None:
        if app.parallel > 1:
            gc.collect()  # what is garbage by now would stay, in each process
        gc.freeze()

    def _resume(self, *_: object) -> None:
        gc.unfreeze()
        gc.set_threshold(*self._threshold)


class Writers:
    """The processes that write pages in a build, and the trees of pages that are handed over to them.

    A writer notes which page it has begun with where all can see it. What is left here of the tree of that is
    taken apart: its nodes hold each other, so it would stay until the collector has visited all trees.
    """

    def __init__(self, app: Sphinx) -> None:
        self._asked = app.parallel
        self._process = os.getpid()
        self._places: dict[str, int] = {}
        self._trees: dict[str, ref[document]] = {}
        app.connect("write-started", self._begin, priority=999)
        app.connect("doctree-resolved", self._hand_over, priority=999)
        app.connect("html-page-context", self._note, priority=0)
        app.connect("build-finished", self._end, priority=999)

    def _begin(self, app: Sphinx, _: Builder) -> None:
        self._asked = app.parallel
        if app.parallel == 1:
            return
        app.parallel = max(app.parallel, _WRITERS + 1)
        self._process = os.getpid()
        self._places = {docname: place for place, docname in enumerate(app.env.found_docs)}
        self._begun = mmap(-1, len(self._places))

    def _hand_over(self, app: Sphinx, tree: document, docname: str) -> None:
        for name in [name for name in self._trees if self._begun[self._places[name]]]:
            if taken := self._trees.pop(name)():
                _take_apart(taken)
        if docname in self._places:
            self._trees[docname] = ref(tree)

    def _note(self, app: Sphinx, docname: str, *_: object) -> None:
        if docname in self._places and os.getpid() != self._process:
            self._begun[self._places[docname]] = 1

    def _end(self, app: Sphinx, _: Exception | None) -> None:
        app.parallel = self._asked
        self._places, self._trees = {}, {}


def _take_apart(tree: document) -> None:
    """Have no node of a tree hold those above it; who has kept a part of it has all that is below."""
    left: list[nodes.Node] = [tree]
    while left:
        node = left.pop()
        node.parent = None
        node.document = None  # type: ignore[assignment]  # what docutils says of a node outside of any
        left += node.children
    vars(tree).pop("transformer", None)


def forget_trees(env: BuildEnvironment) -> None:
    """Forget the pages that the environment keeps as trees, each of which is on disk."""
    for name in DOCTREES:
        getattr(env, name).clear()


def forget_others(app: Sphinx, build: Build, docname: str) -> None:
    """Forget what other pages have left, in a process that reads some; to be called for each of those."""
    if build.process == os.getpid():
        return
    build.process = os.getpid()
    for name in OF_PAGES:
        found = getattr(app.env, name)
        for other in found.keys() - {docname}:
            del found[other]
    build.keep_only(docname)
    needs.keep_only(app, docname)
