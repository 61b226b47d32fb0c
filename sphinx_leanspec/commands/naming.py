"""Specs that are named on the command line."""

from __future__ import annotations

from collections.abc import Iterable

from ..corpus import Corpus
from ..name_index import Resolution
from ..wording import alike, did_you_mean


class UnknownSpecError(Exception):
    """No spec is asked for, or one that does not exist; the message says which, and what to do."""


def resolved(corpus: Corpus, names: Iterable[str]) -> list[str]:
    """Return the keys of the specs that are named.

    :raises UnknownSpecError: if a name leads to no spec, or to several.
    """
    found = [(name, corpus.resolve(name)) for name in names]
    wrong = [
        f"`{name}` {_problem(corpus, name, resolution)}"
        for name, resolution in found
        if not resolution.target
    ]
    if wrong:
        raise UnknownSpecError("; ".join(wrong))
    return [resolution.target for _, resolution in found if resolution.target]


def _problem(corpus: Corpus, name: str, resolution: Resolution) -> str:
    what, _ = resolution.problem()
    near = did_you_mean(resolution.candidates or alike(name, corpus.specs, 3, 0.6))
    return f"{what}; {near}" if near else what
