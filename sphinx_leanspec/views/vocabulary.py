"""The words and signs that stand for a spec's state, the same in every view and on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from ..model import instant

GLYPHS: Final[Mapping[str, str]] = {
    "draft": "○",
    "planned": "◔",
    "in-progress": "◑",
    "complete": "●",
    "archived": "▣",
}
"""The sign that stands before each status."""

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def word(value: str | None, missing: str = "no status") -> str:
    """:returns: a status or priority as a reader sees it: ``In progress``."""
    text = (value or missing).replace("-", " ").strip()
    return text[:1].upper() + text[1:]


def day(text: str | None) -> str:
    """:returns: the day of an instant, ``7 Jan 2026``; what is no date stays as it is."""
    when = instant(text)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}" if when else text or ""


def month(when: date) -> str:
    """:returns: the month of a day, ``Jan 2026``."""
    return f"{_MONTHS[when.month - 1]} {when.year}"
