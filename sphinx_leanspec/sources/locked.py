"""What a lock holds: frozen records."""

from __future__ import annotations

from msgspec import Struct

from .normal import Digests
from .references import SourceTarget, target_of
from .settings import SourceKind
from .states import DriftState
from .symbols import SymbolKind


class Pinned(Struct, frozen=True):
    """A source at a release, so that nobody can give another one for it.

    :param origin: the distribution, the repository or the folder.
    :param release: the version or revision, empty for a folder.
    :param file: the archive that it is read from, with its SHA-256.
    :param commit: the commit that a revision was.
    """

    name: str
    kind: SourceKind
    origin: str
    release: str = ""
    file: str = ""
    sha256: str = ""
    requires_python: str = ""
    commit: str = ""


class CodeOrigin(Struct, frozen=True):
    """What something was in the release that it was read against.

    :param symbol: its name in its module, empty for the module itself; None where it is lines of a file.
    """

    path: str
    line: int
    end: int
    digests: Digests
    target: SourceTarget
    symbol: str | None = None


class LockedReference(Struct, frozen=True):
    """A reference: what it meant when it was read, and what became of that in the current release.

    :param target: what documents write after the source.
    :param release: the release that it was read against, empty for a folder.
    :param symbol: the name of the symbol in its module, None where it is lines of a file.
    :param state: what became of it in the release ``against``.
    :param now: the file and lines there, where these are others than in the release that it was read against.
    :param broke: the first release in which what documents say of it may no longer be true.
    :param nearest: where it is gone, what it may have become.
    :param excerpt: the digest of its code, where pages show that.
    """

    source: str
    target: str
    release: str
    path: str
    line: int
    end: int
    digests: Digests
    module: str = ""
    symbol: str | None = None
    kind: SymbolKind | None = None
    state: DriftState = "same"
    against: str = ""
    now: tuple[str, int, int] | None = None
    broke: str = ""
    nearest: tuple[str, ...] = ()
    excerpt: str = ""

    @property
    def name(self) -> str:
        """What it is called: source and target."""
        return f"{self.source}:{self.target}"

    @property
    def full_name(self) -> str:
        """The symbol's name from the top package down; of lines, their file and numbers."""
        if self.symbol is None:
            return f"{self.path}#L{self.line}-L{self.end}"
        return f"{self.module}.{self.symbol}" if self.symbol else self.module

    @property
    def place(self) -> tuple[str, int, int]:
        """The file and lines in the current release; where it is gone, those it had."""
        return self.now or (self.path, self.line, self.end)

    @property
    def place_release(self) -> str:
        """The release in which :attr:`place` is right."""
        return self.release if self.state in ("gone", "unreadable") else self.against

    @property
    def origin(self) -> CodeOrigin:
        """What it was, for a comparison."""
        return CodeOrigin(self.path, self.line, self.end, self.digests, target_of(self.target), self.symbol)
