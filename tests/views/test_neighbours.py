from pathlib import Path

import pytest
from building import write_files
from samples import spec

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.drawing.star import star
from sphinx_leanspec.views.neighbours import Neighbours, neighbours
from sphinx_leanspec.views.shared import fold, shared

FILES = {
    "specs/001-a/README.md": spec("A", "tags: [Mesh, one]", status="complete"),
    "specs/002-b/README.md": spec("B", "depends_on: [1, 3, 2]", "tags: [mesh]", "assignee: Ada"),
    "specs/003-c/README.md": spec("C", "tags: [mesh, Mesh]", "assignee: ada", "epic: '1'"),
    "specs/004-d/README.md": spec("D", "depends_on: [2, 1]", "epic: '1'", status="archived"),
    "specs/005-e/README.md": spec("E", "depends_on: [2]"),
}


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    write_files(tmp_path, FILES)
    return load(tmp_path)


def test_the_unfinished_come_first_and_are_counted_for_what_is_unfinished(corpus: Corpus) -> None:
    assert neighbours(corpus, "002-b") == Neighbours(("003-c", "001-a"), ("005-e", "004-d"), 1, 1)
    assert neighbours(corpus, "004-d") == Neighbours(("002-b", "001-a"), (), 0, 0)
    assert neighbours(corpus, "001-a") == Neighbours((), ("002-b", "004-d"), 0, 0)


def test_what_two_specs_have_is_shared_however_it_is_written(corpus: Corpus) -> None:
    found = [(one.kind, one.value, len(one.keys)) for one in shared(corpus, 9)]
    assert found == [("tag", "Mesh", 3), ("assignee", "Ada", 2), ("epic", "1", 2)]
    assert [one.kind for one in shared(corpus, 1)] == ["tag"]
    assert fold(" Größe  A ") == fold("grösse a")


@pytest.mark.parametrize(("before", "after"), [(0, 1), (3, 0), (2, 5), (5, 5)])
def test_no_box_of_a_star_touches_another(before: int, after: int) -> None:
    count = before + 1 + after
    edges = [(at, before) for at in range(before)] + [(before, at) for at in range(before + 1, count)]
    layout = star((100, 40), before, after, edges)
    assert len(layout.boxes) == count
    for at, (x, y) in enumerate(layout.boxes):
        assert 0 <= x <= layout.width - 100
        assert 0 <= y <= layout.height - 40
        assert all(abs(x - left) >= 100 or abs(y - top) >= 40 for left, top in layout.boxes[:at])
    for (tail, head), points in zip(edges, layout.curves, strict=True):
        assert points[0] == (layout.boxes[tail][0] + 100, layout.boxes[tail][1] + 20)
        assert points[-1] == (layout.boxes[head][0], layout.boxes[head][1] + 20)
