"""The JSON Schema of the frontmatter: it takes what LeanSpec takes, and nothing that is a finding."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from building import write_files
from commands import run, spec
from jsonschema import Draft7Validator

from sphinx_leanspec.corpus import load
from sphinx_leanspec.reading import Vocabularies, frontmatter
from sphinx_leanspec.reading.schema import ADDRESS, schema
from sphinx_leanspec.reading.spec import KNOWN

ROOT = Path(__file__).parents[1]


def problems(text: str, found: dict[str, object] | None = None) -> list[str]:
    """What the schema says of a frontmatter, by field."""
    matter = frontmatter.read(f"---\n{text}\n---\n".split("\n"))
    values = {name: field.value for name, field in matter.fields.items()}
    errors = Draft7Validator(found or schema()).iter_errors(values)
    return sorted({str(error.path[0]) if error.path else error.message.split("'")[1] for error in errors})


def test_it_is_a_schema_and_knows_every_field() -> None:
    Draft7Validator.check_schema(schema())
    assert schema()["properties"].keys() == KNOWN
    assert all(field["description"] for field in schema()["properties"].values())
    assert schema()["$id"] == ADDRESS


def test_its_examples_are_right() -> None:
    for name, field in schema()["properties"].items():
        for example in field.get("examples", ()):
            assert not list(Draft7Validator(field).iter_errors(example)), name


@pytest.mark.skipif(not (ROOT / "specs").is_dir(), reason="our specs are part of a checkout only")
def test_our_own_specs_are_right() -> None:
    corpus = load(ROOT)
    assert len(corpus.specs) >= 13
    for found in corpus.specs.values():
        lines = (ROOT / found.path).read_text("utf-8").split("\n")
        values = {name: field.value for name, field in frontmatter.read(lines).fields.items()}
        assert not list(Draft7Validator(schema()).iter_errors(values)), found.key


HEAD = "status: planned\ncreated: 2026-01-01\n"


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "status: In-Progress",
        "status: in_progress",
        "status: COMPLETED",
        "priority: urgent",
        "priority: Med",
        "priority:",
        "tags: a, b",
        "tags: [a, b c]",
        "tags:",
        "depends_on: [001-a, 2]",
        "depends_on: 001-a, 002-b",
        "depends_on: '[\"001-a\"]'",
        "parent: 007",
        "aliases: [11]",
        "issue: 12",
        "issue: '#12'",
        "breaking: true",
        "updated_at: 2026-01-01T10:00:00.123456789Z",
        "completed_at: 2026-01-01T10:00:00+01:00",
        "completed: '2026-01-01'",
        "due: 2026-02-28",
        "transitions: [{status: in_progress, at: '2026-01-01T10:00:00Z'}]",
        "own: {any: [thing]}",
    ],
)
def test_what_leanspec_takes(lines: str) -> None:
    name = lines.partition(":")[0]
    head = "".join(
        line for line in HEAD.splitlines(keepends=True) if not line.startswith(f"{name}:") or not name
    )
    assert problems(head + lines) == []


@pytest.mark.parametrize(
    "lines",
    [
        "status: done",
        "status: 5",
        "status:",
        "created: 20260101",
        "created: 2026-13-01",
        "created: yesterday",
        "created:",
        "priority: p1",
        "priority: [high]",
        "tags: [1]",
        "tags: ['']",
        "tags: {a: b}",
        "depends_on: [{a: 1}]",
        "depends_on: ['']",
        "depends_on: true",
        "parent: [001-a]",
        "aliases: [1.5]",
        "breaking: yes",
        "completed_at: yesterday",
        "updated: 2026-02-30T25:00",
        "transitions: [complete]",
        "transitions: [{status: complete}]",
        "transitions: [{status: done, at: 2026-01-01}]",
        "assignee: [ada]",
    ],
)
def test_what_is_wrong_is_found(lines: str) -> None:
    name = lines.partition(":")[0]
    head = "".join(line for line in HEAD.splitlines(keepends=True) if not line.startswith(f"{name}:"))
    assert problems(head + lines) == [name]


def test_status_and_creation_are_required() -> None:
    assert problems("tags: a") == ["created", "status"]


def test_a_project_has_words_and_fields_of_its_own(tmp_path: Path) -> None:
    words = Vocabularies.extended({"on-hold": "on-hold", "review": "in-progress"})
    kinds = {name: name for name in ("string", "number", "boolean", "array", "date")} | {"status": "string"}
    found = schema(words, {**kinds, "odd": "other"})
    Draft7Validator.check_schema(found)
    assert "$id" not in found
    head = "created: 2026-01-01\nstatus: "
    assert problems(f"{head}on-hold", found) == []
    assert problems(f"{head}Review", found) == []
    assert problems(f"{head}on-hold") == ["status"]
    right = "string: 1\nnumber: '2.5'\nboolean: yes\narray: a, b\ndate: 2026-01-01\nodd: {}"
    assert problems(f"{head}review\n{right}", found) == []
    wrong = "string: [a]\nnumber: two\nboolean: maybe\narray: {a: b}\ndate: soon"
    assert problems(f"{head}review\n{wrong}", found) == ["array", "boolean", "date", "number", "string"]


def test_the_command_knows_the_project(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "specs/001-a/README.md": spec(),
            ".lean-spec/config.json": '{"frontmatter": {"custom": {"effort": "number"}}}',
            "ubproject.toml": '[leanspec.statuses]\non-hold = "on-hold"\n',
        },
    )
    done = run("schema", tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.json()["properties"]["effort"]["type"] == ["number", "string", "null"]
    assert "on-hold" in done.json()["properties"]["status"]["anyOf"][0]["enum"]
    assert run("schema", tmp_path, "-o", tmp_path / "a.json").stdout == b""
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == done.json()
    assert run("schema", "--generic").json() == schema()
    refused = run("schema", tmp_path, "-o", tmp_path / "no" / "a.json")
    assert refused.returncode == 2
    assert refused.stderr == (
        f"sphinx-leanspec: {tmp_path / 'no' / 'a.json'} cannot be written: No such file or directory\n"
    )
    assert run("schema", cwd=tmp_path / "specs" / "001-a").returncode == 0
    (tmp_path / "empty").mkdir()
    assert run("schema", tmp_path / "empty" / "none").returncode == 2


def patterns(part: object) -> list[str]:
    if isinstance(part, list):
        return [found for one in part for found in patterns(one)]
    if not isinstance(part, dict):
        return []
    own = [part["pattern"]] if isinstance(part.get("pattern"), str) else []
    return own + patterns(list(part.values()))


def test_its_patterns_are_those_of_ecma() -> None:
    # an editor reads them as Unicode ones, which escape nothing but what has a meaning
    found = patterns(schema(Vocabularies.extended({"on-hold/é (a)": "planned"})))
    assert found
    for pattern in found:
        assert not re.search(r"\\[^dDsSwW^$.*+?()\[\]{}|/\\]", pattern), pattern
