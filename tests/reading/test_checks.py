"""Checklists, as a reader of CommonMark sees them, and what names their items."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from reading.conftest import HEAD

from sphinx_leanspec.model import Check, Progress

if TYPE_CHECKING:
    from reading.conftest import ReadSpec


def checks(read: ReadSpec, body: str) -> tuple[Check, ...]:
    return read(HEAD + body).checks


def boxes(read: ReadSpec, body: str) -> list[tuple[str, bool, int]]:
    """Text, box, and line in the body of every check."""
    return [(check.text, check.done, check.line - 4) for check in checks(read, body)]


BOXES = {
    "dash": ("- [ ] a\n- [x] b\n- [X] c", [("a", False, 1), ("b", True, 2), ("c", True, 3)]),
    "other bullets": ("* [ ] a\n\n+ [x] b", [("a", False, 1), ("b", True, 3)]),
    "numbers": ("1. [ ] a\n2. [x] b\n\n3) [ ] c", [("a", False, 1), ("b", True, 2), ("c", False, 4)]),
    "indented": ("   - [ ] a", [("a", False, 1)]),
    "in a quote": ("> - [ ] a\n> - [x] b", [("a", False, 1), ("b", True, 2)]),
    "in a quote in an item": ("- a\n  > 1. [x] b", [("b", True, 2)]),
    "in an item of an item": ("- - [ ] a", [("a", False, 1)]),
    "loose": ("- [ ] a\n\n- [x] b\n\n  more", [("a", False, 1), ("b", True, 3)]),
    "several lines": ("- [ ] a\n  b\nc\n- [ ] d", [("a b c", False, 1), ("d", False, 4)]),
    "several blocks": ("- [ ] a\n  ```\n  b\n  ```\n  c\n\n  # d\n  e", [("a", False, 1)]),
    "in a footnote": ("a[^1]\n\n[^1]: - [ ] b", [("b", False, 3)]),
    "two boxes": ("- [ ] [x] a", [("[x] a", False, 1)]),
    "odd marks": ("- [/] a\n- [P] b\n- [-] c\n- [!] d\n- [] e\n- [  ] f\n- [\t] g", []),
    "no space behind": ("- [ ]a\n- [x](b)\n- [x][c]\n\n[c]: d", []),
    "escaped": ("- \\[ ] a\n- **[ ] b**\n- <!-- c --> [ ] d", []),
    "no item": ("[ ] a\n\n# [ ] b\n\n| [ ] |\n|---|\n| - [ ] c |", []),
    "not at the beginning": ("- a\n  [ ] b\n- # [ ] c", []),
    "empty": ("- [ ]\n- [x] \n- [ ]\n\n  a\n- [ ] b", [("b", False, 6)]),
    "a comment alone": ("- [x] <!-- id: a -->", [("", True, 1)]),
    "in a fence": ("```\n- [ ] a\n```\n- [ ] b", [("b", False, 4)]),
    "in a fence in a fence": ("````\n```\n- [ ] a\n```\n- [ ] b\n````\n- [ ] c", [("c", False, 7)]),
    "in a fence of tildes": ("~~~\n```\n- [ ] a\n~~~\n- [ ] b", [("b", False, 5)]),
    "in a fence in an item": ("- [ ] a\n  ```\n  - [ ] b\n  ```", [("a", False, 1)]),
    "behind a fence that is never closed": ("- [ ] a\n```\n- [ ] b", [("a", False, 1)]),
    "in code": ("    - [ ] a", []),
    "in a comment": ("<!--\n- [ ] a\n-->\n- [ ] b", [("b", False, 4)]),
}


@pytest.mark.parametrize(("body", "found"), BOXES.values(), ids=BOXES)
def test_boxes(body: str, found: list[tuple[str, bool, int]], read: ReadSpec) -> None:
    assert boxes(read, f"{body}\n") == found


# an item, its text and its markup
ITEMS = {
    "- [ ] *a* **b** ~~c~~ `d`": ("a b c d", "*a* **b** ~~c~~ `d`"),
    "- [ ] [a](b) <https://c.de> ![d](e.png)": ("a https://c.de d", "[a](b) <https://c.de> ![d](e.png)"),
    "- [ ] [a][r]\n\n[r]: b": ("a", "[a][r]"),
    "- [ ]   a   b  ": ("a b", "a b"),
    "- [ ] a &lt; b \\* c": ("a < b * c", "a &lt; b \\* c"),
    "- [ ] a<br>b <!-- note -->": ("ab", "a<br>b <!-- note -->"),
    "- [ ] a  \n  b\\\n  c": ("a b c", "a b c"),
    "> - [ ] a `b\n>   c`\n>   d": ("a b c d", "a `b c` d"),
    "- [ ] *a\n  b*": ("a b", "*a b*"),
    "- [ ] a <!-- id: x --> b <!-- n/a: y -->": ("a b", "a b"),
    "- [ ] a `<!-- id: x -->`": ("a <!-- id: x -->", "a `<!-- id: x -->`"),
    "- [ ] **a** <!-- id: x -->": ("a", "**a**"),
    "- [ ] 验收 **标准**": ("验收 标准", "验收 **标准**"),
    "- [ ] **a**\n  - b": ("a", "**a**"),
    "- [ ] a\n  > b": ("a", "a"),
}


@pytest.mark.parametrize(("item", "text", "markup"), [(key, *row) for key, row in ITEMS.items()], ids=ITEMS)
def test_text_and_markup(item: str, text: str, markup: str, read: ReadSpec) -> None:
    (check,) = checks(read, f"{item}\n")
    assert (check.text, check.markup) == (text, markup)


ANNOTATED = {
    # an item: id, evidence, n/a
    "- [ ] a <!-- id: no-data-loss -->": ("NO_DATA_LOSS", (), None),
    "- [ ] a <!-- ID: x.1 -->": ("X_1", (), None),
    "- [ ] a <!--id:x--> b": ("X", (), None),
    "- [ ] a <!-- id: x --> <!-- id: y -->": ("X", (), None),
    "- [ ] a <!-- evidence: tests/t.py::t -->": (None, ("tests/t.py::t",), None),
    "- [ ] a <!-- evidence: b --><!-- evidence: c -->": (None, ("b", "c"), None),
    "- [ ] a <!-- n/a: not on Windows -->": (None, (), "not on Windows"),
    "- [ ] a <!-- N/A: -->": (None, (), ""),
    "- [ ] a\n  <!-- evidence: b -->": (None, ("b",), None),
    "- [ ] a\n  <!-- evidence: b -->\n  <!-- id: x -->": ("X", ("b",), None),
    "- [ ] a\n\n  <!-- evidence: b -->": (None, ("b",), None),
    "- [ ] a\n  <!-- evidence:\n  b\n  c -->": (None, ("b c",), None),
    "- [ ] a <!-- evidence: b\n  c -->": (None, ("b c",), None),
    "> - [ ] a\n>   <!-- evidence: b -->": (None, ("b",), None),
    "- [ ] a <!-- note: b -->": (None, (), None),
    "- [ ] a <!-- n/a -->": (None, (), None),
    "- [ ] a `<!-- id: x -->`": (None, (), None),
    "- [ ] a\n  ```\n  <!-- id: x -->\n  ```": (None, (), None),
    "- [ ] a\n\n<!-- id: x -->": (None, (), None),
    "- [ ] a\n  - b <!-- id: x -->": (None, (), None),
    "- [ ] a <!-- id: x": (None, (), None),
}


@pytest.mark.parametrize(
    ("item", "key", "evidence", "exempt"), [(k, *row) for k, row in ANNOTATED.items()], ids=ANNOTATED
)
def test_annotations(
    item: str, key: str | None, evidence: tuple[str, ...], exempt: str | None, read: ReadSpec
) -> None:
    (check,) = checks(read, f"{item}\n")
    offered = tuple(" ".join(one.text.split()) for one in check.evidence)
    assert (offered, check.exempt) == (evidence, exempt)
    assert check.key == key if key else re.fullmatch(r"[0-9A-F]{6}", check.key)


PLACED = {
    "- [ ] a <!-- evidence: file b -->": [("file b", 5, 24)],
    "- [ ] ü <!--evidence:file b-->": [("file b", 5, 22)],
    "- [ ] a <!-- id: x --> <!-- evidence: c -->": [("c", 5, 39)],
    "- [ ] a\n  - [ ] b\n\n    <!-- note -->\n  <!--\n  EVIDENCE: c\n  d -->": [("c\n  d", 10, 13)],
    "> - [ ] a <!-- evidence: b\n>   c >= d -->": [("b\n    c >= d", 5, 26)],
    "> - [ ] a <!-- evidence: b\nc -->": [("b\nc", 5, 26)],
    "> - [ ] a\n>   <!-- evidence: b\n>   c -->": [("b\n    c", 6, 20)],
}


@pytest.mark.parametrize(("item", "placed"), PLACED.items(), ids=PLACED)
def test_an_annotation_carries_its_place(
    item: str, placed: list[tuple[str, int, int]], read: ReadSpec
) -> None:
    check, *_ = checks(read, f"{item}\n")
    assert [tuple(one) for one in check.evidence] == placed


def test_an_annotation_belongs_to_its_own_item(read: ReadSpec) -> None:
    outer, inner = checks(read, "- [ ] a\n  - [ ] b\n    <!-- id: in -->\n\n  <!-- id: out -->\n")
    assert (outer.key, inner.key, inner.parent) == ("OUT", "IN", "OUT")


def test_nested_checks_know_what_they_are_part_of(read: ReadSpec) -> None:
    a, b, c, d, e = checks(read, "- [ ] a\n  - [x] b\n    1. [ ] c\n- plain\n  - [ ] d\n- [ ]\n  - [ ] e\n")
    assert [check.level for check in (a, b, c, d, e)] == [0, 1, 2, 0, 0]
    assert [check.parent for check in (a, b, c, d, e)] == [None, a.key, b.key, None, None]


def test_checks_that_do_not_apply_do_not_count(read: ReadSpec) -> None:
    spec = read(f"{HEAD}- [x] a\n- [ ] b\n- [ ] c <!-- n/a: d -->\n- [x] e <!-- n/a: f -->\n")
    assert spec.progress == Progress(1, 2)
    assert str(spec.progress) == "1 / 2"
    assert len(spec.checks) == 4


SECTIONS = """\
- [ ] before
# Title
- [ ] under the title
## 验收标准
- [ ] Chinese
### 1. First *step*
- [ ] numbered
#### 🎯 Goals
- [ ] emoji
### 2. Second
- [ ] second
> ## Quoted
> - [ ] in a quote

