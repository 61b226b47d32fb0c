from __future__ import annotations

from urllib.parse import unquote

import pytest
from building import Build, BuildResult
from samples import HOUSE, spec

VIEWS = """\
Uses
====

.. needtable::
   :filter: type == "spec" and status == "planned"
   :columns: id;title;status;depends_on
   :style: table

.. needlist::
   :types: check

All :need_count:`type=="check"` checks; :need:`SPEC_003`, :need:`[[title]] <SPEC_002>`.
"""
MYST = """\
---
specs: [3]
---

# Mehr

Text, {need}`SPEC_001` and {need_count}`type=="spec"` specs.

```{needtable}
:filter: part_of == ["SPEC_003"]
:columns: id;title
:style: table
```

```{needflow}
:filter: type == "spec"
```

```{needlist}
:filter: priority == "high" and "stone" in tags
```
"""


@pytest.fixture(scope="module")
def house(shared_build: Build) -> BuildResult:
    conf = {"needs_table_style": "table", "html_theme": "alabaster"}
    files = {
        **HOUSE,
        "index.md": "# Home\n\n```{toctree}\nuses\nüber/mehr\n```\n",
        "uses.rst": f":specs: 1, 002-walls\n\n{VIEWS}",
        "über/mehr.md": MYST,
    }
    return shared_build(files, "-n", conf=conf, fatal_warnings=True)


def test_a_spec_is_a_need_with_typed_fields(house: BuildResult) -> None:
    need = house.needs()["SPEC_001"]
    assert {
        "type": "spec",
        "title": "001 Ground",
        "status": "complete",
        "tags": ["stone", "earth"],
        "priority": "high",
        "assignee": "ada",
        "created": "2026-01-01",
        "completed": "2026-03-04T05:06:07Z",
        "done": 2,
        "total": 4,
        "path": "specs/001-ground/README.md",
        "docname": "specs/001-ground",
    }.items() <= need.items()


def test_a_field_that_says_nothing_is_empty(house: BuildResult) -> None:
    need = house.needs()["SPEC_004"]
    assert [need.get(name) for name in ("priority", "assignee", "updated", "completed")] == [None] * 4
    assert (need["done"], need["total"]) == (0, 0)


def test_where_no_tool_has_requirements_no_need_has_room_for_them(house: BuildResult) -> None:
    assert (
        not {"serves", "changes", "says", "scenarios", "requirement_kind"} & house.needs()["SPEC_001"].keys()
    )


def test_links_lead_both_ways(house: BuildResult) -> None:
    needs = house.needs()
    assert needs["SPEC_002"]["depends_on"] == ["SPEC_001"]
    assert needs["SPEC_001"]["depends_on_back"] == ["SPEC_002"]
    assert needs["SPEC_003"]["parent_spec"] == ["SPEC_004"]
    assert needs["SPEC_004"]["parent_spec_back"] == ["SPEC_002", "SPEC_003"]
    assert needs["SPEC_003_C_TILES"]["part_of"] == ["SPEC_003"]
    assert "SPEC_003_C_TILES" in needs["SPEC_003"]["part_of_back"]
    assert needs["DOC_USES"]["covers"] == ["SPEC_001", "SPEC_002"]
    assert needs["SPEC_001"]["covers_back"] == ["DOC_USES"]


def test_a_check_is_a_need(house: BuildResult) -> None:
    checks = {need["title"]: need for need in house.needs().values() if need["type"] == "check"}
    assert {title: (need["status"], need["section"]) for title, need in checks.items()} == {
        "Dig": ("done", "Plan"),
        "Pour": ("done", "Plan"),
        "Let it dry": ("open", "Plan"),
        "Stand on it": ("open", "Test"),
        "Lay bricks": ("done", "Plan"),
        "Plaster": ("open", "Plan"),
        "Tiles": ("open", None),
        "Solar": ("exempt", None),
    }
    assert {need["path"] for need in checks.values()} == {
        f"specs/{name}/README.md" for name in ("001-ground", "002-walls", "003-roof")
    }


def test_a_page_that_covers_specs_is_a_need(house: BuildResult) -> None:
    docs = {name: need for name, need in house.needs().items() if need["type"] == "doc"}
    assert {need["title"]: need["covers"] for need in docs.values()} == {
        "Uses": ["SPEC_001", "SPEC_002"],
        "Mehr": ["SPEC_003"],
    }
    assert {need["path"] for need in docs.values()} == {"uses.rst", "über/mehr.md"}


