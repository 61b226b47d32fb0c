"""The sources of a project, wherever they are: read at any release, and kept in the user's cache."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from .. import git
from ..files import cache_folder
from ..git import GitError
from . import remote
from .archives import open_archive
from .errors import SourceError
from .index import SymbolIndex
from .locked import Pinned
from .pypi import PackageIndex, ReleaseFile
from .references import ENDINGS
from .settings import Source
from .trees import FolderTree, GitTree, SourceTree, commit_of
from .watching import Silent, Watcher

_BRANCH: Final = re.compile(r"(?P<name>.+)@(?P<commit>[0-9a-f]{12})")
"""A branch, and the commit that it was."""

LATEST: Final = "latest"
"""Stands for the current release."""


class OpenSource(Struct, frozen=True):
    """A source that can be read."""

    index: SymbolIndex
    pinned: Pinned


class SourceStore:
    """Opens sources, each once.

    :param base: the folder that paths of sources are relative to.
    :param pins: what the lock says of releases, by source and release.
    """

    def __init__(
        self,
        base: Path,
        pins: Mapping[tuple[str, str], Pinned] | None = None,
        progress: Watcher | None = None,
        *,
        offline: bool = False,
        cache: Path | None = None,
    ) -> None:
        self.base = base
        self.pins = pins or {}
        self.progress = progress or Silent()
        self.offline = offline
        self.cache = cache or cache_folder()
        self.packages = PackageIndex(self.cache, self.progress, offline=offline)
        self._fetched: dict[str, Path] = {}
        self._open: dict[tuple[str, str], OpenSource] = {}

    def open(self, source: Source, release: str = "") -> OpenSource:
        """Open a source.

        :param release: a version or revision, where that is not the configured one.
        :raises SourceError: if it cannot be had.
        """
        release = self.named(source, release)
        key = (source.name, release)
        if key not in self._open:
            tree, pinned = self._tree(source, release)
            if not any(path.rpartition(".")[2] in ENDINGS for path in _content(tree)):
                fix = "take another release, or a git tag of its repository, with `git` and `revision`"
                raise SourceError(tree.label, "there is no code in it", fix)
            self._open[key] = OpenSource(SymbolIndex(tree, source.prefix), pinned)
        return self._open[key]

    def named(self, source: Source, release: str) -> str:
        """Return which release is meant: the configured one, or the current one."""
        if source.kind == "folder":
            return ""
        if source.kind == "git":
            return self._fixed(source, "HEAD" if release == LATEST else release or source.revision)
        if release != LATEST:
            return release or source.version
        known = self.packages.releases(source.pypi, source.python)
        if not known:
            raise SourceError(
                source.name, f"{source.pypi} has no release for Python {source.python}", "correct `python`"
            )
        return known[-1]

    def between(self, source: Source, old: str, new: str) -> tuple[str, ...]:
        """Return the releases after one, up to and with another, oldest first; of a repository, its commits.

        :returns: the last one alone if nothing is known of those between.
        """
        if source.kind == "git":
            repository = self._repository(source, new)
            ends = [commit_of(repository, _commit(revision), source.name) for revision in (old, new)]
            try:
                said = git.run(
                    repository, ("rev-list", "--first-parent", "--reverse", f"{ends[0]}..{ends[1]}", "--")
                )
            except GitError:
                return (new,)
            return (*(commit[:12] for commit in said.decode().split()[:-1]), new)
        if source.kind == "folder":
            return (new,)
        from packaging.version import Version

        first, last = Version(old), Version(new)
        known = self.packages.releases(source.pypi)
        return (*(one for one in known if first < Version(one) < last), new)

    def _tree(self, source: Source, release: str) -> tuple[SourceTree, Pinned]:
        if source.kind == "folder":
            folder = FolderTree(self.base / source.folder, source.name)
            return folder, Pinned(source.name, "folder", source.folder)
        label = f"{source.pypi or source.name} {release}"
        if source.kind == "git":
            tree = GitTree(self._repository(source, release), self._pinned_commit(source, release), label)
            return tree, Pinned(source.name, "git", source.git, release, commit=tree.commit)
        pin = self.pins.get((source.name, release))
        if (
            pin
            and pin.origin == source.pypi
            and (path := self.packages.cached(pin.sha256, pin.file)).is_file()
        ):
            return open_archive(path, label, pin.sha256, pin.file), pin
        file = self.packages.file_of(source.pypi, release)
        if pin and pin.origin == source.pypi:
            file = self._same(source, file, pin)
        archive = open_archive(self.packages.fetch(file), label, file.sha256, file.name)
        asked = file.requires_python or archive.requires_python
        pinned = Pinned(source.name, "pypi", source.pypi, release, file.name, file.sha256, asked)
        return archive, pinned

    def _same(self, source: Source, file: ReleaseFile, pin: Pinned) -> ReleaseFile:
        """Return the very file that was locked: an index may have others by now."""
        known = self.packages.files(source.pypi)
        found = next((one for one in known if one.sha256 == pin.sha256), None)
        if found is None:
            message = f"the index no longer has the file of {source.pypi} {pin.release} that was locked"
            raise SourceError(file.name, message, "find out why, then remove its entry from the lock")
        return found

    def _pinned_commit(self, source: Source, release: str) -> str:
        """Return the commit that a release was when it was locked: a tag can be moved."""
        pin = self.pins.get((source.name, release))
        return pin.commit if pin and pin.commit and pin.origin == source.git else _commit(release)

    def _fixed(self, source: Source, revision: str) -> str:
        """Return a name of a revision that means the same tomorrow: of a branch, with its commit."""
        if _BRANCH.fullmatch(revision):
            return revision
        repository = self._repository(source, revision)
        if remote.is_fixed(repository, revision):
            return revision
        return f"{revision}@{commit_of(repository, revision, source.name)[:12]}"

    def _repository(self, source: Source, release: str) -> Path:
        if not source.is_remote:
            return self.base / source.git
        if source.name not in self._fetched:
            commit = _commit(release)
            folder = remote.repository(source.git, commit, self.cache, self.progress, offline=self.offline)
            self._fetched[source.name] = folder
        return self._fetched[source.name]


def _commit(release: str) -> str:
    """Return what git calls a release: of `main@0123456789ab` the commit."""
    found = _BRANCH.fullmatch(release)
    return found["commit"] if found else release


def _content(tree: SourceTree) -> list[str]:
    """Return the files of a source, without what describes the distribution."""
    return [path for path in tree.paths() if ".dist-info/" not in path and ".egg-info/" not in path]
