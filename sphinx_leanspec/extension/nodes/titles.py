"""The number of a spec in the title of its page: what a tab, a list of pages and the search show."""

from __future__ import annotations

import re
from typing import Final

from docutils import nodes

from ...model import Spec
from .parts import numeral

_CLASS = "leanspec-numeral"
_NUMBERED: Final = re.compile(r"\d+[.)]\s")
"""A title that has a number of its own: ``1. Tides``."""


def add_number(spec: Spec, doctree: nodes.document) -> None:
    """Put the number of a spec before its title, once that is translated; a second number would confuse."""
    title = next(doctree.findall(nodes.title), None)
    if title is not None and numeral(spec) and not _NUMBERED.match(title.astext()):
        title.insert(0, nodes.inline("", f"{spec.label} ", classes=[_CLASS]))


def without_number(title: nodes.title) -> str:
    """Return a title as its file or a catalogue has it, as plain text."""
    return " ".join("".join(text for text in title.findall(nodes.Text) if not is_number(text)).split())


def is_number(text: nodes.Text) -> bool:
    """Tell whether a text is the number before a title."""
    return isinstance(text.parent, nodes.inline) and text.parent["classes"] == [_CLASS]
