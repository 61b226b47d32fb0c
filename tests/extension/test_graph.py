from __future__ import annotations

import os
import shutil
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from building import Build
from samples import HOUSE, spec

from sphinx_leanspec.extension.layout import NoLayoutError, cut, lay_out, text_width

if TYPE_CHECKING:
    from playwright.sync_api import Page

PROJECT = {
    **HOUSE,
    "specs/005-cycle/README.md": spec(r"循环 `<b>` & 100% $x_1$ {\} \input{x}", "depends_on: [5, 6]"),
    "specs/006-back/README.md": spec(
        "上下文并行的源代码分析与文档化计划以及更多的文字", "depends_on: [5]", status="odd"
    ),
    "index.md": "# Home\n\n```{spec-graph} 2\n:parents:\n```\n\n```{spec-graph}\n```\n",
}
PURE = ("graphviz-pure",)


def test_layout_runs_from_left_to_right() -> None:
    layout = lay_out(3, (100, 40), [(0, 1), (1, 2), (2, 0), (1, 1)], PURE)
    assert layout.boxes[0][0] < layout.boxes[1][0] < layout.boxes[2][0]
    for (tail, head), points in zip([(0, 1), (1, 2), (2, 0), (1, 1)], layout.curves, strict=True):
        for box, (x, y) in ((layout.boxes[tail], points[0]), (layout.boxes[head], points[-1])):
            assert box[0] - 2 <= x <= box[0] + 102
            assert box[1] - 2 <= y <= box[1] + 42


def test_layout_is_the_same_each_time() -> None:
    edges = [(0, 1), (0, 2), (2, 1)]
    assert lay_out(3, (90, 40), edges, PURE) == lay_out(3, (90, 40), edges, PURE)


def test_layout_keeps_two_edges_between_the_same_boxes_apart() -> None:
    first, second = lay_out(2, (90, 40), [(0, 1), (0, 1)], PURE).curves
    assert first != second


def test_a_line_to_the_next_column_is_one_plain_curve() -> None:
    layout = lay_out(9, (90, 40), [(0, head) for head in range(1, 9)], PURE)
    for points in layout.curves:
        assert len(points) == 4
        assert points[0][1] == points[1][1]
        assert points[2][1] == points[3][1]


def test_layout_takes_the_first_command_that_works(tmp_path: Path) -> None:
    broken = tmp_path / "dot"
    broken.write_text(f"#!{sys.executable}\nprint('graph of nothing')\n")
    broken.chmod(broken.stat().st_mode | stat.S_IXUSR)
    assert lay_out(1, (90, 40), [], [str(broken), *PURE]) == lay_out(1, (90, 40), [], PURE)
    with pytest.raises(NoLayoutError, match="was not found"):
        lay_out(1, (90, 40), [], ["no-such-dot", str(broken)])


def test_text_is_measured_by_its_script() -> None:
    assert text_width("并行", 12) == 24
    assert text_width("ＡＢ", 12) == 24
    assert text_width("iiii", 12) < text_width("nnnn", 12) < text_width("mmmm", 12) < 48
    assert text_width("e\u0301", 12) == text_width("e", 12)


def test_text_is_cut_where_the_room_ends() -> None:
    assert cut("上下文并行", 12, 60) == "上下文并行"
    assert cut("上下文并行", 12, 48) == "上下文…"


