"""``spec-graph``: what specs depend on, as a diagram of bounded size."""

from __future__ import annotations

from typing import ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives

from ...corpus import suggestion
from ...model import Spec
from ...views.graph import Bounds, Edge, Graph, graph
from ...views.selection import by_status
from ...views.vocabulary import GLYPHS, word
from ..diagram import (
    DRAWING,
    Label,
    Line,
    Picture,
    box_size,
    leanspec_as_list,
    leanspec_caption,
    leanspec_diagram,
    leanspec_picture,
)
from ..layout import PORT, NoLayoutError, lay_out
from ..parts import spaced, spec_summary, state, title
from ..site import INDEX
from ..warnings import warn
from .base import SELECTION, Drawing, View, nothing, one_of, report, texts

MOST: Final = 60
"""How many specs a graph shows by default."""

_FEW: Final = 12
_NUMBERS: Final = ("No step", "One step", "Two steps", "Three steps")


class SpecGraph(View):
    """A dependency graph round the specs that the argument names, of a selection, or of all specs."""

    option_spec: ClassVar = {
        **SELECTION,
        "depth": directives.nonnegative_int,
        "direction": one_of("both", "depends_on", "required_by"),
        "parents": directives.flag,
        "max-items": directives.nonnegative_int,
        "no-legend": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """:returns: the place of the graph; unlike elsewhere, its argument says round what it is drawn."""
        self.options["around"] = texts(self.arguments[0]) if self.arguments else ()
        self.arguments = []
        return super().run()


def draw(drawing: Drawing) -> list[nodes.Node]:
    """:returns: a figure, or a list where there can be none."""
    around = _around(drawing)
    if around is None:
        return nothing("No spec is selected.")
    found = graph(drawing.corpus, _bounds(drawing, around))
    if not (found.edges or found.omitted or found.further):
        return nothing(_no_edges(drawing, around))
    caption = _caption(drawing, around, found)
    picture = _picture(drawing, around, found) if drawing.app.builder.format in DRAWING else None
    if picture is None:
        return [nodes.paragraph("", "", *caption), *_rest(drawing, found), _list(drawing, found)]
    shown = leanspec_caption("", nodes.paragraph("", "", *caption), *_rest(drawing, found))
    if "no-legend" not in drawing.options:
        shown.append(_legend(drawing, found))
    shown.append(leanspec_as_list("", _list(drawing, found)))
    label = f"Dependencies of {len(found.keys)} specs"
    return [leanspec_diagram("", leanspec_picture(picture=picture, label=label), shown)]


def _around(drawing: Drawing) -> tuple[str, ...] | None:
    """:returns: the specs in the middle, nothing if some were named and none exists."""
    keys = []
    for text in drawing.options["around"]:
        resolution = drawing.corpus.resolve(text)
        if resolution.target:
            keys.append(resolution.target)
        else:
            what = "is ambiguous" if len(resolution.candidates) > 1 else "names no spec"
            report(drawing, "ref", f"spec-graph: `{text}` {what}, so it was left out", suggestion(resolution))
    return tuple(dict.fromkeys(keys)) if keys or not drawing.options["around"] else None


def _bounds(drawing: Drawing, around: tuple[str, ...]) -> Bounds:
    options = drawing.options
    among = drawing.selected().keys if any(name in options for name in SELECTION) else None
    return Bounds(
        around,
        among,
        options.get("depth", 1 if around else 0),
        options.get("direction", "both"),
        "parents" in options,
        options.get("max-items", MOST),
    )


def _no_edges(drawing: Drawing, around: tuple[str, ...]) -> str:
    if not around:
        return "None of these specs depends on another."
    return f"{', '.join(drawing.corpus.specs[key].label for key in around)}: no dependencies."


def _picture(drawing: Drawing, around: tuple[str, ...], found: Graph) -> Picture | None:
    """:returns: the graph as a picture; nothing, and one warning in a build, if nothing can lay it out."""
    labels = tuple(_label(drawing, drawing.corpus.specs[key], key in around) for key in found.keys)
    at = {key: number for number, key in enumerate(found.keys)}
    lines = tuple(Line(at[edge.source], at[edge.target], edge.kind == "parent") for edge in found.edges)
    box = box_size(labels)
    commands = [getattr(drawing.app.config, "graphviz_dot", "dot"), PORT]
    try:
        layout = lay_out(len(labels), box, [(line.tail, line.head) for line in lines], commands)
    except NoLayoutError as error:
        message = f"no diagram of specs can be drawn ({error}); their edges are listed instead"
        warn("diagram", message, fix="install Graphviz, or graphviz-pure with pip", once=True)
        return None
    return Picture(labels, lines, box, layout)


def _label(drawing: Drawing, spec: Spec, here: bool) -> Label:
    count = f" · {spec.progress}" if spec.progress.total else ""
    status = spec.status if spec.status and spec.status in GLYPHS else "other"
    link = drawing.link.spec(spec.key)
    uri = link.get("refuri", "") if isinstance(link, nodes.Element) else ""
    said = word(spec.status).lower() + count
    return Label(title(spec), GLYPHS.get(status, "·"), said, status, spec_summary(spec), uri, here)


def _caption(drawing: Drawing, around: tuple[str, ...], found: Graph) -> list[nodes.Node]:
    """:returns: what the diagram shows and how to read it."""
    options = drawing.options
    shown: list[nodes.Node] = []
    if around:
        depth = options.get("depth", 1)
        steps = _NUMBERS[depth] if depth < len(_NUMBERS) else f"{depth} steps"
        way = {"both": "round", "depends_on": "onwards from", "required_by": "back from"}
        labels = ((key, drawing.corpus.specs[key].label) for key in around)
        middle = spaced(drawing.link.spec(key, [nodes.Text(label)]) for key, label in labels)
        shown += [nodes.Text(f"{steps} {way[options.get('direction', 'both')]} "), *middle, nodes.Text(". ")]
    picture = drawing.app.builder.format in DRAWING
    shown.append(nodes.Text(_HOW[picture]))
    if any(edge.kind == "parent" for edge in found.edges) and picture:
        shown.append(nodes.Text(" A dashed line leads to the spec it is part of."))
    return shown


_HOW: Final = {
    True: "An arrow from a spec leads to what it depends on.",
    False: "Below each spec, what it depends on.",
}


def _rest(drawing: Drawing, found: Graph) -> list[nodes.Node]:
    """:returns: what the diagram does not show, counted and linked."""
    row: list[nodes.Node] = []
    if found.further:
        row += [_index(drawing, f"{found.further} more"), nodes.Text(" in further steps (option depth). ")]
    if found.omitted:
        beyond = f" beyond these {len(found.keys)} (option max-items). "
        row += [_index(drawing, f"{found.omitted} more"), nodes.Text(beyond)]
    if found.alone:
        chips = spaced(drawing.link.chip(key) for key in found.alone[:_FEW])
        row += [nodes.Text("No dependency among these: "), *chips]
        if len(found.alone) > _FEW:
            row += [nodes.Text(" and "), _index(drawing, f"{len(found.alone) - _FEW} more")]
    return [nodes.paragraph("", "", *row)] if row else []


def _index(drawing: Drawing, text: str) -> nodes.Node:
    return drawing.link.page(INDEX, [nodes.Text(text)])


def _legend(drawing: Drawing, found: Graph) -> nodes.paragraph:
    """:returns: each state that occurs, with how often it does."""
    counts = []
    for _, keys in by_status(drawing.corpus, found.keys):
        number = nodes.Text(f"\N{NO-BREAK SPACE}{len(keys)}")
        counts.append(nodes.inline("", "", state(drawing.corpus.specs[keys[0]]), number))
    return nodes.paragraph("", "", *spaced(counts), classes=["leanspec-legend"])


def _list(drawing: Drawing, found: Graph) -> nodes.bullet_list:
    """:returns: each spec with what its edges lead to below it."""
    shown = nodes.bullet_list(classes=["leanspec-edges"])
    for key, edges in found.targets().items():
        below = nodes.bullet_list("", *(_edge(drawing, edge) for edge in edges))
        shown.append(nodes.list_item("", nodes.paragraph("", "", drawing.link.spec(key)), below))
    return shown


def _edge(drawing: Drawing, edge: Edge) -> nodes.list_item:
    said = [nodes.Text("part of ")] if edge.kind == "parent" else []
    return nodes.list_item("", nodes.paragraph("", "", *said, drawing.link.spec(edge.target)))
