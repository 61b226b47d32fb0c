"""Paths that evidence names, and what lies there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...wording import counted
from ..grammar import GrammarError, Value
from ..listing import MOST_BYTES
from ..verdict import Verdict

if TYPE_CHECKING:
    from ..world import World

_DRIVE: Final = re.compile(r"[A-Za-z]:")


def check_path(value: Value) -> None:
    """Look at a path: it is relative to the root of the project, and does not leave it.

    :raises GrammarError: if it is another one.
    """
    path = value.text
    steps = path.split("/")
    if path.startswith(("/", "~")) or _DRIVE.match(path):
        said, fix = "is no path of the project", "write it relative to the root of the project"
    elif ".." in steps:
        said, fix = "may lead out of the project", "write it relative to the root of the project"
    elif "\\" in path:
        said, fix = "has a backslash", "write `/` between folders"
    elif path.endswith("/"):
        said, fix = "is a folder", f"count its files, `files {path}** >= 1`"
    elif "" in steps or "." in steps:
        said, fix = "has an empty step", "write each folder once, and no `./`"
    else:
        return
    raise GrammarError(f"`{path}` {said}", fix, value.at)


def content(path: str, world: World) -> bytes | Verdict:
    """Return what a file holds, its lines ending as on Unix; or what comes of it if there is none."""
    name = world.listing.find(path)
    if not name:
        return absent(path, world)
    try:
        data = world.listing.read(name)
    except OSError as error:
        return Verdict("unknown", f"the file cannot be read: {error.strerror or error}")
    if data is None:
        return Verdict("unknown", f"the file has more than {MOST_BYTES >> 20} MiB")
    return data.replace(b"\r\n", b"\n")


def absent(path: str, world: World) -> Verdict:
    """Return what comes of a file that is not listed."""
    if why := world.listing.unknown(path):
        return Verdict("unknown", why)
    return Verdict("missing", "no such file", nearest=world.listing.nearest(path))


def files(number: int) -> str:
    """Return ``no file``, ``1 file``, ``14 files``."""
    return counted(number, "file") if number else "no file"
