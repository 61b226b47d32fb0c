"""The tree: lists in lists, folded where they are long, with circles named and nothing dropped."""

from __future__ import annotations

import re

import pytest
from bs4 import Tag
from building import Build, BuildResult
from samples import HOUSE, spec
from viewing import pages, said, view

MORE = {
    "specs/005-hall/README.md": spec("Hall", "parent: 002", status="complete", body="- [x] One\n- [x] Two\n"),
    "specs/006-藏书/README.md": spec("所有规格说明", "tags: [木]", status="archived"),
    "specs/007-ring/README.md": spec("Ring", "parent: 008", body="- [x] One\n"),
    "specs/008-other-ring/README.md": spec("Other ring", "parent: 007", body="- [ ] One\n"),
    "specs/009-self/README.md": spec("Self", "parent: 009"),
}
VIEWS = {
    "all": ("", {}),
    "orphans": ("", {"orphans": ""}),
    "depth": ("", {"depth": "2"}),
    "limit": ("", {"limit": "2"}),
    "root": ("2", {}),
    "leaf": ("6", {}),
    "selected": ("", {"status": "complete"}),
    "none": ("", {"tag": "木"}),
    "none-orphans": ("", {"tag": "木", "orphans": ""}),
    "nothing": ("", {"tag": "no such tag"}),
}
CONF = {
    "html_theme": "alabaster",
    "suppress_warnings": ["leanspec.cycle", "leanspec.done", "epub.unknown_project_files"],
    "version": "1",
    "copyright": "us",
}


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    files = {**HOUSE, **MORE, **pages("spec-tree", VIEWS)}
    return shared_build(files, "-n", conf=CONF, fatal_warnings=True)


def lines(result: BuildResult, name: str) -> list[str]:
    """Each item of a tree, two spaces further in for each list it is in."""
    return [
        "  " * (len(item.find_parents("ul")) - 1) + said(item.p)
        for item in view(result, f"md-{name}").select("ul li")
    ]


def notes(result: BuildResult, name: str) -> list[str]:
    return [said(line) for line in view(result, f"md-{name}").find_all("p", recursive=False)]


@pytest.mark.parametrize("name", VIEWS)
def test_myst_and_rst_give_the_same(site: BuildResult, name: str) -> None:
    one, two = (site.html(f"{kind}-{name}").find(class_="leanspec-view") for kind in ("md", "rst"))
    assert str(one) == str(two)


ALL = [
    "004 House ○ Draft 3 / 5",
    "  002 Walls ◑ In progress 3 / 4 own 1 / 2",
    "    005 Hall ● Complete 2 / 2",
    "  003 Roof ◔ Planned 0 / 1",
    "007 Ring ◔ Planned 1 / 2 own 1 / 1",
    "  008 Other ring ◔ Planned 1 / 2 own 0 / 1",
    "009 Self ◔ Planned",
]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("all", ALL),
        ("depth", [line if line.strip()[:3] != "005" else "    1 more" for line in ALL]),
        ("limit", ["004 House ○ Draft 3 / 5", "  3 more", "007 Ring ◔ Planned 1 / 2 own 1 / 1", "  1 more"]),
        ("root", [ALL[1].strip(), "  005 Hall ● Complete 2 / 2"]),
        ("leaf", ["006 所有规格说明 ▣ Archived"]),
        ("selected", ALL[:3]),
        ("none", []),
    ],
)
def test_umbrellas_hold_what_is_part_of_them(site: BuildResult, name: str, expected: list[str]) -> None:
    assert lines(site, name) == expected


def test_circles_are_named(site: BuildResult) -> None:
    circles = [
        "Each is part of the next, and the last is part of the first: ◔ 007 ◔ 008",
        "Part of itself: ◔ 009",
    ]
    assert notes(site, "all") == circles
    assert notes(site, "root") == []
    assert notes(site, "limit") == ["1 more", circles[0]]


