"""How far a build is: told now and then, while it takes so long that somebody may wonder."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_PATIENCE: Final = 0.5
"""After how many seconds it is told, and how many later again."""


class PageCount:
    """Counts the pages that are read, and those that are written.

    :param tells: is told what is done, ``read`` or ``written``, with how many pages it was, and of how many.
    """

    def __init__(self, app: Sphinx, tells: Callable[[str, int, int], None]) -> None:
        self._tells = tells
        self.begin("", 0)
        app.connect("env-before-read-docs", self._on_reading, priority=999)
        app.connect("doctree-read", lambda *_: self._count(1), priority=999)
        app.connect("env-merge-info", self._on_merged)
        app.connect("doctree-resolved", lambda *_: self._count(1), priority=999)

    def begin(self, what: str, of: int) -> None:
        """Begin to count."""
        self._what, self._done, self._of, self._process = what, 0, of, os.getpid()
        self._due = time.monotonic() + _PATIENCE

    def _on_reading(self, app: Sphinx, env: BuildEnvironment, docnames: Collection[str]) -> None:
        self.begin("read", len(docnames))

    def _on_merged(
        self, app: Sphinx, env: BuildEnvironment, docnames: Collection[str], other: BuildEnvironment
    ) -> None:
        """Count pages that another process has read, which tells that to nobody but this one."""
        self._count(len(docnames))

    def _count(self, pages: int) -> None:
        self._done += pages
        now = time.monotonic()
        if now >= self._due and os.getpid() == self._process:  # another one that reads pages knows of few
            self._due = now + _PATIENCE
            self._tells(self._what, self._done, max(self._done, self._of))
