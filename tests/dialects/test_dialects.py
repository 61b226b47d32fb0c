"""Two dialects that nobody has but these tests, installed as those of other packages are."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from building import Build, BuildResult, write_files
from commands import run

from sphinx_leanspec.commands.check import check
from sphinx_leanspec.commands.check_request import CheckRequest
from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.options import Options
from sphinx_leanspec.reading import NoSpecsError, SpecLayout, dialects
from sphinx_leanspec.reading.cache import SpecCache
from sphinx_leanspec.report import listing

LAYOUT = SpecLayout(dialects=("leanspec", "boards", "bundles"))
LEANSPEC = "---\nstatus: planned\ncreated: 2026-01-01\npriority: low\n---\n\n# Cards\n\n- [ ] Begin\n"
TASKS = [
    {"id": 42, "title": "Shelf", "status": "done", "notes": "See **oak**.\n\n- [x] no box of ours"},
    {"id": "2.1", "title": "Door", "status": "todo", "needs": [42], "notes": "Plain."},
]
BUNDLE = {
    "brief.md": "# Cards of all\n\nWhy: [how](tasks.md).\n",
    "state.md": "in-progress\n",
    "tasks.md": "## Work\n\n- [x] Cut\n- [ ] Glue\n\n```\n- [ ] Counted by its tool\n```\n",
}


def project(tasks: object = TASKS, bundle: Mapping[str, str] = BUNDLE) -> dict[str, str]:
    return {
        "specs/042-cards/README.md": LEANSPEC,
        "board.json": json.dumps({"tasks": tasks}, indent=1),
        **{f"bundles/042-cards/{name}": text for name, text in bundle.items()},
    }


ENTRIES = {"boards": "boards:Boards", "bundles": "bundles:Bundles"}


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install both as a package would be: a folder of metadata that names them."""
    folder = tmp_path / "site" / "dialects_of_tests-1.dist-info"
    entries = "".join(f"{name} = {at}\n" for name, at in ENTRIES.items())
    write_files(
        folder,
        {
            "METADATA": "Metadata-Version: 2.1\nName: dialects-of-tests\nVersion: 1\n",
            "entry_points.txt": f"[sphinx_leanspec.dialects]\n{entries}",
        },
    )
    for path in (folder.parent, Path(__file__).parent):
        monkeypatch.syspath_prepend(str(path))
    return folder.parent


@pytest.fixture
def root(tmp_path: Path, installed: Path) -> Path:
    write_files(tmp_path / "repo", project())
    return tmp_path / "repo"


def specs(corpus: Corpus) -> dict[str, tuple[str, str, str | None, str]]:
    return {
        key: (spec.need_id, spec.title, spec.status, str(spec.progress)) for key, spec in corpus.specs.items()
    }


def test_all_are_read_and_nothing_collides(root: Path) -> None:
    assert specs(corpus := load(root, LAYOUT)) == {
        "042-cards": ("SPEC_042", "Cards", "planned", "0 / 1"),
        "boards/42": ("BOARDS_042", "Shelf", "complete", "0 / 0"),
        "boards/2.1": ("BOARDS_2_1", "Door", "planned", "0 / 0"),
        "bundles/042-cards": ("BUNDLES_042", "Cards of all", "in-progress", "1 / 3"),
    }
    assert corpus.depends_on["boards/2.1"] == ("boards/42",)
    assert load(root).specs.keys() == {"042-cards"}


@pytest.mark.parametrize(
    ("name", "target", "candidates"),
    [
        ("2.1", "boards/2.1", 0),
        ("bundles/042-cards", "bundles/042-cards", 0),
        ("BUNDLES_042", "bundles/042-cards", 0),
        ("042", None, 3),
        ("boards/042", "boards/42", 0),
        ("boards/042-cards", None, 1),
        ("042-cards", "042-cards", 0),
    ],
)
def test_short_names_resolve_where_one_spec_has_them(
    root: Path, name: str, target: str | None, candidates: int
) -> None:
    found = load(root, LAYOUT).resolve(name)
    assert (found.target, len(found.candidates)) == (target, candidates)


def test_a_dialect_that_nobody_has_is_a_finding(root: Path) -> None:
    (found,) = load(root, SpecLayout(dialects=("leanspec", "scrolls"))).findings
    assert (found.code, found.message) == ("config", "there is no dialect `scrolls`; it was left out")


@pytest.mark.parametrize(
    ("files", "asked", "said"),
    [
        ({}, (), "`specs/001-name/` with a README.md (looked in specs, "),
        ({}, (), "; of other tools there is no `openspec`, `.kiro/specs`"),
        ({}, ("leanspec", "kiro"), "; of other tools there is no `.kiro/specs`"),
        ({}, ("kiro",), "; looked for those of `kiro`"),
        ({"openspec/specs/a.md": "# A\n"}, (), "; looked in `openspec` for those of `openspec`"),
    ],
)
def test_where_nothing_is_found_it_is_said_where_that_was_looked_for(
    tmp_path: Path, files: dict[str, str], asked: tuple[str, ...], said: str
) -> None:
    write_files(tmp_path, {".git/HEAD": "ref: refs/heads/main\n", "README.md": "# None\n", **files})
    with pytest.raises(NoSpecsError, match=re.escape(said)):
        load(tmp_path, SpecLayout(dialects=asked))


