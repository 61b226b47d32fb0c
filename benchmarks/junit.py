"""What a large test report costs: time and memory to read it, and to look tests up.

    python benchmarks/junit.py [--cases 100000] [--megabytes 50] [--lookups 2000]

The report is made first, in the shape that Vitest writes; every tenth test has failed at length, so that it
is as large as asked for. Half of the tests that are looked up are there.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from sphinx_leanspec.claims.junit import ReportSettings, TestReports

_PER_FILE = 50


def main() -> None:
    """Measure as the command line asks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--megabytes", type=int, default=50)
    parser.add_argument("--lookups", type=int, default=2_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "report.xml")
        write(path, options.cases, options.megabytes << 20)
        before = _peak()
        began = time.perf_counter()
        reports = TestReports(Path(folder), [ReportSettings("report.xml")], lambda _: False)
        first = reports.look_up(test_id(0)).verdict
        read = time.perf_counter()
        step = max(1, options.cases * 2 // options.lookups)
        found = [reports.look_up(test_id(number)).verdict for number in range(1, options.cases * 2, step)]
        looked = time.perf_counter()
        size = path.stat().st_size / 2**20
    there = sum(verdict != "missing" for verdict in found)
    print(f"{options.cases:,} cases, {size:.0f} MiB, the first of them {first}")
    print(f"read and indexed: {read - began:.2f} s, {_peak() - before:.0f} MiB of memory at most")
    print(f"{len(found):,} look-ups, {there:,} of them found: {looked - read:.2f} s")


def test_id(number: int) -> str:
    """Return the id of a test; those from the number of cases on are in no report."""
    return f"src/part{number // _PER_FILE:05}.test.ts > group {number % 5} > does the thing {number}"


def write(path: Path, cases: int, size: int) -> None:
    """Write a report of so many cases and about so many bytes."""
    usual = 170  # bytes of a case that passed
    trace = "at assert (src/some/place.ts:12:5)\n" * max(1, (size - cases * usual) // (cases // 10) // 35)
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8" ?>\n<testsuites name="vitest tests">\n')
        for number in range(cases):
            name, _, title = test_id(number).partition(" > ")
            if not number % _PER_FILE:
                file.write(f'<testsuite name="{name}" timestamp="2026-11-27T15:16:26.031Z">\n')
            failure = "" if number % 10 else f"<failure message='no'>{trace}</failure>"
            title = title.replace(">", "&gt;")
            file.write(
                f'<testcase classname="{name}" name="{title}" time="0.00{number}">{failure}</testcase>\n'
            )
            if number % _PER_FILE == _PER_FILE - 1 or number == cases - 1:
                file.write("</testsuite>\n")
        file.write("</testsuites>\n")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
