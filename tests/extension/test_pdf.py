"""PDFs as they are read: the words of the pages, and what LaTeX needs to print them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from book import BOOK, CONF
from building import Build

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
