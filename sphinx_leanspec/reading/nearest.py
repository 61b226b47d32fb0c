"""What is said of a path that a user names and that is not there: the nearest one that is."""

from __future__ import annotations

from pathlib import Path

from ..wording import did_you_mean
from . import boundary

_LEAST = 0.5
"""How much alike two names have to be for one to be meant by the other."""


def absent(what: str, path: Path, folder: Path | None = None) -> str:
    """Say in one line that there is no such path, and which one may be meant.

    :param what: what was looked for, ``folder`` say.
    :param path: the path as the user wrote it.
    :param folder: what it is relative to, where that is not the current folder.
    """
    if boundary.is_there((folder or Path()) / path):
        return f"`{path}` is no {what}"
    where = f" in {folder}" if folder and not path.is_absolute() else ""
    near = did_you_mean(_nearest(path, folder or Path())[:1])
    return f"there is no {what} `{path}`{where}" + (f"; {near}" if near else "")


def _nearest(path: Path, folder: Path) -> list[str]:
    """Return the names in the first folder of a path that exists which are most like what is written."""
    parent = path.parent
    if not boundary.is_folder(folder / parent):
        return _nearest(parent, folder) if parent != path else []
    from difflib import get_close_matches  # here, as hardly any path is wrong

    try:
        names = sorted(other.name for other in (folder / parent).iterdir())
    except OSError:
        return []
    begun = [name for name in names if path.name and name.casefold().startswith(path.name.casefold())]
    return [(parent / name).as_posix() for name in get_close_matches(path.name, names, 1, _LEAST) or begun]
