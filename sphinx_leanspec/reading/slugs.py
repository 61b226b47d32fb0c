"""The anchors of headings, as GitHub makes them: here and nowhere else."""

from __future__ import annotations

import unicodedata
from typing import Final

_SIGNS: Final = bytes(code for code in range(128) if not (chr(code).isalnum() or chr(code) in "_- "))
_DASHED: Final = bytes.maketrans(b" ", b"-")


def slugify(title: str) -> str:
    """Return the anchor that GitHub gives a heading, in any script, if it is the first of its kind."""
    text = title.lower()
    if text.isascii():
        return text.encode().translate(_DASHED, _SIGNS).decode()
    return "".join(filter(_is_kept, text)).replace(" ", "-")


def _is_kept(char: str) -> bool:
    category = unicodedata.category(char)
    return char in "- " or category[0] in "LM" or category in ("Nd", "Nl", "Pc")


class Slugs:
    """The anchors of a page, numbered as GitHub does where headings repeat."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def add(self, title: str) -> str:
        """Return the anchor of the next heading."""
        slug = wanted = slugify(title)
        while slug in self._taken:
            self._taken[wanted] += 1
            slug = f"{wanted}-{self._taken[wanted]}"
        self._taken[slug] = 0
        return slug