def test_every_box_is_a_link_in_place(build: Build) -> None:
    result = build(PROJECT)
    first, second = result.html("index").select("figure.leanspec-graph")
    boxes = first.select("svg a.leanspec-node")
    assert [box["href"] for box in boxes] == [
        f"specs/{name}.html" for name in ("001-ground", "002-walls", "003-roof", "004-house")
    ]
    (here,) = first.select("a.leanspec-here")
    assert here.title.text == here["aria-label"] == "002 Walls (In progress, 1 / 2 done)"
    assert [text.text for text in here.select("text")] == ["002 Walls", "◑ in progress · 1 / 2"]
    assert {"leanspec-in-progress", "leanspec-node"} <= set(here["class"])
    assert len(first.select("path")) == 4
    assert len(first.select("path.leanspec-dashed")) == 2
    assert len(first.select("polygon")) == 2
    assert first.select_one(".leanspec-scroll")["tabindex"] == "0"
    assert "One step round 002." in first.figcaption.text
    assert "A dashed line" in first.figcaption.text
    assert [item.text for item in first.select(".leanspec-legend > span")] == [
        "◑In progress\N{NO-BREAK SPACE}1",
        "◔Planned\N{NO-BREAK SPACE}1",
        "○Draft\N{NO-BREAK SPACE}1",
        "●Complete\N{NO-BREAK SPACE}1",
    ]
    links = [link["href"] for link in first.select("details > ul a")]
    assert links.count("specs/004-house.html") == 2
    assert len(second.select("a.leanspec-node")) == 5
    assert len(second.select("path")) == 5
    assert "fill=" not in str(first.svg)
    assert "stroke=" not in str(first.svg)


def test_texts_of_specs_are_only_texts(build: Build) -> None:
    page = build(PROJECT).html("index")
    assert not page.select("svg b")
    assert "<b> & 100%" in page.select("figure a[href*='005'] title")[0].text


def test_the_picture_is_the_same_each_time(build: Build) -> None:
    pages = [build(PROJECT).text("index.html") for _ in range(2)]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("directive", "said"),
    [
        ("```{spec-graph} 1\n:direction: required_by\n```", "2 more in further steps"),
        ("```{spec-graph} 1, 3\n:depth: 2\n:max-items: 2\n```", "Two steps round 001 003."),
        ("```{spec-graph} 1\n:depth: 9\n:max-items: 2\n```", "1 more beyond these 2"),
        ("```{spec-graph}\n:tag: stone\n```", "An arrow from a spec"),
        ("```{spec-graph}\n:specs: 1, 2, 4\n```", "No dependency among these: "),
        ("```{spec-graph} 4\n```", "004: no dependencies."),
        ("```{spec-graph}\n:specs: 1, 4\n```", "None of these specs depends on another."),
        ("```{spec-graph} 1\n:filter: status == 'in-progress'\n```", "One step round 001."),
    ],
)
def test_what_is_shown_and_what_is_not(build: Build, directive: str, said: str) -> None:
    index = f"# Home\n\n{directive}\n"
    result = build({**HOUSE, "specs/004-house/README.md": spec("House"), "index.md": index})
    text = result.html("index").select_one(".leanspec-spec-graph").text
    assert said.replace("2 more in", "1 more in") in " ".join(text.split())
    assert not result.warnings


def test_a_legend_can_be_left_out(build: Build) -> None:
    page = build({**HOUSE, "index.md": "# Home\n\n```{spec-graph} 2\n:no-legend:\n```\n"}).html("index")
    assert page.select("figure svg")
    assert not page.select(".leanspec-legend")


def test_a_name_of_no_spec_is_a_warning(build: Build) -> None:
    result = build({**HOUSE, "index.md": "# Home\n\n```{spec-graph} 404\n```\n"})
    warnings = [line for line in result.warnings if "404" in line]
    assert warnings
    assert "index.md:3: WARNING: spec-graph: `404` names no spec" in warnings[0]
    assert "[leanspec.ref]" in warnings[0]
    assert "No spec is selected." in result.html("index").text


