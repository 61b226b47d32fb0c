"""What a build alone warns of: no rule asks for it, as it is about pages and not about specs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

BuildCode = Literal["depth", "diagram", "math", "need", "page", "picture"]
"""Every kind of warning that a build alone has."""

BUILD_MEANINGS: Final[Mapping[str, str]] = {
    "depth": "A text is nested deeper than a page can be. All of it is shown, the deepest without nesting.",
    "diagram": "A diagram cannot be drawn. The same is shown as a list.",
    "math": "A formula cannot be read. It is shown as it is written.",
    "need": "sphinx-needs refuses a need. The page is built without it.",
    "page": "A page of the project has the name of a spec's page. The spec is kept, the page left out.",
    "picture": "An SVG holds more than a picture, a script say, and is not copied; or a damaged one would "
    "end a PDF. Its text is shown.",
}
"""What each of them means, in Markdown."""
