"""``check`` and a build find the same: same file, line, code, and words, over whole projects."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from gitting import Repository
from samples import HEAD
from test_build_command import built

from sphinx_leanspec.commands.check import check
from sphinx_leanspec.commands.check_request import CheckRequest
from sphinx_leanspec.options import Options
from sphinx_leanspec.rules import RULES

PNG = b"\x89PNG\r\n\x1a\n"
LOUD = "\n".join(["[leanspec.severity]", *(f'{rule.code} = "warning"' for rule in RULES), ""])
"""Every kind of finding is a warning, so that a build tells of it."""

LINKS = {
    "pages": ["../002-b/", "../002-b", "../002-b/README.md", "DESIGN", "./DESIGN.md", "..\\002-b\\README.md"],
    "gone": ["../003-c/", "../002-other/README.md", "../002-B/readme.md", "GONE.md", "../../docs/gone.md"],
    "renamed": ["../000-old/", "../000-old/DESIGN.md", "../000-old/plan.txt", "../000-old/gone.txt"],
    "anchors": ["#part", "#Part", "#gone", "../002-b/#größe", "../002-b/#gr%C3%B6%C3%9Fe", "DESIGN.md#gone"],
    "headings": [f"../002-b/#{name}" for name in ("winch--rope", "winch-rope", "-view", "view")],
    "numbers": [f"../002-b/#{name}" for name in ("twin-1", "twin-2", "twin-3", "note1", "note")],
    "HTML": [f"../002-b/#{name}" for name in ("id", "name", "raw-heading", "picture", "hidden")],
    "GitHub's own": ["#top", "#TOP", "#user-content-part", "#user-content-gone", "#", ""],
    "lines": ["README.md?plain=1#L8-L9", "#L8", "../../src/m.py#L1-L2", "DESIGN.md#L8C1-L9C2"],
    "files": ["../../src/m.py#x", "../../src/", "../../src/gone.py", "../../lib/gone.py", "../../GONE"],
    "from the top": ["/tool/src/m.py", "/src/m.py", "/README.md", "/LICENSE", "/", "/tool/specs/002-b/#twin"],
    "above": [
        "../../../README.md",
        "../../../other/x.py",
        "../../../../x.md",
        "../../../tool/src",
        "../../..",
    ],
    "elsewhere": [
        "https://a.invalid/#x",
        "//a.invalid/x",
        "mailto:a@b.invalid",
        "/home/grace/x.md",
        "C:\\Users\\x",
    ],
    "encoded": ["../../src/a%20b.py", "../../src/a b.py", "../../src/a  c.py", "%00", "../../src/a&amp;b.py"],
}
PLACES = """\
By reference: [a][one] [two] ![p][three]

[one]: gone-one.md
[two]: #gone-two
[three]: gone-three.png

| table | |
|---|---|
| [a](gone-4.md) | ![x](gone-5.png) |

