"""JSON that knows where in its file each thing stands, and of which a broken file leaves what it can.

``json`` keeps no positions. It still does the work: it reads every text and number, and the members of
objects and lists are gone through one by one.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from itertools import accumulate, islice
from typing import Final, TypeAlias

from ...decoding import clean

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_END: Final = re.compile(r"[ \t\n\r]*([,}\]])[ \t\n\r]*")
_NAME: Final = re.compile(r'"((?:[^"\\\n]|\\.)*)"[ \t\n\r]*:[ \t\n\r]*')
_ENTRY: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s,\[\]]+')
_ESCAPED: Final = re.compile(r"\\[ubf]")
_CONFLICT: Final = re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)
_READER: Final = json.JSONDecoder(strict=False)
_DEEPEST: Final = 60
"""How deep objects and lists can lie in each other; what tools write has five levels."""


class LocatedObject(dict[str, "Member"]):
    """An object that knows its place and those of its members.

    :ivar at: where it begins.
    :ivar end: where it ends, as far as it could be read.
    :ivar where: where the value of each member begins.
    :ivar is_whole: whether it was read to its end.
    """

    __slots__ = ("at", "end", "is_whole", "where")

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = self.end = at
        self.where: dict[str, int] = {}
        self.is_whole = False


Member: TypeAlias = "str | int | float | bool | None | list[Member] | LocatedObject"
"""What a member of an object can be."""


class _BrokenError(Exception):
    """A text is no JSON from somewhere on."""


class JsonText:
    """A text read as JSON, as far as it is any.

    :ivar value: what it holds.
    :ivar problem: what is wrong with it, empty if nothing.
    :ivar line: where that is.
    :ivar lines: how many lines it has.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._has_signs = bool(_ESCAPED.search(text))
        self._starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self.lines = len(self._starts) - 1
        self.problem, self.line = _problem(text)
        self.value: Member = None
        try:
            self.value, at = self._begin(self._space(0))
            self._fill(self.value, at, 0)
        except _BrokenError:
            self.problem = self.problem or "is nested too deeply"

    def line_of(self, at: int) -> int:
        """Return the line of a place in the text."""
        return bisect_right(self._starts, at)

    def lines_in(self, at: int, number: int) -> list[int]:
        """Return the lines of the first few entries, texts and numbers, of a list that begins at a place."""
        found = islice(_ENTRY.finditer(self._text, at + 1), number)
        return [self.line_of(entry.start()) for entry in found]

    def _begin(self, at: int) -> tuple[Member, int]:
        """Read a text or a number, or begin an object or a list; return it, and where it ends."""
        sign = self._text[at : at + 1]
        if sign == "{":
            return LocatedObject(at), at + 1
        if sign == "[":
            return [], at + 1
        try:
            value, end = _READER.raw_decode(self._text, at)
        except ValueError as error:
            raise _BrokenError from error
        return clean(value) if self._has_signs and type(value) is str else value, end

    def _fill(self, value: Member, at: int, depth: int) -> int:
        """Read what is in an object or a list that has begun; return where it ends."""
        if not isinstance(value, LocatedObject | list):
            return at
        if depth > _DEEPEST:
            raise _BrokenError
        at = self._space(at)
        is_empty = self._text[at : at + 1] == ("}" if isinstance(value, LocatedObject) else "]")
        if isinstance(value, LocatedObject):
            at = at + 1 if is_empty else self._object(value, at, depth)
            value.end, value.is_whole = at, True
            return at
        return at + 1 if is_empty else self._list(value, at, depth)

    def _object(self, into: LocatedObject, at: int, depth: int) -> int:
        text, where = self._text, into.where
        while found := _NAME.match(text, at):
            name = found[1]
            if "\\" in name:
                name = clean(_READER.decode(f'"{name}"'))
            where[name] = at = found.end()
            value, at = self._begin(at)
            into[name] = value
            if type(value) is LocatedObject or type(value) is list:
                at = self._fill(value, at, depth + 1)
            if not (end := _END.match(text, at)) or end[1] == "]":
                break
            at = end.end()
            if end[1] == "}":
                return end.end(1)
        raise _BrokenError

    def _list(self, into: list[Member], at: int, depth: int) -> int:
        while True:
            value, at = self._begin(at)
            into.append(value)
            at = self._fill(value, at, depth + 1)
            end = _END.match(self._text, at)
            if not end or end[1] == "}":
                raise _BrokenError
            at = end.end()
            if end[1] == "]":
                return end.end(1)

    def _space(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at


def _problem(text: str) -> tuple[str, int]:
    """Return why a text is no JSON, empty if it is, and the line that says so."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        if found := _CONFLICT.search(text):
            return "holds a conflict that git has left", text.count("\n", 0, found.start()) + 1
        return f"is no JSON ({error.msg})", error.lineno
    except (ValueError, RecursionError) as error:
        return f"cannot be read ({type(error).__name__})", 1
    return "", 1
