"""The nodes that every view is made of, and how each builder writes them.

A status, a box and a bar look the same wherever they stand: a glyph, a word and a number, in this order of
importance; colour only adds. No glyph reaches LaTeX, whose fonts may lack it: ``leanspec.sty`` draws them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from docutils import nodes

from ...views.vocabulary import GLYPHS
from ..language import N_, _

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.docutils import SphinxTranslator
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator
    from sphinx.writers.text import TextTranslator

_Visit: TypeAlias = Callable[[Any, Any], None]
_Visitors: TypeAlias = Mapping[type[nodes.Element], tuple[_Visit, _Visit | None]]

_OTHER: Final = "other"
"""What a status is called in classes and macros that LeanSpec does not know."""

_AS_TEXT: Final = "\N{VARIATION SELECTOR-15}"
"""Keeps phones from drawing a box as an emoji."""


class leanspec_region(nodes.General, nodes.Element):
    """A named part of a page: attributes ``tag``, its HTML element, and ``label``, heard but not seen."""


class leanspec_status(nodes.Inline, nodes.TextElement):
    """A status: attribute ``status``; ``word`` where its text is something else."""


class leanspec_box(nodes.Inline, nodes.TextElement):
    """A checklist item's box: attributes ``done`` and, where it does not apply, ``exempt``."""


class leanspec_bar(nodes.Inline, nodes.TextElement):
    """A progress bar with its number: attributes ``done``, ``total``, ``label``; the number as its text."""


class leanspec_indent(nodes.Inline, nodes.TextElement):
    """The space before a nested item where there is no list: attribute ``level``."""


class leanspec_strike(nodes.Inline, nodes.TextElement):
    """Struck text."""


class leanspec_fold(nodes.General, nodes.Element):
    """What is long, and folded where a reader can open it: attribute ``summary``, its name when closed."""


class leanspec_fragment(nodes.Invisible, nodes.TextElement):
    """Blocks and texts side by side, with no mark-up of its own: what raw HTML holds together."""


def box_sign(node: leanspec_box) -> str:
    """:returns: the character that stands for a box."""
    if "exempt" in node:
        return "⊘"
    return "☑" if node["done"] else "☐"


def box_word(node: leanspec_box) -> str:
    """:returns: the state of a box in a word, for those who cannot see it; not translated."""
    if "exempt" in node:
        return N_("not applicable")
    return N_("done") if node["done"] else N_("open")


def _kind(node: leanspec_status) -> str:
    status: str = node["status"]
    return status if status in GLYPHS else _OTHER


def _glyph(node: leanspec_status) -> str:
    return GLYPHS.get(node["status"], "·")


# ---- HTML


def _visit_region_html(self: HTML5Translator, node: leanspec_region) -> None:
    self.body.append(self.starttag(node, node["tag"], **{"aria-label": node["label"]}))


def _depart_region_html(self: HTML5Translator, node: leanspec_region) -> None:
    self.body.append(f"</{node['tag']}>\n")


def _visit_status_html(self: HTML5Translator, node: leanspec_status) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS=f"leanspec-status leanspec-{_kind(node)}"))
    heard = f'role="img" aria-label="{self.attval(node["word"])}"' if "word" in node else 'aria-hidden="true"'
    self.body.append(f'<span class="leanspec-glyph" {heard}>{_glyph(node)}</span>')


