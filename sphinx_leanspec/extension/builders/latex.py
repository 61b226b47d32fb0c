"""Lists of a PDF: left to itself, LaTeX ends at the fifth within each other, where a page goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..markdown.events import DEEPEST

if TYPE_CHECKING:
    from sphinx.config import Config

_KEY: Final = "maxlistdepth"


def set_default(config: Config) -> list[str]:
    """Let LaTeX nest lists and quotes as deep as a page of a spec does.

    :returns: what was set, as ``name = value``: what the project has set stays.
    """
    if config.latex_elements.get(_KEY):
        return []
    config.latex_elements = {**config.latex_elements, _KEY: str(DEEPEST)}
    return [f"latex_elements[{_KEY!r}] = '{DEEPEST}'"]
