"""Mathematics, read as GitHub reads it.

A formula of a spec is not trusted: what is not understood, or defines commands, is shown as it is written,
and no builder hands it to TeX.
"""

from __future__ import annotations

import re
from typing import Final

from docutils import nodes
from math_core import LatexError

from ..nodes.formulas import formula, said, spare_numbers, to_mathml
from ..warnings import warn

_DEFINITION: Final = re.compile(
    r"\\(?:[egx]?def|let|futurelet|global|long|outer|(?:re)?newcommand|providecommand)(?![A-Za-z])|\^\^"
)
_ESCAPED: Final = re.compile(r"(?<!\\)\\\\(?=[{}_#])")
_COMMENT: Final = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")


def unescaped(tex: str) -> str:
    r"""Take back what Markdown makes of a formula between dollars on GitHub, where ``\\{`` writes a brace."""
    return tex if tex.startswith("`") else _ESCAPED.sub(r"\\", tex)


def node_of(source: str, *, display: bool, path: str, line: int) -> nodes.Element:
    """Return a formula of a spec; what is no formula, as it is written."""
    tex = spare_numbers(_COMMENT.sub(r"\1", source).strip())  # a comment would hide the end from LaTeX
    if not display and len(tex) > 1 and tex[0] == tex[-1] == "`":
        tex = tex[1:-1]  # GitHub's other way to write one
    wrong = _refusal(tex, display=display)
    if not wrong:
        return formula(tex, display=display)
    warn("math", f"a formula is shown as text: {wrong}", location=f"{path}:{line}")
    shown = source.strip("\n")
    return nodes.literal_block(shown, shown, language="none") if display else nodes.literal(tex, tex)


def _refusal(tex: str, *, display: bool) -> str:
    """Return why a formula of a spec is none; nothing if it is one."""
    found = _DEFINITION.search(tex)
    if found:
        return f"{found[0]} is not allowed in specs"
    try:
        to_mathml(tex, display=display)
    except LatexError as error:
        return said(error)
    return ""
