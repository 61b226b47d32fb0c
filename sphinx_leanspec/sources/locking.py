"""What references mean in the current releases, held against what they meant when they were read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from . import drift
from .errors import OfflineError, SourceError
from .grammars import GRAMMARS
from .index import SymbolIndex
from .lock import Lock
from .locked import LockedReference, Pinned
from .normal import text_digest
from .references import SourceReference, target_of
from .resolving import Located, resolve, text_of
from .settings import Source
from .states import BROKEN
from .store import SourceStore
from .symbols import Ambiguous, NoSymbol

_MOST: Final = 5
"""How many candidates a message names."""


class UnresolvedError(SourceError):
    """A reference that means nothing, or more than one thing."""


class Update(Struct, frozen=True):
    """What became of a lock.

    :param added: the names of references that it did not know.
    :param removed: those that no document makes any more.
    :param followed: those that moved with the same code.
    :param problems: why a reference could not be locked, by its name.
    """

    lock: Lock
    added: tuple[str, ...]
    removed: tuple[str, ...]
    followed: tuple[str, ...]
    problems: Mapping[str, SourceError]


class Locker:
    """Holds references against releases.

    :param sources: the configured sources by their names.
    """

    def __init__(self, lock: Lock, sources: Mapping[str, Source], store: SourceStore) -> None:
        self.lock = lock
        self.sources = sources
        self.store = store

    def update(self, references: Iterable[SourceReference]) -> Update:
        """Lock new references, and tell what became of known ones; what these meant stays as it was."""
        wanted: dict[str, SourceReference] = {}
        for reference in references:
            known = wanted.get(reference.name)
            if known is None or (reference.is_excerpt and not known.is_excerpt):
                wanted[reference.name] = reference
        kept: dict[str, LockedReference] = {}
        problems: dict[str, SourceError] = {}
        for name, reference in sorted(wanted.items()):
            try:
                locked = self._known.get(name)
                kept[name] = self.compared(locked) if locked else self.resolved(reference)
            except SourceError as error:
                problems[name] = error
                if name in self._known:
                    kept[name] = self._known[name]
        excerpts, kept = self._excerpts(wanted, kept, problems)
        before = self._known
        moved = (one.name for one in kept.values() if one.state == "moved")
        return Update(
            self._lock(kept.values(), excerpts),
            tuple(name for name in kept if name not in before),
            tuple(sorted(before.keys() - kept.keys())),
            tuple(name for name in moved if name not in before or before[name].now != kept[name].now),
            problems,
        )

    def accept(self, name: str) -> LockedReference:
        """Return a reference as it is in the current release.

        :raises SourceError: if it is gone, or cannot be read.
        """
        locked = self._known[name]
        now = self._drift(locked, self.release(locked.source)).now
        if now is None:
            message = "it is gone, and there is nothing to accept"
            near = " or ".join(f"`{one}`" for one in locked.nearest)
            raise SourceError(name, message, f"refer to {near}" if near else "refer to something else")
        return self._made(locked.source, locked.target, now, self.release(locked.source))

    def with_accepted(self, accepted: Mapping[str, LockedReference]) -> Lock:
        """Return the lock with references as they were accepted, and their code anew."""
        references = {**self._known, **accepted}
        excerpts = dict(self.lock.excerpts)
        for name, reference in accepted.items():
            if self._known[name].excerpt:
                excerpts[name] = self.text_of(reference)
                references[name] = replace(reference, excerpt=text_digest(excerpts[name]))
        return self._lock(references.values(), excerpts)

    def resolved(self, reference: SourceReference) -> LockedReference:
        """Return what a reference means in the current release.

        :raises SourceError: if it means nothing, or more than one thing.
        """
        release = self.release(reference.source)
        index = self.open(reference.source, release)
        found = resolve(index, target_of(reference.target))
        if isinstance(found, Located):
            return self._made(reference.source, reference.target, found, release)
        raise _unresolved(reference.name, index.tree.label, found)

    def compared(self, locked: LockedReference, release: str | None = None) -> LockedReference:
        """Tell what became of a reference in a release, the current one if none is named."""
        if release is None:
            release = self.release(locked.source)
            source = self.sources[locked.source]
            pin = self.lock.pins().get((source.name, release))
            is_same = pin is not None and pin.origin == source.origin
            is_settled = is_same and locked.against == release and source.kind != "folder"
            if is_settled and self._is_still_so(locked):
                return locked
        found = self._drift(locked, release)
        now = (found.now.path, found.now.line, found.now.end) if found.now else None
        told = replace(
            locked,
            state=found.state,
            against=release,
            now=None if now == (locked.path, locked.line, locked.end) else now,
            nearest=found.nearest if found.state in ("gone", "unreadable") else (),
            broke="",
        )
        return replace(told, broke=self._first_broken(told)) if told.state in BROKEN else told

    def _is_still_so(self, locked: LockedReference) -> bool:
        """Tell whether what a lock says of a release is so: people edit and merge locks by hand.

        Where the release is out of reach, the lock is believed.
        """
        try:
            found = self._drift(locked, locked.against, is_told=False)
        except OfflineError:
            return True
        now = (found.now.path, found.now.line, found.now.end) if found.now else locked.place
        return (found.state, now) == (locked.state, locked.place)

    def difference(self, locked: LockedReference) -> tuple[str, ...]:
        """Return how a reference differs from what it was, in few lines; none if that cannot be told."""
        if locked.state not in ("changed", "moved-changed"):
            return ()
        read = (locked.path, locked.line, locked.end)
        try:
            if self._source(locked.source).kind == "folder":  # which has forgotten what it was
                return ()
            was = self._reads_as(locked, locked.release, read)
            return drift.difference(was, self._reads_as(locked, locked.against, locked.place))
        except SourceError:
            return ()

    def text_of(self, locked: LockedReference) -> str:
        """Return the code of a reference as it was when it was read.

        :raises SourceError: if nobody has it any more: a folder keeps only what lies there now.
        """
        index = self.open(locked.source, locked.release)
        path, line, end = locked.path, locked.line, locked.end
        if self._source(locked.source).kind == "folder":
            found = drift.compare(locked.origin, index, is_told=False)
            if found.now is None or found.state not in ("same", "moved"):
                message = "the folder has this code no more as it was read"
                raise SourceError(locked.name, message, f"`sphinx-leanspec sources accept {locked.name}`")
            path, line, end = found.now.path, found.now.line, found.now.end
        return text_of(index, path, line, end)

    def release(self, name: str) -> str:
        """Return the current release of a source.

        :raises SourceError: if there is no such source.
        """
        return self.store.named(self._source(name), "")

    def open(self, name: str, release: str) -> SymbolIndex:
        """Open a source at a release."""
        return self.store.open(self._source(name), release).index

    @cached_property
    def _known(self) -> dict[str, LockedReference]:
        return {reference.name: reference for reference in self.lock.references}

    def _source(self, name: str) -> Source:
        if name not in self.sources:
            known = ", ".join(f"`{one}`" for one in sorted(self.sources)) or "none"
            message = "the reference names no source, and its page has none by default"
            if name:
                message = f"there is no source `{name}`"
            raise UnresolvedError(name or "reference", message, f"`leanspec_sources` has {known}")
        return self.sources[name]

    def _made(self, source: str, target: str, found: Located, release: str) -> LockedReference:
        symbol = found.symbol
        return LockedReference(
            source,
            target,
            release,
            found.path,
            found.line,
            found.end,
            found.digests,
            symbol.module if symbol else "",
            symbol.name if symbol else None,
            symbol.kind if symbol else None,
            against=release,
        )

    def _drift(self, locked: LockedReference, release: str, *, is_told: bool = True) -> drift.CodeDrift:
        index = self.open(locked.source, release)
        was = ""
        if locked.symbol is None:
            was = self.lock.excerpts.get(locked.name) or self._text_or_nothing(locked)
        return drift.compare(locked.origin, index, was, is_told=is_told)

    def _text_or_nothing(self, locked: LockedReference) -> str:
        try:
            return self.text_of(locked)
        except SourceError:  # then lines that moved are not found again
            return ""

    def _reads_as(self, locked: LockedReference, release: str, place: tuple[str, int, int]) -> str:
        index = self.open(locked.source, release)
        path, line, end = place
        symbol = None
        if locked.symbol is not None:
            module = index.module(path)
            known = (module.itself, *module.symbols)
            symbol = next((one for one in known if (one.name, one.line) == (locked.symbol, line)), None)
        return drift.reads_as(index, Located(path, line, end, locked.digests, symbol))

    def _first_broken(self, locked: LockedReference) -> str:
        """Return the first release in which a reference is broken, empty if that cannot be told offline."""

        def is_broken(release: str) -> bool:
            try:
                return self._drift(locked, release, is_told=False).state in BROKEN
            except OfflineError:
                raise
            except SourceError:  # a release without code breaks nothing
                return False

        source = self._source(locked.source)
        if source.kind == "folder":
            return ""
        try:
            return drift.first_broken(self.store.between(source, locked.release, locked.against), is_broken)
        except SourceError:
            return ""

    def _excerpts(
        self,
        wanted: Mapping[str, SourceReference],
        kept: Mapping[str, LockedReference],
        problems: dict[str, SourceError],
    ) -> tuple[dict[str, str], dict[str, LockedReference]]:
        """Keep the code that pages show, as it was when it was read."""
        excerpts: dict[str, str] = {}
        references = dict(kept)
        for name, locked in kept.items():
            text = self.lock.excerpts.get(name)
            if wanted[name].is_excerpt:
                try:
                    text = self.text_of(locked) if text is None else text
                except SourceError as error:
                    problems[name] = error
                    continue
                excerpts[name] = text
            references[name] = replace(locked, excerpt=text_digest(text) if name in excerpts and text else "")
        return excerpts, references

    def _lock(self, references: Iterable[LockedReference], excerpts: Mapping[str, str]) -> Lock:
        ordered = tuple(sorted(references, key=lambda one: (one.source, one.target)))
        used = {(one.source, release) for one in ordered for release in (one.release, one.against)}
        pins = tuple(self._pins(sorted(used)))
        return Lock(pins, {one.source: one.against for one in ordered}, ordered, excerpts)

    def _pins(self, used: Iterable[tuple[str, str]]) -> Iterator[Pinned]:
        known = self.lock.pins()
        for name, release in used:
            pinned, source = known.get((name, release)), self.sources.get(name)
            is_same = pinned and (source is None or pinned.origin == source.origin)
            yield pinned if pinned and is_same else self.store.open(self._source(name), release).pinned


def _unresolved(name: str, label: str, found: Ambiguous | NoSymbol) -> UnresolvedError:
    if isinstance(found, Ambiguous):
        shown = ", ".join(f"`{one}`" for one in found.candidates[:_MOST])
        if more := len(found.candidates[_MOST:]):
            shown = f"{shown}, or one of {more} others"
        return UnresolvedError(name, f"it may mean several things in {label}", f"write one of {shown}")
    if found.unread:
        files = ", ".join(found.unread[:3])
        message = f"{label} has it in no file that can be read here; it stands in {files}"
        return UnresolvedError(name, message, to_read(found.unread[0]))
    near = " or ".join(f"`{one}`" for one in found.nearest)
    fix = f"did you mean {near}?" if near else "correct it"
    return UnresolvedError(name, f"{label} has nothing of that name", fix)


def to_read(path: str) -> str:
    """Say what it takes to read a file."""
    ending = path.rpartition(".")[2]
    if ending in GRAMMARS:
        return f"install `sphinx-leanspec[{GRAMMARS[ending].extra}]`"
    return "run the command with a newer Python"
