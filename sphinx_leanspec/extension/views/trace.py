"""``spec-trace``: specs against the documents that cover or mention them, and what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.matching import patfilter

from ...claims.verdict import FAILED
from ...model import Progress, Spec
from ...views.selection import NARROWING
from ...views.trace import CoveringDocument, Related, Trace, TraceRow, trace
from ..language import _, ngettext
from ..nodes import verdicts
from ..nodes.cells import leanspec_mark
from ..nodes.parts import gap, more, phrase, spaced, table
from ..references.code import badge
from ..site import INDEX
from .base import SELECTION, Drawing, View, nothing, one_of, texts

MOST: Final = 200
"""How many specs, and how many documents, are shown by default."""

MOST_COLUMNS: Final = 12
"""How many documents a matrix has room for; beyond, each spec lists its own."""

_FEW: Final = 3
_CHIPS: Final = 6


class SpecTrace(View):
    """The traceability matrix: which document covers which spec, what is done, and where the gaps are."""

    name = "spec-trace"
    option_spec: ClassVar = {
        **SELECTION,
        "layout": one_of("matrix", "list"),
        "pages": texts,
        "gaps": directives.flag,
    }
    most = MOST  # its limit is one of rows in each part

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw a row for each spec, then a row for each document, each part with a count of its gaps."""
        found = drawing.selected()
        keys, archived = _without_archived(drawing, found.keys)
        if not keys:
            return nothing(_("No spec is selected."))
        whole = _trace(drawing, keys)
        if "sort" not in drawing.options:
            whole = whole.gaps_first()
        shown = whole.gaps() if "gaps" in drawing.options else whole
        parts: list[nodes.Node] = [_specs_summary(whole)]
        most = drawing.options["most"]
        if shown.rows:
            rows = shown.rows[: most or None]
            parts += _specs(drawing, Trace(rows, shown.documents))
            parts += more(len(shown.rows) - len(rows), drawing.link)
        parts += more(found.omitted, drawing.link)
        if archived:
            text = ngettext(
                "{number} archived spec is left out", "{number} archived specs are left out", archived
            )
            rest = drawing.link.page(INDEX, [nodes.Text(text)])
            parts.append(nodes.paragraph("", "", rest, classes=["leanspec-more"]))
        if whole.documents:
            parts.append(_documents_summary(whole.documents))
        if shown.documents:
            parts += _documents(drawing, shown.documents, most)
        return parts


