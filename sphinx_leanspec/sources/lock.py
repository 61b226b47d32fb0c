"""``leanspec-sources.lock``: what references meant when they were read, and what became of that since.

A build asks nothing else: no source, and no network. The file is sorted, and made to be reviewed: what a
reference meant stays as it was until somebody accepts another meaning, and only the lines that tell of today
change. The code that pages show is kept in a file beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from ..files import write_atomically
from . import lock_form
from .errors import SourceError
from .lock_form import EXCERPTS, FIX, NAME
from .locked import LockedReference, Pinned
from .normal import text_digest
from .symbols import Ambiguous


class Lock(Struct, frozen=True, dict=True):
    """What a lock holds.

    :param sources: the releases that references were read against, and the current ones.
    :param current: of each source the release that references were last compared with.
    :param references: all references, sorted by source and target.
    :param excerpts: the code of those that pages show, by their names.
    """

    sources: tuple[Pinned, ...] = ()
    current: Mapping[str, str] = {}
    references: tuple[LockedReference, ...] = ()
    excerpts: Mapping[str, str] = {}

    @classmethod
    def read(cls, path: Path) -> Lock:
        """Read a lock, and the code beside it; one that is not there is empty.

        :raises SourceError: if a file is not what was written; it says where.
        """
        sources, current, references = lock_form.read(path)
        excerpts = lock_form.read_excerpts(path.with_name(EXCERPTS))
        lock = cls(tuple(sources), current, tuple(references), excerpts)
        lock.check_excerpts()
        return lock

    def write(self, path: Path) -> None:
        """Write the lock and the code beside it, each only if it holds something or is there."""
        for file, text in ((path, self.text), (path.with_name(EXCERPTS), self.text_of_excerpts)):
            data = text.encode()
            is_there = file.is_file()
            if (text or is_there) and not (is_there and file.read_bytes() == data):
                write_atomically(file, data)

    def find(self, source: str, target: str) -> LockedReference | Ambiguous | None:
        """Return what a reference means: one of just that target, else the one whose full name ends with it.

        :returns: several that it may mean, by their full names, or None.
        """
        if exact := self._by_name.get(f"{source}:{target}"):
            return exact
        last = target.rpartition(".")[2]
        found = {
            one.full_name: one
            for one in self._by_last.get((source, last), ())
            if f".{one.full_name}".endswith(f".{target}")
        }
        if len(found) > 1:
            return Ambiguous(target, tuple(sorted(found)))
        return next(iter(found.values()), None)

    def excerpt(self, reference: LockedReference) -> str | None:
        """Return the code of a reference, None if it is not kept: `sources lock` keeps what pages show."""
        return self.excerpts.get(reference.name)

    def pins(self) -> dict[tuple[str, str], Pinned]:
        """Return what is known of releases, by source and release."""
        return {(pinned.name, pinned.release): pinned for pinned in self.sources}

    def check_excerpts(self) -> None:
        """Hold the lock and the code beside it against each other.

        :raises SourceError: if they do not belong together.
        """
        for reference in self.references:
            kept = self.excerpts.get(reference.name)
            if reference.excerpt and kept is None:
                raise SourceError(EXCERPTS, f"the code of `{reference.name}` is missing", FIX)
            if kept is not None and text_digest(kept) != reference.excerpt:
                raise SourceError(
                    EXCERPTS, f"the code of `{reference.name}` is not the one that was locked", FIX
                )
        if unknown := self.excerpts.keys() - self._by_name.keys():
            raise SourceError(EXCERPTS, f"{NAME} knows nothing of `{min(unknown)}`", FIX)

    @cached_property
    def text(self) -> str:
        """What the lock's file holds, empty if there is nothing to hold."""
        return lock_form.as_text(self.sources, self.current, self.references) if self.references else ""

    @cached_property
    def text_of_excerpts(self) -> str:
        """What the file beside it holds."""
        return lock_form.excerpts_as_text(self.excerpts) if self.excerpts else ""

    @cached_property
    def _by_name(self) -> Mapping[str, LockedReference]:
        return {reference.name: reference for reference in self.references}

    @cached_property
    def _by_last(self) -> Mapping[tuple[str, str], list[LockedReference]]:
        found: dict[tuple[str, str], list[LockedReference]] = {}
        for one in self.references:
            if one.symbol is not None:
                found.setdefault((one.source, one.full_name.rpartition(".")[2]), []).append(one)
        return found
