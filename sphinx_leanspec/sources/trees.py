"""The files of a source, wherever they are kept: one protocol, and those that need no archive."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol

from .. import git
from ..git import GitError
from .errors import SourceError

LARGEST: Final = 16 << 20
"""How large a file may be that is read, in bytes: no code that people write is."""

MOST_BYTES: Final = 512 << 20
"""How much is read of one source, in bytes."""

MOST_FILES: Final = 200_000
"""How many files a source may have."""

_LEFT_OUT: Final = frozenset({"__pycache__", "node_modules"})


class SourceTree(Protocol):
    """The files of a source at one release."""

    @property
    def label(self) -> str:
        """What messages call it, ``nemo-automodel 0.7.0``."""

    def paths(self) -> Sequence[str]:
        """Return the paths of all files, sorted, with ``/`` between their parts."""

    def read(self, path: str) -> bytes:
        """Return what a file holds.

        :raises SourceError: if there is none, or it cannot be read.
        """


class FolderTree:
    """A folder, as it lies there: without links, and what begins with a dot."""

    def __init__(self, folder: Path, label: str = "") -> None:
        self.folder = folder
        self.label = label or folder.name
        if not folder.is_dir():
            raise SourceError(self.label, f"there is no folder {folder.name}", "correct `folder`")

    def paths(self) -> Sequence[str]:
        return self._paths

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        found: list[str] = []
        for path in self._walk(self.folder):
            found.append(path)
            if len(found) > MOST_FILES:
                message = f"the folder has more than {MOST_FILES:,} files"
                raise SourceError(self.label, message, "name a folder in it")
        return tuple(sorted(found))

    def read(self, path: str) -> bytes:
        if path not in self._known:
            raise no_file(self.label, path)
        try:
            with (self.folder / path).open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError as error:
            raise SourceError(f"{self.label}: {path}", f"it cannot be read: {error.strerror}") from error
        if len(data) > LARGEST:
            raise too_large(self.label, path)
        return data

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._paths)

    def _walk(self, folder: Path) -> Iterator[str]:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.startswith(".") or entry.name in _LEFT_OUT or entry.is_symlink():
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from self._walk(Path(entry.path))
                elif entry.is_file(follow_symlinks=False):
                    yield Path(entry.path).relative_to(self.folder).as_posix()


class GitTree:
    """A commit of a local repository, read from git's own store; nothing is checked out.

    :param revision: what names the commit.
    """

    def __init__(self, repository: Path, revision: str, label: str = "") -> None:
        self.repository = repository
        self.label = label or f"{repository.name} {revision}"
        self.commit = commit_of(repository, revision, self.label)
        self._contents: dict[str, bytes] = {}

    def paths(self) -> Sequence[str]:
        return tuple(self._blobs)

    def read(self, path: str) -> bytes:
        if path not in self._blobs:
            raise no_file(self.label, path)
        blob, size = self._blobs[path]
        if size > LARGEST:
            raise too_large(self.label, path)
        if blob not in self._contents:
            self._load(path)
        return self._contents[blob]

    @cached_property
    def _blobs(self) -> Mapping[str, tuple[str, int]]:
        """The name of the blob that each file is, and its size."""
        said = self._run("ls-tree", "-r", "-l", "-z", "--full-tree", "--end-of-options", self.commit)
        found: dict[str, tuple[str, int]] = {}
        for entry in filter(None, said.split(b"\0")):
            facts, _, path = entry.partition(b"\t")
            mode, kind, blob, size = facts.split()
            if kind == b"blob" and mode != b"120000":  # a link leads anywhere
                found[os.fsdecode(path)] = blob.decode(), int(size)
            if len(found) > MOST_FILES:
                raise SourceError(self.label, f"the commit has more than {MOST_FILES:,} files")
        return dict(sorted(found.items()))

    def _load(self, path: str) -> None:
        """Read a file, and in the same go all others of its kind: a process for each would take longer."""
        ending = path.rpartition(".")[2]
        wanted = {blob: size for name, (blob, size) in self._blobs.items() if name.endswith(f".{ending}")}
        wanted = {blob: size for blob, size in wanted.items() if size <= LARGEST}
        if sum(wanted.values()) > MOST_BYTES:
            wanted = {}
        blob, size = self._blobs[path]
        wanted[blob] = size
        said = self._run("cat-file", "--batch", asked="".join(f"{name}\n" for name in wanted).encode())
        start = 0
        for name, size in wanted.items():
            end = said.index(b"\n", start) + 1
            if said[start:end].split() != [name.encode(), b"blob", str(size).encode()]:
                raise SourceError(self.label, "the repository is damaged", "ask `git fsck` about it")
            self._contents[name] = said[end : end + size]
            start = end + size + 1

    def _run(self, *arguments: str, asked: bytes = b"") -> bytes:
        try:
            return git.run(self.repository, arguments, asked)
        except GitError as error:
            raise SourceError(self.label, f"git cannot read it: {error}") from error


def commit_of(repository: Path, revision: str, label: str) -> str:
    """Return the commit that a revision of a local repository is.

    :raises SourceError: if there is none.
    """
    if not repository.is_dir():
        raise SourceError(label, f"there is no folder {repository.name}", "correct `git`")
    try:
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        return git.run(repository, asked).decode().split()[-1]
    except (GitError, IndexError) as error:
        fix = "correct the revision, or fetch it into the clone"
        raise SourceError(label, f"the repository has no revision `{revision}`", fix) from error


def no_file(label: str, path: str) -> SourceError:
    """Say that a source has no such file."""
    return SourceError(f"{label}: {path}", "there is no such file")


def too_large(label: str, path: str) -> SourceError:
    """Say that a file is larger than any that is read."""
    return SourceError(f"{label}: {path}", f"the file is larger than {LARGEST >> 20} MiB, and was not read")
