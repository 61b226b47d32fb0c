from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from building import Build
from samples import HOUSE, spec

from sphinx_leanspec.drawing.graph_layout import Layouts, NoLayoutError, Sketch, lay_out
from sphinx_leanspec.drawing.lettering import cut, text_width, wrap

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


CIRCLE = ((0, 1), (1, 2), (2, 0), (1, 1))


def test_layout_runs_from_left_to_right() -> None:
    layout = lay_out(Sketch(3, (100, 40), CIRCLE), PURE)
    assert layout.boxes[0][0] < layout.boxes[1][0] < layout.boxes[2][0]
    for (tail, head), points in zip(CIRCLE, layout.curves, strict=True):
        for box, (x, y) in ((layout.boxes[tail], points[0]), (layout.boxes[head], points[-1])):
            assert box[0] - 2 <= x <= box[0] + 102
            assert box[1] - 2 <= y <= box[1] + 42


def test_what_is_too_wide_runs_downwards_if_that_is_narrower() -> None:
    chain = Sketch(9, (100, 40), tuple((box, box + 1) for box in range(8)))
    assert lay_out(chain, PURE).width > 1000
    down = lay_out(chain, PURE, 500)
    assert down.width < 120
    assert [box[1] for box in down.boxes] == sorted(box[1] for box in down.boxes)
    for points in down.curves:
        assert points[0][1] < points[-1][1]
    fan = Sketch(9, (100, 40), tuple((0, box) for box in range(1, 9)))
    assert lay_out(fan, PURE, 200) == lay_out(fan, PURE), "downwards it would be as wide as it is high now"


@pytest.mark.parametrize("column", [2000, 10], ids=["across", "down"])
def test_a_frame_holds_its_own_boxes_and_no_other(column: float) -> None:
    edges = ((0, 2), (0, 3), (1, 3), (2, 4), (3, 5), (5, 6), (1, 7), (7, 4))
    sketch = Sketch(9, (100, 40), edges, ((0, 3), (1, 2, 5), (6, 8)))
    layout = lay_out(sketch, PURE, column)
    for (left, top, width, height), boxes in zip(layout.frames, sketch.clusters, strict=True):
        inside = {
            number
            for number, (x, y) in enumerate(layout.boxes)
            if left < x + 100 and x < left + width and top < y + 40 and y < top + height
        }
        assert inside == set(boxes)
        assert 0 <= left < left + width <= layout.width
        assert 0 <= top < top + height <= layout.height
        assert min(layout.boxes[box][1] for box in boxes) - top >= 25, "there is room for a caption"


def test_layout_is_the_same_each_time() -> None:
    sketch = Sketch(3, (90, 40), ((0, 1), (0, 2), (2, 1)), ((0, 1),))
    assert lay_out(sketch, PURE) == lay_out(sketch, PURE)


