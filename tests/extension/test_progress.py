"""Progress: a bar for each spec, umbrella or group, the same numbers in every builder."""

from __future__ import annotations

import pytest
from building import Build, BuildResult
from samples import HOUSE, spec
from viewing import pages, said, view

MORE = {
    "specs/005-hall/README.md": spec("Hall", "parent: 002", status="complete", body="- [x] One\n- [x] Two\n"),
    "specs/006-藏书/README.md": spec("所有规格说明", "tags: [木]", status="archived"),
    "specs/007-ring/README.md": spec("Ring", "parent: 008", body="- [x] One\n"),
    "specs/008-other-ring/README.md": spec("Other ring", "parent: 007", body="- [ ] One\n"),
}
VIEWS = {
    "spec": ("", {}),
    "named": ("1, 3", {}),
    "one": ("1", {}),
    "limit": ("", {"limit": "2"}),
    "total": ("", {"by": "total"}),
    "total-empty": ("6", {"by": "total"}),
    "status": ("", {"by": "status"}),
    "priority": ("", {"by": "priority"}),
    "assignee": ("", {"by": "assignee"}),
    "tag": ("", {"by": "tag", "limit": "2"}),
    "parent": ("", {"by": "parent"}),
    "depth": ("", {"by": "parent", "depth": "3"}),
    "root": ("2", {"by": "parent", "depth": "2"}),
    "filtered": ("", {"by": "parent", "status": "complete"}),
    "nothing": ("", {"tag": "no such tag"}),
    "nothing-parent": ("", {"tag": "no such tag", "by": "parent"}),
}


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    files = {**HOUSE, **MORE, **pages("spec-progress", VIEWS)}
    conf = {
        "html_theme": "alabaster",
        "suppress_warnings": ["leanspec.cycle", "leanspec.done", "epub.unknown_project_files"],
        "version": "1",
        "copyright": "us",
    }
    return shared_build(files, "-n", conf=conf, fatal_warnings=True)


def rows(result: BuildResult, name: str) -> list[str]:
    return [
        " | ".join(said(cell) for cell in row.find_all(["th", "td"]))
        for row in view(result, f"md-{name}").select("tbody tr")
    ]


@pytest.mark.parametrize("name", VIEWS)
def test_myst_and_rst_give_the_same(site: BuildResult, name: str) -> None:
    one, two = (site.html(f"{kind}-{name}").find(class_="leanspec-view") for kind in ("md", "rst"))
    assert str(one) == str(two)


SHOWN = {
    "named": ["001 Ground | ● Complete | 2 / 4", "003 Roof | ◔ Planned | 0 / 1"],
    "limit": ["001 Ground | ● Complete | 2 / 4", "002 Walls | ◑ In progress | 1 / 2"],
    "status": [
        "○ Draft | 1 | no checks",
        "◔ Planned | 3 | 1 / 3",
        "◑ In progress | 1 | 1 / 2",
        "● Complete | 2 | 4 / 6",
        "▣ Archived | 1 | no checks",
    ],
    "priority": [
        "High | 1 | ● 1 | 2 / 4",
        "Low | 1 | ◑ 1 | 1 / 2",
        "No priority | 6 | ○ 1 ◔ 3 ● 1 ▣ 1 | 3 / 5",
    ],
    "assignee": ["ada | 1 | ● 1 | 2 / 4", "No assignee | 7 | ○ 1 ◔ 3 ◑ 1 ● 1 ▣ 1 | 4 / 7"],
    "tag": ["stone | 2 | ◑ 1 ● 1 | 3 / 6", "earth | 1 | ● 1 | 2 / 4"],
    "parent": [
        "004 House | 4 | ○ 1 ◔ 1 ◑ 1 ● 1 | 3 / 5",
        "007 Ring | 2 | ◔ 2 | 1 / 2",
        "No umbrella | 2 | ● 1 ▣ 1 | 2 / 4",
    ],
    "depth": [
        "004 House | 4 | ○ 1 ◔ 1 ◑ 1 ● 1 | 3 / 5",
        "002 Walls | 2 | ◑ 1 ● 1 | 3 / 4",
        "005 Hall | 1 | ● 1 | 2 / 2",
        "003 Roof | 1 | ◔ 1 | 0 / 1",
        "007 Ring | 2 | ◔ 2 | 1 / 2",
        "008 Other ring | 2 | ◔ 2 | 1 / 2",
        "No umbrella | 2 | ● 1 ▣ 1 | 2 / 4",
    ],
    "root": ["002 Walls | 2 | ◑ 1 ● 1 | 3 / 4", "005 Hall | 1 | ● 1 | 2 / 2"],
    "filtered": ["004 House | 1 | ● 1 | 2 / 2", "No umbrella | 1 | ● 1 | 2 / 4"],
}


