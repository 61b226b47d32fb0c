"""The body of a spec: its headings and its checklists, as CommonMark reads them (https://spec.commonmark.org).

``pyromark`` parses; this module walks its events once and keeps what specs are made of.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import pyromark

from ..lifecycle import estimated_tokens
from ..model import Check, Section
from . import legacy

OPTIONS: Final = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
)
"""What Markdown is here: CommonMark with what GitHub adds to it."""

_CONTINUATION = re.compile(r"\\?\n[ \t>]*")
_NOTES: Final = frozenset({"id", "evidence", "n/a"})
_SIGNS = re.compile(r"[^\w\- ]")
_INLINE: Final = frozenset({"Emphasis", "Strong", "Strikethrough", "Link", "Image", "FootnoteReference"})


class Body(NamedTuple):
    """What a body holds; lines are those of the file.

    :param title: the first heading of level 1 as written, and as plain text.
    """

    title: str | None = None
    name: str | None = None
    title_line: int | None = None
    sections: tuple[Section, ...] = ()
    checks: tuple[Check, ...] = ()
    banner_line: int | None = None
    tokens: int = 0


class _Item:
    """A list item with a box, while it is walked through."""

    __slots__ = ("above", "done", "has_text", "key", "line", "markup", "notes", "sections", "text")

    def __init__(self, line: int, sections: tuple[str, ...], above: list[_Item], *, done: bool) -> None:
        self.line = line
        self.sections = sections
        self.above = above
        self.done = done
        self.has_text = False
        self.text = ""
        self.markup = ""
        self.notes: list[tuple[str, str]] = []
        self.key = ""

    def is_check(self) -> bool:
        """:returns: whether there is something behind the box: an empty one is shown as two brackets."""
        return self.has_text or bool(self.notes)

    def note(self, name: str) -> str | None:
        """:returns: the first annotation of a name, ``n/a`` say."""
        return next((value for key, value in self.notes if key == name), None)


def read(text: str, body_line: int) -> Body:
    """Read a file from its body on.

    :param text: the whole file, with line ends as :func:`~sphinx_leanspec.reading.spec.unified` leaves them.
    :param body_line: the line the body begins on.
    """
    body = "".join(text.split("\n", body_line - 1)[body_line - 1 :])
    walk = _Walk(f"{body}\n", body_line)
    walk.run()
    return Body(
        title=walk.title,
        name=walk.name,
        title_line=walk.title_line,
        sections=tuple(walk.sections),
        checks=tuple(_checks(walk)),
        banner_line=legacy.banner(body, body_line),
        tokens=estimated_tokens(body),
    )


def slugify(title: str) -> str:
    """:returns: the anchor that GitHub gives a heading, in any script, if it is the first of its kind."""
    text = title.lower()
    if text.isascii():
        return _SIGNS.sub("", text).replace(" ", "-")
    return "".join(filter(_is_kept, text)).replace(" ", "-")


def _is_kept(char: str) -> bool:
    category = unicodedata.category(char)
    return char in "- " or category[0] in "LM" or category in ("Nd", "Nl", "Pc")


class Slugs:
    """The anchors of a page, numbered as GitHub does where headings repeat."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def add(self, title: str) -> str:
        slug = wanted = slugify(title)
        while slug in self._taken:
            self._taken[wanted] += 1
            slug = f"{wanted}-{self._taken[wanted]}"
        self._taken[slug] = 0
        return slug


def _checks(walk: _Walk) -> Iterator[Check]:
    """Give every item of a walk its key; twins are numbered in their order."""
    taken: dict[str, int] = {}
    for item in filter(_Item.is_check, walk.items):
        item.key = unique(_key(item), taken)
        above = [outer.key for outer in item.above if outer.key] if item.above else ()
        exempt = item.note("n/a") if item.notes else None
        evidence = tuple([value for name, value in item.notes if name == "evidence"]) if item.notes else ()
        parent = above[-1] if above else None
        # in their order: with their names it takes twice as long, and there are thousands
        yield Check(
            item.key,
            item.text,
            item.markup,
            item.done,
            item.line,
            item.sections,
            len(above),
            parent,
            exempt,
            evidence,
        )


