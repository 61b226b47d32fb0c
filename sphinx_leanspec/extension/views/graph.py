"""``spec-graph``: what specs depend on, as a diagram of bounded size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from msgspec.structs import replace

from ...drawing.graph_svg import COLUMN, WIDEST, Picture
from ...views.graph import Cluster, Edge, Graph, GraphLimits, clusters, graph
from ...views.selection import by_status
from ..language import N_, _, ngettext
from ..nodes.diagram import leanspec_as_list, leanspec_caption, leanspec_diagram, leanspec_picture
from ..nodes.graph_page import LargeGraph, leanspec_large
from ..nodes.parts import phrase, spaced, spec_summary, state
from ..site import INDEX
from .base import SELECTION, Drawing, View, nothing, one_of, report, texts
from .graph_picture import commands, draw_picture, look_of, plan_of
from .groups import label

MOST: Final = (60, 45, 34, 26, 20, 15, 12)
"""How many specs a graph shows by default: the first of these with which it is seen as a whole."""

LINES: Final = 240
"""How many edges it shows by default: more are a tangle, and take long to lay out."""

DRAWABLE: Final = 600
"""How many edges are drawn at all; beyond, they are listed."""

DRAWABLE_LARGE: Final = 3000
"""How many edges are drawn on a page of their own: a thousand specs have some seven hundred."""

FOLDED: Final = 24
"""From how many specs on what is finished, and tied to nothing unfinished, is left out."""

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
        "all": directives.flag,
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
        found, picture = _fitting(drawing, around)
        if not (found.edges or found.omitted or found.further):
            return nothing(_no_edges(drawing, around))
        here, groups = _here(drawing, around, found), _clusters(drawing, found)
        if picture is None:
            return _in_words(drawing, around, groups, found)
        caption = nodes.paragraph(
            "", "", *_caption(drawing, around, found), *_marks(drawing, here, around, groups)
        )
        shown = leanspec_caption("", caption, *_rest(drawing, found))
        if "no-legend" not in drawing.options:
            shown.append(_legend(drawing, found))
        large = _large(drawing, around, found, picture)
        shown += large
        shown.append(leanspec_as_list("", _list(drawing, groups, found), too_small=picture.is_too_small))
        fits = bool(large) and picture.layout.width > COLUMN
        drawn = leanspec_picture(picture=picture, label=_heading(found), fits=fits)
        return [leanspec_diagram("", drawn, shown)]


def _heading(found: Graph) -> str:
    number = len(found.keys)
    return ngettext("Dependencies of {number} spec", "Dependencies of {number} specs", number)


def _large(drawing: Drawing, around: tuple[str, ...], found: Graph, picture: Picture) -> list[leanspec_large]:
    """Return a graph of everything that could be shown, where this one is small or not all there is."""
    if not drawing.link.medium.is_published or (found.is_whole and picture.layout.width <= COLUMN):
        return []
    bounds = _bounds(drawing, around, 0)
    depth = len(drawing.corpus.specs) if around else bounds.depth
    whole = replace(bounds, depth=depth, archived=True, folds=0, lines=DRAWABLE_LARGE)
    every = graph(drawing.corpus, whole)
    here, groups = _here(drawing, around, every), _clusters(drawing, every)
    specs = drawing.corpus.specs
    alone = [drawing.link.spec(key, [nodes.Text(spec_summary(specs[key]))]) for key in every.alone]
    drawn = LargeGraph(
        _heading(every),
        plan_of(drawing, here, groups, every),
        drawing.build.layouts,
        commands(drawing),
        every.omitted,
    )
    return [leanspec_large("", *alone, graph=drawn)]


def _fitting(drawing: Drawing, around: tuple[str, ...]) -> tuple[Graph, Picture | None]:
    """Return what is shown, and a picture of it that can be seen as a whole if there is one.

    The picture is None where there can be none; how wide it is counts only where the page does not say how
    many specs it has.
    """
    options = drawing.options
    draws = drawing.link.medium.draws_graphs
    sizes = (options["max-items"],) if "max-items" in options else MOST
    found, picture = graph(drawing.corpus, _bounds(drawing, around, sizes[0])), None
    for most in sizes if draws else ():
        if most and most < sizes[0] and most >= len(found.keys):
            continue  # the same once more
        found = graph(drawing.corpus, _bounds(drawing, around, most))
        if not found.keys or len(found.edges) > DRAWABLE:
            return found, None
        here, groups = _here(drawing, around, found), _clusters(drawing, found)
        picture = draw_picture(drawing, plan_of(drawing, here, groups, found))
        if picture is None or picture.layout.width <= WIDEST:
            break
    return found, picture


def _in_words(
    drawing: Drawing, around: tuple[str, ...], groups: tuple[Cluster, ...], found: Graph
) -> list[nodes.Node]:
    """Return the graph as a list, where there can be no picture."""
    caption = _caption(drawing, around, found)
    if len(found.edges) > DRAWABLE and drawing.link.medium.draws_graphs:
        note = ngettext(
            "{number} dependency is too many for a diagram: here it is as a list.",
            "{number} dependencies are too many for a diagram: here they are as a list.",
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


def _bounds(drawing: Drawing, around: tuple[str, ...], most: int) -> GraphLimits:
    options = drawing.options
    selects = any(name in options for name in SELECTION)
    shows_all = bool(around) or any(name in options for name in ("all", "specs", "status"))
    return GraphLimits(
        around,
        drawing.selected().keys if selects else None,
        options.get("depth", 1 if around else 0),
        options.get("direction", "both"),
        "parents" in options,
        archived=shows_all,
        folds=0 if shows_all or selects else FOLDED,
        most=most,
        lines=0 if "max-items" in options else LINES,
    )


def _no_edges(drawing: Drawing, around: tuple[str, ...]) -> str:
    if not around:
        return _("None of these specs depends on another.")
    names = ", ".join(drawing.corpus.specs[key].label for key in around)
    return _("{specs}: no dependencies.").format(specs=names)


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
    else:
        number = len(found.keys)
        said = ngettext("Dependencies of {number} spec.", "Dependencies of {number} specs.", number)
        shown.append(nodes.Text(f"{said} "))
    picture = drawing.link.medium.draws_graphs
    shown.append(nodes.Text(_(_HOW[picture])))
    if any(edge.kind == "parent" for edge in found.edges) and picture:
        shown.append(nodes.Text(" " + _("A dashed line leads from a spec to its umbrella.")))
    return shown


def _steps(direction: str, depth: int) -> str:
    """Return how far the diagram goes and in which direction, with a gap for its start."""
    at = "{specs}"
    if direction == "depends_on":
        return ngettext(
            "Dependencies of {specs}, one step deep.",
            "Dependencies of {specs}, {number} steps deep.",
            depth,
            specs=at,
        )
    if direction == "required_by":
        return ngettext(
            "What depends on {specs}, one step deep.",
            "What depends on {specs}, {number} steps deep.",
            depth,
            specs=at,
        )
    return ngettext(
        "Specs within one step of {specs}.", "Specs within {number} steps of {specs}.", depth, specs=at
    )


def _marks(
    drawing: Drawing, here: tuple[str, ...], around: tuple[str, ...], groups: tuple[Cluster, ...]
) -> list[nodes.Node]:
    """Return what outlines and frames in the picture mean."""
    shown: list[nodes.Node] = []
    if here and here == around:
        shown.append(nodes.Text(" " + _("A double outline marks where it starts.")))
    elif here:
        specs = drawing.corpus.specs
        marked = (drawing.link.spec(key, [nodes.Text(specs[key].label)]) for key in here)
        shown += [nodes.Text(" "), *phrase(_("A double outline marks {specs}."), specs=spaced(marked))]
    if groups:
        frames = _FRAMES[drawing.options["cluster"]]
        shown.append(nodes.Text(" " + _(frames)))
    return shown


_FRAMES: Final = {
    "parent": N_("A frame groups the specs of an umbrella."),
    "tag": N_("A frame groups the specs with a tag."),
    "status": N_("A frame groups the specs with a status."),
}

_HOW: Final = {
    True: N_("An arrow leads from a spec to what it depends on."),
    False: N_("What a spec depends on stands below it."),
}


def _rest(drawing: Drawing, found: Graph) -> list[nodes.Node]:
    """Return what the diagram omits, counted and linked."""
    counts = [
        (found.further, ngettext("{number} further away", "{number} further away", found.further)),
        (found.omitted, ngettext("{number} that did not fit", "{number} that did not fit", found.omitted)),
        (
            found.folded,
            ngettext(
                "{number} finished, and not needed by an open spec",
                "{number} finished, and not needed by an open spec",
                found.folded,
            ),
        ),
        (found.archived, ngettext("{number} archived", "{number} archived", found.archived)),
    ]
    few = len(found.alone) <= _FEW
    if not few:
        said = ngettext("{number} without a dependency", "{number} without a dependency", len(found.alone))
        counts.append((len(found.alone), said))
    links = [drawing.link.page(INDEX, [nodes.Text(said)]) for number, said in counts if number]
    rows = [phrase(_("Not shown: {specs}."), specs=spaced(links, ", "))] if links else []
    if found.alone and few:
        chips = spaced(drawing.link.chip(key) for key in found.alone)
        rows.append(phrase(_("Without a dependency here: {specs}"), specs=chips))
    return [nodes.paragraph("", "", *row) for row in rows]


def _legend(drawing: Drawing, found: Graph) -> nodes.paragraph:
    """Return each status that occurs, with its count: that of all selected specs, and of those shown."""
    counts = []
    shown = set(found.keys)
    for _status, keys in by_status(drawing.corpus, found.selected or found.keys):
        some, every = len(shown.intersection(keys)), len(keys)
        number = str(every) if some == every else f"{some} / {every}"
        spec = drawing.corpus.specs[keys[0]]
        look, _glyph = look_of(spec.status)
        text = nodes.Text(f"\N{NO-BREAK SPACE}{number}")
        counts.append(nodes.inline("", "", state(spec), text, classes=["leanspec-key", f"leanspec-{look}"]))
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
