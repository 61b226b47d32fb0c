"""Every kind of evidence: what holds, what fails, what cannot be known."""

from __future__ import annotations

import inspect
import random
import time
from pathlib import Path

import pytest
from claims.worlds import decided, files_of, judged, write_files

from sphinx_leanspec.claims.kinds import KINDS, Example, Kind

CASES = {f"{example.evidence}: {example.verdict}": example for kind in KINDS for example in kind.examples}


@pytest.mark.parametrize("example", CASES.values(), ids=CASES)
def test_a_case_of_a_kind(example: Example, tmp_path: Path) -> None:
    found = decided(example, tmp_path / "project")
    assert found.mistakes == ()
    assert found.word == example.verdict
    assert found.note


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_has_a_page(kind: Kind) -> None:
    text = inspect.getdoc(type(kind)) or ""
    assert text.partition("\n")[0].endswith((".", ";", ","))
    assert kind.syntax.partition(" ")[0] == kind.name
    assert all(example.evidence.partition(" ")[0] == kind.name for example in kind.examples)


def test_every_kind_has_a_case_of_each_standing() -> None:
    assert [kind.name for kind in KINDS] == sorted(kind.name for kind in KINDS)
    lacking = {
        kind.name: {"holds", "unknown"} - {example.verdict for example in kind.examples} for kind in KINDS
    }
    # the frontmatter is always known
    assert {name: words for name, words in lacking.items() if words} == {"depends-on": {"unknown"}}
    failing = {"failed", "missing"}
    assert all(failing & {example.verdict for example in kind.examples} for kind in KINDS)


MISTAKES = {
    "file": (1, "`file` wants one path"),
    "file a b": (8, "`b` is more than that"),
    "file /etc/passwd": (6, "is no path of the project"),
    "file C:/a": (6, "is no path of the project"),
    "file ~/a": (6, "is no path of the project"),
    "file ../a": (6, "may lead out of the project"),
    "file a/../b": (6, "may lead out of the project"),
    'file "a\\\\b"': (6, "has a backslash"),
    "file docs/": (6, "is a folder"),
    "file ./a": (6, "has an empty step"),
    "file a//b": (6, "has an empty step"),
    "fil a": (1, "there is no kind of evidence `fil`; did you mean `file`?"),
    "files a/* = 1": (11, "`=` compares nothing"),
    "files a/* ==1": (1, "wants a pattern, an operator and a number"),
    "files a/* == x": (14, "`x` is no number"),
    "files a/* == 1234567890": (14, "is no number"),
    "files a/**b == 1": (7, "has `**` beside other letters"),
    "files a/[b == 1": (7, "is never closed"),
    "files a/[z-a] == 1": (7, "goes backwards"),
    "files ../* == 1": (7, "may lead out of the project"),
    'text a ""': (8, "every file holds an empty text"),
    "text a b c": (10, "`c` is more than that"),
    "matches a (": (11, "the regular expression cannot be read"),
    'matches a "(b)\\\\1"': (11, "the regular expression cannot be read"),
    "spec 1 complete now": (17, "`now` is more than that"),
    "depends-on == one": (15, "is no number"),
    "branch --all": (8, "is no revision that can be asked for"),
    "commit HEAD~1": (8, "is no revision that can be asked for"),
    "commit stash@{0}": (8, "is no revision that can be asked for"),
    "commit :/word": (8, "is no revision that can be asked for"),
    "ancestor a..b": (10, "is no revision that can be asked for"),
    "tag v*": (5, "is no revision that can be asked for"),
    "clean all": (7, "`all` is more than that"),
    "symbol django": (8, "names no symbol"),
}


@pytest.mark.parametrize("evidence", MISTAKES)
def test_what_a_kind_cannot_read_is_told_at_its_place(evidence: str, tmp_path: Path) -> None:
    write_files(tmp_path, files_of(evidence))
    found = judged(tmp_path)
    (mistake,) = found.mistakes
    column, said = MISTAKES[evidence]
    begin = len("- [x] It is so <!-- evidence: ")
    assert (mistake.line, mistake.column) == (11, begin + column)
    assert said in f"{mistake.message}; {mistake.fix}"
    assert mistake.fix
    assert found.word == "unknown"


def test_without_an_engine_in_linear_time_nothing_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "re2", None)
    write_files(tmp_path, files_of("matches docs/a.md ^word$", {"docs/a.md": "word\n"}))
    found = judged(tmp_path)
    assert (found.word, found.note) == ("unknown", "RE2 is not installed: `pip install google-re2`")


HARD = ("(a|b)*a(a|b){200}c", "((a|b){30}){30}c", "(a?){30}a{30}c", "(x+x+)+y", "|".join(["[ab]{9}c"] * 99))


@pytest.mark.parametrize("pattern", HARD)
def test_no_regular_expression_takes_long(pattern: str, tmp_path: Path) -> None:
    text = bytes(random.Random(1).choices(b"ab", k=2_000_000))
    write_files(tmp_path, files_of(f'matches docs/a.md "{pattern}"', {"docs/a.md": text}))
    begun = time.process_time()
    assert judged(tmp_path).word in ("failed", "unknown")
    assert time.process_time() - begun < 10


NEAREST = {
    "file docs/guide/star.md": ("docs/guide/start.md",),
    "file guide/start.md": ("docs/guide/start.md",),
    "spec 001-bas": ("001-base",),
}


@pytest.mark.parametrize("evidence", NEAREST)
def test_what_is_missing_is_told_with_what_is_near(evidence: str, tmp_path: Path) -> None:
    write_files(tmp_path, files_of(evidence, {"docs/guide/start.md": "", "docs/other.md": ""}))
    verdict = judged(tmp_path).verdict
    assert verdict
    assert (verdict.word, verdict.nearest) == ("missing", NEAREST[evidence])
