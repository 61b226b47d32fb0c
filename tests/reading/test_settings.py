"""``[leanspec]`` of ``ubproject.toml``: where it is, what it says, and on which line."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from building import write_files

from sphinx_leanspec.declared import default, sound
from sphinx_leanspec.options import OPTIONS, Options, chosen
from sphinx_leanspec.reading.settings import TomlTable, find, find_for, read, read_conf

TEXT = """\
# A project of ours
[project]
specs = "not this one"

[leanspec]
specs = "../plans"
"flat" = true
pages = { index = "docs/index.md" }
severity.open = "warning"

[leanspec.statuses]
on-hold = "on-hold"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ubproject.toml"
    path.write_text(TEXT, "utf-8")
    return path


def test_values_and_their_lines(file: Path) -> None:
    found = read(file)
    assert found.values == {
        "specs": "../plans",
        "flat": True,
        "pages": {"index": "docs/index.md"},
        "severity": {"open": "warning"},
        "statuses": {"on-hold": "on-hold"},
    }
    lines = {name: found.line((name,)) for name in found.values}
    assert lines == {"specs": 6, "flat": 7, "pages": 8, "severity": 9, "statuses": 11}
    assert found.line(("statuses", "on-hold")) == 12
    assert (found.line(("severity", "gone")), found.line(())) == (9, 5)
    assert found.problem is None


def test_no_file_and_no_table_say_nothing(tmp_path: Path) -> None:
    assert read(None) == TomlTable()
    path = tmp_path / "ubproject.toml"
    path.write_text("[needs]\nid_required = true\n", "utf-8")
    assert read(path).values == {}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[leanspec]\nspecs = \n", 2, "Invalid value"),
        ("a = 1\nleanspec = 3\n", 2, "is no table"),
        ("[[leanspec]]\nspecs = ''\n", 1, "is no table"),
        ("\ufeff\n[leanspec]\nspecs\n", 3, "Expected '='"),
    ],
)
def test_a_broken_file_is_a_problem_at_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = tmp_path / "ubproject.toml"
    path.write_text(text, "utf-8")
    _, (finding,) = chosen(path, tmp_path)
    assert (finding.path, finding.line, finding.code) == (path.as_posix(), line, "config")
    assert words in finding.message


def test_what_is_no_text_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "ubproject.toml"
    path.write_bytes(b"[leanspec]\nspecs = '\xff'\n")
    assert read(path).problem is not None
    assert read(tmp_path).problem is not None


def test_every_option_can_be_set(tmp_path: Path) -> None:
    assert OPTIONS.keys() == {field.name for field in fields(Options)}
    usual = {name: default(option) for name, option in OPTIONS.items()}
    assert sound(Options, usual) == (usual, [])


