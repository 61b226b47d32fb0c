"""What becomes of a block of code: code in colours, a diagram, or a formula."""

from __future__ import annotations

from docutils import nodes

from ...reading.highlighting import first_word, language
from ..nodes import mermaid as diagrams
from . import maths


def node_of(
    info: str, text: str, mermaid: type[nodes.Element] | None, *, path: str, line: int
) -> nodes.Element:
    """Return the node for a fence.

    :param info: what stands behind the opening fence.
    :param mermaid: the node class of another extension that draws a mermaid fence, if there is one.
    """
    name = first_word(info)
    if name == "math":
        return maths.node_of(text, display=True, path=path, line=line)
    if name == "mermaid":
        return mermaid("", code=text, options={}) if mermaid else diagrams.node_of(text)
    # forced: Sphinx then highlights what it can and does not warn of the rest, which a rule says in a line
    return nodes.literal_block(text, text, language=language(info), force=True)
