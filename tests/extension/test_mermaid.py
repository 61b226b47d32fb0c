"""Mermaid in specs: drawn while the site is built where a library is there, and code everywhere else."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from building import Build, BuildResult
from samples import spec

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CODE = 'flowchart LR\n  A[Begin] --> B[End]\n  click A "javascript:alert(1)"'
BODY = f"```mermaid\n{CODE}\n```\n\n```mermaid\nno such diagram\n```\n"
FILES = {"specs/001-drawn/README.md": spec("Drawn", body=BODY), "index.md": "# Home\n"}
WITHOUT = 'import sys\nsys.modules["merman"] = None\nextensions = ["sphinx_leanspec"]\n'

drawn = pytest.mark.skipif(find_spec("merman") is None, reason="merman has no wheel for this machine")


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    return shared_build(FILES, conf={"html_theme": "furo"}, fatal_warnings=True)


@drawn
def test_a_diagram_is_a_picture_for_each_ground_with_its_code_below(site: BuildResult) -> None:
    (figure,) = site.html("specs/001-drawn").select(".leanspec-mermaid")
    light, dark = figure.select("img")
    assert (light["class"], dark["class"]) == (["leanspec-light"], ["leanspec-dark"])
    assert light["src"] != dark["src"]
    assert int(str(light["width"])) > 100
    for picture in (light, dark):
        svg = (site.outdir / "specs" / str(picture["src"])).resolve().read_text("utf-8")
        assert ">Begin<" in svg
        assert "foreignObject" not in svg
        assert "javascript" not in svg
    assert figure.select_one("details pre").get_text().strip() == CODE


@drawn
def test_what_cannot_be_drawn_is_shown_as_its_code_and_told(site: BuildResult) -> None:
    page = site.html("specs/001-drawn")
    assert "no such diagram" in [block.get_text().strip() for block in page.select("pre")]
    (told,) = [line for line in site.stdout.splitlines() if "a diagram is shown as its code" in line]
    assert "001-drawn/README.md:" in told


@drawn
@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_of_the_pictures_is_seen(chromium: Browser, site: BuildResult, scheme: str) -> None:
    page = chromium.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto((site.outdir / "specs/001-drawn.html").as_uri())
    seen = page.locator(".leanspec-mermaid img:visible")
    assert seen.count() == 1
    assert seen.get_attribute("class") == f"leanspec-{scheme}"
    assert seen.evaluate("image => image.complete && image.naturalWidth > 0")


def test_without_a_library_the_code_is_shown_and_told_once(build: Build) -> None:
    result = build({**FILES, "conf.py": WITHOUT}, fatal_warnings=True)
    assert result.html("specs/001-drawn").select_one("pre").get_text().strip() == CODE
    assert not list(result.outdir.glob("_images/mermaid*"))
    assert [line for line in result.stdout.splitlines() if "[mermaid]" in line] == [
        "2 diagrams on 1 page shown as code: `pip install sphinx-leanspec[mermaid]` draws them"
    ]


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "man"])
def test_elsewhere_it_is_code(build: Build, builder: str) -> None:
    result = build(FILES, builder=builder)
    names = {"text": "specs/*.txt", "latex": "*.tex", "epub": "specs/*.xhtml", "man": "*.1"}
    (file,) = [path for path in result.outdir.glob(names[builder]) if "index" not in path.name]
    assert "flowchart LR" in file.read_text("utf-8").replace("\\PYG{n}{", "")
