"""What a reader sees of pictures, on a site that is built in spite of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from building import Build, BuildResult, write_files
from samples import HEAD

from sphinx_leanspec.extension.markdown import svg

BADGE = "https://tide.example/badge.svg"
PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><rect width="2" height="2"/></svg>'
FILES = {
    "index.md": "# Harbour\n\n[the other page](specs/002-mast/index)\n",
    "img/a.svg": PLAIN,
    "img/dark, 2.svg": PLAIN,
    "img/script.svg": PLAIN.replace("<rect", "<script>alert(1)</script><rect"),
    "specs/001-quay/README.md": HEAD
    + f"# Quay ![state]({BADGE})\n\n## Depth [![depth]({BADGE})](../002-mast/)\n\n"
    + f'### Width <img src="{BADGE}" alt="width">\n\n'
    + f"Shown: ![far]({BADGE} 'Far & wide')\n\n> ![near](/img/a.svg 'Near')\n",
    "specs/001-quay/DESIGN.md": f"# Design ![state]({BADGE})\n\nText.\n",
    "specs/002-mast/README.md": HEAD
    + "# Mast\n\n![none]()\n\n<img>\n\n"
    + f"![long]({'a' * 300}.png)\n\n![round](round.png)\n\n![not](/img/script.svg)\n\n"
    + '<img src="/img/a.svg" width="7" height="9e999"> <img src="/img/a.svg" width="'
    + "9" * 5000
    + '">\n\n'
    + '[<img src="/img/a.svg" width="8">](../001-quay/) [![b](/img/a.svg)](../001-quay/)\n\n'
    + '<a href="../001-quay/"><img src="/img/a.svg" width="6"></a>\n\nThe end.\n',
    "specs/003-sail/README.md": HEAD
    + "# Sail\n\n<picture>\n"
    + '  <source media="(min-width: 9px)" srcset="/img/dark,%202.svg 2x, /img/a.svg" type="x/y">\n'
    + f'  <source srcset="{BADGE}" onerror="x">\n  <source srcset="none.png">\n'
    + '  <img src="/img/a.svg" alt="sail">\n</picture>\n\n<source srcset="/img/a.svg"> alone\n',
}


def project(root: Path) -> Path:
    write_files(root, FILES)
    (root / "specs/002-mast/round.png").symlink_to("round.png")
    return root


@pytest.fixture(scope="module")
def site(shared_build: Build, tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return shared_build(project(tmp_path_factory.mktemp("project")))


def test_every_page_is_built_and_says_what_is_wrong(site: BuildResult) -> None:
    assert "The end." in site.html("specs/002-mast").text
    found = re.findall(
        r"002-mast/README\.md:(\d+): WARNING: (?:a|the) picture (.*?)(?:;|:)", "\n".join(site.warnings)
    )
    assert found == [
        ("8", "has no address"),
        ("10", "has no address"),
        ("12", f"`{'a' * 300}.png` is not a file of the repository"),
        ("14", "`round.png` is not a file of the repository"),
        ("16", "`/img/script.svg` is not copied"),
    ]


def test_pictures_of_other_sites_are_shown_in_headings_and_named_in_no_list(site: BuildResult) -> None:
    page = site.html("specs/001-quay")
    assert [(picture["src"], picture["alt"]) for picture in page.select("h1 img, h2 img, h3 img")] == [
        (BADGE, "state"),
        (BADGE, "depth"),
        (BADGE, "width"),
    ]
    assert [entry.text.strip() for entry in page.select(".toc-tree a")][:2] == ["001 Quay", "Depth"]
    assert not page.select(".toc-tree img, .sidebar-tree img")
    assert page.title is not None
    assert page.title.text.startswith("001 Quay")
    assert site.html("specs/001-quay/DESIGN").select("h1 img")


def test_a_picture_has_its_title(site: BuildResult) -> None:
    titles = [picture.get("title") for picture in site.html("specs/001-quay").select("p img")]
    assert titles == ["Far & wide", "Near"]


def test_a_picture_leads_where_its_link_does_and_never_to_itself(site: BuildResult) -> None:
    page = site.html("specs/002-mast")
    # docutils up to 0.21 says sizes in a style
    sizes = [
        tuple(re.search(rf"\b{side}: (\d+)", picture.get("style", "")) for side in ("width", "height"))
        for picture in page.select("article p img")
    ]
    assert [
        tuple(
            picture.get(side) or (found and found[1])
            for side, found in zip(("width", "height"), size, strict=True)
        )
        for picture, size in zip(page.select("article p img"), sizes, strict=True)
    ] == [*(("7", None), (None, None), ("8", None), (None, None), ("6", None))]
    assert [link["href"] for link in page.select("article p a:has(img)")] == ["001-quay.html"] * 3


def test_a_browser_may_choose_a_picture(site: BuildResult) -> None:
    page = site.html("specs/003-sail")
    (picture,) = page.select("picture")
    assert [source.attrs for source in picture.select("source")] == [
        {
            "media": "(min-width: 9px)",
            "srcset": "../_images/dark%2C%202.svg 2x, ../_images/a.svg",
            "type": "x/y",
        },
        {"srcset": BADGE},
    ]
    assert [image["alt"] for image in picture.select("img")] == ["sail"]
    assert len(page.select("source")) == 2
    copied = sorted(path.name for path in (site.outdir / "_images").iterdir())
    assert copied == ["a.svg", "dark, 2.svg"]


@pytest.mark.parametrize("builder", ["text", "epub", "latex", "man"])
def test_elsewhere_the_text_of_a_picture_leads_to_it(build: Build, tmp_path: Path, builder: str) -> None:
    result = build(
        project(tmp_path / "own"), builder=builder, conf={"suppress_warnings": ["leanspec.*", "epub.*"]}
    )
    written = "".join(
        path.read_text("utf-8", errors="replace")
        for path in result.outdir.rglob("*")
        if path.suffix in (".txt", ".xhtml", ".tex", ".1")
    )
    assert "far" in written
    assert "The end." in written
    assert 'img src="https' not in written


def test_a_damaged_picture_costs_a_pdf_no_more_than_itself(build: Build, tmp_path: Path) -> None:
    body = "# Quay\n\n![](cut.png) ![pointer](p.jpg)\n\n![whole](whole.png)\n"
    write_files(tmp_path, {"index.md": "# Harbour\n", "specs/001-quay/README.md": HEAD + body})
    folder, start = tmp_path / "specs" / "001-quay", b"\x89PNG\r\n\x1a\n"
    (folder / "cut.png").write_bytes(start + b"\0\0\0\rIHDR")
    (folder / "p.jpg").write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
    (folder / "whole.png").write_bytes(start + b"\0\0\0\rIHDR\0\0\0\0IEND")
    result = build(tmp_path, builder="latex")
    (written,) = (path.read_text("utf-8") for path in result.outdir.glob("*.tex"))
    assert re.findall(r"includegraphics\{+(\w+)", written) == ["whole"]
    assert "cut.png pointer" in written
    found = [line for line in result.warnings if "leanspec.picture" in line]
    assert [re.findall(r"README\.md:(\d+): .*/(\w+)\.(?:png|jpg)`", line) for line in found] == [
        [(str(HEAD.count("\n") + 3), "cut")],
        [(str(HEAD.count("\n") + 3), "p")],
    ]


def test_a_picture_of_another_site_is_never_fetched(build: Build, tmp_path: Path) -> None:
    result = build(project(tmp_path / "own"), builder="latex")
    assert not [line for line in result.warnings if "tide.example" in line]


@pytest.mark.parametrize(
    "more",
    [
        '<style>.a { fill: url(#b) } /* https://tide.example */</style><g id="b" style="fill: red"/>',
        '<use href="#a" xlink:href="#a" xmlns:xlink="http://www.w3.org/1999/xlink"/><text>on https://x</text>',
        '<image href="data:image/png;base64,aaaa//aa"/><a href="#top"/>',
        '<style>@font-face { font-family: "x"; src: url("data:font/woff2;base64,aa//aa") }</style>',
        '<metadata xmlns:x="https://tide.example/"><x:y x:about=""/></metadata>',
        '<animate attributeName="x" to="3"/>',
    ],
)
def test_a_picture_is_nothing_else(tmp_path: Path, more: str) -> None:
    path = tmp_path / "a.svg"
    path.write_text(PLAIN.replace("<rect", more + "<rect"), "utf-8")
    assert svg.refusal(path) == ""


@pytest.mark.parametrize(
    ("more", "holds"),
    [
        ("<script/>", "the element `script`"),
        ("<SCRIPT/>", "the element `SCRIPT`"),
        ("<foreignObject/>", "the element `foreignObject`"),
        ('<p xmlns="http://www.w3.org/1999/xhtml"/>', "the element `p`"),
        ('<g onclick="x"/>', "the attribute `onclick`"),
        ('<a href="javascript:x"/>', "a reference to the outside"),
        (
            '<x:a xmlns:x="http://www.w3.org/2000/svg" href="https://tide.example"/>',
            "a reference to the outside",
        ),
        ('<image href="a.png"/>', "a reference to the outside"),
        ('<image href="data:image/svg+xml,x"/>', "a reference to the outside"),
        ('<g xml:base="https://tide.example"/>', "a reference to the outside"),
        ('<g fill="url(https://tide.example#a)"/>', "a reference to the outside"),
        ("<g style=\"fill: URL( '//tide.example')\"/>", "a reference to the outside"),
        ("<style>a { fill: url(</style>", "a reference to the outside"),
        ("<style>@import 'a.css';</style>", "a style sheet that may lead to the outside"),
        ("<style>a { fill: image-set('//x.y/z' 1x) }</style>", "a style sheet that may lead to the outside"),
        (r"<style>a { fill: u\72l(x) }</style>", "a style sheet that may lead to the outside"),
        ('<set attributeName="xlink:href" to="javascript:x"/>', "a reference that changes"),
        ("<?xml-stylesheet href='a.css'?>", "a processing instruction"),
        ("<g>", "no well-formed XML"),
    ],
)
def test_what_is_more_than_a_picture(tmp_path: Path, more: str, holds: str) -> None:
    path = tmp_path / "a.svg"
    path.write_text(PLAIN.replace("<rect", more + "<rect"), "utf-8")
    assert svg.refusal(path) == holds


def test_an_entity_of_an_svg_stands_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_text(f'<!DOCTYPE svg [<!ENTITY a "{"a" * 99}">]>{PLAIN}', "utf-8")
    assert svg.refusal(path) == "an entity of its own"
