"""The order in which specs can be done: what can start, what waits for what, what waits in a circle."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set

from msgspec import Struct

from ..corpus import Corpus
from ..cycles import Edges, circular, components, way_round
from ..lifecycle import FINISHED, PRIORITIES, rank


class WorkStep(Struct, frozen=True):
    """A spec that is still to be done.

    :param waits_for: the specs it depends on that are not done.
    :param unblocks: how many specs that are not done depend on it, directly or through others.
    """

    key: str
    waits_for: tuple[str, ...] = ()
    unblocks: int = 0


class Wave(Struct, frozen=True):
    """Specs that can be done side by side once the waves before are done; the first can start now."""

    number: int
    steps: tuple[WorkStep, ...]


class Cycle(Struct, frozen=True):
    """Specs that depend on themselves through each other.

    :param keys: one way round, each depending on the next and the last on the first.
    :param more: how many more specs are tied into it.
    :param blocks: whether it can never be resolved as it is: some of it that is not done forms a cycle, too.
    """

    keys: tuple[str, ...]
    more: int = 0
    blocks: bool = True


class Order(Struct, frozen=True):
    """What is to be done, and when it can be.

    :param started: what is in progress; a spec that still waits for another is blocked.
    :param waves: the rest, by when it can start.
    :param cycles: what has no place in any order.
    :param circular: how many specs to be done are left out of the waves for that.
    :param chain: the longest chain, first to be done first; specs of a cycle are one link of it.
    """

    started: tuple[WorkStep, ...] = ()
    waves: tuple[Wave, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    circular: int = 0
    chain: tuple[tuple[str, ...], ...] = ()


def order(corpus: Corpus, keys: Collection[str], *, ranked: bool = True) -> Order:
    """Find out in which order specs can be done.

    A spec's wave is counted over all specs, whichever are asked for: it waits for the others all the same.

    :param keys: the specs that are asked for.
    :param ranked: whether the specs of a wave come by how much they unblock; else in the order of the keys.
    """
    plan = _Plan(corpus)
    wanted = [key for key in keys if key in plan.place]
    steps = [plan.step(key) for key in wanted if not plan.is_circular(key)]
    if ranked:
        steps.sort(key=lambda step: (-step.unblocks, rank(corpus.specs[step.key].priority, PRIORITIES)))
    started = tuple(step for step in steps if corpus.specs[step.key].stage == "in-progress")
    waves: dict[int, list[WorkStep]] = {}
    for step in steps:
        if corpus.specs[step.key].stage != "in-progress":
            waves.setdefault(plan.level[plan.place[step.key]], []).append(step)
    return Order(
        started,
        tuple(Wave(number, tuple(waves[number])) for number in sorted(waves)),
        _cycles(corpus, plan, set(keys)),
        len(wanted) - len(steps),
        plan.chain(wanted),
    )


class _Plan:
    """Everything that is not done: what hangs together in a circle is one part, and parts have an order.

    Parts are numbered so that each comes behind all that it depends on.
    """

    def __init__(self, corpus: Corpus) -> None:
        left = {
            key for key, spec in corpus.specs.items() if spec.stage not in FINISHED and not spec.is_lasting
        }
        self.needs: Edges = {
            key: tuple(target for target in corpus.depends_on.get(key, ()) if target in left)
            for key in corpus.specs
            if key in left
        }
        self.parts = components(self.needs)
        self.place = {key: number for number, part in enumerate(self.parts) for key in part}
        self.below = [
            sorted({self.place[target] for key in part for target in self.needs[key]} - {number})
            for number, part in enumerate(self.parts)
        ]
        self.level: list[int] = []
        for below in self.below:
            self.level.append(1 + max((self.level[number] for number in below), default=0))
        self.dependents = self._dependents()

    def _dependents(self) -> list[int]:
        """Return the dependents of each part as a bit set, so that thousands of specs stay cheap."""
        bits = {key: 1 << number for number, key in enumerate(self.place)}
        found = [0] * len(self.parts)
        for number in reversed(range(len(self.parts))):
            own = found[number] | sum(bits[key] for key in self.parts[number])
            for below in self.below[number]:
                found[below] |= own
        return found

    def is_circular(self, key: str) -> bool:
        return len(self.parts[self.place[key]]) > 1 or key in self.needs[key]

    def step(self, key: str) -> WorkStep:
        return WorkStep(key, tuple(self.needs[key]), self.dependents[self.place[key]].bit_count())

    def chain(self, keys: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        """Return the longest chain that ends in one of these specs, empty if it has only one link."""
        ends = sorted((-self.level[self.place[key]], self.place[key]) for key in keys)
        if not ends or ends[0][0] > -2:
            return ()
        at = ends[0][1]
        links = [self.parts[at]]
        while self.below[at]:
            at = max(self.below[at], key=lambda number: self.level[number])
            links.append(self.parts[at])
        return tuple(reversed(links))


def _cycles(corpus: Corpus, plan: _Plan, keys: Set[str]) -> tuple[Cycle, ...]:
    """Return the cycles that contain one of these specs, finished or not."""
    rank = {key: number for number, key in enumerate(corpus.specs)}
    found = []
    for part in circular(corpus.depends_on):
        if not keys.isdisjoint(part):
            way = way_round(corpus.depends_on, min(part, key=lambda key: rank[key]), set(part))
            blocks = any(key in plan.place and plan.is_circular(key) for key in part)
            found.append(Cycle(way, len(part) - len(way), blocks))
    return tuple(sorted(found, key=lambda cycle: (not cycle.blocks, rank[cycle.keys[0]])))
