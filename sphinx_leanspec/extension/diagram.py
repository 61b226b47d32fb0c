"""A diagram of specs as nodes: the picture, how to read it, and the same as a list.

HTML gets SVG in the page, whose boxes are links and whose colours are the theme's; LaTeX gets a TikZ picture
of the same. Every other builder gets the list alone, which the view puts in place of the figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import hypot
from typing import TYPE_CHECKING, Final

from docutils import nodes

from .layout import Layout, Point, cut, text_width

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator

DRAWING: Final = ("html", "latex")
"""The formats that can draw a diagram."""

_FONT: Final = 12.0  # CSS pixels, as in the stylesheet
_PADDING: Final = 10.0
_HEIGHT: Final = 42.0
_WIDEST: Final = 200.0
_BASELINES: Final = (17.5, 33.0)
_ARROW: Final = (7.0, 2.8)  # length, half of the width
_BP: Final = 0.75  # big points of paper for a CSS pixel


class leanspec_diagram(nodes.General, nodes.Element):
    """A figure: a picture and a caption."""


class leanspec_picture(nodes.General, nodes.Element):
    """The picture: attributes ``picture`` and ``label``, what it shows in a sentence."""


class leanspec_caption(nodes.General, nodes.Element):
    """What stands below the picture."""


class leanspec_as_list(nodes.General, nodes.Element):
    """The picture as a list, which readers can open."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a box says.

    :param state: glyph, word and count, as text.
    :param status: the status' name, for colour; ``other`` if it is none of LeanSpec's.
    :param tip: all of it in full.
    :param uri: where the box leads, as the builder writes it.
    :param here: whether the diagram is about this box.
    """

    title: str
    glyph: str
    state: str
    status: str
    tip: str
    uri: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """An edge between two boxes, by their place in the list; a dashed one has no arrow."""

    tail: int
    head: int
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A diagram with everything in its place."""

    labels: tuple[Label, ...]
    lines: tuple[Line, ...]
    box: Point
    layout: Layout


def box_size(labels: Sequence[Label]) -> Point:
    """:returns: width and height of a box that holds any of these; of one size, they stand in columns."""
    texts = [text for label in labels for text in (label.title, f"{label.glyph} {label.state}")]
    wanted = max(text_width(text, _FONT) for text in texts)
    return round(min(wanted, _WIDEST) + 2 * _PADDING), _HEIGHT


def _arrow(points: Sequence[Point]) -> tuple[Point, Point, Point]:
    """:returns: the corners of the arrow at the end of a curve, its tip first."""
    tip = points[-1]
    behind = next((point for point in reversed(points) if point != tip), (tip[0] - 1, tip[1]))
    length = hypot(tip[0] - behind[0], tip[1] - behind[1])
    ux, uy = (tip[0] - behind[0]) / length, (tip[1] - behind[1]) / length
    long, half = _ARROW
    x, y = tip[0] - long * ux, tip[1] - long * uy
    return tip, (x - half * uy, y + half * ux), (x + half * uy, y - half * ux)


def svg(picture: Picture) -> str:
    """:returns: the picture as SVG, without any colour of its own."""
    layout = picture.layout
    width, height = f"{layout.width:g}", f"{layout.height:g}"
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    parts = [
        f'<svg class="leanspec-picture" xmlns="http://www.w3.org/2000/svg" {size}>',
        '<g class="leanspec-lines" aria-hidden="true">',
    ]
    for line, points in zip(picture.lines, layout.curves, strict=True):
        start, *rest = (f"{x:g} {y:g}" for x, y in points)
        dashed = ' class="leanspec-dashed"' if line.dashed else ""
        parts.append(f'<path{dashed} d="M{start}C{" ".join(rest)}"/>')
        if not line.dashed:
            corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in _arrow(points))
            parts.append(f'<polygon points="{corners}"/>')
    parts.append("</g>")
    boxes = zip(picture.labels, layout.boxes, strict=True)
    parts += (_svg_box(label, corner, picture.box) for label, corner in boxes)
    parts.append("</svg>")
    return "\n".join(parts)


