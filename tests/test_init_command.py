"""`sphinx-leanspec init`: what it writes works at once, and what is there is never touched."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest
import yaml
from building import Build, write_files
from ci import needs_bash, run, scripts, validate
from gitting import Repository
from samples import HOUSE, spec

from sphinx_leanspec.cli import main

ALL = [
    ".github/workflows/specs.yml",
    ".readthedocs.yaml",
    "docs/.gitignore",
    "docs/conf.py",
    "docs/index.md",
    "docs/requirements.txt",
    "docs/specs/dashboard.md",
    "docs/specs/graph.md",
]
BROKEN = {"specs/001-a/README.md": spec("A", "depends_on: [009-gone]", body="[B](../008-none/README.md)\n")}
SOUND = {"specs/001-a/README.md": spec("A", body="- [ ] One\n")}


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(root).parts[:1]
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A git repository with nothing in it."""
    return Repository(tmp_path / "repository").root


def init(root: Path, *options: str) -> int:
    return main(["init", str(root), *options])


def test_what_it_writes_builds_without_a_warning(root: Path, build: Build) -> None:
    write_files(root, {**HOUSE, "README.md": "# The [House] of $pecs \\<i> & Co\n"})
    assert init(root) == 0
    assert sorted(set(files(root)) - {*HOUSE, "README.md"}) == ALL
    result = build(root / "docs", fatal_warnings=True)
    assert result.warnings == []
    page = result.html("index")
    assert page.select_one("h1").get_text().startswith("The [House] of $pecs <i> & Co")
    assert page.select_one(".sidebar-brand-text").get_text() == "The [House] of $pecs <i> & Co"
    assert {"specs/002-walls.html", "specs/index.html"} <= {link["href"] for link in page.select("a[href]")}


def test_a_second_time_nothing_is_missing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(root, SOUND)
    assert init(root) == 0
    before = files(root)
    capsys.readouterr()
    assert init(root) == 0
    assert files(root) == before
    said = capsys.readouterr().out
    assert "written" not in said
    assert "Nothing was missing." in said


