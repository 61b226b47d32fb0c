"""The body of a spec: its headings and its checklists, as CommonMark reads them (https://spec.commonmark.org).

``pyromark`` parses; this module walks its events once and keeps what specs are made of.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
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
_LEGACY = re.compile(r"(?:[-*>] )?\s*\*\*(?P<name>Status|Created|Priority|Tags)\*\*:\s*(?P<value>[^·|]+)")
_ANNOTATION = re.compile(r"<!--\s*(?P<name>id|evidence|n/a)\s*:\s*(?P<value>.*?)\s*-->", re.DOTALL)
_INLINE: Final = frozenset(
    {"Emphasis", "Strong", "Strikethrough", "Link", "Image", "Superscript", "Subscript", "Paragraph"}
)
_CONTAINERS: Final = frozenset({"Item", "BlockQuote", "FootnoteDefinition"})
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


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
    reading: bool = False
    notes: list[tuple[str, str]] = field(default_factory=list)
    order: int = -1

    def note(self, name: str) -> str | None:
        """:returns: the first annotation of a name, ``n/a`` say."""
        return next((value for key, value in self.notes if key == name), None)


def read(lines: list[str], body_line: int) -> Body:
    """Read the lines of a file from its body on.

    :param lines: all lines of the file, without line ends.
    :param body_line: the line the body begins on.
    """
    text = "\n".join(lines[body_line - 1 :]) + "\n"
    walk = _Walk(text, body_line)
    for event, place in pyromark.events_with_range(text, options=_OPTIONS):
        walk.step(event, place["start"], place["end"])
    return Body(
        title=walk.title,
        name=walk.name,
        title_line=walk.title_line,
        sections=tuple(walk.sections),
        checks=_checks(walk),
        banner_line=_banner(lines, body_line),
    )


def legacy_fields(lines: list[str], limit: int = 30) -> Mapping[str, tuple[str, int]]:
    """Find the ``**Status**: 📅 Planned`` lines that stood for frontmatter in the oldest specs.

    :param limit: how many lines from the top are looked at.
    :returns: value and line by lower-case name.
    """
    found: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(lines[:limit], start=1):
        for match in _LEGACY.finditer(line):
            found.setdefault(match["name"].lower(), (match["value"].strip(), number))
    return found


def slugify(title: str) -> str:
    """:returns: the anchor that GitHub gives a heading, in any script."""
    kept = (
        char
        for char in title.strip().lower()
        if char in "-_ " or unicodedata.category(char)[0] in "LN" or unicodedata.category(char) in ("Mn", "Mc")
    )
    return "".join(kept).replace(" ", "-")


def _checks(walk: _Walk) -> tuple[Check, ...]:
    """Give every item of a walk its key; twins are numbered in their order."""
    seen: Counter[str] = Counter()
    checks: list[Check] = []
    for item, sections, above in walk.checks:
        text = " ".join("".join(item.texts).split())
        key = _key(item.note("id"), sections, text)
        seen[key] += 1
        checks.append(
            Check(
                key=f"{key}_{seen[key]}" if seen[key] > 1 else key,
                text=text,
                markup=walk.markup(item),
                done=bool(item.box),
                line=item.line,
                sections=sections,
                level=len(above),
                parent=checks[above[-1]].key if above else None,
                exempt=item.note("n/a"),
                evidence=tuple(value for name, value in item.notes if name == "evidence"),
            )
        )
    return tuple(checks)


def _key(own: str | None, sections: tuple[str, ...], text: str) -> str:
    """:param own: the id the author gave the item, which comes before the text's own digest."""
    named = re.sub(r"[^A-Z0-9]+", "_", (own or "").upper()).strip("_")
    return named or digest("\x1f".join((*sections, text)))


def digest(text: str) -> str:
    """:returns: six hex digits, upper-case, that stand for a text in a need's id."""
    return hashlib.sha256(text.encode()).hexdigest()[:6].upper()


def _banner(lines: list[str], body_line: int, limit: int = 30) -> int | None:
    for number, line in enumerate(lines[body_line - 1 : body_line - 1 + limit], start=body_line):
        if _FENCE.match(line):
            return None
        if _BANNER.match(line):
            return number
    return None


