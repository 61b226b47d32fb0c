"""The fields of a head as most are: names, texts, and lists of these; for all else there is YAML.

What is read here YAML reads the same. Anything that it may read otherwise, or complains of, is not read: a
sign of its own, a text over several lines, another script, a name that stands there twice.
"""

from __future__ import annotations

import re
from typing import Final

from ..model import Value
from . import scalars
from .fields import Field, FieldText

_NAME: Final = r"(?P<name>[A-Za-z_][A-Za-z0-9_-]{0,63}):"
_SCALAR: Final = (
    r"(?:(?P<plain>[A-Za-z0-9](?:[A-Za-z0-9_ ./+-]|:(?=[^ ]))*(?<! ))"
    r"""|'(?P<single>[ $-%(-~]*)'|"(?P<double>[ $-%'-\[\]-~]*)")"""
)
_ENTRY: Final = r"[A-Za-z0-9](?:[A-Za-z0-9_ ./+-]*[A-Za-z0-9_./+-])?"
_FIELD: Final = re.compile(rf"{_NAME}(?: +(?:{_SCALAR}|\[(?P<list>(?:{_ENTRY}(?:, ?{_ENTRY})*)?)\]))?")
_ITEM: Final = re.compile(rf"(?P<indent> *)- (?:{_NAME} +)?{_SCALAR}")
_MORE: Final = re.compile(rf"(?P<indent> +){_NAME} +{_SCALAR}")

_NOTHING: Final = [None, None, None, None]
"""What stands after a name that a list follows."""


class _List:
    """The entries of a field, while their lines are read."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.indent = ""
        self.values: list[Value] = []
        self.items: list[FieldText] = []
        self.mappings: list[tuple[int, dict[str, str]]] = []
        self.typed: dict[str, Value] | None = None

    def field(self) -> Field:
        """Return the field; without any entries it says nothing."""
        return Field(self.line, self.values or None, tuple(self.items), tuple(self.mappings))

    def take(self, line: int, text: str) -> bool:
        """Take a line, and tell whether it is one of an entry."""
        begins = True
        found = _ITEM.fullmatch(text)
        if found is None:
            begins, found = False, _MORE.fullmatch(text)
        if found is None:
            return False
        indent, name, plain, single, double = found.groups()
        tag, written = _scalar(plain, single, double)
        value = scalars.value_of(tag, written)
        if not begins:
            if self.typed is None or name in self.typed or indent != f"{self.indent}  ":
                return False
            self.typed[name] = value
            self.mappings[-1][1][name] = written
            return True
        if self.values and indent != self.indent:
            return False
        self.indent = indent
        self.typed = None if name is None else {name: value}
        self.values.append(value if self.typed is None else self.typed)
        if name is None:
            self.items += _items(tag, written, line)
        else:
            self.mappings.append((line, {name: written}))
        return True


def read(lines: list[str], first: int) -> dict[str, Field] | None:
    """Read the lines of a block; None if they are for YAML to read.

    :param first: the line of the file that they begin on.
    """
    found: dict[str, Field | _List] = {}
    last: Field | _List | None = None
    for line, text in enumerate(lines, first):
        if match := _FIELD.fullmatch(text):
            name, *written = match.groups()
            if name in found:
                return None
            found[name] = last = _List(line) if written == _NOTHING else _whole(line, *written)
        elif not (isinstance(last, _List) and last.take(line, text)):
            return None
    return {name: one.field() if isinstance(one, _List) else one for name, one in found.items()}


def _whole(line: int, plain: str | None, single: str | None, double: str | None, flow: str | None) -> Field:
    """Return a field that stands on one line."""
    if flow is None:
        tag, text = _scalar(plain, single, double)
        return Field(line, scalars.value_of(tag, text), _items(tag, text, line))
    texts = [text.strip() for text in flow.split(",")] if flow else []
    tags = [scalars.tag_of(text) for text in texts]
    items = [item for tag, text in zip(tags, texts, strict=True) for item in _items(tag, text, line)]
    return Field(line, [*map(scalars.value_of, tags, texts)], tuple(items))


def _scalar(plain: str | None, single: str | None, double: str | None) -> tuple[str, str]:
    """Return the tag and the text of a scalar, which stands in quotes or in none."""
    if plain is not None:
        return scalars.tag_of(plain), plain
    return scalars.TEXT, (single or "") if double is None else double


def _items(tag: str, text: str, line: int) -> tuple[FieldText, ...]:
    return () if tag == scalars.NOTHING else (FieldText(text, line),)
