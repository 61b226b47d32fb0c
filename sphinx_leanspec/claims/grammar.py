r"""The grammar of evidence: what stands in a comment, and where exactly it is wrong.

.. code-block:: text

    evidence  = statement *( ";" statement ) [ ";" ]
    statement = kind *value                          ; all values stand on one line or on several
    value     = word / quoted
    word      = 1*( any sign but blanks, ";" and '"' )
    quoted    = '"' *( any sign but '"' and "\" / "\" '"' / "\" "\" / "\x" 2HEXDIG ) '"'

``;`` means and. What HTML forbids within a comment is written ``\x3e`` for ``>`` and ``\x3c`` for ``<``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ..model import Annotation

_TOKEN: Final = re.compile(
    r'[ \t\r\n]*(?:(?P<end>;)|"(?P<quoted>(?:[^"\\]|\\.)*)(?P<close>"?)|(?P<word>[^\s;"]+)|$)', re.DOTALL
)
_ESCAPE: Final = re.compile(r"\\(?:(?P<sign>[\"\\])|x(?P<code>[0-9A-Fa-f]{2})|(?P<other>.?))", re.DOTALL)
_FORBIDDEN: Final = {"<!--": r"\x3c!--", "--!>": r"--!\x3e"}
"""What a comment cannot hold, as HTML says, besides ``-->``, and how it is written."""


class Value(NamedTuple):
    """A value of a statement: what it says, where in the comment it begins, in signs, how it is written."""

    text: str
    at: int
    is_quoted: bool = False


class Statement(NamedTuple):
    """One thing that is claimed: its kind, what is asked of that, and what stands in the file."""

    kind: Value
    values: tuple[Value, ...]
    line: int
    column: int
    written: str


class GrammarMistake(NamedTuple):
    """Something that cannot be read: where, what, and how to mend it."""

    line: int
    column: int
    message: str
    fix: str


class GrammarError(Exception):
    """A statement does not say what its kind wants.

    :param at: where in the comment, in signs; -1 for the statement as a whole.
    """

    def __init__(self, message: str, fix: str, at: int = -1) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.at = at


def read(annotation: Annotation) -> tuple[tuple[Statement, ...], tuple[GrammarMistake, ...]]:
    """Read the statements of a comment, and what is wrong with it; of a broken comment nothing is claimed."""
    text = annotation.text
    for sign, escaped in _FORBIDDEN.items():
        if (at := text.find(sign)) >= 0:
            wrong = GrammarError(f"a comment cannot hold `{sign}`", f"write `{escaped}` within quotes", at)
            return (), (mistake(annotation, wrong),)
    try:
        groups = _groups(text)
    except GrammarError as error:
        return (), (mistake(annotation, error),)
    if not groups:
        fix = "write a kind and what it asks, `file docs/index.md`, or remove the comment"
        return (), (mistake(annotation, GrammarError("the evidence is empty", fix, 0)),)
    return tuple(_statements(annotation, groups)), ()


def mistake(
    annotation: Annotation, error: GrammarError, statement: Statement | None = None
) -> GrammarMistake:
    """Say where in the file something is wrong."""
    if error.at < 0 and statement:
        return GrammarMistake(statement.line, statement.column, error.message, error.fix)
    return GrammarMistake(*place(annotation, max(error.at, 0)), error.message, error.fix)


def place(annotation: Annotation, at: int) -> tuple[int, int]:
    """Return the line and the column of the file at a sign of a comment."""
    above = annotation.text.count("\n", 0, at)
    if not above:
        return annotation.line, annotation.column + at
    return annotation.line + above, at - annotation.text.rindex("\n", 0, at)


def quoted(text: str) -> str:
    """Write a value so that it is read back as it is, within quotes where it has to be."""
    if re.fullmatch(r'[^\s;"<>\\]+', text):
        return text
    inner = text.replace("\\", "\\\\").replace('"', '\\"').replace("-->", r"--\x3e")
    for sign, escaped in _FORBIDDEN.items():
        inner = inner.replace(sign, escaped)
    return f'"{inner}"'


def _groups(text: str) -> list[tuple[list[Value], int]]:
    """Return the values of each statement, its kind first, and where it ends."""
    groups: list[tuple[list[Value], int]] = []
    group: list[Value] = []
    at = 0
    while (found := _TOKEN.match(text, at)) and found.end() > at:
        if found["end"]:
            if not group:
                raise GrammarError(
                    "nothing stands before this `;`", "write a statement, or remove it", found.end() - 1
                )
            groups.append((group, found.end() - 1))
            group = []
        elif found["quoted"] is not None:
            group.append(_quoted(found))
        elif found["word"]:
            group.append(Value(found["word"], found.start("word")))
        at = found.end()
    if group:
        groups.append((group, len(text)))
    return groups


def _quoted(found: re.Match[str]) -> Value:
    begin = found.start("quoted")
    if not found["close"]:
        fix = r"write the second one; a comment ends at its first `-->`: that is `--\x3e` within quotes"
        raise GrammarError("this quote is never closed", fix, begin - 1)

    def plain(escape: re.Match[str]) -> str:
        if escape["other"] is not None:
            fix = r"`\"`, `\\` and `\x3e` are known; a backslash is written twice"
            raise GrammarError(f"`{escape[0]}` means nothing", fix, begin + escape.start())
        return escape["sign"] or chr(int(escape["code"], 16))

    return Value(_ESCAPE.sub(plain, found["quoted"]), begin - 1, is_quoted=True)


def _statements(annotation: Annotation, groups: list[tuple[list[Value], int]]) -> Iterator[Statement]:
    """Make statements of their values; each place is counted on from the one before."""
    text, line, column, counted = annotation.text, annotation.line, annotation.column, 0
    for (kind, *values), end in groups:
        passed = text[counted : kind.at]
        above = passed.count("\n")
        column = len(passed) - passed.rindex("\n") if above else column + len(passed)
        line, counted = line + above, kind.at
        yield Statement(kind, tuple(values), line, column, " ".join(text[kind.at : end].split()))
