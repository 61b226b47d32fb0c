from __future__ import annotations

import re

import pytest
from building import Build, BuildResult
from samples import HOUSE, spec

from sphinx_leanspec.extension.views.table import COLUMNS

VIEWS = {
    "all": ("", {}),
    "specs": ("3, 001-ground", {}),
    "status": ("", {"status": "planned, draft"}),
    "tag": ("", {"tag": "stone"}),
    "priority": ("", {"priority": "low"}),
    "parent": ("", {"parent": "4"}),
    "assignee": ("", {"assignee": "ada"}),
    "filter": ("", {"filter": 'total > 3 or "SPEC_002" in depends_on'}),
    "sort": ("", {"sort": "-title"}),
    "limit": ("", {"limit": "1", "sort": "number"}),
    "columns": ("1, 2", {"columns": ", ".join(COLUMNS)}),
    "nothing": ("", {"status": "archived"}),
}
SHOWN = {
    "all": ["001 Ground", "002 Walls", "003 Roof", "004 House"],
    "specs": ["001 Ground", "003 Roof"],
    "status": ["003 Roof", "004 House"],
    "tag": ["001 Ground", "002 Walls"],
    "priority": ["002 Walls"],
    "parent": ["002 Walls", "003 Roof"],
    "assignee": ["001 Ground"],
    "filter": ["001 Ground", "003 Roof"],
    "sort": ["002 Walls", "003 Roof", "004 House", "001 Ground"],
    "limit": ["001 Ground"],
    "columns": ["001 Ground", "002 Walls"],
}


def myst(directive: str, argument: str, options: dict[str, str]) -> str:
    lines = "".join(f":{name}: {value}\n" for name, value in options.items())
    return f"```{{{directive}}} {argument}\n{lines}```\n"


def rst(directive: str, argument: str, options: dict[str, str]) -> str:
    lines = "".join(f"   :{name}: {value}\n" for name, value in options.items())
    return f".. {directive}:: {argument}\n{lines}\n"


def pages(directive: str, views: dict[str, tuple[str, dict[str, str]]]) -> dict[str, str]:
    """One page a view, in MyST and in RST."""
    names = "\n".join(f"{kind}-{name}" for kind in ("md", "rst") for name in views)
    found = {"index.md": f"# Home\n\n```{{toctree}}\n{names}\n```\n"}
    for name, (argument, options) in views.items():
        found[f"md-{name}.md"] = f"# {name}\n\n{myst(directive, argument, options)}"
        found[f"rst-{name}.rst"] = f"{name}\n{'=' * len(name)}\n\n{rst(directive, argument, options)}"
    return found


def drawn(result: BuildResult, docname: str) -> str:
    """A view's HTML."""
    return str(result.html(docname).find(class_="leanspec-view"))


@pytest.fixture(scope="module")
def tables(shared_build: Build) -> BuildResult:
    files = {**HOUSE, **pages("spec-table", VIEWS)}
    return shared_build(files, "-n", conf={"html_theme": "alabaster"}, fatal_warnings=True)


@pytest.mark.parametrize("name", SHOWN)
def test_a_table_shows_the_specs_that_are_asked_for(tables: BuildResult, name: str) -> None:
    rows = tables.html(f"md-{name}").find(class_="leanspec-table").tbody.find_all("tr")
    assert [row.td.get_text(strip=True) for row in rows] == SHOWN[name]


@pytest.mark.parametrize("name", VIEWS)
def test_myst_and_rst_give_the_same(tables: BuildResult, name: str) -> None:
    assert drawn(tables, f"md-{name}") == drawn(tables, f"rst-{name}")


def test_a_table_says_that_nothing_is_selected(tables: BuildResult) -> None:
    assert "No spec is selected." in drawn(tables, "md-nothing")


def test_what_a_table_leaves_out_is_counted_and_linked(tables: BuildResult) -> None:
    more = tables.html("md-limit").find(class_="leanspec-more")
    assert (more.get_text(), more.a["href"]) == ("3 more", "specs/index.html")


def test_every_column_can_be_shown(tables: BuildResult) -> None:
    table = tables.html("md-columns").find(class_="leanspec-table")
    heads = [head.get_text(strip=True) for head in table.thead.find_all("th")]
    assert heads == [head for head, *_ in COLUMNS.values()]
    one, two = (
        [cell.get_text(" ", strip=True).replace("\ufe0e", "") for cell in row.find_all("td")]
        for row in table.tbody.find_all("tr")
    )
    first, second = dict(zip(COLUMNS, one, strict=True)), dict(zip(COLUMNS, two, strict=True))
    assert first | {"status": "", "required_by": ""} == {
        "spec": "001 Ground",
        "number": "001",
        "id": "001-ground",
        "title": "Ground",
        "status": "",
        "priority": "High",
        "progress": "2 / 4",
        "verified": "",
        "tags": "stone, earth",
        "assignee": "ada",
        "created": "1 Jan 2026",
        "updated": "",
        "completed": "4 Mar 2026",
        "depends_on": "",
        "required_by": "",
        "parent": "",
        "children": "",
        "covered_by": "",
        "project": "",
    }
    assert first["status"].split() == ["●", "Complete"]
    assert first["required_by"].split() == ["◑", "002"]
    assert second["parent"].split() == ["○", "004"]
    assert second["depends_on"].split() == ["●", "001"]


WRONG = {
    "column": ({"columns": "spec, colour"}, "colour"),
    "sort": ({"sort": "colour"}, "colour"),
    "limit": ({"limit": "-1"}, "limit|negative"),
    "option": ({"colour": "red"}, "colour"),
    "filter": ({"filter": "no such ("}, "filter"),
    "name": ({"filter": "no_such"}, "no_such"),
    "spec": ({"specs": "99, 3"}, "99"),
}


def test_a_wrong_option_is_reported_where_the_view_stands(build: Build) -> None:
    for kind, suffix in ((myst, "md"), (rst, "rst")):
        files = {
            f"{name}.{suffix}": ("# Title\n\n" if suffix == "md" else "Title\n=====\n\n")
            + kind("spec-table", "", options)
            for name, (options, _) in WRONG.items()
        }
        names = "\n".join(WRONG)
        index = f"# Home\n\n```{{toctree}}\n{names}\n```\n"
        result = build({**HOUSE, **files, "index.md": index}, builder="dummy")
        warnings = "\n".join(result.warnings)
        for name, (_, said) in WRONG.items():
            assert re.search(rf"/{name}\.{suffix}(\.rst)?:[345]: [^/]*({said})", warnings), (
                f"{name}.{suffix}: {warnings}"
            )


def test_the_words_of_a_project_are_columns_as_well(build: Build) -> None:
    files = {
        "index.md": "# Home\n\n```{spec-table}\n:status: blocked\n```\n",
        "specs/001-a/README.md": spec("A", status="blocked"),
        "specs/002-b/README.md": spec("B", status="parked"),
    }
    conf = {"leanspec_statuses": {"blocked": "blocked", "parked": "planned"}, "html_theme": "alabaster"}
    result = build(files, "-n", conf=conf, fatal_warnings=True)
    rows = result.html("index").find(class_="leanspec-table").tbody.find_all("tr")
    assert [row.td.get_text(strip=True) for row in rows] == ["001 A"]
    assert result.needs()["SPEC_002"]["status"] == "planned"
