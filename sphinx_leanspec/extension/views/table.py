"""``spec-table``: specs by selection, one line each, and the form that filters and sorts them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives

from ...lifecycle import PRIORITIES, WORK_FIRST, rank
from ...model import Spec
from ...views.grouping import By, grouped, values_of
from ..language import N_, _, day, word
from ..nodes import verdicts
from ..nodes.filtering import leanspec_filter
from ..nodes.parts import maybe, more, progress_bar, state, table, title
from ..site import ROWS
from . import groups
from .base import SELECTION, Drawing, View, nothing, texts

Cell = Callable[[Drawing, Spec], list[nodes.Node]]

_FEW: Final = 12
"""How many references a cell holds."""


def _chips(keys: Sequence[str], drawing: Drawing) -> list[nodes.Node]:
    return drawing.link.some(keys, drawing.link.chip, _FEW)


def _spec(drawing: Drawing, spec: Spec) -> list[nodes.Node]:
    return [drawing.link.spec(spec.key, [nodes.Text(title(spec))])]


def _progress(drawing: Drawing, spec: Spec) -> list[nodes.Node]:
    return [progress_bar(spec.progress, title(spec))] if spec.progress.total else []


def _verified(drawing: Drawing, spec: Spec) -> list[nodes.Node]:
    return verdicts.verified_cell(drawing.claims.verified(spec)) if drawing.corpus.offers_evidence else []


def _covered_by(drawing: Drawing, spec: Spec) -> list[nodes.Node]:
    titles = drawing.build.env.titles
    return drawing.link.some(
        drawing.build.relations.covered_by.get(spec.key, []),
        lambda name: drawing.link.page(name, [nodes.Text(titles[name].astext())]),
        _FEW,
    )


COLUMNS: Final[Mapping[str, tuple[str, int, Cell]]] = {
    "spec": (N_("Spec"), 40, _spec),
    "number": (N_("No."), 6, lambda drawing, spec: [drawing.link.spec(spec.key, [nodes.Text(spec.label)])]),
    "id": (N_("Id"), 30, lambda drawing, spec: [drawing.link.spec(spec.key, [nodes.Text(spec.id)])]),
    "title": (N_("Title"), 40, lambda drawing, spec: [drawing.link.spec(spec.key, [nodes.Text(spec.title)])]),
    "status": (N_("Status"), 14, lambda drawing, spec: [state(spec)]),
    "priority": (
        N_("Priority"),
        10,
        lambda drawing, spec: maybe(word(spec.priority) if spec.priority else None),
    ),
    "progress": (N_("Progress"), 16, _progress),
    "verified": (N_("Verified"), 16, _verified),
    "tags": (N_("Tags"), 24, lambda drawing, spec: maybe(", ".join(spec.tags))),
    "assignee": (N_("Assignee"), 14, lambda drawing, spec: maybe(spec.assignee)),
    "created": (N_("Created"), 14, lambda drawing, spec: maybe(day(spec.created))),
    "updated": (N_("Updated"), 14, lambda drawing, spec: maybe(day(spec.updated))),
    "completed": (N_("Completed"), 14, lambda drawing, spec: maybe(day(spec.completed))),
    "depends_on": (
        N_("Depends on"),
        20,
        lambda drawing, spec: _chips(drawing.corpus.depends_on[spec.key], drawing),
    ),
    "required_by": (
        N_("Required by"),
        20,
        lambda drawing, spec: _chips(drawing.corpus.required_by.get(spec.key, ()), drawing),
    ),
    "parent": (
        N_("Part of"),
        10,
        lambda drawing, spec: _chips([*filter(None, [drawing.corpus.parent.get(spec.key)])], drawing),
    ),
    "children": (
        N_("Children"),
        20,
        lambda drawing, spec: _chips(drawing.corpus.children.get(spec.key, ()), drawing),
    ),
    "covered_by": (N_("Covered by"), 24, _covered_by),
    "project": (N_("Project"), 12, lambda drawing, spec: maybe(spec.place.project)),
}
"""The columns a table of specs can have, by name: head, relative width, content."""

_SORTED_BY: Final[Mapping[str, Callable[[Spec], float | str]]] = {
    "status": lambda spec: rank(spec.stage, WORK_FIRST)[0],
    "priority": lambda spec: rank(spec.priority, PRIORITIES)[0] if spec.priority else "",
    "progress": lambda spec: spec.progress.done / spec.progress.total if spec.progress.total else "",
    "created": lambda spec: spec.created or "",
    "updated": lambda spec: spec.updated or "",
    "completed": lambda spec: spec.completed or "",
}
"""What the columns are sorted by that are not sorted by what stands in them; an empty text comes last."""

_CHOICES: Final[tuple[By, ...]] = ("status", "priority", "tag", "assignee")
"""What a reader can choose in the form, where there is a choice."""

DEFAULT: Final = ("spec", "status", "priority", "progress")


def columns(argument: str) -> tuple[str, ...]:
    """Read an option that names columns."""
    names = texts(argument)
    for name in names:
        if name not in COLUMNS:
            raise ValueError(f'there is no column "{name}"; there are {", ".join(COLUMNS)}')
    return names


class SpecTable(View):
    """A table of specs."""

    name = "spec-table"
    option_spec: ClassVar = {**SELECTION, "columns": columns, "search": directives.flag}

    @classmethod
    def told(cls, options: Mapping[str, Any]) -> Collection[str] | None:
        """Return the specs that are named one by one; what else is chosen may bring others in."""
        return options["specs"] or None if options.keys() == {"specs"} else None

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw one row per spec, with the chosen columns."""
        found = drawing.selected()
        if "limit" not in drawing.options:
            found = found.first(ROWS)
        if not found.keys:
            return nothing(_("No spec is selected."))
        names = drawing.options.get("columns", DEFAULT)
        shown: list[nodes.Node] = [spec_table(drawing, found.keys, names)]
        form = [filter_form(drawing, found.keys, names)] if "search" in drawing.options else []
        return [*form, *shown, *more(found.omitted, drawing.link)]


