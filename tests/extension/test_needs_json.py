"""needs.json holds the bytes that sphinx-needs would write, and is written only if that changes it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sphinx
from building import BuildResult, builder_in, write_files
from samples import spec

CONF = """\
import pathlib

from sphinx_needs.builder import NeedsBuilder

extensions = ["sphinx_leanspec"]
html_theme = "basic"
project = "Needs"
version = "2"
needs_build_json = True


def export(app, exception):
    theirs = NeedsBuilder(app, app.env)
    theirs.outdir = pathlib.Path(app.outdir) / "theirs"
    theirs.outdir.mkdir(exist_ok=True)
    theirs.finish()


def setup(app):
    app.connect("build-finished", export, priority=950)
"""
FILES = {
    "index.md": "# Home\n",
    "guide.md": "---\nspecs: [2]\n---\n\n# Guide\n",
    "specs/001-one/README.md": spec("Größe \N{SNOWMAN}", body="- [x] Drawn\n- [ ] Said <!-- id: said -->\n"),
    "specs/002-two/README.md": spec("Two", "depends_on: [1]", "tags: [a, b]", body="- [x] Told\n"),
    "specs/003-three/README.md": spec("Three", "parent: 1\ndepends_on: [2]", body="No checks.\n"),
}
OLDER = {
    "current_version": "1",
    "project": "Needs",
    "versions": {"1": {"needs": {"OLD_001": {"id": "OLD_001", "title": "Old"}}, "needs_amount": 1}},
}
NOT_OURS = (
    "# Home\n\n```{req} By hand\n:id: REQ_001\n:depends_on: SPEC_001\n```\n\n"
    "```{needextend} SPEC_002\n:status: changed\n```\n\n```{needtable}\n:columns: id, status\n```\n"
)
CREATED = re.compile(rb'"created": "[^"]*T[^"]*"')


@dataclass(frozen=True)
class Case:
    """A project whose needs.json is looked at.

    :param kept: whether the texts of single pages are kept from build to build.
    """

    conf: str
    files: dict[str, str]
    kept: bool = True


CASES = {
    "as it is": Case("", {}),
    "all options": Case(
        'needs_json_remove_defaults = True\nneeds_reproducible_json = True\nneeds_file = "old.json"\n'
        'needs_json_exclude_fields = ["docname", "lineno", "content"]\n',
        {"old.json": json.dumps(OLDER)},
    ),
    "needs of others": Case("", {"index.md": NOT_OURS}, kept=False),
    "a field that sphinx-needs refuses": Case(
        'needs_fields = {"priority": {"schema": {"type": "string", "enum": ["high"]}, "nullable": True}}\n',
        {"specs/004-four/README.md": spec("Four", "priority: low", body="- [ ] Wrong\n")},
        kept=False,
    ),
}


def written(result: BuildResult) -> dict[str, Any]:
    """What a build has left for the next one."""
    (file,) = (result.doctreedir / "leanspec-pages").glob("needs-*.json")
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def assert_like_theirs(result: BuildResult) -> None:
    ours, theirs = ((result.outdir / name).read_bytes() for name in ("needs.json", "theirs/needs.json"))
    assert CREATED.sub(b"", ours) == CREATED.sub(b"", theirs)


def said(result: BuildResult) -> list[str]:
    return sorted(line for line in result.warnings if "leanspec.demand" in line)


def tick(root: Path) -> None:
    path = root / "specs/001-one/README.md"
    path.write_text(path.read_text("utf-8").replace("- [ ]", "- [x]") + "- [ ] More\n", "utf-8")


def drop(root: Path) -> None:
    path = root / "specs/002-two/README.md"
    path.write_text(path.read_text("utf-8").replace("depends_on: [1]\n", ""), "utf-8")


IS_SAVED_LATE = sphinx.version_info >= (9,)
"""Whether the next build loads what one has found; else it writes the same again."""


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_written_is_what_sphinx_needs_would_write(tmp_path: Path, case: Case) -> None:
    root, build = tmp_path / "project", builder_in(tmp_path)
    write_files(root, {"conf.py": CONF + case.conf, **FILES, **case.files})
    first = build(root)
    assert first.returncode == 0, first.warnings
    assert bool(written(first)["keys"]) is case.kept
    assert_like_theirs(first)
    assert bool(said(first)) is (case is CASES["a field that sphinx-needs refuses"])
    state = (first.outdir / "needs.json").stat()

    same = build(root)
    assert_like_theirs(same)
    if IS_SAVED_LATE:
        assert said(same) == said(first), "a warning is said in each build"
        assert (same.outdir / "needs.json").stat().st_mtime_ns == state.st_mtime_ns

    for change in (tick, drop):
        change(root)
    edited = build(root)
    assert_like_theirs(edited)
    assert (edited.outdir / "needs.json").stat().st_mtime_ns != state.st_mtime_ns
    assert "SPEC_002" not in edited.needs()["SPEC_001"].get("depends_on_back", [])
    assert not IS_SAVED_LATE or said(edited) == said(first)

    if case is CASES["as it is"]:
        file = edited.outdir / "needs.json"
        file.write_bytes(file.read_bytes().replace(b"Told", b"Lied"))
        assert_like_theirs(build(root))
