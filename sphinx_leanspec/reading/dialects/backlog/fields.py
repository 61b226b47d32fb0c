"""The frontmatter of an item as Backlog.md reads it, and what is wrong with that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import yaml

from ....dates import instant, only_day
from ....findings import Finding, FindingCode, Severity
from ....model import Reference
from ... import core_schema
from ...fields import Field
from ..text import Text
from .config import BacklogSettings
from .ids import canonical

LISTS: Final[Mapping[str, FindingCode]] = {
    "labels": "tag",
    "dependencies": "ref",
    "references": "field",
    "documentation": "field",
    "modified_files": "field",
}
"""The fields that have to be lists, each with the kind of what is wrong with one that is none."""

NAMES: Final[Mapping[str, str]] = {
    "labels": "tags",
    "created_date": "created",
    "updated_date": "updated",
    "completed_date": "completed",
    "completion_date": "completed",
    "due_date": "due",
    "dependencies": "depends_on",
    "parent_task_id": "parent",
    "milestone": "epic",
}
"""What fields are called here that have another name there."""

FACTS: Final = ("type", "project", "reporter", "ordinal", "references", "documentation", "modified_files")
"""The fields that a page shows as what they are."""

_OTHERS: Final = frozenset({"id", "title", "status", "assignee", "priority", *FACTS, *NAMES})
_QUOTED: Final = ("assignee", "reporter", "due_date")
"""The fields whose text Backlog.md puts in quotes itself, so that `@` and `:` can stand in it."""

_SHORT: Final = re.compile(r"([0-9]{2})([-/.])([0-9]{2})\2([0-9]{2})")


class TaskFields:
    """The fields of a file, and what was found wrong with the file so far."""

    def __init__(self, path: str, text: Text, settings: BacklogSettings) -> None:
        self.path = path
        self.settings = settings
        self.all: Mapping[str, Field] = text.fields
        self.findings: list[Finding] = []

    def found(
        self, line: int, code: FindingCode, message: str, fix: str, at_most: Severity = "error"
    ) -> None:
        """Note what is wrong."""
        self.findings.append(Finding(self.path, line, code, message, fix, at_most=at_most))

    def line(self, name: str) -> int:
        """Return the line of a field, 1 if it is not there."""
        return self.all[name].line if name in self.all else 1

    def lines(self) -> dict[str, int]:
        """Return the lines of all fields, by the names that they have there and here."""
        own = {name: field.line for name, field in self.all.items()}
        return {**own, **{NAMES[name]: line for name, line in own.items() if name in NAMES}}

    def text(self, name: str) -> str:
        """Return a field as one text, empty if it says nothing."""
        field = self.all.get(name)
        return (field.text or "").strip() if field else ""

    def items(self, name: str) -> list[tuple[str, int]]:
        """Return the texts of a list with their lines; a text alone is none to Backlog.md."""
        field = self.all.get(name)
        if field is None or not field.text:
            return []
        if not isinstance(field.value, list):
            written = ", ".join(item.text for item in field.split())
            message = f"`{name}` is a text, which Backlog.md reads as none, and the next edit deletes"
            self.found(field.line, LISTS[name], message, f"write `{name}: [{written}]`")
            return []
        return [(text, item.line) for item in field.items if (text := item.text.strip())]

    def people(self) -> tuple[str, ...]:
        """Return who works on it: several, or one in a text alone."""
        field = self.all.get("assignee")
        if field is None or not field.text:
            return ()
        found = [item.text.strip() for item in field.items]
        if not isinstance(field.value, list) and field.text.startswith("["):  # `[@ada, "bob"]` is no YAML
            found = [part.strip().strip("\"'") for part in field.text.strip("[]").split(",")]
        return tuple(dict.fromkeys(filter(None, found)))

    def date(self, name: str, code: FindingCode) -> str | None:
        """Return a date, which is in UTC where it has no zone."""
        written = self.text(name)
        if not written or instant(written):
            return written or None
        short = _SHORT.fullmatch(written)  # day, month and year, as older releases wrote it
        day = only_day(f"20{short[4]}-{short[3]}-{short[1]}" if short else written)
        if day is None:
            message = f"`{written}` is no date; it was left out"
            self.found(self.line(name), code, message, f"write `{name}: '2026-01-31 09:00'`")
        return day

    def due(self) -> str | None:
        """Return the day on which it is due; without a day in it the file is nothing to Backlog.md."""
        written = self.text("due_date")
        if not written or instant(written):
            return written[:10] or None
        message = f"`{written}` is no day: Backlog.md does not list a task that is due then"
        self.found(self.line("due_date"), "unlisted", message, "write `due_date: '2026-01-31'`")
        return None

    def references(self) -> tuple[Reference, ...]:
        """Return what it depends on."""
        return tuple(self._reference("depends_on", *item) for item in self.items("dependencies"))

    def parent(self) -> Reference | None:
        """Return what it is part of."""
        written = self.text("parent_task_id")
        return self._reference("parent", written, self.line("parent_task_id")) if written else None

    def facts(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield what pages show as what it is."""
        for name in FACTS:
            if name in LISTS:
                texts = tuple(text for text, _ in self.items(name))
            else:
                texts = tuple(filter(None, (self.text(name),)))
            if texts:
                yield name, texts

    def others(self) -> Iterator[tuple[str, Field]]:
        """Yield the fields that Backlog.md does not have."""
        return ((name, field) for name, field in self.all.items() if name not in _OTHERS)

    def _reference(self, name: str, written: str, line: int) -> Reference:
        own = canonical(written, self.settings.prefix)
        return Reference(name, f"backlog/{own}" if own else written, line)


def is_yaml(text: str) -> bool:
    """Tell whether Backlog.md can read the frontmatter that a text begins with.

    It puts some texts in quotes itself, and takes no field twice.
    """
    lines = text.split("\n")
    end = next((at for at, line in enumerate(lines[1:], 1) if line.startswith("---")), len(lines))
    try:
        node = core_schema.compose("\n".join(map(_quoted, lines[1:end])) + "\n")
    except yaml.YAMLError:
        return False
    names = [key.value for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
    return len(names) == len(set(map(str, names)))


def is_quoted(finding: Finding, fields: Mapping[str, Field]) -> bool:
    """Tell whether something is wrong with a text that Backlog.md puts in quotes itself."""
    return finding.line in [fields[name].line for name in _QUOTED if name in fields]


def _quoted(line: str) -> str:
    name, colon, value = line.partition(":")
    if not colon or name.strip() not in _QUOTED:
        return line
    value = value.strip()
    if value.startswith("["):
        return line.replace("@", "")
    return line if value.startswith(("'", '"', "-")) or not value else f"{name}: x"
