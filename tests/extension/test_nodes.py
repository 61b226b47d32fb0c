"""What every builder writes: no warning, and no state, box or number lost."""

from __future__ import annotations

import re

import pytest
from building import Build, BuildResult
from gallery import CONF, GALLERY
from groups import ROOT

from sphinx_leanspec.extension.nodes.cells import SIGNS

GLYPHS = "○◔◑●▣☑☐⊘←→\N{EM SPACE}"
WORDS = (
    "Draft",
    "Planned",
    "In progress",
    "Complete",
    "Archived",
    "No status",
    "On hold",
    "999-gone (not found)",
)
NUMBERS = ("4 / 7", "1 / 1", "0 / 1", "1 / 2", "#12", "#34")
BUILDERS = {
    "html": "**/*.html",
    "dirhtml": "**/*.html",
    "singlehtml": "index.html",
    "epub": "**/*.xhtml",
    "text": "**/*.txt",
    "man": "*.1",
    "texinfo": "*.texi",
    "latex": "*.tex",
}


@pytest.fixture(scope="module")
def gallery(shared_build: Build) -> dict[str, tuple[BuildResult, str]]:
    first = shared_build(GALLERY, conf=CONF)
    found = {}
    for builder, pattern in BUILDERS.items():
        result = first if builder == "html" else shared_build(first.srcdir, builder=builder)
        files = sorted(result.outdir.glob(pattern))
        found[builder] = (result, "\n".join(path.read_text("utf-8") for path in files))
    return found


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_builder_writes_everything_and_warns_of_nothing(
    gallery: dict[str, tuple[BuildResult, str]], builder: str
) -> None:
    result, text = gallery[builder]
    assert result.warnings == []
    plain = re.sub(r"\s+", " ", text.replace("\\-", "-").replace("\\#", "#").replace(r"\sphinxhyphen{}", "-"))
    assert [word for word in (*WORDS, *NUMBERS) if word not in plain] == []


@pytest.mark.parametrize("builder", [name for name in BUILDERS if name != "latex"])
def test_a_glyph_stands_before_every_word(gallery: dict[str, tuple[BuildResult, str]], builder: str) -> None:
    _, text = gallery[builder]
    assert [glyph for glyph in "○◔◑●▣☑☐⊘" if glyph not in text] == []
    words = re.sub(r"<[^>]*>", "", text)
    assert re.search(r"◑(\\ |\s)?In progress", words)
    assert re.search(r"·(\\ |\s)?On hold", words)


def test_latex_gets_macros_in_place_of_glyphs(gallery: dict[str, tuple[BuildResult, str]]) -> None:
    result, text = gallery["latex"]
    assert [glyph for glyph in GLYPHS if glyph in text] == []
    style = (result.outdir / "leanspec.sty").read_text("utf-8")
    assert style.isascii()
    used = set(re.findall(r"\\(leanspec[a-z]+)", text)) - {"leanspeccard"}
    assert used == {name for name in used if f"\\{name}" in style}
    assert {"draft", "planned", "in-progress", "complete", "archived", "other"} == set(
        re.findall(r"\\leanspecstatus\{([^}]*)\}", text)
    )


def test_a_box_takes_the_place_of_a_bullet_in_latex(gallery: dict[str, tuple[BuildResult, str]]) -> None:
    _, text = gallery["latex"]
    assert re.search(
        r"\\item\[\{\\leanspecbox\{done\}\}\][^\\]*\\sphinxAtStartPar\s*(\\[^\n]*)?Done with", text
    )
    assert r"\leanspecbox{done}~Numbered" in text
    assert r"\item[{\leanspecbox{not}}]" in text


def test_tables_keep_to_the_width_of_a_sheet_and_break_over_pages(
    gallery: dict[str, tuple[BuildResult, str]],
) -> None:
    _, text = gallery["latex"]
    assert text.count(r"\begin{longtable}") == text.count(r"\sphinxthistablewithnocolorrowsstyle") > 5
    assert re.search(r"\\begin\{longtable\}\{\\X\{\d+\}\{\d+\}", text)


def test_a_status_nobody_knows_has_the_class_of_all_others(
    gallery: dict[str, tuple[BuildResult, str]],
) -> None:
    result, _ = gallery["html"]
    (status,) = result.html("specs/008-other").select(".leanspec-facts .leanspec-status")
    assert status["class"] == ["leanspec-status", "leanspec-other"]
    assert status.get_text() == "·On hold"


def test_a_bar_is_heard_once(gallery: dict[str, tuple[BuildResult, str]]) -> None:
    result, _ = gallery["html"]
    bars = result.html("specs/004-everything").select(".leanspec-card .leanspec-bar")
    assert [bar.progress["aria-label"] for bar in bars] == [
        "Plan: 3 of 5 done",
        "Test: 1 of 2 done",
        "In all: 4 of 7 done",
    ]
    assert [(bar.progress["max"], bar.progress["value"]) for bar in bars] == [
        ("5", "3"),
        ("2", "1"),
        ("7", "4"),
    ]
    assert [bar.select_one(".leanspec-number")["aria-hidden"] for bar in bars] == ["true"] * 3


def test_a_box_says_its_state(gallery: dict[str, tuple[BuildResult, str]]) -> None:
    result, _ = gallery["html"]
    boxes = result.html("specs/004-everything").select("li .leanspec-box")
    assert {box["role"] for box in boxes} == {"img"}
    assert [box["aria-label"] for box in boxes] == [
        "done",
        "open",
        "done",
        "open",
        "not applicable",
        "done",
        "open",
        "done",
    ]
    assert boxes[4]["title"] == "nothing of the kind"


@pytest.mark.pdf
@pytest.mark.parametrize("engine", ["xelatex", "pdflatex"])
def test_a_pdf_shows_every_state(build: Build, engine: str) -> None:
    from pypdf import PdfReader

    # pdflatex has no Chinese
    files = {name: text for name, text in GALLERY.items() if name.isascii() or engine == "xelatex"}
    if engine == "pdflatex":
        table = "```{spec-table}\n:columns: spec, status, progress, tags\n```\n"
        files["index.md"] = f"# Home\n\n{table}\n```{{spec-checklist}} 4\n```\n"
    fonts = (
        {"fontpkg": r"\usepackage{xeCJK}\setCJKmainfont{Noto Serif CJK SC}"} if engine == "xelatex" else {}
    )
    result = build(files, builder="latex", conf={**CONF, "latex_engine": engine, "latex_elements": fonts})
    pages = [page.extract_text() for page in PdfReader(result.pdf()).pages]
    text = re.sub(r"\s+", " ", " ".join(pages))
    wanted = [word for word in WORDS if engine == "xelatex" or word != "Complete"]
    assert [word for word in wanted if word not in text] == []
    assert "4 / 7" in text


def test_the_css_and_the_latex_style_name_every_status() -> None:
    static = ROOT / "sphinx_leanspec/extension/static"
    css, sty = (static / "leanspec.css").read_text("utf-8"), (static / "leanspec.sty").read_text("utf-8")
    for status in ("draft", "planned", "in-progress", "complete", "archived"):
        assert f".leanspec-{status} {{" in css
        assert f"leanspec@{status}}}" in sty


def test_the_latex_style_has_a_sign_and_a_colour_for_every_mark() -> None:
    sty = (ROOT / "sphinx_leanspec/extension/static/leanspec.sty").read_text("utf-8")
    for kind in SIGNS:
        assert f"leanspec@mark@{kind}}}" in sty
        assert f"\\colorlet{{leanspec-{kind}}}" in sty
