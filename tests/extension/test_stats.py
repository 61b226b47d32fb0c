"""Numbers on a page: the same in every builder, bars where they can be, and what needs attention linked."""

from __future__ import annotations

import re

import pytest
from bs4 import Tag
from building import Build, BuildResult
from samples import HOUSE, spec
from viewing import myst, pages, said, view

from sphinx_leanspec.lifecycle import estimated_tokens

MORE = {
    "specs/005-所有/README.md": spec(
        "所有规格说明", "priority: critical", "tags: [木, stone]", "depends_on: [6]"
    ),
    "specs/006-yard/README.md": spec(
        "Yard", "priority: high", "depends_on: [3, 5]", "updated: 2026-09-09", status="in-progress"
    ),
    "specs/007-none/README.md": "# Nothing\n",
    "specs/008-other/README.md": spec("Other", "priority: <b>odd</b>", status="on-hold"),
}
VIEWS = {
    "all": ("", {}),
    "parts": ("", {"parts": "checks, attention"}),
    "most": ("", {"parts": "tags, attention", "most": "1"}),
    "some": ("1, 2", {"parts": "status"}),
    "sizes": ("", {"parts": "sizes"}),
    "calm": ("1", {"parts": "attention"}),
    "nothing": ("", {"status": "archived"}),
}
CONF: dict[str, object] = {
    "html_theme": "alabaster",
    "suppress_warnings": [
        "leanspec.cycle",
        "leanspec.status",
        "leanspec.priority",
        "leanspec.frontmatter",
        "epub.unknown_project_files",
    ],
}


def project() -> dict[str, str]:
    return {**HOUSE, **MORE, **pages("spec-stats", VIEWS)}


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    return shared_build(project(), "-n", conf=CONF, fatal_warnings=True)


def rows(found: Tag, head: str) -> list[list[str]]:
    """The rows of the table with this head, without its bars."""
    (table,) = (table for table in found.find_all("table") if said(table.thead).startswith(head))
    return [
        [said(cell) for cell in row.find_all(["th", "td"]) if not cell.find(class_="leanspec-measure")]
        for row in table.tbody.find_all("tr")
    ]


@pytest.mark.parametrize("name", VIEWS)
def test_myst_and_rst_give_the_same(site: BuildResult, name: str) -> None:
    assert str(view(site, f"md-{name}")) == str(view(site, f"rst-{name}"))


def test_the_numbers_are_those_of_the_specs(site: BuildResult) -> None:
    found = view(site, "md-all")
    numbers = found.find("dl")
    assert isinstance(numbers, Tag)
    assert re.sub(r" ?:", "", said(numbers)) == "Specs 8 Finished 1 / 8 Checks 3 / 7"
    assert rows(found, "Status") == [
        ["○ Draft", "1"],
        ["◔ Planned", "2"],
        ["◑ In progress", "2"],
        ["● Complete", "1"],
        ["· On hold", "1"],
        ["· No status", "1"],
    ]
    assert rows(found, "Priority") == [
        ["Critical", "0 / 1"],
        ["High", "1 / 2"],
        ["Low", "0 / 1"],
        ["<b>odd</b>", "0 / 1"],
        ["No priority", "0 / 3"],
    ]
    assert rows(found, "Checks") == [
        ["All done", "0"],
        ["Some done", "2"],
        ["None done", "1"],
        ["No checks", "5"],
    ]
    assert rows(found, "Tag") == [["stone", "1 / 3"], ["earth", "1 / 1"], ["木", "0 / 1"]]


def test_a_bar_is_as_long_as_its_number_and_nobody_hears_it(site: BuildResult) -> None:
    table = view(site, "md-all").find_all("table")[3]
    drawn = [
        (bar["aria-hidden"], [rect["width"] for rect in bar.find_all("rect")])
        for bar in table.find_all("svg", class_="leanspec-measure")
    ]
    assert drawn == [
        ("true", ["100%", "33.33%"]),
        ("true", ["33.33%", "33.33%"]),
        ("true", ["33.33%", "0%"]),
    ]


def test_every_table_has_heads(site: BuildResult) -> None:
    for table in view(site, "md-all").find_all("table"):
        assert all(said(head) for head in table.thead.find_all("th"))
        spans = sum(int(head.get("colspan", 1)) for head in table.thead.find_all("th"))
        assert {len(row.find_all(["th", "td"])) for row in table.tbody.find_all("tr")} == {spans}


