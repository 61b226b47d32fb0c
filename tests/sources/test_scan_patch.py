"""References that become roles, and those that stay as they are."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from archiving import TextTree

from sphinx_leanspec.sources.index import SymbolIndex
from sphinx_leanspec.sources.scan.meeting import Held, Yardstick
from sphinx_leanspec.sources.scan.pages import scan
from sphinx_leanspec.sources.scan.patch import Rewriting, rewrite

FILES = {
    "tower/hull.py": (
        "import keel\n\n\nclass Hull:\n    def run(self):\n        return 1\n\n    def stop(self):\n"
        "        return 2\n"
    ),
    "tower/utils.py": "a = 1\n",
    "tower/deep/utils.py": "a = 1\n",
    "src/mast.rb": "def rise\n  1\nend\n",
}


def rewritten(text: str, page: str = "docs/a.md", source: str = "tower") -> Rewriting:
    release = Yardstick(SymbolIndex(TextTree(FILES)))
    scanned = scan(page, text.replace("\r\n", "\n"), None, source)
    return rewrite(page, text, [release.hold(each, scanned.paths) for each in scanned.references])


BECOMES = {
    "See `hull.py:5-6`.": "See {source}`tower:tower/hull.py#L5-L6`.",
    "hull.py:5-6 and hull.py:8": "{source}`tower:tower/hull.py#L5-L6` and {source}`tower:tower/hull.py#L8`",
    "**`hull.py:5-6`**": "**{source}`tower:tower/hull.py#L5-L6`**",
    "在（hull.py：5-6）里": "在（{source}`tower:tower/hull.py#L5-L6`）里",
    "`hull.py`:`5-6`": "{source}`tower:tower/hull.py#L5-L6`",
    "`hull.py` `L5`": "{source}`hull.py L5 <tower:tower/hull.py#L5>`",
    "`hull.py` L5-L6": "{source}`hull.py L5-L6 <tower:tower/hull.py#L5-L6>`",
    "`hull.py` (lines 5-6), then": "{source}`hull.py (lines 5-6) <tower:tower/hull.py#L5-L6>`, then",
    "(see `hull.py` lines 5-6)": "(see {source}`hull.py lines 5-6 <tower:tower/hull.py#L5-L6>`)",
    "[the hull](../src/tower/hull.py#L5-L6)": "{source}`the hull <tower:tower/hull.py#L5-L6>`",
    "[`hull.py:5`](hull.py#L5)": "{source}`hull.py:5 <tower:tower/hull.py#L5>`",
    "lines 5-6 of `hull.py`": "{source}`lines 5-6 of hull.py <tower:tower/hull.py#L5-L6>`",
    "`hull.py:5, 8`": "{source}`tower:tower/hull.py#L5`, {source}`8 <tower:tower/hull.py#L8>`",
    "`hull.py` waits (lines 5-6)": "`hull.py` waits ({source}`lines 5-6 <tower:tower/hull.py#L5-L6>`)",
    "`hull.py:5-6`: `run`": "{source}`tower:tower.hull.Hull.run`: `run`",
    "`hull.py:6`: `run`": "{source}`tower:tower/hull.py#L6`: `run`",
    "`hull.py:1-10` (all of it)": "{source}`tower:tower/hull.py` (all of it)",
    "`hull.py::Hull.stop`": "{source}`tower:tower.hull.Hull.stop`",
    "`mast.rb::rise`": "{source}`tower:src/mast.rb#L1-L3`",
    "| a | b |\n| - | - |\n| `hull.py:5` | x |": (
        "| a | b |\n| - | - |\n| {source}`tower:tower/hull.py#L5` | x |"
    ),
    "| File | Lines |\n| - | - |\n| `hull.py` | 5-6 |": (
        "| File | Lines |\n| - | - |\n| `hull.py` | {source}`5-6 <tower:tower/hull.py#L5-L6>` |"
    ),
    "`utils.py:1` of `tower/deep/utils.py`": (
        "{source}`tower:tower/deep/utils.py#L1` of `tower/deep/utils.py`"
    ),
}


@pytest.mark.parametrize("text", BECOMES)
def test_roles(text: str) -> None:
    done = rewritten(text)
    assert (done.text, done.left) == (BECOMES[text], ())


IN_RST = {
    "See ``hull.py:5-6``.": "See :source:`tower:tower/hull.py#L5-L6`.",
    "``hull.py`` (lines 5-6)": ":source:`hull.py (lines 5-6) <tower:tower/hull.py#L5-L6>`",
    "**hull.py:5-6**": "**hull.py:5-6**",
    "见hull.py:5-6": "见hull.py:5-6",
}


@pytest.mark.parametrize("text", IN_RST)
def test_roles_in_restructured_text(text: str) -> None:
    assert rewritten(text, "a.rst").text == IN_RST[text]


LEFT = {
    "`utils.py:1`": "it may mean 2 files: `tower/deep/utils.py`, `tower/utils.py`",
    "`sail.py:1`": "tower has no such file",
    "`hull.py:1-99`": "its lines reach past the end of the file",
    "`hull.py:1-2`: `stop`": "`stop` beside it is not in its lines",
    "`hull.py::gone`": "`gone` is not there, or more than once",
    "`hull.py:Hull.utils`": "`Hull.utils` is not there, or more than once",
    "`hull.py::Keel.run`": "`Keel.run` is not there, or more than once",
    "```py\n# hull.py:5-6\n```": "it stands in code, where a role would be shown as it is",
    "`from hull.py:5-6 on`": "the markup around it has no place for a role",
    "<!-- hull.py:5-6 -->": "the markup around it has no place for a role",
    "[hull.py:5](https://a.example/hull.py#L5)": "the markup around it has no place for a role",
    "![hull](hull.py#L5)": "the markup around it has no place for a role",
}


@pytest.mark.parametrize("text", LEFT)
def test_what_is_left(text: str) -> None:
    done = rewritten(text)
    assert done.text == text
    assert done.patch == ""
    assert [reason for _, reason in done.left] == [LEFT[text]]


def test_nothing_says_which_source() -> None:
    held = [Held(each) for each in scan("a.md", "`sail.py:1`").references]
    assert [reason for _, reason in rewrite("a.md", "`sail.py:1`", held).left] == [
        "nothing says which source it is about"
    ]


ENDS = {"unix": "\n", "windows": "\r\n"}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("last", ["with", "without"])
def test_a_patch_is_what_git_applies(end: str, last: str, tmp_path: Path) -> None:
    lines = ["# A", *(f"line {number}" for number in range(20)), "`hull.py:5-6`", "", "b"]
    lines[3] = "`hull.py:5`, `hull.py:8`"
    lines[8] = "hull.py:6"
    text = ENDS[end].join(lines) + ENDS[end] * (last == "with")
    done = rewritten(text)
    page = tmp_path / "docs/a.md"
    page.parent.mkdir()
    page.write_bytes(text.encode())
    (tmp_path / "p.diff").write_bytes(done.patch.encode())
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    subprocess.run(["git", "apply", "--whitespace=nowarn", "p.diff"], cwd=tmp_path, check=True)
    assert page.read_bytes() == done.text.encode()
    assert done.patch.count("@@ -") == 2
    assert len(done.changed) == 3
