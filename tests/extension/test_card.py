"""The card under a spec's title: what it holds, and how it reads for those who cannot see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import Tag
from building import Build, BuildResult
from gallery import CONF, GALLERY

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


def test_crumbs_and_steps_are_two_navigations(card: Tag) -> None:
    assert [(nav["aria-label"], nav.get_text(" ", strip=True)) for nav in card.find_all("nav")] == [
        ("Breadcrumbs", "Specs / 001 / 004"),
        ("Specs before and behind", "← 003 005 →"),
    ]


def test_steps_end_where_the_specs_end(site: BuildResult) -> None:
    assert card_of(site, "specs/001-draft").select_one(".leanspec-steps").get_text(strip=True) == "002 →"
    assert card_of(site, "specs/008-other").select_one(".leanspec-steps").get_text(strip=True) == "← 007"


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


def test_a_chip_says_the_state_that_its_glyph_shows(card: Tag) -> None:
    chips = rows(card, "relations")["Depends on"].select(".leanspec-status")
    assert [chip.get_text() for chip in chips] == ["○001", "●005"]
    assert [chip.span["aria-label"] for chip in chips] == ["Draft", "Complete"]


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
