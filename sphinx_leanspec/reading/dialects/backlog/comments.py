"""The comments on an item, which Backlog.md writes so that Markdown takes their ends for headings."""

from __future__ import annotations

import re
from typing import Final

_BLOCK: Final = re.compile(
    rb"^(?P<begin><!-- COMMENTS:BEGIN -->[\t ]*\r?\n)(?P<inner>.*?)^(?=<!-- COMMENTS:END -->)",
    re.MULTILINE | re.DOTALL,
)
_FIELD: Final = re.compile(rb"(?P<name>author|created|index):[\t ]*(?P<value>.*)", re.IGNORECASE)
_EDGE: Final = b"---"


def plain(data: bytes) -> bytes:
    """Return a file with the head of each comment in words, line for line."""
    if b"<!-- COMMENTS:BEGIN -->" not in data:
        return data
    return _BLOCK.sub(lambda block: block["begin"] + _inner(block["inner"]), data)


def _inner(text: bytes) -> bytes:
    lines = text.split(b"\n")
    is_head = True
    for at, line in enumerate(lines):
        if line.strip() == _EDGE:
            lines[at] = b""
            is_head = not is_head
        elif is_head and (field := _FIELD.fullmatch(line.strip())):
            value = field["value"]
            lines[at] = b"**%s**" % value if field["name"].lower() == b"author" and value else value
    return b"\n".join(lines)
