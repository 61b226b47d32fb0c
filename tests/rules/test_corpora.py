"""Real projects: what they are warned of by default is wrong with them, and they do not drown in it."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from sphinx_leanspec.corpus import load
from sphinx_leanspec.reading import covering
from sphinx_leanspec.rules import Context, Report, check

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_leanspec.rules import Severity

pytestmark = pytest.mark.corpora


def look(root: Path) -> Report:
    corpus = load(root)
    return check(Context(corpus, documents=covering.find(corpus.project) or None))


def counts(report: Report, severity: Severity) -> dict[str, int]:
    found = Counter(found.code for found in report.findings if report.severity(found) == severity)
    return dict(sorted(found.items()))


def test_a_small_project(corpora: Path) -> None:
    report = look(corpora / "automodel")
    assert counts(report, "error") == {}
    assert counts(report, "warning") == {"count": 2, "link": 5}
    assert counts(report, "info") == {
        "code": 3,
        "covers": 14,
        "length": 4,
        "mention": 8,
        "path": 12,
        "uncovered": 13,
    }


def test_a_large_project(corpora: Path) -> None:
    report = look(corpora / "leanspec")
    assert counts(report, "error") == {}
    assert counts(report, "warning") == {
        "count": 1,
        "cycle": 3,
        "fence": 1,
        "link": 126,
        "number": 2,
        "ref": 34,
        "repeat": 1,
        "section": 2,
        "title": 1,
    }
    assert counts(report, "info") == {
        "banner": 45,
        "code": 57,
        "completion": 52,
        "file": 84,
        "length": 59,
        "mention": 277,
        "open": 160,
        "orphan": 10,
        "path": 6,
        "stale": 3,
        "transitions": 18,
    }


def test_three_hundred_specs_are_looked_at_at_once(corpora: Path) -> None:
    """About 0.7 s where this was written, reading included; ten times that is a mistake."""
    began = time.process_time()
    look(corpora / "leanspec")
    assert time.process_time() - began < 7
