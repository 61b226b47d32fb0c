"""The body of a spec: its headings and its checklists, as CommonMark reads them (https://spec.commonmark.org).

``pyromark`` parses; this module walks its events once and keeps what specs are made of.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pyromark

from ..model import Check, Section

_OPTIONS: Final = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
)
_BANNER = re.compile(r"> \*\*Status\*\*:")
_LEGACY_LINE = re.compile(r"(?:[-*>] )?\s*\*\*")
_LEGACY = re.compile(r"\*\*(?P<name>Status|Created|Priority|Tags)(?:\*\*:|:\*\*)\s*(?P<value>[^·|]+)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CONTINUATION = re.compile(r"\\?\n[ \t>]*")
_NOTES: Final = frozenset({"id", "evidence", "n/a"})
_TEXTS: Final = frozenset({"Text", "Code", "SoftBreak", "HardBreak"})
_INLINE: Final = frozenset({"Emphasis", "Strong", "Strikethrough", "Link", "Image"})
_CONTAINERS: Final = frozenset({"Item", "BlockQuote", "FootnoteDefinition"})
_BLOCKS: Final = _CONTAINERS | {"Heading", "HtmlBlock"}
_TAGS: Final = frozenset({"Start", "End"})


@dataclass(frozen=True, slots=True)
class Body:
    """What a body holds; lines are those of the file.

    :param title: the first heading of level 1 as written, and as plain text.
    """

    title: str | None = None
    name: str | None = None
    title_line: int | None = None
    sections: tuple[Section, ...] = ()
    checks: tuple[Check, ...] = ()
    banner_line: int | None = None


@dataclass(slots=True)
class _Item:
    """A list item while it is walked through; a box makes it a check."""

    box: bool | None = None
    start: int = 0
    end: int = 0
    line: int = 0
    texts: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    holes: list[tuple[int, int]] = field(default_factory=list)
    sections: tuple[str, ...] = ()
    above: tuple[_Item, ...] = ()
    key: str = ""

    def is_check(self) -> bool:
        """:returns: whether there is something behind the box: an empty one is shown as two brackets."""
        return self.box is not None and (self.end > self.start or bool(self.notes))

    def note(self, name: str) -> str | None:
        """:returns: the first annotation of a name, ``n/a`` say."""
        return next((value for key, value in self.notes if key == name), None)


def read(lines: list[str], body_line: int) -> Body:
    """Read the lines of a file from its body on.

    :param lines: all lines of the file, without line ends.
    :param body_line: the line the body begins on.
    """
    walk = _Walk("\n".join(lines[body_line - 1 :]) + "\n", body_line)
    walk.run()
    return Body(
        title=walk.title,
        name=walk.name,
        title_line=walk.title_line,
        sections=tuple(walk.sections),
        checks=tuple(_checks(walk)),
        banner_line=_banner(lines, body_line),
    )


def legacy_fields(lines: list[str], limit: int = 30) -> Mapping[str, tuple[str, int]]:
    """Find the ``**Status**: 📅 Planned`` lines that stood for frontmatter in the oldest specs.

    :param limit: how many lines from the top are looked at.
    :returns: value and line by lower-case name.
    """
    found: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(lines[:limit], start=1):
        if _FENCE.match(line):
            break
        for match in _LEGACY.finditer(line) if _LEGACY_LINE.match(line) else ():
            found.setdefault(match["name"].lower(), (match["value"].strip(), number))
    return found


def slugify(title: str) -> str:
    """:returns: the anchor that GitHub gives a heading, in any script, if it is the first of its kind."""
    text = title.strip().lower()
    if text.isascii():
        return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
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
        text = " ".join("".join(item.texts).split())
        item.key = unique(_key(item, text), taken)
        above = [outer.key for outer in item.above if outer.key]
        yield Check(
            key=item.key,
            text=text,
            markup=walk.markup(item),
            done=bool(item.box),
            line=item.line,
            sections=item.sections,
            level=len(above),
            parent=above[-1] if above else None,
            exempt=item.note("n/a"),
            evidence=tuple(value for name, value in item.notes if name == "evidence"),
        )


def _key(item: _Item, text: str) -> str:
    """:returns: the id that the author gave an item, else a digest of its section and text."""
    if item.notes and (own := item.note("id")):
        return re.sub(r"[^A-Z0-9]+", "_", own.upper()).strip("_") or digest(own)
    return digest("\x1f".join((*item.sections, text)))


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


def _banner(lines: list[str], body_line: int, limit: int = 30) -> int | None:
    for number, line in enumerate(lines[body_line - 1 : body_line - 1 + limit], start=body_line):
        if _FENCE.match(line):
            return None
        if _BANNER.match(line):
            return number
    return None


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
    """One pass over the events of a text."""

    def __init__(self, text: str, first_line: int) -> None:
        self.text = text
        self.source = text.encode()
        self.title: str | None = None
        self.name: str | None = None
        self.title_line: int | None = None
        self.sections: list[Section] = []
        self.items: list[_Item] = []
        self._slugs = Slugs()
        self._path: list[tuple[int, str]] = []
        self._stack: list[_Item] = []
        self._reading: _Item | None = None
        self._texts: list[str] | None = None
        self._end_of_text = 0
        self._html: list[str] | None = None
        self._depth = 0
        self._line = first_line
        self._offset = 0

    def run(self) -> None:
        """Walk; most events are text that nobody asked for, so this loop is where reading spends its time."""
        others = {"TaskListMarker": self._box, "InlineHtml": self._inline_html}
        event: Any
        for event, place in pyromark.events_with_range(self.text, options=_OPTIONS):
            kind, value = (event, " ") if isinstance(event, str) else event.popitem()
            if kind in _TEXTS:
                if self._texts is not None:
                    self._texts.append(value)
                    self._end_of_text = place["end"]
            elif kind in _TAGS:
                name = value if isinstance(value, str) else next(iter(value))
                if name in _BLOCKS or self._reading is not None:
                    self._tag(kind == "Start", name, value, place)
            elif kind == "Html" and self._html is not None:
                self._html.append(value)
            elif kind in others:
                others[kind](value, place["start"], place["end"])

    def line(self, offset: int) -> int:
        """:returns: the line of the file at a byte of the text; no byte before one that was asked for."""
        self._line += self.source.count(b"\n", self._offset, offset)
        self._offset = offset
        return self._line

    def markup(self, item: _Item) -> str:
        """:returns: the item's own Markdown on one line, without annotations."""
        source, start = b"", item.start
        for hole, behind in item.holes:
            source += self.source[start:hole]
            start = behind
        text = (source + self.source[start : item.end]).decode(errors="replace")
        return " ".join(_CONTINUATION.sub(" ", text).split())

    def _tag(self, is_start: bool, name: str, value: Any, place: Any) -> None:
        if name in _INLINE:
            if not is_start:
                self._end_of_text = place["end"]
            return
        if self._reading is not None:
            self._stop(self._reading)
        if is_start:
            self._open(name)
        elif name == "Heading":
            self._close_heading(int(value["Heading"][1]), place["start"], place["end"])
        elif name in _BLOCKS:
            self._close(name)

    def _open(self, name: str) -> None:
        if name in _CONTAINERS:
            self._depth += 1
            if name == "Item":
                self._stack.append(_Item())
        elif name == "Heading":
            self._texts = []
        elif name == "HtmlBlock":
            self._html = []

    def _close(self, name: str) -> None:
        if name == "HtmlBlock":
            self._note("".join(self._html or ()))
            self._html = None
            return
        self._depth -= 1
        if name == "Item":
            self._stack.pop()

    def _box(self, done: Any, start: int, end: int) -> None:
        if self.source[start + 1 : start + 2] == b"\t":  # GitHub wants a space
            return
        item = self._stack[-1]
        item.box, item.start, item.line = done, end, self.line(start)
        item.above = tuple(outer for outer in self._stack[:-1] if outer.box is not None)
        item.sections = tuple(title for _, title in self._path if title)
        self.items.append(item)
        self._reading, self._texts, self._end_of_text = item, item.texts, end

    def _stop(self, item: _Item) -> None:
        """End the text of an item: a check is its box and the rest of that paragraph."""
        item.end = self._end_of_text
        self._reading = self._texts = None

    def _inline_html(self, html: Any, start: int, end: int) -> None:
        noted = self._note(html)
        if self._reading is None:
            return
        if noted:
            self._reading.holes.append((start, end))
        else:
            self._end_of_text = end

    def _note(self, html: str) -> bool:
        """Give the annotations in a piece of HTML to the item it stands in."""
        if not self._stack or self._stack[-1].box is None or "<!--" not in html:
            return False
        notes = _annotations(html)
        self._stack[-1].notes += notes
        return bool(notes)

    def _close_heading(self, level: int, start: int, end: int) -> None:
        plain = " ".join("".join(self._texts or ()).split())
        self._texts = None
        line = self.line(start)
        self.sections.append(Section(level, line, plain, self._slugs.add(plain)))
        if self._depth:
            return
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        if level == 1 and self.title is None and plain:
            self.title = _heading_source(self.source[start:end].decode(errors="replace"))
            self.name, self.title_line = plain, line
        else:
            self._path.append((level, plain))


def _heading_source(source: str) -> str:
    """:returns: the text of a heading as written, from its source, ATX or setext."""
    source = source.strip()
    text = source.lstrip("#")
    if "\n" in source or text == source:
        return " ".join(line.strip() for line in source.splitlines()[:-1])
    text = text.strip()
    bare = text.rstrip("#")
    return bare.rstrip() if not bare or bare[-1] in " \t" else text
