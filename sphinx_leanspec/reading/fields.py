"""What a head says: its fields, each with the lines that it stands on, and what is wrong with them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from ..model import Value

TOP_LEVEL: Final = re.compile(r"[^\s#\-\[\]{}:][^:]*:(\s|$)")
"""How a line begins that begins a field."""


class FieldText(NamedTuple):
    """A text within a field, and its line."""

    text: str
    line: int


class Field(NamedTuple):
    """A field of the frontmatter: its value, and each text in it as written."""

    line: int
    value: Value
    items: tuple[FieldText, ...]
    mappings: tuple[tuple[int, Mapping[str, str]], ...] = ()
    """For a list of mappings: the line and the texts of each."""

    @property
    def text(self) -> str | None:
        """The field as one text, as written; nothing if it is empty."""
        text = ", ".join(item.text for item in self.items).strip()
        return text or None

    def without_empty(self) -> Field:
        """Return it without entries that say nothing."""
        if not isinstance(self.value, list):
            return self
        return self._replace(value=[entry for entry in self.value if entry is not None])

    def split(self) -> tuple[FieldText, ...]:
        """The field as a list: a sequence, a JSON string, texts between commas, or one scalar."""
        if isinstance(self.value, list) or not self.items:
            return tuple(item for item in self.items if item.text.strip())
        (only,) = self.items
        text = only.text.strip()
        parts = text.split(",")
        if text.startswith("["):
            try:
                loaded = json.loads(text)
                parts = [part if isinstance(part, str) else json.dumps(part) for part in loaded]
            except (ValueError, RecursionError):
                parts = text.strip("[]").split(",")
        whole = (part.encode(errors="replace").decode().strip() for part in parts)  # "\ud800" is valid JSON
        return tuple(FieldText(part, only.line) for part in whole if part)


class Problem(NamedTuple):
    """What is wrong with a block, at a line of the file."""

    line: int
    message: str
    fix: str
