"""Emoji by the names that GitHub gives them, `:rocket:`."""

from __future__ import annotations

import re
from typing import Final

from .markdown import clean_events

_NAME: Final = re.compile(r":[\w+-]+:", re.ASCII)


def shown(text: str) -> str:
    """Return a text with emoji in place of their names; what is the name of none stays as it is."""
    if ":" not in text or not _NAME.search(text):
        return text
    from emoji import emojize  # a table of thousands, which few specs ask for

    return emojize(text, language="alias")


def shown_of(text: str, markup: str) -> str:
    """Return the text of a line of Markdown with its emoji; a name in code is none.

    :param text: the same without, from a reader who knows what stands round the line.
    """
    if ":" not in text or not _NAME.search(text):
        return text
    codes = [event["Code"] for event, _ in clean_events(markup) if "Code" in event]
    pieces = re.split("(" + "|".join(map(re.escape, codes)) + ")", text) if codes else [text]
    return "".join(piece if piece in codes else shown(piece) for piece in pieces)
