"""``spec-requirements``: what specs ask for, which tasks serve that, and which changes made it what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from docutils import nodes

from ...deltas import Step
from ...model import Check, Spec
from ...requirements import Asked, Delta
from ...views.requirements import Changed, RequirementRow, changed, rows
from ..language import N_, _, ngettext
from ..nodes.parts import Linker, more, phrase, spaced, spec_link, state, table, title
from ..site import ROWS
from .base import Drawing, View, nothing
from .tasks import task_link

MOST: Final = 500
"""How many requirements are shown one by one; beyond, each spec is a line with their number."""

_DONE: Final[Mapping[str, str]] = {
    "added": N_("Added by {change}"),
    "modified": N_("Modified by {change}"),
    "removed": N_("Removed by {change}"),
    "renamed": N_("Renamed by {change}, before that {name}"),
}
_TO_COME: Final[Mapping[str, str]] = {
    "added": N_("To be added by {change}"),
    "modified": N_("To be modified by {change}"),
    "removed": N_("To be removed by {change}"),
    "renamed": N_("To be renamed by {change}, then {name}"),
}
_VERBS: Final[Mapping[str, str]] = {
    "added": N_("Added"),
    "modified": N_("Modified"),
    "removed": N_("Removed"),
    "renamed": N_("Renamed"),
}


class SpecRequirements(View):
    """The requirements of specs, with their tasks and their lives; of a change, what it does to others'."""

    name = "spec-requirements"

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw a table for each spec that asks for anything, or changes what others ask for."""
        found = drawing.selected()
        room = len(found.keys) if "limit" in drawing.options else ROWS
        specs = [drawing.corpus.specs[key] for key in found.keys]
        specs = [spec for spec in specs if spec.requirements or spec.deltas]
        if not specs:
            return nothing(_("No spec that is selected has requirements."))
        if sum(len(spec.requirements) + len(spec.deltas) for spec in specs) > MOST:
            omitted = found.omitted + max(0, len(specs) - room)
            return [_summary(drawing.link, specs[:room]), *more(omitted, drawing.link)]
        shown: list[nodes.Node] = []
        for spec in specs:
            if len(specs) > 1:
                shown.append(nodes.rubric("", "", drawing.link.spec(spec.key, spec_link(spec))))
            shown += tables(drawing.link, spec)
        return shown + more(found.omitted, drawing.link)


def tables(link: Linker, spec: Spec) -> list[nodes.Node]:
    """Return what a spec asks for, and what it does to the requirements of others."""
    lives = link.site.lives
    asked, changes = rows(spec, lives), changed(spec, lives)
    return [
        *([requirements(link, spec, asked)] if asked else []),
        *([deltas(link, changes)] if changes else []),
    ]


def requirements(link: Linker, spec: Spec, found: Sequence[RequirementRow]) -> nodes.table:
    """Return requirements, each with its cases, its tasks and its life, as far as any of them has such."""
    columns = [
        (_("Requirement"), 40, [[_named(link, spec, row)] for row in found]),
        (_("Cases"), 8, [_number(len(row.now.scenarios)) if row.now else [] for row in found]),
        (_("Tasks"), 26, [_tasks(link, spec, row.tasks) for row in found]),
        (_("Life"), 52, [_life(link, row.steps) for row in found]),
    ]
    kept = [column for column in columns if any(column[2])]
    lines = [list(line) for line in zip(*(cells for _, _, cells in kept), strict=True)]
    return table([name for name, _, _ in kept], lines, [width for _, width, _ in kept], "requirements")


def deltas(link: Linker, found: Sequence[Changed]) -> nodes.table:
    """Return what a change does: to which requirement, of which spec."""
    lines = [[_verb(link, one.delta), _what(link, one), _whose(link, one)] for one in found]
    return table([_("Change"), _("Requirement"), _("Of")], lines, [16, 52, 32], "deltas")


def _named(link: Linker, spec: Spec, row: RequirementRow) -> nodes.Node:
    """Return a requirement by its title, where there is one as a link to it."""
    text = nodes.Text(row.title)
    return link.asked(spec, Asked(row.now), [text]) if row.now else text


def _number(number: int) -> list[nodes.Node]:
    return [nodes.inline("", str(number), classes=["leanspec-number"])] if number else []


def _tasks(link: Linker, spec: Spec, found: Sequence[Check]) -> list[nodes.Node]:
    return spaced(task_link(link, spec, check) for check in found)


def _life(link: Linker, steps: Sequence[Step]) -> list[nodes.Node]:
    """Return what changes did and will do, in the order in which that came and comes to be."""
    between = " " if link.medium.is_styled else "; "  # a stylesheet puts each on a line of its own
    return spaced((_step(link, step) for step in steps), between)


def _step(link: Linker, step: Step) -> nodes.inline:
    change = link.site.corpus.specs[step.change]
    said = (_DONE if step.is_done else _TO_COME)[step.delta.verb]
    name = step.delta.before if step.is_done else step.delta.requirement
    parts = phrase(
        _(said), change=link.spec(change.key, [state(change, title(change))]), name=nodes.emphasis("", name)
    )
    return nodes.inline("", "", *parts, classes=["leanspec-step"])


def _verb(link: Linker, delta: Delta) -> list[nodes.Node]:
    """Return what is done, as a link to where the change says so."""
    text = nodes.Text(_(_VERBS[delta.verb]))
    page = link.site.documents_by_path.get(delta.path)
    return [link.page(page, [text]) if page else text]


def _what(link: Linker, found: Changed) -> list[nodes.Node]:
    delta = found.delta
    name: nodes.Node = nodes.Text(found.now.title if found.now else delta.requirement)
    if found.now and found.capability:
        name = link.asked(link.site.corpus.specs[found.capability], Asked(found.now), [name])
    if delta.verb != "renamed":
        return [name]
    return phrase(_("{name}, before that {before}"), name=name, before=nodes.emphasis("", delta.before))


def _whose(link: Linker, found: Changed) -> list[nodes.Node]:
    if found.capability is None:
        return [nodes.Text(_("{spec} (not there yet)").format(spec=found.delta.capability))]
    spec = link.site.corpus.specs[found.capability]
    return [link.spec(spec.key, [nodes.Text(title(spec))])]


def _summary(link: Linker, specs: Sequence[Spec]) -> nodes.Node:
    """Return a line for each spec, where all of their requirements are too many."""
    lines = [
        [
            [link.spec(spec.key, [nodes.Text(title(spec))])],
            _number(len(spec.requirements)),
            _number(len(spec.deltas)),
        ]
        for spec in specs
    ]
    number = sum(len(spec.requirements) + len(spec.deltas) for spec in specs)
    note = ngettext(
        "{number} requirement is too many for one page: each line leads to those of one spec.",
        "{number} requirements are too many for one page: each line leads to those of one spec.",
        number,
    )
    summary = table([_("Spec"), _("Requirements"), _("Changes")], lines, [60, 20, 20], "specs")
    return nodes.container("", nodes.paragraph("", note, classes=["leanspec-note"]), summary)
