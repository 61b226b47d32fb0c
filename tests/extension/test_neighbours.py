"""Projects that were there before: with the extension, a page that names no spec is what it was without.

Six of them, each built without it and with it, with a spec whose formulas are none of theirs. Three let
it add what it adds by itself, the others take the specs out of the sidebar and want no feed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import Build, BuildResult, write_files
from samples import spec

import sphinx_leanspec.extension

FOLDER = Path(__file__).parent / "fixtures" / "neighbours"
STATIC = Path(sphinx_leanspec.extension.__file__).parent / "static"
SPEC = spec("Ground, $E = mc^2$", body="In $O(n)$:\n\n```math\na = b\n```\n\n- [ ] Dig\n")
FIRST = 'extensions.insert(0, "sphinx_leanspec")\n'
LAST = 'extensions.append("sphinx_leanspec")\n'
APART = "leanspec_toctree = False\nleanspec_feed = False\n"
PROJECTS = {
    "api": ("docs", "specs", LAST),
    "guide": ("docs", "specs", FIRST),
    "items": ("docs", "docs/specs", LAST),
    "book": ("source", "specs", FIRST + APART),
    "formulas": (".", "specs", LAST + APART),
    "languages": ("docs", "specs", FIRST + APART),
}
"""Where their pages and their specs are, and what ``conf.py`` gets."""

ASSETS = (
    "graphviz.css",
    "jquery.js",
    "_sphinx_javascript_frameworks_compat.js",
    "leanspec.css",
    "sphinx-data-viewer/jsonview.bundle.css",
    "sphinx-data-viewer/jsonview.bundle.js",
    "sphinx-data-viewer/jsonview_loader.js",
    "sphinx-needs/common_css/need_core.css",
    "sphinx-needs/common_css/need_links.css",
    "sphinx-needs/common_css/need_style.css",
    "sphinx-needs/common_css/need_toggle.css",
    "sphinx-needs/common_css/needstable.css",
    "sphinx-needs/libs/html/sphinx_needs_collapse.js",
    "sphinx-needs/modern.css",
)
"""The stylesheets and scripts that every page has then: one of ours, and those of sphinx-needs."""
ADDED = rf'<(?:link rel="stylesheet"|script) .*_static/(?:{"|".join(map(re.escape, ASSETS))})\?v=\w+".*'
SEARCH = r'<script .*_static/leanspec-search\.js\?v=\w+".*'
"""What the page of the search has beside: it names specs."""
SPECS = r'href="[./]*specs/index\.html"'
OUTSIDE = "|".join(
    (
        # the specs in the sidebar, and below them those that are open, which furo unfolds by a switch
        r'<li class="toctree-l[12](?: has-children)?">|</li>|</?ul>',
        rf'<a class="reference internal" {SPECS}>Specs</a>(?:</li>)?',
        r'<a class="reference internal" href="[./]*specs/001-ground\.html">001 Ground, .*</a></li>',
        r'<input [^>]*id="toctree-checkbox-\d+"[^>]*>|<label .*|<div class="visually-hidden">.*',
        r'<(?:i|span) class="icon">|<svg>|<use href="#svg-arrow-right"></use></svg></(?:i|span)></label>',
        r'<link rel="alternate" type="application/atom\+xml" .*/specs/changes\.xml" .*',
        # the page after the last one that they had
        rf'<link rel="next" title="Specs" {SPECS}.*',
        rf"<li>Next: <a {SPECS}.*|<a {SPECS} .*",
        rf'<a class="next-page" {SPECS}>|<div class="(?:page-info|context|title)">.*|<span>Next</span>',
        r'<svg class="furo-related-icon">|<use href="#svg-arrow-right"></use></svg>|</div>|</a>',
    )
)
"""What else a page may have beside its own text, where the project does not take it out."""
RANDOM = re.compile(r"SNCB-[0-9a-f]{8}|equation-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""Ids that sphinx-needs and MyST-Parser give anew in each build."""
PERMALINK = "permalink.html"
"""A page that sphinx-needs copies, where the project has it or we bring it."""
OURS = re.compile(r"leanspec-|\.leanspec\b|\[interestfor\]|^\s*(?:from|to)\s*$")
COUNTED = re.compile(r"searchindex\.js|objects\.inv|needs\.json|schema_violations\.json|\.buildinfo")
"""Files that list all pages or all needs."""


