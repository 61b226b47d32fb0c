"""The boundary of a repository: what leads out of it is not followed, whoever names it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_LONGEST_NAME: Final = 255
_LONGEST_PATH: Final = 4095
_MOST: Final = 1 << 20


def can_exist(path: str) -> bool:
    """Tell whether a file system can have a path at all: not if it is too long, or holds a NUL."""
    data = path.encode(errors="surrogatepass")
    is_short = len(data) <= _LONGEST_PATH and max(map(len, data.split(b"/"))) <= _LONGEST_NAME
    return is_short and b"\0" not in data


def is_folder(path: Path) -> bool:
    """Tell whether there is a folder; what cannot be asked is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_there(path: Path) -> bool:
    """Tell whether there is anything at a path; what cannot be asked is nothing."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def leads_out(path: Path, folder: Path, *, is_top: bool = False) -> bool:
    """Tell whether a path leads out of the repository that a folder lies in, by ``..`` or by a link.

    :param is_top: whether the folder itself is the top where there is no sign of one. If not, a path that is
        written so that it leads elsewhere may lie in the same project, and only links lead out.
    """
    top = next((one for one in (folder, *folder.parents) if is_there(one / ".git")), None)
    if top is None and not is_top and not Path(os.path.normpath(path)).is_relative_to(folder):
        return False
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(top or folder))


def read_settings(path: Path) -> str:
    """Read a file of settings, which people write: no program has to bear a large one.

    :raises OSError: if that cannot be done.
    :raises ValueError: if it is too large, or no UTF-8.
    """
    with path.open("rb") as file:
        data = file.read(_MOST + 1)
    if len(data) > _MOST:
        raise ValueError(f"it is larger than {_MOST >> 20} MiB")
    return data.decode("utf-8-sig").replace("\r\n", "\n")
