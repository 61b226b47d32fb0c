"""A site of many projects: their pages, links, needs, history and evidence."""

from __future__ import annotations

import pytest
from building import Build, BuildResult, builder_in
from gitting import Repository
from samples import spec

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
    "specs/001-paper/README.md": spec("Paper", "issue: 7", body="[Ink](/ink.txt), [none](/none.txt)\n"),
    "ink.txt": "",
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


def test_views_tell_projects_apart(site: BuildResult) -> None:
    index = site.html("index")
    rows = [row.get_text(" ", strip=True) for row in index.select(".leanspec-spec-table tbody tr")]
    assert rows == ["001 Till", "api:001 Keys api", "api:002 Doors api"]
    (choice,) = index.select(".leanspec-spec-table select[name=project]")
    assert [option["value"] for option in choice.select("option")] == ["", "api"]
    board = index.select_one(".leanspec-spec-board").get_text(" ", strip=True)
    assert [name for name in ("api 2", "web 2", "press 1", "This project 1") if name not in board] == []


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