def test_what_is_kept_is_what_was_read(root: Path, tmp_path: Path) -> None:
    cache = SpecCache(tmp_path / "cache")
    first = load(root, LAYOUT, library=cache)
    cache.save()
    later = SpecCache(tmp_path / "cache")
    assert load(root, LAYOUT, library=later).specs == first.specs
    assert later.texts == cache.texts
    write_files(root, {"bundles/042-cards/state.md": "complete\n"})
    changed = load(root, LAYOUT, library=SpecCache(tmp_path / "cache"))
    assert changed.specs["bundles/042-cards"].status == "complete"


def test_check_and_list_know_them(root: Path) -> None:
    write_files(root, {"bundles/042-cards/brief.md": "# Cards of all\n\n[lost](nowhere.md)\n"})
    outcome = check(CheckRequest(root, Options(dialects=[*LAYOUT.dialects])))
    found = {(entry.finding.path, entry.finding.line, entry.finding.code) for entry in outcome.entries}
    assert found == {("bundles/042-cards/brief.md", 3, "link")}
    write_files(
        root, {"board.json": json.dumps({"tasks": [{"id": 1, "title": "One", "status": "?"}]}, indent=1)}
    )
    outcome = check(CheckRequest(root, Options(dialects=["boards"])))
    assert [(entry.finding.line, entry.finding.code) for entry in outcome.entries] == [(5, "status")]
    listed = json.loads(listing.as_json(load(root, LAYOUT), []))["specs"]
    assert {one["id"]: one["checks"]["total"] for one in listed if one["need_id"] == "BUNDLES_042"} == {
        "042-cards": 3
    }


def conf(installed: Path) -> str:
    folders = [str(installed), str(Path(__file__).parent)]
    return (
        f"import sys\nsys.path[:0] = {folders!r}\n"
        'extensions = ["sphinx_leanspec"]\nneeds_build_json = True\n'
        f"leanspec_dialects = {list(LAYOUT.dialects)!r}\n"
    )


def site(build: Build, tmp_path: Path, installed: Path, files: Mapping[str, str]) -> BuildResult:
    write_files(tmp_path, {"conf.py": conf(installed), "index.md": "# Site\n\n{spec}`2.1`\n", **files})
    return build(tmp_path)


def pages(result: BuildResult) -> dict[str, str]:
    folder = result.outdir
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.html")}


def test_pages_and_needs(build: Build, tmp_path: Path, installed: Path) -> None:
    result = site(build, tmp_path / "src", installed, project())
    assert result.warnings == []
    page = result.html("specs/bundles/042-cards")
    assert [one.get_text(strip=True)[:12] for one in page.select("h1, h2")] == [
        "Cards of all",
        "Work",
    ] or page
    assert len(page.select(".leanspec-check")) == 3
    (beside,) = page.select(".leanspec-foot .leanspec-check")
    assert "Counted by its tool (tasks.md, line 7)" in beside.get_text()
    assert "- [ ] Counted by its tool" in page.select_one("pre").get_text()
    shelf = result.html("specs/boards/42")
    assert shelf.select_one("strong").get_text() == "oak"
    assert not shelf.select("li.leanspec-check")
    needs = result.needs()
    assert {"SPEC_042", "BOARDS_042", "BOARDS_2_1", "BUNDLES_042"} <= needs.keys()
    assert needs["BOARDS_2_1"]["depends_on"] == ["BOARDS_042"]
    assert (needs["BUNDLES_042"]["done"], needs["BUNDLES_042"]["total"]) in ((1, 3), ("1", "3"))


@pytest.mark.parametrize(
    "edit",
    [
        {"bundles/042-cards/state.md": "complete\n"},
        {"bundles/042-cards/tasks.md": "## Work\n\n- [x] Cut\n- [x] Glue\n"},
        {"board.json": json.dumps({"tasks": [{**TASKS[0], "title": "Rack"}, TASKS[1]]}, indent=1)},
        {"board.json": json.dumps({"tasks": [TASKS[0], {**TASKS[1], "notes": "Other."}]}, indent=1)},
    ],
)
def test_an_edit_leaves_what_a_clean_build_makes(
    build: Build, tmp_path: Path, installed: Path, edit: Mapping[str, str]
) -> None:
    site(build, tmp_path / "src", installed, project())
    again = site(build, tmp_path / "src", installed, {**project(), **edit})
    clean = site(build, tmp_path / "clean", installed, {**project(), **edit})
    assert pages(again) == pages(clean)
    assert (again.warnings, clean.warnings) == ([], [])


def test_build_makes_the_site_of_a_repository_that_has_no_other_specs(
    tmp_path: Path, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(str, (installed, Path(__file__).parent))))
    asked = '[leanspec]\ndialects = ["boards"]\n'
    root = tmp_path / "repo"
    write_files(root, {"board.json": project()["board.json"], "ubproject.toml": asked})
    done = run("build", root, "-W")
    assert (done.returncode, done.stderr) == (0, "")
    assert (root / "_build/html/specs/boards/42.html").is_file()


def test_the_guide_shows_one_of_them_and_names_it_as_it_is_named_here() -> None:
    guide = Path(__file__).parents[2] / "docs" / "guide" / "dialects.md"
    if not guide.is_file():
        pytest.skip("the guide is part of a checkout only")
    asked, named = map(tomllib.loads, re.findall(r"```toml\n(.+?)```", guide.read_text("utf-8"), re.DOTALL))
    assert Options(**asked["leanspec"]).layout.dialects == ("leanspec", "boards")
    (entries,) = named["project"]["entry-points"].items()
    assert entries == (dialects.GROUP, {"boards": ENTRIES["boards"]})
