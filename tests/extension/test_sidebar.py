"""The open specs in what a theme draws beside every page: which, how many, and that they stay true."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from building import Build, BuildResult, write_files
from gallery import THEMES
from samples import spec

from sphinx_leanspec.extension.build import Build as Services
from sphinx_leanspec.extension.pages import navigation

BEGUN = {"status": "in-progress"}
FILES = {
    "specs/001-low/README.md": spec("Low", "priority: low"),
    "specs/002-done/README.md": spec("Done", status="complete"),
    "specs/003-begun/README.md": spec("Begun *now*", status="in-progress"),
    "specs/004-urgent/README.md": spec("Urgent", "priority: critical"),
    "specs/archived/005-old/README.md": spec("Old"),
    "specs/006-idea/README.md": spec("Idea", status="draft"),
    "guide.md": "# Guide\n",
    "index.md": "# Home\n\n```{toctree}\nguide\nspecs/index\n```\n",
}
OPEN = ["003 Begun now", "004 Urgent", "001 Low"]
PAGES = ("index", "guide", "specs/index", "specs/002-done", "specs/001-low")


def beside(result: BuildResult, docname: str) -> list[str]:
    """The specs that stand in the navigation below the page of all specs."""
    links = result.html(docname).select("li[class*=toctree-l] > a")
    texts = (" ".join(link.get_text().split()) for link in links)
    return [text for text in dict.fromkeys(texts) if text[:3].isdecimal()]


@pytest.mark.parametrize("theme", THEMES)
def test_open_specs_are_named_beside_a_page(build: Build, theme: str) -> None:
    result = build(FILES, conf={"html_theme": theme}, fatal_warnings=True)
    shown = {docname: beside(result, docname) for docname in PAGES}
    # these show what lies below the page that is shown, and no more; of a done spec, its chapter or nothing
    wanted = {"pydata_sphinx_theme": PAGES[2:], "sphinx_rtd_theme": PAGES[2::2], "alabaster": PAGES[2::2]}
    assert shown == {docname: OPEN if docname in wanted.get(theme, PAGES) else [] for docname in PAGES}


def test_so_many_as_are_asked_for(build: Build) -> None:
    few = build(FILES, conf={"leanspec_sidebar": 2}, fatal_warnings=True)
    assert beside(few, "guide") == OPEN[:2]
    none = build(few.srcdir, conf={"leanspec_sidebar": 0}, fatal_warnings=True)
    assert beside(none, "guide") == []


def test_every_page_is_written_again_when_they_change_and_not_otherwise(build: Build) -> None:
    result = build(FILES)
    written = {name: (result.outdir / f"{name}.html").stat().st_mtime_ns for name in PAGES}
    write_files(result.srcdir, {"specs/001-low/README.md": spec("Low", "priority: low", body="More.\n")})
    result = build(result.srcdir)
    assert (result.outdir / "guide.html").stat().st_mtime_ns == written["guide"]
    write_files(result.srcdir, {"specs/001-low/README.md": spec("Low", "priority: low", status="complete")})
    result = build(result.srcdir)
    assert [beside(result, docname) for docname in PAGES] == [OPEN[:2]] * len(PAGES)


def test_they_get_no_numbers_and_are_no_neighbours(build: Build) -> None:
    numbered = FILES | {"index.md": "# Home\n\n```{toctree}\n:numbered:\nguide\nspecs/index\n```\n"}
    result = build(numbered, fatal_warnings=True)
    again = build(result.srcdir, fatal_warnings=True, conf={"html_title": "Again"})
    for built in (result, again):
        assert not built.html("specs/003-begun").select("h1 .section-number")
        assert built.html("guide").select("h1 .section-number")


def test_it_is_drawn_once_for_all_specs_of_a_folder_that_it_does_not_name() -> None:
    site = SimpleNamespace(spec_of=lambda docname: docname if docname.startswith("specs/") else None)
    build = SimpleNamespace(site=site, beside=frozenset({"specs/2"}), navigation={})
    drawn: list[str] = []
    for docname in ("specs/1", "specs/2", "specs/3", "specs/a/1", "guide", "specs/4"):
        context: dict[str, Any] = {"toctree": lambda own=docname, **_: drawn.append(own) or own}
        navigation.share(cast("Services", build), docname, context)
        context["toctree"](collapse=False)
    assert drawn == ["specs/1", "specs/2", "specs/a/1", "guide"]


def test_a_link_to_a_file_is_drawn_once_for_the_pages_that_lie_as_deep_in_a_folder() -> None:
    site = SimpleNamespace(spec_of=lambda _: None)
    build = SimpleNamespace(site=site, beside=frozenset(), navigation={})
    drawn: list[str] = []
    pages = {"a/1": "../", "a/2": "../", "a/index": "./", "1": "./", "2": "./"}
    for docname, root in pages.items():
        draw = {name: lambda file, at=docname: drawn.append(f"{at} {file}") for name in ("css_tag", "js_tag")}
        context: dict[str, Any] = {"content_root": root, **draw}
        navigation.share(cast("Services", build), docname, context)
        context["css_tag"]("one")
        context["js_tag"]("one")
    assert drawn == [f"{docname} one" for docname in ("a/1", "a/index", "1") for _ in range(2)]
