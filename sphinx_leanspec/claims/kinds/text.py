"""``text``: a file holds a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..grammar import GrammarError, Statement
from ..verdict import Verdict
from .base import Example, want
from .paths import check_path, content

if TYPE_CHECKING:
    from ...model import Spec
    from ..world import World


class TextKind:
    r"""A file holds a text, letter for letter.

    In the text `\"` stands for `"`, `\\` for a backslash, and `\x3e` for `>`. Ends of lines are those of
    Unix. A file of more than 2 MiB is not looked into.
    """

    name: Final = "text"
    syntax: Final = 'text PATH "TEXT"'
    is_file_kind: Final = True
    examples: Final = (
        Example('text src/a.py "def start("', "holds", {"src/a.py": "def start(port):\n"}),
        Example('text src/a.py "def stop("', "failed", {"src/a.py": "def start(port):\n"}),
        Example('text src/b.py "def start("', "missing", {"src/a.py": "def start(port):\n"}),
        Example("text docs/large.txt word", "unknown", given="a large file"),
    )

    def check(self, statement: Statement) -> None:
        path, text = want(self, statement, "a path and a text", 2)
        check_path(path)
        if not text.text:
            raise GrammarError("every file holds an empty text", f"write `{self.syntax}`", text.at)

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        path, text = statement.values
        data = content(path.text, world)
        if isinstance(data, Verdict):
            return data
        if text.text.encode(errors="surrogateescape") in data:
            return Verdict("holds", "the text is there")
        return Verdict("failed", "the file does not hold that text")
