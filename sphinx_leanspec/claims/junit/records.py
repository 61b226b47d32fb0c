"""What is asked of test reports, and what they answer: plain records."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

ReportedVerdict = Literal["passed", "failed", "flaky", "skipped", "ambiguous", "missing", "unknown"]
"""What can be said of a test; the words for outcomes are those of `ub-test-reports`, where it has one."""


class ReportedOutcome(NamedTuple):
    """What reports say of the tests that an id names.

    :param note: the reason in a few words, for readers.
    :param nearest: for what is missing, the three ids that look most like it.
    :param at: the oldest time of the tests, in UTC, for what is missing the newest of all; None where it is
        not known.
    :param until: the latest moment that time may stand for: it differs where a report names no zone.
    :param file: the file of the tests, from the top of the repository, where it is known.
    :param reports: the reports that they were found in.
    :param cases: how many entries of the reports were counted.
    """

    verdict: ReportedVerdict
    note: str
    nearest: tuple[str, ...] = ()
    at: datetime | None = None
    until: datetime | None = None
    file: str = ""
    reports: tuple[str, ...] = ()
    cases: int = 0


class ReportProblem(NamedTuple):
    """Why a report, or a setting about reports, cannot be used.

    :param line: the line in the report, 1 where it is about the whole.
    """

    path: str
    line: int
    message: str
    fix: str


class ReportFile(NamedTuple):
    """A report as it lies on the disk; of two, the digest tells whether they are the same."""

    path: str
    size: int
    changed: int
    digest: str
