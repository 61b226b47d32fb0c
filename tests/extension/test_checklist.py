from __future__ import annotations

import pytest
from building import Build, BuildResult
from samples import HOUSE, spec
from viewing import pages

VIEWS = {
    "one": ("1", {}),
    "two": ("1, 3", {}),
    "selection": ("", {"parent": "4", "show": "open"}),
    "done": ("1", {"show": "done"}),
    "section": ("", {"section": "test"}),
    "nothing": ("4", {}),
    "all-open": ("", {"status": "archived", "show": "open"}),
    "limit": ("", {"limit": "1"}),
    "exempt": ("3", {"show": "open"}),
}


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    files = {**HOUSE, **pages("spec-checklist", VIEWS)}
    return shared_build(files, "-n", conf={"html_theme": "alabaster"}, fatal_warnings=True)


def shown(result: BuildResult, name: str) -> list[tuple[str, list[str]]]:
    """Each table of a view: its head, and a line for each check."""
    view = result.html(f"md-{name}").find(class_="leanspec-view")
    return [
        (
            " ".join(table.thead.find_all("th")[-1].get_text(" ").split()),
            [" ".join(row.get_text(" ").replace("\ufe0e", "").split()) for row in table.tbody.find_all("tr")],
        )
        for table in view.find_all("table")
    ]


@pytest.mark.parametrize("name", VIEWS)
def test_myst_and_rst_give_the_same(site: BuildResult, name: str) -> None:
    one, two = (site.html(f"{kind}-{name}").find(class_="leanspec-view") for kind in ("md", "rst"))
    assert str(one) == str(two)


def test_the_checks_of_a_spec_stand_by_section(site: BuildResult) -> None:
    assert shown(site, "one") == [
        ("Plan 2 / 3", ["☑ Dig", "☑ Pour", "☐ Let it dry"]),
        ("Test 0 / 1", ["☐ Stand on it"]),
    ]
    view = site.html("md-one").find(class_="leanspec-view")
    assert view.find(class_="leanspec-total").get_text(" ", strip=True).endswith("2 / 4")


def test_every_check_leads_to_its_box(site: BuildResult) -> None:
    links = site.html("md-one").find(class_="leanspec-view").find_all("a", href=True)
    page = {tag["id"] for tag in site.html("specs/001-ground").find_all(id=True)}
    anchors = [link["href"].removeprefix("specs/001-ground.html#") for link in links if "#" in link["href"]]
    assert len(anchors) == 4
    assert set(anchors) <= page


def test_several_specs_stand_one_behind_the_other(site: BuildResult) -> None:
    view = site.html("md-two").find(class_="leanspec-view")
    assert [link["href"] for rubric in view.find_all(class_="rubric") for link in rubric.find_all("a")] == [
        "specs/001-ground.html",
        "specs/003-roof.html",
    ]
    assert view.find(class_="leanspec-total").get_text(" ", strip=True).endswith("2 / 5")


def test_a_selection_shows_what_is_open(site: BuildResult) -> None:
    assert shown(site, "selection") == [("Plan 1 / 2", ["☐ Plaster"]), ("Checks 0 / 1", ["☐ Tiles"])]


def test_a_selection_shows_what_is_done(site: BuildResult) -> None:
    assert shown(site, "done") == [("Plan 2 / 3", ["☑ Dig", "☑ Pour"])]


def test_a_selection_shows_one_section(site: BuildResult) -> None:
    assert shown(site, "section") == [("Test 0 / 1", ["☐ Stand on it"])]


def test_what_does_not_apply_is_neither_open_nor_counted(site: BuildResult) -> None:
    assert shown(site, "exempt") == [("Checks 0 / 1", ["☐ Tiles"])]
    assert shown(site, "two")[-1][1] == ["☐ Tiles", "⊘ Solar (not applicable: no sun)"]


def test_a_view_says_that_it_is_empty(site: BuildResult) -> None:
    assert "No check is selected." in site.html("md-nothing").find(class_="leanspec-view").get_text()
    assert "No check is open." in site.html("md-all-open").find(class_="leanspec-view").get_text()


def test_what_a_limit_leaves_out_is_counted(site: BuildResult) -> None:
    assert site.html("md-limit").find(class_="leanspec-more").get_text() == "3 more"


def test_the_pages_of_specs_hold_no_anchor_twice(site: BuildResult) -> None:
    ids = [tag["id"] for tag in site.html("md-two").find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_more_than_five_hundred_checks_are_a_line_for_each_spec(build: Build) -> None:
    boxes = "".join(f"- [{'x' if number % 2 else ' '}] Box {number}\n" for number in range(260))
    files = {
        "specs/001-one/README.md": spec("One", body=boxes),
        "specs/002-two/README.md": spec("Two", body=boxes),
        "index.md": "# Home\n\n```{spec-checklist}\n```\n\n```{spec-checklist}\n:show: done\n```\n",
    }
    conf = {"html_theme": "alabaster", "leanspec_check_needs": False}
    many, few = (
        build(files, "-n", conf=conf, fatal_warnings=True).html("index").find_all(class_="leanspec-view")
    )
    assert "520 checks" in many.get_text()
    rows = [" ".join(row.get_text(" ").split()) for row in many.find("table").tbody.find_all("tr")]
    assert rows == ["001 One 130 / 260", "002 Two 130 / 260"]
    assert [link["href"] for link in many.table.find_all("a")] == ["specs/001-one.html", "specs/002-two.html"]
    assert len(few.find_all("tr")) == 262


def test_emoji_by_name_are_the_same_in_headings_views_and_needs(build: Build) -> None:
    arguments = ("{spec-table}", "{spec-checklist} 1", "{spec-excerpt} 1\n:section: :gear: Plan")
    views = "\n".join(f"```{view}\n```\n" for view in arguments)
    text = spec("`:x:` :rocket: Off", body="## :gear: Plan\n\n- [ ] Fuel :fuelpump: `:tada:`\n")
    files = {"index.md": f"# Home\n\n{views}", "specs/001-a/README.md": text}
    result = build(files, conf={"needs_build_json": True})
    page, home = (result.html(name).article.get_text() for name in ("specs/001-a", "index"))
    told = {(need["title"], need["section"]) for need in result.needs().values()}
    assert told == {("001 :x: 🚀 Off", None), ("Fuel ⛽ :tada:", "⚙️ Plan")}
    for shown in (":x: 🚀 Off", "⚙️ Plan", "Fuel ⛽ :tada:"):
        assert shown in page
        assert shown in home
    assert not any(name in page + home for name in (":rocket:", ":gear:", ":fuelpump:"))
