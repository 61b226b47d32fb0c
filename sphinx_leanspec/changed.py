"""Which files differ from an earlier commit, for checks of what a branch changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from msgspec import Struct

from . import git
from .git import GitError

_SHORT: Final = 10


class ChangeSet(Struct, frozen=True):
    """What differs from where a branch began.

    :param revision: the revision that was asked for.
    :param base: the commit that it and the one checked out have in common, shortened.
    :param paths: the files that are new or different, relative to the folder that was asked about.
    :param removed: those that are no more.
    """

    revision: str
    base: str
    paths: frozenset[str]
    removed: frozenset[str]

    def touches(self, path: str) -> bool:
        """Tell whether a file differs, or the submodule that contains it."""
        return not self.paths.isdisjoint((path, *map(str, PurePosixPath(path).parents)))


def since(folder: Path, revision: str) -> ChangeSet:
    """Compare a folder as it lies there with the merge base of a revision and the commit checked out.

    What was not committed counts, new files too, those that git ignores excepted. A renamed file is one that
    is no more, and a new one.

    :raises GitError: if git cannot say; what could not be compared is never taken for unchanged.
    """
    base = _merge_base(folder, revision)
    compared = git.run(
        folder,
        (
            *git.unfiltered(folder),
            *("diff", "--name-status", "-z", "--no-renames", "--relative", "--no-ext-diff", "--no-textconv"),
            *("--no-color", "--ignore-submodules=dirty", "-O/dev/null", base, "--"),
        ),
    )
    paths = {os.fsdecode(path) for path in _untracked(folder)}
    removed: set[str] = set()
    fields = iter(compared.split(b"\0"))
    for state, path in zip(fields, fields, strict=False):  # the last one is empty
        (removed if state == b"D" else paths).add(os.fsdecode(path))
    return ChangeSet(revision, base[:_SHORT], frozenset(paths), frozenset(removed - paths))


def _merge_base(folder: Path, revision: str) -> str:
    if not revision or revision.startswith("-"):  # an option, to git
        raise GitError("failed", f"`{revision}` is no revision")
    try:
        return git.run(folder, ("merge-base", revision, "HEAD")).decode().split()[0]
    except GitError as error:
        if error.reason == "failed" and not error.detail:
            message = (
                f"HEAD and `{revision}` have no commit in common; "
                "where the clone is shallow, fetch all of it (`fetch-depth: 0` of actions/checkout)"
            )
            raise GitError("shallow", message) from error
        raise


def _untracked(folder: Path) -> Iterator[bytes]:
    said = git.run(folder, ("ls-files", "--others", "--exclude-standard", "-z", "--", "."))
    return filter(None, said.split(b"\0"))
