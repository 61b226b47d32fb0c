"""The guide's page on many projects: what it shows is what comes of what it tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from ci import needs_bash
from walkthrough import Reader, blocks

PAGE = Path(__file__).parents[1] / "docs" / "guide" / "projects.md"
pytestmark = [
    pytest.mark.skipif(not PAGE.is_file(), reason="the guide is part of a checkout only"),
    needs_bash,
]


def test_the_example_does_what_the_page_shows(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "shop", tmp_path / "home")
    reader.folder.mkdir()
    done = [block for block in blocks(PAGE) if block.kind in ("file", "sh", "text")]
    for block in done:
        reader.do(block)
    assert [block.kind for block in done].count("text") >= 1
