"""A comment that looks like evidence belongs to a check, or it is told of; one in code is none."""

from __future__ import annotations

import pytest

from sphinx_leanspec.reading.prose import StrayReason
from sphinx_leanspec.reading.texts import of_walk
from sphinx_leanspec.reading.walk import Walk

STRAYS: dict[str, tuple[int, int, StrayReason]] = {
    "- [x] a <!-- evidnce: file b -->": (1, 9, "name"),
    "- [x] ä <!-- Evidnece: file b -->": (1, 9, "name"),
    "- [x] a <!-- Evidence - file b -->": (1, 9, "colon"),
    "- [x] a <!-- evidence file b -->": (1, 9, "colon"),
    "- [x] a <!-- evidence: file b\n\n  file c -->": (1, 9, "torn"),
    "- [x] a <!-- evidence: file b\n- [x] c -->": (1, 9, "torn"),
    "- [x] a <!-- evidence: files b\n  >= 4 -->": (1, 9, "torn"),
    "- [x] a <!-- evidence: file b": (1, 9, "unclosed"),
    "- [x] a <!-- evidence: b\n- [x] b <!-- evidence: b -->": (1, 9, "unclosed"),
    "- [x] a\n  <!-- evidence: file b": (2, 3, "unclosed"),
    "- [x] a\n<!-- evidence: file b -->": (2, 1, "place"),
    "- [✓] a <!-- evidence: file b -->": (1, 9, "mark"),
    "- [ x] a <!-- evidence: file b -->": (1, 10, "mark"),
    "- a <!-- evidence: file b -->": (1, 5, "box"),
    "- [x] a\n  - b <!-- evidence: file c -->": (2, 7, "box"),
    "- [\t] a <!-- evidence: file b -->": (1, 9, "mark"),
    "# A <!-- evidence: file b -->": (1, 5, "place"),
    "A\n<!-- evidence:file b -->": (2, 1, "place"),
    "> A <!--\n> evidence: file b -->": (1, 5, "place"),
    "| a |\n| - |\n| <!-- evidence: file b --> |": (3, 3, "place"),
}

NONE = (
    "- [x] a <!-- evidence: file b -->",
    "- [x] a <!-- EVIDENCE : file b -->",
    "> - [x] a <!-- evidence: file b;\n>   file c -->",
    "- [x] a\n  <!--\n  evidence: file b -->",
    "- [x] a `<!-- evidence file b -->`",
    "```\n<!-- evidence file b -->\n```",
    "    <!-- evidence file b -->",
    "- [x] a \\<!-- evidence: file b -->",
    "<!-- we write <!-- evidence: file b --> like that",
    "<!--\n- [x] a <!-- evidnce: file b -->\n-->",
    "<!-- provide: a -->\n\n<!-- audience: all -->",
)


@pytest.mark.parametrize("text", STRAYS)
def test_a_stray_comment_is_noted(text: str) -> None:
    (found,) = of_walk(Walk(f"{text}\n", 1)).strays
    assert (found.line, found.column, found.reason) == STRAYS[text]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_stray_comment(text: str) -> None:
    assert of_walk(Walk(f"{text}\n", 1)).strays == ()


def test_its_line_is_that_of_the_file() -> None:
    (found,) = of_walk(Walk("a\n\nb <!-- evidence: c -->\n", 7)).strays
    assert (found.line, found.column) == (9, 3)
