"""Whether the lines of a reference still meet the name that stands beside it, at one release of a source.

Three rules, from the one that forgives most:

lenient: any name beside the reference is defined within three lines of its lines, or its body is around them.
strict: the first name is defined in its lines, or its body is around them.
exact: its lines begin where the first name does, at its decorator or definition, and end where it ends, give
or take one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from ..errors import SourceError
from ..index import SymbolIndex
from ..lines import decoded, split
from .definitions import Defined, by_indent
from .files import FileFinder
from .pages import PlainReference
from .spellings import LineSpan

_TOLERANCE: Final = 3
_MOST: Final = 12
"""How many files are looked into for a reference that may mean any of them."""

Meets = Literal["no", "lenient", "strict", "exact"]
"""The hardest rule that holds; each holds where a harder one does."""

_ORDER: Final[tuple[Meets, ...]] = ("no", "lenient", "strict", "exact")


class Held(Struct, frozen=True):
    """A reference held against a release.

    :param paths: the files it may mean; it is found if that is one.
    :param is_past: whether its lines reach past the end of the file.
    :param is_whole: whether its lines are the whole file, give or take one at the end.
    :param meets: the rule by which it meets the names beside it; None if there is none, or no file.
    :param symbol: the full name of what its lines are exactly, or of what it names, if that has one.
    :param place: where that is.
    """

    reference: PlainReference
    paths: tuple[str, ...] = ()
    is_past: bool = False
    is_whole: bool = False
    meets: Meets | None = None
    symbol: str = ""
    place: Defined | None = None


class _CodeFile:
    """A file of a source: how long it is, and what it defines."""

    def __init__(self, lines: int, places: Iterable[Defined]) -> None:
        self.lines = lines
        self._places: defaultdict[str, list[Defined]] = defaultdict(list)
        for place in places:
            self._places[place.name.rpartition(".")[2]].append(place)

    def named(self, name: str, *, as_whole: bool = False) -> list[Defined]:
        """Return what a name means here: by its whole name, else by the last part of it.

        :param as_whole: whether the last part alone does not count.
        """
        wanted = name.partition("[")[0].removesuffix("()").replace("::", ".")
        known = self._places.get(wanted.rpartition(".")[2], [])
        found = [each for each in known if f".{each.name}".endswith(f".{wanted}")]
        return found if as_whole else found or known

    def meets(self, names: Sequence[str], span: LineSpan) -> Meets:
        """Return the hardest rule by which lines meet the names beside them."""
        first = self.named(names[0])
        if any(_is_exact(each, span) for each in first):
            return "exact"
        if any(_is_in(each, span, 0) for each in first):
            return "strict"
        if any(_is_in(each, span, _TOLERANCE) for name in names for each in self.named(name)):
            return "lenient"
        return "no"


class Yardstick:
    """A source at one release, for references to be held against.

    :param index: its files, and what they define.
    """

    def __init__(self, index: SymbolIndex) -> None:
        self.index = index
        self._files: dict[str, _CodeFile] = {}

    @cached_property
    def _finder(self) -> FileFinder:
        return FileFinder(self.index.tree.paths())

    @cached_property
    def _modules(self) -> frozenset[str]:
        return frozenset(self.index.files)

    def hold(self, reference: PlainReference, page_paths: Mapping[str, Collection[str]]) -> Held:
        """Hold a reference against this release.

        :param page_paths: the files that its page names, by the last part of their paths.
        """
        paths = self._finder.resolve(reference.path, page_paths)
        if len(paths) == 1:
            return self._in_file(reference, paths[0])
        held = [self._in_file(reference, path) for path in paths[:_MOST]]
        if not held:
            return Held(reference)
        nearest = max(held, key=lambda each: (_ORDER.index(each.meets or "no"), not each.is_past))
        return Held(reference, paths, nearest.is_past, meets=nearest.meets)

    def _in_file(self, reference: PlainReference, path: str) -> Held:
        try:
            file = self._file(path)
        except SourceError:
            return Held(reference, (path,))
        if reference.name:
            found = file.named(reference.name, as_whole=self._is_parsed(path))  # else it has no others
            return self._held(reference, path, "exact" if found else "no", found)
        spans, names = reference.lines, reference.names
        held = Held(
            reference,
            (path,),
            max(span.last for span in spans) > file.lines,
            len(spans) == 1 < spans[0].last and spans[0].first == 1 and abs(spans[0].last - file.lines) <= 1,
        )
        if not names:
            return held
        meets = max((file.meets(names, span) for span in spans), key=_ORDER.index)
        if meets != "exact" or len(spans) > 1:
            return replace(held, meets=meets)
        found = [each for each in file.named(names[0]) if _is_exact(each, spans[0])]
        exact = self._held(reference, path, meets, found)
        return replace(exact, is_past=held.is_past, is_whole=held.is_whole)

    def _held(self, reference: PlainReference, path: str, meets: Meets, found: Sequence[Defined]) -> Held:
        if len(found) != 1:
            return Held(reference, (path,), meets=meets)
        name = f"{self.index.module(path).name}.{found[0].name}" if self._is_parsed(path) else ""
        return Held(reference, (path,), meets=meets, symbol=name, place=found[0])

    def _is_parsed(self, path: str) -> bool:
        """Tell whether the symbols of a file have full names: if it is in a language that is read."""
        if path not in self._modules:
            return False
        try:
            self.index.module(path)
        except SourceError:  # such as of a newer Python, or of a language whose reader is not installed
            return False
        return True

    def _file(self, path: str) -> _CodeFile:
        """Return what a file defines; of one that cannot be parsed, what its layout tells.

        :raises SourceError: if it cannot be read.
        """
        if path not in self._files:
            lines = split(decoded(self.index.tree.read(path)))
            places = self._symbols(path) if self._is_parsed(path) else by_indent(lines)
            self._files[path] = _CodeFile(len(lines), places)
        return self._files[path]

    def _symbols(self, path: str) -> Iterator[Defined]:
        for symbol in self.index.module(path).symbols:
            yield Defined(symbol.name, symbol.line, symbol.definition, symbol.end)
            for line in (*symbol.setters, *symbol.others):
                yield Defined(symbol.name, line, line, line)


class Fit(Struct, frozen=True):
    """How well references fit a release.

    :param past: how many reach past the end of a file.
    :param named: how many have a name beside them, and a file that is found.
    """

    label: str
    references: int
    one: int
    several: int
    none: int
    past: int
    named: int
    lenient: int
    strict: int
    exact: int


def fit(label: str, held: Iterable[Held]) -> Fit:
    """Count how references fare."""
    known = list(held)
    ranks = [_ORDER.index(each.meets) for each in known if each.meets is not None and each.reference.lines]
    return Fit(
        label,
        len(known),
        sum(1 for each in known if len(each.paths) == 1),
        sum(1 for each in known if len(each.paths) > 1),
        sum(1 for each in known if not each.paths),
        sum(1 for each in known if each.is_past),
        len(ranks),
        *(sum(1 for rank in ranks if rank >= _ORDER.index(rule)) for rule in _ORDER[1:]),
    )


def best(fits: Iterable[Fit]) -> str:
    """Return the release that fits best, by the strict rule first; empty if there is none."""
    found = max(fits, key=lambda one: (one.strict, one.lenient, one.one, -one.past), default=None)
    return found.label if found else ""


def _is_in(place: Defined, span: LineSpan, tolerance: int) -> bool:
    is_defined = span.first - tolerance <= place.definition <= span.last + tolerance
    return is_defined or (place.line - tolerance <= span.first and span.last <= place.end + tolerance)


def _is_exact(place: Defined, span: LineSpan) -> bool:
    return span.first in (place.line, place.definition) and abs(span.last - place.end) <= 1
