"""``spec-progress``: a bar for each spec, umbrella or group of specs, or one for all."""

from __future__ import annotations

from typing import ClassVar, Final, Literal

from docutils import nodes
from docutils.parsers.rst import directives

from ...views.grouping import By
from ...views.progress import (
    ProgressRow,
    ProgressRows,
    Tally,
    progress_by,
    progress_by_spec,
    progress_by_umbrella,
    tally,
)
from ...views.tree import TreeLimits
from ..language import _, ngettext
from ..nodes import verdicts
from ..nodes.basic import leanspec_indent
from ..nodes.parts import more, phrase, progress_bar, spaced, state, status, table, title
from .base import SELECTION, Drawing, View, nothing, one_of
from .groups import GROUPINGS, HEADS, label, name, under

MOST: Final = 50
"""How many bars there are by default."""


class SpecProgress(View):
    """Bars of progress."""

    name = "spec-progress"
    option_spec: ClassVar = {
        **SELECTION,
        "by": one_of("spec", *GROUPINGS, "total"),
        "depth": directives.positive_int,
    }
    most = MOST  # its limit is one of bars

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw how far all are, then a bar for each of them."""
        by = drawing.options.get("by", "spec")
        # where umbrellas have bars, those named are meant with all below them
        roots, keys = under(drawing) if by == "parent" else ((), drawing.selected().keys)
        if not keys:
            return nothing(_("No spec is selected."))
        whole = _total(tally(drawing.corpus, keys, drawing.claims))
        if by == "total":
            return whole
        found = _rows(drawing, by, roots, keys)
        bars = _by_spec(drawing, found) if by == "spec" else _by_group(drawing, by, found)
        several = len(found.rows) + found.omitted > 1 and not roots
        return [*(whole if several else []), bars, *more(found.omitted, drawing.link)]


def _rows(
    drawing: Drawing, by: By | Literal["spec"], roots: tuple[str, ...], keys: tuple[str, ...]
) -> ProgressRows:
    corpus, claims, most = drawing.corpus, drawing.claims, drawing.options["most"]
    if by == "spec":
        return progress_by_spec(corpus, keys, most, claims)
    if by == "parent":
        bounds = TreeLimits(roots, drawing.options.get("depth", 1), most)
        return progress_by_umbrella(corpus, keys, bounds, claims)
    return progress_by(corpus, keys, by, most, claims)


def _total(whole: Tally) -> list[nodes.Node]:
    """Return how many specs there are, their common progress, and how many have each status."""
    text = ngettext("{number} spec", "{number} specs", whole.specs)
    row: list[nodes.Node] = [nodes.Text(text)]
    if whole.progress.total:
        bar = progress_bar(whole.progress, text)
        row = phrase(_("{specs}, checks {progress}"), specs=row, progress=bar)
        if whole.verified.words:
            row += [nodes.Text(", "), *spaced(verdicts.told(whole.verified), ", ")]
    counts = (
        nodes.inline("", "", status(value), nodes.Text(f"\N{NO-BREAK SPACE}{number}"))
        for value, number in whole.statuses.items()
    )
    return [
        nodes.paragraph("", "", *row, classes=["leanspec-total"]),
        nodes.paragraph("", "", *spaced(counts), classes=["leanspec-counts"]),
    ]


def _bar(whole: Tally, text: str) -> list[nodes.Node]:
    if whole.progress.total:
        return [progress_bar(whole.progress, text)]
    return [nodes.inline("", _("no checks"), classes=["leanspec-elsewhere"])]


def _by_spec(drawing: Drawing, found: ProgressRows) -> nodes.table:
    rows: list[list[list[nodes.Node]]] = []
    for row in found.rows:
        spec = drawing.corpus.specs[row.value or ""]
        text = title(spec)
        link = drawing.link.spec(spec.key, [nodes.Text(text)])
        rows.append([[link], [state(spec)], _bar(row.tally, text)])
    return _table(found, [_("Spec"), _("Status"), _("Progress")], rows, [45, 17, 38])


def _by_group(drawing: Drawing, by: str, found: ProgressRows) -> nodes.table:
    heads, widths = [_(HEADS[by]), _("Specs"), _("Status"), _("Progress")], [32, 8, 28, 32]
    if by == "status":
        heads, widths = [_(HEADS[by]), _("Specs"), _("Progress")], [32, 8, 60]
    rows = [_cells(drawing, by, row) for row in found.rows]
    return _table(found, heads, rows, widths)


def _table(
    found: ProgressRows, heads: list[str], rows: list[list[list[nodes.Node]]], widths: list[int]
) -> nodes.table:
    """Return rows as a table; with a column for what is verified, where any of them has a verdict."""
    if any(row.tally.verified.words for row in found.rows):
        heads, widths = [*heads, _("Verified")], [*widths, 20]
        counted = (verdicts.verified_cell(row.tally.verified) for row in found.rows)
        rows = [[*row, cell] for row, cell in zip(rows, counted, strict=True)]
    return table(heads, rows, widths, "tallies", row_heads=True)


def _cells(drawing: Drawing, by: str, row: ProgressRow) -> list[list[nodes.Node]]:
    """Return a group, its size, its counts per status if they differ, and its bar."""
    whole = row.tally
    statuses = spaced(status(value, str(number)) for value, number in whole.statuses.items())
    return [
        _label(drawing, by, row),
        [nodes.inline("", str(whole.specs), classes=["leanspec-count"])],
        *([] if by == "status" else [statuses]),
        _bar(whole, name(drawing, by, row.value)),
    ]


def _label(drawing: Drawing, by: str, row: ProgressRow) -> list[nodes.Node]:
    indent = [leanspec_indent(level=row.level)] if row.level else []
    return [*indent, *label(drawing, by, row.value)]
