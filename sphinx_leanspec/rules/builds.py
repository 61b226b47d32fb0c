"""What a build alone warns of: no rule asks for it, as it is about pages and not about specs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

BuildCode = Literal["demand", "depth", "diagram", "math", "need", "page", "picture", "shared"]
"""Every kind of warning that a build alone has."""

BUILD_MEANINGS: Final[Mapping[str, str]] = {
    "demand": "Needs of specs are not as the project's own rules ask of all needs: its schemas, the values "
    "of its fields, `needs_warnings`, constraints and links. They are kept as they are.",
    "depth": "A text is nested deeper than a page can be. All of it is shown, the deepest without nesting.",
    "diagram": "A diagram cannot be drawn. The same is shown as a list.",
    "math": "A formula cannot be read. It is shown as it is written.",
    "need": "Needs are refused by sphinx-needs, or their ids are taken. Their pages are built without them.",
    "page": "A page of the project has the name of a spec's page. The spec is kept, the page left out.",
    "picture": "An SVG holds more than a picture, a script say, and is not copied; or a damaged one would "
    "end a PDF. Its text is shown.",
    "shared": "A type or a field of needs is the project's own, too. Needs of specs join that type, or have "
    "no value in a field that has no room for it.",
}
"""What each of them means, in Markdown."""
