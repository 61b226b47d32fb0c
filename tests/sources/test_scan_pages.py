"""What stands around a reference: its file, its source, and the name it is about."""

from __future__ import annotations

import pytest

from sphinx_leanspec.sources.scan.attribution import SourceNames
from sphinx_leanspec.sources.scan.pages import PageScan, PlainReference, scan
from sphinx_leanspec.sources.scan.spellings import Spelling

SOURCES = SourceNames({"tower": ["tower", "tower-core", "tower_core"], "crane": ["crane"]})


def found(text: str, page: str = "a.md", default: str = "") -> tuple[PlainReference, ...]:
    return scan(page, text, SOURCES, default).references


def brief(text: str, page: str = "a.md") -> list[tuple[str, str]]:
    return [
        (each.path, ", ".join(f"{span.first}-{span.last}" for span in each.lines))
        for each in found(text, page)
    ]


def test_where_it_stands() -> None:
    [each] = found("# A\n\nSee `hull.py:3-9`, there.\n")
    assert (each.page, each.line, each.column, each.end, each.text) == ("a.md", 3, 6, 17, "hull.py:3-9")


def test_a_page_without_files_is_not_read() -> None:
    assert scan("a.md", "(lines 1-2)\n" * 3) == PageScan()


ABOVE = {
    "a heading": "## Hull (`hull.py`)\n\n- `run()` (lines 3-9)\n",
    "a heading above": "## Hull (`hull.py`)\n\n### Keys\n\n- `run()` (lines 3-9)\n",
    "a line": "**File**: `keel.py`\n\n**File**: `hull.py`\n\n- the start (lines 3-9)\n",
    "the same line": "`hull.py` starts, then `run()` waits (lines 3-9)\n",
    "another reference": "`hull.py:1`\n\n- the rest (lines 3-9)\n",
}


@pytest.mark.parametrize("name", ABOVE)
def test_the_file_stands_above(name: str) -> None:
    last = found(ABOVE[name])[-1]
    assert (last.path, last.lines, last.spelling) == ("hull.py", ((3, 9),), Spelling.BELOW)


NO_FILE = {
    "none": "# A\n\n`run()` (lines 3-9)\n\nhull.py\n",
    "in a section that has ended": "## Hull (`hull.py`)\n\n## Others\n\n`run()` (lines 3-9)\n",
    "a document": "`hull.py`\n\n`notes.md` (lines 3-9)\n\nand there (lines 3-9)\n",
    "in code": "`hull.py`\n\n```\nbroken (line 3)\n```\n",
    "a file in code": "```\nhull.py\n```\n\n`run()` (lines 3-9)\n",
}


@pytest.mark.parametrize("name", NO_FILE)
def test_no_file_stands_above(name: str) -> None:
    assert found(NO_FILE[name]) == ()


def test_names_on_the_line() -> None:
    [each] = found("- `Hull.run()` and `keel` in `hull.py:3-9`, `see notes`, `keel.py`\n")
    assert (each.names, each.beside) == (("Hull.run", "keel"), "line")


def test_several_references_on_a_line_have_names_of_their_own() -> None:
    first, second = found("`hull.py:3`: `run`, `stop`; `keel.py:4`: `lay`\n")
    assert (first.names, second.names) == (("run", "stop"), ("lay",))
    first, second = found("`run` (`hull.py:3`), `lay` (`keel.py:4`)\n")
    assert (first.names, second.names) == (("run",), ("lay",))


BLOCKS = {
    "```py\n@cached\nasync def run(a):\n    pass\nclass Hull(Base):\n    KEYS = 1\nKEYS: dict = {}\n```": (
        "run",
        "Hull",
        "KEYS",
    ),
    "```ts\nexport default async function run<T>() {}\nexport const Hull = () => 1\ninterface Keel {}\n```": (
        "run",
        "Hull",
        "Keel",
    ),
    "```rust\npub(crate) fn run() {}\nimpl Hull {\n    pub async fn stop(&self) {}\n}\nstruct Keel;\n```": (
        "run",
        "stop",
        "Keel",
    ),
    "```go\nfunc (h *Hull) Run() error {\n}\ntype Keel struct {\n```": ("Run", "Keel"),
    "```java\npublic final class Hull {\n```": ("Hull",),
    "    def run():\n        pass": ("run",),
}


@pytest.mark.parametrize("block", BLOCKS)
def test_names_in_the_code_below(block: str) -> None:
    [each] = found(f"**Source**: `hull.py:3-9`\n\n{block}\n")
    assert (each.names, each.beside) == (BLOCKS[block], "block")


