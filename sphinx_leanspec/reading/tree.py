"""Which files a repository has: asked folder by folder, and each folder once; what was asked can be kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

Kind = Literal["file", "folder", ""]

Folders: TypeAlias = Mapping[str, Mapping[str, bool]]
"""What lies in folders, by their paths: each name, and whether it is that of a folder itself."""


class FileTree:
    """The files of a repository, by their paths in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._folders: dict[str, Mapping[str, bool]] = {}

    def kind(self, path: str) -> Kind:
        """Return what lies at a path relative to the repository; empty for nothing and for outside."""
        path = path.strip("/")
        if path in ("", "."):
            return "folder"
        folder, _, name = path.rpartition("/")
        names = self.names(folder)
        return "" if name not in names else "folder" if names[name] else "file"

    def names(self, folder: str) -> Mapping[str, bool]:
        """Map what lies in a folder to whether it is a folder itself."""
        folder = folder.strip("/")
        if folder not in self._folders:
            self._folders[folder] = self._scan(folder)
        return self._folders[folder]

    @property
    def asked(self) -> Folders:
        """What it was asked so far, and what it said."""
        return self._folders

    def says(self, asked: Folders) -> bool:
        """Tell whether it says of some folders what was said of them before."""
        return all(self.names(folder) == names for folder, names in asked.items())

    def _scan(self, folder: str) -> Mapping[str, bool]:
        if folder == ".." or folder.startswith("../") or "\0" in folder:
            return {}
        try:
            with os.scandir(self.root / folder) as entries:
                return {entry.name: entry.is_dir() for entry in entries}
        except OSError:  # it is no folder, say
            return {}


class Surroundings(NamedTuple):
    """What was asked of the files around the specs, and what was said.

    :param folders: of the repository.
    :param prefix: where the repository lies in its git repository; None where nobody has asked.
    :param above: the folders of that one.
    """

    folders: Folders
    prefix: str | None = None
    above: Folders = {}

    def are_same(self, root: Path) -> bool:
        """Tell whether all is still said of the repository."""
        if not FileTree(root).says(self.folders):
            return False
        if self.prefix is None:
            return True
        from .. import git  # here, as few links leave the repository

        return git.prefix_of(root) == self.prefix and FileTree(git.above(root, self.prefix)).says(self.above)
