"""The nodes that every view is made of, and how each builder writes them.

A status, a box and a bar look the same wherever they stand: a glyph, a word and a number, in this order of
importance; colour only adds. Builders that are not named here write a node's children, which hold the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxTranslator

from ..views.vocabulary import GLYPHS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator
    from sphinx.writers.text import TextTranslator


class leanspec_status(nodes.Inline, nodes.TextElement):
    """A status: attribute ``status``, the word as its text."""


class leanspec_box(nodes.Inline, nodes.TextElement):
    """A checklist item's box: attributes ``done`` and, where it does not apply, ``exempt``."""


class leanspec_bar(nodes.Inline, nodes.TextElement):
    """A progress bar with its number: attributes ``done``, ``total``, ``label``; the number as its text."""


class leanspec_strike(nodes.Inline, nodes.TextElement):
    """Struck text."""


class leanspec_fragment(nodes.Invisible, nodes.Element):
    """Blocks and texts side by side, with no mark-up of its own: what raw HTML holds together."""


def box_sign(node: leanspec_box) -> str:
    """:returns: the character that stands for a box."""
    if "exempt" in node:
        return "⊘"
    return "☑" if node["done"] else "☐"


def box_word(node: leanspec_box) -> str:
    """:returns: the state of a box in a word, for those who cannot see it."""
    if "exempt" in node:
        return "not applicable"
    return "done" if node["done"] else "open"


def _visit_status_html(self: HTML5Translator, node: leanspec_status) -> None:
    glyph = GLYPHS.get(node["status"], "·")
    self.body.append(self.starttag(node, "span", "", CLASS=f"leanspec-status leanspec-{node['status']}"))
    self.body.append(f'<span class="leanspec-glyph" aria-hidden="true">{glyph}</span>')


def _depart_span(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</span>")


def _visit_box_html(self: HTML5Translator, node: leanspec_box) -> None:
    word = box_word(node)
    attributes = {"role": "img", "aria-label": word, "title": node.get("exempt") or word}
    self.body.append(self.starttag(node, "span", "", CLASS=f"leanspec-box leanspec-{word.split()[0]}", **attributes))
    self.body.append(f"{box_sign(node)}</span> ")
    raise nodes.SkipNode


def _visit_bar_html(self: HTML5Translator, node: leanspec_bar) -> None:
    label = f"{node['label']}: {node['done']} of {node['total']} done" if node["label"] else (
        f"{node['done']} of {node['total']} done"
    )
    self.body.append(self.starttag(node, "span", "", CLASS="leanspec-bar"))
    self.body.append(
        self.emptytag(node.__class__(), "progress", "", max=node["total"] or 1, value=node["done"], **{"aria-label": label})
        .replace(" />", ">")
        + "</progress> "
    )


def _visit_strike_html(self: HTML5Translator, node: leanspec_strike) -> None:
    self.body.append("<s>")


def _depart_strike_html(self: HTML5Translator, node: leanspec_strike) -> None:
    self.body.append("</s>")


def _pass(self: SphinxTranslator, node: nodes.Element) -> None:
    """Write the children alone."""


def _visit_status_latex(self: LaTeXTranslator, node: leanspec_status) -> None:
    self.body.append(rf"\leanspecstatus{{{self.idescape(node['status'])}}}{{")


def _depart_brace(self: LaTeXTranslator, node: nodes.Element) -> None:
    self.body.append("}")


def _visit_box_latex(self: LaTeXTranslator, node: leanspec_box) -> None:
    for name in node["ids"]:
        self.body.append(self.hypertarget(name, anchor=False))
    self.body.append(rf"\leanspecbox{{{box_word(node).split()[0]}}}~")
    raise nodes.SkipNode


def _visit_strike_latex(self: LaTeXTranslator, node: leanspec_strike) -> None:
    self.body.append(r"\leanspecstrike{")


def _visit_fragment_latex(self: LaTeXTranslator, node: leanspec_fragment) -> None:
    self.body.append("\n\n")


def _visit_status_text(self: Any, node: leanspec_status) -> None:
    self.visit_Text(nodes.Text(f"{GLYPHS.get(node['status'], '·')} "))


def _visit_box_text(self: Any, node: leanspec_box) -> None:
    self.visit_Text(nodes.Text(f"{box_sign(node)} "))
    raise nodes.SkipNode


def _visit_strike_text(self: Any, node: leanspec_strike) -> None:
    self.visit_Text(nodes.Text("~~"))


def _visit_fragment_text(self: TextTranslator, node: leanspec_fragment) -> None:
    self.new_state(0)


def _depart_fragment_text(self: TextTranslator, node: leanspec_fragment) -> None:
    self.end_state()


def _skip(self: SphinxTranslator, node: nodes.Element) -> None:
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    """Register each node with the builders that write it in their own way."""
    plain = (_pass, _pass)
    app.add_node(
        leanspec_status,
        html=(_visit_status_html, _depart_span),
        latex=(_visit_status_latex, _depart_brace),
        text=(_visit_status_text, _pass),
        man=(_visit_status_text, _pass),
        texinfo=plain,
    )
    app.add_node(
        leanspec_box,
        html=(_visit_box_html, None),
        latex=(_visit_box_latex, None),
        text=(_visit_box_text, None),
        man=(_visit_box_text, None),
        texinfo=(_visit_box_text, None),
    )
    app.add_node(
        leanspec_bar, html=(_visit_bar_html, _depart_span), latex=plain, text=plain, man=plain, texinfo=plain
    )
    app.add_node(
        leanspec_strike,
        html=(_visit_strike_html, _depart_strike_html),
        latex=(_visit_strike_latex, _depart_brace),
        text=(_visit_strike_text, _visit_strike_text),
        man=(_visit_strike_text, _visit_strike_text),
        texinfo=plain,
    )
    app.add_node(
        leanspec_fragment,
        html=plain,
        latex=(_visit_fragment_latex, _visit_fragment_latex),
        text=(_visit_fragment_text, _depart_fragment_text),
        man=plain,
        texinfo=plain,
    )
