"""Comments that look like evidence and belong to no check: what an author offers there, nobody would see."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from .annotations import comments_in
from .items import evidence_places, odd_mark
from .markdown import raw_events
from .prose import Stray, StrayReason

if TYPE_CHECKING:
    from .walk import Walk

_NAME: Final = "evidence"
_LIKE: Final = re.compile(
    r"<!--[\s>]*(?P<name>[^\W\d_]{6,12})(?![\w/])(?P<sign>[ \t]*[:=–—-])?(?P<blank>[ \t]*)"
)
_NEAR: Final = 0.85


class _Setting(Struct, frozen=True):
    """What a comment stands in.

    :param is_html: whether Markdown takes it for a comment.
    :param item: where the nearest list item begins; -1 outside of any.
    :param has_box: whether that has a box.
    """

    is_html: bool
    item: int = -1
    has_box: bool = False


def strays(walk: Walk) -> Iterator[Stray]:
    """Find the comments of a text that look like evidence and are no item's; not those in code."""
    text = walk.text
    is_like = cache(_is_like)
    found = [like for like in _LIKE.finditer(text) if is_like(like["name"].lower())]
    if not found:
        return
    attached = evidence_places(walk.items)
    columns = _Places(text, walk.first_line)
    loose = [like for like in found if not _is_sound(like) or columns.at(like.end()) not in attached]
    if not loose:
        return
    settings = _Settings(text, _bytes(text, [like.start() for like in loose])).found
    ends = [end.start() for end in re.finditer("-->", text)]
    for number, like in enumerate(loose):
        if setting := settings.get(number):
            yield Stray(*columns.at(like.start()), like["name"], _reason(walk, like, setting, ends))


class _Places:
    """Lines and columns of a text by its signs."""

    def __init__(self, text: str, first_line: int) -> None:
        self.ends = [found.start() for found in re.finditer("\n", text)]
        self.first_line = first_line

    def at(self, sign: int) -> tuple[int, int]:
        line = bisect_left(self.ends, sign)
        return self.first_line + line, sign - (self.ends[line - 1] if line else -1)


def _bytes(text: str, signs: Sequence[int]) -> list[int]:
    """Return the bytes at some signs of a text, which are in order."""
    lengths = (len(text[one:other].encode()) for one, other in pairwise([0, *signs]))
    return list(accumulate(lengths))


def _is_like(name: str) -> bool:
    return name == _NAME or SequenceMatcher(None, name, _NAME, autojunk=False).ratio() >= _NEAR


def _is_sound(like: re.Match[str]) -> bool:
    return like["name"].lower() == _NAME and (like["sign"] or "").strip() == ":"


def _reason(walk: Walk, like: re.Match[str], setting: _Setting, ends: Sequence[int]) -> StrayReason:
    """Tell why a comment is no evidence.

    :param ends: where comments end in the text.
    """
    if not setting.is_html:
        at = bisect_left(ends, like.end())
        is_torn = at < len(ends) and walk.text.find("<!--", like.end(), ends[at]) < 0
        return "torn" if is_torn else "unclosed"
    if like["name"].lower() != _NAME:
        return "name"
    if not _is_sound(like):
        return "colon"
    if setting.item < 0 or setting.has_box:
        return "place"
    return "mark" if odd_mark(walk.source, setting.item) else "box"


class _Settings:
    """Tells what each of some bytes of a text stands in; one in code, a formula or a comment in none.

    :param offsets: the bytes, in order.
    :ivar found: what each stands in, by its place in the order.
    """

    def __init__(self, text: str, offsets: Sequence[int]) -> None:
        self.source = text.encode()
        self.offsets = offsets
        self.found: dict[int, _Setting] = {}
        self._items: list[tuple[int, bool]] = []
        self._events = raw_events(text)
        for event, place in self._events:
            self._take(event, place["start"], place["end"])

    def _take(self, event: Any, start: int, end: int) -> None:
        if "Start" in event:
            self._open(event["Start"], start, end)
        elif "End" in event:
            if event["End"] == "Item":
                self._items.pop()
        elif "TaskListMarker" in event:
            self._items[-1] = (self._items[-1][0], self.source[start + 1 : start + 2] != b"\t")
        elif "InlineHtml" in event:
            self._note(start, end, _comments(self.source, start, end))
        elif "Text" in event:
            self._note(start, end, None)

    def _open(self, tag: Any, start: int, end: int) -> None:
        if tag == "Item":
            self._items.append((start, False))
        elif tag == "HtmlBlock" or "CodeBlock" in tag:
            if tag == "HtmlBlock":
                self._note(start, end, _comments(self.source, start, end))
            for event, _ in self._events:
                if "End" in event:
                    break

    def _note(self, start: int, end: int, comments: Mapping[int, bool] | None) -> None:
        """Note what the bytes of a part stand in.

        :param comments: where comments begin in it, and whether each ends; None for a text.
        """
        item = self._items[-1] if self._items else (-1, False)
        for number in range(bisect_left(self.offsets, start), bisect_left(self.offsets, end)):
            at = self.offsets[number]
            if comments is not None:
                if at in comments:
                    self.found[number] = _Setting(comments[at], *item)
            elif self.source[at - 1 : at] != b"\\":  # else somebody wants it to be seen
                self.found[number] = _Setting(False, *item)


def _comments(source: bytes, start: int, end: int) -> Mapping[int, bool]:
    """Return the bytes at which comments begin in a piece of HTML, each with whether it ends there."""
    html = source[start:end].decode("latin-1")  # a sign a byte
    return {start + begin: closed >= 0 for begin, closed in comments_in(html)}
