"""What a file of code defines, in any language: plain records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

SymbolKind = Literal["class", "constant", "field", "function", "module", "property"]
"""What a symbol is; a method is a function."""


class Symbol(Struct, frozen=True):
    """Something with a name in a source.

    :param path: its file.
    :param module: the module's name with dots, ``package.module``; in other languages the path of the file
        without its ending, with dots for slashes.
    :param name: its name in the module, ``Class.method``; empty for the module itself.
    :param line: its first line, decorators included.
    :param end: its last line.
    :param definition: the line of its ``def`` or ``class``, or of whatever names it.
    :param conditions: what it stands in, outermost first: ``if TYPE_CHECKING``, ``except ImportError``.
    :param setters: of a property, the lines of what sets or deletes it.
    :param others: the lines of further definitions of the same name in the same file.
    :param is_local: whether it stands in a function, where nobody else sees it.
    """

    path: str
    module: str
    name: str
    kind: SymbolKind
    line: int
    end: int
    definition: int
    conditions: tuple[str, ...] = ()
    setters: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    is_local: bool = False

    @property
    def full_name(self) -> str:
        """Its name from the top package down."""
        return f"{self.module}.{self.name}" if self.name else self.module

    @property
    def lines(self) -> str:
        """Its lines, ``267-312``."""
        return f"{self.line}-{self.end}"


class Module(Struct, frozen=True):
    """What a file says without being run.

    :param symbols: what it defines, one for each name, in order of lines.
    :param imports: the names it gives to what other modules define, each with the full name of that.
    :param stars: the modules of which it takes all names.
    """

    path: str
    name: str
    lines: int
    symbols: tuple[Symbol, ...] = ()
    imports: Mapping[str, str] = {}
    stars: tuple[str, ...] = ()

    @property
    def itself(self) -> Symbol:
        """The module as a symbol of its own."""
        return Symbol(self.path, self.name, "", "module", 1, max(self.lines, 1), 1)


class Ambiguous(Struct, frozen=True):
    """Several symbols that a name may mean, by their full names."""

    name: str
    candidates: tuple[str, ...]


class NoSymbol(Struct, frozen=True):
    """A name that nothing in a source has.

    :param nearest: names that are much like it.
    :param unread: files in which it stands, but which this Python, or no reader that is installed, can read.
    """

    name: str
    nearest: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
