"""Numbers that a text gives of things it lists itself: ``Runners (16)`` above a list, ``(3 parts): a, b``.

Only where the things stand right there, so that a number is right or wrong and nobody has to guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from .blocks import Block

_THINGS: Final = (
    r"(?P<things>commands|components|dependencies|docs|documents|examples|features|files|guides|items|modules|"
    r"options|packages|pages|parts|phases|principles|questions|requirements|rules|scripts|sections|specs|steps|"
    r"tests|tools|types)"
)
_ANNOUNCED: Final = re.compile(
    rf"(?<![~<>+])\((?P<number>[0-9]{{1,3}}) (?:new )?{_THINGS}\)[*_]*:?[*_]*$", re.IGNORECASE
)
_INLINE: Final = re.compile(
    rf"\((?P<number>[0-9]{{1,3}}) {_THINGS}\)[*_]*:[*_]* +(?P<list>[^\n.;:()]+,[^\n.;:()]+)$",
    re.IGNORECASE | re.MULTILINE,
)
_MORE: Final = re.compile(r"\b(?:etc|more|others?|rest|such as|including|e\.g)\b|…", re.IGNORECASE)
_ONE_THING: Final = re.compile(
    r"(?:[-*+]|[0-9]+[.)])\s+(?:\[[ xX]\]\s+)?[*_]*(?:`[^`]+`|\[[^]]+\]\([^)]*\))[*_]*"
    r"(?!\s*(?:,|&|/|and\b|or\b))"
)
_ALL: Final = re.compile(r"ll [0-9]"), re.compile(r"he [0-9]")
"""What the next two need, as two patterns that begin with a plain word: the search for that is fast."""
_IN_FOLDER: Final = re.compile(
    r"\b(?:all|the) (?P<number>[0-9]{1,3}) (?:[\w-]+ ){0,3}?(?P<things>documents|docs|files|pages|specs)"
    r"(?: \w+)? in `?(?P<folder>[\w.-]+/[\w./-]*)",
    re.IGNORECASE,
)
_DEPENDENCIES: Final = re.compile(
    r"\ball (?P<number>[0-9]{1,3}) (?P<things>dependencies|dependency specs)\b", re.IGNORECASE
)


class StatedCount(NamedTuple):
    """A number that a text gives, and what it can be held against.

    :param stated: the number.
    :param things: what it counts, as written; empty where the text does not say.
    :param listed: how many there are in the list behind it.
    :param folder: the folder they lie in, as written, in place of a list.
    """

    line: int
    stated: int
    things: str = ""
    listed: int | None = None
    folder: str = ""


def counts(blocks: Iterable[Block]) -> Iterator[StatedCount]:
    """:returns: every number whose things are listed behind it, or lie in a folder that is named with it."""
    before: Block | None = None
    for block in blocks:
        if block.kind == "List" and before and (match := _announced(before)) and _is_inventory(block):
            yield _count(match, before.last, listed=block.items)
        if block.kind in ("List", "Paragraph"):
            yield from _inline(block)
        before = block


def _announced(block: Block) -> re.Match[str] | None:
    """:returns: the number at the end of a heading, or of a paragraph that announces a list."""
    if block.kind == "Heading":
        return _ANNOUNCED.search(block.source)
    is_announcement = block.kind == "Paragraph" and block.source.rstrip("*_").endswith(":")
    return _ANNOUNCED.search(block.source.rpartition("\n")[2]) if is_announcement else None


def _is_inventory(block: Block) -> bool:
    """:returns: whether each item of a list is one thing: a line that begins with a name or a link."""
    lines = block.source.split("\n")
    return 1 < len(lines) == block.items and all(_ONE_THING.match(line) for line in lines)


def _inline(block: Block) -> Iterator[StatedCount]:
    text = block.source
    for match in _INLINE.finditer(text) if "):" in text or ")**" in text else ():
        if not _MORE.search(match["list"]):
            names = [name for name in re.split(r",|\band\b|&", match["list"]) if name.strip()]
            yield _count(match, _line(block, match), listed=len(names))
    if not any(sign.search(text) for sign in _ALL):
        return
    for match in _IN_FOLDER.finditer(text):
        yield _count(match, _line(block, match), folder=match["folder"])
    for match in _DEPENDENCIES.finditer(text):
        yield _count(match, _line(block, match))


def _line(block: Block, match: re.Match[str]) -> int:
    return block.line + block.source.count("\n", 0, match.start())


def _count(match: re.Match[str], line: int, *, listed: int | None = None, folder: str = "") -> StatedCount:
    return StatedCount(line, int(match["number"]), (match["things"] or "").lower(), listed, folder)
