"""Roles, mentions, covering pages, and the inventory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bs4 import Tag
from building import Build, BuildResult
from samples import HOUSE, spec
from sphinx.util.inventory import InventoryFile

CONF = {"html_theme": "alabaster"}
SPELLINGS = (
    "3",
    "003",
    "#3",
    "spec-003",
    "003-roof",
    "specs/003-roof",
    "specs/003-roof/README.md",
    "SPEC_003",
)
TWINS = {
    "specs/007-one/README.md": spec("One", body="- [ ] Twin <!-- id: twin -->\n"),
    "specs/007-two/README.md": spec("Two"),
}
CHECKS = ("SPEC_003_C_TILES", "spec_003_c_tiles", "3#tiles", "003-roof#TILES")


def rst(role: str, targets: tuple[str, ...]) -> str:
    return "\n".join(f":{role}:`{target}`\n" for target in targets)


def myst(role: str, targets: tuple[str, ...]) -> str:
    return "\n".join(f"{{{role}}}`{target}`\n" for target in targets)


PAGES = {
    "index.md": "# Home\n\n```{toctree}\nmd\nrst\nlost\nlostrst\nüber\ncover\n```\n",
    "md.md": f"# MyST\n\n{myst('spec', SPELLINGS)}\n{myst('check', CHECKS)}\n"
    "{spec}`the roof <3>` {check}`the tiles <3#tiles>` {leanspec:spec}`3`\n",
    "rst.rst": f"RST\n===\n\n{rst('spec', SPELLINGS)}\n{rst('check', CHECKS)}\n"
    ":spec:`the roof <3>` :check:`the tiles <3#tiles>` :leanspec:spec:`3`\n",
    "lost.md": "# Lost\n\nText {spec}`99`\n"
    "and {spec}`7`\nand {spec}`text <003-ceiling>`.\n\n- {check}`3#nails`\n",
    "lostrst.rst": ":specs: 1, 88\n\nLost\n====\n\n"
    "Text :spec:`99`\nand :spec:`7`.\n\n* :check:`SPEC_003_C_NAILS`\n",
    "über.md": "---\ntitle: x\nspecs: 004-house\n---\n\n# Über\n\nMehr: {spec}`1`.\n",
    "cover.md": "---\nspecs: [1, '002-walls', 3]\n---\n\n# Cover\n\nSee `specs/003-roof`.\n",
}


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    return shared_build({**HOUSE, **TWINS, **PAGES}, "-n", conf=CONF)


def paragraphs(result: BuildResult, docname: str) -> list[Tag]:
    return result.html(docname).find(attrs={"role": "main"}).find_all("p")


@pytest.mark.parametrize("docname", ["md", "rst"])
def test_a_spec_can_be_named_in_every_way(site: BuildResult, docname: str) -> None:
    for paragraph in paragraphs(site, docname)[: len(SPELLINGS)]:
        assert paragraph.a["href"] == "specs/003-roof.html"
        assert paragraph.get_text(" ", strip=True).replace("\ufe0e", "").split() == [
            "003",
            "Roof",
            "◔",
            "Planned",
        ]
        assert paragraph.a["interestfor"] == "about-SPEC_003"


@pytest.mark.parametrize("docname", ["md", "rst"])
def test_a_check_can_be_named_by_its_id_or_its_spec(site: BuildResult, docname: str) -> None:
    for paragraph in paragraphs(site, docname)[len(SPELLINGS) : len(SPELLINGS) + len(CHECKS)]:
        assert paragraph.a["href"] == "specs/003-roof.html#SPEC_003_C_TILES"
        assert paragraph.get_text(" ", strip=True).replace("\ufe0e", "").split() == ["☐", "Tiles"]


@pytest.mark.parametrize("docname", ["md", "rst"])
def test_a_reference_may_have_a_text_of_its_own(site: BuildResult, docname: str) -> None:
    named, checked, long = paragraphs(site, docname)[-1].find_all("a")
    assert (named["href"], named.get_text()) == ("specs/003-roof.html", "the roof")
    assert (checked["href"], checked.get_text()) == ("specs/003-roof.html#SPEC_003_C_TILES", "the tiles")
    assert long["href"] == "specs/003-roof.html"


def test_what_names_nothing_is_reported_where_it_stands(site: BuildResult) -> None:
    said = [warning.removeprefix(f"{site.srcdir}/") for warning in site.warnings]
    none, one = "name a spec that exists, or remove the reference", "renumber one of them [leanspec.number]"
    twins = "did you mean `007-one` or `007-two`?"
    stale = "did you mean `003-roof`?"
    box = "take its id from needs.json, or give it one with `<!-- id: name -->`"
    assert said == [
        f"specs/007-two/README.md:1: WARNING: the number 007 is also that of `007-one`; {one}",
        f"lost.md:3: WARNING: the role spec: `99` names no spec here; {none} [leanspec.ref]",
        f"lost.md:4: WARNING: the role spec: `7` is ambiguous; {twins} [leanspec.ref]",
        f"lost.md:5: WARNING: the role spec: `003-ceiling` names no spec here; {stale} [leanspec.ref]",
        f"lost.md:7: WARNING: the role check: there is no check `3#nails`; {box} [leanspec.ref]",
        f"lostrst.rst:6: WARNING: the role spec: `99` names no spec here; {none} [leanspec.ref]",
        f"lostrst.rst:7: WARNING: the role spec: `7` is ambiguous; {twins} [leanspec.ref]",
        f"lostrst.rst:9: WARNING: the role check: there is no check `SPEC_003_C_NAILS`; {box} [leanspec.ref]",
        f"lostrst.rst:1: WARNING: specs `88` names no spec here; {none} [leanspec.ref]",
    ]


def test_what_names_nothing_keeps_its_text_and_says_so(site: BuildResult) -> None:
    text = " ".join(paragraphs(site, "lost")[0].get_text().split())
    assert text == "Text 99 (not found) and 7 (not found) and text (not found)."


def card(result: BuildResult, key: str, name: str) -> list[tuple[str, str]]:
    """One row of a spec's card: where its links lead, and their texts."""
    for row in result.html(f"specs/{key}").find(class_="leanspec-card").find_all("dt"):
        if row.get_text().strip(":") == name:
            return [(link["href"], link.get_text()) for link in row.find_next_sibling("dd").find_all("a")]
    return []


