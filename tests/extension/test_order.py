from __future__ import annotations

import pytest
from building import Build, BuildResult
from samples import spec
from viewing import pages, said, view

SPECS = {
    "specs/001-ground/README.md": spec("Ground", status="complete"),
    "specs/002-walls/README.md": spec("Walls", "depends_on: [1]", "tags: [stone]", status="in-progress"),
    "specs/003-roof/README.md": spec("Roof", "depends_on: [2, 999-gone, other:004-x]", "tags: [wood]"),
    "specs/004-house/README.md": spec("House", status="draft"),
    "specs/005-统一/README.md": spec("统一入口", "depends_on: [3, 4]", "tags: [wood]"),
    "specs/006-paint/README.md": spec("Paint", "depends_on: [5]", status="in-progress"),
    "specs/007-hen/README.md": spec("Hen", "depends_on: [8]"),
    "specs/008-egg/README.md": spec("Egg", "depends_on: [7]"),
    "specs/009-old/README.md": spec("Old", "depends_on: [10]", status="complete"),
    "specs/010-older/README.md": spec("Older", "depends_on: [9]", status="archived"),
    "specs/011-bare/README.md": "# Bare\n",
}
VIEWS = {
    "all": ("", {}),
    "tag": ("", {"tag": "wood"}),
    "sort": ("", {"sort": "-number"}),
    "few": ("", {"limit": "3"}),
    "done": ("", {"status": "complete"}),
    "none": ("", {"tag": "nothing"}),
}
LOST = "999-gone (not found) · other:004-x (elsewhere)"
CONF = {
    "html_theme": "alabaster",
    "suppress_warnings": ["leanspec.ref", "leanspec.frontmatter", "leanspec.cycle"],
}


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    files = {**SPECS, **pages("spec-order", VIEWS)}
    return shared_build(files, "-n", conf=CONF, fatal_warnings=True)


def parts(result: BuildResult, name: str) -> dict[str, list[str]]:
    """The lines below each heading."""
    return {
        said(head): [said(item) for item in head.find_next(["ul", "ol"]).find_all("li")]
        for head in view(result, f"md-{name}").find_all(class_="rubric")
    }


@pytest.mark.parametrize("name", VIEWS)
def test_myst_and_rst_give_the_same(site: BuildResult, name: str) -> None:
    assert str(view(site, f"md-{name}")) == str(site.html(f"rst-{name}").find(class_="leanspec-view"))


def test_every_spec_that_is_not_done_has_one_line(site: BuildResult) -> None:
    assert parts(site, "all") == {
        "Cycles · 2": [
            "◔ 007 → ◔ 008 → ◔ 007 · blocked",
            "● 009 → ▣ 010 → ● 009 · done anyway",
        ],
        "In progress · 2": [
            "002 Walls ◑ In progress · unblocks 3",
            "006 Paint ◑ In progress · blocked by ◔ 005",
        ],
        "Can start now · 2": ["004 House ○ Draft · unblocks 2", "011 Bare · No status"],
        "Wave 2 · 1": [f"003 Roof ◔ Planned · waits for ◑ 002 · {LOST} · unblocks 2"],
        "Wave 3 · 1": ["005 统一入口 ◔ Planned · waits for ◔ 003 ○ 004 · unblocks 1"],
    }


def test_what_is_wrong_is_marked(site: BuildResult) -> None:
    found = [said(tag) for tag in view(site, "md-all").select(".leanspec-gap, .leanspec-lost")]
    assert found == ["blocked: 1", "in a cycle: 2", "blocked", "blocked by", "999-gone (not found)"]


def test_counts_and_the_longest_chain_stand_first(site: BuildResult) -> None:
    total, chain = view(site, "md-all").find_all("p", recursive=False)[:2]
    assert said(total) == (
        "To do: 8 of 11 · in progress: 2 · blocked: 1 · can start: 2 · waiting: 2 · in a cycle: 2"
    )
    assert said(chain) == "Longest chain, 4 specs: ◑ 002 → ◔ 003 → ◔ 005 → ◑ 006"
    assert [link["href"] for link in chain.find_all("a")] == [
        f"specs/{name}.html" for name in ("002-walls", "003-roof", "005-%E7%BB%9F%E4%B8%80", "006-paint")
    ]


def test_the_numbers_go_on_from_wave_to_wave(site: BuildResult) -> None:
    lists = view(site, "md-all").find_all("ol")
    assert [int(found.get("start", 1)) for found in lists] == [1, 3, 4]


def test_a_selection_keeps_the_waves_of_all(site: BuildResult) -> None:
    assert list(parts(site, "tag")) == ["Wave 2 · 1", "Wave 3 · 1"]
    assert "Longest chain, 3 specs" in said(view(site, "md-tag"))


def test_an_order_of_ones_own(site: BuildResult) -> None:
    assert parts(site, "sort")["Can start now · 2"][0].startswith("011 Bare")


def test_what_is_not_shown_is_counted(site: BuildResult) -> None:
    assert list(parts(site, "few")) == ["Cycles · 2", "In progress · 2", "Can start now · 2"]
    assert len(parts(site, "few")["Can start now · 2"]) == 1
    assert said(view(site, "md-few").find(class_="leanspec-more")) == "3 more"


def test_nothing_to_do_is_said(site: BuildResult) -> None:
    assert "Nothing is left to do: all 2 specs are complete or archived." in said(view(site, "md-done"))
    assert said(view(site, "md-none")) == "No spec is selected."


def test_the_same_in_text_and_latex(build: Build) -> None:
    files = {**SPECS, "index.md": "# Home\n\n```{spec-order}\n```\n"}
    plain = build(files, builder="text", conf=CONF, fatal_warnings=True)
    lines = " ".join(plain.text("index.txt").split())
    assert "006 Paint ◑ In progress · blocked by ◔ 005" in lines
    assert "3. 003 Roof ◔ Planned · waits for ◑ 002 · 999-gone (not found)" in lines
    tex = build(plain.srcdir, builder="latex", fatal_warnings=True)
    source = next(path.read_text("utf-8") for path in tex.outdir.glob("*.tex"))
    assert r"\DUrole{leanspec-gap}{blocked by}" in source
    assert not set("◔→") & set(source)


def test_four_hundred_specs_and_a_chain_of_them(build: Build) -> None:
    files = {
        f"specs/{number:03}-spec/README.md": spec(
            f"Spec number {number}", *([f"depends_on: [{number - 1}]"] if number > 1 else [])
        )
        for number in range(1, 401)
    }
    files["index.md"] = "# Home\n\n```{spec-order}\n```\n\n```{spec-order}\n:limit: 0\n```\n"
    conf = {"html_theme": "alabaster", "leanspec_check_needs": False}
    result = build(files, conf=conf, fatal_warnings=True)
    short, long = result.html("index").find_all(class_="leanspec-view")
    assert len(short.select(".leanspec-tasks li")) == 100
    assert said(short.find(class_="leanspec-more")) == "300 more"
    assert "Longest chain, 400 specs" in said(short)
    assert "388 more" in said(short)
    assert len(long.select(".leanspec-tasks li")) == 400
    assert len(result.text("index.html")) < 1_000_000
