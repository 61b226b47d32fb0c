"""What pages and specs have to do with each other."""

from __future__ import annotations

from building import Build
from samples import HOUSE

PAGES = ("page-2", "page-10", "page-1", "page-1b", "page-02")


def test_pages_are_named_once_and_in_the_order_of_their_numbers(build: Build) -> None:
    pages = {f"{name}.md": f"# {name}\n\n{{spec}}`4` and {{spec}}`4` again.\n" for name in PAGES}
    listed = "\n".join(["# Home", "", "```{toctree}", *PAGES, "```", ""])
    page = build({**HOUSE, **pages, "index.md": listed}).html("specs/004-house")
    (heading,) = [term for term in page.select("dt") if term.get_text().startswith("Mentioned in")]
    named = [link.get_text() for link in heading.find_next_sibling("dd").select("a")]
    assert named == ["page-1", "page-1b", "page-02", "page-2", "page-10"]
