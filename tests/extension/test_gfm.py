from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from building import Build
from docutils import nodes
from docutils.utils import new_document
from reading.anchor_cases import ANCHORS
from samples import HEAD, HOUSE, spec

from sphinx_leanspec.corpus import load
from sphinx_leanspec.extension.markdown import render
from sphinx_leanspec.reading import frontmatter
from sphinx_leanspec.reading.decoding import lines_of
from sphinx_leanspec.rules import Context

CASES = Path(__file__).parent / "fixtures" / "gfm.md"


def cases() -> Iterator[tuple[str, str, str]]:
    """Title, Markdown and tree of each case of the fixtures file, which is in the style of MyST-Parser's."""
    for block in CASES.read_text("utf-8").split("\n~~~~~~\n"):
        title, source, tree = re.split(r"\n\.{6}\n", block)
        yield title.strip(), source, tree.strip()


class Drawing(nodes.General, nodes.Element):
    """Stands for the node of sphinxcontrib.mermaid."""


def rendered(
    source: str, mermaid: type[nodes.Element] | None = None
) -> tuple[nodes.document, dict[str, str]]:
    document = new_document("spec.md")
    anchors = render.render(lines_of(source), 1, document, render.BodyContext("Page", mermaid=mermaid))
    return document, anchors


def shown(document: nodes.document) -> str:
    """The tree as text, the same with every docutils."""
    text = "\n".join(line.rstrip() for line in document.pformat("  ").splitlines()[1:])
    text = text.replace(' xml:space="preserve"', "")
    return re.sub(r'"(True|False)"', lambda match: f'"{int(match[1] == "True")}"', text).strip()


@pytest.mark.parametrize(("title", "source", "tree"), [pytest.param(*case, id=case[0]) for case in cases()])
def test_markdown_is_read_as_github_reads_it(title: str, source: str, tree: str) -> None:
    assert shown(rendered(source)[0]) == re.sub(r"\s+$", "", tree)


@pytest.mark.parametrize(
    ("headings", "anchors"),
    [
        (["Plan", "Plan", "Plan 1", "Plan"], ["plan", "plan-1", "plan-1-1", "plan-2"]),
        (["验收标准", "验收标准"], ["验收标准", "验收标准-1"]),
        (["Über & Größe", "`code_x` and [link](x)"], ["über--größe", "code_x-and-link"]),
        (["🚀 Launch", "1. First!", "a.b/c"], ["-launch", "1-first", "abc"]),
        (["x <b>y</b>", "z ![alt](p.png) y"], ["x-y", "z--y"]),
    ],
)
def test_anchors_are_github_s(headings: list[str], anchors: list[str]) -> None:
    document, found = rendered("# Page\n\n" + "".join(f"## {heading}\n\n" for heading in headings))
    assert list(found) == ["page", *anchors]
    assert [section["ids"][0] for section in document.findall(nodes.section)] == ["page", *anchors]


@pytest.mark.parametrize("level", ["#", "##", "###"])
def test_there_is_one_page_section_whatever_the_headings(level: str) -> None:
    document, _ = rendered(f"text\n\n{level} A\n\n## B\n\n#### C\n\n# D\n\n## E\n")
    sections = [node for node in document.children if isinstance(node, nodes.section)]
    assert len(sections) == 1
    assert len(list(document.findall(nodes.title))) + len(list(document.findall(nodes.rubric))) == 5


def test_lines_are_those_of_the_file() -> None:
    document = new_document("spec.md")
    lines = [
        "---",
        "status: planned",
        "---",
        "",
        "# T",
        "",
        "one",
        "[x](y)",
        "",
        "| a |",
        "|---|",
        "| [z](y) |",
    ]
    render.render(lines, 4, document, render.BodyContext("T"))
    links = [node.parent.line for node in document.findall(nodes.inline)]
    assert links == [8, 12]


@pytest.mark.parametrize(("end", "code"), [("", "a"), ("\n", "a"), ("\n\n", "a\n\n")])
def test_a_fence_that_is_never_closed_ends_with_the_file(end: str, code: str) -> None:
    document, _ = rendered(f"# T\n\n```\na{end}")
    assert [node.astext() for node in document.findall(nodes.literal_block)] == [code]


def test_mermaid_is_drawn_where_it_can_be() -> None:
    source = "# T\n\n```mermaid\ngraph TD\n```\n"
    assert [node["code"] for node in rendered(source, Drawing)[0].findall(Drawing)] == ["graph TD"]
    assert [node["language"] for node in rendered(source)[0].findall(nodes.literal_block)] == ["none"]


def test_a_line_of_markup_keeps_emphasis_and_code_only() -> None:
    found = render.inline("**a** `b` [c](d) <e> <b>f</b> ![g](h) &amp; ~~i~~ <!-- j -->")
    assert "".join(node.astext() for node in found) == "a b c <e> f g & i "
    assert [type(node).__name__ for node in found if not isinstance(node, nodes.Text)] == [
        *("strong", "literal", "leanspec_strike")
    ]


@pytest.mark.parametrize(
    "text", ["[", "`" * 9, "> " * 300 + "x", "<" * 5000, "<a " * 5000, "[^1]: x", "- " * 200 + "y", "&#0; \0"]
)
def test_nothing_upsets_it(text: str) -> None:
    rendered(text)


@pytest.mark.parametrize("builder", ["html", "text", "latex"])
def test_every_case_is_written_without_a_warning(build: Build, builder: str) -> None:
    sources = {
        f"specs/{number:03}-x/README.md": HEAD + source for number, (_, source, _) in enumerate(cases(), 1)
    }
    files = {
        "index.md": "# Home\n",
        **{name: re.sub(r"\]\([^)]*\)|\]: \S+", "](#)", text) for name, text in sources.items()},
    }
    found = build(
        files,
        builder=builder,
        conf={"suppress_warnings": [f"leanspec.{code}" for code in ("fence", "link", "section", "title")]},
    ).warnings
    assert found == []


def test_quotes_and_dashes_stay_as_they_are_written_in_specs_alone(build: Build) -> None:
    text = 'It\'s "quoted" -- so.'
    own = {"specs/001-ground/README.md": spec("Ground", body=text), "index.md": f"# Home\n\n{text}\n"}
    result = build({**HOUSE, **own})
    assert text in result.html("specs/001-ground").text
    assert text not in result.html("index").text


@pytest.mark.parametrize("text", ANCHORS, ids=ANCHORS)
def test_a_page_has_the_anchors_that_the_core_finds(text: str) -> None:
    document, anchors = rendered(f"{text}\n")
    ids = {name for node in document.findall(nodes.Element) for name in node["ids"]}
    raw = "".join(node.astext() for node in document.findall(nodes.raw))
    assert anchors.keys() - {"section"} == ANCHORS[text]
    for name in anchors.values():
        assert name in ids or f'id="{escape(name)}"' in raw or f'name="{escape(name)}"' in raw


@pytest.mark.corpora
@pytest.mark.parametrize("name", ["automodel", "leanspec"])
def test_pages_of_real_projects_have_the_anchors_that_the_core_finds(corpora: Path, name: str) -> None:
    context = Context(load(corpora / name))
    for path, prose in context.prose.items():
        lines = lines_of((context.corpus.project.root / path).read_text("utf-8"))
        matter = frontmatter.read(lines)
        body_line = matter.body_line if matter.line is not None else 1
        found = render.render(lines, body_line, new_document(path), render.BodyContext("Page"))
        assert found.keys() == prose.anchors, path
