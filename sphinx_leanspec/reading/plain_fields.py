"""The fields of a head as most are: names, texts, and lists of these; for all else there is YAML.

What is read here YAML reads the same. Anything that it may read otherwise, or complains of, is not read: a
sign of its own, a text over several lines, another script, a name that stands there twice.
"""

from __future__ import annotations

import re
from typing import Final

from ..model import Value
from . import scalars
from .fields import Field, Item

_NAME: Final = r"(?P<name>[A-Za-z_][A-Za-z0-9_-]{0,63}):"
_SCALAR: Final = (
    r"(?:(?P<plain>[A-Za-z0-9](?:[A-Za-z0-9_ ./+-]|:(?=[^ ]))*(?<! ))"
    r"""|'(?P<single>[ $-%(-~]*)'|"(?P<double>[ $-%'-\[\]-~]*)")"""
)
_ENTRY: Final = r"[A-Za-z0-9](?:[A-Za-z0-9_ ./+-]*[A-Za-z0-9_./+-])?"
_FIELD: Final = re.compile(rf"{_NAME}(?: +(?:{_SCALAR}|\[(?P<list>(?:{_ENTRY}(?:, ?{_ENTRY})*)?)\]))?")
_ITEM: Final = re.compile(rf"(?P<indent> *)- (?:{_NAME} +)?{_SCALAR}")
_MORE: Final = re.compile(rf"(?P<indent> +){_NAME} +{_SCALAR}")


class _List:
    """The entries of a field, while their lines are read."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.indent = ""
        self.values: list[Value] = []
        self.items: list[Item] = []
        self.mappings: list[tuple[int, dict[str, str]]] = []
        self.typed: dict[str, Value] | None = None

    def field(self) -> Field:
        """Return the field; without any entries it says nothing."""
        return Field(self.line, self.values or None, tuple(self.items), tuple(self.mappings))

    def take(self, line: int, text: str) -> bool:
        """Take a line, and tell whether it is one of an entry."""
        if found := _ITEM.fullmatch(text):
            return self._begin(line, found)
        found = _MORE.fullmatch(text)
        return found is not None and self._go_on(found)

    def _begin(self, line: int, found: re.Match[str]) -> bool:
        """Take the beginning of an entry."""
        if self.values and found["indent"] != self.indent:
            return False
        self.indent = found["indent"]
        tag, text = _scalar(found)
        value = scalars.value_of(tag, text)
        if found["name"] is None:
            self.typed = None
            self.values.append(value)
            self.items += _items(tag, text, line)
        else:
            self.typed = {found["name"]: value}
            self.values.append(self.typed)
            self.mappings.append((line, {found["name"]: text}))
        return True

    def _go_on(self, found: re.Match[str]) -> bool:
        """Take a further name of an entry that is a mapping."""
        name = found["name"]
        if self.typed is None or name in self.typed or found["indent"] != f"{self.indent}  ":
            return False
        tag, text = _scalar(found)
        self.typed[name] = scalars.value_of(tag, text)
        self.mappings[-1][1][name] = text
        return True


def read(lines: list[str], first: int) -> dict[str, Field] | None:
    """Read the lines of a block; None if they are for YAML to read.

    :param first: the line of the file that they begin on.
    """
    found: dict[str, Field | _List] = {}
    last: Field | _List | None = None
    for line, text in enumerate(lines, first):
        if match := _FIELD.fullmatch(text):
            name = match["name"]
            if name in found:
                return None
            found[name] = last = _List(line) if match.end("name") + 1 == len(text) else _whole(match, line)
        elif not (isinstance(last, _List) and last.take(line, text)):
            return None
    return {name: one.field() if isinstance(one, _List) else one for name, one in found.items()}


def _whole(found: re.Match[str], line: int) -> Field:
    """Return a field that stands on one line."""
    if found["list"] is None:
        tag, text = _scalar(found)
        return Field(line, scalars.value_of(tag, text), _items(tag, text, line))
    texts = [text.strip() for text in found["list"].split(",")] if found["list"] else []
    tags = [scalars.tag_of(text) for text in texts]
    items = [item for tag, text in zip(tags, texts, strict=True) for item in _items(tag, text, line)]
    return Field(line, [*map(scalars.value_of, tags, texts)], tuple(items))


def _scalar(found: re.Match[str]) -> tuple[str, str]:
    """Return the tag and the text of a scalar."""
    if (plain := found["plain"]) is not None:
        return scalars.tag_of(plain), plain
    return scalars.TEXT, found["single"] if found["single"] is not None else found["double"]


def _items(tag: str, text: str, line: int) -> tuple[Item, ...]:
    return () if tag == scalars.NOTHING else (Item(text, line),)