@pytest.mark.parametrize("name", SHOWN)
def test_each_has_a_bar_with_its_number(site: BuildResult, name: str) -> None:
    assert rows(site, name) == SHOWN[name]


def test_several_are_counted_together(site: BuildResult) -> None:
    total = [
        "8 specs, checks 6 / 11",
        "○ Draft 1 ◔ Planned 3 ◑ In progress 1 ● Complete 2 ▣ Archived 1",
    ]
    for name in ("spec", "total", "status", "parent"):
        assert [said(line) for line in view(site, f"md-{name}").find_all("p", recursive=False)] == total, name
    assert said(view(site, "md-total-empty")) == "1 spec ▣ Archived 1"
    for name in ("one", "root"):
        assert view(site, f"md-{name}").find_all("p", recursive=False) == [], name


def test_umbrellas_are_links_and_what_is_below_stands_further_in(site: BuildResult) -> None:
    heads = view(site, "md-depth").select("tbody th")
    links = [head.a["href"] if head.a else None for head in heads]
    assert links[:2] == ["specs/004-house.html", "specs/002-walls.html"]
    indents = [indent["style"] if (indent := head.select_one(".leanspec-indent")) else "" for head in heads]
    assert indents == ["", "width: 1.2em", "width: 2.4em", "width: 1.2em", "", "width: 1.2em", ""]


def test_a_bar_says_what_it_is_of(site: BuildResult) -> None:
    labels = [bar["aria-label"] for bar in view(site, "md-tag").select("progress")]
    assert labels == ["8 specs: 6 of 11 done", "stone: 3 of 6 done", "earth: 2 of 4 done"]


@pytest.mark.parametrize(("name", "count"), [("limit", 6), ("tag", 2)])
def test_what_there_is_no_room_for_is_counted_and_linked(site: BuildResult, name: str, count: int) -> None:
    link = view(site, f"md-{name}").select_one(".leanspec-more a")
    assert link is not None
    assert (link.get_text(), link["href"]) == (f"{count} more", "specs/index.html")


@pytest.mark.parametrize("name", ["nothing", "nothing-parent"])
def test_it_says_that_nothing_is_selected(site: BuildResult, name: str) -> None:
    assert said(view(site, f"md-{name}")) == "No spec is selected."


def test_an_umbrella_that_does_not_exist_is_a_warning(build: Build) -> None:
    page = "# Home\n\n```{spec-progress} 99\n:by: parent\n```\n"
    result = build({**HOUSE, "index.md": page}, conf={"html_theme": "alabaster"})
    assert any("99" in warning and "index.md:3" in warning for warning in result.warnings)
    assert "No spec is selected." in result.html("index").get_text()


TABLES = {
    "text": (
        "md-depth.txt",
        ["| 004 House", "| ○ 1 ◔ 1 ◑ 1 ● 1", "| 3 / 5", "| \N{EM SPACE}\N{EM SPACE}005 Hall"],
    ),
    "man": ("*.1", ["No umbrella", "○ 1 ◔ 1 ◑ 1 ● 1", "3 / 5"]),
    "latex": ("*.tex", [r"\leanspecindent{2}", r"\leanspecbar{0.600}{3 / 5}", r"\leanspecchip{draft}{1}"]),
    "epub": ("md-depth.xhtml", ['<progress max="5" value="3"', "3 / 5", 'aria-label="Draft"']),
}


@pytest.mark.parametrize("builder", TABLES)
def test_every_builder_has_the_numbers(shared_build: Build, site: BuildResult, builder: str) -> None:
    result = shared_build(site.srcdir, builder=builder, fatal_warnings=True)
    name, wanted = TABLES[builder]
    text = "\n".join(path.read_text("utf-8") for path in result.outdir.glob(name))
    text = text.replace("\\ ", " ")  # roff's space that does not break
    assert [part for part in wanted if part not in text] == []
