"""What a plain scalar of YAML is: a number, a truth value, none at all, or a text.

The rules are YAML 1.2's core schema (https://yaml.org/spec/1.2.2/#103-core-schema) but for integers with a
leading zero, which LeanSpec's own reader keeps as text: dates, ``037``, ``12:30`` and ``yes`` are strings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from ..model import Value

_TAG: Final = "tag:yaml.org,2002:"
TEXT: Final = f"{_TAG}str"
NOTHING: Final = f"{_TAG}null"
_NUMBERS: Final = (f"{_TAG}int", f"{_TAG}float")

_DIGITS: Final = 100
"""How long a number may be: Python refuses to write one of a few thousand digits."""

_FORMS: Final = tuple(
    (f"{_TAG}{name}", re.compile(rf"(?:{pattern})\Z"), first)
    for name, pattern, first in (
        ("null", r"~|null|Null|NULL|", ("~", "n", "N", "")),
        ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
        ("int", r"[-+]?(0|[1-9][0-9]*)|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
        (
            "float",
            (
                r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+"
                r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
            ),
            "-+0123456789.",
        ),
    )
)
_BY_FIRST: Final = {
    letter: tuple((tag, pattern) for tag, pattern, first in _FORMS if letter in first)
    for letter in ("", *"~nNtTfF-+0123456789.")
}
_VALUES: Final[Mapping[str, Callable[[str], Value]]] = {
    NOTHING: lambda _: None,
    f"{_TAG}bool": lambda text: text.lower() == "true",
    f"{_TAG}int": lambda text: int(text, 0) if len(text) <= _DIGITS else text,
    f"{_TAG}float": lambda text: float(text.lower().replace(".inf", "inf").replace(".nan", "nan")),
}


def tag_of(text: str) -> str:
    """Return the tag of a scalar that gives none and stands in no quotes."""
    for tag, pattern in _BY_FIRST.get(text[:1], ()):
        if pattern.match(text):
            return tag
    return TEXT


def value_of(tag: str, text: str) -> Value:
    """Return a scalar as its tag says, or as text where it does not fit the tag, such as ``!!int x``."""
    try:
        return _VALUES.get(tag, str)(text)
    except ValueError:
        return text


def number(text: str) -> Value:
    """Return the number that a text is, else the text."""
    text = text.strip()
    tag = tag_of(text)
    return value_of(tag, text) if tag in _NUMBERS else text
