"""The words and signs that stand for a spec's state, the same in every view and on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

GLYPHS: Final[Mapping[str, str]] = {
    "draft": "○",
    "planned": "◔",
    "in-progress": "◑",
    "complete": "●",
    "archived": "▣",
}
"""The sign that stands before each status."""


def word(value: str | None, missing: str = "no status") -> str:
    """Return a status or priority as readers see it: ``In progress``."""
    text = (value or missing).replace("-", " ").strip()
    return text[:1].upper() + text[1:]
