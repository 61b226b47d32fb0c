"""How references are spelled, and what looks like one and is none."""

from __future__ import annotations

import pytest

from sphinx_leanspec.sources.scan.spellings import Spelling, sizes, spans, spelled

SPELLED = {
    "see `engine.py:12-40` there": ("engine.py", [(12, 40)], Spelling.RANGE),
    "see engine.py:12–40.": ("engine.py", [(12, 40)], Spelling.RANGE),
    "engine.py:L12-L40": ("engine.py", [(12, 40)], Spelling.RANGE),
    "`engine.py`:12-40": ("engine.py", [(12, 40)], Spelling.RANGE),
    "`engine.py`: 12-40": ("engine.py", [(12, 40)], Spelling.RANGE),
    "**Hull (engine.py:12-40)**": ("engine.py", [(12, 40)], Spelling.RANGE),
    "engine.py:216-40": ("engine.py", [(216, 240)], Spelling.RANGE),
    "在（engine.py：12-40）里": ("engine.py", [(12, 40)], Spelling.RANGE),
    "见engine.py:12-40": ("engine.py", [(12, 40)], Spelling.RANGE),
    "# engine.py:12": ("engine.py", [(12, 12)], Spelling.LINE),
    "fails in engine.py:12: no hull": ("engine.py", [(12, 12)], Spelling.LINE),
    "`engine.py:12, 3 times`": ("engine.py", [(12, 12)], Spelling.LINE),
    "engine.py:line 12": ("engine.py", [(12, 12)], Spelling.LINE),
    "engine.py:15, 69": ("engine.py", [(15, 15), (69, 69)], Spelling.LIST),
    "engine.py:15-20, 69": ("engine.py", [(15, 20), (69, 69)], Spelling.LIST),
    "at run (Users/me/ship/engine.ts:52:19)": ("Users/me/ship/engine.ts", [(52, 52)], Spelling.COLUMN),
    "src/main.rs:52:19-52:30": ("src/main.rs", [(52, 52)], Spelling.COLUMN),
    "a/engine.tsx#L12": ("a/engine.tsx", [(12, 12)], Spelling.HASH),
    "[the hull](../a/engine.tsx#L12-L40)": ("../a/engine.tsx", [(12, 40)], Spelling.HASH),
    "a/engine.go#L12-40": ("a/engine.go", [(12, 40)], Spelling.HASH),
    "a/engine.go#L12C3-L40C9": ("a/engine.go", [(12, 40)], Spelling.HASH),
    "`engine.rs` L12-L40": ("engine.rs", [(12, 40)], Spelling.LETTER),
    "`engine.rs` (L12)": ("engine.rs", [(12, 12)], Spelling.LETTER),
    "`engine.java` (lines 12-40)": ("engine.java", [(12, 40)], Spelling.WORD),
    "`engine.java` lines 12-40": ("engine.java", [(12, 40)], Spelling.WORD),
    "`engine.java`, line ~160": ("engine.java", [(160, 160)], Spelling.WORD),
    "`engine.java` (~line 16)": ("engine.java", [(16, 16)], Spelling.WORD),
    "`engine.java` at line 16": ("engine.java", [(16, 16)], Spelling.WORD),
    "engine.tsx lines 174, 186) - these": ("engine.tsx", [(174, 174), (186, 186)], Spelling.WORD),
    "`engine.ts` - lines 12 and 40": ("engine.ts", [(12, 12), (40, 40)], Spelling.WORD),
    'File "ship/engine.py", line 12, in run': ("ship/engine.py", [(12, 12)], Spelling.WORD),
    "`engine.py`（第 12-40 行）": ("engine.py", [(12, 40)], Spelling.WORD),
    "engine.py（12-40）": ("engine.py", [(12, 40)], Spelling.BRACKET),
    "engine.py (12-40)": ("engine.py", [(12, 40)], Spelling.BRACKET),
    "lines 12-40 of `ship/engine.go`": ("ship/engine.go", [(12, 40)], Spelling.BEFORE),
    "Line 12 in engine.go is": ("engine.go", [(12, 12)], Spelling.BEFORE),
    "- `run()`: the start (lines 12-40)": ("", [(12, 40)], Spelling.BELOW),
    "- `run()` (line 12), then": ("", [(12, 12)], Spelling.BELOW),
    "- reads all (~line 12)": ("", [(12, 12)], Spelling.BELOW),
    "- reads all (lines ~51, ~188-201)": ("", [(51, 51), (188, 201)], Spelling.BELOW),
    "- 读取（第 12-40 行）": ("", [(12, 40)], Spelling.BELOW),
    "1. **engine.py:12-40** - runs": ("engine.py", [(12, 40)], Spelling.RANGE),
    "*engine.py:12*": ("engine.py", [(12, 12)], Spelling.LINE),
    "`engine.py`:`12-40`": ("engine.py", [(12, 40)], Spelling.RANGE),
    "`engine.py` `L12-L40`": ("engine.py", [(12, 40)], Spelling.LETTER),
    "`engine.py:12, 20 and 30`": ("engine.py", [(12, 12), (20, 20), (30, 30)], Spelling.LIST),
    "engine.py lines 3 through 9": ("engine.py", [(3, 9)], Spelling.WORD),
    "`engine.py` @ line 5": ("engine.py", [(5, 5)], Spelling.WORD),
    "`engine.py`'s line 5": ("engine.py", [(5, 5)], Spelling.WORD),
    "`engine.py` → line 5": ("engine.py", [(5, 5)], Spelling.WORD),
    "`engine.py` (starting at line 5)": ("engine.py", [(5, 5)], Spelling.WORD),
    "engine.py (Zeilen 3-9)": ("engine.py", [(3, 9)], Spelling.WORD),
    "engine.py 12行目": ("engine.py", [(12, 12)], Spelling.WORD),
    "[it](engine.py?plain=1#L3-L5)": ("engine.py", [(3, 5)], Spelling.HASH),
    "see `docker/Dockerfile:3`": ("docker/Dockerfile", [(3, 3)], Spelling.LINE),
    "`Makefile` (lines 3-5)": ("Makefile", [(3, 5)], Spelling.WORD),
    "- the start (in `run()`, lines 12-40)": ("", [(12, 40)], Spelling.BELOW),
    "**Lines**: 12-40": ("", [(12, 40)], Spelling.BELOW),
    "- **Lines:** `12-40, 51`": ("", [(12, 40), (51, 51)], Spelling.BELOW),
    "Line: 12 (the start)": ("", [(12, 12)], Spelling.BELOW),
    "`engine.py:L12C3-L40C1`": ("engine.py", [(12, 40)], Spelling.RANGE),
    "engine.ts(12,5): error": ("engine.ts", [(12, 12)], Spelling.COLUMN),
    "`engine.py` lines 12+ and on": ("engine.py", [(12, 12)], Spelling.WORD),
    "`engine.py` (line 12 - no hull)": ("engine.py", [(12, 12)], Spelling.WORD),
    "(line 12 of engine.py)": ("engine.py", [(12, 12)], Spelling.BEFORE),
    "- [ ] **Line 64**: `const`": ("", [(64, 64)], Spelling.BELOW),
    "### Lines 64-65": ("", [(64, 65)], Spelling.BELOW),
    "- L64-L65: `const`": ("", [(64, 65)], Spelling.BELOW),
    "   - Lines 64-65: `const`": ("", [(64, 65)], Spelling.BELOW),
    "app/[id]/page.tsx:12": ("app/[id]/page.tsx", [(12, 12)], Spelling.LINE),
    "src\\ship\\engine.cs:12": ("src\\ship\\engine.cs", [(12, 12)], Spelling.LINE),
    "a.b/engine.d.ts:12": ("a.b/engine.d.ts", [(12, 12)], Spelling.LINE),
    "settings.yaml:3-9": ("settings.yaml", [(3, 9)], Spelling.RANGE),
}


