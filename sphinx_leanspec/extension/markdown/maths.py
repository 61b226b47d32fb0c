"""Mathematics: read as GitHub reads it, and written as MathML when the site is built.

A browser draws MathML by itself, where Sphinx's own choice has it fetch a script from a server. A formula of
a spec is not trusted: what is not understood here, or defines commands, is shown as it is written, and no
builder hands it to TeX.
"""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import TYPE_CHECKING, Final

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.ext.mathjax import MATHJAX_URL
from sphinx.locale import _ as of_sphinx
from sphinx.util.math import get_node_equation_number

from ..nodes.medium import Medium
from ..warnings import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.writers.html5 import HTML5Translator

RENDERER: Final = "leanspec_mathml"
_MATHJAX: Final = frozenset({"mathjax2_config", "mathjax3_config", "mathjax4_config", "mathjax_config_path"})
_CLASSES: Final = "math notranslate nohighlight"
_NUMBERED: Final = re.compile(r"\\(begin|end)\s*\{(align|alignat|equation|flalign|gather|multline)\}")
_COUNTED: Final = re.compile(r"\\(?:tag|label)(?![A-Za-z])")
_DEFINITION: Final = re.compile(
    r"\\(?:[egx]?def|let|futurelet|global|long|outer|(?:re)?newcommand|providecommand)(?![A-Za-z])|\^\^"
)
_ESCAPED: Final = re.compile(r"(?<!\\)\\\\(?=[{}_#])")
_COMMENT: Final = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")
_TAG: Final = re.compile(r"<(/?)(\w+)([^<>]*?)(/?)>")
_STYLE: Final = re.compile(r'\s(?:displaystyle|scriptlevel)="[^"]*"')
_ENTITY: Final = re.compile(r"&(?!(?:amp|gt|lt|quot);)(\w+;)")


def set_default(app: Sphinx, config: Config) -> list[str]:
    """Write MathML where the project has chosen no renderer, nor loads or configures one.

    :returns: what was set, as ``name = value``.
    """
    if config.html_math_renderer is not None:
        return []
    others = sorted(app.registry.html_inline_math_renderers.keys() - {"mathjax", RENDERER})
    if _wants_mathjax(config) or others:
        # of three, Sphinx would choose none
        config.html_math_renderer = "mathjax" if _wants_mathjax(config) else others[0]
        return []
    config.html_math_renderer = RENDERER
    return [f"html_math_renderer = {RENDERER!r}"]


def _wants_mathjax(config: Config) -> bool:
    """Tell whether the project names MathJax among its extensions, or tells it something."""
    told = any(value.value for value in config if value.name in _MATHJAX)
    return told or "sphinx.ext.mathjax" in config.extensions or config.mathjax_path != MATHJAX_URL


def unescaped(tex: str) -> str:
    r"""Take back what Markdown makes of a formula between dollars on GitHub, where ``\\{`` writes a brace."""
    return tex if tex.startswith("`") else _ESCAPED.sub(r"\\", tex)


def node_of(source: str, *, display: bool, path: str, line: int) -> nodes.Element:
    """Return a formula of a spec; what is no formula, as it is written."""
    tex = _spare_numbers(_COMMENT.sub(r"\1", source).strip())  # a comment would hide the end from LaTeX
    if not display and len(tex) > 1 and tex[0] == tex[-1] == "`":
        tex = tex[1:-1]  # GitHub's other way to write one
    wrong = _refusal(tex, display=display)
    if wrong:
        warn("math", f"a formula is shown as text: {wrong}", location=f"{path}:{line}")
        shown = source.strip("\n")
        return nodes.literal_block(shown, shown, language="none") if display else nodes.literal(tex, tex)
    if not display:
        return nodes.math(tex, tex)
    # such an environment may hold no empty line in LaTeX, and Sphinx wraps only what is none
    is_whole = _NUMBERED.match(tex.replace("*", "")) is not None
    text = re.sub(r"\n\s*\n", "\n", tex) if is_whole else tex
    return nodes.math_block(text, text, nowrap=is_whole, number=None, **{"no-wrap": is_whole})


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


def register(app: Sphinx) -> None:
    """Register the renderer."""
    app.add_html_math_renderer(RENDERER, (_visit_math, None), (_visit_block, None))


def _visit_math(translator: HTML5Translator, node: nodes.math) -> None:
    written = _written(translator, node, node.astext(), display=False)
    translator.body.append(f"{translator.starttag(node, 'span', '', CLASS=_CLASSES)}{written}</span>")
    raise nodes.SkipNode


def _visit_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    # What is wider than the page scrolls, and what scrolls has to take the focus.
    translator.body.append(translator.starttag(node, "div", CLASS=_CLASSES, tabindex="0"))
    if node.get("number"):
        translator.body.append(f'<span class="eqno">({get_node_equation_number(translator, node)})')
        translator.add_permalink_ref(node, of_sphinx("Link to this equation"))
        translator.body.append("</span>")
    parts = [node.astext()]
    if not node.get("no-wrap", node.get("nowrap")):
        parts = [part for part in re.split(r"\n\s*\n", parts[0]) if part.strip()]
        parts = [rf"\begin{{aligned}}{part}\end{{aligned}}" if r"\\" in part else part for part in parts]
    translator.body += [_written(translator, node, part, display=True) for part in parts]
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def _written(translator: HTML5Translator, node: nodes.Element, tex: str, *, display: bool) -> str:
    """Return a formula as MathML, or as it is written, with a warning."""
    try:
        return to_mathml(_spare_numbers(tex), display=display, xml=Medium.of(translator.builder).is_xml)
    except LatexError as error:
        warn("math", f"a formula is shown as text: {_said(error)}", location=node)
        return f"<code>{html.escape(tex.strip())}</code>"


def _refusal(tex: str, *, display: bool) -> str:
    """Return why a formula of a spec is none; nothing if it is one."""
    found = _DEFINITION.search(tex)
    if found:
        return f"{found[0]} is not allowed in specs"
    try:
        to_mathml(tex, display=display)
    except LatexError as error:
        return _said(error)
    return ""


def _said(error: LatexError) -> str:
    """Return what is wrong, and where in the formula."""
    at, _colon, what = str(error).partition(": ")
    return f"{what.rstrip('.')} (at character {int(at) + 1})" if at.isdigit() else str(error)


def _spare_numbers(tex: str) -> str:
    """Return a formula whose lines have no numbers of their own, as on GitHub and with MathJax."""
    return tex if _COUNTED.search(tex) else _NUMBERED.sub(r"\\\1{\2*}", tex)
