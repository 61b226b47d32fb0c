"""The nodes that every view is made of, and how each builder writes them.

A status, a box and a bar look the same wherever they stand: a glyph, a word and a number, in this order of
importance; colour only adds. No glyph reaches LaTeX, whose fonts may lack it: ``leanspec.sty`` draws them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from docutils import nodes

from ...views.vocabulary import GLYPHS
from ..language import N_, _
from .lower import Lowerable

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.docutils import SphinxTranslator
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator

    from .medium import Medium

_Visit: TypeAlias = Callable[[Any, Any], None]
_Visitors: TypeAlias = Mapping[type[nodes.Element], tuple[_Visit, _Visit | None]]

_OTHER: Final = "other"
"""What a status is called in classes and macros that LeanSpec does not know."""

_AS_TEXT: Final = "\N{VARIATION SELECTOR-15}"
"""Keeps phones from drawing a box as an emoji."""


_CHINESE: Final = "\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef"
_STRUCK: Final = re.compile(rf"\s+|[{_CHINESE}]|[^\s{_CHINESE}]+")
"""What is struck through in one piece: a word, or a character of a language that has no spaces."""


class leanspec_region(Lowerable, nodes.General, nodes.Element):
    """A named part of a page: attributes ``tag``, its HTML element, and ``label``, heard but not seen."""

    def lowered(self, medium: Medium) -> Sequence[nodes.Node]:
        return [nodes.container("", *self.children, ids=self["ids"], classes=self["classes"])]


class leanspec_status(Lowerable, nodes.Inline, nodes.TextElement):
    """A status: attribute ``status``; ``word`` where its text is something else."""

    @property
    def kind(self) -> str:
        """What it is called in classes and macros."""
        status: str = self["status"]
        return status if status in GLYPHS else _OTHER

    @property
    def glyph(self) -> str:
        """The character that stands for it."""
        return GLYPHS.get(self["status"], "·")

    def lowered(self, medium: Medium) -> Sequence[nodes.Node]:
        sign = nodes.Text(f"{self.glyph}{medium.tie}")
        return self.inline(f"leanspec-status leanspec-{self.kind}", sign, *self.children)


class leanspec_box(Lowerable, nodes.Inline, nodes.TextElement):
    """A checklist item's box: attributes ``done`` and, where it does not apply, ``exempt``."""

    @property
    def sign(self) -> str:
        """The character that stands for it."""
        if "exempt" in self:
            return "⊘"
        return "☑" if self["done"] else "☐"

    @property
    def word(self) -> str:
        """Its state in a word, for those who cannot see it; not translated."""
        if "exempt" in self:
            return N_("not applicable")
        return N_("done") if self["done"] else N_("open")

    @property
    def kind(self) -> str:
        """What it is called in classes and macros."""
        return self.word.split()[0]

    def lowered(self, medium: Medium) -> Sequence[nodes.Node]:
        return self.inline(f"leanspec-box leanspec-{self.kind}", nodes.Text(f"{self.sign} "))


class leanspec_bar(Lowerable, nodes.Inline, nodes.TextElement):
    """A progress bar with its number: attributes ``done``, ``total``, ``label``; the number as its text."""


class leanspec_indent(Lowerable, nodes.Inline, nodes.TextElement):
    """The space before a nested item where there is no list: attribute ``level``."""

    def lowered(self, medium: Medium) -> Sequence[nodes.Node]:
        return [nodes.Text("\N{EM SPACE}" * self["level"])]


class leanspec_strike(Lowerable, nodes.Inline, nodes.TextElement):
    """Struck text."""

    def lowered(self, medium: Medium) -> Sequence[nodes.Node]:
        return [nodes.Text("~~"), *self.children, nodes.Text("~~")]


class leanspec_fold(Lowerable, nodes.General, nodes.Element):
    """What is long, and folded where a reader can open it: attribute ``summary``, its name when closed."""