def test_a_layout_is_made_once_in_a_build(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    dot = tmp_path / "dot"
    dot.write_text(
        f"#!{sys.executable}\nimport sys\nsys.stdin.read()\nopen({str(runs)!r}, 'a').write('x')\n"
        "print('graph 1 2 1\\nnode n0 1 0.5 1 1')\n"
    )
    dot.chmod(dot.stat().st_mode | stat.S_IXUSR)
    layouts = Layouts()
    for _ in range(3):
        assert layouts.lay_out(Sketch(1, (90, 40)), [str(dot)]).boxes
    assert runs.read_text() == "x"
    for _ in range(2):
        with pytest.raises(NoLayoutError, match="failed"):
            layouts.lay_out(Sketch(2, (90, 40)), [str(dot)])
    assert runs.read_text() == "xx"


def test_layout_keeps_two_edges_between_the_same_boxes_apart() -> None:
    first, second = lay_out(Sketch(2, (90, 40), ((0, 1), (0, 1))), PURE).curves
    assert first != second


def test_a_line_to_the_next_column_is_one_plain_curve() -> None:
    layout = lay_out(Sketch(9, (90, 40), tuple((0, head) for head in range(1, 9))), PURE)
    for points in layout.curves:
        assert len(points) == 4
        assert points[0][1] == points[1][1]
        assert points[2][1] == points[3][1]


def test_layout_takes_the_first_command_that_works(tmp_path: Path) -> None:
    broken = tmp_path / "dot"
    broken.write_text(f"#!{sys.executable}\nprint('graph of nothing')\n")
    broken.chmod(broken.stat().st_mode | stat.S_IXUSR)
    sketch = Sketch(1, (90, 40))
    assert lay_out(sketch, [str(broken), *PURE]) == lay_out(sketch, PURE)
    with pytest.raises(NoLayoutError, match="was not found"):
        lay_out(sketch, ["no-such-dot", str(broken)])


def test_text_is_measured_by_its_script() -> None:
    assert text_width("并行", 12) == 24
    assert text_width("ＡＢ", 12) == 24
    assert text_width("iiii", 12) < text_width("nnnn", 12) < text_width("mmmm", 12) < 48
    assert text_width("e\u0301", 12) == text_width("e", 12)


def test_text_is_cut_where_the_room_ends() -> None:
    assert cut("上下文并行", 12, 60) == "上下文并行"
    assert cut("上下文并行", 12, 48) == "上下文…"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("013 Context parallelism", ["013 Context parallelism"]),
        ("013 Context parallelism in both frameworks", ["013 Context parallelism", "in both frameworks"]),
        (
            "013 Context parallelism in both frameworks, read anew",
            ["013 Context parallelism", "in both frameworks, re…"],
        ),
        ("240 Evaluate a Migration from A", ["240 Evaluate a Migration", "from A"]),
        ("上下文并行的源代码分析与文档化计划", ["上下文并行的源代码分析与", "文档化计划"]),
        ("Donaudampfschifffahrtsgesellschaft", ["Donaudampfschifffahrt", "sgesellschaft"]),
        ("a cross-referencing-and-linking tool", ["a cross-referencing-and-", "linking tool"]),
    ],
)
def test_a_title_is_broken_between_words(text: str, lines: list[str]) -> None:
    assert wrap(text, 12, 150, 2) == lines
    assert all(text_width(line, 12) <= 150 for line in lines)


def test_every_box_is_a_link_in_place(build: Build) -> None:
    result = build(PROJECT)
    first, second = result.html("index").select("figure.leanspec-graph")
    boxes = first.select("svg a.leanspec-node")
    assert [box["href"] for box in boxes] == [
        f"specs/{name}.html" for name in ("001-ground", "002-walls", "003-roof", "004-house")
    ]
    (here,) = first.select("a.leanspec-here")
    assert here.title.text == here["aria-label"] == "002 Walls (In progress, 1 / 2 done)"
    assert [text.text for text in here.select("text")] == ["002 Walls", "◑ In progress · 1 / 2"]
    assert here["aria-current"] == "true"
    assert len(here.select("rect")) == 2, "a second outline"
    assert all(len(box.select("rect")) == 1 for box in boxes if box != here)
    assert {"leanspec-in-progress", "leanspec-node"} <= set(here["class"])
    assert len(first.select("path")) == 4
    assert len(first.select("path.leanspec-dashed")) == 2
    assert len(first.select("polygon")) == 2
    assert first.select_one(".leanspec-scroll")["tabindex"] == "0"
    assert "Specs within one step of 002." in first.figcaption.text
    assert "A double outline marks where it starts." in first.figcaption.text
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
        ("```{spec-graph}\n:highlight: 1, 4\n```", "A double outline marks 001."),
        ("```{spec-graph}\n:cluster: tag\n```", "A frame groups the specs with a tag."),
        ("```{spec-graph} 1\n:direction: required_by\n```", "1 further away"),
        ("```{spec-graph} 1, 3\n:depth: 2\n:max-items: 2\n```", "Specs within 2 steps of 001 003."),
        ("```{spec-graph} 1\n:depth: 9\n:max-items: 2\n```", "1 that did not fit"),
        ("```{spec-graph}\n:tag: stone\n```", "An arrow leads from a spec"),
        ("```{spec-graph}\n:specs: 1, 2, 4\n```", "Without a dependency here: "),
        ("```{spec-graph} 4\n```", "004: no dependencies."),
        ("```{spec-graph} 2\n:depth: 0\n```", "Specs within 0 steps of 002."),
        ("```{spec-graph}\n:specs: 1, 4\n```", "None of these specs depends on another."),
        ("```{spec-graph} 1\n:filter: status == 'in-progress'\n```", "Specs within one step of 001."),
    ],
)
def test_what_is_shown_and_what_is_not(build: Build, directive: str, said: str) -> None:
    index = f"# Home\n\n{directive}\n"
    result = build({**HOUSE, "specs/004-house/README.md": spec("House"), "index.md": index})
    text = result.html("index").select_one(".leanspec-spec-graph").text
    assert said in " ".join(text.split())
    assert not result.warnings


