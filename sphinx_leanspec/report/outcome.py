"""What came of a check: which findings are told, which of them fail, and what was looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from ..findings import SEVERITIES, Finding, Severity, Skipped, SkipReason
from ..model import Place
from ..wording import counted

BASELINE: Final = "leanspec-baseline.json"
"""What the file of accepted findings is called where nobody says, at the top of the repository."""

Threshold: TypeAlias = Literal["error", "warning", "info", "never"]
"""The least severity that fails a check."""

SHOWN: Final = tuple(severity for severity in reversed(SEVERITIES) if severity != "off")
"""The severities a finding can have, worst first."""


class Entry(Struct, frozen=True):
    """A finding that is told.

    :param spec: the key of the spec it stands in, nothing where that is no spec's file.
    :param fails: whether it fails the check.
    :param fingerprint: what it is known by while lines move.
    """

    finding: Finding
    severity: Severity
    spec: str | None
    fails: bool
    fingerprint: str


class Scope(Struct, frozen=True):
    """The revision a check was limited to.

    :param revision: as it was asked for.
    :param base: the commit that was compared with.
    """

    revision: str
    base: str


class Accepted(Struct, frozen=True):
    """What a baseline did.

    :param name: its file, as it was named.
    :param number: how many findings are not told because they were accepted.
    :param gone: how many that were accepted are no more.
    """

    name: str
    number: int
    gone: int


class Outcome(Struct, frozen=True):
    """What came of a check.

    :param entries: the findings that are told, in order of place.
    :param hidden: how many are not, as they matter less than what was asked for, by severity.
    :param specs: the specs that were looked at, the changed ones where it was limited to those.
    :param files: how many files were looked at.
    :param total: how many specs the project has.
    :param skipped: the rules that were not asked, and why.
    :param root: the folder that the project lies in.
    """

    entries: tuple[Entry, ...]
    hidden: Mapping[Severity, int]
    specs: tuple[Place, ...]
    files: int
    total: int
    skipped: tuple[Skipped, ...]
    scope: Scope | None = None
    accepted: Accepted | None = None
    root: str = ""

    @property
    def prefix(self) -> str:
        """Where the project lies in its repository, ``tools/api/``; empty at the top."""
        from ..git import prefix_of  # here, as few reports ask for it, and git takes long

        return prefix_of(Path(self.root))

    @property
    def fails(self) -> bool:
        return any(entry.fails for entry in self.entries)

    def count(self, severity: Severity) -> int:
        """Return how many reported findings have a severity."""
        return sum(entry.severity == severity for entry in self.entries)

    def by_file(self) -> Iterator[tuple[str, list[Entry]]]:
        """Group findings by file."""
        for path, entries in groupby(self.entries, lambda entry: entry.finding.path):
            yield path, list(entries)

    def skipped_for(self, reason: SkipReason) -> tuple[str, ...]:
        """Return the codes of the rules that were skipped for a reason."""
        return tuple(one.code for one in self.skipped if one.reason == reason)


def tally(entries: Iterable[Entry]) -> str:
    """Return ``1 error, 2 warnings``, or that there is nothing."""
    numbers = Counter(entry.severity for entry in entries)
    said = [counted(numbers[severity], severity) for severity in SHOWN if numbers[severity]]
    return ", ".join(said) or "no findings"


def remarks(outcome: Outcome) -> Iterator[str]:
    """Return further remarks on a check, one sentence each."""
    if scope := outcome.scope:
        yield (
            f"{counted(len(outcome.specs), 'spec')} of {outcome.total:,} changed since {scope.revision} "
            f"(merge base {scope.base})."
        )
    for severity, number in outcome.hidden.items():
        if number:
            them = "it" if number == 1 else "them"
            yield f"{counted(number, severity)} not shown; --severity {severity} shows {them}."
    if accepted := outcome.accepted:
        if accepted.number:
            yield f"{counted(accepted.number, 'finding')} accepted in {accepted.name}."
        if accepted.gone:
            known = counted(accepted.gone, "accepted finding")
            verb = "is" if accepted.gone == 1 else "are"
            yield f"{known} {verb} gone; `sphinx-leanspec accept` updates the list."
    if without := outcome.skipped_for("no documents"):
        yield f"Not checked, as there are no documents: {', '.join(without)}."
    if slow := outcome.skipped_for("not shown"):
        it = "it" if len(slow) == 1 else "them"
        yield f"Not checked, as that takes long: {', '.join(slow)}; --severity info checks {it}."
