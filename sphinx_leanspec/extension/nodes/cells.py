"""What stands in the cells of a table and is more than text: heads that say what they head, and marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from docutils import nodes

from ..language import N_, _

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator

_SIGNS: Final = {
    N_("covers"): "✓",
    N_("mentions"): "·",
    N_("error"): "✗",
    N_("warning"): "△",
    N_("info"): "–",
}


class leanspec_head(nodes.entry):
    """A cell that heads others: attribute ``scope``, ``col`` or ``row``; a plain cell but in HTML."""


class leanspec_mark(nodes.Inline, nodes.TextElement):
    """A sign: attribute ``kind``, ``covers`` or ``mentions`` for what a document does for a spec.

    Of a finding it is the severity; ``silent`` is a sign whose word stands behind it.
    """


def sign(kind: str) -> str:
    """:returns: the character that stands for a mark."""
    return _SIGNS[kind]


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
    self.body.append(f"{sign(kind)}</span>")
    raise nodes.SkipNode


def _visit_mark_latex(self: LaTeXTranslator, node: leanspec_mark) -> None:
    self.body.append(rf"\leanspecmark{{{node['kind']}}}")
    raise nodes.SkipNode


def _visit_mark_text(self: Any, node: leanspec_mark) -> None:
    self.visit_Text(nodes.Text(sign(node["kind"])))
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    """Register the nodes; builders without a visitor for a head take it for the cell that it is."""
    head = (_visit_head_html, _depart_head_html)
    app.add_node(leanspec_head, html=head, epub=head)
    html, latex, plain = (_visit_mark_html, None), (_visit_mark_latex, None), (_visit_mark_text, None)
    app.add_node(leanspec_mark, html=html, epub=html, latex=latex, text=plain, man=plain, texinfo=plain)
