"""What the commands on references to code are asked, and what that means: sources, lock and references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from msgspec import Struct, field

from ..findings import Finding
from ..git import top_of
from ..options import Options
from ..reading.nearest import absent
from ..sources import references
from ..sources.lock import Lock
from ..sources.lock_form import NAME
from ..sources.locking import Locker
from ..sources.references import SourceReference, parts
from ..sources.settings import Source, mistake
from ..sources.store import SourceStore
from ..sources.watching import Silent, Watcher
from .cannot import CannotCheckError


class SourcesRequest(Struct, frozen=True, dict=True):
    """What a user asks for.

    :param repository: the repository, or a folder in it.
    :param documents: the folders and files whose references are looked at, all of the repository if empty.
    :param options: what the project chooses.
    :param findings: what is wrong with that.
    :param offline: whether the network may not be asked.
    """

    repository: Path
    documents: tuple[Path, ...] = ()
    options: Options = field(default_factory=Options)
    findings: tuple[Finding, ...] = ()
    offline: bool = False
    watcher: Watcher = field(default_factory=Silent)

    @cached_property
    def root(self) -> Path:
        """The top of the repository, which holds the lock."""
        return top_of(self.repository.resolve())

    @cached_property
    def lock_path(self) -> Path:
        return self.root / NAME

    @cached_property
    def lock(self) -> Lock:
        """The lock as it is.

        :raises SourceError: if it cannot be read.
        """
        return Lock.read(self.lock_path)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The configured sources by their names.

        :raises CannotCheckError: if one is not sound, or there is none.
        """
        if self.findings:
            first = self.findings[0]
            raise CannotCheckError(f"{first.path}:{first.line}: {first}")
        found: dict[str, Source] = {}
        for source in self.options.sources:
            wrong = mistake(source)
            if source.name in found:
                wrong = "there are two of that name"
            if wrong:
                raise CannotCheckError(f"`leanspec_sources`, `{source.name}`: {wrong}")
            found[source.name] = source
        if not found:
            raise CannotCheckError("there are no sources; name them in `sources` of ubproject.toml")
        return found

    @cached_property
    def references(self) -> tuple[SourceReference, ...]:
        """All references of documents and of specs, in order."""
        found: set[SourceReference] = set()
        for start in self.documents or (self.root,):
            path = start.resolve()
            if not path.exists():
                raise CannotCheckError(absent("file or folder", start))
            if not path.is_relative_to(self.root):
                raise CannotCheckError(f"`{start}` does not lie in {self.root}")
            found.update(references.collect(self.root, path, self.sources))
        if not self.documents:
            found.update(self._evidence())
        return tuple(sorted(found))

    @cached_property
    def locker(self) -> Locker:
        """What holds references against releases."""
        return Locker(self.lock, self.sources, self.store)

    @cached_property
    def store(self) -> SourceStore:
        """What opens sources."""
        return SourceStore(self.repository.resolve(), self.lock.pins(), self.watcher, offline=self.offline)

    def _evidence(self) -> Iterator[SourceReference]:
        """Yield what specs offer as evidence: ``evidence: symbol nemo:package.Class``."""
        from ..claims.offered import symbols
        from ..corpus import load
        from ..reading import NoSpecsError

        try:
            corpus = load(self.repository, self.options.layout, self.options.words)
        except NoSpecsError:
            return
        prefix = corpus.project.root.resolve().relative_to(self.root)
        for offered in symbols(corpus):
            _, source, target = parts(offered.reference)
            yield SourceReference((prefix / offered.path).as_posix(), offered.line, source, target)
