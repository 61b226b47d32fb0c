"""The system's browser, for tests marked ``browser``."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

import pytest
from building import BuildResult, builder_in
from gallery import CONF, EXHIBITION, THEMES
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


Exhibition = Callable[[str], BuildResult]


@pytest.fixture(scope="session")
def exhibition(tmp_path_factory: pytest.TempPathFactory) -> Exhibition:
    """Every view in a theme, built once per session."""
    build = builder_in(tmp_path_factory.mktemp("exhibition"))

    @cache
    def in_theme(theme: str) -> BuildResult:
        return build(EXHIBITION, conf={**CONF, "html_theme": theme})

    return in_theme


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest) -> str:
    """Each theme that is installed; the others are skipped by name."""
    if importlib.util.find_spec(request.param) is None:
        pytest.skip(f"the theme {request.param} is not installed")
    return request.param


def open_page(
    chromium: Browser,
    result: BuildResult,
    docname: str,
    *,
    scheme: str = "light",
    width: int = 1280,
    script: bool = True,
) -> Page:
    """Show a page as a reader does who has no network."""
    context = chromium.new_context(
        offline=True,
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        java_script_enabled=script,
    )
    page = context.new_page()
    page.goto((result.outdir / f"{docname}.html").as_uri())
    return page
