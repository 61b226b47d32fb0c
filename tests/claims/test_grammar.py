"""The grammar of evidence: what is read, and where exactly it is wrong."""

from __future__ import annotations

import pytest

from sphinx_leanspec.claims.grammar import place, quoted, read
from sphinx_leanspec.model import Annotation

READ: dict[str, list[list[str]]] = {
    "file a": [["file", "a"]],
    "file a;": [["file", "a"]],
    "file a;file b": [["file", "a"], ["file", "b"]],
    " file\ta \n ; clean ": [["file", "a"], ["clean"]],
    'text a "b; c"': [["text", "a", "b; c"]],
    'text a " b  c "': [["text", "a", " b  c "]],
    r'text a "\"\\\x3e\x3C"': [["text", "a", '"\\><']],
    'text a ""': [["text", "a", ""]],
    'text a"b"c': [["text", "a", "b", "c"]],
    r"text a \x3e": [["text", "a", r"\x3e"]],
    "file ü/世界.md": [["file", "ü/世界.md"]],
    "files a/* >= 3": [["files", "a/*", ">=", "3"]],
    'text a "b\n  c"': [["text", "a", "b\n  c"]],
}


@pytest.mark.parametrize("text", READ)
def test_what_is_read(text: str) -> None:
    statements, mistakes = read(Annotation(text, 3, 10))
    assert mistakes == ()
    assert [[one.kind.text, *(value.text for value in one.values)] for one in statements] == READ[text]


WRONG: dict[str, tuple[int, int, str]] = {
    "": (3, 10, "the evidence is empty"),
    "  ": (3, 10, "the evidence is empty"),
    "; file a": (3, 10, "nothing stands before this `;`"),
    "file a;; file b": (3, 17, "nothing stands before this `;`"),
    'text a "b': (3, 17, "this quote is never closed"),
    'file a;\n text a "b': (4, 9, "this quote is never closed"),
    r'text a "b\n"': (3, 19, r"`\n` means nothing"),
    r'text a "b\x3"': (3, 19, r"`\x` means nothing"),
    'text a "<!-- id: b"': (3, 18, "a comment cannot hold `<!--`"),
    'text a "b --!> c"': (3, 20, "a comment cannot hold `--!>`"),
}


@pytest.mark.parametrize("text", WRONG)
def test_what_cannot_be_read_is_told_at_its_place(text: str) -> None:
    statements, (mistake,) = read(Annotation(text, 3, 10))
    assert statements == ()
    line, column, said = WRONG[text]
    assert (mistake.line, mistake.column) == (line, column)
    assert said in mistake.message
    assert mistake.fix


def test_a_statement_has_the_place_where_it_begins() -> None:
    (_, second), _ = read(Annotation('file a;\n   text "b c" d', 3, 10))
    assert (second.line, second.column, second.written) == (4, 4, 'text "b c" d')
    assert place(Annotation("ab\nc", 3, 10), 3) == (4, 1)


@pytest.mark.parametrize(
    "value", ["a", "a b", 'a "b"', "a\\b", "a;b", "x --> y", "<!-- x", "--!> y", ">", "", "ü"]
)
def test_a_value_is_written_so_that_it_is_read_back(value: str) -> None:
    text = f"text a {quoted(value)}"
    assert not any(sign in text for sign in ("-->", "<!--", "--!>"))
    (statement,), mistakes = read(Annotation(text, 1, 1))
    assert mistakes == ()
    assert statement.values[1].text == value