@pytest.mark.parametrize("line", SPELLED)
def test_spellings(line: str) -> None:
    path, lines, spelling = SPELLED[line]
    [found] = [each for each in spelled(line) if each.spelling]
    assert (found.path, list(found.lines), found.spelling) == (path, lines, spelling)


NAMED = {
    "tests/test_hull.py::TestHull::test_it[a-1] passes": ("TestHull::test_it[a-1]", Spelling.INSIDE),
    "`src/hull.rs::Hull::new`": ("Hull::new", Spelling.INSIDE),
    "`hull.py:Hull.close`": ("Hull.close", Spelling.NAMED),
    "`hull.py:close()`": ("close()", Spelling.NAMED),
}


@pytest.mark.parametrize("line", NAMED)
def test_names(line: str) -> None:
    [found] = spelled(line)
    assert (found.name, found.spelling, found.lines) == (*NAMED[line], ())


FALSE_FRIENDS = [
    "| `hull.py` | 539 |",
    "`hull.py` (316 lines) and `keel.py` - 260 lines",
    "hull.py: 3 functions",
    "hull.py:1.5 times",
    "hull.py:100% covered",
    "hull.py:12abc",
    "hull.py:3-2-1",
    "hull.py:0",
    "hull.py line endings",
    "hull.py.bak:12",
    "`hull.py`: Hull",
    "hull.python:12 and hull:12",
    "{source}`tower:src/hull.py#L12-L40` and :source:`it <tower:src/hull.py#L1>`",
    "```{source-code} tower:src/hull.py#L12-L40",
    ".. source-code:: tower:src/hull.py#L12",
    "see https://example.org/blob/main/hull.py#L12-L40",
    "vscode://file/ship/hull.py:12",
    "Node.js:20, Next.js 15 and Vue.js 3",
    "highlight.js@11",
    "at 12:30, 10-20 of 30, v1.2-3",
    "*.py:12",
    "the (lines) of (2024-2025)",
    "(4 lines 2)",
    "a table of 12 lines (12-40)",
    "hull.py (316 行)",
    "- L1: the hull",
    "**Lines**: 539",
    "Lines: 12",
    "**Line count**: 12-40",
    "the `hull.py` L1 contract",
    "`settings.yaml:key` and compose.yml:ro",
]


@pytest.mark.parametrize("line", FALSE_FRIENDS)
def test_what_looks_like_a_reference(line: str) -> None:
    assert [each for each in spelled(line) if each.spelling] == []


def test_code_names_no_lines_of_another_file() -> None:
    """What a program prints is about what it was given."""
    assert spelled("  Malformed block (line 67)", is_code=True) == []
    assert [each.spelling for each in spelled("./dump.sql:ro", is_code=True)] == [None]
    assert [each.spelling for each in spelled("# hull.py:12", is_code=True)] == [Spelling.LINE]


def test_what_is_replaced() -> None:
    line = "(see `hull.py` (lines 12-40) and keel.py lines 3)"
    found = [line[each.start : each.end] for each in spelled(line)]
    assert found == ["hull.py` (lines 12-40)", "keel.py lines 3"]


def test_sizes() -> None:
    assert sizes("`hull.py` (316 lines), keel.py: ~1,200 lines, mast.py - 12 LOC and sail.py:12") == 3


def test_numbers() -> None:
    assert spans("12-40, 7") == ((12, 40), (7, 7))
    assert spans("~12") == ((12, 12),)
    assert spans("40-12") == ()
