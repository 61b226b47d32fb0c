"""From reports as they are written to the index: each entry under the test that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Final, NamedTuple

from .index import Index, Row, Setup
from .naming import Naming
from .places import Grounds, joined
from .reader import EXPECTED, PLANNED, CaseRecord, Written
from .runners import Runner
from .searches import SUFFIXES, Scopes
from .states import FAILED, PASSED, SKIPPED_, UNKNOWN, state
from .times import Moment, moment
from .titles import Titles, is_absolute

NO_TEST: Final = "the file ran, but reported no test of its own"

_AS_TEXT: Final = ("jest", "mocha", "mocha-xunit")
"""The runners that may write groups in each other as one text."""


class ReportOrigin(NamedTuple):
    """A report that was read.

    :param base: the folder that its paths start from, where settings say so.
    :param zone: the zone of its times, where settings say so.
    :param hidden: how many failures it counts that none of its entries shows.
    :param empty: whether it has no entry at all.
    :param seconds: how long the run took.
    :param strays: the scopes in which something failed that belongs to a group unknown which.
    """

    path: str
    runner: Runner
    base: str
    zone: tzinfo | None
    hidden: int
    empty: bool
    seconds: float
    strays: frozenset[str] = frozenset()


@dataclass
class Room:
    """All tests of a family: their index, and where their files are."""

    index: Index
    scopes: Scopes


class PlacedCase(NamedTuple):
    """The group of an entry, what it is about, and what became of it."""

    suite: int
    naming: Naming
    state: int
    when: Moment | None
    note: str


def hidden(report: Written, runner: Runner) -> int:
    """Return how many failures a report counts beyond those that it shows."""
    if runner.name == "node" and report.counts:
        failing = sum(1 for entry in report.entries if state(entry, runner) == FAILED)
        extra = report.counts.get("fail", 0) + report.counts.get("cancelled", 0) - failing
        return max(0, extra - len(_failing_groups(report, runner)))
    return max(0, report.declared - report.faults)


def _failing_groups(report: Written, runner: Runner) -> set[int]:
    """Return the groups that have a failure in them: each may be a test that failed for that alone."""
    found: set[int] = set()
    for entry in report.entries:
        number = entry.suite if state(entry, runner) == FAILED else -1
        while number >= 0:
            found.add(number)
            number = report.suites[number].parent
    return found


@dataclass
class Builder:
    """Add one report after another to a room."""

    repository: Grounds
    room: Room
    undecided: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, number: int, origin: ReportOrigin, report: Written) -> ReportOrigin:
        """Add a report, and say what is special about it; its entries are used up."""
        named = self._named(origin, report)
        place = self._placing(number, origin, named)
        strays = frozenset(place(one.naming)[0] for one in named if one.naming.role == "stray")
        setups: list[tuple[str, Titles, int, int]] = []
        rows: list[tuple[Row, Naming]] = []
        named.reverse()
        while named:
            suite, naming, became, when, note = named.pop()
            scope, file = place(naming)
            row = Row(number, suite, scope, naming.titles, naming.project, became, when, file, note)
            if naming.role == "setup" and became in (FAILED, SKIPPED_):
                setups.append((scope, naming.titles, len(rows), became))
            rows.append((row, naming))
        if origin.runner.name == "vitest":
            setups += _invented(rows)
        is_jest = origin.runner.name == "jest"  # where templates decide
        if origin.runner.name in _AS_TEXT and not (is_jest and any(len(row.titles) > 2 for row, _ in rows)):
            self.room.index.unstructured.add(number)
        self._add(origin, rows, setups)
        return origin._replace(strays=strays)

    def _named(self, origin: ReportOrigin, report: Written) -> list[PlacedCase]:
        runner, found = origin.runner, []
        zone = origin.zone or (UTC if runner.is_utc else None)
        alone = _alone(report) if runner.name == "node" else set()
        kept: dict[str, str] = {}
        report.entries.reverse()
        while report.entries:
            entry = report.entries.pop()
            naming = runner.name_of(entry, report)
            became = state(entry, runner)
            note = _note(entry, became)
            if naming.role == "setup" and runner.name == "node":
                if entry.file and entry.file not in alone:
                    naming = naming._replace(role="test")
                else:
                    naming = naming._replace(titles=())
                    if became == PASSED:
                        became, note = UNKNOWN, NO_TEST
            elif naming.role == "setup" and became == PASSED and runner.name != "files":
                continue
            titles = tuple(kept.setdefault(title, title) for title in naming.titles)
            naming = naming._replace(titles=titles)
            found.append(
                PlacedCase(_top(entry.suite, report), naming, became, _when(entry, report, zone), note)
            )
        return found

    def _add(
        self,
        origin: ReportOrigin,
        rows: list[tuple[Row, Naming]],
        setups: list[tuple[str, Titles, int, int]],
    ) -> None:
        """Add rows, those below a group that could not be set up with what that makes of them."""
        fallen = {(scope, titles): became for scope, titles, _, became in setups}
        first = len(self.room.index.rows)
        for row, naming in rows:
            is_touched = fallen and (row.state == SKIPPED_ or origin.runner.name == "bun")
            self.room.index.add(_fallen(row, fallen) if is_touched else row, naming.aliases, naming.groups)
        for scope, titles, at, became in setups:
            self.room.index.setups.setdefault((scope, titles), []).append(Setup(first + at, became))

    def _placing(self, number: int, origin: ReportOrigin, named: Sequence[PlacedCase]) -> _Placing:
        if origin.runner.family == "titled":
            files = dict.fromkeys(one.naming.scope for one in named if one.naming.scope)
            return _Files(number, origin, list(files), self.repository, self.room.scopes)
        if origin.runner.family == "dotted":
            return _Names(number, origin, named, self.repository, self.room.scopes)
        return _Placing()


class _Placing:
    """Where an entry is: as its runner says."""

    def __call__(self, naming: Naming) -> tuple[str, str]:
        return naming.scope, naming.file


class _Files(_Placing):
    """Where the files of a report are in the repository."""

    def __init__(
        self, number: int, origin: ReportOrigin, files: list[str], repository: Grounds, scopes: Scopes
    ) -> None:
        self._places: dict[str, str] = {"": ""}
        relative = [file for file in files if not is_absolute(file) and ":" not in file]
        bases: tuple[str, ...] = (origin.base,) if origin.base else ()
        if relative and not bases:
            bases = repository.bases([(file,) for file in relative], origin.path).folders
        for file in relative:
            if len(bases) > 1:
                scopes.undecided[f"?{number}:"] = bases
                self._places[file] = f"?{number}:{file}"
            else:
                self._places[file] = joined(bases[0] if bases else "", file)
                scopes.written.setdefault(file, {})[self._places[file]] = None
        absolute = [file for file in files if is_absolute(file)]
        start = repository.start(absolute) if absolute else None
        common = _common(absolute)
        for file in absolute:
            if start and file.startswith(start):
                self._places[file] = file[len(start) :]
            else:
                scopes.note_absolute(file, file[len(common) :])

    def __call__(self, naming: Naming) -> tuple[str, str]:
        return self._places.get(naming.scope, naming.scope), ""


def _common(files: Sequence[str]) -> str:
    """Return the folder that all paths share, with its `/`."""
    if not files:
        return ""
    first, last = min(files).split("/")[:-1], max(files).split("/")[:-1]
    shared: list[str] = []
    for one, other in zip(first, last, strict=False):
        if one != other:
            break
        shared.append(one)
    return "/".join([*shared, ""])


class _Names(_Placing):
    """Where the modules and classes of a report are in the repository: the folder above them is the scope."""

    def __init__(
        self,
        number: int,
        origin: ReportOrigin,
        named: Iterable[PlacedCase],
        repository: Grounds,
        scopes: Scopes,
    ) -> None:
        self._scope = origin.base
        self._files: dict[str, str] = {}
        modules = dict.fromkeys(one.naming.titles[:-1] for one in named if one.naming.role == "test")
        held = [tuple(_paths(titles, origin.runner)) for titles in modules if titles]
        if origin.base or not held or origin.runner.name in ("ctest", "robot", "behave", "cucumber"):
            return
        bases = repository.bases(held, origin.path).folders
        if len(bases) > 1:
            scopes.undecided[f"?{number}"] = bases
            self._scope = f"?{number}"
        elif bases:
            self._scope = bases[0]

    def __call__(self, naming: Naming) -> tuple[str, str]:
        file = naming.file if not is_absolute(naming.file) else ""
        return self._scope, f"{self._scope}/{file}" if file and self._scope else file


_SUFFIXES: Final = {"pytest": (".py",), "unittest": (".py",), "java": (".java", ".kt", ".groovy", ".scala")}
_MOST_CLASSES: Final = 4
"""Classes in each other that a test may be in."""


def _paths(titles: Titles, runner: Runner) -> Iterator[str]:
    """Yield the paths that the file of a module or a class may have."""
    for end in range(len(titles), max(0, len(titles) - _MOST_CLASSES), -1):
        stem = "/".join(titles[:end])
        yield from (stem + suffix for suffix in _SUFFIXES.get(runner.name, SUFFIXES))


def file_of(row: Row, runner: Runner, grounds: Grounds) -> str:
    """Return the file of a row in the repository, empty where it is not known."""
    if row.file:
        return row.file
    start = f"{row.scope}/" if row.scope else ""
    return next((start + one for one in _paths(row.titles[:-1], runner) if grounds.exists(start + one)), "")


def _when(entry: CaseRecord, report: Written, zone: tzinfo | None) -> Moment | None:
    """Return the time of an entry: its own, else that of the nearest group, else that of the report."""
    if entry.timestamp and (found := moment(entry.timestamp, zone)):
        return found
    number = entry.suite
    while number >= 0:
        suite = report.suites[number]
        if suite.timestamp:
            return moment(suite.timestamp, zone)
        number = suite.parent
    return moment(report.attributes.get("timestamp", ""), zone)


def _top(number: int, report: Written) -> int:
    """Return the outermost of the groups around a group."""
    while number >= 0 and report.suites[number].parent >= 0:
        number = report.suites[number].parent
    return number


def _note(entry: CaseRecord, became: int) -> str:
    """Say why a state is what it is, where it is a special one."""
    if became == SKIPPED_:
        if entry.marks & EXPECTED:
            return "failed, as was expected"
        return "is still to be done" if entry.marks & PLANNED else "" if entry.marks else "was not run"
    return f"has the state {entry.status[:40]!r}" if became == UNKNOWN else ""


def _alone(report: Written) -> set[str]:
    """Return the files that have one entry."""
    counts: dict[str, int] = {}
    for entry in report.entries:
        counts[entry.file] = counts.get(entry.file, 0) + 1
    return {file for file, count in counts.items() if count == 1}


def _invented(rows: Sequence[tuple[Row, object]]) -> list[tuple[str, Titles, int, int]]:
    """Return the failed entries that are called like a group in which tests did not run."""
    idle: set[tuple[str, Titles]] = set()
    for row, _ in rows:
        if row.state == SKIPPED_:
            idle.update((row.scope, row.titles[:end]) for end in range(1, len(row.titles)))
    return [
        (row.scope, row.titles, at, FAILED)
        for at, (row, _) in enumerate(rows)
        if row.state == FAILED and (row.scope, row.titles) in idle
    ]


def _fallen(row: Row, fallen: Mapping[tuple[str, Titles], int]) -> Row:
    for end in range(len(row.titles), -1, -1):
        became = fallen.get((row.scope, row.titles[:end]))
        if became == FAILED:
            return row._replace(state=FAILED, note=unready(row.titles[:end], row.scope, became))
    return row


def unready(titles: Titles, scope: str, became: int) -> str:
    """Say that a group could not be set up."""
    name = " > ".join(titles) or scope.rpartition(":")[2] or "the file"
    return (
        f"did not run: {name} was skipped" if became == SKIPPED_ else f"did not run: setup of {name} failed"
    )
