"""The tests of reports that are called most like one that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from heapq import nsmallest
from typing import Final

_MOST: Final = 300
"""A word that more tests have says little."""

_CANDIDATES: Final = 6
_LONGEST: Final = 120
_WORD: Final = re.compile(r"[^\W_]+")


class Nearest:
    """Ids by how the words in them begin: a slip is rarely there."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = list(ids)
        self._having: dict[str, list[int]] = {}
        for number, name in enumerate(self._ids):
            for word in _beginnings(name):
                having = self._having.setdefault(word, [])
                if len(having) <= _MOST:
                    having.append(number)

    def to(self, name: str, wanted: int = 3) -> tuple[str, ...]:
        """Return the ids nearest to one, from the nearest."""
        votes: dict[int, int] = {}
        for word in sorted(_beginnings(name)):
            having = self._having.get(word, ())
            weight = 1000 // len(having) + 1 if having else 0
            for number in having:
                votes[number] = votes.get(number, 0) + weight
        best = nsmallest(_CANDIDATES, votes, key=lambda number: (-votes[number], number))
        matcher = SequenceMatcher(b=name[:_LONGEST], autojunk=False)
        likeness: dict[str, float] = {}
        for number in best:
            matcher.set_seq1(self._ids[number][:_LONGEST])
            likeness[self._ids[number]] = matcher.ratio()
        return tuple(sorted(likeness, key=lambda one: (-likeness[one], one))[:wanted])


def _beginnings(name: str) -> set[str]:
    return {word[:5] for word in _WORD.findall(name[:_LONGEST].lower())}