Setext
------
- [ ] setext
# Another
- [ ] another
##
- [ ] behind an empty heading
"""


def test_a_check_belongs_to_its_nearest_heading(read: ReadSpec) -> None:
    assert {check.text: check.sections for check in checks(read, SECTIONS)} == {
        "before": (),
        "under the title": (),
        "Chinese": ("验收标准",),
        "numbered": ("验收标准", "1. First step"),
        "emoji": ("验收标准", "1. First step", "🎯 Goals"),
        "second": ("验收标准", "2. Second"),
        "in a quote": ("验收标准", "2. Second"),
        "setext": ("Setext",),
        "another": ("Another",),
        "behind an empty heading": ("Another",),
    }
    assert checks(read, SECTIONS)[4].section == "🎯 Goals"


def test_a_title_further_down_ends_the_section_above_it(read: ReadSpec) -> None:
    assert [
        check.sections for check in checks(read, "## Intro\n- [ ] a\n# Title\n- [ ] b\n## C\n- [ ] c\n")
    ] == [
        ("Intro",),
        (),
        ("C",),
    ]


LIST = "# T\n## Plan\n- [ ] one\n- [ ] two\n- [ ] three\n"


def keys(read: ReadSpec, body: str) -> dict[str, str]:
    return {check.text: check.key for check in checks(read, body)}


SAME_KEYS = {
    "ticked": LIST.replace("[ ] two", "[x] two"),
    "marked up": LIST.replace("two", "**two**"),
    "a link": LIST.replace("two", "[two](x.md)"),
    "commented": LIST.replace("two", "two <!-- evidence: x --><!-- note -->"),
    "other bullets": LIST.replace("- [", "* ["),
    "reordered": "# T\n## Plan\n- [ ] three\n- [ ] two\n- [ ] one\n",
    "inserted": LIST.replace("- [ ] one", "- [ ] new\n- [ ] one"),
    "another title": LIST.replace("# T", "# Another", 1),
    "nested": LIST.replace("- [ ] two", "  - [ ] two"),
    "other sections": "## Before\n- [ ] x\n" + LIST + "## After\n- [ ] y\n",
    "wider": LIST.replace("two", "  two"),
}


@pytest.mark.parametrize("body", SAME_KEYS.values(), ids=SAME_KEYS)
def test_keys_survive(body: str, read: ReadSpec) -> None:
    assert keys(read, LIST).items() <= keys(read, body).items()


def test_keys_are_those_of_section_and_text(read: ReadSpec) -> None:
    before = keys(read, LIST)
    assert keys(read, LIST.replace("Plan", "Test")).keys() == before.keys()
    assert not set(keys(read, LIST.replace("Plan", "Test")).values()) & set(before.values())
    assert keys(read, LIST.replace("two", "two!"))["two!"] != before["two"]


def test_keys_have_not_changed_since_they_were_published(read: ReadSpec) -> None:
    """Needs, links and waivers name them: a change here breaks other people's documents."""
    assert keys(read, LIST) == {"one": "A14BE8", "two": "F920E2", "three": "3EB6F1"}


