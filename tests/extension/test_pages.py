from __future__ import annotations

import re
from pathlib import Path

import pytest
from building import Build, BuildResult, write_files
from samples import HOUSE, spec
from sphinx import addnodes

CONF = 'extensions = ["sphinx_leanspec"]\nhtml_theme = "furo"\n'
BUILTIN = {"genindex", "search", "permalink"}
HOUSE_PAGES = {
    "index",
    "specs/001-ground",
    "specs/002-walls",
    "specs/002-walls/DESIGN",
    "specs/003-roof",
    "specs/004-house",
    "specs/index",
}


def read_pages(result: BuildResult) -> set[str]:
    """The docnames of what was read."""
    return {
        path.relative_to(result.doctreedir).with_suffix("").as_posix()
        for path in result.doctreedir.rglob("*.doctree")
    }


def written_pages(result: BuildResult) -> set[str]:
    found = (
        path.relative_to(result.outdir).with_suffix("").as_posix() for path in result.outdir.rglob("*.html")
    )
    return {name for name in found if not name.startswith("_")} - BUILTIN


@pytest.fixture(scope="module")
def house(shared_build: Build) -> BuildResult:
    """The site of a repository with conf.py at its top and nothing set, in which a warning is an error."""
    files = {
        **HOUSE,
        "conf.py": CONF,
        "index.md": "# Home\n\n```{toctree}\nguide\n```\n",
        "guide.md": "# Guide\n",
    }
    return shared_build(files, "-n", fatal_warnings=True)


def test_every_spec_and_sub_document_is_a_page_and_nothing_warns(house: BuildResult) -> None:
    assert written_pages(house) == HOUSE_PAGES | {"guide", "specs/tags/stone"}
    assert house.warnings == []
    assert house.html("specs/002-walls").h1.get_text().startswith("002 Walls")
    assert house.html("specs/002-walls/DESIGN").h1.get_text().startswith("Bricks")


@pytest.mark.parametrize(
    ("srcdir", "specs", "lines"),
    [
        ("docs", "specs", ""),
        ("docs/source", "specs", ""),
        ("docs", ".lean-spec/specs", ""),
        ("docs", "docs/specs", ""),
        ("tools/site", "work/plans", "leanspec_specs = '../../work/plans'"),
        (".", "work/plans", "leanspec_specs = 'work/plans'"),
    ],
)
def test_pages_do_not_depend_on_where_conf_and_specs_are(
    build: Build, tmp_path: Path, srcdir: str, specs: str, lines: str
) -> None:
    root = tmp_path / "repository"
    files = {name.replace("specs/", f"{specs}/", 1): text for name, text in HOUSE.items()}
    write_files(root, {".git/HEAD": "ref: refs/heads/main\n", **files})
    write_files(root / srcdir, {"conf.py": f"{CONF}{lines}\n", "index.md": "# Home\n"})
    result = build(root / srcdir, builder="dummy", fatal_warnings=True)
    assert read_pages(result) == HOUSE_PAGES


def test_a_folder_of_specs_that_is_not_there_is_an_error_of_the_configuration(build: Build) -> None:
    result = build({"index.md": "# Home\n"}, builder="dummy", check=False)
    assert result.returncode == 2


def test_the_same_folder_in_two_groups_is_two_pages(build: Build) -> None:
    files = {
        "specs/one/001-a/README.md": spec("A", body="- [ ] Here\n"),
        "specs/two/001-a/README.md": spec("B", "depends_on: [one/001-a]", body="- [ ] There\n"),
        "specs/two/001-a/MORE.md": "# More\n",
        "specs/002-c/README.md": spec("C"),
        "index.md": "# Home\n",
    }
    result = build(files, "-n", conf={"suppress_warnings": ["leanspec.id"]}, fatal_warnings=True)
    assert written_pages(result) == {
        "index",
        "specs/002-c",
        "specs/index",
        "specs/one/001-a",
        "specs/two/001-a",
        "specs/two/001-a/MORE",
    }
    needs = result.needs()
    assert needs["SPEC_001_A_TWO"]["depends_on"] == ["SPEC_001_A_ONE"]


