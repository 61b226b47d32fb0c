"""Which specs are listed: what the command line asks for, held against what the project has."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from ..corpus import Corpus
from ..reading.vocabulary import Vocabularies, Vocabulary
from ..views.selection import REVERSE, SORTS, Selected, Selection, select
from ..wording import alike, did_you_mean
from .naming import resolved


class CannotListError(Exception):
    """Something is asked for that no spec can have; the message names it, and what is nearest to it."""


def listed(corpus: Corpus, wanted: Selection, words: Vocabularies) -> Selected:
    """Choose the specs that are listed.

    :param words: the project's own; another spelling of one of them means the same as in a spec.
    :raises CannotListError: if there is no such status, priority or order. A tag or an assignee that no spec
        has is no mistake: then none is listed.
    :raises UnknownSpecError: if there is no such umbrella.
    """
    specs = corpus.specs.values()
    order = wanted.sort.removeprefix(REVERSE)
    if order and order not in SORTS:
        raise CannotListError(_unknown("order", order, SORTS))
    resolved(corpus, [name for name in wanted.parent if name != "none"])
    known_projects(corpus, wanted.project)
    status = _understood("status", wanted.status, words.status, [spec.status for spec in specs])
    priority = _understood("priority", wanted.priority, words.priority, [spec.priority for spec in specs])
    return select(corpus, replace(wanted, status=status, priority=priority))


def known_projects(corpus: Corpus, names: Iterable[str]) -> None:
    """See that projects which are named are there.

    :raises CannotListError: if one is not; the nearest is named.
    """
    known = ["none", *corpus.projects]
    for name in names:
        if name not in known:
            raise CannotListError(_unknown("project", name, known))


def _understood(
    what: str, written: Iterable[str], vocabulary: Vocabulary, there: Iterable[str | None]
) -> tuple[str, ...]:
    known = [*dict.fromkeys([*vocabulary.words, *filter(None, there)])]
    folded = {word.casefold() for word in known} | {"none"}
    meant = tuple(vocabulary.read(word)[0] for word in written)
    for word in meant:
        if word.casefold() not in folded:
            raise CannotListError(_unknown(what, word, known))
    return meant


def _unknown(what: str, word: str, known: Iterable[str]) -> str:
    near = did_you_mean(alike(word.casefold(), [*known], 1, 0.5))
    return f"there is no {what} `{word}`; " + (near or f"there are {', '.join(known)}")
