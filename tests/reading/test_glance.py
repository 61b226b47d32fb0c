"""A glance at a spec shows what reading all of it shows: its title, and how many of its boxes are done."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading.test_checks import BOXES

from sphinx_leanspec.model import Progress
from sphinx_leanspec.reading.decoding import body_of, decode, unified
from sphinx_leanspec.reading.frontmatter import read as frontmatter
from sphinx_leanspec.reading.glance import glance
from sphinx_leanspec.reading.walk import Walk

ROOT = Path(__file__).parents[2]

TITLES = {
    "plain": "# One (2), three/four\n",
    "blanks around": "\n\n#   One  two  \n",
    "closed": "# One ##\n",
    "closed, but not quite": "# One#\n",
    "code": "# The `x` of :tada:\n",
    "an emoji": "# Done :tada:\n",
    "emphasis": "# A *b* __c__ d_e_f\n",
    "an entity": "# A &amp; &#65;\n",
    "an escape": "# A \\* b\n",
    "a price": "# $3 or $5, and $x$\n",
    "html": "# A <b>c</b>\n",
    "numbers": "# 1. One\n",
    "nothing but signs": "# ##\n",
    "a link": "# [One](two.md)\n",
    "a reference": "# [One]\n\n[One]: two.md\n",
    "a second level": "## One\n",
    "no blank": "#One\n",
    "underlined": "One\n===\n",
    "later": "Words.\n\n# One\n",
    "none": "Words.\n",
    "empty": "\n",
}
ITEMS = {
    "a footnote first": "- [x] [^1]\n- [ ] [^1] a\n\n[^1]: b",
    "a picture alone": "- [x] ![](a.png)",
    "emphasis first": "- [x] *a*\n- [x] ***b***",
    "a link first": "- [x] [a](b)",
    "a list right behind": "- [x]\n  - [ ] a",
    "a line break first": "- [x]\n  a",
    "a formula": "- [x] $a$\n- [ ] $3, $5",
    "in a table": "| - [x] a |\n|---|\n| - [ ] b |",
    "other blanks": "- [\v] a\n- [\f] b",
    "underlined": "- [ ] a\n  ===\n- [x] b\n  ---\n- [ ] c\n\n      d",
    "marked not applicable": "- [ ] a <!-- n/a: no -->\n- [x] b",
}


def is_alike(text: str) -> bool:
    """Tell whether a glance shows the same; whether one is enough is answered with it."""
    found, walk = glance(text), Walk(text, 1, notes=False)
    if found is not None:
        assert found == (walk.title, walk.title_source, Progress.of(walk.checks()))
    return found is not None


@pytest.mark.parametrize("body", [*(text for text, _ in BOXES.values()), *ITEMS.values()])
def test_boxes_are_counted_alike(body: str) -> None:
    sees_more = "<!--" in body or "[\t]" in body or "[\v]" in body
    assert is_alike(f"# One\n\n{body}\n") is not sees_more


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_titles_are_alike(title: str) -> None:
    is_enough = title.lstrip("\n").startswith("# ") and "[" not in title and title.strip() != "# ##"
    assert is_alike(f"{title}\n- [x] a\n- [ ] b\n") is is_enough


def of_file(path: Path) -> bool:
    text = unified(decode(path.read_bytes())[0])
    return is_alike(body_of(text, frontmatter(text.split("\n")).body_line))


def test_what_we_have_written_is_counted_alike() -> None:
    paths = [*ROOT.glob("specs/*/*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md")]
    assert sum(map(of_file, paths)) > 20


@pytest.mark.corpora
def test_what_others_have_written_is_counted_alike(corpora: Path) -> None:
    assert sum(map(of_file, corpora.rglob("*.md"))) > 300
