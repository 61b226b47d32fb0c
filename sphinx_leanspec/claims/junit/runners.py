"""Which runner wrote a report, and what is special about each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Literal, NamedTuple

from . import naming
from .naming import Naming
from .reader import CaseRecord, Written
from .titles import has_extension

Family = Literal["titled", "dotted", "go", "nextest"]
"""How tests are named: by file and titles, by the names of modules and classes, or in a way of one runner."""


class Runner(NamedTuple):
    """A runner, as its reports show it.

    :param has_files: whether its tests are in files, so that a report without them is not the whole truth.
    :param is_utc: whether times without a zone are UTC.
    """

    name: str
    family: Family
    name_of: Callable[[CaseRecord, Written], Naming]
    has_files: bool = True
    is_utc: bool = False


RUNNERS: Final[Mapping[str, Runner]] = {
    runner.name: runner
    for runner in (
        Runner("vitest", "titled", naming.vitest),
        Runner("jest", "titled", naming.jest, is_utc=True),
        Runner("bun", "titled", naming.bun),
        Runner("node", "titled", naming.node),
        Runner("deno", "titled", naming.deno),
        Runner("playwright", "titled", naming.playwright),
        Runner("mocha", "titled", naming.mocha, is_utc=True),
        Runner("mocha-xunit", "titled", naming.mocha_xunit, is_utc=True),
        Runner("nextest", "nextest", naming.nextest, has_files=False),
        Runner("go", "go", naming.go, has_files=False),
        Runner("pytest", "dotted", naming.pytest, has_files=False),
        Runner("unittest", "dotted", naming.unittest, has_files=False),
        Runner("java", "dotted", naming.methods, has_files=False),
        Runner("ctest", "dotted", naming.ctest, has_files=False),
        Runner("robot", "dotted", naming.robot, has_files=False),
        Runner("behave", "dotted", naming.sentences, has_files=False),
        Runner("cucumber", "dotted", naming.sentences, has_files=False),
        Runner("files", "titled", naming.unknown, has_files=False),
        Runner("names", "dotted", naming.unplaced, has_files=False),
    )
}
"""Every runner that is known, by the name that `leanspec_test_reports` takes."""

_BY_ROOT: Final = {
    ("testsuites", "vitest tests"): "vitest",
    ("testsuites", "jest tests"): "jest",
    ("testsuites", "bun test"): "bun",
    ("testsuites", "deno test"): "deno",
    ("testsuites", "nextest-run"): "nextest",
    ("testsuites", "Mocha Tests"): "mocha",
    ("testsuites", "pytest tests"): "pytest",
    ("testsuite", "Mocha Tests"): "mocha-xunit",
    ("testsuite", "pytest"): "pytest",
    ("testsuite", "Cucumber"): "cucumber",
}
_CTEST_WORDS: Final = {"run", "fail", "notrun", "disabled"}
_BEHAVE_WORDS: Final = {"passed", "failed", "error", "skipped", "untested", "undefined", "hook_error"}


def tell(report: Written) -> Runner:
    """Tell which runner wrote a report."""
    name = _BY_ROOT.get((report.root, report.attributes.get("name", ""))) or _by_shape(report)
    return RUNNERS[name]


def _by_shape(report: Written) -> str:
    if "go.version" in report.properties:
        return "go"
    if report.root == "testsuites" and "id" in report.attributes and "name" in report.attributes:
        first = report.suites[0] if report.suites else None
        if not first or has_extension(first.name):
            return "playwright"
    if report.counts.keys() >= {"tests", "suites"}:
        return "node"
    return next(_by_entries(report), "names")


def _by_entries(report: Written) -> Iterator[str]:
    entries, suites = report.entries[:200], [suite.name for suite in report.suites]
    if not entries:
        return
    if not report.attributes and any(entry.classname == "test" for entry in entries):
        yield "node"
    if suites[:1] == ["pytest"]:
        yield "pytest"
    stamped = Counter(bool(re.search(r"-\d{14}\Z", name)) for name in suites)
    if stamped[True] or any(naming.UNITTEST_BROKEN.match(entry.classname) for entry in entries):
        yield "unittest"
    if any(entry.file.endswith(".py") and "." in entry.classname for entry in entries):
        yield "unittest"
    if report.root == "testsuite":
        yield from _by_words(report, entries)
    if (
        any(suite.file for suite in report.suites)
        or any(map(_has_file, entries))
        or any(map(naming.is_source, suites))
    ):
        yield "files"
    if all("." in entry.classname and " " not in entry.classname for entry in entries):
        yield "java"


def _by_words(report: Written, entries: list[CaseRecord]) -> Iterator[str]:
    said = {entry.status for entry in entries}
    if said <= _CTEST_WORDS and all(entry.classname == entry.name for entry in entries):
        yield "ctest"
    own = report.attributes.get("name", "")
    if said <= _BEHAVE_WORDS and own and all(entry.classname == own for entry in entries):
        yield "behave"
    if all(
        entry.classname == ".".join(naming.chain(entry, report, from_top=True)) and "." in entry.classname
        for entry in entries
    ) and any(suite.parent >= 0 for suite in report.suites):
        yield "robot"


def _has_file(entry: CaseRecord) -> bool:
    return bool(entry.file) or naming.is_source(entry.classname)
