"""The views: one class each, which says all of itself; the thinking is in ``sphinx_leanspec.views``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..build import Build
from ..nodes import cells, charts, diagram, filtering, graph_page, verdicts
from ..nodes.placeholders import leanspec_view
from .base import View
from .board import SpecBoard
from .changes import SpecChanges
from .checklist import SpecChecklist
from .evidence import SpecEvidence
from .excerpt import SpecExcerpt
from .findings import SpecFindings
from .graph import SpecGraph
from .impact import SpecImpact
from .index import SpecIndex
from .order import SpecOrder
from .progress import SpecProgress
from .requirements import SpecRequirements
from .source_code import SourceCode
from .source_drift import SourceDrifts
from .source_index import SourceIndex
from .stats import SpecStats
from .table import SpecTable
from .timeline import SpecTimeline
from .trace import SpecTrace
from .tree import SpecTree

if TYPE_CHECKING:
    from sphinx.application import Sphinx

VIEWS: Final[Mapping[str, type[View]]] = {
    view.name: view
    for view in (
        SourceCode,
        SourceDrifts,
        SourceIndex,
        SpecBoard,
        SpecChanges,
        SpecChecklist,
        SpecEvidence,
        SpecExcerpt,
        SpecFindings,
        SpecGraph,
        SpecImpact,
        SpecIndex,
        SpecOrder,
        SpecProgress,
        SpecRequirements,
        SpecStats,
        SpecTable,
        SpecTimeline,
        SpecTrace,
        SpecTree,
    )
}
"""Every view by the name of its directive."""


def register(app: Sphinx) -> None:
    """Register every view."""
    app.add_node(leanspec_view)
    cells.register(app)
    charts.register(app)
    diagram.register(app)
    filtering.register(app)
    graph_page.register(app)
    verdicts.register(app)
    for view in VIEWS.values():
        view.register(app)


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Draw the views of a page."""
    for place in list(doctree.findall(leanspec_view)):
        kind, options = place["kind"], place["options"]
        drawn = Build.of(app.env).drawn.pop((docname, kind, repr(options)), None)
        if drawn is None:
            drawn = VIEWS[kind].drawn(app, docname, options, place.source or docname, place.line or 1)
        place.replace_self(drawn)
    graph_page.number(app, doctree, docname)


def add_scripts(app: Sphinx, docname: str) -> None:
    """Add the script of the form that filters specs to a page that has one."""
    reading = Build.of(app.env).inputs.get(docname)
    shown = reading.views if reading else ()
    if any(
        kind == SpecIndex.name or (kind == SpecTable.name and "search" in options)
        for kind, options, *_ in shown
    ):
        app.add_js_file(filtering.SCRIPT, loading_method="defer")
