"""Where the boxes and lines of a diagram go: sizes by us, places by Graphviz' ``dot`` or a port of it.

``dot`` gets numbers only, never a text of a spec: nobody can slip it a command, and it measures no text,
which it does for few fonts and no Chinese.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

Point = tuple[float, float]

PORT: Final = "graphviz-pure"
"""The command of the port, which comes as a wheel with this package."""

_INCH: Final = 72  # units of a diagram: CSS pixels, as many to dot's inch as it has points
_MARGIN: Final = 4
_SECONDS: Final = 60
_GAP: Final = 16
_RANK_GAPS: Final = (48, 112)  # between columns: for one line, for a fan of many
_FAN_GAP: Final = 4
_NARROW: Final = frozenset("ijl.,:;'|!()[]{}tfrI-`/\\ ")
_BROAD: Final = frozenset("mwMW@%")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything is, in CSS pixels from the top left.

    :param boxes: the top left corner of each box.
    :param curves: for each edge the points of its cubic Bézier curves, tail first.
    """

    width: float
    height: float
    boxes: tuple[Point, ...]
    curves: tuple[tuple[Point, ...], ...]


class NoLayoutError(Exception):
    """There is nothing that can lay out a diagram, or it failed; says why."""


def scripts() -> str:
    """:returns: where commands are that came with packages, be it on the path or not."""
    return sysconfig.get_path("scripts")


def find(command: str) -> str | None:
    """:returns: a command on the path, or beside this Python."""
    return shutil.which(command) or shutil.which(command, path=scripts())


def lay_out(
    count: int, box: tuple[float, float], edges: Sequence[tuple[int, int]], commands: Iterable[str]
) -> Layout:
    """Lay out boxes from left to right along their edges.

    :param count: how many boxes there are, all of one size.
    :param box: width and height of a box.
    :param edges: for each edge the boxes it leads from and to.
    :param commands: what to try, the first that works counts.
    :raises NoLayoutError: if none does.
    """
    gap = _rank_gap(edges)
    source = _source(count, box, edges, gap)
    problems = []
    for command in dict.fromkeys(commands):
        path = find(command)
        if path is None:
            problems.append(f"{command} was not found")
            continue
        try:
            return _smooth(_read(_run(path, source), count, box, edges), box, edges, gap)
        except (OSError, subprocess.SubprocessError, ValueError, LookupError) as error:
            problems.append(f"{command} failed ({type(error).__name__})")
    raise NoLayoutError(", ".join(problems) or "there is no command to try")


def text_width(text: str, size: float) -> float:
    """Estimate how wide a text is in a sans-serif font.

    :param size: of the font, in the unit of the result.
    """
    return sum(map(_em, text)) * size


def cut(text: str, size: float, most: float) -> str:
    """:returns: a text that is no wider than asked for, with an ellipsis where it was cut."""
    if text_width(text, size) <= most:
        return text
    room = most - text_width("…", size)
    kept = 0
    for character in text:
        room -= _em(character) * size
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


def _em(character: str) -> float:
    """:returns: the width of a character as a share of its height."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    width = unicodedata.east_asian_width(character)
    if width in "WF" or (width == "A" and not character.isalnum()):
        return 1.0
    if character in _NARROW:
        return 0.34
    if character in _BROAD:
        return 0.92
    return 0.7 if character.isupper() else 0.59


def _rank_gap(edges: Sequence[tuple[int, int]]) -> float:
    """:returns: the room between two columns, so that a fan of many lines does not rise too steeply."""
    ends = Counter(f"{place}{box}" for edge in edges for place, box in zip("><", edge, strict=True))
    least, most = _RANK_GAPS
    return min(most, least + _FAN_GAP * max(ends.values(), default=0))


def _smooth(layout: Layout, box: Point, edges: Sequence[tuple[int, int]], gap: float) -> Layout:
    """Draw a line to the next column as one plain curve: nothing is in its way, and ``dot`` wriggles."""
    curves = []
    for (tail, head), points in zip(edges, layout.curves, strict=True):
        start = (round(layout.boxes[tail][0] + box[0], 1), round(layout.boxes[tail][1] + box[1] / 2, 1))
        end = (layout.boxes[head][0], round(layout.boxes[head][1] + box[1] / 2, 1))
        is_free = edges.count((tail, head)) == 1 and not _leads(edges, head, tail)
        is_next = is_free and 0 < end[0] - start[0] < 1.5 * gap
        middle = round((start[0] + end[0]) / 2, 1)
        curves.append((start, (middle, start[1]), (middle, end[1]), end) if is_next else points)
    return replace(layout, curves=tuple(curves))


def _source(count: int, box: tuple[float, float], edges: Sequence[tuple[int, int]], gap: float) -> str:
    width, height = (side / _INCH for side in box)
    lines = [
        "digraph {",
        f"rankdir=LR; nodesep={_GAP / _INCH:.4f}; ranksep={gap / _INCH:.4f};",
        f'node [shape=box, fixedsize=true, label="", width={width:.4f}, height={height:.4f}];',
        "edge [dir=none];",
        *(f"n{number};" for number in range(count)),
        *(_edge(tail, head, closes=_leads(edges, head, tail)) for tail, head in edges),
        "}",
    ]
    return "\n".join(lines)


def _edge(tail: int, head: int, *, closes: bool) -> str:
    """:param closes: whether the edge is part of a cycle, so that some of them have to run backwards."""
    return f"n{tail} -> n{head};" if closes else f"n{tail}:e -> n{head}:w;"


def _leads(edges: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    """:returns: whether edges lead from one box to another, or the two are one."""
    reached = [start]
    steps: dict[int, list[int]] = {}
    for tail, head in edges:
        steps.setdefault(tail, []).append(head)
    for box in reached:  # grows while it is read
        reached += [head for head in steps.get(box, ()) if head not in reached]
    return end in reached


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


def _read(plain: str, count: int, box: tuple[float, float], edges: Sequence[tuple[int, int]]) -> Layout:
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
    corners = [(x - box[0] / 2, y - box[1] / 2) for x, y in (places[f"n{number}"] for number in range(count))]
    lines = [curves[f"n{tail}", f"n{head}"].pop(0) for tail, head in edges]
    if any(len(points) < 4 or len(points) % 3 != 1 for points in lines):
        raise ValueError("an edge is no Bézier curve")
    return Layout(
        round(size[0] + 2 * _MARGIN, 1),
        round(size[1] + 2 * _MARGIN, 1),
        tuple((round(x, 1), round(y, 1)) for x, y in corners),
        tuple(lines),
    )


def _points(words: Sequence[str], height: float) -> tuple[Point, ...]:
    """:returns: points in our coordinates, whose origin is at the top, not at the bottom."""
    numbers = [float(word) * _INCH for word in words]
    return tuple(
        (round(x + _MARGIN, 1), round(height - y + _MARGIN, 1))
        for x, y in zip(numbers[::2], numbers[1::2], strict=True)
    )
