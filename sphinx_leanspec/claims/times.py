"""When files were changed last, as one pass over the log of git tells it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Final

from .. import git
from ..git import GitError

_MARK: Final = "\x01"
_LOG: Final = (
    *("log", f"--format={_MARK}%ct", "--name-only", "-z", "--relative", "--no-renames", "--no-color"),
    *("--no-ext-diff", "--no-textconv", "--no-notes", "-O/dev/null", "--stdin"),
)
_MOST_COMMITS: Final = 20_000


class CommitTimes:
    """When files were changed last, by the commits of what is checked out.

    :param root: the folder that paths are relative to.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._times: dict[str, int] = {}
        self._asked: set[str] = set()

    @cached_property
    def head(self) -> int | None:
        """When the commit that is checked out was made, in seconds since 1970; None without one."""
        try:
            return int(git.run(self.root, ("log", "-1", "--format=%ct", "HEAD", "--")).strip())
        except (GitError, ValueError):
            return None

    def last(self, paths: Iterable[str]) -> int | None:
        """Return when the last of some files was changed; None if no commit has any of them."""
        return max((self._times[path] for path in paths if path in self._times), default=None)

    def learn(self, paths: Iterable[str]) -> None:
        """Read the log once for the files that nobody asked about before.

        :raises GitError: if git cannot say.
        """
        new = {path for path in paths if path and "\n" not in path} - self._asked
        if not new:
            return
        self._asked |= new
        asked = "\n".join(("HEAD", "--", *(f":(literal){path}" for path in sorted(new)), ""))
        said = git.run(self.root, (*_LOG, f"--max-count={_MOST_COMMITS}"), os.fsencode(asked))
        when = 0
        for part in os.fsdecode(said).split("\0"):
            name = part.lstrip("\n")
            if name.startswith(_MARK):
                when = int(name[1:])
            elif name:
                self._times[name] = max(when, self._times.get(name, when))
