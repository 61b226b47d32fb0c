"""Which source a text is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence


class SourceNames:
    """What texts call the sources.

    :param names: of each source the words that stand for it, such as ``nemo`` and ``nemo_automodel``.
    """

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._sources = {word.lower(): source for source, words in names.items() for word in words}
        words = "|".join(re.escape(word) for word in sorted(self._sources, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<![a-z0-9])(?:{words})(?![a-z0-9])", re.IGNORECASE) if words else None

    def in_text(self, text: str) -> list[tuple[int, str]]:
        """Return the sources that a text names, each with where it does, in its order."""
        if self._pattern is None:
            return []
        found = self._pattern.finditer(text)
        return [(each.start(), self._sources[each[0].lower()]) for each in found]

    def only(self, text: str) -> str:
        """Return the source that a text names, empty if that is none, or more than one."""
        found = {source for _, source in self.in_text(text)}
        return found.pop() if len(found) == 1 else ""