def test_every_need_is_an_anchor_of_its_page(house: BuildResult) -> None:
    pages: dict[str, set[str]] = {}
    for name, need in house.needs().items():
        ids = pages.setdefault(
            need["docname"], {tag["id"] for tag in house.html(need["docname"]).find_all(id=True)}
        )
        assert name in ids


def test_views_of_sphinx_needs_lead_to_needs_in_their_pages(house: BuildResult) -> None:
    for docname, names in (
        ("uses", {"SPEC_002", "SPEC_003", "SPEC_003_C_TILES"}),
        ("über/mehr", {"SPEC_001", "SPEC_003_C_TILES"}),
    ):
        main = house.html(docname).find(attrs={"role": "main"})
        linked = {
            unquote(link["href"]).rpartition("#")[2]
            for link in main.find_all("a", href=True)
            if "specs/" in link["href"]
        }
        assert names <= linked
        for link in main.find_all("a", href=True):
            page, _, anchor = unquote(link["href"]).partition("#")
            if anchor.startswith("SPEC_"):
                target = (house.outdir / docname).parent / page
                assert f'id="{anchor}"' in target.read_text("utf-8")


def test_views_of_sphinx_needs_count_filter_and_draw(house: BuildResult) -> None:
    text = " ".join(house.html("uses").find(attrs={"role": "main"}).get_text().split())
    assert "All 8 checks" in text
    assert "002 Walls" in text
    rows = house.html("uses").find("table").tbody.find_all("tr")
    assert [row.get_text(" ", strip=True) for row in rows] == ["SPEC_003 003 Roof planned SPEC_002"]
    page = house.html("über/mehr")
    assert len(page.find("table").tbody.find_all("tr")) == 2
    assert page.find(["object", "img"], src=True) or page.find("object")


def test_without_check_needs_counts_stay(build: Build) -> None:
    result = build(
        {**HOUSE, "index.md": "# Home\n\n{check}`3#tiles`\n"},
        "-n",
        conf={"leanspec_check_needs": False},
        fatal_warnings=True,
    )
    needs = result.needs()
    assert {need["type"] for need in needs.values()} == {"spec"}
    assert (needs["SPEC_001"]["done"], needs["SPEC_001"]["total"]) == (2, 4)
    assert result.html("specs/003-roof").find(id="SPEC_003_C_TILES")
    assert result.html("index").find("a", href="specs/003-roof.html#SPEC_003_C_TILES")


DECLARED = """\
extensions = ["myst_parser", "sphinx_needs", "sphinx_leanspec"]
html_theme = "alabaster"
needs_build_json = True
needs_types = [
    {"directive": "spec", "title": "Own spec", "prefix": "OWN_", "color": "#fff", "style": "card"},
    {"directive": "req", "title": "Requirement", "prefix": "R_", "color": "#fff", "style": "node"},
]
needs_fields = {"priority": {"description": "Ours", "nullable": True}, "done": {"nullable": True}}
needs_links = {"depends_on": {"outgoing": "rests on", "incoming": "carries"}}
needs_id_regex = "^[A-Z0-9_-]+"
leanspec_spec_type = "spec"
"""


def test_what_the_project_declares_is_respected(build: Build) -> None:
    text = "# Home\n\n```{req} Strong\n:id: R-1\n:depends_on: SPEC_001\n```\n"
    result = build({**HOUSE, "conf.py": DECLARED, "index.md": text}, "-n", fatal_warnings=True)
    needs = result.needs()
    assert needs["SPEC_001"]["type_name"] == "Own spec"
    assert needs["SPEC_003_C_TILES"]["type_name"] == "Check"
    assert needs["SPEC_001"]["depends_on_back"] == ["R-1", "SPEC_002"]
    assert (needs["SPEC_001"]["done"], needs["SPEC_001"]["total"]) == ("2", 4)
    assert "rests on" in result.text("index.html")


def test_types_may_have_other_names(build: Build) -> None:
    conf = {"leanspec_spec_type": "plan", "leanspec_check_type": "item", "leanspec_doc_type": "paper"}
    files = {**HOUSE, "index.md": "---\nspecs: 1\n---\n\n# Home\n"}
    needs = build(files, builder="needs", conf=conf, fatal_warnings=True).needs()
    assert {need["type"] for need in needs.values()} == {"plan", "item", "paper"}