def without_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither on the path nor beside the interpreter is there a dot."""
    site = tmp_path / "hidden"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        f"import sysconfig\nsysconfig.get_path = lambda *a, **k: {str(site)!r}\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(site))
    monkeypatch.setenv("PATH", str(site))


def test_without_an_engine_there_is_one_warning_and_a_list(
    build: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without_engine(monkeypatch, tmp_path)
    result = build(PROJECT)
    warnings = [line for line in result.warnings if "leanspec.diagram" in line]
    assert len(warnings) == 1
    assert "install Graphviz, or graphviz-pure with pip" in warnings[0]
    page = result.html("index")
    assert not page.select("svg.leanspec-picture")
    assert page.select(".leanspec-spec-graph > ul a[href='specs/001-ground.html']")
    quiet = build(PROJECT, conf={"suppress_warnings": ["leanspec.diagram"]})
    assert not [line for line in quiet.warnings if "diagram" in line]


def test_the_port_is_found_though_its_folder_is_not_on_the_path(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.pathsep.join(["/usr/bin", "/bin"]))
    if shutil.which("dot"):
        pytest.skip("a real dot is on the path")
    index = "# Home\n\n```{spec-graph} 2\n```\n\n```{needflow}\n:types: spec\n```\n"
    result = build({**HOUSE, "index.md": index})
    assert not result.warnings
    assert result.html("index").select("figure svg")
    (picture,) = (result.outdir / "_images").glob("needflow-*.svg")
    assert "Walls" in picture.read_text("utf-8")


@pytest.mark.parametrize("builder", ["text", "man", "texinfo"])
def test_other_builders_have_lists(build: Build, builder: str) -> None:
    index = "# Home\n\n```{spec-graph} 2\n```\n\n```{needflow} Flow\n:types: spec\n```\n"
    result = build({**HOUSE, "index.md": index}, builder=builder)
    assert not [
        line for line in result.warnings if "needflow" in line or "diagram" in line or "node type" in line
    ]
    text = "\n".join(path.read_text("utf-8") for path in result.outdir.iterdir() if path.is_file())
    assert "Below each spec, what it depends on." in text
    assert "depends on" in text


@pytest.mark.parametrize("builder", ["epub", "gettext", "dirhtml", "singlehtml"])
def test_no_builder_trips_over_a_diagram(build: Build, builder: str) -> None:
    index = "# Home\n\n```{spec-graph} 2\n```\n\n```{needflow} Flow\n:types: spec\n```\n"
    result = build({**HOUSE, "index.md": index}, builder=builder)
    assert not [line for line in result.warnings if "epub" not in line.lower()]


def test_a_needflow_without_a_picture_is_a_list_of_its_own_edges(build: Build) -> None:
    index = (
        "# Home\n\n```{needflow} Caption\n:root_id: SPEC_002\n:root_direction: outgoing\n"
        ":link_types: depends_on\n```\n\n```{needflow}\n:filter: id == 'SPEC_003'\n```\n"
    )
    result = build({**HOUSE, "index.md": index}, builder="text")
    assert result.text("index.txt").split("Home\n****\n")[1].split() == (
        "* 002 Walls * depends on 001 Ground * 001 Ground Caption * 003 Roof".split()
    )


@pytest.mark.pdf
def test_in_a_pdf_a_graph_is_a_picture_and_a_needflow_a_list(build: Build) -> None:
    from pypdf import PdfReader

    flow = "\n```{needflow}\n:types: spec\n```\n" * 2
    conf = {"latex_engine": "xelatex", "latex_elements": {"preamble": r"\usepackage{xeCJK}"}}
    result = build({**PROJECT, "index.md": PROJECT["index.md"] + flow}, builder="latex", conf=conf)
    assert not [line for line in result.warnings if "leanspec.status" not in line]
    assert result.stdout.count("the edges of 2 are listed") == 1
    pages = PdfReader(result.pdf()).pages
    texts = {"".join(page.extract_text().split()): page for page in pages}
    text = next(text for text in texts if "Onestepround" in text)
    page = texts[text]
    assert "002Wallsinprogress" in text
    (log,) = result.outdir.glob("*.log")
    assert "Missing character" not in log.read_text("utf-8", errors="replace")
    assert len(page["/Annots"].get_object()) >= 9


@pytest.mark.browser
def test_a_box_is_reached_by_keyboard_and_holds_its_text(build: Build, browser_page: Page) -> None:
    result = build(PROJECT)
    browser_page.set_viewport_size({"width": 400, "height": 800})
    browser_page.goto((result.outdir / "index.html").as_uri())
    assert browser_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    over = browser_page.evaluate(
        """() => [...document.querySelectorAll('.leanspec-node')].filter(node => {
            const box = node.querySelector('rect').getBoundingClientRect()
            const texts = [...node.querySelectorAll('text')]
            return texts.some(text => text.getBoundingClientRect().right > box.right)
        }).length"""
    )
    assert over == 0
    browser_page.locator(".leanspec-scroll").first.focus()
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url("**/specs/001-ground.html")
