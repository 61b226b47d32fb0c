"""Where the symbols of a source are: found by name, with as few files read as that takes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property
from typing import Final

from . import languages
from .errors import NotReadableError, SourceError
from .normal import Digests
from .symbols import Ambiguous, Module, NoSymbol, Symbol
from .trees import SourceTree

_STEPS: Final = 5
"""How many times a name is followed from one module that hands it on to the next."""

_MOST: Final = 20
"""How many candidates are told of."""

_DEFINED: Final = re.compile(
    rb"^[ \t]*(?:(?:abstract|async|const|declare|default|export|pub(?:\(\w+\))?|unsafe)[ \t]+)*"
    rb"(?:class|const|def|enum|fn|func|function|interface|let|mod|static|struct|trait|type)[ \t]+(\w+)"
    rb"|^(\w+)[ \t]*[:=]",
    re.MULTILINE,
)
_WORD: Final = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")

Found = Symbol | Ambiguous | NoSymbol
"""What a name leads to."""


class SymbolIndex:
    """The symbols of a source.

    :param prefix: what its paths begin with that its module names do not, ``src/``.
    """

    def __init__(self, tree: SourceTree, prefix: str = "") -> None:
        self.tree = tree
        self.prefix = prefix
        self._modules: dict[str, Module] = {}
        self._by_last: dict[str, list[Symbol]] | None = None
        self._digests: dict[str, Mapping[tuple[str, int], Digests]] = {}

    def find(self, name: str) -> Found:
        """Find what a name with dots means.

        A full name means just that; else a unique tail of one is enough. What is defined comes before what
        is handed on, and a module comes last.
        """
        name = name.replace("::", ".").removeprefix("crate.")  # as Rust writes it
        if not _WORD.fullmatch(name):
            return NoSymbol(name)
        unread: list[str] = []
        found = self._defined(name, unread)
        if not found:
            found = self._handed_on(name)
        if not found:
            found = [self.module(path).itself for path in self._named(name) if self._is_read(path, unread)]
        exact = [symbol for symbol in found if symbol.full_name == name]
        seen = [symbol for symbol in found if not symbol.is_local]
        for choice in (exact, seen, found):
            if len(choice) == 1:
                return choice[0]
        if found:
            return Ambiguous(name, tuple(sorted({symbol.full_name for symbol in seen or found})[:_MOST]))
        return NoSymbol(name, self.nearest(name), tuple(sorted(set(unread))))

    def module(self, path: str) -> Module:
        """Return what a file defines.

        :raises SourceError: if it cannot be read.
        """
        if path not in self._modules:
            self._modules[path] = languages.read_module(path, self.tree.read(path), self.prefix)
        return self._modules[path]

    def digests(self, symbol: Symbol) -> Digests:
        """Return the digests of a symbol."""
        if symbol.path not in self._digests:
            data = self.tree.read(symbol.path)
            self._digests[symbol.path] = languages.digests_of(symbol.path, data, self.prefix)
        return self._digests[symbol.path][symbol.name, symbol.line]

    def nearest(self, name: str) -> tuple[str, ...]:
        """Return names of this source that are much like one that it has not."""
        last = name.rpartition(".")[2]
        near = get_close_matches(last, self._names, 3, 0.7)
        found = []
        for one in near:
            above = name.rpartition(".")[0]
            found.append(
                f"{above}.{one}" if above and isinstance(self._quick(f"{above}.{one}"), Symbol) else one
            )
        return tuple(found)

    def called(self, last: str) -> list[Symbol]:
        """Return the symbols whose names end with one, wherever they are."""
        if self._by_last is not None:
            return self._by_last.get(last, [])
        return [one for one in self._defined(last, []) if one.name.rpartition(".")[2] == last]

    def read_all(self) -> None:
        """Read every file, so that many names are found as fast as one."""
        by_last = defaultdict(list)
        for symbol in self.symbols():
            by_last[symbol.name.rpartition(".")[2]].append(symbol)
        self._by_last = dict(by_last)

    def symbols(self) -> Iterator[Symbol]:
        """Yield all symbols, by file and line; none of a file that cannot be read, see :meth:`unreadable`."""
        for path in self.files:
            if self._is_read(path, []):
                yield from self.module(path).symbols

    def unreadable(self) -> Iterator[SourceError]:
        """Yield what is wrong with the files that cannot be read."""
        for path in self.files:
            try:
                self.module(path)
            except SourceError as error:
                yield error

    def enclosing(self, path: str, line: int, end: int) -> Symbol | None:
        """Return the innermost symbol that lines of a file lie in, or that lies on them."""
        around = [one for one in self.module(path).symbols if one.line <= line and end <= one.end]
        return max(around, key=lambda symbol: symbol.line, default=None)

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The files whose symbols are known; a stub counts where there is no module beside it."""
        paths = set(self.tree.paths())
        return tuple(
            path
            for path in sorted(paths)
            if languages.is_code(path) and not (path.endswith(".pyi") and path[:-1] in paths)
        )

    @cached_property
    def modules(self) -> Mapping[str, str]:
        """The file of each module, by its name."""
        return {languages.module_name(path, self.prefix): path for path in self.files}

    def _defined(self, name: str, unread: list[str]) -> list[Symbol]:
        wanted = f".{name}"
        last = name.rpartition(".")[2].encode()
        found: list[Symbol] = []
        for path in self.files:
            try:
                data = self.tree.read(path)
            except SourceError:  # too large for code
                continue
            if last.isascii() and last not in data:
                continue
            if self._is_read(path, unread):
                found += (one for one in self.module(path).symbols if f".{one.full_name}".endswith(wanted))
        return found

    def _handed_on(self, name: str, steps: int = _STEPS) -> list[Symbol]:
        """Find what ``package.name`` is where the ``__init__`` of the package takes it from elsewhere."""
        if not steps:
            return []
        parts = name.split(".")
        for length in range(len(parts) - 1, 0, -1):
            for path in self._named(".".join(parts[:length])):
                if not path.rpartition("/")[2].startswith("__init__.") or not self._is_read(path, []):
                    continue
                module, rest = self.module(path), ".".join(parts[length + 1 :])
                origins = [module.imports.get(parts[length], "")]
                origins += [f"{star}.{parts[length]}" for star in module.stars]
                for origin in filter(None, origins):
                    target = f"{origin}.{rest}" if rest else origin
                    if found := self._exactly(target) or self._handed_on(target, steps - 1):
                        return found
        return []

    def _exactly(self, name: str) -> list[Symbol]:
        """Return the symbol of a full name, if one has it."""
        if name in self.modules and self._is_read(self.modules[name], []):
            return [self.module(self.modules[name]).itself]
        parts = name.split(".")
        for length in range(len(parts) - 1, 0, -1):
            path = self.modules.get(".".join(parts[:length]))
            if path and self._is_read(path, []):
                rest = ".".join(parts[length:])
                return [symbol for symbol in self.module(path).symbols if symbol.name == rest]
        return []

    def _named(self, name: str) -> list[str]:
        """Return the files of modules whose names end with one."""
        return [path for module, path in self.modules.items() if f".{module}".endswith(f".{name}")]

    def _is_read(self, path: str, unread: list[str]) -> bool:
        try:
            self.module(path)
        except NotReadableError:
            unread.append(path)
            return False
        except SourceError:
            return False
        return True

    def _quick(self, name: str) -> Symbol | None:
        found = self._defined(name, [])
        return found[0] if found else None

    @cached_property
    def _names(self) -> list[str]:
        """All names that look defined, without a file being parsed."""
        names: set[str] = set()
        for path in self.files:
            try:
                data = self.tree.read(path)
            except SourceError:
                continue
            names |= {(one or other).decode(errors="replace") for one, other in _DEFINED.findall(data)}
        return sorted(names)