def _without_archived(drawing: Drawing, keys: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Leave out archived specs, and count them, unless somebody asks for them or names specs."""
    if "status" in drawing.options or "specs" in drawing.options:
        return tuple(keys), 0
    kept = tuple(key for key in keys if drawing.corpus.specs[key].stage != "archived")
    return kept, len(keys) - len(kept)


def _trace(drawing: Drawing, keys: Iterable[str]) -> Trace:
    """Trace specs against documents: the pages of the site that belong to no spec."""
    relations, site, env = drawing.build.relations, drawing.build.site, drawing.build.env
    pages = [name for name in sorted(env.found_docs) if site.owner_of(name) is None and name != INDEX]
    wanted = drawing.options.get("pages", ())
    known = {name for pattern in wanted for name in patfilter(pages, pattern)} if wanted else set(pages)
    covering = {name for names in relations.covered_by.values() for name in names}
    own = env.path2doc(drawing.source)  # in a PDF, all views stand on the root page
    known -= {env.config.root_doc, drawing.link.docname, own} - covering
    # who asks for some specs does not ask which documents have nothing to do with any
    is_open = not any(name in drawing.options for name in (*NARROWING, "filter"))
    expected = sorted(known) if is_open else []
    covered_by, mentioned_by = (
        _among(known, found) for found in (relations.covered_by, relations.mentioned_by)
    )
    return trace(drawing.corpus, tuple(keys), covered_by, mentioned_by, expected, drawing.claims)


def _among(known: Collection[str], related: Related) -> dict[str, list[str]]:
    return {key: [name for name in names if name in known] for key, names in related.items()}


def _specs_summary(found: Trace) -> nodes.paragraph:
    uncovered, unfinished = found.count("uncovered"), found.count("open")
    counts: list[nodes.Node] = [
        nodes.Text(_("Specs: {number}").format(number=len(found.rows))),
        nodes.Text(_("covered by a page: {number}").format(number=len(found.rows) - uncovered)),
    ]
    if uncovered:
        counts.append(gap(_("not covered: {number}").format(number=uncovered)))
    if unfinished:
        counts.append(gap(_("complete with open checks: {number}").format(number=unfinished)))
    if failed := found.count("failed"):
        counts.append(gap(_("with evidence that fails: {number}").format(number=failed)))
    return nodes.paragraph("", "", *spaced(counts, " · "), classes=["leanspec-total"])


def _documents_summary(documents: Sequence[CoveringDocument]) -> nodes.paragraph:
    gaps = sum(document.is_gap for document in documents)
    counts: list[nodes.Node] = [
        nodes.Text(_("Pages: {number}").format(number=len(documents))),
        nodes.Text(_("covering a spec: {number}").format(number=len(documents) - gaps)),
    ]
    if gaps:
        counts.append(gap(_("covering no spec: {number}").format(number=gaps)))
    return nodes.paragraph("", "", *spaced(counts, " · "), classes=["leanspec-total"])


# ---- specs → documents


def _specs(drawing: Drawing, found: Trace) -> list[nodes.Node]:
    columns = found.columns()
    few = 0 < len(columns) <= MOST_COLUMNS and "gaps" not in drawing.options
    layout = drawing.options.get("layout", "matrix" if few else "list")
    if layout == "matrix" and columns:
        return _matrix(drawing, found.rows, columns)
    heads = [_("Spec"), _("Covered by"), _("Mentioned in"), _("Checks"), _("Evidence"), _("Depends on")]
    rows = [
        [
            [drawing.link.spec(row.key)],
            _pages(drawing, row.key, row.covered_by) or [gap(_("no page"))],
            _pages(drawing, row.key, row.mentioned_by),
            *_facts(drawing, row),
        ]
        for row in found.rows
    ]
    return [_table(heads, rows, [30, 20, 18, 12, 8, 12], "trace")]


def _matrix(
    drawing: Drawing, rows: Sequence[TraceRow], columns: Sequence[CoveringDocument]
) -> list[nodes.Node]:
    """Return one column per document; HTML turns its title, other builders number it with a legend."""
    turned = drawing.link.medium.turns_text
    heads: list[str | list[nodes.Node]] = [_("Spec")]
    for number, document in enumerate(columns, 1):
        name = _title(drawing, document.name)
        label = nodes.inline("", name, classes=["leanspec-turned"]) if turned else nodes.Text(str(number))
        heads.append([drawing.link.page(document.name, [label], name)])
    cells = [_matrix_row(drawing, row, columns) for row in rows]
    widths = [34, *([3] * len(columns)), 14, 10, 16]
    found = _table([*heads, _("Checks"), _("Evidence"), _("Depends on")], cells, widths, "matrix")
    marks = {kind: leanspec_mark(kind=kind) for kind in ("covers", "mentions")}
    legend = phrase(_("{covers} covers, {mentions} mentions"), **marks)
    below: list[nodes.Node] = [nodes.paragraph("", "", *legend, classes=["leanspec-note"])]
    if not turned:
        names = [
            drawing.link.page(document.name, [nodes.Text(_title(drawing, document.name))])
            for document in columns
        ]
        items = [nodes.list_item("", nodes.paragraph("", "", name)) for name in names]
        below.append(nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix="."))
    return [found, *below]


def _matrix_row(
    drawing: Drawing, row: TraceRow, columns: Sequence[CoveringDocument]
) -> list[list[nodes.Node]]:
    kinds = dict.fromkeys(row.mentioned_by, "mentions") | dict.fromkeys(row.covered_by, "covers")
    marks: list[list[nodes.Node]] = [
        [leanspec_mark(kind=kinds[column.name])] if column.name in kinds else [] for column in columns
    ]
    lacking = [] if row.covered_by else [nodes.Text(" "), gap(_("no page"))]
    return [[drawing.link.spec(row.key), *lacking], *marks, *_facts(drawing, row)]


def _facts(drawing: Drawing, row: TraceRow) -> list[list[nodes.Node]]:
    """Return the cells that end a row in both layouts: checks, evidence, dependencies."""
    spec = drawing.corpus.specs[row.key]
    return [_checks(spec, row), _evidence(row), _dependencies(drawing, spec)]


def _checks(spec: Spec, row: TraceRow) -> list[nodes.Node]:
    found = _count(spec.progress)
    if "open" in row.gaps:
        left = spec.progress.total - spec.progress.done
        found += [nodes.Text(" "), gap(ngettext("{number} open", "{number} open", left))]
    return found


def _evidence(row: TraceRow) -> list[nodes.Node]:
    """Return how many checks offer evidence, and what of it shows that a check that is done is not."""
    return spaced([*_count(row.evidence), *verdicts.counts(row.verified, FAILED)])


def _count(progress: Progress) -> list[nodes.Node]:
    return [nodes.inline("", str(progress), classes=["leanspec-number"])] if progress.total else []


def _dependencies(drawing: Drawing, spec: Spec) -> list[nodes.Node]:
    keys = drawing.corpus.depends_on.get(spec.key, ())
    return drawing.link.some(keys, drawing.link.chip, _CHIPS, spec.key)


# ---- documents → specs


def _documents(drawing: Drawing, documents: Sequence[CoveringDocument], most: int) -> list[nodes.Node]:
    rows = [
        [
            [_page(drawing, document.name)],
            _specs_of(drawing, document.covers) or ([gap(_("no spec"))] if document.is_gap else []),
            _specs_of(drawing, document.mentions),
        ]
        for document in documents[: most or None]
    ]
    heads = [_("Page"), _("Covers"), _("Mentions")]
    shown: list[nodes.Node] = [_table(heads, rows, [40, 30, 30], "documents")]
    left_out = len(documents) - len(rows)
    if left_out:
        said = ngettext("{number} more page", "{number} more pages", left_out)
        shown.append(nodes.paragraph("", said, classes=["leanspec-more"]))
    return shown


def _specs_of(drawing: Drawing, keys: Sequence[str]) -> list[nodes.Node]:
    return drawing.link.some(keys, drawing.link.chip, _CHIPS)


def _pages(drawing: Drawing, key: str, names: Sequence[str]) -> list[nodes.Node]:
    """Return the first few documents of a spec; its own page lists the rest."""
    return drawing.link.some(names, lambda name: _page(drawing, name), _FEW, key, ", ")


def _page(drawing: Drawing, name: str) -> nodes.Node:
    """Return a document by its title, and how much of the code that it leans on has changed."""
    link = drawing.link.page(name, [nodes.Text(_title(drawing, name))])
    drifted = badge(drawing.build.drifted.get(name, 0))
    return nodes.inline("", "", link, *drifted) if drifted else link


# ---- parts


def _title(drawing: Drawing, name: str) -> str:
    titles = drawing.build.env.titles
    return (titles[name].astext() if name in titles else "") or name


def _table(
    heads: Sequence[str | Sequence[nodes.Node]],
    rows: Iterable[Sequence[Sequence[nodes.Node]]],
    widths: Sequence[int],
    kind: str,
) -> nodes.container:
    """Return a table with row headings and without empty columns, which scrolls where it is too wide."""
    filled = [list(row) for row in rows]
    kept = [at for at in range(len(heads)) if at == 0 or any(row[at] for row in filled)]
    cells = [[row[at] for at in kept] for row in filled]
    shown = table([heads[at] for at in kept], cells, [widths[at] for at in kept], kind, row_heads=True)
    return nodes.container("", shown, classes=["leanspec-scroll"])
