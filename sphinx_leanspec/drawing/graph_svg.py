"""A diagram as a picture: boxes, lines and frames as plain data, and as SVG without colours of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import hypot
from typing import Final

from ..lifecycle import FINISHED
from .graph_layout import Frame, GraphLayout, Point, cut, text_width

FONT: Final = 12.0  # CSS pixels, as in the stylesheet
SMALL: Final = 11.0
PADDING: Final = 10.0
CAPTION: Final = 16.0  # from the top of a frame to the line its name stands on
SMALLEST: Final = 0.8
"""By how much a picture may shrink until its letters are too small to be read."""

COLUMN: Final = 700 / SMALLEST
"""How wide a picture can be that most themes show without scrolling."""

_PAPER: Final = (1000.0, 1250.0)  # width and height; larger pictures cannot be read on a sheet

_HEIGHT: Final = 42.0
_WIDEST: Final = 200.0
_BASELINES: Final = (17.5, 33.0)
_ARROW: Final = (7.0, 2.8)  # length, half of the width
_ROUND: Final = 6
_SQUARE: Final = 1
_MOST_DIMMED: Final = 60


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
class Name:
    """What a frame is called.

    :param uri: where that leads, if it leads anywhere.
    :param status: the status' name and its glyph, if the frame holds the specs of one.
    """

    text: str
    uri: str = ""
    status: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class TextLine:
    """An edge between two boxes, by their place in the list; a dashed one has no arrow."""

    tail: int
    head: int
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A diagram with everything in its place."""

    labels: tuple[Label, ...]
    lines: tuple[TextLine, ...]
    box: Point
    layout: GraphLayout
    names: tuple[Name, ...] = ()
    """What the frames are called."""

    @property
    def is_too_small(self) -> bool:
        """Whether it cannot be read on paper, where it has to be as small as the sheet."""
        width, height = _PAPER
        return self.layout.width > width or self.layout.height > height


def box_size(labels: Sequence[Label]) -> Point:
    """Return width and height of a box that holds any of these labels; equal boxes align in columns."""
    texts = [text for label in labels for text in (label.title, f"{label.glyph} {label.state}")]
    wanted = max(text_width(text, FONT) for text in texts)
    return round(min(wanted, _WIDEST) + 2 * PADDING), _HEIGHT


def arrow(points: Sequence[Point]) -> tuple[Point, Point, Point]:
    """Return the corners of the arrowhead at the end of a curve, its tip first."""
    tip = points[-1]
    behind = next((point for point in reversed(points) if point != tip), (tip[0] - 1, tip[1]))
    length = hypot(tip[0] - behind[0], tip[1] - behind[1])
    ux, uy = (tip[0] - behind[0]) / length, (tip[1] - behind[1]) / length
    long, half = _ARROW
    x, y = tip[0] - long * ux, tip[1] - long * uy
    return tip, (x - half * uy, y + half * ux), (x + half * uy, y - half * ux)


def svg(picture: Picture) -> str:
    """Draw a graph as SVG; its colours come from the stylesheet alone."""
    layout = picture.layout
    width, height = f"{layout.width:g}", f"{layout.height:g}"
    parts = [
        *map(_svg_frame, picture.names, layout.frames),
        '<g aria-hidden="true">',
        *map(_svg_line, picture.lines, layout.curves),
        "</g>",
        *(_svg_box(picture, number) for number in range(len(picture.labels))),
    ]
    body = "\n".join(parts)
    name = f"leanspec-picture-{hashlib.sha256(body.encode()).hexdigest()[:8]}"
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    start = f'<svg class="leanspec-picture {name}" xmlns="http://www.w3.org/2000/svg" {size}>'
    return f"{start}\n{body}\n{_dimming(picture, name)}</svg>"


