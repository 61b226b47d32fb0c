from __future__ import annotations

from pathlib import Path

import pytest
from building import write_files
from samples import HOUSE, spec

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.views.grouping import By, grouped

MORE = {
    "specs/005-cellar/README.md": spec("Cellar", "priority: critical", "assignee: Ada", status="on-hold"),
    "specs/006-shed/README.md": "---\ncreated: 2026-02-02\ntags: [Stone, 木]\n---\n\n# shed\n",
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    root = tmp_path_factory.mktemp("repository")
    write_files(root, {**HOUSE, **MORE})
    return load(root)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (
            "status",
            {"draft": [4], "planned": [3], "in-progress": [2], "complete": [1], "on-hold": [5], None: [6]},
        ),
        ("priority", {"critical": [5], "high": [1], "low": [2], None: [3, 4, 6]}),
        ("assignee", {"ada": [1, 5], None: [2, 3, 4, 6]}),
        ("tag", {"stone": [1, 2, 6], "earth": [1], "木": [6], None: [3, 4, 5]}),
        ("parent", {"004-house": [2, 3], None: [1, 4, 5, 6]}),
    ],
)
def test_specs_are_grouped_in_an_order_with_a_meaning(
    corpus: Corpus, by: By, expected: dict[str | None, list[int]]
) -> None:
    found = [(value, [int(key[:3]) for key in keys]) for value, keys in grouped(corpus, corpus.specs, by)]
    assert found == list(expected.items())


def test_a_tag_written_twice_counts_once(tmp_path: Path) -> None:
    write_files(tmp_path, {"specs/001-a/README.md": spec("A", "tags: [UI, ui]")})
    found = load(tmp_path)
    assert grouped(found, found.specs, "tag") == [("UI", ("001-a",))]


def test_specs_keep_their_order_in_a_group(corpus: Corpus) -> None:
    (_, keys), *_ = grouped(corpus, ["006-shed", "002-walls", "001-ground"], "tag")
    assert keys == ("006-shed", "002-walls", "001-ground")
