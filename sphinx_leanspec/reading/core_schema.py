"""YAML as LeanSpec reads it.

What a scalar is, :mod:`.scalars` says. Nothing is constructed from tags, so nothing in a file can be
executed. No small file becomes a large value.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

import yaml

from ..model import Value
from . import scalars
from .decoding import clean


class _CoreLoader(yaml.CSafeLoader):
    """PyYAML's fast loader with the resolvers of YAML 1.2 in place of those of 1.1."""

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> str:
        """Find the tag of a node that gives none; PyYAML's own way also looks for paths."""
        if kind is not yaml.ScalarNode:
            return _COLLECTIONS[kind]
        return scalars.tag_of(value) if implicit[0] else scalars.TEXT


_COLLECTIONS: Mapping[type[yaml.Node], str] = {
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}


_DEPTH = 100
"""How deep a value may be nested: Python's own stack, and libyaml's, end somewhere behind that."""

_COPIES = 100_000
"""How many nodes and characters the aliases of a block may repeat: a small file stays a small value."""


class TooLargeError(yaml.YAMLError):
    """A value that no author can have meant."""

    problem = "it is nested too deeply, or its aliases repeat too much"


def load(text: str) -> Mapping[str, Value]:
    """Read a YAML file, a configuration say.

    :raises ValueError: if it is not YAML, or no mapping.
    """
    try:
        node = compose(text)
        value = None if node is None else Values(1).value(node)
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split()) or TooLargeError.problem) from error
    if value is not None and not isinstance(value, dict):
        raise ValueError("it is not a mapping")
    return value or {}


class Values:
    """The nodes of a block as plain values: trees, so that what an alias names is copied.

    :param first: the line of the file that the block begins on.
    """

    def __init__(self, first: int) -> None:
        self.first = first
        self.twice: list[tuple[int, str]] = []
        self._seen: set[int] = set()
        self._copies = _COPIES

    def value(self, node: yaml.Node, depth: int = 0) -> Value:
        """Return a node as plain data.

        :raises TooLargeError: if it is nested too deeply, or too much of it is copies.
        """
        is_copy = id(node) in self._seen
        self._seen.add(id(node))
        if is_copy:
            self._copies -= 1 + (len(node.value) if isinstance(node, yaml.ScalarNode) else 0)
        if depth > _DEPTH or (is_copy and self._copies < 0):
            raise TooLargeError
        if isinstance(node, yaml.ScalarNode):
            return scalars.value_of(node.tag, node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, depth + 1) for child in node.value]
        mapping: dict[str, Value] = {}
        for key, child in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            if name in mapping:
                self.twice.append((self.first + key.start_mark.line, name))
            mapping[name] = self.value(child, depth + 1)
        return mapping


def compose(text: str) -> yaml.Node | None:
    """Parse YAML.

    :raises yaml.YAMLError: if it is none, or nested so deeply that libyaml would run out of stack.
    """
    if max(map(len, text.split("\n"))) + text.count("[") + text.count("{") > 1000:
        depth = 0
        for event in yaml.parse(text, Loader=_CoreLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEPTH:
                raise TooLargeError
    node = yaml.compose(text, Loader=_CoreLoader)
    if "\\" in text and node is not None:
        _clean(node)
    return node


def _clean(node: yaml.Node) -> None:
    r"""Replace what escapes, such as ``\e``, put into texts and is no character of one."""
    waiting, seen = [node], {id(node)}
    while waiting:
        found = waiting.pop()
        if isinstance(found, yaml.ScalarNode):
            found.value = clean(found.value)
            continue
        inner = found.value if isinstance(found, yaml.SequenceNode) else chain.from_iterable(found.value)
        for child in inner:
            if id(child) not in seen:
                seen.add(id(child))
                waiting.append(child)
