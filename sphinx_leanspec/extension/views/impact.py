"""``spec-impact``: what is downstream of specs, should they change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from docutils import nodes

from ...views.impact import AffectedPage, Impact, Related, Touched, impact
from ..language import _, ngettext
from ..nodes.parts import check_link, more, phrase, table
from ..references.code import badge
from .base import Drawing, View, nothing

MOST: Final = 100
"""How many specs, checks and pages are shown by default, of each."""

_CHIPS: Final = 6


class SpecImpact(View):
    """What depends on specs, the umbrellas above, what is ticked there, and the pages that speak of it."""

    name = "spec-impact"
    most = MOST  # its limit is one of lines in each part

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw a row for each spec by its distance, then the checks in them that are done, then pages."""
        found = drawing.selected()
        if not found.keys:
            return nothing(_("No spec is selected."))
        reached = impact(drawing.corpus, found.keys, *_related(drawing))
        most = drawing.options["most"] or None
        rows = [_row(drawing, one) for one in reached.specs[:most]]
        heads = [_("Steps"), _("Spec"), _("Why"), _("Done checks")]
        framed = table(heads, rows, [8, 46, 32, 14], "impact")
        return [
            _summary(reached),
            nodes.container("", framed, classes=["leanspec-scroll"]),
            *more(len(reached.specs) - len(rows), drawing.link),
            *_checks(drawing, reached, most),
            *_pages(drawing, reached.pages, most),
        ]


def _related(drawing: Drawing) -> tuple[Related, Related]:
    """Return the pages that cover or mention each spec, the view's own page excluded."""
    relations, site = drawing.build.relations, drawing.build.site
    own = {drawing.link.docname, drawing.build.env.path2doc(drawing.source)}  # in a PDF, pages are one

    def among(found: Related) -> Related:
        return {
            key: [name for name in names if name not in own and site.owner_of(name) is None]
            for key, names in found.items()
        }

    return among(relations.covered_by), among(relations.mentioned_by)


def _summary(reached: Impact) -> nodes.paragraph:
    said = (
        _("Changed: {number}").format(number=len(reached.of("changed"))),
        _("dependent specs: {number}").format(number=len(reached.of("dependent"))),
        _("umbrellas: {number}").format(number=len(reached.of("umbrella"))),
        _("done checks: {number}").format(number=reached.checks),
        _("pages: {number}").format(number=len(reached.pages)),
    )
    return nodes.paragraph("", " · ".join(said), classes=["leanspec-total"])


def _row(drawing: Drawing, one: Touched) -> list[list[nodes.Node]]:
    number = nodes.inline("", str(one.distance), classes=["leanspec-number"])
    count = [nodes.inline("", str(len(one.checks)), classes=["leanspec-number"])] if one.checks else []
    return [[number], [drawing.link.spec(one.key)], _why(drawing, one), [*count]]


def _why(drawing: Drawing, one: Touched) -> list[nodes.Node]:
    """Return over which specs a change reaches this one."""
    if one.kind == "changed":
        return [nodes.Text(_("changed"))]
    said = _("depends on {specs}") if one.kind == "dependent" else _("contains {specs}")
    return phrase(said, specs=_chips(drawing, one.through))


def _chips(drawing: Drawing, keys: Sequence[str]) -> list[nodes.Node]:
    return drawing.link.some(keys, drawing.link.chip, _CHIPS)


def _checks(drawing: Drawing, reached: Impact, most: int | None) -> list[nodes.Node]:
    """Return the ticked checks of the reached specs, one per line."""
    found = [(drawing.corpus.specs[one.key], check) for one in reached.specs for check in one.checks]
    rows = [
        [drawing.link.chip(spec.key), nodes.Text(" "), drawing.link.check(spec, check, check_link(check))]
        for spec, check in found[:most]
    ]
    left = len(found) - len(rows)
    said = ngettext("{number} more check", "{number} more checks", left) if left else ""
    return _list(_("Done checks to look at again"), rows, len(found), said)


def _pages(drawing: Drawing, pages: Sequence[AffectedPage], most: int | None) -> list[nodes.Node]:
    rows = [_page(drawing, page) for page in pages[:most]]
    left = len(pages) - len(rows)
    said = ngettext("{number} more page", "{number} more pages", left) if left else ""
    return _list(_("Pages to look at again"), rows, len(pages), said)


def _page(drawing: Drawing, page: AffectedPage) -> list[nodes.Node]:
    """Return a page, with the specs that it is listed for."""
    titles = drawing.build.env.titles
    title = (titles[page.name].astext() if page.name in titles else "") or page.name
    said = {
        (True, True): _("{page} covers {covered}, mentions {mentioned}"),
        (True, False): _("{page} covers {covered}"),
        (False, True): _("{page} mentions {mentioned}"),
    }[bool(page.covers), bool(page.mentions)]
    return phrase(
        said,
        page=[
            drawing.link.page(page.name, [nodes.Text(title)]),
            *badge(drawing.build.drifted.get(page.name, 0)),
        ],
        covered=_chips(drawing, page.covers),
        mentioned=_chips(drawing, page.mentions),
    )


def _list(head: str, rows: Iterable[list[nodes.Node]], count: int, left_out: str) -> list[nodes.Node]:
    """Return a list below a heading with its count, empty if there is nothing to list.

    :param left_out: what to say of items that are not shown, empty if all are.
    """
    items = [nodes.list_item("", nodes.paragraph("", "", *row)) for row in rows]
    if not items:
        return []
    number = nodes.inline("", f" · {count}", classes=["leanspec-count"])
    shown: list[nodes.Node] = [
        nodes.rubric("", "", nodes.Text(head), number),
        nodes.bullet_list("", *items, classes=["leanspec-reached"]),
    ]
    if left_out:
        shown.append(nodes.paragraph("", left_out, classes=["leanspec-more"]))
    return shown
