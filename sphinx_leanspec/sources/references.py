"""References to code in the text of documents: their grammar, and where they stand.

.. code-block:: text

    reference = [ source ":" ] target
    target    = name                                  ; package.module.Class.method, or a unique tail of it
              / file                                  ; all of it
              / file "#L" line [ "-L" line ]          ; lines of it
              / file "#/" text "/" [ "-/" text "/" ]  ; the line with this text, to the next with that
    file      = path with "/" in it, or with the ending of a language
    text      = what stands in the line, letter by letter: no pattern

Documents are read as they are written: the role ``{source}`` and the directive ``{source-code}``, in Markdown
and in reStructuredText.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple

from ..reading.decoding import decode, unified
from ..reading.markdown import raw_events
from .settings import Source, default_of

ROLE: Final = "source"
DIRECTIVE: Final = "source-code"
_MARKER: Final = b"{source}"

ENDINGS: Final = frozenset(
    "c cc cfg cpp cs css cu cuh go h hpp html java js json jsx kt md mjs php proto py pyi rb rs rst scala sh "
    "sql swift toml ts tsx txt xml yaml yml".split()
)
"""What the names of files end with, so that `setup.py` is one, and no `py` in `setup`."""

_MOST: Final = 30
"""How many lines of options a directive has at most."""
_LONGEST: Final = 4000
"""How many bytes they have."""

_DEEPEST: Final = 20
"""How many directives may stand in each other; nobody writes so many."""

_SUFFIXES: Final = (".md", ".rst")
_SOURCE: Final = re.compile(r"(?P<source>[A-Za-z][\w.-]*):(?![:/])(?P<target>.*)", re.DOTALL)
_LINES: Final = re.compile(r"L(?P<first>[1-9]\d{0,8})(?:-L?(?P<last>[1-9]\d{0,8}))?")
_PATTERN: Final = re.compile(r"/(?P<first>.+?)/(?:-/(?P<last>.+)/)?", re.DOTALL)
_OPTION: Final = re.compile(r"[ \t]*:(?P<name>[\w-]+):(?:[ \t]+(?P<value>.*?))?[ \t]*")
_FENCE_NAME: Final = re.compile(r"\{(?P<name>[\w:.+-]+)\}[ \t]*(?P<argument>.*)")
_COLON_FENCE: Final = re.compile(rb"^[ \t>]*:::+\{source-code\}[ \t]*(?P<argument>.*)$", re.MULTILINE)
_RST_ROLE: Final = re.compile(rf"``.+?``|(?<![\w`:]):{ROLE}:`(?P<text>[^`]{{1,1000}})`(?!`)", re.DOTALL)
_RST_DIRECTIVE: Final = re.compile(
    r"^(?P<indent>[ \t]*)\.\.[ \t]+(?P<name>[\w:.+-]+)::[ \t]*(?P<argument>.*)$"
)
_LITERAL: Final = frozenset(
    "code code-block literalinclude math mermaid parsed-literal raw sourcecode uml graphviz".split()
)
"""Directives whose content is no text."""
_LEFT_OUT: Final = frozenset({"node_modules", "venv", "fixtures", "testdata"})


@dataclass(frozen=True, slots=True)
class SourceTarget:
    """What a reference means in its source: a symbol, or a file and a part of it.

    :param first: the first line, 0 if none is named.
    :param begin: a text that stands in the first line, as it is written there.
    :param end: a text that stands in the last line.
    """

    symbol: str = ""
    file: str = ""
    first: int = 0
    last: int = 0
    begin: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True, order=True)
class SourceReference:
    """A reference to code, where a document makes it.

    :param path: the document.
    :param source: the source that it names, or the default one of its page; empty if there is none.
    :param target: what it says of that source, as written.
    :param options: those of a ``{source-code}``.
    """

    path: str
    line: int
    source: str
    target: str
    is_excerpt: bool = False
    options: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def name(self) -> str:
        """What it is called: source and target."""
        return f"{self.source}:{self.target}"


class ReferenceText(NamedTuple):
    """A reference as written: the words shown for it, its source, its target; the first two may be empty."""

    title: str
    source: str
    target: str


def parts(text: str) -> ReferenceText:
    """Take a reference apart: ``words <nemo:package.Class>``."""
    title, said = _titled(text.strip())
    named = _SOURCE.fullmatch(said.strip())
    if named:
        return ReferenceText(title.strip(), named["source"], named["target"].strip())
    return ReferenceText(title.strip(), "", said.strip())


def _titled(text: str) -> tuple[str, str]:
    """Return the words that are shown for a reference, empty if there are none, and what it refers to."""
    title, bracket, target = text.removesuffix(">").rpartition("<")
    is_titled = text.endswith(">") and bracket and target and ">" not in target and not title.endswith("\\")
    return (title, target) if is_titled else ("", text)


def split(name: str) -> tuple[str, str]:
    """Return the source and the target of a reference's name."""
    source, _, target = name.partition(":")
    return source, target


def target_of(text: str) -> SourceTarget:
    """Read what a reference says of its source."""
    file, mark, place = text.partition("#")
    if not mark:
        stem, _, ending = file.rpartition(".")
        is_file = "/" in file or (stem and "." not in stem and ending in ENDINGS)
        return SourceTarget(file=file) if is_file else SourceTarget(symbol=file)
    if lines := _LINES.fullmatch(place):
        first, last = int(lines["first"]), int(lines["last"] or lines["first"])
        return SourceTarget(file=file, first=min(first, last), last=max(first, last))
    if pattern := _PATTERN.fullmatch(place):
        return SourceTarget(file=file, begin=pattern["first"], end=pattern["last"] or "")
    return SourceTarget(symbol=text)


