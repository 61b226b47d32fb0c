"""Projects that read their Markdown in other ways: specs and pages of ours are what they are elsewhere."""

from __future__ import annotations

import pytest
from building import DEFAULT_CONF, Build, BuildResult
from samples import HOUSE

HOME = {"index.rst": "Home\n====\n\n.. spec-table::\n"}
READER = """
from docutils import nodes
from sphinx.parsers import Parser

class Plain(Parser):
    supported = ({kind!r},)

    def parse(self, text, document):
        document += nodes.section("", nodes.title("", "Read otherwise"), ids=["otherwise"])

def setup(app):
    app.add_source_parser(Plain, override={override})
    if not {override}:
        app.add_source_suffix(".md", {kind!r})
"""
WAYS = {
    "as GitHub does": {"myst_gfm_only": True},
    "as CommonMark": {"myst_commonmark_only": True},
    "without fences": {"myst_disable_syntax": ["fence"]},
    "with more": {"myst_enable_extensions": ["colon_fence", "replacements", "smartquotes", "substitution"]},
}
PLAIN = {"source_suffix": {".rst": "restructuredtext", ".md": "plain"}}
READERS = {
    "by a parser of its own": ("plain", True, PLAIN),
    "by another parser for Markdown": ("markdown", True, {}),
    "by an extension that does not know of MyST": ("markdown", False, {}),
}


@pytest.fixture(scope="module")
def plain(shared_build: Build) -> BuildResult:
    return shared_build({**HOUSE, **HOME}, fatal_warnings=True)


def article(result: BuildResult, docname: str) -> str:
    found = result.html(docname).select_one("article")
    assert found is not None
    return str(found)


def same(one: BuildResult, other: BuildResult) -> None:
    for docname in ("specs/index", "specs/002-walls", "specs/002-walls/DESIGN", "index"):
        assert article(one, docname) == article(other, docname)
    assert one.needs() == other.needs()


@pytest.mark.parametrize("conf", WAYS.values(), ids=WAYS)
def test_settings_of_myst_are_for_the_pages_of_the_project(
    conf: dict[str, object], plain: BuildResult, build: Build
) -> None:
    same(build({**HOUSE, **HOME}, conf=conf, fatal_warnings=True), plain)


@pytest.mark.parametrize(("kind", "override", "conf"), READERS.values(), ids=READERS)
def test_specs_are_read_as_specs_whoever_reads_markdown(
    kind: str, override: bool, conf: dict[str, object], plain: BuildResult, build: Build
) -> None:
    project = {**HOUSE, **HOME, "more.md": "# More\n"}
    lines = [f"{name} = {value!r}\n" for name, value in conf.items()]
    conf_py = DEFAULT_CONF + "".join(lines)
    result = build({**project, "conf.py": conf_py + READER.format(kind=kind, override=override)})
    assert "Read otherwise" in article(result, "more")
    same(result, plain)