@pytest.mark.parametrize("name", [*ALL, "docs/index.rst", "readthedocs.yml"])
def test_what_is_there_is_left_and_named(name: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(root, {**SOUND, name: "# mine\n"})
    assert init(root) == 0
    assert files(root)[name] == b"# mine\n"
    said = capsys.readouterr().out
    if name != "docs/conf.py":  # which is a site of its own
        assert re.search(rf"^kept +{re.escape(name)} ", said, re.MULTILINE)
        assert "--show` shows what would have been written" in said
        stands_for = {"docs/index.rst": "docs/index.md", "readthedocs.yml": ".readthedocs.yaml"}
        assert stands_for.get(name) not in files(root)


def test_a_link_that_leads_nowhere_is_there_too(root: Path) -> None:
    write_files(root, SOUND)
    (root / "docs").mkdir()
    try:
        (root / "docs" / "index.md").symlink_to(root / "elsewhere.md")
    except OSError:
        pytest.skip("this user may not make symbolic links")
    assert init(root) == 0
    assert not (root / "elsewhere.md").exists()


def test_show_writes_nothing_and_shows_all(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(root, {**BROKEN, "docs/index.md": "# Mine\n"})
    before = files(root)
    for option in ("--show", "--dry-run", "-n"):
        assert init(root, option) == 0
        said = capsys.readouterr().out
        assert re.findall(r"^--- (\S+):", said, re.MULTILINE) == [
            *("docs/conf.py", "docs/index.md", "docs/specs/dashboard.md", "docs/specs/graph.md"),
            *("docs/requirements.txt", "docs/.gitignore"),
            *(".readthedocs.yaml", ".github/workflows/specs.yml", "leanspec-baseline.json"),
        ]
        assert "docs/index.md: its first page; would be kept\n# repository\n" in said
        assert '    "sphinx_leanspec",\n' in said
    assert files(root) == before


def test_a_site_of_its_own_is_told_what_to_add(
    root: Path, capsys: pytest.CaptureFixture[str], build: Build
) -> None:
    conf = 'project = "Mine"\nextensions = []\n'
    mine = {"docs/conf.py": conf, "docs/index.rst": "Mine\n====\n", "pyproject.toml": "[project]\n"}
    write_files(root, {**mine, "plans/001-a/README.md": SOUND["specs/001-a/README.md"]})
    assert init(root, "--specs", "plans") == 0
    written = files(root)
    assert {name: written[name].decode() for name in mine} == mine
    assert set(written) - set(mine) == {"plans/001-a/README.md", ".github/workflows/specs.yml"}
    assert b"sphinx-build" not in written[".github/workflows/specs.yml"]
    said = capsys.readouterr().out
    assert 'docs = ["sphinx-leanspec ' in said
    lines = re.search(r"Add to docs/conf.py:\n\n((?:    .*\n)+)", said)
    assert lines
    (root / "docs" / "conf.py").write_text(conf + re.sub(r"^ +", "", lines[1], flags=re.MULTILINE))
    result = build(root / "docs", fatal_warnings=True)
    assert (result.outdir / "specs" / "001-a.html").is_file()


def test_a_site_that_names_the_extension_needs_nothing(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    conf = 'extensions = [\n    "sphinx_leanspec",\n]\n'
    write_files(root, {**SOUND, "docs/conf.py": conf, "docs/requirements.txt": "sphinx_leanspec\n"})
    assert init(root) == 0
    assert "Add to" not in capsys.readouterr().out


def test_without_specs_it_says_so_and_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert init(root) == 2
    assert "`sphinx-leanspec init --first` writes a first one" in capsys.readouterr().err
    assert files(root) == {}
    assert init(root / "nowhere", "--first") == 2
    assert not (root / "nowhere").exists()


@pytest.mark.parametrize("config", [{}, {".lean-spec/config.json": '{"specsDir": "plans"}'}])
def test_a_first_spec_is_written_when_asked_for(config: dict[str, str], root: Path, build: Build) -> None:
    write_files(root, config)
    assert init(root, "--first") == 0
    folder = "plans" if config else "specs"
    text = files(root)[f"{folder}/001-documentation/README.md"].decode()
    created = re.search(r"^created: (.+)$", text, re.MULTILINE)
    assert created
    assert abs((dt.date.fromisoformat(created[1]) - dt.datetime.now(dt.UTC).date()).days) <= 1
    assert "- [ ]" in text
    assert "- [x]" not in text
    assert main(["check", str(root)]) == 0
    assert build(root / "docs", fatal_warnings=True).needs()["SPEC_001"]["status"] == "planned"
    assert not (root / "leanspec-baseline.json").exists()


def test_no_first_spec_where_there_are_specs(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(root, SOUND)
    assert init(root, "--first") == 0
    assert "--first does nothing" in capsys.readouterr().out
    assert not (root / "specs" / "001-documentation").exists()


def test_what_is_wrong_already_is_accepted_and_what_is_new_fails(root: Path) -> None:
    write_files(root, BROKEN)
    assert main(["check", str(root)]) == 1
    assert init(root) == 0
    assert main(["check", str(root)]) == 0
    write_files(root, {"specs/002-b/README.md": spec("B", "depends_on: [010-gone]")})
    assert main(["check", str(root)]) == 1
    before = files(root)
    assert init(root) == 0  # the list that is there is left alone, too
    assert files(root) == before


def test_pages_that_were_there_have_their_place(root: Path, build: Build) -> None:
    pages = {
        "docs/README.md": "# Start\n\nSee [the guide](guide/one.md) and [the code](../src/x.py).\n\n"
        "[Take part](../TAKE%20PART.md#how).\n",
        "docs/guide/one.md": "# One\n\n- [ ] A box\n\n```jsonc\n{} // words\n```\n",
        "docs/guide/deep/two.md": "## Two\n\n[Back](../one.md)\n",
        "src/x.py": "",
        "TAKE PART.md": "# How\n",
    }
    write_files(root, {**SOUND, **pages})
    Repository(root).git("remote", "add", "origin", "https://github.com/tide/harbour")
    assert init(root) == 0
    result = build(root / "docs", fatal_warnings=True)
    (link,) = (link["href"] for link in result.html("README").select("article a") if link.text == "Take part")
    assert re.fullmatch(r"https://github\.com/tide/harbour/blob/\w+/TAKE%20PART\.md#how", link)
    links = {link["href"] for link in result.html("index").select(".sidebar-tree a[href]")}
    assert {"README.html", "guide/one.html", "guide/deep/two.html", "specs/index.html"} <= links


def test_built_sites_stay_out_of_git(root: Path) -> None:
    write_files(root, SOUND)
    assert init(root) == 0
    page = "docs/_build/html/index.html"
    assert Repository(root).git("check-ignore", page) == page
    (root / "docs" / ".gitignore").unlink()
    write_files(root, {".gitignore": "*.pyc\ndocs/_build/\n"})
    assert init(root) == 0
    assert not (root / "docs" / ".gitignore").exists()


def test_what_cannot_be_written_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(root, {**SOUND, "docs": "a file\n"})
    assert init(root) == 2
    assert "cannot be written" in capsys.readouterr().err


@needs_bash
@pytest.mark.parametrize(
    ("specs", "options", "docs"),
    [
        ("our tools/api/specs", ["--flat"], "our tools/api/docs"),
        ("our tools/my plans", ["--flat", "--specs", "my plans"], "docs"),
    ],
)
def test_the_workflow_runs_whatever_places_are_called(
    specs: str, options: list[str], docs: str, root: Path
) -> None:
    write_files(root, {f"{specs}/001-a.md": SOUND["specs/001-a/README.md"]})
    assert init((root / specs).parent, *options) == 0
    workflow = root / ".github" / "workflows" / "specs.yml"
    validate("github-workflows", workflow)
    validate("readthedocs", root / ".readthedocs.yaml")
    check, site = scripts(workflow)
    done = run(check, root)
    assert done.returncode == 0, done.stderr
    assert "1 spec in 1 file checked" in done.stdout
    done = run(site, root)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    assert (root / docs / "_build" / "html" / "specs" / "001-a.html").is_file()


@needs_bash
@pytest.mark.parametrize("has_site", [False, True])
def test_a_repository_at_gitlab_gets_a_pipeline(has_site: bool, root: Path) -> None:
    write_files(root, BROKEN)
    if has_site:
        write_files(root, {"docs/conf.py": 'extensions = ["sphinx_leanspec"]\n'})
    Repository(root).git("remote", "add", "origin", "https://gitlab.example.org/group/project.git")
    assert init(root) == 0
    assert not (root / ".github").exists()
    pipeline = root / ".gitlab-ci.yml"
    validate("gitlab-ci", pipeline)
    check, *site = scripts(pipeline)
    assert len(site) == (not has_site)
    done = run(check, root)
    assert done.returncode == 0, done.stderr
    assert (root / "specs.xml").is_file()


def test_settings_of_the_project_are_not_repeated(root: Path, build: Build) -> None:
    write_files(
        root, {"plans/001-a.md": spec("A"), "ubproject.toml": '[leanspec]\nspecs = "plans"\nflat = true\n'}
    )
    assert init(root) == 0
    assert b"leanspec_" not in files(root)["docs/conf.py"]
    assert b"check --format" in files(root)[".github/workflows/specs.yml"]
    assert build(root / "docs", fatal_warnings=True).needs()["SPEC_001"]


@needs_bash
@pytest.mark.corpora
@pytest.mark.parametrize("name", ["automodel", "leanspec"])
def test_the_first_run_of_a_real_project_is_green(name: str, root: Path, corpora: Path) -> None:
    shutil.copytree(corpora / name, root, dirs_exist_ok=True, copy_function=shutil.copyfile)
    for folder, _, _ in os.walk(root):
        Path(folder).chmod(0o755)
    assert init(root) == 0
    for script in scripts(root / ".github" / "workflows" / "specs.yml"):
        done = run(script, root)
        assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert (root / "docs" / "_build" / "html" / "specs" / "index.html").is_file()


def test_it_is_on_the_command_line() -> None:
    program = shutil.which("sphinx-leanspec", path=sysconfig.get_path("scripts"))
    assert program
    done = subprocess.run([program, "init", "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "Exit code: 0 done, 2 not" in done.stdout


def test_read_the_docs_makes_what_ours_makes(root: Path) -> None:
    """The packages that a PDF needs are those that this project's own needs; its tests see to these."""
    own = Path(__file__).parents[1] / ".readthedocs.yaml"
    if not own.is_file():
        pytest.skip("the file is part of a checkout only")
    write_files(root, SOUND)
    assert init(root) == 0
    ours, written = (yaml.safe_load(path.read_text("utf-8")) for path in (own, root / ".readthedocs.yaml"))
    assert written["build"]["apt_packages"] == ours["build"]["apt_packages"]
    assert written["formats"] == ["epub", "htmlzip", "pdf"]
    assert written["sphinx"] == {"configuration": "docs/conf.py", "fail_on_warning": True}
    assert 'html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "")\n' in (
        root / "docs/conf.py"
    ).read_text("utf-8")
