"""The JSON Schema of a spec's frontmatter, for editors: what they complete, explain and underline.

It takes what LeanSpec takes, and references as numbers, which this package understands. Draft 7 is what
editors know best.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from . import Vocabularies
from .vocabulary import Vocabulary

ADDRESS: Final = "https://sphinx-leanspec.readthedocs.io/en/latest/frontmatter.schema.json"
"""Where the schema is published that knows no project."""

_DAY: Final = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_TIME: Final = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
_INSTANT: Final = rf"{_DAY}(?:[T ]{_TIME}\s*(?:Z|[+-]\d{{2}}:?\d{{2}})?)?"

_SPECIAL: Final = re.compile(r"[\\^$.*+?()\[\]{}|/]")
"""What has a meaning in a pattern of ECMA's, which refuses to have anything else escaped."""

_Schema = dict[str, Any]

_TEXT: Final[_Schema] = {"type": ["string", "integer", "null"]}
_REFERENCE: Final[_Schema] = {"type": ["string", "integer"], "pattern": r"\S", "minimum": 0}
_DATE: Final[_Schema] = {"type": "string", "pattern": rf"^\s*{_DAY}\s*$"}
_MOMENT: Final[_Schema] = {"type": ["string", "null"], "pattern": rf"^\s*{_INSTANT}\s*$"}
_REFERENCES: Final[_Schema] = {
    "type": ["array", "string", "integer", "null"],
    "items": _REFERENCE,
    "minimum": 0,
}
_TAGS: Final[_Schema] = {"type": ["array", "string", "null"], "items": {"type": "string", "pattern": r"\S"}}


class _Field(NamedTuple):
    """What is said of a field, and what it takes."""

    description: str
    takes: _Schema
    examples: tuple[object, ...] = ()


_FIELDS: Final[Mapping[str, _Field]] = {
    "created": _Field("When the spec was created, `YYYY-MM-DD`.", _DATE, ("2026-01-31",)),
    "tags": _Field("What the spec is about.", _TAGS, (["docs", "search"],)),
    "depends_on": _Field(
        "The specs that have to be done before this one: ids, or numbers.",
        _REFERENCES,
        (["012-search-index"],),
    ),
    "parent": _Field(
        "The umbrella that this spec is a part of: its id, or its number.",
        {**_REFERENCE, "type": ["string", "integer", "null"]},
        ("010-search",),
    ),
    "related": _Field("Specs that have to do with this one.", _REFERENCES, (["014-feeds"],)),
    "aliases": _Field(
        "What the spec was called before it was renamed or renumbered: links to these names lead to it.",
        _REFERENCES,
        (["011-old-name"],),
    ),
    "assignee": _Field("Who works on it.", _TEXT, ("ada",)),
    "reviewer": _Field("Who reviews it.", _TEXT, ("grace",)),
    "issue": _Field("The number of its issue.", _TEXT, (123,)),
    "pr": _Field("The number of its pull request.", _TEXT, (45,)),
    "epic": _Field("The epic it belongs to.", _TEXT, ("search",)),
    "breaking": _Field("Whether it breaks what users rely on.", {"type": ["boolean", "null"]}, (True,)),
    "due": _Field("When it should be done.", _MOMENT, ("2026-03-31",)),
    "created_at": _Field("When it was created, with the time.", _MOMENT, ("2026-01-31T09:00:00Z",)),
    "updated": _Field("The day it was last changed.", _MOMENT, ("2026-02-01",)),
    "updated_at": _Field("When it was last changed, with the time.", _MOMENT, ("2026-02-01T09:00:00Z",)),
    "completed": _Field("The day it was finished.", _MOMENT, ("2026-02-28",)),
    "completed_at": _Field("When it was finished, with the time.", _MOMENT, ("2026-02-28T09:00:00Z",)),
    "migrated_to": _Field(
        "Where the spec lives now: an address, or an id.", _TEXT, ("https://example.org/issues/7",)
    ),
}
"""The fields whose values are the same in every project."""

_STATUS: Final = "Where the spec stands."
_PRIORITY: Final = "How urgent it is."
_TRANSITIONS: Final = "The changes of its status, each with the time."

_KINDS: Final[Mapping[str, _Schema]] = {
    "string": {"type": ["string", "number", "boolean", "null"]},
    "date": _MOMENT,
    "number": {
        "type": ["number", "string", "null"],
        "pattern": r"^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$",
    },
    "boolean": {"anyOf": [{"type": ["boolean", "null"]}, {"enum": ["yes", "no"]}]},
    "array": {"type": ["array", "string", "number", "boolean", "null"]},
}
"""What the types of custom fields stand for that LeanSpec's configuration knows."""


def schema(words: Vocabularies | None = None, custom: Mapping[str, str] | None = None) -> _Schema:
    """Describe the frontmatter of a project's specs.

    :param words: the words of the project; LeanSpec's own, if nothing is said.
    :param custom: the types of the project's own fields.
    """
    is_generic = words is None and not custom
    words = words or Vocabularies()
    status = _word(words.status)
    properties: dict[str, _Schema] = {
        "status": {"description": _STATUS, **status, "examples": list(words.status.words)},
        **{
            name: {"description": field.description, **field.takes, "examples": list(field.examples)}
            for name, field in _FIELDS.items()
        },
        "priority": {"description": _PRIORITY, **_word(words.priority, optional=True)},
        "transitions": {
            "description": _TRANSITIONS,
            "type": ["array", "null"],
            "items": {
                "type": "object",
                "required": ["status", "at"],
                "properties": {"status": status, "at": {**_MOMENT, "type": "string"}},
            },
            "examples": [[{"status": words.status.words[1], "at": "2026-02-01T09:00:00Z"}]],
        },
    }
    for name, kind in sorted((custom or {}).items()):
        if name not in properties:
            properties[name] = {"description": f"A field of this project ({kind}).", **_KINDS.get(kind, {})}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **({"$id": ADDRESS} if is_generic else {}),
        "title": "Frontmatter of a LeanSpec spec",
        "type": "object",
        "required": ["status", "created"],
        "properties": dict(sorted(properties.items())),
    }


def as_text(content: _Schema) -> str:
    """Return a schema as text."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _word(words: Vocabulary, *, optional: bool = False) -> _Schema:
    """Return the schema of a field with fixed words, in any case; editors offer the first ones."""
    known = "|".join(_any_case(word) for word in _each((*words.words, *words.quiet)))
    takes: list[_Schema] = [
        {"type": "string", "enum": list(words.words)},
        {"type": "string", "pattern": rf"^\s*(?:{known})\s*$"},
    ]
    return {"anyOf": [*takes, *([{"type": "null"}] if optional else [])]}


def _each(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _any_case(word: str) -> str:
    """Return a pattern that matches a word in any case: patterns in a schema have no flags."""
    letters = (
        f"[{letter.upper()}{letter.lower()}]" if letter.isascii() and letter.isalpha() else letter
        for letter in _SPECIAL.sub(r"\\\g<0>", word)
    )
    return "".join(letters)