def test_specs_under_no_umbrella_are_named_if_wanted(site: BuildResult) -> None:
    assert notes(site, "orphans")[-1] == "Under no umbrella (2): ● 001 ▣ 006"
    assert notes(site, "none-orphans") == [
        "None of these specs is part of another.",
        "Under no umbrella (1): ▣ 006",
    ]
    assert notes(site, "nothing") == ["No spec is selected."]


def test_every_line_leads_to_its_spec_and_what_is_left_out_to_its_umbrella(site: BuildResult) -> None:
    links = [link["href"] for link in view(site, "md-depth").select("li a")]
    assert links[:4] == [f"specs/{key}.html" for key in ("004-house", "002-walls", "002-walls", "003-roof")]


def test_a_long_level_is_folded(build: Build) -> None:
    files = {"index.md": "# Home\n\n```{spec-tree}\n```\n", "specs/001-all/README.md": spec("All")}
    for at in range(2, 30):
        files[f"specs/{at:03}-s/README.md"] = spec("S", f"parent: {1 if at < 27 else 2}")
    result = build(files, conf=CONF, fatal_warnings=True)
    (fold,) = result.html("index").select("details")
    assert said(fold.summary) == "25 specs"
    assert len(fold.select(":scope > ul > li")) == 25
    assert len(fold.select(":scope > ul > li > ul > li")) == 3
    text = build(result.srcdir, builder="text").text("index.txt")
    assert text.count("* 0") == 29
    assert "25 specs" not in text


def test_a_long_chain_is_cut_where_a_builder_can_nest_no_deeper(build: Build) -> None:
    files = {"index.md": "# Home\n\n```{toctree}\nspecs/index\n```\n\n```{spec-tree}\n```\n"}
    for at in range(1, 41):
        files[f"specs/{at:03}-s/README.md"] = spec("S", *([f"parent: {at - 1:03}"] if at > 1 else []))
    result = build(files, conf=CONF, fatal_warnings=True)
    view = result.html("index").find(class_="leanspec-view")
    assert isinstance(view, Tag)
    assert len(view.select("ul ul")) == 20
    assert [said(more) for more in view.select(".leanspec-more")] == ["20 more"]
    tex = next(build(result.srcdir, builder="latex").outdir.glob("*.tex")).read_text("utf-8")
    drawn = tex[tex.index("leanspec-spec-tree") :]
    assert "36 more" in drawn
    assert not re.search(r"(\\begin\{itemize\}(?:(?!\\end\{itemize\})[\s\S])*){6}", drawn)


LISTS = {
    "text": (
        "md-all.txt",
        r"\* 004 House ○ Draft · 3 / 5\s+  \* 002 Walls ◑ In progress · 3 / 4 · own 1 / 2\s+    \* 005 Hall",
    ),
    # the writer of Sphinx 8.0 leaves our signs out of links
    "man": ("*.1", r"002 Walls (◑ )?In progress · 3 / 4 · own 1 / 2\s+\.INDENT[\s\S]{0,60}005 Hall"),
    "latex": (
        "*.tex",
        r"Walls [^\n]*\\leanspecbar\{0.750}\{3 / 4} · [^\n]*\{own 1 / 2}\s+\\begin\{itemize}",
    ),
    "epub": ("md-all.xhtml", r'002 Walls[\s\S]*?<progress max="4" value="3"[\s\S]*?<ul'),
}


@pytest.mark.parametrize("builder", LISTS)
def test_every_builder_has_the_lists(shared_build: Build, site: BuildResult, builder: str) -> None:
    result = shared_build(site.srcdir, builder=builder, fatal_warnings=True)
    name, pattern = LISTS[builder]
    text = "\n".join(path.read_text("utf-8") for path in result.outdir.glob(name))
    text = re.sub(r"\\f[A-Z]|\\%", "", text).replace("\\ ", " ")  # what is roff in a page of man
    assert re.search(pattern, text), text[:3000]
