"""What YAML does not take for the text it was meant as: named, with what to write, and read all the same."""

from __future__ import annotations

import pytest

from sphinx_leanspec.reading import core_schema, frontmatter, misread

# the lines of a block, its first field, and of its only problem the line, a word of the message, the fix
MEANT = {
    "a colon": ("goal: Now: sail", "Now: sail", 2, "colon", "put it in quotes: `goal: 'Now: sail'`"),
    "a colon at the end": ("goal: sail:", "sail:", 2, "colon", "put it in quotes: `goal: 'sail:'`"),
    "a colon over lines": ("goal: Now: sail\n  or row", "Now: sail or row", 2, "colon", "put it in quotes"),
    "a handle": ("by: @max", "@max", 2, "`@`", "put it in quotes: `by: '@max'`"),
    "handles": ("by:\n  - max\n  - @kim", ["max", "@kim"], 4, "`@`", "put it in quotes"),
    "code": ("by: `a` it's", "`a` it's", 2, "a backtick", "put it in quotes"),
    "a share": ("done: %50", "%50", 2, "`%`", "put it in quotes: `done: '%50'`"),
    "emphasis": ("goal: *sail* now", "*sail* now", 2, "`*`", "put it in quotes: `goal: '*sail* now'`"),
    "and": ("goal: & row", "& row", 2, "`&`", "put it in quotes: `goal: '& row'`"),
    "more than": ("goal: > 90 %", "> 90 %", 2, "`>`", "put it in quotes: `goal: '> 90 %'`"),
    "a dash": ("goal: - sail", "- sail", 2, "`-`", "put it in quotes: `goal: '- sail'`"),
    "a tag in brackets": ("goal: [x] sail", "[x] sail", 2, "`[`", "put it in quotes: `goal: '[x] sail'`"),
    "a template": ("on: {{date}} x", "{{date}} x", 2, "`{`", "put it in quotes: `on: '{{date}} x'`"),
    "an open bracket": (
        "t: [a, b",
        "[a, b",
        2,
        "brackets",
        "close them, or put all of it in quotes: `t: '[a, b'`",
    ),
    "a hash in brackets": (
        "t: [a, #b, c]",
        ["a", "#b", "c"],
        2,
        "comment",
        "put what begins with `#` in quotes: `t: [a, '#b', c]`",
    ),
    "an open quote": ('goal: "sail', "sail", 2, "quotes", "close them: `goal: 'sail'`"),
    "an apostrophe": (
        "goal: 'it's'",
        "it's",
        2,
        "second `'`",
        'put all of it in quotes of the other kind: `goal: "it\'s"`',
    ),
    "a path": ('p: "C:\\go"', "C:\\go", 2, "written twice", "put it in single quotes: `p: 'C:\\go'`"),
    "no space": ("goal:sail", "sail", 2, "no space", "write `goal: sail`"),
    "a wide colon": ("goal\uff1asail", "sail", 2, "no space", "write `goal: sail`"),
    "a tab": ("t:\n\t- a", ["a"], 3, "tab", "indent with spaces"),
    "a list below": ("t: a\n- b", "a", 3, "list", "remove the value, or make it the first entry"),
    "prose": (
        "t: a\nso on",
        "a",
        3,
        "no field",
        "write `name: value`, or indent what belongs to the field above",
    ),
    "another indent": ("t: a\n  b: 3", "a", 3, "alike", "indent the lines of a field alike"),
    "a literal": ("t: |\n  a: b: c\nx: @y", "a: b: c\n", 4, "`@`", "put it in quotes: `x: '@y'`"),
    # what YAML reads, but not as it was meant
    "a number": ("t: #1", None, 2, "comment", "write `'#1'`, or `1`"),
    "a word": ("t:   #ui now", None, 2, "comment", "write `'#ui now'`"),
    "entries": ("t:\n  - a\n  - #4", ["a"], 4, "comment", "write `'#4'`, or `4`"),
    "the end of a text": ("t: mends #12 soon", "mends", 2, "comment", "put it in quotes"),
    "a tag of YAML": ("t: !now sail", "sail", 2, "`!`", "put it in quotes"),
    "an anchor": ("t: &co sail", "sail", 2, "`&`", "put it in quotes"),
    "twice": ("t: 1\nx: 2\nt: 3", 3, 4, "twice", "delete one"),
}


@pytest.mark.parametrize(("lines", "value", "line", "said", "fix"), MEANT.values(), ids=MEANT)
def test_a_text_is_read_as_it_was_meant(lines: str, value: object, line: int, said: str, fix: str) -> None:
    matter = frontmatter.read(["---", *lines.split("\n"), "---"])
    assert next(iter(matter.fields.values())).value == value
    assert [(problem.line, problem.fix) for problem in matter.problems] == [(line, fix)]
    assert said in matter.problems[0].message


WELL = (
    "t: # what it is about",
    "t: #by name\n  - a",
    "t: a # why",
    "t: a # 1",
    "t: &a x\nu: *a",
    "t: !!str 12",
    "t: c#\nu: https://x.org/#1",
    "t: |\n  a: b\n  #1",
    "t: '#1'",
)


@pytest.mark.parametrize("lines", WELL)
def test_what_is_well_written_is_no_mistake(lines: str) -> None:
    assert frontmatter.read(["---", *lines.split("\n"), "---"]).problems == ()


@pytest.mark.parametrize(
    "text", ["a: b", "it's", 'a "b"', 'it\'s "b"', "C:\\go", "it's C:\\go", "#1", "'", '"']
)
def test_a_text_in_quotes_is_that_text(text: str) -> None:
    assert core_schema.load(f"t: {misread.quoted(text)}") == {"t": text}
