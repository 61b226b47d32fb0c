"""What becomes of a block of code: code in colours, a diagram, or a formula."""

from __future__ import annotations

import re
from functools import cache

from docutils import nodes
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from . import maths


def node_of(
    info: str, text: str, mermaid: type[nodes.Element] | None, *, path: str, line: int
) -> nodes.Element:
    """Return the node for a fence.

    :param info: what stands behind the opening fence.
    :param mermaid: the node class that draws a mermaid fence, if there is one.
    """
    name = _first_word(info)
    if name == "math":
        return maths.node_of(text, display=True, path=path, line=line)
    if mermaid and name == "mermaid":
        return mermaid("", code=text, options={})
    # forced: Sphinx then highlights what it can and does not warn of the rest, which a rule says in a line
    return nodes.literal_block(text, text, language=language(info), force=True)


@cache
def language(info: str) -> str:
    """Return the lexer for a fence; plain text for what Pygments does not know, as on GitHub."""
    name = _first_word(info)
    try:
        find_lexer_class_by_name(name)
    except ClassNotFound:
        return "none"
    return name


def _first_word(info: str) -> str:
    return re.split(r"[\s,{]", info.strip(), maxsplit=1)[0].lower()
