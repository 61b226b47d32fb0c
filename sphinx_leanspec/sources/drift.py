"""What became of code between two releases: the same, moved, changed or gone."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from . import languages
from .errors import NotReadableError, SourceError
from .index import SymbolIndex
from .locked import CodeOrigin
from .references import SourceTarget
from .resolving import (
    Located,
    files_called,
    lines_of,
    nearest_files,
    of_lines,
    of_symbol,
    place_of,
    text_of,
)
from .states import DriftState
from .symbols import Symbol

_MOST_LINES: Final = 24
"""How many lines of a difference are shown."""

_WIDEST: Final = 160
"""How many letters of a line of it are."""


class CodeDrift(Struct, frozen=True):
    """What became of something.

    :param now: where it is now, None where it is gone or cannot be read.
    :param nearest: what else it may have become.
    """

    state: DriftState
    now: Located | None = None
    nearest: tuple[str, ...] = ()


def origin_of(located: Located, target: SourceTarget) -> CodeOrigin:
    """Return what a reference meant when it was resolved."""
    symbol = located.symbol.name if located.symbol else None
    return CodeOrigin(located.path, located.line, located.end, located.digests, target, symbol)


def compare(origin: CodeOrigin, index: SymbolIndex, was: str = "", *, is_told: bool = True) -> CodeDrift:
    """Tell what became of something.

    :param index: the release that is looked at.
    :param was: the text of the lines that it was, for references to lines.
    :param is_told: whether somebody is told of it: what is nearest to what is gone takes long to find.
    """
    try:
        if origin.symbol is None:
            return _of_lines(origin, index, was)
        return _of_symbol(origin, index, is_told=is_told)
    except NotReadableError as error:
        return CodeDrift("unreadable", nearest=(error.where,))


def compare_all(old: SymbolIndex, new: SymbolIndex) -> Iterator[tuple[Symbol, CodeDrift]]:
    """Tell what became of every function and class of a release, nested ones included."""
    new.read_all()
    for symbol in old.symbols():
        if symbol.kind in ("class", "function", "property"):
            located = of_symbol(old, symbol)
            yield symbol, compare(origin_of(located, SourceTarget(symbol=symbol.full_name)), new)


def difference(old: str, new: str, *, most: int = _MOST_LINES) -> tuple[str, ...]:
    """Return how two texts differ, in few lines."""
    told = difflib.unified_diff(old.split("\n"), new.split("\n"), lineterm="", n=1)
    lines = [line for line in told if not line.startswith(("---", "+++"))]
    lines = [line if len(line) <= _WIDEST else f"{line[: _WIDEST - 1]}…" for line in lines]
    if len(lines) > most:
        lines[most:] = [f"… {len(lines) - most} more lines"]
    return tuple(lines)


def reads_as(index: SymbolIndex, located: Located) -> str:
    """Return what something says, as it is compared: without comments, layout and docstrings."""
    if located.symbol is None:
        return text_of(index, located.path, located.line, located.end)
    return languages.reads_as(located.path, index.tree.read(located.path), located.symbol)


def first_broken(releases: Sequence[str], is_broken: Callable[[str], bool]) -> str:
    """Return the first release in which something is broken, by halving; what breaks is taken to stay so.

    :param releases: in order, the last of which is broken.
    """
    low, high = 0, len(releases) - 1
    while low < high:
        middle = (low + high) // 2
        if is_broken(releases[middle]):
            high = middle
        else:
            low = middle + 1
    return releases[low] if releases else ""


def _of_symbol(origin: CodeOrigin, index: SymbolIndex, *, is_told: bool) -> CodeDrift:
    own = origin.path.removeprefix(index.prefix)
    paths = [path for path in index.files if path.removeprefix(index.prefix) == own]
    for path in paths:
        module = index.module(path)
        here = [one for one in (module.itself, *module.symbols) if one.name == origin.symbol]
        if here:
            return _compared(origin, of_symbol(index, here[0]))
    last = (origin.symbol or _stem(origin.path)).rpartition(".")[2]
    called = [of_symbol(index, one) for one in index.called(last)] if origin.symbol else _modules(index, own)
    same = [one for one in called if one.digests == origin.digests]
    same = same or [one for one in called if one.digests.bare == origin.digests.bare]
    if same:
        best = _likeliest(own, origin.symbol, same)
        return CodeDrift("moved", best, _others(best, same))
    renamed = [one for one in called if one.symbol and one.symbol.name == origin.symbol]
    if renamed:
        best = _likeliest(own, origin.symbol, renamed)
        return CodeDrift("moved-changed", best, _others(best, renamed))
    near = index.nearest(origin.symbol or _stem(origin.path)) if is_told else ()
    return CodeDrift("gone", None, near)


def _compared(origin: CodeOrigin, now: Located) -> CodeDrift:
    if now.digests.full == origin.digests.full:
        return CodeDrift("same", now)
    return CodeDrift("docstring" if now.digests.bare == origin.digests.bare else "changed", now)


def _modules(index: SymbolIndex, own: str) -> list[Located]:
    """Return the modules whose file is called as one was."""
    name = own.rpartition("/")[2]
    paths = [path for path in index.files if path.rpartition("/")[2] == name]
    if name == "__init__.py":  # every package has one
        above = own.rpartition("/")[0].rpartition("/")[2]
        paths = [path for path in paths if path.endswith(f"{above}/{name}")]
    return [of_symbol(index, index.module(path).itself) for path in paths]


def _of_lines(origin: CodeOrigin, index: SymbolIndex, was: str) -> CodeDrift:
    paths = [path for path in (origin.path, *files_called(index, origin.path)) if path in index.tree.paths()]
    state: DriftState = "changed"
    if not paths:
        name = origin.path.rpartition("/")[2]
        paths = [path for path in index.tree.paths() if path.rpartition("/")[2] == name]
        if len(paths) != 1:
            return CodeDrift("gone", None, nearest_files(index, origin.path))
        state = "moved-changed"
    path = paths[0]
    text = lines_of(index, path)
    now = _same_lines(origin, index, path, text, was)
    if now:
        is_there = state == "changed" and (now.line == origin.line or bool(origin.target.begin))
        return CodeDrift("same" if is_there else "moved", now)
    try:
        first, last = place_of(text, origin.target, path)
    except SourceError:
        return CodeDrift("gone", None, (path,))
    return CodeDrift(state, of_lines(index, path, first, last))


def _same_lines(
    origin: CodeOrigin, index: SymbolIndex, path: str, text: list[str], was: str
) -> Located | None:
    """Find lines that say the same, where they were or anywhere else in a file."""
    size = origin.end - origin.line
    starts = [origin.line]
    if was.strip():
        first = was.split("\n", maxsplit=1)[0].rstrip()
        starts += [number for number, line in enumerate(text, 1) if line.rstrip() == first]
    if not origin.target.first and not origin.target.begin:
        starts, size = [1], len(text) - 1
    for start in starts:
        if start + size <= max(len(text), 1):
            found = of_lines(index, path, start, start + size)
            if found.digests.full == origin.digests.full:
                return found
    return None


def _likeliest(own: str, name: str | None, found: list[Located]) -> Located:
    """Return the one that something most likely became: of the same name, in a file called much alike.

    Short methods have the same code in many classes.
    """

    def likeness(one: Located) -> tuple[bool, float, str]:
        alike = difflib.SequenceMatcher(None, own, one.path, autojunk=False).ratio()
        return one.symbol is None or one.symbol.name != name, -alike, one.path

    return min(found, key=likeness)


def _others(best: Located, found: list[Located]) -> tuple[str, ...]:
    others = [one.symbol.full_name if one.symbol else one.path for one in found if one is not best]
    return tuple(sorted(others)[:3])


def _stem(path: str) -> str:
    name = path.rpartition("/")[2].rpartition(".")[0]
    return path.rsplit("/", 2)[-2] if name == "__init__" and "/" in path else name
