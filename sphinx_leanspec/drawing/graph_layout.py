"""Where the boxes and lines of a diagram go: sizes by us, places by Graphviz' ``dot`` or a port of it.

``dot`` gets numbers only, never a text of a spec: nobody can slip it a command, and it measures no text,
which it does for few fonts and no Chinese.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from collections import Counter
from collections.abc import Iterable, Sequence
from math import inf
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from ..cycles import components

Point = tuple[float, float]
Frame = tuple[float, float, float, float]
"""Left, top, width and height."""

PORT: Final = "graphviz-pure"
"""The command of the port, which comes as a wheel with this package."""

_INCH: Final = 72  # units of a diagram: CSS pixels, as many to dot's inch as it has points
_MARGIN: Final = 4
_SECONDS: Final = 60
_GAP: Final = 16
_RANK_GAPS: Final = (48, 112)  # between columns: for one line, for a fan of many
_FAN_GAP: Final = 4
_ROW_GAPS: Final = (40, 72)  # between rows, likewise
_NARROWER: Final = 0.6
_FRAME: Final = 10  # between a frame and what is in it
_CAPTION: Final = 18  # more above, for the frame's name


class Sketch(Struct, frozen=True):
    """What is to be laid out.

    :param count: how many boxes there are, all of one size.
    :param box: width and height of a box.
    :param edges: for each edge the boxes it leads from and to.
    :param clusters: the boxes that are to stand in a frame together; no box is in two.
    """

    count: int
    box: Point
    edges: tuple[tuple[int, int], ...] = ()
    clusters: tuple[tuple[int, ...], ...] = ()


class GraphLayout(Struct, frozen=True):
    """Where everything is, in CSS pixels from the top left.

    :param boxes: the top left corner of each box.
    :param curves: for each edge the points of its cubic Bézier curves, tail first.
    :param frames: the frame of each cluster, with room for a caption at its top.
    """

    width: float
    height: float
    boxes: tuple[Point, ...]
    curves: tuple[tuple[Point, ...], ...]
    frames: tuple[Frame, ...] = ()


class NoLayoutError(Exception):
    """There is nothing that can lay out a diagram, or it failed; says why."""


def scripts() -> str:
    """Return the folder of the commands that packages installed, on the path or not."""
    return sysconfig.get_path("scripts")


def find(command: str) -> str | None:
    """Find a command on the path, or beside this Python; None if there is none."""
    return shutil.which(command) or shutil.which(command, path=scripts())


class Layouts:
    """The layouts of a build.

    A view is drawn to see whether its page is fresh, and once more when that is written. From one build to
    the next nothing is kept: sixty boxes take ``dot`` a few hundredths of a second.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[Sketch, tuple[str, ...], float], GraphLayout | NoLayoutError] = {}

    def lay_out(self, sketch: Sketch, commands: Iterable[str], column: float = inf) -> GraphLayout:
        """Lay out a sketch as :func:`lay_out` does, and keep the result for the next time."""
        key = (sketch, tuple(commands), column)
        if key not in self._known:
            try:
                self._known[key] = lay_out(*key)
            except NoLayoutError as error:
                self._known[key] = error
        found = self._known[key]
        if isinstance(found, NoLayoutError):
            raise NoLayoutError(*found.args)
        return found


def lay_out(sketch: Sketch, commands: Sequence[str], column: float = inf) -> GraphLayout:
    """Lay out boxes along their edges: from left to right, or downwards where that is much narrower.

    :param commands: what to try, the first that works counts.
    :param column: how wide a layout may be before the other way is tried.
    :raises NoLayoutError: if no command works.
    """
    across = _lay_out(sketch, commands, _Across(sketch))
    if across.width <= column:
        return across
    down = _lay_out(sketch, commands, _Down(sketch))
    return down if down.width <= max(column, _NARROWER * across.width) else across


def _lay_out(sketch: Sketch, commands: Iterable[str], way: _Way) -> GraphLayout:
    problems = []
    for command in dict.fromkeys(commands):
        path = find(command)
        if path is None:
            problems.append(f"{command} was not found")
            continue
        try:
            return _smooth(_read(_run(path, _source(sketch, way)), sketch), sketch, way)
        except (OSError, subprocess.SubprocessError, ValueError, LookupError) as error:
            problems.append(f"{command} failed ({type(error).__name__})")
    raise NoLayoutError(", ".join(problems) or "there is no command to try")


class _Way:
    """Which way edges run.

    :ivar gap: the room between two ranks, so that a fan of many lines does not rise too steeply.
    :ivar closing: the edges that are part of a cycle, so that some of them have to run backwards.
    """

    axis: int
    direction: str
    ports: tuple[str, str]
    gaps: tuple[int, int]

    def __init__(self, sketch: Sketch) -> None:
        ends = Counter(
            f"{place}{box}" for edge in sketch.edges for place, box in zip("><", edge, strict=True)
        )
        least, most = self.gaps
        self.gap = min(most, least + _FAN_GAP * max(ends.values(), default=0))
        self.closing = _closing(sketch.edges)

    def end(self, corner: Point, box: Point, share: float) -> Point:
        """Return where lines begin (``share`` is 1) or end (0) at a box."""
        shares = [0.5, 0.5]
        shares[self.axis] = share
        return round(corner[0] + shares[0] * box[0], 1), round(corner[1] + shares[1] * box[1], 1)


class _Across(_Way):
    axis = 0
    direction = "LR"
    ports = ("e", "w")
    gaps = _RANK_GAPS


