"""Verdicts on reports that twenty runners wrote, for ids as people write them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from sphinx_leanspec.claims import junit

pytestmark = pytest.mark.reports


def test_every_verdict_is_the_one_that_the_report_allows(report_corpus: Path) -> None:
    expected = json.loads((report_corpus / "expected.json").read_text("utf-8"))
    counted: Counter[bool] = Counter()
    wrong = []
    for name, wanted in expected.items():
        if name.startswith("_"):
            continue
        chosen = junit.ReportSettings(name, base=wanted.pop("_base", ""))
        read = junit.TestReports(report_corpus, [chosen], lambda _: False)
        assert not read.problems
        for test_id, said in wanted.items():
            verdict = said["verdict"] if isinstance(said, dict) else said
            found = read.look_up(test_id)
            counted[found.verdict == verdict] += 1
            if found.verdict != verdict:
                wrong.append((name, test_id, verdict, found))
    assert not wrong
    assert counted[True] >= 362


def test_what_is_no_junit_is_unknown(report_corpus: Path) -> None:
    read = junit.TestReports(report_corpus, [junit.ReportSettings("*.tap")], lambda _: False)
    assert read.look_up("a > adds").verdict == "unknown"
    assert [problem.line for problem in read.problems] == [1]


def test_every_test_is_found_by_the_id_that_is_offered_for_it(report_corpus: Path) -> None:
    for path in sorted(report_corpus.glob("*.xml")):
        read = junit.TestReports(report_corpus, [junit.ReportSettings(path.name)], lambda _: False)
        lost = [one for one in read.ids() if read.look_up(one).verdict == "missing"]
        assert not lost, path.name
