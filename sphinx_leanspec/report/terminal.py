"""Text on a terminal: what of it can be shown, how wide it is, and in which colour."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final, Literal

Colour = Literal["blue", "bold", "faint", "green", "red", "yellow"]

_CODES: Final[Mapping[Colour, str]] = {
    "blue": "34",
    "bold": "1",
    "faint": "2",
    "green": "32",
    "red": "31",
    "yellow": "33",
}


def painted(text: str, colour: Colour) -> str:
    """Return a text in a colour."""
    return f"\x1b[{_CODES[colour]}m{text}\x1b[0m"


def cells(text: str) -> int:
    """Return how many terminal columns a text takes: two for a Chinese letter, none for an accent."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "FW" else 1


def fitted(text: str, width: int) -> str:
    """Pad a text to a width, or cut it."""
    if (missing := width - cells(text)) >= 0:
        return text + " " * missing
    while cells(text) > width - 1:
        text = text[:-1]
    return f"{text}…{' ' * (width - 1 - cells(text))}"


def wrapped(text: str, width: int, *, start: int = 0, indent: int = 0) -> Iterator[str]:
    """Break a text between words; one that is too long for a line of its own is left whole.

    :param start: how much of the first line is taken.
    :param indent: how far the lines after it are set in.
    """
    line, taken = "", start
    for word in text.split(" "):
        gap = " " if line.strip() else ""
        if taken + len(gap) + cells(word) > width and taken > indent:
            yield line
            line, taken, gap = " " * indent, indent, ""
        line += gap + word
        taken += len(gap) + cells(word)
    yield line
