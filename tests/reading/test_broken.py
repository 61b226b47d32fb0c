"""Files that no tool should choke on: one finding each, whatever can be read is read, and nothing is run."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from reading.conftest import HEAD

from sphinx_leanspec.reading import decoding, discover, locate
from sphinx_leanspec.reading.spec import read_spec

if TYPE_CHECKING:
    from reading.conftest import ReadSpec

BODY = "# Straße\n\n- [x] größer\n"
TEXT = HEAD + BODY
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def head(lines: str) -> str:
    """A spec with further lines in its frontmatter, which begin on line 4."""
    return TEXT.replace("2026-01-01\n", f"2026-01-01\n{lines}", 1)


ENCODINGS = {
    "latin-1": (TEXT.encode("latin-1"), 5, "not UTF-8"),
    "utf-16": (TEXT.encode("utf-16"), 1, "UTF-16"),
    "utf-16 cut off": (TEXT.encode("utf-16")[:-1], 1, "UTF-16"),
    "bom": (TEXT.encode("utf-8-sig"), 1, "byte order mark"),
    "nul": ((TEXT + "\nend\0\n").encode(), 9, "NUL"),
    "a control character": ((TEXT + "\nend\x1b\n").encode(), 9, "a control character"),
    "nul in utf-16": ((TEXT + "\0").encode("utf-16"), 1, "UTF-16"),
}


@pytest.mark.parametrize(("data", "line", "said"), ENCODINGS.values(), ids=ENCODINGS)
def test_an_encoding_that_is_not_utf_8(data: bytes, line: int, said: str, read: ReadSpec) -> None:
    spec = read(data)
    assert [(finding.code, finding.line) for finding in spec.findings] == [("encoding", line)]
    assert said in spec.findings[0].message
    assert (spec.status, spec.title_source[:4], len(spec.checks)) == ("planned", "Stra", 1)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_end_as_they_end(end: str, read: ReadSpec) -> None:
    spec = read(TEXT.replace("\n", end))
    assert (spec.title_line, spec.checks[0].line, spec.findings) == (5, 7, ())
    with_mark = read("\ufeff" + TEXT.replace("\n", end))
    assert with_mark.checks == spec.checks
    assert [finding.code for finding in with_mark.findings] == ["encoding"]


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), FileNotFoundError(2, "gone")])
def test_a_file_that_cannot_be_read(error: OSError, read: ReadSpec, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(root: Path, path: str) -> bytes:
        raise error

    monkeypatch.setattr(decoding, "read", fail)
    spec = read(TEXT)
    assert [(finding.code, finding.line) for finding in spec.findings] == [("unreadable", 1)]
    assert error.strerror in spec.findings[0].message
    assert (spec.title_source, spec.status, spec.checks) == ("002-x", None, ())


# lines from line 4 on, the line of the one finding, what is kept of field x
BLOCKS = {
    "a bomb of aliases": (BOMB + "x: kept\n", None, "kept"),
    "a long text, again and again": (
        f"a: &a {'x' * 2000}\ny: [{', '.join(['*a'] * 1000)}]\nx: kept\n",
        5,
        "kept",
    ),
    "an alias of itself": ("tags: &t [*t]\nx: kept\n", 4, "kept"),
    "a mapping of itself": ("y: &y {a: *y}\nx: kept\n", 4, "kept"),
    "nested too deeply": (f"y: {'[' * 50_000}{']' * 50_000}\nx: kept\n", 4, "kept"),
    "nested in lines": (f"y:\n {'- ' * 200_000}z\nx: kept\n", 4, "kept"),
    "a number too long": (f"x: {'9' * 5000}\n", 0, "9" * 5000),
    "a number too long, in hexadecimal": (f"x: 0x{'F' * 5000}\n", 0, "0x" + "F" * 5000),
    "a tag that lies": ("x: !!int nine\n", 0, "nine"),
    "an infinite number": ("x: -.INF\n", 0, float("-inf")),
    "a duplicate in a field": ("x:\n  a: 1\n  b: 2\n  a: 3\n", 7, {"a": 3, "b": 2}),
    "indented with a tab": ("x: kept\ny:\n\t- a\n", 6, "kept"),
    "a field of two kinds": ("x: kept\n- a\n", 5, "kept"),
    "a line that is none": ("x: kept\nand so on\n", 5, "kept"),
    "no quotation mark at the end": ('y: "a\nx: kept\n', 4, "kept"),
    "a list for a name": ("? [a, b]\n: c\nx: kept\n", 4, "kept"),
    "an unknown alias": ("y: *nobody\nx: kept\n", 4, "kept"),
}


@pytest.mark.parametrize(("lines", "line", "kept"), BLOCKS.values(), ids=BLOCKS)
def test_a_block_that_is_not_as_it_should_be(
    lines: str, line: int | None, kept: object, read: ReadSpec
) -> None:
    began = time.process_time()
    spec = read(head(lines))
    assert time.process_time() - began < 2
    assert (spec.status, spec.custom["x"], spec.title_source) == ("planned", kept, "Straße")
    found = [(finding.code, finding.line) for finding in spec.findings]
    if line is None:  # each field that goes too far is named
        assert {code for code, _ in found} == {"frontmatter"}
    else:
        assert found == ([("frontmatter", line)] if line else [])
    assert len(repr(spec)) < 300_000


TAGS = (
    "!!python/object/apply:os.mkdir [{path}]",
    "!!python/object/new:os.mkdir [{path}]",
    "!!python/name:os.mkdir {path}",
    "!!python/module:{path}",
    "!!python/object:pathlib.Path {{path: {path}}}",
)


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("name", ["tags", "x", "transitions"])
def test_no_tag_runs_anything(name: str, tag: str, read: ReadSpec, tmp_path: Path) -> None:
    path = tmp_path / "made"
    spec = read(head(f"{name}: {tag.format(path=path)}\n"))
    assert spec.status == "planned"
    assert not path.exists()


def test_a_large_frontmatter(read: ReadSpec) -> None:
    tags = [f"tag-{number:06}" for number in range(90_000)]
    began = time.process_time()
    spec = read(head("tags:\n" + "".join(f"- {tag}\n" for tag in tags)))
    assert spec.tags == tuple(tags)
    assert read(head(f"tags: [{', '.join(tags)}]\n")).tags == tuple(tags)
    assert time.process_time() - began < 15


OPEN = {
    "a rule alone": ("---", "002-x", 2),
    "a rule before the title": ("---\n\n# Title\n", "Title", 2),
    "never closed, a rule in the body": (HEAD[:-4] + "\n# Title\n\nText.\n\n---\n\nMore.\n", "Title", 4),
    "never closed, a title underlined": (HEAD[:-4] + "\nTitle\n=====\n\nText\n----\n", "Title", 4),
}


@pytest.mark.parametrize(("text", "title", "body_line"), OPEN.values(), ids=OPEN)
def test_a_block_that_is_never_closed(text: str, title: str, body_line: int, read: ReadSpec) -> None:
    spec = read(text)
    assert (spec.title_source, spec.body_line) == (title, body_line)
    assert [(finding.code, finding.line) for finding in spec.findings] == [("frontmatter", 1)]
    assert "never closed" in spec.findings[0].message


def test_a_broken_block_may_hold_comments(read: ReadSpec) -> None:
    spec = read("---\nstatus: planned\n# so far\n\ntags: [a\ncreated: 2026-01-01\n---\n# T\n")
    assert (spec.status, spec.created, spec.title_line) == ("planned", "2026-01-01", 8)
    assert [(finding.code, finding.line) for finding in spec.findings] == [("frontmatter", 5)]


RICH = """\
---
status: in-progress
created: '2026-01-01'
tags: [a, "b"]
depends_on:
  - 001-a # why
