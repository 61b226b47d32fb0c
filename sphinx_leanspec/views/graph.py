"""Which specs a dependency graph shows: round some, or of a selection, never more than a page can hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ..corpus import Corpus

Direction = Literal["both", "depends_on", "required_by"]
"""Which way edges are followed from the specs in the middle."""

Kind = Literal["depends_on", "parent"]
"""What an edge says: its source depends on its target, or is a part of it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is asked for.

    :param around: the keys of the specs in the middle; none for a graph of a selection.
    :param among: the keys that may be shown at all, nothing for all; those in the middle always are.
    :param depth: how many steps from the middle, or from the selection, are shown.
    :param parents: whether edges to parents are followed and shown, too.
    :param most: how many specs are shown at most, 0 for all.
    """

    around: tuple[str, ...] = ()
    among: tuple[str, ...] | None = None
    depth: int = 1
    direction: Direction = "both"
    parents: bool = False
    most: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge from a spec to what it depends on, or to its parent."""

    source: str
    target: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Graph:
    """What is shown, and what is not.

    :param keys: the specs that are shown, in the order of the corpus.
    :param edges: all edges between them.
    :param alone: selected specs that no edge ties to another one shown.
    :param omitted: how many more would be shown if there were room.
    :param further: how many more would be reached by more steps.
    """

    keys: tuple[str, ...]
    edges: tuple[Edge, ...]
    alone: tuple[str, ...] = ()
    omitted: int = 0
    further: int = 0

    def targets(self) -> Mapping[str, tuple[Edge, ...]]:
        """:returns: the edges by the spec they start from."""
        found: dict[str, list[Edge]] = {}
        for edge in self.edges:
            found.setdefault(edge.source, []).append(edge)
        return {key: tuple(edges) for key, edges in found.items()}


def graph(corpus: Corpus, bounds: Bounds) -> Graph:
    """Choose what a graph shows.

    Round some specs, the nearest come first; otherwise what hangs together most. So what is left out for want
    of room leaves no holes.
    """
    edges = _edges(corpus, parents=bounds.parents)
    steps = _steps(edges, bounds.direction)
    if bounds.around:
        allowed = None if bounds.among is None else {*bounds.among, *bounds.around}
        distances = _walk(bounds.around, steps, allowed)
    else:
        start = bounds.among if bounds.among is not None else tuple(dict.fromkeys(_ends(edges)))
        distances = _walk(start, steps, None if bounds.depth else set(start))
    near = [key for key, distance in distances.items() if distance <= bounds.depth]
    further = len(distances) - len(near) if bounds.depth or bounds.around else 0
    tied = {*_ends(_between(edges, near)), *bounds.around}
    untied = set(near) - tied
    alone = tuple(key for key in corpus.specs if key in untied)
    shown = [key for key in near if key in tied]
    if not bounds.around:
        shown = _by_cohesion(shown, _between(edges, shown))
    most = bounds.most or len(shown)
    kept = set(shown[:most])
    keys = tuple(key for key in corpus.specs if key in kept)
    return Graph(keys, _between(edges, keys), alone, len(shown) - len(keys), further)


def _edges(corpus: Corpus, *, parents: bool) -> tuple[Edge, ...]:
    found = [
        Edge(key, target, "depends_on") for key in corpus.specs for target in corpus.depends_on.get(key, ())
    ]
    if parents:
        found += [Edge(key, corpus.parent[key], "parent") for key in corpus.specs if key in corpus.parent]
    return tuple(found)


def _ends(edges: Iterable[Edge]) -> Iterable[str]:
    for edge in edges:
        yield edge.source
        yield edge.target


def _between(edges: Iterable[Edge], keys: Collection[str]) -> tuple[Edge, ...]:
    inside = set(keys)
    return tuple(edge for edge in edges if edge.source in inside and edge.target in inside)


def _steps(edges: Iterable[Edge], direction: Direction) -> Mapping[str, list[str]]:
    """:returns: where one step leads from each spec."""
    steps: dict[str, list[str]] = {}
    for edge in edges:
        if direction != "required_by":
            steps.setdefault(edge.source, []).append(edge.target)
        if direction != "depends_on":
            steps.setdefault(edge.target, []).append(edge.source)
    return steps


def _walk(
    start: Iterable[str], steps: Mapping[str, list[str]], allowed: Collection[str] | None
) -> dict[str, int]:
    """:returns: how far away each spec is that can be reached, nearest first."""
    distances = dict.fromkeys(start, 0)
    known = list(distances)
    for key in known:  # grows while it is read
        for near in steps.get(key, ()):
            if near not in distances and (allowed is None or near in allowed):
                distances[near] = distances[key] + 1
                known.append(near)
    return distances


def _by_cohesion(keys: Iterable[str], edges: Iterable[Edge]) -> list[str]:
    """:returns: specs by what hangs together, largest part first, each from its most connected spec on."""
    steps = _steps(edges, "both")
    parts: list[list[str]] = []
    seen: set[str] = set()
    for key in sorted(keys, key=lambda key: -len(steps.get(key, ()))):
        if key not in seen:
            parts.append(list(_walk([key], steps, None)))
            seen.update(parts[-1])
    return [key for part in sorted(parts, key=len, reverse=True) for key in part]
