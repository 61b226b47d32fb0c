"""The life of one spec as nodes: a line for its card, a table and a strip for a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ...drawing.chart_svg import Strip
from ...history import History
from ...views.life import StatusStep
from ...views.timeline import Lifetime
from ..language import N_, _, day, ngettext, some_more, word
from .charts import figure
from .parts import spaced, status, table

if TYPE_CHECKING:
    from .medium import Medium

_MOST: Final = 5
"""How many steps stand in a line."""

_DAY: Final = 86_400.0


def line(steps: Sequence[StatusStep], medium: Medium) -> list[nodes.Node]:
    """Return the status history in one line, empty if the status never changed."""
    if len(steps) < 2:
        return []
    # no font of LaTeX can be relied upon to have an arrow
    arrow = "→ " if medium.has_arrows else "· "
    kept = [*steps] if len(steps) <= _MOST else [*steps[:2], None, *steps[3 - _MOST :]]
    row: list[nodes.Node] = []
    for step in kept:
        text = some_more(len(steps) - _MOST + 1) if step is None else day(step.at.date().isoformat())
        shown = [status(step.status), nodes.Text(f" {text}")] if step else [nodes.Text(text)]
        before = [nodes.Text(arrow)] if row else []
        row.append(nodes.inline("", "", *before, *shown, classes=["leanspec-step"]))
    return spaced(row)


def whole(found: Lifetime, medium: Medium, id_: str) -> list[nodes.Node]:
    """Return the life of a spec as a table, below a strip of it where the builder can draw one."""
    if not (found.born or found.steps):
        return []
    rows = _rows(found)
    numbers = table([_("Status"), _("Since"), _("Duration"), _("Source")], rows, [30, 25, 20, 25], "life")
    parts = _parts(found)
    if not parts or not medium.draws_charts:
        return [numbers]
    label = _("How long {spec} had each status").format(spec=found.spec.label)
    about = ", ".join(tip for _, _, tip in parts)
    how = _("The strip covers the time up to the last change; each part is as long as its status lasted.")
    return [figure(Strip(id_, parts), label, about, [nodes.paragraph("", how), numbers])]


def duration(days: float) -> str:
    """Return a number of days in words, rounded to what readers need."""
    if days < 1:
        return _("under a day")
    if days < 10:
        said = f"{days:.1f}".removesuffix(".0")
        if not said.isdecimal():
            return _("{number} days").format(number=said)
    return ngettext("{number} day", "{number} days", round(days))


def _rows(found: Lifetime) -> list[list[list[nodes.Node]]]:
    """Return a row for the creation, unless it is the first step, and for each step its duration."""
    rows: list[list[list[nodes.Node]]] = []
    instants = [step.at for step in found.steps]
    if found.born and (not instants or found.born.date() < instants[0].date()):
        lasted = duration((instants[0] - found.born).total_seconds() / _DAY) if instants else ""
        since = day(found.born.date().isoformat())
        rows.append([[nodes.Text(_("Created"))], [nodes.Text(since)], [nodes.Text(lasted)], []])
    for step, after in zip_longest(found.steps, instants[1:]):
        lasted = duration((after - step.at).total_seconds() / _DAY) if after else ""
        since = day(step.at.date().isoformat())
        source = _("commit {revision}") if step.source == "git" else _("frontmatter")
        said = source.format(revision=(step.revision or "")[:7])
        rows.append([[status(step.status)], [nodes.Text(since)], [nodes.Text(lasted)], [nodes.Text(said)]])
    return rows


def _parts(found: Lifetime) -> tuple[tuple[str, float, str], ...]:
    """Return each span between two steps: status, length in days, and both in words."""
    spans: list[tuple[str | None, float]] = []
    steps = found.steps
    if found.born and steps and found.born.date() < steps[0].at.date():
        spans.append((None, (steps[0].at - found.born).total_seconds()))
    spans += [(step.status, (after.at - step.at).total_seconds()) for step, after in pairwise(steps)]
    return tuple(
        (status or "none", length, f"{word(status, _('Not recorded'))}: {duration(length / _DAY)}")
        for status, length in spans
        if length
    )


_WHY_NOT: Final[Mapping[str, str]] = {
    "failed": N_("The git history of these specs could not be read, so the dates are those that they give."),
    "no-commit": N_("There is no commit yet, so the dates are those that the specs give."),
    "no-git": N_("Git was not available where this was built, so the dates are those that the specs give."),
    "no-repository": N_(
        "This was built from files without git history, so the dates are those that they give."
    ),
    "shallow": N_("This was built from a shallow clone, so the dates are those that the specs give."),
}


def without(found: History) -> list[nodes.Node]:
    """Return a note that says why a view shows only what specs say, empty if git's history is known."""
    if found:
        return []
    return [nodes.paragraph("", _(_WHY_NOT[found.reason]), classes=["leanspec-note"])]
