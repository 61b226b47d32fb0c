"""What became of a test: of one entry, of several that are about the same, and of all that were asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from .reader import ERROR, EXPECTED, FAILURE, FLAKY, INSTANT, PLANNED, SKIPPED, CaseRecord
from .runners import Runner

PASSED: Final = 0
UNKNOWN: Final = 1
SKIPPED_: Final = 2
FLAKY_: Final = 3
FAILED: Final = 4
NAMES: Final = ("passed", "unknown", "skipped", "flaky", "failed")
"""From best to worst."""

_BAD: Final = frozenset(
    "fail failed failure error errored broken timeout timedout aborted crashed hook_error".split()
)
_IDLE: Final = frozenset(
    "skip skipped disabled notrun ignored pending todo inconclusive untested undefined suppressed incomplete"
    " blocked not_run cancelled canceled risky".split()
)
_GOOD: Final = frozenset("run pass passed ok success successful succeeded completed executed done".split())


def state(entry: CaseRecord, runner: Runner) -> int:
    """Return what became of the test of one entry; what cannot be told is not called passed."""
    if runner.name == "ctest":
        return _ctest(entry)
    marks = entry.marks
    if marks & (FAILURE | ERROR):
        is_todo = runner.name == "node" and marks & PLANNED
        return SKIPPED_ if is_todo else FAILED
    if marks & (SKIPPED | EXPECTED):
        return SKIPPED_
    if marks & FLAKY:
        return FLAKY_
    if runner.name == "vitest" and marks & INSTANT:
        return SKIPPED_  # it was never begun: a test that ran took some time
    return _said(entry.status)


def _said(status: str) -> int:
    word = status.strip().lower().replace(" ", "")
    if not word or word in _GOOD:
        return PASSED
    return FAILED if word in _BAD else SKIPPED_ if word in _IDLE else UNKNOWN


def _ctest(entry: CaseRecord) -> int:
    """Go by the status: what could not be run is a failure, unless the test itself asked to be skipped."""
    if entry.marks & (FAILURE | ERROR):
        return FAILED
    if entry.status == "notrun":
        return SKIPPED_ if entry.words.startswith("SKIP_") else FAILED
    return _said(entry.status)


def combined(states: Iterable[int], runner: Runner) -> int:
    """Return what became of a test that one report has several entries of."""
    found = list(states)
    worst = max(found)
    if len(found) == 1:
        return worst
    if runner.name == "go" and worst == FAILED and PASSED in found:
        return FLAKY_
    if runner.name == "pytest" and worst == PASSED:
        return FLAKY_  # each try is an entry, and those that failed look like the last
    return worst
