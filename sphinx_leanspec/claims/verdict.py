"""The words for what comes of a claim: what each means, and what it amounts to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from ..findings import VERDICTS, VerdictWord

if TYPE_CHECKING:
    from .grammar import Statement

MEANINGS: Final[Mapping[VerdictWord, str]] = {
    "failed": "What the statement asks about is there, and says otherwise: other words in the file, another "
    "number of files, a test that failed.",
    "missing": "What the statement names is not there: no such file, no such test in any report. What is "
    "nearest to it is named.",
    "drifted": "It fails now, and held at an earlier commit. The last one that it held at is named, and the "
    "one that broke it. Only statements on files are asked of earlier commits, and only of a full clone.",
    "ambiguous": "Several tests have the name, and disagree. Name one of them, with its file or its suite.",
    "flaky": "The test failed and passed, in one run. It is no pass: a second try proves less than a first.",
    "stale": "The test passed before its file, or what the evidence names, was last committed. Run the tests "
    "again, and keep their report.",
    "skipped": "The test was found and did not run, or was expected to fail. That proves nothing.",
    "unknown": "It cannot be known here, and why is said: no report, a shallow clone, a file that is too "
    "long, something that only a build knows. It is never called shown, and never a warning by itself.",
    "holds": "It is as the statement says.",
}
"""What each of them means, in Markdown."""

Standing = Literal["shown", "failed", "undecided"]
"""What a verdict amounts to: three answers, never two."""

FAILED: Final[frozenset[VerdictWord]] = frozenset({"failed", "missing", "drifted"})
"""The verdicts by which a claim is shown not to hold."""


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
        return "failed" if self.word in FAILED else "undecided"


class Decision(NamedTuple):
    """One statement of a check, and what comes of it."""

    statement: Statement
    verdict: Verdict


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst of several, which is the verdict of all of them; of two alike the first."""
    return min(verdicts, key=lambda verdict: VERDICTS.index(verdict.word))
