"""What a Python file defines, read from its syntax tree: nothing is imported."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from .errors import NeedsNewerPythonError
from .lines import decoded, split
from .normal import Definition, Digests, all_digests
from .symbols import Module, Symbol, SymbolKind

ENDINGS: Final = (".py", ".pyi")

_GETTERS: Final = frozenset({"property", "cached_property", "abstractproperty", "hybrid_property"})
_ACCESSORS: Final = frozenset({"setter", "deleter", "getter"})
_INIT: Final = "__init__"


def module_name(path: str, prefix: str = "") -> str:
    """Return the name that a file is imported by.

    A file in a folder without ``__init__.py`` is a module all the same: so are those of namespace packages.

    :param prefix: what paths begin with that names do not, ``src/``.
    """
    stem = path.removeprefix(prefix).rpartition(".")[0]
    parts = stem.split("/")
    return ".".join(parts[:-1] if parts[-1] == _INIT and parts[1:] else parts)


def parse(path: str, data: bytes) -> ast.Module:
    """Parse a file.

    :raises NeedsNewerPythonError: if this Python cannot read it, as it may be written for a newer one.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a stranger's `"\d"` is no concern of ours
            return ast.parse(data, path)  # bytes, so that a mark or a comment can say the encoding
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        import platform

        line = getattr(error, "lineno", None)
        where = f"{path}:{line}" if line else path
        message = f"Python {platform.python_version()} cannot read it ({error.__class__.__name__})"
        raise NeedsNewerPythonError(where, message, "it needs a newer Python, or is none") from error


def read_module(path: str, data: bytes, prefix: str = "") -> Module:
    """Read what a file defines.

    :raises NeedsNewerPythonError: if this Python cannot read it.
    """
    tree = parse(path, data)
    text = split(decoded(data))
    found = _Walk(path, module_name(path, prefix), text)
    found.walk(tree.body, "", (), is_local=False)
    return Module(
        path, found.module, len(text), _one_for_each_name(found.bindings), found.imports, tuple(found.stars)
    )


def digests_of(path: str, data: bytes, prefix: str = "") -> Mapping[tuple[str, int], Digests]:
    """Return the digests of what a file defines, by name and first line.

    Those of the file itself are under an empty name.
    """
    tree = parse(path, data)
    known = all_digests(tree)
    found = _Walk(path, module_name(path, prefix), split(decoded(data)))
    found.walk(tree.body, "", (), is_local=False)
    digests = {(one.symbol.name, one.symbol.line): known[one.node] for one in found.bindings}
    return digests | {("", 1): known[tree]}


def reads_as(path: str, data: bytes, symbol: Symbol) -> str:
    """Return what a symbol says as Python would write it, without docstrings, for people to compare."""
    tree = parse(path, data)
    found = _Walk(path, symbol.module, split(decoded(data)))
    found.walk(tree.body, "", (), is_local=False)
    for one in found.bindings:
        if (one.symbol.name, one.symbol.line) == (symbol.name, symbol.line):
            return ast.unparse(_undocumented(one.node))
    return ast.unparse(_undocumented(tree))


class _Binding(Struct, frozen=True):
    """One place at which a name is given something.

    :param symbol: what it would be, if it were the only one.
    :param rank: the place that it has among others of the same name: a definition before an assignment,
        a stub of another signature and an assignment of None last.
    """

    symbol: Symbol
    node: ast.stmt
    rank: int
    accessor: bool = False


class _Condition(NamedTuple):
    """What a block is run under; it is written down only where something is defined in the block."""

    words: str
    node: ast.AST | None = None

    def __str__(self) -> str:
        return self.words.format(_short(self.node)) if self.node else self.words


