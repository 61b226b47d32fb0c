"""A page that is served while it is written, as somebody sees and hears it who reads it in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from building import DEFAULT_CONF, write_files
from samples import HOUSE
from serving import Serving, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

HEAD = "---\nstatus: planned\ncreated: 2026-01-01\n---\n\n# Long\n\n"
LONG = HEAD + "".join(
    f"## Part {number}\n\nWords of part {number}. [There](https://example.org/{number})\n\n"
    for number in range(60)
)
EVIL = "created: 2026-01-01\ndepends_on: [\"<img src=x onerror=document.title='evil'>\"]"
PATIENCE = 120_000  # milliseconds


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("served")
    files = {**HOUSE, "specs/009-long/README.md": LONG, "conf.py": DEFAULT_CONF}
    write_files(folder / "house", {**files, "index.md": "# Home\n"})
    with serving(folder / "house", folder / "log.txt") as found:
        yield found


@pytest.fixture
def page(chromium: Browser, served: Serving) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1100, "height": 700})
    found = context.new_page()
    found.set_default_timeout(PATIENCE)
    found.goto(f"{served.address}/specs/009-long.html")
    found.locator("leanspec-live .line.ready").wait_for()
    yield found
    context.close()


def told(page: Page, text: str) -> Locator:
    """Wait until a finding is told, and return the button that shows it."""
    page.locator("leanspec-live li").filter(has_text=text).wait_for(state="attached")
    page.locator("leanspec-live .line.ready").wait_for()
    return page.locator("leanspec-live .line button")


def test_an_edit_is_shown_and_the_reader_stays_where_they_are(served: Serving, page: Page) -> None:
    place = page.locator("#part-30 p a")
    place.scroll_into_view_if_needed()
    place.focus()
    before = page.evaluate("scrollY")
    assert before > 1000
    served.edit("specs/009-long/README.md", "Words of part 30.", "A lantern.")
    page.get_by_text("A lantern.").wait_for()
    page.wait_for_function(f"Math.abs(scrollY - {before}) < 2")
    page.wait_for_function("document.activeElement.closest('section')?.id === 'part-30'")


def test_the_line_says_what_happens_to_those_who_see_and_those_who_hear(served: Serving, page: Page) -> None:
    said = page.get_by_role("status")
    assert said.get_attribute("aria-live") == "polite"
    page.evaluate(
        """() => {
            window.heard = [];
            const said = document.querySelector("leanspec-live").shadowRoot.querySelector("[role=status]");
            new MutationObserver(() => window.heard.push(said.textContent))
                .observe(said, { childList: true, characterData: true, subtree: true });
        }"""
    )
    served.edit("index.md", "# Home\n", "# Home\n\nWhat no other page shows.\n")
    page.wait_for_function("window.heard.some((text) => / pages? in /.test(text))")
    heard = page.evaluate("window.heard")
    assert heard[0] == "Writing what shows index.md"


def test_findings_are_a_window_for_the_keyboard_and_their_text_is_text(served: Serving, page: Page) -> None:
    served.edit("specs/009-long/README.md", "created: 2026-01-01", EVIL)
    told(page, "onerror=").focus()
    page.keyboard.press("Enter")
    window = page.get_by_role("dialog")
    window.wait_for()
    text = window.inner_text()
    assert "specs/009-long/README.md:" in text
    assert "To mend it: " in text
    assert "onerror=" in text
    assert window.locator("img").count() == 0
    page.keyboard.press("Escape")
    window.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.localName") == "leanspec-live", (
        "the focus is back on the button"
    )
    assert page.title() != "evil"
    served.edit("specs/009-long/README.md", EVIL, "created: 2026-01-01")


def test_a_failure_comes_up_by_itself_and_goes_when_it_is_mended(served: Serving, page: Page) -> None:
    served.edit("conf.py", "html_theme =", "html_theme = =")
    window = page.get_by_role("dialog")
    window.wait_for()
    assert "conf.py" in window.locator("pre").inner_text()
    served.edit("conf.py", "html_theme = =", "html_theme =")
    window.wait_for(state="hidden")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_line_and_window_can_be_read(chromium: Browser, served: Serving, scheme: str, tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = chromium.new_context(color_scheme=scheme, viewport={"width": 1100, "height": 700})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{served.address}/specs/009-long.html")
    page.locator("leanspec-live .line.ready").wait_for()
    served.edit("specs/009-long/README.md", "Words of part 2.", "[a](gone.md)")
    told(page, "gone.md").click()
    is_dark = page.locator("leanspec-live dialog").evaluate("(one) => one.classList.contains('dark')")
    assert is_dark == (scheme == "dark")
    found = Axe().run(page, context="leanspec-live").response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    served.edit("specs/009-long/README.md", "[a](gone.md)", "Words of part 2.")
    context.close()
