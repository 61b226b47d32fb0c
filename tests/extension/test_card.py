"""The card under a spec's title: what it holds, and how it reads for those who cannot see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import Tag
from building import Build, BuildResult
from gallery import CONF, GALLERY
from samples import spec

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    return shared_build(GALLERY, conf=CONF)


@pytest.fixture(scope="module")
def card(site: BuildResult) -> Tag:
    return card_of(site, "specs/004-everything")


def card_of(site: BuildResult, docname: str) -> Tag:
    (card,) = site.html(docname).select(".leanspec-card")
    return card


def rows(card: Tag, kind: str) -> dict[str, Tag]:
    """The names and values of one of the card's lists."""
    names = card.select(f"dl.leanspec-{kind} > dt")
    return {name.get_text().rstrip(":"): name.find_next_sibling("dd") for name in names}


def test_it_is_a_region_with_a_name_under_the_title(card: Tag) -> None:
    assert (card.name, card["aria-label"]) == ("section", "About this spec")
    assert card.find_previous_sibling().name == "h1"


def test_its_umbrellas_stand_in_a_row_and_nowhere_else(card: Tag) -> None:
    assert rows(card, "relations")["Part of"].get_text(" ", strip=True) == "○ 001 Drafted"
    assert not card.find_all("nav"), "what a theme has need not be said twice"


def test_the_facts_are_those_of_the_frontmatter(card: Tag) -> None:
    found = {name: value.get_text(" ", strip=True) for name, value in rows(card, "facts").items()}
    tags = found.pop("Tags").split()
    assert found == {
        "Status": "◑ In progress",
        "Priority": "Critical",
        "Created": "1 Jan 2026",
        "Updated": "4 Mar 2026",
        "Assignee": "ada",
        "Issue": "#12",
        "Pull request": "#34",
    }
    assert (len(tags), tags[-1]) == (10, "a-tag-of-several-words")


def test_issue_and_pull_request_are_links(card: Tag) -> None:
    facts = rows(card, "facts")
    assert facts["Issue"].a["href"] == "https://github.com/owner/name/issues/12"
    assert facts["Pull request"].a["href"] == "https://github.com/owner/name/pull/34"


def test_progress_is_shown_by_section_and_in_all(card: Tag) -> None:
    found = {name: value.get_text(strip=True) for name, value in rows(card, "progress").items()}
    assert found == {"Plan": "3 / 5", "Test": "1 / 2", "In all": "4 / 7"}


@pytest.mark.parametrize("docname", ["specs/001-draft", "specs/007-none"])
def test_nothing_to_do_is_no_bar(site: BuildResult, docname: str) -> None:
    assert rows(card_of(site, docname), "progress") == {}


def test_a_dependency_says_its_number_its_title_and_the_state_that_its_glyph_shows(card: Tag) -> None:
    links = rows(card, "relations")["Depends on"].select("li a")
    assert [link.get_text()[:4] for link in links] == ["○001", "●005"]
    assert links[0].get_text().startswith("○001 Drafted")
    assert [link.select_one(".leanspec-glyph")["aria-label"] for link in links] == ["Draft", "Complete"]
    assert all(link["interestfor"].startswith("about-SPEC_") for link in links)


MANY = {
    **{f"specs/{at:03}-part/README.md": spec("Part", status="complete") for at in range(1, 8)},
    "specs/008-open/README.md": spec("Open"),
    "specs/010-all/README.md": spec("All", f"depends_on: {[*range(1, 9), 404]}"),
    "specs/011-on/README.md": spec("On", "depends_on: [10, 1]", status="complete"),
    "specs/012-late/README.md": spec("Late", "depends_on: [10]"),
    "index.md": "# Home\n",
}


