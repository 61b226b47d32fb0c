"""``spec-table`` and ``spec-index``: specs by selection, one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar, Final

from docutils import nodes

from ...model import Spec
from ...views.evidence import verified
from ...views.selection import by_status
from ..build import Build
from ..language import N_, _, day, ngettext, word
from ..nodes import verdicts
from ..nodes.parts import maybe, more, phrase, progress_bar, region, spaced, state, table, title
from ..nodes.placeholders import hidden_toctree
from ..site import INDEX, ROWS
from .base import SELECTION, Drawing, View, nothing, texts

Cell = Callable[[Drawing, Spec], list[nodes.Node]]

_FEW: Final = 12
"""How many references a cell holds."""

_EACH: Final = 100
"""How many specs of a status the index shows where all of them are too many for a page."""

_MOST_STATUSES: Final = 20
"""How many statuses it has then; a project may make up any number of them."""


def _chips(keys: Sequence[str], drawing: Drawing) -> list[nodes.Node]:
    return drawing.link.some(keys, drawing.link.chip, _FEW)


def _spec(drawing: Drawing, spec: Spec) -> list[nodes.Node]:
    return [drawing.link.spec(spec.key, [nodes.Text(title(spec))])]


def _progress(drawing: Drawing, spec: Spec) -> list[nodes.Node]:
    return [progress_bar(spec.progress, title(spec))] if spec.progress.total else []


def _verified(drawing: Drawing, spec: Spec) -> list[nodes.Node]:
    return verdicts.verified_cell(drawing.claims.verified(spec)) if drawing.claims.is_used else []


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
}
"""The columns a table of specs can have, by name: head, relative width, content."""

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
    option_spec: ClassVar = {**SELECTION, "columns": columns}

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw one row per spec, with the chosen columns."""
        found = drawing.selected()
        if "limit" not in drawing.options:
            found = found.first(ROWS)
        if not found.keys:
            return nothing(_("No spec is selected."))
        shown: list[nodes.Node] = [spec_table(drawing, found.keys, drawing.options.get("columns", DEFAULT))]
        return shown + more(found.omitted, drawing.link)


class SpecIndex(View):
    """All specs by status, and their place in the site's navigation."""

    name = "spec-index"
    lists_pages = True
    optional_arguments = 0

    def run(self) -> list[nodes.Node]:
        site = Build.of(self.env).site
        pages = [*(site.docname(key) for key in site.corpus.specs), *site.parts]
        # behind the view: a PDF has the specs themselves there
        return [*super().run(), hidden_toctree(self.env.docname, pages)]

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw a count of all, then a table for each status; of very many specs the first of each."""
        found = drawing.selected()
        is_whole = len(found.keys) <= ROWS
        groups = by_status(drawing.corpus, found.keys)
        groups = groups if is_whole else groups[:_MOST_STATUSES]
        counts = [
            nodes.inline("", "", state(drawing.corpus.specs[keys[0]]), nodes.Text(f" {len(keys)}"))
            for _status, keys in groups
        ]
        total = nodes.Text(ngettext("{number} spec", "{number} specs", len(found.keys)))
        whole = progress_bar(drawing.corpus.progress, _("All specs"))
        said = phrase(_("{specs}, checks {progress}"), specs=total, progress=whole)
        if drawing.claims.is_used:
            counted = verified(drawing.claims, drawing.corpus.specs)
            said += [nodes.Text(", "), *spaced(verdicts.told(counted), ", ")]
        shown: list[nodes.Node] = [
            nodes.paragraph("", "", *said, classes=["leanspec-total"]),
            nodes.paragraph("", "", *spaced(counts), classes=["leanspec-counts"]),
            *_parts(drawing),
        ]
        names = ["spec", "priority", "progress"]
        if any(drawing.corpus.specs[key].updated for key in found.keys):
            names.append("updated")
        for status, keys in groups:
            shown += _group(drawing, status, keys, names, ROWS if is_whole else _EACH)
        rest = len(found.keys) - sum(len(keys) for _status, keys in groups)
        return shown + more(rest, drawing.link, next(iter(drawing.build.site.parts), INDEX))


def _parts(drawing: Drawing) -> list[nodes.Node]:
    """Return links to the pages that list all specs, empty if this page lists them."""
    pages = drawing.build.site.parts
    links = [
        drawing.link.page(docname, [nodes.Text(f"{specs[0].label}–{specs[-1].label}")])
        for docname, specs in pages.items()
    ]
    said = phrase(_("All by number: {pages}"), pages=spaced(links))
    text = nodes.paragraph("", "", *said, classes=["leanspec-counts"])
    return [region("nav", _("All specs by number"), "parts", text)] if links else []


def _group(
    drawing: Drawing, status: str | None, keys: Sequence[str], names: Iterable[str], most: int
) -> list[nodes.Node]:
    """Return the specs of one status below a heading; of many, the first ones and a link to the rest."""
    name = f"status-{status or 'none'}"
    count = nodes.Text(f" {len(keys)}")
    heading = nodes.rubric("", "", state(drawing.corpus.specs[keys[0]]), count, ids=[name])
    heading["heading-level"] = 2
    shown, rest = keys[:most], keys[most:]
    parts = drawing.build.site.parts.items()
    where = [page for page, specs in parts if rest and any(spec.key == rest[0] for spec in specs)]
    return [heading, spec_table(drawing, shown, names), *more(len(rest), drawing.link, *where)]


def spec_table(drawing: Drawing, keys: Iterable[str], names: Iterable[str]) -> nodes.table:
    """Return a table of specs with the named columns."""
    chosen = [COLUMNS[name] for name in names]
    rows = [[cell(drawing, drawing.corpus.specs[key]) for *_rest, cell in chosen] for key in keys]
    heads = [_(head) for head, *_rest in chosen]
    return table(heads, rows, [width for _head, width, _cell in chosen], "specs")
