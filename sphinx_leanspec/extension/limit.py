"""Which specs have a need for each of their checks: all, unless there are more than a build can bear."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sphinx.util import logging

from ..corpus import Corpus
from ..views.selection import Selection, select
from .config import PREFIX

if TYPE_CHECKING:
    from .config import Options

_LOGGER = logging.getLogger(__name__)


def with_check_needs(corpus: Corpus, options: Options) -> frozenset[str]:
    """:returns: the keys of the specs whose checks become needs."""
    if not options.check_needs:
        return frozenset()
    if not exceeded(corpus, options):
        return frozenset(corpus.specs)
    wanted = Selection.of(options.check_needs_for)
    return frozenset() if wanted.is_open() else frozenset(select(corpus, wanted).keys)


def exceeded(corpus: Corpus, options: Options) -> bool:
    """:returns: whether there are more checks than needs are made of without being asked for."""
    return 0 < options.check_needs_limit < _count(corpus, corpus.specs)


def tell(corpus: Corpus, options: Options, chosen: frozenset[str]) -> None:
    """Say that there are too many checks, and which option makes needs of them: no warning, all is well."""
    if not options.check_needs or not exceeded(corpus, options):
        return
    _LOGGER.info(
        "%d checks are more than %scheck_needs_limit (%d): needs are made of %d, those of the specs that "
        "%scheck_needs_for chooses (%d of %d)",
        _count(corpus, corpus.specs),
        PREFIX,
        options.check_needs_limit,
        _count(corpus, chosen),
        PREFIX,
        len(chosen),
        len(corpus.specs),
    )


def _count(corpus: Corpus, keys: Iterable[str]) -> int:
    return sum(len(corpus.specs[key].checks) for key in keys)
