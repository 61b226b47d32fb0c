"""Which files of a repository a check is limited to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from ..corpus import Corpus
from ..rules import Context
from ..wording import did_you_mean
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
            raise CannotCheckError(f"there is no file or folder `{path}`{_nearest(path)}")


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


def _nearest(path: Path) -> str:
    """Return a question for the nearest path that is there, empty where there is none."""
    folder = path.parent
    if not folder.is_dir():
        return _nearest(folder) if folder != path else ""
    names = sorted(other.name for other in folder.iterdir())
    found = get_close_matches(path.name, names, 1, 0.5) or [
        name for name in names if _begins(name, path.name)
    ]
    near = did_you_mean((folder / name).as_posix() for name in found[:1])
    return f"; {near}" if near else ""


def _begins(name: str, text: str) -> bool:
    return bool(text) and name.casefold().startswith(text.casefold())
