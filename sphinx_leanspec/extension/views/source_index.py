"""``source-index``: the code that documents lean on, by source, file and symbol."""

from __future__ import annotations

from typing import ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives

from ...views import sources
from ...views.sources import Leaned, LeanedFile, LeanedSource
from ..language import _, ngettext
from ..nodes.parts import more, spaced
from ..references.code import became, resolve, short_name
from .base import Drawing, View, nothing, texts
from .source_drift import pages

MOST: Final = 1000
"""How many references are listed by default."""

_FEW: Final = 6


class SourceIndex(View):
    """Which page and which spec leans on which function: every reference, by file."""

    name = "source-index"
    optional_arguments = 0
    option_spec: ClassVar = {"sources": texts, "limit": directives.nonnegative_int}
    most = MOST  # its limit is one of references

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw a part for each source, a line for each file, and a line for each symbol of it."""
        found = sources.lean(drawing.build.code.lock, drawing.build.leaning)
        wanted = drawing.options.get("sources", ())
        kept = [one for one in found if not wanted or one.reference.source in wanted]
        if not kept:
            return nothing(_("No references to code are known here."))
        most = drawing.options["most"] or len(kept)
        shown: list[nodes.Node] = []
        for source in sources.by_file(kept[:most]):
            shown += [nodes.rubric("", _title(source)), _files(drawing, source)]
        return [*shown, *more(len(kept) - most if len(kept) > most else 0, drawing.link)]


def _title(source: LeanedSource) -> str:
    number = ngettext("{number} reference", "{number} references", source.number)
    return " · ".join(filter(None, (f"{source.name} {source.against}".rstrip(), number)))


def _files(drawing: Drawing, source: LeanedSource) -> nodes.bullet_list:
    items = [_file(drawing, file) for file in source.files]
    return nodes.bullet_list("", *items, classes=["leanspec-files"])


def _file(drawing: Drawing, file: LeanedFile) -> nodes.list_item:
    items = [_symbol(drawing, one) for one in file.references]
    name = nodes.paragraph("", "", nodes.literal("", file.path))
    return nodes.list_item("", name, nodes.bullet_list("", *items))


def _symbol(drawing: Drawing, one: Leaned) -> nodes.list_item:
    locked = one.reference
    name = nodes.literal("", short_name(locked), classes=["leanspec-source"])
    row: list[nodes.Node] = [resolve(drawing.build.code, locked.name, [name], signed=False)]
    if locked.state != "same":
        row.append(nodes.inline("", became(locked), classes=["leanspec-count"]))
    row.append(nodes.inline("", "", *pages(drawing, one.pages, _FEW)))
    return nodes.list_item("", nodes.paragraph("", "", *spaced(row, " · ")))
