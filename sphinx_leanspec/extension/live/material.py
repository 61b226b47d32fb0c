"""What a site is made of: the files that were opened for it. A change of any other one does nothing to it.

Whoever reads a file opens it: Sphinx, an extension of a stranger, a rule that looks for evidence. Python
tells of each (:func:`sys.addaudithook`), in this process and in those that are split off. Only processes that
read some pages beside others end with what they know; what these pages include is in the environment.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ...files import Contents

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_WRITES: Final = os.O_WRONLY | os.O_RDWR
_GIT: Final = (".git", ".gitignore")
"""What git reads for us: which files there are, and which commit is checked out."""


class Opened:
    """The files that were opened to be read.

    :ivar names: them, as whoever opened them called them.
    """

    def __init__(self) -> None:
        self.names: set[str] = set()
        self._folder = os.getcwd()  # noqa: PTH109 - a text is put together a hundred times as fast as a path
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            name, _, flags = arguments
            if isinstance(name, str | bytes | os.PathLike) and not flags & _WRITES:
                self.names.add(os.path.join(self._folder, os.fsdecode(name)))  # noqa: PTH118 - ditto


class Material:
    """What the site of an application is made of, as far as its builds have told."""

    def __init__(self, app: Sphinx, opened: Opened) -> None:
        self._app = app
        self._opened = opened
        self._contents = Contents()
        self._named: set[str] = set()
        self._places: set[str] = set()
        self._are_there: dict[str, bool] = {}
        self._left: dict[str, None] = {}

    def changed(self, modified: Iterable[str], moved: Iterable[str]) -> list[str]:
        """Return those of some files whose change may be one of the site.

        :param modified: files that were there before and are now.
        :param moved: files and folders that are there since, or no more: links may lead there.
        """
        found = dict.fromkeys(path for path in modified if self._is_other(path))
        return list(found | dict.fromkeys(path for path in moved if self._is_moved(path)))

    def learn(self, names: Iterable[str]) -> list[str]:
        """Learn which files a build has opened, now that it is done.

        :returns: those that were changed meanwhile, when that was not known.
        """
        self._opened.names.update(names)
        self._real()  # which takes a while, and now nobody waits for it
        left, self._left = self._left, {}
        return [path for path in left if self._is_other(path)]

    def _is_other(self, path: str) -> bool:
        if self._is_part(path):
            return self._contents.is_other(path)
        self._left[path] = None
        self._are_there[path] = os.path.lexists(path)
        return False

    def _is_moved(self, path: str) -> bool:
        """Tell whether a file has come or gone; what is put in the place of another has only changed."""
        if self._is_part(path):
            return self._contents.is_other(path)
        before, now = self._are_there.get(path), os.path.lexists(path)
        self._are_there[path] = now
        if before == now:
            self._left[path] = None
        return before != now

    def _is_part(self, path: str) -> bool:
        """Tell whether anything of the site may come from a file."""
        names = {path, os.path.realpath(path)}
        return (
            not names.isdisjoint(self._opened.names)
            or not names.isdisjoint(self._real())
            or self._app.project.path2doc(path) is not None
            or not set(Path(path).parts).isdisjoint(_GIT)
            or not names.isdisjoint(self._included())
        )

    def _real(self) -> set[str]:
        """Return where the files are that were opened: some by way of a link."""
        new = self._opened.names - self._named
        self._named |= new
        self._places.update(map(os.path.realpath, new))
        return self._places

    def _included(self) -> Iterator[str]:
        """Yield the files that pages include."""
        srcdir = str(self._app.srcdir)
        for names in self._app.env.dependencies.values():
            yield from (os.path.normpath(os.path.join(srcdir, name)) for name in names)  # noqa: PTH118 - ditto
