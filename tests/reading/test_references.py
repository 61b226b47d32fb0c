"""How a spec is found by what people call it, and how specs hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reading.conftest import HEAD

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.model import Place
from sphinx_leanspec.name_index import NameIndex, Resolution

if TYPE_CHECKING:
    from reading.conftest import LoadSpecs, Repository

KNOWN = (
    "001-base",
    "005-structured-frontmatter",
    "002-living",
    "013-name",
    "038-flat",
    "038-other",
    "040-twin",
    "041-twin",
    "0100-far",
    "20251101-007-dated",
    "042-文档",
    "2025-plan",
)
FOREIGN = Resolution(foreign=True)

REFERENCES: dict[str, str | Resolution] = {
    # the id, and the same in a path
    "013-name": "013-name",
    "  013-name ": "013-name",
    "specs/013-name": "013-name",
    "specs/013-name/": "013-name",
    "../013-name/README.md": "013-name",
    "../013-name/README.md#plan": "013-name",
    "013-name#plan": "013-name",
    "../013-name/DESIGN.md": "013-name",
    "013-name.md": "013-name",
    "specs\\013-name": "013-name",
    "archived/013-name": "013-name",
    "/home/someone/specs/013-name/": "013-name",
    "042-文档": "042-文档",
    "20251101-007-dated": "20251101-007-dated",
    # the number alone
    "013": "013-name",
    "13": "013-name",
    "0013": "013-name",
    "#13": "013-name",
    "#013": "013-name",
    "spec-013": "013-name",
    "Spec 13": "013-name",
    "specs/013/": "013-name",
    "100": "0100-far",
    f"{'0' * 5000}13": "013-name",
    "1" * 5000: Resolution(),
    f"{'1' * 5000}-name": Resolution(candidates=()),
    "7": "20251101-007-dated",
    "2025": "2025-plan",
    "SPEC_013": "013-name",
    "spec_013": "013-name",
    "SPEC_038_FLAT": "038-flat",
    # the slug behind a number that changed
    "20251101/002-structured-frontmatter": "005-structured-frontmatter",
    "099-文档": "042-文档",
    "20250101-003-name": "013-name",
    "20251101/007-dated": "20251101-007-dated",
    # a living number, a number or a slug that several have: not a match
    "013-former-name": Resolution(candidates=("013-name",)),
    "specs/13-former-name/": Resolution(candidates=("013-name",)),
    "038": Resolution(candidates=("038-flat", "038-other")),
    "#38": Resolution(candidates=("038-flat", "038-other")),
    "SPEC_038": Resolution(candidates=("038-flat", "038-other")),
    "038-former": Resolution(candidates=("038-flat", "038-other")),
    "013-twin": Resolution(candidates=("040-twin", "041-twin", "013-name")),
    "name": Resolution(candidates=("013-name",)),
    # another project's
    "other-project:012-name": FOREIGN,
    "other-project:013-name": FOREIGN,
    "owner/project:013": FOREIGN,
    "https://example.org/specs/013-name/": FOREIGN,
    # nothing
    "999": Resolution(),
    "#": Resolution(),
    "999-nowhere": Resolution(),
    "a name of nothing": Resolution(),
    "": Resolution(),
    "/": Resolution(),
    "../": Resolution(),
    "README.md": Resolution(),
    "./DESIGN.md": Resolution(),
    "013 and 002": Resolution(candidates=("013-name",)),
}


@pytest.fixture
def known(specs: LoadSpecs) -> Corpus:
    return specs(dict.fromkeys(KNOWN, ""))


def test_references(known: Corpus) -> None:
    resolved = {text: known.resolve(text) for text in REFERENCES}
    expected = {
        text: Resolution(means) if isinstance(means, str) else means for text, means in REFERENCES.items()
    }
    assert resolved == expected


def test_what_can_be_done_about_a_reference(known: Corpus) -> None:
    assert known.resolve("038").problem() == ("is ambiguous", "did you mean `038-flat` or `038-other`?")
    assert known.resolve("013-former-name").problem() == ("names no spec here", "did you mean `013-name`?")
    assert known.resolve("999").problem() == (
        "names no spec here",
        "name a spec that exists, or remove the reference",
    )


def test_a_folder_name_in_two_groups_needs_its_group(repository: Repository) -> None:
    files = ("a/001-x", "b/001-x", "002-y", "002-y/003-z", "004-w/003-z", "004-w")
    corpus = load(repository({f"specs/{name}/README.md": HEAD for name in files}))
    both = Resolution(candidates=("a/001-x", "b/001-x"))
    assert [
        corpus.resolve(text)
        for text in ("a/001-x", "specs/b/001-x/README.md", "../../b/001-x/", "004-w/003-z")
    ] == [
        Resolution("a/001-x"),
        Resolution("b/001-x"),
        Resolution("b/001-x"),
        Resolution("004-w/003-z"),
    ]
    assert [corpus.resolve(text) for text in ("001-x", "1", "c/001-x")] == [both] * 3


def test_a_directory_needs_no_files() -> None:
    directory = NameIndex([Place("001-a", "001-a", 1, "a", "SPEC_001", "specs/001-a/README.md")])
    assert directory.resolve("1").target == "001-a"


def test_dependencies_both_ways(specs: LoadSpecs) -> None:
    corpus = specs(
        {
            "001-a": "",
            "002-b": "depends_on: [001-a, 1, other:003-c]",
            "003-c": "depends_on: [002-b, 001-former]\nrelated: 999-gone",
        }
    )
    assert corpus.depends_on == {"001-a": (), "002-b": ("001-a",), "003-c": ("002-b",)}
    assert corpus.required_by == {"001-a": ("002-b",), "002-b": ("003-c",)}
    assert {key: [lost.reference.text for lost in lost] for key, lost in corpus.unresolved.items()} == {
        "001-a": [],
        "002-b": ["other:003-c"],
        "003-c": ["001-former", "999-gone"],
    }
    finding, related = corpus.findings
    assert (
        str(related)
        == "related `999-gone` names no spec here; name a spec that exists, or remove the reference"
    )
    assert (finding.code, finding.path, finding.line) == ("ref", "specs/003-c/README.md", 3)
    assert str(finding) == "depends_on `001-former` names no spec here; did you mean `001-a`?"


def test_a_number_that_two_specs_have(specs: LoadSpecs) -> None:
    corpus = specs({"001-a": "", "001-b": "", "002-c": "parent: 1"})
    (finding,) = corpus.findings
    assert str(finding) == "parent `1` is ambiguous; did you mean `001-a` or `001-b`?"
    assert corpus.parent == {}


# heads by id, then depends_on, parents and the ancestors of 001-a
KNOTS = {
    "a cycle": (
        {"001-a": "depends_on: 002-b", "002-b": "depends_on: 003-c", "003-c": "depends_on: 001-a"},
        {"001-a": ("002-b",), "002-b": ("003-c",), "003-c": ("001-a",)},
        {},
        (),
    ),
    "itself": ({"001-a": "depends_on: 1\nparent: 1"}, {"001-a": ("001-a",)}, {"001-a": "001-a"}, ()),
    "its own parent": (
        {"001-a": "depends_on: 002-b\nparent: 002-b", "002-b": ""},
        {"001-a": ("002-b",), "002-b": ()},
        {"001-a": "002-b"},
        ("002-b",),
    ),
    "its own child": (
        {"001-a": "parent: 002-b", "002-b": "depends_on: 001-a"},
        {"001-a": (), "002-b": ("001-a",)},
        {"001-a": "002-b"},
        ("002-b",),
    ),
    "parents in a cycle": (
        {"001-a": "parent: 2", "002-b": "parent: 3", "003-c": "parent: 1"},
        {"001-a": (), "002-b": (), "003-c": ()},
        {"001-a": "002-b", "002-b": "003-c", "003-c": "001-a"},
        ("003-c", "002-b"),
    ),
    "parents that lead into a cycle": (
        {"001-a": "parent: 2", "002-b": "parent: 3", "003-c": "parent: 2"},
        {"001-a": (), "002-b": (), "003-c": ()},
        {"001-a": "002-b", "002-b": "003-c", "003-c": "002-b"},
        ("003-c", "002-b"),
    ),
}


@pytest.mark.parametrize(("heads", "depends_on", "parent", "above"), KNOTS.values(), ids=KNOTS)
def test_knots(
    heads: dict[str, str],
    depends_on: dict[str, tuple[str, ...]],
    parent: dict[str, str],
    above: tuple[str, ...],
    specs: LoadSpecs,
) -> None:
    corpus = specs(heads)
    assert (corpus.depends_on, corpus.parent, corpus.ancestors("001-a")) == (depends_on, parent, above)
    assert corpus.findings == ()


def test_umbrellas(specs: LoadSpecs) -> None:
    corpus = specs(
        {"001-top": "", "002-mid": "parent: 1", "003-low": "parent: [2, 1]", "004-lost": "parent: 99"}
    )
    assert corpus.children == {"001-top": ("002-mid",), "002-mid": ("003-low",)}
    assert corpus.ancestors("003-low") == ("001-top", "002-mid")
    assert corpus.ancestors("001-top") == ()
    assert [lost.reference.field for lost in corpus.unresolved["004-lost"]] == ["parent"]


def test_the_order_is_that_of_numbers(specs: LoadSpecs) -> None:
    corpus = specs(dict.fromkeys(("10-j", "0002-b", "1-a", "20251101-003-c", "002-a"), ""))
    assert list(corpus.specs) == ["1-a", "0002-b", "002-a", "20251101-003-c", "10-j"]
    assert corpus.neighbours("1-a") == (None, "0002-b")
    assert corpus.neighbours("002-a") == ("0002-b", "20251101-003-c")
    assert corpus.neighbours("10-j") == ("20251101-003-c", None)


def test_findings_stand_in_the_order_of_files(specs: LoadSpecs) -> None:
    corpus = specs({"002-b": "priority: x\ndepends_on: 9", "001-a": "parent: 9\npriority: y"})
    assert [(finding.path[6:9], finding.line, finding.code) for finding in corpus.findings] == [
        ("001", 3, "ref"),
        ("001", 4, "priority"),
        ("002", 3, "priority"),
        ("002", 4, "ref"),
    ]


def test_some_specs_read_again_give_what_a_whole_reading_gives(specs: LoadSpecs) -> None:
    heads = {
        "001-a": "",
        "002-b": "depends_on: [001-a]\nparent: 001-a",
        "003-c": "depends_on: [002-b, 009-x]",
    }
    before = specs(heads)
    after = specs({**heads, "002-b": "depends_on: [003-c, 008-y]"})
    renewed = before.renewed({"002-b": after.specs["002-b"]})
    for name in ("specs", "depends_on", "parent", "unresolved", "required_by", "children"):
        assert getattr(renewed, name) == getattr(after, name), name
    assert before.parent
    assert not renewed.parent
