"""The card of a link to a spec: what it says, where it is, and that it is never in the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup, Tag
from building import Build, BuildResult
from samples import spec

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CONF = {"html_theme": "furo"}
LATE = """\
> Quoted.

- [ ] Item

| a |
|---|
| b |

## Overview

Text with `code` and **bold**, e.g. [a link](../001-plain/)[^1].

[^1]: Note
"""
SENTENCES = {
    "001-plain": ("Dig a hole. Then wait.\n", "Dig a hole."),
    "002-none": ("", ""),
    "003-late": (LATE, "Text with code and bold, e.g. a link."),
    "004-中文": ("这是第一句话，说明这个规格的内容。这是第二句话。\n", "这是第一句话，说明这个规格的内容。"),
    "005-long": (" ".join(["word"] * 80) + ".\n", " ".join(["word"] * 40) + "…"),
    "006-长": ("字" * 300, "字" * 200 + "…"),
    "007-lines": ("One sentence\nover two\nlines of v1.2? Yes.\n", "One sentence over two lines of v1.2?"),
    "008-html": ("Words & <b>bold</b> & <script>x</script>.\n", "Words & bold & <script>x</script>."),
}
TITLE = "A title so long that it takes more than one line of any card there may be"
SPECS = {
    f"specs/{name}/README.md": spec("Of its own" if name != "005-long" else TITLE, body=body)
    for name, (body, _) in SENTENCES.items()
}
LINKS = (
    "{spec}`1` and {spec}`the first <1>`, spec-001, `specs/001-plain/README.md`, [folder](specs/001-plain/), "
    "{spec}`2` {spec}`3` {spec}`4` {spec}`5` {spec}`6` {spec}`7` {spec}`8` {check}`9#kept`\n"
)
FILES = {
    **SPECS,
    "specs/009-done/README.md": spec(
        "Done", status="complete", body="- [x] One <!-- id: kept -->\n- [ ] Two\n\n{spec}`1`, ../001-plain/\n"
    ),
    "index.md": f"# Home\n\n{LINKS}\n```{{toctree}}\nviews\nmore\n```\n",
    "views.md": "# Views\n\n```{spec-table}\n```\n\n```{spec-graph} 1\n```\n",
    "more.rst": f"More\n====\n\n:spec:`9` and :spec:`9` and :spec:`99`\n\n{'Words. ' * 500}\n\n:spec:`5`\n",
}


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    return shared_build(FILES, conf=CONF)


def cards(page: BeautifulSoup) -> dict[str, Tag]:
    return {str(card["id"]): card for card in page.select(".leanspec-hovercard")}


def text(node: Tag) -> str:
    return " ".join(node.get_text(" ").split())


def test_a_card_says_title_state_progress_and_how_the_spec_begins(site: BuildResult) -> None:
    (card,) = cards(site.html("more")).keys() - {"about-SPEC_005"}
    shown = cards(site.html("more"))[card]
    assert text(shown) == "009 Done ● Complete 1 / 2 {spec}1, ../001-plain/"
    assert shown.progress["value"] == "1"


@pytest.mark.parametrize(("name", "sentence"), [(name, said) for name, (_, said) in SENTENCES.items()])
def test_the_first_sentence(site: BuildResult, name: str, sentence: str) -> None:
    card = cards(site.html("index"))[f"about-SPEC_{name[:3]}"]
    lines = [text(line) for line in card.find_all("div")]
    assert lines[2:] == ([sentence] if sentence else [])


def test_one_card_for_each_spec_and_none_for_other_links(site: BuildResult) -> None:
    page = site.html("index")
    assert sorted(cards(page)) == [f"about-SPEC_00{number}" for number in range(1, 9)]
    links = page.select("a[interestfor]")
    assert [link["interestfor"][-1] for link in links] == [*"11111", *"2345678"]
    assert {link["interestfor"] for link in links} == cards(page).keys()
    assert not [link for link in links if link.get("title")]
    assert "interestfor" not in page.find("a", href=re.compile("SPEC_009_C_KEPT")).attrs


def test_views_have_no_cards(site: BuildResult) -> None:
    assert not cards(site.html("views"))
    assert "hovercard.js" not in site.text("views.html")
    assert "hovercard.js" in site.text("index.html")


def test_a_card_is_heard_by_nobody_and_holds_nothing_to_reach(site: BuildResult) -> None:
    for card in cards(site.html("index")).values():
        assert card["aria-hidden"] == "true"
        assert not card.select("a, button, [tabindex], [id]")


@pytest.mark.parametrize("builder", ["epub", "text", "latex", "man", "texinfo", "gettext"])
def test_other_builders_have_none(build: Build, builder: str) -> None:
    result = build(FILES, builder=builder, conf=CONF)
    for path in result.outdir.rglob("*"):
        if path.suffix in (".xhtml", ".txt", ".tex", ".1", ".texi"):
            assert "about-SPEC" not in path.read_text("utf-8")
    if builder == "epub":
        links = BeautifulSoup(result.text("index.xhtml"), "html.parser").select("p a[title]")
        assert links[0]["title"] == "001 Of its own (Planned)"
    assert [line for line in result.warnings if "unknown node" in line] == []


def test_one_page_with_everything_has_one_card_for_each_spec(build: Build) -> None:
    page = build(FILES, builder="singlehtml", conf=CONF).html("index")
    ids = [card["id"] for card in page.select(".leanspec-hovercard")]
    assert len(ids) == len(set(ids)) == 9


def test_a_page_of_links_grows_by_a_hundred_cards_at_most(build: Build) -> None:
    specs = {
        f"specs/{number:03}-x/README.md": spec(f"Spec {number}", body="Words of it.\n")
        for number in range(1, 131)
    }
    names = " ".join(f"{{spec}}`{number}`" for number in range(1, 131))
    result = build({**specs, "index.md": f"# Home\n\n{names} {names} {names}\n"}, conf=CONF)
    page = result.html("index")
    links = page.select("p > a.reference.internal")
    assert len(links) == 390
    assert len(cards(page)) == 100
    assert all("interestfor" in link.attrs or link["title"].startswith("1") for link in links)
    weight = sum(len(str(card)) for card in cards(page).values())
    assert weight < 50_000


def test_a_rebuild_shows_what_a_spec_says_now(build: Build) -> None:
    first = build(FILES, conf=CONF)
    path = first.srcdir / "specs/001-plain/README.md"
    path.write_text(path.read_text("utf-8").replace("Dig a hole.", "Fill a hole."), "utf-8")
    again = build(first.srcdir)
    assert "Fill a hole." in text(cards(again.html("index"))["about-SPEC_001"])
    assert "Fill a hole." in text(cards(again.html("specs/003-late"))["about-SPEC_001"])


# ---- in a browser

VISIBLE = ".leanspec-hovercard:visible"
WITHOUT = """
delete HTMLAnchorElement.prototype.interestForElement;
document.addEventListener("interest", (event) => event.preventDefault(), true);
"""
"""Makes a browser of today one that does not know ``interestfor``."""


def opened(browser: Browser, site: BuildResult, name: str, **options: Any) -> Page:
    context = browser.new_context(offline=True, **options)
    page = context.new_page()
    page.goto((site.outdir / f"{name}.html").as_uri())
    return page


@pytest.mark.browser
@pytest.mark.parametrize("width", [1200, 390])
@pytest.mark.parametrize("mode", ["no script", "script", "old browser"])
def test_hover_shows_the_card_within_the_window_and_moves_nothing(
    chromium: Browser, site: BuildResult, mode: str, width: int
) -> None:
    context = chromium.new_context(
        offline=True, java_script_enabled=mode != "no script", viewport={"width": width, "height": 700}
    )
    if mode == "old browser":
        context.add_init_script(WITHOUT)
    page = context.new_page()
    page.goto((site.outdir / "index.html").as_uri())
    places = [link.bounding_box() for link in page.locator("a[interestfor]").all()]
    for link in page.locator("a[interestfor]").all()[::4]:
        link.hover()
        page.locator(VISIBLE).wait_for()
        assert page.locator(VISIBLE).count() == 1
        box, anchor = page.locator(VISIBLE).bounding_box(), link.bounding_box()
        assert box is not None
        assert anchor is not None
        assert box["x"] >= 8
        assert box["x"] + box["width"] <= width - 8
        assert box["y"] >= anchor["y"] + anchor["height"] or box["y"] + box["height"] <= anchor["y"]
        page.mouse.move(2, 690)
        page.locator(VISIBLE).wait_for(state="hidden")
    assert [link.bounding_box() for link in page.locator("a[interestfor]").all()] == places
    if mode != "no script":
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("mode", ["script", "old browser"])
def test_the_keyboard_shows_it_and_escape_takes_it_away(
    chromium: Browser, site: BuildResult, mode: str
) -> None:
    context = chromium.new_context(offline=True)
    if mode == "old browser":
        context.add_init_script(WITHOUT)
    page = context.new_page()
    page.goto((site.outdir / "index.html").as_uri())
    page.evaluate("document.querySelector('h1').tabIndex = 0; document.querySelector('h1').focus()")
    while not page.evaluate("document.activeElement.matches('a[interestfor]')"):
        page.keyboard.press("Tab")
    page.locator(VISIBLE).wait_for()
    page.keyboard.press("Escape")
    page.locator(VISIBLE).wait_for(state="hidden")
    assert page.evaluate("document.activeElement.matches('a[interestfor]')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/specs/001-plain.html")
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("mode", ["script", "old browser"])
def test_the_pointer_can_go_to_the_card(chromium: Browser, site: BuildResult, mode: str) -> None:
    context = chromium.new_context(offline=True)
    if mode == "old browser":
        context.add_init_script(WITHOUT)
    page = context.new_page()
    page.goto((site.outdir / "index.html").as_uri())
    page.locator("a[interestfor]").first.hover()
    page.locator(VISIBLE).wait_for()
    page.locator(VISIBLE).hover()
    page.wait_for_timeout(600)
    assert page.locator(VISIBLE).count() == 1
    context.close()


@pytest.mark.browser
def test_a_tap_follows_the_link(chromium: Browser, site: BuildResult) -> None:
    phone = {"width": 390, "height": 700}
    page = opened(chromium, site, "index", has_touch=True, is_mobile=True, viewport=phone)
    page.locator("a[interestfor]").first.tap()
    page.wait_for_url("**/specs/001-plain.html")
    page.context.close()


@pytest.mark.browser
def test_paper_has_no_cards(chromium: Browser, site: BuildResult) -> None:
    page = opened(chromium, site, "index")
    page.locator("a[interestfor]").first.hover()
    page.locator(VISIBLE).wait_for()
    page.emulate_media(media="print")
    assert page.locator(VISIBLE).count() == 0
    page.context.close()


@pytest.mark.browser
def test_at_the_bottom_of_the_window_it_is_above(chromium: Browser, site: BuildResult) -> None:
    page = opened(chromium, site, "more", viewport={"width": 800, "height": 500})
    page.locator("a[interestfor]").last.evaluate("link => link.scrollIntoView({block: 'end'})")
    page.locator("a[interestfor]").last.hover()
    page.locator(VISIBLE).wait_for()
    box, link = page.locator(VISIBLE).bounding_box(), page.locator("a[interestfor]").last.bounding_box()
    assert box is not None
    assert link is not None
    assert box["y"] + box["height"] <= 500
    page.context.close()
