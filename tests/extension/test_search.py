"""Sphinx's own search finds specs by all that people call them: its index, and its page in a browser."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from building import Build, BuildResult
from samples import spec

if TYPE_CHECKING:
    from playwright.sync_api import Page

CONF = {"html_theme": "alabaster"}
NOISE = "source code analysis integration 13 013 113 SPEC_013"
FILES = {
    "index.md": f"# Home\n\n```{{toctree}}\nguide\n```\n\nAbout the roof, the {NOISE} and {{spec}}`13`.\n",
    "guide.md": f"# Guide 13\n\n## Source\n\n## Roof\n\n{NOISE}\n\n## Code analysis\n\n{{spec}}`113`\n",
    "specs/002-version-13/README.md": spec("Version 13"),
    "specs/005-中文/README.md": spec("所有规格说明与分析文档的统一入口", "tags: [规格]"),
    "specs/013-source-code-analysis-integration/README.md": spec(
        "A roof of one's own",
        "tags: [knowledge-base, distributed-training]",
        "aliases: [011-old-name]",
        body="- [ ] Tiles <!-- id: tiles -->\n",
    ),
    "specs/013-source-code-analysis-integration/DESIGN.md": f"# Source code\n\n{NOISE}\n",
    "specs/021-other/README.md": spec("Other"),
    "specs/113-other/README.md": spec("Of another kind", body=f"{NOISE}, a roof of one's own.\n"),
    "specs/130-more/README.md": spec("More", body="Says a bit of everything.\n"),
}
ROOF = "specs/013-source-code-analysis-integration"
FOUND = {
    "013-source-code-analysis-integration": ROOF,
    "013-source-code-analysis": ROOF,
    "source-code-analysis-integration": ROOF,
    "13": ROOF,
    "013": ROOF,
    "113": "specs/113-other",
    "2": "specs/002-version-13",
    "002-version-13": "specs/002-version-13",
    "SPEC_013": ROOF,
    "spec_013": ROOF,
    "A roof of one's own": ROOF,
    "roof of one's own": ROOF,
    "013 A roof of one's own": ROOF,
    "011-old-name": ROOF,
    "SPEC_011": ROOF,
    "knowledge-base": ROOF,
    "distributed-training": ROOF,
    "所有规格说明与分析文档的统一入口": "specs/005-中文",
    "分析文档": "specs/005-中文",
    "005-中文": "specs/005-中文",
}


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    return shared_build(FILES, conf=CONF, fatal_warnings=True)


def index(result: BuildResult) -> dict[str, Any]:
    text = result.text("searchindex.js")
    found: dict[str, Any] = json.loads(text.removeprefix("Search.setIndex(").rstrip(";\n").removesuffix(")"))
    return found


def test_names_are_in_the_index_of_the_search_and_not_in_that_of_the_site(site: BuildResult) -> None:
    found = index(site)
    at = found["docnames"].index(ROOF)
    names = {name for name, places in found["indexentries"].items() if [at, "", True] in places}
    assert names == {
        "013-source-code-analysis-integration",
        "13",
        "013",
        "spec_013",
        "a roof of one's own",
        "013 a roof of one's own",
        "011-old-name",
        "spec_011",
        "spec_011_old_name",
    }
    assert ROOF not in site.text("genindex.html")


def test_the_page_says_its_names_and_tags_to_other_searches_too(site: BuildResult) -> None:
    said = site.html(ROOF).find("meta", {"name": "keywords"})["content"].split(", ")
    assert {"013-source-code-analysis-integration", "SPEC_013", "knowledge-base", "011-old-name"} <= set(said)
    assert site.html(f"{ROOF}/DESIGN").find("meta", {"name": "keywords"}) is None


def test_a_card_of_a_link_is_not_what_a_page_is_found_by(site: BuildResult) -> None:
    found = index(site)
    places = found["terms"]["everyth"]
    assert [found["docnames"][at] for at in ([places] if isinstance(places, int) else places)] == [
        "specs/130-more"
    ]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_rebuild_leaves_the_index_of_a_clean_build(build: Build, builder: str, jobs: int) -> None:
    """Entries of pages that are not written stay, words that no page holds any more go."""
    first = build({**FILES, "specs/021-other/README.md": spec("Othello")}, conf=CONF, builder=builder)
    (first.srcdir / "specs/021-other/README.md").write_text(FILES["specs/021-other/README.md"], "utf-8")
    shutil.rmtree(first.srcdir / "specs/002-version-13")
    rebuilt = build(first.srcdir, builder=builder, jobs=jobs)
    again = build(first.srcdir, builder=builder, jobs=jobs)
    kept = index(rebuilt)
    assert "013-source-code-analysis-integration" in kept["indexentries"]
    assert "othello" not in kept["titleterms"]
    clean = build(
        {name: text for name, text in FILES.items() if "/002" not in name}, conf=CONF, builder=builder
    )
    assert kept == index(again) == index(clean)


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "latex", "text"])
def test_builders_without_a_search_have_none_of_it(build: Build, builder: str) -> None:
    result = build(FILES, builder=builder, conf=CONF)
    texts = [path.read_text("utf-8") for path in result.outdir.rglob("*.*html")]
    texts += [path.read_text("utf-8") for path in result.outdir.glob("*.tex")]
    assert not any('name="keywords"' in text or r"\index{013" in text for text in texts)


@pytest.mark.browser
def test_the_page_of_the_spec_is_on_top(site: BuildResult, browser_page: Page) -> None:
    tops = {}
    for query in FOUND:
        browser_page.goto(f"{(site.outdir / 'search.html').as_uri()}?q={quote(query)}")
        first = browser_page.locator("ul.search li a").first
        first.wait_for()
        tops[query] = first.evaluate("link => decodeURI(link.href)").partition("html/")[2]
        browser_page.locator("h2", has_text="Search Results").wait_for()
        links = browser_page.locator("ul.search li > a").evaluate_all("links => links.map(one => one.href)")
        pages = [link.partition("#")[0] for link in links]
        assert len(pages) == len(set(pages)), "each page once"
    assert {query: top.partition(".html")[0] for query, top in tops.items()} == FOUND


@pytest.mark.browser
def test_a_result_shows_how_the_text_of_the_spec_begins(site: BuildResult, browser_page: Page) -> None:
    browser_page.goto(f"{(site.outdir / 'search.html').as_uri()}?q=nothing")
    browser_page.locator("h2", has_text="Search Results").wait_for()
    text = "html => Search.htmlToText(html).trim()"
    shown = browser_page.evaluate(text, site.text(f"{ROOF}.html"))
    assert shown
    assert not any(word in shown for word in ("Status", "Depends on", "A roof of one's own"))
    assert "Home" in browser_page.evaluate(text, site.text("index.html")), "other pages are as they are"


OWN = """
from sphinx.search import languages
from sphinx.search.en import SearchEnglish

class Own(SearchEnglish):
    pass

def setup(app):
    app.add_search_language({language})
    app.setup_extension("sphinx_leanspec")
    app.connect("builder-inited", lambda app: print("language:", languages["en"].__name__))
"""


def test_words_are_remembered_and_the_index_is_the_same(build: Build) -> None:
    indexes, said = {}, {}
    for language in ("SearchEnglish", "Own"):
        conf = OWN.format(language=language) + 'extensions = ["myst_parser"]\n'
        done = build({**FILES, "conf.py": conf})
        said[language] = done.stdout
        indexes[language] = done.text("searchindex.js")
    assert "language: English" in said["SearchEnglish"]
    assert "language: Own" in said["Own"]
    assert '"analysi"' in indexes["Own"]
    assert indexes["SearchEnglish"] == indexes["Own"]
