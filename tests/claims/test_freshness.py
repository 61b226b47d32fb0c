"""A report is held against the commits since: what is older than what it is about shows nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import write_files
from claims.worlds import REPORTS, files_of, judged, report
from gitting import Repository

TEST = "tests/test_sums.py"
ADDS = f"test {TEST}::test_adds"
FILES = {TEST: "def test_adds(): ...\n", "src/sums.py": "def add(): ...\n", "docs/a.md": "a\n"}
BEGUN, REPORTED, CHANGED = (f"2026-01-0{day}T10:00:00Z" for day in (1, 3, 5))


def repository(root: Path, evidence: str, time: str = REPORTED) -> Repository:
    """A repository whose report lies in it, ignored."""
    made = Repository(root)
    made.commit(BEGUN, {**files_of(evidence), **FILES, ".gitignore": "reports/\n"})
    write_files(root, {"reports/junit.xml": report(time)})
    return made


def word(root: Path) -> str | None:
    return judged(root, reports=REPORTS).word


@pytest.mark.parametrize(
    ("evidence", "changed", "expected"),
    [
        (ADDS, "docs/a.md", "holds"),
        (ADDS, "src/sums.py", "holds"),
        (ADDS, TEST, "stale"),
        (f"{ADDS}; file src/sums.py", "src/sums.py", "stale"),
        (f"text src/sums.py add; {ADDS}", "src/sums.py", "stale"),
        (f"{ADDS}; files src/* == 1", "src/sums.py", "stale"),
        (f"{ADDS}; files src/* == 1", "docs/a.md", "holds"),
        (f"{ADDS} --><!-- evidence: file src/sums.py", "src/sums.py", "holds"),
        (f"test {TEST}::test_divides", TEST, "failed"),
        (f"test {TEST}::test_written_since", TEST, "stale"),
        (f"test {TEST}::test_written_since; file src/sums.py", "src/sums.py", "missing"),
        ("test tests/test_gone.py::test_adds", TEST, "missing"),
        (f"test {TEST}::test_plots", TEST, "skipped"),
    ],
)
def test_what_was_changed_since(evidence: str, changed: str, expected: str, tmp_path: Path) -> None:
    made = repository(tmp_path, evidence)
    made.commit(CHANGED, {changed: "def test_adds(): add()\n"})
    assert word(tmp_path) == expected


def test_both_days_are_told(tmp_path: Path) -> None:
    made = repository(tmp_path, ADDS)
    made.commit(CHANGED, {TEST: "pass\n"})
    verdict = judged(tmp_path, reports=REPORTS).verdict
    assert verdict
    assert verdict.note == "passed on 2026-01-03; what it is about was changed on 2026-01-05"


def test_a_test_that_is_newer_than_the_report_says_so(tmp_path: Path) -> None:
    made = repository(tmp_path, f"test {TEST}::test_written_since")
    made.commit(CHANGED, {TEST: "pass\n"})
    verdict = judged(tmp_path, reports=REPORTS).verdict
    assert verdict
    assert verdict.note == (
        "in none of 1 report, the newest of 2026-01-03; its file was changed on 2026-01-05"
    )
    write_files(tmp_path, {"reports/junit.xml": report("")})
    assert word(tmp_path) == "missing"


TIMES = {
    "": "unknown",  # no time at all
    "1970-01-01T00:00:00Z": "unknown",  # a clock that was never set
    "2026-01-05T10:00:00Z": "holds",  # the very second
    "2026-01-05T09:59:59Z": "stale",
    "2026-01-05T12:00:00+02:00": "holds",
    "2026-01-05T11:59:59+02:00": "stale",
    "2026-01-05T12:00:00": "unknown",  # of some zone
    "2026-01-06T10:00:00": "holds",  # in any zone
    "2026-01-04T10:00:00": "stale",
}


@pytest.mark.parametrize("time", TIMES)
def test_the_time_of_a_report(time: str, tmp_path: Path) -> None:
    made = repository(tmp_path, ADDS, time)
    made.commit(CHANGED, {TEST: "pass\n"})
    assert word(tmp_path) == TIMES[time]


def test_times_of_files_are_not_looked_at(tmp_path: Path) -> None:
    repository(tmp_path, ADDS)
    write_files(tmp_path, {TEST: "def test_adds(): pass\n"})
    assert word(tmp_path) == "holds"


def test_a_shallow_clone_knows_only_its_newest_commit(tmp_path: Path) -> None:
    made = repository(tmp_path / "repository", ADDS)
    made.commit(CHANGED, {"docs/a.md": "b\n"})
    clone = made.clone(tmp_path / "clone", "--depth", "1")
    write_files(clone, {"reports/junit.xml": report(REPORTED)})
    assert word(clone) == "unknown"
    write_files(clone, {"reports/junit.xml": report("2026-01-06T10:00:00Z")})
    assert word(clone) == "holds"


def test_without_a_repository_nobody_knows(tmp_path: Path) -> None:
    write_files(tmp_path, {**files_of(ADDS), **FILES, "reports/junit.xml": report(REPORTED)})
    assert word(tmp_path) == "unknown"


def test_a_project_below_the_top_of_its_repository(tmp_path: Path) -> None:
    root = tmp_path / "tools/api"
    made = Repository(tmp_path)
    made.commit(BEGUN, {f"tools/api/{path}": text for path, text in {**files_of(ADDS), **FILES}.items()})
    write_files(root, {"reports/junit.xml": report(REPORTED)})
    assert word(root) == "holds"
    made.commit(CHANGED, {f"tools/api/{TEST}": "pass\n"})
    assert word(root) == "stale"


def test_a_project_that_names_no_reports(tmp_path: Path) -> None:
    write_files(tmp_path, files_of(ADDS))
    found = judged(tmp_path)
    assert (found.word, found.note) == (
        "unknown",
        "the project names no reports, in `leanspec_test_reports`",
    )
