"""The types of what the head of a spec holds: YAML 1.2, lists in every notation, custom fields."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from reading.conftest import ReadSpec


def head(lines: str) -> str:
    return f"---\nstatus: planned\ncreated: 2026-01-01\n{lines}\n---\n"


VALUES = {
    "037": "037",
    "-037": "-037",
    "12:30": "12:30",
    "2026-01-01": "2026-01-01",
    "2026-01-01T10:00:00Z": "2026-01-01T10:00:00Z",
    "yes": "yes",
    "on": "on",
    "No": "No",
    "true": True,
    "False": False,
    "~": None,
    "null": None,
    "''": "",
    "'037'": "037",
    "42": 42,
    "-42": -42,
    "+1": 1,
    "0o17": 15,
    "0x1F": 31,
    "0b11": "0b11",
    "1_000": "1_000",
    "1.50": 1.5,
    ".5": 0.5,
    "1e3": 1000.0,
    "1.0.0": "1.0.0",
    "<<": "<<",
    "=": "=",
    "[1, a, '1', [2]]": [1, "a", "1", [2]],
    "{a: 1, 2: b}": {"a": 1, "2": "b"},
    "!!str 5": "5",
    "# comment": None,
    "a # comment": "a",
    "|\n  a\n  b": "a\nb\n",
    ">-\n  a\n  b": "a b",
}


@pytest.mark.parametrize(("written", "value"), VALUES.items(), ids=VALUES)
def test_values_are_those_of_yaml_1_2(written: str, value: Any, read: ReadSpec) -> None:
    spec = read(head(f"x: {written}"))
    assert (spec.custom["x"], type(spec.custom["x"])) == (value, type(value))
    assert spec.findings == ()


LISTS = {
    "[a, b]": ("a", "b"),
    "\n  - a\n  - b": ("a", "b"),
    "\n- a\n- 'b c'": ("a", "b c"),
    "a, b": ("a", "b"),
    "a,b,": ("a", "b"),
    "a b": ("a b",),
    "\"['a', 'b']\"": ("'a'", "'b'"),
    '\'["a", "b, c"]\'': ("a", "b, c"),
    "'[1, true]'": ("1", "true"),
    "'[\"\\ud800\"]'": ("?",),
    "'[a, b'": ("a", "b"),
    "[45, 037, ~, '']": ("45", "037"),
    "45": ("45",),
    "~": (),
    "[]": (),
    "''": (),
    "{a: b}": (),
}


@pytest.mark.parametrize(("written", "items"), LISTS.items(), ids=LISTS)
def test_lists_however_they_are_written(written: str, items: tuple[str, ...], read: ReadSpec) -> None:
    spec = read(head(f"tags: {written}\ndepends_on: {written}"))
    assert spec.tags == items
    assert tuple(reference.text for reference in spec.depends_on) == items
    assert {finding.code for finding in spec.findings} <= {"ref", "tag"}  # what is empty


def test_a_reference_knows_its_line(read: ReadSpec) -> None:
    spec = read(head("depends_on:\n  - 001-a\n\n  - 003-c # why\nparent: 004-d\nrelated: 5, 6"))
    assert [(reference.field, reference.text, reference.line) for reference in spec.depends_on] == [
        ("depends_on", "001-a", 5),
        ("depends_on", "003-c", 7),
    ]
    assert spec.parent
    assert (spec.parent.field, spec.parent.text, spec.parent.line) == ("parent", "004-d", 8)
    assert [(reference.text, reference.line) for reference in spec.related] == [("5", 9), ("6", 9)]


CUSTOM = {
    ("string", "037"): "037",
    ("string", "5"): "5",
    ("string", "[a, b]"): ["a", "b"],
    ("date", "2026-01-01"): "2026-01-01",
    ("number", "'5'"): 5,
    ("number", "'2.5'"): 2.5,
    ("number", "5"): 5,
    ("number", "many"): "many",
    ("boolean", "'true'"): True,
    ("boolean", "no"): False,
    ("boolean", "maybe"): "maybe",
    ("array", "a, b"): ["a", "b"],
    ("array", "a"): ["a"],
    ("array", "[1, 037]"): ["1", "037"],
    ("array", "~"): [],
    ("string", "~"): None,
    ("colour", "5"): 5,
}


@pytest.mark.parametrize("declared", ["plain", "with a type"])
@pytest.mark.parametrize(("kind", "written", "value"), [(*key, value) for key, value in CUSTOM.items()])
def test_custom_fields(kind: str, written: str, value: Any, declared: str, read: ReadSpec) -> None:
    custom = {"x": kind if declared == "plain" else {"type": kind}}
    files = {".lean-spec/config.json": json.dumps({"frontmatter": {"custom": custom}})}
    spec = read(head(f"x: {written}\ny: 1"), files)
    assert (spec.custom["x"], type(spec.custom["x"])) == (value, type(value))
    assert spec.custom["y"] == 1
