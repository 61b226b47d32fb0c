"""The tests of all reports, to be found by the place that they are in and by their titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from .times import Moment
from .titles import Titles, words

EXACT: Final = 0
BELOW: Final = 1
WORDS: Final = 2

_DEEPEST: Final = 40
"""Groups that are deeper in others than this are not found by themselves."""

Key = tuple[str, Titles]
Rows = dict[Key, "int | list[int]"]


class Row(NamedTuple):
    """One entry of one report.

    :param report: the number of the report.
    :param suite: the number of the outermost group that it is in there.
    :param scope: the file, package or program that the titles are in; empty where none is told.
    :param file: its file, where the scope is none and the report names one.
    :param note: why its state is what it is, where the entry itself does not say so.
    """

    report: int
    suite: int
    scope: str
    titles: Titles
    project: str
    state: int
    when: Moment | None
    file: str = ""
    note: str = ""


class Setup(NamedTuple):
    """A group of tests that something went wrong for before they could run.

    :param state: what that makes of each of them.
    """

    row: int
    state: int


class Index:
    """Rows by their keys, made once; what few ask for is made when they do.

    Some reports are unstructured: groups that are in each other are one text there.
    """

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.setups: dict[Key, list[Setup]] = {}
        self.scopes: dict[str, None] = {}
        self.unstructured: set[int] = set()
        self._exact: Rows = {}
        self._below: Rows = {}

    def add(self, row: Row, aliases: Iterable[Titles] = (), groups: Iterable[Titles] = ()) -> int:
        """Add a row under its titles, under others by which it may be called, and under further groups."""
        number = len(self.rows)
        self.rows.append(row)
        self.scopes.setdefault(row.scope)
        for titles in (row.titles, *aliases):
            _put(self._exact, (row.scope, titles), number)
            for end in range(min(len(titles), _DEEPEST)):
                _put(self._below, (row.scope, titles[:end]), number)
        for titles in groups:
            _put(self._below, (row.scope, titles), number)
        return number

    def find(self, places: Sequence[Key], level: int) -> list[int]:
        """Return the rows at places: of just these titles, of longer ones, or of the same words."""
        rows = (self._exact, self._below)[level] if level != WORDS else self._words
        found: list[int] = []
        for scope, titles in places:
            key = (scope, titles) if level != WORDS else (scope, (words(titles),))
            found += _got(rows, key)
        return found if len(places) < 2 else list(dict.fromkeys(found))

    def places(self, titles: Titles, level: int) -> list[Key]:
        """Return where titles are, whatever they are in."""
        if level == WORDS:
            titles = (words(titles),)
        by_titles = self._scopes_of.get(level)
        if by_titles is None:
            by_titles = self._scopes_of[level] = {}
            for scope, held in (self._exact, self._below, self._words)[level]:
                by_titles.setdefault(held, []).append(scope)
        return [(scope, titles) for scope in by_titles.get(titles, ())]

    def ending(self, titles: Titles) -> list[Key]:
        """Return the places, of tests or groups, whose titles end so but begin earlier."""
        return [
            (scope, whole)
            for scope, whole in self._by_last.get(titles[-1], ())
            if len(whole) > len(titles) and whole[-len(titles) :] == titles
        ]

    def is_row(self, key: Key) -> bool:
        """Tell whether a row has just this key."""
        return key in self._exact

    def unready(self, places: Iterable[Key]) -> list[Setup]:
        """Return what went wrong for the nearest group that any of some places is in."""
        found: list[Setup] = []
        for scope, titles in places:
            for end in range(len(titles), -1, -1):
                if here := self.setups.get((scope, titles[:end])):
                    found += here
                    break
        return found

    def over(self, key: Key) -> Iterator[Setup]:
        """Yield what went wrong for every group that a place is in."""
        if self.setups:
            scope, titles = key
            for end in range(len(titles) + 1):
                yield from self.setups.get((scope, titles[:end]), ())

    @cached_property
    def _scopes_of(self) -> dict[int, dict[Titles, list[str]]]:
        """The scopes that titles are in, for each level that was asked for."""
        return {}

    @cached_property
    def _words(self) -> Rows:
        """Rows, and the groups that they are in, by their words without structure."""
        found: Rows = {}
        for number, row in enumerate(self.rows):
            for end in {*range(1, min(len(row.titles), _DEEPEST)), len(row.titles)} - {0}:
                text = words(row.titles[:end]) if end > 1 else row.titles[0]
                _put(found, (row.scope, (text,)), number)
        return found

    @cached_property
    def _by_last(self) -> dict[str, list[Key]]:
        found: dict[str, list[Key]] = {}
        for key in dict.fromkeys((*self._exact, *self._below)):
            if key[1]:
                found.setdefault(key[1][-1], []).append(key)
        return found


def _put(rows: Rows, key: Key, number: int) -> None:
    """Note a row under a key; most keys have one row, for which no list is made."""
    held = rows.get(key)
    if held is None:
        rows[key] = number
    elif isinstance(held, int):
        if held != number:
            rows[key] = [held, number]
    elif held[-1] != number:
        held.append(number)


def _got(rows: Rows, key: Key) -> Iterator[int]:
    held = rows.get(key)
    if held is not None:
        yield from (held,) if isinstance(held, int) else held