class _Walk:
    """One pass over the events of a text."""

    def __init__(self, text: str, first_line: int) -> None:
        self.source = text.encode()
        self.first_line = first_line
        self.starts = list(accumulate((len(line) for line in self.source.splitlines(keepends=True)), initial=0))
        self.title: str | None = None
        self.name: str | None = None
        self.title_line: int | None = None
        self.sections: list[Section] = []
        self.checks: list[tuple[_Item, tuple[str, ...], tuple[int, ...]]] = []
        self._slugs: Counter[str] = Counter()
        self._path: list[tuple[int, str]] = []
        self._items: list[_Item] = []
        self._heading: list[str] | None = None
        self._depth = 0

    def line(self, offset: int) -> int:
        """:returns: the line of the file at a byte of the text."""
        return self.first_line + bisect_right(self.starts, offset) - 1

    def step(self, event: Any, start: int, end: int) -> None:
        if isinstance(event, str):
            if event in ("SoftBreak", "HardBreak"):
                self._text(" ", end)
            return
        ((kind, value),) = event.items()
        if kind in ("Text", "Code"):
            self._text(value, end)
        elif kind == "Start":
            self._start(value if isinstance(value, str) else next(iter(value)))
        elif kind == "End":
            self._end(value if isinstance(value, str) else next(iter(value)), start, end)
        elif kind == "TaskListMarker":
            self._box(value, start, end)
        elif kind in ("InlineHtml", "Html"):
            self._html(value, end)

    def _text(self, text: str, end: int) -> None:
        if self._heading is not None:
            self._heading.append(text)
        elif self._items and self._items[-1].reading:
            self._items[-1].texts.append(text)
            self._items[-1].end = end

    def _start(self, name: str) -> None:
        if name == "Heading":
            self._heading = []
            return
        if name not in _INLINE and self._items:
            self._items[-1].reading = False
        if name in _CONTAINERS:
            self._depth += 1
        if name == "Item":
            self._items.append(_Item())

    def _end(self, name: str, start: int, end: int) -> None:
        if name == "Heading":
            self._close_heading(start, end)
        elif name == "Item":
            self._depth -= 1
            self._items.pop()
        elif name in _CONTAINERS:
            self._depth -= 1
        elif name == "Paragraph" and self._items:
            self._items[-1].reading = False
        elif name in _INLINE and self._items and self._items[-1].reading:
            self._items[-1].end = end

    def _close_heading(self, start: int, end: int) -> None:
        plain = " ".join("".join(self._heading or ()).split())
        self._heading = None
        level, written = _heading_source(self.source[start:end].decode(errors="replace"))
        line = self.line(start)
        slug = slugify(plain)
        count = self._slugs[slug]
        self._slugs[slug] += 1
        self.sections.append(Section(level, line, plain, f"{slug}-{count}" if count else slug))
        if self._depth:
            return
        if level == 1 and self.title is None and plain:
            self.title, self.name, self.title_line = written, plain, line
            return
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        self._path.append((level, plain))

    def _box(self, done: bool, start: int, end: int) -> None:
        item = self._items[-1]
        item.box, item.start, item.end, item.reading = done, end, end, True
        item.line = self.line(start)
        item.order = len(self.checks)
        above = tuple(outer.order for outer in self._items[:-1] if outer.box is not None)
        self.checks.append((item, tuple(title for _, title in self._path), above))

    def _html(self, html: str, end: int) -> None:
        if not self._items or self._items[-1].box is None:
            return
        notes = [(match["name"], match["value"]) for match in _ANNOTATION.finditer(html)]
        self._items[-1].notes += notes
        if self._items[-1].reading and not notes:
            self._items[-1].end = end

    def markup(self, item: _Item) -> str:
        """:returns: the item's own Markdown on one line, without annotations."""
        source = self.source[item.start : item.end].decode(errors="replace")
        return " ".join(_ANNOTATION.sub("", source).split())


def _heading_source(source: str) -> tuple[int, str]:
    """:returns: a heading's level, and its text as written, from its source, ATX or setext."""
    first, _, rest = source.strip().partition("\n")
    if match := re.match(r"(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*$", first):
        return len(match[1]), match[2] or ""
    *title, underline = source.strip().splitlines()
    return (1 if underline.strip().startswith("=") else 2), " ".join(line.strip() for line in title)
