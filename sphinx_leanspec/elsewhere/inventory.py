"""The inventory of a site, ``objects.inv``: which address each page has.

Sphinx's own reader would do; but the command line, which asks the same, imports no Sphinx.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Final

_LARGEST: Final = 64 << 20
_HEAD: Final = b"# Sphinx inventory version 2"
_DOCUMENT: Final = " std:doc "
"""What stands on the line of a page, after its name."""


class NoInventoryError(Exception):
    """A file is no inventory; the message says why."""


def pages(data: bytes) -> Mapping[str, str]:
    """Return the address of each page, relative to its site, by its docname.

    :raises NoInventoryError: if that cannot be read.
    """
    lines = data.split(b"\n", 4)
    if len(lines) < 5 or lines[0].rstrip() != _HEAD:
        raise NoInventoryError("it is no inventory of version 2")
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(lines[4], _LARGEST).decode()
    except (zlib.error, ValueError) as error:
        raise NoInventoryError("it is damaged") from error
    if unpacking.unconsumed_tail:
        raise NoInventoryError(f"it is larger than {_LARGEST >> 20} MiB")
    if not unpacking.eof:
        raise NoInventoryError("it is damaged")
    parts = (line.partition(_DOCUMENT) for line in text.splitlines())
    found = ((name, rest.split(" ", 2)) for name, is_one, rest in parts if is_one)
    return {name: _whole(words[1], name) for name, words in found if len(words) > 1}


def _whole(uri: str, name: str) -> str:
    """Return an address whose end is written as ``$`` where it is the name."""
    return uri.removesuffix("$") + name if uri.endswith("$") else uri
