"""What single builders want: specs in the contents of a book, links that lead somewhere or are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import epub, plain

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def register(app: Sphinx) -> None:
    """Connect what each builder wants."""
    app.connect("write-started", epub.fill_contents)
    app.connect("doctree-resolved", plain.mend_links, priority=900)  # when all links are made
