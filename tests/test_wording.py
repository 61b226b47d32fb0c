"""Numbers, suggestions and lists in texts for users, and words of others that are no markup."""

from __future__ import annotations

import re
from html import unescape

import pytest
from markdown_it import MarkdownIt

from sphinx_leanspec.wording import counted, did_you_mean, listed, literal


def test_a_number_of_things() -> None:
    said = [counted(number, "spec") for number in (0, 1, 2, 1_234)]
    assert said == ["0 specs", "1 spec", "2 specs", "1,234 specs"]


def test_a_suggestion_names_all_or_is_none() -> None:
    assert [did_you_mean(names) for names in ((), ("a",), ("a", "b"))] == [
        "",
        "did you mean `a`?",
        "did you mean `a` or `b`?",
    ]


def test_texts_between_commas() -> None:
    assert listed(" a, b c,,") == ("a", "b c")


@pytest.mark.parametrize(
    "text",
    [
        "sphinx-leanspec 2.0 (beta), R & D: what's new?",
        "*a* _b_ __c__ ~~d~~ `e` ``f``",
        "[a](b) ![c](d) [e][f] [^g] <http://h.invalid> <b>i</b> <!-- j -->",
        "&amp; &#35; &copy; AT&T;",
        "# a",
        "1. a",
        "12) a",
        "- a",
        "+ a",
        "=",
        "---",
        "***",
        "> a",
        "| a | b |",
        "\\* a\\",
        "$a$ {role}`b` {{ c }}",
        "```x",
        "~~~x",
        ":::{note}",
        "% comment",
        "(target)=",
        "+++",
    ],
)
def test_words_of_others_are_no_markup(text: str) -> None:
    shown = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(literal(text))
    assert re.fullmatch(r"<p>([^<]*)</p>\n", shown), shown
    assert unescape(shown)[3:-5] == text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("https://a.invalid", "https\\://a.invalid"),
        ("WWW.a.invalid", "WWW\\.a.invalid"),
        ("ada@a.invalid", "ada\\@a.invalid"),
        (":tada: 12:30", "\\:tada: 12:30"),
        (":::{note}", "\\:\\::\\{note\\}"),
        ("% a", "\\% a"),
        ("(a)=", "\\(a)="),
        ("$a$ {b}`c`", "\\$a\\$ \\{b\\}\\`c\\`"),
        ("house-plans 1.0", "house-plans 1.0"),
    ],
)
def test_nor_are_they_what_github_and_myst_add_to_it(text: str, safe: str) -> None:
    assert literal(text) == safe
