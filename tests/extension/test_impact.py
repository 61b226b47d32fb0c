from __future__ import annotations

import pytest
from bs4 import Tag
from building import Build, BuildResult
from samples import spec

SPECS = {
    "specs/001-ground/README.md": spec(
        "Ground",
        "parent: 009-house",
        status="complete",
        body="- [x] Dig\n- [ ] Pour\n- [x] Lay <!-- n/a: no -->\n",
    ),
    "specs/002-walls/README.md": spec("Walls", "depends_on: [1]", body="- [x] Brick\n", status="in-progress"),
    "specs/003-roof/README.md": spec("Roof", "depends_on: [1, 2]"),
    "specs/004-门/README.md": spec("门户", "depends_on: [3]", body="- [x] 锁\n"),
    "specs/005-bare/README.md": "# Bare\n\nspec-001\n",
    "specs/009-house/README.md": spec("House", status="draft"),
    "guide.md": "---\nspecs: [1, 3]\n---\n# How to use\n\nSee spec-002 and spec-001.\n",
    "news.md": "# News\n\n{spec}`4` is to come.\n",
    "other.md": "# Something else\n",
}
VIEWS = {
    "one": " 1\n",
    "named": "\n:specs: 002-walls, 4\n",
    "status": "\n:status: complete\n",
    "few": " 1\n:limit: 1\n",
    "none": "\n:tag: nothing\n",
    "last": " 4\n",
}
CONF = {"html_theme": "alabaster", "suppress_warnings": ["leanspec.*"]}


def rst(options: str) -> str:
    argument, *more = options.rstrip("\n").split("\n")
    return f".. spec-impact::{argument}\n" + "".join(f"   {line}\n" for line in more)


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    names = [f"views/{kind}-{name}" for kind in ("md", "rst") for name in VIEWS]
    pages = ["guide", "news", "other"]
    files = {**SPECS, "index.md": "# Home\n\n```{toctree}\n" + "\n".join(pages + names) + "\n```\n"}
    for name, options in VIEWS.items():
        head = "---\norphan:\n---\n"
        files[f"views/md-{name}.md"] = f"{head}# {name}\n\n```{{spec-impact}}{options}```\n"
        files[f"views/rst-{name}.rst"] = f":orphan:\n\n{name}\n{'=' * 20}\n\n{rst(options)}"
    return shared_build(files, "-n", conf=CONF)


def view(result: BuildResult, name: str) -> Tag:
    found = result.html(f"views/{name}").find(class_="leanspec-view")
    assert isinstance(found, Tag)
    return found


