"""Time grows with the length of a text, never with its square: every pattern, and every stage of a spec."""

from __future__ import annotations

import gc
import importlib
import logging
import math
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from archiving import TextTree
from building import write_files
from docutils.utils import new_document

import sphinx_leanspec
from sphinx_leanspec.claims.globs import Glob
from sphinx_leanspec.claims.grammar import read
from sphinx_leanspec.commands.check import check
from sphinx_leanspec.commands.check_request import CheckRequest
from sphinx_leanspec.corpus import load
from sphinx_leanspec.extension.markdown import render
from sphinx_leanspec.reading import documents
from sphinx_leanspec.reading.aliases import NUMBER
from sphinx_leanspec.reading.decoding import lines_of
from sphinx_leanspec.reading.documents import heading
from sphinx_leanspec.reading.texts import of_walk
from sphinx_leanspec.reading.walk import Walk
from sphinx_leanspec.sources.index import SymbolIndex
from sphinx_leanspec.sources.scan.attribution import SourceNames
from sphinx_leanspec.sources.scan.meeting import Yardstick
from sphinx_leanspec.sources.scan.pages import scan
from sphinx_leanspec.sources.scan.patch import rewrite

FACTOR = 8
MOST = 1.15
"""The greatest exponent of growth: 1 is in proportion, 2 is the square."""
NOTICED = 0.02  # seconds of CPU; what takes less is measured by the clock more than by itself
SIZE = 100_000
LIMIT = 2.0

UNITS = (
    *"a0-_. \t#:/([]{<>!*`\"'=&$%@\\~é。\n",
    *("a ", "a.", "a,", "a/", "a-", "a:", "- ", "> ", "<a ", "<a b=", "</a", "<!--", "<h1 ", "<img ", "a="),
    *("%a\n", "(1 parts)", "(1 parts): ", "(1 parts): a, ", "all 1 ", "the 1 a-a ", "the 1 files in a/"),
    *("e.g", "spec-", "spec-1 ", "specs/1", "http://", "www.", "http://a", "/home/", "/home/a/", "a@b"),
    *("1-a", "1,", "`a", "url(", "/*", "x\n--", "x\n==", "\n\n", "**", "**Status**: ", "[a](", "![", "[^a]"),
    *("--- ", ":specs: ", "a: #", "WARNING: ", "[a.b]", "\\begin{", "\\tag", 'id="a" ', "~~~\n", "\\?\n"),
    *("\n>", "leads nowhere", "L1C1-", "refs/"),
    *("a.py", "a.py:", "a.py:1,", "a.py:a", "a.py::a.", "a/", "/[a", "a.py (", "a.py lines 1, ", "lines 1, "),
    *("(lines ", "(line 1", "- Lines 1", "(L1", "第1", "pub ", "func (", "A: ", "1-", "`a`", "1,1"),
)
"""What texts are made of that are the worst for some pattern."""


def patterns() -> Iterator[tuple[str, Callable[[str], object]]]:
    """Every pattern of texts that a module of the package keeps, asked as the module asks it."""
    for found in pkgutil.walk_packages(sphinx_leanspec.__path__, "sphinx_leanspec."):
        if found.name.endswith((".__main__", ".starter", ".conf")):  # they run when imported
            continue
        module = importlib.import_module(found.name)
        source = Path(module.__file__ or "").read_text("utf-8")
        for name, value in vars(module).items():
            is_sought = re.search(
                rf"\b{name}\b\.(?:findall|finditer|search|split|subn?)\b|\bin {name}\b", source
            )
            for pattern in value if isinstance(value, tuple) else (value,):
                if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str):
                    yield (
                        f"{found.name.partition('.')[2]}.{name}",
                        _sought(pattern) if is_sought else pattern.match,
                    )


def _sought(pattern: re.Pattern[str]) -> Callable[[str], object]:
    return lambda text: sum(1 for _ in pattern.finditer(text))


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """The CPU that something takes, the best of some times, and without Python's collector."""
    taken = []
    gc.disable()
    for _ in range(times):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    gc.enable()
    return min(taken)


def growth(work: Callable[[str], object], text: Callable[[int], str], most: int = 1 << 18) -> float:
    """The exponent by which the time for a text grows with its length."""
    length = 500
    while seconds(partial(work, text(length)), 1) < NOTICED and length < most:
        length *= 2
    few, many = text(length), text(length * FACTOR)
    return math.log(seconds(partial(work, many)) / seconds(partial(work, few)), FACTOR)


def test_a_pattern_of_folders() -> None:
    """It is not held against a shorter text: most of its time may be the system's, which hands out memory."""
    began = time.process_time()
    assert not Glob("**/a/" * 9 + "b").matches("a/" * SIZE)
    assert time.process_time() - began < LIMIT