def _depart_span(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</span>")


def _visit_box_html(self: HTML5Translator, node: leanspec_box) -> None:
    word = box_word(node)
    said = _(word)
    attributes: dict[str, Any] = {"role": "img", "aria-label": said, "title": node.get("exempt") or said}
    self.body.append(
        self.starttag(node, "span", "", CLASS=f"leanspec-box leanspec-{word.split()[0]}", **attributes)
    )
    self.body.append(f"{box_sign(node)}{_AS_TEXT}</span> ")
    raise nodes.SkipNode


def _visit_bar_html(self: HTML5Translator, node: leanspec_bar) -> None:
    done, total = node["done"], node["total"]
    said = _("{name}: {done} of {total} done") if node["label"] else _("{done} of {total} done")
    label = said.format(name=node["label"], done=done, total=total)
    self.body.append(self.starttag(node, "span", "", CLASS="leanspec-bar"))
    # the label says the number, which is not read a second time
    self.body.append(
        f'<progress max="{total or 1}" value="{done}" aria-label="{self.attval(label)}"></progress>'
        ' <span class="leanspec-number" aria-hidden="true">'
    )


def _depart_bar_html(self: HTML5Translator, node: leanspec_bar) -> None:
    self.body.append("</span></span>")


def _visit_indent_html(self: HTML5Translator, node: leanspec_indent) -> None:
    self.body.append(f'<span class="leanspec-indent" style="width: {1.2 * node["level"]:.1f}em"></span>')
    raise nodes.SkipNode


def _visit_strike_html(self: HTML5Translator, node: leanspec_strike) -> None:
    self.body.append("<s>")


def _depart_strike_html(self: HTML5Translator, node: leanspec_strike) -> None:
    self.body.append("</s>")


def _visit_fold_html(self: HTML5Translator, node: leanspec_fold) -> None:
    summary = self.encode(node["summary"])
    self.body.append(f'<details class="leanspec-fold"><summary>{summary}</summary>\n')


def _depart_fold_html(self: HTML5Translator, node: leanspec_fold) -> None:
    self.body.append("</details>\n")


# ---- LaTeX


def _visit_region_latex(self: LaTeXTranslator, node: leanspec_region) -> None:
    if "leanspec-card" in node["classes"]:
        self.body.append("\n\\begin{leanspeccard}\n")


def _depart_region_latex(self: LaTeXTranslator, node: leanspec_region) -> None:
    if "leanspec-card" in node["classes"]:
        self.body.append("\n\\end{leanspeccard}\n")


def _visit_status_latex(self: LaTeXTranslator, node: leanspec_status) -> None:
    macro = "leanspecchip" if "word" in node else "leanspecstatus"
    self.body.append(rf"\{macro}{{{_kind(node)}}}{{")


def _depart_brace(self: LaTeXTranslator, node: nodes.Element) -> None:
    self.body.append("}")


def _visit_box_latex(self: LaTeXTranslator, node: leanspec_box) -> None:
    box = rf"\leanspecbox{{{box_word(node).split()[0]}}}"
    if _is_bullet(node):
        # Sphinx has begun the item: the last one in the body is this one
        at = max(at for at, text in enumerate(self.body) if text.lstrip().startswith(r"\item {}"))
        self.body[at] = rf"\item[{{{box}}}] "
        box = ""
    for name in node["ids"]:
        self.body.append(self.hypertarget(name, anchor=False))
    self.body.append(f"{box}~" if box else "")
    raise nodes.SkipNode


def _is_bullet(node: leanspec_box) -> bool:
    """:returns: whether a box begins an item of a list with bullets, whose place it can take."""
    item = node.parent.parent
    begins = node.parent.index(node) == 0 and item is not None and item.index(node.parent) == 0
    return begins and isinstance(item, nodes.list_item) and isinstance(item.parent, nodes.bullet_list)


def _visit_bar_latex(self: LaTeXTranslator, node: leanspec_bar) -> None:
    self.body.append(rf"\leanspecbar{{{node['done']}}}{{{node['total']}}}{{")


def _visit_indent_latex(self: LaTeXTranslator, node: leanspec_indent) -> None:
    self.body.append(rf"\leanspecindent{{{node['level']}}}")
    raise nodes.SkipNode


def _visit_strike_latex(self: LaTeXTranslator, node: leanspec_strike) -> None:
    self.body.append(r"\leanspecstrike{")


def _visit_fragment_latex(self: LaTeXTranslator, node: leanspec_fragment) -> None:
    self.body.append("\n\n")


# ---- text, man, texinfo


def _pass(self: SphinxTranslator, node: nodes.Element) -> None:
    """Write the children alone."""


def _visit_status_text(self: Any, node: leanspec_status) -> None:
    # Sphinx breaks the lines of a text at every kind of space
    self.visit_Text(nodes.Text(f"{_glyph(node)} "))


def _visit_status_plain(self: Any, node: leanspec_status) -> None:
    self.visit_Text(nodes.Text(f"{_glyph(node)}\N{NO-BREAK SPACE}"))


def _visit_box_text(self: Any, node: leanspec_box) -> None:
    self.visit_Text(nodes.Text(f"{box_sign(node)} "))
    raise nodes.SkipNode


def _visit_indent_text(self: Any, node: leanspec_indent) -> None:
    self.visit_Text(nodes.Text("\N{EM SPACE}" * node["level"]))
    raise nodes.SkipNode


def _visit_strike_text(self: Any, node: leanspec_strike) -> None:
    self.visit_Text(nodes.Text("~~"))


def _visit_fragment_text(self: TextTranslator, node: leanspec_fragment) -> None:
    self.new_state(0)


def _depart_fragment_text(self: TextTranslator, node: leanspec_fragment) -> None:
    self.end_state()


_HTML: Final[_Visitors] = {
    leanspec_region: (_visit_region_html, _depart_region_html),
    leanspec_status: (_visit_status_html, _depart_span),
    leanspec_box: (_visit_box_html, None),
    leanspec_bar: (_visit_bar_html, _depart_bar_html),
    leanspec_indent: (_visit_indent_html, None),
    leanspec_strike: (_visit_strike_html, _depart_strike_html),
    leanspec_fold: (_visit_fold_html, _depart_fold_html),
    leanspec_fragment: (_pass, _pass),
}
_LATEX: Final[_Visitors] = {
    leanspec_region: (_visit_region_latex, _depart_region_latex),
    leanspec_status: (_visit_status_latex, _depart_brace),
    leanspec_box: (_visit_box_latex, None),
    leanspec_bar: (_visit_bar_latex, _depart_brace),
    leanspec_indent: (_visit_indent_latex, None),
    leanspec_strike: (_visit_strike_latex, _depart_brace),
    leanspec_fold: (_pass, _pass),
    leanspec_fragment: (_visit_fragment_latex, _visit_fragment_latex),
}
_PLAIN: Final[_Visitors] = {
    leanspec_region: (_pass, _pass),
    leanspec_status: (_visit_status_plain, _pass),
    leanspec_box: (_visit_box_text, None),
    leanspec_bar: (_pass, _pass),
    leanspec_indent: (_visit_indent_text, None),
    leanspec_strike: (_visit_strike_text, _visit_strike_text),
    leanspec_fold: (_pass, _pass),
    leanspec_fragment: (_pass, _pass),
}
_TEXT: Final[_Visitors] = {
    **_PLAIN,
    leanspec_status: (_visit_status_text, _pass),
    leanspec_fragment: (_visit_fragment_text, _depart_fragment_text),
}


def register(app: Sphinx) -> None:
    """Register each node with every builder."""
    for node, plain in _PLAIN.items():
        app.add_node(
            node,
            html=_HTML[node],
            epub=_HTML[node],  # as another extension names this builder, it no longer falls back to HTML
            latex=_LATEX[node],
            text=_TEXT[node],
            man=plain,
            texinfo=plain,
        )
