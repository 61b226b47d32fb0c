"""What the oldest specs have in place of frontmatter, or still beside it: lines such as ``**Status**: …``."""

from __future__ import annotations

import re
from collections.abc import Mapping

_BANNER = "> **Status**:"
_BANNER_IN_BYTES = _BANNER.encode()
_LEGACY_LINE = re.compile(r"(?:[-*>] )?\s*\*\*")
_LEGACY = re.compile(r"\*\*(?P<name>Status|Created|Priority|Tags)(?:\*\*:|:\*\*)\s*(?P<value>[^·|]+)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def fields(lines: list[str], limit: int = 30) -> Mapping[str, tuple[str, int]]:
    """Find the ``**Status**: 📅 Planned`` lines that stood for frontmatter in the oldest specs.

    :param limit: how many lines from the top are looked at.
    :returns: value and line by lower-case name.
    """
    found: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(lines[:limit], start=1):
        if _FENCE.match(line):
            break
        for match in _LEGACY.finditer(line) if _LEGACY_LINE.match(line) else ():
            found.setdefault(match["name"].lower(), (match["value"].strip(), number))
    return found


def banner(body: str, source: bytes, body_line: int, limit: int = 30) -> tuple[int, str | None] | None:
    """Find the ``> **Status**: …`` decoration at the head of a body: its line, and the status it says.

    :param source: the body in UTF-8, which is searched faster.
    """
    if _BANNER_IN_BYTES not in b"\n".join(source.split(b"\n", limit)[:limit]):
        return None
    for number, line in enumerate(body.split("\n", limit)[:limit], start=body_line):
        if _FENCE.match(line):
            return None
        if line.startswith(_BANNER):
            return number, fields([line]).get("status", (None, 0))[0]
    return None
