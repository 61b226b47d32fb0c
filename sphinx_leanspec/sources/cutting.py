"""Which part of a symbol's code a page shows."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from textwrap import dedent
from typing import Final, Literal, NamedTuple, get_args

from ..wording import counted
from . import lines

Only = Literal["signature", "docstring", "body"]
"""The parts that a definition has."""

ONLY: Final[tuple[Only, ...]] = get_args(Only)

OPTIONS: Final = ("lines", "from", "to", "only")
"""What says which part is shown."""

_LINES: Final = re.compile(r"(?P<first>[1-9]\d{0,5})(?P<range>-(?P<last>[1-9]\d{0,5})?)?")


class CodeCut(NamedTuple):
    """A part of a text: what it says, without the blanks that all of it begins with, and its first line."""

    text: str
    line: int

    @property
    def end(self) -> int:
        """Its last line."""
        return self.line + self.text.count("\n")


class CutError(Exception):
    """There is no such part; the message says why, and ``fix`` what to write."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.fix = fix


def cut(text: str, first_line: int, options: Mapping[str, str]) -> CodeCut:
    """Return a part of some code.

    :param first_line: the line of its file that the text begins on.
    :param options: ``lines``, counted within the text; ``from`` and ``to``, which stand in its first and last
        line; ``only``; all of it where there is none.
    :raises CutError: if it has no such part.
    """
    rows = lines.split(text)
    first, last = 1, len(rows)
    if only := options.get("only", ""):
        first, last = _part(text, only)
    if wanted := options.get("lines", ""):
        first, last = _numbered(wanted, first, last)
    if begin := unquoted(options.get("from", "")):
        first = _with(rows, begin, first, last)
    if end := unquoted(options.get("to", "")):
        last = _with(rows, end, first, last)
    return CodeCut(dedent("\n".join(rows[first - 1 : last])).rstrip("\n"), first_line + first - 1)


def unquoted(text: str) -> str:
    """Return a text without the quotes that it may stand in."""
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _numbered(wanted: str, first: int, last: int) -> tuple[int, int]:
    found = _LINES.fullmatch(wanted.strip())
    if not found:
        raise CutError(f"`{wanted}` names no lines", "write `3-9`, `3-` or `3`, counted within the symbol")
    begin = first + int(found["first"]) - 1
    end = begin if not found["range"] else first + int(found["last"]) - 1 if found["last"] else last
    if not begin <= end <= last:
        raise CutError(f"there are no lines {wanted}", f"it has {counted(last - first + 1, 'line')}")
    return begin, end


def _with(rows: list[str], text: str, first: int, last: int) -> int:
    found = (number for number in range(first, last + 1) if text in rows[number - 1])
    number = next(found, None)
    if number is None:
        raise CutError(f"`{text}` stands in none of its lines", "write a text that does")
    return number


def _part(text: str, only: str) -> tuple[int, int]:
    """Return the lines of a part of a definition in Python."""
    if only not in ONLY:
        raise CutError(f"there is no part `{only}`", f"write {', '.join(ONLY)}")
    try:
        tree = ast.parse(dedent(text))
    except (SyntaxError, ValueError, RecursionError) as error:
        fix = "say which lines to show, by `lines`, or `from` and `to`"
        raise CutError("only a definition in Python has parts", fix) from error
    definition = tree.body[0] if len(tree.body) == 1 else None
    if not isinstance(definition, ast.AsyncFunctionDef | ast.ClassDef | ast.FunctionDef):
        raise CutError("only a function or a class has parts", "take `only` away")
    begin, *after = definition.body
    docstring = begin if ast.get_docstring(definition, clean=False) is not None else None
    if only == "signature":
        return 1, max(begin.lineno - 1, definition.lineno) if not _on_one_line(definition) else 1
    if only == "docstring":
        if docstring is None:
            raise CutError("it has no docstring", "take `only` away")
        return docstring.lineno, docstring.end_lineno or docstring.lineno
    body = after if docstring else definition.body
    if not body:
        raise CutError("it has no body but its docstring", "take `only` away")
    return _first_line(body[0]), definition.end_lineno or 1


def _first_line(statement: ast.stmt) -> int:
    if isinstance(statement, ast.AsyncFunctionDef | ast.ClassDef | ast.FunctionDef):
        return min([statement.lineno, *(one.lineno for one in statement.decorator_list)])
    return statement.lineno


def _on_one_line(definition: ast.AsyncFunctionDef | ast.ClassDef | ast.FunctionDef) -> bool:
    return definition.body[0].lineno == definition.lineno