def _dimming(picture: Picture, name: str) -> str:
    """Return the style rules that dim everything except a box that is pointed at and its neighbours."""
    count = len(picture.labels)
    if count > _MOST_DIMMED or not picture.lines:
        return ""
    rules = (
        f'.{name}:has([data-at="{number}"]:is(:hover,:focus-visible)) '
        f'[data-near]:not([data-near~="{number}"]){{opacity:.3}}'
        for number in range(count)
    )
    return "<style>" + "\n".join(rules) + "</style>\n"


def _svg_frame(name: Name, frame: Frame) -> str:
    left, top, width, height = frame
    text = escape(cut(name.text, SMALL, width - 3 * PADDING))
    if name.status:
        look, glyph = name.status
        text = f'<tspan class="leanspec-glyph leanspec-{look}">{glyph}</tspan> {text}'
    said = f'<text x="{left + PADDING:g}" y="{top + CAPTION:g}">{text}</text>'
    if name.uri:
        said = f'<a href="{escape(name.uri)}" aria-label="{escape(name.text)}">{said}</a>'
    outline = _rect((left, top), (width, height), _ROUND + 2)
    return f'<g class="leanspec-frame"><title>{escape(name.text)}</title>{outline}{said}</g>'


def _svg_line(line: TextLine, points: Sequence[Point]) -> str:
    start, *rest = (f"{x:g} {y:g}" for x, y in points)
    dashed = ' class="leanspec-dashed"' if line.dashed else ""
    path = f'<path{dashed} d="M{start}C{" ".join(rest)}"/>'
    if not line.dashed:
        corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in arrow(points))
        path += f'<polygon points="{corners}"/>'
    return f'<g class="leanspec-line" data-near="{line.tail} {line.head}">{path}</g>'


def _svg_box(picture: Picture, number: int) -> str:
    label, corner, box = picture.labels[number], picture.layout.boxes[number], picture.box
    room = box[0] - 2 * PADDING
    title, said = cut(label.title, FONT, room), cut(label.state, FONT, room - FONT)
    x, (first, second) = corner[0] + PADDING, _BASELINES
    corners = _SQUARE if label.status in FINISHED else _ROUND  # what is finished has square ones
    outline = _rect(corner, box, corners)
    if label.here:
        outline = _rect((corner[0] - 3, corner[1] - 3), (box[0] + 6, box[1] + 6), corners + 3) + outline
    classes = f"leanspec-node leanspec-{label.status}" + (" leanspec-here" if label.here else "")
    current = 'aria-current="true" ' if label.here else ""
    near = " ".join(map(str, _near(picture, number)))
    return (
        f'<a class="{classes}" href="{escape(label.uri) or "#"}" {current}aria-label="{escape(label.tip)}" '
        f'data-at="{number}" data-near="{near}"><title>{escape(label.tip)}</title>{outline}'
        f'<text x="{x:g}" y="{corner[1] + first:g}">{escape(title)}</text>'
        f'<text class="leanspec-state" x="{x:g}" y="{corner[1] + second:g}">'
        f'<tspan class="leanspec-glyph">{label.glyph}</tspan> {escape(said)}</text></a>'
    )


def _rect(corner: Point, size: Point, radius: float) -> str:
    place = f'x="{corner[0]:g}" y="{corner[1]:g}" width="{size[0]:g}" height="{size[1]:g}"'
    return f'<rect {place} rx="{radius:g}"/>'


def _near(picture: Picture, number: int) -> list[int]:
    """Return a box and its direct neighbours."""
    ends = {
        end for line in picture.lines if number in (line.tail, line.head) for end in (line.tail, line.head)
    }
    return sorted({number, *ends})


def start(picture: Picture) -> str:
    """Return the horizontal position that a wide picture opens at: the middle of its highlighted boxes."""
    corners = [
        corner for label, corner in zip(picture.labels, picture.layout.boxes, strict=True) if label.here
    ]
    if not corners:
        return ""
    middle = (min(corners)[0] + max(corners)[0] + picture.box[0]) / 2
    return f'<span class="leanspec-start" style="left: {100 * middle / picture.layout.width:.1f}%"></span>\n'
