"""The YAML block at the head of a file, as LeanSpec reads it, with the line of everything in it.

The rules are YAML 1.2's core schema (https://yaml.org/spec/1.2.2/#103-core-schema) but for integers with a
leading zero, which LeanSpec's own reader keeps as text: dates, ``037``, ``12:30`` and ``yes`` are strings.
Nothing is constructed from tags, so nothing in a file can be executed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from ..model import Value

_DELIMITER = re.compile(r"(?P<dashes>-{3,})\s*(#.*)?")
_TOP_LEVEL = re.compile(r"[^\s#\-\[\]{}:][^:]*:(\s|$)")


class _CoreLoader(yaml.CSafeLoader):
    """PyYAML's fast loader with the resolvers of YAML 1.2 in place of those of 1.1."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?(0|[1-9][0-9]*)|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        list("-+0123456789."),
    ),
):
    _CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), _first)

_SCALARS: Mapping[str, Callable[[str], Value]] = {
    "tag:yaml.org,2002:null": lambda text: None,
    "tag:yaml.org,2002:bool": lambda text: text.lower() == "true",
    "tag:yaml.org,2002:int": lambda text: int(text, 0),
    "tag:yaml.org,2002:float": lambda text: float(text.replace(".inf", "inf").replace(".nan", "nan")),
}


@dataclass(frozen=True, slots=True)
class Item:
    """A text within a field, and its line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Field:
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

    def split(self) -> tuple[Item, ...]:
        """The field as a list: a sequence, a JSON string, texts between commas, or one scalar."""
        if isinstance(self.value, list) or not self.items:
            return tuple(item for item in self.items if item.text.strip())
        (only,) = self.items
        text = only.text.strip()
        parts = text.split(",")
        if text.startswith("["):
            try:
                parts = [str(part) for part in json.loads(text)]
            except ValueError:
                parts = text.strip("[]").split(",")
        return tuple(Item(part.strip(), only.line) for part in parts if part.strip())


@dataclass(frozen=True, slots=True)
class Problem:
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
    end = next(
        (number for number in range(start + 1, len(lines)) if _DELIMITER.fullmatch(lines[number].rstrip())),
        None,
    )
    body = end
    if end is None:
        body = end = _last_field(lines, start + 1)
        problems.append(
            Problem(start + 1, "the frontmatter is never closed", f"write `---` after line {end}")
        )
    else:
        body = end + 1
    fields, found = _fields(lines[start + 1 : end], start + 2)
    return Frontmatter(fields, start + 1, body + 1, (*problems, *found))


def load(text: str) -> Mapping[str, Value]:
    """Read a YAML file, a configuration say.

    :raises ValueError: if it is not YAML, or no mapping.
    """
    try:
        node = yaml.compose(text, Loader=_CoreLoader)
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from error
    value = None if node is None else _value(node, {})
    if value is not None and not isinstance(value, dict):
        raise ValueError("it is not a mapping")
    return value or {}


def _last_field(lines: list[str], start: int) -> int:
    """:returns: where a block that is never closed ends: at the first line that cannot be part of it."""
    for number in range(start, len(lines)):
        line = lines[number]
        if not (line[:1] in (" ", "-", "\t") or _TOP_LEVEL.match(line)) or not line.strip():
            return number
    return len(lines)


def _fields(lines: list[str], first: int) -> tuple[dict[str, Field], list[Problem]]:
    """Read the lines of a block, field by field if they cannot be read as a whole."""
    try:
        return _compose(lines, first)
    except yaml.YAMLError:
        pass
    starts = [number for number, line in enumerate(lines) if _TOP_LEVEL.match(line)]
    fields: dict[str, Field] = {}
    problems: list[Problem] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        try:
            found, more = _compose(lines[start:end], first + start)
        except yaml.YAMLError as error:
            what = getattr(error, "problem", None) or "not YAML"
            name = lines[start].partition(":")[0]
            problems.append(
                Problem(first + start, f"`{name}` was left out: {what}", "mend the YAML on this line")
            )
        else:
            fields |= found
            problems += more
    if not problems:
        problems.append(Problem(first, "the frontmatter is not YAML as a whole", "mend its indentation"))
    return fields, problems


def _compose(lines: list[str], first: int) -> tuple[dict[str, Field], list[Problem]]:
    node = yaml.compose("\n".join(lines) + "\n", Loader=_CoreLoader)
    if node is None:
        return {}, []
    if not isinstance(node, yaml.MappingNode):
        return {}, [Problem(first, "the frontmatter holds no fields", "write `name: value` lines")]
    fields: dict[str, Field] = {}
    problems = []
    memo: dict[int, Value] = {}
    for key, value in node.value:
        line = first + key.start_mark.line
        name = str(key.value)
        if name in fields:
            problems.append(
                Problem(
                    line,
                    f"`{name}` is given twice, on lines {fields[name].line} and {line}; the last one counts",
                    "delete one",
                )
            )
        fields[name] = _field(value, line, first, memo)
    return fields, problems


def _field(node: yaml.Node, line: int, first: int, memo: dict[int, Value]) -> Field:
    children = node.value if isinstance(node, yaml.SequenceNode) else [node]
    mappings = tuple(
        (first + child.start_mark.line, {str(k.value): str(v.value) for k, v in child.value})
        for child in children
        if isinstance(child, yaml.MappingNode)
    )
    return Field(line, _value(node, memo), tuple(_items(children, first)), mappings)


def _items(nodes: list[yaml.Node], first: int) -> Iterator[Item]:
    for node in nodes:
        if isinstance(node, yaml.ScalarNode) and node.tag != "tag:yaml.org,2002:null":
            yield Item(node.value, first + node.start_mark.line)


def _value(node: yaml.Node, memo: dict[int, Value]) -> Value:
    """:param memo: values by node, so that aliases are shared and a recursive one ends."""
    if id(node) in memo:
        return memo[id(node)]
    if isinstance(node, yaml.ScalarNode):
        memo[id(node)] = _SCALARS.get(node.tag, str)(node.value)
        return memo[id(node)]
    if isinstance(node, yaml.SequenceNode):
        sequence: list[Value] = []
        memo[id(node)] = sequence
        sequence += [_value(child, memo) for child in node.value]
        return sequence
    mapping: dict[str, Value] = {}
    memo[id(node)] = mapping
    mapping |= {str(key.value): _value(child, memo) for key, child in node.value}
    return mapping
