"""How pages look in a browser: legible in light and dark, nothing too wide, boxes where bullets were."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from building import Build, BuildResult, write_files
from gallery import CONF, GALLERY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAGES = ("specs/004-everything", "specs/index", "index")
PARTS = ".leanspec-card, .leanspec-view, .leanspec-checklist, .leanspec-ref + .leanspec-status"

# WCAG 2.2, 1.4.3; the ground of a text is that of its nearest opaque ancestor
CONTRAST = """parts => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const found = [];
  const shown = [...document.querySelectorAll(parts)].flatMap(e => [e, ...e.querySelectorAll("*")]);
  for (const element of new Set(shown)) {
    const own = [...element.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join(" ").trim();
    if (!own || element.closest("svg, pre")) continue;
    found.push([own.slice(0, 40), ratio(parse(getComputedStyle(element).color), ground(element))]);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    return shared_build(GALLERY, conf=CONF)


def show(
    chromium: Browser, site: BuildResult, docname: str, scheme: str = "light", width: int = 1280
) -> Page:
    context = chromium.new_context(
        offline=True, color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto((site.outdir / f"{docname}.html").as_uri())
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("docname", PAGES)
def test_every_text_stands_out_from_its_ground(
    chromium: Browser, site: BuildResult, docname: str, scheme: str
) -> None:
    measured = show(chromium, site, docname, scheme).evaluate(CONTRAST, PARTS)
    assert len(measured) > 20
    assert [(text, round(ratio, 2)) for text, ratio in measured if ratio < 4.5] == []


def test_the_switch_of_the_theme_decides_and_not_the_system(chromium: Browser, site: BuildResult) -> None:
    status = ".leanspec-card .leanspec-facts .leanspec-status"
    colors = {}
    for scheme in ("light", "dark"):
        page = show(chromium, site, PAGES[0], scheme)
        for theme in ("light", "dark", "auto"):
            page.evaluate("theme => { document.body.dataset.theme = theme }", theme)
            colors[scheme, theme] = page.eval_on_selector(status, "e => getComputedStyle(e).color")
    assert colors["light", "dark"] == colors["dark", "dark"] == colors["dark", "auto"]
    assert colors["light", "light"] == colors["dark", "light"] == colors["light", "auto"]
    assert colors["light", "light"] != colors["dark", "dark"]


def test_paper_is_light(chromium: Browser, site: BuildResult) -> None:
    page = show(chromium, site, PAGES[0], "dark")
    screen = page.eval_on_selector(".leanspec-card .leanspec-status", "e => getComputedStyle(e).color")
    page.emulate_media(media="print")
    assert (
        page.eval_on_selector(".leanspec-card .leanspec-status", "e => getComputedStyle(e).color") != screen
    )


@pytest.mark.parametrize("width", [400, 1280])
@pytest.mark.parametrize("docname", PAGES)
def test_nothing_is_wider_than_the_page(
    chromium: Browser, site: BuildResult, docname: str, width: int
) -> None:
    page = show(chromium, site, docname, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for card in page.locator(".leanspec-card").all():
        assert card.evaluate("e => e.scrollWidth <= e.clientWidth")


def test_what_does_not_fit_scrolls_and_touches_nothing(
    chromium: Browser, build: Build, tmp_path: Path
) -> None:
    columns = (
        "spec, number, id, title, status, priority, progress, tags, assignee, created, updated, completed"
    )
    table = f"```{{spec-table}}\n:columns: {columns}, depends_on, required_by\n```\n"
    write_files(
        tmp_path,
        {
            "index.md": f"# Harbour\n\n{table}\n```{{spec-findings}}\n```\n",
            "specs/001-quay/README.md": f"---\nassignee: {'w' * 50}\n---\n# Quay\n\n[x](gone.md)\n",
        },
    )
    page = show(chromium, build(tmp_path), "index")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    severity = page.locator(".leanspec-severity").first
    word = """e => {
        const text = document.createRange();
        text.selectNodeContents(e);
        return text.getBoundingClientRect().right;
    }"""
    assert severity.evaluate(word) < severity.evaluate("e => e.getBoundingClientRect().right")


def test_the_card_is_one_column_on_a_phone(chromium: Browser, site: BuildResult) -> None:
    tops = "es => es.map(e => Math.round(e.getBoundingClientRect().left))"
    phone = show(chromium, site, PAGES[0], width=400).eval_on_selector_all(".leanspec-card > dl", tops)
    desk = show(chromium, site, PAGES[0]).eval_on_selector_all(".leanspec-card > dl", tops)
    assert len(phone) == 3
    assert len(set(phone)) == 1
    assert len(set(desk)) == 2


def test_a_box_stands_where_the_bullet_was_and_text_hangs_beside_it(
    chromium: Browser, site: BuildResult
) -> None:
    page = show(chromium, site, PAGES[0], width=400)
    items = page.eval_on_selector_all(
        "ul.leanspec-checklist > li.leanspec-check",
        """items => items.map(item => {
          const box = item.querySelector(".leanspec-box"), range = document.createRange();
          range.setStartAfter(box);
          range.setEndAfter(box.parentElement.lastChild);
          const edge = item.getBoundingClientRect().left, mark = box.getBoundingClientRect();
          const [first, ...lines] = [...range.getClientRects()];
          return [getComputedStyle(item).listStyleType, edge - mark.right, first.left - edge,
                  first.top - mark.top, Math.min(...lines.map(line => line.left), first.left) - edge];
        })""",
    )
    assert len(items) > 5
    assert {style for style, *_ in items} == {"none"}
    assert all(0 <= gap < 8 for _, gap, *_ in items)
    assert all(abs(start) < 1 and abs(hang) < 1 for _, _, start, _, hang in items)
    assert all(abs(drop) < 6 for *_, drop, _ in items)


def test_boxes_and_numbers_keep_their_columns(chromium: Browser, site: BuildResult) -> None:
    page = show(chromium, site, "specs/index")
    edges = page.eval_on_selector_all(
        "th:nth-child(3)", "es => es.map(e => Math.round(e.getBoundingClientRect().left))"
    )
    assert len(edges) == 7
    assert len(set(edges)) == 1


def test_a_focused_link_is_seen(chromium: Browser, site: BuildResult) -> None:
    page = show(chromium, site, PAGES[0])
    page.locator(".leanspec-card a").first.focus()
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_what_is_wrong_is_the_only_bold_thing_on_the_card(chromium: Browser, site: BuildResult) -> None:
    page = show(chromium, site, PAGES[0])
    bold = page.eval_on_selector_all(
        ".leanspec-card *",
        "es => es.filter(e => getComputedStyle(e).fontWeight >= 600).map(e => e.className)",
    )
    assert bold == ["leanspec-lost"]


def test_a_screen_reader_hears_a_chart_once(chromium: Browser, site: BuildResult) -> None:
    page = show(chromium, site, PAGES[0])
    heard = page.locator(".leanspec-card .leanspec-progress").aria_snapshot()
    assert "In all: 4 of 7 done" in heard
    assert "4 / 7" not in heard
    assert "About this spec" in page.locator("main, [role=main]").first.aria_snapshot()
