"""What stands over specs that have something in common, for every view that groups them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from docutils import nodes
from msgspec.structs import replace

from ...views.grouping import By
from ..language import N_, _, word
from ..nodes.parts import spaced, status, title
from .base import Drawing

GROUPINGS: Final[tuple[By, ...]] = ("status", "priority", "assignee", "tag", "parent", "project")
"""What the option ``by`` takes."""

HEADS: Final = {
    "status": N_("Status"),
    "priority": N_("Priority"),
    "assignee": N_("Assignee"),
    "tag": N_("Tag"),
    "parent": N_("Umbrella"),
    "project": N_("Project"),
}

_NOTHING: Final = {
    "status": N_("No status"),
    "priority": N_("No priority"),
    "assignee": N_("No assignee"),
    "tag": N_("No tag"),
    "parent": N_("No umbrella"),
    "project": N_("This project"),
}


def name(drawing: Drawing, by: str, value: str | None) -> str:
    """Return the name of a group as text."""
    if not value:
        return _(_NOTHING[by])
    if by == "parent":
        return title(drawing.corpus.specs[value])
    return word(value) if by in ("status", "priority") else value


def label(drawing: Drawing, by: str, value: str | None) -> list[nodes.Node]:
    """Return the name of a group as nodes: a status with its glyph, an umbrella as a link."""
    if by == "status":
        return [status(value)]
    text = nodes.Text(name(drawing, by, value))
    return [drawing.link.spec(value, [text])] if by == "parent" and value else [text]


def line(drawing: Drawing, facts: Iterable[nodes.Node]) -> nodes.paragraph:
    """Join facts in one line; without a stylesheet, dots separate them."""
    between = " " if drawing.link.medium.is_styled else " · "
    return nodes.paragraph("", "", *spaced(facts, between))


def under(drawing: Drawing) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read the options of a view that begins with the specs that it names.

    :returns: these specs, and those that all other options choose; none if what is named does not exist.
    """
    options = dict(drawing.options)
    named = options.pop("specs", ())
    roots = tuple(key for text in named if (key := drawing.corpus.resolve(text).target))
    keys = replace(drawing, options=options).selected().keys
    return roots, keys if roots or not named else ()
