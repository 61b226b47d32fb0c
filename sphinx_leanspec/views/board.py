"""A board: specs as cards in columns, and what those of them wait for that are to be worked on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from ..corpus import Corpus
from ..history import History
from ..lifecycle import FINISHED, OPEN, PRIORITIES, rank
from .grouping import VOCABULARIES, By, grouped
from .life import since
from .selection import SORTS


class Card(Struct, frozen=True):
    """A spec on a board.

    :param waits_for: what blocks it: the unfinished specs it depends on, if it is to be worked on itself.
    :param since: when it got the status that it has, as far as its frontmatter or git says so.
    """

    key: str
    waits_for: tuple[str, ...] = ()
    since: datetime | None = None


class Column(Struct, frozen=True):
    """The specs that have something in common.

    :param value: what that is, nothing for those that have nothing of the kind; an umbrella is its key.
    :param cards: those that are shown.
    :param omitted: how many more there are.
    """

    value: str | None
    cards: tuple[Card, ...]
    omitted: int = 0

    @property
    def total(self) -> int:
        """How many specs the column has, shown or not."""
        return len(self.cards) + self.omitted


class Board(Struct, frozen=True):
    """Columns side by side, and how many more there are."""

    columns: tuple[Column, ...]
    omitted: int = 0


class BoardLimits(Struct, frozen=True):
    """How much a board shows.

    :param cards: how many cards a column has at most, 0 for all.
    :param columns: how many columns there are at most.
    :param empty: whether a column of a known status or priority is shown that no spec has.
    """

    cards: int = 0
    columns: int = 12
    empty: bool = False


def board(
    corpus: Corpus,
    keys: Iterable[str],
    by: By = "status",
    bounds: BoardLimits | None = None,
    history: History | None = None,
) -> Board:
    """Put specs on a board, but those that are no work.

    :param keys: the specs, in the order in which they stand in their columns.
    :param history: what git knows of changes, where the frontmatter is silent.
    """
    bounds = bounds or BoardLimits()
    groups = grouped(corpus, (key for key in keys if not corpus.specs[key].is_lasting), by)
    if bounds.empty:
        # the known ones in their order, then whatever else there is
        known: dict[str | None, tuple[str, ...]] = dict.fromkeys(VOCABULARIES.get(by, ()), ())
        groups = list((known | dict(groups)).items())
    columns = tuple(
        _column(corpus, value, found, bounds.cards, history or History())
        for value, found in groups[: bounds.columns]
    )
    return Board(columns, len(groups) - len(columns))


def in_work(corpus: Corpus, most: int) -> list[str]:
    """Return the first few specs that are to be worked on: those in progress, then those planned."""
    keys = [key for key, spec in corpus.here.items() if spec.stage in OPEN]
    return sorted(as_in_work(corpus, keys), key=lambda key: rank(corpus.specs[key].stage, OPEN))[:most]


def as_in_work(corpus: Corpus, keys: Iterable[str]) -> list[str]:
    """Order specs as people at work look for them: urgent ones first, of finished ones the latest."""
    specs = [corpus.specs[key] for key in keys]
    finished = [spec for spec in specs if spec.stage in FINISHED]
    ahead = [spec for spec in specs if spec.stage not in FINISHED]
    ahead.sort(key=lambda spec: rank(spec.priority, PRIORITIES))
    finished.sort(key=SORTS["completed"], reverse=True)
    return [spec.key for spec in (*ahead, *finished)]


def _column(corpus: Corpus, value: str | None, keys: tuple[str, ...], most: int, history: History) -> Column:
    shown = keys[: most or len(keys)]
    cards = tuple(Card(key, _blockers(corpus, key), since(corpus.specs[key], history)) for key in shown)
    return Column(value, cards, len(keys) - len(shown))


def _blockers(corpus: Corpus, key: str) -> tuple[str, ...]:
    return corpus.waits_for(key) if corpus.specs[key].stage in OPEN else ()
