"""``sphinx-leanspec build -b pdf``: a PDF where LaTeX is, and what is missing where it is not."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from building import write_files
from commands import run
from samples import HOUSE

from sphinx_leanspec.commands import pdf

needs_posix = pytest.mark.skipif(os.name == "nt", reason="programs are shell scripts here")


def test_without_latex_one_line_says_what_to_install(tmp_path: Path) -> None:
    write_files(tmp_path, HOUSE)
    (tmp_path / "bin").mkdir()
    done = run("build", tmp_path, "-b", "pdf", PATH=str(tmp_path / "bin"))
    assert (done.returncode, done.text) == (2, "")
    assert done.stderr.splitlines() == [
        "sphinx-leanspec: no latexmk and no make here; on Debian: apt-get install latexmk make"
    ]
    assert not (tmp_path / "_build").exists()


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What Sphinx wrote for XeLaTeX, and a ``make`` that fails."""
    for name in ("xelatex", "xindy", "make"):
        program = tmp_path / "bin" / name
        write_files(tmp_path, {f"bin/{name}": "#!/bin/sh\nexit 2\n"})
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    settings = "$pdflatex = 'xelatex ' . $ENV{'LATEXOPTS'};\n$makeindex = 'internal xindy ';\n"
    write_files(tmp_path, {"out/latexmkrc": settings, "out/a.tex": ""})
    return tmp_path / "out"


@needs_posix
@pytest.mark.parametrize(
    ("log", "reason"),
    [
        (
            "! LaTeX Error: File `tgtermes.sty' not found.",
            "no file tgtermes.sty; on Debian: apt-get install tex-gyre",
        ),
        (
            "! LaTeX Error: File `wrapfig.sty' not found.",
            "no file wrapfig.sty; on Debian: apt-get install texlive-latex-extra",
        ),
        (
            '! Package fontspec Error: The font "FreeSerif" cannot be found.',
            "no font FreeSerif; on Debian: apt-get install fonts-freefont-otf",
        ),
        (
            "! Font U/pzd/m/n/10=pzdr at 10.0pt not loadable: Metric (TFM) file not found.",
            "no font pzdr; on Debian: apt-get install texlive-fonts-recommended",
        ),
        ("! Undefined control sequence.\nl.3 \\nope", "LaTeX failed: Undefined control sequence. See "),
        ("", "`make` failed in "),
    ],
)
def test_the_first_error_of_a_log_is_said_in_one_line(output: Path, log: str, reason: str) -> None:
    write_files(output, {"a.log": f"This is XeTeX\n{log}\n"})
    with pytest.raises(pdf.CannotPrintError) as error:
        pdf.print_all(output)
    assert reason in str(error.value)
    assert "\n" not in str(error.value)


@needs_posix
@pytest.mark.parametrize(("name", "package"), [("xelatex", "texlive-xetex"), ("xindy", "xindy")])
def test_the_program_that_a_project_prints_with_is_missed(output: Path, name: str, package: str) -> None:
    (output.parent / "bin" / name).unlink()
    with pytest.raises(pdf.CannotPrintError, match=f"^no {name} here; on Debian: apt-get install {package}$"):
        pdf.print_all(output)


@needs_posix
@pytest.mark.parametrize(
    ("log", "calls"),
    [
        ("This is XeTeX\n\nHere is how much of TeX's memory you used:\n", ["all-pdf"]),
        ("This is pdfTeX\n\nHere is how much of TeX's memory you used:\n", ["clean", "all-pdf"]),
        ("This is XeTeX\n\nLaTeX Warning: Hyper ref", ["clean", "all-pdf"]),
    ],
)
def test_what_another_engine_noted_down_or_one_that_was_interrupted_is_not_read(
    output: Path, log: str, calls: list[str]
) -> None:
    write_files(output, {"a.log": log})
    write_files(output.parent, {"bin/make": "#!/bin/sh\necho $1 >> calls\n"})
    assert pdf.print_all(output) == [output / "a.pdf"]
    assert (output / "calls").read_text("utf-8").split() == calls


@pytest.mark.pdf
def test_a_repository_is_printed_and_its_contents_name_the_specs(tmp_path: Path) -> None:
    write_files(tmp_path, {**HOUSE, "README.md": "# Our house\n", "docs/why.md": "# Why\n"})
    done = run("build", tmp_path, "-b", "pdf", "-j", "1")
    path = tmp_path / "_build" / "pdf" / "ourhouse.pdf"
    assert done.returncode == 0, done.stderr
    assert done.lines[-1] == f"The PDF: {path}"
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode()
    front, _, _ = text.partition("CHAPTER")
    assert "not set" not in front
    assert [name for name in ("Ground", "Walls", "Roof", "House", "Why") if name not in front] == []
    _, _, inner = front.partition("Specs")
    assert inner.index("Ground") < inner.index("Dashboard") < inner.index("Open specs") < inner.index("Why")
