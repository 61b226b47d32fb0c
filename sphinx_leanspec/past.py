"""What a repository was at earlier commits: its files, who wrote a line, and which commit changed what.

Asked only where something is wrong today. A shallow clone, a folder outside of any repository or one without
a commit has no past: whoever asks is told so, and claims nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from posixpath import normpath
from typing import Final, NamedTuple

from . import git, history
from .git import GitError
from .history import Checkout

SHORT: Final = 8
"""How many digits of a commit a reader is shown."""

UNCOMMITTED: Final = "0" * 40
"""What git calls the commit of a line that was not committed yet."""

_LOG: Final = (
    *("log", "--format=%H %P", "--raw", "-z", "--first-parent", "-m", "--no-renames", "--no-abbrev"),
    *("--no-color", "--no-ext-diff", "--no-textconv", "--no-notes", "-O/dev/null", "--stdin"),
)
_BLAME: Final = ("blame", "--line-porcelain", "-w", "-M", "-C", "--no-progress", "--no-textconv")
_COMMIT: Final = re.compile(rb"\n?(?P<revision>[0-9a-f]{40,64}) ?(?P<parents>[0-9a-f ]*)\n?")
_CHANGE: Final = re.compile(
    rb"\n?:(?P<mode_before>[0-7]{6}) (?P<mode>[0-7]{6}) (?P<before>[0-9a-f]+) (?P<after>[0-9a-f]+) [A-Z]\d*"
)
_LINE: Final = re.compile(rb"(?P<revision>[0-9a-f]{40,64}) \d+ (?P<line>\d+)(?: \d+)?")
_FILES: Final = (b"100644", b"100755")
_MOST_COMMITS: Final = 5_000


class LineOrigin(NamedTuple):
    """Where a line was written: the commit, and what its file was called there.

    :param revision: :data:`UNCOMMITTED` where it was not committed yet.
    """

    revision: str
    path: str


class PastChange(NamedTuple):
    """What a commit of the main line did to the files that were asked about.

    :param parent: the commit before it on that line, empty for the first.
    :param is_merge: whether it brought in what other commits did.
    :param before: the object of each file that it changed or removed.
    :param after: the object of each file that it changed or added.
    """

    revision: str
    parent: str
    is_merge: bool
    before: Mapping[str, str]
    after: Mapping[str, str]


class Past:
    """What a folder of a repository was at earlier commits; paths are relative to that folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._contents: dict[str, bytes] = {}
        self._origins: dict[tuple[str, bytes, tuple[int, ...]], Mapping[int, LineOrigin]] = {}

    @cached_property
    def checkout(self) -> Checkout | None:
        """Where the folder stands; None where nothing can be said of its past."""
        found = history.find(self.root)
        return found if isinstance(found, Checkout) else None

    @property
    def head(self) -> str:
        """The commit that is checked out, empty where there is no past."""
        return self.checkout.revision if self.checkout else ""

    def tree(self, revision: str) -> dict[str, str]:
        """Return the object of every file that a commit has, by path; links and submodules are no files.

        :raises GitError: if git cannot say.
        """
        said = git.run(self.root, ("ls-tree", "-r", "-z", "--end-of-options", revision, "."))
        files: dict[str, str] = {}
        for entry in said.split(b"\0"):
            about, _, path = entry.partition(b"\t")
            mode, _, name = about.partition(b" ")
            if mode in _FILES:
                files[os.fsdecode(path)] = name.rpartition(b" ")[2].decode()
        return files

    def changes(self, pathspecs: Iterable[str], tip: str = "") -> Iterator[PastChange]:
        """Walk the main line from a commit back, as far as it changed any of some paths.

        :param tip: the commit to begin with, the one checked out where none is given; ``A..B`` leaves out
            what A has.
        :raises GitError: if git cannot say, or there is no past.
        """
        wanted = [path for path in pathspecs if "\n" not in path]
        if not self.checkout or not wanted:
            return
        asked = "\n".join((tip or self.head, "--", *wanted, ""))
        said = git.run(self.root, (*_LOG, f"--max-count={_MOST_COMMITS}"), os.fsencode(asked))
        yield from self._read(said)

    def brought(self, merge: PastChange, pathspecs: Iterable[str]) -> list[str]:
        """Return the commits by which a merge changed any of some paths, newest first.

        :raises GitError: if git cannot say.
        """
        options = ("log", "--format=%H", "--no-merges", "--full-history", "--no-notes", "--end-of-options")
        said = git.run(self.root, (*options, f"{merge.parent}..{merge.revision}", "--", *pathspecs))
        return said.decode().split()

    def removed(self, span: str, pathspecs: Iterable[str]) -> list[str]:
        """Return the commits of a span, ``A..B``, that removed any of some paths, newest first.

        :raises GitError: if git cannot say.
        """
        options = ("log", "--format=%H", "--no-merges", "--full-history", "--no-notes", "--diff-filter=D")
        said = git.run(self.root, (*options, "--no-renames", "--end-of-options", span, "--", *pathspecs))
        return said.decode().split()

    def contents(self, versions: Iterable[str], most: int) -> Mapping[str, bytes]:
        """Return what versions of files say, but of those that are too long.

        :param most: the bytes of the longest file that is read.
        :raises GitError: if git cannot say.
        """
        wanted = dict.fromkeys(versions)
        new = [version for version in wanted if version not in self._contents]
        self._contents |= dict(git.contents(self.root, new, most))
        return {version: self._contents[version] for version in wanted if version in self._contents}

    def origins(self, path: str, data: bytes, lines: Iterable[int]) -> Mapping[int, LineOrigin]:
        """Return where some lines of a file were written, moved and reindented as they may be since.

        :param data: what the file says today.
        :raises GitError: if git cannot say.
        """
        wanted = tuple(sorted(set(lines)))
        key = (path, data, wanted)
        if key not in self._origins:
            ranges = tuple(part for line in wanted for part in ("-L", f"{line},{line}"))
            # a list of commits to pass over may name a file that is not there
            options = ("-c", "blame.ignoreRevsFile=", *git.unfiltered(self.root))
            said = git.run(self.root, (*options, *_BLAME, *ranges, "--", path))
            self._origins[key] = dict(self._read_blame(said))
        return self._origins[key]

    def is_older(self, one: str, other: str) -> bool:
        """Tell whether a commit is among those that another one builds on.

        :raises GitError: if git cannot say.
        """
        base = git.run(self.root, ("merge-base", "--end-of-options", one, other)).decode().strip()
        return base == one

    def renames(self, revision: str) -> Mapping[str, str]:
        """Return what a commit called files anew, from the old path to the new one.

        :raises GitError: if git cannot say.
        """
        options = ("diff-tree", "-r", "-z", "-M", "--diff-filter=R", "--name-status", "--no-commit-id")
        said = git.run(self.root, (*options, "--relative", "--end-of-options", f"{revision}^", revision))
        fields = map(os.fsdecode, said.split(b"\0"))
        return {old: new for _, old, new in zip(fields, fields, fields, strict=False)}

    def ignored(self, paths: Iterable[str]) -> frozenset[str]:
        """Return those of some paths that git would ignore.

        :raises GitError: if git cannot say.
        """
        asked = "\0".join(sorted({path for path in paths if not normpath(path).startswith("..")}))
        try:
            said = git.run(self.root, ("check-ignore", "-z", "--no-index", "--stdin"), os.fsencode(asked))
        except GitError as error:
            if error.detail:
                raise
            return frozenset()  # it fails without a word where there is none
        return frozenset(map(os.fsdecode, filter(None, said.split(b"\0"))))

    def _read_blame(self, said: bytes) -> Iterator[tuple[int, LineOrigin]]:
        prefix = self.checkout.prefix if self.checkout else ""
        at, revision = 0, ""
        for line in said.split(b"\n"):
            if found := _LINE.fullmatch(line):
                at, revision = int(found["line"]), found["revision"].decode()
            elif line.startswith(b"filename ") and at:
                path = os.fsdecode(line.removeprefix(b"filename "))
                yield at, LineOrigin(revision, path.removeprefix(prefix))
                at = 0

    def _read(self, log: bytes) -> Iterator[PastChange]:
        """Read a raw log whose parts end in NUL; see git-diff(1), "Raw output format"."""
        prefix = self.checkout.prefix if self.checkout else ""
        parts = iter(log.split(b"\0"))
        commit: re.Match[bytes] | None = None
        before: dict[str, str] = {}
        after: dict[str, str] = {}
        for part in parts:
            if found := _COMMIT.fullmatch(part):
                if commit:
                    yield _change(commit, before, after)
                commit, before, after = found, {}, {}
            elif found := _CHANGE.fullmatch(part):
                path = os.fsdecode(next(parts, b""))
                if path.startswith(prefix):
                    path = path.removeprefix(prefix)
                    before |= {path: found["before"].decode()} if found["mode_before"] in _FILES else {}
                    after |= {path: found["after"].decode()} if found["mode"] in _FILES else {}
            elif part.strip():
                raise GitError("failed", "git log printed what it should not")
        if commit:
            yield _change(commit, before, after)


def _change(commit: re.Match[bytes], before: Mapping[str, str], after: Mapping[str, str]) -> PastChange:
    parents = commit["parents"].decode().split()
    first = parents[0] if parents else ""
    return PastChange(commit["revision"].decode(), first, len(parents) > 1, before, after)
