"""What a file of TypeScript, Rust or Go defines, read by the grammars of tree-sitter.

Each grammar is a small wheel of its own that comes with an extra, ``sphinx-leanspec[rust]``: nothing is
downloaded while it runs. What is compared are the words of a definition, without comments and layout.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from .errors import NotReadableError
from .lines import decoded, split
from .normal import Digests, words_digest
from .symbols import Module, Symbol, SymbolKind

if TYPE_CHECKING:
    from tree_sitter import Node

_NAME: Final = re.compile(r"[^\W\d]\w*")
_WORD: Final = re.compile(r"\w+")
_CLOSING: Final = frozenset({")", "]", "}", ">"})
_FUNCTIONS: Final = frozenset({"arrow_function", "function_expression", "generator_function"})


class Grammar(Struct, frozen=True):
    """How a language writes what it defines.

    :param extra: the extra of this package that brings it.
    :param module: the module of its wheel, and the function in that.
    :param kinds: the nodes that define something.
    :param within: nodes that are part of the definition in them: ``export`` and its like.
    :param before: nodes that are part of the definition after them: decorators and attributes.
    :param stems: files that are called after their folder.
    """

    extra: str
    module: str
    function: str
    kinds: Mapping[str, SymbolKind]
    within: frozenset[str]
    before: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    is_folder: bool = False
    """Whether all files of a folder are one module."""


_TYPESCRIPT: Final[Mapping[str, SymbolKind]] = {
    "abstract_class_declaration": "class",
    "abstract_method_signature": "function",
    "class_declaration": "class",
    "enum_assignment": "field",
    "enum_declaration": "class",
    "function_declaration": "function",
    "function_signature": "function",
    "generator_function_declaration": "function",
    "interface_declaration": "class",
    "internal_module": "class",
    "method_definition": "function",
    "method_signature": "function",
    "property_signature": "field",
    "public_field_definition": "field",
    "type_alias_declaration": "class",
    "variable_declarator": "constant",
}
_RUST: Final[Mapping[str, SymbolKind]] = {
    "associated_type": "field",
    "const_item": "constant",
    "enum_item": "class",
    "enum_variant": "field",
    "field_declaration": "field",
    "function_item": "function",
    "function_signature_item": "function",
    "macro_definition": "function",
    "mod_item": "class",
    "static_item": "constant",
    "struct_item": "class",
    "trait_item": "class",
    "type_item": "class",
    "union_item": "class",
}
_GO: Final[Mapping[str, SymbolKind]] = {
    "const_spec": "constant",
    "field_declaration": "field",
    "function_declaration": "function",
    "method_declaration": "function",
    "method_elem": "function",
    "type_alias": "class",
    "type_spec": "class",
    "var_spec": "constant",
}
_EXPORTS: Final = frozenset(
    {
        "ambient_declaration",
        "export_statement",
        "expression_statement",
        "lexical_declaration",
        "variable_declaration",
    }
)


def _typescript(function: str) -> Grammar:
    return Grammar(
        *("typescript", "tree_sitter_typescript", function, _TYPESCRIPT, _EXPORTS),
        *(frozenset({"decorator"}), frozenset({"index"})),
    )


_RUST_GRAMMAR: Final = Grammar(
    *("rust", "tree_sitter_rust", "language", _RUST, frozenset(), frozenset({"attribute_item"})),
    frozenset({"lib", "main", "mod"}),
)
_GO_GRAMMAR: Final = Grammar(
    *(
        "go",
        "tree_sitter_go",
        "language",
        _GO,
        frozenset({"const_declaration", "type_declaration", "var_declaration"}),
    ),
    is_folder=True,
)
GRAMMARS: Final[Mapping[str, Grammar]] = {
    "cts": _typescript("language_typescript"),
    "go": _GO_GRAMMAR,
    "mts": _typescript("language_typescript"),
    "rs": _RUST_GRAMMAR,
    "ts": _typescript("language_typescript"),
    "tsx": _typescript("language_tsx"),
}
"""The grammar of each ending."""


class NeedsGrammarError(NotReadableError):
    """A file in a language whose grammar is not installed."""


def is_known(path: str) -> bool:
    """Tell whether there is a grammar for a file, installed or not."""
    return path.rpartition(".")[2] in GRAMMARS


def module_name(path: str, prefix: str = "") -> str:
    """Return the name of the module that a file is: its path, with dots for slashes."""
    grammar = GRAMMARS[path.rpartition(".")[2]]
    parts = path.removeprefix(prefix).rpartition(".")[0].split("/")
    if len(parts) > 1 and (grammar.is_folder or parts[-1] in grammar.stems):
        parts.pop()
    return ".".join(parts)


def read_module(path: str, data: bytes, prefix: str = "") -> Module:
    """Read what a file defines.

    :raises NeedsGrammarError: if the grammar of its language is not installed.
    """
    symbols = (one.symbol for one in _found(path, data, prefix))
    return Module(path, module_name(path, prefix), len(split(decoded(data))), _one_for_each_name(symbols))


def digests_of(path: str, data: bytes, prefix: str = "") -> Mapping[tuple[str, int], Digests]:
    """Return the digests of what a file defines, by name and first line; of itself under an empty name."""
    digests = {
        (one.symbol.name, one.symbol.line): words_digest(_words(one.nodes))
        for one in _found(path, data, prefix)
    }
    return digests | {("", 1): words_digest(_words((_root(path, data),)))}


class _Definition(Struct, frozen=True):
    """A definition, and the nodes that it is made of."""

    symbol: Symbol
    nodes: tuple[Node, ...]


def _root(path: str, data: bytes) -> Node:
    grammar = GRAMMARS[path.rpartition(".")[2]]
    try:
        tree_sitter = importlib.import_module("tree_sitter")
        module = importlib.import_module(grammar.module)
    except ImportError as error:
        fix = f"install `sphinx-leanspec[{grammar.extra}]`"
        raise NeedsGrammarError(path, f"the grammar of {grammar.extra} is not installed", fix) from error
    parser = tree_sitter.Parser(tree_sitter.Language(getattr(module, grammar.function)()))
    root: Node = parser.parse(data).root_node
    return root


def _found(path: str, data: bytes, prefix: str) -> Iterator[_Definition]:
    """Yield all definitions, in the order of their lines; what is nested may be deep, so there is a stack."""
    grammar = GRAMMARS[path.rpartition(".")[2]]
    module = module_name(path, prefix)
    stack: list[tuple[Node, str, bool]] = [(_root(path, data), "", False)]
    while stack:
        node, above, is_local = stack.pop()
        kind = grammar.kinds.get(node.type)
        inner = above
        if node.type == "impl_item":
            inner = f"{above}{_implemented(node)}."
        elif kind and not (is_local and kind in ("constant", "field")):
            value = node.child_by_field_name("value")
            if value is not None and value.type in _FUNCTIONS:
                kind = "function"
            owner = f"{above}{_receiver(node)}"
            nodes = _whole(node, grammar)
            for name in _names(node):
                symbol = Symbol(
                    *(path, module, f"{owner}{name}", kind, nodes[0].start_point[0] + 1),
                    *(nodes[-1].end_point[0] + 1, node.start_point[0] + 1),
                    is_local=is_local,
                )
                yield _Definition(symbol, nodes)
                inner = f"{owner}{name}."
        within = is_local or kind == "function"
        stack.extend((child, inner, within) for child in reversed(node.named_children))


def _names(node: Node) -> Iterator[str]:
    for child in node.children_by_field_name("name"):
        name = _text(child).strip("\"'")
        if _NAME.fullmatch(name):
            yield name


def _implemented(node: Node) -> str:
    """Return the type that an `impl` of Rust is of."""
    named = node.child_by_field_name("type")
    found = _NAME.findall(_text(named).partition("<")[0]) if named else []
    return found[-1] if found else "_"


def _receiver(node: Node) -> str:
    """Return the type that a method of Go is of, with a dot after it."""
    receiver = node.child_by_field_name("receiver")
    said = _text(receiver).rstrip().removesuffix(")").rstrip() if receiver else ""
    if said.endswith("]"):  # the types that it is made for
        said = said.partition("[")[0].rstrip()
    found = _WORD.match(said[::-1])
    return f"{found[0][::-1]}." if found else ""


def _whole(node: Node, grammar: Grammar) -> tuple[Node, ...]:
    """Return the nodes that a definition is made of: `export`, decorators and attributes are part of it."""
    while node.parent and node.parent.type in grammar.within and _is_alone(node):
        node = node.parent
    nodes = [node]
    before = node.prev_named_sibling
    while before and before.type in grammar.before:
        nodes.insert(0, before)
        before = before.prev_named_sibling
    return tuple(nodes)


def _is_alone(node: Node) -> bool:
    """Tell whether a definition is the only one in the node that holds it."""
    kinds = [child.type for child in node.parent.named_children] if node.parent else []
    return kinds.count(node.type) == 1


def _words(nodes: tuple[Node, ...]) -> Iterator[str]:
    """Yield the words of nodes, without comments, and without commas at the end of a list."""
    comma = False
    stack = list(reversed(nodes))
    while stack:
        node = stack.pop()
        if "comment" in node.type:
            continue
        if node.child_count and node.type not in ("string", "string_literal", "template_string"):
            stack.extend(reversed(node.children))
            continue
        word = _text(node)
        if comma and word not in _CLOSING:
            yield ","
        comma = word == ","
        if word and not comma and word != ";" and word.strip():
            yield word


def _text(node: Node) -> str:
    return (node.text or b"").decode(errors="replace")


def _one_for_each_name(symbols: Iterator[Symbol]) -> tuple[Symbol, ...]:
    """Choose among definitions of one name: of functions the longest, which has the code, else the first."""
    ordered = sorted(symbols, key=lambda symbol: (symbol.name, symbol.line))
    chosen: list[Symbol] = []
    for _, group in groupby(ordered, lambda symbol: symbol.name):
        twins = list(group)
        own = max(twins, key=lambda symbol: symbol.end - symbol.line) if _are_overloads(twins) else twins[0]
        others = tuple(one.line for one in twins if one is not own)
        chosen.append(replace(own, others=others) if others else own)
    return tuple(sorted(chosen, key=lambda symbol: (symbol.line, symbol.name)))


def _are_overloads(twins: list[Symbol]) -> bool:
    return len(twins) > 1 and all(one.kind == "function" for one in twins)
