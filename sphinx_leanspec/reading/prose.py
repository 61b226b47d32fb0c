"""The text of a spec or sub-document, as rules ask of it.

What :mod:`.markdown` reads is what every view shows; this is a second look, which rules alone need.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from ..model import Finding
from . import frontmatter, legacy
from .blocks import Block, Named, Walk
from .counts import StatedCount, counts
from .project import Project
from .spec import decode, unified


class Heading(NamedTuple):
    """A heading that begins a section of the page.

    :param is_empty: whether nothing stands between it and the next of its level, not even a comment.
    """

    level: int
    line: int
    title: str
    is_empty: bool


class Repeat(NamedTuple):
    """A part of a text that stands in it before, word for word: its lines, and where the first begins."""

    line: int
    last: int
    first: int


@dataclass(frozen=True, slots=True)
class Prose:
    """What a text holds; lines are those of its file.

    :param problem: what is wrong with the file; it is read all the same.
    :param fields: the names of the fields in its frontmatter.
    :param anchors: the anchors of all headings, as GitHub makes them.
    :param links: the targets of links and pictures.
    :param specs: the specs it names, ``spec-013`` and ``specs/013-name``, and does not link.
    :param homes: the paths on somebody's own machine, ``/home/grace/…``, that are not links.
    :param banner: the status in the decoration below the title, ``> **Status**: …``.
    :param open_fences: the lines of the fences that are never closed.
    """

    problem: Finding | None = None
    fields: tuple[Named, ...] = ()
    headings: tuple[Heading, ...] = ()
    anchors: frozenset[str] = frozenset()
    links: tuple[Named, ...] = ()
    specs: tuple[Named, ...] = ()
    homes: tuple[Named, ...] = ()
    banner: Named | None = None
    open_fences: tuple[int, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    counts: tuple[StatedCount, ...] = ()


_FIELD: Final = re.compile(r"[\"']?(?P<name>[\w.-]+)[\"']?\s*:(?:\s|$)")
_HOMES: Final = ("/home/", "/Users/", "\\Users\\")
_HOME: Final = re.compile(
    r"(?<![\w.~}$/-])(?:/(?:home|Users)/|[A-Za-z]:\\{1,2}Users\\{1,2})"
    r"(?P<user>[A-Za-z][\w.-]*)[/\\][^\s`'\"()<>\[\]{}|*,;]*"
)
_NOBODY: Final = frozenset(
    "user username users you your yourname your-name your-username name me myself someone somebody somewhere "
    "runner app node ubuntu vscode dev developer alice bob john jane doe ada demo test example public shared "
    "default linuxbrew admin guest foo bar git agent coder codespace path project projects".split()
)
_REPEATED_LINES: Final = 6
_REPEATED_LETTERS: Final = 160


def read_prose(project: Project, path: str, body_line: int | None = None) -> Prose:
    """Read a file.

    :param path: the file, relative to the repository.
    :param body_line: where its body begins, found by itself if not given.
    """
    try:
        data = (project.root / path).read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = f"the file cannot be read ({reason})"
        return Prose(Finding(path, 1, "unreadable", message, "check its permissions"))
    return prose(path, data, body_line)


def is_home(target: str) -> bool:
    """:returns: whether the target of a link is a path in somebody's home."""
    return target.startswith(("/home/", "/Users/")) or (target[1:2] == ":" and "Users" in target)


def prose(path: str, data: bytes, body_line: int | None = None) -> Prose:
    """:returns: what the text of a file holds; see :func:`read_prose`."""
    text, line, wrong = decode(data)
    text = unified(text)
    fix = "save it as UTF-8 without a byte order mark"
    problem = None if line is None else Finding(path, line, "encoding", wrong, fix)
    if body_line is None:
        body_line = frontmatter.read(text.split("\n")).body_line if text.lstrip().startswith("---") else 1
    *head, body = text.split("\n", body_line - 1) if body_line > 1 else [text]
    if len(head) < body_line - 1:  # a block that is never closed
        head, body = [*head, body], ""
    walk = Walk(f"{body}\n", body_line)
    walk.run()
    return Prose(
        problem=problem,
        fields=tuple(_fields(head)),
        headings=tuple(_headings(walk.blocks)),
        anchors=frozenset(walk.anchors),
        links=tuple(walk.links),
        specs=tuple(walk.specs),
        homes=tuple(found for found in _homes(body, body_line) if not _is_linked(found, walk.links)),
        banner=_banner(body, body_line),
        open_fences=tuple(walk.open_fences),
        repeats=tuple(_repeats(walk.blocks)),
        counts=tuple(counts(walk.blocks)),
    )


def _fields(head: Sequence[str]) -> Iterator[Named]:
    for line, text in enumerate(head, 1):
        if match := _FIELD.match(text):
            yield Named(match["name"], line)


def _headings(blocks: Sequence[Block]) -> Iterator[Heading]:
    end = Block("Heading", 0, 0, "")
    for block, behind in pairwise([*(block for block in blocks if block.kind != "Rule"), end]):
        if block.kind == "Heading":
            is_empty = behind.kind == "Heading" and behind.level <= block.level
            yield Heading(block.level, block.line, block.source, is_empty)


def _banner(body: str, body_line: int) -> Named | None:
    line = legacy.banner(body, body_line)
    if line is None:
        return None
    found = legacy.fields([body.split("\n", line - body_line + 1)[line - body_line]])
    return Named(found["status"][0], line) if "status" in found else None


def _homes(body: str, body_line: int) -> Iterator[Named]:
    """:returns: the paths that begin in the home of a person; those of examples do not count."""
    for match in _HOME.finditer(body) if any(sign in body for sign in _HOMES) else ():
        if match["user"].lower() not in _NOBODY:
            yield Named(match[0].rstrip(".:!?\\"), body_line + body.count("\n", 0, match.start()))


def _is_linked(found: Named, links: Sequence[Named]) -> bool:
    return any(link.text.startswith(found.text) for link in links)


def _repeats(blocks: Sequence[Block]) -> Iterator[Repeat]:
    """:returns: the runs of blocks that stand in a text before, if they are too long to be an idiom."""
    first: dict[str, int] = {}
    run: list[tuple[Block, int]] = []
    for at, block in enumerate(blocks):
        before = first.setdefault(f"#{block.source}" if block.level else block.source, at)
        if run and (before == at or before != run[-1][1] + 1):
            yield from _repeat(blocks, run)
            run = []
        if before != at:
            run.append((block, before))
    yield from _repeat(blocks, run)


def _repeat(blocks: Sequence[Block], run: Sequence[tuple[Block, int]]) -> Iterator[Repeat]:
    lines = sum(block.last - block.line + 1 for block, _ in run)
    if lines >= _REPEATED_LINES and sum(len(block.source) for block, _ in run) >= _REPEATED_LETTERS:
        yield Repeat(run[0][0].line, run[-1][0].last, blocks[run[0][1]].line)
