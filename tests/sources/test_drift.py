from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from archiving import TextTree

from sphinx_leanspec.files import cache_folder
from sphinx_leanspec.sources.archives import open_archive
from sphinx_leanspec.sources.drift import compare, compare_all, difference, first_broken, origin_of, reads_as
from sphinx_leanspec.sources.index import SymbolIndex
from sphinx_leanspec.sources.references import target_of
from sphinx_leanspec.sources.resolving import Located, resolve, text_of

OLD = {
    "p/a.py": '''\
def same(x):
    return x

def said(x):
    """Old words."""
    return x

def changed(x):
    return x

def moved(x):
    return 1

def moved_and_changed(x):
    return 2

def gone_now(x):
    return 3

class C:
    def __init__(self):
        self.x = 1
''',
    "p/text.yaml": "a: 1\nb: 2\nc: 3\n",
    "p/left.py": "X = 1\n",
}
NEW = {
    "p/a.py": '''\
# A comment.
def same( x ):
    return (x)

def said(x):
    """New words."""
    return x

def changed(x, y):
    return x

def gone_soon(x):
    return 4

class C:
    def __init__(self):
        self.x = 2
''',
    "p/b.py": """\
def moved(x):
    return 1

def moved_and_changed(x):
    return 22
""",
    "p/text.yaml": "new: 0\na: 1\nb: 2\nc: 4\n",
    "q/left.py": "X = 1\n",
}


def indices(new: dict[str, str] = NEW) -> tuple[SymbolIndex, SymbolIndex]:
    return SymbolIndex(TextTree(OLD, "demo 1.0")), SymbolIndex(TextTree(new, "demo 2.0"))


def drift(reference: str, new: dict[str, str] = NEW) -> tuple[str, str]:
    old, now = indices(new)
    target = target_of(reference)
    located = resolve(old, target)
    assert isinstance(located, Located), located
    was = text_of(old, located.path, located.line, located.end)
    found = compare(origin_of(located, target), now, was)
    place = f"{found.now.path}:{found.now.line}-{found.now.end}" if found.now else " ".join(found.nearest)
    return found.state, place


@pytest.mark.parametrize(
    ("reference", "state", "place"),
    [
        ("same", "same", "p/a.py:2-3"),
        ("said", "docstring", "p/a.py:5-7"),
        ("changed", "changed", "p/a.py:9-10"),
        ("moved", "moved", "p/b.py:1-2"),
        ("moved_and_changed", "moved-changed", "p/b.py:4-5"),
        ("gone_now", "gone", "gone_soon"),
        ("C", "changed", "p/a.py:15-17"),
        ("p.a", "changed", "p/a.py:1-17"),
        ("p.left", "moved", "q/left.py:1-1"),
        ("text.yaml#L1-L2", "moved", "p/text.yaml:2-3"),
        ("text.yaml#L3", "changed", "p/text.yaml:3-3"),
        ("text.yaml#/b: 2/", "same", "p/text.yaml:3-3"),
        ("text.yaml#/c:/", "changed", "p/text.yaml:4-4"),
        ("text.yaml#/a:/-/b:/", "same", "p/text.yaml:2-3"),
        ("text.yaml#/c: 3/", "gone", "p/text.yaml"),
        ("p/text.yaml", "changed", "p/text.yaml:1-4"),
        ("p/left.py#L1", "moved", "q/left.py:1-1"),
    ],
)
def test_what_becomes_of_code(reference: str, state: str, place: str) -> None:
    assert drift(reference) == (state, place)


def test_a_file_that_is_no_more_is_gone() -> None:
    assert drift("text.yaml#L1", {"p/other.py": ""}) == ("gone", "")


def test_a_file_for_a_newer_python_is_not_gone() -> None:
    assert drift("same", {**NEW, "p/a.py": "def same(x):\n    return <x>\n"}) == ("unreadable", "p/a.py:2")


def test_what_has_the_same_name_is_likelier_than_what_has_the_same_code() -> None:
    init = "    def __init__(self):\n        self.x = 1\n"
    new = {"p/a_.py": f"class B:\n{init}", "other/deep.py": f"class C:\n    y = 1\n{init}"}
    assert drift("C.__init__", new) == ("moved", "other/deep.py:3-4")


def test_a_prefix_does_not_make_a_file_another_one() -> None:
    old = SymbolIndex(TextTree(OLD))
    new = SymbolIndex(TextTree({f"src/{path}": text for path, text in OLD.items()}), "src/")
    assert Counter(found.state for _, found in compare_all(old, new)) == {"same": 8}


def test_all_symbols_of_a_release() -> None:
    states = Counter(found.state for _, found in compare_all(*indices()))
    assert states == {
        "same": 1,
        "docstring": 1,
        "moved": 1,
        "moved-changed": 1,
        "changed": 3,
        "gone": 1,
    }


def told(name: str) -> tuple[str, ...]:
    texts = []
    for index in indices():
        located = resolve(index, target_of(name))
        assert isinstance(located, Located)
        texts.append(reads_as(index, located))
    return difference(*texts)


def test_a_difference_is_one_of_what_counts() -> None:
    assert told("changed") == ("@@ -1,2 +1,2 @@", "-def changed(x):", "+def changed(x, y):", "     return x")
    assert told("said") == ()


def test_a_long_difference_is_cut() -> None:
    lines = difference("\n".join(map(str, range(100))), "", most=5)
    assert len(lines) == 6
    assert lines[-1] == "… 97 more lines"


@pytest.mark.parametrize("broken", range(1, 9))
def test_the_first_release_that_breaks_is_found_by_halving(broken: int) -> None:
    asked: list[str] = []

    def is_broken(release: str) -> bool:
        asked.append(release)
        return int(release) >= broken

    assert first_broken([str(number) for number in range(1, 9)], is_broken) == str(broken)
    assert len(asked) == 3


def test_nothing_breaks_without_releases() -> None:
    assert first_broken([], lambda _: True) == ""


def test_a_real_distribution_drifts_as_was_measured() -> None:
    """The figures of a prototype, over all functions and classes; where they are the same, all else is."""
    digests = {
        "0.2.0": "1287bed50e215fac990938d3933a95b03d02f4b0ada474b93efc647e8387945e",
        "0.7.0": "37b8397a73c17e4a8bffd0cd3becc0507abecc1ebfea3b3eb6468eed57ba6674",
    }
    paths = [cache_folder() / "archives" / f"{sha256}.whl" for sha256 in digests.values()]
    if not all(map(Path.is_file, paths)):
        pytest.skip("nemo-automodel 0.2.0 and 0.7.0 are not in the cache; benchmarks/drift.py fetches them")
    old, new = (
        SymbolIndex(open_archive(path, f"nemo-automodel {version}", sha256))
        for path, (version, sha256) in zip(paths, digests.items(), strict=True)
    )
    states = Counter(found.state for _, found in compare_all(old, new))
    assert states == {
        "same": 642,
        "docstring": 27,
        "moved": 18,
        "moved-changed": 53,
        "changed": 684,
        "gone": 157,
    }
