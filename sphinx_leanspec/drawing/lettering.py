"""How wide texts are, and what of them fits into a box; a sans-serif font is taken for granted."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

_NARROW: Final = frozenset("ijl.,:;'|!()[]{}tfrI-`/\\ ")
_BROAD: Final = frozenset("mwMW@%")
_WORD: Final = re.compile(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef-]*-+|[^\s\u2e80-\uffef-]+|\s+")
"""What is kept whole where a line ends: a word, or a single character of a script that has no spaces."""


def text_width(text: str, size: float) -> float:
    """Estimate how wide a text is in a sans-serif font.

    :param size: of the font, in the unit of the result.
    """
    return sum(map(_em, text)) * size


def cut(text: str, size: float, most: float) -> str:
    """Shorten a text with an ellipsis until it is no wider than ``most``."""
    if text_width(text, size) <= most:
        return text
    room = most - text_width("…", size)
    kept = 0
    for character in text:
        room -= _em(character) * size
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


@cache  # a graph asks for each character of its labels several times, and a site for all of its graphs
def _em(character: str) -> float:
    """Return the width of a character as a share of its height."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    width = unicodedata.east_asian_width(character)
    if width in "WF" or (width == "A" and not character.isalnum()):
        return 1.0
    if character in _NARROW:
        return 0.34
    if character in _BROAD:
        return 0.92
    return 0.7 if character.isupper() else 0.59


def wrap(text: str, size: float, most: float, lines: int) -> list[str]:
    """Break a text into lines no wider than ``most``; the last is shortened where there would be more."""
    found: list[str] = []
    rest = text.strip()
    while rest and len(found) < lines - 1:
        if text_width(rest, size) <= most:
            break
        line = _first_line(rest, size, most)
        found.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    return [*found, cut(rest, size, most)] if rest else found


def _first_line(text: str, size: float, most: float) -> str:
    """Return as many words as fit, or as many letters of the first."""
    line = ""
    for word in _WORD.findall(text):
        if line and text_width((line + word).rstrip(), size) > most:
            return line
        if not line and text_width(word, size) > most:
            return cut(word, size, most).removesuffix("…") or word[:1]
        line += word
    return line
