"""Which files are watched, and what changes of them count."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from watchfiles import Change, DefaultFilter, awatch

_STEP: Final = 5
"""For how many milliseconds nothing has to change before what has changed is told."""
_MOST: Final = 200
"""After how many it is told even so."""
_GIT: Final = ".git"
_SAYS: Final = (f"{_GIT}/logs/HEAD", f"{_GIT}/HEAD")
"""The files of git that change with a commit, and with a checkout: pages show when a spec was changed."""
_ALSO: Final = (".ruff_cache", "venv", "dist")


class SourceFilter(DefaultFilter):
    """Leaves out what is no source: what tools keep for themselves, and what is built.

    :param watched: folders that are watched; how those above them are called says nothing.
    :param built: folders that are written while the site is built; that one is deleted is told.
    """

    ignore_dirs = (*DefaultFilter.ignore_dirs, *_ALSO)

    def __init__(self, watched: Iterable[Path], built: Iterable[Path]) -> None:
        super().__init__()
        self._watched, self._built = tuple(watched), tuple(built)

    def __call__(self, change: Change, path: str) -> bool:
        where = Path(path)
        if any(where.is_relative_to(folder) for folder in self._built):
            return change == Change.deleted and where in self._built
        if above := next(filter(where.is_relative_to, self._watched), None):
            where = where.relative_to(above)
        if where.parts.count(_GIT) == 1 and where.as_posix().endswith(_SAYS):
            return True
        return super().__call__(change, str(where))


@dataclass(frozen=True, slots=True)
class FileChanges:
    """Files that have changed together; what reads them knows whether that is any of its business.

    :param modified: those that were there before, or neither before nor now: editors leave such for a moment.
    :param moved: files and folders that have come, or gone.
    """

    modified: frozenset[str] = frozenset()
    moved: frozenset[str] = frozenset()

    @classmethod
    def of(cls, found: Iterable[tuple[Change, str]]) -> FileChanges:
        """Return what has become of files to which this happened."""
        kinds: dict[str, set[Change]] = {}
        for kind, path in found:
            kinds.setdefault(path, set()).add(kind)
        modified = {path for path, happened in kinds.items() if _is_as_before(path, happened)}
        return cls(frozenset(modified), frozenset(kinds.keys() - modified))

    def __iter__(self) -> Iterator[str]:
        yield from sorted(self.modified | self.moved)


class SourceWatcher:
    """Tells of files that change.

    :param built: folders that are written while the site is built.
    """

    def __init__(self, built: Iterable[Path]) -> None:
        self._built = tuple(built)

    async def changes(self, folders: Iterable[Path], stop: asyncio.Event) -> AsyncIterator[FileChanges]:
        """Yield what changes, together what changes together."""
        watched = _outermost(folders)
        finding = awatch(
            *watched,
            watch_filter=SourceFilter(watched, self._built),
            debounce=_MOST,
            step=_STEP,
            stop_event=stop,
            ignore_permission_denied=True,
        )
        async for found in finding:
            yield FileChanges.of(found)


def _is_as_before(path: str, happened: Set[Change]) -> bool:
    """Tell whether a file is there as it was, or is not there as it was not."""
    return happened <= {Change.modified} or (
        {Change.added, Change.deleted} <= happened and not os.path.lexists(path)
    )


def _outermost(folders: Iterable[Path]) -> list[Path]:
    """Return folders that lie in none of the others."""
    known = {folder.resolve() for folder in folders if folder.is_dir()}
    return sorted(one for one in known if known.isdisjoint(one.parents))
