"""The text of a spec or sub-document, as rules ask of it: what :mod:`.walk` passed by, made something of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from ..findings import Finding
from . import decoding, frontmatter
from .decoding import ENCODING_FIX, body_of, decode_lines, unreadable
from .items import evidence_places
from .markdown import Lines
from .names import specs_in
from .prose import Code, Heading, Named, Prose, Repeat, StatedCount, Stray
from .walk import Block, Walk

_HOMES: Final = (b"/home/", b"/Users/", b"\\Users\\")
_HOME: Final = re.compile(
    r"(?<![\w.~}$/-])(?:/(?:home|Users)/|[A-Za-z]:\\{1,2}Users\\{1,2})"
    r"(?P<user>[A-Za-z][\w.-]*)[/\\][^\s`'\"()<>\[\]{}|*,;]*"
)
_NOBODY: Final = frozenset(
    "user username users you your yourname your-name your-username name me myself someone somebody somewhere "
    "runner app node ubuntu vscode dev developer alice bob john jane doe ada demo test example public shared "
    "default linuxbrew admin guest foo bar git agent coder codespace path project projects".split()
)
_NUMBERS: Final = (
    re.compile(rb"\([0-9]{1,3} [a-z]", re.IGNORECASE),
    re.compile(rb"ll [0-9]"),
    re.compile(rb"he [0-9]"),
)
"""How a number that a text gives of things begins: each with a plain sign, the search for which is fast."""
_REPEATED_LINES: Final = 6
_REPEATED_LETTERS: Final = 160


def read_prose(root: Path, path: str) -> Prose:
    """Read a file by itself: a sub-document, say."""
    try:
        data = decoding.read(root, path)
    except OSError as error:
        return Prose(unreadable(path, error))
    return prose(path, data)


def prose(path: str, data: bytes) -> Prose:
    """Return what the text of a file holds."""
    text, line, wrong = decode_lines(data)
    problem = None if line is None else Finding(path, line, "encoding", wrong, ENCODING_FIX)
    body_line = frontmatter.read(text.split("\n")).body_line if text.lstrip().startswith("---") else 1
    return of_walk(Walk(body_of(text, body_line), body_line, checks=False), problem)


def of_walk(walk: Walk, problem: Finding | None = None) -> Prose:
    """Make something of what a walk has passed by."""
    source = walk.source
    # each has lines of its own: bytes are found in their order
    lines, lines_of_code = (Lines(source, walk.first_line) for _ in range(2))
    return Prose(
        problem=problem,
        headings=tuple(_headings(walk)),
        anchors=frozenset(walk.anchors.names),
        links=tuple(walk.links),
        specs=tuple([Named(name, lines.at(at)) for words, at in walk.texts for *_, name in specs_in(words)]),
        homes=tuple(_homes(walk)),
        open_fences=tuple(
            [lines.at(start) for start, end, *_ in walk.fences if not _is_closed(source[start:end])]
        ),
        marks=tuple(walk.marks),
        code=tuple(
            [Code(info, text, lines_of_code.at(start) + 1) for start, _, info, text in walk.fences if info]
        ),
        repeats=tuple(_repeats(walk, lines)),
        counts=tuple(_counts(walk)),
        strays=tuple(_strays(walk)),
        evidence=tuple(sorted(evidence_places(walk.items))) if walk.has_comments else (),
    )


def _counts(walk: Walk) -> Iterator[StatedCount]:
    if not any(sign.search(walk.source) for sign in _NUMBERS):
        return
    from .counts import counts  # here, as most texts have none, and it takes long; so below

    yield from counts(walk)


def _strays(walk: Walk) -> Iterator[Stray]:
    if walk.has_comments:
        from .strays import strays

        yield from strays(walk)


def _headings(walk: Walk) -> Iterator[Heading]:
    places = [block[3] for block in walk.blocks if block[0] != "Rule"]
    for at, behind in pairwise([*places, None]):
        if at is not None and at >= 0:
            found = walk.sections[at]
            ends = behind is None or (behind >= 0 and walk.sections[behind].level <= found.level)
            yield Heading(found.level, found.line, found.title, ends)


def _homes(walk: Walk) -> Iterator[Named]:
    """Find the paths that begin in the home of a person; those of examples, and links, do not count."""
    if not any(sign in walk.source for sign in _HOMES):
        return
    linked = sorted(link.text for link in walk.links)
    text, line, at = walk.text, walk.first_line, 0
    for match in _HOME.finditer(text):
        path = match[0].rstrip(".:!?\\")
        if match["user"].lower() in _NOBODY or _begins_one(path, linked):
            continue
        line += text.count("\n", at, match.start())
        at = match.start()
        yield Named(path, line)


def _begins_one(path: str, linked: Sequence[str]) -> bool:
    """Tell whether one of some texts, which are sorted, begins with a path."""
    at = bisect_left(linked, path)
    return at < len(linked) and linked[at].startswith(path)


def _repeats(walk: Walk, lines: Lines) -> Iterator[Repeat]:
    """Find the runs of blocks that stand in a text before, if they are too long to be an idiom."""
    first: dict[bytes | str, int] = {}
    run: list[tuple[int, int]] = []
    for at, (_, start, end, section) in enumerate(walk.blocks):
        source = walk.source[start:end].rstrip() if section < 0 else walk.sections[section].title
        before = first.setdefault(source, at)
        if run and (before == at or before != run[-1][1] + 1):
            yield from _repeat(walk, run, lines)
            run = []
        if before != at:
            run.append((at, before))
    yield from _repeat(walk, run, lines)


def _repeat(walk: Walk, run: Sequence[tuple[int, int]], lines: Lines) -> Iterator[Repeat]:
    blocks = [walk.blocks[at] for at, _ in run]
    if sum(end - start for _, start, end, _ in blocks) < _REPEATED_LETTERS:
        return
    places = [_lines(walk, block, lines) for block in blocks]
    letters = sum(len(_source(walk, block)) for block in blocks)
    if sum(last - line + 1 for line, last in places) >= _REPEATED_LINES and letters >= _REPEATED_LETTERS:
        first = walk.blocks[run[0][1]]
        yield Repeat(places[0][0], places[-1][1], lines.at(first[1]))


def _source(walk: Walk, block: Block) -> str:
    """Return the Markdown of a block; of a heading the plain text."""
    _, start, end, section = block
    return walk.sections[section].title if section >= 0 else walk.source[start:end].decode().rstrip()


def _lines(walk: Walk, block: Block, lines: Lines) -> tuple[int, int]:
    """Return the first line of a block and its last."""
    _, start, end, section = block
    source = walk.source[start : end - 1] if section >= 0 else walk.source[start:end].rstrip()
    return lines.at(start), lines.at(start) + source.count(b"\n")


def _is_closed(source: bytes) -> bool:
    """Tell whether a fenced block ends with a fence of its own."""
    mark = source[:1]
    length = len(source) - len(source.lstrip(mark))
    _, newline, last = source.rstrip().rpartition(b"\n")
    last = last.strip(b"> \t") if newline else b""
    return len(last) >= length and not last.strip(mark)
