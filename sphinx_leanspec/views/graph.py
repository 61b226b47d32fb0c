"""Which specs a dependency graph shows: round some, or of a selection, never more than a page can hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from msgspec import Struct

from ..corpus import Corpus
from ..lifecycle import FINISHED

Direction = Literal["both", "depends_on", "required_by"]
"""Which way edges are followed from the specs in the middle."""

By = Literal["parent", "tag", "status"]
"""What specs are framed by."""

Kind = Literal["depends_on", "parent"]
"""What an edge says: its source depends on its target, or is a part of it."""


class GraphLimits(Struct, frozen=True):
    """What is asked for.

    :param around: the keys of the specs in the middle; none for a graph of a selection.
    :param among: the keys that may be shown at all, nothing for all; those in the middle always are.
    :param depth: how many steps from the middle, or from the selection, are shown.
    :param parents: whether edges to parents are followed and shown, too.
    :param archived: whether a selection shows archived specs.
    :param folds: from how many specs on a selection leaves out what is finished and tied to nothing
        unfinished, 0 for never.
    :param most: how many specs are shown at most, 0 for all.
    :param lines: how many edges are shown at most, 0 for all; where there are more, fewer specs are.
    """

    around: tuple[str, ...] = ()
    among: tuple[str, ...] | None = None
    depth: int = 1
    direction: Direction = "both"
    parents: bool = False
    archived: bool = True
    folds: int = 0
    most: int = 0
    lines: int = 0


class Edge(Struct, frozen=True):
    """An edge from a spec to what it depends on, or to its parent."""

    source: str
    target: str
    kind: Kind


class Graph(Struct, frozen=True):
    """What is shown, and what is not.

    :param keys: the specs that are shown, in the order of the corpus.
    :param edges: all edges between them.
    :param selected: what was asked for, shown or not; none round some specs.
    :param alone: selected specs that no edge ties to another one that could be shown.
    :param archived: how many selected specs are left out because they are archived.
    :param folded: how many are left out because they and all that they are tied to are finished.
    :param omitted: how many more would be shown if there were room.
    :param further: how many more would be reached by more steps.
    """

    keys: tuple[str, ...]
    edges: tuple[Edge, ...]
    selected: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    archived: int = 0
    folded: int = 0
    omitted: int = 0
    further: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing that has an edge is left out."""
        return not (self.archived or self.folded or self.omitted or self.further)

    def targets(self) -> Mapping[str, tuple[Edge, ...]]:
        """Map each spec to the targets of its edges."""
        found: dict[str, list[Edge]] = {}
        for edge in self.edges:
            found.setdefault(edge.source, []).append(edge)
        return {key: tuple(edges) for key, edges in found.items()}


class Cluster(Struct, frozen=True):
    """Specs that stand together.

    :param value: what they have in common: a status, a tag, or the key of their umbrella.
    """

    value: str
    keys: tuple[str, ...]


def clusters(corpus: Corpus, keys: Iterable[str], by: By, tags: Iterable[str] = ()) -> tuple[Cluster, ...]:
    """Put specs together, each in one cluster or in none.

    An umbrella that is part of no other stands with its own children.

    :param tags: of several tags of a spec, the first of these counts; else its first.
    """
    shown = tuple(keys)
    umbrellas = {corpus.parent[key] for key in shown if key in corpus.parent}
    wanted = [tag.casefold() for tag in tags]
    found: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for key in shown:
        if by == "parent":
            value = corpus.parent.get(key) or (key if key in umbrellas else None)
        elif by == "status":
            value = corpus.specs[key].stage
        else:
            value = _tag(corpus.specs[key].tags, wanted)
        if value:
            fold = value if by == "parent" else value.casefold()
            names.setdefault(fold, value)
            found.setdefault(fold, []).append(key)
    return tuple(Cluster(names[fold], tuple(held)) for fold, held in found.items())


def _tag(tags: Collection[str], wanted: Iterable[str]) -> str | None:
    folded = {tag.casefold(): tag for tag in reversed(list(tags))}
    return next((folded[tag] for tag in wanted if tag in folded), next(iter(tags), None))


