"""Keys that are one of a kind, and the same in every build."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from .decoding import clean

_UNFIT: Final = re.compile(r"[^\w.+-]+")
_LONGEST: Final = 180
"""How many bytes a part of an address has at most: with what is added, a file of that name is possible."""
_BREAKS: Final = re.compile("[\t\n\r\u2028\u2029]")


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
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6].upper()


def fit(name: str) -> str:
    """Return the name of a file as ids and addresses have it.

    What no line of a text holds, control characters and bytes that are no UTF-8, is replaced in it; the name
    then ends in a digest, so that it stays one of a kind.
    """
    fitting = _BREAKS.sub("\N{REPLACEMENT CHARACTER}", clean(name))
    return name if fitting == name else f"{fitting}-{digest(name)}"


def segment(name: str) -> str:
    """Return a name that anybody may have written as one part of an address: no way, no sign, not too long.

    One that is changed ends in a digest, so that it stays one of a kind.
    """
    fitting = _UNFIT.sub("-", clean(name)).strip(".-")
    plain = fitting.encode()[:_LONGEST].decode(errors="ignore")
    return name if name and plain == name else f"{plain}-{digest(name)}".lstrip("-")
