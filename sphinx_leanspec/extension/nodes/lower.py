"""Our nodes in docutils' own words, for every builder that has no visitors for them.

Only HTML, EPUB and LaTeX have something better to make of them. All others, those that nobody here has heard
of among them, get texts, lists and tables alone, and need to know nothing of us.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from docutils import nodes

from .medium import Medium

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder


class Lowerable(nodes.Element):
    """A node of ours that says itself what stands in its place where nobody can write it."""

    def lowered(self, medium: Medium) -> Sequence[nodes.Node]:
        """Return plain nodes, the children among them; by default, these alone."""
        return self.children

    def inline(self, classes: str, *shown: nodes.Node) -> list[nodes.Node]:
        """Return a text that can be linked to as the node can, and has the classes that it has in HTML."""
        return [nodes.inline("", "", *shown, ids=self["ids"], classes=classes.split())]


def lower(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put plain nodes into a page that is about to be written.

    No post-transform, though it is one by its nature: those run before the views of a page are drawn.
    """
    _lower(doctree, Medium.of(app.builder))


def lower_contents(app: Sphinx, builder: Builder) -> None:
    """Put plain nodes into the contents of all pages; the environment is on disk by now.

    A toctree is made of them when a page is otherwise complete.
    """
    medium = Medium.of(builder)
    for contents in builder.env.tocs.values():
        _lower(contents, medium)


def _lower(root: nodes.Element, medium: Medium) -> None:
    if medium.has_our_nodes or medium.makes_catalogs:
        return
    for node in list(root.findall(Lowerable)):
        # not replace_self, which refuses where a text takes the place of what has classes
        node.parent.replace(node, list(node.lowered(medium)))


def register(app: Sphinx) -> None:
    """Connect what puts plain nodes into pages, and into what toctrees are made of."""
    app.connect("doctree-resolved", lower, priority=950)  # when all views are drawn and all links mended
    app.connect("write-started", lower_contents)
