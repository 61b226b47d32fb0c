"""``spec-board``: specs as cards, in a column for each status or for whatever else they have in common."""

from __future__ import annotations

from typing import ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives

from ...model import Spec
from ...views.board import BoardLimits, Card, Column, as_in_work, board
from ..language import _, day, ngettext, some_more, word
from ..nodes import verdicts
from ..nodes.basic import leanspec_fold
from ..nodes.parts import phrase, progress_bar, region, spaced, state, title
from ..site import INDEX
from .base import SELECTION, Drawing, View, nothing, one_of
from .groups import GROUPINGS, label, line, name
from .index import SpecIndex

MOST: Final = 12
"""How many cards a column shows by default."""

_COLUMNS: Final = 12
_BLOCKERS: Final = 3
_TAGS: Final = 3


class SpecBoard(View):
    """A board of specs."""

    name = "spec-board"
    option_spec: ClassVar = {**SELECTION, "by": one_of(*GROUPINGS), "empty": directives.flag}
    most = MOST  # its limit is that of each column
    shows_history = True

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw the columns side by side, and count what there is no room for."""
        options = drawing.options
        by = options.get("by", "status")
        keys = drawing.selected().keys
        if not keys and "empty" not in options:
            return nothing(_("No spec is selected."))
        ordered = keys if "sort" in options else as_in_work(drawing.corpus, keys)
        bounds = BoardLimits(options["most"], _COLUMNS, "empty" in options)
        found = board(drawing.corpus, ordered, by, bounds, drawing.history)
        columns = (_column(drawing, by, column) for column in found.columns)
        shown: list[nodes.Node] = [nodes.container("", *columns, classes=["leanspec-board"])]
        if found.omitted:
            text = ngettext("{number} more column", "{number} more columns", found.omitted)
            rest = drawing.link.page(INDEX, [nodes.Text(text)])
            shown.append(nodes.paragraph("", "", rest, classes=["leanspec-more"]))
        return shown


def _column(drawing: Drawing, by: str, column: Column) -> nodes.Element:
    count = nodes.inline("", str(column.total), classes=["leanspec-count"])
    heading = nodes.rubric("", "", *label(drawing, by, column.value), nodes.Text(" "), count)
    parts: list[nodes.Node] = []
    if column.cards:
        cards = (_card(drawing, by, card) for card in column.cards)
        parts.append(nodes.bullet_list("", *cards, classes=["leanspec-cards"]))
    parts += _more(drawing, by, column)
    if by == "status" and column.value == "archived":  # kept, and in nobody's way
        said = ngettext("{number} archived spec", "{number} archived specs", column.total)
        parts = [leanspec_fold("", *parts, summary=said)] if parts else []
    return region("section", name(drawing, by, column.value), "column", heading, *parts)


def _card(drawing: Drawing, by: str, card: Card) -> nodes.list_item:
    """Return number and title, and each further fact on a line of its own."""
    spec = drawing.corpus.specs[card.key]
    row: list[nodes.Node] = [drawing.link.spec(spec.key, [nodes.Text(title(spec))])]
    if spec.progress.total:
        row.append(progress_bar(spec.progress, title(spec)))
    counted = drawing.claims.verified(spec)
    if counted.claimed and spec.offers_evidence:
        row.append(nodes.inline("", "", *spaced(verdicts.told(counted), ", "), classes=["leanspec-said"]))
    said: list[nodes.Node] = [] if by == "status" else [state(spec)]
    if by != "priority" and spec.priority:
        said.append(nodes.inline("", word(spec.priority)))
    if card.since:
        text = _("since {day}").format(day=day(card.since.date().isoformat()))
        said.append(nodes.inline("", text))
    row += [
        nodes.inline("", "", *spaced(found, " · "), classes=["leanspec-said"])
        for found in (said, _tags(spec, by))
        if found
    ]
    if card.waits_for:
        row.append(_blocked(drawing, spec, card.waits_for))
    return nodes.list_item("", line(drawing, row))


def _tags(spec: Spec, by: str) -> list[nodes.Node]:
    """Return the first few tags of a spec, and how many more it has."""
    if by == "tag":
        return []
    left_out = len(spec.tags) - _TAGS
    return [*map(nodes.Text, spec.tags[:_TAGS]), *([nodes.Text(some_more(left_out))] if left_out > 0 else [])]


def _blocked(drawing: Drawing, spec: Spec, keys: tuple[str, ...]) -> nodes.inline:
    row = drawing.link.some(keys, drawing.link.chip, _BLOCKERS, spec.key)
    said = phrase(_("Blocked by {specs}"), specs=row)
    return nodes.inline("", "", *said, classes=["leanspec-blocked"])


def _more(drawing: Drawing, by: str, column: Column) -> list[nodes.Node]:
    """Return how many cards have no room, linked to where they are."""
    if not column.omitted:
        return []
    if by == "parent" and column.value:
        link = drawing.link.rest(column.omitted, column.value)
    else:
        text = [nodes.Text(some_more(column.omitted))]
        anchor = f"status-{column.value or 'none'}" if by == "status" and _has_anchors(drawing) else ""
        link = drawing.link.page(INDEX, text, anchor=anchor)
    return [nodes.paragraph("", "", link, classes=["leanspec-more"])]


def _has_anchors(drawing: Drawing) -> bool:
    """Tell whether the page of all specs has an anchor for each status; LaTeX has none there."""
    reading = drawing.build.inputs.get(INDEX)
    views = reading.views if reading else ()
    return drawing.link.medium.has_anchors and any(kind == SpecIndex.name for kind, *_ in views)
