"""Whether an SVG is a picture and nothing else.

In an `<img>` no browser runs what is in it, but its file lies on the site, where it can be opened by itself.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from xml.parsers import expat

_HTML: Final = "http://www.w3.org/1999/xhtml"
_FORBIDDEN: Final = frozenset(
    {
        "audio",
        "canvas",
        "embed",
        "foreignobject",
        "handler",
        "iframe",
        "listener",
        "object",
        "script",
        "video",
    }
)
_LEADING: Final = frozenset({"base", "href", "src"})
_INSIDE: Final = re.compile(
    r"""\s*+["']?\s*+(?:#|data:(?:image/(?:png|jpe?g|gif|webp|avif|bmp)|font/|application/(?:x-)?font))"""
)
_STYLE_URL: Final = re.compile(r"url\(", re.IGNORECASE)
_STYLE_WHOLE: Final = re.compile(r"/\*.*?(?:\*/|\Z)|url\([^()]*\)", re.IGNORECASE | re.DOTALL)
_STYLE_MORE: Final = re.compile(r"@import|\\|//", re.IGNORECASE)


class _RefusedError(Exception):
    """Says what an SVG holds that is no part of a picture."""


class _Look:
    """One pass over an SVG."""

    def __init__(self) -> None:
        self._style: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Look at an element, whose name follows its namespace."""
        space, _, local = name.rpartition(" ")
        if space == _HTML or local.lower() in _FORBIDDEN:
            raise _RefusedError(f"the element `{local}`")
        if local == "style":
            self._style = []
        for full, value in attributes.items():
            attribute = full.rpartition(" ")[2].lower()
            if attribute.startswith("on"):
                raise _RefusedError(f"the attribute `{attribute}`")
            if attribute in _LEADING and value.strip() and not _INSIDE.match(value):
                raise _RefusedError("a reference to the outside")
            if attribute == "attributename" and value.lower().endswith("href"):
                raise _RefusedError("a reference that changes")
            _look_at_style(value, is_sheet=attribute == "style")

    def end(self, _name: str) -> None:
        """Look at a style sheet once it is whole."""
        if self._style is not None:
            _look_at_style("".join(self._style), is_sheet=True)
        self._style = None

    def text(self, text: str) -> None:
        """Collect what a style sheet says."""
        if self._style is not None:
            self._style.append(text)

    def instruction(self, _target: str, _data: str) -> None:
        """Refuse what could name a style sheet or run a program."""
        raise _RefusedError("a processing instruction")

    def entity(self, *_declared: object) -> None:
        """Refuse what could stand for anything, or for very much."""
        raise _RefusedError("an entity of its own")


def refusal(path: Path) -> str:
    """Return what an SVG holds that is no part of a picture; empty if there is no such thing."""
    look = _Look()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = look.start
    parser.EndElementHandler = look.end
    parser.CharacterDataHandler = look.text
    parser.ProcessingInstructionHandler = look.instruction
    parser.EntityDeclHandler = look.entity
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except _RefusedError as found:
        return str(found)
    except (expat.ExpatError, ValueError, LookupError):
        return "no well-formed XML"
    return ""


def _look_at_style(text: str, *, is_sheet: bool) -> None:
    if not all(_INSIDE.match(text, found.end()) for found in _STYLE_URL.finditer(text)):
        raise _RefusedError("a reference to the outside")
    if is_sheet and _STYLE_MORE.search(_STYLE_WHOLE.sub("", text)):
        raise _RefusedError("a style sheet that may lead to the outside")
