"""References whose file is in one cell of a table, and whose lines are in another."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from .outline import Outline, TableCell
from .spellings import Spelled, Spelling, spans

_RANGE: Final = re.compile(r"[Ll]?~?\d{1,6}\s?[-–—]\s?[Ll]?\d{1,6}(?:,\s?\d{1,6}(?:\s?[-–—]\s?\d{1,6})?)*")
_LINE: Final = re.compile(r"[Ll]?\d{1,6}(?:,\s?[Ll]?\d{1,6})*")
_LENGTH: Final = re.compile(r"(?:~|≈|<|>|about )?\d[\d,.]{0,9}\+?[kK]?(?:\s(?:lines?|LOC|loc))?")
_OF_LINES: Final = re.compile(
    r"\b(?:lines?|loc|location|range|rows?|span|where|place|position|at|refs?|reference)\b|行|位置",
    re.IGNORECASE,
)
_OF_ONE: Final = re.compile(r"\W*(?:line|line\(s\)|line (?:no|number|#)\.?|行号)\W*", re.IGNORECASE)
_MARKUP: Final = " \t`*_|"


class TableRow(NamedTuple):
    """What a row of a table says of a file.

    :param is_size: whether it says how long the file is, which looks like a line of it.
    """

    reference: Spelled | None = None
    is_size: bool = False


class PageTables:
    """The tables of a page.

    :param lines: the lines of the page.
    """

    def __init__(self, known: Outline, lines: Sequence[str]) -> None:
        self._lines = lines
        self._tables = {number: table for table in known.tables for number in table}
        self._cells = {number: cells for table in known.tables for number, cells in table.items()}
        self._ranges: dict[int, frozenset[int]] = {}

    def row(self, number: int, found: Sequence[Spelled]) -> TableRow:
        """Return what the row on a line says of the only file that it names.

        :param found: the references and files on that line.
        """
        cells = self._cells.get(number)
        if cells is None or any(each.spelling for each in found):
            return TableRow()
        texts = [self._text(number, cell) for cell in cells]
        alone = [each for each in found if each.path in texts]
        if len(alone) != 1:
            return TableRow()
        file = alone[0]
        for cell, text in zip(cells, texts, strict=True):
            if cell.place.start < file.end or not text:
                continue
            if self._holds_lines(number, cell, text) and (lines := spans(text)):
                start = self._lines[number].index(text, cell.place.start)
                return TableRow(Spelled(start, start + len(text), file.path, lines, "", Spelling.TABLE))
            if _LENGTH.fullmatch(text):
                return TableRow(is_size=True)
        return TableRow()

    def heading(self, number: int, column: int) -> str:
        """Return what stands above the cell at a column of a line, empty if there is none."""
        cells = self._cells.get(number, [])
        at = bisect_right(cells, column, key=lambda cell: cell.place.start) - 1
        return cells[at].heading if at >= 0 else ""

    def _text(self, number: int, cell: TableCell) -> str:
        return self._lines[number][cell.place.start : cell.place.end].strip(_MARKUP)

    def _holds_lines(self, number: int, cell: TableCell, text: str) -> bool:
        """Tell whether a cell holds lines, and not how many there are."""
        is_of_lines = bool(_OF_LINES.search(cell.heading))
        if _RANGE.fullmatch(text):
            return is_of_lines or not cell.heading.strip()
        if not _LINE.fullmatch(text):
            return False
        if text[0] in "Ll" or _OF_ONE.fullmatch(cell.heading):
            return True
        return is_of_lines and cell.column in self._columns_of_ranges(number)

    def _columns_of_ranges(self, number: int) -> frozenset[int]:
        """Return the columns of a table in which there is a range: its single numbers are lines, too."""
        if number not in self._ranges:
            table = self._tables[number]
            columns = frozenset(
                cell.column
                for line, cells in table.items()
                for cell in cells
                if _RANGE.fullmatch(self._text(line, cell))
            )
            self._ranges.update(dict.fromkeys(table, columns))
        return self._ranges[number]
