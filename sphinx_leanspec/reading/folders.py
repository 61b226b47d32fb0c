"""What lies in a folder, as dialects look for it: links are not followed, what cannot be seen is absent."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from ..model import SubDocument
from .keys import fit, unique
from .seam import Project


def entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return what lies in a folder, by name."""
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:  # what this user may not see is not part of what they build
        return []


def folders(folder: Path) -> list[Path]:
    """Return the folders in a folder, by name."""
    return [Path(entry.path) for entry in entries(folder) if entry.is_dir(follow_symlinks=False)]


def markdown(folder: Path) -> list[Path]:
    """Return the Markdown files in a folder, by name."""
    return [
        Path(entry.path)
        for entry in entries(folder)
        if entry.name.lower().endswith(".md") and entry.is_file(follow_symlinks=False)
    ]


def is_file(path: Path) -> bool:
    """Tell whether there is a file at a path, and no link to one."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False


def begins(path: Path, mark: bytes) -> bool:
    """Tell whether a file begins with some bytes; one that cannot be read does not."""
    try:
        with path.open("rb") as file:
            return file.read(len(mark)) == mark
    except OSError:
        return False


def sub_documents(
    project: Project, folder: Path, paths: Iterable[Path], reviews: str = ""
) -> tuple[SubDocument, ...]:
    """Return files below the folder of a spec as sub-documents, named by where they lie in it.

    :param reviews: the name of a folder whose files review the text, if there is one.
    """
    taken: dict[str, int] = {}
    names = ((path, "/".join(map(fit, path.relative_to(folder).with_suffix("").parts))) for path in paths)
    return tuple(
        SubDocument(
            unique(name, taken), project.relative(path), path.parent == folder / reviews and bool(reviews)
        )
        for path, name in names
    )
