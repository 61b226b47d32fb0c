"""The system's browser, for tests marked ``browser``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from groups import browser_path

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# No sandbox, as CI is root in a container; the rest keeps the browser from looking for its maker's servers.
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once per session."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chromium: Browser) -> Iterator[Page]:
    """An empty page without a network: a site that needs one shows it."""
    context = chromium.new_context(offline=True)
    yield context.new_page()
    context.close()
