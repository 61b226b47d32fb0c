from __future__ import annotations

import pytest
from bs4 import Tag
from building import Build, BuildResult
from samples import spec

SPECS = {
    "specs/001-ground/README.md": spec(
        "Ground",
        status="complete",
        body="- [x] Dig <!-- evidence: file specs/001-ground/README.md -->\n- [ ] Pour\n"
        "- [ ] Lay <!-- n/a: no -->\n",
    ),
    "specs/001-ground/NOTES.md": "# Notes\n\nspec-002 and spec-003.\n",
    "specs/002-walls/README.md": spec("Walls", "depends_on: [1]", "tags: [stone]", status="in-progress"),
    "specs/003-roof/README.md": spec("Roof", "depends_on: [1, 2]", body="- [x] Tile\n"),
    "specs/004-门/README.md": spec("门户", "tags: [stone]"),
    "specs/005-bare/README.md": "# Bare\n",
    "guide/use.md": "---\nspecs: [1, 3]\n---\n# How to use\n\nSee spec-002 and spec-001.\n",
    "guide/made.md": "---\nspecs: [1]\n---\n# How it is made\n",
    "news.md": "# News\n\n{spec}`4` is to come.\n",
    "other.md": "# Something else\n",
}
VIEWS = {
    "all": "",
    "list": ":layout: list\n",
    "gaps": ":gaps:\n",
    "tag": ":tag: stone\n",
    "pages": ":pages: guide/*\n",
    "few": ":limit: 1\n",
    "none": ":tag: nothing\n",
}
CONF = {"html_theme": "alabaster", "suppress_warnings": ["leanspec.done", "leanspec.frontmatter"]}
HIDDEN = "---\nspecs: []\n---\n"


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    names = [f"views/{kind}-{name}" for kind in ("md", "rst") for name in VIEWS]
    pages = ["guide/use", "guide/made", "news", "other"]
    files = {
        **SPECS,
        "index.md": "# Home\n\nspec-005\n\n```{toctree}\n" + "\n".join(pages + names) + "\n```\n",
    }
    for name, options in VIEWS.items():
        files[f"views/md-{name}.md"] = f"# Md {name}\n\n```{{spec-trace}}\n{options}```\n"
        files[f"views/rst-{name}.rst"] = f"Rst {name}\n{'=' * 20}\n\n.. spec-trace::\n" + (
            f"   {options}\n" if options else "\n"
        )
    return shared_build(files, "-n", conf=CONF, fatal_warnings=True)


def view(result: BuildResult, name: str) -> Tag:
    found = result.html(f"views/{name}").find(class_="leanspec-view")
    assert isinstance(found, Tag)
    return found


