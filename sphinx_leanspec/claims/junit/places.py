"""Where reports lie, and which folder of the repository the paths in one start from."""

from __future__ import annotations

import os
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import translate
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

_MOST_FOLDERS: Final = 50_000
_MOST_REPORTS: Final = 20_000
_MOST_SEARCHES: Final = 50
_FIRST: Final = 8
"""So many files of a report are looked for before a folder is dismissed."""


class Bases(NamedTuple):
    """The folders that the paths of a report may start from.

    :param folders: one where that is clear; several where it is not; none where no such file is known.
    """

    folders: tuple[str, ...]


def reports(root: Path, pattern: str) -> tuple[str, ...] | None:
    """Return the files that a pattern means, from the top of the repository; None if it leads out of there.

    A link is never followed, a pattern whose folder is one finds none.
    """
    pattern = pattern.replace("\\", "/")
    if pattern.startswith("/") or pattern[1:2] == ":":
        return None
    steps: list[str] = []
    for step in pattern.split("/"):
        if step == ".." and (not steps or "**" in steps):
            return None
        if step == "..":
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    found = sorted(set(_found(root, "", steps))) if steps else []
    return tuple(found[:_MOST_REPORTS])


def _found(root: Path, folder: str, steps: Sequence[str]) -> Iterator[str]:
    step, rest = steps[0], steps[1:]
    if step == "**":
        yield from _found(root, folder, rest or ["*"])
        for name in _names(root, folder, of_folders=True):
            if not _is_foreign(name):
                yield from _found(root, folder + name + "/", steps)
        return
    is_pattern = any(char in step for char in "*?[")
    fits = re.compile(translate(step)).match if is_pattern else step.__eq__
    for name in _names(root, folder, of_folders=bool(rest)):
        if not fits(name) or (rest and is_pattern and _is_foreign(name)):
            continue
        if rest:
            yield from _found(root, f"{folder}{name}/", rest)
        else:
            yield folder + name


def _is_foreign(folder: str) -> bool:
    """Tell whether a wildcard does not look into a folder: what is there belongs to tools and to others."""
    return folder == "node_modules" or folder.startswith(".")


def _names(root: Path, folder: str, *, of_folders: bool) -> list[str]:
    """Return the names of folders, or else of files, in a folder; a link is neither."""
    try:
        with os.scandir(root / folder) as entries:
            return sorted(
                entry.name
                for entry in entries
                if (entry.is_dir if of_folders else entry.is_file)(follow_symlinks=False)
            )
    except OSError:  # it is not there, or may not be read: nothing is in it for us
        return []


class Grounds:
    """What the places of tests are looked up in.

    :param exists: whether a path from the top is a file of the repository.
    """

    def __init__(self, root: Path, exists: Callable[[str], bool]) -> None:
        self.root = root
        self.exists = exists
        self._searched = 0

    @cached_property
    def folders(self) -> tuple[str, ...]:
        """Every folder, from the top; links and what belongs to others left out."""
        found: list[str] = []
        waiting = [""]
        while waiting and len(found) < _MOST_FOLDERS:
            folder = waiting.pop()
            inner = [
                folder + name + "/"
                for name in _names(self.root, folder, of_folders=True)
                if not _is_foreign(name)
            ]
            found += (name[:-1] for name in inner)
            waiting += inner
        return tuple(sorted(found))

    def bases(self, files: Sequence[Sequence[str]], report: str) -> Bases:
        """Find the folder below which all files of a report exist.

        :param files: for each, the paths by which it may go.
        :param report: the report's own path: of several folders, the one that it lies in counts.
        """
        around = [*(folder for folder in _above(report) if folder), ""]
        for folder in around:
            if self._held(files, folder) == len(files):
                return Bases((folder,))
        held = {folder: self._held(files, folder) for folder in {*self._candidates(files), *around}}
        most = max(held.values(), default=0)
        if most * 2 <= len(files):
            return Bases(())
        best = sorted(folder for folder, count in held.items() if count == most)
        own = next((folder for folder in around if folder in best), None)
        return Bases((own,) if own is not None else tuple(best))

    def _candidates(self, files: Sequence[Sequence[str]]) -> Iterable[str]:
        """Return the folders that may be above some files: where their own folders are, else any."""
        parents = {name.rpartition("/")[0] for names in files[:_FIRST] for name in names}
        found = {
            folder[: -len(parent)].rstrip("/")
            for parent in parents
            if parent
            for folder in self._by_name.get(parent.rpartition("/")[2], ())
            if folder == parent or folder.endswith(f"/{parent}")
        }
        if any(self._held(files, folder) for folder in found):
            return found
        self._searched += 1  # many reports of files that are nowhere are not searched for each
        return self.folders if self._searched <= _MOST_SEARCHES else ()

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for folder in self.folders:
            found.setdefault(folder.rpartition("/")[2], []).append(folder)
        return found

    def _held(self, files: Sequence[Sequence[str]], folder: str) -> int:
        """Count the files below a folder; most folders are dismissed at the first."""
        start = f"{folder}/" if folder else ""
        count = 0
        for number, names in enumerate(files):
            if any(self.exists(joined(start, name) if ".." in name else start + name) for name in names):
                count += 1
            elif number >= _FIRST and not count:
                return 0
        return count

    def start(self, files: Iterable[str]) -> str | None:
        """Return what absolute paths of a report begin with before they enter the repository."""
        own = f"{self.root.as_posix()}/"
        starts: Counter[str] = Counter()
        for file in files:
            if file.startswith(own) and self.exists(file[len(own) :]):
                starts[own] += 1
                continue
            for at in (found.end() for found in re.finditer("/", file)):
                if self.exists(file[at:]):
                    starts[file[:at]] += 1
                    break  # the longest path inside says most
        return min(starts, key=lambda start: (-starts[start], len(start), start)) if starts else None


def joined(folder: str, path: str) -> str:
    """Return a path that starts from a folder; programs that are built report from beside their source."""
    whole = f"{folder.rstrip('/')}/{path}" if folder else path
    return posixpath.normpath(whole) if ".." in whole else whole


def _above(path: str) -> Iterator[str]:
    """Yield the folders above a path, from the nearest."""
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