FRAMES = "# Home\n\n" + "\n".join(
    f"```{{spec-graph}}\n:cluster: {by}\n:parents:\n```\n" for by in ("parent", "tag", "status")
)


def test_frames_hold_what_belongs_together(build: Build) -> None:
    figures = build({**PROJECT, "index.md": FRAMES}).html("index").select("figure.leanspec-graph")
    names = [[frame.title.text for frame in figure.select(".leanspec-frame")] for figure in figures]
    assert names[0] == ["004 House"]
    assert names[1] == ["stone"]
    assert sorted(names[2]) == ["Complete", "Draft", "In progress", "Odd", "Planned"]
    assert figures[0].select_one(".leanspec-frame a")["href"] == "specs/004-house.html"
    assert "● Complete" in [text.text for text in figures[2].select(".leanspec-frame text")]
    first = figures[0].select_one("details > ul > li")
    assert first.p.text == "004 House"
    assert [link["href"] for link in first.select(":scope > ul > li > p > a")] == [
        f"specs/{name}.html" for name in ("002-walls", "003-roof", "004-house")
    ]


def test_frames_are_names_above_lists_where_there_is_no_picture(build: Build) -> None:
    index = "# Home\n\n```{spec-graph}\n:cluster: status\n```\n"
    text = build({**HOUSE, "index.md": index}, builder="text").text("index.txt")
    assert "* ● Complete * 001 Ground" in " ".join(text.split())


def test_a_page_marks_the_specs_that_it_covers(build: Build) -> None:
    page = build({**HOUSE, "index.md": "---\nspecs: [2, 3]\n---\n# Home\n\n```{spec-graph} 2\n```\n"})
    figure = page.html("index").figure
    assert [box["aria-label"][:3] for box in figure.select("[aria-current]")] == ["002", "003"]
    assert "A double outline marks 002 003." in figure.figcaption.text


def test_lines_and_neighbours_are_known_to_the_stylesheet(build: Build) -> None:
    picture = build(PROJECT).html("index").select("svg.leanspec-picture")[1]
    nodes = picture.select("a.leanspec-node")
    for line in picture.select(".leanspec-line"):
        for end in line["data-near"].split():
            for other in line["data-near"].split():
                (node,) = [node for node in nodes if node["data-at"] == end]
                assert other in node["data-near"].split()
    assert picture.style.text.count(":has(") == len(nodes)


def test_a_picture_too_large_for_paper_has_its_list_printed(build: Build) -> None:
    chain = {f"specs/{at:03}-a/README.md": spec("A", f"depends_on: [{at - 1}]") for at in range(2, 18)}
    files = {**chain, "specs/001-a/README.md": spec("A"), "index.md": "# Home\n\n```{spec-graph}\n```\n"}
    page = build(files).html("index")
    assert page.select("details.leanspec-too-small")
    assert float(page.select_one("svg.leanspec-picture")["width"]) < 400, (
        "downwards it is no wider than a box"
    )
    tex = build(files, builder="latex")
    (path,) = tex.outdir.glob("*.tex")
    assert path.read_text("utf-8").count("leanspecpicture") == 2
    assert r"\item" in path.read_text("utf-8").partition("leanspeccaption")[2].partition("leanspeccaption")[0]


def test_what_is_left_out_of_a_large_graph_is_counted_and_the_legend_counts_all(build: Build) -> None:
    pairs = {
        f"specs/{at:03}-a/README.md": spec("A", f"depends_on: [{at - at % 2}]", status="complete")
        for at in range(1, 31)
        if at % 2
    }
    bases = {
        f"specs/{at:03}-b/README.md": spec("B", status="archived" if at == 4 else "complete")
        for at in range(0, 31, 2)
    }
    open_ones = {
        "specs/040-o/README.md": spec("Open", "depends_on: [2]"),
        **{f"specs/{at:03}-o/README.md": spec("Open") for at in range(50, 63)},
    }
    index = "# Home\n\n```{spec-graph}\n```\n\n```{spec-graph}\n:all:\n:max-items: 0\n```\n"
    short, whole = build({**pairs, **bases, **open_ones, "index.md": index}).html("index").select("figure")
    assert [box["aria-label"][:3] for box in short.select("a.leanspec-node")] == ["002", "040"]
    said = " ".join(short.figcaption.p.find_next_sibling("p").text.split())
    assert said == (
        "Not shown: 27 finished, and not needed by an open spec, 1 archived, 15 without a dependency."
    )
    legend = [
        item.text.replace("\N{NO-BREAK SPACE}", " ") for item in short.select(".leanspec-legend > span")
    ]
    assert legend == ["◔Planned 1 / 14", "●Complete 1 / 30", "▣Archived 0 / 1"]
    assert len(whole.select("a.leanspec-node")) == 31
    assert whole.select(".leanspec-archived.leanspec-node")


