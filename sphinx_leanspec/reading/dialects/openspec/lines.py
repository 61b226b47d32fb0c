"""What OpenSpec takes the lines of its Markdown for: sections, requirements and deltas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, Literal, NamedTuple, TypeAlias

from msgspec import Struct, field

Verb: TypeAlias = Literal["added", "modified", "removed", "renamed"]

VERBS: Final[Mapping[str, Verb]] = {
    "added requirements": "added",
    "modified requirements": "modified",
    "removed requirements": "removed",
    "renamed requirements": "renamed",
}
"""The headings below which a delta says what becomes of requirements, as compared."""

APPLIED: Final[tuple[Verb, ...]] = ("removed", "modified", "added")
"""The verbs of whole requirements, in the order in which they are done; what is renamed is so before that."""

_SCENARIO: Final = 4
"""The level of a scenario's heading."""

_FENCE: Final = re.compile(r"\s*(?P<fence>`{3,}|~{3,})(?P<rest>.*)")
_HEADING: Final = re.compile(r"(?P<level>#{1,6})\s+(?P<title>.*)")
_NAMED: Final = re.compile(r"###\s*Requirement:\s*(?P<name>.+)", re.IGNORECASE)
_REMOVED: Final = re.compile(r"\s*[-*+]\s*`?###\s*Requirement:\s*(?P<name>.+?)`?\s*")
_RENAMED: Final = re.compile(r"(?:[-*+]\s*)?(?P<side>FROM|TO):\s*`?###\s*Requirement:(?P<name>.+)")
_METADATA: Final = re.compile(r"\*\*[^*]+\*\*:")


class CaseLines(NamedTuple):
    """A scenario: its name, the text below it, and its line."""

    name: str
    text: str
    line: int


class Block(NamedTuple):
    """A requirement: its name, the lines below its heading, and the line of that."""

    name: str
    lines: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        """What it says, without scenarios, code and metadata; only metadata if there is nothing else."""
        said: list[str] = []
        metadata: list[str] = []
        for line, is_code in zip(self.lines, fenced(self.lines), strict=True):
            if is_code:
                continue
            if re.match(r"#{1,6}\s", line):
                break
            if text := line.strip():
                (metadata if _METADATA.match(text) else said).append(text)
        return "\n".join(said or metadata)

    @property
    def cases(self) -> list[CaseLines]:
        """Every heading of level 4 in it, with what follows: what a delta takes for scenarios."""
        lines = FencedLines("\n".join(self.lines))
        found = (one for one in lines.headings() if one[1] == _SCENARIO)
        return [self._case(title, at, lines.below(at, level)) for at, level, title in found]

    @property
    def children(self) -> list[CaseLines]:
        """Every heading right below its own: what a capability takes for scenarios."""
        lines = FencedLines("\n".join(self.lines))
        inner = children(lines, 0, len(self.lines))
        return [self._case(title, at, lines.below(at, level)) for at, _, level, title in inner]

    def _case(self, title: str, at: int, text: str) -> CaseLines:
        name = re.sub(r"^Scenario:\s*", "", plain_name(title), flags=re.IGNORECASE).strip()
        return CaseLines(name, text, self.line + 1 + at)


class NamedLine(NamedTuple):
    """A heading below which something stands, and its line."""

    title: str
    line: int


class Renaming(NamedTuple):
    """A requirement that gets another name, and the line that says the new one."""

    before: str
    name: str
    line: int


class DeltaText(Struct, frozen=True, dict=True):
    """What a delta says.

    :param sections: the verbs that it has a heading for.
    :param blocks: the requirements below each verb; of one that is removed, its name counts alone.
    :param unpaired: what is renamed from or to something that is not there.
    :param outside: requirements below no verb, which change nothing.
    :param strays: headings that could be a requirement's and are none, below ADDED and MODIFIED.
    """

    sections: tuple[Verb, ...] = ()
    blocks: Mapping[Verb, Sequence[Block]] = field(default_factory=lambda: dict.fromkeys(APPLIED, ()))
    renamed: Sequence[Renaming] = ()
    unpaired: Sequence[tuple[str, NamedLine]] = ()
    outside: Sequence[NamedLine] = ()
    strays: Sequence[NamedLine] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it changes no requirement."""
        return not self.renamed and not any(self.blocks.values())


class FencedLines:
    """A text, cut into lines, of which some are code.

    :param text: the text, with Unix line ends and without byte order mark.
    """

    def __init__(self, text: str) -> None:
        self.all = text.split("\n")

    @cached_property
    def code(self) -> list[bool]:
        """Which of them are in a fence, or are its ends."""
        return fenced(self.all)

    def headings(self) -> Iterator[tuple[int, int, str]]:
        """Yield the headings that are not in a fence: index, level and title, which may be empty."""
        for at, line in enumerate(self.all):
            if line[:1] == "#" and not self.code[at] and (found := _HEADING.match(line)):
                yield at, len(found["level"]), found["title"].strip()

    def section(self, title: str) -> tuple[int, int] | None:
        """Return where a section's lines begin and end, None if there is none of that title."""
        begin = level = 0
        for at, depth, found in self.headings():
            if begin and found and depth <= level:
                return begin, at
            if not begin and found.lower() == title:
                begin, level = at + 1, depth
        return (begin, len(self.all)) if begin else None

    def below(self, heading: int, level: int) -> str:
        """Return the text below a heading, up to the next one of its level or above, with a title or not."""
        ends = (at for at, depth, _ in self.headings() if at > heading and depth <= level)
        return "\n".join(self.all[heading + 1 : next(ends, len(self.all))]).strip()