def collect(root: Path, start: Path | None, sources: Mapping[str, Source]) -> Iterator[SourceReference]:
    """Yield the references of all documents in a folder, in order.

    Left out are hidden folders, those that begin with ``_``, and links.

    :param root: the repository, which paths are relative to.
    :param start: the folder or file to look at; all of the repository if None.
    """
    for path in documents(start or root):
        name = path.relative_to(root).as_posix()
        try:
            data = path.read_bytes()
        except OSError:  # whoever builds the site will hear of it
            continue
        if ROLE.encode() in data:
            yield from read(name, unified(decode(data)[0]), sources)


def read(path: str, text: str, sources: Mapping[str, Source]) -> list[SourceReference]:
    """Return the references of a document.

    :param path: the document, relative to the repository; its ending says how it is written.
    """
    found = _in_rst(text, 1) if path.endswith(".rst") else _in_markdown(text, 1)
    default = default_of(sources, path)
    references = []
    for line, said, options in found:
        _, source, target = parts(said)
        is_excerpt = options is not None
        references.append(SourceReference(path, line, source or default, target, is_excerpt, options or {}))
    return sorted(references)


_Said = tuple[int, str, Mapping[str, str] | None]
"""A line, what is said there, and the options of a directive."""


def documents(start: Path) -> Iterator[Path]:
    """Yield the documents in a folder, in order, or the file itself; links are not followed."""
    if start.is_file():
        yield start
        return
    for folder, folders, files in os.walk(start):
        folders[:] = sorted(name for name in folders if name[:1] not in "._" and name not in _LEFT_OUT)
        for name in sorted(files):
            path = Path(folder, name)
            if name.endswith(_SUFFIXES) and not path.is_symlink():
                yield path


def _in_markdown(text: str, first: int, depth: int = 0) -> Iterator[_Said]:
    """Find references in Markdown, by the same parser that reads specs; directives hold Markdown again."""
    data = text.encode()
    starts = list(accumulate(map(len, data.split(b"\n")), lambda at, size: at + size + 1, initial=0))
    blocks: list[tuple[int, int]] = []
    for event, place in raw_events(text):
        start, end = place["start"], place["end"]
        if not isinstance(event, dict):
            continue
        line = first + bisect_right(starts, start) - 1
        if "Code" in event:
            if data.endswith(_MARKER, 0, start) and not data.endswith(b"\\" + _MARKER, 0, start):
                yield line, event["Code"], None
        elif isinstance(begun := event.get("Start"), dict) and "CodeBlock" in begun:
            blocks.append((start, end))
            yield from _in_block(data[start:end].decode(), begun["CodeBlock"], line, depth)
    for fence in _COLON_FENCE.finditer(data):
        at = fence.start()
        if not _is_within(at, blocks):
            below = data[fence.end() + 1 : fence.end() + _LONGEST].decode(errors="replace")
            argument = fence["argument"].decode().strip()
            yield first + bisect_right(starts, at) - 1, argument, _options(below.split("\n"))


def _is_within(at: int, blocks: list[tuple[int, int]]) -> bool:
    number = bisect_right(blocks, at, key=lambda block: block[0])
    return bool(number) and at < blocks[number - 1][1]


def _in_block(block: str, kind: object, line: int, depth: int) -> Iterator[_Said]:
    said = kind.get("Fenced", "") if isinstance(kind, dict) else ""
    named = _FENCE_NAME.match(said)
    if not named:
        return
    lines = block.split("\n")
    if named["name"] == DIRECTIVE:
        yield line, named["argument"].strip(), _options(lines[1:])
    elif named["name"] == "eval-rst":
        yield from _in_rst("\n".join(lines[1:-1]), line + 1)
    elif named["name"] not in _LITERAL and depth < _DEEPEST:
        yield from _in_markdown("\n".join(lines[1:-1]), line + 1, depth + 1)


def _options(lines: list[str]) -> dict[str, str]:
    """Read the options below the first line of a directive: ``:name: value``, or YAML between ``---``."""
    options: dict[str, str] = {}
    if lines and lines[0].strip() == "---":
        for line in lines[1:]:
            name, mark, value = line.partition(":")
            if not mark:
                break
            options[name.strip()] = value.strip().strip("\"'")
        return options
    for line in lines:
        found = _OPTION.fullmatch(line)
        if not found:
            break
        options[found["name"]] = found["value"] or ""
    return options


def _in_rst(text: str, first: int) -> Iterator[_Said]:
    """Find references in reStructuredText; what is indented below a literal is none."""
    lines = text.split("\n")
    paragraph: list[str] = []
    begun = first
    literal = -1
    for number, line in enumerate([*lines, ""]):
        indent = len(line) - len(line.lstrip()) if line.strip() else None
        if literal >= 0 and (indent is None or indent > literal):
            continue
        literal = -1
        directive = _RST_DIRECTIVE.match(line)
        if directive and directive["name"] == DIRECTIVE:
            yield first + number, directive["argument"].strip(), _options(lines[number + 1 : number + _MOST])
        if directive and directive["name"] in _LITERAL:
            literal = len(directive["indent"])
        elif line.rstrip().endswith("::") and not directive:
            literal = indent or 0
        if indent is not None:
            begun = begun if paragraph else first + number
            paragraph.append(line)
        if indent is None or literal >= 0:
            joined = "\n".join(paragraph)
            place, at = begun, 0
            for role in _RST_ROLE.finditer(joined):
                place, at = place + joined.count("\n", at, role.start()), role.start()
                if role["text"]:
                    yield place, role["text"], None
            paragraph = []
