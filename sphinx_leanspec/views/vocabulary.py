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

VERDICT_GLYPHS: Final[Mapping[str, str]] = {
    "failed": "✗",
    "missing": "✗",
    "drifted": "↷",
    "ambiguous": "≠",
    "flaky": "±",
    "stale": "«",
    "skipped": "»",
    "unknown": "?",
    "holds": "✓",
    "claimed": "–",
}
"""The sign that stands for what comes of a claim; the last one for a claim without evidence."""


def word(value: str | None, missing: str = "no status") -> str:
    """Return a status or priority as readers see it: ``In progress``."""
    text = (value or missing).replace("-", " ").strip()
    return text[:1].upper() + text[1:]
