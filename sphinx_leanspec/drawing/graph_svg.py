"""A diagram as a picture: boxes, lines and frames as plain data, and as SVG without colours of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from math import hypot
from typing import Final

from msgspec import Struct

from ..lifecycle import FINISHED
from .graph_layout import Frame, GraphLayout, Point
from .lettering import cut, text_width, wrap
from .svg import Markup, joined, rows, tag

FONT: Final = 12.0  # CSS pixels, as in the stylesheet
SMALL: Final = 11.0
PADDING: Final = 10.0
CAPTION: Final = 16.0  # from the top of a frame to the line its name stands on
SMALLEST: Final = 0.8
"""By how much a picture may shrink until its letters are too small to be read."""

COLUMN: Final = 700 / SMALLEST
"""How wide a picture can be that most themes show without scrolling."""

WIDEST: Final = 2 * COLUMN
"""How wide one can be that is seen as a whole, though hardly read."""

_PAPER: Final = (1000.0, 1250.0)  # width and height; larger pictures cannot be read on a sheet

_WIDE: Final = 1.2
"""How much wider than estimated a text may be: in a broad font, with equal letters say, or a bold one."""
_HEIGHT: Final = 42.0
ROOM: Final = 170.0  # for the words in a box, at most
_LINES: Final = 2
"""How many lines a title may take."""
_BASELINE: Final = 17.5
LEADING: Final = 15.5  # from one line to the next
_ARROW: Final = (7.0, 2.8)  # length, half of the width
_ROUND: Final = 6
_SQUARE: Final = 1
_MOST_DIMMED: Final = 60


class Label(Struct, frozen=True):
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


class Name(Struct, frozen=True):
    """What a frame is called.

    :param uri: where that leads, if it leads anywhere.
    :param status: the status' name and its glyph, if the frame holds the specs of one.
    """

    text: str
    uri: str = ""
    status: tuple[str, str] | None = None


class TextLine(Struct, frozen=True):
    """An edge between two boxes, by their place in the list; a dashed one has no arrow."""

    tail: int
    head: int
    dashed: bool = False


class Picture(Struct, frozen=True):
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


def box_size(labels: Sequence[Label], most: float = ROOM) -> Point:
    """Return width and height of a box that holds any of these labels; equal boxes align in columns.

    :param most: how wide a line of it may be.
    """
    texts = [text for label in labels for text in (label.title, f"{label.glyph} {label.state}")]
    room = min(max(text_width(text, FONT) for text in texts), most)
    lines = max(len(wrap(label.title, FONT, room, _LINES)) for label in labels)
    return round(room + 2 * PADDING), _HEIGHT + LEADING * (lines - 1)


def lettering(label: Label, box: Point) -> tuple[list[str], str]:
    """Return the lines of a title and the state below it, as much as a box has room for."""
    room = box[0] - 2 * PADDING
    lines = round((box[1] - _HEIGHT) / LEADING) + 1
    return wrap(label.title, FONT, room, lines), cut(label.state, FONT, room - FONT)


def arrow(points: Sequence[Point]) -> tuple[Point, Point, Point]:
    """Return the corners of the arrowhead at the end of a curve, its tip first."""
    tip = points[-1]
    behind = next((point for point in reversed(points) if point != tip), (tip[0] - 1, tip[1]))
    length = hypot(tip[0] - behind[0], tip[1] - behind[1])
    ux, uy = (tip[0] - behind[0]) / length, (tip[1] - behind[1]) / length
    long, half = _ARROW
    x, y = tip[0] - long * ux, tip[1] - long * uy
    return tip, (x - half * uy, y + half * ux), (x + half * uy, y - half * ux)


def svg(picture: Picture) -> Markup:
    """Draw a graph as SVG; its colours come from the stylesheet alone."""
    width, height = picture.layout.width, picture.layout.height
    lines = map(_svg_line, picture.lines, picture.layout.curves)
    body = rows(
        (
            *map(_svg_frame, picture.names, picture.layout.frames),
            tag("g", rows(lines), aria_hidden="true"),
            *(_svg_box(picture, number) for number in range(len(picture.labels))),
        )
    )
    name = f"leanspec-picture-{hashlib.sha256(body.strip().encode()).hexdigest()[:8]}"
    size = {"width": width, "height": height, "viewBox": f"0 0 {width:g} {height:g}"}
    kind = f"leanspec-picture {name}"
    return tag("svg", body, _dimming(picture, name), class_=kind, xmlns="http://www.w3.org/2000/svg", **size)


def _dimming(picture: Picture, name: str) -> Markup:
    """Return the style rules that dim everything except a box that is pointed at and its neighbours."""
    count = len(picture.labels)
    if count > _MOST_DIMMED or not picture.lines:
        return Markup()
    rules = (
        f'.{name}:has([data-at="{number}"]:is(:hover,:focus-visible)) '
        f'[data-near]:not([data-near~="{number}"]){{opacity:.3}}'
        for number in range(count)
    )
    return joined([tag("style", Markup("\n".join(rules))), Markup("\n")])  # of numbers and our own names


def _svg_frame(name: Name, frame: Frame) -> Markup:
    left, top, width, height = frame
    text = cut(name.text, SMALL, width - 3 * PADDING)
    fit = _fitted(f"{name.status[1]} {text}" if name.status else text, SMALL, width - 2 * PADDING)
    parts = [text]
    if name.status:
        look, glyph = name.status
        parts = [tag("tspan", glyph, class_=f"leanspec-glyph leanspec-{look}"), " ", *parts]
    said = tag("text", *parts, x=left + PADDING, y=top + CAPTION, **fit)
    if name.uri:
        said = tag("a", said, href=name.uri, aria_label=name.text)
    outline = _rect((left, top), (width, height), _ROUND + 2)
    return tag("g", tag("title", name.text), outline, said, class_="leanspec-frame")


def _svg_line(line: TextLine, points: Sequence[Point]) -> Markup:
    start, *rest = (f"{x:g} {y:g}" for x, y in points)
    path = f"M{start}C{' '.join(rest)}"
    drawn = [tag("path", class_="leanspec-dashed" if line.dashed else None, d=path)]
    if not line.dashed:
        drawn.append(tag("polygon", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in arrow(points))))
    return tag("g", *drawn, class_="leanspec-line", data_near=f"{line.tail} {line.head}")


def _svg_box(picture: Picture, number: int) -> Markup:
    label, corner, box = picture.labels[number], picture.layout.boxes[number], picture.box
    corners = _SQUARE if label.status in FINISHED else _ROUND  # what is finished has square ones
    outlines = [_rect(corner, box, corners)]
    if label.here:
        outlines.insert(0, _rect((corner[0] - 3, corner[1] - 3), (box[0] + 6, box[1] + 6), corners + 3))
    return tag(
        "a",
        tag("title", label.tip),
        *outlines,
        *_svg_texts(label, corner, box),
        class_=f"leanspec-node leanspec-{label.status}" + (" leanspec-here" if label.here else ""),
        href=label.uri or "#",
        aria_current="true" if label.here else None,
        aria_label=label.tip,
        data_at=number,
        data_near=" ".join(map(str, _near(picture, number))),
    )


def _svg_texts(label: Label, corner: Point, box: Point) -> list[Markup]:
    """Draw what a box says: a title of fewer lines than others have stands in the middle."""
    lines, state = lettering(label, box)
    room, x = box[0] - 2 * PADDING, corner[0] + PADDING
    y = corner[1] + _BASELINE + (box[1] - _HEIGHT - LEADING * (len(lines) - 1)) / 2
    titles = [
        tag("text", line, x=x, y=y + at * LEADING, **_fitted(line, FONT, room))
        for at, line in enumerate(lines)
    ]
    said = [tag("tspan", label.glyph, class_="leanspec-glyph"), " ", state]
    fit = _fitted(f"{label.glyph} {state}", FONT, room)
    below = y + len(lines) * LEADING
    return [*titles, tag("text", *said, class_="leanspec-state", x=x, y=below, **fit)]


def _fitted(text: str, size: float, room: float) -> dict[str, float | str]:
    """Return the attributes that make a text as wide as it was taken for, in whatever font a reader has.

    None where it has room enough: then it stands as its font draws it.

    :param room: how wide it may be; as much as the padding of a box may be used up besides.
    """
    width = text_width(text, size)
    if width * _WIDE <= room + PADDING:
        return {}
    return {"textLength": round(min(width, room), 1), "lengthAdjust": "spacingAndGlyphs"}


def _rect(corner: Point, size: Point, radius: float) -> Markup:
    (x, y), (width, height) = corner, size
    return tag("rect", x=x, y=y, width=width, height=height, rx=radius)


def _near(picture: Picture, number: int) -> list[int]:
    """Return a box and its direct neighbours."""
    ends = {
        end for line in picture.lines if number in (line.tail, line.head) for end in (line.tail, line.head)
    }
    return sorted({number, *ends})


def start(picture: Picture) -> Markup:
    """Return the horizontal position that a wide picture opens at: the middle of its highlighted boxes."""
    corners = [
        corner for label, corner in zip(picture.labels, picture.layout.boxes, strict=True) if label.here
    ]
    if not corners:
        return Markup()
    middle = (min(corners)[0] + max(corners)[0] + picture.box[0]) / 2
    place = f"left: {100 * middle / picture.layout.width:.1f}%"
    return joined([tag("span", "", class_="leanspec-start", style=place), Markup("\n")])
