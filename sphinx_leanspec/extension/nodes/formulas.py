"""Formulas of specs as MathML, whatever draws those of the project's own pages; these, too, where it says so.

A browser draws MathML by itself, where Sphinx's own choice has it fetch a script from a server. To Sphinx the
nodes are no formulas, so that it loads no script for them; builders that know them not get docutils' own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from html.entities import html5
from typing import TYPE_CHECKING, Final

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.locale import _ as of_sphinx
from sphinx.util.math import get_node_equation_number

from ..warnings import warn
from .lower import Lowerable
from .medium import Medium

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator

RENDERER: Final = "leanspec_mathml"
"""What ``html_math_renderer`` is where a project wants MathML on its own pages."""

_CLASSES: Final = "math leanspec-math notranslate nohighlight"
_NUMBERED: Final = re.compile(r"\\(begin|end)\s*\{(align|alignat|equation|flalign|gather|multline)\}")
_COUNTED: Final = re.compile(r"\\(?:tag|label)(?![A-Za-z])")
_TAG: Final = re.compile(r"<(/?)(\w+)([^<>]*?)(/?)>")
_STYLE: Final = re.compile(r'\s(?:displaystyle|scriptlevel)="[^"]*"')
_ENTITY: Final = re.compile(r"&(?!(?:amp|gt|lt|quot);)(\w+;)")


class leanspec_math(Lowerable, nodes.Inline, nodes.TextElement):
    """A formula in a text."""

    def lowered(self, medium: Medium) -> Sequence[nodes.Node]:
        return [nodes.math(self.rawsource, self.astext())]


class leanspec_math_block(Lowerable, nodes.General, nodes.FixedTextElement):
    """A formula on lines of its own: attribute ``no-wrap``, whether it is a whole environment of LaTeX."""

    def lowered(self, medium: Medium) -> Sequence[nodes.Node]:
        is_whole = self["no-wrap"]
        kept = {"nowrap": is_whole, "no-wrap": is_whole, "number": None}
        return [nodes.math_block(self.rawsource, self.astext(), **kept)]


def formula(tex: str, *, display: bool) -> leanspec_math | leanspec_math_block:
    """Return the node of a formula."""
    if not display:
        return leanspec_math(tex, tex)
    # such an environment may hold no empty line in LaTeX, and Sphinx wraps only what is none
    is_whole = _NUMBERED.match(tex.replace("*", "")) is not None
    text = re.sub(r"\n\s*\n", "\n", tex) if is_whole else tex
    return leanspec_math_block(text, text, **{"no-wrap": is_whole})


def to_mathml(tex: str, *, display: bool, xml: bool = False) -> str:
    """Write TeX as MathML.

    :param xml: whether it becomes part of an EPUB, which has MathML 3 and few of HTML's names of characters.
    :raises LatexError: where it is not understood.
    """
    converter = LatexToMathML(fancy_error=False, xml_namespace=xml, id_prefix="math-")
    text = tex.replace("{split}", "{aligned}")
    written = converter.convert_with_local_state(text, displaystyle=display)
    if not xml:
        return written
    return _wrapped(_ENTITY.sub(lambda found: html5.get(found[1], found[0]), written))


def _wrapped(written: str) -> str:
    """Say on an ``mstyle`` round an element what MathML 3, and so an EPUB, lets no other element say."""
    is_wrapped: list[bool] = []  # each open element

    def wrap(tag: re.Match[str]) -> str:
        closing, name, attributes, empty = tag.groups()
        if closing:
            return f"{tag[0]}</mstyle>" if is_wrapped.pop() else tag[0]
        said = "" if name in ("math", "mstyle") else "".join(_STYLE.findall(attributes))
        if not empty:
            is_wrapped.append(bool(said))
        if not said:
            return tag[0]
        wrapped = f"<mstyle{said}><{name}{_STYLE.sub('', attributes)}{empty}>"
        return f"{wrapped}</mstyle>" if empty else wrapped

    return _TAG.sub(wrap, written)


def spare_numbers(tex: str) -> str:
    """Return a formula whose lines have no numbers of their own, as on GitHub and with MathJax."""
    return tex if _COUNTED.search(tex) else _NUMBERED.sub(r"\\\1{\2*}", tex)


def said(error: LatexError) -> str:
    """Return what is wrong, and where in the formula."""
    at, _colon, what = str(error).partition(": ")
    return f"{what.rstrip('.')} (at character {int(at) + 1})" if at.isdigit() else str(error)


def _visit_math_html(self: HTML5Translator, node: leanspec_math | nodes.math) -> None:
    written = _written(self, node, node.astext(), display=False)
    self.body.append(f"{self.starttag(node, 'span', '', CLASS=_CLASSES)}{written}</span>")
    raise nodes.SkipNode


def _visit_block_html(self: HTML5Translator, node: leanspec_math_block | nodes.math_block) -> None:
    # What is wider than the page scrolls, and what scrolls has to take the focus.
    self.body.append(self.starttag(node, "div", CLASS=_CLASSES, tabindex="0"))
    if isinstance(node, nodes.math_block) and node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, of_sphinx("Link to this equation"))
        self.body.append("</span>")
    parts = [node.astext()]
    if not node.get("no-wrap", node.get("nowrap")):
        parts = [part for part in re.split(r"\n\s*\n", parts[0]) if part.strip()]
        parts = [rf"\begin{{aligned}}{part}\end{{aligned}}" if r"\\" in part else part for part in parts]
    self.body += [_written(self, node, part, display=True) for part in parts]
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _written(translator: HTML5Translator, node: nodes.Element, tex: str, *, display: bool) -> str:
    """Return a formula as MathML, or as it is written, with a warning."""
    try:
        return to_mathml(spare_numbers(tex), display=display, xml=Medium.of(translator.builder).is_xml)
    except LatexError as error:
        warn("math", f"a formula is shown as text: {said(error)}", location=node)
        return f"<code>{html.escape(tex.strip())}</code>"


def _visit_math_latex(self: LaTeXTranslator, node: leanspec_math) -> None:
    self.visit_math(node)  # type: ignore[arg-type]  # it asks for the text alone


def _visit_block_latex(self: LaTeXTranslator, node: leanspec_math_block) -> None:
    self.visit_math_block(node)  # type: ignore[arg-type]  # ditto, and for attributes that both have


def register(app: Sphinx) -> None:
    """Register the nodes."""
    for node, html_visit, latex in (
        (leanspec_math, _visit_math_html, _visit_math_latex),
        (leanspec_math_block, _visit_block_html, _visit_block_latex),
    ):
        app.add_node(node, html=(html_visit, None), epub=(html_visit, None), latex=(latex, None))


def offer(app: Sphinx, config: Config) -> None:
    """Register the renderer where the project names it: else Sphinx would choose it for every page."""
    if config.html_math_renderer == RENDERER:
        app.add_html_math_renderer(RENDERER, (_visit_math_html, None), (_visit_block_html, None))
