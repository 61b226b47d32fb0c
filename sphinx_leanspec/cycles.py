"""Circles in what points at each other: dependencies, umbrellas, edges of a picture."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

Edges = Mapping[str, Sequence[str]]
"""What each node points at."""


def components(edges: Edges) -> list[tuple[str, ...]]:
    """Find what hangs together in circles: Tarjan's algorithm, with a stack of its own in place of recursion.

    :returns: every node once, alone or with those it forms circles with; each comes behind what it points at.
    """
    found: list[tuple[str, ...]] = []
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    held: dict[str, None] = {}
    for root in edges:
        if root in number:
            continue
        path = [(root, iter(edges[root]))]
        number[root] = low[root] = len(number)
        held[root] = None
        while path:
            key, targets = path[-1]
            for target in targets:
                if target not in number:
                    number[target] = low[target] = len(number)
                    held[target] = None
                    path.append((target, iter(edges.get(target, ()))))
                    break
                if target in held:
                    low[key] = min(low[key], number[target])
            else:
                path.pop()
                if path:
                    above = path[-1][0]
                    low[above] = min(low[above], low[key])
                if low[key] == number[key]:
                    found.append(_released(held, key))
    return found


def _released(held: dict[str, None], key: str) -> tuple[str, ...]:
    """Remove and return a node and all nodes held after it, in the order they came."""
    part: list[str] = []
    while not part or part[-1] != key:
        part.append(held.popitem()[0])
    return tuple(reversed(part))


def circular(edges: Edges) -> list[tuple[str, ...]]:
    """Return the components that are circles: of several nodes, or of one that points at itself."""
    return [part for part in components(edges) if len(part) > 1 or part[0] in edges.get(part[0], ())]


def way_round(edges: Edges, start: str, part: Collection[str]) -> tuple[str, ...]:
    """Return the shortest way from a node back to itself; the node comes first and is not repeated.

    :param part: the component of the node, which has to be a circle.
    """
    before: dict[str, str] = {}
    known = [start]
    for key in known:  # grows while it is read
        for target in edges.get(key, ()):
            if target == start:
                way = [key]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return tuple(reversed(way))
            if target in part and target not in before:
                before[target] = key
                known.append(target)
    return (start,)


def circles(edges: Edges) -> Iterator[tuple[str, ...]]:
    """Return circles that together contain every node that is in one, in the order of the edges."""
    part_of = {key: part for part in map(frozenset, circular(edges)) for key in part}
    seen: set[str] = set()
    for start in edges:
        if start in part_of and start not in seen:
            way = way_round(edges, start, part_of[start])
            seen.update(way)
            yield way