@pytest.mark.parametrize(
    "extensions",
    [["sphinx_needs", "sphinx_leanspec"], ["sphinx_leanspec", "myst_parser", "sphinx_needs"]],
)
def test_the_order_of_extensions_does_not_matter(build: Build, extensions: list[str]) -> None:
    conf = f"extensions = {extensions}\nhtml_theme = 'alabaster'\n"
    files = {**HOUSE, "conf.py": conf, "index.md": "# Home\n\n{spec}`1`\n\n```{spec-table}\n```\n"}
    result = build(files, "-n", builder="needs", fatal_warnings=True)
    assert "SPEC_001" in result.needs()


def test_a_need_that_exists_already_is_a_warning(build: Build) -> None:
    files = {**HOUSE, "index.md": "# Home\n\n```{req} Mine\n:id: SPEC_002\n```\n"}
    result = build(files, builder="needs")
    assert [warning for warning in result.warnings if "leanspec" in warning] == [
        (
            f"{result.srcdir}/specs/002-walls/README.md:10: WARNING: their ids are taken, by needs of "
            "`index`: this leaves out 1 need of specs, first SPEC_002; "
            "spell ours otherwise, leanspec_need_id = 'LS_SPEC_013' say [leanspec.need]"
        )
    ]
    assert result.needs()["SPEC_002"]["title"] == "Mine"


def test_an_id_that_sphinx_needs_refuses_is_a_warning(build: Build) -> None:
    result = build(
        {**HOUSE, "index.md": "# Home\n"}, builder="dummy", conf={"needs_id_regex": "^SPEC_[0-9]+$"}
    )
    (warning,) = result.warnings
    assert warning == (
        f"{result.srcdir}/specs/001-ground/README.md:14: WARNING: needs_id_regex '^SPEC_[0-9]+$' refuses "
        "their ids: this leaves out 8 needs of specs, first SPEC_001_C_F72ED3; let it take them, too: "
        "needs_id_regex = '(?:^SPEC_[0-9]+$)|(?:SPEC)[_-]' [leanspec.need]"
    )


TANGLE = {
    "specs/001-self/README.md": spec("Self", "depends_on: [1]", "parent: 1"),
    "specs/002-a/README.md": spec("A", "depends_on: [3]", "parent: 3"),
    "specs/003-b/README.md": spec("B", "depends_on: [2]", "parent: 2"),
    "specs/004-c/README.md": spec("C", "depends_on: [5]", "parent: 5"),
    "specs/005-d/README.md": spec("D", "depends_on: [4]"),
    "specs/006-odd/README.md": spec(
        "[[copy('id')]] \\<\\<x\\>\\> \\*y\\*",
        "assignee: \"[[echo('ada')]]\"",
        "tags: [\"[[echo('tag')]]\"]",
        body="- [ ] \\<\\<z\\>\\> [[echo('a')]]\n- [ ] ``\n",
    ),
}


def test_tangled_references_and_odd_titles_are_kept(build: Build) -> None:
    files = {**TANGLE, "index.md": "# Home\n\n```{needflow}\n```\n"}
    result = build(files, "-n", conf={"suppress_warnings": ["leanspec.cycle"]}, fatal_warnings=True)
    needs = result.needs()
    assert needs["SPEC_001"]["depends_on"] == needs["SPEC_001"]["parent_spec"] == ["SPEC_001"]
    assert needs["SPEC_002"]["depends_on_back"] == ["SPEC_003"]
    assert needs["SPEC_003"]["parent_spec"] == ["SPEC_002"]
    assert needs["SPEC_004"]["depends_on"] == needs["SPEC_004"]["parent_spec"] == ["SPEC_005"]


def test_nothing_that_a_spec_says_is_a_function_of_sphinx_needs(build: Build) -> None:
    conf = {"suppress_warnings": ["leanspec.cycle"]}
    files = {**TANGLE, "index.md": "# Home\n"}
    needs = build(files, builder="needs", conf=conf, fatal_warnings=True).needs()
    assert needs["SPEC_006"]["title"] == "006 [[copy('id')]] <<x>> *y*"
    assert needs["SPEC_006"]["assignee"] == "[[echo('ada')]]"
    assert needs["SPEC_006"]["tags"] == ["[[echo('tag')]]"]
    assert "<<z>> [[echo('a')]]" in {need["title"] for need in needs.values()}
