"""Which source a text is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from ..index import SymbolIndex
from ..settings import Source

_COMMON: Final = frozenset(
    "app apps benchmarks code core docs examples lib packages scripts src test tests tools".split()
)
"""Names of folders that say nothing of what is in them."""

_MOST: Final = 3
"""How many packages a source may have for their names to stand for it."""


def names_of(source: Source, index: SymbolIndex | None = None) -> tuple[str, ...]:
    """Return the words that stand for a source in texts.

    :param index: what it holds, where it can be had: the names of its packages stand for it, too.
    """
    place = (source.git or source.folder).replace("\\", "/").rstrip("/").rpartition("/")[2]
    packages: set[str] = set()
    if index is not None:
        packages = {name for name in index.modules if "." not in name} - _COMMON
        packages &= {name.partition(".")[0] for name in index.modules if "." in name}
    names = {source.name, source.pypi, source.pypi.replace("-", "_"), place.removesuffix(".git")}
    names |= packages if len(packages) <= _MOST else set()
    return tuple(
        sorted(name for name in names if len(name) > 1 and name.lower() not in _COMMON - {source.name})
    )


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
