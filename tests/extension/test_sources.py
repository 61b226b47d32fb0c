"""References to code: roles, excerpts, what became of it, and pages that follow the lock."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import commands
import leaning
import pytest
from building import Build, BuildResult

from sphinx_leanspec.sources.lock_form import NAME

WALLS = "src/lib/walls.py"
PAGES = ("page", "code", "specs/001-walls")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    leaning.write(tmp_path)
    leaning.lock(tmp_path)
    return tmp_path


def change(root: Path, edit: Callable[[str], str]) -> None:
    """Change the code, and tell the lock of it."""
    file = root / WALLS
    file.write_text(edit(file.read_text()))
    leaning.lock(root)


def codes(result: BuildResult) -> list[str]:
    return [line.rpartition("[")[2].rstrip("]") for line in result.warnings if "leanspec.done" not in line]


def text(result: BuildResult, docname: str, selector: str) -> str:
    found = result.html(docname).select_one(selector)
    assert found is not None
    return " ".join(found.get_text().split())


def test_a_reference_is_a_link_to_its_lines(build: Build, root: Path) -> None:
    result = build(root)
    assert codes(result) == []
    links = {
        link.get_text(): link["href"] for link in result.html("page").select('a[href^="https://example.org"]')
    }
    assert links["Wall.build"] == "https://example.org/lib/walls.py#L14-L21"
    assert links["static"] == "https://example.org/lib/walls.py#L14-L21"
    assert links["paint"] == "https://example.org/lib/walls.py#L24-L25"
    assert links["walls.py:3"] == "https://example.org/lib/walls.py#L3-L3"


def test_code_is_shown_with_the_lines_of_its_file(build: Build, root: Path) -> None:
    result = build(root)
    block = result.html("page").select_one(".leanspec-source-block")
    assert block is not None
    assert "def build(" in block.get_text()
    assert "Build one" not in block.get_text()
    assert block.select(".linenos")[0].get_text() == "14"
    assert "lib/walls.py:14-17" in block.get_text()


def test_a_build_needs_the_lock_alone(build: Build, root: Path) -> None:
    (root / WALLS).unlink()
    assert codes(build(root)) == []


def test_code_that_changed_is_a_warning_on_every_page_that_leans_on_it(build: Build, root: Path) -> None:
    change(root, lambda code: code.replace("stones * 2", "stones * 3"))
    result = build(root)
    told = [line for line in result.warnings if "leanspec.source" in line]
    assert len(told) == 3
    assert "page.md:7: WARNING: `code:walls.Wall.build` is changed since it was read" in told[0]
    assert "sources accept code:walls.Wall.build" in told[0]
    assert "↷ changed" in result.html("page").get_text()
    assert "1 changed" in text(result, "code", ".leanspec-source-drift .leanspec-total .leanspec-gap")
    need = result.needs()["DOC_PAGE"]
    assert need["leans_on"] == ["code:Wall.build", "code:lib/walls.py#L3", "code:paint"]
    assert (need["drift"], need["drifted"]) == ("2 same, 1 changed", 1)


def test_a_page_that_leans_on_code_that_changed_says_so_where_it_is_listed(build: Build, root: Path) -> None:
    assert "drifted" not in build(root).html("specs/001-walls").get_text()
    change(root, lambda code: code.replace("stones * 2", "stones * 3").replace("def paint", "def print_"))
    result = build(root)
    assert text(result, "specs/001-walls", ".leanspec-relations .leanspec-page") == "Walls ↷ 2 drifted"
    assert text(result, "code", ".leanspec-documents tbody th") == "Walls ↷ 2 drifted"
    assert "Walls ↷ 2 drifted covers" in text(result, "code", ".leanspec-spec-impact")
    taken = commands.run("sources", "accept", "code:walls.Wall.build", "code:Wall.build", cwd=root)
    assert taken.returncode == 0, taken.stderr
    again = build(root)
    clean = build(root, fresh=True)
    assert text(clean, "specs/001-walls", ".leanspec-relations .leanspec-page") == "Walls ↷ 1 drifted"
    assert [again.text(f"{page}.html") for page in PAGES] == [clean.text(f"{page}.html") for page in PAGES]


def test_code_that_moved_is_followed(build: Build, root: Path) -> None:
    page = root / "page.md"
    page.write_text(page.read_text().replace("; see {source}`code:lib/walls.py#L3`", ""))
    leaning.lock(root)
    change(root, lambda code: f"# a new line\n{code}")
    result = build(root)
    assert codes(result) == []
    assert result.html("page").select('a[href="https://example.org/lib/walls.py#L15-L22"]')


def test_what_is_gone_names_what_it_may_have_become(build: Build, root: Path) -> None:
    change(root, lambda code: code.replace("def paint", "def painted"))
    result = build(root)
    told = [line for line in result.warnings if "leanspec.source" in line]
    assert len(told) == 1
    assert "is gone" in told[0]
    assert "painted" in told[0]


UNKNOWN = {
    "{source}`code:walls.Nothing`": f"is not in {NAME}; run `sphinx-leanspec sources lock`",
    "{source}`cord:walls.Wall`": "there is no source `cord`; `leanspec_sources` has `code`",
    "{source}`Wall`": "the reference `Wall` names no source",
    "```{source-code} code:walls.Nothing\n```": f"is not in {NAME}",
}


@pytest.mark.parametrize(("written", "said"), UNKNOWN.items(), ids=UNKNOWN)
def test_what_is_not_known_is_said(build: Build, root: Path, written: str, said: str) -> None:
    (root / "code.md").write_text(f"# Code\n\n{written}\n")
    result = build(root)
    told = [line for line in result.warnings if "leanspec.source" in line]
    assert len(told) == 1
    assert "code.md:3: " in told[0]
    assert said in told[0]


WRONG = {":lines: 90-99": "there are no lines 90-99", ":from: nowhere": "stands in none of its lines"}


@pytest.mark.parametrize(("option", "said"), WRONG.items(), ids=WRONG)
def test_a_part_that_is_not_there_is_said_and_all_is_shown(
    build: Build, root: Path, option: str, said: str
) -> None:
    (root / "page.md").write_text(f"# P\n\n```{{source-code}} code:walls.Wall.build\n{option}\n```\n")
    result = build(root)
    assert [said in line for line in result.warnings if "leanspec.source" in line] == [True]
    assert "return total" in result.html("page").get_text()


def test_a_lock_that_cannot_be_read_is_one_warning(build: Build, root: Path) -> None:
    (root / NAME).write_text("version = 1\nrubbish\n")
    result = build(root)
    assert codes(result) == ["leanspec.source"]


def test_the_index_says_which_page_and_which_spec_lean_on_what(build: Build, root: Path) -> None:
    shown = text(build(root), "code", ".leanspec-source-index")
    assert "lib/walls.py" in shown
    assert "paint · Walls, ◔001" in shown


def test_check_says_what_the_build_says(build: Build, root: Path) -> None:
    change(root, lambda code: code.replace("stones * 2", "stones * 3"))
    built = [line.split("WARNING: ")[1] for line in build(root).warnings if "leanspec.source" in line]
    checked = commands.run("check", "--select", "source", "--format", "json", cwd=root).json()
    said = [f"{one['message']}; {one['fix']} [leanspec.source]" for one in checked["findings"]]
    assert sorted(said) == sorted(built)
    assert len(said) == 3


EDITS: dict[str, Callable[[Path], None]] = {
    "changed": lambda root: change(root, lambda code: code.replace("* 2", "* 3")),
    "moved": lambda root: change(root, lambda code: f"\n\n{code}"),
    "gone": lambda root: change(root, lambda code: code.replace("def paint", "def print_")),
    "no lock": lambda root: (root / NAME).unlink(),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_rebuild_equals_a_clean_build(build: Build, root: Path, edit: Callable[[Path], None]) -> None:
    build(root)
    edit(root)
    result = build(root)
    pages, needs = {name: result.text(f"{name}.html") for name in PAGES}, result.needs()
    clean = build(root, fresh=True)
    assert pages == {name: clean.text(f"{name}.html") for name in PAGES}
    assert needs == clean.needs()


def test_impact_names_who_leans_on_a_file_that_changed(root: Path) -> None:
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "One"]):
        subprocess.run([*git, *arguments], cwd=root, check=True)
    assert "Code" not in commands.run("impact", "--since", "HEAD", cwd=root).text
    (root / WALLS).write_text("def paint(): ...\n")
    told = commands.run("impact", "--since", "HEAD", "--format", "json", cwd=root).json()
    assert told["code"] == [
        {
            "path": WALLS,
            "symbols": ["Wall.build", "lib/walls.py#L3", "paint"],
            "pages": ["page.md"],
            "specs": ["001-walls"],
        }
    ]
    text = commands.run("impact", "--since", "HEAD", cwd=root).text
    assert f"{WALLS}: Wall.build, lib/walls.py#L3, paint, for page.md, 001" in text
    comment = commands.run("impact", "--since", "HEAD", "--format", "comment", cwd=root).text
    assert "1 changed file of code that documents refer to" in comment
    assert commands.run("impact", WALLS, "--format", "json", cwd=root).json()["code"] == told["code"]
    assert commands.run("impact", "lib/gone.py", cwd=root).returncode == 2


def test_impact_names_who_leans_on_code_beside_the_project(tmp_path: Path) -> None:
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    inner = tmp_path / "docs"
    leaning.write(inner)
    (inner / "src").rename(tmp_path / "src")
    toml = inner / "ubproject.toml"
    toml.write_text(toml.read_text().replace('folder = "src"', 'folder = "../src"'))
    subprocess.run([*git, "init", "-q"], cwd=tmp_path, check=True)
    commands.run("sources", "lock", cwd=inner)
    for arguments in (["add", "-A"], ["commit", "-qm", "One"]):
        subprocess.run([*git, *arguments], cwd=tmp_path, check=True)
    (tmp_path / WALLS).write_text("def paint(): ...\n")
    for named in (["--since", "HEAD"], [f"../{WALLS}"]):
        told = commands.run("impact", *named, "--format", "json", cwd=inner).json()
        assert [one["path"] for one in told["code"]] == [f"../{WALLS}"]


def test_a_project_below_the_top_shares_the_lock_there(build: Build, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    inner = tmp_path / "tools" / "api"
    leaning.write(inner)
    toml = inner / "ubproject.toml"
    toml.write_text(toml.read_text().replace('["page.md"]', '["tools/api/page.md"]'))
    done = commands.run("sources", "lock", cwd=inner)
    assert (tmp_path / NAME).is_file(), done.text
    assert codes(build(inner)) == []
    assert "no findings" in commands.run("check", "--select", "source", cwd=inner).text
