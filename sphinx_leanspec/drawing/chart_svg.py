"""Charts as SVG, drawn from plain data, with no colour of their own.

All that lies along the width of a chart is given in per cent, what lies along its height in pixels. So it is
as wide as the text, and its words keep their size on every screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final, Literal

from msgspec import Struct

from ..views.vocabulary import GLYPHS
from .svg import Markup, joined, rows, tag

_TOP: Final = 16  # CSS pixels, as all lengths that are no shares
_HEIGHT: Final = 150
_FOOT: Final = 20
_STRIP: Final = 14
_SEAM: Final = 0.3  # per cent
_LINES: Final = 4
_TILE: Final = 6
TILES: Final = {
    "draft": tag("path", d="M3 3h.01"),
    "planned": tag("path", d="M0 6L6 0M-1 1L1-1M5 7L7 5"),
    "in-progress": tag("path", d="M0 6L6 0M-1 1L1-1M5 7L7 5M0 0L6 6M-1 5L1 7M5-1L7 1"),
    "complete": tag("path", class_="leanspec-full", d="M0 0H6V6H0Z"),
    "archived": tag("path", d="M0 1.5H6M0 4.5H6"),
}
"""How each status is hatched, the further a spec the denser; what is none of these is left blank."""


class Series(Struct, frozen=True):
    """One number for each period.

    :param kind: a status, ``created`` or ``completed``: it says how the series looks.
    """

    kind: str
    values: tuple[int, ...]


class Chart(Struct, frozen=True):
    """Numbers over time.

    :param id: what names it on the page.
    :param form: whether the series stand side by side, or each on those before it.
    :param names: the name of each period.
    :param tips: what each period says in full.
    """

    id: str
    form: Literal["columns", "layers"]
    names: tuple[str, ...]
    series: tuple[Series, ...]
    tips: tuple[str, ...]


class Strip(Struct, frozen=True):
    """Spans of time one behind another.

    :param parts: the status of each span, how long it is, and what it says in full.
    """

    id: str
    parts: tuple[tuple[str, float, str], ...]


def svg(chart: Chart | Strip, label: str, about: str) -> Markup:
    """Draw a chart as SVG; its colours come from the stylesheet alone."""
    drawn = _strip(chart) if isinstance(chart, Strip) else _over_time(chart)
    height = _STRIP if isinstance(chart, Strip) else _TOP + _HEIGHT + _FOOT
    said = joined([tag("title", label), tag("desc", about)])
    return tag("svg", rows([said, *drawn]), class_="leanspec-chart", role="img", width="100%", height=height)


def _over_time(chart: Chart) -> Iterator[Markup]:
    stacked = chart.form == "layers"
    numbers = list(zip(*(series.values for series in chart.series), strict=True))
    highest = max((sum(row) if stacked else max(row) for row in numbers), default=0)
    step = _step(highest)
    top = max(step * -(-highest // step), 1)
    plot = _Plot(chart, numbers, 3.5 + 1.7 * len(str(top)), _HEIGHT / top)
    if stacked:
        yield _patterns(chart.id, [series.kind for series in chart.series])
    yield plot.grid(step, top)
    yield from plot.layers() if stacked else plot.columns()
    yield plot.names()


def _step(highest: int) -> int:
    """Return a round distance between grid lines, so that a few of them reach ``highest``."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if factor * size * _LINES >= highest:
                return factor * size
        size *= 10


