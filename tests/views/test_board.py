from __future__ import annotations

from pathlib import Path

import pytest
from building import write_files
from samples import HOUSE, spec

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.views.board import BoardLimits, as_in_work, board


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    root = tmp_path_factory.mktemp("repository")
    write_files(root, HOUSE)
    return load(root)


def corpus_of(root: Path, *specs: str) -> Corpus:
    write_files(root, {f"specs/{at:03}-s/README.md": text for at, text in enumerate(specs, 1)})
    return load(root)


def test_columns_follow_a_specs_life(house: Corpus) -> None:
    found = board(house, house.specs)
    assert [(column.value, [card.key for card in column.cards]) for column in found.columns] == [
        ("draft", ["004-house"]),
        ("planned", ["003-roof"]),
        ("in-progress", ["002-walls"]),
        ("complete", ["001-ground"]),
    ]


def test_empty_columns_stand_in_their_place_if_wanted(house: Corpus) -> None:
    life = ["draft", "planned", "in-progress", "complete", "archived"]
    found = board(house, ["003-roof"], bounds=BoardLimits(empty=True))
    assert [(column.value, column.total) for column in found.columns] == [
        (status, int(status == "planned")) for status in life
    ]
    urgent = board(house, ["002-walls", "003-roof"], "priority", BoardLimits(empty=True))
    assert [column.value for column in urgent.columns] == ["critical", "high", "medium", "low", None]


def test_a_spec_to_be_worked_on_is_blocked_by_what_is_not_finished(tmp_path: Path) -> None:
    needs = "depends_on: [1, 2, 3, 4, 5, 6]"
    corpus = corpus_of(
        tmp_path,
        spec("Done", status="complete"),
        spec("Away", status="archived"),
        spec("Intended"),
        spec("Begun", needs, status="in-progress"),
        spec("Waiting", needs),
        spec("Thought of", needs, status="draft"),
        spec("Done too soon", needs, status="complete"),
        spec("On hold", needs, status="on-hold"),
    )
    cards = [card for column in board(corpus, corpus.specs).columns for card in column.cards]
    assert {card.key[:3]: card.waits_for for card in cards if card.waits_for} == {
        "004": ("003-s", "005-s", "006-s"),
        "005": ("003-s", "004-s", "006-s"),
    }


def test_what_a_column_has_no_room_for_is_counted(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, *(spec(f"Spec {at}") for at in range(5)))
    (column,) = board(corpus, corpus.specs, bounds=BoardLimits(cards=2)).columns
    assert (len(column.cards), column.omitted, column.total) == (2, 3, 5)
    (column,) = board(corpus, corpus.specs).columns
    assert (len(column.cards), column.omitted) == (5, 0)


def test_columns_there_is_no_room_for_are_counted(tmp_path: Path) -> None:
    tags = [spec("Spec", f"tags: [{', '.join(f't{at}' for at in range(count))}]") for count in (9, 4, 2)]
    corpus = corpus_of(tmp_path, *tags)
    found = board(corpus, corpus.specs, "tag", BoardLimits(columns=4))
    assert [(column.value, column.total) for column in found.columns] == [
        ("t0", 3),
        ("t1", 3),
        ("t2", 2),
        ("t3", 2),
    ]
    assert found.omitted == 5


def test_the_urgent_come_first_and_what_is_finished_last(tmp_path: Path) -> None:
    corpus = corpus_of(
        tmp_path,
        spec("Early", "completed: 2026-01-01", status="complete"),
        spec("Late", "completed_at: 2026-03-01T00:00:00Z", "priority: low", status="complete"),
        spec("Unsaid"),
        spec("Low", "priority: low"),
        spec("Critical", "priority: critical"),
        spec("Undated", "priority: critical", status="archived"),
    )
    keys = [int(key[:3]) for key in as_in_work(corpus, corpus.specs)]
    assert keys == [5, 4, 3, 2, 1, 6]


def test_a_card_says_since_when_a_spec_has_its_status(tmp_path: Path) -> None:
    corpus = corpus_of(
        tmp_path,
        spec("Planned", "created: 2026-01-02"),
        spec("Begun, nobody says when", "created: 2026-01-02", status="in-progress"),
        spec(
            "Begun",
            "created: 2026-01-02",
            "transitions: [{status: in-progress, at: 2026-02-03T00:00:00Z}]",
            status="in-progress",
        ),
        spec("Done", "created: 2026-01-02", "completed: 2026-03-04", status="complete"),
        spec("Behind", "transitions: [{status: planned, at: 2026-02-03T00:00:00Z}]", status="complete"),
    )
    cards = [card for column in board(corpus, sorted(corpus.specs)).columns for card in column.cards]
    assert {card.key[:3]: card.since and card.since.date().isoformat() for card in cards} == {
        "001": "2026-01-02",
        "002": None,
        "003": "2026-02-03",
        "004": "2026-03-04",
        "005": None,
    }


def test_a_board_of_nothing_has_no_columns(house: Corpus) -> None:
    assert board(house, ()).columns == ()