def test_patterns() -> None:
    found = dict(patterns())
    assert len(found) > 60
    slow = {}
    for name, ask in found.items():
        for unit in UNITS:
            few = unit * (2_000 // len(unit)) + "\0"
            if seconds(partial(ask, unit * (16_000 // len(unit)) + "\0"), 1) > NOTICED:
                many = unit * (16_000 // len(unit)) + "\0"
                exponent = math.log(seconds(partial(ask, many)) / seconds(partial(ask, few)), FACTOR)
                slow[name, unit] = round(exponent, 2)
                if exponent > MOST:
                    break
    assert {name: exponent for name, exponent in slow.items() if exponent > MOST} == {}


WORDS = "word " * 40
"""Text between what is counted: of many small objects, Python's collector takes more than its share."""


def offered(text: str) -> object:
    """Read a text whose comments look like evidence, and all that is offered in it."""
    walk = Walk(text, 1)
    return of_walk(walk), [read(one) for check in walk.checks() for one in check.evidence]


STAGES = {
    "a number with zeros": (NUMBER.fullmatch, lambda n: "0" * n + "x"),
    "a title in HTML": (documents._html_title, lambda n: "<h1>" * n),
    "a title in HTML that has no end": (documents._html_title, lambda n: "<h1 " * n),
    "evidence in one comment": (
        offered,
        lambda n: "- [x] a <!-- evidence: " + f"text a '{WORDS}';".replace("'", '"') * n + "-->",
    ),
    "evidence of nothing": (offered, lambda n: "a <!-- evidnce: file b -->\n\n" * n),
    "evidence that is torn": (offered, lambda n: "a <!-- evidence: file b\n\n" * n + "-->"),
    "a pattern of paths": (lambda text: Glob("*a" * 9 + "b").matches(text), lambda n: "a" * n),
}


@pytest.mark.parametrize("stage", STAGES)
def test_parts(stage: str) -> None:
    work, text = STAGES[stage]
    assert growth(work, text) <= MOST


TEXTS = {
    "words": "word spec-001 /home/a/b \n",
    "commas": "(3 parts): a, b, c",
    "marks of counts": "(3 parts) ",
    "homes": " /home/g/y\n\n[a](b)\n",
    "links": "[a](b.md) ",
    "anchors": "## a\n[a](#a-1)\n",
    "details": "<details>\n\n# a\n\n</details>\n",
    "tags": "<a ",
    "comments": "<!--",
    "evidence": "- [x] a <!-- evidence: file a; -->\n",
    "stray evidence": "- a <!-- evidence: file a -->\n",
    "boxes": "- [ ] a b <!-- id: a -->\n",
    "marks behind an address": "http://x!!!!!!!! ",
    "prices": "$1, $2 ",
    "names": "specs/001-a `001-a` ",
    "code": "```\n",
    "notes": "[^a]",
    "mail": "a@b@",
    "entities": "&#27;",
    "controls": "\x1b",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_long_text_is_checked_and_rendered_in_no_time(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    text = TEXTS[name] * (SIZE // len(TEXTS[name]))
    head = "---\nstatus: planned\ncreated: 2026-01-02\n---\n\n# A\n\n"
    write_files(tmp_path, {"specs/001-a/README.md": head + text, "docs/a.md": text})
    began = time.process_time()
    check(CheckRequest(tmp_path))
    heading(tmp_path / "docs/a.md")
    render.render(lines_of(text), 1, new_document("spec.md"), render.BodyContext("Page"))
    assert time.process_time() - began < LIMIT


SCANNED = {
    "references": "`a.py:1` ",
    "names": "`a.py:1` `b` ",
    "links": "[a.py#L1](a.py#L1) ",
    "sources": "tower a.py:1 ",
    "comments": "```py\n# a.py:1\ndef a(): ...\n```\n",
    "code beside": "a.py:1\n```\nclass A:\n```\n",
    "tables": "| a.py | 1-2 |\n",
    "rows": "| File | Lines |\n| - | - |\n| a.py | 1 |\n\n",
    "sections": "# a.py\n\n(lines 1-2)\n",
    "lists": "a.py:1,1,1",
    "folders": "a/a.py:1/",
    "lines": "(lines 1, ",
    "letters": "**`ä.py:1` é** ",
    "several files": "`b.py:1`\n`a/b.py`\n",
}


@pytest.mark.parametrize("name", SCANNED)
@pytest.mark.parametrize("page", ["a.md", "a.rst"])
def test_a_long_page_is_scanned_in_no_time(name: str, page: str) -> None:
    release = Yardstick(SymbolIndex(TextTree({"a.py": "def a(): ...\n", "a/b.py": "", "c/b.py": ""})))
    head = "| File | Lines |\n| - | - |\n" if name == "tables" else ""
    text = head + SCANNED[name] * (SIZE // len(SCANNED[name]))
    began = time.process_time()
    scanned = scan(page, text, SourceNames({"tower": ["tower"]}), "tower")
    rewrite(page, text, [release.hold(each, scanned.paths) for each in scanned.references])
    assert time.process_time() - began < LIMIT


FIELDS = {
    "depends_on": "['{0}x']",
    "related": "[{1}]",
    "aliases": "['{0}', '1-{0}']",
    "parent": "'{0}-x'",
    "tags": "[{1}]",
    "status": "'{0}'",
    "created": "'{0}'",
    "priority": '"{0}',
    "custom": "{0}",
}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("sign", ["0", "1", "-", "a ", "[", "&a ", "#"])
def test_a_long_field_is_read_in_no_time(field: str, sign: str, tmp_path: Path) -> None:
    value = FIELDS[field].format(sign * (SIZE // len(sign)), "1, " * (SIZE // 3))
    write_files(tmp_path, {"specs/001-a/README.md": f"---\nstatus: planned\n{field}: {value}\n---\n\n# A\n"})
    began = time.process_time()
    check(CheckRequest(tmp_path))
    assert time.process_time() - began < LIMIT
    assert load(tmp_path).specs["001-a"].title == "A"
