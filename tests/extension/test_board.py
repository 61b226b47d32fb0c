"""The board: columns in the order of a spec's life, what blocks a spec, what there is no room for."""

from __future__ import annotations

import re

import pytest
from building import Build, BuildResult
from samples import HOUSE, spec
from viewing import pages, said, view

MORE = {
    "specs/005-attic/README.md": spec(
        "Attic", "priority: critical", "depends_on: [2, 3]", "assignee: Ada", body="- [ ] Sweep\n"
    ),
    "specs/006-藏书/README.md": spec("所有规格说明", "tags: [木]", status="archived"),
    "specs/007-none/README.md": "# Without anything\n",
    "specs/008-other/README.md": spec("Of its own kind", "depends_on: [3]", status="on-hold"),
    "specs/009-many/README.md": spec("Waits", "depends_on: [2, 3, 4, 5, 8]", status="in-progress"),
}
VIEWS = {
    "status": ("", {}),
    "priority": ("", {"by": "priority"}),
    "assignee": ("", {"by": "assignee"}),
    "tag": ("", {"by": "tag"}),
    "parent": ("", {"by": "parent"}),
    "limit": ("", {"limit": "1"}),
    "limit-parent": ("", {"limit": "1", "by": "parent"}),
    "limit-tag": ("", {"limit": "1", "by": "tag"}),
    "empty": ("1, 3", {"empty": ""}),
    "sorted": ("1, 3, 5", {"by": "parent", "sort": "-title"}),
    "nothing": ("", {"tag": "no such tag"}),
    "nothing-empty": ("", {"tag": "no such tag", "empty": ""}),
}
CONF = {
    "html_theme": "alabaster",
    "suppress_warnings": ["leanspec.status", "leanspec.frontmatter", "epub.unknown_project_files"],
    "version": "1",
    "copyright": "us",
}


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    files = {**HOUSE, **MORE, **pages("spec-board", VIEWS)}
    return shared_build(files, "-n", conf=CONF, fatal_warnings=True)


def columns(result: BuildResult, name: str) -> list[tuple[str, list[str]]]:
    """Each column of a board: its head and its cards."""
    return [
        (said(column.select_one(".rubric")), [said(card) for card in column.select("ul.leanspec-cards > li")])
        for column in view(result, f"md-{name}").select(".leanspec-board > section")
    ]


@pytest.mark.parametrize("name", VIEWS)
def test_myst_and_rst_give_the_same(site: BuildResult, name: str) -> None:
    one, two = (site.html(f"{kind}-{name}").find(class_="leanspec-view") for kind in ("md", "rst"))
    assert str(one) == str(two)


def test_columns_follow_a_specs_life(site: BuildResult) -> None:
    assert columns(site, "status") == [
        ("○ Draft 1", ["004 House since 1 Jan 2026"]),
        (
            "◔ Planned 2",
            [
                "005 Attic 0 / 1 Critical · since 1 Jan 2026 Blocked by ◑ 002 ◔ 003",
                "003 Roof 0 / 1 since 1 Jan 2026 Blocked by ◑ 002",
            ],
        ),
        ("◑ In progress 2", ["002 Walls 1 / 2 Low stone", "009 Waits Blocked by ◑ 002 ◔ 003 ○ 004 2 more"]),
        ("● Complete 1", ["001 Ground 2 / 4 High · since 4 Mar 2026 stone · earth"]),
        ("▣ Archived 1", ["006 所有规格说明 木"]),
        ("· On hold 1", ["008 Of its own kind"]),
        ("· No status 1", ["007 Without anything"]),
    ]


def test_archived_specs_are_folded(site: BuildResult) -> None:
    folds = view(site, "md-status").select("details")
    assert [said(fold.select_one("summary")) for fold in folds] == ["1 archived spec"]
    assert folds[0].find_parent("section")["aria-label"] == "Archived"
    assert folds[0].select("li")
    assert not view(site, "md-tag").select("details")


