from __future__ import annotations

import pytest
from building import write_files
from samples import HOUSE, spec

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.views.selection import NARROWING, SORTS, Selection, by_status, select

MORE = {
    "specs/005-cellar/README.md": spec(
        "Cellar", "priority: critical", "updated: 2026-05-05", "assignee: Ada", status="archived"
    ),
    "specs/006-shed/README.md": "---\ncreated: 2026-02-02\ntags: [Wood]\n---\n\n# shed\n\n- [x] One\n",
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    root = tmp_path_factory.mktemp("repository")
    write_files(root, {**HOUSE, **MORE})
    return load(root)


def numbers(corpus: Corpus, **wanted: object) -> list[int]:
    selection = Selection(**wanted)  # type: ignore[arg-type]
    return [int(key[:3]) for key in select(corpus, selection).keys]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [1, 2, 3, 4, 5, 6]),
        ({"specs": ("3", "001-ground")}, [1, 3]),
        ({"specs": ("99",)}, []),
        ({"status": ("planned", "Draft")}, [3, 4]),
        ({"status": ("none",)}, [6]),
        ({"tag": ("earth",)}, [1]),
        ({"tag": ("stone", "wood")}, [1, 2, 6]),
        ({"tag": ("none",)}, [3, 4, 5]),
        ({"priority": ("low", "critical")}, [2, 5]),
        ({"priority": ("none",)}, [3, 4, 6]),
        ({"parent": ("4",)}, [2, 3]),
        ({"parent": ("none",)}, [1, 4, 5, 6]),
        ({"parent": ("none", "004-house")}, [1, 2, 3, 4, 5, 6]),
        ({"parent": ("99",)}, []),
        ({"assignee": ("ada",)}, [1, 5]),
        ({"assignee": ("none",)}, [2, 3, 4, 6]),
        ({"status": ("planned", "in-progress"), "tag": ("stone",)}, [2]),
    ],
)
def test_each_option_narrows_the_choice(corpus: Corpus, wanted: dict[str, object], found: list[int]) -> None:
    assert numbers(corpus, **wanted) == found


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("number", [1, 2, 3, 4, 5, 6]),
        ("-number", [6, 5, 4, 3, 2, 1]),
        ("title", [5, 1, 4, 3, 6, 2]),
        ("status", [4, 3, 2, 1, 5, 6]),
        ("priority", [5, 1, 2, 3, 4, 6]),
        ("progress", [4, 5, 3, 1, 2, 6]),
        ("-progress", [6, 2, 1, 3, 5, 4]),
        ("-created", [6, 5, 4, 3, 2, 1]),
        ("-updated", [5, 6, 4, 3, 2, 1]),
        ("-completed", [1, 6, 5, 4, 3, 2]),
    ],
)
def test_the_order_can_be_chosen(corpus: Corpus, key: str, found: list[int]) -> None:
    assert numbers(corpus, sort=key) == found


def test_every_order_is_total(corpus: Corpus) -> None:
    for key in SORTS:
        assert numbers(corpus, sort=key) == numbers(corpus, sort=f"-{key}")[::-1]


def test_what_a_limit_leaves_out_is_counted(corpus: Corpus) -> None:
    assert select(corpus, Selection(limit=4)).omitted == 2
    assert select(corpus, Selection(limit=4)).keys == tuple(corpus.specs)[:4]
    assert select(corpus, Selection(limit=0)).omitted == select(corpus, Selection(limit=9)).omitted == 0


def test_an_offset_passes_over_the_first(corpus: Corpus) -> None:
    found = select(corpus, Selection(offset=2, limit=3))
    assert (found.keys, found.omitted) == (tuple(corpus.specs)[2:5], 3)
    assert select(corpus, Selection(offset=9)).keys == ()


def test_the_first_of_what_is_selected_count_the_others(corpus: Corpus) -> None:
    found = select(corpus, Selection(limit=4)).first(3)
    assert (found.keys, found.omitted) == (tuple(corpus.specs)[:3], 3)
    assert select(corpus, Selection()).first(6).omitted == 0


def test_a_selection_is_read_from_texts() -> None:
    written = {"status": "planned, Draft", "specs": "3"}
    assert Selection.of(written) == Selection(specs=("3",), status=("planned", "Draft"))
    assert Selection.of({}).is_open()
    assert NARROWING == ("specs", "status", "tag", "priority", "parent", "assignee", "project")


def test_a_filter_comes_before_the_limit(corpus: Corpus) -> None:
    found = select(corpus, Selection(limit=1), among={"002-walls", "003-roof"})
    assert (found.keys, found.omitted) == (("002-walls",), 1)


def test_groups_by_status_begin_with_what_is_in_work(corpus: Corpus) -> None:
    groups = [(status, len(keys)) for status, keys in by_status(corpus, corpus.specs)]
    assert groups == [
        ("in-progress", 1),
        ("planned", 1),
        ("draft", 1),
        ("complete", 1),
        ("archived", 1),
        (None, 1),
    ]


def test_nothing_is_asked_for_unless_something_is(corpus: Corpus) -> None:
    assert Selection(sort="title", limit=3).is_open()
    assert not Selection(parent=("none",)).is_open()
