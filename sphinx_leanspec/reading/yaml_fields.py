"""The fields of a head that is more than plain names and values: as YAML, or as far as it is YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

import yaml

from . import core_schema, misread
from .fields import TOP_LEVEL, Field, FieldText, Problem


def is_yaml(lines: list[str]) -> bool:
    """Tell whether lines are YAML."""
    try:
        core_schema.compose("\n".join(lines))
    except yaml.YAMLError:
        return False
    return True


def read(lines: list[str], first: int) -> tuple[dict[str, Field], list[Problem]]:
    """Read the lines of a block, field by field if they cannot be read as a whole.

    :param first: the line of the file that they begin on.
    """
    try:
        return _compose(lines, first)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first + (min(mark.line, len(lines) - 1) if mark else 0)
    starts = [number for number, text in enumerate(lines) if TOP_LEVEL.match(text) or misread.is_joined(text)]
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


def _parts(
    node: yaml.Node, first: int
) -> tuple[tuple[FieldText, ...], tuple[tuple[int, Mapping[str, str]], ...]]:
    """Return the texts of a field, and the mappings in it."""
    children = node.value if isinstance(node, yaml.SequenceNode) else [node]
    items = tuple(
        [
            FieldText(child.value, first + child.start_mark.line)
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
