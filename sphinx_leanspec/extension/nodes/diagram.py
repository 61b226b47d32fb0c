"""A diagram of specs as nodes: the picture, how to read it, and the same as a list.

HTML gets SVG in the page, whose boxes are links and whose colours are the theme's; LaTeX gets a TikZ picture
of the same. Every other builder gets the list alone, which the view puts in place of the figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ...drawing.graph_layout import Frame, Point
from ...drawing.graph_svg import (
    CAPTION,
    PADDING,
    SMALL,
    SMALLEST,
    Label,
    Name,
    Picture,
    arrow,
    lettering,
    start,
    svg,
)
from ...drawing.lettering import cut
from ...drawing.svg import rows, tag
from ..language import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator

_BP: Final = 0.75  # big points of paper for a CSS pixel


class leanspec_diagram(nodes.General, nodes.Element):
    """A figure: a picture and a caption."""


class leanspec_picture(nodes.General, nodes.Element):
    """The picture: attributes ``picture`` and ``label``, what it shows in a sentence.

    Attribute ``fits``: whether it is no wider than the text, however small its letters become.
    """


class leanspec_caption(nodes.General, nodes.Element):
    """What stands below the picture."""


class leanspec_as_list(nodes.General, nodes.Element):
    """The picture as a list, which readers can open.

    Attribute ``too_small``: whether the picture cannot be read on paper, so that the list is on it, too.
    """


def _visit_diagram_html(self: HTML5Translator, node: leanspec_diagram) -> None:
    self.body.append(self.starttag(node, "figure", CLASS="leanspec-graph"))


def _depart_diagram_html(self: HTML5Translator, node: leanspec_diagram) -> None:
    self.body.append("</figure>\n")


def _visit_picture_html(self: HTML5Translator, node: leanspec_picture) -> None:
    picture: Picture = node["picture"]
    wanted = f"min-width: {SMALLEST * picture.layout.width:.0f}px"  # or no letter could be read
    least = None if node.get("fits") else wanted
    canvas = tag("div", rows([svg(picture)]), start(picture), class_="leanspec-canvas", style=least)
    named = {"aria_label": node["label"], "tabindex": 0}
    self.body.append(f"{tag('div', rows([canvas]), class_='leanspec-scroll', role='group', **named)}\n")
    raise nodes.SkipNode


def _visit_caption_html(self: HTML5Translator, node: leanspec_caption) -> None:
    self.body.append("<figcaption>\n")


def _depart_caption_html(self: HTML5Translator, node: leanspec_caption) -> None:
    self.body.append("</figcaption>\n")


def _visit_list_html(self: HTML5Translator, node: leanspec_as_list) -> None:
    small = " leanspec-too-small" if node["too_small"] else ""
    summary = self.encode(_("As a list"))
    self.body.append(f'<details class="leanspec-as-list{small}"><summary>{summary}</summary>\n')


def _depart_list_html(self: HTML5Translator, node: leanspec_as_list) -> None:
    self.body.append("</details>\n")


def _visit_diagram_latex(self: LaTeXTranslator, node: leanspec_diagram) -> None:
    self.body.append("\n\n\\begin{leanspecgraph}\n")


def _depart_diagram_latex(self: LaTeXTranslator, node: leanspec_diagram) -> None:
    self.body.append("\\end{leanspecgraph}\n\n")


def _visit_picture_latex(self: LaTeXTranslator, node: leanspec_picture) -> None:
    picture: Picture = node["picture"]
    self.body.append("\\begin{leanspecpicture}\n")
    for name, frame in zip(picture.names, picture.layout.frames, strict=True):
        self.body.append(_tikz_frame(self, name, frame))
    for line, points in zip(picture.lines, picture.layout.curves, strict=True):
        style = "leanspec dashed" if line.dashed else "leanspec line"
        self.body.append(f"\\draw[{style}] {_tikz_curve(points)};\n")
        if not line.dashed:
            self.body.append(f"\\fill[leanspec arrow] {' -- '.join(map(_tikz, arrow(points)))} -- cycle;\n")
    for label, corner in zip(picture.labels, picture.layout.boxes, strict=True):
        self.body.append(_tikz_box(self, label, corner, picture.box))
    self.body.append("\\end{leanspecpicture}\n")
    raise nodes.SkipNode


def _tikz(point: Point) -> str:
    return f"({point[0]:.1f},{-point[1]:.1f})"


def _tikz_curve(points: Sequence[Point]) -> str:
    path = _tikz(points[0])
    for first, second, end in zip(points[1::3], points[2::3], points[3::3], strict=True):
        path += f" .. controls {_tikz(first)} and {_tikz(second)} .. {_tikz(end)}"
    return path


def _tikz_frame(self: LaTeXTranslator, name: Name, frame: Frame) -> str:
    left, top, width, height = frame
    text = self.encode(cut(name.text, SMALL, width - 3 * PADDING))
    if name.status:
        text = rf"\leanspecstatus{{{name.status[0]}}}{{{text}}}"
    corners = f"{_tikz((left, top))} rectangle {_tikz((left + width, top + height))}"
    place = _tikz((left + PADDING, top + CAPTION))
    named = rf"\node[leanspec name] at {place} {{\leanspecframename{{{text}}}}};"
    return rf"\draw[leanspec frame] {corners};{named}" + "\n"


def _tikz_box(self: LaTeXTranslator, label: Label, corner: Point, box: Point) -> str:
    """Draw a box in TikZ; if it leads to a page of this document, with a link."""
    room = box[0] - 2 * PADDING
    lines, state = lettering(label, box)
    title = r"\leanspecbreak ".join(rf"\mbox{{{self.encode(line)}}}" for line in lines)
    said = self.encode(state)
    text = rf"\leanspecnode{{{label.status}}}{{{title}}}{{{said}}}{{{room * _BP:.1f}bp}}"
    if label.uri.startswith(("%", "#")):
        text = f"{self.hyperlink(_latex_id(self, label.uri))}{text}}}}}"
    width, height = (f"{side * _BP:.1f}bp" for side in box)
    style = f"leanspec {'here' if label.here else 'node'}={label.status}"
    size = f"minimum width={width}, minimum height={height}"
    return rf"\node[{style}, {size}] at {_tikz(corner)} {{{text}}};" + "\n"


def _latex_id(self: LaTeXTranslator, uri: str) -> str:
    """Return the label of a page or a place in it, as Sphinx' own references name it."""
    page, _, anchor = uri[1:].partition("#")
    if uri.startswith("#"):
        return f"{self.curfilestack[-1]}:{page}"
    return f"{page}:{anchor}" if anchor else f"{page}::doc"