class _Walk:
    """What statements bind, in order."""

    def __init__(self, path: str, module: str, text: list[str]) -> None:
        self.path = path
        self.module = module
        self.text = text
        self.bindings: list[_Binding] = []
        self.imports: dict[str, str] = {}
        self.stars: list[str] = []

    def walk(
        self,
        body: Iterable[ast.stmt],
        above: str,
        conditions: tuple[_Condition, ...],
        *,
        is_local: bool,
        in_class: bool = False,
    ) -> None:
        """Note what statements bind, and those in them.

        :param above: the class or function they stand in, with a dot at its end.
        """
        for node in body:
            match node:
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                    self._define(node, above, conditions, is_local)
                    inner = f"{above}{node.name}."
                    is_class = isinstance(node, ast.ClassDef)
                    self.walk(node.body, inner, (), is_local=is_local or not is_class, in_class=is_class)
                case ast.Import() | ast.ImportFrom() if not above:
                    self._import(node)
                case _ if not is_local and (names := dict.fromkeys(_assigned(node))):
                    for name in names:
                        self._assign(node, f"{above}{name}", conditions, "field" if in_class else "constant")
                case _:
                    for condition, inner_body in _blocks(node):
                        within = (*conditions, condition) if condition else conditions
                        self.walk(inner_body, above, within, is_local=is_local, in_class=in_class)

    def _define(
        self, node: Definition, above: str, conditions: tuple[_Condition, ...], is_local: bool
    ) -> None:
        decorators = [_last_name(one) for one in node.decorator_list]
        kind: SymbolKind = "class" if isinstance(node, ast.ClassDef) else "function"
        accessor = any(last in _ACCESSORS and first == node.name for first, last in decorators)
        if not isinstance(node, ast.ClassDef) and any(last in _GETTERS for _, last in decorators):
            kind = "property"
        rank = 2 if any(last == "overload" for _, last in decorators) else 0
        symbol = Symbol(
            self.path,
            self.module,
            f"{above}{node.name}",
            kind,
            self._first_line(node),
            node.end_lineno or node.lineno,
            node.lineno,
            tuple(map(str, conditions)),
            is_local=is_local,
        )
        self.bindings.append(_Binding(symbol, node, rank, accessor))

    def _assign(
        self, node: ast.stmt, name: str, conditions: tuple[_Condition, ...], kind: SymbolKind
    ) -> None:
        value = getattr(node, "value", None)
        is_none = isinstance(value, ast.Constant) and value.value is None
        symbol = Symbol(
            *(self.path, self.module, name, kind),
            *(node.lineno, node.end_lineno or node.lineno, node.lineno, tuple(map(str, conditions))),
        )
        self.bindings.append(_Binding(symbol, node, 3 if is_none and kind == "constant" else 1))

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        if isinstance(node, ast.Import):
            self.imports |= {alias.asname: alias.name for alias in node.names if alias.asname}
            return
        base = node.module or ""
        if node.level:
            package = self.module.split(".")
            is_package = self.path.rpartition("/")[2].startswith(f"{_INIT}.")
            kept = package[: len(package) - node.level + is_package]
            base = ".".join([*kept, *filter(None, [base])])
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(base)
            else:
                self.imports[alias.asname or alias.name] = f"{base}.{alias.name}"

    def _first_line(self, node: Definition) -> int:
        """Return the line of the first decorator's `@`, which may stand above what it is followed by."""
        if not node.decorator_list:
            return node.lineno
        line = min(one.lineno for one in node.decorator_list)
        for above in range(line, 0, -1):
            if self.text[above - 1].lstrip().startswith("@"):
                return above
        return line


def _assigned(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement gives a value, or a type."""
    match node:
        case ast.Assign(targets=targets):
            for target in targets:
                yield from _names(target)
        case ast.AnnAssign(target=target):
            yield from _names(target)
        case _ if type(node).__name__ == "TypeAlias":  # from Python 3.12 on
            yield from _names(vars(node)["name"])


def _names(target: ast.expr) -> Iterator[str]:
    match target:
        case ast.Name(id=name):
            yield name
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _names(part)
        case ast.Starred(value=part):
            yield from _names(part)


def _blocks(node: ast.stmt) -> Iterator[tuple[_Condition | None, list[ast.stmt]]]:
    """Yield what a statement holds, and under which condition each of it is run."""
    match node:
        case ast.If(test=test):
            yield _Condition("if {}", test), node.body
            yield _Condition("if not ({})", test), node.orelse
        case ast.For() | ast.AsyncFor() | ast.While():
            yield _Condition("loop"), node.body
            yield _Condition("loop"), node.orelse
        case ast.With() | ast.AsyncWith():
            yield None, node.body
        case ast.Match():
            for case in node.cases:
                yield _Condition("case {}", case.pattern), case.body
        case _ if isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
            handlers: list[ast.ExceptHandler] = vars(node)["handlers"]
            yield _Condition("try"), vars(node)["body"]
            for handler in handlers:
                yield _Condition("except {}" if handler.type else "except", handler.type), handler.body
            yield _Condition("try"), vars(node)["orelse"]
            yield None, vars(node)["finalbody"]


def _short(node: ast.AST) -> str:
    said = " ".join(ast.unparse(node).split())
    return said if len(said) <= 60 else f"{said[:59]}…"


def _last_name(node: ast.expr) -> tuple[str, str]:
    """Return the first and the last name of a decorator: `x` and `setter` of `x.setter`."""
    if isinstance(node, ast.Call):
        node = node.func
    last = node.attr if isinstance(node, ast.Attribute) else ""
    while isinstance(node, ast.Attribute):
        node = node.value
    first = node.id if isinstance(node, ast.Name) else ""
    return first, last or first


def _one_for_each_name(bindings: list[_Binding]) -> tuple[Symbol, ...]:
    ordered = sorted(bindings, key=lambda one: one.symbol.name)
    chosen = [_chosen(list(twins)) for _, twins in groupby(ordered, lambda one: one.symbol.name)]
    return tuple(sorted(chosen, key=lambda symbol: (symbol.line, symbol.name)))


def _chosen(twins: list[_Binding]) -> Symbol:
    """Choose among definitions of one name, as whoever reads the file from above would.

    A definition comes before an assignment, an implementation before its overloads, a getter before its
    setters. Under the same condition the last one counts, as it does to Python; else the first.
    """
    accessors = [one for one in twins if one.accessor]
    if len(accessors) < len(twins):
        twins = [one for one in twins if not one.accessor]
    best = min(one.rank for one in twins)
    of_rank = [one for one in twins if one.rank == best]
    same = [one for one in of_rank if one.symbol.conditions == of_rank[0].symbol.conditions]
    own = same[-1].symbol
    setters = tuple(one.symbol.line for one in accessors if one.symbol is not own)
    others = tuple(one.symbol.line for one in twins if one.symbol is not own)
    return replace(own, setters=setters, others=others)


def _undocumented(node: ast.AST) -> ast.AST:
    for inner in ast.walk(node):
        if isinstance(inner, Definition | ast.Module) and ast.get_docstring(inner, clean=False) is not None:
            inner.body = inner.body[1:] or [ast.Pass()]
    return node
