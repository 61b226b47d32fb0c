"""What a build alone warns of: no rule asks for it, as it is about pages and not about specs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

BuildCode = Literal["demand", "depth", "diagram", "math", "need", "page", "picture", "shared"]
"""Every kind of warning that a build alone has."""

BUILD_MEANINGS: Final[Mapping[str, str]] = {
    "demand": "Needs of specs break rules that the project has for all needs: its schemas, the values of "
    "its fields, `needs_warnings`, constraints and links. They are kept as they are.",
    "depth": "A text is nested too deeply for a page. All is shown, the deepest levels without nesting.",
    "diagram": "A diagram cannot be drawn. The same is shown as a list.",
    "math": "A formula cannot be read. It is shown as it is written.",
    "need": "Needs are rejected by sphinx-needs, or their ids are taken. Their pages are built without them.",
    "page": "A page of the project is named as a spec's page. The spec is shown, the page left out.",
    "picture": "An SVG holds more than a picture, such as a script, and is not copied; or a picture is "
    "damaged, and would make a PDF fail. Its alternative text is shown.",
    "shared": "The project itself declares a type or a field of needs with the same name. Needs of specs "
    "join that type, or have no value in a field that cannot hold it.",
}
"""What each of them means, in Markdown."""
