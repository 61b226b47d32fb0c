"""Former names of specs: references, addresses, ids and the inventory; a rebuild equals a clean build."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from building import Build, BuildResult, builder_in, write_files
from samples import spec
from sphinx.util.inventory import InventoryFile

if TYPE_CHECKING:
    from playwright.sync_api import Page

CONF = {"html_theme": "alabaster", "leanspec_sidebar": 0}  # which changes with every spec
MOVED = spec(
    "Roof",
    "aliases: [011-rafters, 12, group/010-old]",
    body="## Plan\n\n- [ ] Tiles <!-- id: tiles -->\n",
)
PAGES = {
    "index.md": "# Home\n\n```{toctree}\nroles\ncover\n```\n",
    "roles.md": "# Roles\n\n{spec}`011-rafters` {spec}`11` {spec}`12` {spec}`SPEC_011_RAFTERS`\n"
    "{check}`SPEC_011_C_TILES` {check}`011-rafters#tiles` {leanspec:spec}`12`\n\n"
    "spec-011 and specs/011-rafters and `specs/011-rafters/README.md` and `specs/011-rafters`\n\n"
    "[folder](specs/011-rafters/) [file](specs/011-rafters/README.md#plan)\n",
    "cover.md": "---\nspecs: [11]\n---\n\n# Cover\n",
}
SPECS = {
    "specs/001-ground/README.md": spec("Ground", "depends_on: [011-rafters, 010-old]", "parent: 12"),
    "specs/002-walls/README.md": spec(
        "Walls",
        body="[a](../011-rafters/) [b](../011-rafters/README.md#plan) [c](../011-rafters/DESIGN.md) "
        "[d](../011-rafters/plan.txt) [e](../group/010-old/) [f](../011-rafters)\n",
    ),
    "specs/013-roof/README.md": MOVED,
    "specs/013-roof/DESIGN.md": "# Design\n",
    "specs/013-roof/plan.txt": "",
}
REPOSITORY = {"leanspec_repository": "https://example.org/o/r", "leanspec_revision": "main"}
ROOF = "specs/013-roof.html"


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    return shared_build({**PAGES, **SPECS}, "-n", conf={**CONF, **REPOSITORY}, fatal_warnings=True)


def links(result: BuildResult, docname: str) -> list[str]:
    main = result.html(docname).find(attrs={"role": "main"})
    return [str(link["href"]) for p in main.find_all("p") for link in p.find_all("a") if link.get("href")]


def test_roles_mentions_and_links_follow_a_former_name(site: BuildResult) -> None:
    tiles = f"{ROOF}#SPEC_013_C_TILES"
    assert links(site, "roles") == [*[ROOF] * 4, tiles, tiles, *[ROOF] * 6, f"{ROOF}#plan"]


def test_links_in_specs_follow_a_folder_that_has_moved(site: BuildResult) -> None:
    found = {link.get_text(): link["href"] for link in site.html("specs/002-walls").find_all("a", href=True)}
    assert {name: found[name] for name in "abcdef"} == {
        "a": "013-roof.html",
        "b": "013-roof.html#plan",
        "c": "013-roof/DESIGN.html",
        "d": "https://example.org/o/r/blob/main/specs/013-roof/plan.txt",
        "e": "013-roof.html",
        "f": "013-roof.html",
    }


def test_needs_follow_a_former_name(site: BuildResult) -> None:
    needs = site.needs()
    assert needs["SPEC_001"]["depends_on"] == ["SPEC_013"]
    assert needs["SPEC_001"]["parent_spec"] == ["SPEC_013"]
    assert needs["DOC_COVER"]["covers"] == ["SPEC_013"]


def test_the_page_answers_to_the_ids_it_had(site: BuildResult) -> None:
    page = site.html("specs/013-roof")
    names = [
        f"SPEC_{old}{end}" for old in ("013", "011", "012", "010", "011_RAFTERS") for end in ("", "_C_TILES")
    ]
    assert [name for name in names if len(page.find_all(id=name)) != 1] == []


def test_the_inventory_holds_former_names(site: BuildResult) -> None:
    with (site.outdir / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "", lambda _, uri: uri)
    specs = inventory["leanspec:spec"]
    assert {"011-rafters", "group/010-old", "SPEC_011", "SPEC_011_RAFTERS"} <= set(specs)
    assert "12" not in specs
    assert "SPEC_011_C_TILES" in inventory["leanspec:check"]


REDIRECTS = {
    "specs/011-rafters": "013-roof",
    "specs/011-rafters/DESIGN": "../013-roof/DESIGN",
    "specs/12": "013-roof",
    "specs/12/DESIGN": "../013-roof/DESIGN",
    "specs/group/010-old": "../013-roof",
    "specs/group/010-old/DESIGN": "../../013-roof/DESIGN",
}


@pytest.mark.parametrize(("old", "new"), REDIRECTS.items())
def test_a_former_address_leads_on(site: BuildResult, old: str, new: str) -> None:
    page = site.html(old)
    assert page.find("meta", {"http-equiv": "refresh"})["content"] == f"0; url={new}.html"
    assert page.find("link", rel="canonical")["href"] == f"{new}.html"
    assert page.a["href"] == f"{new}.html"
    assert page.get_text(" ", strip=True).endswith("This page has moved: 013 Roof")
    assert (site.outdir / f"{old}.html").parent.joinpath(f"{new}.html").is_file()


def test_folders_as_addresses_and_a_base(build: Build) -> None:
    conf = {**CONF, "html_baseurl": "https://docs.invalid/en/"}
    result = build({**PAGES, **SPECS}, builder="dirhtml", conf={**conf, **REPOSITORY})
    page = result.html("specs/011-rafters/index")
    assert page.a["href"] == "../013-roof/"
    assert page.find("link", rel="canonical")["href"] == "https://docs.invalid/en/specs/013-roof/"
    assert result.html("specs/011-rafters/DESIGN/index").a["href"] == "../../013-roof/DESIGN/"


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "text", "latex"])
def test_other_builders_have_no_such_pages(build: Build, builder: str) -> None:
    result = build({**PAGES, **SPECS}, builder=builder, conf={**CONF, **REPOSITORY})
    assert list(result.outdir.rglob("*011-rafters*")) == []


HOSTILE = ['"../../../evil"', '"1-<script>alert(1)</script>"', '"1-a\\"b"', "/1-root/../../../x"]


def test_no_alias_writes_outside_the_folder_of_specs(build: Build) -> None:
    files = {
        "index.md": "# Home\n",
        "specs/001-a/README.md": spec("A", f"aliases: [{', '.join(HOSTILE)}, 002-b]"),
        "specs/002-b/README.md": spec("B"),
        "specs/009-own.md": "# A page of the project\n",
        "specs/003-c/README.md": spec("C & D", "aliases: [009-own, 010-文档, 003-C]"),
    }
    result = build(files, conf=CONF)
    assert len([line for line in result.warnings if "[leanspec.alias]" in line]) == len(HOSTILE) + 2
    assert any(
        "003-c/README.md:4: WARNING: the former address `specs/009-own` would be in the way" in line
        for line in result.warnings
    )
    written = {path.relative_to(result.outdir).as_posix() for path in result.outdir.rglob("*.html")}
    assert {name for name in written if name.startswith("specs/")} == {
        *(f"specs/{name}.html" for name in ("index", "001-a", "002-b", "003-c", "009-own", "010-文档"))
    }
    assert "A page of the project" in result.text("specs/009-own.html")
    assert "B" in result.html("specs/002-b").h1.get_text()
    assert result.html("specs/010-文档").a.get_text() == "003 C & D"
    assert list(result.outdir.parent.parent.rglob("*evil*")) == []


def snapshot(outdir: Path) -> dict[str, tuple[int, bytes]]:
    return {
        path.relative_to(outdir).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in outdir.rglob("*.html")
        if path.name not in ("genindex.html", "search.html", "permalink.html", "index.html")
    }


def needs(result: BuildResult) -> str:
    exported = json.loads(result.text("needs.json"))
    return re.sub(r'"created": "[^"]*T[^"]*"', "", json.dumps(exported, sort_keys=True))


OLD = spec("Roof", body="## Plan\n\n- [ ] Tiles <!-- id: tiles -->\n")
STEPS = {
    "an alias is added": ("specs/013-roof/README.md", MOVED),
    "a spec takes its name": ("specs/011-rafters/README.md", spec("Rafters")),
    "and gives it back": ("specs/011-rafters", None),
    "an alias is removed": ("specs/013-roof/README.md", OLD),
    "it is added to another spec": ("specs/002-walls/README.md", spec("Walls", "aliases: 011-rafters")),
    "two claim it": ("specs/013-roof/README.md", MOVED),
}
LEADS = {
    "an alias is added": 6,
    "a spec takes its name": 4,
    "and gives it back": 6,
    "an alias is removed": 0,
    "it is added to another spec": 1,
    "two claim it": 4,
}


def test_a_rebuild_equals_a_clean_build(tmp_path: Path) -> None:
    root = tmp_path / "project"
    conf = "".join(f"{name} = {value!r}\n" for name, value in {**CONF, **REPOSITORY}.items())
    roles = PAGES["roles.md"].replace(" [file](specs/011-rafters/README.md#plan)", "")
    write_files(root, {**PAGES, "roles.md": roles})
    write_files(root, {**SPECS, "specs/013-roof/README.md": OLD, "specs/020-far/README.md": OLD})
    write_files(root, {"conf.py": f'extensions = ["sphinx_leanspec"]\n{conf}'})
    build = builder_in(tmp_path)
    last = build(root)
    for number, (name, (path, text)) in enumerate(STEPS.items()):
        before = snapshot(last.outdir)
        if text is None:
            shutil.rmtree(root / path)
        else:
            write_files(root, {path: text})
        last = build(root)
        (tmp_path / f"clean{number}").mkdir()
        clean = builder_in(tmp_path / f"clean{number}")(root)
        ours, theirs = snapshot(last.outdir), snapshot(clean.outdir)
        assert ours.keys() == theirs.keys(), name
        assert [page for page in ours if ours[page][1] != theirs[page][1]] == [], name
        assert needs(last) == needs(clean), name
        assert sorted(last.warnings) == sorted(clean.warnings), name
        assert ours["specs/020-far.html"][0] == before["specs/020-far.html"][0], name
        leading = [page for page, (_, content) in ours.items() if b"This page has moved" in content]
        assert len(leading) == LEADS[name], name
        after = build(root)
        assert snapshot(after.outdir) == ours, name


@pytest.mark.browser
def test_a_browser_follows_and_keeps_the_place(site: BuildResult, browser_page: Page) -> None:
    browser_page.goto(f"{(site.outdir / 'specs/011-rafters.html').as_uri()}#SPEC_011_C_TILES")
    browser_page.wait_for_url("**/specs/013-roof.html#SPEC_011_C_TILES")
    assert browser_page.locator("#SPEC_011_C_TILES").count() == 1
