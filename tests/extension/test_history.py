"""History on pages: only what a commit changes is written again; where there is none, the page says so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from building import Build, BuildResult, builder_in, write_files
from gitting import Repository, spec_text

COUNT = 12
ALWAYS = {"genindex.html", "search.html", "permalink.html", "index.html"}
"""What Sphinx and sphinx-needs write in every build that writes anything."""

CONF = """\
extensions = ["sphinx_leanspec"]
html_theme = "alabaster"
html_baseurl = "https://docs.example.invalid/project/"
project = "Projekt"
leanspec_sidebar = 0  # what stands beside every page has tests of its own
"""
PAGES = {
    "all": "```{spec-changes}\n```\n",
    "one": "```{spec-changes} 5\n```\n",
    "finished": "```{spec-changes}\n:kinds: finished\n```\n",
    "filter": "```{spec-changes}\n:filter: id == 'SPEC_006'\n```\n",
    "table": "```{spec-table}\n:filter: id == 'SPEC_006'\n```\n",
    "prose": "{spec}`5` and {spec}`6`\n",
}


def path(number: int, slug: str = "spec") -> str:
    return f"specs/{number:03}-{slug}/README.md"


def page(number: int, slug: str = "spec") -> str:
    return f"specs/{number:03}-{slug}.html"


def text(number: int, status: str = "planned", *head: str, body: str = "") -> str:
    return spec_text(status, "created: 2025-12-01", *head, title=f"Spec {number}", body=body)


def project() -> dict[str, str]:
    files = {path(number): text(number) for number in range(1, COUNT + 1)}
    toctree = "".join(f"{name}\n" for name in PAGES)
    files |= {f"{name}.md": f"# {name}\n\n{view}" for name, view in PAGES.items()}
    return {**files, "conf.py": CONF, "index.md": f"# Home\n\n```{{toctree}}\n{toctree}```\n"}


@dataclass
class Kept:
    """A repository, its output, and a way to build it."""

    repository: Repository
    build: Build
    last: BuildResult


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("history")
    repository = Repository(folder / "project")
    repository.commit("2026-01-01T10:00:00Z", project())
    build = builder_in(folder)
    return Kept(repository, build, build(repository.root))


def snapshot(outdir: Path) -> dict[str, tuple[int, bytes]]:
    found = [*outdir.rglob("*.html"), *outdir.rglob("*.xml")]
    return {
        file.relative_to(outdir).as_posix(): (file.stat().st_mtime_ns, file.read_bytes()) for file in found
    }


def commit(day: int, files: dict[str, str] | None = None) -> Callable[[Repository], object]:
    return lambda repository: repository.commit(f"2026-01-{day:02}T10:00:00Z", files)


def move(day: int, old: str, new: str) -> Callable[[Repository], object]:
    def change(repository: Repository) -> None:
        repository.move(old, new)
        repository.commit(f"2026-01-{day:02}T10:00:00Z")

    return change


def row(name: str, change: Callable[[Repository], object], *written: str) -> Any:
    return pytest.param(change, set(written), id=name)


FEED = "specs/changes.xml"
ROWS = [
    row("a commit of something else", commit(2, {"other.txt": "Words.\n"})),
    row(
        "an edit that is not committed",
        lambda repository: write_files(repository.root, {path(5): text(5, body="More.\n")}),
        *(page(5), "filter.html"),  # which specs a filter chooses is known only when they are drawn
    ),
    row("its commit", commit(4), page(5), "all.html", "one.html", "filter.html", FEED),
    row(
        "an edit with its commit",
        commit(5, {path(8): text(8, body="More.\n")}),
        *(page(8), "all.html", "filter.html", FEED),
    ),
    row(
        "a status",
        commit(6, {path(3): text(3, "complete")}),
        *(page(3), "specs/index.html"),  # its neighbours say its title, and not its status
        *("all.html", "finished.html", "filter.html", "table.html", FEED),
    ),
    row(
        "a spec the filter chooses",
        commit(7, {path(6): text(6, body="More.\n")}),
        *(page(6), "all.html", "filter.html", FEED),
    ),
    row(
        "a commit on another branch",
        lambda repository: (
            repository.git("checkout", "--quiet", "-b", "side"),
            repository.git("commit", "--quiet", "--allow-empty", "--message", "Words"),
        ),
    ),
    row(
        "renumbered",
        move(9, path(12), path(14)),
        *(page(12), page(14), page(11), "specs/index.html", "all.html", "filter.html", "table.html", FEED),
    ),
    row("the history is gone", lambda repository: shutil.rmtree(repository.root / ".git"), "*"),
]


@pytest.mark.parametrize(("change", "written"), ROWS)
def test_what_a_commit_changes_is_written_again(
    kept: Kept, change: Callable[[Repository], object], written: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(kept.repository.root.parent))
    before = snapshot(kept.last.outdir)
    change(kept.repository)
    kept.last = kept.build(kept.repository.root)
    after = snapshot(kept.last.outdir)
    folder = kept.repository.root.parent / "clean"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    clean = snapshot(builder_in(folder)(kept.repository.root).outdir)
    assert after.keys() == clean.keys()
    assert [name for name in after if after[name][1] != clean[name][1]] == []
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} - ALWAYS
    assert written in (changed, {"*"})


def updated(result: BuildResult, docname: str) -> tuple[str, str]:
    """What a card says of the last change: the date, and what is known of it besides."""
    (row,) = [found for found in result.html(docname).select(".leanspec-card dt") if "Updated" in found.text]
    value = row.find_next_sibling("dd")
    assert value is not None
    hint = value.select_one("abbr")
    return value.get_text(strip=True), str(hint["title"]) if hint else ""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    found = Repository(tmp_path / "project")
    found.commit("2026-01-01T10:00:00Z", {"index.md": "# Home\n\n```{spec-changes}\n```\n", path(1): text(1)})
    return found


def test_a_card_says_when_its_spec_was_changed(build: Build, repository: Repository) -> None:
    head = "updated: 2026-01-03"
    second = repository.commit(
        "2026-01-05T23:30:00-02:00", {path(2): text(2), path(3): text(3, "draft", head)}
    )
    write_files(repository.root, {path(4): text(4), path(5): text(5, "draft", head)})
    result = build(repository.root, fatal_warnings=True)
    hint = f"last commit {second[:10]}, 6 Jan 2026"
    assert updated(result, "specs/002-spec") == ("6 Jan 2026", hint)
    assert updated(result, "specs/003-spec") == ("3 Jan 2026", hint)
    assert updated(result, "specs/005-spec") == ("3 Jan 2026", "")
    assert "Updated" not in result.html("specs/004-spec").text


def view(result: BuildResult) -> str:
    found = result.html("index").select_one(".leanspec-spec-changes")
    assert found is not None
    return " ".join(found.get_text(" ").split())


SAID = "1 Dec 2025 Created 001 Spec 1"


def test_files_without_repository(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    write_files(tmp_path / "plain", {"index.md": "# Home\n\n```{spec-changes}\n```\n", path(1): text(1)})
    found = view(build(tmp_path / "plain", fatal_warnings=True))
    assert found.startswith("This was built from files without git history")
    assert SAID in found


def test_a_shallow_clone(build: Build, repository: Repository, tmp_path: Path) -> None:
    repository.commit("2026-01-02T10:00:00Z", {path(1): text(1, "complete")})
    clone = repository.clone(tmp_path / "shallow", "--depth", "1")
    result = build(clone, fatal_warnings=True)
    assert view(result).startswith("This was built from a shallow clone")
    assert SAID in view(result)
    assert "2 Jan 2026" not in view(result)
    assert "Updated" not in result.html("specs/001-spec").text


def test_no_git(
    build: Build, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = build(repository.root, fatal_warnings=True)
    assert view(result).startswith("Git was not available where this was built")
    assert "sphinx-leanspec has no git history (no-git)" in result.stdout
    assert SAID in view(result)


def test_no_commit(build: Build, tmp_path: Path) -> None:
    unborn = Repository(tmp_path / "unborn")
    write_files(unborn.root, {"index.md": "# Home\n\n```{spec-changes}\n```\n", path(1): text(1)})
    assert view(build(unborn.root)).startswith("There is no commit yet")


def test_the_history_is_kept_for_as_long_as_it_holds(
    build: Build, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(repository.root)
    trace = repository.root.parent / "trace"
    commands = repository.root.parent / "bin"
    git = shutil.which("git")
    write_files(commands, {"git": f'#!/bin/sh\necho "$*" >> {trace}\nexec {git} "$@"\n'})
    (commands / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{commands}{os.pathsep}{os.environ['PATH']}")
    build(repository.root)
    assert "rev-parse" in trace.read_text()
    assert " log " not in trace.read_text().replace(" log -1 ", "")  # needs.json asks for the commit itself
    repository.commit("2026-01-07T10:00:00Z", {path(1): text(1, body="More.\n")})
    build(repository.root)
    assert trace.read_text().replace(" log -1 ", "").count(" log ") == 1


def test_several_processes_write_the_same(build: Build, repository: Repository) -> None:
    repository.commit("2026-01-02T10:00:00Z", {path(number): text(number) for number in range(2, 20)})
    ours, theirs = (
        {file.name: file.read_bytes() for file in result.outdir.rglob("*.html")}
        for result in (build(repository.root, jobs=jobs, fresh=True) for jobs in (1, 2))
    )
    assert ours == theirs
