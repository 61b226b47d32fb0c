"""Accepted findings stay accepted where specs lie elsewhere or are called otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from building import write_files
from commands import run, spec

from sphinx_leanspec.findings import Finding
from sphinx_leanspec.name_index import NameIndex
from sphinx_leanspec.reading import discover, locate
from sphinx_leanspec.report.baseline import Identity

ODD = spec(
    "Pier",
    "[a](../099-gone/) [b](../099-gone/plan.md#x) [c](NOTES.md#y) [d](../../lib/no.py)\n"
    "[e](../002-boat/README.md#z)",
    "depends_on: [077]",
    "related: [nowhere/088-lost]",
    status="complete",
)
FILES = {
    "lib/yes.py": "",
    "specs/001-pier/README.md": ODD,
    "specs/001-pier/NOTES.md": "# Notes\n\n[f](../098-gone/) spec-002\n",
    "specs/002-boat/README.md": spec("Boat", "spec-001"),
}


def archive(root: Path) -> None:
    (root / "specs/archived").mkdir()
    (root / "specs/001-pier").rename(root / "specs/archived/001-pier")
    mend(root / "specs/archived/001-pier/README.md", "../002")


def group(root: Path) -> None:
    (root / "specs/harbour").mkdir()
    for name in ("001-pier", "002-boat"):
        (root / "specs" / name).rename(root / "specs/harbour" / name)
    mend(root / "specs/harbour/001-pier/README.md")


def rename(root: Path) -> None:
    for old, new in (("001-pier", "003-jetty"), ("002-boat", "004-ship")):
        (root / "specs" / old).rename(root / "specs" / new)
        path = root / "specs" / new / "README.md"
        path.write_text(path.read_text("utf-8").replace("priority:", f"aliases: [{old}]\npriority:"), "utf-8")


def mend(path: Path, *further: str) -> None:
    """Write the links so that they lead where they led."""
    text = path.read_text("utf-8")
    for link in ("../../lib", "../099", *further):
        text = text.replace(f"({link}", f"(../{link}")
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("move", [archive, group, rename])
def test_what_was_accepted_stays_so(move: Callable[[Path], None], tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    assert run("accept", tmp_path, "--severity", "info").returncode == 0
    before = json.loads((tmp_path / "leanspec-baseline.json").read_text("utf-8"))["findings"]
    assert {"link", "ref", "mention"} <= {entry["code"] for entry in before}
    move(tmp_path)
    done = run("check", tmp_path, "--fail-on", "info", "--severity", "info", "--select", "link,ref,file")
    assert (done.returncode, "gone; `sphinx-leanspec accept`" in done.text) == (0, False), done.text
    done = run("check", tmp_path, "--select", "link", "--no-baseline", "--format", "json")
    assert done.codes().count("link") == 6
    write_files(tmp_path, {"specs/005-new/README.md": spec("New", "[a](../099-gone/)")})
    assert run("check", tmp_path, "--format", "json").codes() == ["link"]


SAME = {
    "`../009-a/` leads nowhere: there is no `specs/x/009-a`": "`009-a` leads nowhere",
    "`#x` is not in specs/archived/009-a/README.md": "`#x` is not in 009-a",
    "`../../009-a/N.md#x` is none": "`009-a/N.md#x` is none",
    "`../lib/a.py` is none": "`lib/a.py` is none",
    "the text names `007-old`": "the text names `001-now`",
    "the text names `../007-old/README.md`": "the text names `001-now`",
    "the tag `7` is none, with 12 of 30": "the tag `7` is none, with # of #",
}


@pytest.mark.parametrize(("message", "known"), SAME.items())
def test_a_finding_is_known_by_no_place(message: str, known: str, tmp_path: Path) -> None:
    write_files(tmp_path, {"specs/001-now/README.md": spec()})
    names = NameIndex(discover(locate(tmp_path)), {"001-now": ["007-old"]})
    identity = Identity.of(Finding("docs/a.md", 1, "link", message), None, names)
    assert identity == Identity("link", "docs/a.md", known)
    assert identity.now(names) == identity
    assert Identity("link", "007-old", "").now(names).place == "001-now"