def built(name: str, root: Path, build: Build, more: str = "") -> BuildResult:
    source, specs, _ = PROJECTS[name]
    files = {path.relative_to(FOLDER / name).as_posix(): path for path in (FOLDER / name).rglob("*.*")}
    write_files(root, {relpath: path.read_bytes() for relpath, path in files.items()})
    conf = (FOLDER / name / source / "conf.py").read_text("utf-8")
    write_files(root, {f"{specs}/001-ground/README.md": SPEC, f"{source}/conf.py": conf + more})
    return build(root / source, builder="dirhtml" if name == "book" else "html")


def files_of(result: BuildResult) -> set[str]:
    paths = (path for path in result.outdir.rglob("*") if path.is_file())
    return {path.relative_to(result.outdir).as_posix() for path in paths}


def text(result: BuildResult, page: str) -> str:
    return RANDOM.sub("random", result.text(page))


def content(page: str) -> str:
    found = re.search(r'<(main|article|div)\b[^>]*role="main".*', page, re.DOTALL)
    assert found is not None
    depth = 0
    for tag in re.finditer(rf"<(/?){found[1]}\b", found[0]):
        depth += -1 if tag[1] else 1
        if not depth:
            return found[0][: tag.start()]
    raise AssertionError(page)


def changes(before: str, after: str) -> Iterator[str]:
    """What is another tag, with a sign before it that says on which side."""
    one, other = (re.sub(r">\s*(?=<[^/])", ">\n", page).split("\n") for page in (before, after))
    sides = [[line.strip() for line in lines if line.strip()] for lines in (one, other)]
    return (line for line in difflib.ndiff(*sides) if line[0] in "+-")


def said(result: BuildResult) -> list[str]:
    return sorted(line.removeprefix(str(result.srcdir)) for line in result.warnings)


@pytest.mark.parametrize("name", PROJECTS)
def test_a_page_that_names_no_spec_stays_as_it_is(name: str, build: Build, tmp_path: Path) -> None:
    more = PROJECTS[name][2]
    before, after = built(name, tmp_path / "a", build), built(name, tmp_path / "b", build, more)
    files = files_of(before)
    pages = {file for file in files - {PERMALINK} if re.fullmatch(r"(?!_static/).*\.html", file)}
    assert said(before) == said(after)
    new = {page for page in files_of(after) - files if page.endswith(".html")}
    assert {page for page in new if not re.match(r"specs/(001-ground|index)[/.]", page)} <= {PERMALINK}

    everywhere = ADDED if APART in more else f"{ADDED}|{OUTSIDE}"
    for page in sorted(pages):
        one, other = text(before, page), text(after, page)
        assert content(one) == content(other), page
        listed = re.compile(f"{everywhere}|{SEARCH}" if page.startswith("search") else everywhere)
        wrong = [line for line in changes(one, other) if line[0] == "-" or not listed.fullmatch(line[2:])]
        assert wrong == [], page
    for file in sorted(file for file in files - pages if not COUNTED.search(file)):
        assert (before.outdir / file).read_bytes() == (after.outdir / file).read_bytes(), file

    shown = next(after.text(page) for page in new if "001-ground" in page)
    assert shown.count("<math") >= 3  # in its title and its text; a theme repeats the former
    assert not re.search("mathjax", shown, re.IGNORECASE)


def test_the_stylesheet_is_about_what_we_draw() -> None:
    css = re.sub(r"/\*.*?\*/", "", (STATIC / "leanspec.css").read_text("utf-8"), flags=re.DOTALL)
    for selectors, rules in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        names = {rule.partition(":")[0].strip() for rule in rules.split(";")} - {""}
        if all(name.startswith("--leanspec-") for name in names):
            continue
        for selector in re.split(r",(?![^()]*\))", selectors):
            assert re.search(r"leanspec-|\.leanspec\b|\[interestfor\]|^\s*(?:from|to|print)\b", selector), (
                selector
            )
