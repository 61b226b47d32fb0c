"""The tutorial: its files are written and its commands run, in its order, and say what it shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from ci import needs_bash, run, scripts, validate
from walkthrough import Reader, blocks

PAGE = Path(__file__).parents[1] / "docs" / "guide" / "tutorial.md"
pytestmark = [
    pytest.mark.skipif(not PAGE.is_file(), reason="the guide is part of a checkout only"),
    needs_bash,
]


def test_every_step_of_the_tutorial_works(tmp_path: Path) -> None:
    reader = Reader(tmp_path, tmp_path)
    remote = reader.remote("lighthouse")
    for block in blocks(PAGE):
        reader.do(block)
    assert len(reader.left_out) == 3
    published(remote, tmp_path / "clone")


def published(remote: Path, clone: Path) -> None:
    """Do with what was pushed what GitHub does."""
    run(f"git clone --quiet '{remote}' '{clone}'", clone.parent)
    workflows = sorted(clone.glob(".github/workflows/*.yml"))
    assert [path.stem for path in workflows] == ["pages", "specs"]
    validate("github-workflows", *workflows)
    for script in (script for path in workflows for script in scripts(path)):
        done = run(script, clone)
        assert not done.returncode, done.stdout + done.stderr
    page = (clone / "docs/_build/html/reach.html").read_text("utf-8")
    assert "A Horn for Fog" in page
    assert "<svg" in page
