from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from building import write_files
from samples import spec

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.cycles import components
from sphinx_leanspec.views.order import Order, order


def made(root: Path, specs: dict[str, tuple[str, Sequence[str]]]) -> Corpus:
    """Specs by letter: status and what they depend on."""
    write_files(
        root,
        {
            f"specs/{number:03}-{name}/README.md": spec(name, f"depends_on: [{', '.join(on)}]", status=status)
            for number, (name, (status, on)) in enumerate(specs.items(), 1)
        },
    )
    return load(root)


def needs(**specs: tuple[str, str]) -> dict[str, tuple[str, list[str]]]:
    """Letters for specs, `p` for planned and so on."""
    words = {"d": "draft", "p": "planned", "i": "in-progress", "c": "complete", "a": "archived"}
    numbers = {name: f"{number:03}-{name}" for number, name in enumerate(specs, 1)}
    return {name: (words[status], [numbers[one] for one in on]) for name, (status, on) in specs.items()}


def letters(keys: Sequence[str]) -> str:
    return "".join(key[-1] for key in keys)


def said(found: Order) -> dict[str, str]:
    """Each spec to be done: what it waits for, and how many wait for it."""
    steps = [*found.started, *(step for wave in found.waves for step in wave.steps)]
    return {step.key[-1]: f"{letters(step.waits_for)} {step.unblocks}".strip() for step in steps}


def waves(found: Order) -> dict[int, str]:
    return {wave.number: letters([step.key for step in wave.steps]) for wave in found.waves}


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return made(
        tmp_path,
        needs(
            a=("c", ""),
            b=("i", "a"),
            c=("p", "b"),
            d=("p", "ca"),
            e=("p", "a"),
            f=("i", "e"),
            g=("d", ""),
            h=("a", "d"),
        ),
    )


def test_what_can_start_what_waits_and_what_is_done(corpus: Corpus) -> None:
    found = order(corpus, tuple(corpus.specs))
    assert letters([step.key for step in found.started]) == "bf"
    assert waves(found) == {1: "eg", 2: "c", 3: "d"}
    assert said(found) == {"b": "2", "f": "e 0", "e": "1", "g": "0", "c": "b 1", "d": "c 0"}
    assert (found.cycles, found.circular) == ((), 0)


def test_the_longest_chain_begins_with_what_is_done_first(corpus: Corpus) -> None:
    chain = order(corpus, tuple(corpus.specs)).chain
    assert [letters(keys) for keys in chain] == ["b", "c", "d"]


def test_a_selection_changes_nothing_in_what_its_specs_wait_for(corpus: Corpus) -> None:
    found = order(corpus, ("003-c", "006-f"))
    assert waves(found) == {2: "c"}
    assert said(found) == {"f": "e 0", "c": "b 1"}
    assert [letters(keys) for keys in found.chain] == ["b", "c"]


def test_nothing_left_to_do(corpus: Corpus) -> None:
    assert order(corpus, ("001-a", "008-h")) == Order()
    assert order(corpus, ()) == Order()


def test_what_unblocks_most_comes_first_then_what_is_urgent(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "specs/001-a/README.md": spec("A"),
            "specs/002-b/README.md": spec("B", "priority: critical"),
            "specs/003-c/README.md": spec("C"),
            "specs/004-d/README.md": spec("D", "depends_on: [3]"),
        },
    )
    corpus = load(tmp_path)
    keys = tuple(corpus.specs)
    assert waves(order(corpus, keys)) == {1: "cba", 2: "d"}
    assert waves(order(corpus, keys, ranked=False)) == {1: "abc", 2: "d"}


def test_a_shared_dependency_counts_everyone_once(tmp_path: Path) -> None:
    corpus = made(tmp_path, needs(a=("p", ""), b=("p", "a"), c=("p", "a"), d=("p", "bc"), e=("c", "a")))
    assert said(order(corpus, tuple(corpus.specs)))["a"] == "3"


