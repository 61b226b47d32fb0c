"""`build`, and `init` with `sphinx-build`, make the same site of a repository."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from building import Build
from gitting import Repository
from samples import spec
from test_build_command import built

from sphinx_leanspec.cli import main

FILES = {
    "README.md": "# Tea *house*\n\n[guide](docs/guide/02-b.md#water) costs $5 to $10\n\n- [x] tick\n",
    "docs/plain.md": "---\nspecs: [1]\n---\n\n# Plain\n\n[up](../README.md) [in](guide/02-b.md)\n",
    "docs/guide/02-b.md": "# Brewing\n\n## Water\n\n```json\n{ no json\n```\n",
    "docs/guide/deep/10-c.md": "# Serving\n\n> [!NOTE]\n> Hot.\n",
    "specs/001-kettle/README.md": spec(
        "Kettle", body="- [x] Boils <!-- evidence: file docs/plain.md -->\n- [ ] Sings\n"
    ),
    "specs/002-pot/README.md": spec(
        "Pot", "depends_on: [1]", body="- [ ] Pours\n\n[d](../../docs/plain.md)\n"
    ),
}
PAGES: Mapping[str, str] = {
    "index": "index",
    "README": "repository/README",
    "docs/plain": "plain",
    "docs/guide/02-b": "guide/02-b",
    "docs/guide/deep/10-c": "guide/deep/10-c",
    **{f"specs/{name}": f"specs/{name}" for name in ("index", "dashboard", "graph", "001-kettle", "002-pot")},
}
"""What a page is called where all of the repository is the source, and where ``docs/`` is."""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory, shared_build: Build) -> tuple[Path, Path]:
    root = tmp_path_factory.mktemp("same") / "house"
    Repository(root).commit("2026-01-05T10:00:00Z", FILES)
    own = built(root, "-W", out=root.parent / "out")
    assert main(["init", str(root)]) == 0
    return own.out, shared_build(root / "docs", fatal_warnings=True).outdir


def article(site: Path, docname: str) -> BeautifulSoup:
    found = BeautifulSoup((site / f"{docname}.html").read_text("utf-8"), "html.parser").find("article")
    assert found is not None
    return found


@pytest.mark.parametrize("docname", PAGES)
def test_a_page_says_the_same(docname: str, sites: tuple[Path, Path]) -> None:
    own, written = (article(site, name) for site, name in zip(sites, (docname, PAGES[docname]), strict=True))
    assert own.get_text(" ", strip=True) == written.get_text(" ", strip=True)
    assert [tag.name for tag in own.find_all()] == [tag.name for tag in written.find_all()]


def test_there_are_no_others(sites: tuple[Path, Path]) -> None:
    own, written = ({path.relative_to(site).as_posix() for path in site.rglob("*.html")} for site in sites)
    made = {"genindex.html", "permalink.html", "search.html"}
    assert own - made == {f"{docname}.html" for docname in PAGES}
    assert written - made == {f"{docname}.html" for docname in PAGES.values()}


def test_the_navigation_is_the_same(sites: tuple[Path, Path]) -> None:
    own, written = (
        [
            entry.get_text()
            for entry in BeautifulSoup((site / "index.html").read_text("utf-8"), "html.parser").select(
                ".sidebar-tree a, .sidebar-tree .caption"
            )
        ]
        for site in sites
    )
    assert own == written


def test_what_joins_later_is_taken_in(sites: tuple[Path, Path]) -> None:
    """The first page that `build` makes is made anew each time; the one that `init` wrote names patterns."""
    index = (sites[0].parent / "house/docs/index.md").read_text("utf-8")
    assert "/guide/**" in index
    assert "/*" in index.splitlines()
