"""What a ticked item names and is not there: told of where it was there once, and where that is sure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from claims.history import Maker
from gitting import Repository
from samples import spec

from sphinx_leanspec import git
from sphinx_leanspec.claims import Claims, World
from sphinx_leanspec.claims.mentions import LostName, lost_names
from sphinx_leanspec.corpus import load
from sphinx_leanspec.options import Options
from sphinx_leanspec.reading.cache import SpecCache
from sphinx_leanspec.rules import Context, RuleSettings, check

SPEC = "specs/001-a/README.md"


def lost(root: Path) -> list[LostName]:
    return list(lost_names(World(load(root))))


@pytest.mark.parametrize("seed", range(4))
def test_a_long_past_all_alarms_and_none_else(tmp_path: Path, seed: int) -> None:
    made = Maker(seed).run(tmp_path, 300)
    wanted = made.alarms()
    found = {}
    for one in lost(tmp_path):
        if one.verdict.word == "drifted":
            number = re.match(r"Item (\d+)", one.name.check.text)
            breaker = re.search(r"commit ([0-9a-f]{8}) took", one.verdict.note)
            assert number
            assert breaker
            found[int(number[1])] = breaker[1]
    assert found == {number: revision[:8] for number, revision in wanted.items()}
    assert len(found) > 10


FILES = {
    "src/kept.py": "def test_kept(): ...\n",
    "src/lost.py": "def test_lost(): ...\n",
    "packages/ui/src/deep.ts": "1\n",
    "lib/parts/a.py": "1\n",
    "specs/001-a/notes.md": "# Notes\n",
    "specs/002-b/README.md": spec("B"),
    ".gitignore": "dist/\n",
}


def repository(root: Path, *items: str, body: str = "") -> Repository:
    """A repository whose files but `src/kept.py` are removed once the items were written."""
    made = Repository(root)
    lines = "".join(f"- [x] {item}\n" for item in items)
    made.commit("2026-01-01T10:00:00Z", {**FILES, SPEC: spec("A", body=body + lines)})
    made.git("rm", "-r", "--quiet", *sorted({*FILES} - {"src/kept.py", ".gitignore"}))
    made.commit("2026-01-02T10:00:00Z")
    return made


@pytest.mark.parametrize(
    "item",
    [
        "Written in `src/lost.py`",
        "Written in `./src/lost.py:12`",
        "Written in `src/lost.py#L3-L4`",
        "Written in `lost.py`",
        "Written in `src/deep.ts` of a package",
        "Written in `lib/parts`",
        "Written in `parts/`",
        "Tested by `src/lost.py::test_lost`",
        "See `notes.md`",
        "See `../002-b/README.md`, not `../../../elsewhere.md`",
        "As `002-b` has it",
        "On two lines,\n  of which the second names `src/lost.py`",
        "One is there, `src/kept.py`, and `src/lost.py` is not",
    ],
)
def test_what_was_there_when_the_line_was_written(tmp_path: Path, item: str) -> None:
    repository(tmp_path, item)
    (one,) = lost(tmp_path)
    assert one.verdict.word == "drifted"
    line = (tmp_path / SPEC).read_text("utf-8").split("\n")[one.line - 1]
    assert line[one.column - 1 :].startswith(f"{one.name.written}`")


@pytest.mark.parametrize(
    "item",
    [
        "Is in `src/kept.py`",
        "Is in `kept.py:3`",
        "Tested by `src/kept.py::test_kept`",
        "Removed `src/lost.py`",
        "Move `src/lost.py` elsewhere",
        "`src/lost.py` → `src/kept.py`",
        "删除 `src/lost.py`",
        "Run `python src/lost.py`",
        "Answers at `/src/lost.py`",
        "See `https://example.invalid/src/lost.py`",
        "Uses `lost@5` and `@scope/lost.py`",
        "Set `LOST_PY`, `$HOME/src/lost.py`, `~/src/lost.py`",
        "Like `src/*.py` and `src/{lost,kept}.py` and `src/.../lost.py`",
        "Nothing of [`src/lost.py`](https://example.invalid) <!-- evidence: file src/kept.py -->",
        "It was `src/lost.py` <!-- n/a: it is gone -->",
        "Words like `and/or`, `true/false`, `Node.js`",
        "Is built: `dist/lost.js`",
        "Is where `path/to/file.py` and `src/example.py` are",
    ],
)
def test_what_is_there_or_is_no_claim_of_a_path(tmp_path: Path, item: str) -> None:
    repository(tmp_path, item)
    assert lost(tmp_path) == []


def test_what_was_never_there_is_told_apart(tmp_path: Path) -> None:
    repository(tmp_path, "Is in `src/never.py`")
    (one,) = lost(tmp_path)
    assert one.verdict.word == "missing"


def test_an_open_box_names_what_is_to_be_made(tmp_path: Path) -> None:
    made = repository(tmp_path)
    made.commit("2026-01-03T10:00:00Z", {SPEC: spec("A", body="- [ ] Is in `src/never.py`\n")})
    assert lost(tmp_path) == []


def test_a_box_that_was_ticked_when_it_was_gone_never_held(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    item = "Is in `src/lost.py`\n"
    made.commit("2026-01-01T10:00:00Z", {**FILES, SPEC: spec("A", body=f"- [ ] {item}")})
    made.git("rm", "--quiet", "src/lost.py")
    made.commit("2026-01-02T10:00:00Z")
    made.commit("2026-01-03T10:00:00Z", {SPEC: spec("A", body=f"- [x] {item}")})
    assert [one.verdict.word for one in lost(tmp_path)] == ["missing"]


def test_a_line_of_an_item_that_was_ticked_later_counts_from_the_tick(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    item = "Is\n  in `src/lost.py`\n"
    made.commit("2026-01-01T10:00:00Z", {**FILES, SPEC: spec("A", body=f"- [ ] {item}")})
    made.git("rm", "--quiet", "src/lost.py")
    made.commit("2026-01-02T10:00:00Z", {SPEC: spec("A", body=f"- [x] {item}")})
    assert [one.verdict.word for one in lost(tmp_path)] == ["missing"]


def test_a_new_name_is_said(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    files = {"src/a.py": "one\ntwo\nthree\nfour\n" * 9, SPEC: spec("A", body="- [x] In `src/a.py`\n")}
    made.commit("2026-01-01T10:00:00Z", files)
    made.move("src/a.py", "src/b.py")
    made.commit("2026-01-02T10:00:00Z")
    assert [one.now for one in lost(tmp_path)] == ["src/b.py"]


def test_a_test_that_is_no_more_in_a_file_that_is(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    item = "- [x] By `tests/test_a.py::test_one[param]`\n"
    two = "def test_two(): ...\n"
    made.commit(
        "2026-01-01T10:00:00Z", {"tests/test_a.py": f"def test_one(): ...\n{two}", SPEC: spec("A", body=item)}
    )
    assert lost(tmp_path) == []
    broke = made.commit("2026-01-02T10:00:00Z", {"tests/test_a.py": two})
    (one,) = lost(tmp_path)
    assert f"commit {broke[:8]} took it away" in one.verdict.note


def test_what_lies_beside_a_spec_moves_with_it(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    files = {"specs/001-a/notes.md": "# Notes\n", SPEC: spec("A", body="- [x] In `notes.md`\n")}
    made.commit("2026-01-01T10:00:00Z", files)
    made.move("specs/001-a", "specs/archived/001-a")
    made.commit("2026-01-02T10:00:00Z")
    assert lost(tmp_path) == []


def test_what_is_not_committed(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.commit("2026-01-01T10:00:00Z", {**FILES, SPEC: spec("A", body="- [x] In `src/lost.py`\n")})
    (tmp_path / "src/lost.py").unlink()
    (one,) = lost(tmp_path)
    assert "not committed" in one.verdict.note
    (tmp_path / SPEC).write_text(spec("A", body="- [x] In `src/never.py`\n"), "utf-8")
    assert [one.verdict.word for one in lost(tmp_path)] == ["missing"]


def test_what_a_branch_had_and_took_away_itself(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.commit("2026-01-01T10:00:00Z", {"src/kept.py": ""})
    made.git("checkout", "--quiet", "-b", "side")
    made.commit("2026-01-02T10:00:00Z", {"src/a.py": "", SPEC: spec("A", body="- [x] In `src/a.py`\n")})
    (tmp_path / "src/a.py").unlink()
    broke = made.commit("2026-01-03T10:00:00Z")
    made.git("checkout", "--quiet", "main")
    made.git("merge", "--quiet", "--no-ff", "--message", "Merge", "side", at="2026-01-04T10:00:00Z")
    (one,) = lost(tmp_path)
    assert f"commit {broke[:8]} took it away" in one.verdict.note


def test_where_there_is_no_past_nothing_is_claimed(tmp_path: Path) -> None:
    made = repository(tmp_path / "full", "Is in `src/lost.py` and `src/never.py`")
    assert len(lost(made.root)) == 2
    shallow = made.clone(tmp_path / "shallow", "--depth=1")
    assert lost(shallow) == []
    (shallow / ".git").rename(shallow / "no-git")
    assert lost(shallow) == []


def test_the_rule_is_for_information_and_what_was_never_there_stays_so(tmp_path: Path) -> None:
    repository(tmp_path, "Is in `src/lost.py` and `src/never.py`")
    for wanted, severities in ((["info"] * 2, {}), (["warning", "info"], {"claim": "warning"})):
        settings = RuleSettings(severities=severities, select=frozenset({"claim"}))  # type: ignore[arg-type]
        report = check(Context(load(tmp_path), settings))
        assert [report.severity(one) for one in report.findings] == wanted
        assert [one.verdict for one in report.findings] == ["drifted", "missing"]
        assert all(len(str(one)) < 300 for one in report.findings)


PROJECTS = """\
[[leanspec.projects]]
name = "api"
root = "services/api"

