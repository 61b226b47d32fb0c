"""What all that was found of a test amounts to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from ...wording import counted
from .building import ReportOrigin
from .index import Row
from .searches import NO_FILE
from .states import FAILED, NAMES, PASSED, SKIPPED_, combined
from .times import Moment
from .titles import Titles


class Weighed(NamedTuple):
    """One test in one report.

    :param state: what became of it, by all its entries there.
    """

    rows: Sequence[Row]
    state: int


Identity = tuple[str, str, Titles, str]
"""Runner, scope, titles and project: what makes two entries the same test."""


def weighed(rows: Iterable[Row], origins: Sequence[ReportOrigin]) -> list[Weighed]:
    """Put entries about the same test together, and leave out what a newer report has anew."""
    tests: dict[Identity, dict[tuple[int, int], list[Row]]] = {}
    for row in rows:
        runner = origins[row.report].runner
        identity = (runner.name, row.scope, row.titles, row.project)
        # Reports of several runs may have been put together: each is a group of its own there.
        run = (row.report, row.suite if runner.name == "pytest" else 0)
        tests.setdefault(identity, {}).setdefault(run, []).append(row)
    found: list[Weighed] = []
    for runs in tests.values():
        latest = _newest({report for report, _ in runs}, runs, origins) if len(runs) > 1 else None
        for (report, _), held in runs.items():
            if latest is None or report in latest:
                states = [row.state for row in held]
                found.append(Weighed(held, combined(states, origins[report].runner)))
    return found


def _newest(
    reports: set[int], runs: Mapping[tuple[int, int], Sequence[Row]], origins: Sequence[ReportOrigin]
) -> set[int]:
    """Return the reports that none of the others is newer than; of those without a time all count."""
    times: dict[int, list[Moment | None]] = {}
    for (report, _), rows in runs.items():
        times.setdefault(report, []).extend(row.when for row in rows)
    known = {report: max(moment for moment in held if moment) for report, held in times.items() if all(held)}
    return {
        report
        for report in reports
        if report not in known
        or not any(_is_after(known[other], known[report], origins[report].seconds) for other in known)
    }


def _is_after(one: Moment, other: Moment, seconds: float) -> bool:
    """Tell whether a run began when another was over: what ran at the same time is one run in parts."""
    over = timedelta(seconds=seconds)
    if one.latest - one.earliest == other.latest - other.earliest:
        return one.earliest > other.earliest + over
    return one.earliest > other.latest + over


def disagree(tests: Iterable[Weighed]) -> bool:
    """Tell whether not all entries say the same."""
    return len({row.state for test in tests for row in test.rows}) > 1


def told(tests: Sequence[Weighed], doubt: str) -> tuple[int, str]:
    """Return the worst of some states, and in words what there was.

    :param doubt: what to add where the tests may be others than those that were meant.
    """
    worst = max(test.state for test in tests)
    counts = Counter(test.state for test in tests)
    total = len(tests)
    notes = sorted({row.note for test in tests if test.state == worst for row in test.rows if row.note})
    if notes:
        said = f"{counted(counts[worst], 'test')}: {notes[0]}" if counts[worst] > 1 else notes[0]
    elif counts[worst] == total:
        said = f"{counted(total, 'test')} {_words(worst)}"
    else:
        said = f"{counts[worst]:,} of {counted(total, 'test')} {_words(worst)}"
    return worst, f"{said}; {doubt}" if doubt == NO_FILE else said


def _words(state: int) -> str:
    words = {PASSED: "passed", SKIPPED_: "skipped", FAILED: "failed"}
    return words.get(
        state, "passed at one try and failed at another" if NAMES[state] == "flaky" else "undecided"
    )


def span(rows: Iterable[Row]) -> Moment | None:
    """Return the oldest of the times, or None if one of them is not known."""
    known = _times(rows)
    return Moment(min(when.earliest for when in known), min(when.latest for when in known)) if known else None


def newest(rows: Iterable[Row]) -> Moment | None:
    """Return the newest of the times, or None if one of them is not known."""
    known = _times(rows)
    return Moment(max(when.earliest for when in known), max(when.latest for when in known)) if known else None


def _times(rows: Iterable[Row]) -> list[Moment]:
    """Return the times of entries, none if one of them is not known."""
    found: list[Moment] = []
    for row in rows:
        if row.when is None:
            return []
        found.append(row.when)
    return found
