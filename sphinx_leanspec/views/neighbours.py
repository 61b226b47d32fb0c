"""What a spec waits for and what waits for it, the unfinished ones first."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from ..corpus import Corpus
from ..lifecycle import FINISHED


class Neighbours(Struct, frozen=True):
    """The specs one step from a spec, itself excluded.

    :param depends_on: what it depends on.
    :param required_by: what depends on it.
    :param waits_for: how many of the former it still waits for; none once it is finished.
    :param blocks: how many of the latter wait for it.
    """

    depends_on: tuple[str, ...]
    required_by: tuple[str, ...]
    waits_for: int
    blocks: int


def neighbours(corpus: Corpus, key: str) -> Neighbours:
    """Return what a spec depends on and what depends on it."""
    onwards = _unfinished_first(corpus, (near for near in corpus.depends_on[key] if near != key))
    back = _unfinished_first(corpus, (near for near in corpus.required_by.get(key, ()) if near != key))
    if corpus.specs[key].stage in FINISHED:
        return Neighbours(onwards, back, 0, 0)
    return Neighbours(onwards, back, _unfinished(corpus, onwards), _unfinished(corpus, back))


def _unfinished_first(corpus: Corpus, keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(keys, key=lambda key: corpus.specs[key].stage in FINISHED))


def _unfinished(corpus: Corpus, keys: Iterable[str]) -> int:
    return sum(corpus.specs[key].stage not in FINISHED for key in keys)
