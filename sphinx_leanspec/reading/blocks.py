"""The body of a file block by block, with what it links and what it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import pyromark

from .anchors import Anchors
from .html import Tag, pieces
from .markdown import OPTIONS


class Named(NamedTuple):
    """Something that a text names, as written: the target of a link, a spec, a path."""

    text: str
    line: int


class Block(NamedTuple):
    """A block of a page that lies in no other: a paragraph, a list, a heading.

    :param kind: its name in CommonMark, ``Heading`` or ``List``.
    :param line: its first line and its last.
    :param source: its Markdown; of a heading the plain text.
    :param items: how many items a list has, how many rows a table.
    :param level: the level of a heading.
    :param slug: the anchor of a heading as GitHub makes it.
    """

    kind: str
    line: int
    last: int
    source: str
    items: int = 0
    level: int = 0
    slug: str = ""


_SPEC: Final = re.compile(
    r"(?<![\w/.-])(?:specs/(?P<path>[0-9][\w-]*)|spec-(?P<number>[0-9]{1,4}))(?![\w-])(?!/\w)", re.IGNORECASE
)
_ADDRESSES: Final[Mapping[str, str]] = {"a": "href", "img": "src"}
_NESTING: Final = frozenset({"BlockQuote", "FootnoteDefinition", "Item", "List", "Table"})
_INLINE: Final = frozenset({"Emphasis", "Strikethrough", "Strong", "TableCell"})
_ENDING: Final = frozenset({*_NESTING, "CodeBlock", "Image", "Link"})


def specs_in(text: str) -> list[tuple[int, int, str]]:
    """Find what names a spec in a text: ``spec-013``, ``specs/013-name``.

    :returns: start, end and the spec as named, in order.
    """
    if "spec" not in text.lower():
        return []
    return [(match.start(), match.end(), match["path"] or match["number"]) for match in _SPEC.finditer(text)]


class Walk:
    """One pass over the events of a text, which :mod:`.markdown` tells of.

    :ivar blocks: the blocks of the page.
    :ivar anchors: the anchors of the page: all headings, also those in lists and quotations; names in HTML.
    :ivar links: the targets of links and pictures.
    :ivar specs: the specs that are named in words and in backticks, but not linked.
    :ivar open_fences: the lines of fences that are never closed.
    """

    def __init__(self, text: str, first_line: int) -> None:
        self.blocks: list[Block] = []
        self.anchors: set[str] = set()
        self._anchors = Anchors()
        self.links: list[Named] = []
        self.specs: list[Named] = []
        self.open_fences: list[int] = []
        self._source = text.encode()
        self._events: Iterator[tuple[Any, Any]] = iter(pyromark.events_with_range(text, options=OPTIONS))
        self._depth = 0
        self._items = 0
        self._closed = 0  # how many links and code blocks are open
        self._line = first_line
        self._offset = 0

    def run(self) -> None:
        """Walk; most events are text that names no spec, so this loop is where the time goes."""
        anchors = self._anchors
        for event, place in self._events:
            if "Text" in event:
                if anchors.is_open:
                    anchors.add(event["Text"])
                if "pec" in event["Text"]:
                    self._name(event["Text"], place["start"])
            elif "Start" in event:
                tag = event["Start"]
                if type(tag) is not str or tag not in _INLINE:
                    self._open(tag, place["start"], place["end"])
            elif "End" in event:
                tag = event["End"]
                if (name := tag if type(tag) is str else next(iter(tag))) in _ENDING:
                    self._close(name)
            elif "Code" in event:
                anchors.add(event["Code"])
                self._name(event["Code"], place["start"])
            else:
                self._other(event, place["start"], place["end"])
        anchors.end()
        self.anchors = anchors.names

    def _other(self, event: Any, start: int, end: int) -> None:
        if "InlineHtml" in event:
            self._html(event["InlineHtml"], start)
        elif "FootnoteReference" in event:
            self._anchors.note(event["FootnoteReference"])
        elif event == "Rule" and not self._depth:
            self._block("Rule", start, end)

    def _name(self, text: str, start: int) -> None:
        if not self._closed and (found := specs_in(text)):
            line = self._line_of(start)
            self.specs += [Named(name, line) for _, _, name in found]

    def _open(self, tag: Any, start: int, end: int) -> None:
        name = tag if isinstance(tag, str) else next(iter(tag))
        if name in ("Link", "Image"):
            self._anchors.pictures += name == "Image"
            self._link(tag[name], start)
        elif name == "Heading":
            self._heading(int(tag["Heading"]["level"][1]), start, end)
        elif name != "TableHead":
            if not self._depth:
                self._items = 0
                self._block(name, start, end)
            elif self._depth == 1 and name in ("Item", "TableRow"):
                self._items += 1
            if name == "HtmlBlock":
                self._html_block(start)
            elif name == "CodeBlock":
                self._closed += 1
                if "Fenced" in tag["CodeBlock"] and not _is_closed(self._source[start:end]):
                    self.open_fences.append(self._line_of(start))
            elif name in _NESTING:
                self._depth += 1

    def _close(self, name: str) -> None:
        if name in ("CodeBlock", "Image", "Link"):
            self._closed -= 1
            self._anchors.pictures -= name == "Image"
        elif name in _NESTING:
            self._depth -= 1
            if self._items and not self._depth:
                self.blocks[-1] = self.blocks[-1]._replace(items=self._items)

    def _link(self, link: Any, start: int) -> None:
        self._closed += 1
        if link["link_type"] not in ("Autolink", "Email"):
            self.links.append(Named(link["dest_url"], self._line_of(start)))

    def _html_block(self, start: int) -> None:
        """Take a block of HTML to its end; a tag or a comment may go over several of its lines."""
        parts = []
        for event, _ in self._events:
            if "End" in event:
                break
            if "Html" in event:
                parts.append(event["Html"])
        self._html("".join(parts), start)

    def _html(self, html: str, start: int) -> None:
        """Take what links and what can be linked to in a piece of HTML."""
        line, counted = self._line_of(start), 0
        for at, piece in pieces(html):
            if isinstance(piece, Tag):
                self._anchors.tag(piece)
                if address := piece.get(_ADDRESSES.get(piece.name, "")):
                    line, counted = line + html.count("\n", counted, at), at
                    self.links.append(Named(address, line))
            elif type(piece) is str:
                self._anchors.add(piece)

    def _heading(self, level: int, start: int, end: int) -> None:
        """Take a heading to its end."""
        line = self._line_of(start)
        anchors = self._anchors
        anchors.end()
        anchors.begin()
        texts = []
        for event, place in self._events:
            if "End" in event and "Heading" in event["End"]:
                break
            if "Text" in event or "Code" in event:
                texts.append(event.get("Text") or event.get("Code") or "")
                anchors.add(texts[-1])
            elif "Start" in event and ("Link" in event["Start"] or "Image" in event["Start"]):
                anchors.pictures += "Image" in event["Start"]
                self._link(next(iter(event["Start"].values())), place["start"])
                self._closed -= 1
            elif event == {"End": "Image"}:
                anchors.pictures -= 1
            elif "InlineHtml" in event or "FootnoteReference" in event:
                self._other(event, place["start"], place["end"])
        title = " ".join("".join(texts).split())
        slug = anchors.end()
        if not self._depth:
            last = self._line_of(max(start, end - 1))
            self.blocks.append(Block("Heading", line, last, title, level=level, slug=slug))

    def _block(self, kind: str, start: int, end: int) -> None:
        source = self._source[start:end].decode(errors="replace").rstrip()
        line = self._line_of(start)
        self.blocks.append(Block(kind, line, line + source.count("\n"), source))

    def _line_of(self, offset: int) -> int:
        """:returns: the line of the file at a byte of the text; no byte before one that was asked for."""
        self._line += self._source.count(b"\n", self._offset, offset)
        self._offset = max(offset, self._offset)
        return self._line


def _is_closed(source: bytes) -> bool:
    """:returns: whether a fenced block ends with a fence of its own."""
    first, *lines = source.rstrip().split(b"\n")
    mark = first[:1]
    length = len(first) - len(first.lstrip(mark))
    last = lines[-1].strip(b"> \t") if lines else b""
    return len(last) >= length and not last.strip(mark)
