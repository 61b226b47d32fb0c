"""Files that are written only where that changes something, and never half; which of them are others now."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

CACHE: Final = "SPHINX_LEANSPEC_CACHE"
"""The variable that names another folder for the cache."""

BESIDE: Final = ".leanspec"
"""The folder in the output in which ``build`` and ``serve`` keep what is no part of the site."""


def cache_folder() -> Path:
    """Return where what can be had again is kept: in the user's cache folder, or where a variable says."""
    if named := os.environ.get(CACHE):
        return Path(named)
    from platformdirs import user_cache_path  # here, as it takes a while

    return user_cache_path("sphinx-leanspec", appauthor=False)


def write_if_changed(path: Path, data: bytes) -> None:
    """Write a file, with the folders above it, unless it holds just that: then it keeps its time."""
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def write_atomically(path: Path, *pieces: bytes) -> None:
    """Write a file, with the folders above it, so that whoever reads it meanwhile finds the old one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")  # two processes may write it at once
    try:
        with fresh.open("wb") as file:
            file.writelines(pieces)
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def replace(path: Path, data: bytes) -> None:
    """Give a file that is there another content, at once, and leave its mode and the links to it alone."""
    import shutil  # here, as both take long, and hardly any command changes a file
    import tempfile

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


class Contents:
    """What files held when somebody last asked, so that one that was merely touched is no other one."""

    def __init__(self) -> None:
        self._digests: dict[str, bytes] = {}

    def is_other(self, path: str) -> bool:
        """Tell whether a file holds something else than when that was asked last; one that is gone does."""
        from hashlib import blake2b  # here, as hardly any command asks

        try:
            digest = blake2b(Path(path).read_bytes(), digest_size=16).digest()
        except OSError:  # or it is a folder
            self._digests.pop(path, None)
            return True
        is_other = self._digests.get(path) != digest
        self._digests[path] = digest
        return is_other
