"""The normal form of Python code: what it says, whatever it looks like, and on whatever Python it is read.

Comments, layout, brackets, quotes and the joining of strings do not count; a name, a parameter, a decorator,
an annotation do. The tree that ``ast`` makes is written down in a form of our own, as neither ``ast.dump``
nor ``ast.unparse`` give the same text on every Python: 3.12 added fields, 3.13 leaves out empty ones, and
pieces of f-strings are cut differently. So fields are written by name and sorted, empty ones are left out,
and neighbouring pieces of an f-string are joined.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

FORMAT: Final = "leanspec normal form 1\n"
"""What every hashed text begins with: a new form is a new digest."""

_LENGTH: Final = 32
"""How many hexadecimal digits of a SHA-256 are kept: nobody makes two functions alike on purpose."""

_SKIPPED: Final = frozenset(
    {
        ("Constant", "kind"),  # `u""`
        ("Interpolation", "str"),  # the source text in a t-string
    }
)
_SKIPPED_ANYWHERE: Final = frozenset({"ctx", "type_comment", "type_ignores"})
_DOCUMENTED: Final = (ast.AsyncFunctionDef, ast.ClassDef, ast.FunctionDef, ast.Module)

Definition = ast.AsyncFunctionDef | ast.ClassDef | ast.FunctionDef
"""What defines a name with a body of its own."""


class Digests(NamedTuple):
    """Two digests of a symbol's normal form.

    :param full: of all of it.
    :param bare: of all but its docstrings.
    """

    full: str
    bare: str


def digests(node: ast.AST) -> Digests:
    """Return the digests of a symbol, by the node that it is."""
    return _Form(node).digests(node)


def all_digests(node: ast.AST) -> Mapping[ast.AST, Digests]:
    """Return the digests of a tree, and of every statement in it, for the price of one walk."""
    form = _Form(node)
    return {found: form.digests(found) for found in form.spans}


def text_digest(text: str) -> str:
    """Return the digest of text that is no symbol: lines of a file, without what ends them."""
    told = "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))
    return _hashed(told)


def words_digest(words: Iterable[str]) -> Digests:
    """Return the digests of code of which only the words are known, none of which are docstrings."""
    digest = _hashed("\x1f".join(words))
    return Digests(digest, digest)


def normal_form(node: ast.AST) -> str:
    """Return the text that is hashed for a symbol, docstrings included."""
    return FORMAT + "".join(_Form(node).chunks)


class _Form:
    """The normal form of a tree, as chunks of text, and which of these each statement is made of."""

    def __init__(self, node: ast.AST) -> None:
        self.chunks: list[str] = []
        self.spans: dict[ast.AST, tuple[int, int]] = {}
        self.docstrings: list[int] = []
        self._write(node)

    def digests(self, node: ast.AST) -> Digests:
        start, end = self.spans[node]
        own = self.chunks[start:end]
        full = _hashed("".join(own))
        within = [at - start for at in self.docstrings if start <= at < end]
        if not within:
            return Digests(full, full)
        for at in within:
            own[at] = ""
        return Digests(full, _hashed("".join(own)))

    def _write(self, root: ast.AST) -> None:
        """Write a tree; with a stack, as a sum of a thousand terms is a tree a thousand deep."""
        chunks = self.chunks
        stack: list[object] = [root]
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                chunks.append(item)
            elif isinstance(item, _Docstring):
                self.docstrings.append(len(chunks))
                chunks.append(item.text)
            elif isinstance(item, _End):
                self.spans[item.node] = item.start, len(chunks)
            elif isinstance(item, ast.AST):
                if isinstance(item, ast.stmt) or item is root:
                    stack.append(_End(item, len(chunks)))
                stack.extend(reversed(list(_parts(item))))
            else:
                chunks.append(_plain(item))


class _Docstring(NamedTuple):
    text: str


class _End(NamedTuple):
    node: ast.AST
    start: int


def _parts(node: ast.AST) -> Iterator[object]:
    """Yield what a node is made of: text, and nodes and values that are still to be written."""
    name = type(node).__name__
    yield f"{name}("
    for field in _fields(name, node._fields):
        value = getattr(node, field, None)
        if value is None and not (name == "Constant" and field == "value"):
            continue
        if (
            value == []
            or (field, value) == ("conversion", -1)
            or (field == "format_spec" and _is_empty(value))
        ):
            continue
        yield from _field(node, field, value)
    yield ")"


@cache
def _fields(kind: str, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields of a kind of node that are written, sorted."""
    written = (field for field in fields if field not in _SKIPPED_ANYWHERE and (kind, field) not in _SKIPPED)
    return tuple(sorted(written))


def _field(node: ast.AST, field: str, value: object) -> Iterator[object]:
    if not isinstance(value, list):
        yield f"{field}="
        yield value if isinstance(value, ast.AST) else _plain(value)
        yield ","
        return
    entries = _joined(value) if field == "values" and _is_pieces(node) else value
    if field == "body" and isinstance(node, _DOCUMENTED):
        docstring = ast.get_docstring(node, clean=False)
        if docstring is not None:
            yield _Docstring(f"docstring={_plain(_laid_out_anew(docstring))},")
            entries = entries[1:]
    if not entries:
        return
    yield f"{field}=["
    for entry in entries:
        yield entry if isinstance(entry, ast.AST) else _plain(entry)
        yield ","
    yield "],"


def _laid_out_anew(docstring: str) -> str:
    """Return a docstring without its indentation, which is another where a method becomes a function."""
    return "\n".join(line.strip() for line in docstring.strip().split("\n"))


def _is_pieces(node: ast.AST) -> bool:
    return type(node).__name__ in {"JoinedStr", "TemplateStr"}


def _is_empty(value: object) -> bool:
    return isinstance(value, ast.JoinedStr) and not _joined(value.values)


def _joined(pieces: list[ast.expr]) -> list[ast.expr]:
    """Join neighbouring pieces of text in an f-string, and leave out empty ones."""
    joined: list[ast.expr] = []
    for piece in pieces:
        if not (isinstance(piece, ast.Constant) and isinstance(piece.value, str)):
            joined.append(piece)
        elif piece.value:
            last = joined[-1] if joined else None
            if isinstance(last, ast.Constant) and isinstance(last.value, str):
                joined[-1] = ast.Constant(last.value + piece.value)
            else:
                joined.append(piece)
    return joined


def _plain(value: object) -> str:
    """Write a value that is no node: `repr` of a text depends on what Unicode a Python knows."""
    if isinstance(value, bool) or value is None or value is ...:
        return repr(value)
    if isinstance(value, int):
        return hex(value)  # in decimal, Python refuses more than 4,300 digits
    return ascii(value)


def _hashed(text: str) -> str:
    return hashlib.sha256((FORMAT + text).encode()).hexdigest()[:_LENGTH]