> quoted [a](gone-6.md)
> - and [b](#gone-7)

Text.[^n] <a href="gone-8.md">x</a> <a
href='gone-9.md' id="late">y</a> <img src=gone-10.png> <img src="there.png">

<p>
<a href="gone-11.md">x</a>
<!-- <a href="gone-0.md"> -->
</p>

[^n]: Note [a](gone-12.md)
[^nobody]: Note [a](gone-13.md)

`[no](gone-0.md)` \\[no](gone-0.md)

```
[no](gone-0.md)
```

## Part

### Sub [a](gone-14.md)

![not a picture](../../src/m.py) [late](#late)
"""
ANCHORS = """\
# B

## Größe

## Winch <!-- no toc --> rope

## ![view](view.png) View

## Twin

<h2>Twin</h2>

## Twin

## Note[^1]

<a id="id"></a> <a name=name> <x-y id="hidden"> <!-- <a id="hidden"> -->

<h3 align="center">
Raw <b>heading</b>
</h3>

<img id="picture" src="view.png">

[^1]: Note
"""
GUIDE = "# Guide\n\n## Part <a id='id'></a>\n\n[a](../src/gone.py) [b](../specs/002-b/#twin-9)\n"


def _links(targets: Iterable[str], folder: str = "") -> str:
    return " ".join(f"[x](<{folder}{target}>)" for target in targets)


PROJECT: Mapping[str, str | bytes] = {
    "README.md": "# All\n",
    "LICENSE": "",
    "tool/ubproject.toml": LOUD,
    "tool/README.md": "# Tool\n\n[a](specs/001-a/) [gone](specs/003-c/) [b](specs/001-a/README.md#gone)\n",
    "tool/docs/guide.md": GUIDE,
    "tool/src/m.py": "",
    "tool/src/a b.py": "",
    "tool/specs/001-a/README.md": "\n".join(
        [
            HEAD.replace("---\n", "---\naliases: [000-old]\n", 1),
            "# A\n",
            *(f"- {shape}: {_links(targets)}" for shape, targets in LINKS.items()),
            f"\n{_links(['guide.md#part-', 'guide.md#id', 'guide.md#gone'], '../../docs/')}\n",
            PLACES,
        ]
    ),
    "tool/specs/001-a/DESIGN.md": "# D\n\n[up](README.md#part) [gone](README.md#gone) [down](gone.md)\n",
    "tool/specs/001-a/plan.txt": "",
    "tool/specs/001-a/there.png": PNG,
    "tool/specs/002-b/README.md": HEAD + ANCHORS,
    "tool/specs/002-b/view.png": PNG,
}


class Said(NamedTuple):
    """A finding as both tell it."""

    path: str
    line: int
    code: str
    text: str


def checked(root: Path) -> Counter[Said]:
    options = Options(severity=dict.fromkeys((rule.code for rule in RULES), "warning"))
    outcome = check(CheckRequest(root, options, fail_on="never", everything=True))
    found = (entry.finding for entry in outcome.entries)
    return Counter(Said(one.path, one.line, one.code, f"{one.message}; {one.fix}") for one in found)


def warned(root: Path, out: Path) -> Counter[Said]:
    found: Counter[Said] = Counter()
    for line in built(root, out=out).warnings():
        if "[leanspec." in line:
            match = re.fullmatch(r"([^:]+):(\d+): WARNING: (.*) \[leanspec\.(\w+)\]", line)
            assert match, line
            found[Said(match[1], int(match[2]), match[4], match[3])] += 1
    return found


def _is_of_a_page(said: Said) -> bool:
    return not said.path.startswith("specs/") and said.code in ("file", "link")


def _leads_into_a_page(said: Said) -> bool:
    return bool(re.search(r"there is no heading `#[^`]*` in (?!specs/)", said.text))


ONLY_A_BUILD: Mapping[str, Callable[[Said], bool]] = {
    "links of pages that are no specs": _is_of_a_page,
    "headings of pages that are no specs": _leads_into_a_page,
    "pictures that no page can show": lambda said: "the picture" in said.text,
    "formulas that cannot be read": lambda said: said.code == "math",
}
"""What only a build can see, which reads pages that are no specs, and draws."""


def _differences(root: Path, out: Path) -> tuple[Counter[Said], Counter[Said], Counter[str]]:
    by_check, by_build = checked(root), warned(root, out)
    seen: Counter[str] = Counter()
    more = by_build - by_check
    for said, number in list(more.items()):
        kind = next((kind for kind, belongs in ONLY_A_BUILD.items() if belongs(said)), None)
        if kind:
            seen[kind] += number
            del more[said]
    return by_check - by_build, more, seen


def test_every_shape_of_link(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "whole")
    repository.commit("2026-01-05T10:00:00Z", PROJECT)
    root = repository.root / "tool"
    silent, loud, seen = _differences(root, tmp_path / "out")
    assert (silent, loud) == ({}, {})
    assert set(seen) == set(ONLY_A_BUILD) - {"formulas that cannot be read"}


@pytest.mark.corpora
@pytest.mark.parametrize("name", ["automodel", "leanspec"])
def test_real_projects(corpora: Path, tmp_path: Path, name: str) -> None:
    root = tmp_path / name
    shutil.copytree(corpora / name, root)
    (root / "ubproject.toml").write_text(LOUD, "utf-8")
    silent, loud, _ = _differences(root, tmp_path / "out")
    assert (silent, loud) == ({}, {})