def _key(item: _Item) -> str:
    """:returns: the id that the author gave an item, else a digest of its section and text."""
    if item.notes and (own := item.note("id")):
        return re.sub(r"[^A-Z0-9]+", "_", own.upper()).strip("_") or digest(own)
    return digest("\x1f".join((*item.sections, item.text)))


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
    """:returns: six hex digits, upper-case, that stand for a text in a need's id."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:6].upper()


def _annotations(html: str) -> list[tuple[str, str]]:
    """:returns: name and value of each ``<!-- name: value -->`` that this package knows."""
    found = []
    for part in html.split("<!--")[1:]:
        comment, closed, _ = part.partition("-->")
        name, colon, value = comment.partition(":")
        if closed and colon and name.strip().lower() in _NOTES:
            found.append((name.strip().lower(), " ".join(value.split())))
    return found


class _Walk:
    """One pass over the events of a text.

    An event is ``{"Text": "a"}``, ``{"Start": "Item"}``, ``{"End": {"Heading": "H2"}}`` or ``"SoftBreak"``,
    with the bytes it covers. ``in`` asks any event, and any tag, for its name without taking it apart.
    """

    def __init__(self, text: str, first_line: int) -> None:
        self.source = text.encode()
        self.title: str | None = None
        self.name: str | None = None
        self.title_line: int | None = None
        self.sections: list[Section] = []
        self.items: list[_Item] = []
        self._events: Iterator[tuple[Any, Any]] = iter(pyromark.events_with_range(text, options=OPTIONS))
        self._slugs = Slugs()
        self._path: list[tuple[int, str]] = []
        self._titles: tuple[str, ...] = ()
        self._stack: list[_Item | None] = []
        self._quotes = 0
        self._line = first_line
        self._offset = 0

    def run(self) -> None:
        """Walk; most events are text that nobody asked for, so this loop is where reading spends its time."""
        stack = self._stack
        for event, place in self._events:
            if "Text" in event:
                continue
            if "Start" in event:
                tag = event["Start"]
                if tag == "Item":
                    stack.append(None)
                elif type(tag) is not str or tag == "HtmlBlock":
                    self._open(tag, place)
            elif "End" in event:
                tag = event["End"]
                if tag == "Item":
                    stack.pop()
                else:
                    self._close(tag)
            elif "TaskListMarker" in event:
                self._box(place["start"], place["end"], done=event["TaskListMarker"])
            elif "InlineHtml" in event:
                self._note(event["InlineHtml"])

    def _open(self, tag: Any, place: Any) -> None:
        """Note where a quote begins; read on to the end of a heading or a block of HTML."""
        if "Heading" in tag:
            self._heading(int(tag["Heading"]["level"][1]), place["start"], place["end"])
        elif tag == "HtmlBlock":
            self._html_block()
        elif "BlockQuote" in tag or "FootnoteDefinition" in tag:
            self._quotes += 1

    def _close(self, tag: Any) -> None:
        if tag == "Item":
            self._stack.pop()
        elif "BlockQuote" in tag or "FootnoteDefinition" in tag:
            self._quotes -= 1

    def _box(self, start: int, end: int, *, done: bool) -> None:
        if self.source[start + 1 : start + 2] == b"\t":  # GitHub wants a space
            return
        above = [outer for outer in self._stack[:-1] if outer]
        item = _Item(self._line_of(start), self._titles, above, done=done)
        self._stack[-1] = item
        self.items.append(item)
        # a check is its box and the rest of that paragraph
        text, behind, holes, event, place = self._inline(end)
        item.text, item.has_text = text, behind > end
        item.markup = self._markup(end, behind, holes)
        if "Start" in event:
            self._open(event["Start"], place)
        elif "End" in event:
            self._close(event["End"])

    def _inline(self, end: int) -> tuple[str, int, list[tuple[int, int]], Any, Any]:
        """Read on to the end of a paragraph or a heading.

        :param end: where it begins.
        :returns: its text, where that ends, where annotations stand in it, and the event behind it.
        """
        texts: list[str] = []
        holes: list[tuple[int, int]] = []
        for event, place in self._events:
            if "Text" in event:
                texts.append(event["Text"])
            elif "Code" in event:
                texts.append(event["Code"])
            elif "Break" in event:
                texts.append(" ")
            elif "InlineHtml" in event:
                if self._note(event["InlineHtml"]):
                    holes.append((place["start"], place["end"]))
                    continue
            elif not _is_inline(event):
                break
            elif "End" not in event:
                continue
            end = place["end"]
        return " ".join("".join(texts).split()), end, holes, event, place

    def _markup(self, start: int, end: int, holes: list[tuple[int, int]]) -> str:
        """:returns: a part of the text as written, on one line, without the holes."""
        source = b""
        for hole, behind in holes:
            source += self.source[start:hole]
            start = behind
        text = (source + self.source[start:end]).decode(errors="replace")
        if "\n" in text:
            text = _CONTINUATION.sub(" ", text)
        return " ".join(text.split())

    def _html_block(self) -> None:
        parts = []
        for event, _ in self._events:
            if "End" in event:
                break
            if "Html" in event:
                parts.append(event["Html"])
        self._note("".join(parts))

    def _note(self, html: str) -> bool:
        """Give the annotations in a piece of HTML to the item it stands in."""
        item = self._stack[-1] if self._stack else None
        if item is None or "<!--" not in html:
            return False
        notes = _annotations(html)
        item.notes += notes
        return bool(notes)

    def _heading(self, level: int, start: int, end: int) -> None:
        plain, *_ = self._inline(start)
        line = self._line_of(start)
        self.sections.append(Section(level, line, plain, self._slugs.add(plain)))
        if self._stack or self._quotes:
            return
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        if level == 1 and self.title is None and plain:
            self.title = _heading_source(self.source[start:end].decode(errors="replace"))
            self.name, self.title_line = plain, line
        else:
            self._path.append((level, plain))
        self._titles = tuple([title for _, title in self._path if title])

    def _line_of(self, offset: int) -> int:
        """:returns: the line of the file at a byte of the text; no byte before one that was asked for."""
        self._line += self.source.count(b"\n", self._offset, offset)
        self._offset = offset
        return self._line


def _is_inline(event: Any) -> bool:
    """:returns: whether an event that is no text belongs to a paragraph, such as the end of emphasis."""
    if type(event) is str:  # a rule
        return False
    tag = event.get("End") or event.get("Start")
    return (tag if type(tag) is str else next(iter(tag or event))) in _INLINE


def _heading_source(source: str) -> str:
    """:returns: the text of a heading as written, from its source, ATX or setext."""
    source = source.strip()
    text = source.lstrip("#")
    if "\n" in source or text == source:
        return " ".join(line.strip() for line in source.splitlines()[:-1])
    text = text.strip()
    bare = text.rstrip("#")
    return bare.rstrip() if not bare or bare[-1] in " \t" else text
