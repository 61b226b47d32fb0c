"""What a reference means in a source: which lines of which file, and what these say."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from msgspec import Struct

from . import lines
from .errors import SourceError
from .index import SymbolIndex
from .normal import Digests, text_digest
from .references import SourceTarget
from .symbols import Ambiguous, NoSymbol, Symbol

_MOST: Final = 10
"""How many places are told of."""


class Located(Struct, frozen=True):
    """What a reference means.

    :param symbol: the symbol, None where it is no symbol but lines of a file.
    """

    path: str
    line: int
    end: int
    digests: Digests
    symbol: Symbol | None = None


Resolution = Located | Ambiguous | NoSymbol
"""What a reference leads to."""


def resolve(index: SymbolIndex, target: SourceTarget) -> Resolution:
    """Find what a reference means in a source.

    :raises SourceError: if the file that it means cannot be read.
    """
    if target.symbol:
        found = index.find(target.symbol)
        return of_symbol(index, found) if isinstance(found, Symbol) else found
    in_file = _in_file(index, target)
    if isinstance(in_file, NoSymbol) and "/" not in target.file and not target.first and not target.begin:
        found = index.find(target.file)  # `Shape.h` may be a file of C, or an attribute
        if isinstance(found, Symbol):
            return of_symbol(index, found)
    return in_file


def of_symbol(index: SymbolIndex, symbol: Symbol) -> Located:
    """Return where a symbol is, and its digests."""
    return Located(symbol.path, symbol.line, symbol.end, index.digests(symbol), symbol)


def of_lines(index: SymbolIndex, path: str, first: int, last: int) -> Located:
    """Return lines of a file, with the digest of their text."""
    digest = text_digest(text_of(index, path, first, last))
    return Located(path, first, last, Digests(digest, digest))


def text_of(index: SymbolIndex, path: str, first: int, last: int) -> str:
    """Return the text of some lines."""
    return "\n".join(lines_of(index, path)[first - 1 : last])


def lines_of(index: SymbolIndex, path: str) -> list[str]:
    """Return the lines of a file."""
    return lines.split(lines.decoded(index.tree.read(path)))


def files_called(index: SymbolIndex, name: str) -> list[str]:
    """Return the files that a path may mean: the one of that path, else those whose paths end with it."""
    name = name.removeprefix("./").removeprefix(index.prefix)
    paths = index.tree.paths()
    exact = [path for path in paths if path in (name, f"{index.prefix}{name}")]
    return exact or [path for path in paths if path.endswith(f"/{name}")]


def place_of(text: list[str], target: SourceTarget, where: str) -> tuple[int, int]:
    """Return the lines of a file that a reference means, 1 to the last one if it names none.

    :raises SourceError: if it has no such lines.
    """
    if target.first:
        if target.last > len(text):
            message = f"the file has {len(text)} lines, and none of number {target.last}"
            raise SourceError(where, message, "correct the lines, or name what they hold")
        return target.first, target.last
    if not target.begin:
        return 1, max(len(text), 1)
    begins = [number for number, line in enumerate(text, 1) if target.begin in line]
    if len(begins) != 1:
        held = f"in lines {', '.join(map(str, begins[:_MOST]))}" if begins else "in no line"
        raise SourceError(where, f"`{target.begin}` stands {held}", "write a text that is in one line")
    if not target.end:
        return begins[0], begins[0]
    ends = (number for number in range(begins[0], len(text) + 1) if target.end in text[number - 1])
    end = next(ends, None)
    if end is None:
        raise SourceError(where, f"`{target.end}` stands in no line from {begins[0]} on", "correct it")
    return begins[0], end


def _in_file(index: SymbolIndex, target: SourceTarget) -> Resolution:
    paths = files_called(index, target.file)
    if len(paths) > 1:
        return Ambiguous(target.file, tuple(paths[:_MOST]))
    if not paths:
        return NoSymbol(target.file, nearest_files(index, target.file))
    [path] = paths
    first, last = place_of(lines_of(index, path), target, f"{index.tree.label}: {path}")
    return of_lines(index, path, first, last)


def nearest_files(index: SymbolIndex, name: str) -> tuple[str, ...]:
    """Return the files whose names are most like one."""
    own = name.rpartition("/")[2]
    paths = index.tree.paths()
    same = [path for path in paths if path.rpartition("/")[2] == own]
    return tuple(same[:3] or get_close_matches(name, paths, 3, 0.6))
