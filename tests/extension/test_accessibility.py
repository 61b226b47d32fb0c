"""Every view in every theme: no violation that axe-core calls serious, no request, no need of a script."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsing import Exhibition, open_page
from gallery import EXHIBITION

from sphinx_leanspec.extension.views import VIEWS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAGES = ("index", "specs/004-everything", "specs/009-formulas", "specs/012-grown", "specs/index")
HAVE_DARK = frozenset({"furo", "pydata_sphinx_theme", "sphinx_book_theme"})
OURS = ".leanspec-view, .leanspec-card, .leanspec-box, .leanspec-hovercard, .math"
SERIOUS = ("serious", "critical")

OPEN_ALL = """() => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  document.querySelector(".leanspec-hovercard")?.showPopover();
}"""
# The form over the index is a script's alone, and hides nothing by itself.
VISIBLE = """() => document.querySelectorAll("form.leanspec-filter").forEach(form => form.remove())
  ?? document.querySelector("[role=main], main, .body").innerText
  .replace(/\\s+/g, " ").trim()"""
# What in each view takes the focus, in the order of the page, and whether it stands behind the one before it:
# below, or in the same line, or in a column further on.
STEPS = """() => [...document.querySelectorAll(".leanspec-view, .leanspec-card")].flatMap(view => {
  const steps = [...view.querySelectorAll("a[href], summary, button, input, select, [tabindex]")]
    .filter(step => step.getClientRects().length && !step.closest("svg"));
  return steps.map((step, at) => {
    const [last] = [...(steps[at - 1] ?? step).getClientRects()].slice(-1), [first] = step.getClientRects();
    const follows = at === 0 || first.top >= last.top - 4 || first.left >= last.right - 4
      || steps[at - 1].contains(step);
    return [step.textContent.trim().slice(0, 40), follows];
  });
})"""


def violations(page: Page, within: str = OURS) -> list[tuple[str, str, str]]:
    """What axe-core finds in our parts of a page: rule, impact and element."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found: dict[str, Any] = axe.Axe().run(page, {"include": within.split(", ")}).response
    return [
        (violation["id"], violation["impact"], node["html"][:160])
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def present(page: Page) -> str:
    """Our parts that a page has; axe-core wants each to be there."""
    return ", ".join(part for part in OURS.split(", ") if page.locator(part).count())


def test_every_view_is_exhibited() -> None:
    assert set(re.findall(r"^```\{((?:source|spec)-[a-z]+)\}", EXHIBITION["index.md"], re.MULTILINE)) == set(
        VIEWS
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    chromium: Browser, exhibition: Exhibition, theme: str, scheme: str
) -> None:
    if scheme == "dark" and theme not in HAVE_DARK:
        pytest.skip(f"{theme} has no dark colours")
    found = {}
    for docname in PAGES:
        page = open_page(chromium, exhibition(theme), docname, scheme=scheme)
        page.evaluate(OPEN_ALL)
        found[docname] = [said for said in violations(page, present(page)) if said[1] in SERIOUS]
        page.context.close()
    assert not any(found.values()), found


def test_axe_finds_what_is_put_in(chromium: Browser, exhibition: Exhibition) -> None:
    page = open_page(chromium, exhibition("furo"), "specs/004-everything")
    page.evaluate("""() => document.querySelector(".leanspec-card").insertAdjacentHTML("beforeend",
        '<p style="color: #ccc; background: #fff">Pale</p><img src="data:,"><a href="#"></a>')""")
    found = {rule for rule, impact, _ in violations(page, ".leanspec-card") if impact in SERIOUS}
    assert {"color-contrast", "image-alt", "link-name"} <= found


def test_no_request_leaves_the_page(chromium: Browser, exhibition: Exhibition, theme: str) -> None:
    asked = []
    for docname in PAGES:
        context = chromium.new_context()
        context.route(
            re.compile("^(?!file:|data:|blob:)"),
            lambda route: (asked.append(route.request.url), route.abort()),
        )
        page = context.new_page()
        page.goto((exhibition(theme).outdir / f"{docname}.html").as_uri())
        page.evaluate(OPEN_ALL)
        page.wait_for_load_state("networkidle")
        context.close()
    assert asked == []


def test_a_page_says_the_same_without_a_script(chromium: Browser, exhibition: Exhibition, theme: str) -> None:
    for docname in PAGES:
        texts = []
        for script in (True, False):
            page = open_page(chromium, exhibition(theme), docname, script=script)
            texts.append(page.evaluate(VISIBLE))
            page.context.close()
        assert len(texts[0]) > 100
        assert texts[0] == texts[1]


def test_tab_goes_through_a_view_as_it_is_read(chromium: Browser, exhibition: Exhibition, theme: str) -> None:
    for docname in PAGES:
        page = open_page(chromium, exhibition(theme), docname)
        steps = page.evaluate(STEPS)
        assert [text for text, follows in steps if not follows] == []
        steps = page.evaluate("[...document.querySelectorAll('[tabindex]')].map(e => e.tabIndex)")
        assert [step for step in steps if step > 0] == []
        page.context.close()


def test_no_page_is_wider_than_a_phone(chromium: Browser, exhibition: Exhibition, theme: str) -> None:
    for docname in PAGES:
        page = open_page(chromium, exhibition(theme), docname, width=390)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.context.close()


@pytest.mark.skipif("LEANSPEC_SCREENSHOTS" not in os.environ, reason="LEANSPEC_SCREENSHOTS names no folder")
@pytest.mark.parametrize("shape", ["light", "dark", "phone", "print"])
def test_pictures_for_people_to_look_at(
    chromium: Browser, exhibition: Exhibition, theme: str, shape: str
) -> None:
    """CI at GitHub keeps them with its results."""
    folder = Path(os.environ["LEANSPEC_SCREENSHOTS"])
    if shape == "dark" and theme not in HAVE_DARK:
        pytest.skip(f"{theme} has no dark colours")
    scheme, width = ("dark" if shape == "dark" else "light"), (390 if shape == "phone" else 1280)
    for docname in PAGES:
        page = open_page(chromium, exhibition(theme), docname, scheme=scheme, width=width)
        if shape == "print":
            page.emulate_media(media="print")
            page.set_viewport_size({"width": 794, "height": 1123})  # A4 at 96 dots per inch
        name = f"{theme}-{shape}-{docname.replace('/', '-')}.png"
        page.screenshot(path=folder / name, full_page=True)
        page.context.close()
