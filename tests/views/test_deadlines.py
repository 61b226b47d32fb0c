"""Deadlines, held against a day that is never today's."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from building import write_files
from samples import spec

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.views.deadlines import deadlines
from sphinx_leanspec.views.stats import attention

DUE = {
    "001-late": "2026-03-01",
    "002-today": "2026-03-10",
    "003-month": "2026-03-31T23:00:00Z",
    "004-later": "2026-04-01",
    "005-later-year": "2027-03-10",
    "006-none": "someday",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    files = {f"specs/{name}/README.md": spec(name, f"due: {due}") for name, due in DUE.items()}
    files["specs/007-done/README.md"] = spec("Done", "due: 2025-01-01", status="complete")
    files["specs/008-newest/README.md"] = spec("Newest", "updated: 2026-03-10")
    write_files(tmp_path, files)
    return load(tmp_path)


def test_deadlines_come_nearest_first(corpus: Corpus) -> None:
    assert [(one.key[:3], one.word) for one in deadlines(corpus, corpus.specs)] == [
        ("001", "late"),
        ("002", "due"),
        ("003", "due"),
        ("004", "later"),
        ("005", "later"),
    ]


def test_another_day_and_other_specs(corpus: Corpus) -> None:
    day = datetime(2026, 4, 1, tzinfo=UTC)
    found = deadlines(corpus, ["004-later", "003-month", "008-newest"], on=day)
    assert [(one.key[:3], one.word) for one in found] == [("003", "late"), ("004", "due")]


def test_they_need_attention_where_there_are_any(corpus: Corpus) -> None:
    found = dict(attention(corpus, tuple(corpus.specs)))
    assert [one.key for one in found["late"]] == ["001-late"]
    assert found["due"][0].due == datetime(2026, 3, 10, tzinfo=UTC)
    assert "late" not in dict(attention(corpus, ("008-newest", "007-done", "006-none")))


def test_where_no_spec_has_a_date_nothing_is_late(tmp_path: Path) -> None:
    write_files(tmp_path, {"specs/001-a/README.md": "---\nstatus: planned\ndue: 2001-01-01\n---\n# A\n"})
    corpus = load(tmp_path)
    assert [one.word for one in deadlines(corpus, corpus.specs)] == ["later"]