def test_code_that_is_far_is_not_beside() -> None:
    assert found("`hull.py:3-9`\n\na\n\n```py\ndef run(): ...\n```\n")[0].names == ()


def test_comments_in_code() -> None:
    text = "```py\n# hull.py:3-9\ndef run(): ...\n# keel.py:4 (short)\ndef lay(): ...\n```\n"
    first, second = found(text)
    assert (first.names, second.names) == (("run",), ("lay",))
    assert first.is_code
    assert second.is_code


def test_a_link_is_one_reference() -> None:
    text = "[hull.ts#L3](src/hull.ts#L3), [the keel](src/keel.ts#L4-L5) and [web](https://a.b/c.ts#L1)\n"
    assert brief(text) == [("src/hull.ts", "3-3"), ("src/keel.ts", "4-5")]


def test_tables() -> None:
    text = (
        "| Part | File | Lines | What |\n| - | - | - | - |\n"
        "| Hull | `hull.py` | 3-9 | `run()` |\n| Keel | `keel.py` | 12 | |\n"
        "| Mast | mast.py | ~1,200 | |\n"
    )
    scanned = scan("a.md", text)
    assert [(each.path, each.lines, each.names) for each in scanned.references] == [
        ("hull.py", ((3, 9),), ("run",)),
        ("keel.py", ((12, 12),), ()),
    ]
    assert scanned.sizes == 1


SIZES = {
    "lines": "| File | Lines |\n| - | - |\n| `hull.py` | 539 |\n| keel.py | 12 |\n",
    "another column": "| File | What | Size |\n| - | - | - |\n| hull.py | runs | 539 |\n| keel.py | | 12 |\n",
    "words": "`hull.py` (316 lines), keel.py: 12 lines\n",
}


@pytest.mark.parametrize("name", SIZES)
def test_sizes(name: str) -> None:
    scanned = scan("a.md", SIZES[name])
    assert (scanned.references, scanned.sizes) == ((), 2)


def test_a_column_of_single_lines() -> None:
    assert brief("| File | Line |\n| - | - |\n| hull.py | 12 |\n| keel.py | L7 |\n") == [
        ("hull.py", "12-12"),
        ("keel.py", "7-7"),
    ]


def test_years_are_no_lines() -> None:
    assert brief("| File | Written |\n| - | - |\n| hull.py | 2019-2024 |\n") == []


SOURCE = {
    "its own path": ("# Tower\n\n`src/crane/hull.py:3`", "crane"),
    "what stands before it": ("# Tower\n\n- Crane: `hull.py:3`", "crane"),
    "a heading": ("## Crane's hull\n\n`hull.py:3`", "crane"),
    "a heading above": ("# The Tower\n\n## Hull\n\n`hull.py:3`", "tower"),
    "bold words": ("# Tower\n\n**Crane**:\n\n`hull.py:3`", "crane"),
    "bold words that name none": ("# Tower\n\n**Crane**:\n\n**Code**: `hull.py:3`", "crane"),
    "a section that has ended": ("# Tower\n\n## Crane\n\n## Hull\n\n`hull.py:3`", "tower"),
    "both": ("# Tower and Crane\n\n`hull.py:3`", ""),
    "a comment": ("# Tower\n\n```py\n# Crane: hull.py:3\n```", "crane"),
    "the head of a column": ("| A | Tower | Crane |\n| - | - | - |\n| a | b | `hull.py:3` |", "crane"),
    "a longer word": ("# Cranes and tower_core\n\n`hull.py:3`", "tower"),
}


@pytest.mark.parametrize("name", SOURCE)
def test_the_source(name: str) -> None:
    text, source = SOURCE[name]
    assert [each.source for each in found(text)] == [source]


def test_the_source_of_the_page() -> None:
    assert found("`hull.py:3`", default="crane")[0].source == "crane"


def test_restructured_text() -> None:
    text = (
        "Crane\n=====\n\nHull: ``hull.py:3-9``, ``run()``\n\n.. code-block:: python\n\n   # keel.py:4\n"
        "   def lay():\n       pass\n\nSo it is::\n\n   mast.py:5\n\nThen ``sail.py`` (lines 6-7)\n"
    )
    references = found(text, "a.rst")
    assert [(each.path, each.names, each.is_code, each.source) for each in references] == [
        ("hull.py", ("run",), False, "crane"),
        ("keel.py", ("lay",), True, "crane"),
        ("mast.py", (), True, "crane"),
        ("sail.py", (), False, "crane"),
    ]


def test_front_matter_is_code() -> None:
    assert [each.is_code for each in found("---\nsee: hull.py:3\n---\n\nhull.py:4\n")] == [True, False]
