"""Pages of a project with very many specs: bounded, and every spec is listed somewhere."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from building import Build, BuildResult, write_files

from sphinx_leanspec.commands.templates import STARTER
from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.extension.site import ROWS
from sphinx_leanspec.extension.views.card import _MOST as CHIPS
from sphinx_leanspec.extension.views.graph import DRAWABLE, LINES
from sphinx_leanspec.extension.views.index import _EACH
from sphinx_leanspec.extension.views.table import _FEW

COUNT = ROWS + 120
HUB, UMBRELLA = 1, 2
CLIQUE = range(10, 46)
"""Specs of which each depends on all before it: far more edges than specs."""


def tiny(number: int) -> str:
    """A spec of a few lines; nearly all depend on the first and are part of the second."""
    status = "in-progress" if number % 10 == 0 else "complete"
    earlier = (
        [*CLIQUE][: number - CLIQUE.start] if number in CLIQUE else [HUB] if number > CLIQUE.stop else []
    )
    head = [f"status: {status}", "created: 2026-01-01", f"depends_on: {earlier}"]
    head += [f"parent: {UMBRELLA}"] if number > CLIQUE.stop else []
    see = "See spec-001.\n\n" if number > CLIQUE.stop else ""
    return "\n".join(["---", *head, "---", "", f"# Tiny {number}", "", f"{see}- [ ] It is done", ""])


VIEWS = {
    "table": "{spec-table}",
    "all": "{spec-table}\n:limit: 0\n:columns: number",
    "page": "{spec-table}\n:offset: 100\n:limit: 20",
    "hub": "{spec-table} 1, 2\n:columns: number, required_by, children",
    "checks": "{spec-checklist}",
    "graph": "{spec-graph}",
    "clique": f"{{spec-graph}}\n:specs: {', '.join(map(str, CLIQUE))}",
    "tangle": f"{{spec-graph}}\n:max-items: 0\n:specs: {', '.join(map(str, CLIQUE))}",
}
DASHBOARD = "".join((STARTER / f"{name}.md").read_text("utf-8") for name in ("dashboard", "gaps"))
PROJECT = {
    "conf.py": 'extensions = ["sphinx_leanspec"]\nhtml_theme = "alabaster"\nleanspec_check_needs = False\n',
    "index.md": "# Home\n\n```{toctree}\ndashboard\n" + "\n".join(VIEWS) + "\n```\n",
    "dashboard.md": DASHBOARD.replace("$gaps", "").replace("$pages", "*"),
    **{f"{name}.md": f"# {name}\n\n```{view}\n```\n" for name, view in VIEWS.items()},
    **{f"specs/{number:03}-tiny/README.md": tiny(number) for number in range(1, COUNT + 1)},
}


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    return shared_build(PROJECT)


def rows(result: BuildResult, docname: str) -> list[str]:
    """The first cell of each row of a page's tables."""
    return [row.td.get_text(strip=True) for row in result.html(docname).select(".leanspec-table tbody tr")]


def more(result: BuildResult, docname: str) -> list[tuple[str, str]]:
    """What a page says it leaves out, and where that is."""
    found = result.html(docname).find(class_="body").find_all("a", string=re.compile(r"^\d+ more$"))
    return [(link.get_text(), link["href"]) for link in found]


def test_every_spec_is_listed_in_one_of_the_parts_that_the_index_leads_to(site: BuildResult) -> None:
    links = site.html("specs/index").select("nav.leanspec-parts a")
    assert [(link.get_text(), link["href"]) for link in links] == [
        ("001–500", "index/1.html"),
        (f"501–{COUNT}", "index/2.html"),
    ]
    listed = [*rows(site, "specs/index/1"), *rows(site, "specs/index/2")]
    assert listed == [f"{number:03} Tiny {number}" for number in range(1, COUNT + 1)]
    assert site.html("specs/index/2").h1.get_text().startswith(f"Specs 501 to {COUNT}")


def test_the_index_shows_the_first_of_each_status(site: BuildResult) -> None:
    page = site.html("specs/index")
    assert [heading.get_text(" ", strip=True) for heading in page.select("h2.rubric")] == [
        "◑ In progress 62",
        "● Complete 558",
    ]
    assert len(rows(site, "specs/index")) == 62 + _EACH
    assert more(site, "specs/index") == [(f"{558 - _EACH} more", "index/1.html")]


@pytest.mark.parametrize(
    ("name", "count"), [("table", ROWS), ("all", COUNT), ("page", 20), ("checks", ROWS), ("hub", 2)]
)
def test_a_table_has_so_many_rows_unless_asked_for_more(site: BuildResult, name: str, count: int) -> None:
    assert len(rows(site, name)) == count
    if name != "hub":
        left = [(f"{COUNT - count} more", "specs/index.html")] if count < COUNT else []
        assert more(site, name) == left


