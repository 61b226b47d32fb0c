"""Numbers that a text gives of things it lists itself: ``Runners (16)`` above a list, ``(3 parts): a, b``.

Only where the things stand right there, so that a number is right or wrong and nobody has to guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from .markdown import Lines
from .prose import StatedCount
from .walk import Block, Walk

_THINGS: Final = (
    r"(?P<things>commands|components|dependencies|docs|documents|examples|features|files|guides|items|modules|"
    r"options|packages|pages|parts|phases|principles|questions|requirements|rules|scripts|sections|specs|steps|"
    r"tests|tools|types)"
)
_ANY: Final = re.compile(rf"\([0-9]{{1,3}} (?:new )?{_THINGS}\)", re.IGNORECASE)
"""What the next two need, which most texts have not."""
_ANNOUNCED: Final = re.compile(rf"(?<![~<>+])\((?P<number>[0-9]{{1,3}}) (?:new )?{_THINGS}\)", re.IGNORECASE)
_INLINE: Final = re.compile(
    rf"\((?P<number>[0-9]{{1,3}}) {_THINGS}\)[*_]*:[*_]* (?P<list>[^\n.;:()]+)$",
    re.IGNORECASE | re.MULTILINE,
)
_MORE: Final = re.compile(r"\b(?:etc|more|others?|rest|such as|including|e\.g)\b|…", re.IGNORECASE)
_ONE_THING: Final = re.compile(
    r"(?:[-*+]|[0-9]+[.)])\s+(?:\[[ xX]\]\s+)?[*_]*(?:`[^`]+`|\[[^]]+\]\([^)]*\))[*_]*"
    r"(?!\s*(?:,|&|/|and\b|or\b))"
)
_ALL: Final = re.compile(r"ll [0-9]"), re.compile(r"he [0-9]")
"""How the next two begin, as two patterns that begin with a plain word: the search for that is fast."""
_IN_FOLDER: Final = re.compile(
    r"\b(?:all|the) (?P<number>[0-9]{1,3}) (?:[\w-]+ ){0,3}?(?P<things>documents|docs|files|pages|specs)"
    r"(?: \w+)? in `?(?P<folder>[\w.-]+/[\w./-]*)",
    re.IGNORECASE,
)
_DEPENDENCIES: Final = re.compile(
    r"\ball (?P<number>[0-9]{1,3}) (?P<things>dependencies|dependency specs)\b", re.IGNORECASE
)


class _Text(NamedTuple):
    """A paragraph, a list or a heading: its source or title, and its first byte."""

    source: str
    start: int


def counts(walk: Walk) -> Iterator[StatedCount]:
    """Find every number whose things are listed after it, or lie in a folder that is named with it."""
    if not _ANY.search(walk.text) and not any(_all(walk.text)):
        return
    lines = Lines(walk.source, walk.first_line)
    before: Block | None = None
    for block in walk.blocks:
        if block[0] in ("List", "Paragraph"):
            found = _Text(_source(walk, block), block[1])
            match = _announced(walk, before) if before and block[0] == "List" else None
            if match and before and (listed := _inventory(found.source)):
                yield _count(match, _last(walk, before, lines), listed=listed)
            yield from _inline(found, lines)
        before = block


def _announced(walk: Walk, block: Block) -> re.Match[str] | None:
    """Find the number at the end of a heading, or of a paragraph that announces a list."""
    kind, *_, section = block
    text = walk.sections[section].title if section >= 0 else _source(walk, block).rpartition("\n")[2]
    if section < 0 and (kind != "Paragraph" or not text.rstrip("*_").endswith(":")):
        return None
    found = list(_ANNOUNCED.finditer(text))
    return found[-1] if found and not text[found[-1].end() :].strip("*_:") else None


def _source(walk: Walk, block: Block) -> str:
    """Return the Markdown of a block."""
    return walk.source[block[1] : block[2]].decode(errors="replace").rstrip()


def _last(walk: Walk, block: Block, lines: Lines) -> int:
    """Return the last line of a block."""
    return lines.at(block[1]) + _source(walk, block).count("\n")


def _inventory(source: str) -> int:
    """Count the items of a list, if each is one thing: a line that begins with a name or a link; else 0."""
    items = source.split("\n")
    return len(items) if len(items) > 1 and all(map(_ONE_THING.match, items)) else 0


def _inline(block: _Text, lines: Lines) -> Iterator[StatedCount]:
    text = block.source
    for match in _INLINE.finditer(text) if "):" in text or ")**" in text else ():
        names = [name for name in re.split(r",|\band\b|&", match["list"]) if name.strip()]
        if "," in match["list"].strip(",") and not _MORE.search(match["list"]):
            yield _count(match, _line(block, match, lines), listed=len(names))
    for match in sorted(_all(text), key=lambda match: (match.re is _DEPENDENCIES, match.start())):
        named = match.groupdict()
        yield _count(match, _line(block, match, lines), folder=named.get("folder", ""))


def _all(text: str) -> Iterator[re.Match[str]]:
    """Find `all 14 documents in docs/` and `all 12 dependencies`."""
    for begin in (found.start() - 1 for sign in _ALL for found in sign.finditer(text)):
        for pattern in (_IN_FOLDER, _DEPENDENCIES):
            if begin >= 0 and (match := pattern.match(text, begin)):
                yield match


def _line(block: _Text, match: re.Match[str], lines: Lines) -> int:
    return lines.at(block.start) + block.source.count("\n", 0, match.start())


def _count(match: re.Match[str], line: int, *, listed: int | None = None, folder: str = "") -> StatedCount:
    return StatedCount(line, int(match["number"]), (match["things"] or "").lower(), listed, folder)