class leanspec_fragment(Lowerable, nodes.Invisible, nodes.TextElement):
    """Texts and tags side by side, with no mark-up of its own: what raw HTML holds together."""

    def lowered(self, medium: Medium) -> Sequence[nodes.Node]:
        return [nodes.paragraph("", "", *self.children)]


# ---- HTML


def _visit_region_html(self: HTML5Translator, node: leanspec_region) -> None:
    self.body.append(self.starttag(node, node["tag"], **{"aria-label": node["label"]}))


def _depart_region_html(self: HTML5Translator, node: leanspec_region) -> None:
    self.body.append(f"</{node['tag']}>\n")


def _visit_status_html(self: HTML5Translator, node: leanspec_status) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS=f"leanspec-status leanspec-{node.kind}"))
    heard = f'role="img" aria-label="{self.attval(node["word"])}"' if "word" in node else 'aria-hidden="true"'
    self.body.append(f'<span class="leanspec-glyph" {heard}>{node.glyph}</span>')


def _depart_span(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</span>")


def _visit_box_html(self: HTML5Translator, node: leanspec_box) -> None:
    said = _(node.word)
    attributes: dict[str, Any] = {"role": "img", "aria-label": said, "title": node.get("exempt") or said}
    self.body.append(
        self.starttag(node, "span", "", CLASS=f"leanspec-box leanspec-{node.kind}", **attributes)
    )
    self.body.append(f"{node.sign}{_AS_TEXT}</span> ")
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
    self.body.append(rf"\{macro}{{{node.kind}}}{{")


def _depart_brace(self: LaTeXTranslator, node: nodes.Element) -> None:
    self.body.append("}")


def _visit_box_latex(self: LaTeXTranslator, node: leanspec_box) -> None:
    box = rf"\leanspecbox{{{node.kind}}}"
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
    """Tell whether a box begins an item of a bullet list, so that it can replace the bullet."""
    item = node.parent.parent
    begins = node.parent.index(node) == 0 and item is not None and item.index(node.parent) == 0
    return begins and isinstance(item, nodes.list_item) and isinstance(item.parent, nodes.bullet_list)


def _visit_bar_latex(self: LaTeXTranslator, node: leanspec_bar) -> None:
    self.body.append(rf"\leanspecbar{{{share(node['done'], node['total'])}}}{{")


def share(part: int, whole: int) -> str:
    """Return a share as LaTeX reads it, whose own arithmetic ends at a few hundred."""
    return f"{part / (whole or 1):.3f}"


def _visit_indent_latex(self: LaTeXTranslator, node: leanspec_indent) -> None:
    self.body.append(rf"\leanspecindent{{{node['level']}}}")
    raise nodes.SkipNode


def _visit_strike_latex(self: LaTeXTranslator, node: leanspec_strike) -> None:
    """Strike each word by itself: a line may end after it, and it may stand in code or in a link."""
    for text in list(node.findall(nodes.Text)):
        text.parent.replace(text, list(_struck(text)))


def _struck(text: str) -> Iterator[nodes.Node]:
    for part in _STRUCK.findall(text):
        if part.isspace():
            yield nodes.raw("", r"\leanspecgap{}", format="latex")
            continue
        yield nodes.raw("", r"\leanspecstrike{", format="latex")
        yield nodes.Text(part)
        # between Chinese characters, a line ends wherever it wants to
        yield nodes.raw("", "}" if part.isascii() else r"}\allowbreak{}", format="latex")


def _visit_fragment_latex(self: LaTeXTranslator, node: leanspec_fragment) -> None:
    self.body.append("\n\n")


# ---- both


def _pass(self: SphinxTranslator, node: nodes.Element) -> None:
    """Write the children alone."""


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
    leanspec_strike: (_visit_strike_latex, _pass),
    leanspec_fold: (_pass, _pass),
    leanspec_fragment: (_visit_fragment_latex, _visit_fragment_latex),
}


def register(app: Sphinx) -> None:
    """Register each node with the builders that write it; the others get what it is lowered to."""
    for node, html in _HTML.items():
        # as another extension names the builder epub, it no longer falls back to HTML
        app.add_node(node, html=html, epub=html, latex=_LATEX[node])
