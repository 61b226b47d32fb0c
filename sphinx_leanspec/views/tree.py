"""Umbrellas and what they hold together; parents that lead round in a circle are named."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from msgspec import Struct

from .. import cycles
from ..corpus import Corpus

DEEPEST: Final = 20
"""How many levels a tree has at most: no builder nests its lists without end."""


class Branch(Struct, frozen=True):
    """A spec with those that are part of it.

    :param below: the branches that are shown.
    :param omitted: how many more specs there are below it, on whatever level.
    """

    key: str
    below: tuple[Branch, ...] = ()
    omitted: int = 0


class UmbrellaTree(Struct, frozen=True):
    """Umbrellas with all that is part of them.

    :param branches: the outermost umbrellas; of a circle that spec which comes first.
    :param omitted: how many more specs there are beside them, with all below.
    :param circles: the circles that what is shown belongs to.
    :param orphans: the specs that are part of nothing and that nothing is part of.
    """

    branches: tuple[Branch, ...]
    omitted: int = 0
    circles: tuple[tuple[str, ...], ...] = ()
    orphans: tuple[str, ...] = ()


class TreeLimits(Struct, frozen=True):
    """What is asked for.

    :param roots: the specs to begin with, whatever they are part of; none for all outermost umbrellas.
    :param depth: how many levels are shown, 0 for as many as there can be.
    :param most: how many specs are shown, 0 for all; the upper levels come first.
    """

    roots: tuple[str, ...] = ()
    depth: int = 0
    most: int = 0


def tree(corpus: Corpus, keys: Iterable[str], bounds: TreeLimits | None = None) -> UmbrellaTree:
    """Find how umbrellas hold specs together.

    :param keys: the specs that are asked for, in the order in which they stand side by side; their umbrellas
        are shown with them.
    """
    bounds = bounds or TreeLimits()
    found = circles(corpus)
    parents = forest(corpus, found, bounds.roots)
    wanted = dict.fromkeys(keys)
    kept = _with_umbrellas([*wanted, *bounds.roots], parents)
    children = _children(kept, parents)
    tops = _tops(bounds.roots, parents) or [key for key in children.get(None, ()) if corpus.children.get(key)]
    shown = _nearest(tops, children, bounds)
    sizes = _sizes(kept, parents)
    branches = tuple(_branch(key, children, shown, sizes) for key in tops if key in shown)
    return UmbrellaTree(
        branches,
        sum(sizes[key] for key in tops if key not in shown),
        tuple(circle for circle in found if not shown.isdisjoint(circle)),
        tuple(key for key in wanted if key not in corpus.parent and not corpus.children.get(key)),
    )


def circles(corpus: Corpus) -> tuple[tuple[str, ...], ...]:
    """Return the circles of specs that are each part of the next.

    A circle begins with the spec that comes first in the corpus.
    """
    edges = {key: (corpus.parent[key],) for key in corpus.specs if key in corpus.parent}
    return tuple(cycles.circles(edges))


def forest(
    corpus: Corpus, found: Iterable[Collection[str]], heads: Collection[str] = ()
) -> Mapping[str, str]:
    """Return the parent of each spec, and none for one spec of each circle, so that every path ends.

    :param heads: the specs to prefer for that one.
    """
    cut = {next((key for key in heads if key in circle), next(iter(circle))) for circle in found}
    return {key: parent for key, parent in corpus.parent.items() if key not in cut}


def downwards(keys: Iterable[str], parents: Mapping[str, str]) -> list[str]:
    """Order specs so that each umbrella comes before its parts."""
    children = _children(keys, parents)
    order = list(children.get(None, ()))
    for key in order:  # grows while it is read
        order += children.get(key, ())
    return order


def _with_umbrellas(keys: Iterable[str], parents: Mapping[str, str]) -> Iterable[str]:
    kept: dict[str, None] = dict.fromkeys(keys)
    for key in list(kept):
        above = parents.get(key)
        while above is not None and above not in kept:
            kept[above] = None
            above = parents.get(above)
    return kept


def _children(keys: Iterable[str], parents: Mapping[str, str]) -> Mapping[str | None, list[str]]:
    children: dict[str | None, list[str]] = {}
    for key in keys:
        children.setdefault(parents.get(key), []).append(key)
    return children


def _tops(roots: Iterable[str], parents: Mapping[str, str]) -> list[str]:
    """Return the roots that are not below another root."""
    named = dict.fromkeys(roots)
    below = set()
    for key in named:
        above = parents.get(key)
        while above is not None and key not in below:
            if above in named:
                below.add(key)
            above = parents.get(above)
    return [key for key in named if key not in below]


def _nearest(tops: Iterable[str], children: Mapping[str | None, list[str]], bounds: TreeLimits) -> set[str]:
    """Return the specs that fit within the limits, level by level."""
    depth = min(bounds.depth or DEEPEST, DEEPEST)
    level, shown = list(tops), list[str]()
    for _ in range(depth):
        shown += level
        level = [child for key in level for child in children.get(key, ())]
    return set(shown[: bounds.most or len(shown)])


def _sizes(keys: Iterable[str], parents: Mapping[str, str]) -> Mapping[str, int]:
    """Return, for each spec, the size of the subtree that it heads."""
    sizes = dict.fromkeys(keys, 1)
    for key in reversed(downwards(sizes, parents)):
        if key in parents:
            sizes[parents[key]] += sizes[key]
    return sizes


def _branch(
    key: str, children: Mapping[str | None, list[str]], shown: Collection[str], sizes: Mapping[str, int]
) -> Branch:
    found = children.get(key, ())
    below = tuple(_branch(child, children, shown, sizes) for child in found if child in shown)
    return Branch(key, below, sum(sizes[child] for child in found if child not in shown))