def _svg_box(label: Label, corner: Point, box: Point) -> str:
    here = " leanspec-here" if label.here else ""
    current = ' aria-current="true"' if label.here else ""
    room = box[0] - 2 * _PADDING
    title, said = cut(label.title, _FONT, room), cut(label.state, _FONT, room - _FONT)
    x, (first, second) = corner[0] + _PADDING, _BASELINES
    return (
        f'<a class="leanspec-node leanspec-{label.status}{here}" href="{escape(label.uri) or "#"}"{current}'
        f' aria-label="{escape(label.tip)}"><title>{escape(label.tip)}</title>'
        f'<rect x="{corner[0]:g}" y="{corner[1]:g}" width="{box[0]:g}" height="{box[1]:g}" rx="6"/>'
        f'<text x="{x:g}" y="{corner[1] + first:g}">{escape(title)}</text>'
        f'<text class="leanspec-state" x="{x:g}" y="{corner[1] + second:g}">'
        f'<tspan class="leanspec-glyph">{label.glyph}</tspan> {escape(said)}</text></a>'
    )


def _visit_diagram_html(self: HTML5Translator, node: leanspec_diagram) -> None:
    self.body.append(self.starttag(node, "figure", CLASS="leanspec-graph"))


def _depart_diagram_html(self: HTML5Translator, node: leanspec_diagram) -> None:
    self.body.append("</figure>\n")


def _visit_picture_html(self: HTML5Translator, node: leanspec_picture) -> None:
    label = escape(node["label"])
    self.body.append(f'<div class="leanspec-scroll" role="group" aria-label="{label}" tabindex="0">\n')
    self.body.append(f"{svg(node['picture'])}\n</div>\n")
    raise nodes.SkipNode


def _visit_caption_html(self: HTML5Translator, node: leanspec_caption) -> None:
    self.body.append("<figcaption>\n")


def _depart_caption_html(self: HTML5Translator, node: leanspec_caption) -> None:
    self.body.append("</figcaption>\n")


def _visit_list_html(self: HTML5Translator, node: leanspec_as_list) -> None:
    self.body.append('<details class="leanspec-as-list"><summary>As a list</summary>\n')


def _depart_list_html(self: HTML5Translator, node: leanspec_as_list) -> None:
    self.body.append("</details>\n")


def _visit_diagram_latex(self: LaTeXTranslator, node: leanspec_diagram) -> None:
    self.body.append("\n\n\\begin{leanspecgraph}\n")


def _depart_diagram_latex(self: LaTeXTranslator, node: leanspec_diagram) -> None:
    self.body.append("\\end{leanspecgraph}\n\n")


def _visit_picture_latex(self: LaTeXTranslator, node: leanspec_picture) -> None:
    picture: Picture = node["picture"]
    self.body.append("\\begin{leanspecpicture}\n")
    for line, points in zip(picture.lines, picture.layout.curves, strict=True):
        style = "leanspec dashed" if line.dashed else "leanspec line"
        self.body.append(f"\\draw[{style}] {_tikz_curve(points)};\n")
        if not line.dashed:
            self.body.append(f"\\fill[leanspec arrow] {' -- '.join(map(_tikz, _arrow(points)))} -- cycle;\n")
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


def _tikz_box(self: LaTeXTranslator, label: Label, corner: Point, box: Point) -> str:
    """:returns: a box; where it leads to a page of this document, with a link."""
    room = box[0] - 2 * _PADDING
    title = self.encode(cut(label.title, _FONT, room))
    said = self.encode(cut(label.state, _FONT, room - _FONT))
    text = rf"\leanspecnode{{{label.status}}}{{{title}}}{{{said}}}{{{room * _BP:.1f}bp}}"
    if label.uri.startswith(("%", "#")):
        text = f"{self.hyperlink(_latex_id(self, label.uri))}{text}}}}}"
    width, height = (f"{side * _BP:.1f}bp" for side in box)
    style = f"leanspec {'here' if label.here else 'node'}={label.status}"
    size = f"minimum width={width}, minimum height={height}"
    return rf"\node[{style}, {size}] at {_tikz(corner)} {{{text}}};" + "\n"


def _latex_id(self: LaTeXTranslator, uri: str) -> str:
    """:returns: the label of a page or of a place in it, named as Sphinx' own references name it."""
    page, _, anchor = uri[1:].partition("#")
    if uri.startswith("#"):
        return f"{self.curfilestack[-1]}:{page}"
    return f"{page}:{anchor}" if anchor else f"{page}::doc"


def _visit_caption_latex(self: LaTeXTranslator, node: leanspec_caption) -> None:
    self.body.append("\\begin{leanspeccaption}\n")


def _depart_caption_latex(self: LaTeXTranslator, node: leanspec_caption) -> None:
    self.body.append("\n\\end{leanspeccaption}\n")


def _skip(self: LaTeXTranslator, node: nodes.Element) -> None:
    raise nodes.SkipNode


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
        (leanspec_as_list, (_visit_list_html, _depart_list_html), (_skip, None)),
    ):
        app.add_node(node, html=html, epub=html, latex=latex)