class _Down(_Way):
    axis = 1
    direction = "TB"
    ports = ("s", "n")
    gaps = _ROW_GAPS


def _smooth(layout: GraphLayout, sketch: Sketch, way: _Way) -> GraphLayout:
    """Draw a line to the next rank as one plain curve: nothing is in its way, and ``dot`` wriggles."""
    times = Counter(sketch.edges)
    curves = []
    for edge, points in zip(sketch.edges, layout.curves, strict=True):
        start, end = (
            way.end(layout.boxes[box], sketch.box, share) for box, share in zip(edge, (1, 0), strict=True)
        )
        is_free = times[edge] == 1 and edge not in way.closing
        is_next = is_free and 0 < end[way.axis] - start[way.axis] < 1.5 * way.gap
        curves.append(_curve(start, end, way.axis) if is_next else points)
    return replace(layout, curves=tuple(curves))


def _curve(start: Point, end: Point, axis: int) -> tuple[Point, ...]:
    middle = round((start[axis] + end[axis]) / 2, 1)
    if axis:
        return start, (start[0], middle), (end[0], middle), end
    return start, (middle, start[1]), (middle, end[1]), end


def _source(sketch: Sketch, way: _Way) -> str:
    width, height = (side / _INCH for side in sketch.box)
    out, into = way.ports
    return "\n".join(
        (
            "digraph {",
            "newrank=true;",  # frames or not, a line runs from one rank to a later one
            f"rankdir={way.direction}; nodesep={_GAP / _INCH:.4f}; ranksep={way.gap / _INCH:.4f};",
            f'node [shape=box, fixedsize=true, label="", width={width:.4f}, height={height:.4f}];',
            "edge [dir=none];",
            *(f"n{number};" for number in range(sketch.count)),
            *(_cluster(number, boxes) for number, boxes in enumerate(sketch.clusters)),
            *(
                f"n{tail} -> n{head};" if (tail, head) in way.closing else f"n{tail}:{out} -> n{head}:{into};"
                for tail, head in sketch.edges
            ),
            "}",
        )
    )


def _cluster(number: int, boxes: Iterable[int]) -> str:
    """Return a cluster in DOT; its label is never shown, and keeps room for one."""
    held = " ".join(f"n{box};" for box in boxes)
    return f'subgraph cluster_{number} {{ margin={_FRAME}; label="x"; fontsize={_CAPTION}; {held} }}'


def _closing(edges: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the edges within circles, loops included."""
    steps: dict[str, list[str]] = {}
    for tail, head in edges:
        steps.setdefault(str(tail), []).append(str(head))
    part_of = {box: number for number, part in enumerate(components(steps)) for box in part}
    return {edge for edge in edges if part_of[str(edge[0])] == part_of[str(edge[1])]}


def _run(path: str, source: str) -> str:
    done = subprocess.run(
        [path, "-Tplain"],
        input=source,
        capture_output=True,
        encoding="ascii",
        errors="replace",
        timeout=_SECONDS,
        check=True,
        env={**os.environ, "LC_ALL": "C"},
    )
    return done.stdout


def _read(plain: str, sketch: Sketch) -> GraphLayout:
    """Read what ``dot -Tplain`` wrote; see https://graphviz.org/docs/outputs/plain/."""
    size: Point = (0, 0)
    places: dict[str, Point] = {}
    curves: dict[tuple[str, str], list[tuple[Point, ...]]] = {}
    for line in plain.splitlines():
        kind, *words = line.split() or [""]
        if kind == "graph":
            size = (float(words[1]) * _INCH, float(words[2]) * _INCH)
        elif kind == "node":
            places[words[0]] = _points(words[1:3], size[1])[0]
        elif kind == "edge":
            points = _points(words[3 : 3 + 2 * int(words[2])], size[1])
            curves.setdefault((words[0], words[1]), []).append(points)
    width, height = sketch.box
    middles = (places[f"n{number}"] for number in range(sketch.count))
    corners = tuple((round(x - width / 2, 1), round(y - height / 2, 1)) for x, y in middles)
    lines = tuple(curves[f"n{tail}", f"n{head}"].pop(0) for tail, head in sketch.edges)
    if any(len(points) < 4 or len(points) % 3 != 1 for points in lines):
        raise ValueError("an edge is no Bézier curve")
    return GraphLayout(
        round(size[0] + 2 * _MARGIN, 1),
        round(size[1] + 2 * _MARGIN, 1),
        corners,
        lines,
        tuple(_frame([corners[number] for number in boxes], sketch.box) for boxes in sketch.clusters),
    )


def _frame(corners: Sequence[Point], box: Point) -> Frame:
    """Return the frame around some boxes, with room for its caption."""
    left, top = (min(corner[axis] for corner in corners) - _FRAME for axis in (0, 1))
    right, bottom = (max(corner[axis] for corner in corners) + box[axis] + _FRAME for axis in (0, 1))
    top -= _CAPTION
    return round(left, 1), round(top, 1), round(right - left, 1), round(bottom - top, 1)


def _points(words: Sequence[str], height: float) -> tuple[Point, ...]:
    """Read points, and turn them so that the origin is at the top, not at the bottom."""
    numbers = [float(word) * _INCH for word in words]
    return tuple(
        (round(x + _MARGIN, 1), round(height - y + _MARGIN, 1))
        for x, y in zip(numbers[::2], numbers[1::2], strict=True)
    )
