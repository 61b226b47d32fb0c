"""The code that documents talk about, as the lock of a project knows it: no source is read, nobody asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from ..wording import did_you_mean
from .errors import SourceError
from .lock import Lock
from .lock_form import NAME
from .locked import LockedReference
from .references import SourceReference, collect, split
from .settings import Source, default_of
from .symbols import Ambiguous

_LOCK: Final = "run `sphinx-leanspec sources lock`"


class Codebase(Struct, frozen=True):
    """The sources of a project, and what references into them mean.

    :param sources: the configured ones by their names.
    :param problem: why the lock cannot be read; it is empty then.
    :param prefix: where the project lies in its git repository, at whose top the lock is: ``tools/api/``.
    """

    sources: Mapping[str, Source] = {}
    lock: Lock = field(default_factory=Lock)
    problem: SourceError | None = None
    prefix: str = ""

    @classmethod
    def read(cls, root: Path, sources: Iterable[Source], prefix: str) -> Codebase:
        """Read the lock of a project.

        :param root: the project's folder.
        :param prefix: where that lies in its git repository, empty at the top.
        """
        named = {source.name: source for source in sources}
        top = root.parents[prefix.count("/") - 1] if prefix else root
        try:
            return cls(named, Lock.read(top / NAME), prefix=prefix)
        except SourceError as error:
            return cls(named, problem=error, prefix=prefix)

    def default(self, path: str) -> str:
        """Return the source that references of a page mean where they name none, empty if there is none.

        :param path: the page, relative to the project.
        """
        return default_of(self.sources, f"{self.prefix}{path}")

    def references(self, root: Path) -> tuple[SourceReference, ...]:
        """Return the references that the documents of a project make.

        :param root: the project's folder, which their paths are relative to.
        """
        found = collect(root, None, {})
        return tuple(replace(one, source=one.source or self.default(one.path)) for one in found)

    def find(self, name: str) -> LockedReference | None:
        """Return what a reference means, None if that is not known.

        :param name: its source and target, ``nemo:package.Class``.
        """
        source, target = split(name)
        found = self.lock.find(source, target) if source in self.sources else None
        return None if isinstance(found, Ambiguous) else found

    def url(self, locked: LockedReference) -> str:
        """Return where the code of a reference is on the web, empty if nobody knows."""
        source = self.sources.get(locked.source)
        return source.url_of(*locked.place, release=locked.place_release) if source else ""

    def wrong(self, name: str) -> tuple[str, str] | None:
        """Return what is wrong with a reference, and what somebody can do about it; None if nothing is."""
        source, target = split(name)
        if not source:
            return f"the reference `{target}` names no source", "write `source:name`, or set `default_for`"
        if source not in self.sources:
            known = ", ".join(f"`{one}`" for one in sorted(self.sources)) or "none"
            return f"there is no source `{source}`", f"`leanspec_sources` has {known}"
        if self.problem:
            return None  # which is told of once
        found = self.lock.find(source, target)
        if found is None:
            return f"`{name}` is not in {NAME}", _LOCK
        if isinstance(found, Ambiguous):
            return f"`{name}` may mean several things", did_you_mean(found.candidates)
        return None
