"""What the front matter of a page covers, in both languages, asked once for the site and for the check."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_leanspec.reading.covering import Covering, of, read

PAGES = {
    "myst.md": ("---\ntitle: A\nspecs: [1, '002']\n---\n# A\n", Covering(("1", "002"), 3)),
    "list.md": ("---\nspecs:\n- 1\n- 2\n---\n# A\n", Covering(("1", "2"), 2)),
    "none.md": ("# A\n\nspecs: 1\n", Covering()),
    "head.rst": (":orphan:\n:specs: 1, 2\n\nTitle\n=====\n", Covering(("1", "2"), 2)),
    "below.rst": ("Title\n=====\n\n:specs: 1\n\nText.\n", Covering(("1",), 4)),
    "over.rst": ("-----\nTitle\n-----\n\n:specs: 1\n", Covering(("1",), 5)),
    "text.rst": ("Title\n=====\n\nText.\n\n:specs: 1\n", Covering()),
    "json.rst": (':specs: ["1", 2]\n', Covering(("1", "2"), 1)),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_it_covers_at_its_head(name: str, tmp_path: Path) -> None:
    text, found = PAGES[name]
    (tmp_path / name).write_text(text, "utf-8")
    assert read(tmp_path / name) == found


@pytest.mark.parametrize(
    ("value", "specs"), [("1, 2", ("1", "2")), ([1, "2"], ("1", "2")), (7, ("7",)), ("", ())]
)
def test_a_value_that_somebody_else_read_means_the_same(
    value: str | int | list[int], specs: tuple[str, ...]
) -> None:
    assert of(value, 3) == Covering(specs, 3)
