"""The words of fields that have a fixed set: which are right, which are understood, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field

from ..lifecycle import PRIORITIES, STATUSES
from ..wording import alike

_QUIET_STATUS: Final[Mapping[str, str]] = {
    "in_progress": "in-progress",
    "inprogress": "in-progress",
    "completed": "complete",
}
_STATUS: Final[Mapping[str, str]] = {
    "done": "complete",
    "finished": "complete",
    "implemented": "complete",
    "shipped": "complete",
    "active": "in-progress",
    "doing": "in-progress",
    "implementing": "in-progress",
    "started": "in-progress",
    "wip": "in-progress",
    "backlog": "planned",
    "not-started": "planned",
    "pending": "planned",
    "plan": "planned",
    "todo": "planned",
    "idea": "draft",
    "proposed": "draft",
    "cancelled": "archived",
    "deprecated": "archived",
    "superseded": "archived",
}
_QUIET_PRIORITY: Final[Mapping[str, str]] = {"med": "medium", "urgent": "critical"}
_PRIORITY: Final[Mapping[str, str]] = {
    "p0": "critical",
    "p1": "high",
    "p2": "medium",
    "p3": "low",
    "blocker": "critical",
    "normal": "medium",
}

_ALIKE: Final = 0.85
"""How much alike a word is to the one that was meant: one letter of seven may be wrong."""


def _bare(word: str) -> str:
    """Return a word without surrounding signs, its parts joined by dashes."""
    return re.sub(r"[\W_]+", "-", word).strip("-")


class Vocabulary(Struct, frozen=True):
    """The words a project uses for a field.

    :param words: the values that are right.
    :param quiet: other spellings that LeanSpec itself accepts, and what they mean.
    :param aliases: words that are understood but warned about.
    """

    words: tuple[str, ...]
    quiet: Mapping[str, str]
    aliases: Mapping[str, str]

    def read(self, written: str) -> tuple[str, bool]:
        """Return the value of a word as written, and whether LeanSpec itself would accept it."""
        folded = written.strip().lower()
        if folded in self.words:
            return folded, True
        right = {
            word.lower(): meaning
            for word, meaning in (*zip(self.words, self.words, strict=True), *self.quiet.items())
        }
        if folded in right:
            return right[folded], True
        bare = _bare(folded)
        known = {_bare(word): meaning for word, meaning in {**self.aliases, **right}.items()}
        return known.get(bare, written.strip()), False

    def meant(self, written: str) -> str | None:
        """Return the right word for another spelling; None where that is not certain."""
        value = self.read(written)[0]
        if value in self.words:
            return value
        near = alike(_bare(written.lower()), self.words, 2, _ALIKE)
        return near[0] if len(near) == 1 and not any(map(str.isdigit, written)) else None


class Vocabularies(Struct, frozen=True):
    """The words of every field that has a fixed set; a project may add statuses of its own."""

    status: Vocabulary = field(default_factory=lambda: Vocabulary(STATUSES, _QUIET_STATUS, _STATUS))
    priority: Vocabulary = field(default_factory=lambda: Vocabulary(PRIORITIES, _QUIET_PRIORITY, _PRIORITY))

    @classmethod
    def extended(cls, statuses: Mapping[str, str]) -> Vocabularies:
        """Return the vocabularies with further statuses.

        :param statuses: each with the LeanSpec status it stands for, or with itself.
        """
        own = tuple(word for word, meaning in statuses.items() if word == meaning)
        quiet = {**_QUIET_STATUS, **{word: meaning for word, meaning in statuses.items() if word != meaning}}
        return cls(status=Vocabulary((*STATUSES, *own), quiet, _STATUS))