def spec_table(drawing: Drawing, keys: Iterable[str], names: Iterable[str]) -> nodes.table:
    """Return a table of specs with the named columns."""
    chosen = [COLUMNS[name] for name in names]
    rows = [[cell(drawing, drawing.corpus.specs[key]) for *_rest, cell in chosen] for key in keys]
    heads = [_(head) for head, *_rest in chosen]
    return table(heads, rows, [width for _head, width, _cell in chosen], "specs")


def filter_form(drawing: Drawing, keys: Sequence[str], names: Sequence[str]) -> nodes.Node:
    """Return the form that filters and sorts tables of specs.

    :param keys: the specs in the order in which they stand in the tables.
    :param names: the columns of these.
    """
    specs = [drawing.corpus.specs[key] for key in keys]
    offered: tuple[By, ...] = (*_CHOICES, "project") if drawing.corpus.projects else _CHOICES
    choices = [(by, *_choice(drawing, by, keys)) for by in offered]
    values = {by: values_of(drawing.corpus, by) for by in offered}
    rows = [
        {
            "has": {by: [*filter(None, own(spec.key))] for by, own in values.items()},
            "sorts": [_SORTED_BY[name](spec) if name in _SORTED_BY else None for name in names],
        }
        for spec in specs
    ]
    return leanspec_filter(rows=rows, choices=[choice for choice in choices if choice[2]])


def _choice(drawing: Drawing, by: By, keys: Sequence[str]) -> tuple[str, list[tuple[str, str]]]:
    """Return the label of a choice, and its values with their labels; none of these if all specs agree."""
    found = grouped(drawing.corpus, keys, by)
    values = [
        (value, f"{groups.name(drawing, by, value)} ({len(keys_of)})") for value, keys_of in found if value
    ]
    return _(groups.HEADS[by]), values if len(found) > 1 else []
