"""The tests of reports that are called most like one that is not there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

_MOST: Final = 300
"""A word that more tests have says little."""

_CANDIDATES: Final = 12
_LONGEST: Final = 200
_WORD: Final = re.compile(r"[^\W_]+")


class Nearest:
    """Ids by the words in them."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = list(ids)
        self._having: dict[str, list[int]] = {}
        for number, name in enumerate(self._ids):
            for word in _words(name):
                self._having.setdefault(word, []).append(number)

    def to(self, name: str, wanted: int = 3) -> tuple[str, ...]:
        """Return the ids nearest to one, from the nearest."""
        votes: Counter[int] = Counter()
        for word in sorted(_words(name)):
            having = self._having.get(word, ())
            weight = 1000 // len(having) + 1 if having else 0
            for number in having[:_MOST]:
                votes[number] += weight
        best = sorted(votes, key=lambda number: (-votes[number], number))[:_CANDIDATES]
        matcher = SequenceMatcher(b=name[:_LONGEST], autojunk=False)
        likeness: dict[str, float] = {}
        for number in best:
            matcher.set_seq1(self._ids[number][:_LONGEST])
            likeness[self._ids[number]] = matcher.ratio()
        return tuple(sorted(likeness, key=lambda one: (-likeness[one], one))[:wanted])


def _words(name: str) -> set[str]:
    """Return the words of an id, and how the longer ones begin: a slip is rarely there."""
    found = {word.lower() for word in _WORD.findall(name[:_LONGEST])}
    return found | {word[:4] for word in found if len(word) > 4}
