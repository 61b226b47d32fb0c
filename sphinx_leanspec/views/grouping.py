"""Specs by what they have in common: status, priority, assignee, tag, umbrella or project."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final, Literal

from ..corpus import Corpus
from ..lifecycle import PRIORITIES, STATUSES, rank

By = Literal["status", "priority", "assignee", "tag", "parent", "project"]
"""What specs are grouped by."""

VOCABULARIES: Final[Mapping[str, tuple[str, ...]]] = {"status": STATUSES, "priority": PRIORITIES}
"""What has an order of its own: a spec's life, and how urgent it is."""

Group = tuple[str | None, tuple[str, ...]]
"""What specs have in common, nothing for those that have nothing of the kind, and their keys."""


def grouped(corpus: Corpus, keys: Iterable[str], by: By) -> list[Group]:
    """Group specs; one with several tags is in several groups.

    :param keys: the specs, in the order they keep in their group.
    :returns: the groups in the order of their vocabulary, then by size and name; those of nothing come last.
        Names that differ in case alone are one, an umbrella is its key.
    """
    values = values_of(corpus, by)
    groups: dict[str, list[str]] = {}
    names: dict[str, str | None] = {}
    for key in keys:
        folded = {(value or "").casefold(): value for value in reversed(list(values(key)))}
        for fold, value in folded.items():
            names.setdefault(fold, value)
            groups.setdefault(fold, []).append(key)
    order = VOCABULARIES.get(by, ())

    def place(fold: str) -> tuple[object, ...]:
        return not fold, *(rank(fold, order) if order else (-len(groups[fold]), fold))

    return [(names[fold], tuple(groups[fold])) for fold in sorted(groups, key=place)]


def values_of(corpus: Corpus, by: By) -> Callable[[str], Collection[str | None]]:
    """Return the function that lists the groups of a spec."""
    specs = corpus.specs
    found: Mapping[By, Callable[[str], Collection[str | None]]] = {
        "status": lambda key: (specs[key].stage,),
        "priority": lambda key: (specs[key].priority,),
        "assignee": lambda key: specs[key].assignees or (None,),
        "tag": lambda key: specs[key].tags or (None,),
        "parent": lambda key: (corpus.parent.get(key),),
        "project": lambda key: (specs[key].place.project,),
    }
    return found[by]
