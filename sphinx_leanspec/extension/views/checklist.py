"""``spec-checklist``: the checks of specs as a table of their state."""

from __future__ import annotations

from typing import ClassVar, Final

from docutils import nodes

from ...model import Check, Progress, Spec
from ...reading import shortcodes
from ...views.checklist import Group, groups, total
from ..language import N_, _, ngettext
from ..markdown import render
from ..nodes import verdicts
from ..nodes.basic import leanspec_indent
from ..nodes.parts import check_box, more, phrase, progress_bar, spec_link, table, title
from ..site import ROWS
from .base import SELECTION, Drawing, View, nothing, one_of, texts
from .tasks import TaskWords

MOST: Final = 500
"""How many checks are shown one by one; beyond, each spec is a line with its count."""


class SpecChecklist(View):
    """A status table of the checks of one spec, of several, or of a selection."""

    name = "spec-checklist"
    option_spec: ClassVar = {**SELECTION, "show": one_of("all", "open", "done"), "section": texts}

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw for each spec a table per section, with the count of each and of all."""
        found = drawing.selected()
        room = len(found.keys) if "limit" in drawing.options else ROWS
        which = drawing.options.get("show", "all")
        wanted = drawing.options.get("section", ())
        specs = [drawing.corpus.specs[key] for key in found.keys]
        grouped = [(spec, groups(spec.checks, which, wanted)) for spec in specs]
        grouped = [(spec, parts) for spec, parts in grouped if any(part.checks for part in parts)]
        if not grouped:
            return nothing(_(_NOTHING[which]))
        whole = sum((total(parts) for _, parts in grouped), Progress(0, 0))
        items = sum(len(part.checks) for _, parts in grouped for part in parts)
        shown: list[nodes.Node] = []
        if len(grouped) > 1 or sum(len(parts) for _, parts in grouped) > 1:
            said = phrase(_("In all {progress}"), progress=progress_bar(whole, _("In all")))
            shown.append(nodes.paragraph("", "", *said, classes=["leanspec-total"]))
        if items > MOST:
            omitted = found.omitted + max(0, len(grouped) - room)
            return [*shown, _summary(drawing, grouped[:room], items), *more(omitted, drawing.link)]
        for spec, parts in grouped:
            if len(grouped) > 1:
                shown.append(nodes.rubric("", "", drawing.link.spec(spec.key, spec_link(spec))))
            shown += [_section(drawing, spec, part) for part in parts if part.checks]
        return shown + more(found.omitted, drawing.link)


_NOTHING: Final = {
    "all": N_("No check is selected."),
    "open": N_("No check is open."),
    "done": N_("No check is done."),
}


def _section(drawing: Drawing, spec: Spec, group: Group) -> nodes.table:
    rows: list[list[list[nodes.Node]]] = []
    is_judged = any(check.evidence for check in group.checks)
    words = TaskWords(drawing.link, spec)
    for check in group.checks:
        indent: list[nodes.Node] = [leanspec_indent(level=check.level)] if check.level else []
        text = drawing.link.check(spec, check, _text(check))
        said = [text]
        if check.exempt:
            reason = nodes.Text(check.exempt)
            said = phrase(_("{check} (not applicable: {reason})"), check=text, reason=reason)
        if more_said := words.all(check.task) if check.task else []:
            said = [
                *said,
                nodes.Text(" "),
                nodes.inline("", "(", *more_said, nodes.Text(")"), classes=["leanspec-words"]),
            ]
        row: list[list[nodes.Node]] = [[check_box(check)], [*indent, *said]]
        if is_judged:
            row.append(verdicts.reason(check, drawing.claims.of(spec.key, check.key)))
        rows.append(row)
    head = shortcodes.shown(group.title) or _("Checks")
    count = nodes.inline("", " ", progress_bar(group.progress, head), classes=["leanspec-aside"])
    state_head = nodes.inline("", _("State"), classes=["leanspec-hidden"])
    heads: list[str | list[nodes.Node]] = [[state_head], [nodes.Text(head), count]]
    if is_judged:
        return table([*heads, _("Verified")], rows, [7, 63, 30], "checks")
    return table(heads, rows, [7, 93], "checks")


def _text(check: Check) -> list[nodes.Node]:
    """Return what a check says; the number of a task is no beginning of a list."""
    shown = render.inline(check.markup) or [nodes.Text(check.text)]
    number = check.task.number if check.task else ""
    is_there = nodes.inline("", "", *shown).astext().startswith(number)
    return shown if is_there else [nodes.Text(f"{number} "), *shown]


def _summary(drawing: Drawing, grouped: list[tuple[Spec, list[Group]]], items: int) -> nodes.Node:
    rows: list[list[list[nodes.Node]]] = [
        [[drawing.link.spec(spec.key, [nodes.Text(title(spec))])], [progress_bar(total(parts), title(spec))]]
        for spec, parts in grouped
    ]
    note = ngettext(
        "{number} check is too many for one page: each line leads to the checks of one spec.",
        "{number} checks are too many for one page: each line leads to the checks of one spec.",
        items,
    )
    summary = table([_("Spec"), _("Progress")], rows, [70, 30], "specs")
    return nodes.container("", nodes.paragraph("", note, classes=["leanspec-note"]), summary)