def _visit_caption_latex(self: LaTeXTranslator, node: leanspec_caption) -> None:
    self.body.append("\\begin{leanspeccaption}\n")


def _depart_caption_latex(self: LaTeXTranslator, node: leanspec_caption) -> None:
    self.body.append("\n\\end{leanspeccaption}\n")


def _visit_list_latex(self: LaTeXTranslator, node: leanspec_as_list) -> None:
    if not node["too_small"]:
        raise nodes.SkipNode


def _depart_list_latex(self: LaTeXTranslator, node: leanspec_as_list) -> None:
    pass


def register(app: Sphinx) -> None:
    """Register the nodes with the builders that draw; EPUB is HTML, but does not fall back to it."""
    for node, html, latex in (
        (
            leanspec_diagram,
            (_visit_diagram_html, _depart_diagram_html),
            (_visit_diagram_latex, _depart_diagram_latex),
        ),
        (leanspec_picture, (_visit_picture_html, None), (_visit_picture_latex, None)),
        (
            leanspec_caption,
            (_visit_caption_html, _depart_caption_html),
            (_visit_caption_latex, _depart_caption_latex),
        ),
        (leanspec_as_list, (_visit_list_html, _depart_list_html), (_visit_list_latex, _depart_list_latex)),
    ):
        app.add_node(node, html=html, epub=html, latex=latex)