def test_a_table_begins_where_it_is_asked_to(site: BuildResult) -> None:
    assert rows(site, "page")[::19] == ["101 Tiny 101", "120 Tiny 120"]


def test_a_cell_names_some_of_thousands(site: BuildResult) -> None:
    left = f"{COUNT - CLIQUE.stop - _FEW} more"
    assert more(site, "hub") == [(left, "specs/index.html")] * 2


def test_a_card_names_some_of_thousands(site: BuildResult) -> None:
    left = COUNT - CLIQUE.stop - CHIPS
    assert more(site, "specs/002-tiny") == [(f"{left} more", "index.html")]
    # as many require the first; these mention it, too, and a view does: what is shown is said once
    mentioning = left + 1 - CHIPS
    assert [text for text, _ in more(site, "specs/001-tiny")] == [f"{left} more", f"{mentioning} more"]


def test_a_graph_has_no_more_edges_than_can_be_read(site: BuildResult) -> None:
    lines = len(site.html("clique").select("svg.leanspec-picture path"))
    assert 0 < lines <= LINES
    large = site.html("clique.graph")
    assert len(large.select(".leanspec-node")) == len(CLIQUE)
    assert len(large.select("svg.leanspec-picture path")) == len(CLIQUE) * (len(CLIQUE) - 1) // 2


def test_a_graph_that_is_too_large_to_draw_is_a_list(site: BuildResult) -> None:
    page = site.html("tangle")
    edges = len(CLIQUE) * (len(CLIQUE) - 1) // 2
    assert edges > DRAWABLE
    assert not page.find("svg")
    assert f"{edges} dependencies are too many for a diagram" in page.get_text()
    assert len(page.select(".leanspec-edges ul li")) == edges


def test_no_page_is_large(site: BuildResult) -> None:
    sizes = {path.name: path.stat().st_size for path in site.outdir.rglob("*.html")}
    # a graph that is opened large is as large as there are specs on it
    limits = {name: 1_200 * COUNT if name.endswith(".graph.html") else 400_000 for name in sizes}
    assert {name for name, size in sizes.items() if size > limits[name]} == set()
    assert sizes["001-tiny.html"] < 60_000
    assert sizes["dashboard.html"] < 100_000


def test_what_is_not_shown_writes_no_page_again(site: BuildResult, shared_build: Build) -> None:
    pages = ("specs/001-tiny", "specs/002-tiny", "specs/index/1", "page", "specs/index/2", "specs/index")
    before = [(site.outdir / f"{page}.html").stat().st_mtime_ns for page in pages]
    write_files(site.srcdir, {f"specs/{COUNT}-tiny/README.md": tiny(COUNT).replace("[ ]", "[x]")})
    shared_build(site.srcdir)
    after = [(site.outdir / f"{page}.html").stat().st_mtime_ns for page in pages]
    assert [old == new for old, new in zip(before, after, strict=True)] == [True] * 4 + [False] * 2


def test_parts_come_and_go_with_the_number_of_specs(build: Build) -> None:
    files = {f"specs/{number:03}-tiny/README.md": tiny(number) for number in range(1, ROWS + 2)}
    conf = PROJECT["conf.py"] + 'leanspec_severity = {"umbrella": "off"}\n'
    result = build({**files, "conf.py": conf, "index.md": "# Home\n"}, fatal_warnings=True)
    assert rows(result, "specs/index/2") == [f"{ROWS + 1} Tiny {ROWS + 1}"]
    (result.srcdir / f"specs/{ROWS + 1}-tiny/README.md").unlink()
    (result.srcdir / f"specs/{ROWS + 1}-tiny").rmdir()
    again = build(result.srcdir, fatal_warnings=True)
    assert not [*(again.outdir / "specs/index").glob("*.html")]
    assert len(rows(again, "specs/index")) == ROWS
    assert not again.html("specs/index").select("nav.leanspec-parts")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    root: Path = tmp_path_factory.mktemp("many")
    chain = {
        f"specs/{number:04}-x/README.md": f"---\nstatus: planned\nparent: {number - 1}\n---\n\n# X\n"
        for number in range(1, 2001)
    }
    write_files(root, chain)
    return load(root)


def test_neighbours_and_ancestors_take_as_long_among_many(corpus: Corpus) -> None:
    start = time.process_time()
    around = [corpus.neighbours(key) for key in corpus.specs]
    above = [corpus.ancestors(key, 5) for key in corpus.specs]
    assert time.process_time() - start < 0.5
    keys = [*corpus.specs]
    assert around[0] == (None, keys[1])
    assert around[-1] == (keys[-2], None)
    assert around[7] == (keys[6], keys[8])
    assert above[100] == tuple(keys[95:100])
    assert len(corpus.ancestors(keys[-1])) == 1999