def test_a_column_has_a_name_and_a_card_leads_to_its_spec(site: BuildResult) -> None:
    board = view(site, "md-status")
    assert [column["aria-label"] for column in board.select("section")][:3] == [
        "Draft",
        "Planned",
        "In progress",
    ]
    card = board.select("section")[1].select_one("li")
    assert card is not None
    links = [link["href"] for link in card.select("a")]
    assert links == [f"specs/{key}.html" for key in ("005-attic", "002-walls", "003-roof")]
    assert board.select_one("progress")["aria-label"] == "005 Attic: 0 of 1 done"  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "heads"),
    [
        ("priority", ["Critical 1", "High 1", "Low 1", "No priority 6"]),
        ("assignee", ["Ada 2", "No assignee 7"]),
        ("tag", ["stone 2", "earth 1", "木 1", "No tag 6"]),
        ("parent", ["004 House 2", "No umbrella 7"]),
        (
            "empty",
            ["○ Draft 0", "◔ Planned 1", "◑ In progress 0", "● Complete 1", "▣ Archived 0"],
        ),
        ("nothing-empty", [f"{head} 0" for head in ("○ Draft", "◔ Planned", "◑ In progress")]),
    ],
)
def test_columns_can_be_those_of_something_else(site: BuildResult, name: str, heads: list[str]) -> None:
    assert [head for head, _ in columns(site, name)][: len(heads)] == heads


def test_where_columns_say_no_status_cards_do(site: BuildResult) -> None:
    (_, critical), (_, high), *_ = columns(site, "priority")
    assert critical == ["005 Attic 0 / 1 ◔ Planned · since 1 Jan 2026 Blocked by ◑ 002 ◔ 003"]
    assert high == ["001 Ground 2 / 4 ● Complete · since 4 Mar 2026 stone · earth"]
    (_, stone), *_ = columns(site, "tag")
    assert stone == [
        "002 Walls 1 / 2 ◑ In progress · Low",
        "001 Ground 2 / 4 ● Complete · High · since 4 Mar 2026",
    ]


def test_an_umbrella_over_a_column_is_a_link(site: BuildResult) -> None:
    head = view(site, "md-parent").select_one(".rubric a")
    assert head is not None
    assert head["href"] == "specs/004-house.html"


def test_cards_can_be_ordered(site: BuildResult) -> None:
    found = [[card[:3] for card in cards] for _, cards in columns(site, "sorted")]
    assert found == [["003"], ["001", "005"]]


def test_what_a_column_has_no_room_for_is_counted_and_linked(site: BuildResult) -> None:
    index = site.html("specs/index")
    found = [
        (link.get_text(), str(link["href"])) for link in view(site, "md-limit").select(".leanspec-more a")
    ]
    assert found == [
        ("1 more", "specs/index.html#status-planned"),
        ("1 more", "specs/index.html#status-in-progress"),
    ]
    assert all(index.find(id=href.partition("#")[2]) for _, href in found)
    assert [link["href"] for link in view(site, "md-limit-parent").select(".leanspec-more a")] == [
        "specs/004-house.html",
        "specs/index.html",
    ]
    assert {link["href"] for link in view(site, "md-limit-tag").select(".leanspec-more a")} == {
        "specs/index.html"
    }
    assert [head for head, _ in columns(site, "limit")][1] == "◔ Planned 2"


def test_a_page_of_all_specs_without_places_is_linked_as_a_whole(build: Build) -> None:
    files = {
        **HOUSE,
        "index.md": "# Home\n\n```{toctree}\nspecs/index\n```\n\n```{spec-board}\n:limit: 1\n```\n",
        "specs/index.md": "# Specs\n\n```{spec-table}\n```\n",
        "specs/005-shed/README.md": spec("Shed"),
    }
    result = build(files, conf={"html_theme": "alabaster"})
    more = result.html("index").select_one(".leanspec-more a")
    assert more is not None
    assert more["href"] == "specs/index.html"


