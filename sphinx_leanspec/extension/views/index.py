"""``spec-index``: all specs by status, and their place in the site's navigation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from docutils import nodes

from ...elsewhere.edition import Edition
from ...views.evidence import verified
from ...views.selection import by_status
from ..build import Build
from ..language import _, day, ngettext
from ..nodes import verdicts
from ..nodes.parts import more, phrase, progress_bar, region, spaced, state
from ..nodes.placeholders import hidden_toctree
from ..site import INDEX, ROWS
from .base import Drawing, View
from .table import filter_form, spec_table

_EACH: Final = 100
"""How many specs of a status the index shows where all of them are too many for a page."""

_COMMIT: Final = 10
"""How many digits of a commit are shown."""

_MOST_STATUSES: Final = 20
"""How many statuses it has then; a project may make up any number of them."""


class SpecIndex(View):
    """All specs by status, and their place in the site's navigation."""

    name = "spec-index"
    lists_pages = True
    optional_arguments = 0

    def run(self) -> list[nodes.Node]:
        site = Build.of(self.env).site
        pages = [*map(site.docname, site.corpus.here), *site.parts]
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
        said: list[nodes.Node] = [nodes.Text(ngettext("{number} spec", "{number} specs", len(found.keys)))]
        names = ["spec", "priority"]
        if drawing.corpus.progress.total:  # some tools know no boxes
            whole = progress_bar(drawing.corpus.progress, _("All specs"))
            said = phrase(_("{specs}, checks {progress}"), specs=said, progress=whole)
            names.append("progress")
        if drawing.corpus.offers_evidence:
            counted = verified(drawing.claims, drawing.corpus.specs)
            said += [nodes.Text(", "), *spaced(verdicts.told(counted), ", ")]
        shown: list[nodes.Node] = [
            nodes.paragraph("", "", *said, classes=["leanspec-total"]),
            nodes.paragraph("", "", *spaced(counts), classes=["leanspec-counts"]),
            *_parts(drawing),
            *_elsewhere(drawing),
        ]
        if any(drawing.corpus.specs[key].updated for key in found.keys):
            names.append("updated")
        most = ROWS if is_whole else _EACH
        shown.append(filter_form(drawing, [key for _status, keys in groups for key in keys[:most]], names))
        for status, keys in groups:
            shown += _group(drawing, status, keys, names, most)
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


def _elsewhere(drawing: Drawing) -> list[nodes.Node]:
    """Return what is known of each project whose pages live elsewhere, and of when that is."""
    known = (edition for edition in drawing.corpus.elsewhere.values() if edition.specs)
    items = [nodes.list_item("", nodes.paragraph("", "", *_edition(edition))) for edition in known]
    return [nodes.bullet_list("", *items, classes=["leanspec-elsewhere"])] if items else []


def _edition(edition: Edition) -> list[nodes.Node]:
    """Return where a project lives, how many specs it has, of which commit, and when that was read."""
    site = nodes.reference("", "", nodes.Text(edition.name), refuri=edition.site, internal=False)
    number = ngettext("{number} spec elsewhere", "{number} specs elsewhere", len(edition.specs))
    made = nodes.Text(day(edition.made))
    row: list[nodes.Node] = [site, nodes.Text(f": {number}")]
    if edition.commit:
        commit = nodes.literal("", edition.commit[:_COMMIT])
        row += [nodes.Text(", "), *phrase(_("commit {commit} of {day}"), commit=commit, day=made)]
    elif edition.made:
        row += [nodes.Text(", "), *phrase(_("made on {day}"), day=made)]
    if edition.day:
        row += [nodes.Text(", "), *phrase(_("read on {day}"), day=nodes.Text(day(edition.day)))]
    return row


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
