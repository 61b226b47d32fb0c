"""Which files of a repository a check is limited to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from ..reading.nearest import absent
from .cannot import CannotCheckError

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..rules import Context


class Within(Struct, frozen=True):
    """Files and folders, relative to the repository, those of a folder all below it; and projects of a site.

    :param paths: none for all.
    :param projects: the names of the projects; None for all.
    :param others: the projects of the files that are not those of the site's own.
    """

    paths: Sequence[str]
    projects: frozenset[str] | None = None
    others: Mapping[str, str] = {}

    def has(self, path: str) -> bool:
        """Tell whether a file is one of them."""
        if self.projects is not None and self.others.get(path, "") not in self.projects:
            return False
        return not self.paths or any(path == own or path.startswith(f"{own}/") for own in self.paths)

    def specs(self, corpus: Corpus) -> frozenset[str]:
        """Return the keys of the specs of which any file is one of them."""
        return frozenset(key for path, key in corpus.files.items() if self.has(path))


def existing(paths: Iterable[Path]) -> None:
    """See that what is named is there.

    :raises CannotCheckError: if it is not; the nearest path is named.
    """
    for path in paths:
        if not path.exists():
            raise CannotCheckError(absent("file or folder", path))


def within(context: Context, paths: Iterable[Path], projects: Sequence[str] = ()) -> Within | None:
    """Return what a check is limited to by paths that exist and by projects; None if that is nothing.

    :param projects: their names, ``none`` for the site's own; none for all.
    :raises CannotCheckError: if a path lies elsewhere, no spec and no page is in it, or there is no such
        project.
    """
    limits = _within(context, paths)
    if not projects:
        return limits
    from .listing import CannotListError, known_projects  # here, as few checks are limited so

    corpus = context.corpus
    try:
        known_projects(corpus, projects)
    except CannotListError as error:
        raise CannotCheckError(str(error)) from error
    others = {
        path: project for path, key in corpus.files.items() if (project := corpus.specs[key].place.project)
    }
    wanted = frozenset("" if name == "none" else name for name in projects)
    return Within(limits.paths if limits else (), wanted, others)


def _within(context: Context, paths: Iterable[Path]) -> Within | None:
    """Return what a check is limited to by paths; None if one of them is all of the repository."""
    project = context.corpus.project
    wanted: list[str] = []
    for path in paths:
        whole = path.resolve()
        if project.root.is_relative_to(whole) or whole == project.specs.resolve():
            return None
        if not whole.is_relative_to(project.root):
            raise CannotCheckError(f"`{path}` does not lie in {project.root}; check one repository at a time")
        limits = Within([project.relative(whole)])
        if not any(map(limits.has, _looked_at(context))):
            raise CannotCheckError(f"there is no spec in `{path}`, and no page that may cover one")
        wanted += limits.paths
    return Within(wanted) if wanted else None


def _looked_at(context: Context) -> Iterable[str]:
    """Return the files that rules look at."""
    leaning = (reference.path for reference in context.code_references)
    return (*context.owners, *(context.documents or ()), *leaning)
