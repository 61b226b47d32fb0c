"""Which files of a repository a check is limited to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..corpus import Corpus
from ..reading.nearest import absent
from ..rules import Context
from .since import CannotCheckError


@dataclass(frozen=True, slots=True)
class Within:
    """Files and folders, relative to the repository; those of a folder are all below it."""

    paths: Sequence[str]

    def has(self, path: str) -> bool:
        """Tell whether a file is one of them."""
        return any(path == own or path.startswith(f"{own}/") for own in self.paths)

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


def within(context: Context, paths: Iterable[Path]) -> Within | None:
    """Return what a check is limited to by paths that exist; None if one of them is all of the repository.

    :raises CannotCheckError: if one lies elsewhere, or no spec and no page is in it.
    """
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