def test_a_card_lists_the_pages_that_cover_the_spec(site: BuildResult) -> None:
    assert card(site, "001-ground", "Covered by") == [("../cover.html", "Cover"), ("../lostrst.html", "Lost")]
    assert card(site, "002-walls", "Covered by") == [("../cover.html", "Cover")]
    assert card(site, "004-house", "Covered by") == [("../%C3%BCber.html", "Über")]


def test_a_card_lists_the_pages_that_mention_the_spec(site: BuildResult) -> None:
    assert card(site, "003-roof", "Mentioned in") == [
        ("../cover.html", "Cover"),
        ("../md.html", "MyST"),
        ("../rst.html", "RST"),
    ]
    mentions = card(site, "001-ground", "Mentioned in")
    assert ("../%C3%BCber.html", "Über") in mentions
    assert "002-walls.html" not in [href for href, _ in mentions], "its card says that already"
    assert [href for href, _ in card(site, "001-ground", "Required by")][:1] == ["002-walls.html"]


def test_a_page_that_covers_specs_has_an_id_whatever_its_name(site: BuildResult) -> None:
    docs = {need["docname"]: name for name, need in site.needs().items() if need["type"] == "doc"}
    assert docs["cover"] == "DOC_COVER"
    assert docs["über"].startswith("DOC_")
    assert site.html("über").find(id=docs["über"])


def place(entry: Any) -> tuple[str, str]:
    """Address and name of an entry: a tuple until Sphinx 8.2."""
    return entry[2:] if isinstance(entry, tuple) else (entry.uri, entry.display_name)


def test_specs_and_checks_are_in_the_inventory(site: BuildResult) -> None:
    with (site.outdir / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "https://docs.invalid", lambda base, uri: f"{base}/{uri}")
    found = {name: place(entry) for name, entry in inventory["leanspec:spec"].items()}
    assert found["003-roof"] == ("https://docs.invalid/specs/003-roof.html#SPEC_003", "003 Roof")
    assert found["SPEC_003"] == found["003-roof"]
    checks = {name: place(entry) for name, entry in inventory["leanspec:check"].items()}
    assert checks["SPEC_003_C_TILES"] == (
        "https://docs.invalid/specs/003-roof.html#SPEC_003_C_TILES",
        "Tiles",
    )


OTHER = """\
extensions = ["sphinx_leanspec", "sphinx.ext.intersphinx"]
html_theme = "alabaster"
intersphinx_mapping = {{"house": ("https://house.invalid", {inventory!r})}}
"""


def test_another_project_reaches_specs_and_checks(site: BuildResult, build: Build) -> None:
    text = (
        "# Home\n\n{external:leanspec:spec}`003-roof` {external+house:leanspec:check}`SPEC_003_C_TILES` "
        "{spec}`004-house` {check}`SPEC_003_C_TILES` {spec}`1`\n"
    )
    files = {
        "conf.py": OTHER.format(inventory=str(site.outdir / "objects.inv")),
        "index.md": text,
        "specs/001-own/README.md": spec("Own"),
    }
    result = build(files, "-n", fatal_warnings=True)
    links = paragraphs(result, "index")[0].find_all("a")
    assert [link["href"] for link in links] == [
        "https://house.invalid/specs/003-roof.html#SPEC_003",
        "https://house.invalid/specs/003-roof.html#SPEC_003_C_TILES",
        "https://house.invalid/specs/004-house.html#SPEC_004",
        "https://house.invalid/specs/003-roof.html#SPEC_003_C_TILES",
        "specs/001-own.html",
    ]


def test_the_site_can_be_built_without_traces(build: Build, tmp_path: Path) -> None:
    files = {**HOUSE, "index.md": "# Home\n\nSee spec-003 and `specs/003-roof`.\n"}
    result = build(files, "-n", conf={**CONF, "leanspec_traces": False}, fatal_warnings=True)
    assert paragraphs(result, "index")[0].a is None
    assert card(result, "003-roof", "Mentioned in") == []
