"""The picture of a graph of specs: what its boxes and frames say, and where they are."""

from __future__ import annotations

from docutils import nodes

from ...drawing.graph_layout import PORT, NoLayoutError
from ...drawing.graph_plan import GraphPlan
from ...drawing.graph_svg import COLUMN, Label, Name, Picture, TextLine
from ...model import Spec
from ...views.graph import Cluster, Graph
from ...views.vocabulary import GLYPHS
from ..language import word
from ..nodes.parts import AWAY, Linker, elsewhere, spec_summary, title
from ..warnings import warn
from .base import Drawing
from .groups import name


def plan_of(drawing: Drawing, here: tuple[str, ...], groups: tuple[Cluster, ...], found: Graph) -> GraphPlan:
    """Return what the boxes, lines and frames of a graph say."""
    labels = tuple(label_of(drawing.link, drawing.corpus.specs[key], here=key in here) for key in found.keys)
    at = {key: number for number, key in enumerate(found.keys)}
    lines = tuple(TextLine(at[edge.source], at[edge.target], edge.kind == "parent") for edge in found.edges)
    clusters = tuple(tuple(at[key] for key in group.keys) for group in groups)
    return GraphPlan(labels, lines, clusters, tuple(_name(drawing, group) for group in groups))


def draw_picture(drawing: Drawing, plan: GraphPlan) -> Picture | None:
    """Draw a graph; None, with one warning, if nothing can draw it."""
    try:
        return plan.laid_out(drawing.build.layouts, commands(drawing), COLUMN)
    except NoLayoutError as error:
        message = f"no diagram of specs can be drawn ({error}); their edges are listed instead"
        warn("diagram", message, fix="install Graphviz, or graphviz-pure with pip", once=True)
        return None


def commands(drawing: Drawing) -> tuple[str, ...]:
    """Return what can lay out a graph, the first that works."""
    return getattr(drawing.app.config, "graphviz_dot", "dot"), PORT


def _name(drawing: Drawing, group: Cluster) -> Name:
    """Return the caption of a frame."""
    by = drawing.options["cluster"]
    text = name(drawing, by, group.value)
    if by == "parent":
        return Name(text, _uri(drawing.link, group.value))
    return Name(text, status=look_of(group.value) if by == "status" else None)


def _uri(link: Linker, key: str) -> str:
    found = link.spec(key)
    return str(found.get("refuri", "")) if isinstance(found, nodes.Element) else ""


def label_of(link: Linker, spec: Spec, *, here: bool) -> Label:
    """Return what the box of a spec says."""
    count = f" · {spec.progress}" if spec.progress.total else ""
    status, glyph = look_of(spec.status)
    said = word(spec.status) + count
    tip, uri = spec_summary(spec), _uri(link, spec.key)
    shown = f"{title(spec)} {AWAY}" if spec.place.page else title(spec)
    return Label(shown, glyph, said, status, elsewhere(tip) if spec.place.page else tip, uri, here)


def look_of(status: str | None) -> tuple[str, str]:
    """Return how a status looks: its class in the stylesheet, and its glyph."""
    return (status, GLYPHS[status]) if status and status in GLYPHS else ("other", "·")
