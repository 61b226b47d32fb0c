"""The pages of tags, assignees and epics: which specs have them, in a table.

They are in no list of pages and not in the search, which would find each spec once more; links lead to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from ...reading.keys import digest
from ...views.shared import SharedKind
from ...wording import literal
from ..build import Build
from ..language import N_, _
from ..nodes.placeholders import leanspec_view
from ..site import Site

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_DIRECTIVE: Final = "leanspec-shared"
_TEXT: Final = (
    "---\norphan: true\nnosearch: true\n---\n\n# {title}\n\n```{{{directive}}}\n```\n\n% {digest}\n"
)
_TITLES: Final[dict[SharedKind, str]] = {
    "tag": N_("Tag: {name}"),
    "assignee": N_("Assignee: {name}"),
    "epic": N_("Epic: {name}"),
}


def texts(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the text of each page with its docname; it is another one when other specs are on it."""
    for docname, found in site.shared.items():
        title = _(_TITLES[found.kind]).format(name=literal(found.value))
        yield docname, _TEXT.format(title=title, directive=_DIRECTIVE, digest=digest(repr(found)))


class SharedTable(SphinxDirective):
    """The table of such a page; nobody else has a use for it."""

    def run(self) -> list[nodes.Node]:
        found = Build.of(self.env).site.shared.get(self.env.docname)
        if found is None:
            return []
        place = leanspec_view(kind="spec-table", options={"specs": found.keys})
        self.set_source_info(place)
        return [place]


def register(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive(_DIRECTIVE, SharedTable)