class _Plot:
    """Draws numbers over time.

    :param numbers: for each period the number of each series.
    :param left: how much of the width the numbers beside the lines take, in per cent.
    :param scale: the height of one.
    """

    def __init__(self, chart: Chart, numbers: Sequence[tuple[int, ...]], left: float, scale: float) -> None:
        self.chart = chart
        self.numbers = numbers
        self.left = left
        self.scale = scale
        self.period = (100 - left) / max(1, len(numbers))

    def x(self, at: float) -> float:
        return self.left + at * self.period

    def y(self, value: float) -> float:
        return _TOP + _HEIGHT - value * self.scale

    def grid(self, step: int, top: int) -> Markup:
        """Draw the grid lines and their numbers."""
        drawn: list[Markup] = []
        for value in range(0, top + 1, step):
            y = self.y(value)
            drawn.append(_line(self.left, 100, y, y))
            drawn.append(tag("text", str(value), x=0, y=f"{y + 4:.1f}"))
        return tag("g", rows(drawn), class_="leanspec-grid", aria_hidden="true")

    def names(self) -> Markup:
        """Draw the names of some periods, as many as fit on a small screen."""
        names = self.chart.names
        most = 4 if max(map(len, names), default=0) < 10 else 3
        drawn: list[Markup] = []
        for at in range(0, len(names), -(-len(names) // most)):
            x, anchor = self.x(at + 0.5), "middle"
            if not at:
                x, anchor = self.x(0), "start"
            elif x > 90:
                x, anchor = 100, "end"
            drawn.append(tag("text", names[at], x=f"{x:.4g}%", y=_TOP + _HEIGHT + 15, text_anchor=anchor))
        return tag("g", rows(drawn), class_="leanspec-grid", aria_hidden="true")

    def columns(self) -> Iterator[Markup]:
        """Draw, for each period, one column per series, side by side."""
        width = self.period * 0.76 / len(self.chart.series)
        for at, row in enumerate(self.numbers):
            drawn: list[Markup] = []
            for number, (series, value) in enumerate(zip(self.chart.series, row, strict=True)):
                if value:
                    x, height = self.x(at + 0.12) + number * width, value * self.scale
                    drawn.append(rect(f"leanspec-bar-{series.kind}", x, width, self.y(value), height))
            yield self.room(at, drawn)

    def layers(self) -> Iterator[Markup]:
        """Draw the series stacked: first the areas, then the lines above them."""
        tops = [list(accumulate(row)) for row in self.numbers]
        for at, row in enumerate(self.numbers):
            drawn: list[Markup] = []
            for series, value, top in zip(self.chart.series, row, tops[at], strict=True):
                if value:
                    fill = _fill(self.chart, series.kind)
                    height = value * self.scale
                    # so wide that no seam shows where a screen rounds
                    width = min(self.period + _SEAM, 100 - self.x(at))
                    drawn.append(rect(look(series.kind), self.x(at), width, self.y(top), height, fill))
            yield self.room(at, drawn)
        for number, series in enumerate(self.chart.series):
            # a layer that is not there has no edge
            edge = self.edge(
                [top[number] if row[number] else None for top, row in zip(tops, self.numbers, strict=True)]
            )
            yield tag("g", rows(edge), class_=f"leanspec-edge {look(series.kind)}", aria_hidden="true")

    def room(self, at: int, drawn: Iterable[Markup]) -> Markup:
        """Draw the group of a period, with the background that marks the one pointed at."""
        ground = rect("leanspec-room", self.x(at), self.period, _TOP, _HEIGHT)
        return tag("g", tag("title", self.chart.tips[at]), rows([ground, *drawn]))

    def edge(self, tops: Sequence[int | None]) -> Iterator[Markup]:
        """Draw a stepped line, interrupted where there is no value."""
        for at, top in enumerate(tops):
            if top is None:
                continue
            x, end, y = self.x(at), self.x(at + 1), self.y(top)
            before = tops[at - 1] if at else None
            if before is not None and before != top:
                yield _line(x, x, self.y(before), y)
            yield _line(x, end, y, y)


def _strip(strip: Strip) -> Iterator[Markup]:
    """Draw spans side by side, each as wide as it is long."""
    yield _patterns(strip.id, [kind for kind, _, _ in strip.parts])
    whole = sum(length for _, length, _ in strip.parts) or 1
    x = 0.0
    for kind, length, tip in strip.parts:
        width = 100 * length / whole
        span = rect(f"{look(kind)} leanspec-span", x, width, 0.5, _STRIP - 1, _fill(strip, kind))
        yield tag("g", tag("title", tip), rows([span]))
        x += width


def rect(kind: str, x: float, width: float, y: float, height: float, fill: str | None = None) -> Markup:
    """Draw a rectangle; ``x`` and ``width`` are per cent of the chart."""
    return tag(
        "rect",
        class_=kind,
        x=f"{x:.4g}%",
        y=f"{y:.1f}",
        width=f"{width:.4g}%",
        height=f"{height:.1f}",
        fill=fill,
    )


def _line(x1: float, x2: float, y1: float, y2: float) -> Markup:
    """Draw a line from left to right, or upright; ``x1`` and ``x2`` are per cent of the chart."""
    return tag("line", x1=f"{x1:.4g}%", x2=f"{x2:.4g}%", y1=f"{y1:.1f}", y2=f"{y2:.1f}")


def swatch(kind: str, chart: str) -> Markup:
    """Draw what a series looks like, for a legend.

    :param chart: the id of the chart it is for.
    """
    is_column = kind in ("created", "completed")
    fill = f"url(#{chart}-{kind})" if kind in TILES else None
    sample = tag("rect", x=0.5, y=0.5, width=15, height=11, fill=fill)
    name = f"leanspec-swatch {f'leanspec-bar-{kind}' if is_column else look(kind)}"
    return tag("svg", sample, class_=name, aria_hidden="true", width=16, height=12)


def look(kind: str) -> str:
    """Return the class of a status, to which the stylesheet gives its colour."""
    return f"leanspec-{kind if kind in GLYPHS else 'other'}"


def _fill(chart: Chart | Strip, kind: str) -> str:
    return f"url(#{chart.id}-{kind})" if kind in TILES else "none"


def _patterns(chart: str, kinds: Iterable[str]) -> Markup:
    size = {"patternUnits": "userSpaceOnUse", "width": _TILE, "height": _TILE}
    found = (
        tag("pattern", TILES[kind], id=f"{chart}-{kind}", class_=look(kind), **size)
        for kind in dict.fromkeys(kinds)
        if kind in TILES
    )
    return tag("defs", joined(found))
