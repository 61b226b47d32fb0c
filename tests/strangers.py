"""Builders that have never heard of sphinx-leanspec, as other extensions bring them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.builders.text import TextBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Teller(nodes.NodeVisitor):
    """Tells a page's text; it knows docutils' nodes and Sphinx's, and ends at any other.

    No generic visitor of docutils': Sphinx teaches those every node that an extension registers.
    """

    def __init__(self, document: nodes.document) -> None:
        super().__init__(document)
        self.told: list[str] = []

    def visit(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.raw):
            raise nodes.SkipNode
        if isinstance(node, nodes.Text):
            self.told.append(node.astext())

    def depart(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
            self.told.append("\n")


for _name in (*nodes.node_class_names, *(name for name in vars(addnodes) if name.islower())):
    setattr(Teller, f"visit_{_name}", Teller.visit)
    setattr(Teller, f"depart_{_name}", Teller.depart)


class TellingBuilder(Builder):
    """Writes pages with a translator of its own."""

    name = "telling"
    format = "telling"

    def get_outdated_docs(self) -> Iterator[str]:
        yield from self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:  # noqa: ARG002 - its signature
        return f"{docname}.told"

    def prepare_writing(self, docnames: object) -> None:
        """Sphinx up to 8 asks every builder for this."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        teller = Teller(doctree)
        doctree.walkabout(teller)
        path = Path(self.outdir, self.get_target_uri(docname))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(teller.told), "utf-8")


class NotesBuilder(TextBuilder):
    """Sphinx's own for text, by another name: visitors for text are not found for it."""

    name = "notes"
    format = "notes"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builders."""
    app.add_builder(TellingBuilder)
    app.add_builder(NotesBuilder)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
