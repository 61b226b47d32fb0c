"""What a change since a revision did to specs: which it touched, and which it took away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path, PurePosixPath

from .. import changed, git
from ..changed import ChangeSet
from ..corpus import Corpus
from ..git import GitError
from ..model import Place, Spec
from ..reading import Project, Vocabularies, dialects, library
from ..reading.project import parts
from ..reading.seam import Files
from .cannot import CannotCheckError


def changed_since(root: Path, revision: str) -> ChangeSet:
    """Ask git what changed since a revision.

    :raises CannotCheckError: if git cannot say.
    """
    try:
        return changed.since(root, revision)
    except GitError as error:
        raise CannotCheckError(f"git cannot say what changed since `{revision}`: {error}") from error


def touched_by(corpus: Corpus, change: ChangeSet) -> frozenset[str]:
    """Return the keys of the specs of which any file changed, sub-documents and attachments included."""
    names = corpus.project.layout.files
    paths = {PurePosixPath(path): key for path, key in corpus.files.items()}
    folders = {path.parent: key for path, key in paths.items() if path.name in names}
    touched = {key for key, spec in corpus.specs.items() if any(map(change.touches, spec.place.made_of))}
    touched -= _as_before(corpus, change, touched)
    for path in map(PurePosixPath, change.paths | change.removed):
        nearest = paths.get(path) or next(
            (folders[above] for above in path.parents if above in folders), None
        )
        if nearest:
            touched.add(nearest)
    return frozenset(touched)


def _as_before(corpus: Corpus, change: ChangeSet, touched: Iterable[str]) -> set[str]:
    """Return the specs that are the same, though the file that holds many of them is another now."""
    places = [corpus.specs[key].place for key in touched if corpus.specs[key].place.fragment]
    alike: set[str] = set()
    for _, group in groupby(sorted(places, key=_files), _files):
        together = list(group)
        project, path = corpus.project, together[0].path
        try:
            before = git.run(project.root, ("show", "--end-of-options", f"{change.base}:./{path}"))
        except GitError:
            continue  # it was not there
        now = library.contents(project, together[0])
        old, new = (_shown(project, together, files) for files in ({**now, path: before}, now))
        alike |= {key for key, spec in new.items() if old[key] == spec}
    return alike


def _files(place: Place) -> tuple[str, ...]:
    return place.made_of


def _shown(project: Project, places: Sequence[Place], files: Files) -> Mapping[str, Spec]:
    records = library.parse(project, places, files, Vocabularies(), depth="specs")
    return {record.spec.key: record.spec.shown() for record in records}


def removed_by(corpus: Corpus, change: ChangeSet) -> list[Place]:
    """Return the specs that a change removed or renamed."""
    ids = {(spec.place.project, spec.place.dialect, spec.id) for spec in corpus.specs.values()}
    removed = []
    for path in sorted(change.removed):
        found = dialects.called(corpus.project, path)
        if found and (found.project.name, found.dialect.name, found.id) not in ids:
            number, slug = parts(found.id)
            project, tool = found.project.name, found.dialect.name
            key = found.id if found.dialect is dialects.OWN else f"{tool}/{found.id}"
            key = f"{project}/{key}" if project else key
            removed.append(Place(found.id, key, number, slug, path, path, dialect=tool, project=project))
            ids.add((project, tool, found.id))  # it may have had several files
    return removed
