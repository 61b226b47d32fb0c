"""What a change since a revision did to specs: which it touched, and which it took away."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from .. import changed
from ..changed import ChangeSet
from ..corpus import Corpus
from ..git import GitError
from ..model import Place
from ..reading import dialects
from ..reading.project import parts
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
    for path in map(PurePosixPath, change.paths | change.removed):
        nearest = paths.get(path) or next(
            (folders[above] for above in path.parents if above in folders), None
        )
        if nearest:
            touched.add(nearest)
    return frozenset(touched)


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
