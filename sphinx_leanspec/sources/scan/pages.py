"""The references of a page, each with what stands beside it: its file, its source, the name it is about."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from .attribution import SourceNames
from .definitions import definition
from .outline import Extent, Outline, outline, within
from .spellings import LineSpan, Spelled, Spelling, is_document, names_a_file, sizes, spelled
from .tables import PageTables

_NEAR: Final = 3
"""How many lines below a reference the code block may begin that it is about."""

_QUOTED: Final = re.compile(
    r"@?(?P<name>[A-Za-z_$][\w$]*(?:(?:\.|::)[A-Za-z_$][\w$]*)*)!?(?:\([^`]{0,200}\))?"
)
_MOST: Final = 20
"""How many names beside a reference are looked at."""

_LINE_MARK: Final = re.compile(r"L\d{1,6}")
_BEFORE_LABEL: Final = " \t-*+>0123456789.)[]x|"
"""What may stand before the bold words that a line begins with: marks of lists, quotes, tables and boxes."""

Beside = Literal["", "block", "line"]
"""Where the names beside a reference stand: on its line, or in the code below it."""


class PlainReference(Struct, frozen=True):
    """A reference into code as somebody wrote it.

    :param line: from 1.
    :param column: of its first character in that line, from 1; ``end`` is the column after its last.
    :param text: as written, without markup around it.
    :param path: the file, as written on this line or above.
    :param lines: empty if a name says what is meant.
    :param name: what a spelling such as ``path::name`` names.
    :param names: what stands beside it, the first one first.
    :param source: the source that it is about, empty if nothing says so.
    :param is_code: whether it stands in a code block, where no role can be.
    """

    page: str
    line: int
    column: int
    end: int
    text: str
    spelling: Spelling
    path: str
    lines: tuple[LineSpan, ...] = ()
    name: str = ""
    names: tuple[str, ...] = ()
    beside: Beside = ""
    source: str = ""
    is_code: bool = False


class PageScan(Struct, frozen=True):
    """What was found on a page.

    :param paths: all files that it names, as written, by the last part of their paths.
    :param sizes: how many files are named with how long they are, which looks like a reference and is none.
    """

    references: tuple[PlainReference, ...] = ()
    paths: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sizes: int = 0


class _Section(Struct):
    """A section that is read: what is said in it counts until it ends, and for those in it."""

    level: int
    path: str
    """The file that was named last."""
    source: str


def scan(page: str, text: str, sources: SourceNames | None = None, default: str = "") -> PageScan:
    """Find the references of a page.

    :param page: its path, whose ending says how to read it.
    :param text: with Unix line ends.
    :param default: the source of a reference about which nothing says what it is about.
    """
    if not names_a_file(text):
        return PageScan()
    lines = text.split("\n")
    found = {number: on_line for number, line in enumerate(lines) if (on_line := spelled(line))}
    if not any(_may_refer(lines[number], on_line) for number, on_line in found.items()):
        return PageScan(sizes=sum(sizes(lines[number]) for number in found))
    walk = _Walk(page, text, lines, found, sources or SourceNames({}), default)
    references = tuple(walk.references())
    return PageScan(references, {name: frozenset(paths) for name, paths in walk.paths.items()}, walk.sizes)


def _may_refer(line: str, found: Sequence[Spelled]) -> bool:
    """Tell whether a line may hold a reference, with what stands around it; most pages have none such."""
    return "|" in line or any(each.spelling for each in found)


class _Walk:
    """A page, read from its first line to its last.

    :param found: what is spelled on its lines, if all of them are prose.
    """

    def __init__(
        self,
        page: str,
        text: str,
        lines: Sequence[str],
        found: Mapping[int, list[Spelled]],
        sources: SourceNames,
        default: str,
    ) -> None:
        self.page = page
        self.lines = lines
        self._found = found
        self.paths: defaultdict[str, set[str]] = defaultdict(set)
        self.sizes = 0
        self._outline: Outline = outline(text, is_rst=page.endswith(".rst"))
        self._tables = PageTables(self._outline, self.lines)
        self._sources = sources
        self._open = [_Section(0, "", default)]

    def references(self) -> Iterator[PlainReference]:
        found: dict[int, list[PlainReference]] = {}
        for number, line in enumerate(self.lines):
            is_code = self._outline.block_at(number) is not None
            if not is_code:
                self._enter(number, line)
            if number in self._found and (on_line := self._on_line(number, line, is_code=is_code)):
                found[number] = on_line
        for number, references in found.items():
            yield from self._with_names(number, references, found)

    def _enter(self, number: int, line: str) -> None:
        """Go into the section that begins on a line, and note the source that it is about."""
        level = self._outline.headings.get(number)
        if level is not None:
            while self._open[-1].level >= level:
                self._open.pop()
            self._open.append(replace(self._open[-1], level=level))
        bold = self._outline.bold.get(number)
        if level is not None:
            label = line
        elif bold and not line[: bold[0].start].strip(_BEFORE_LABEL):
            label = line[bold[0].start : bold[0].end]
        else:
            return
        self._open[-1].source = self._sources.only(label) or self._open[-1].source

    def _on_line(self, number: int, line: str, *, is_code: bool) -> list[PlainReference]:
        found = spelled(line, is_code=True) if is_code else self._found[number]
        self.sizes += sizes(line)
        if not is_code:
            row = self._tables.row(number, found)
            self.sizes += row.is_size
            found = [*found, row.reference] if row.reference else found
        named = self._sources.in_text(line)
        references = []
        for each in found:
            if each.path:
                self.paths[re.split(r"[/\\]", each.path)[-1]].add(each.path)
                if not is_code:
                    self._open[-1].path = each.path
            path = each.path or self._open[-1].path
            if each.spelling is not None and path and not is_document(path):
                source = self._source(number, each, named)
                references.append(self._reference(number, line, each, path, source, is_code=is_code))
        return self._without_twins(number, references)

    def _source(self, number: int, each: Spelled, named: Sequence[tuple[int, str]]) -> str:
        """Return the source that a reference is about: what is nearest to it says so."""
        before = bisect_left(named, (each.start, ""))
        return (
            self._sources.only(each.path)
            or (named[before - 1][1] if before else "")
            or self._sources.only(self._tables.heading(number, each.start))
            or self._open[-1].source
        )

    def _reference(
        self, number: int, line: str, each: Spelled, path: str, source: str, *, is_code: bool
    ) -> PlainReference:
        assert each.spelling is not None
        return PlainReference(
            self.page,
            number + 1,
            each.start + 1,
            each.end + 1,
            line[each.start : each.end],
            each.spelling,
            path,
            each.lines,
            each.name,
            source=source,
            is_code=is_code,
        )

    def _without_twins(self, number: int, references: list[PlainReference]) -> list[PlainReference]:
        """Leave out what a link says a second time: its text and where it leads are one reference."""
        links = self._outline.links.get(number, [])
        if not links or len(references) < 2:
            return references
        kept: list[PlainReference] = []
        last: Extent | None = None
        for each in references:
            link = within(links, each.column - 1)
            if link is None or link != last:
                kept.append(each)
            elif len(each.path) > len(kept[-1].path):  # where it leads says more than its text
                kept[-1] = each
            last = link
        return kept

    def _with_names(
        self, number: int, references: list[PlainReference], found: Container[int]
    ) -> Iterator[PlainReference]:
        """Say of the references of a line what stands beside them."""
        quoted = [] if references[0].is_code else self._quoted(number)
        defined: tuple[str, ...] | None = None
        for at, each in enumerate(references):
            names = _nearest(quoted, references, at)
            if names or each.name:
                yield replace(each, names=names, beside="line") if not each.name else each
                continue
            if defined is None:
                defined = self._defined(number, found)
            yield replace(each, names=defined, beside="block") if defined else each

    def _quoted(self, number: int) -> list[tuple[int, str]]:
        """Return the names in code spans on a line, each with its column from 1."""
        line = self.lines[number]
        names = []
        for place in self._outline.code.get(number, ()):
            found = _QUOTED.fullmatch(line[place.start : place.end].strip("`").strip())
            if found and not names_a_file(found["name"]) and not _LINE_MARK.fullmatch(found["name"]):
                names.append((place.start + 1, found["name"]))
        return names

    def _defined(self, number: int, found: Container[int]) -> tuple[str, ...]:
        """Return what the code defines that a line stands above, or is a comment in."""
        own = self._outline.block_at(number)
        if own is None:
            near = range(number + 1, number + _NEAR + 1)
            own = next((block for line in near if (block := self._outline.block_at(line)) is not None), None)
            if own is None:
                return ()
            begin, end = self._outline.blocks[own]
        else:
            begin, end = number + 1, self._outline.blocks[own].end
        names: dict[str, None] = {}
        for line in range(begin, end):
            if line in found or len(names) == _MOST:
                break
            if name := definition(self.lines[line]):
                names[name] = None
        return tuple(names)


def _nearest(
    quoted: Sequence[tuple[int, str]], references: Sequence[PlainReference], at: int
) -> tuple[str, ...]:
    """Return the names beside one of the references of a line.

    Where names come first, each reference has those before it, else those after it.
    """
    if len(references) == 1 or not quoted:
        names = quoted
    else:
        begin = references[at - 1].end if at else 0
        end = references[at + 1].column if at + 1 < len(references) else sys.maxsize
        start, own, stop = (
            bisect_left(quoted, (column, "")) for column in (begin, references[at].column, end)
        )
        before, after = quoted[start:own], quoted[own:stop]
        names = before if quoted[0][0] < references[0].column else after
    return tuple(dict.fromkeys(name for _, name in names[:_MOST]))
