"""How texts for users put numbers, suggestions and lists, and show what others wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_MARKUP: Final = re.compile(
    r"[\\`*_{}\[\]<>#$|~@]"  # may be markup wherever it stands
    r"|&(?=#?\w+;)"  # an entity
    r"|:(?=//|[\w+-]*:)|(?<=www)\.",  # a bare link, a colon fence, an emoji by name
    re.IGNORECASE,
)
_START: Final = re.compile(r"^(?:(?=[-+=%(])|(\d{1,9})(?=[.)]))")
"""What is markup at the start of a line only: list items, underlines, comments and targets."""


def counted(number: int, name: str) -> str:
    """Return ``1 spec``, ``2 specs``, ``1,234 specs``."""
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"


def did_you_mean(names: Iterable[str]) -> str:
    """Ask whether one of some names was meant; empty where there is none."""
    quoted = " or ".join(f"`{name}`" for name in names)
    return f"did you mean {quoted}?" if quoted else ""


def listed(text: str) -> tuple[str, ...]:
    """Return the texts between the commas of one."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def literal(text: str) -> str:
    """Return Markdown, GitHub's or MyST's, that shows a line of text as it is."""
    return _START.sub(r"\1\\", _MARKUP.sub(r"\\\g<0>", text))


def plain(text: str) -> str:
    """Remove what a terminal would take for a command: specs come from strangers."""
    return text if text.isprintable() else "".join(char if char.isprintable() else "�" for char in text)


def harmless(words: str) -> str:
    """Remove what a terminal or the log of a CI job would take for a command."""
    return plain(words).replace("##[", "## [")  # GitHub and Azure read `##[command]` anywhere in a line


def alike(word: str, names: Iterable[str], most: int = 3, least: float = 0.6) -> list[str]:
    """Return the names that are most like a word, the most alike first.

    :param most: how many at most.
    :param least: how much alike they have to be, from 0 to 1.
    """
    from difflib import get_close_matches  # here, as hardly any word is misspelt

    return get_close_matches(word, list(names), most, least)
