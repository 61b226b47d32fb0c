"""``source-drift``: what became of the code that a page, or the site, leans on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.matching import patfilter

from ...sources.states import BROKEN, DriftState
from ...views import sources
from ...views.sources import Leaned, SourceDrift
from ..language import _
from ..nodes.parts import gap, more, spaced, table
from ..references.code import STATES, became, resolve
from .base import Drawing, View, nothing, texts

MOST: Final = 100
"""How many references are listed by default."""

_FEW: Final = 3


class SourceDrifts(View):
    """What became of the code that pages refer to, since somebody read it; worst first."""

    name = "source-drift"
    optional_arguments = 0
    option_spec: ClassVar = {
        "pages": texts,
        "all": directives.flag,
        "limit": directives.nonnegative_int,
    }
    most = MOST  # its limit is one of references

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw a line for each source, and a table of what is no more the same."""
        leaning = drawing.build.leaning
        patterns = drawing.options.get("pages", ())
        named = sorted({page for pattern in patterns for page in patfilter(leaning, pattern)})
        found = sources.lean(drawing.build.code.lock, leaning, named if patterns else [drawing.link.docname])
        if not found:
            return nothing(_("No references to code are known here."))
        shown: list[nodes.Node] = []
        for drift in sources.drift(found):
            shown += [_summary(drift), *_table(drawing, drift, has_pages=bool(patterns))]
        return shown


def _summary(drift: SourceDrift) -> nodes.paragraph:
    """Return against which release a source was read, and what became of that."""
    counts = [_count(state, number) for state, number in drift.counts]
    releases = ", ".join(drift.releases)
    if releases in ("", drift.against):
        said = f"{drift.name} {drift.against}".rstrip() + ":"
    else:
        said = _("{source}: written against {releases}; in {release}:").format(
            source=drift.name, releases=releases, release=drift.against
        )
    row = [nodes.Text(f"{said} "), *spaced(counts, ", ")]
    return nodes.paragraph("", "", *row, classes=["leanspec-total"])


def _count(state: DriftState, number: int) -> nodes.Node:
    text = f"{number} {_(STATES[state])}"
    return gap(text) if state in BROKEN else nodes.Text(text)


def _table(drawing: Drawing, drift: SourceDrift, *, has_pages: bool) -> list[nodes.Node]:
    """Return what is not the same, worst first; with ``all`` everything."""
    found = drift.references
    if "all" not in drawing.options:
        found = tuple(one for one in found if one.reference.state != "same")
    if not found:
        return []
    shown = found[: drawing.options["most"] or None]
    headers = [_("Reference"), _("What became of it"), *([_("Pages")] if has_pages else [])]
    rows = [_row(drawing, one, has_pages=has_pages) for one in shown]
    widths = (50, 30, 30) if has_pages else (60, 40)
    return [table(headers, rows, widths, "drift"), *more(len(found) - len(shown), drawing.link)]


def _row(drawing: Drawing, one: Leaned, *, has_pages: bool) -> list[Sequence[nodes.Node]]:
    code, locked = drawing.build.code, one.reference
    name = nodes.literal("", locked.target, classes=["leanspec-source"])
    state = became(locked)
    if locked.nearest:
        nearest = ", ".join(locked.nearest[:_FEW])
        state = _("{state}; perhaps {names}").format(state=state, names=nearest)
    shown: nodes.Node = gap(state) if locked.state in BROKEN else nodes.Text(state)
    row: list[Sequence[nodes.Node]] = [[resolve(code, locked.name, [name], signed=False)], [shown]]
    if has_pages:
        row.append(pages(drawing, one.pages))
    return row


def pages(drawing: Drawing, docnames: Sequence[str], most: int = _FEW) -> list[nodes.Node]:
    """Return references to pages by their titles; of many, how many more there are."""
    return drawing.link.some(docnames, lambda docname: page(drawing, docname), most, between=", ")


def page(drawing: Drawing, docname: str) -> nodes.Node:
    """Return a reference to a page by its title, of a spec with its status."""
    spec = drawing.build.site.spec_of(docname)
    if spec is not None:
        return drawing.link.chip(spec.key)
    title = drawing.build.env.titles[docname].astext() if docname in drawing.build.env.titles else docname
    return drawing.link.page(docname, [nodes.Text(title)])
