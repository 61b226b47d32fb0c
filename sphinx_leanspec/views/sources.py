"""What documents lean on: the code they refer to, by source, file and symbol, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from ..sources.lock import Lock
from ..sources.locked import LockedReference
from ..sources.references import split
from ..sources.states import BROKEN, STATES, DriftState
from ..sources.symbols import Ambiguous

Leaning = Mapping[str, Collection[str]]
"""The references of each page, each as ``source:target``, by the name of the page."""


class Leaned(Struct, frozen=True):
    """A reference, and the pages that make it."""

    reference: LockedReference
    pages: tuple[str, ...]


class LeanedFile(Struct, frozen=True):
    """A file of a source, with what of it is leaned on."""

    path: str
    references: tuple[Leaned, ...]


class LeanedSource(Struct, frozen=True):
    """A source: the releases its references were read against, the current one, and its files."""

    name: str
    releases: tuple[str, ...]
    against: str
    files: tuple[LeanedFile, ...]

    @property
    def number(self) -> int:
        """How many references it has."""
        return sum(len(file.references) for file in self.files)


class SourceDrift(Struct, frozen=True):
    """What became of the references of a page, or of several, into one source.

    :param releases: the releases that they were read against.
    :param counts: how many there are of each state, best first; none of those that no reference has.
    :param references: all of them, worst first.
    """

    name: str
    releases: tuple[str, ...]
    against: str
    counts: tuple[tuple[DriftState, int], ...]
    references: tuple[Leaned, ...]

    @property
    def broken(self) -> int:
        """How many of them may no longer be what documents say."""
        return sum(number for state, number in self.counts if state in BROKEN)


def lean(lock: Lock, leaning: Leaning, pages: Iterable[str] | None = None) -> tuple[Leaned, ...]:
    """Return what pages lean on, sorted by name; what the lock does not know is told elsewhere.

    :param pages: the pages that are looked at, None for all.
    """
    wanted = leaning if pages is None else {page: leaning[page] for page in pages if page in leaning}
    found: dict[tuple[str, str, str], set[str]] = {}
    known: dict[tuple[str, str, str], LockedReference] = {}
    for page, names in wanted.items():
        for name in sorted(names):
            locked = lock.find(*split(name))
            if locked is not None and not isinstance(locked, Ambiguous):
                meant = locked.source, locked.full_name, locked.release  # by whatever name
                known[meant] = max(known.get(meant, locked), locked, key=_badness)
                found.setdefault(meant, set()).add(page)
    return tuple(Leaned(known[meant], tuple(sorted(found[meant]))) for meant in sorted(found))


def broken(lock: Lock, leaning: Leaning) -> Mapping[str, int]:
    """Count for each page the references to what is no more what it was; pages without any are left out."""
    counts = Counter(
        page for one in lean(lock, leaning) if one.reference.state in BROKEN for page in one.pages
    )
    return dict(sorted(counts.items()))


def _badness(locked: LockedReference) -> int:
    return STATES.index(locked.state)


def by_file(found: Iterable[Leaned]) -> tuple[LeanedSource, ...]:
    """Sort what is leaned on by source, file and line."""
    sources: dict[str, dict[str, list[Leaned]]] = {}
    for one in found:
        sources.setdefault(one.reference.source, {}).setdefault(one.reference.place[0], []).append(one)
    return tuple(
        LeanedSource(
            name,
            _releases(one.reference for many in files.values() for one in many),
            _against(one.reference for many in files.values() for one in many),
            tuple(
                LeanedFile(path, tuple(sorted(many, key=lambda one: one.reference.place[1:])))
                for path, many in sorted(files.items())
            ),
        )
        for name, files in sorted(sources.items())
    )


def drift(found: Iterable[Leaned]) -> tuple[SourceDrift, ...]:
    """Tell what became of what is leaned on, source by source."""
    sources: dict[str, list[Leaned]] = {}
    for one in found:
        sources.setdefault(one.reference.source, []).append(one)
    return tuple(_drift(name, many) for name, many in sorted(sources.items()))


def _drift(name: str, many: list[Leaned]) -> SourceDrift:
    counts = Counter(one.reference.state for one in many)
    references = (one.reference for one in many)
    order = sorted(many, key=lambda one: (-_badness(one.reference), one.reference.target))
    told = tuple((state, counts[state]) for state in STATES if counts[state])
    return SourceDrift(
        name, _releases(references), _against(one.reference for one in many), told, tuple(order)
    )


def _releases(references: Iterable[LockedReference]) -> tuple[str, ...]:
    return tuple(sorted({one.release for one in references}))


def _against(references: Iterable[LockedReference]) -> str:
    """Return the release that the most of them were compared with."""
    return Counter(one.against for one in references).most_common(1)[0][0]
