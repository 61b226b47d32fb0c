from pathlib import Path

import pytest
from building import write_files
from samples import spec

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.views.graph import By, Cluster, Edge, GraphLimits, clusters, graph

CHAIN = {
    "specs/001-a/README.md": spec("A"),
    "specs/002-b/README.md": spec("B", "depends_on: [1]"),
    "specs/003-c/README.md": spec("C", "depends_on: [2]", "parent: 005-e"),
    "specs/004-d/README.md": spec("D", "depends_on: [3, 6]", status="complete"),
    "specs/005-e/README.md": spec("E"),
    "specs/006-f/README.md": spec("F", "depends_on: [4, 6]"),
    "specs/007-g/README.md": spec("G", "depends_on: [8]"),
    "specs/008-h/README.md": spec("H"),
}


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    write_files(tmp_path, CHAIN)
    return load(tmp_path)


def shown(corpus: Corpus, **bounds: object) -> str:
    """The letters of the specs that are shown."""
    return "".join(key[-1] for key in graph(corpus, GraphLimits(**bounds)).keys)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({}, "bcd"),
        ({"depth": 0}, "c"),
        ({"depth": 2}, "abcdf"),
        ({"direction": "depends_on"}, "bc"),
        ({"direction": "depends_on", "depth": 9}, "abc"),
        ({"direction": "required_by", "depth": 9}, "cdf"),
        ({"parents": True}, "bcde"),
        ({"among": ("004-d", "006-f"), "depth": 9}, "cdf"),
        ({"among": ("006-f",), "depth": 9}, "c"),
        ({"depth": 9, "most": 2}, "bc"),
    ],
)
def test_round_a_spec(corpus: Corpus, bounds: dict[str, object], expected: str) -> None:
    assert shown(corpus, around=("003-c",), **bounds) == expected


def test_all_specs_with_a_dependency(corpus: Corpus) -> None:
    assert shown(corpus, depth=0) == "abcdfgh"
    assert shown(corpus, depth=0, parents=True) == "abcdefgh"


def test_a_selection_shows_its_own_edges_and_says_who_has_none(corpus: Corpus) -> None:
    found = graph(corpus, GraphLimits(among=("001-a", "002-b", "005-e"), depth=0))
    assert found.keys == ("001-a", "002-b")
    assert found.edges == (Edge("002-b", "001-a", "depends_on"),)
    assert found.alone == ("005-e",)


def test_a_selection_with_a_depth_reaches_further(corpus: Corpus) -> None:
    assert shown(corpus, among=("001-a",), depth=1) == "ab"


def test_where_edges_are_too_many_fewer_specs_are_shown(corpus: Corpus) -> None:
    whole = graph(corpus, GraphLimits(depth=0))
    for lines in range(1, len(whole.edges)):
        found = graph(corpus, GraphLimits(depth=0, lines=lines))
        assert 0 < len(found.edges) <= lines
        assert found.omitted == len(whole.keys) - len(found.keys) > 0
    assert graph(corpus, GraphLimits(depth=0, lines=len(whole.edges))) == whole


def test_what_is_left_out_is_counted(corpus: Corpus) -> None:
    found = graph(corpus, GraphLimits(around=("003-c",)))
    assert (found.omitted, found.further) == (0, 2)
    found = graph(corpus, GraphLimits(around=("003-c",), most=2))
    assert (found.omitted, found.further) == (1, 2)


def test_without_room_for_all_what_hangs_together_most_comes_first(corpus: Corpus) -> None:
    found = graph(corpus, GraphLimits(depth=0, most=5))
    assert found.keys == ("001-a", "002-b", "003-c", "004-d", "006-f")
    assert found.omitted == 2


def test_a_selection_can_leave_out_what_is_archived_and_what_is_finished(tmp_path: Path) -> None:
    files = {
        "specs/001-a/README.md": spec("A", status="complete"),
        "specs/002-b/README.md": spec("B", "depends_on: [1]", status="complete"),
        "specs/003-c/README.md": spec("C", "depends_on: [2]"),
        "specs/004-d/README.md": spec("D", status="archived"),
        "specs/005-e/README.md": spec("E", "depends_on: [4, 3]"),
    }
    write_files(tmp_path, files)
    corpus = load(tmp_path)
    found = graph(corpus, GraphLimits(depth=0, archived=False, folds=3))
    assert (found.keys, found.archived, found.folded) == (("002-b", "003-c", "005-e"), 1, 1)
    assert len(found.selected) == 5
    assert not found.is_whole
    unfolded = graph(corpus, GraphLimits(depth=0, archived=False, folds=4))
    assert (unfolded.keys, unfolded.folded) == (("001-a", "002-b", "003-c", "005-e"), 0)
    finished = graph(corpus, GraphLimits(among=("001-a", "002-b"), depth=0, folds=1))
    assert finished.keys == ("001-a", "002-b"), "where nothing is unfinished, all is shown"
    assert graph(corpus, GraphLimits(around=("004-d",), archived=False)).keys == ("004-d", "005-e")


def test_cycles_and_self_references_are_edges(corpus: Corpus) -> None:
    edges = {(edge.source[-1], edge.target[-1]) for edge in graph(corpus, GraphLimits(depth=0)).edges}
    assert {("d", "f"), ("f", "d"), ("f", "f")} <= edges


def test_a_parent_is_an_edge_of_its_own_kind(corpus: Corpus) -> None:
    found = graph(corpus, GraphLimits(around=("005-e",), parents=True))
    assert found.edges == (Edge("003-c", "005-e", "parent"),)


def test_a_spec_without_edges_stands_for_itself(corpus: Corpus) -> None:
    found = graph(corpus, GraphLimits(around=("005-e",)))
    assert (found.keys, found.edges) == (("005-e",), ())


FRAMED = {
    "specs/001-a/README.md": spec("A", "tags: [Red, blue]"),
    "specs/002-b/README.md": spec("B", "tags: [blue, red]", "parent: 001-a", status="complete"),
    "specs/003-c/README.md": spec("C", "parent: 002-b"),
    "specs/004-d/README.md": spec("D", "tags: [green]", "parent: 003-c", status="draft"),
    "specs/005-e/README.md": "# E\n",
}


@pytest.mark.parametrize(
    ("by", "tags", "expected"),
    [
        ("parent", (), ["001-a ab", "002-b c", "003-c d"]),
        ("status", (), ["planned ac", "complete b", "draft d"]),
        ("tag", (), ["Red a", "blue b", "green d"]),
        ("tag", ("red",), ["Red ab", "green d"]),
        ("tag", ("none", "BLUE", "red"), ["blue ab", "green d"]),
    ],
)
def test_each_spec_is_in_one_cluster_or_in_none(
    tmp_path: Path, by: By, tags: tuple[str, ...], expected: list[str]
) -> None:
    write_files(tmp_path, FRAMED)
    corpus = load(tmp_path)
    found = clusters(corpus, corpus.specs, by, tags)
    assert [f"{part.value} {''.join(key[-1] for key in part.keys)}" for part in found] == expected


def test_an_umbrella_that_is_not_shown_has_a_cluster_all_the_same(tmp_path: Path) -> None:
    write_files(tmp_path, FRAMED)
    assert clusters(load(tmp_path), ["002-b"], "parent") == (Cluster("001-a", ("002-b",)),)
