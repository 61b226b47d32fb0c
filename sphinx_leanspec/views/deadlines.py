"""Specs that should be done by now, or soon: `due` held against a day that is never today's.

The same specs give the same page on every day: deadlines are held against a day that somebody gives, or else
the last one on which any spec changed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Literal, NamedTuple

from ..corpus import Corpus
from ..dates import instant
from ..history import History
from ..lifecycle import FINISHED
from .life import changed

DueWord = Literal["late", "due", "later"]
"""How near a deadline is: past, in the month of the day that counts, or after that."""


class Deadline(NamedTuple):
    """When an unfinished spec should be done."""

    key: str
    day: datetime
    word: DueWord


def deadlines(
    corpus: Corpus, keys: Collection[str], history: History | None = None, on: datetime | None = None
) -> tuple[Deadline, ...]:
    """Find the unfinished specs that have a deadline.

    :param history: what git knows of changes, where the frontmatter is silent.
    :param on: the day that counts; None for the last one on which any spec changed.
    :returns: them, the nearest deadline first.
    """
    specs = [corpus.specs[key] for key in keys]
    wanted = [(spec.key, day) for spec in specs if (day := instant(spec.due)) and spec.stage not in FINISHED]
    if not wanted:
        return ()
    known = (changed(spec, history or History()) for spec in corpus.specs.values())
    now = on or max(filter(None, known), default=None)
    found = [Deadline(key, day, _word(day, now)) for key, day in wanted]
    return tuple(sorted(found, key=lambda one: one.day))


def _word(day: datetime, now: datetime | None) -> DueWord:
    if now is None or day.date() >= now.date():
        return "due" if now and (day.year, day.month) == (now.year, now.month) else "later"
    return "late"
