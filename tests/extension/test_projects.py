"""A site of many projects: their pages, links, needs, history and evidence."""

from __future__ import annotations

import json

import pytest
from building import Build, BuildResult, builder_in, write_files
from gitting import Repository
from samples import spec

from sphinx_leanspec.extension.nodes.parts import title
from sphinx_leanspec.model import Place, Spec

CONF = """\
extensions = ["sphinx_leanspec"]
project = "Shop"
html_theme = "alabaster"
needs_build_json = True
leanspec_repository = "https://example.org/shop"
leanspec_revision = "main"
leanspec_projects = [
    {"name": "api", "root": "services/api"},
    {"name": "web", "root": "services/web"},
    {"name": "press", "root": "../press"},
]
"""
INDEX = """\
# Shop

{spec}`api:001`, {spec}`1`, {spec}`web:speckit/042` and {spec}`API_SPEC_002`.

```{spec-table}
:project: api, none
:columns: spec, project
:search:
```

```{spec-board}
:by: project
```
"""
SHOP = {
    "conf.py": CONF,
    "index.md": INDEX,
    "specs/001-till/README.md": spec("Till", "depends_on: ['press:1']"),
    "services/api/specs/001-keys/README.md": spec(
        "Keys", body="- [x] Cut <!-- evidence: file src/keys.py -->\n", status="complete"
    ),
    "services/api/src/keys.py": "",
    "services/api/specs/002-doors/README.md": spec(
        "Doors",
        "depends_on: [1, 'web:1']",
        body="As `spec-001` says, [login](../../../web/specs/001-login/README.md).\n"
        "See [keys](../../src/keys.py).\n",
    ),
    "services/web/specs/001-login/README.md": spec("Login"),
    "services/web/.specify/x": "",
    "services/web/specs/042-cards/spec.md": "# Feature Specification: Cards\n",
}
PRESS = {
    "specs/001-paper/README.md": spec(
        "Paper", "issue: 7", body="[Ink](/ink.txt), [none](/none.txt) ![Sheet](/sheet.svg)\n"
    ),
    "ink.txt": "",
    "sheet.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    folder = tmp_path_factory.mktemp("projects")
    Repository(folder / "shop").commit("2026-01-05T10:00:00Z", SHOP)
    press = Repository(folder / "press")
    press.commit("2026-02-06T10:00:00Z", PRESS)
    press.git("remote", "add", "origin", "https://github.com/owner/press.git")
    build: Build = builder_in(folder)
    return build(folder / "shop")


def links(site: BuildResult, docname: str) -> dict[str, str]:
    return {
        link.get_text(" ", strip=True): link["href"] for link in site.html(docname).find_all("a", href=True)
    }


def test_only_what_is_wrong_is_warned_of(site: BuildResult) -> None:
    (warning,) = site.warnings
    assert warning.endswith(
        "press/specs/001-paper/README.md:9: WARNING: `/none.txt` leads nowhere: there is no "
        "`../press/none.txt`; correct or remove the link [leanspec.link]"
    )


def test_every_project_has_its_own_pages(site: BuildResult) -> None:
    found = site.outdir.glob("specs/**/*.html")
    pages = sorted(path.relative_to(site.outdir / "specs").as_posix() for path in found)
    assert pages == [
        "001-till.html",
        "api/001-keys.html",
        "api/002-doors.html",
        "index.html",
        "press/001-paper.html",
        "web/001-login.html",
        "web/speckit/042-cards.html",
    ]


def test_references_lead_from_one_project_to_another(site: BuildResult) -> None:
    index = links(site, "index")
    assert index["api:001 Keys ● Complete"] == "specs/api/001-keys.html"
    assert index["001 Till ◔ Planned"] == "specs/001-till.html"
    assert index["web:042 Cards ○ Draft"] == "specs/web/speckit/042-cards.html"
    doors = links(site, "specs/api/002-doors")
    assert doors["login"] == "../web/001-login.html"
    assert doors["spec-001"] == "001-keys.html"  # that of its own project, and not the site's
    assert "press/001-paper.html" in links(site, "specs/001-till").values()


def test_links_to_files_lead_to_the_repository_that_has_them(site: BuildResult) -> None:
    base = "https://example.org/shop/blob/main/services/api"
    assert links(site, "specs/api/002-doors")["keys"] == f"{base}/src/keys.py"
    press = links(site, "specs/press/001-paper")
    assert press["Ink"].startswith("https://github.com/owner/press/blob/")
    assert press["#7"] == "https://github.com/owner/press/issues/7"
    assert site.html("specs/press/001-paper").select_one("img[alt=Sheet]") is not None


def test_views_tell_projects_apart(site: BuildResult) -> None:
    index = site.html("index")
    rows = [row.get_text(" ", strip=True) for row in index.select(".leanspec-spec-table tbody tr")]
    assert rows == ["001 Till", "api:001 Keys api", "api:002 Doors api"]
    (choice,) = index.select(".leanspec-spec-table select[name=project]")
    assert [option["value"] for option in choice.select("option")] == ["", "api"]
    board = index.select_one(".leanspec-spec-board").get_text(" ", strip=True)
    assert [name for name in ("api 2", "web 2", "press 1", "This project 1") if name not in board] == []


def test_a_spec_that_has_but_a_name_is_told_from_one_of_another_project() -> None:
    place = Place("cards", "api/openspec/cards", None, "", "API_OPENSPEC_CARDS", "spec.md", project="api")
    assert title(Spec(place, title_source="cards", title="cards")) == "api:cards"
    assert title(Spec(place, title_source="Cards", title="Bank cards")) == "api:cards Bank cards"


def test_needs_carry_the_name(site: BuildResult) -> None:
    needs = site.needs()
    assert {name for name, need in needs.items() if need["type"] == "spec"} == {
        "SPEC_001",
        "API_SPEC_001",
        "API_SPEC_002",
        "WEB_SPEC_001",
        "WEB_SPECKIT_042",
        "PRESS_SPEC_001",
    }
    assert needs["API_SPEC_002"]["depends_on"] == ["API_SPEC_001", "WEB_SPEC_001"]
    assert needs["SPEC_001"]["depends_on"] == ["PRESS_SPEC_001"]


def test_evidence_is_looked_up_in_the_project_itself(site: BuildResult) -> None:
    (check,) = [need for need in site.needs().values() if need["type"] == "check"]
    assert (check["id"].partition("_C_")[0], check["verdict"]) == ("API_SPEC_001", "holds")


def test_the_history_of_each_repository_is_told(site: BuildResult) -> None:
    assert "6 Feb 2026" in site.html("specs/press/001-paper").get_text(" ", strip=True)
    assert "5 Jan 2026" in site.html("specs/web/001-login").get_text(" ", strip=True)


THEIRS = {
    "SPEC_001": {
        "id": "SPEC_001",
        "type": "spec",
        "docname": "specs/001-keys",
        "title": "001 Keys",
        "status": "complete",
        "done": "3",
        "total": "4",
    },
    "SPEC_002": {
        "id": "SPEC_002",
        "type": "spec",
        "docname": "specs/002-doors",
        "title": "002 Doors",
        "status": "planned",
        "depends_on": ["SPEC_001"],
    },
}
AWAY = {
    "conf.py": """\
extensions = ["sphinx_leanspec"]
project = "Shop"
html_theme = "alabaster"
html_baseurl = "https://shop.example"
needs_build_json = True
leanspec_projects = [{"name": "api", "needs_json": "../needs.json", "base_url": "https://api.example/docs"}]
needs_external_needs = [
    {"base_url": "https://api.example/docs", "json_path": "../needs.json", "id_prefix": "API_"}
]
""",
    "index.md": """\
# Shop

{spec}`api:001` and {spec}`api:009`.

```{spec-graph}
```

```{spec-table}
:project: api
```

```{spec-excerpt} api:001
```
""",
    "specs/001-till/README.md": spec("Till", "depends_on: ['api:2']"),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    folder = tmp_path_factory.mktemp("elsewhere")
    found = {"commit": "0123456789abcdef", "day": "2026-01-02"}
    data = {"current_version": "1", "versions": {"1": {"needs": THEIRS}}, "leanspec": found}
    write_files(folder, {"needs.json": json.dumps(data)})
    Repository(folder / "shop").commit("2026-01-05T10:00:00Z", AWAY)
    return builder_in(folder)(folder / "shop")


def test_specs_elsewhere_are_referred_to_and_marked(index: BuildResult) -> None:
    (warning,) = index.warnings
    assert "`api:009` names no spec here" in warning
    found = links(index, "index")
    assert found["api:001 Keys ● Complete ↗"] == "https://api.example/docs/specs/001-keys.html"
    assert found["api:002 Doors ↗"] == "https://api.example/docs/specs/002-doors.html"
    page = index.html("index")
    boxes = {box["aria-label"]: box["href"] for box in page.select("a.leanspec-node")}
    doors = "api:002 Doors (Planned), on a site elsewhere"
    assert boxes[doors] == "https://api.example/docs/specs/002-doors.html"
    assert len(boxes) == 3
    assert "api:001 Keys lives elsewhere, and its text with it." in page.get_text(" ", strip=True)


def test_the_index_says_of_which_commit_they_are(index: BuildResult) -> None:
    said = " ".join(index.html("specs/index").get_text(" ", strip=True).split())
    assert "api : 2 specs elsewhere, commit 0123456789 of 2 Jan 2026, read on " in said
    assert "3 specs" in said


def test_what_is_elsewhere_has_no_page_here(index: BuildResult) -> None:
    pages = sorted(path.relative_to(index.outdir).as_posix() for path in index.outdir.glob("specs/**/*.html"))
    assert pages == ["specs/001-till.html", "specs/index.html"]
    assert "api.example" not in index.text("specs/changes.xml")


def test_needs_are_linked_with_those_that_sphinx_needs_was_told_of(index: BuildResult) -> None:
    needs = index.needs()
    assert needs["SPEC_001"]["depends_on"] == ["API_SPEC_002"]
    assert json.loads(index.text("needs.json"))["leanspec"]["day"] == "2026-01-05"
