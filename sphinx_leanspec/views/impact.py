"""What a change of specs has to do with the rest: what follows from it, and how far away it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from ..corpus import Corpus
from ..model import Check

Kind = Literal["changed", "dependent", "umbrella"]
"""Why a spec is touched: it changed, it depends on what did, or it holds such specs together."""

Related = Mapping[str, Sequence[str]]
"""The pages that have to do with each spec."""


class Touched(Struct, frozen=True):
    """A spec that a change reaches.

    :param distance: over how many others the change reaches it: 0 if it changed itself.
    :param through: the specs one step nearer that it depends on, or holds together.
    :param checks: what is ticked in it and may have to be looked at again.
    """

    key: str
    kind: Kind
    distance: int
    through: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()


class AffectedPage(Struct, frozen=True):
    """A page that covers or mentions touched specs.

    :param distance: that of the nearest of them.
    :param covers: the touched specs it covers, the nearest first.
    :param mentions: those it mentions and does not cover.
    """

    name: str
    distance: int
    covers: tuple[str, ...]
    mentions: tuple[str, ...]


class ChangedCode(Struct, frozen=True):
    """A file of code that changed, and who leans on it.

    :param path: the file.
    :param names: the symbols and lines of it that are leaned on.
    :param pages: the files of the pages that do.
    :param specs: the specs that do, as evidence or as those pages cover them.
    """

    path: str
    names: tuple[str, ...]
    pages: tuple[str, ...] = ()
    specs: tuple[str, ...] = ()


class Impact(Struct, frozen=True):
    """All that a change reaches.

    :param code: the files of code that changed and that somebody leans on, by path.
    :param removed: specs that are no more, by the names they had.
    :param specs: the nearest first; those of one distance in the order of the corpus.
    :param pages: the nearest first, then by name.
    """

    specs: tuple[Touched, ...]
    pages: tuple[AffectedPage, ...] = ()
    removed: tuple[str, ...] = ()
    code: tuple[ChangedCode, ...] = ()

    def of(self, kind: Kind) -> tuple[Touched, ...]:
        """Return the touched specs of one kind."""
        return tuple(spec for spec in self.specs if spec.kind == kind)

    @property
    def checks(self) -> int:
        """How many checks are ticked and may have to be looked at again."""
        return sum(len(spec.checks) for spec in self.specs)


def impact(
    corpus: Corpus,
    changed: Iterable[str],
    covered_by: Related | None = None,
    mentioned_by: Related | None = None,
    removed: Mapping[str, Sequence[str]] | None = None,
) -> Impact:
    """Find what is downstream of a change.

    Whatever depends on a touched spec is touched, over any number of others. So are the umbrellas above; what
    depends on an umbrella is not, or everything would be.

    :param changed: the keys of the specs that changed.
    :param covered_by: the pages that cover each spec.
    :param mentioned_by: the pages that mention each spec, those that cover it or not.
    :param removed: the names of specs that are no more, and the specs that depended on each.
    """
    lost: dict[str, list[str]] = {}
    for name, keys in (removed or {}).items():
        for key in keys:
            lost.setdefault(key, []).append(name)
    wanted = set(changed)
    start = [key for key in corpus.specs if key in wanted]
    near = _spread(corpus, start, [key for key in lost if key not in wanted])
    far = _above(corpus, near)
    order = {key: number for number, key in enumerate(corpus.specs)}
    found = sorted((distance, order[key], key) for key, distance in {**near, **far}.items())
    specs = tuple(
        Touched(
            key,
            "umbrella" if key in far else "dependent" if distance else "changed",
            distance,
            _through(corpus, key, distance, near, far, lost.get(key, ())),
            tuple(check for check in corpus.specs[key].checks if check.done and check.exempt is None),
        )
        for distance, _, key in found
    )
    return Impact(specs, _pages(specs, covered_by or {}, mentioned_by or {}), tuple(removed or ()))


def _spread(corpus: Corpus, start: Sequence[str], bereft: Sequence[str]) -> dict[str, int]:
    """Return the distance of what changed (0), and of all that depends on it."""
    found = dict.fromkeys(start, 0)
    level: list[str] = list(start)
    distance = 0
    while level or (not distance and bereft):
        distance += 1
        reached = [key for one in level for key in corpus.required_by.get(one, ())]
        level = [
            key for key in dict.fromkeys([*reached, *(bereft if distance == 1 else ())]) if key not in found
        ]
        found.update(dict.fromkeys(level, distance))
    return found


def _above(corpus: Corpus, near: Mapping[str, int]) -> dict[str, int]:
    """Return the umbrellas of touched specs, each one step farther than its nearest touched spec."""
    levels: dict[int, list[str]] = {}
    for key, distance in near.items():
        levels.setdefault(distance, []).append(key)
    found: dict[str, int] = {}
    distance, last = 0, max(levels, default=-1)
    while distance <= last:
        for key in levels.get(distance, ()):
            above = corpus.parent.get(key)
            if above is not None and above not in near and above not in found:
                found[above] = distance + 1
                levels.setdefault(distance + 1, []).append(above)
                last = max(last, distance + 1)
        distance += 1
    return found


def _through(
    corpus: Corpus,
    key: str,
    distance: int,
    near: Mapping[str, int],
    far: Mapping[str, int],
    lost: Sequence[str],
) -> tuple[str, ...]:
    """Return the specs over which a change reaches a spec."""
    if not distance:
        return ()
    if key in far:
        children = corpus.children.get(key, ())
        return tuple(child for child in children if near.get(child, far.get(child)) == distance - 1)
    return (*(one for one in corpus.depends_on[key] if near.get(one) == distance - 1), *lost)


def _pages(specs: Iterable[Touched], covered_by: Related, mentioned_by: Related) -> tuple[AffectedPage, ...]:
    nearest: dict[str, int] = {}
    covers: dict[str, list[str]] = {}
    mentions: dict[str, list[str]] = {}
    for spec in specs:
        covering = frozenset(covered_by.get(spec.key, ()))
        for name in covered_by.get(spec.key, ()):
            nearest.setdefault(name, spec.distance)
            covers.setdefault(name, []).append(spec.key)
        for name in mentioned_by.get(spec.key, ()):
            if name not in covering:
                nearest.setdefault(name, spec.distance)
                mentions.setdefault(name, []).append(spec.key)
    return tuple(
        AffectedPage(name, distance, tuple(covers.get(name, ())), tuple(mentions.get(name, ())))
        for name, distance in sorted(nearest.items(), key=lambda found: (found[1], found[0]))
    )
