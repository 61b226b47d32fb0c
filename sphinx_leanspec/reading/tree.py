"""Which files a repository has: asked folder by folder, and each folder once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

Kind = Literal["file", "folder", ""]


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

    def _scan(self, folder: str) -> Mapping[str, bool]:
        if folder == ".." or folder.startswith("../") or "\0" in folder:
            return {}
        try:
            with os.scandir(self.root / folder) as entries:
                return {entry.name: entry.is_dir() for entry in entries}
        except OSError:  # it is no folder, say
            return {}
