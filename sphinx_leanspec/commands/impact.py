"""What is downstream of specs that changed, or were taken away."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from posixpath import normpath

from msgspec.structs import replace

from ..changed import ChangeSet
from ..claims.offered import symbols
from ..corpus import Corpus
from ..git import prefix_of
from ..model import Place
from ..name_index import NameIndex
from ..reading import covering
from ..reading.covering import Covering
from ..reading.library import Library
from ..report.impact import ImpactReport
from ..sources.codebase import Codebase
from ..sources.settings import Source
from ..views.impact import ChangedCode, impact
from .naming import UnknownSpecError, resolved
from .pages import covered_by
from .since import changed_since, removed_by, touched_by


def look(
    corpus: Corpus,
    names: Iterable[str],
    since: str = "",
    sources: Iterable[Source] = (),
    library: Library | None = None,
) -> ImpactReport:
    """Find what is downstream of a change.

    :param names: the specs that changed, by any name, and files of code that did.
    :param sources: the code that documents talk about; that of the repository's own may have changed, too.
    :param since: a revision; what was changed since counts, too.
    :param library: keeps what pages say.
    :raises UnknownSpecError: if nothing is asked for, or what does not exist.
    :raises CannotCheckError: if git cannot say what changed.
    """
    names = [*names]
    if not names and not since:
        raise UnknownSpecError("say which specs changed: name them, or a revision with --since")
    local = [source for source in sources if source.local]
    files = {name: path for name in names if (path := _file(corpus, name, local))}
    changed = set(resolved(corpus, (name for name in names if name not in files)))
    removed: Mapping[str, list[str]] = {}
    paths, gone = frozenset(files.values()), frozenset[str]()
    if since:
        change = changed_since(corpus.project.root, since)
        changed |= touched_by(corpus, change)
        removed = _bereft(corpus, removed_by(corpus, change))
        paths, gone = paths | change.paths, change.removed
        for folder in _above(corpus, local):
            beside = changed_since(corpus.project.root / folder, since)
            paths |= {f"{folder}/{path}" for path in beside.paths}
            gone |= {f"{folder}/{path}" for path in beside.removed}
    covered = covering.find(corpus.project, library) if local else {}
    code = _code(corpus, ChangeSet(since, "", paths, gone), local, covered)
    found = impact(corpus, changed, covered_by(corpus, library), removed=removed)
    found = replace(found, code=code)
    return ImpactReport(corpus, found, since, prefix_of(corpus.project.root))


def _file(corpus: Corpus, name: str, sources: Iterable[Source]) -> str:
    """Return the path of a file of a local source, relative to the root; empty if a name is none."""
    root = corpus.project.root
    found = next((path.resolve() for path in (Path(name), root / name) if path.is_file()), None)
    if found is None or corpus.resolve(name).target:
        return ""
    is_code = any(found.is_relative_to((root / source.local).resolve()) for source in sources)
    return Path(os.path.relpath(found, root.resolve())).as_posix() if is_code else ""


def _above(corpus: Corpus, sources: Iterable[Source]) -> Iterable[str]:
    """Return the folders of sources that lie outside of the project, and in its repository."""
    root = corpus.project.root
    depth = prefix_of(root).count("/")
    for folder in sorted({normpath(source.local) for source in sources}):
        above = folder.split("/").count("..")
        if 0 < above <= depth and (root / folder).is_dir():
            yield folder


def _code(
    corpus: Corpus, change: ChangeSet, sources: Sequence[Source], covered: Mapping[str, Covering]
) -> tuple[ChangedCode, ...]:
    """Return the files of local sources that changed, with the pages and specs that lean on them."""
    if not sources:
        return ()
    root = corpus.project.root
    base = Codebase.read(root, sources, prefix_of(root))
    local = {source.name: source.local for source in sources}
    files: dict[str, tuple[set[str], set[str], set[str]]] = {}
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
