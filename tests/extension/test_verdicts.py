"""What comes of evidence, as pages show it: at items, on cards, in views, in needs.json, in all builders."""

from __future__ import annotations

import pytest
from bs4 import Tag
from building import Build, BuildResult
from samples import HOUSE, spec
from viewing import myst
from viewing import said as texts

BODY = """\
## Plan

- [x] There <!-- evidence: file src/a.py -->
- [x] Gone <!-- evidence: file src/gone.py -->
- [x] Unread <!-- evidence: fil src/a.py -->
- [x] Bare
- [ ] Ready <!-- evidence: file src/a.py -->
- [ ] Not yet <!-- evidence: file src/later.py -->
- [ ] Left
- [x] Exempt <!-- n/a: no --> <!-- evidence: file src/gone.py -->
"""
VIEWS = {
    "board": ("spec-board", {}),
    "checklist": ("spec-checklist", {"specs": "1"}),
    "evidence": ("spec-evidence", {}),
    "few": ("spec-evidence", {"limit": "1"}),
    "unknown": ("spec-evidence", {"verdicts": "unknown"}),
    "none": ("spec-evidence", {"specs": "2"}),
    "excerpt": ("spec-excerpt", {"section": "Plan"}),
    "progress": ("spec-progress", {}),
    "parent": ("spec-progress", {"by": "parent"}),
    "stats": ("spec-stats", {}),
    "table": ("spec-table", {"columns": "number, verified"}),
    "trace": ("spec-trace", {"layout": "list"}),
}
FILES = {
    "conf.py": 'extensions = ["sphinx_leanspec"]\nhtml_theme = "furo"\nneeds_build_json = True\n'
    'exclude_patterns = ["src"]\nleanspec_revision = "main"\n'
    'leanspec_repository = "https://github.com/owner/name"\n',
    "index.md": "# Home\n\n{spec}`1`\n\n```{toctree}\n" + "\n".join(VIEWS) + "\n```\n",
    "src/a.py": "",
    "specs/001-claims/README.md": spec("Claims", "parent: 2", body=BODY),
    "specs/002-umbrella/README.md": spec("Umbrella", body="- [x] Told\n"),
    **{
        f"{name}.md": f"# {name}\n\n{myst(view, '1' if view == 'spec-excerpt' else '', **options)}"
        for name, (view, options) in VIEWS.items()
    },
}


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    return shared_build(FILES)


def said(tag: Tag | None) -> str:
    """The text of a part of a page, with its punctuation where it is seen."""
    return texts(tag).replace(" ,", ",").replace("( ", "(").replace(" )", ")").replace(" ;", ";")


def items(page: Tag) -> dict[str, tuple[str, str, bool]]:
    """The items of a page: what stands there, what its tooltip says, and whether it is bold."""
    found = {}
    for item in page.select(".leanspec-check"):
        sign = item.find(class_="leanspec-verdict")
        name = said(item).split(maxsplit=2)[1]
        found[name] = ("", "", False)
        if sign is not None:
            assert sign["aria-label"] == sign["title"]
            found[name] = (said(sign), str(sign["title"]), "leanspec-gap" in sign["class"])
    return found


AT_ITEMS = {
    "There": ("✓", "holds: is there", False),
    "Gone": ("✗ missing", "missing: no such file", True),
    "Unread": ("? unknown", "unknown: the evidence cannot be read", False),
    "Bare": ("–", "claimed only", False),
    "Ready": ("✓", "holds: is there, not ticked yet", False),
    "Not": ("✗ missing", "missing: no such file", False),
    "Left": ("", "", False),
    "Exempt": ("", "", False),
}


def test_an_item_has_its_sign_and_only_what_is_wrong_is_bold(site: BuildResult) -> None:
    assert items(site.html("specs/001-claims")) == AT_ITEMS


def test_an_excerpt_shows_what_the_page_shows(site: BuildResult) -> None:
    assert items(site.html("excerpt")) == AT_ITEMS


