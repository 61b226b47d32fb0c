from __future__ import annotations

import time
from pathlib import Path

import pytest
from building import write_files
from msgspec.structs import replace
from samples import HOUSE, spec

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.model import Progress
from sphinx_leanspec.views.progress import (
    Tally,
    progress_by,
    progress_by_spec,
    progress_by_umbrella,
    rollups,
    tally,
)
from sphinx_leanspec.views.tree import TreeLimits


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    root = tmp_path_factory.mktemp("repository")
    write_files(root, HOUSE)
    return load(root)


def family(root: Path, parents: dict[int, int | None]) -> Corpus:
    """Each spec has as many checks as its number, one of them done."""
    files = {
        f"specs/{number:03}-s/README.md": spec(
            "S", *([f"parent: {above:03}-s"] if above else []), body="- [x] A\n" + "- [ ] A\n" * (number - 1)
        )
        for number, above in parents.items()
    }
    write_files(root, files)
    return load(root)


def counted(corpus: Corpus) -> dict[int, tuple[int, int, int]]:
    """By number: how many specs, checks done, checks."""
    return {
        int(key[:3]): (total.specs, total.progress.done, total.progress.total)
        for key, total in rollups(corpus).items()
    }


def test_specs_are_counted_together(house: Corpus) -> None:
    assert tally(house, house.specs) == Tally(
        4, Progress(3, 7), {"draft": 1, "planned": 1, "in-progress": 1, "complete": 1}
    )
    assert tally(house, ()) == Tally()
    parts = [tally(house, [key]) for key in house.specs]
    assert sum(parts, Tally()) == tally(house, house.specs)


def test_an_umbrella_counts_itself_and_all_below(tmp_path: Path) -> None:
    found = counted(family(tmp_path, {1: None, 2: 1, 3: 2, 4: 2, 5: 1, 6: None}))
    assert found == {
        1: (5, 5, 15),
        2: (3, 3, 9),
        3: (1, 1, 3),
        4: (1, 1, 4),
        5: (1, 1, 5),
        6: (1, 1, 6),
    }


def test_a_circle_counts_each_of_its_specs_once(tmp_path: Path) -> None:
    found = counted(family(tmp_path, {1: 2, 2: 3, 3: 1, 4: 2, 5: 5, 6: 5}))
    assert found[1] == found[2] == found[3] == (4, 4, 10)
    assert found[4] == (1, 1, 4)
    assert found[5] == (2, 2, 11)


def test_only_what_is_asked_for_counts(house: Corpus) -> None:
    found = rollups(house, ["002-walls"])
    assert found["004-house"] == Tally(1, Progress(1, 2), {"in-progress": 1})
    assert found["003-roof"] == Tally()


def test_each_spec_has_a_line(house: Corpus) -> None:
    found = progress_by_spec(house, list(house.specs), 3)
    assert [(row.value, str(row.tally.progress)) for row in found.rows] == [
        ("001-ground", "2 / 4"),
        ("002-walls", "1 / 2"),
        ("003-roof", "0 / 1"),
    ]
    assert found.omitted == 1
    assert progress_by_spec(house, list(house.specs)).omitted == 0


def test_each_group_has_a_line(house: Corpus) -> None:
    found = progress_by(house, house.specs, "tag", 2)
    assert [(row.value, row.tally.specs, str(row.tally.progress)) for row in found.rows] == [
        ("stone", 2, "3 / 6"),
        ("earth", 1, "2 / 4"),
    ]
    assert found.omitted == 1
    statuses = progress_by(house, house.specs, "status")
    assert [row.value for row in statuses.rows] == ["draft", "planned", "in-progress", "complete"]


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        (TreeLimits(depth=1), [("004-house", 0, "1 / 3"), (None, 0, "2 / 4")]),
        (
            TreeLimits(depth=2),
            [
                ("004-house", 0, "1 / 3"),
                ("002-walls", 1, "1 / 2"),
                ("003-roof", 1, "0 / 1"),
                (None, 0, "2 / 4"),
            ],
        ),
        (TreeLimits(roots=("002-walls",)), [("002-walls", 0, "1 / 2")]),
    ],
)
def test_umbrellas_have_lines_and_what_is_below_them(
    house: Corpus, bounds: TreeLimits, expected: list[tuple[str | None, int, str]]
) -> None:
    rows = progress_by_umbrella(house, list(house.specs), bounds).rows
    assert [(row.value, row.level, str(row.tally.progress)) for row in rows] == expected


def test_every_spec_counts_in_one_line_of_the_first_level(tmp_path: Path) -> None:
    corpus = family(tmp_path, {1: 2, 2: 1, 3: None, 4: 3, 5: 4, 6: None, 7: 7, 8: None})
    rows = progress_by_umbrella(corpus, list(corpus.specs), TreeLimits(depth=1)).rows
    assert sum((row.tally for row in rows), Tally()) == tally(corpus, corpus.specs)


def test_five_thousand_specs_in_one_chain_are_counted_in_no_time(house: Corpus) -> None:
    model = house.specs["002-walls"]
    keys = [str(number) for number in range(5000)]
    specs = {key: replace(model, place=replace(model.place, key=key)) for key in keys}
    parents = dict(zip(keys[1:], keys, strict=False))
    corpus = replace(house, specs=specs, parent=parents)
    start = time.process_time()
    assert rollups(corpus)["0"].specs == 5000
    assert time.process_time() - start < 2
