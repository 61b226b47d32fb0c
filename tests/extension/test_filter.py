"""The form over the index of specs: what it hides, how it sorts, and that nobody needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from building import Build, BuildResult
from samples import spec

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FILES = {
    "specs/001-boats/README.md": spec(
        "Boats", "priority: low", "tags: [Sea, wood]", "assignee: Ada", body="- [x] a\n- [ ] b\n"
    ),
    "specs/002-anchors/README.md": spec(
        "Anchors", "priority: critical", "tags: [sea]", body="- [x] a\n", status="complete"
    ),
    "specs/003-cranes/README.md": spec("Cranes <b>", "priority: high", "assignee: Bo", body="- [ ] a\n"),
    "specs/010-docks/README.md": spec("Docks", "tags: [wood]"),
    "index.md": "# Home\n\n```{spec-table}\n:search:\n:columns: spec, status, created\n```\n",
    "plain.md": "---\norphan: true\n---\n\n# Plain\n\n```{spec-table}\n```\n",
}


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    return shared_build(FILES, "-n", conf={"html_theme": "furo"}, fatal_warnings=True)


@pytest.fixture
def page(chromium: Browser, site: BuildResult) -> Page:
    page = chromium.new_page()
    page.goto((site.outdir / "specs/index.html").as_uri())
    return page


def shown(page: Page) -> list[str]:
    """The number of each spec that is seen, from top to bottom."""
    rows = page.locator("table.leanspec-specs tbody tr:visible td:first-child")
    return [text.strip()[:3] for text in rows.all_inner_texts()]


def test_the_form_is_hidden_until_its_script_runs(site: BuildResult) -> None:
    form = site.html("specs/index").select_one("form.leanspec-filter")
    assert form.has_attr("hidden")
    assert [label.get_text().split()[0] for label in form.select("label")] == [
        "Text", "Status", "Priority", "Tag", "Assignee"
    ]  # fmt: skip
    assert [option["value"] for option in form.select("select[name=tag] option")] == ["", "Sea", "wood"]
    assert len(site.html("specs/index").select("table.leanspec-specs tbody tr")) == 4


def test_pages_without_a_form_have_no_script(site: BuildResult) -> None:
    named = {
        name: "leanspec-filter.js" in site.text(f"{name}.html") for name in ("specs/index", "index", "plain")
    }
    assert named == {"specs/index": True, "index": True, "plain": False}


@pytest.mark.browser
def test_rows_are_found_by_what_is_chosen_and_written(page: Page) -> None:
    assert shown(page) == ["001", "003", "010", "002"]
    page.get_by_label("Tag").select_option("Sea")
    assert shown(page) == ["001", "002"]
    assert page.locator("form output").inner_text() == "2 of 4 specs"
    page.get_by_label("Status").select_option("complete")
    assert shown(page) == ["002"]
    assert not page.locator("#status-planned").is_visible()
    page.get_by_label("Status").select_option("")
    page.get_by_label("Text").fill("ada BOAT")
    assert shown(page) == ["001"]
    page.get_by_label("Text").fill("no such thing")
    assert shown(page) == []
    assert page.locator("form output").inner_text() == "0 of 4 specs"


@pytest.mark.browser
def test_what_is_chosen_stands_in_the_address(page: Page) -> None:
    page.get_by_label("Assignee").select_option("Bo")
    page.get_by_label("Text").fill("crane")
    page.reload()
    assert shown(page) == ["003"]
    page.goto(f"{page.url.partition('?')[0]}?tag=SEA&priority=critical&other=1")
    assert shown(page) == ["002"]


@pytest.mark.browser
def test_heads_sort_by_what_cells_mean(page: Page) -> None:
    page.get_by_role("button", name="Priority").first.click()
    assert shown(page)[:3] == ["003", "001", "010"]
    head = page.locator("th[aria-sort]").first
    assert (head.inner_text().strip()[:8], head.get_attribute("aria-sort")) == ("Priority", "ascending")
    page.get_by_role("button", name="Priority").first.press("Enter")
    assert shown(page)[:3] == ["001", "003", "010"]
    page.get_by_role("button", name="Progress").first.click()
    assert shown(page)[:3] == ["003", "001", "010"]
    page.get_by_role("button", name="Spec").first.click()
    assert shown(page)[:3] == ["001", "003", "010"]


@pytest.mark.browser
def test_without_script_the_tables_are_whole(chromium: Browser, site: BuildResult) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto((site.outdir / "specs/index.html").as_uri())
    assert shown(page) == ["001", "003", "010", "002"]
    assert not page.locator("form.leanspec-filter").is_visible()