def test_a_graph_shows_as_many_specs_as_fit_into_the_text(build: Build) -> None:
    edges = {at: sorted({at // 2, at - 5}) for at in range(5, 60)}
    files = {
        f"specs/{at:03}-a/README.md": spec(
            "A title that is as long as most titles are", f"depends_on: {edges.get(at, [])}"
        )
        for at in range(60)
    }
    result = build(
        {**files, "index.md": "# Home\n\n```{spec-graph}\n```\n\n```{spec-graph}\n:max-items: 60\n```\n"}
    )
    fitting, wide = result.html("index").select("svg.leanspec-picture")
    assert float(fitting["width"]) <= 1750 < float(wide["width"])
    shown, whole = (len(picture.select("a.leanspec-node")) for picture in (fitting, wide))
    assert 12 <= shown < whole == 60
    assert f"Not shown: {60 - shown} that did not fit." in result.html("index").figcaption.text


def test_a_graph_that_is_not_whole_opens_large_on_a_page_of_its_own(build: Build) -> None:
    files = {
        **PROJECT,
        "specs/007-past/README.md": spec("Past", "depends_on: [1]", status="archived"),
        "docs/a.md": "---\norphan: true\n---\n# A & B\n\n```{spec-graph}\n```\n\n```{spec-graph} 1\n```\n",
    }
    result = build(files)
    links = [link["href"] for link in result.html("docs/a").select("a.leanspec-open")]
    assert links == ["a.graph.html", "a.graph-2.html"]
    page = result.html("docs/a.graph")
    assert page.title.text == "Dependencies of 6 specs — A & B"
    assert page.nav.a["href"] == "a.html"
    boxes = page.select("main a.leanspec-node")
    assert "../specs/007-past.html" in [box["href"] for box in boxes], "with what is archived"
    assert [link.text for link in page.select("ul a")] == ["004 House (Draft)"]
    assert (result.outdir / "docs" / page.select_one("link[rel=stylesheet]")["href"]).is_file()
    assert (result.outdir / "docs" / page.script["src"]).is_file()
    (result.srcdir / "docs/a.md").write_text(
        "---\norphan: true\n---\n# A\n\n```{spec-graph} 1\n:depth: 9\n```\n"
    )
    build(result.srcdir)
    assert not list((result.outdir / "docs").glob("*.graph*.html")), "what is shown whole has none"


@pytest.mark.browser
def test_a_large_graph_is_moved_and_zoomed_by_keyboard(build: Build, browser_page: Page) -> None:
    files = {
        f"specs/{at:03}-a/README.md": spec("A long title here", f"depends_on: [{at // 2}]")
        for at in range(1, 40)
    }
    result = build(
        {**files, "specs/000-a/README.md": spec("A"), "index.md": "# Home\n\n```{spec-graph} 20\n```\n"}
    )
    browser_page.set_viewport_size({"width": 500, "height": 500})
    browser_page.goto((result.outdir / "index.graph.html").as_uri())
    scroll = browser_page.locator("main")
    size = "element => [element.scrollLeft, element.querySelector('svg').getBoundingClientRect().width]"
    assert browser_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    scroll.focus()
    browser_page.keyboard.press("+")
    _, wide = scroll.evaluate(size)
    browser_page.keyboard.press("-")
    assert scroll.evaluate(size)[1] == pytest.approx(wide / 1.25, abs=1)
    browser_page.keyboard.press("0")
    assert scroll.evaluate("element => element.scrollWidth <= element.clientWidth + 30")
    for _press in range(8):
        browser_page.keyboard.press("+")
    before = scroll.evaluate(size)[0]
    browser_page.keyboard.press("ArrowLeft")
    browser_page.wait_for_function(f"document.querySelector('main').scrollLeft < {before}")


def test_a_legend_can_be_left_out(build: Build) -> None:
    page = build({**HOUSE, "index.md": "# Home\n\n```{spec-graph} 2\n:no-legend:\n```\n"}).html("index")
    assert page.select("figure svg")
    assert not page.select(".leanspec-legend")


def test_a_name_of_no_spec_is_a_warning(build: Build) -> None:
    result = build({**HOUSE, "index.md": "# Home\n\n```{spec-graph} 404\n```\n"})
    warnings = [line for line in result.warnings if "404" in line]
    assert warnings
    assert "index.md:3: WARNING: spec-graph: `404` names no spec here" in warnings[0]
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
    assert "What a spec depends on stands below it." in text
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
    assert not [line for line in result.warnings if not re.search(r"leanspec\.(cycle|status)", line)]
    assert result.stdout.count("the edges of 2 are listed") == 1
    pages = PdfReader(result.pdf()).pages
    texts = {"".join(page.extract_text().split()): page for page in pages}
    text = next(text for text in texts if "Specswithinonestepof" in text)
    page = texts[text]
    assert "002WallsInprogress" in text
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


FAMILIES = ("DejaVu Sans", "monospace", "serif", "cursive", "fantasy")


@pytest.mark.browser
@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_a_box_holds_its_text_in_every_font(weight: str, build: Build, browser_page: Page) -> None:
    titles = (
        "WWMM @ WWMM 100 % WWMMMWWW",
        "Illicit fillings till illness wills it",
        "规格说明保存在仓库里与代码一起评审",
    )
    titles += ("Implement the migration of 42 Wide Meters", "Short", "x" * 30, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    files = {
        f"specs/{at:03}-a/README.md": spec(title, "depends_on: [1]") for at, title in enumerate(titles, 1)
    }
    result = build({**files, "index.md": "# Home\n\n```{spec-graph}\n:cluster: status\n```\n"})
    browser_page.goto((result.outdir / "index.html").as_uri())
    for family in FAMILIES:
        style = f"font-family: {family!r}, {family}; font-weight: {weight} !important"
        browser_page.add_style_tag(content=f".leanspec-picture text {{ {style} }}")
        over = browser_page.evaluate(
            """() => [...document.querySelectorAll('.leanspec-node')].flatMap(node => {
                const box = node.querySelector('rect').getBoundingClientRect()
                return [...node.querySelectorAll('text')].filter(
                    text => text.getBoundingClientRect().right > box.right
                ).map(text => text.textContent)
            })"""
        )
        assert over == [], family


@pytest.mark.browser
def test_a_picture_opens_at_its_middle_and_dims_what_is_far(build: Build, browser_page: Page) -> None:
    many = {f"specs/{at:03}-a/README.md": spec("A", "depends_on: [20]") for at in range(1, 13)}
    more = {f"specs/{at:03}-a/README.md": spec("A") for at in range(21, 33)}
    middle = spec("Middle", f"depends_on: [{', '.join(map(str, range(21, 33)))}]")
    index = "# Home\n\n```{spec-graph} 20\n```\n"
    result = build({**many, **more, "specs/020-m/README.md": middle, "index.md": index})
    browser_page.set_viewport_size({"width": 400, "height": 800})
    browser_page.goto((result.outdir / "index.html").as_uri())
    scroll = browser_page.locator(".leanspec-scroll")
    scroll.evaluate("element => Promise.all(element.getAnimations().map(found => found.finished))")
    here = browser_page.locator("a.leanspec-here")
    place, box = scroll.bounding_box(), here.bounding_box()
    assert place is not None
    assert box is not None
    assert abs(place["x"] + place["width"] / 2 - box["x"] - box["width"] / 2) < 3
    scroll.evaluate("element => { element.scrollLeft = 0 }")
    browser_page.evaluate("new Promise(next => requestAnimationFrame(() => requestAnimationFrame(next)))")
    assert scroll.evaluate("element => element.scrollLeft") == 0, "it does not jump back"
    far = "document.querySelector('.leanspec-scroll a[href*=\"021\"]')"
    assert browser_page.evaluate(f"getComputedStyle({far}).opacity") == "1"
    scroll.locator("a[href*='001-a']").hover()  # beside the page, too, as an open spec
    assert browser_page.evaluate(f"getComputedStyle({far}).opacity") == "0.3"
    assert here.evaluate("element => getComputedStyle(element).opacity") == "1"
