"""Lists of tables among options: read from TOML or from Python, checked field by field, at their lines."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from sphinx_leanspec.declared import default, kind, made, option, options_of, sound
from sphinx_leanspec.options import chosen
from sphinx_leanspec.reading.toml_lines import lines


@dataclass(frozen=True)
class Meal:
    """A table of the list below."""

    place: str = option("Where it is cooked.", paths=True)
    course: str = option("Which one it is.", "main", values=("soup", "main"))
    guests: int = option("How many come.", 2)
    dishes: list[str] = option("What there is.", factory=list)


@dataclass(frozen=True)
class Menu:
    """Options that a package might have."""

    title: str = option("What it is called.", "")
    meals: list[Meal] = option("What is cooked.", factory=list, table=Meal)


TOML = """\
[leanspec]
title = "Week"

[[leanspec.meals]]
place = "kitchen/one"
guests = 3

[other]
text = '''
[[leanspec.meals]]
'''

[[leanspec.meals]]
place = "two"
course = "tea" # at five
gusts = 1

[[leanspec.meals]]
guests = -1
"""


def test_a_list_of_tables_is_read_field_by_field(tmp_path: Path) -> None:
    file = tmp_path / "ubproject.toml"
    file.write_text(TOML, "utf-8")
    values, findings = chosen(file, tmp_path / "docs", Menu)
    assert made(Menu, values) == Menu(
        "Week", [Meal("../kitchen/one", "main", 3, []), Meal("../two", "main", 2, [])]
    )
    assert [(found.line, str(found)) for found in findings] == [
        (15, "`course` of `meals` is 'tea', not one of soup, main; the default 'main' was taken; correct it"),
        (16, "there is no option `gusts` of `meals`; did you mean `guests`?"),
        (18, "an entry of `meals` has no `place`; it was left out; write it"),
        (19, "`guests` of `meals` is -1, not a number from 0 on; the default 2 was taken; correct it"),
    ]
    assert {found.path for found in findings} == {file.as_posix()}


def test_an_inline_list_of_tables_has_lines_as_well(tmp_path: Path) -> None:
    file = tmp_path / "ubproject.toml"
    text = '[leanspec]\nmeals = [\n  {place = "a", guests = 1},\n  # none\n  {place = 3},\n  7,\n]\n'
    file.write_text(text, "utf-8")
    values, findings = chosen(file, tmp_path, Menu)
    assert values == {"meals": [{"place": "a", "guests": 1}]}
    assert [(found.line, found.message) for found in findings] == [
        (5, "`place` of `meals` is 3, not a text; its entry was left out"),
        (6, "an entry of `meals` is 7, not a table; it was left out"),
    ]


@dataclass(frozen=True)
class Shelf:
    """Meals, most of which need no more than a place."""

    meals: list[Meal] = option("What is kept.", factory=list, table=Meal, short="place")


def test_a_text_stands_for_the_table_that_says_just_that() -> None:
    values, mistakes = sound(Shelf, {"meals": ["cellar", {"place": "attic", "course": "soup"}, 3]})
    assert values == {"meals": [{"place": "cellar"}, {"place": "attic", "course": "soup"}]}
    assert [(one.where, one.message) for one in mistakes] == [
        (("meals", 2), "an entry of `meals` is 3, not a table; it was left out")
    ]
    assert kind(options_of(Shelf)["meals"]) == "list of texts or tables"


def test_what_is_no_list_is_the_default() -> None:
    values, (wrong,) = sound(Menu, {"meals": {"place": "a"}}, "leanspec_{}")
    assert values == {}
    assert wrong.where == ("meals",)
    assert wrong.message == (
        "leanspec_meals is {'place': 'a'}, not a list of tables; the default [] was taken"
    )


def test_what_an_option_takes_is_said_in_words() -> None:
    assert {name: kind(found) for name, found in options_of(Meal).items()} == {
        "place": "text",
        "course": "one of soup, main",
        "guests": "number from 0 on",
        "dishes": "list of texts",
    }
    assert kind(options_of(Menu)["meals"]) == "list of tables"
    assert [default(found) for found in options_of(Meal).values()] == [None, "main", 2, []]


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ('a = """\nb = 1\n"""\nb = 2\n', ("b",), 4),
        ("[a]\nb.c = 1\n[a.d]\ne = '#'\n", ("a", "d", "e"), 4),
        ("[[a]]\nb = 1\n[a.c]\nd = 1\n[[a]]\n[a.c]\nd = 1\n", ("a", 1, "c", "d"), 7),
        ("a = [\n [1, 2],\n [{b = 1}],\n]\n", ("a", 1, 0, "b"), 3),
        ('"a b" = { "c.d" = 1 }\n', ("a b", "c.d"), 1),
        ('x = \'"\'\ny = "\\""\nz = 2026-01-01T00:00:00Z\n', ("z",), 3),
    ],
)
def test_every_key_of_a_file_has_its_line(text: str, path: tuple[Any, ...], line: int) -> None:
    assert lines(text)[path] == line


@pytest.mark.parametrize("text", ["[a", "a = [", "a = {b", "a=[}", "]", "{", '"""', "a.=", "[[[[", "a={,]"])
def test_a_file_that_is_broken_comes_to_an_end(text: str) -> None:
    assert isinstance(lines(text), dict)


def test_a_list_of_tables_documents_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "docs" / "_ext"))
    described = import_module("reference").described(options_of(Menu)["meals"])
    assert described[2:6] == [
        "`list of tables`, by default `[]`",
        "",
        "- `place`: Where it is cooked. `str`, to be given",
        "- `course`: Which one it is. `str`, by default `'main'`",
    ]
