"""What surrounds the lines of a page: code blocks, headings, bold words, code spans, links and tables.

Markdown is asked of the one parser that counts and renders it, too; reStructuredText of its lines, which is
enough to tell code from prose. Positions are lines and columns, both from 0.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Final, NamedTuple

from ...reading.markdown import raw_events

_CODE_DIRECTIVES: Final = (".. code::", ".. code-block::", ".. sourcecode::", ".. parsed-literal::")
_UNDERLINE: Final = re.compile(r"^([=\-~^\"'`#*+.:_])\1{2,}\s*$")
_RST_CODE: Final = re.compile(r"``[^`]{1,400}``")
_RST_BOLD: Final = re.compile(r"\*\*[^*]{1,400}\*\*")


class Extent(NamedTuple):
    """A part of one line."""

    start: int
    end: int


class CodeBlock(NamedTuple):
    """Lines that are code, with the fences around them if there are some; the end is no part of it."""

    start: int
    end: int


class TableCell(NamedTuple):
    """A cell of a table, on the line that its row is."""

    column: int
    place: Extent
    heading: str


@dataclass
class Outline:
    """What a page is made of, as far as references are concerned."""

    blocks: list[CodeBlock] = field(default_factory=list)
    headings: dict[int, int] = field(default_factory=dict)
    """The level of the heading on a line."""
    bold: dict[int, list[Extent]] = field(default_factory=lambda: defaultdict(list))
    code: dict[int, list[Extent]] = field(default_factory=lambda: defaultdict(list))
    """Code spans, with their backticks."""
    links: dict[int, list[Extent]] = field(default_factory=lambda: defaultdict(list))
    html: dict[int, list[Extent]] = field(default_factory=lambda: defaultdict(list))
    tables: list[dict[int, list[TableCell]]] = field(default_factory=list)
    """Of each table the cells by line, without its head."""

    def block_at(self, line: int) -> int | None:
        """Return the number of the code block that a line is in."""
        at = bisect_right(self.blocks, line, key=lambda block: block.start) - 1
        return at if at >= 0 and line < self.blocks[at].end else None


def within(places: Sequence[Extent], column: int) -> Extent | None:
    """Return which of some places, sorted, a column is in."""
    at = bisect_right(places, column, key=lambda place: place.start) - 1
    return places[at] if at >= 0 and column < places[at].end else None


def outline(text: str, *, is_rst: bool = False) -> Outline:
    """Return what a page is made of.

    :param text: with Unix line ends.
    """
    return _Rst(text).found if is_rst else _Markdown(text).found


class _Markdown:
    def __init__(self, text: str) -> None:
        self.found = Outline()
        self._source = text.encode()
        self._is_ascii = text.isascii()
        self._last = 0, 0
        sizes = (len(line) + 1 for line in self._source.split(b"\n"))
        self._starts = list(accumulate(sizes, initial=0))
        self._head: list[str] = []
        self._column = 0
        self._front_matter()
        for event, place in raw_events(text):
            if isinstance(event, dict):
                kind, value = next(iter(event.items()))
                name = next(iter(value)) if isinstance(value, dict) else value
                self._take(kind, name, value, place["start"], place["end"])

    def _front_matter(self) -> None:
        if self._source.startswith(b"---\n") and (end := self._source.find(b"\n---\n", 3)) >= 0:
            self.found.blocks.append(CodeBlock(0, self._line(end + 1) + 1))

    def _take(self, kind: str, name: str, value: Any, start: int, end: int) -> None:
        found = self.found
        if kind == "Start":
            if name == "CodeBlock":
                first, last = self._line(start), self._line(max(start, end - 1)) + 1
                if not found.blocks or first >= found.blocks[-1].end:
                    found.blocks.append(CodeBlock(first, last))
            elif name == "Heading":
                found.headings[self._line(start)] = int(value["Heading"]["level"][1:])
            elif name == "Strong":
                self._keep(found.bold, start, end)
            elif name in ("Link", "Image"):
                self._keep(found.links, start, end)
            else:
                self._take_table(name, start, end)
        elif kind == "Code":
            self._keep(found.code, start, end)
        elif kind in ("Html", "InlineHtml"):
            self._keep(found.html, start, end)

    def _take_table(self, name: str, start: int, end: int) -> None:
        if name == "Table":
            self.found.tables.append(defaultdict(list))
            self._head = []
        elif name == "TableHead":
            self._column = -1
        elif name == "TableRow":
            self._column = 0
        elif name == "TableCell":
            if self._column < 0:
                self._head.append(self._source[start:end].decode().strip("| \t"))
                return
            line, place = self._extent(start, end)
            heading = self._head[self._column] if self._column < len(self._head) else ""
            self.found.tables[-1][line].append(TableCell(self._column, place, heading))
            self._column += 1

    def _line(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def _keep(self, places: dict[int, list[Extent]], start: int, end: int) -> None:
        """Keep a place; one over several lines is kept for each of them."""
        first, last = self._line(start), self._line(max(start, end - 1))
        for line in range(first, last + 1):
            begin, finish = self._starts[line], self._starts[line + 1] - 1
            place = self._extent(max(start, begin), min(end, finish))[1]
            places[line].append(place)

    def _extent(self, start: int, end: int) -> tuple[int, Extent]:
        line = self._line(start)
        column = self._column_at(line, start)
        inside = self._source[start:end]
        return line, Extent(column, column + (end - start if self._is_ascii else len(inside.decode())))

    def _column_at(self, line: int, offset: int) -> int:
        """Return the column of a byte, counted on from the one before: they come in their order."""
        begin = self._starts[line]
        if self._is_ascii:
            return offset - begin
        last, column = self._last
        if not begin <= last <= offset:
            last, column = begin, 0
        self._last = offset, column + len(self._source[last:offset].decode())
        return self._last[1]


class _Rst:
    def __init__(self, text: str) -> None:
        self.found = Outline()
        self._lines = text.split("\n")
        self._levels: list[str] = []
        at = 0
        while at < len(self._lines):
            at = self._take(at)

    def _take(self, at: int) -> int:
        line = self._lines[at]
        after = self._lines[at + 1] if at + 1 < len(self._lines) else ""
        if (
            line.strip()
            and (sign := _UNDERLINE.match(after))
            and len(after.rstrip()) >= len(line.rstrip()) - 1
        ):
            if sign[1] not in self._levels:
                self._levels.append(sign[1])
            self.found.headings[at] = self._levels.index(sign[1]) + 1
            return at + 2
        is_directive = line.lstrip().startswith(_CODE_DIRECTIVES)
        if is_directive or (line.rstrip().endswith("::") and not line.lstrip().startswith(".. ")):
            end = self._end(at, len(line) - len(line.lstrip()))
            if end > at + 1:
                self.found.blocks.append(CodeBlock(at if is_directive else at + 1, end))
                self._mark(at)
                return end
        self._mark(at)
        return at + 1

    def _mark(self, at: int) -> None:
        for pattern, places in ((_RST_CODE, self.found.code), (_RST_BOLD, self.found.bold)):
            if spans := [Extent(*found.span()) for found in pattern.finditer(self._lines[at])]:
                places[at] = spans

    def _end(self, at: int, indent: int) -> int:
        """Return the line after the last one that is indented deeper than some."""
        end = at + 1
        for number in range(at + 1, len(self._lines)):
            line = self._lines[number]
            if line.strip():
                if len(line) - len(line.lstrip()) <= indent:
                    break
                end = number + 1
        return end
