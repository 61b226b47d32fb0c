from __future__ import annotations

from pathlib import Path

import pytest
from building import write_files
from samples import spec

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.views.tree import DEEPEST, Branch, TreeLimits, circles, tree


def corpus_of(root: Path, parents: dict[int, int | None]) -> Corpus:
    files = {
        f"specs/{number:03}-s/README.md": spec("S", *([f"parent: {above:03}-s"] if above else []))
        for number, above in parents.items()
    }
    write_files(root, files)
    return load(root)


def drawn(branches: tuple[Branch, ...]) -> dict[object, object]:
    """Branches as dictionaries of numbers; what is omitted stands under ``...``."""
    return {
        int(branch.key[:3]): drawn(branch.below) | ({"...": branch.omitted} if branch.omitted else {})
        for branch in branches
    }


HOUSE = {1: None, 2: 1, 3: 1, 4: 3, 5: 3, 6: 5, 7: None, 8: 7, 9: None}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return corpus_of(tmp_path_factory.mktemp("repository"), HOUSE)


def numbers(*found: int) -> tuple[str, ...]:
    return tuple(f"{number:03}-s" for number in found)


def test_umbrellas_hold_their_parts(house: Corpus) -> None:
    found = tree(house, house.specs)
    assert drawn(found.branches) == {1: {2: {}, 3: {4: {}, 5: {6: {}}}}, 7: {8: {}}}
    assert (found.omitted, found.circles, found.orphans) == (0, (), numbers(9))


@pytest.mark.parametrize(
    ("bounds", "expected", "omitted"),
    [
        (TreeLimits(depth=1), {1: {"...": 5}, 7: {"...": 1}}, 0),
        (TreeLimits(depth=2), {1: {2: {}, 3: {"...": 3}}, 7: {8: {}}}, 0),
        (TreeLimits(most=1), {1: {"...": 5}}, 2),
        (TreeLimits(most=3), {1: {2: {}, "...": 4}, 7: {"...": 1}}, 0),
        (TreeLimits(roots=numbers(3)), {3: {4: {}, 5: {6: {}}}}, 0),
        (TreeLimits(roots=numbers(5, 3, 9)), {3: {4: {}, 5: {6: {}}}, 9: {}}, 0),
        (TreeLimits(roots=numbers(3), depth=2), {3: {4: {}, 5: {"...": 1}}}, 0),
    ],
)
def test_what_there_is_no_room_for_is_counted(
    house: Corpus, bounds: TreeLimits, expected: object, omitted: int
) -> None:
    found = tree(house, house.specs, bounds)
    assert (drawn(found.branches), found.omitted) == (expected, omitted)


def test_what_is_asked_for_stands_under_its_umbrellas(house: Corpus) -> None:
    assert drawn(tree(house, numbers(6, 9)).branches) == {1: {3: {5: {6: {}}}}}
    assert drawn(tree(house, numbers(7)).branches) == {7: {}}
    assert tree(house, numbers(9)).branches == ()
    assert tree(house, ()).branches == ()


def test_siblings_stand_in_the_order_that_is_asked_for(house: Corpus) -> None:
    found = drawn(tree(house, reversed(house.specs)).branches)
    assert list(found) == [7, 1]
    assert list(found[1]) == [3, 2]  # type: ignore[call-overload]


CIRCLES = {
    "of one": ({1: 1, 2: 1}, [(1,)], {1: {2: {}}}),
    "of two": ({1: 2, 2: 1, 3: 2}, [(1, 2)], {1: {2: {3: {}}}}),
    "of three, entered in the middle": ({1: 3, 2: 4, 3: 2, 4: 3}, [(2, 4, 3)], {2: {3: {1: {}, 4: {}}}}),
    "two of them": ({1: 2, 2: 1, 3: 3}, [(1, 2), (3,)], {1: {2: {}}, 3: {}}),
}


@pytest.mark.parametrize(("parents", "closed", "expected"), CIRCLES.values(), ids=CIRCLES)
def test_a_circle_is_named_and_begins_with_its_first_spec(
    tmp_path: Path, parents: dict[int, int | None], closed: list[tuple[int, ...]], expected: object
) -> None:
    corpus = corpus_of(tmp_path, parents)
    found = tree(corpus, corpus.specs)
    assert circles(corpus) == found.circles == tuple(numbers(*circle) for circle in closed)
    assert drawn(found.branches) == expected
    assert found.orphans == ()


def test_a_circle_begins_where_it_is_asked_to(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, {1: 2, 2: 3, 3: 1})
    found = tree(corpus, corpus.specs, TreeLimits(roots=numbers(2)))
    assert drawn(found.branches) == {2: {1: {3: {}}}}
    assert found.circles == (numbers(1, 2, 3),)


def test_a_circle_that_is_not_shown_is_not_named(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, {1: 2, 2: 1, 3: None, 4: 3})
    assert tree(corpus, corpus.specs, TreeLimits(roots=numbers(3))).circles == ()


def test_a_long_chain_ends(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, {number: number - 1 or None for number in range(1, 301)})
    branch, depth = tree(corpus, corpus.specs).branches[0], 1
    while branch.below:
        branch, depth = branch.below[0], depth + 1
    assert (depth, branch.omitted) == (DEEPEST, 300 - DEEPEST)
