"""One pass over the events of a Markdown text, which serves all that is asked of it.

What every view shows is read at once: headings and boxes. What rules alone ask is noted as it passes by, for
next to nothing, and made something of when it is asked for, see :mod:`.prose`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, Final, TypeAlias

from ..model import Check, Section
from . import items
from .anchors import Anchors
from .items import Comments, Item, may_have_odd_marks
from .markdown import Lines, clean_events, heading_source
from .names import may_name_specs
from .prose import Named, OddMark
from .shortcodes import shown_of

_CONTINUATION = re.compile(r"\\?\n[ \t>]*")
_LINKS: Final = frozenset({"Image", "Link"})
_INLINE: Final = _LINKS | {"Emphasis", "Strikethrough", "Strong"}
_ADDRESSES: Final[Mapping[str, str]] = {"a": "href", "img": "src"}
_TELLING: Final = re.compile(r"<(?:a|img|h[1-6])\b|\b(?:id|name)\s*=", re.IGNORECASE)
_CONTAINERS: Final = frozenset({"BlockQuote", "FootnoteDefinition", "List", "Table"})
_CLOSING: Final = _CONTAINERS | _LINKS


Block: TypeAlias = tuple[str, int, int, int]
"""A block of a page that lies in no other: its name in CommonMark, its first byte, the one after its last,
and of a heading its place among the headings of the text, else -1. A plain tuple: there are thousands."""


class Walk:
    """A text, walked through once.

    An event is ``{"Text": "a"}``, ``{"Start": "Item"}``, ``{"End": {"Heading": "H2"}}`` or ``"SoftBreak"``,
    with the bytes it covers. ``in`` asks any event, and any tag, for its name without taking it apart.

    :param notes: whether to note what rules alone ask: blocks, links, texts, fences and marks.
    :param checks: whether items with a box are asked for where nobody has noted anything on them.
    :ivar text: the text, and as bytes in ``source``.
    :ivar title: the first heading of level 1 as plain text, and as written; None without one.
    :ivar sections: every heading, of lists and quotations too.
    :ivar anchors: all that a link can lead to.
    :ivar blocks: the blocks of the page.
    :ivar links: the targets of links and pictures.
    :ivar texts: the words and the code that may name a spec and are no links, each with its byte.
    :ivar fences: the fenced blocks of code: first byte, the one after the last, what the fence says, code.
    :ivar marks: the items with a box that is none.
    :ivar items: those with a box.
    :ivar has_comments: whether there may be comments of HTML in it; without any no item has annotations.
    """

    def __init__(self, text: str, first_line: int, *, notes: bool = True, checks: bool = True) -> None:
        self.text = text
        self.notes = notes
        self._events = clean_events(text)
        self.source = text.encode()
        self.first_line = first_line
        self.title: str | None = None
        self.title_source: str | None = None
        self.title_line: int | None = None
        self.sections: list[Section] = []
        self.blocks: list[Block] = []
        self.anchors = Anchors()
        self.links: list[Named] = []
        self.texts: list[tuple[str, int]] = []
        self.fences: list[tuple[int, int, str, str]] = []
        self.marks: list[OddMark] = []
        self.items: list[Item] = []
        self._path: list[tuple[int, str]] = []
        self._titles: tuple[str, ...] = ()
        self._stack: list[Item | None] = []  # the open list items, each with its box
        self._depth = 0  # how many blocks that hold blocks are open
        self._quotes = 0
        self._comments = Comments(self.source, first_line)
        self._open_links = 0
        self._line_at = Lines(self.source, first_line).at
        self._has_names = notes and may_name_specs(self.source)
        self.has_comments = b"<!--" in self.source
        self._has_items = checks or self.has_comments
        self._run()

    def checks(self) -> tuple[Check, ...]:
        """Make checks of the items with a box."""
        return items.checks(self.items)

    def _run(self) -> None:  # noqa: C901, PLR0912 - each call that would make it shorter is made 200,000 times
        """Walk; most events are text that nobody asked for, so this loop is where reading spends its time."""
        stack, blocks = self._stack, self.blocks
        anchors, notes, has_names = self.anchors, self.notes, self._has_names
        has_items = self._has_items
        has_capitals = has_names and "PEC" in self.text
        has_odd_marks = notes and may_have_odd_marks(self.source)
        for event, place in self._events:
            if "Text" in event:
                if anchors.is_open:
                    anchors.add(event["Text"])
                if has_names and ("pec" in event["Text"] or (has_capitals and "PEC" in event["Text"])):
                    self._name(event["Text"], place["start"])
            elif "Start" in event:
                tag = event["Start"]
                if tag == "Item":
                    stack.append(None)
                    if has_odd_marks:
                        self._odd_mark(place["start"])
                elif "List" in tag:
                    if notes and not self._depth:
                        blocks.append(("List", place["start"], place["end"], -1))
                    self._depth += 1
                elif tag == "Paragraph":
                    if notes and not self._depth:
                        blocks.append(("Paragraph", place["start"], place["end"], -1))
                elif type(tag) is not str or tag == "HtmlBlock":
                    self._open(tag, place["start"], place["end"])
            elif "End" in event:
                tag = event["End"]
                if tag == "Item":
                    stack.pop()
                elif "List" in tag:
                    self._depth -= 1
                elif type(tag) is not str or tag in _CLOSING:
                    self._close(tag)
            elif "TaskListMarker" in event:
                if has_items:
                    self._box(place["start"], place["end"], done=event["TaskListMarker"])
            elif "Code" in event:
                if anchors.is_open:
                    anchors.add(event["Code"])
                if has_names and ("pec" in event["Code"] or (has_capitals and "PEC" in event["Code"])):
                    self._name(event["Code"], place["start"])
            elif event != "SoftBreak":
                self._other(event, place["start"], place["end"])
        anchors.end()

    def _open(self, tag: Any, start: int, end: int) -> None:
        """Begin a block that holds others; read on to the end of one that does not."""
        name = tag if type(tag) is str else next(iter(tag))
        if name == "Heading":
            self._heading(int(tag[name]["level"][1]), start, end)
            return
        if name in _LINKS:
            self._link(name, tag[name], start)
            return
        if not self._depth:
            self.blocks.append((name, start, end, -1))
        if name in _CONTAINERS:
            self._depth += 1
            self._quotes += name == "BlockQuote"
        elif name == "HtmlBlock":
            self._html_block(start, end)
        elif name == "CodeBlock":
            code = []
            for event, _ in self._events:
                if "End" in event:
                    break
                code.append(event["Text"])
            if self.notes and "Fenced" in tag[name]:
                self.fences.append((start, end, tag[name]["Fenced"], "".join(code)))

    def _close(self, tag: Any) -> None:
        if tag == "Item":
            self._stack.pop()
            return
        name = tag if type(tag) is str else next(iter(tag))
        if name in _CONTAINERS:
            self._depth -= 1
            self._quotes -= name == "BlockQuote"
        elif name in _LINKS:
            self._end_link(name)

    def _other(self, event: Any, start: int, end: int) -> None:
        if event == "Rule":
            if not self._depth:
                self.blocks.append(("Rule", start, end, -1))
        elif "InlineHtml" in event:
            self._note(event["InlineHtml"], start, end)
            self._html(event["InlineHtml"], start)
        elif "FootnoteReference" in event:
            self.anchors.note(event["FootnoteReference"])

    def _name(self, text: str, start: int) -> None:
        if not self._open_links:
            self.texts.append((text, start))

    def _link(self, name: str, link: Any, start: int) -> None:
        self._open_links += 1
        self.anchors.pictures += name == "Image"
        if self.notes and link["link_type"] not in ("Autolink", "Email"):
            self.links.append(Named(link["dest_url"], self._line_at(start)))

    def _end_link(self, name: str) -> None:
        self._open_links -= 1
        self.anchors.pictures -= name == "Image"

    def _odd_mark(self, start: int) -> None:
        if mark := items.odd_mark(self.source, start):
            self.marks.append(OddMark(mark, self._line_at(start), self._titles))

    def _box(self, start: int, end: int, *, done: bool) -> None:
        if self.source[start + 1] == ord("\t"):  # GitHub wants a space
            return
        stack = self._stack
        above = [outer for outer in stack[:-1] if outer] if len(stack) > 1 else ()
        item = Item(self._line_at(start), self._titles, above, done)
        stack[-1] = item
        self.items.append(item)
        # a check is its box and the rest of that paragraph
        text, behind, holes, event, place = self._inline(end)
        item.text, item.has_text = text, behind > end
        # what is as long as written is as written: of what a text may be written as, all is longer
        is_plain = behind - end == len(text) + 1 and not holes and text.isascii()
        if not is_plain:
            item.written = self._markup(end, behind, holes)
        if "Start" in event:
            self._open(event["Start"], place["start"], place["end"])
        elif "End" in event:
            self._close(event["End"])

    def _inline(self, end: int) -> tuple[str, int, Sequence[tuple[int, int]], Any, Any]:
        """Read on to the end of a paragraph or a heading.

        :param end: where it begins.
        :returns: its text, where that ends, where annotations stand in it, and the event after it.
        """
        first, place = next(self._events)
        if "Text" in first:  # and mostly nothing else, of items and of headings
            text, end = first["Text"], place["end"]
            if self._has_names or self.anchors.is_open:
                self._told(text, place["start"])
            event, behind = next(self._events)
            if "End" in event:
                return " ".join(text.split()), end, (), event, behind
            return self._mixed([text], end, (event, behind))
        return self._mixed([], end, (first, place))

    def _mixed(  # noqa: C901 - ditto
        self, texts: list[str], end: int, first: tuple[Any, Any]
    ) -> tuple[str, int, Sequence[tuple[int, int]], Any, Any]:
        """Read on to the end of what is more than one text; see :meth:`_inline`.

        :param texts: its texts so far.
        :param first: the event that comes next.
        """
        holes: list[tuple[int, int]] = []
        for event, place in chain((first,), self._events):
            if "Text" in event:
                texts.append(event["Text"])
                self._told(event["Text"], place["start"])
            elif "Code" in event:
                texts.append(event["Code"])
                self._told(event["Code"], place["start"])
            elif "Start" in event:
                tag = event["Start"]
                if tag not in _INLINE if type(tag) is str else not self._begins_link(tag, place["start"]):
                    break
                continue
            elif "End" in event:
                tag = event["End"]
                if type(tag) is not str or tag not in _INLINE:
                    break
                if tag in _LINKS:
                    self._end_link(tag)
            elif event == "Rule":
                break
            elif "FootnoteReference" in event:
                self.anchors.note(event["FootnoteReference"])
                continue
            elif self._is_hole(event, place["start"], place["end"], texts):
                holes.append((place["start"], place["end"]))
                continue
            end = place["end"]
        return " ".join("".join(texts).split()), end, holes, event, place

    def _told(self, text: str, start: int) -> None:
        """Take words or code for the heading that is open, and as what may name a spec."""
        if self.anchors.is_open:
            self.anchors.add(text)
        if self._has_names and ("pec" in text or "PEC" in text):
            self._name(text, start)

    def _begins_link(self, tag: Any, start: int) -> bool:
        """Take a link or a picture if one begins, and tell whether it does."""
        name = next(iter(tag))
        if name in _LINKS:
            self._link(name, tag[name], start)
        return name in _LINKS

    def _is_hole(self, event: Any, start: int, end: int, texts: list[str]) -> bool:
        """Take what is no word within a paragraph, and tell whether it is an annotation."""
        if "Break" in event:
            texts.append(" ")
        elif "InlineHtml" in event:
            self._html(event["InlineHtml"], start)
            return self._note(event["InlineHtml"], start, end)
        elif "InlineMath" in event or "DisplayMath" in event:
            sign = "$" if "InlineMath" in event else "$$"
            texts.append(f"{sign}{next(iter(event.values()))}{sign}")
            self.anchors.add(texts[-1])
        return False

    def _markup(self, start: int, end: int, holes: Sequence[tuple[int, int]]) -> str:
        """Return a part of the text as written, on one line, without the holes."""
        parts: list[bytes] = []
        for hole, behind in holes:
            parts.append(self.source[start:hole])
            start = behind
        last = self.source[start:end]
        text = (b"".join((*parts, last)) if parts else last).decode(errors="replace")
        if "\n" in text:
            text = _CONTINUATION.sub(" ", text)
        return " ".join(text.split())

    def _html_block(self, start: int, end: int) -> None:
        """Take a block of HTML to its end; a tag or a comment may go over several of its lines."""
        parts = []
        for event, _ in self._events:
            if "End" in event:
                break
            if "Html" in event:
                parts.append(event["Html"])
        text = "".join(parts)
        self._note(text, start, end)
        self._html(text, start)

    def _html(self, text: str, start: int) -> None:
        """Take what links and what can be linked to in a piece of HTML."""
        if not self.anchors.is_open and not _TELLING.search(text):
            return
        from . import html  # here, as most texts have none

        line, counted = self._line_at(start), 0
        for at, piece in html.pieces(text):
            if isinstance(piece, html.Tag):
                self.anchors.tag(piece)
                if address := piece.get(_ADDRESSES.get(piece.name, "")):
                    line, counted = line + text.count("\n", counted, at), at
                    self.links.append(Named(address, line))
            elif type(piece) is str:
                self.anchors.add(piece)

    def _note(self, html: str, start: int, end: int) -> bool:
        """Give the annotations in a piece of HTML to the item it stands in."""
        item = self._stack[-1] if self._stack else None
        if item is None or "<!--" not in html:
            return False
        return self._comments.note(item, html, start, end, self._quotes)

    def _heading(self, level: int, start: int, end: int) -> None:
        named = len(self.texts)
        line, anchors = self._line_at(start), self.anchors
        if anchors.is_open:
            anchors.end()
        anchors.begin()
        plain, *_ = self._inline(start)
        if len(self.texts) > named:  # a heading is a name, and names nobody
            del self.texts[named:]
        self.sections.append(Section(level, line, plain, anchors.end()))
        if self._depth:
            return
        self.blocks.append(("Heading", start, end, len(self.sections) - 1))
        path = self._path
        while path and path[-1][0] >= level:
            path.pop()
        if level == 1 and self.title is None and plain:
            self.title_source = heading_source(self.source[start:end].decode(errors="replace"))
            self.title, self.title_line = shown_of(plain, self.title_source), line
        else:
            path.append((level, plain))
        self._titles = tuple([title for _, title in path if title])