def test_a_wrong_value_is_a_finding_and_the_rest_counts(tmp_path: Path) -> None:
    path = tmp_path / "ubproject.toml"
    lines = [f"{name} = -1" for name in OPTIONS]
    path.write_text("\n".join(["[leanspec]", *lines, "leanspec_flaat = 1", "zzz = 1"]), "utf-8")
    values, findings = chosen(path, tmp_path)
    assert values == {}
    said = [(one.line, one.message.partition(",")[0]) for one in findings]
    assert said[:-2] == [(line, f"`{name}` is -1") for line, name in enumerate(OPTIONS, 2)]
    assert [one.message for one in findings[-2:]] == [
        "there is no option `leanspec_flaat`",
        "there is no option `zzz`",
    ]
    assert [one.fix for one in findings[-2:]] == ["did you mean `flat`?", "remove it"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("flat = 1", "not a bool"),
        ("check_needs_limit = true", "not a number from 0 on"),
        ("spec_files = [1]", "not a list of texts"),
        ("specs = 2026-01-01", "not a text"),
        ("severity = {none = 'off'}", "not a dict of off, info, warning, error under alias"),
        ("severity = {open = 'loud'}", "not a dict of off"),
        ("statuses = {a = 1}", "not a dict of texts"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "ubproject.toml"
    path.write_text(f"[leanspec]\n{text}\n", "utf-8")
    values, (finding,) = chosen(path, tmp_path)
    assert words in finding.message
    assert "the default" in finding.message
    assert values == {}


def test_paths_are_relative_to_the_file(file: Path) -> None:
    below = file.parent / "docs" / "source"
    seen, _ = chosen(file, below)
    assert (seen["specs"], seen["pages"]) == ("../../../plans", {"index": "../index.md"})
    assert seen["flat"] is True
    assert Options.from_toml(file, file.parent)[0].specs == "../plans"


def test_an_absolute_path_stays_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "ubproject.toml"
    path.write_text(f"[leanspec]\nspecs = '{tmp_path / 's'}'\n", "utf-8")
    assert chosen(path, tmp_path) == ({"specs": "s"}, ())


LIES = {
    "next to conf.py": ("docs/conf.py docs/ubproject.toml ubproject.toml", "docs", "docs"),
    "above conf.py": ("docs/conf.py ubproject.toml", "docs", ""),
    "deep": ("docs/source/conf.py docs/ubproject.toml", "docs/source", "docs"),
    "no conf.py": ("ubproject.toml", "", ""),
    "source alone": ("source/conf.py source/ubproject.toml", "source", "source"),
    "none": ("docs/conf.py", "docs", None),
    "beyond the repository": ("../ubproject.toml conf.py", "", None),
}


CONF_SAYS: dict[str, tuple[str, dict[str, object]]] = {
    "a value": ('leanspec_specs = "../plans"\n', {"specs": "../plans"}),
    "with a type": ("leanspec_flat: bool = True\n", {"flat": True}),
    "the last one": ("leanspec_flat = True\nleanspec_flat = False\n", {"flat": False}),
    "computed": ("leanspec_flat = True\nleanspec_flat = 1 > 2\nleanspec_specs = f'{x}'\n", {}),
    "below an if": ("if True:\n    leanspec_flat = True\n", {}),
    "of somebody else": ("leaning = 1\nextensions = ['x']\n", {}),
    "no Python": ("leanspec_flat = True\n)\n", {}),
}


@pytest.mark.parametrize("name", CONF_SAYS)
def test_a_conf_is_read_and_never_run(tmp_path: Path, name: str) -> None:
    text, wanted = CONF_SAYS[name]
    path = tmp_path / "conf.py"
    path.write_text(text, "utf-8")
    assert read_conf(path, "leanspec_").values == wanted


def test_conf_counts_more_than_the_file_beside_it(tmp_path: Path) -> None:
    conf = "leanspec_specs = 'plans'\nleanspec_severity = {'link': 'loud'}\nleanspec_mine = 1\n"
    toml = '[leanspec]\nspecs = "other"\nflat = true\n'
    write_files(tmp_path, {".git/HEAD": "", "source/conf.py": conf, "ubproject.toml": toml})
    options, (finding,) = Options.of_project(tmp_path)
    assert (options.specs, options.flat) == ("source/plans", True)
    assert finding.path.endswith("source/conf.py")
    assert (finding.line, finding.code) == (2, "config")
    assert "leanspec_severity" in finding.message


@pytest.mark.parametrize("name", LIES)
@pytest.mark.parametrize("mark", [".git/HEAD", "pyproject.toml"])
def test_both_doors_find_the_same_file(tmp_path: Path, name: str, mark: str) -> None:
    files, conf, where = LIES[name]
    root = tmp_path / "house"
    write_files(root, dict.fromkeys((*files.split(), mark, "specs/001-a/README.md"), ""))
    wanted = None if where is None else root / where / "ubproject.toml"
    assert find(root / conf) == wanted
    assert find_for(root) == wanted
    assert find_for(root / "specs") == wanted


def test_a_part_of_a_repository_has_its_own(tmp_path: Path) -> None:
    write_files(
        tmp_path, {".git/HEAD": "", "docs/conf.py": "", "api/ubproject.toml": "", "ubproject.toml": ""}
    )
    assert find_for(tmp_path / "api") == tmp_path / "api" / "ubproject.toml"
    assert find_for(tmp_path) == tmp_path / "ubproject.toml"
