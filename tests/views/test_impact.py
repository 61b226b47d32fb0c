from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from building import write_files
from samples import spec

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.views.impact import AffectedPage, Impact, impact


def corpus_of(
    root: Path, depends_on: dict[int, list[int]], parents: dict[int, int] | None = None, body: str = ""
) -> Corpus:
    """Specs by their numbers, with what they depend on and what they are part of."""
    files = {}
    for number, targets in depends_on.items():
        head = [f"depends_on: [{', '.join(map(str, targets))}]"] if targets else []
        head += [f"parent: {parents[number]:03}-s"] if parents and number in parents else []
        files[f"specs/{number:03}-s/README.md"] = spec("S", *head, body=body)
    write_files(root, files)
    return load(root)


def keys(*numbers: int) -> tuple[str, ...]:
    return tuple(f"{number:03}-s" for number in numbers)


def seen(found: Impact) -> dict[int, tuple[str, int, list[str]]]:
    return {
        int(one.key[:3]): (one.kind, one.distance, [name[:3] for name in one.through]) for one in found.specs
    }


def test_what_depends_on_a_change_is_touched_over_any_number_of_others(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, {1: [], 2: [1], 3: [2], 4: [1, 2], 5: [3], 6: []})
    assert seen(impact(corpus, keys(1))) == {
        1: ("changed", 0, []),
        2: ("dependent", 1, ["001"]),
        4: ("dependent", 1, ["001"]),
        3: ("dependent", 2, ["002"]),
        5: ("dependent", 3, ["003"]),
    }
    assert seen(impact(corpus, keys(6))) == {6: ("changed", 0, [])}
    assert impact(corpus, ()).specs == ()


def test_the_shortest_way_from_several_changes_counts(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, {1: [], 2: [1], 3: [2], 4: [3], 5: [4, 3]})
    assert seen(impact(corpus, keys(3, 1))) == {
        1: ("changed", 0, []),
        3: ("changed", 0, []),
        2: ("dependent", 1, ["001"]),
        4: ("dependent", 1, ["003"]),
        5: ("dependent", 1, ["003"]),
    }


def test_a_cycle_ends_where_it_closes(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, {1: [3, 1], 2: [1], 3: [2]}, {1: 2, 2: 1})
    assert seen(impact(corpus, keys(1))) == {
        1: ("changed", 0, []),
        2: ("dependent", 1, ["001"]),
        3: ("dependent", 2, ["002"]),
    }


def test_umbrellas_are_above_what_is_touched_and_nothing_follows_from_them(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, {1: [], 2: [1], 7: [], 8: [], 9: [8], 6: []}, {1: 7, 2: 7, 7: 8, 6: 8})
    assert seen(impact(corpus, keys(1))) == {
        1: ("changed", 0, []),
        2: ("dependent", 1, ["001"]),
        7: ("umbrella", 1, ["001"]),
        8: ("umbrella", 2, ["007"]),
    }
    assert seen(impact(corpus, keys(2))) == {
        2: ("changed", 0, []),
        7: ("umbrella", 1, ["002"]),
        8: ("umbrella", 2, ["007"]),
    }


def test_umbrellas_may_lead_in_a_circle(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, {1: [], 2: [], 3: []}, {1: 2, 2: 3, 3: 2})
    assert seen(impact(corpus, keys(1))) == {
        1: ("changed", 0, []),
        2: ("umbrella", 1, ["001"]),
        3: ("umbrella", 2, ["002"]),
    }


def test_what_is_ticked_may_have_to_be_looked_at_again(tmp_path: Path) -> None:
    body = "- [x] Done\n- [ ] Open\n- [x] Neither <!-- n/a: no -->\n"
    found = impact(corpus_of(tmp_path, {1: [], 2: [1]}, body=body), keys(1))
    assert [[check.text for check in one.checks] for one in found.specs] == [["Done"], ["Done"]]
    assert found.checks == 2


def test_pages_are_as_far_away_as_the_nearest_spec_they_speak_of(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, {1: [], 2: [1], 3: []})
    covered = {"001-s": ["near"], "002-s": ["far", "both"], "003-s": ["elsewhere"]}
    mentioned = {"001-s": ["both", "near"], "002-s": ["near", "far"]}
    assert impact(corpus, keys(1), covered, mentioned).pages == (
        AffectedPage("both", 0, keys(2), keys(1)),
        AffectedPage("near", 0, keys(1), keys(2)),
        AffectedPage("far", 1, keys(2), ()),
    )


def test_what_depended_on_a_spec_that_is_no_more_is_one_step_away(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, {1: [99], 2: [1], 3: []})
    found = impact(corpus, keys(3), removed={"099-gone": keys(1), "098-gone": ()})
    assert seen(found) == {
        3: ("changed", 0, []),
        1: ("dependent", 1, ["099"]),
        2: ("dependent", 2, ["001"]),
    }
    assert found.removed == ("099-gone", "098-gone")
    assert seen(impact(corpus, (), removed={"099-gone": keys(1)}))[2] == ("dependent", 2, ["001"])


@pytest.mark.parametrize("shape", ["chain", "star"])
def test_many_specs_take_no_time_and_no_stack(tmp_path: Path, shape: str) -> None:
    few = 2000
    targets = {number: [number - 1 if shape == "chain" else 1] for number in range(2, few)}
    files = {
        f"specs/{number:04}-s/README.md": spec("S", f"depends_on: {targets.get(number, [])}")
        for number in range(1, few)
    }
    write_files(tmp_path, files)
    corpus = load(tmp_path)
    taken = []
    for _ in range(3):  # the best of some: a machine that does much else has cold caches
        start = process_time()
        found = impact(corpus, ["0001-s"])
        taken.append(process_time() - start)
    assert min(taken) < 0.5
    assert len(found.specs) == few - 1
    assert found.specs[-1].distance == (few - 2 if shape == "chain" else 1)
