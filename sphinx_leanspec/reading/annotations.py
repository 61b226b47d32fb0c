"""Annotations of an item: ``<!-- name: value -->`` as HTML reads it, each with its place.

The first ``-->`` ends a comment, whatever stands in it; see https://html.spec.whatwg.org/#comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

NAMES: Final = frozenset({"id", "evidence", "n/a"})
"""The annotations that mean something."""

_BEGIN: Final = "<!--"
_END: Final = "-->"
_NAME: Final = re.compile(r"\s*(?P<name>[A-Za-z/]+)\s*:[ \t]*")


class Note(NamedTuple):
    """An annotation.

    :param value: what stands after the colon, blanks at its ends taken off.
    :param at: where that begins in the HTML, in signs.
    """

    name: str
    value: str
    at: int


def notes_in(html: str) -> Iterator[Note]:
    """Find the annotations in a piece of HTML."""
    at = html.find(_BEGIN)
    while at >= 0 and (end := html.find(_END, at + len(_BEGIN))) >= 0:
        found = _NAME.match(html, at + len(_BEGIN), end)
        if found and found["name"].lower() in NAMES:
            yield Note(found["name"].lower(), html[found.end() : end].rstrip(), found.end())
        at = html.find(_BEGIN, end)


def aligned(source: str, html: str) -> str:
    """Return HTML with its lines as long as those of its source, so that columns can be counted in it.

    What a parser has taken off a line, as the line is in a list or a quotation, stands as blanks.
    """
    lines = zip(source.split("\n"), html.split("\n"), strict=False)
    return "\n".join(" " * (len(written) - len(line)) + line for written, line in lines)
