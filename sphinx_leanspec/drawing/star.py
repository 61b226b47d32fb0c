"""Where the boxes round one in the middle go: by plain arithmetic, since each page of a spec has one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from .graph_layout import GraphLayout, Point

_GAP: Final = 16.0  # between boxes in a column
_FAN: Final = (44.0, 6.0)  # between columns: for one line, and more for each further one
_MARGIN: Final = 4.0  # as much as the outline of a highlighted box needs


def star(box: Point, before: int, after: int, edges: Sequence[tuple[int, int]]) -> GraphLayout:
    """Lay out boxes left and right of one in the middle.

    :param before: how many are on the left; they come first, then the middle, then those on the right.
    :param edges: for each edge the boxes it leads from and to, one of them the middle.
    """
    width, height = box
    columns = [count for count in (before, 1, after) if count]
    tall = max(columns)
    gap = _FAN[0] + _FAN[1] * tall
    boxes: list[Point] = []
    for at, count in enumerate(columns):
        top = _MARGIN + (tall - count) * (height + _GAP) / 2
        x = round(_MARGIN + at * (width + gap), 1)
        boxes += [(x, round(top + number * (height + _GAP), 1)) for number in range(count)]
    return GraphLayout(
        round(len(columns) * width + (len(columns) - 1) * gap + 2 * _MARGIN, 1),
        round(tall * (height + _GAP) - _GAP + 2 * _MARGIN, 1),
        tuple(boxes),
        tuple(_curve(boxes[tail], boxes[head], box) for tail, head in edges),
    )


def _curve(tail: Point, head: Point, box: Point) -> tuple[Point, ...]:
    """Draw a line between the sides of two boxes that face each other."""
    width, half = box[0], box[1] / 2
    leads_on = tail[0] < head[0]
    start = (tail[0] + (width if leads_on else 0), tail[1] + half)
    end = (head[0] + (0 if leads_on else width), head[1] + half)
    middle = round((start[0] + end[0]) / 2, 1)
    return start, (middle, start[1]), (middle, end[1]), end