def test_many_are_folded_the_unfinished_ones_first_and_a_diagram_shows_what_is_near(build: Build) -> None:
    result = build(MANY)
    card = card_of(result, "specs/010-all")
    row = rows(card, "relations")["Depends on"]
    assert [item.get_text()[1:4] for item in row.find("ul").find_all("li")] == [
        "008",
        "001",
        "002",
        "003",
        "004",
    ]
    assert row.summary.get_text() == "4 more"
    assert [item.get_text()[-11:] for item in row.details.find_all("li")][-1] == "(not found)"
    assert row.select_one(".leanspec-note").get_text() == "It waits for 1 of 8."
    back = rows(card, "relations")["Required by"]
    assert back.select_one(".leanspec-note").get_text() == "Waiting for it: 1 of 2."
    assert "Mentioned in" not in rows(card, "relations")
    figure = result.html("specs/010-all").select("figure.leanspec-graph")[0]
    boxes = [box["aria-label"].split(" (")[0] for box in figure.select("a.leanspec-node")]
    assert boxes == ["012 Late", "011 On", "010 All", "008 Open", *(f"{at:03} Part" for at in range(1, 5))]
    assert figure.select_one("[aria-current]")["aria-label"].startswith("010")
    assert figure.figcaption.get_text(strip=True).endswith("3 more are listed above.")
    assert (
        figure.select_one(".leanspec-scroll")["aria-label"] == "What depends on 010, and what it depends on"
    )
    assert len(result.html("specs/005-part").select("figure.leanspec-graph a.leanspec-node")) == 2


def test_the_diagram_at_the_foot_can_be_left_out_and_says_both_of_a_circle(build: Build) -> None:
    pair = {
        "specs/001-a/README.md": spec("A", "depends_on: [1, 2]"),
        "specs/002-b/README.md": spec("B", "depends_on: [1]"),
        "index.md": "# Home\n",
    }
    page = build(pair).html("specs/001-a")
    assert len(page.select("a.leanspec-node")) == len(page.select(".leanspec-line")) == 2
    assert not build(pair, conf={"leanspec_graph": False}).html("specs/001-a").select("a.leanspec-node")


def test_only_what_is_not_found_is_marked_as_wrong(card: Tag) -> None:
    assert [lost.get_text() for lost in card.select(".leanspec-lost")] == ["999-gone (not found)"]
    assert [other.get_text() for other in card.select(".leanspec-elsewhere")] == [
        "other:003-foreign (elsewhere)"
    ]


def test_pages_that_cover_and_mention_it_are_links(card: Tag) -> None:
    assert rows(card, "relations")["Covered by"].a.get_text() == "A page that covers"


def test_a_page_that_a_pdf_leaves_out_is_named_without_a_link(build: Build) -> None:
    files = {
        **GALLERY,
        "index.md": "# Home\n",
        "covering.md": "---\norphan: true\nspecs: [4]\n---\n# Apart\n",
    }
    result = build(files, builder="latex", conf=CONF)
    assert result.warnings == []
    (tex,) = result.outdir.glob("*.tex")
    assert "Apart" in tex.read_text("utf-8")


@pytest.mark.browser
def test_a_comma_stands_right_after_the_page_before_it(build: Build, browser_page: Page) -> None:
    page = "---\norphan: true\nspecs: [1]\n---\n# Page\n"
    spec = "---\nstatus: draft\ncreated: 2026-01-01\n---\n# Spec\n"
    result = build({"index.md": "# Home\n", "a.md": page, "b.md": page, "specs/001-spec/README.md": spec})
    browser_page.goto((result.outdir / "specs/001-spec.html").as_uri())
    first = browser_page.locator(".leanspec-relations .leanspec-page").first
    gap = """page => {
        const comma = document.createRange()
        comma.setStart(page.nextSibling, 0)
        comma.setEnd(page.nextSibling, 1)
        const [before, after] = [page, comma].map(one => one.getBoundingClientRect())
        return comma.toString() + Math.round(after.left - before.right)
    }"""
    assert first.evaluate(gap) == ",0"


def test_the_index_has_a_heading_for_each_status(site: BuildResult) -> None:
    page = site.html("specs/index")
    headings = page.select("h2.rubric")
    assert [heading.get_text(" ", strip=True) for heading in headings] == [
        "◑ In progress 2",
        "◔ Planned 1",
        "○ Draft 1",
        "● Complete 1",
        "▣ Archived 1",
        "· On hold 1",
        "· No status 1",
    ]
    assert all(head.get_text(strip=True) for head in page.select("th"))
