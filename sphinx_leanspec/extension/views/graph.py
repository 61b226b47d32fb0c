"""``spec-graph``: what specs depend on, as a diagram of bounded size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives

from ...drawing.graph_layout import PORT, NoLayoutError, Sketch
from ...drawing.graph_svg import COLUMN, Label, Name, Picture, TextLine, box_size
from ...model import Spec
from ...views.graph import Cluster, Edge, Graph, GraphLimits, clusters, graph
from ...views.selection import by_status
from ...views.vocabulary import GLYPHS
from ..language import N_, _, ngettext, word
from ..nodes.diagram import leanspec_as_list, leanspec_caption, leanspec_diagram, leanspec_picture
from ..nodes.parts import phrase, spaced, spec_summary, state, title
from ..warnings import warn
from .base import SELECTION, Drawing, View, nothing, one_of, report, texts
from .groups import label, name

MOST: Final = 60
"""How many specs a graph shows by default."""

LINES: Final = 240
"""How many edges it shows by default: more are a tangle, and take long to lay out."""

DRAWABLE: Final = 600
"""How many edges are drawn at all; beyond, they are listed."""

_FEW: Final = 12


class SpecGraph(View):
    """A dependency graph round the specs that the argument names, of a selection, or of all specs."""

    name = "spec-graph"
    option_spec: ClassVar = {
        **SELECTION,
        "depth": directives.nonnegative_int,
        "direction": one_of("both", "depends_on", "required_by"),
        "parents": directives.flag,
        "cluster": one_of("parent", "tag", "status"),
        "highlight": texts,
        "max-items": directives.nonnegative_int,
        "no-legend": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """Return the place of the graph; unlike in other views, the argument names its centre."""
        self.options["around"] = texts(self.arguments[0]) if self.arguments else ()
        self.arguments = []
        return super().run()

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw a figure, or a list where there can be none."""
        around = _named(drawing, drawing.options["around"])
        if drawing.options["around"] and not around:
            return nothing(_("No spec is selected."))
        found = graph(drawing.corpus, _bounds(drawing, around))
        if not (found.edges or found.omitted or found.further):
            return nothing(_no_edges(drawing, around))
        here = _here(drawing, around, found)
        groups = _clusters(drawing, found)
        picture = _picture(drawing, here, groups, found) if drawing.link.medium.draws_graphs else None
        if picture is None:
            return _in_words(drawing, around, groups, found)
        caption = nodes.paragraph(
            "", "", *_caption(drawing, around, found), *_marks(drawing, here, around, groups)
        )
        shown = leanspec_caption("", caption, *_rest(drawing, found))
        if "no-legend" not in drawing.options:
            shown.append(_legend(drawing, found))
        shown.append(leanspec_as_list("", _list(drawing, groups, found), too_small=picture.is_too_small))
        said = ngettext("Dependencies of {number} spec", "Dependencies of {number} specs", len(found.keys))
        return [leanspec_diagram("", leanspec_picture(picture=picture, label=said), shown)]


def _in_words(
    drawing: Drawing, around: tuple[str, ...], groups: tuple[Cluster, ...], found: Graph
) -> list[nodes.Node]:
    """Return the graph as a list, where there can be no picture."""
    caption = _caption(drawing, around, found)
    if len(found.edges) > DRAWABLE and drawing.link.medium.draws_graphs:
        note = ngettext(
            "{number} dependency is more than a diagram can show: here it is as a list.",
            "{number} dependencies are more than a diagram can show: here they are as a list.",
            len(found.edges),
        )
        caption = [nodes.Text(note)]
    return [nodes.paragraph("", "", *caption), *_rest(drawing, found), _list(drawing, groups, found)]


