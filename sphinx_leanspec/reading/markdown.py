"""What Markdown is here: one parser with one set of options, for counts, pages, links and outlines alike.

``pyromark`` parses. Its events and the numbers of lines are made here and nowhere else, so that all who read
a text get one answer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import accumulate, islice, pairwise
from typing import Any, Final, NamedTuple

from .decoding import clean

_SIGN: Final = "\x1a"
"""Stands for a dollar sign that begins no formula while a text is read: as long, and nowhere in a text."""
_BEGIN: Final = re.compile(rb"\$(?=[^ \t\n])")
_END: Final = re.compile(rb"(?<=[^ \t\n])\$")
_BLANK: Final = re.compile(rb"\n[ \t]*\n")
_FORMULA: Final = 'class="math'
"""How a formula begins as HTML, if not only that."""
_ROUNDS: Final = 32
"""How often dollar signs are paired anew; no text that somebody wrote needs more than a few rounds."""
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


@cache
def _options() -> Any:
    """Return CommonMark (https://spec.commonmark.org) with what GitHub adds to it, as pyromark names that."""
    from pyromark import Options  # here, as no text that is as it was is parsed

    return (
        Options.ENABLE_TABLES
        | Options.ENABLE_FOOTNOTES
        | Options.ENABLE_STRIKETHROUGH
        | Options.ENABLE_TASKLISTS
        | Options.ENABLE_GFM
        | Options.ENABLE_MATH
    )


def _parse(text: str) -> Iterator[tuple[Any, Any]]:
    """Begin to parse a text; from here on it holds itself in UTF-8, too: to encode it is to copy that."""
    from pyromark import events_with_range

    return iter(events_with_range(text, options=_options()))


def _html(text: str) -> str:
    from pyromark import html

    return html(text, options=_options())


def plain_events(text: str) -> Iterator[Any]:
    """Walk the events of a text without their places, for who needs neither these nor formulas."""
    from pyromark import events

    return iter(events(text, options=_options()))


def raw_events(text: str) -> Iterator[tuple[Any, Any]]:
    """Walk the events of a text in pyromark's own shape, the fastest there is."""
    found = _parse(text)
    return _without_prices(text, found) if _may_have_formulas(text) else found


def clean_events(text: str) -> Iterator[tuple[Any, Any]]:
    """Walk the events of a text without the control characters that an entity may name: ``&#27;``."""
    found = raw_events(text)
    return ((_cleaned(event), place) for event, place in found) if b"&#" in text.encode() else found


def _cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _cleaned(part) for name, part in value.items()}
    return clean(value) if isinstance(value, str) else value


def has_title(steps: list[Event]) -> bool:
    """Tell whether there is a heading of level 1 that is not empty and not within something else."""
    found, depth = False, 0
    for event, behind in pairwise(steps):
        if event.kind in ("Start", "End") and event.name in _QUOTES:
            depth += 1 if event.kind == "Start" else -1
        elif not depth and event.kind == "Start" and event.name == "Heading" and behind.kind != "End":
            found = found or event.detail["level"] == "H1"
    return found


def heading_source(source: str) -> str:
    """Return the text of a heading as written, from its source, ATX or setext."""
    source = source.strip()
    text = source.lstrip("#")
    if "\n" in source or text == source:
        return " ".join(line.strip() for line in source.splitlines()[:-1])
    text = text.strip()
    bare = text.rstrip("#")
    return bare.rstrip() if not bare or bare[-1] in " \t" else text


class Lines:
    """The lines of a file by the bytes of a text in it.

    :param first: the line that the text begins on.
    """

    def __init__(self, source: bytes, first: int) -> None:
        self.source = source
        self.first = self._line = first
        self._offset = 0

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate(map(len, self.source.splitlines(keepends=True)), initial=0))

    def at(self, offset: int) -> int:
        """Return the line at a byte; it takes least where the bytes are asked for in their order."""
        if offset < self._offset:
            return self.first + bisect_right(self._starts, offset) - 1
        self._line += self.source.count(b"\n", self._offset, offset)
        self._offset = offset
        return self._line


def _may_have_formulas(text: str) -> bool:
    """Tell whether two dollar signs of a paragraph may begin a formula and end it, and not only in code."""
    source = text.encode()
    if source.count(b"$") < 2:
        return False
    is_possible = any(
        (begin := _BEGIN.search(part)) and _END.search(part, begin.end())
        for part in _BLANK.split(source)
        if part.count(b"$") > 1
    )
    return is_possible and _FORMULA in _html(text)


def _without_prices(text: str, found: Iterator[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """Take the dollar signs that begin no formula on GitHub for text: "$3/MTok, $15/MTok".

    A formula ends where its paragraph does, so that nothing before the block that it stands in is read again.
    """
    source = text.encode()
    told, end, held = 0, 0, False
    block: list[tuple[Any, Any]] = []
    for event, place in found:
        if place["start"] >= end:
            if any(_is_price(source, *step) for step in block):
                break
            yield from block
            told, block, end = told + len(block), [], place["end"]
            held = "Start" in event and "CodeBlock" not in event["Start"]
            held = held and source.count(b"$", place["start"], end) > 1
        if held:
            block.append((event, place))
        else:
            told += 1
            yield event, place
    if any(_is_price(source, *step) for step in block):
        yield from islice(_with_signs(source), told, None)
    else:
        yield from block


def _with_signs(source: bytes) -> Iterator[tuple[Any, Any]]:
    """Walk the events of a text whose prices are hidden until no sign begins one."""
    hidden = bytearray(source)
    for _ in range(_ROUNDS):
        steps = list(_parse(hidden.decode()))
        prices = [place["start"] for event, place in steps if _is_price(hidden, event, place)]
        if not prices:
            break
        for start in prices:
            hidden[start : start + 1] = _SIGN.encode()
    return ((_with_prices(event), place) for event, place in steps)


def _is_price(source: bytes | bytearray, event: Any, place: Any) -> bool:
    """Tell whether what stands between dollar signs is close to a word, or has another one in it."""
    if "InlineMath" not in event:
        return False
    start, end = place["start"], place["end"]
    within = source[start + 1 : end - 1].replace(rb"\$", b"")
    return b"$" in within or source[start - 1 : start].isalnum() or source[end : end + 1].isalnum()


def _with_prices(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace(_SIGN, "$")
    if isinstance(value, dict):
        return {name: _with_prices(part) for name, part in value.items()}
    return value
