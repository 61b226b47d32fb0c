"""Pages say what comes of evidence though no file of the site changed: a rebuild equals a clean build.

What evidence asks about lies in the repository, its history and its reports, of which Sphinx knows nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from building import BuildResult, builder_in, write_files
from gitting import Repository
from rebuilding import Kept, assert_like_clean, changed, clean_build, edit, remove, snapshot, write
from samples import spec

REPORT = """\
<testsuites><testsuite name="pytest" tests="1" timestamp="{at}T10:00:00+00:00">
<testcase classname="tests.test_a" name="test_b" time="0.1">{said}</testcase>
</testsuite></testsuites>
"""
CLAIMED = "- [x] Drawn <!-- evidence: file src/{} -->\n- [x] Told\n- [ ] Left\n"
FILES = {
    "conf.py": 'extensions = ["sphinx_leanspec"]\nhtml_theme = "alabaster"\nneeds_build_json = True\n'
    'exclude_patterns = ["src"]\nleanspec_test_reports = ["reports/*.xml"]\n',
    "index.md": "# Home\n\n```{toctree}\n"
    + "".join(f"{name} <docs/{name}>\n" for name in ("table", "board", "check", "filter", "needs", "prose"))
    + "```\n",
    "docs/table.md": "# Table\n\n```{spec-table}\n:columns: title, verified\n```\n",
    "docs/board.md": "# Board\n\n```{spec-board}\n```\n\n```{spec-evidence}\n```\n",
    "docs/check.md": "# Checks\n\n```{spec-checklist} 2\n```\n",
    "docs/filter.md": "# Filter\n\n```{spec-table}\n:filter: verified > 0\n```\n",
    "docs/needs.md": "# Needs\n\n```{needtable}\n:filter: verdict\n:columns: id, verdict, evidence_note\n"
    "```\n",
    "docs/prose.md": "# Prose\n\nSee {spec}`2`.\n",
    ".gitignore": "*.log\n",
    "src/one.py": "",
    "specs/001-umbrella/README.md": spec("Umbrella", body="- [x] Planned\n"),
    "specs/002-part/README.md": spec("Part", "parent: 1", body=CLAIMED.format("one.py")),
    "specs/003-other/README.md": spec("Other", body=CLAIMED.format("two.py")),
    "specs/004-bare/README.md": spec("Bare", body="- [x] Said\n"),
    "tests/test_a.py": "def test_b():\n    pass\n",
    "specs/006-tested/README.md": spec(
        "Tested", body='- [x] It works <!-- evidence: test "tests/test_a.py::test_b" -->\n- [ ] Left\n'
    ),
    "specs/005-log/README.md": spec("Log", body=CLAIMED.format("run.log")),
}
VIEWS = frozenset(f"docs/{name}.html" for name in ("table", "board", "filter", "needs"))
"""What shows the verdicts of any spec."""
INDEX = frozenset({"specs/index.html"})


def page(name: str) -> str:
    return f"specs/{name}.html"


@dataclass(frozen=True)
class Row:
    """One change to a repository, and the pages that show it."""

    change: Callable[[Path], Any]
    written: frozenset[str]


def row(name: str, change: Callable[[Path], Any], *written: str | frozenset[str]) -> Any:
    pages = frozenset[str]().union(*({one} if isinstance(one, str) else one for one in written))
    return pytest.param(Row(change, pages), id=name)


def commit(root: Path) -> None:
    repository = Repository(root)
    repository.commit("2026-01-05T10:00:00Z")


def report(day: str, said: str = "") -> Callable[[Path], Any]:
    return write("reports/junit.xml", REPORT.format(at=day, said=said))


def change_test(root: Path) -> None:
    Repository(root).commit("2026-03-05T10:00:00Z", {"tests/test_a.py": "def test_b():\n    assert True\n"})


ROWS = [
    row("a file that evidence names comes", write("src/two.py", ""), page("003-other"), VIEWS, INDEX),
    row("a commit that changes no verdict", commit),
    row(
        "a file that evidence names goes",
        remove("src/one.py"),
        *(page("002-part"), page("001-umbrella"), VIEWS, INDEX, "docs/check.html", "docs/prose.html"),
    ),
    row(
        "it is back",
        write("src/one.py", ""),
        *(page("002-part"), page("001-umbrella"), VIEWS, INDEX, "docs/check.html", "docs/prose.html"),
    ),
    row("a file that git ignores is none", write("src/run.log", "")),
    row("a file is ignored no more", write(".gitignore", ""), page("005-log"), VIEWS, INDEX),
    row("a file is ignored", write(".gitignore", "*.log\n"), page("005-log"), VIEWS, INDEX),
    row(
        "a comment names another file",
        edit("specs/003-other/README.md", "two.py", "none.py"),
        *(page("003-other"), VIEWS, INDEX),
    ),
    row(
        "a comment is taken away",
        edit("specs/003-other/README.md", " <!-- evidence: file src/none.py -->", ""),
        *(page("003-other"), VIEWS, INDEX),
    ),
    row("a report comes", report("2026-02-01"), page("006-tested"), VIEWS, INDEX),
    row(
        "a report says that it failed",
        report("2026-02-01", '<failure message="no"/>'),
        *(page("006-tested"), VIEWS, INDEX),
    ),
    row("another report that says the same", report("2026-02-02", '<failure message="no"/>')),
    row("it passes again", report("2026-02-03"), page("006-tested"), VIEWS, INDEX),
    row(
        "a commit makes the report old",
        change_test,
        *(page("006-tested"), page("003-other"), VIEWS, INDEX),  # one of them says when it was committed
    ),
    row("a report goes", remove("reports/junit.xml"), page("006-tested"), VIEWS, INDEX),
    row("a file that nobody names", write("src/three.py", "")),
]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("fresh")
    root = folder / "project"
    write_files(root, FILES)
    commit(root)
    build = builder_in(folder)
    return Kept(root, build, build(root))


@pytest.fixture(scope="module")
def done() -> list[str]:
    """The rows whose changes are made, by their names."""
    return []


def _catch_up(kept: Kept, done: list[str], case: Row) -> None:
    """Make the changes of the rows before one, which it builds on: another process may have had these."""
    missing = [row for row in ROWS[: [row.values[0] for row in ROWS].index(case)] if row.id not in done]
    for row in missing:
        row.values[0].change(kept.root)
    if missing:
        kept.last = kept.build(kept.root)
    done += [row.id for row in missing]
    done += [row.id for row in ROWS if row.values[0] == case]


@pytest.mark.parametrize("case", ROWS)
def test_a_rebuild_equals_a_clean_build(kept: Kept, done: list[str], case: Row) -> None:
    _catch_up(kept, done, case)
    before = snapshot(kept.last.outdir)
    case.change(kept.root)
    result = kept.build(kept.root)
    kept.last = replace(result)
    assert_like_clean(result, clean_build(kept))
    assert changed(before, snapshot(result.outdir)) == set(case.written)


def verdicts(result: BuildResult) -> dict[str, tuple[object, object]]:
    """The verdicts and notes of all checks, and the counts of all specs, by the id of the need."""
    return {
        name: (need["verdict"], need["evidence_note"])
        if need["type"] == "check"
        else (need["verified"], need["failed"])
        for name, need in result.needs().items()
        if need["type"] in ("spec", "check")
    }


def test_needs_json_says_what_is_so_though_no_page_was_read_again(kept: Kept) -> None:
    kept.build(kept.root)
    assert verdicts(kept.build(kept.root))["SPEC_002"] == (1, 0)
    remove("src/one.py")(kept.root)
    gone = kept.build(kept.root)
    assert "0 added, 0 changed, 0 removed" in gone.stdout
    assert verdicts(gone)["SPEC_002"] == (0, 1)
    assert [word for word, _ in verdicts(gone).values() if word == "drifted"] == ["drifted"]
    write("src/one.py", "")(kept.root)
    kept.last = kept.build(kept.root)
    assert_like_clean(kept.last, clean_build(kept))


def test_two_processes_write_the_same(kept: Kept) -> None:
    remove("src/one.py")(kept.root)
    two = kept.build(kept.root, jobs=2)
    assert_like_clean(two, clean_build(kept, jobs=2))
    write("src/one.py", "")(kept.root)
    kept.last = kept.build(kept.root, jobs=2)
    assert_like_clean(kept.last, clean_build(kept))


def test_another_builder_is_told_too(kept: Kept) -> None:
    kept.build(kept.root, builder="text")
    remove("src/one.py")(kept.root)
    kept.build(kept.root)
    text = kept.build(kept.root, builder="text")
    assert "↷ drifted" in text.text("specs/002-part.txt")
    write("src/one.py", "")(kept.root)
    kept.last = kept.build(kept.root)
