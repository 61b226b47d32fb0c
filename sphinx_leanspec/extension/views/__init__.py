"""The views: one module each, options in and nodes out; the thinking is in ``sphinx_leanspec.views``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes

from ..nodes import cells, charts, diagram
from ..nodes.parts import Linker
from ..nodes.placeholders import leanspec_view
from . import (
    board,
    changes,
    checklist,
    excerpt,
    findings,
    graph,
    impact,
    order,
    progress,
    stats,
    table,
    timeline,
    trace,
    tree,
)
from .base import Draw, Drawing, View

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ..references.domain import LeanspecDomain

VIEWS: Final[Mapping[str, tuple[type[View], Draw]]] = {
    "spec-board": (board.SpecBoard, board.draw),
    "spec-changes": (changes.SpecChanges, changes.draw),
    "spec-checklist": (checklist.SpecChecklist, checklist.draw),
    "spec-excerpt": (excerpt.SpecExcerpt, excerpt.draw),
    "spec-findings": (findings.SpecFindings, findings.draw),
    "spec-graph": (graph.SpecGraph, graph.draw),
    "spec-impact": (impact.SpecImpact, impact.draw),
    "spec-index": (table.SpecIndex, table.draw_index),
    "spec-order": (order.SpecOrder, order.draw),
    "spec-progress": (progress.SpecProgress, progress.draw),
    "spec-stats": (stats.SpecStats, stats.draw),
    "spec-table": (table.SpecTable, table.draw_table),
    "spec-timeline": (timeline.SpecTimeline, timeline.draw),
    "spec-trace": (trace.SpecTrace, trace.draw),
    "spec-tree": (tree.SpecTree, tree.draw),
}
"""Every view by the name of its directive: what reads its options, and what draws it."""


def register(app: Sphinx) -> None:
    """Register every view."""
    app.add_node(leanspec_view)
    cells.register(app)
    charts.register(app)
    diagram.register(app)
    for name, (directive, _) in VIEWS.items():
        app.add_directive(name, directive)
    app.add_post_transform(excerpt.Excerpts)


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Draw the views of a page."""
    for place in list(doctree.findall(leanspec_view)):
        place.replace_self(
            draw(app, docname, place["kind"], place["options"], place.source or docname, place.line or 1)
        )


def draw(
    app: Sphinx, docname: str, kind: str, options: dict[str, Any], source: str, line: int
) -> nodes.container:
    """Draw a view, as it is in this build.

    :param docname: the page it stands on; ``source`` and ``line`` say where.
    """
    domain: LeanspecDomain = app.env.get_domain("leanspec")  # type: ignore[assignment]
    drawing = Drawing(app, domain, Linker(domain.site, app.builder, docname), options, source, line)
    _, drawn = VIEWS[kind]
    return nodes.container("", *drawn(drawing), classes=["leanspec-view", f"leanspec-{kind}"])
