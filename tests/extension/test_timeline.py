"""Specs over time on a page: charts and the same as tables, the life of one spec, what git knows of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import Tag
from building import Build, BuildResult, write_files
from gitting import Repository, spec_text
from samples import spec
from viewing import myst, pages, said, view

WALK = "transitions:\n" + "".join(
    f"  - {{status: {status}, at: 2026-{day}T10:00:00Z}}\n"
    for status, day in (("planned", "01-05"), ("in-progress", "01-20"), ("complete", "03-01"))
)
LONG = "transitions:\n" + "".join(
    f"  - {{status: {status}, at: 2026-01-{day:02}}}\n"
    for day, status in enumerate(("draft", "planned", "in-progress", "complete") * 2, 2)
)
FILES = {
    "specs/001-walk/README.md": spec("Walk", WALK.rstrip(), status="complete"),
    "specs/002-窗户/README.md": spec("窗户和门", LONG.rstrip(), status="complete"),
    "specs/003-plain/README.md": spec("Plain"),
    "specs/004-wrong/README.md": spec("Wrong", "completed: 2025-12-01", status="complete"),
    "specs/005-when/README.md": spec("When", status="complete"),
    "specs/006-undated/README.md": "---\nstatus: planned\n---\n\n# Undated\n",
    "specs/007-odd/README.md": spec(
        "Odd", 'transitions:\n  - {status: "<b>", at: 2026-02-02}', status='"<b>"'
    ),
}
VIEWS = {
    "all": ("", {"period": "month"}),
    "parts": ("", {"parts": "durations"}),
    "one": ("1", {}),
    "option": ("", {"spec": "002"}),
    "still": ("3", {}),
    "undated": ("6", {}),
    "two": ("1, 3", {"parts": "periods"}),
    "nothing": ("", {"status": "archived"}),
    "no-dates": ("", {"specs": "6"}),
}
CONF: dict[str, object] = {
    "html_theme": "alabaster",
    "suppress_warnings": [
        "leanspec.dates",
        "leanspec.status",
        "leanspec.created",
        "epub.unknown_project_files",
    ],
}
BOTH = f"# Title\n\n{myst('spec-timeline', period='month')}\n{myst('spec-timeline', '1')}"
MONTHS = [["Jan 2026", "5", "1"], ["Feb 2026", "0", "0"], ["Mar 2026", "0", "1"]]


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    files = {**FILES, **pages("spec-timeline", VIEWS)}
    return shared_build(files, "-n", conf=CONF, fatal_warnings=True)


def rows(table: Tag) -> list[list[str]]:
    return [[said(cell) for cell in row.find_all(["th", "td"])] for row in table.tbody.find_all("tr")]


@pytest.mark.parametrize("name", VIEWS)
def test_myst_and_rst_give_the_same(site: BuildResult, name: str) -> None:
    first, second = (
        re.sub(r"(leanspec-[a-z]+)-(md|rst)-[a-z-]+-\d+", r"\1", str(view(site, f"{kind}-{name}")))
        for kind in ("md", "rst")
    )
    assert first == second


def test_what_was_created_and_completed_is_drawn_and_told(site: BuildResult) -> None:
    figure, *_ = view(site, "md-all").find_all("figure")
    chart = figure.find("svg", role="img")
    assert chart.title.get_text() == "Specs created and completed in each month."
    assert "From Jan 2026 to Mar 2026: 5 created, 2 completed." in chart.desc.get_text()
    assert rows(figure.details.table) == MONTHS
    tips = [group.title.get_text() for group in chart.find_all("g") if group.title]
    assert tips == [f"{name}: {new} created, {done} completed" for name, new, done in MONTHS]
    assert len(chart.find_all(class_="leanspec-bar-created")) == 1
    assert len(chart.find_all(class_="leanspec-bar-completed")) == 2


def test_the_flow_is_drawn_and_told(site: BuildResult) -> None:
    _, figure = view(site, "md-all").find_all("figure")
    heads = [said(head) for head in figure.details.table.thead.find_all("th")]
    assert heads == ["Month", "Not recorded", "· <b>", "◔ Planned", "◑ In progress", "● Complete"]
    assert rows(figure.details.table) == [
        ["Jan 2026", "2", "0", "1", "1", "1"],
        ["Feb 2026", "1", "1", "1", "1", "1"],
        ["Mar 2026", "1", "1", "1", "0", "2"],
    ]
    legend = [
        said(entry) for entry in figure.find(class_="leanspec-legend").find_all("span", recursive=False)
    ]
    assert legend == ["Not recorded 1", "· <b> 1", "◔ Planned 1", "◑ In progress 0", "● Complete 2"]


def test_a_layer_is_hatched_by_a_pattern_of_its_chart(site: BuildResult) -> None:
    page = site.html("md-all")
    used = set(re.findall(r"url\(#([^)]+)\)", str(page)))
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert used
    assert used <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_status_of_a_stranger_is_text_and_nothing_else(site: BuildResult) -> None:
    for name in ("all", "two"):
        assert not view(site, f"md-{name}").find_all("b")


def test_no_chart_has_colours_of_its_own(site: BuildResult) -> None:
    written = str(view(site, "md-all"))
    assert "style=" not in written.replace('<col style="width', "")
    assert not re.findall(r"(?:fill|stroke)=\"#", written)


def test_times_taken_are_defined_and_throughput_is_told(site: BuildResult) -> None:
    found = view(site, "md-parts")
    assert rows(found.table) == [["From first in progress to completed", "2", "22 days", "40 days"]]
    assert "specs were completed per week on average" in said(found)


def test_what_cannot_be_counted_is_named(site: BuildResult) -> None:
    notes = [said(note) for note in view(site, "md-all").find_all(class_="leanspec-note")]
    assert "Without dates, not counted (1): ◔ 006" in notes
    assert "Completed before they were created, not counted (1): ● 004" in notes
    assert "Complete, but without a date of completion (1): ● 005" in notes
    assert said(view(site, "md-no-dates")).startswith("None of these specs has a date.")


def test_without_git_the_page_says_so(site: BuildResult) -> None:
    for name in ("all", "one"):
        assert "without git history" in said(view(site, f"md-{name}"))


def test_the_life_of_one_spec_is_a_strip_and_a_table(site: BuildResult) -> None:
    found = view(site, "md-one")
    assert [link["href"] for link in found.find_all("a")] == ["specs/001-walk.html"]
    assert rows(found.table) == [
        ["Created", "1 Jan 2026", "4.4 days", ""],
        ["◔ Planned", "5 Jan 2026", "15 days", "frontmatter"],
        ["◑ In progress", "20 Jan 2026", "40 days", "frontmatter"],
        ["● Complete", "1 Mar 2026", "", "frontmatter"],
    ]
    chart = found.find("svg", role="img")
    assert chart.title.get_text() == "How long 001 had each status"
    assert chart.desc.get_text() == "Not recorded: 4.4 days, Planned: 15 days, In progress: 40 days"
    widths = [float(part["width"].rstrip("%")) for part in chart.find_all(class_="leanspec-span")]
    assert sum(widths) == pytest.approx(100, abs=0.1)
    assert len(rows(view(site, "md-option").table)) == 9


def test_a_spec_with_no_dates_has_no_life(site: BuildResult) -> None:
    assert "This spec has no date." in said(view(site, "md-undated"))
    assert rows(view(site, "md-still").table) == [["Created", "1 Jan 2026", "", ""]]


def test_several_specs_are_a_selection(site: BuildResult) -> None:
    assert rows(view(site, "md-two").details.table)[0][1] == "2"
    assert said(view(site, "md-nothing")) == "No spec is selected."


def test_a_card_has_the_life_in_a_line(site: BuildResult) -> None:
    card = site.html("specs/001-walk").find(class_="leanspec-card")
    steps = [said(step) for step in card.find_all(class_="leanspec-step")]
    assert steps == ["◔ Planned 5 Jan 2026", "→ ◑ In progress 20 Jan 2026", "→ ● Complete 1 Mar 2026"]
    long = site.html("specs/002-窗户").find(class_="leanspec-card")
    assert [said(step) for step in long.find_all(class_="leanspec-step")] == [
        "○ Draft 2 Jan 2026",
        "→ ◔ Planned 3 Jan 2026",
        "→ 4 more",
        "→ ◑ In progress 8 Jan 2026",
        "→ ● Complete 9 Jan 2026",
    ]
    assert not site.html("specs/003-plain").find(class_="leanspec-step")


def test_a_wrong_option_is_reported_where_it_stands(build: Build) -> None:
    index = (
        "# Home\n\n```{spec-timeline}\n:spec: 99\n```\n\n"
        "```{spec-timeline}\n:parts: colours\n```\n\n```{spec-timeline}\n:period: day\n```\n"
    )
    warnings = "\n".join(build({**FILES, "index.md": index}, builder="text").warnings)
    assert re.search(r"index\.md:3: WARNING: .*`99` names no spec here", warnings)
    assert re.search(r"index\.md(\.rst)?:[78]: .*there is no part \"colours\"", warnings)
    assert re.search(r"index\.md(\.rst)?:1[12]: .*\"day\" unknown", warnings)


@pytest.mark.parametrize("builder", ["text", "man", "texinfo", "latex", "epub"])
def test_every_builder_has_the_numbers(build: Build, builder: str) -> None:
    conf = {
        **CONF,
        "man_pages": [("index", "site", "Site", "us", "1")],
        "latex_engine": "xelatex",
        "version": "1",
        "copyright": "us",
    }
    result = build({**FILES, "index.md": BOTH}, builder=builder, conf=conf, fatal_warnings=True)
    (found,) = (
        file
        for name in ("index.txt", "site.1", "*.texi", "*.tex", "index.xhtml")
        for file in result.outdir.glob(name)
    )
    text = found.read_text("utf-8")
    written = " ".join(re.sub(r"<[^>]+>|\\sphinx\w+", " ", text).replace("\\", " ").split())
    for words in ("Jan 2026", "Mar 2026", "Not recorded", "In progress", "22 days", "20 Jan 2026"):
        assert words in written, words
    for words in ("in each month", "at the end of each month", "Nine of ten", "without git history"):
        assert words in written, words
    assert "<svg" not in text
    assert "leanspec-as-table" not in text


def walked(folder: Path) -> Repository:
    """A repository whose history alone says what became of a spec."""
    repository = Repository(folder)
    conf = 'extensions = ["sphinx_leanspec"]\nhtml_theme = "alabaster"\n'
    for status, day in (("planned", "2026-01-05"), ("in-progress", "2026-02-06"), ("complete", "2026-02-08")):
        files = {"specs/001-a/README.md": spec_text(status, "created: 2026-01-02")}
        repository.commit(f"{day}T10:00:00Z", {**files, "index.md": BOTH, "conf.py": conf})
    return repository


def test_git_tells_the_life_of_a_spec(build: Build, tmp_path: Path) -> None:
    repository = walked(tmp_path / "project")
    result = build(repository.root, fatal_warnings=True)
    over_time, life = result.html("index").find_all(class_="leanspec-view")
    assert rows(over_time.details.table) == [["Jan 2026", "1", "0"], ["Feb 2026", "0", "1"]]
    assert [row[:3] for row in rows(life.table)] == [
        ["Created", "2 Jan 2026", "3.4 days"],
        ["◔ Planned", "5 Jan 2026", "32 days"],
        ["◑ In progress", "6 Feb 2026", "2 days"],
        ["● Complete", "8 Feb 2026", ""],
    ]
    assert all(re.fullmatch("commit [0-9a-f]{7}", row[3]) for row in rows(life.table)[1:])
    assert "git history" not in said(over_time)


def test_a_shallow_clone_says_so_and_draws_no_wrong_dates(build: Build, tmp_path: Path) -> None:
    clone = walked(tmp_path / "project").clone(tmp_path / "clone", "--depth", "1")
    over_time, life = build(clone, fatal_warnings=True).html("index").find_all(class_="leanspec-view")
    assert "shallow clone" in said(over_time)
    assert "shallow clone" in said(life)
    assert rows(over_time.details.table) == [["Jan 2026", "1", "0"]]
    assert "Complete, but without a date of completion (1): ● 001" in said(over_time)


def test_a_page_shows_the_dates_that_specs_have_now(build: Build, tmp_path: Path) -> None:
    index = "# Title\n\n" + myst("spec-timeline", filter="status == 'planned'", parts="periods")
    write_files(tmp_path / "project", {**FILES, "index.md": index})
    assert "Mar 2026" not in said(build(tmp_path / "project", conf=CONF).html("index"))
    text = FILES["specs/003-plain/README.md"]
    later = text.replace("---\n\n#", "transitions:\n  - {status: planned, at: 2026-03-04}\n---\n\n#")
    write_files(tmp_path / "project", {"specs/003-plain/README.md": later})
    assert "Mar 2026" in said(build(tmp_path / "project", conf=CONF).html("index"))