def graph(corpus: Corpus, bounds: GraphLimits) -> Graph:
    """Choose what a graph shows.

    Round some specs, the nearest come first; otherwise what hangs together most. So what is left out for want
    of room leaves no holes.
    """
    edges = _edges(corpus, parents=bounds.parents)
    steps = _steps(edges, bounds.direction)
    selected = () if bounds.around else tuple(corpus.specs) if bounds.among is None else bounds.among
    start = bounds.around or tuple(
        key for key in selected if bounds.archived or not _is_archived(corpus, key)
    )
    if bounds.around:
        allowed = None if bounds.among is None else {*bounds.among, *bounds.around}
    else:
        allowed = None if bounds.depth else set(start)
    distances = _walk(start, steps, allowed)
    near = [key for key, distance in distances.items() if distance <= bounds.depth]
    further = len(distances) - len(near) if bounds.depth or bounds.around else 0
    tied = {*_ends(_between(edges, near)), *bounds.around}
    untied = set(near) - tied
    shown = [key for key in near if key in tied]
    folds = 0 < bounds.folds < len(shown) and not bounds.around
    unfolded = _unfolded(corpus, shown, edges) if folds else shown
    keys = _fitting(corpus, unfolded, edges, bounds)
    return Graph(
        keys,
        _between(edges, keys),
        selected,
        tuple(key for key in corpus.specs if key in untied),
        len(selected) - len(start) if not bounds.around else 0,
        len(shown) - len(unfolded),
        len(unfolded) - len(keys),
        further,
    )


def _is_archived(corpus: Corpus, key: str) -> bool:
    return corpus.specs[key].stage == "archived"


def _unfolded(corpus: Corpus, keys: list[str], edges: Iterable[Edge]) -> list[str]:
    """Return what is not finished and what that is tied to; all, if there is no such thing."""
    unfinished = {key for key in keys if corpus.specs[key].stage not in FINISHED}
    live = [edge for edge in _between(edges, keys) if not unfinished.isdisjoint((edge.source, edge.target))]
    kept = set(_ends(live))
    return [key for key in keys if key in kept] if kept else keys


def _fitting(
    corpus: Corpus, keys: list[str], edges: tuple[Edge, ...], bounds: GraphLimits
) -> tuple[str, ...]:
    """Return as many specs as there is room for, in the order of the corpus."""
    if not bounds.around:
        keys = _by_cohesion(keys, _between(edges, keys))
    kept = set(_sparse(keys[: bounds.most or len(keys)], edges, bounds.lines))
    return tuple(key for key in corpus.specs if key in kept)


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


def _sparse(keys: list[str], edges: Iterable[Edge], lines: int) -> list[str]:
    """Return the first specs, as many as have no more edges between them than ``lines``."""
    places = {key: at for at, key in enumerate(keys)}
    ends = sorted(max(places[edge.source], places[edge.target]) for edge in _between(edges, keys))
    return keys[: ends[lines]] if 0 < lines < len(ends) else keys


def _steps(edges: Iterable[Edge], direction: Direction) -> Mapping[str, list[str]]:
    """Map each spec to those that one edge leads to."""
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
    """Return the distance of each spec that can be reached, in edges, nearest first."""
    distances = dict.fromkeys(start, 0)
    known = list(distances)
    for key in known:  # grows while it is read
        for near in steps.get(key, ()):
            if near not in distances and (allowed is None or near in allowed):
                distances[near] = distances[key] + 1
                known.append(near)
    return distances


def _by_cohesion(keys: Iterable[str], edges: Iterable[Edge]) -> list[str]:
    """Order specs by connected component, largest first; within one, from its best connected spec on."""
    steps = _steps(edges, "both")
    parts: list[list[str]] = []
    seen: set[str] = set()
    for key in sorted(keys, key=lambda key: -len(steps.get(key, ()))):
        if key not in seen:
            parts.append(list(_walk([key], steps, None)))
            seen.update(parts[-1])
    return [key for part in sorted(parts, key=len, reverse=True) for key in part]