NAMED = """\
Home
====

.. toctree::

   specs/001-ground/README
   specs/002-walls/README.md
   The roof <specs/003-roof/README>
   specs/004-house

See :doc:`/specs/001-ground/README`, :doc:`the walls <specs/002-walls/README>` and
:doc:`/specs/003-roof`.
"""
LINKED = """\
---
orphan: true
---

# Linked

See [the ground](specs/001-ground/README.md), [its tests](specs/001-ground/README.md#test),
{doc}`specs/002-walls/README`, [](specs/003-roof/README.md), [folder](specs/004-house/)
and [bricks](specs/002-walls/DESIGN.md).
"""


def links_of(result: BuildResult, docname: str) -> list[tuple[str, str]]:
    """Where the links of a page's text lead, and their text."""
    body = result.html(docname).find(attrs={"role": "main"})
    return [
        (link["href"], link.get_text())
        for link in body.find_all("a", class_="reference")
        if "toctree" not in str(link.parent.get("class"))
    ]


@pytest.fixture(scope="module")
def named(shared_build: Build) -> BuildResult:
    conf = {"source_suffix": [".rst", ".md"]}
    return shared_build(
        {**HOUSE, "index.rst": NAMED, "linked.md": LINKED}, "-n", conf=conf, fatal_warnings=True
    )


def test_a_toctree_may_name_the_files_of_specs(named: BuildResult) -> None:
    entries = [
        (link["href"], link.get_text())
        for link in named.html("index").select(".toctree-wrapper .toctree-l1 > a")
    ]
    assert entries == [
        ("specs/001-ground.html", "001 Ground"),
        ("specs/002-walls.html", "002 Walls"),
        ("specs/003-roof.html", "The roof"),
        ("specs/004-house.html", "004 House"),
    ]


def test_a_pattern_of_files_finds_the_pages(build: Build) -> None:
    toctree = "# Home\n\n```{toctree}\n:glob:\nspecs/*/README\nspecs/002-walls/*\n```\n"
    tree = build({**HOUSE, "index.md": toctree}, "-n", builder="dummy", fatal_warnings=True).doctree("index")
    (entries, _) = [node["entries"] for node in tree.findall(addnodes.toctree)]
    assert [name for _, name in entries] == [
        "specs/001-ground",
        "specs/002-walls",
        "specs/003-roof",
        "specs/004-house",
        "specs/002-walls/DESIGN",
    ]


def test_doc_roles_and_links_may_name_the_files_of_specs(named: BuildResult) -> None:
    assert links_of(named, "index") == [
        ("specs/001-ground.html", "001 Ground"),
        ("specs/002-walls.html", "the walls"),
        ("specs/003-roof.html", "003 Roof"),
    ]
    assert links_of(named, "linked") == [
        ("specs/001-ground.html", "the ground"),
        ("specs/001-ground.html#test", "its tests"),
        ("specs/002-walls.html", "002 Walls"),
        ("specs/003-roof.html", "003 Roof"),
        ("specs/004-house.html", "folder"),
        ("specs/002-walls/DESIGN.html", "bricks"),
    ]


def test_an_index_of_the_project_takes_the_place_of_ours(build: Build) -> None:
    own = "# My specs\n\n```{toctree}\n001-ground/README\n002-walls/README\n"
    own += "003-roof/README\n004-house/README\n```\n"
    result = build(
        {**HOUSE, "index.md": "# Home\n\n```{toctree}\nspecs/index\n```\n", "specs/index.md": own},
        fatal_warnings=True,
    )
    page = result.html("specs/index")
    assert page.h1.get_text().startswith("My specs")
    assert [link["href"] for link in page.select(".toctree-wrapper a")][:1] == ["001-ground.html"]