def test_a_board_says_that_nothing_is_selected(site: BuildResult) -> None:
    assert said(view(site, "md-nothing")) == "No spec is selected."


def test_more_columns_than_a_page_should_hold_are_counted(build: Build) -> None:
    files = {"index.md": "# Home\n\n```{spec-board}\n:by: tag\n```\n"}
    for at in range(15):
        files[f"specs/{at + 1:03}-s/README.md"] = spec("S", f"tags: [tag-{at}]")
    result = build(files, conf={"html_theme": "alabaster"}, fatal_warnings=True)
    found = result.html("index")
    assert len(found.select(".leanspec-board > section")) == 12
    assert [link.get_text() for link in found.select(".leanspec-more a")] == ["3 more columns"]


LISTS = {
    "text": (
        "md-status.txt",
        r"-\[ ◔ Planned 2 \]-\s+\* 005 Attic · 0 / 1 · Critical · since 1 Jan 2026 · Blocked by ◑ 002",
    ),
    # the writer of Sphinx 8.0 leaves our signs out of links
    "man": (
        "*.1",
        r"◔ Planned 2[^*]*005 Attic · 0 / 1 · Critical · since 1 Jan 2026 · Blocked by (◑ )?002 (◔ )?003",
    ),
    "latex": (
        "*.tex",
        r"subsubsection\*\{\\leanspecstatus\{planned\}\{Planned\}[\s\S]{0,99}\\begin\{itemize\}",
    ),
    "epub": ("md-status.xhtml", r"<section[^>]*aria-label=\"Planned\"[\s\S]{0,400}<ul"),
}


@pytest.mark.parametrize("builder", LISTS)
def test_elsewhere_a_column_is_a_list(shared_build: Build, site: BuildResult, builder: str) -> None:
    result = shared_build(site.srcdir, builder=builder, fatal_warnings=True)
    name, pattern = LISTS[builder]
    text = "\n".join(path.read_text("utf-8") for path in result.outdir.glob(name))
    plain = re.sub(r"\\f[A-Z]|\\%", "", text).replace("\\ ", " ")  # what is roff in a page of man
    assert re.search(pattern, plain), plain[:3000]


def test_views_of_four_hundred_specs_stay_small(build: Build) -> None:
    states = ("complete", "complete", "planned", "in-progress", "archived")
    title = "A title of a length that titles of specs have in real projects"
    boxes = "- [x] One\n- [ ] Two\n"
    files = {
        f"specs/{at:03}-a-name-as-long-as-they-are/README.md": spec(
            title,
            f"tags: [t{at % 40}]",
            f"depends_on: [{', '.join(str(other) for other in range(max(1, at - 9), at))}]",
            *([f"parent: {at // 20 * 20 or 1:03}"] if at % 20 else []),
            status=states[at % 5],
            body=boxes,
        )
        for at in range(1, 401)
    }
    views = {
        "board": "```{spec-board}\n```\n\n```{spec-board}\n:by: tag\n```\n",
        "progress": "```{spec-progress}\n:by: parent\n:depth: 3\n:limit: 0\n```\n\n"
        "```{spec-progress}\n:limit: 0\n```\n",
        "tree": "```{spec-tree}\n:orphans:\n:limit: 0\n```\n",
    }
    files |= {f"{name}.md": f"# {name}\n\n{text}" for name, text in views.items()}
    files["index.md"] = "# Home\n\n```{toctree}\n" + "\n".join(views) + "\n```\n"
    conf = {"html_theme": "alabaster", "leanspec_check_needs": False, "needs_build_json": False}
    result = build(files, conf=conf)
    for name in views:
        assert len(result.text(f"{name}.html").encode()) < 1_000_000, name
    assert len(result.html("board").select(".leanspec-cards > li")) == 12 * 4 + 12 * 10
    assert len(result.html("tree").select(".leanspec-tree .leanspec-bar")) == 399