parent: 003-umbrella
transitions:
  - status: planned
    at: 2026-01-01T10:00:00.123456789Z
custom: {a: [1, 2.5], b: &x ~, c: *x}
---

> **Status**: 🗓️ Planned · **Priority**: High

# A *title* with `code` and 标题 #

## 验收标准

- [ ] one <!-- id: one --> [link](../001-a/README.md#x)
  - [x] **two** ![image](a.png)
    <!-- evidence:
    tests/test_a.py -->
  * [X] three

    more

> 1. [ ] four
>    goes on

```md
- [ ] five
~~~
```

| a | b |
|---|---|
| `c` | - [ ] d |

Setext
------

- [/] odd [^1]

[^1]: note <!-- n/a: no -->
"""


def test_every_beginning_of_a_spec_is_read(read: ReadSpec, tmp_path: Path) -> None:
    spec = read(RICH)
    assert ([check.text for check in spec.checks], spec.findings) == (
        ["one link", "two image", "three", "four goes on"],
        (),
    )
    data = RICH.encode()
    project = locate(tmp_path / "repository")
    (place,) = discover(project)
    file = project.root / place.path
    for length in range(len(data)):
        file.write_bytes(data[:length])
        part = read_spec(project, place)
        assert len(part.checks) <= 4
        assert all(1 <= finding.line <= data[:length].count(b"\n") + 1 for finding in part.findings)
        assert [check.line for check in part.checks] == [18 + n for n in (2, 3, 6, 10)][: len(part.checks)]


def test_an_unreadable_folder_is_not_part_of_a_project(
    read: ReadSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = os.scandir

    def scandir(path: Path) -> object:
        if Path(path).name == "003-secret":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert read(TEXT, {"specs/003-secret/note.md": ""}).findings == ()


def test_a_block_of_no_fields_is_reported(read: ReadSpec) -> None:
    spec = read("---\n- [a\n---\n# T\n")
    assert (spec.title_source, [finding.code for finding in spec.findings]) == ("T", ["frontmatter"])
