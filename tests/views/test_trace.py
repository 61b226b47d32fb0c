from __future__ import annotations

from pathlib import Path

import pytest
from building import write_files
from samples import spec

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.model import Progress
from sphinx_leanspec.views.trace import Trace, trace

BODY = """\
- [x] One <!-- evidence: tests/a.py -->
- [ ] Two <!-- evidence: tests/b.py, tests/c.py -->
- [x] Three
- [ ] Four <!-- n/a: no --> <!-- evidence: tests/d.py -->
"""
COVERED = {"001-a": ["guide", "api"], "003-c": ["guide"]}
MENTIONED = {"001-a": ["guide", "news"], "002-b": ["news"]}


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    write_files(
        tmp_path,
        {
            "specs/001-a/README.md": spec("A", body=BODY, status="complete"),
            "specs/002-b/README.md": spec("B", body=BODY),
            "specs/003-c/README.md": spec("C", body="- [x] Done\n", status="complete"),
        },
    )
    return load(tmp_path)


def whole(
    corpus: Corpus, *keys: str, documents: tuple[str, ...] = ("guide", "api", "news", "other")
) -> Trace:
    return trace(corpus, keys or tuple(corpus.specs), COVERED, MENTIONED, documents)


def test_each_spec_with_its_documents(corpus: Corpus) -> None:
    rows = {row.key: (row.covered_by, row.mentioned_by) for row in whole(corpus).rows}
    assert rows == {
        "001-a": (("guide", "api"), ("news",)),
        "002-b": ((), ("news",)),
        "003-c": (("guide",), ()),
    }


def test_gaps_of_specs(corpus: Corpus) -> None:
    found = whole(corpus)
    assert {row.key: row.gaps for row in found.rows} == {
        "001-a": ("open",),
        "002-b": ("uncovered",),
        "003-c": (),
    }
    assert (found.count("uncovered"), found.count("open")) == (1, 1)
    assert [row.key for row in found.gaps().rows] == ["001-a", "002-b"]


def test_evidence_counts_checks_that_apply(corpus: Corpus) -> None:
    assert [row.evidence for row in whole(corpus).rows] == [Progress(2, 3), Progress(2, 3), Progress(0, 1)]


def test_each_document_with_its_specs(corpus: Corpus) -> None:
    found = {one.name: (one.covers, one.mentions, one.is_gap) for one in whole(corpus).documents}
    assert found == {
        "api": (("001-a",), (), False),
        "guide": (("001-a", "003-c"), (), False),
        "news": ((), ("001-a", "002-b"), True),
        "other": ((), (), True),
    }
    assert [one.name for one in whole(corpus).gaps().documents] == ["news", "other"]


def test_columns_are_documents_with_something_to_show(corpus: Corpus) -> None:
    assert [one.name for one in whole(corpus).columns()] == ["guide", "api", "news"]


def test_a_selection_has_its_own_documents_and_no_others(corpus: Corpus) -> None:
    found = whole(corpus, "003-c", documents=())
    assert [(one.name, one.covers, one.is_gap) for one in found.documents] == [("guide", ("003-c",), False)]
    mentioned = whole(corpus, "002-b", documents=())
    assert [(one.name, one.is_gap) for one in mentioned.documents] == [("news", True)]


def test_nothing_at_all(corpus: Corpus) -> None:
    found = trace(corpus, (), {}, {})
    assert (found.rows, found.documents, found.columns()) == ((), (), ())
