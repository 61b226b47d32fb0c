from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import groups
import pytest
from building import Build
from docutils import nodes

if TYPE_CHECKING:
    from playwright.sync_api import Page

PLAIN = {"conf.py": 'extensions = ["myst_parser"]\n', "index.md": "# One\n\nSee {ref}`nowhere`.\n"}


def test_a_build_is_seen_from_every_side(build: Build) -> None:
    result = build(PLAIN, conf={"project": "Zwölf"})
    assert result.html("index").h1.get_text().startswith("One")
    assert "Zwölf" in result.text("index.html")
    assert isinstance(result.doctree("index"), nodes.document)
    assert [warning.partition(": WARNING: ")[0] for warning in result.warnings] == [
        f"{result.srcdir / 'index.md'}:3"
    ]


def test_the_same_folder_again_is_an_incremental_build(build: Build) -> None:
    first = build(PLAIN)
    assert build(first.srcdir).outdir == first.outdir
    assert "0 added, 0 changed, 0 removed" in build(first.srcdir).stdout
    assert "1 added" in build(first.srcdir, fresh=True).stdout
    (first.srcdir / "index.md").write_text("# Two\n", "utf-8")
    again = build(first.srcdir, conf={"project": "Other"}, jobs=2)
    assert again.html("index").h1.get_text().startswith("Two")
    assert "Other" in again.text("index.html")
    assert again.warnings == []


def test_two_projects_do_not_share_a_folder(build: Build) -> None:
    assert build(PLAIN).srcdir != build(PLAIN).srcdir


def test_a_folder_without_conf_gets_the_default_one(build: Build, tmp_path: Path) -> None:
    folder = tmp_path / "foreign"
    folder.mkdir()
    (folder / "index.md").write_text("# One\n", "utf-8")
    build(folder, conf={"extensions": ["myst_parser"]})
    assert [path.name for path in folder.iterdir()] == ["index.md"]


def test_warnings_can_be_fatal(build: Build) -> None:
    assert build(PLAIN, fatal_warnings=True, check=False).returncode == 1
    with pytest.raises(pytest.fail.Exception, match="undefined label"):
        build(PLAIN, fatal_warnings=True)


TOY = """
import pytest

@pytest.mark.corpora
def test_needs_corpora(): pass

@pytest.mark.corpora
def test_needs_corpora_too(): pass

def test_needs_nothing(): pass
"""


@pytest.fixture
def toy(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("LEANSPEC_CORPORA", str(pytester.path / "nowhere"))
    monkeypatch.delenv("LEANSPEC_REQUIRE", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(Path(groups.__file__).parent))
    pytester.makepyfile(TOY)
    return pytester


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_group_is_skipped_aloud(toy: pytest.Pytester, workers: str) -> None:
    result = toy.runpytest_subprocess("-p", "groups", "-n", workers, "--strict-markers")
    result.assert_outcomes(passed=1, skipped=2)
    result.stdout.fnmatch_lines(["GROUP SKIPPED: corpora, 2 tests: no folder *nowhere; LEANSPEC_CORPORA *"])


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_required_group_is_never_skipped(
    toy: pytest.Pytester, workers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEANSPEC_REQUIRE", "pdf, corpora")
    result = toy.runpytest_subprocess("-p", "groups", "-n", workers)
    result.assert_outcomes(passed=1, errors=2)
    result.stdout.fnmatch_lines(["*LEANSPEC_REQUIRE names the group 'corpora', but no folder *"])
    result.stdout.no_fnmatch_line("GROUP SKIPPED*")


def test_a_group_that_is_there_runs(toy: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEANSPEC_CORPORA", str(toy.path))
    result = toy.runpytest_subprocess("-p", "groups")
    result.assert_outcomes(passed=3)
    result.stdout.no_fnmatch_line("GROUP SKIPPED*")


def test_a_group_that_does_not_exist_cannot_be_required(
    toy: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEANSPEC_REQUIRE", "pfd")
    assert toy.runpytest_subprocess("-p", "groups").ret == pytest.ExitCode.USAGE_ERROR


@pytest.mark.browser
def test_the_browser_shows_a_built_page(build: Build, browser_page: Page) -> None:
    browser_page.goto((build(PLAIN).outdir / "index.html").as_uri())
    assert browser_page.locator("h1").first.inner_text().startswith("One")


def chinese_font() -> str:
    command = ["fc-list", ":lang=zh", "--format=%{family[0]}\n"]
    return min(subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.splitlines())


@pytest.mark.pdf
def test_a_pdf_carries_the_text_of_a_page(build: Build) -> None:
    from pypdf import PdfReader

    indexed = {"index.md": "# One\n\n```{index} word\n```\n\nA line of text, e.g. 中文.\n"}
    preamble = rf"\usepackage{{xeCJK}}\setCJKmainfont{{{chinese_font()}}}"
    conf = {"latex_engine": "xelatex", "latex_elements": {"preamble": preamble}}
    pdf = build({**PLAIN, **indexed}, builder="latex", conf=conf).pdf()
    text = " ".join(page.extract_text() for page in PdfReader(pdf).pages)
    assert "A line of text, e.g. 中文." in text
    assert "word" in text  # nowhere but in the index


@pytest.mark.corpora
def test_the_corpora_have_specs(corpora: Path) -> None:
    assert any(corpora.glob("*/specs/*/README.md"))