@pytest.mark.parametrize(
    ("specs", "cycles", "left", "numbered"),
    [
        ({"a": ("p", "a"), "b": ("p", "")}, [("a", 0, True)], 1, {1: "b"}),
        ({"a": ("p", "b"), "b": ("p", "c"), "c": ("i", "a")}, [("abc", 0, True)], 3, {}),
        (
            {"a": ("p", "b"), "b": ("p", "a"), "c": ("p", "b"), "d": ("p", "c")},
            [("ab", 0, True)],
            2,
            {2: "c", 3: "d"},
        ),
        ({"a": ("c", "b"), "b": ("c", "a"), "c": ("p", "b")}, [("ab", 0, False)], 0, {1: "c"}),
        ({"a": ("p", "b"), "b": ("c", "a")}, [("ab", 0, False)], 0, {1: "a"}),
        ({"a": ("p", "bc"), "b": ("p", "a"), "c": ("p", "a")}, [("ab", 1, True)], 3, {}),
        (
            {"a": ("c", "b"), "b": ("a", "a"), "c": ("p", "d"), "d": ("p", "c")},
            [("cd", 0, True), ("ab", 0, False)],
            2,
            {},
        ),
    ],
)
def test_cycles_are_named(
    tmp_path: Path,
    specs: dict[str, tuple[str, str]],
    cycles: list[tuple[str, int, bool]],
    left: int,
    numbered: dict[int, str],
) -> None:
    corpus = made(tmp_path, needs(**specs))
    found = order(corpus, tuple(corpus.specs))
    assert [(letters(cycle.keys), cycle.more, cycle.blocks) for cycle in found.cycles] == cycles
    assert (found.circular, waves(found)) == (left, numbered)


def test_a_cycle_is_one_link_of_a_chain(tmp_path: Path) -> None:
    corpus = made(tmp_path, needs(a=("p", ""), b=("p", "ac"), c=("p", "b"), d=("p", "c")))
    found = order(corpus, tuple(corpus.specs))
    assert [letters(keys) for keys in found.chain] == ["a", "bc", "d"]
    assert said(found)["a"] == "3"


def test_a_cycle_elsewhere_is_not_named(tmp_path: Path) -> None:
    corpus = made(tmp_path, needs(a=("p", "b"), b=("p", "a"), c=("p", "")))
    assert order(corpus, ("003-c",)).cycles == ()


def test_references_that_lead_nowhere_block_nothing(tmp_path: Path) -> None:
    write_files(tmp_path, {"specs/001-a/README.md": spec("A", "depends_on: [999-gone, other:001-b]")})
    assert waves(order(load(tmp_path), ("001-a",))) == {1: "a"}


def test_components_come_behind_what_they_depend_on() -> None:
    edges = {"a": "bd", "b": "c", "c": "b", "d": "", "e": "a"}
    assert [sorted(part) for part in components(edges)] == [["b", "c"], ["d"], ["a"], ["e"]]


@pytest.mark.parametrize("shape", ["chain", "ring", "fan"])
def test_five_thousand_specs(tmp_path: Path, shape: str) -> None:
    count = 5000
    write_files(tmp_path, {"specs/0001-a/README.md": spec("A")})
    small = load(tmp_path)
    one = small.specs["0001-a"]
    keys = [f"{number:04}-s" for number in range(count)]
    on = {
        "chain": lambda number: keys[number - 1 : number],
        "ring": lambda number: [keys[number - 1]],
        "fan": lambda number: keys[:1] if number else [],
    }[shape]
    depends_on = {key: tuple(on(number)) for number, key in enumerate(keys)}
    corpus = Corpus(small.project, dict.fromkeys(keys, one), small.names, depends_on)
    begun = time.process_time()
    found = order(corpus, keys)
    assert time.process_time() - begun < 5
    if shape == "chain":
        assert (len(found.waves), len(found.chain)) == (count, count)
        assert found.waves[0].steps[0].unblocks == count - 1
    elif shape == "ring":
        assert found.circular == len(found.cycles[0].keys) == count
    else:
        assert [len(wave.steps) for wave in found.waves] == [1, count - 1]
