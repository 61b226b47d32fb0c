"""The files of the repository that evidence can ask about: one listing, made once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from .. import git
from ..git import GitError


class Listing:
    """What git tracks in a repository, or at least does not ignore, as paths relative to its root.

    A spec is a stranger's question: nothing of ``.git``, nothing behind a link, nothing outside is in it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def paths(self) -> frozenset[str]:
        """Every path."""
        try:
            said = git.run(self.root, ("ls-files", "-z", "--cached", "--others", "--exclude-standard"))
        except GitError:
            return frozenset(self._walk())
        return frozenset(
            path for path in os.fsdecode(said).split("\0") if path and (self.root / path).is_file()
        )

    def __contains__(self, path: str) -> bool:
        return path in self.paths

    def _walk(self) -> Iterator[str]:
        for folder, folders, files in os.walk(self.root):
            folders[:] = [name for name in folders if name != ".git"]
            for name in files:
                yield os.path.relpath(os.path.join(folder, name), self.root).replace(os.sep, "/")  # noqa: PTH118
