"""On which line a key of a TOML file stands: Python's reader does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

KeyPath: TypeAlias = "tuple[str | int, ...]"
"""The keys that lead to a value, outermost first; a number for an entry of an array."""

_TOKEN: Final = re.compile(
    r"""
    (?P<text> \"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*' )
    | (?P<comment> \#[^\n]* )
    | (?P<sign> [\[\]{}=,.\n] )
    | (?P<bare> [^\s\[\]{}=,.\#"']+ )
    """,
    re.VERBOSE | re.DOTALL,
)


class _Token(NamedTuple):
    text: str
    line: int


def lines(text: str) -> dict[KeyPath, int]:
    """Find the line of every key, and of every table and entry of an array, in a text that is TOML."""
    scanner = _Scanner(text)
    scanner.run()
    return scanner.found


class _Scanner:
    """Walks through the tokens of a file once."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.token = next(self.tokens)
        self.found: dict[KeyPath, int] = {}
        self.arrays: dict[KeyPath, int] = {}

    def run(self) -> None:
        table: KeyPath = ()
        while self.token.text:
            line = self.token.line
            if self.takes("["):
                table = self.header()
                self.note(table, line)
            elif not self.takes("\n"):
                self.entry(table)

    def advance(self) -> None:
        self.token = next(self.tokens)

    def takes(self, sign: str) -> bool:
        """Step over a sign, if it stands here."""
        if is_here := self.token.text == sign:
            self.advance()
        return is_here

    def header(self) -> KeyPath:
        """Read ``table]`` or ``[table]]``."""
        is_array = self.takes("[")
        path: KeyPath = ()
        *above, name = self.keys("]")
        while self.takes("]"):
            pass
        for key in above:
            path = self.inside((*path, key))
        path = (*path, name)
        if is_array:
            self.arrays[path] = self.arrays.get(path, -1) + 1
        return self.inside(path) if is_array else path

    def inside(self, path: KeyPath) -> KeyPath:
        """Return a path as it goes on below it: in the last table of an array, where it is one."""
        return (*path, self.arrays[path]) if path in self.arrays else path

    def entry(self, table: KeyPath) -> None:
        line = self.token.line
        path = (*table, *self.keys("="))
        self.note(path, line)
        self.takes("=")
        self.value(path)

    def keys(self, end: str) -> list[str]:
        found = []
        while self.token.text not in (end, "\n", ""):
            if self.token.text != ".":
                found.append(self.token.text.strip("\"'"))
            self.advance()
        return found or [""]

    def value(self, path: KeyPath) -> None:
        if self.takes("["):
            self.array(path)
        elif self.takes("{"):
            while not self.ends("}"):
                self.entry(path)
        else:
            while self.token.text not in ("\n", ",", "]", "}", ""):
                self.advance()

    def array(self, path: KeyPath) -> None:
        number = 0
        while not self.ends("]") and self.token.text != "}":  # which no array of a valid file holds
            self.note((*path, number), self.token.line)
            self.value((*path, number))
            number += 1

    def ends(self, sign: str) -> bool:
        """Step over what stands between values, and over the end of them, if that is here."""
        while self.takes("\n") or self.takes(","):
            pass
        return self.takes(sign) or not self.token.text

    def note(self, path: KeyPath, line: int) -> None:
        for length in range(1, len(path) + 1):
            self.found.setdefault(path[:length], line)


def _tokens(text: str) -> Iterator[_Token]:
    line, at = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        if match.lastgroup != "comment":
            yield _Token(match[0], line)
    while True:
        yield _Token("", line)
