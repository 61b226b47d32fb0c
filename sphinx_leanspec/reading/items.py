"""The items of a text that have a box: what each says, what is noted on it, and what makes a check of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from ..model import Annotation, Check
from .annotations import aligned, notes_in
from .keys import digest, unique
from .markdown import Lines

_BOX: Final = (
    rb"\[(?![ xX]\])(?:|[^\w\s\[\]()\x80-\xff]|[\x80-\xff]{2,8}|[ ][xX]|[ ]?[xX][ ]|\t|[ ]{2,4})\](?=[ \t]|$)"
)
"""A box that GitHub does not know, behind a look at those that it knows, as most are."""
_ODD_BOX: Final = re.compile(_BOX, re.MULTILINE)
_ODD: Final = re.compile(rb"(?:[-*+]|[0-9]{1,9}[.)])[ \t]+(" + _BOX + rb")", re.MULTILINE)


class Item(Struct):
    """A list item with a box, while it is walked through."""

    line: int
    sections: tuple[str, ...]
    above: Sequence[Item]
    done: bool
    has_text: bool = False
    text: str = ""
    written: str = ""
    notes: list[tuple[str, Annotation]] = []
    key: str = ""

    def is_check(self) -> bool:
        """Tell whether something follows the box: an empty one is shown as two brackets."""
        return self.has_text or bool(self.notes)

    def note(self, name: str) -> str | None:
        """Return the first annotation of a name, ``n/a`` say."""
        found = (annotation.text for key, annotation in self.notes if key == name)
        return next((" ".join(text.split()) for text in found), None)


class Comments:
    """Gives the annotations in comments to the items they stand in; it is told of them in their order."""

    def __init__(self, source: bytes, first_line: int) -> None:
        self._source = source
        self._line_at = Lines(source, first_line).at
        self._told = (0, 1)  # a byte, and its column

    def note(self, item: Item, html: str, start: int, end: int, quotes: int) -> bool:
        """Take a piece of HTML, and tell whether an annotation is in it.

        :param quotes: in how many quotations it stands.
        """
        source = self._source[start:end].decode(errors="replace")
        is_plain = source == html and not (quotes and "\n" in html)
        notes = list(notes_in(html if is_plain else aligned(source, html, quotes)))
        byte, counted = start, 0
        column = self._column_at(start)
        for note in notes:
            passed = source[counted : note.at]
            byte, counted = byte + len(passed.encode()), note.at
            column = len(passed) - passed.rindex("\n") if "\n" in passed else column + len(passed)
            item.notes.append((note.name, Annotation(note.value, self._line_at(byte), column)))
        return bool(notes)

    def _column_at(self, at: int) -> int:
        """Return the column at a byte; bytes are asked for in their order."""
        last, column = self._told
        passed = self._source[last:at]
        begin = passed.rfind(b"\n") + 1
        column = len(passed[begin:].decode(errors="replace")) + (1 if begin else column)
        self._told = (at, column)
        return column


def checks(items: Sequence[Item]) -> tuple[Check, ...]:
    """Give every item its key; twins are numbered in their order."""
    taken: dict[str, int] = {}
    return tuple([_check(item, taken) for item in items if item.is_check()])


def evidence_places(items: Sequence[Item]) -> frozenset[tuple[int, int]]:
    """Return the line and the column of every piece of evidence that an item has."""
    return frozenset(
        (note.line, note.column) for item in items for name, note in item.notes if name == "evidence"
    )


def twins(items: Sequence[Item]) -> Iterator[tuple[str, int, int]]:
    """Find ids that an author gave twice: each with its line and that of the first."""
    first: dict[str, int] = {}
    for item in items:
        if item.notes and item.is_check() and (own := item.note("id")):
            line = first.setdefault(_key(item), item.line)
            if line != item.line:
                yield own, item.line, line


def may_have_odd_marks(source: bytes) -> bool:
    """Tell whether a text has a box that GitHub does not know, be it of an item or not."""
    return _ODD_BOX.search(source) is not None


def odd_mark(source: bytes, at: int) -> str:
    """Return the box of an item that GitHub does not know, empty if it has none.

    :param at: the byte that the item begins at.
    """
    found = _ODD.match(source, at)
    return found[1].decode(errors="replace") if found else ""


def _check(item: Item, taken: dict[str, int]) -> Check:
    item.key = unique(_key(item), taken)
    above = [outer.key for outer in item.above if outer.key] if item.above else ()
    exempt = item.note("n/a") if item.notes else None
    evidence = tuple([note for name, note in item.notes if name == "evidence"]) if item.notes else ()
    parent = above[-1] if above else None
    # in their order: with their names it takes twice as long, and there are thousands
    return Check(
        item.key,
        item.text,
        item.written,
        item.done,
        item.line,
        item.sections,
        len(above),
        parent,
        exempt,
        evidence,
    )


def _key(item: Item) -> str:
    """Return the id that the author gave an item, else a digest of its section and text."""
    if item.notes and (own := item.note("id")):
        return re.sub(r"[^A-Z0-9]+", "_", own.upper()).strip("_") or digest(own)
    return digest("\x1f".join((*item.sections, item.text)))