TWINS = {
    "texts": ("- [ ] a\n- [x] a\n- [ ] **a**\n", ["{}", "{}_2", "{}_3"]),
    "ids": ("- [ ] a <!-- id: x -->\n- [ ] b <!-- id: X -->\n", ["X", "X_2"]),
    "an id that looks like a twin": (
        "- [ ] a <!-- id: x -->\n- [ ] b <!-- id: x-2 -->\n- [ ] c <!-- id: x -->\n",
        ["X", "X_2", "X_3"],
    ),
}


@pytest.mark.parametrize(("body", "expected"), TWINS.values(), ids=TWINS)
def test_twins(body: str, expected: list[str], read: ReadSpec) -> None:
    found = [check.key for check in checks(read, body)]
    assert found == [key.format(found[0]) for key in expected]


def test_an_id_that_is_given_twice_is_told_of(read: ReadSpec) -> None:
    marks = ("x", None, "X", "x_2", "x")
    spec = read(HEAD + "".join(f"- [ ] a <!-- id: {own} -->\n" if own else "- [ ] b\n" for own in marks))
    assert [check.key for check in spec.checks if check.text == "a"] == ["X", "X_2", "X_2_2", "X_3"]
    assert [(found.code, found.line) for found in spec.findings] == [("id", 7), ("id", 9)]
    assert str(spec.findings[0]) == (
        "the check on line 5 has the id `X`, too; this one was given another; give it an id of its own"
    )


