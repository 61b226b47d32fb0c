"""A spec in a folder of archived ones: it keeps its status, and is no work any more."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import write_files
from samples import spec

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.rules import RULES, Context, check
from sphinx_leanspec.views.board import board
from sphinx_leanspec.views.order import order
from sphinx_leanspec.views.progress import tally
from sphinx_leanspec.views.selection import Selection, by_status, select
from sphinx_leanspec.views.stats import attention

OPEN = "- [ ] a\n"
FILES = {
    "specs/001-new/README.md": spec("New", "depends_on: [2, 3]", body=OPEN, status="in-progress"),
    "specs/archived/002-done/README.md": spec("Done", body=OPEN, status="complete"),
    "specs/archived/003-never/README.md": spec("Never", "priority: high", body="- [x] a\n"),
    "specs/_archived/004-silent/README.md": "---\ncreated: 2026-01-01\n---\n\n# Silent\n",
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    root: Path = tmp_path_factory.mktemp("repository")
    write_files(root, FILES)
    return load(root)


def test_the_status_is_the_one_that_is_written(corpus: Corpus) -> None:
    assert {key: spec.status for key, spec in corpus.specs.items()} == {
        "001-new": "in-progress",
        "002-done": "complete",
        "003-never": "planned",
        "004-silent": "archived",
    }


def test_views_have_it_among_the_archived(corpus: Corpus) -> None:
    away = ("002-done", "003-never", "004-silent")
    assert by_status(corpus, corpus.specs) == [("in-progress", ("001-new",)), ("archived", away)]
    columns = board(corpus, corpus.specs).columns
    assert [(column.value, column.total) for column in columns] == [("in-progress", 1), ("archived", 3)]
    assert tally(corpus, corpus.specs).statuses == {"in-progress": 1, "archived": 3}


def test_it_is_found_by_its_status_and_by_its_place(corpus: Corpus) -> None:
    assert select(corpus, Selection(status=("archived",))).keys == ("002-done", "003-never", "004-silent")
    assert select(corpus, Selection(status=("complete",))).keys == ("002-done",)


def test_nothing_is_left_to_do_in_it(corpus: Corpus) -> None:
    found = order(corpus, list(corpus.specs))
    assert ([step.key for step in found.started], found.waves) == (["001-new"], ())
    assert corpus.waits_for("001-new") == ()
    assert all(spec.key == "001-new" for _, specs in attention(corpus, corpus.specs) for spec in specs)


def test_no_rule_asks_for_work_on_it(corpus: Corpus) -> None:
    assert check(Context(corpus), RULES).findings == ()
