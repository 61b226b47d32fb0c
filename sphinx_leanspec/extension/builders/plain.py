"""Links of builders that follow none, or hold all pages in one.

Where nothing can be followed, in ``man``, Sphinx writes a link as bare text: our signs would be lost in it.
And on a single page a link to a place on another page has two names in it, one too many.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes

from ..nodes.medium import Medium

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_DOUBLE: Final = re.compile(r'href="#document-[^"#]*(#[^"]*)"')


def mend_links(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mend the links of a page for a builder that cannot follow them as they are."""
    medium = Medium.of(app.builder)
    if not medium.follows_links:
        _unlink(doctree)
    if medium.is_one_page:
        _shorten(doctree, app.config.root_doc)


def _unlink(doctree: nodes.document) -> None:
    """Leave the content of links into the site, where they cannot be followed."""
    for link in list(doctree.findall(nodes.reference)):
        address = link.get("refuri", "")
        if "://" not in address and not address.startswith("mailto:"):
            kept: dict[str, Any] = {name: link[name] for name in ("ids", "classes")}
            link.replace_self(nodes.inline("", "", *link.children, **kept))


def _shorten(doctree: nodes.document, root: str) -> None:
    """Take the page out of an address within it; the first page has no name of its own in a single one."""
    for link in doctree.findall(nodes.reference):
        address = link.get("refuri", "")
        if address == f"#document-{root}":
            link["refuri"] = "#"
        elif address.startswith("#") and "#" in address[1:]:
            link["refuri"] = "#" + address.rpartition("#")[2]
    for text in list(doctree.findall(nodes.raw)):
        shorter = _DOUBLE.sub(r'href="\1"', text.astext())
        if text.get("format") == "html" and shorter != text.astext():
            text.replace_self(nodes.raw("", shorter, format="html"))