def test_a_page_with_the_name_of_a_spec_gives_way_and_says_so(build: Build) -> None:
    files = {**HOUSE, "index.md": "# Home\n", "specs/001-ground.md": "# Other\n"}
    result = build(files, builder="dummy")
    assert result.warnings == [
        (
            f"{result.srcdir}/specs/001-ground.md:1: WARNING: the page specs/001-ground is taken by a spec; "
            "this file is left out; give the file another name [leanspec.page]"
        )
    ]
    assert result.doctree("specs/001-ground").next_node().astext().startswith("001 Ground")


def test_excluded_files_of_specs_are_pages_still_and_built_sites_are_not(build: Build) -> None:
    files = {
        **HOUSE,
        "index.md": "# Home\n",
        "specs/README.md": "# About specs\n",
        "_build/html/_sources/specs/001-ground.md": "# Old\n",
    }
    result = build(
        files, builder="dummy", conf={"exclude_patterns": ["_build", "specs"]}, fatal_warnings=True
    )
    assert read_pages(result) == HOUSE_PAGES


def test_doctrees_inside_the_source_folder_are_no_pages(build: Build) -> None:
    first = build({**HOUSE, "index.md": "# Home\n"}, "-d", "_build/doctrees", builder="dummy")
    options = ("-d", str(first.srcdir / "_build/doctrees"))
    result = build(first.srcdir, *options, builder="dummy", fatal_warnings=True)
    again = build(first.srcdir, *options, builder="dummy", fatal_warnings=True)
    assert "0 added, 0 changed, 0 removed" in again.stdout
    assert result.warnings == []


def test_builders_share_what_was_read(house: BuildResult, shared_build: Build) -> None:
    for builder in ("text", "latex", "singlehtml"):
        result = shared_build(house.srcdir, "-n", builder=builder, fatal_warnings=True)
        assert "0 added, 0 changed" in result.stdout  # a tag has a page where readers can go to it
    latex = next((result.outdir.parent / "latex").glob("*.tex")).read_text("utf-8")
    single = (result.outdir / "index.html").read_text("utf-8")
    for text in ("Ground", "Lay bricks", "Red ones", "Tiles"):
        assert text in latex
        assert text in single
    assert "Lay bricks" in (result.outdir.parent / "text/specs/002-walls.txt").read_text("utf-8")


def relation(result: BuildResult, docname: str, kind: str) -> str:
    link = result.html(docname).find("link", rel=kind)
    return link["href"] if link else ""


def test_pages_have_neighbours(house: BuildResult) -> None:
    assert relation(house, "specs/001-ground", "next") == "002-walls.html"
    assert relation(house, "specs/002-walls", "prev") == "001-ground.html"
    assert relation(house, "specs/002-walls", "next") == "002-walls/DESIGN.html"
    assert relation(house, "specs/002-walls/DESIGN", "prev") == "../002-walls.html"
    assert relation(house, "specs/002-walls/DESIGN", "next") == "../003-roof.html"
    assert relation(house, "specs/001-ground", "prev") == "index.html"
    assert relation(house, "specs/index", "prev") == "../guide.html"


def test_no_page_holds_the_tree_of_all_specs(house: BuildResult) -> None:
    for docname in ("index", "guide", "specs/001-ground", "specs/index"):
        tree = house.html(docname).find(class_="sidebar-tree")
        named = [link.get_text() for link in tree.find_all("a")]
        assert named == ["Guide", "Specs", "002 Walls", "003 Roof"], "those that are open, and no others"


