"""How far specs are: each by itself, by what they have in common, and with all that is part of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct, field

from ..claims import Claims, Verified
from ..corpus import Corpus
from ..lifecycle import STATUSES, rank
from ..model import Progress
from .evidence import verified
from .grouping import By, grouped
from .tree import Branch, TreeLimits, circles, downwards, forest, tree

Statuses = Mapping[str | None, int]


class Tally(Struct, frozen=True):
    """Specs counted together.

    :param specs: how many they are.
    :param progress: their checks.
    :param statuses: how many have which status.
    :param verified: how their ticked checks stand, where anybody asks.
    """

    specs: int = 0
    progress: Progress = field(default=Progress(0, 0))
    statuses: Statuses = {}
    verified: Verified = field(default=Verified())

    def __add__(self, other: Tally) -> Tally:
        names = {*self.statuses, *other.statuses}
        statuses = {name: self.statuses.get(name, 0) + other.statuses.get(name, 0) for name in names}
        ordered = {name: statuses[name] for name in sorted(names, key=_place)}
        whole = self.verified.together(other.verified)
        return Tally(self.specs + other.specs, self.progress + other.progress, ordered, whole)


class ProgressRow(Struct, frozen=True):
    """A line of progress.

    :param value: a spec, or what some have in common; nothing for those that have nothing of the kind.
    :param tally: what it counts.
    :param level: how many umbrellas it stands below.
    """

    value: str | None
    tally: Tally
    level: int = 0


class ProgressRows(Struct, frozen=True):
    """Lines of progress, and how many more there are."""

    rows: tuple[ProgressRow, ...]
    omitted: int = 0


def tally(corpus: Corpus, keys: Iterable[str], claims: Claims | None = None) -> Tally:
    """Count specs together: how many, how many of each status, and their checks.

    :param claims: what comes of the evidence, where it is counted, too.
    """
    statuses: dict[str | None, int] = {}
    keys = tuple(keys)
    specs = [corpus.specs[key] for key in keys]
    for spec in specs:
        statuses[spec.stage] = statuses.get(spec.stage, 0) + 1
    ordered = {name: statuses[name] for name in sorted(statuses, key=_place)}
    whole = sum((spec.progress for spec in specs), Progress(0, 0))
    return Tally(len(specs), whole, ordered, verified(claims, keys) if claims else Verified())


def rollups(
    corpus: Corpus, among: Collection[str] | None = None, claims: Claims | None = None
) -> Mapping[str, Tally]:
    """Count each spec together with all that is part of it, on whatever level.

    Nothing is counted twice: specs that are part of each other all have the count of their whole circle.

    :param among: the keys that count, nothing for all.
    """
    counted = corpus.specs.keys() if among is None else set(among)
    totals = {key: tally(corpus, (key,) if key in counted else (), claims) for key in corpus.specs}
    found = circles(corpus)
    parents = forest(corpus, found)
    for key in reversed(downwards(corpus.specs, parents)):
        if key in parents:
            totals[parents[key]] += totals[key]
    for circle in found:
        totals.update(dict.fromkeys(circle, totals[circle[0]]))
    return totals


def progress_by_spec(
    corpus: Corpus, keys: Collection[str], most: int = 0, claims: Claims | None = None
) -> ProgressRows:
    """Return one row per spec with its own checks.

    :param most: how many rows at most, 0 for all.
    """
    shown = list(keys)[: most or None]
    return ProgressRows(
        tuple(ProgressRow(key, tally(corpus, (key,), claims)) for key in shown), len(keys) - len(shown)
    )


def progress_by(
    corpus: Corpus, keys: Iterable[str], by: By, most: int = 0, claims: Claims | None = None
) -> ProgressRows:
    """Return one row per value of a field; a spec with several tags counts in several rows.

    :param most: how many rows at most, 0 for all.
    """
    groups = grouped(corpus, keys, by)
    shown = groups[: most or None]
    return ProgressRows(
        tuple(ProgressRow(value, tally(corpus, found, claims)) for value, found in shown),
        len(groups) - len(shown),
    )


def progress_by_umbrella(
    corpus: Corpus, keys: Collection[str], bounds: TreeLimits, claims: Claims | None = None
) -> ProgressRows:
    """Count specs by umbrella, each with all that is part of it.

    :param keys: the specs that count.
    :returns: a line for each umbrella, below it those of its parts; last one for specs that belong to none.
    """
    found = tree(corpus, keys, bounds)
    totals = rollups(corpus, keys, claims)
    rows = [row for branch in found.branches for row in _rows(branch, totals, 0)]
    if found.orphans and not bounds.roots:
        rows.append(ProgressRow(None, tally(corpus, found.orphans, claims)))
    return ProgressRows(tuple(rows), found.omitted)


def _rows(branch: Branch, totals: Mapping[str, Tally], level: int) -> Iterator[ProgressRow]:
    yield ProgressRow(branch.key, totals[branch.key], level)
    for below in branch.below:
        yield from _rows(below, totals, level + 1)


def _place(status: str | None) -> tuple[int, str]:
    return rank(status, STATUSES)
