"""What stands in the cells of a table and is more than text: heads that say what they head, and marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes

from ..language import N_, _
from .lower import Lowerable

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator

    from .medium import Medium

SIGNS: Final = {
    N_("covers"): "✓",
    N_("mentions"): "·",
    N_("error"): "✗",
    N_("warning"): "△",
    N_("info"): "–",
}
"""Each kind of mark, and the character that stands for it; LaTeX draws its own."""


class leanspec_head(Lowerable, nodes.entry):
    """A cell that heads others: attribute ``scope``, ``col`` or ``row``; a plain cell but in HTML."""

    def lowered(self, medium: Medium) -> Sequence[nodes.Node]:
        kept = {name: value for name, value in self.attributes.items() if name != "scope"}
        return [nodes.entry("", *self.children, **kept)]


class leanspec_mark(Lowerable, nodes.Inline, nodes.TextElement):
    """A sign: attribute ``kind``, ``covers`` or ``mentions`` for what a document does for a spec.

    Of a finding it is the severity; ``silent`` is a sign whose word stands behind it.
    """

    @property
    def sign(self) -> str:
        """The character that stands for it."""
        return SIGNS[self["kind"]]

    def lowered(self, medium: Medium) -> Sequence[nodes.Node]:
        return self.inline(f"leanspec-mark leanspec-{self['kind']}", nodes.Text(self.sign))


def _visit_head_html(self: HTML5Translator, node: leanspec_head) -> None:
    self.visit_entry(node)
    # as the writer began the cell, whatever it is called
    self.body[-1] = f'<th scope="{node["scope"]}"{self.body[-1][3:]}'
    self.context[-1] = "</th>\n"


def _depart_head_html(self: HTML5Translator, node: leanspec_head) -> None:
    self.depart_entry(node)


def _visit_mark_html(self: HTML5Translator, node: leanspec_mark) -> None:
    kind = node["kind"]
    attributes: dict[str, Any] = {"role": "img", "aria-label": _(kind), "title": _(kind)}
    if node.get("silent"):
        attributes = {"aria-hidden": "true"}
    self.body.append(self.starttag(node, "span", "", CLASS=f"leanspec-mark leanspec-{kind}", **attributes))
    self.body.append(f"{node.sign}</span>")
    raise nodes.SkipNode


def _visit_mark_latex(self: LaTeXTranslator, node: leanspec_mark) -> None:
    self.body.append(rf"\leanspecmark{{{node['kind']}}}")
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    """Register the nodes; LaTeX takes a head for the cell that it is."""
    head, mark = (_visit_head_html, _depart_head_html), (_visit_mark_html, None)
    app.add_node(leanspec_head, html=head, epub=head)
    app.add_node(leanspec_mark, html=mark, epub=mark, latex=(_visit_mark_latex, None))
