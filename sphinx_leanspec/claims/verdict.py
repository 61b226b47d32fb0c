"""The words for what comes of a claim; the only home of their order and of what they amount to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    from .grammar import Statement

VerdictWord = Literal[
    "failed", "missing", "drifted", "ambiguous", "flaky", "stale", "skipped", "unknown", "holds"
]
"""What comes of a claim, worst first."""

VERDICTS: Final[tuple[VerdictWord, ...]] = get_args(VerdictWord)

FALLIBLE: Final = tuple(word for word in VERDICTS if word != "holds")
"""Those that a ticked box is told of."""

Standing = Literal["shown", "failed", "undecided"]
"""What a verdict amounts to: three answers, never two."""

_FAILED: Final = frozenset({"failed", "missing", "drifted"})


class Verdict(NamedTuple):
    """What comes of a claim.

    :param word: the verdict.
    :param note: why, in the few words that a reader sees beside it: ``14 files``, ``no such file``.
    :param nearest: of what is missing, what may have been meant, at most three.
    :param revision: of what held once, the commit that it held at last.
    """

    word: VerdictWord
    note: str = ""
    revision: str = ""
    nearest: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing:
        """What it amounts to."""
        if self.word == "holds":
            return "shown"
        return "failed" if self.word in _FAILED else "undecided"


class Decision(NamedTuple):
    """One statement of a check, and what comes of it."""

    statement: Statement
    verdict: Verdict


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst of several, which is the verdict of all of them; of two alike the first."""
    return min(verdicts, key=lambda verdict: VERDICTS.index(verdict.word))
