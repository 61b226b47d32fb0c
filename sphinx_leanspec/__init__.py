"""Specs as first-class citizens of a project's documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0.dev0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension; Sphinx is imported here and nowhere else above ``extension/``."""
    from .extension import setup as setup_extension

    return setup_extension(app)
