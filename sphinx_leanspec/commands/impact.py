"""What is downstream of specs that changed, or were taken away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from ..corpus import Corpus, NameIndex, Resolution
from ..git import prefix_of
from ..model import Place
from ..reading import covering
from ..report.impact import ImpactReport
from ..views.impact import Impact, impact
from ..wording import did_you_mean
from .since import changed_since, removed_by, touched_by


class UnknownSpecError(Exception):
    """No spec is asked for, or one that does not exist; the message says which, and what to do."""


def look(corpus: Corpus, names: Iterable[str], since: str = "") -> ImpactReport:
    """Find what is downstream of a change.

    :param names: the specs that changed, by any name.
    :param since: a revision; what was changed since counts, too.
    :raises UnknownSpecError: if nothing is asked for, or what does not exist.
    :raises CannotCheckError: if git cannot say what changed.
    """
    names = [*names]
    if not names and not since:
        raise UnknownSpecError("say which specs changed: name them, or a revision with --since")
    changed = set(_resolved(corpus, names))
    removed: Mapping[str, list[str]] = {}
    if since:
        change = changed_since(corpus.project.root, since)
        changed |= touched_by(corpus, change)
        removed = _bereft(corpus, removed_by(corpus, change))
    return ImpactReport(corpus, _impact(corpus, changed, removed), since, prefix_of(corpus.project.root))


def _resolved(corpus: Corpus, names: Iterable[str]) -> list[str]:
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
    near = did_you_mean(resolution.candidates or get_close_matches(name, corpus.specs, 3, 0.6))
    return f"{what}; {near}" if near else what


def _bereft(corpus: Corpus, places: Iterable[Place]) -> dict[str, list[str]]:
    """Return the specs that were removed, each with those that still depend on it."""
    gone = NameIndex(places)
    found: dict[str, list[str]] = {name: [] for name in gone.places}
    for key, unresolved in corpus.unresolved.items():
        for lost in unresolved:
            target = gone.resolve(lost.reference.text).target
            if target and lost.reference.field == "depends_on":
                found[target].append(key)
    return found


def _impact(corpus: Corpus, changed: Iterable[str], removed: Mapping[str, list[str]]) -> Impact:
    covered_by: dict[str, list[str]] = {}
    for path, covers in covering.find(corpus.project).items():
        for key in dict.fromkeys(corpus.resolve(text).target for text in covers.specs):
            if key:
                covered_by.setdefault(key, []).append(path)
    return impact(corpus, changed, covered_by, removed=removed)
