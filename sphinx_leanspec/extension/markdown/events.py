"""What pyromark reports of a Markdown text, in one shape."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final, NamedTuple

import pyromark

_OPTIONS: Final = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_GFM
    | pyromark.Options.ENABLE_MATH
)
_SIGN: Final = "\x1a"
"""Stands for a dollar sign that begins no formula while a text is read: as long, and nowhere in a text."""
_QUOTES: Final = frozenset({"BlockQuote", "Item", "FootnoteDefinition"})


class Event(NamedTuple):
    """Something in the text, and where it is, in bytes.

    :param kind: ``Start`` or ``End`` of an element, ``Text``, ``Code``, …
    :param value: what pyromark says of it; of an element its name, or its name and more in a mapping.
    """

    kind: str
    value: Any
    start: int
    end: int

    @property
    def name(self) -> str:
        """What begins or ends."""
        return self.value if isinstance(self.value, str) else next(iter(self.value))

    @property
    def detail(self) -> Any:
        """What there is to know of what begins or ends, but its name."""
        return None if isinstance(self.value, str) else next(iter(self.value.values()))


def events(text: str) -> Iterator[Event]:
    """Walk the events of a text; texts that follow each other, as round an entity, come as one."""
    texts: list[Any] = []
    begin = behind = 0
    event: Any
    text = _without_prices(text)
    for event, place in pyromark.events_with_range(text, options=_OPTIONS):
        kind, value = (event, None) if isinstance(event, str) else event.popitem()
        value = _with_prices(value)
        start, end = place["start"], place["end"]
        if kind == "Text":
            if not texts:
                begin = start
            texts.append(value)
            behind = end
            continue
        if texts:
            yield Event("Text", "".join(texts), begin, behind)
            texts = []
        yield Event(kind, value, start, end)
    if texts:
        yield Event("Text", "".join(texts), begin, behind)


def _without_prices(text: str) -> str:
    """:returns: a text without the dollar signs that begin no formula on GitHub: "$3/MTok, $15/MTok"."""
    if text.count("$") < 2:
        return text
    source = bytearray(text.encode())
    while prices := [
        place["start"]
        for event, place in pyromark.events_with_range(source.decode(), options=_OPTIONS)
        if "InlineMath" in event and _is_price(source, place["start"], place["end"])
    ]:
        for start in prices:
            source[start : start + 1] = _SIGN.encode()
    return source.decode()


def _is_price(source: bytearray, start: int, end: int) -> bool:
    """:returns: whether what stands between dollar signs is close to a word, or has another one in it."""
    within = source[start + 1 : end - 1].replace(rb"\$", b"")
    return b"$" in within or source[start - 1 : start].isalnum() or source[end : end + 1].isalnum()


def _with_prices(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace(_SIGN, "$")
    if isinstance(value, dict):
        return {name: _with_prices(part) for name, part in value.items()}
    return value


def has_title(steps: list[Event]) -> bool:
    """:returns: whether there is a heading of level 1 that is not empty and not within something else."""
    found, depth = False, 0
    for event, behind in pairwise(steps):
        if event.kind in ("Start", "End") and event.name in _QUOTES:
            depth += 1 if event.kind == "Start" else -1
        elif not depth and event.kind == "Start" and event.name == "Heading" and behind.kind != "End":
            found = found or event.detail["level"] == "H1"
    return found
