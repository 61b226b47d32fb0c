"""A check says again what it said, where nothing that it asked for has changed, and else looks anew."""

from __future__ import annotations

import builtins
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from building import write_files
from commands import run, spec
from msgspec.structs import replace

from sphinx_leanspec.commands import check as checks
from sphinx_leanspec.commands import remembered
from sphinx_leanspec.commands.check_request import CheckRequest
from sphinx_leanspec.options import Options
from sphinx_leanspec.reading.cache import SpecCache
from sphinx_leanspec.reading.library import Library
from sphinx_leanspec.report.outcome import Outcome

ONE = "specs/001-one/README.md"
FILES = {
    ONE: spec(
        "One",
        "(2 docs in `docs/`)\n\n[code](../../src/engine.py) [gone](../../src/lost.py) [top](/README.md)\n\n"
        "[notes](NOTES.md#begin) [two](../002-two/) [out](../../../beside.md)\n\n- [ ] It runs\n",
        "depends_on: ['003']",
    ),
    "specs/001-one/NOTES.md": "# Notes\n\n## Begin\n\nAll 2 documents in docs/ are read, see spec-002.\n",
    "specs/002-two/README.md": spec("Two", "- [ ] End\n", status="complete"),
    "docs/page.md": "---\nspecs: [1]\n---\n\n# Page\n",
    "docs/other.md": "# Other\n",
    "src/engine.py": "",
    "README.md": "# Project\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project that is a folder of its git repository."""
    root = tmp_path / "repository" / "tools"
    write_files(root, FILES)
    subprocess.run(["git", "init", "--quiet", str(root.parent)], check=True)
    return root


def asked(root: Path, library: Library, **more: Any) -> Outcome:
    options, findings = Options.of_project(root.resolve())
    request = CheckRequest(root, options, findings, severity="info", ignore=frozenset({"claim"}))
    return remembered.check(replace(request, library=library, **more))


def again(root: Path, folder: Path, **more: Any) -> tuple[Outcome, bool]:
    """Check with what earlier checks have kept: what came of it, and whether it was looked at anew."""
    library = SpecCache(folder)
    real, looked = checks.examine, []
    checks.examine = lambda *told: looked.append(told) or real(*told)  # type: ignore[assignment,func-returns-value]
    try:
        outcome = asked(root, library, **more)
    finally:
        checks.examine = real
    library.save()
    return outcome, bool(looked)


def _linked(root: Path) -> None:
    (root / "specs" / "004-four").symlink_to(root / "docs")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a spec": lambda root: (root / ONE).write_text(FILES[ONE].replace("003", "002"), "utf-8"),
    "a document of a spec": lambda root: (root / "specs/001-one/NOTES.md").write_text("# Notes\n", "utf-8"),
    "a new document of a spec": lambda root: (root / "specs/002-two/MORE.md").write_text("# M\n", "utf-8"),
    "a new spec": lambda root: write_files(root, {"specs/003-three/README.md": spec("Three")}),
    "what is no spec but a link": _linked,
    "what a page covers": lambda root: (root / "docs/page.md").write_text("# Page\n", "utf-8"),
    "a new page": lambda root: (root / "docs/new.md").write_text("# New\n", "utf-8"),
    "a file that is linked comes": lambda root: (root / "src/lost.py").touch(),
    "a file that is linked goes": lambda root: (root / "src/engine.py").unlink(),
    "a file above comes": lambda root: (root.parent / "beside.md").touch(),
    "the repository begins elsewhere": lambda root: subprocess.run(
        ["git", "init", "--quiet", str(root)], check=True
    ),
    "an option": lambda root: (root / "ubproject.toml").write_text(
        "[leanspec]\nseverity = { done = 'off' }\n", "utf-8"
    ),
    "LeanSpec's configuration": lambda root: write_files(
        root, {".lean-spec/config.yaml": "validation:\n  warnTokens: 1\n"}
    ),
    "what is accepted": lambda root: run("accept", root),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_check_looks_anew_where_what_it_asked_for_has_changed(
    what: str, root: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "cache"
    first, is_new = again(root, folder)
    assert is_new
    assert again(root, folder) == (first, False)
    CHANGES[what](root)
    found = asked(root, Library())
    assert found != first
    assert again(root, folder) == (found, True)
    assert again(root, folder) == (found, False)


def test_what_is_asked_of_a_check_is_part_of_what_it_is_remembered_by(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    again(root, folder)
    for more in (
        {"select": frozenset({"done"})},
        {"fail_on": "info"},
        {"everything": True},
        {"paths": (root / "specs/002-two",)},
    ):
        outcome, _ = again(root, folder, **more)
        assert outcome == asked(root, Library(), **more), more


@pytest.mark.parametrize(
    ("files", "more"),
    [
        ({ONE: spec("One", "- [x] Done <!-- evidence: file src/engine.py -->\n")}, {}),
        ({"openspec/specs/a/spec.md": "# A\n"}, {}),
        ({"ubproject.toml": "[leanspec]\nevidence_kinds = ['mine']\n"}, {}),
        ({}, {"ignore": frozenset()}),
    ],
    ids=["evidence", "another tool", "kinds of other packages", "git"],
)
def test_where_rules_ask_for_more_nothing_is_kept(
    files: dict[str, str], more: dict[str, Any], root: Path, tmp_path: Path
) -> None:
    write_files(root, {**files, "specs/002-two/README.md": spec("Two", "- [x] `src/never.py` is written\n")})
    for _ in range(2):
        assert again(root, tmp_path / "cache", **more)[1]


DOORS = (
    *((os, name) for name in ("scandir", "listdir", "stat", "lstat", "open", "readlink", "access")),
    *((builtins, "open"), (io, "open"), (subprocess, "Popen")),
)
KNOWN = {"git.py", "reading/tree.py", "reading/project.py", "reading/decoding.py"}
"""Where rules look at files: at what is around the specs, where what looks like one is none, and at texts.
All that these say is what a check is remembered by."""


def test_rules_ask_no_file_but_by_the_doors_that_are_known(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a check is remembered by is all that decides: a rule that looks elsewhere has to be told apart."""
    package = str(Path(remembered.__file__).parents[1])
    seen: set[str] = set()

    def watched(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*told: Any, **options: Any) -> Any:
            frame = sys._getframe(1)
            while frame.f_back and not frame.f_code.co_filename.startswith(package):
                frame = frame.f_back
            seen.add(Path(frame.f_code.co_filename).relative_to(package).as_posix())
            return real(*told, **options)

        return call

    real_ask = checks.ask

    def ask(context: Any) -> Any:
        real_ask(context)  # imports what it needs
        fresh = type(context)(**{name: getattr(context, name) for name in context.__struct_fields__})
        with monkeypatch.context() as patch:
            for place, name in DOORS:
                patch.setattr(place, name, watched(getattr(place, name)))
            return real_ask(fresh)

    monkeypatch.setattr(checks, "ask", ask)
    asked(root, Library())
    assert "reading/tree.py" in seen
    assert seen <= KNOWN
