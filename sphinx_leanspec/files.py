"""Files that are written only where that changes something, and never half."""

from __future__ import annotations

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
