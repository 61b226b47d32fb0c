"""What is downstream of specs that changed, or were taken away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from posixpath import normpath

from ..changed import ChangeSet
from ..claims.offered import symbols
from ..corpus import Corpus, NameIndex
from ..git import prefix_of
from ..model import Place
from ..reading import covering
from ..report.impact import ImpactReport
from ..sources.codebase import Codebase
from ..sources.settings import Source
from ..views.impact import ChangedCode, Impact, impact
from .naming import UnknownSpecError, resolved
from .pages import covered_by
from .since import changed_since, removed_by, touched_by


def look(
    corpus: Corpus, names: Iterable[str], since: str = "", sources: Iterable[Source] = ()
) -> ImpactReport:
    """Find what is downstream of a change.

    :param names: the specs that changed, by any name.
    :param sources: the code that documents talk about; that of the repository's own may have changed, too.
    :param since: a revision; what was changed since counts, too.
    :raises UnknownSpecError: if nothing is asked for, or what does not exist.
    :raises CannotCheckError: if git cannot say what changed.
    """
    names = [*names]
    if not names and not since:
        raise UnknownSpecError("say which specs changed: name them, or a revision with --since")
    changed = set(resolved(corpus, names))
    removed: Mapping[str, list[str]] = {}
    code: tuple[ChangedCode, ...] = ()
    if since:
        change = changed_since(corpus.project.root, since)
        changed |= touched_by(corpus, change)
        removed = _bereft(corpus, removed_by(corpus, change))
        code = _code(corpus, change, [source for source in sources if source.local])
    found = replace(_impact(corpus, changed, removed), code=code)
    return ImpactReport(corpus, found, since, prefix_of(corpus.project.root))


def _code(corpus: Corpus, change: ChangeSet, sources: Sequence[Source]) -> tuple[ChangedCode, ...]:
    """Return the files of local sources that changed, with the pages and specs that lean on them."""
    if not sources:
        return ()
    root = corpus.project.root
    base, local = Codebase.read(root, sources), {source.name: source.local for source in sources}
    files: dict[str, tuple[set[str], set[str], set[str]]] = {}
    covered = covering.find(corpus.project)
    leaning = [(one.name, one.path, "") for one in base.references(root)]
    leaning += [(one.reference, one.path, one.spec.key) for one in symbols(corpus)]
    for name, page, key in leaning:
        locked = base.find(name)
        path = normpath(f"{local[locked.source]}/{locked.place[0]}") if locked else ""
        if locked is None or not (change.touches(path) or path in change.removed):
            continue
        names, pages, specs = files.setdefault(path, (set(), set(), set()))
        names.add(locked.symbol or locked.target)
        if key:
            specs.add(key)
            continue
        pages.add(page)
        texts = covered[page].specs if page in covered else ()
        specs.update(filter(None, (corpus.resolve(text).target for text in texts)))
    order = list(corpus.specs)
    return tuple(
        ChangedCode(path, tuple(sorted(names)), tuple(sorted(pages)), tuple(sorted(specs, key=order.index)))
        for path, (names, pages, specs) in sorted(files.items())
    )


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
    return impact(corpus, changed, covered_by(corpus), removed=removed)
