"""What the reports of a project say of a test."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from ...junit_settings import ReportSettings
from ...wording import counted
from .building import Builder, ReportOrigin, Room, file_of, hidden, unready
from .dotted import Dotted
from .ids import shown
from .index import Index, Row, Setup
from .nearest import Nearest
from .places import Grounds, reports
from .programs import Go, Nextest
from .reader import read
from .records import ReportedOutcome, ReportedVerdict, ReportFile, ReportProblem
from .runners import RUNNERS, tell
from .searches import NO_FILE, Found, Scopes
from .states import FAILED, NAMES, PASSED
from .stream import UnreadableError
from .times import Moment, zone_of
from .titled import Titled
from .titles import is_absolute
from .weighing import Weighed, disagree, newest, span, told, weighed

_LONGEST_ID: Final = 4_000
_MODULE: Final = re.compile(r"^module[ \t]+\"?([^\s\"]+)", re.MULTILINE)


class TestReports:
    """The reports of a project, read when the first test is asked for, and each once.

    :param root: the top of the repository: nothing outside is read.
    :param exists: whether a path from there is a file of the repository.
    """

    __test__ = False  # pytest would take it for tests by its name

    def __init__(self, root: Path, settings: Sequence[ReportSettings], exists: Callable[[str], bool]) -> None:
        self._root = root
        self._settings = settings
        self._grounds = Grounds(root, exists)
        self._answers: dict[str, ReportedOutcome] = {}

    @property
    def is_configured(self) -> bool:
        """Whether the project says where reports are."""
        return bool(self._settings)

    @property
    def problems(self) -> tuple[ReportProblem, ...]:
        """What is wrong with reports, and with what is said about them."""
        return self._library.problems

    def look_up(self, test_id: str) -> ReportedOutcome:
        """Return what the reports say of the tests that an id names."""
        if test_id not in self._answers:
            self._answers[test_id] = self._looked_up(test_id)
        return self._answers[test_id]

    def ids(self) -> Iterator[str]:
        """Yield the id of every test, as one may write it."""
        return iter(dict.fromkeys(self._library.shown()))

    def fingerprint(self, known: Iterable[ReportFile] = ()) -> tuple[ReportFile, ...]:
        """Return what the reports are now, by their content.

        :param known: what they were: a file of the same size and time is not read again.
        """
        before = {file.path: file for file in known}
        found: list[ReportFile] = []
        for path in dict.fromkeys(path for _, files in self._files() for path in files or ()):
            try:
                stat = (self._root / path).stat()
                old = before.get(path)
                if old and (old.size, old.changed) == (stat.st_size, stat.st_mtime_ns):
                    found.append(old)
                    continue
                with (self._root / path).open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError:  # it cannot be read now: it differs from when it can
                found.append(ReportFile(path, 0, 0, ""))
                continue
            found.append(ReportFile(path, stat.st_size, stat.st_mtime_ns, digest))
        return tuple(found)

    def _files(self) -> Iterator[tuple[ReportSettings, tuple[str, ...] | None]]:
        for one in self._settings:
            yield one, reports(self._root, one.files)

    @cached_property
    def _library(self) -> _Library:
        return _Library(self._grounds, self._files())

    def _looked_up(self, test_id: str) -> ReportedOutcome:
        library = self._library
        if not library.origins and not library.problems:
            return ReportedOutcome("unknown", "no report")
        if len(test_id) > _LONGEST_ID:
            return ReportedOutcome(
                "unknown", f"an id longer than {_LONGEST_ID:,} characters is not looked up"
            )
        found = library.search(test_id.strip())
        if not found:
            return library.not_found(test_id)
        rank = min(one.rank for one, _ in found)
        best = [(one, room) for one, room in found if one.rank == rank]
        rows = [row for one, room in best for row in library.rows(one, room.index)]
        if rows:
            beside = [room.index.rows[row] for one, room in best for row in one.beside]
            return library.weigh(rows, [one for one, _ in best], beside)
        setups = [(setup, room.index) for one, room in best for setup in one.setups]
        return library.fallen(setups) if setups else ReportedOutcome("unknown", NO_FILE)


def _is_one_group(found: Iterable[Found], rows: Sequence[Row]) -> bool:
    """Tell whether a group was meant, and all that was found lies in one: it is of one file, whichever."""
    return all(one.is_group for one in found) and len({(row.report, row.suite) for row in rows}) == 1


class _Library:
    """All reports of a project, read."""

    def __init__(
        self,
        grounds: Grounds,
        files: Iterable[tuple[ReportSettings, tuple[str, ...] | None]],
    ) -> None:
        self.origins: list[ReportOrigin] = []
        self._grounds = grounds
        self._rooms: dict[str, Room] = {}
        self._problems: list[ReportProblem] = []
        self._lacking: list[str] = []
        self._unreadable: list[ReportProblem] = []
        seen: set[str] = set()
        for settings, paths in files:
            if paths is None:
                message = f"`{settings.files}` leads out of the repository and was not followed"
                self._problems.append(ReportProblem(settings.files, 1, message, "name a place in it"))
                self._lacking.append(settings.files)
                continue
            if not paths:
                self._lacking.append(settings.files)
            for path in paths:
                if path not in seen:
                    seen.add(path)
                    self._read(path, settings)
        self._searches = {family: self._search(family, room) for family, room in self._rooms.items()}

    @property
    def problems(self) -> tuple[ReportProblem, ...]:
        """What is wrong with reports, in order."""
        return tuple(sorted({*self._problems, *self._unreadable}))

    def _read(self, path: str, settings: ReportSettings) -> None:
        try:
            written = read(self._grounds.root / path)
        except UnreadableError as error:
            message = f"the test report was left out: {error.message}"
            self._unreadable.append(ReportProblem(path, error.line, message, error.fix))
            return
        except OSError as error:
            message = f"the test report cannot be read: {error.strerror}"
            self._unreadable.append(ReportProblem(path, 1, message, "make it a file that can be read"))
            return
        runner = RUNNERS.get(settings.runner) or tell(written)
        if settings.runner and settings.runner not in RUNNERS:
            message = f"there is no runner `{settings.runner}`; it was told from the reports"
            self._problems.append(ReportProblem(settings.files, 1, message, f"one of {', '.join(RUNNERS)}"))
        zone = zone_of(settings.timezone) if settings.timezone else None
        if settings.timezone and zone is None:
            message = f"there is no time zone `{settings.timezone}`; times without a zone stay uncertain"
            fix = "write one such as Europe/Berlin or +01:00"
            self._problems.append(ReportProblem(settings.files, 1, message, fix))
        base = settings.base.replace("\\", "/").strip("/").removeprefix("./")
        counts = (hidden(written, runner), not written.entries, written.seconds)
        origin = ReportOrigin(path, runner, "" if base == "." else base, zone, *counts)
        room = self._rooms.setdefault(runner.family, Room(Index(), Scopes(self._grounds.exists)))
        self.origins.append(Builder(self._grounds, room).add(len(self.origins), origin, written))

    def _search(self, family: str, room: Room) -> Callable[[str], Found | None]:
        if family == "titled":
            return Titled(room.index, room.scopes).search
        if family == "dotted":
            return Dotted(room.index, room.scopes).search
        if family == "go":
            return Go(room.index, self._modules).search
        return Nextest(room.index).search

    def search(self, text: str) -> list[tuple[Found, Room]]:
        """Return what is found in each room."""
        found = ((search(text), self._rooms[family]) for family, search in self._searches.items())
        return [(one, room) for one, room in found if one]

    def rows(self, found: Found, index: Index) -> Iterator[Row]:
        """Yield what was found, and what another report says where the group of it could not be set up."""
        for row in (index.rows[number] for number in found.rows):
            yield row
            for setup in index.over((row.scope, row.titles)):
                other = index.rows[setup.row]
                if other.report != row.report and self._is_same(other, row):
                    note = unready(other.titles, other.scope, setup.state)
                    place = other.report, other.suite
                    yield row._replace(
                        report=place[0], suite=place[1], state=setup.state, when=other.when, note=note
                    )

    def _is_same(self, one: Row, other: Row) -> bool:
        return self.origins[one.report].runner is self.origins[other.report].runner

    def weigh(self, rows: Sequence[Row], found: Sequence[Found], beside: Sequence[Row]) -> ReportedOutcome:
        """Return what some entries amount to.

        :param beside: others that may be meant, too.
        """
        tests = weighed(rows, self.origins)
        doubt = next((one.doubt for one in found if one.doubt), "")
        held = [row for test in tests for row in test.rows]
        worst, note = told(tests, doubt)
        verdict: ReportedVerdict = NAMES[worst]
        if doubt and doubt != NO_FILE:
            verdict, note = "ambiguous", doubt
        elif doubt == NO_FILE and disagree(tests) and not _is_one_group(found, held):
            verdict, note = "ambiguous", f"{counted(len(held), 'test')} of this name disagree; {doubt}"
        elif worst == PASSED and (why := self._uncertain(tests, found, beside)):
            verdict, note = "unknown", why
        when = span(held)
        files = {self._file(row) for row in held}
        return ReportedOutcome(
            verdict,
            note,
            at=when.earliest if when else None,
            until=when.latest if when else None,
            file=files.pop() if len(files) == 1 else "",
            reports=tuple(sorted({self.origins[row.report].path for row in held})),
            cases=len(held),
        )

    def _uncertain(self, tests: Iterable[Weighed], found: Iterable[Found], beside: Iterable[Row]) -> str:
        """Say why a group in which all tests passed may have failed all the same."""
        if not any(one.is_group for one in found):
            return ""
        for row in beside:
            if row.state != PASSED:
                return f"`{' > '.join(row.titles)}` did not pass, and may be in the group as well"
        for row in (test.rows[0] for test in tests):
            origin = self.origins[row.report]
            if origin.hidden and origin.runner.name != "go":
                more = counted(origin.hidden, "failure")
                return f"{origin.path} counts {more} that none of its tests shows"
            if row.scope in origin.strays:
                return f"a hook failed in the same file, and {origin.path} does not tell whose"
        return ""

    def _file(self, row: Row) -> str:
        runner = self.origins[row.report].runner
        if runner.family == "titled":
            return "" if row.scope.startswith("?") or is_absolute(row.scope) else row.scope
        return file_of(row, runner, self._grounds) if runner.family == "dotted" else ""

    def fallen(self, setups: Sequence[tuple[Setup, Index]]) -> ReportedOutcome:
        """Return what becomes of tests whose group could not be set up."""
        setup, index = max(setups, key=lambda one: one[0].state)
        row = index.rows[setup.row]
        when = span([row])
        return ReportedOutcome(
            NAMES[setup.state],
            unready(row.titles, row.scope, setup.state),
            at=when.earliest if when else None,
            until=when.latest if when else None,
            file=self._file(row),
            reports=(self.origins[row.report].path,),
            cases=1,
        )

    def not_found(self, test_id: str) -> ReportedOutcome:
        """Return why a test is in no report; with one that could not be read nobody knows."""
        if self._unreadable:
            first = min(self._unreadable)
            return ReportedOutcome("unknown", f"{first.path}:{first.line} could not be read")
        if self._lacking:
            return ReportedOutcome("unknown", f"no report at `{self._lacking[0]}`")
        said = f"in none of {counted(len(self.origins), 'report')}"
        at, until = self._newest or (None, None)
        return ReportedOutcome(
            "missing", f"{said}{self._excuse}", self._nearest.to(test_id), at=at, until=until
        )

    @cached_property
    def _newest(self) -> Moment | None:
        """The time of the newest test, None if one of them has no time: it may be the newest."""
        return newest(row for room in self._rooms.values() for row in room.index.rows)

    @cached_property
    def _excuse(self) -> str:
        for origin in self.origins:
            if origin.empty:
                return f"; nothing ran for {origin.path}"
        for room in self._rooms.values():
            for (scope, titles), setups in room.index.setups.items():
                runs = (self.origins[room.index.rows[setup.row].report].runner.name for setup in setups)
                if "pytest" in runs and any(setup.state == FAILED for setup in setups):
                    return (
                        f"; {' > '.join(titles) or scope} could not be set up, which may have ended the run"
                    )
        for origin in self.origins:
            if origin.hidden:
                return f"; {origin.path} counts {counted(origin.hidden, 'failure')} that no test shows"
        return ""

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest(dict.fromkeys(self.shown()))

    def shown(self) -> Iterator[str]:
        """Yield every test as a person may write it."""
        for room in self._rooms.values():
            for row in room.index.rows:
                yield shown(row, self.origins[row.report].runner, self._grounds)

    def _modules(self) -> Mapping[str, str]:
        """Return the modules of Go in the repository, by their folders."""
        found: dict[str, str] = {}
        for folder in ("", *self._grounds.folders):
            path = f"{folder}/go.mod" if folder else "go.mod"
            if self._grounds.exists(path) and not (self._grounds.root / path).is_symlink():
                try:
                    with (self._grounds.root / path).open(encoding="utf-8", errors="replace") as file:
                        text = file.read(1 << 16)
                except OSError:  # then the module is not known
                    continue
                if name := _MODULE.search(text):
                    found[folder] = name[1]
        return found
