"""What a link can lead to within a page: what GitHub gives a name."""

from __future__ import annotations

import pytest
from reading.anchor_cases import ANCHORS

from sphinx_leanspec.reading.texts import prose


@pytest.mark.parametrize(("text", "anchors"), ANCHORS.items(), ids=ANCHORS)
def test_anchors_are_github_s(text: str, anchors: set[str]) -> None:
    assert prose("a.md", f"{text}\n".encode()).anchors == anchors


def test_links_in_html_stand_on_their_lines() -> None:
    text = "Text.\n\n<p>\n<a\nhref=one.md>x</a>\n<img src='two.png'></p>\n\n> <!-- <a href='no.md'>\n> -->\n"
    assert [(link.text, link.line) for link in prose("a.md", text.encode()).links] == [
        ("one.md", 4),
        ("two.png", 6),
    ]