def text(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def heads(table: Tag) -> list[str]:
    return [text(cell) for cell in table.thead.find_all("th")]


def rows(table: Tag) -> dict[str, list[str]]:
    """The cells of each row by its head."""
    return {text(row.th): [text(cell) for cell in row.find_all("td")] for row in table.tbody.find_all("tr")}


@pytest.mark.parametrize("name", ["list", "gaps", "tag", "pages", "none"])
def test_myst_and_rst_give_the_same(site: BuildResult, name: str) -> None:
    # but for the page that the view itself stands on, which is no gap
    one, two = (str(view(site, f"{kind}-{name}")) for kind in ("md", "rst"))
    swapped = two.replace(f"md-{name}", f"rst-{name}").replace(f"Md {name}", f"Rst {name}")
    assert one == swapped or name in ("list", "gaps")


def test_specs_against_documents(site: BuildResult) -> None:
    specs = view(site, "md-all").find("table")
    assert heads(specs) == [
        "Spec", "How to use", "How it is made", "News", "Checks", "Evidence", "Depends on"
    ]  # fmt: skip
    assert rows(specs) == {
        "001 Ground ● Complete": ["✓", "✓", "", "1 / 2 1 open", "1 / 2", ""],
        "002 Walls ◑ In progress no page": ["·", "", "", "", "", "● 001"],
        "003 Roof ◔ Planned": ["✓", "", "", "1 / 1", "0 / 1", "● 001 ◑ 002"],
        "004 门户 ◔ Planned no page": ["", "", "·", "", "", ""],
        "005 Bare · No status no page": ["", "", "", "", "", ""],
    }


def test_documents_against_specs(site: BuildResult) -> None:
    documents = view(site, "md-pages").find_all("table")[-1]
    assert heads(documents) == ["Page", "Covers", "Mentions"]
    assert rows(documents) == {
        "How it is made": ["● 001", ""],
        "How to use": ["● 001 ◔ 003", "◑ 002"],
    }
    others = rows(view(site, "md-all").find_all("table")[-1])
    assert others["News"] == ["no spec", "◔ 004"]
    assert others["Something else"] == ["no spec", ""]
    assert "Home" not in others
    assert "Md all" not in others


def test_gaps_are_counted_and_the_only_bold_thing(site: BuildResult) -> None:
    found = view(site, "md-pages")
    assert [text(total) for total in found.find_all(class_="leanspec-total")] == [
        "Specs: 5 · covered by a page: 2 · not covered: 3 · complete with open checks: 1",
        "Pages: 2 · covering a spec: 2",
    ]
    assert [text(gap) for gap in found.find_all(class_="leanspec-gap")] == [
        "not covered: 3", "complete with open checks: 1", "1 open", "no page", "no page", "no page"
    ]  # fmt: skip
    assert not found.find_all(["b", "strong"])


def test_gaps_alone(site: BuildResult) -> None:
    specs, documents = view(site, "md-gaps").find_all("table")
    assert [name.split()[0] for name in rows(specs)] == ["001", "002", "004", "005"]
    assert rows(specs)["002 Walls ◑ In progress"][:2] == ["no page", "How to use"]
    assert {"News", "Something else"} < set(rows(documents))
    assert "How to use" not in rows(documents)


def test_a_list_names_the_documents(site: BuildResult) -> None:
    specs = view(site, "md-list").find("table")
    assert heads(specs)[:3] == ["Spec", "Covered by", "Mentioned in"]
    assert rows(specs)["001 Ground ● Complete"][:2] == ["How it is made , How to use", ""]
    assert specs.tbody.find("a", string="How to use")["href"] == "../guide/use.html"


def test_a_selection_shows_its_documents_alone(site: BuildResult) -> None:
    found = view(site, "md-tag")
    assert list(rows(found.find_all("table")[-1])) == ["News", "How to use"]


def test_what_has_gaps_comes_first(site: BuildResult) -> None:
    specs, documents = view(site, "md-all").find_all("table")
    assert [name[:3] for name in rows(specs)] == ["001", "002", "004", "005", "003"]
    assert [text(row.th) for row in documents.tbody.find_all("tr")][-2:] == ["How it is made", "How to use"]


def test_archived_specs_are_counted_and_left_out(build: Build) -> None:
    files = {
        "index.md": "# Home\n\n```{spec-trace}\n```\n\n```{spec-trace}\n:status: archived\n```\n",
        "specs/001-new/README.md": spec("New"),
        "specs/002-old/README.md": spec("Old", status="archived"),
    }
    open_ones, asked_for = build(files, conf=CONF, fatal_warnings=True).html("index").select(".leanspec-view")
    assert [*rows(open_ones.find("table"))] == ["001 New ◔ Planned"]
    assert text(open_ones.select_one(".leanspec-more")) == "1 archived spec is left out"
    assert [*rows(asked_for.find("table"))] == ["002 Old ▣ Archived"]


def test_columns_without_anything_are_left_out(site: BuildResult) -> None:
    assert heads(view(site, "md-few").find("table")) == [
        "Spec",
        "How to use",
        "How it is made",
        "Checks",
        "Evidence",
    ]


def test_what_is_not_shown_is_counted(site: BuildResult) -> None:
    assert text(view(site, "md-few").find(class_="leanspec-more")) == "4 more"
    assert text(view(site, "md-none")) == "No spec is selected."


def test_heads_say_what_they_head(site: BuildResult) -> None:
    for table in view(site, "md-all").find_all("table"):
        assert {cell["scope"] for cell in table.thead.find_all("th")} == {"col"}
        assert {cell["scope"] for cell in table.tbody.find_all("th")} == {"row"}
        assert all(len(row.find_all("th")) == 1 for row in table.tbody.find_all("tr"))
    marks = view(site, "md-all").select("table .leanspec-mark")
    assert {(mark["role"], mark["aria-label"]) for mark in marks} == {("img", "covers"), ("img", "mentions")}


def test_other_builders_number_the_columns(build: Build) -> None:
    files = {**SPECS, "index.md": "# Home\n\n```{toctree}\nguide/use\nguide/made\nnews\nother\n```\n"}
    files["index.md"] += "\n```{spec-trace}\n```\n"
    plain = build(files, builder="text", conf=CONF, fatal_warnings=True)
    lines = plain.text("index.txt")
    assert "✓ covers, · mentions" in lines
    assert "2. How it is made" in lines
    tex = build(plain.srcdir, builder="latex", fatal_warnings=True)
    source = next(path.read_text("utf-8") for path in tex.outdir.glob("*.tex"))
    assert r"\leanspecmark{covers}" in source
    assert "✓" not in source


def test_many_documents_are_listed_and_many_specs_fit(build: Build) -> None:
    files = {f"specs/{number:03}-spec/README.md": spec(f"Spec number {number}") for number in range(1, 401)}
    names = [f"docs/page{number}" for number in range(13)]
    for name in names:
        files[f"{name}.md"] = f"---\nspecs: [{', '.join(map(str, range(1, 401)))}]\n---\n# {name}\n"
    files["index.md"] = "# Home\n\n```{toctree}\n" + "\n".join(names) + "\n```\n"
    files["index.md"] += "\n```{spec-trace}\n:limit: 0\n```\n"
    files["matrix.md"] = "---\norphan:\n---\n# M\n\n```{spec-trace}\n:layout: matrix\n:limit: 0\n```\n"
    conf = {"html_theme": "alabaster", "leanspec_check_needs": False}
    result = build(files, conf=conf, fatal_warnings=True)
    table = result.html("index").find("table")
    assert heads(table)[1] == "Covered by"
    assert rows(table)["001 Spec number 1 ◔ Planned"][0].endswith(", 10 more")
    assert len(rows(table)) == 400
    assert len(heads(result.html("matrix").find("table"))) == 14
    for name in ("index", "matrix"):
        assert len(result.text(f"{name}.html")) < 1_000_000
