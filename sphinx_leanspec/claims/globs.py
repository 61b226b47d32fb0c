r"""Patterns of paths: what each sign stands for, and matching that takes no longer than reading.

========  =====================================================================
``*``     any letters, or none, within the name of a file or folder
``?``     one letter, but ``/``
``[ab]``  one of these letters; ``[a-c]`` a range, ``[!a]`` every other one
``**``    as a whole step, any folders, or none; at the end, all that lie below
========  =====================================================================

A dot at the beginning of a name is a letter like any other, and so is ``\``. Capitals count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from itertools import groupby
from typing import Final

_PIECE: Final = re.compile(
    r"\*\*+|[*?]|\[(?P<other>!?)(?P<letters>[\]\[]?[^\]\[/]*)\]|[^*?\[]+|\[", re.DOTALL
)
_RANGE: Final = re.compile(r"(?P<single>.(?!-.))|(?P<first>.)-(?P<last>.)", re.DOTALL)
_ANY: Final = ("**",)
_MAGIC: Final = re.compile(r"[*?\[]")


class GlobError(ValueError):
    """A pattern means nothing: what is wrong, and how to mend it."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


class Glob:
    """A pattern of paths.

    :param text: how it is written.
    :raises GlobError: if it means nothing.
    """

    def __init__(self, text: str) -> None:
        self.text = unicodedata.normalize("NFC", text)
        self._steps = [_ANY if step == "**" else tuple(_pieces(step)) for step in self.text.split("/")]

    @property
    def prefix(self) -> str:
        """What every path begins with that it matches."""
        found = _MAGIC.search(self.text)
        return self.text[: found.start()] if found else self.text

    def matches(self, path: str) -> bool:
        """Tell whether it matches a path, which is composed as NFC says."""
        return self._pattern.fullmatch(path) is not None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """The pattern as one that never goes back.

        After a ``*`` the first place that fits what follows, up to the next ``*``, is as good as any later
        one; so it is with ``**`` and the steps that follow.
        """
        runs = [list(run) for is_any, run in groupby(self._steps, lambda step: step == _ANY) if not is_any]
        bodies = ["/".join(map(_step, run)) for run in runs]
        begins, ends = self._steps[0] == _ANY, self._steps[-1] == _ANY
        text = ""
        for number, body in enumerate(bodies):
            is_last = number == len(bodies) - 1
            if not number and not begins:
                text += body if is_last and not ends else f"{body}/"
            elif is_last and not ends:
                text += f"(?:[^/]+/)*?{body}"
            else:
                text += f"(?>(?:[^/]+/)*?{body}/)"
        return re.compile(f"{text}.+" if ends else text, re.DOTALL)


def _pieces(step: str) -> Iterator[str]:
    """Return a step as pieces of a pattern, each of one length, and ``*`` between them."""
    for found in _PIECE.finditer(step):
        piece = found[0]
        if piece.startswith("**"):
            raise GlobError(f"`{step}` has `**` beside other letters", "write `**` as a whole step, or `*`")
        if piece == "[":
            raise GlobError(f"`{step}` has a `[` that is never closed", "close it, or write `[[]`")
        if piece == "*":
            yield "*"
        elif piece == "?":
            yield "[^/]"
        elif found["letters"] is not None:
            yield _letters(found["letters"], step, is_other=bool(found["other"]))
        else:
            yield re.escape(piece)


def _letters(letters: str, step: str, *, is_other: bool) -> str:
    if not letters:
        raise GlobError(f"`{step}` has brackets with nothing in them", "write letters into them")
    parts = []
    for single, first, last in _RANGE.findall(letters):
        if first > last:
            raise GlobError(f"`{step}` has a range that goes backwards", f"write `[{last}-{first}]`")
        parts.append(re.escape(single) or f"{re.escape(first)}-{re.escape(last)}")
    return f"[^/{''.join(parts)}]" if is_other else f"(?!/)[{''.join(parts)}]"


def _step(pieces: tuple[str, ...]) -> str:
    """Return the pattern of a step: what stands after a ``*`` is looked for once, the last at the end."""
    parts = [""]
    for piece in pieces:
        if piece == "*":
            parts.append("")
        else:
            parts[-1] += piece
    first, *others = parts
    if not others:
        return first
    *middle, last = others
    inner = "".join(f"(?>[^/]*?{part})" for part in middle if part)
    return f"{first}{inner}[^/]*{last}(?![^/])"