def test_what_needs_attention_is_named_with_its_reason(site: BuildResult) -> None:
    found = view(site, "md-parts")
    heads = [said(head) for head in found.find_all(class_="rubric")]
    assert heads == [
        "Planned, with high or critical priority 1",
        "In progress, but blocked 1",
        "Open, and unchanged for 90 days 3",
        "In progress, with no assignee 2",
    ]
    blocked = found.find_all("table")[2]
    assert [link["href"] for link in blocked.find_all("a")] == [
        "specs/006-yard.html",
        "specs/003-roof.html",
        "specs/005-%E6%89%80%E6%9C%89.html",
    ]
    assert "1 Jan 2026" in said(found.find_all("table")[3])


def test_the_parts_that_are_asked_for_are_shown_and_no_others(site: BuildResult) -> None:
    found = view(site, "md-some")
    assert rows(found, "Status") == [["◑ In progress", "1"], ["● Complete", "1"]]
    assert len(found.find_all("table")) == 1


def test_what_is_too_much_is_counted(site: BuildResult) -> None:
    found = view(site, "md-most")
    assert rows(found, "Tag") == [["stone", "1 / 3"]]
    assert "2 more tags" in said(found)
    assert [said(more) for more in found.find_all(class_="leanspec-more")] == ["2 more", "1 more"]


def test_nothing_is_said_to_be_nothing(site: BuildResult) -> None:
    assert said(view(site, "md-calm")) == "Nothing needs attention."
    assert said(view(site, "md-nothing")) == "No spec is selected."


def test_sizes_are_counted_and_said_to_be_estimated(site: BuildResult) -> None:
    found = view(site, "md-sizes")
    largest = rows(found, "Largest specs")
    assert largest[0][0] == "002 Walls"
    text = HOUSE["specs/002-walls/README.md"]
    body = text.removeprefix("---").partition("---\n")[2]
    assert largest[0][1] == f"{len(text.splitlines())} · {estimated_tokens(body)}"
    assert "Tokens are an estimate" in said(found)


def test_a_part_that_does_not_exist_is_reported(build: Build) -> None:
    files = {**HOUSE, "index.md": "# Home\n\n```{spec-stats}\n:parts: colours\n```\n"}
    result = build(files, builder="dummy")
    wanted = re.compile(r'index\.md(\.rst)?:[34]: .*there is no part "colours"')
    assert any(wanted.search(line) for line in result.warnings)


@pytest.mark.parametrize("builder", ["text", "man", "texinfo", "latex", "epub"])
def test_every_builder_has_the_numbers(build: Build, builder: str) -> None:
    conf = {
        **CONF,
        "man_pages": [("index", "site", "Site", "us", "1")],
        "latex_engine": "xelatex",
        "version": "1",
        "copyright": "us",
    }
    files = {**HOUSE, **MORE, "index.md": f"# Title\n\n{myst('spec-stats')}"}
    result = build(files, builder=builder, conf=conf, fatal_warnings=True)
    (found,) = (
        file
        for name in ("index.txt", "site.1", "*.texi", "*.tex", "index.xhtml")
        for file in result.outdir.glob(name)
    )
    written = " ".join(re.sub(r"<[^>]+>|\\sphinx\w+", " ", found.read_text("utf-8")).split())
    for text in (
        "In progress",
        "Finished",
        "Some done",
        "No priority",
        "所有规格说明",
        "estimate",
        "blocked",
    ):
        assert text in written, text
    for numbers in ("1 / 8", "3 / 7", "1 / 3"):
        assert numbers in written, numbers
    assert ("leanspecmeasure{0.333}{1.000}" in written) == (builder == "latex")
    assert "<svg" not in found.read_text("utf-8")


def test_what_is_late_and_what_is_due(build: Build) -> None:
    views = {"now": ("", {"parts": "attention"}), "then": ("", {"parts": "attention", "on": "2026-04-01"})}
    specs = {
        "specs/001-late/README.md": spec("Late one", "due: 2026-03-01"),
        "specs/002-soon/README.md": spec("Soon one", "due: 2026-03-31", "updated: 2026-03-02"),
    }
    result = build({**specs, **pages("spec-stats", views)}, conf={"html_theme": "alabaster"})
    now, then = view(result, "md-now"), view(result, "md-then")
    assert [said(head) for head in now.find_all(class_="rubric")] == ["Late 1", "Due this month 1"]
    assert ["31 Mar 2026" in said(table) for table in now.find_all("table")] == [False, True]
    assert [said(head) for head in then.find_all(class_="rubric")] == ["Late 2"]
