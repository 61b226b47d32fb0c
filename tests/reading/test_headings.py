"""Titles, sections, anchors, and the line that is none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading.conftest import HEAD

from sphinx_leanspec.reading.slugs import slugify

if TYPE_CHECKING:
    from reading.conftest import ReadSpec

# the body, then the title as written, as plain text, and its line behind the four of the frontmatter
TITLES = {
    "# Title": ("Title", "Title", 1),
    "\n\n   # Title   ": ("Title", "Title", 3),
    "# Title ##": ("Title", "Title", 1),
    "# Title#": ("Title#", "Title#", 1),
    "# Title \\#": ("Title \\#", "Title #", 1),
    "#\tTitle": ("Title", "Title", 1),
    "# A *b* `c` [d](e) **f**": ("A *b* `c` [d](e) **f**", "A b c d f", 1),
    "# A &amp; B": ("A &amp; B", "A & B", 1),
    "# 多语言 🚀": ("多语言 🚀", "多语言 🚀", 1),
    "# :rocket: Off `:tada:` :a_b:": (":rocket: Off `:tada:` :a_b:", "🚀 Off :tada: :a_b:", 1),
    "## Before\n# Title": ("Title", "Title", 2),
    "Title\n===": ("Title", "Title", 1),
    "A title\non two lines\n====": ("A title on two lines", "A title on two lines", 1),
    "#\n# Title": ("Title", "Title", 2),
    "# One\n# Two": ("One", "One", 1),
    "```\n# No\n```\n# Title": ("Title", "Title", 4),
    "~~~~sh\n# No\n~~~\n# No\n~~~~\n# Title": ("Title", "Title", 6),
    "````md\n```\n# No\n```\n````\n# Title": ("Title", "Title", 6),
    "    # No\n\n# Title": ("Title", "Title", 3),
    "<!--\n# No\n-->\n# Title": ("Title", "Title", 4),
    "> # No\n\n# Title": ("Title", "Title", 3),
    "- # No\n\n# Title": ("Title", "Title", 3),
    "#No\n\n####### No\n": ("002-x", "002-x", None),
    "## Section": ("002-x", "002-x", None),
    "```\n# No": ("002-x", "002-x", None),
    "": ("002-x", "002-x", None),
}


@pytest.mark.parametrize(
    ("body", "title", "name", "line"), [(key, *row) for key, row in TITLES.items()], ids=TITLES
)
def test_titles(body: str, title: str, name: str, line: int | None, read: ReadSpec) -> None:
    spec = read(f"{HEAD}{body}\n")
    assert (spec.title_source, spec.title, spec.title_line) == (title, name, line and line + 4)


def test_sections_of_a_document_that_begins_deep(read: ReadSpec) -> None:
    spec = read(f"{HEAD}### A\n##### B\n- [ ] b\n## C\n")
    assert [(section.level, section.line, section.title) for section in spec.sections] == [
        (3, 5, "A"),
        (5, 6, "B"),
        (2, 8, "C"),
    ]
    assert spec.checks[0].sections == ("A", "B")


BANNER = "> **Status**: ✅ Complete · **Priority**: High"
BANNERS = {
    "behind the title": (f"# T\n\n{BANNER}\n", 7),
    "at the beginning": (f"{BANNER}\n", 5),
    "in a fence": (f"```\n{BANNER}\n```\n", None),
    "in an indented fence": (f"   ~~~\n{BANNER}\n", None),
    "far down": ("\n" * 60 + BANNER + "\n", None),
    "not quoted": (BANNER[2:] + "\n", None),
    "something else quoted": ("> Status: fine\n", None),
}


@pytest.mark.parametrize(("body", "line"), BANNERS.values(), ids=BANNERS)
def test_the_banner_of_older_versions(body: str, line: int | None, read: ReadSpec) -> None:
    assert read(HEAD + body).banner_line == line


SLUGS = {
    "Acceptance Criteria": "acceptance-criteria",
    "  A  b ": "--a--b-",
    "验收标准": "验收标准",
    "1. 数据模型 (v2)": "1-数据模型-v2",
    "Größe & Straße": "größe--straße",
    "Что дальше?": "что-дальше",
    "日本語、テスト。": "日本語テスト",
    "हिन्दी में": "हिन्दी-में",
    "🎯 Goals": "-goals",
    "⚙️ Setup": "️-setup",
    "C++ / C#": "c--c",
    "snake_case and kebab-case": "snake_case-and-kebab-case",
    "“Quotes” — dashes – …": "quotes--dashes--",
    "x² and ½ and Ⅳ": "x-and--and-ⅳ",
    "ÉTÉ": "été",
    "🚀": "",
}


@pytest.mark.parametrize(("title", "slug"), SLUGS.items(), ids=SLUGS)
def test_slugs_are_those_of_github(title: str, slug: str) -> None:
    assert slugify(title) == slug


def test_slugs_of_headings_that_repeat(read: ReadSpec) -> None:
    titles = ("Plan", "Plan", "plan!", "Plan-1", "🚀", "🎯", "A `b` [c](d)", "Plan 1")
    spec = read(HEAD + "".join(f"## {title}\n" for title in titles))
    assert [section.slug for section in spec.sections] == [
        *("plan", "plan-1", "plan-2", "plan-1-1"),
        *("", "-1", "a-b-c", "plan-1-2"),
    ]
