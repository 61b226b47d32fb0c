"""The views: one module each, options in and nodes out; the thinking is in ``sphinx_leanspec.views``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ..parts import Linker
from . import checklist, table
from .base import Draw, Drawing, View, leanspec_view

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ..domain import LeanspecDomain

VIEWS: Final[Mapping[str, tuple[type[View], Draw]]] = {
    "spec-checklist": (checklist.SpecChecklist, checklist.draw),
    "spec-index": (table.SpecIndex, table.draw_index),
    "spec-table": (table.SpecTable, table.draw_table),
}
"""Every view by the name of its directive: what reads its options, and what draws it."""


def register(app: Sphinx) -> None:
    """Register every view."""
    app.add_node(leanspec_view)
    for name, (directive, _) in VIEWS.items():
        app.add_directive(name, directive)


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Draw the views of a page."""
    domain: LeanspecDomain = app.env.get_domain("leanspec")  # type: ignore[assignment]
    for place in list(doctree.findall(leanspec_view)):
        link = Linker(domain.site, app.builder, docname)
        drawing = Drawing(app, domain, link, place["options"], place.source or docname, place.line or 1)
        _, draw = VIEWS[place["kind"]]
        drawn = nodes.container("", *draw(drawing), classes=["leanspec-view", f"leanspec-{place['kind']}"])
        place.replace_self(drawn)
