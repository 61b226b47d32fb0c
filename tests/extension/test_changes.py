"""``spec-changes``: its options, its limits, and what it comes out as in every builder."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import Build, BuildResult, write_files
from gitting import Repository, spec_text

VIEWS = {
    "all": "",
    "limit": ":limit: 2\n",
    "none": ":limit: 0\n",
    "since": ":since: 2026-01-05\n",
    "kinds": ":kinds: finished, renamed\n",
    "specs": ":specs: 2, 4\n",
    "status": ":status: complete\n",
    "filter": ":filter: id == 'SPEC_003'\n",
    "nothing": ":since: 2030-01-01\n",
}
LINES = [
    "6 Jan 2026 Removed 009-gone",
    "Edited ● 002 ◔ 003",
    "5 Jan 2026 Finished 002 Two",
    "Reopened 001 甲 ● Complete → ◑ In progress",
    "4 Jan 2026 Renamed ◔ 004 (was 008-old)",
    "Edited ◔ 003",
    "3 Jan 2026 Finished 001 甲",
    "Archived 005 Five",
    "2 Jan 2026 Started 001 甲",
    "1 Jan 2026 Created 001 甲 ◔ Planned",
    "002 Two ◔ Planned",
    "003 Three ◔ Planned",
    "004 Four ◔ Planned",
    "005 Five ◔ Planned",
]
SHOWN = {
    "all": LINES,
    "limit": LINES[:2],
    "none": LINES,
    "since": LINES[:4],
    "kinds": [
        "5 Jan 2026 Finished 002 Two",
        LINES[4],
        LINES[6],
    ],
    "specs": [
        "6 Jan 2026 Edited ● 002",
        "5 Jan 2026 Finished 002 Two",
        LINES[4],
        "1 Jan 2026 Created 002 Two ◔ Planned",
        "004 Four ◔ Planned",
    ],
    "status": [
        "6 Jan 2026 Edited ● 002",
        "5 Jan 2026 Finished 002 Two",
        "1 Jan 2026 Created 002 Two ◔ Planned",
    ],
    "filter": [
        "6 Jan 2026 Edited ◔ 003",
        "4 Jan 2026 Edited ◔ 003",
        "1 Jan 2026 Created 003 Three ◔ Planned",
    ],
    "nothing": [],
}


def path(name: str) -> str:
    return f"specs/{name}/README.md"


def text(title: str, status: str = "planned", body: str = "") -> str:
    return spec_text(status, "created: 2026-01-01", title=title, body=body)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    repository = Repository(tmp_path_factory.mktemp("changes") / "project")
    names = {"001-one": "甲", "002-two": "Two", "003-three": "Three", "008-old": "Four", "005-five": "Five"}
    steps: list[dict[str, str]] = [
        {path(name): text(title) for name, title in names.items()} | {path("009-gone"): text("Gone")},
        {path("001-one"): text("甲", "in-progress")},
        {path("001-one"): text("甲", "complete"), path("005-five"): text("Five", "archived")},
        {path("003-three"): text("Three", body="More.\n")},
        {path("001-one"): text("甲", "in-progress"), path("002-two"): text("Two", "complete")},
        {
            path("003-three"): text("Three", body="Most.\n"),
            path("002-two"): text("Two", "complete", "More.\n"),
        },
    ]
    for day, files in enumerate(steps, 1):
        if day == 4:
            repository.move(path("008-old"), path("004-four"))
        if day == 6:
            (repository.root / path("009-gone")).unlink()
        repository.commit(f"2026-01-{day:02}T10:00:00Z", files)
    toctree = "".join(f"{name}-md\n{name}-rst\n" for name in VIEWS)
    pages = {"index.md": f"# Home\n\n```{{toctree}}\n{toctree}specs/index\n```\n"}
    for name, options in VIEWS.items():
        pages[f"{name}-md.md"] = f"# {name}\n\n```{{spec-changes}}\n{options}```\n"
        indented = "".join(f"   {line}\n" for line in options.splitlines())
        pages[f"{name}-rst.rst"] = f"{name}\n{'=' * len(name)}\n\n.. spec-changes::\n{indented}\n"
    pages["conf.py"] = 'extensions = ["sphinx_leanspec"]\nhtml_theme = "furo"\n'
    write_files(repository.root, pages)
    return repository.root


@pytest.fixture(scope="module")
def built(shared_build: Build, root: Path) -> BuildResult:
    return shared_build(root, fatal_warnings=True)


def lines(result: BuildResult, docname: str) -> list[str]:
    """Each line of a view, the first of a day with the day before it, the first of a change with that."""
    found: list[str] = []
    for day in result.html(docname).select(".leanspec-changes > dt"):
        items = day.find_next_sibling("dd")
        assert items is not None
        before = [day.get_text(strip=True)]
        for paragraph in items.select("li > p"):
            before.append(" ".join(paragraph.get_text(" ").split()).replace("( was", "(was"))
            if paragraph.find("a") or paragraph.find("code"):
                found.append(" ".join(before))
                before = []
    return found


@pytest.mark.parametrize("kind", ["md", "rst"])
@pytest.mark.parametrize("name", VIEWS)
def test_every_option_chooses(built: BuildResult, name: str, kind: str) -> None:
    assert lines(built, f"{name}-{kind}") == SHOWN[name]


def test_what_is_left_out_is_counted(built: BuildResult) -> None:
    assert built.html("limit-md").select_one(".leanspec-more").text == f"{len(LINES) - 2} more"
    assert built.html("nothing-md").select_one(".leanspec-nothing").text == "Nothing has changed."
    assert not built.html("all-md").select(".leanspec-more, .leanspec-nothing, .leanspec-note")


def test_lines_lead_to_specs(built: BuildResult) -> None:
    links = {link["href"] for link in built.html("all-md").select(".leanspec-changes a")}
    names = ("001-one", "002-two", "003-three", "004-four", "005-five")
    assert links == {f"specs/{name}.html" for name in names}


@pytest.mark.parametrize("builder", ["text", "man", "texinfo", "latex", "epub", "singlehtml"])
def test_every_builder_shows_it(build: Build, root: Path, builder: str) -> None:
    names = {
        "text": "all-md.txt",
        "latex": "*.tex",
        "man": "*.1",
        "texinfo": "*.texi",
        "epub": "all-md.xhtml",
    }
    result = build(root, builder=builder)
    assert not [warning for warning in result.warnings if "epub" not in warning.lower()]
    (file,) = result.outdir.glob(names.get(builder, "index.html"))
    page = " ".join(file.read_text("utf-8").split())
    for word in ("6 Jan 2026", "009", "Reopened", "甲", "Started", "was 008", "1 Jan 2026"):
        assert word in page.replace("{-}", "-").replace("\\-", "-"), word


@pytest.mark.parametrize(
    ("option", "problem"), [(":kinds: gone", 'no change is called "gone"'), (":since: soon", "isoformat")]
)
def test_a_wrong_option_is_reported(build: Build, option: str, problem: str) -> None:
    files = {
        "index.md": f"# Home\n\n```{{spec-changes}}\n{option}\n```\n",
        path("001-a"): spec_text("planned", "created: 2026-01-01"),
    }
    (warning,) = build(files, builder="dummy").warnings
    assert problem in warning


def test_many_changes_stay_a_small_page(build: Build, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "many")
    for day in range(1, 4):
        files = {
            path(f"{number:03}-many"): text(f"Many {number}", body=f"{day}\n") for number in range(1, 401)
        }
        repository.commit(f"2026-01-{day:02}T10:00:00Z", files)
    write_files(repository.root, {"index.md": "# Home\n\n```{spec-changes}\n```\n"})
    result = build(repository.root, conf={"leanspec_check_needs": False})
    found = lines(result, "index")
    assert len(found) == 30
    assert found[0].startswith("3 Jan 2026 Edited ◔ 001 ◔ 002")
    assert found[0].endswith("◔ 012 and 388 more")
    assert result.html("index").select_one(".leanspec-more").text == "372 more"
    assert len(result.text("index.html")) < 100_000
