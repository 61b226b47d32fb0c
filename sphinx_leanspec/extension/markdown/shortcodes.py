"""Emoji by the names that GitHub gives them, `:rocket:`."""

from __future__ import annotations

import re
from typing import Final

_NAME: Final = re.compile(r":[\w+-]+:", re.ASCII)


def shown(text: str) -> str:
    """Return a text with emoji in place of their names; what is the name of none stays as it is."""
    if ":" not in text or not _NAME.search(text):
        return text
    from emoji import emojize  # a table of thousands, which few specs ask for

    return emojize(text, language="alias")