def card(site: BuildResult, name: str) -> dict[str, str]:
    found = site.html(f"specs/{name}").select_one(".leanspec-card .leanspec-progress")
    assert found is not None
    return {said(head).rstrip(" :"): said(head.find_next("dd")) for head in found.select("dt")}


def test_a_card_counts_its_own_claims_and_apart_from_them_those_of_its_parts(site: BuildResult) -> None:
    counted = "4 of 7 done, 1 verified, ✗ 1 missing, ? 1 unknown"
    assert card(site, "001-claims")["Evidence"] == counted
    assert card(site, "002-umbrella") == {
        "Checks": "1 / 1",
        "Evidence": "1 of 1 done, 0 verified",
        "In its parts": counted,
    }


def test_a_hover_card_counts_them_too(site: BuildResult) -> None:
    assert "1 verified, ✗ 1 missing" in said(site.html("index").find(class_="leanspec-hovercard"))


def test_a_checklist_says_why(site: BuildResult) -> None:
    rows = site.html("checklist").select(".leanspec-checks tbody tr")
    assert [said(row.find_all("td")[2]) for row in rows] == [
        "✓ is there",
        "✗ no such file",
        "? the evidence cannot be read",
        "– claimed only",
        "✓ is there, not ticked yet",
        "✗ no such file",
        "",
        "",
    ]
    heard = [sign["aria-label"] for sign in site.html("checklist").select("td .leanspec-glyph[role=img]")]
    assert heard == ["holds", "missing", "unknown", "claimed only", "holds", "missing"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("board", "1 verified, ✗ 1 missing, ? 1 unknown"),
        ("progress", "checks 5 / 8, 1 verified, ✗ 1 missing, ? 1 unknown"),
        ("progress", "1 / 4 ✗ 1 missing ? 1 unknown"),
        ("parent", "1 / 5 ✗ 1 missing ? 1 unknown"),
        ("stats", "1 / 5 ✗ 1 missing ? 1 unknown"),
        ("stats", "✗ missing 1 ? unknown 1 ✓ holds 1 – claimed only 2"),
        ("stats", "Done checks whose evidence fails 1"),
        ("table", "001 1 / 4 ✗ 1 missing ? 1 unknown 002 0 / 1"),
        ("trace", "5 / 7 ✗ 1 missing"),
        ("trace", "with evidence that fails: 1"),
    ],
)
def test_a_view_knows_them(site: BuildResult, name: str, text: str) -> None:
    found = site.html(name).find(class_="leanspec-view")
    assert isinstance(found, Tag)
    assert text in said(found)


def listed(site: BuildResult, name: str) -> list[str]:
    found = site.html(name).find(class_="leanspec-view")
    assert isinstance(found, Tag)
    lines = found.select(".leanspec-total, dt, dd li, .leanspec-more, .leanspec-nothing")
    return [said(line) for line in lines]


def test_claims_are_listed_by_verdict_with_what_is_offered_and_where(site: BuildResult) -> None:
    assert listed(site, "evidence") == [
        "5 of 8 done, 1 verified, ✗ 1 missing, ? 1 unknown, – without evidence: 2",
        "✗ missing 1",
        "◔ 001 ☑ Gone file src/gone.py no such file (line 12)",
        "? unknown 1",
        "◔ 001 ☑ Unread fil src/a.py; the evidence cannot be read (line 13)",
        "✓ holds 1",
        "◔ 001 ☑ There file src/a.py is there (line 11)",
        "✓ holds, not ticked yet 1",
        "◔ 001 ☐ Ready file src/a.py is there (line 15)",
    ]
    place = site.html("evidence").select_one(".leanspec-place a")
    assert place is not None
    assert str(place["href"]).endswith("specs/001-claims/README.md#L12")


