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
    for begin, end in comments_in(html):
        found = _NAME.match(html, begin + len(_BEGIN), end) if end >= 0 else None
        if found and found["name"].lower() in NAMES:
            yield Note(found["name"].lower(), html[found.end() : end].rstrip(), found.end())


def comments_in(html: str) -> Iterator[tuple[int, int]]:
    """Find the comments in a piece of HTML: where each begins, and where its ``-->`` does, -1 without."""
    at = html.find(_BEGIN)
    while at >= 0:
        end = html.find(_END, at + 2)  # `<!-->` is a whole one
        yield at, end
        at = html.find(_BEGIN, end) if end >= 0 else -1


def aligned(source: str, html: str, quotes: int) -> str:
    """Return HTML with its lines as long as those of its source, so that columns can be counted in it.

    What a parser has taken off a line, as the line is in a list or a quotation, stands as blanks; so does
    the mark of a quotation that it has left.

    :param quotes: in how many quotations it stands.
    """
    lines = zip(source.split("\n"), html.split("\n"), strict=False)
    first, *others = (" " * (len(written) - len(line)) + line for written, line in lines)
    return "\n".join([first, *(_unquoted(line, quotes) for line in others)])


def _unquoted(line: str, quotes: int) -> str:
    """Replace the marks of quotations at the beginning of a line by blanks."""
    at = 0
    while quotes and line[at : at + 1] in ("\t", " ", ">"):
        quotes -= line[at] == ">"
        at += 1
    return " " * at + line[at:]
