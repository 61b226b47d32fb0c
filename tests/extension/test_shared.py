"""The pages of tags, assignees and epics that specs have in common."""

from __future__ import annotations

import pytest
from building import Build, BuildResult
from samples import spec

CONF = {"html_theme": "alabaster", "suppress_warnings": ["leanspec.tag"]}
FILES = {
    "specs/001-a/README.md": spec("A", 'tags: ["C++", Alpha, "a, b", lonely, 中文]', "assignee: Ada B."),
    "specs/002-b/README.md": spec(
        "B", 'tags: ["c++", alpha, "C#", "a, b", 中文]', "assignee: ada b.", "epic: E/1"
    ),
    "specs/003-c/README.md": spec("C", 'tags: [alpha, "c#", Taken]', "epic: E/1"),
    "specs/004-d/README.md": spec("D", "tags: [alpha, taken]"),
    "specs/tags/taken.md": "# A page of the project itself\n",
    "index.md": "# Home\n\n```{toctree}\nspecs/tags/taken\n```\n",
}


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    return shared_build(FILES, conf=CONF, fatal_warnings=True)


def links(result: BuildResult, docname: str) -> dict[str, str]:
    """What the facts of a spec's card link to."""
    return {link.get_text(): link["href"] for link in result.html(docname).select(".leanspec-facts a")}


def named(result: BuildResult, docname: str) -> list[str]:
    return [row.get_text()[:3] for row in result.html(docname).select(".leanspec-table tbody tr")]


def test_what_specs_have_in_common_is_a_link_to_a_page(site: BuildResult) -> None:
    found = links(site, "specs/002-b")
    assert list(found) == ["ada b.", "E/1", "c++", "alpha", "C#", "a, b", "中文"]
    pages = {text: (site.outdir / "specs" / href).as_posix() for text, href in found.items()}
    assert all(
        (site.outdir / "specs" / href.replace("%E4%B8%AD%E6%96%87", "中文")).is_file()
        for href in found.values()
    )
    assert len(set(pages.values())) == 7, "c++ and C# have pages of their own"
    assert found["alpha"] == "tags/alpha.html"
    assert named(site, "specs/tags/alpha") == ["001", "002", "003", "004"], "letters are large or small"
    assert site.html("specs/tags/alpha").h1.get_text().startswith("Tag: alpha")
    comma = found["a, b"].removesuffix(".html")
    assert named(site, f"specs/{comma}") == ["001", "002"]
    assert "lonely" not in links(site, "specs/001-a"), "nothing else has it"


def test_a_page_of_the_project_comes_first(site: BuildResult) -> None:
    assert site.html("specs/tags/taken").h1.get_text().startswith("A page of the project itself")


def test_such_a_page_is_no_mention_and_no_result_of_the_search(site: BuildResult) -> None:
    assert "Mentioned in" not in site.html("specs/001-a").select_one(".leanspec-card").get_text()
    index = site.text("searchindex.js")
    assert '"Tag: alpha"' not in index


def test_there_are_as_many_as_the_project_wants(build: Build) -> None:
    result = build(FILES, conf={**CONF, "leanspec_shared_pages": 1})
    assert links(result, "specs/002-b") == {"alpha": "tags/alpha.html"}
    assert not links(build(FILES, conf={**CONF, "leanspec_shared_pages": 0}), "specs/002-b")


@pytest.mark.parametrize("builder", ["epub", "singlehtml", "text", "latex"])
def test_where_there_is_no_site_they_are_texts(build: Build, builder: str) -> None:
    result = build(FILES, builder=builder, conf=CONF)
    assert not list(result.outdir.rglob("*alpha*"))
    assert not [line for line in result.warnings if "epub" not in line.lower()]


def test_a_page_goes_and_comes_with_the_second_spec(build: Build) -> None:
    result = build(FILES, conf=CONF)
    path = result.srcdir / "specs/002-b/README.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("中文", "lonely"), "utf-8")
    build(result.srcdir, conf=CONF)
    assert links(result, "specs/001-a").keys() == {"Ada B.", "C++", "Alpha", "a, b", "lonely"}
    assert not (result.outdir / "specs/tags/中文.html").exists()
    assert named(result, "specs/tags/lonely") == ["001", "002"]
    path.write_text(text.replace("alpha", "other"), "utf-8")
    build(result.srcdir, conf=CONF)
    assert named(result, "specs/tags/alpha") == ["001", "003", "004"]
