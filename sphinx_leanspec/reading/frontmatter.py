"""The YAML block at the head of a file, with the line of everything in it; a broken one as far as it goes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import yaml

from ..model import Value
from . import core_schema, misread

_DELIMITER = re.compile(r"(?P<dashes>-{3,})\s*(#.*)?")
_TOP_LEVEL = re.compile(r"[^\s#\-\[\]{}:][^:]*:(\s|$)")


class Item(NamedTuple):
    """A text within a field, and its line."""

    text: str
    line: int


class Field(NamedTuple):
    """A field of the frontmatter: its value, and each text in it as written."""

    line: int
    value: Value
    items: tuple[Item, ...]
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

    def split(self) -> tuple[Item, ...]:
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
        return tuple(Item(part, only.line) for part in whole if part)


class Problem(NamedTuple):
    """What is wrong with a block, at a line of the file."""

    line: int
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Frontmatter:
    """What the head of a file holds.

    :param fields: the fields by name.
    :param line: the line the block begins on, nothing if there is no block.
    :param body_line: the first line after the block.
    :param problems: what was wrong with it.
    """

    fields: Mapping[str, Field] = field(default_factory=dict)
    line: int | None = None
    body_line: int = 1
    problems: tuple[Problem, ...] = ()


def read(lines: list[str]) -> Frontmatter:
    """Read the block at the head of a file; a broken one is read as far as it goes.

    :param lines: the lines of the file, without line ends and byte order mark.
    """
    start = next((number for number, line in enumerate(lines) if line.strip()), None)
    opening = None if start is None else _DELIMITER.fullmatch(lines[start].rstrip())
    if start is None or opening is None:
        missing = Problem(1, "no frontmatter", "begin the file with `---`, `status:`, `created:` and `---`")
        return Frontmatter(problems=(missing,))
    problems: list[Problem] = []
    if len(opening["dashes"]) != 3:
        problems.append(
            Problem(start + 1, f"the frontmatter begins with `{opening['dashes']}`", "write three dashes")
        )
    first, end = start + 1, _end(lines, start + 1)
    if end is None:
        end = body = _last_field(lines, first)
        problems.append(Problem(first, "the frontmatter is never closed", f"write `---` after line {end}"))
    else:
        body = end + 1
    fields, found = _fields(lines[first:end], first + 1)
    return Frontmatter(fields, first, body + 1, (*problems, *found))


def _end(lines: list[str], first: int) -> int | None:
    """Return the line that closes a block, None if none does; a thematic break in the body does not."""
    end = next(
        (number for number in range(first, len(lines)) if _DELIMITER.fullmatch(lines[number].rstrip())), None
    )
    last = _last_field(lines, first)
    if end is None or last >= end or lines[last].strip()[:1] not in ("", "#"):
        return end
    prose = (line for line in lines[last:end] if line.strip() and not line.startswith("#"))
    if all(_can_be_field(line) for line in prose):
        return end
    try:
        core_schema.compose("\n".join(lines[first:end]))
    except yaml.YAMLError:
        return None
    return end


def _last_field(lines: list[str], first: int) -> int:
    """Return where an unclosed block ends: at the first line that cannot be part of it."""
    return next(
        (number for number in range(first, len(lines)) if not _can_be_field(lines[number])), len(lines)
    )


def _can_be_field(line: str) -> bool:
    return bool(line.strip()) and (line[0] in " -\t" or _TOP_LEVEL.match(line) is not None)


def _fields(lines: list[str], first: int) -> tuple[dict[str, Field], list[Problem]]:
    """Read the lines of a block, field by field if they cannot be read as a whole."""
    try:
        return _compose(lines, first)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first + (min(mark.line, len(lines) - 1) if mark else 0)
    starts = [
        number for number, text in enumerate(lines) if _TOP_LEVEL.match(text) or misread.is_joined(text)
    ]
    fields: dict[str, Field] = {}
    problems: list[Problem] = []
    for start, end in pairwise([*starts, len(lines)]):
        found, more = _piece(lines[start:end], first + start)
        problems += more
        problems += (_twice(name, fields[name], found[name]) for name in found if name in fields)
        fields |= found
    if not starts:
        problems.append(Problem(first, "the frontmatter holds no fields", "write `name: value` lines"))
    elif not problems:
        problems.append(Problem(line, "the frontmatter is not YAML as a whole", "indent its lines alike"))
    return fields, problems


def _piece(lines: list[str], first: int) -> tuple[dict[str, Field], list[Problem]]:
    """Read the lines of one field: as they are, as they were meant, or the first alone."""
    name = re.split(r"[:\uff1a]", lines[0], maxsplit=1)[0]
    if not misread.is_joined(lines[0]):
        try:
            return _compose(lines, first)
        except core_schema.TooLargeError as error:
            return {}, [Problem(first, f"`{name}` was left out: {error.problem}", "write it out")]
        except yaml.YAMLError:
            pass
    meant, wrong = misread.mended(lines)
    try:
        fields, problems = _compose(meant, first)
    except yaml.YAMLError:
        return _first_line(name, lines, first)
    said = "`{}` was read as it was meant, but is not YAML: {}"
    return fields, [
        *(Problem(first + at, said.format(name, what), fix) for at, what, fix in wrong),
        *problems,
    ]


def _first_line(name: str, lines: list[str], first: int) -> tuple[dict[str, Field], list[Problem]]:
    """Read the first line of a field whose others cannot be read."""
    try:
        fields, _ = _compose(lines[:1], first)
    except yaml.YAMLError:
        fields = {}
    at, what, fix = misread.stray(lines)
    if any(found.items for found in fields.values()):
        return fields, [Problem(first + at, f"what follows `{name}` was left out: {what}", fix)]
    return {}, [Problem(first, f"`{name}` was left out: {what}", fix)]


def _twice(name: str, one: Field, other: Field) -> Problem:
    message = f"`{name}` is given twice, on lines {one.line} and {other.line}; the last one counts"
    return Problem(other.line, message, "delete one")


def _compose(lines: list[str], first: int) -> tuple[dict[str, Field], list[Problem]]:
    """Compose lines into a YAML node.

    :raises yaml.YAMLError: if the lines are not YAML.
    """
    text = "\n".join(lines) + "\n"
    may_lose = any(sign in text for sign in misread.SIGNS)
    node = core_schema.compose(text)
    if node is None:
        return {}, []
    if not isinstance(node, yaml.MappingNode):
        if any(map(misread.is_joined, lines)):
            raise yaml.YAMLError  # it is to be read field by field
        return {}, [Problem(first, "the frontmatter holds no fields", "write `name: value` lines")]
    fields: dict[str, Field] = {}
    problems: list[Problem] = []
    values = core_schema.Values(first)
    for key, value in node.value:
        line = first + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            problems.append(Problem(line, "a field that has no name was left out", "write `name: value`"))
            continue
        try:
            found = Field(line, values.value(value), *_parts(value, first))
        except core_schema.TooLargeError as error:
            problems.append(Problem(line, f"`{key.value}` was left out: {error.problem}", "write it out"))
            continue
        if key.value in fields:
            problems.append(_twice(key.value, fields[key.value], found))
        if lost := may_lose and misread.lost(key, value, lines):
            problems += (Problem(first + one.at, f"`{key.value}`: {one.what}", one.fix) for one in lost)
            found = found.without_empty()
        fields[key.value] = found
    problems += (
        Problem(line, f"`{name}` is given twice; the last one counts", "delete one")
        for line, name in values.twice
    )
    return fields, problems


def _parts(node: yaml.Node, first: int) -> tuple[tuple[Item, ...], tuple[tuple[int, Mapping[str, str]], ...]]:
    """Return the texts of a field, and the mappings in it."""
    children = node.value if isinstance(node, yaml.SequenceNode) else [node]
    items = tuple(
        [
            Item(child.value, first + child.start_mark.line)
            for child in children
            if isinstance(child, yaml.ScalarNode) and child.tag != "tag:yaml.org,2002:null"
        ]
    )
    if isinstance(node, yaml.ScalarNode):
        return items, ()
    mappings = tuple(
        (
            first + child.start_mark.line,
            {key.value: value.value for key, value in child.value if _is_text(key, value)},
        )
        for child in children
        if isinstance(child, yaml.MappingNode)
    )
    return items, mappings


def _is_text(*nodes: yaml.Node) -> bool:
    return all(isinstance(node, yaml.ScalarNode) for node in nodes)
