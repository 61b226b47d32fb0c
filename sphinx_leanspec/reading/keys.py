"""Keys that are one of a kind, and the same in every build."""

from __future__ import annotations

import hashlib


def unique(name: str, taken: dict[str, int]) -> str:
    """Make a name one of a kind, by a number if need be.

    :param taken: the names so far, each with the number its last twin got.
    """
    own = name
    while own in taken:
        taken[name] += 1
        own = f"{name}_{taken[name]}"
    taken[own] = 1
    return own


def digest(text: str) -> str:
    """Return six hex digits, upper-case, that stand for a text in a need's id."""
    return hashlib.sha256(text.encode(errors="replace")).digest()[:3].hex().upper()
