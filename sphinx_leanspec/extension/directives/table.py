"""``spec-table`` and ``spec-index``: specs by selection, one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar, Final

from docutils import nodes

from ...model import Spec
from ...views.selection import by_status
from ...views.vocabulary import day, word
from ..pages import hidden_toctree, site_of
from ..parts import progress_bar, spaced, state, table, title
from .base import SELECTION, Drawing, View, nothing, texts

Cell = Callable[[Drawing, Spec], list[nodes.Node]]


def _text(text: str | None) -> list[nodes.Node]:
    return [nodes.Text(text)] if text else []


def _chips(keys: Iterable[str], drawing: Drawing) -> list[nodes.Node]:
    return spaced(drawing.link.chip(key) for key in keys)


def _spec(drawing: Drawing, spec: Spec) -> list[nodes.Node]:
    return [drawing.link.spec(spec.key, [nodes.Text(title(spec))])]


def _progress(drawing: Drawing, spec: Spec) -> list[nodes.Node]:
    return [progress_bar(spec.progress, title(spec))] if spec.progress.total else []


def _covered_by(drawing: Drawing, spec: Spec) -> list[nodes.Node]:
    found = drawing.domain.relations.covered_by.get(spec.key, [])
    env = drawing.domain.env
    return spaced(drawing.link.page(name, [nodes.Text(env.titles[name].astext())]) for name in found)


COLUMNS: Final[Mapping[str, tuple[str, int, Cell]]] = {
    "spec": ("Spec", 40, _spec),
    "number": ("No.", 6, lambda drawing, spec: [drawing.link.spec(spec.key, [nodes.Text(spec.label)])]),
    "id": ("Id", 30, lambda drawing, spec: [drawing.link.spec(spec.key, [nodes.Text(spec.id)])]),
    "title": ("Title", 40, lambda drawing, spec: [drawing.link.spec(spec.key, [nodes.Text(spec.name)])]),
    "status": ("Status", 14, lambda drawing, spec: [state(spec)]),
    "priority": ("Priority", 10, lambda drawing, spec: _text(word(spec.priority, ""))),
    "progress": ("Progress", 16, _progress),
    "tags": ("Tags", 24, lambda drawing, spec: _text(", ".join(spec.tags))),
    "assignee": ("Assignee", 14, lambda drawing, spec: _text(spec.assignee)),
    "created": ("Created", 14, lambda drawing, spec: _text(day(spec.created))),
    "updated": ("Updated", 14, lambda drawing, spec: _text(day(spec.updated))),
    "completed": ("Completed", 14, lambda drawing, spec: _text(day(spec.completed))),
    "depends_on": (
        "Depends on",
        20,
        lambda drawing, spec: _chips(drawing.corpus.depends_on[spec.key], drawing),
    ),
    "required_by": (
        "Required by",
        20,
        lambda drawing, spec: _chips(drawing.corpus.required_by.get(spec.key, ()), drawing),
    ),
    "parent": (
        "Part of",
        10,
        lambda drawing, spec: _chips(filter(None, [drawing.corpus.parent.get(spec.key)]), drawing),
    ),
    "children": (
        "Children",
        20,
        lambda drawing, spec: _chips(drawing.corpus.children.get(spec.key, ()), drawing),
    ),
    "covered_by": ("Covered by", 24, _covered_by),
}
"""The columns a table of specs can have, by name: head, relative width, content."""

DEFAULT: Final = ("spec", "status", "priority", "progress")


def columns(argument: str) -> tuple[str, ...]:
    """:returns: an option that names columns."""
    names = texts(argument)
    for name in names:
        if name not in COLUMNS:
            raise ValueError(f'there is no column "{name}"; there are {", ".join(COLUMNS)}')
    return names


class SpecTable(View):
    """A table of specs."""

    option_spec: ClassVar = {**SELECTION, "columns": columns}


class SpecIndex(View):
    """All specs by status, and their place in the site's navigation."""

    optional_arguments = 0

    def run(self) -> list[nodes.Node]:
        keys = site_of(self.env).corpus.specs
        pages = [site_of(self.env).docname(key) for key in keys]
        # behind the view: a PDF has the specs themselves there
        return [*super().run(), hidden_toctree(self.env.docname, pages)]


def draw_table(drawing: Drawing) -> list[nodes.Node]:
    """:returns: one row per spec, with the chosen columns."""
    found = drawing.selected()
    if not found.keys:
        return nothing("No spec is selected.")
    shown: list[nodes.Node] = [spec_table(drawing, found.keys, drawing.options.get("columns", DEFAULT))]
    return shown + more(found.omitted, drawing)


def draw_index(drawing: Drawing) -> list[nodes.Node]:
    """:returns: a count of all, then a table for each status."""
    found = drawing.selected()
    groups = by_status(drawing.corpus, found.keys)
    counts = [
        nodes.inline("", "", state(drawing.corpus.specs[keys[0]]), nodes.Text(f" {len(keys)}"))
        for _, keys in groups
    ]
    total = nodes.Text(f"{len(found.keys)} {'spec' if len(found.keys) == 1 else 'specs'}, ")
    whole = progress_bar(drawing.corpus.progress, "All specs")
    shown: list[nodes.Node] = [
        nodes.paragraph("", "", total, nodes.Text("checks "), whole, classes=["leanspec-total"]),
        nodes.paragraph("", "", *spaced(counts), classes=["leanspec-counts"]),
    ]
    names = ["spec", "priority", "progress"]
    if any(drawing.corpus.specs[key].updated for key in found.keys):
        names.append("updated")
    for status, keys in groups:
        name = f"status-{status or 'none'}"
        count = nodes.Text(f" {len(keys)}")
        heading = nodes.rubric("", "", state(drawing.corpus.specs[keys[0]]), count, ids=[name])
        heading["heading-level"] = 2
        shown.append(heading)
        shown.append(spec_table(drawing, keys, names))
    return shown


def spec_table(drawing: Drawing, keys: Iterable[str], names: Iterable[str]) -> nodes.table:
    """:returns: a table of specs with the columns of these names."""
    chosen = [COLUMNS[name] for name in names]
    rows = [[cell(drawing, drawing.corpus.specs[key]) for _, _, cell in chosen] for key in keys]
    return table([head for head, _, _ in chosen], rows, [width for _, width, _ in chosen], "specs")


def more(omitted: int, drawing: Drawing) -> list[nodes.Node]:
    """:returns: a line that counts what is not shown and says where it is."""
    if not omitted:
        return []
    from ..site import INDEX

    link = drawing.link.page(INDEX, [nodes.Text(f"{omitted} more")])
    return [nodes.paragraph("", "", link, classes=["leanspec-more"])]