def fenced(lines: Sequence[str]) -> list[bool]:
    """Tell of each line whether it is in a fence, or one of its ends, however deep that is indented."""
    masked, closing = [], ""
    for line in lines:
        found = _FENCE.match(line)
        masked.append(bool(closing or found))
        if not found:
            continue
        if not closing:
            closing = found["fence"]
        elif found["fence"].startswith(closing) and not found["rest"].strip():
            closing = ""
    return masked


def plain_name(name: str) -> str:
    """Return a name without the signs that may close a heading."""
    written = name.strip()
    bare = written.rstrip("#")
    return bare.rstrip() if bare[-1:] in (" ", "\t") else written


def folded(name: str) -> str:
    """Return a name as those are compared that may have been misspelt."""
    return " ".join(name.lower().split())


def requirements(lines: FencedLines) -> list[Block]:
    """Return what a capability's section of requirements holds: every heading right below its own."""
    found = lines.section("requirements")
    return [
        Block(
            plain_name(re.sub(r"^Requirement:\s*", "", title, flags=re.IGNORECASE)),
            tuple(lines.all[at + 1 : end]),
            at + 1,
        )
        for at, end, _, title in (children(lines, *found) if found else ())
    ]


def children(lines: FencedLines, begin: int, end: int) -> Iterator[tuple[int, int, int, str]]:
    """Yield the headings between two lines that stand in no other: index, end of section, level, title."""
    inner = [found for found in lines.headings() if begin <= found[0] < end and found[2]]
    top = 7
    for place, (at, level, title) in enumerate(inner):
        if level <= top:
            top = level
            ends = (other for other, depth, _ in inner[place + 1 :] if depth <= level)
            yield at, next(ends, end), level, title


def named(line: str) -> str:
    """Return the name in the heading of a requirement, empty if the line is none."""
    found = _NAMED.match(line)
    return plain_name(found["name"].strip().removesuffix("`")) if found else ""


def read_delta(text: str) -> DeltaText:
    """Read what a change does to a capability."""
    lines = FencedLines(text)
    tops = [(at, found[1].strip()) for at, found in _tops(lines)]
    blocks: dict[Verb, list[Block]] = {"added": [], "modified": [], "removed": []}
    renamed: list[Renaming] = []
    unpaired: list[tuple[str, NamedLine]] = []
    outside: list[NamedLine] = []
    strays: list[NamedLine] = []
    sections: dict[Verb, None] = {}
    for place, (at, title) in enumerate([(-1, ""), *tops]):
        end = tops[place][0] if place < len(tops) else len(lines.all)
        verb = VERBS.get(title.lower())
        if verb is None:
            outside += (NamedLine(block.name, block.line) for block in blocks_of(lines, at + 1, end))
            continue
        sections[verb] = None
        if verb == "renamed":
            _rename(lines, at + 1, end, renamed, unpaired)
        elif verb == "removed":
            blocks[verb] += _removed(lines, at + 1, end)
        else:
            blocks[verb] += blocks_of(lines, at + 1, end)
            strays += _strays(lines, at + 1, end)
    ordered = tuple(verb for verb in VERBS.values() if verb in sections)
    return DeltaText(ordered, blocks, renamed, unpaired, outside, strays)


def _tops(lines: FencedLines) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the headings of level 2 that are not in a fence."""
    for at, line in enumerate(lines.all):
        if line.startswith("##") and not lines.code[at] and (found := re.match(r"##\s+(.+)", line)):
            yield at, found


def blocks_of(lines: FencedLines, begin: int, end: int) -> list[Block]:
    """Return the requirements between two lines, each with all up to the next."""
    starts = [at for at in range(begin, end) if not lines.code[at] and named(lines.all[at])]
    return [
        Block(named(lines.all[at]), tuple(lines.all[at + 1 : after]), at + 1)
        for at, after in zip(starts, (*starts[1:], end), strict=False)
    ]


def _strays(lines: FencedLines, begin: int, end: int) -> Iterator[NamedLine]:
    for at in range(begin, end):
        line = lines.all[at]
        if not lines.code[at] and not named(line) and (found := re.match(r"###\s+(.+)", line)):
            yield NamedLine(found[1].strip(), at + 1)


def _removed(lines: FencedLines, begin: int, end: int) -> Iterator[Block]:
    """Yield what is removed: by the heading of a requirement, or by one in an item of a list."""
    for at in range(begin, end):
        if lines.code[at]:
            continue
        line = lines.all[at]
        if name := named(line):
            yield Block(name, (), at + 1)
        elif found := _REMOVED.fullmatch(line):
            yield Block(plain_name(found["name"].strip().removesuffix("`")), (), at + 1)


def _rename(
    lines: FencedLines, begin: int, end: int, renamed: list[Renaming], unpaired: list[tuple[str, NamedLine]]
) -> None:
    """Pair each ``FROM`` with the ``TO`` after it."""
    pending: NamedLine | None = None
    for at in range(begin, end):
        found = None if lines.code[at] else _RENAMED.fullmatch(lines.all[at].strip())
        if not found:
            continue
        one = NamedLine(plain_name(found["name"].strip().removesuffix("`")), at + 1)
        if found["side"] == "FROM":
            if pending:
                unpaired.append(("FROM", pending))
            pending = one
        elif pending:
            renamed.append(Renaming(pending.title, one.title, one.line))
            pending = None
        else:
            unpaired.append(("TO", one))
    if pending:
        unpaired.append(("FROM", pending))
