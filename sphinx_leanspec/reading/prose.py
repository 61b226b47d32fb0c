"""The text of a spec or sub-document, as rules ask of it: records alone, which :mod:`.texts` makes."""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec import Struct

from ..findings import Finding

StrayReason = Literal["box", "colon", "mark", "name", "place", "torn", "unclosed"]
"""Why a comment is no evidence, sorted: the item has no box, or an odd one; the name lacks its colon, or is
misspelt; the comment stands elsewhere, is torn by a blank line, or is never closed."""


class Named(Struct, frozen=True, array_like=True, gc=False):
    """Something that a text names, as written: the target of a link, a spec, a path."""

    text: str
    line: int


class Code(Struct, frozen=True, array_like=True, gc=False):
    """A block of code: what stands after its opening fence, the code, and the line that this begins on."""

    info: str
    text: str
    line: int


class OddMark(NamedTuple):
    """A box that GitHub does not know, at the beginning of an item, with the headings above it."""

    mark: str
    line: int
    sections: tuple[str, ...]


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


class Stray(NamedTuple):
    """A comment that looks like evidence: where it begins, what it calls itself, and why it is none."""

    line: int
    column: int
    name: str
    reason: StrayReason


class Heading(Struct, frozen=True, array_like=True, gc=False):
    """A heading that begins a section of the page.

    :param is_empty: whether nothing stands between it and the next of its level, not even a comment.
    """

    level: int
    line: int
    title: str
    is_empty: bool


class Repeat(NamedTuple):
    """A part of a text that stands in it before, word for word: its lines, and where the first begins."""

    line: int
    last: int
    first: int


class Prose(Struct, frozen=True, array_like=True):
    """What a text holds; lines are those of its file.

    :param problem: what is wrong with the file; it is read all the same.
    :param anchors: the anchors of all headings, as GitHub makes them.
    :param links: the targets of links and pictures.
    :param specs: the specs it names, ``spec-013`` and ``specs/013-name``, and does not link.
    :param homes: the paths on somebody's own machine, ``/home/grace/…``, that are not links.
    :param open_fences: the lines of the fences that are never closed.
    :param marks: the items with a box that is none.
    :param code: the blocks of code whose fences say in which language they are.
    :param strays: the comments that look like evidence and belong to no check.
    :param evidence: the line and the column of each piece of evidence that an item with a box has.
    """

    problem: Finding | None = None
    headings: tuple[Heading, ...] = ()
    anchors: frozenset[str] = frozenset()
    links: tuple[Named, ...] = ()
    specs: tuple[Named, ...] = ()
    homes: tuple[Named, ...] = ()
    open_fences: tuple[int, ...] = ()
    marks: tuple[OddMark, ...] = ()
    code: tuple[Code, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    counts: tuple[StatedCount, ...] = ()
    strays: tuple[Stray, ...] = ()
    evidence: tuple[tuple[int, int], ...] = ()


def is_home(target: str) -> bool:
    """Tell whether the target of a link is a path in somebody's home."""
    return target.startswith(("/home/", "/Users/")) or (target[1:2] == ":" and "Users" in target)
