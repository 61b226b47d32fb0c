"""Files that are written only where that changes something, and never half."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path


def write_if_changed(path: Path, data: bytes) -> None:
    """Write a file, with the folders above it, unless it holds just that: then it keeps its time."""
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file, with the folders above it, so that whoever reads it meanwhile finds the old one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_bytes(data)
    fresh.replace(path)


def replace(path: Path, data: bytes) -> None:
    """Give a file that is there another content, at once, and leave its mode and the links to it alone."""
    path = path.resolve()
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        fresh = Path(file.name)
        try:
            file.write(data)
            file.close()
            shutil.copymode(path, fresh)
            fresh.replace(path)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise
