"""Small charts as nodes: bars in a table, columns and layers over time, the parts of one spec's life.

A chart stands only where its builder can draw it, and never without a table of the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from msgspec import Struct

from ...drawing.chart_svg import Chart, Strip, rect, svg, swatch
from ..language import _
from .basic import share
from .diagram import leanspec_caption, leanspec_diagram
from .parts import table

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator

    from .medium import Medium

_UNHEARD: Final[Mapping[str, Any]] = {"aria-hidden": "true", "focusable": "false"}


class leanspec_measure(nodes.Inline, nodes.TextElement):
    """A bar as long as the number beside it: attributes ``value``, ``most``, and ``part``, what is filled."""


class leanspec_chart(nodes.General, nodes.Element):
    """A chart: attribute ``chart``; ``label`` and ``about`` say what it shows in short and in full."""


class leanspec_swatch(nodes.Inline, nodes.TextElement):
    """What a series looks like: attributes ``kind`` and ``chart``, the id of the chart it is for."""


class leanspec_as_table(nodes.General, nodes.Element):
    """The numbers of a chart, which readers can open."""


class Bar(Struct, frozen=True):
    """A line of a table with bars.

    :param name: what is counted.
    :param text: the number as it is written.
    :param part: how much of the bar is filled; all of it if that is not said.
    """

    name: Sequence[nodes.Node]
    value: int
    text: str = ""
    part: int | None = None


def bars(medium: Medium, heads: tuple[str, str], rows: Sequence[Bar]) -> nodes.table:
    """Return a table of numbers, with a bar beside each where the builder can draw one."""
    cells: list[list[Sequence[nodes.Node]]] = [
        [row.name, [nodes.Text(row.text or str(row.value))]] for row in rows
    ]
    if not medium.draws_bars:
        return table(heads, cells, [36, 16], "bars", row_heads=True)
    longest = max((row.value for row in rows), default=0)
    for cell, row in zip(cells, rows, strict=True):
        cell.append([leanspec_measure(value=row.value, most=longest or 1, part=row.part)])
    found = table([*heads, ""], cells, [40, 18, 42], "bars", row_heads=True)
    _name, wide, empty = next(found.findall(nodes.thead)).findall(nodes.entry)
    wide["morecols"] = 1
    empty.parent.remove(empty)
    return found


def figure(
    chart: Chart | Strip,
    label: str,
    about: str,
    caption: Sequence[nodes.Node],
    numbers: nodes.Node | None = None,
) -> nodes.Element:
    """Return a chart with its caption, and the same as a table."""
    below = leanspec_caption("", *caption)
    if numbers is not None:
        below.append(leanspec_as_table("", numbers))
    return leanspec_diagram("", leanspec_chart(chart=chart, label=label, about=about), below)


def legend(entries: Iterable[tuple[str, Sequence[nodes.Node]]], chart: str) -> nodes.paragraph:
    """Return the legend of a chart.

    :param entries: the kind of each series and its name.
    """
    shown: list[nodes.Node] = []
    for kind, children in entries:
        name = nodes.inline("", "", leanspec_swatch(kind=kind, chart=chart), nodes.Text(" "), *children)
        shown += [nodes.Text(" "), name] if shown else [name]
    return nodes.paragraph("", "", *shown, classes=["leanspec-legend"])


def _visit_measure_html(self: HTML5Translator, node: leanspec_measure) -> None:
    # the number beside it says the same
    self.body.append(self.starttag(node, "svg", "", CLASS="leanspec-measure", **_UNHEARD))
    share = 100 / node["most"]
    if node["part"] is None:
        self.body.append(rect("leanspec-all", 0, share * node["value"], 0, 8))
    else:
        self.body.append(rect("leanspec-whole", 0, share * node["value"], 0, 8))
        self.body.append(rect("leanspec-part", 0, share * node["part"], 0, 8))
    self.body.append("</svg>")
    raise nodes.SkipNode


def _visit_chart_html(self: HTML5Translator, node: leanspec_chart) -> None:
    self.body.append(f"{svg(node['chart'], node['label'], node['about'])}\n")
    raise nodes.SkipNode


def _visit_swatch_html(self: HTML5Translator, node: leanspec_swatch) -> None:
    self.body.append(swatch(node["kind"], node["chart"]))
    raise nodes.SkipNode


def _visit_table_html(self: HTML5Translator, node: leanspec_as_table) -> None:
    summary = self.encode(_("As a table"))
    self.body.append(f'<details class="leanspec-as-list leanspec-as-table"><summary>{summary}</summary>\n')


def _depart_table_html(self: HTML5Translator, node: leanspec_as_table) -> None:
    self.body.append("</details>\n")


def _visit_measure_latex(self: LaTeXTranslator, node: leanspec_measure) -> None:
    part = node["value"] if node["part"] is None else node["part"]
    shares = (f"{{{share(number, node['most'])}}}" for number in (part, node["value"]))
    self.body.append(rf"\leanspecmeasure{''.join(shares)}")
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    """Register the nodes, each with the builders that it is made for."""
    app.add_node(leanspec_measure, html=(_visit_measure_html, None), latex=(_visit_measure_latex, None))
    app.add_node(leanspec_chart, html=(_visit_chart_html, None))
    app.add_node(leanspec_swatch, html=(_visit_swatch_html, None))
    app.add_node(leanspec_as_table, html=(_visit_table_html, _depart_table_html))
