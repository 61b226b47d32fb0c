"""The files of the repository that evidence can ask about: one listing, made once.

A spec is a stranger's question, and each answer is published. In the listing is what git tracks, or at least
does not ignore, below the root of the project: nothing of ``.git``, nothing behind a link, nothing outside,
nothing of a submodule. Without git it is the files that lie there, but none whose name, or whose folder's,
begins with a dot; where there is a repository that git does not read, nothing is known at all, as what it
ignores is not.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property
from heapq import nlargest
from itertools import takewhile
from pathlib import Path
from typing import Final, NamedTuple

from .. import git
from ..git import GitError
from ..wording import alike
from .globs import Glob

MOST_BYTES: Final = 2 << 20
"""The size of the longest file that is looked into."""

_MOST_FILES: Final = 200_000
_COMPARED: Final = 16
_NEAREST: Final = 3
_SPARSE: Final = "S"
_LIST: Final = ("ls-files", "-z", "-t", "--cached", "--others", "--exclude-standard", "--", ".")


class _Listed(NamedTuple):
    """What is listed, and why it is not all there is."""

    paths: frozenset[str] = frozenset()
    sparse: frozenset[str] = frozenset()
    problem: str = ""


class Listing:
    """The files of a repository, as paths relative to the root of the project, with ``/``.

    :param root: the root of the project; it may lie below the top of the repository.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._folders: dict[str, bool] = {"": True}
        self._files: dict[str, bool] = {}
        self._counted: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _listed(self) -> _Listed:
        try:
            said = os.fsdecode(git.run(self.root, _LIST))
        except GitError as error:
            return self._walked(error)
        marked = [entry.split(" ", 1) for entry in said.split("\0") if entry]
        return _Listed(
            frozenset(path for _, path in marked if not path.endswith("/")),
            frozenset(path for mark, path in marked if mark == _SPARSE),
        )

    def _walked(self, error: GitError) -> _Listed:
        above = [folder / ".git" for folder in (self.root, *self.root.parents)]
        is_lost = any(one.is_file() for one in above)  # of a worktree whose repository is elsewhere
        if is_lost or (error.reason != "no-repository" and any(one.exists() for one in above)):
            return _Listed(problem=f"git does not say which files it ignores ({error})")
        paths: set[str] = set()
        for path in _below(self.root):
            paths.add(path)
            if len(paths) > _MOST_FILES:
                return _Listed(problem=f"there are more than {_MOST_FILES:,} files, and no repository")
        return _Listed(frozenset(paths))

    @cached_property
    def paths(self) -> frozenset[str]:
        """Every path that is listed; there may be none of these files, or it may be a link."""
        return self._listed.paths

    def unknown(self, path: str = "") -> str:
        """Tell why it cannot be known whether a file is there; empty if it can.

        :param path: the file, or none to ask about all.
        """
        if path in self._listed.sparse and not self.is_file(path):
            return "it is not part of this sparse checkout"
        return self._listed.problem

    def find(self, path: str) -> str:
        """Return the name of a file as it is listed, which may be composed otherwise; empty without one."""
        names = (path, _nfc(path), self._composed.get(_nfc(path), ""))
        return next((name for name in names if name in self.paths and self.is_file(name)), "")

    def __contains__(self, path: str) -> bool:
        return bool(self.find(path))

    def matching(self, glob: Glob) -> tuple[str, ...]:
        """Return the files that a pattern matches, sorted."""
        if glob.text not in self._counted:
            names = self._sorted
            begin, end = bisect_left(names, glob.prefix), bisect_left(names, f"{glob.prefix}\U0010ffff")
            found = (self._composed.get(name, name) for name in names[begin:end] if glob.matches(name))
            self._counted[glob.text] = tuple(name for name in found if self.is_file(name))
        return self._counted[glob.text]

    def read(self, path: str) -> bytes | None:
        """Return what a file holds; None for one that is too long.

        :param path: as :meth:`find` returns it.
        :raises OSError: if it cannot be read.
        """
        with (self.root / path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        return None if len(data) > MOST_BYTES else data

    def nearest(self, path: str) -> tuple[str, ...]:
        """Return the files that look most like a path: those of the same name, then those beside it."""
        folder, _, name = path.rpartition("/")
        same = [path for path in self._by_name.get(name, ()) if self.is_file(path)]
        beside = nlargest(_COMPARED, self._by_folder.get(folder, ()), lambda other: _common(name, other))
        near = [f"{folder}/{one}" if folder else one for one in alike(name, beside, _NEAREST)]
        return tuple(dict.fromkeys([*same, *filter(self.is_file, near)]))[:_NEAREST]

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(map(_nfc, self.paths))

    @cached_property
    def _composed(self) -> Mapping[str, str]:
        """The names that are not composed as most are, by those that are."""
        return {name: path for path in self.paths if not path.isascii() and (name := _nfc(path)) != path}

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in sorted(self.paths):
            found.setdefault(path.rpartition("/")[2], []).append(path)
        return found

    @cached_property
    def _by_folder(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in sorted(self.paths):
            folder, _, name = path.rpartition("/")
            found.setdefault(folder, []).append(name)
        return found

    def is_file(self, path: str) -> bool:
        """Tell whether something is a file, no link, and in no folder that is one."""
        if path not in self._files:
            self._files[path] = self._is_folder(path.rpartition("/")[0]) and stat.S_ISREG(self._mode(path))
        return self._files[path]

    def _is_folder(self, path: str) -> bool:
        if path not in self._folders:
            above = self._is_folder(path.rpartition("/")[0])
            self._folders[path] = above and stat.S_ISDIR(self._mode(path))
        return self._folders[path]

    def _mode(self, path: str) -> int:
        try:
            found = (self.root / path).lstat()
        except (OSError, ValueError):
            return 0
        # Windows has folders that lead elsewhere and are no links to Python
        return 0 if getattr(found, "st_reparse_tag", 0) == _JUNCTION else found.st_mode


_JUNCTION: Final = 0xA0000003


def _below(root: Path) -> Iterator[str]:
    """Walk the files of a folder that is in no repository, hidden ones left out."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        inner = os.path.relpath(folder, root).replace(os.sep, "/")
        for name in files:
            if not name.startswith("."):
                yield name if inner == "." else f"{inner}/{name}"


def _common(one: str, other: str) -> int:
    """Return how many letters two names have in common at their beginnings and ends."""
    pairs = (zip(one, other, strict=False), zip(one[::-1], other[::-1], strict=False))
    return sum(sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], each)) for each in pairs)


def _nfc(path: str) -> str:
    return path if path.isascii() else unicodedata.normalize("NFC", path)