@pytest.mark.parametrize("root", ["index", "specs/index"])
def test_a_list_of_all_specs_on_the_root_page_is_not_drawn_beside_every_page(build: Build, root: str) -> None:
    files = {name: text for name, text in HOUSE.items() if name != "index.md"}
    files |= {"conf.py": f"{CONF}root_doc = {root!r}\n", f"{root}.md": "# Home\n\n```{spec-index}\n```\n"}
    result = build(files)
    beside = result.html("specs/001-ground").select(".sidebar-tree a")
    assert [link.get_text() for link in beside] == (
        ["Specs", "002 Walls", "003 Roof"] if root == "index" else []
    )
    whole = build(files, builder="latex")
    tex = next(whole.outdir.glob("*.tex")).read_text("utf-8")
    assert (
        tex.count("\\chapter{002 Walls") + tex.count("\\section{002 Walls") == 1
    )  # its place in a PDF is kept


def test_a_page_knows_its_parents(build: Build) -> None:
    conf = {"html_theme": "alabaster", "html_sidebars": {"**": ["relations.html"]}}
    result = build({**HOUSE, "index.md": "# Home\n"}, "-n", conf=conf, fatal_warnings=True)
    for docname, parents in (
        ("specs/001-ground", ["Documentation overview", "Specs"]),
        ("specs/002-walls/DESIGN", ["Documentation overview", "Specs", "002 Walls"]),
    ):
        overview = result.html(docname).find(class_="relations")
        text = re.split(r"Previous:|Next:", overview.get_text())[0]
        assert [part for part in parents if part not in text] == []


def test_the_index_groups_specs_by_status(house: BuildResult) -> None:
    main = house.html("specs/index").find(attrs={"role": "main"})
    groups = [
        " ".join(rubric.get_text(" ").replace("\ufe0e", "").split())
        for rubric in main.find_all(class_="rubric")
    ]
    assert groups == ["◑ In progress 1", "◔ Planned 1", "○ Draft 1", "● Complete 1"]
    assert [table.tbody.a["href"] for table in main.find_all("table")] == [
        "002-walls.html",
        "003-roof.html",
        "004-house.html",
        "001-ground.html",
    ]
    assert "4 specs" in main.get_text()
    assert "3 / 7" in main.get_text()


def test_the_index_is_an_entry_of_the_root_page_unless_that_is_turned_off(build: Build) -> None:
    files = {**HOUSE, "index.md": "# Home\n"}
    with_entry = build(files, builder="dummy", fatal_warnings=True).doctree("index")
    assert [node["includefiles"] for node in with_entry.findall(addnodes.toctree)] == [["specs/index"]]
    without = build(files, builder="dummy", conf={"leanspec_toctree": False}).doctree("index")
    assert list(without.findall(addnodes.toctree)) == []


def test_the_index_moves_to_the_page_that_names_it(build: Build) -> None:
    first = build({**HOUSE, "index.md": "# Home\n\n```{toctree}\nguide\n```\n", "guide.md": "# Guide\n"})
    write_files(first.srcdir, {"guide.md": "# Guide\n\n```{toctree}\nspecs/index\n```\n"})
    moved = build(first.srcdir, fatal_warnings=True)
    tree = moved.html("index").find(class_="sidebar-tree")
    assert [link.get_text() for link in tree.select("li.toctree-l1 > a")] == ["Guide"]
    write_files(first.srcdir, {"guide.md": "# Guide\n"})
    back = build(first.srcdir, fatal_warnings=True)
    tree = back.html("index").find(class_="sidebar-tree")
    assert [link.get_text() for link in tree.select("li.toctree-l1 > a")] == ["Guide", "Specs"]


def test_parallel_builds_are_the_same(build: Build) -> None:
    files = {**HOUSE, "index.md": "# Home\n\n{spec}`1`\n"}
    files |= {f"specs/{number:03}-more/README.md": spec(f"More {number}") for number in range(10, 20)}
    one, two = build(files, fatal_warnings=True), build(files, jobs=2, fatal_warnings=True)
    assert one.needs() == two.needs()
    assert one.text("specs/002-walls.html") == two.text("specs/002-walls.html")
    assert one.text("specs/index.html") == two.text("specs/index.html")
