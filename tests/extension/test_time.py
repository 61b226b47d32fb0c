"""Rendering takes time in proportion to the text, whatever is in it."""

from __future__ import annotations

import logging
import time

import pytest
from docutils.utils import new_document

from sphinx_leanspec.extension.markdown import render
from sphinx_leanspec.reading.decoding import lines_of

SIZE = 100_000
LIMIT = 2.0


def much(text: str) -> str:
    return text * (SIZE // len(text))


@pytest.mark.parametrize(
    "text",
    [
        much("word\n"),
        much("*a "),
        much("**a"),
        much("["),
        much("[a]("),
        much(">"),
        "<div>" + much("<a ") + ">",
        "<div>\n" + much("<b>") + much("</i>"),
        "x " + much("<b>")[: SIZE // 2] + much("</i>")[: SIZE // 2],
        much("<details>\n\n# a\n\n"),
        "<details>\n\n" + much("## a\n\n"),
        much("<h2>a\n"),
        much("- [ ] a\n"),
        "|a|\n|-|\n" + much("|b|\n")[: SIZE // 2],
        "[^a]: b\n\n" + much("[^a] "),
        much("$$a$$ "),
        much("1$2"),
        much(":rocket: "),
        ":" + much("a") + ":",
        much("```\n"),
        much("\t-\t\n"),
        "<picture><source srcset='" + much("a 1x, ") + "'>",
        much("a@b@"),
        much("http://x` "),
        much("&#27;"),
    ],
    ids=lambda text: repr(text[:16]),
)
def test_a_long_text_takes_no_time(text: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    page = render.BodyContext("Page")
    for turn in range(3):  # a machine that does other things takes longer for the same
        begun = time.process_time()
        render.render(lines_of(text), 1, new_document("spec.md"), page)
        if (taken := time.process_time() - begun) < LIMIT:
            return
        print(f"turn {turn + 1}: {taken:.2f} s")
    pytest.fail(f"{len(text):,} letters take {taken:.2f} s of CPU")