def _named(drawing: Drawing, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the specs that an option names; a name that leads nowhere is a warning."""
    keys = []
    for text in names:
        resolution = drawing.corpus.resolve(text)
        if resolution.target:
            keys.append(resolution.target)
        else:
            what, fix = resolution.problem()
            report(drawing, "ref", f"spec-graph: `{text}` {what}, so it was left out", fix)
    return tuple(dict.fromkeys(keys))


def _here(drawing: Drawing, around: tuple[str, ...], found: Graph) -> tuple[str, ...]:
    """Return the specs that the diagram is about: its centre, the marked ones, or those its page covers."""
    record = drawing.build.pages.get(drawing.link.docname)
    covered = (drawing.corpus.resolve(text).target for text in (record.covers if record else ()))
    marked = (*around, *_named(drawing, drawing.options.get("highlight", ())), *covered)
    return tuple(key for key in dict.fromkeys(marked) if key in found.keys)


def _clusters(drawing: Drawing, found: Graph) -> tuple[Cluster, ...]:
    by = drawing.options.get("cluster")
    return clusters(drawing.corpus, found.keys, by, drawing.options.get("tag", ())) if by else ()


def _bounds(drawing: Drawing, around: tuple[str, ...]) -> GraphLimits:
    options = drawing.options
    among = drawing.selected().keys if any(name in options for name in SELECTION) else None
    return GraphLimits(
        around,
        among,
        options.get("depth", 1 if around else 0),
        options.get("direction", "both"),
        "parents" in options,
        options.get("max-items", MOST),
        0 if "max-items" in options else LINES,
    )


def _no_edges(drawing: Drawing, around: tuple[str, ...]) -> str:
    if not around:
        return _("None of these specs depends on another.")
    names = ", ".join(drawing.corpus.specs[key].label for key in around)
    return _("{specs}: no dependencies.").format(specs=names)


def _picture(
    drawing: Drawing, here: tuple[str, ...], groups: tuple[Cluster, ...], found: Graph
) -> Picture | None:
    """Draw the graph; None, with one warning, if it is too large or nothing can draw it."""
    if len(found.edges) > DRAWABLE:
        return None
    labels = tuple(_label(drawing, drawing.corpus.specs[key], key in here) for key in found.keys)
    at = {key: number for number, key in enumerate(found.keys)}
    lines = tuple(TextLine(at[edge.source], at[edge.target], edge.kind == "parent") for edge in found.edges)
    sketch = Sketch(
        len(labels),
        box_size(labels),
        tuple((line.tail, line.head) for line in lines),
        tuple(tuple(at[key] for key in group.keys) for group in groups),
    )
    commands = [getattr(drawing.app.config, "graphviz_dot", "dot"), PORT]
    try:
        layout = drawing.build.layouts.lay_out(sketch, commands, COLUMN)
    except NoLayoutError as error:
        message = f"no diagram of specs can be drawn ({error}); their edges are listed instead"
        warn("diagram", message, fix="install Graphviz, or graphviz-pure with pip", once=True)
        return None
    return Picture(labels, lines, sketch.box, layout, tuple(_name(drawing, group) for group in groups))


def _name(drawing: Drawing, group: Cluster) -> Name:
    """Return the caption of a frame."""
    by = drawing.options["cluster"]
    text = name(drawing, by, group.value)
    if by == "parent":
        return Name(text, _uri(drawing, group.value))
    return Name(text, status=_look(group.value) if by == "status" else None)


def _uri(drawing: Drawing, key: str) -> str:
    link = drawing.link.spec(key)
    return str(link.get("refuri", "")) if isinstance(link, nodes.Element) else ""


def _label(drawing: Drawing, spec: Spec, here: bool) -> Label:
    count = f" · {spec.progress}" if spec.progress.total else ""
    status, glyph = _look(spec.status)
    said = word(spec.status) + count
    tip, uri = spec_summary(spec), _uri(drawing, spec.key)
    return Label(title(spec), glyph, said, status, tip, uri, here)


def _look(status: str | None) -> tuple[str, str]:
    """Return how a status looks: its class in the stylesheet, and its glyph."""
    return (status, GLYPHS[status]) if status and status in GLYPHS else ("other", "·")


def _caption(drawing: Drawing, around: tuple[str, ...], found: Graph) -> list[nodes.Node]:
    """Return what the diagram shows and how to read it."""
    options = drawing.options
    shown: list[nodes.Node] = []
    if around:
        depth = options.get("depth", 1)
        said = _steps(options.get("direction", "both"), depth)
        labels = ((key, drawing.corpus.specs[key].label) for key in around)
        middle = spaced(drawing.link.spec(key, [nodes.Text(label)]) for key, label in labels)
        shown += [*phrase(said, specs=middle), nodes.Text(" ")]
    picture = drawing.link.medium.draws_graphs
    shown.append(nodes.Text(_(_HOW[picture])))
    if any(edge.kind == "parent" for edge in found.edges) and picture:
        shown.append(nodes.Text(" " + _("A dashed line leads to the spec it is part of.")))
    return shown


def _steps(direction: str, depth: int) -> str:
    """Return how far the diagram goes and in which direction, with a gap for its start."""
    at = "{specs}"
    if direction == "depends_on":
        return ngettext(
            "One step onwards from {specs}.", "{number} steps onwards from {specs}.", depth, specs=at
        )
    if direction == "required_by":
        return ngettext("One step back from {specs}.", "{number} steps back from {specs}.", depth, specs=at)
    return ngettext("One step round {specs}.", "{number} steps round {specs}.", depth, specs=at)


def _marks(
    drawing: Drawing, here: tuple[str, ...], around: tuple[str, ...], groups: tuple[Cluster, ...]
) -> list[nodes.Node]:
    """Return what outlines and frames in the picture mean."""
    shown: list[nodes.Node] = []
    if here and here == around:
        shown.append(nodes.Text(" " + _("A double outline marks the middle.")))
    elif here:
        specs = drawing.corpus.specs
        marked = (drawing.link.spec(key, [nodes.Text(specs[key].label)]) for key in here)
        shown += [nodes.Text(" "), *phrase(_("A double outline marks {specs}."), specs=spaced(marked))]
    if groups:
        frames = _FRAMES[drawing.options["cluster"]]
        shown.append(nodes.Text(" " + _(frames)))
    return shown


_FRAMES: Final = {
    "parent": N_("A frame holds an umbrella's specs."),
    "tag": N_("A frame holds the specs of a tag."),
    "status": N_("A frame holds the specs of a status."),
}

_HOW: Final = {
    True: N_("An arrow from a spec leads to what it depends on."),
    False: N_("Below each spec, what it depends on."),
}


def _rest(drawing: Drawing, found: Graph) -> list[nodes.Node]:
    """Return what the diagram omits, counted and linked."""
    row: list[nodes.Node] = []
    if found.further:
        rest = drawing.link.rest(found.further)
        row += [*phrase(_("{more} in further steps (option depth)."), more=rest), nodes.Text(" ")]
    if found.omitted:
        rest, shown = drawing.link.rest(found.omitted), nodes.Text(str(len(found.keys)))
        said = _("{more} beyond these {number} (option max-items).")
        row += [*phrase(said, more=rest, number=shown), nodes.Text(" ")]
    if found.alone:
        chips = spaced(drawing.link.chip(key) for key in found.alone[:_FEW])
        if len(found.alone) > _FEW:
            said = _("No dependency among these: {specs} and {more}")
            rest = drawing.link.rest(len(found.alone) - _FEW)
            row += phrase(said, specs=chips, more=rest)
        else:
            row += phrase(_("No dependency among these: {specs}"), specs=chips)
    return [nodes.paragraph("", "", *row)] if row else []


def _legend(drawing: Drawing, found: Graph) -> nodes.paragraph:
    """Return each status that occurs, with its count."""
    counts = []
    for _status, keys in by_status(drawing.corpus, found.keys):
        number = nodes.Text(f"\N{NO-BREAK SPACE}{len(keys)}")
        spec = drawing.corpus.specs[keys[0]]
        look, _glyph = _look(spec.status)
        counts.append(nodes.inline("", "", state(spec), number, classes=["leanspec-key", f"leanspec-{look}"]))
    return nodes.paragraph("", "", *spaced(counts), classes=["leanspec-legend"])


def _list(drawing: Drawing, groups: tuple[Cluster, ...], found: Graph) -> nodes.bullet_list:
    """Return each spec with the targets of its edges below it; specs of a frame below its caption."""
    targets = found.targets()
    shown = nodes.bullet_list(classes=["leanspec-edges"])
    for group in groups:
        below = nodes.bullet_list("", *(_item(drawing, key, targets.get(key, ())) for key in group.keys))
        named = nodes.paragraph("", "", *label(drawing, drawing.options["cluster"], group.value))
        shown.append(nodes.list_item("", named, below))
    framed = {key for group in groups for key in group.keys}
    shown += [_item(drawing, key, edges) for key, edges in targets.items() if key not in framed]
    return shown


def _item(drawing: Drawing, key: str, edges: Sequence[Edge]) -> nodes.list_item:
    item = nodes.list_item("", nodes.paragraph("", "", drawing.link.spec(key)))
    if edges:
        item.append(nodes.bullet_list("", *(_edge(drawing, edge) for edge in edges)))
    return item


def _edge(drawing: Drawing, edge: Edge) -> nodes.list_item:
    said = _("part of {spec}") if edge.kind == "parent" else "{spec}"
    return nodes.list_item("", nodes.paragraph("", "", *phrase(said, spec=drawing.link.spec(edge.target))))
