"""What is read without a reader of YAML, YAML reads the same."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from sphinx_leanspec.reading import plain_fields, yaml_fields

HEADS = {
    "texts, numbers and what is nothing": (
        "status: in-progress\ncreated: 2026-01-31\ncreated_at: 2026-01-31T09:00:00.5Z\npoints: 3\n"
        "share: 5e3\nbreaking: true\nowner: null\nempty:\nlast: 1.5"
    ),
    "quotes": "a: 'It is: so'\nb: \"x, [y]\"\nc: ''\nd: \"37\"\ne: 'true'",
    "lists": "tags:\n  - one\n  - 'two three'\n  - 4\nmore:\n- a\n- null\nflow: [a, b c, 3]\nnone: []",
    "mappings": (
        "transitions:\n  - status: planned\n    at: '2026-01-31T09:00:00Z'\n  - status: complete\n    at: 7"
    ),
}
NOT_PLAIN = {
    "a sign": "a: 'x' # y",
    "an anchor": "a: &b c",
    "two lines": "a: b\n  c",
    "a block": "a: |\n  b",
    "a name twice": "a: b\na: c",
    "a colon in a text": "a: b: c",
    "a space at the end": "a: b ",
    "another script": "a: für",
    "an escape": 'a: "\\e"',
    "a number sign in quotes": "a: '#42'",
    "entries below a text": "a: b\n- c",
    "entries that do not stand below each other": "a:\n  - b\n - c",
    "a list in a list": "a:\n  - - b",
    "a mapping": "a:\n  b: c",
    "a name twice in an entry": "a:\n  - b: c\n    b: d",
    "a blank line": "a: b\n\nc: d",
    "a tab": "a:\tb",
    "an unfinished list": "a: [b, ]",
}


def _is_same(head: str) -> bool:
    """Hold one reader against the other; tell whether both read it."""
    lines = head.split("\n")
    plain = plain_fields.read(lines, 2)
    if plain is not None:
        fields, problems = yaml_fields.read(lines, 2)
        assert (list(plain.items()), []) == (list(fields.items()), problems), head
        assert repr(plain) == repr(fields), head  # True is 1
    return plain is not None


@pytest.mark.parametrize("what", HEADS)
def test_a_head_as_most_are_is_read_as_yaml_reads_it(what: str) -> None:
    assert _is_same(HEADS[what])


@pytest.mark.parametrize("what", NOT_PLAIN)
def test_what_is_more_than_plain_is_left_to_yaml(what: str) -> None:
    assert not _is_same(NOT_PLAIN[what])


def test_whatever_is_made_of_such_heads_is_read_as_yaml_reads_it() -> None:
    chance = random.Random(5)
    lines = [line for head in (*HEADS.values(), *NOT_PLAIN.values()) for line in head.split("\n")]
    signs = " :-'\"[],{}#&*!|>%@~?.0x1eE+_tnN/ü"
    plain = 0
    for _ in range(6000):
        head = [chance.choice(lines) for _ in range(chance.randint(1, 4))]
        for _ in range(chance.choice((0, 0, 1, 2))):
            at = chance.randrange(len(head))
            cut = chance.randint(0, len(head[at]))
            head[at] = head[at][:cut] + chance.choice(signs) + head[at][cut + chance.randint(0, 1) :]
        plain += _is_same("\n".join(head))
    assert plain > 600


@pytest.mark.corpora
def test_heads_of_real_projects_are_read_as_yaml_reads_them(corpora: Path) -> None:
    heads = [path.read_text("utf-8").split("---\n", 2) for path in corpora.glob("*/specs/*/README.md")]
    plain = sum(_is_same(parts[1].removesuffix("\n")) for parts in heads if len(parts) == 3 and not parts[0])
    assert plain > len(heads) * 0.9