def test_what_has_no_room_is_counted_and_linked(site: BuildResult) -> None:
    assert listed(site, "few")[-1] == "3 more"
    assert [line for line in listed(site, "unknown") if "001" in line] == [
        "◔ 001 ☑ Unread fil src/a.py; the evidence cannot be read (line 13)"
    ]
    assert listed(site, "none") == ["1 of 1 done, 0 verified, – without evidence: 1"]


def test_needs_say_what_comes_of_them(site: BuildResult) -> None:
    needs = site.needs()
    assert (needs["SPEC_001"]["verified"], needs["SPEC_001"]["failed"]) == (1, 1)
    assert (needs["SPEC_002"]["verified"], needs["SPEC_002"]["failed"]) == (0, 0)
    found = {
        need["title"]: (need["verdict"], need["evidence"], need["evidence_note"])
        for need in needs.values()
        if need["type"] == "check" and "SPEC_001" in need["part_of"]
    }
    assert found["There"] == ("holds", "file src/a.py", "is there")
    assert found["Gone"] == ("missing", "file src/gone.py", "no such file")
    assert found["Bare"] == (None, None, None)


@pytest.mark.parametrize(("builder", "page"), [("text", "specs/001-claims.txt"), ("man", "")])
def test_without_colours_and_tooltips_the_words_and_the_reason_stand_there(
    build: Build, builder: str, page: str
) -> None:
    result = build(FILES, builder=builder)
    text = result.text(page or next(result.outdir.glob("*.1")).name)
    plain = " ".join(text.replace("\\", "").split())
    for words in ("There ✓ holds: is there", "✗ missing: no such file", "Bare – claimed only"):
        assert words in plain, plain


def test_latex_draws_the_signs(build: Build) -> None:
    (tex,) = build(FILES, builder="latex").outdir.glob("*.tex")
    text = tex.read_text("utf-8")
    assert r"\leanspecwrong{missing}{missing: no such file}" in text
    assert r"\leanspecverdict{holds}{holds: is there}" in text
    assert "✗" not in text


def test_where_no_evidence_is_offered_nothing_is_said_of_verdicts(build: Build) -> None:
    views = "".join(
        f"{myst(view, '1' if view == 'spec-excerpt' else '', **options)}\n"
        for view, options in VIEWS.values()
        if view != "spec-evidence"
    )
    result = build({**HOUSE, "index.md": f"# Home\n\n{views}\n{{spec}}`1`\n"})
    for page in ("index", "specs/001-ground", "specs/004-house", "specs/index"):
        assert "leanspec-verdict" not in result.text(f"{page}.html")
        assert result.html(page).find(string="Evidence") is None or page == "index"
    # spec-trace has had its column for long, and a column that is asked for is there
    assert result.text("index.html").count("Verified") == 1


def test_the_view_says_that_there_is_none(build: Build) -> None:
    result = build({**HOUSE, "index.md": f"# Home\n\n{myst('spec-evidence')}"})
    assert listed(result, "index") == ["No check offers evidence."]


def test_what_is_nearest_to_what_is_not_there_is_named(build: Build) -> None:
    body = "- [x] Kept <!-- evidence: file src/harbor.py -->\n"
    files = {"src/harbour.py": "", "index.md": f"# Home\n\n{myst('spec-evidence')}"}
    result = build({**files, "specs/001-a/README.md": spec("A", body=body)})
    assert "no such file; nearest: src/harbour.py (line" in listed(result, "index")[2]


def test_a_field_that_the_project_declares_itself_stays_as_it_is(build: Build) -> None:
    conf = FILES["conf.py"] + (
        'needs_fields = {"verified": {"description": "x", "nullable": True},\n'
        '    "verdict": {"schema": {"type": "boolean"}, "description": "x", "nullable": True}}\n'
    )
    result = build({**FILES, "conf.py": conf})
    needs = result.needs()
    assert needs["SPEC_001"]["verified"] == "1"
    assert all(need["verdict"] is None for need in needs.values())