[[leanspec.projects]]
name = "press"
root = "../press"
"""


def test_each_project_is_asked_about_its_own_files_and_past(tmp_path: Path) -> None:
    files = {SPEC: spec("A", body="- [x] In `src/a.py`\n- [x] See `docs/api.md`\n"), "src/a.py": "1\n"}
    shop, press = Repository(tmp_path / "shop"), Repository(tmp_path / "press")
    inner = {f"services/api/{path}": text for path, text in files.items()}
    shop.commit("2026-01-01T10:00:00Z", {"ubproject.toml": PROJECTS, "docs/api.md": "# It\n", **inner})
    press.commit("2026-01-01T10:00:00Z", {**files, "docs/api.md": "# It\n"})
    shop.git("rm", "--quiet", "services/api/src/a.py")
    gone = shop.commit("2026-01-02T10:00:00Z")
    press.git("rm", "--quiet", "docs/api.md")
    lost = press.commit("2026-01-03T10:00:00Z")
    options, _ = Options.of_project(shop.root)
    corpus = load(shop.root, options.layout, options.words)
    report = check(Context(corpus, RuleSettings(select=frozenset({"claim"}))))
    lines = (shop.root / "services/api" / SPEC).read_text("utf-8").splitlines()
    assert [
        (one.path, lines[one.line - 1], re.findall(r"commit (\w+)", one.message)) for one in report.findings
    ] == [
        (f"../press/{SPEC}", "- [x] See `docs/api.md`", [lost[:8]]),
        (f"services/api/{SPEC}", "- [x] In `src/a.py`", [gone[:8]]),
    ]


def test_what_git_was_asked_is_kept_until_something_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = repository(tmp_path, "Is in `src/lost.py`", "Is there <!-- evidence: file src/lost.py -->")
    asked: list[str] = []
    real = git.run

    def run(folder: Path, arguments: tuple[str, ...], said: bytes = b"") -> bytes:
        asked.extend(set(arguments) & {"blame", "log", "ls-tree"})
        return real(folder, arguments, said)

    monkeypatch.setattr(git, "run", run)

    def told() -> list[object]:
        asked.clear()
        cache = SpecCache(tmp_path / "cache")
        world = World(load(tmp_path), library=cache)
        verdicts = [judged.verdict for *_, judged in Claims(world).all()]
        found = [*((one.line, one.verdict) for one in lost_names(world)), *verdicts]
        cache.save()
        return found

    first = told()
    assert asked
    assert told() == first
    assert not asked
    made.commit("2026-01-05T10:00:00Z", {"src/lost.py": "1\n"})
    assert told() != first