def text(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def rows(result: BuildResult, name: str) -> list[list[str]]:
    return [[text(cell) for cell in row.find_all("td")] for row in view(result, name).tbody.find_all("tr")]


def items(result: BuildResult, name: str) -> list[list[str]]:
    lists = view(result, name).find_all(class_="leanspec-reached")
    return [[text(item) for item in found.find_all("li")] for found in lists]


@pytest.mark.parametrize("name", VIEWS)
def test_myst_and_rst_give_the_same(site: BuildResult, name: str) -> None:
    def plain(kind: str) -> str:
        found = view(site, f"{kind}-{name}")
        for item in found.select(".leanspec-reached li"):  # the two pages mention what they show
            if "views/" in str(item) or "-" in (item.a or {}).get("href", ""):
                item.decompose()
        return text(found.table) if found.table else text(found)

    assert plain("md") == plain("rst")


def test_a_row_for_each_spec_by_its_distance(site: BuildResult) -> None:
    assert rows(site, "md-one") == [
        ["0", "001 Ground ● Complete", "changed", "1"],
        ["1", "002 Walls ◑ In progress", "depends on ● 001", "1"],
        ["1", "003 Roof ◔ Planned", "depends on ● 001", ""],
        ["1", "009 House ○ Draft", "contains ● 001", ""],
        ["2", "004 门户 ◔ Planned", "depends on ◔ 003", "1"],
    ]
    heads = [text(cell) for cell in view(site, "md-one").thead.find_all("th")]
    assert heads == ["Steps", "Spec", "Why", "Done checks"]


def test_done_checks_and_pages_follow(site: BuildResult) -> None:
    checks, pages = items(site, "md-one")
    assert checks == ["● 001 ☑︎ Dig", "◑ 002 ☑︎ Brick", "◔ 004 ☑︎ 锁"]
    assert pages[0] == "How to use covers ● 001 ◔ 003 , mentions ◑ 002"
    assert "News mentions ◔ 004" in pages
    assert not any(page.startswith(("Bare", "Something")) for page in pages)
    linked = view(site, "md-one").select(".leanspec-reached a")
    assert "../specs/001-ground.html#SPEC_001_C_" in " ".join(str(tag["href"]) for tag in linked)
    assert text(view(site, "md-one").find(class_="rubric")) == "Done checks to look at again · 3"


def test_a_selection_is_what_changes(site: BuildResult) -> None:
    assert [row[:2] for row in rows(site, "md-named")] == [
        ["0", "002 Walls ◑ In progress"],
        ["0", "004 门户 ◔ Planned"],
        ["1", "003 Roof ◔ Planned"],
    ]
    assert rows(site, "md-status") == rows(site, "md-one")
    assert text(view(site, "md-none")) == "No spec is selected."


def test_what_is_not_shown_is_counted(site: BuildResult) -> None:
    found = [text(more) for more in view(site, "md-few").find_all(class_="leanspec-more")]
    assert found[:2] == ["4 more", "2 more checks"]
    assert found[2].endswith("more pages")
    total = text(view(site, "md-few").find(class_="leanspec-total"))
    assert total.startswith("Changed: 1 · dependent specs: 3 · umbrellas: 1 · done checks: 3 · pages: ")


def test_nothing_downstream_is_said_in_numbers(site: BuildResult) -> None:
    assert [row[0] for row in rows(site, "md-last")] == ["0"]


def test_a_name_that_leads_nowhere_warns_and_names_candidates(build: Build) -> None:
    files = {**SPECS, "index.md": "# Home\n\n```{spec-impact} 007-walls-and-more\n```\n", "other.md": "x\n"}
    files["index.md"] += (
        "\n```{spec-impact} 012-house, 1-nothing\n```\n\n```{toctree}\nguide\nnews\nother\n```\n"
    )
    result = build(files, builder="dummy", conf={"suppress_warnings": []})
    said = [line for line in result.warnings if "view's option" in line]
    assert len(said) == 2
    assert "did you mean `001-ground`?" in said[1]


def test_other_builders_and_another_build(build: Build) -> None:
    files = {
        **SPECS,
        "index.md": "# Home\n\n```{toctree}\nguide\nnews\nother\n```\n\n```{spec-impact} 1\n```\n",
    }
    result = build(files, builder="text", conf=CONF)
    plain = result.text("index.txt")
    assert "Changed: 1 · dependent specs: 3" in plain
    assert "How to use covers ● 001 ◔ 003, mentions ◑ 002" in plain
    path = result.srcdir / "specs/004-门/README.md"
    path.write_text(path.read_text("utf-8").replace("[x]", "[ ]").replace("[3]", "[]"), "utf-8")
    again = build(result.srcdir, builder="text")
    assert "dependent specs: 2 · umbrellas: 1 · done checks: 2" in again.text("index.txt")


def test_many_specs_fit(build: Build) -> None:
    files = {
        f"specs/{number:03}-s/README.md": spec(
            f"Spec number {number}", "depends_on: [1]", body="- [x] Done\n"
        )
        for number in range(2, 401)
    }
    files["specs/001-s/README.md"] = spec("First")
    files["index.md"] = "# Home\n\n```{spec-impact} 1\n:limit: 0\n```\n"
    conf = {"html_theme": "alabaster", "leanspec_check_needs": False, "leanspec_severity": {"done": "off"}}
    result = build(files, conf=conf)
    assert len(result.html("index").tbody.find_all("tr")) == 400
    assert len(result.text("index.html")) < 1_000_000
