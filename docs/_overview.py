"""Draw the pictures of the README: pages of the example, in light and in dark, by the system's Chromium.

python docs/_overview.py      needs the package, playwright and Pillow
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

import example  # from the folder above

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect

STATIC = Path(__file__).parent / "_static"
WIDTH = 960
SCALE = 1.35
STYLE = """
.announcement, .content-icon-container, .mobile-header { display: none !important }
.content { width: 54em !important }
footer { visibility: hidden }
"""
SMALL = 780
"""How wide a page is on which a view alone is shown, and how much of it at most is."""
SHOWN = 560
VIEWS = ("board", "graph", "timeline", "evidence")
LARGEST = 150_000


def photograph(site: Path, browser: Browser, scheme: str) -> Iterator[tuple[str, Image.Image]]:
    """:returns: the pictures by their names."""
    context = browser.new_context(device_scale_factor=SCALE, color_scheme="dark" if scheme else "light")
    page = context.new_page()
    yield f"overview{scheme}", overview(site, page)
    page.set_viewport_size({"width": SMALL, "height": 1400})
    for view in VIEWS:
        show(page, site / "views" / f"spec-{view}.html")
        box = page.locator(".leanspec-view").first.bounding_box()
        assert box is not None
        height = min(box["height"] + 32, SHOWN)
        yield f"{view}{scheme}", clipped(page, {"x": 0, "y": box["y"] - 16, "width": SMALL, "height": height})


def overview(site: Path, page: Page) -> Image.Image:
    """Draw the page of a spec, down to the graph at its foot."""
    page.set_viewport_size({"width": WIDTH, "height": 1400})
    show(page, site / "specs" / "005-offline-tickets.html")
    box = page.locator("article").bounding_box()
    assert box is not None
    return clipped(page, {"x": 0, "y": 0, "width": WIDTH, "height": box["y"] + box["height"] + 24})


def show(page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    page.add_style_tag(content=STYLE)


def clipped(page: Page, clip: FloatRect) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot(clip=clip, full_page=True))).convert("RGB")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder, "site")
        example.build(site)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for scheme in ("", "-dark"):
            for name, picture in photograph(site, browser, scheme):
                target = STATIC / f"{name}.png"
                picture.quantize(64, dither=Image.Dither.NONE).save(target, optimize=True)
                assert target.stat().st_size < LARGEST, f"{target.name} is too large for a README"
        browser.close()


if __name__ == "__main__":
    main()
