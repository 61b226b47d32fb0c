"""References held against a release: which file they mean, and whether they meet the name beside them."""

from __future__ import annotations

from collections import defaultdict

import pytest
from archiving import TextTree

from sphinx_leanspec.sources.index import SymbolIndex
from sphinx_leanspec.sources.scan.definitions import by_indent
from sphinx_leanspec.sources.scan.files import FileFinder
from sphinx_leanspec.sources.scan.meeting import Held, Yardstick, best, fit
from sphinx_leanspec.sources.scan.pages import scan

HULL = """\
import keel

KEYS = {
    "a": 1,
}


class Hull:
    def run(self):
        self.a = 1
        return 2

    @keel.laid
    @property
    def stop(self):
        return 3


def lay():
    return Hull()
"""
FILES = {
    "tower/hull.py": HULL,
    "tower/utils.py": "a = 1\n",
    "tower/deep/utils.py": "a = 1\nb = 2\n",
    "tower/deep/keel.py": "",
}


def held(text: str, files: dict[str, str] | None = None) -> list[Held]:
    scanned = scan("a.md", text, None, "tower")
    release = Yardstick(SymbolIndex(TextTree(files or FILES)))
    return [release.hold(each, scanned.paths) for each in scanned.references]


FILE = {
    "hull.py": ["tower/hull.py"],
    "./hull.py": ["tower/hull.py"],
    "tower/hull.py": ["tower/hull.py"],
    "src/tower/hull.py": ["tower/hull.py"],
    "../../tower-main/src/tower/hull.py": ["tower/hull.py"],
    "deep/utils.py": ["tower/deep/utils.py"],
    "utils.py": ["tower/deep/utils.py", "tower/utils.py"],
    "/home/me/work/tower/deep/keel.py": ["tower/deep/keel.py"],
    "Users/me/clone/deep/keel.py": ["tower/deep/keel.py"],
    "C:\\clones\\deep\\keel.py": ["tower/deep/keel.py"],
    "/home/me/keel.py": [],
    "other/keel.py": [],
    "ull.py": [],
    "mast.py": [],
}


@pytest.mark.parametrize("written", FILE)
def test_files(written: str) -> None:
    assert list(FileFinder(FILES).candidates(written)) == FILE[written]


def test_a_file_at_the_top_is_meant_by_its_name_alone() -> None:
    finder = FileFinder(["setup.py", "tower/setup.py"])
    assert finder.candidates("setup.py") == ("setup.py",)
    assert finder.candidates("docs/setup.py") == ()


def test_the_page_gives_the_full_path_elsewhere() -> None:
    assert held("`utils.py:1`\n")[0].paths == ("tower/deep/utils.py", "tower/utils.py")
    assert held("`utils.py:1`\n\n- `tower/deep/utils.py`\n")[0].paths == ("tower/deep/utils.py",)
    both = "`utils.py:1`\n\n- `tower/deep/utils.py`, `tower/utils.py`\n"
    assert len(held(both)[0].paths) == 2


RULES = {
    "`hull.py:8-16` `Hull`": "exact",
    "`hull.py:8-17` `Hull`": "exact",
    "`hull.py:13-16` `stop`": "exact",
    "`hull.py:15-16` `Hull.stop`": "exact",
    "`hull.py:3-5` `KEYS`": "exact",
    "`hull.py:9` `run`": "strict",
    "`hull.py:10-11` `run`": "strict",
    "`hull.py:1-19` `Hull`": "strict",
    "`hull.py:5-6` `Hull`": "lenient",
    "`hull.py:9` `nothing`, `run`": "lenient",
    "`hull.py:19-22` `lay`": "strict",
    "`hull.py:1-2` `lay`": "no",
    "`hull.py:1-2` `gone`": "no",
    "`hull.py:1-2`": None,
    "`mast.py:1-2` `lay`": None,
    "`hull.py:1, 9` `run`": "strict",
}


@pytest.mark.parametrize("text", RULES)
def test_rules(text: str) -> None:
    assert [each.meets for each in held(text)] == [RULES[text]]


def test_what_its_lines_are() -> None:
    found = held(
        "`hull.py:8-16` `Hull`, \n\n`hull.py:13-16` `stop`\n\n`hull.py:9` `run`\n\n`hull.py::Hull.run`"
    )
    assert [each.symbol for each in found] == [
        "tower.hull.Hull",
        "tower.hull.Hull.stop",
        "",
        "tower.hull.Hull.run",
    ]


def test_lines_past_the_end() -> None:
    assert [each.is_past for each in held("`hull.py:1-20` and\n\n`hull.py:1-21`")] == [False, True]


def test_files_that_cannot_be_parsed_are_read_by_their_layout() -> None:
    files = {"tower/new.py": "def run():\n    try @@ 1\n\n\ndef lay():\n    pass\n"}
    [each] = held("`new.py:5-6` `lay`", files)
    assert (each.meets, each.symbol) == ("exact", "")


OTHERS = {
    "hull.rs": (
        "pub fn run() {\n    1\n}\n\nimpl Hull {\n    pub fn stop(&self) {\n    }\n}\n",
        {"run": 3, "stop": 7},
    ),
    "hull.ts": (
        "export class Hull {\n  a = 1\n}\n\nexport function lay(): A {\n  b()\n}\n",
        {"Hull": 3, "lay": 7},
    ),
    "hull.go": (
        "func (h *Hull) Run() {\n\tx()\n}\n\ntype Keel struct {\n\tA int\n}\n",
        {"Run": 3, "Keel": 7},
    ),
    "hull.java": ("public class Hull\n{\n    int a;\n}\n", {"Hull": 4}),
    "hull.rb": ("module Hull\n  def lay\n    1\n  end\nend\n", {"Hull": 5, "lay": 4}),
}


@pytest.mark.parametrize("path", OTHERS)
def test_other_languages(path: str) -> None:
    text, ends = OTHERS[path]
    assert {place.name: place.end for place in by_indent(text.splitlines())} == ends
    name = next(iter(ends))
    assert [each.meets for each in held(f"`{path}:1-{ends[name]}` `{name}`", {f"src/{path}": text})] == [
        "exact"
    ]


def test_a_deep_text_takes_no_time() -> None:
    lines = [f"{' ' * min(depth, 50)}def run():" for depth in range(20_000)]
    counts: defaultdict[str, int] = defaultdict(int)
    for place in by_indent(lines):
        counts[place.name] += 1
    assert counts == {"run": 20_000}


def test_how_releases_fit() -> None:
    text = "`hull.py:8-16` `Hull`\n\n`hull.py:9` `run`\n\n`hull.py:99`\n\n`utils.py:1`\n\n`mast.py:1` `a`\n"
    first = fit("1.0", held(text))
    assert (first.references, first.one, first.several, first.none, first.past) == (5, 3, 1, 1, 1)
    assert (first.named, first.lenient, first.strict, first.exact) == (2, 2, 2, 1)
    later = fit("2.0", held(text, {"tower/hull.py": f"\n{HULL}"}))
    assert (later.named, later.strict, later.exact) == (2, 1, 0)
    assert best([first, later]) == "1.0"
    assert best([]) == ""
