"""The views: one module each, options in and nodes out; the thinking is in ``sphinx_leanspec.views``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes

from .. import diagram
from ..parts import Linker
from . import checklist, graph, table
from .base import Draw, Drawing, View, leanspec_view

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ..domain import LeanspecDomain

VIEWS: Final[Mapping[str, tuple[type[View], Draw]]] = {
    "spec-checklist": (checklist.SpecChecklist, checklist.draw),
    "spec-graph": (graph.SpecGraph, graph.draw),
    "spec-index": (table.SpecIndex, table.draw_index),
    "spec-table": (table.SpecTable, table.draw_table),
}
"""Every view by the name of its directive: what reads its options, and what draws it."""


def register(app: Sphinx) -> None:
    """Register every view."""
    app.add_node(leanspec_view)
    diagram.register(app)
    for name, (directive, _) in VIEWS.items():
        app.add_directive(name, directive)


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