def test_an_id_in_another_script_is_stable_under_a_change_of_text(read: ReadSpec) -> None:
    (one,) = checks(read, "- [ ] a <!-- id: 数据 -->\n")
    (other,) = checks(read, "- [ ] b <!-- id: 数据 -->\n")
    assert one.key == other.key
    assert re.fullmatch(r"[0-9A-F]{6}", one.key)


def test_the_need_id_of_a_check(read: ReadSpec) -> None:
    spec = read(f"{HEAD}- [ ] a <!-- id: no-data-loss -->\n", name="013-x")
    assert spec.check_id(spec.checks[0]) == "SPEC_013_C_NO_DATA_LOSS"


HOSTILE = {
    "a heading of spaces": "# a" + " " * 200_000 + "b #x",
    "comments that never close": "- [ ] a <!-- id:" * 20_000,
    "comments in a block": "- [ ] a\n  <!-- id: x\n" + "  <!-- id:\n" * 20_000,
    "a comment of spaces": "- [ ] a <!-- id:" + " " * 200_000 + "x",
    "deep quotes": "> " * 20_000 + "- [ ] a",
    "deep lists": "- " * 20_000 + "[ ] a",
    "many twins": "- [ ] a\n" * 20_000,
    "many headings of one name": "## a\n" * 20_000,
    "brackets": "- [ ] " + "[" * 50_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_no_text_takes_long(body: str, read: ReadSpec) -> None:
    began = time.process_time()
    read(f"{HEAD}{body}\n")
    assert time.process_time() - began < 3


def test_a_rule_ends_a_check(read: ReadSpec) -> None:
    (check,) = checks(read, "- [ ] *a*[^1]\n  ***\n  b\n\n[^1]: note\n")
    assert (check.text, check.markup) == ("a", "*a*")
