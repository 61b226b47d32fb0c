"""``matches``: a pattern matches somewhere in a file."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ..grammar import GrammarError, Statement
from ..verdict import Verdict
from .base import Example, want
from .paths import check_path, content

if TYPE_CHECKING:
    from ...model import Spec
    from ..world import World

_LONGEST: Final = 1_000
_MOST_MEMORY: Final = 1 << 20
_MOST_STEPS: Final = 1 << 28
"""The size of an expression times that of a file: linear time may be long, too."""


class MatchesKind:
    r"""A regular expression matches somewhere in a file.

    It is one of [RE2](https://github.com/google/re2/wiki/Syntax), which takes time in proportion to the file
    whatever the expression: there are no look-arounds and no references back. `^` and `$` are the ends of a
    line. In quotes a backslash is written twice. A file of more than 2 MiB is not looked into, nor a long one
    with a large expression, such as `(a|b){200}`; and where RE2 cannot be installed, nothing is known.
    """

    name: Final = "matches"
    syntax: Final = 'matches PATH "REGEX"'
    is_file_kind: Final = True
    examples: Final = (
        Example(
            'matches src/a.py "^def st(art|op)\\\\("',
            "holds",
            {"src/a.py": "import os\n\n\ndef start(port):\n"},
        ),
        Example('matches src/a.py "^def$"', "failed", {"src/a.py": "def start(port):\n"}),
        Example('matches src/b.py "^def"', "missing", {"src/a.py": "def start(port):\n"}),
        Example("matches docs/large.txt word", "unknown", given="a large file"),
    )

    def check(self, statement: Statement) -> None:
        path, pattern = want(self, statement, "a path and a regular expression", 2)
        check_path(path)
        if not pattern.text or len(pattern.text) > _LONGEST:
            fix = f"write one of at most {_LONGEST:,} letters"
            raise GrammarError("the regular expression is empty, or too long", fix, pattern.at)
        try:
            _compiled(pattern.text)
        except ImportError:
            return
        except ValueError as error:
            fix = "write it as RE2 reads it; in quotes, a backslash is written twice"
            raise GrammarError(f"the regular expression cannot be read: {error}", fix, pattern.at) from error

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        path, pattern = statement.values
        data = content(path.text, world)
        if isinstance(data, Verdict):
            return data
        try:
            compiled = _compiled(pattern.text)
        except ImportError:
            return Verdict("unknown", "RE2 is not installed: `pip install google-re2`")
        if compiled.programsize * len(data) > _MOST_STEPS:
            return Verdict("unknown", "the regular expression is too large for a file of this size")
        is_found = compiled.search(data) is not None
        return (
            Verdict("holds", "it matches") if is_found else Verdict("failed", "nothing in the file matches")
        )


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    """Compile a regular expression.

    :raises ImportError: if there is no engine for it.
    :raises ValueError: if it is none, or too large.
    """
    import re2  # here, as it is not there on every platform

    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MOST_MEMORY
    try:
        return re2.compile(f"(?m){pattern}", options)
    except re2.error as error:
        said = error.args[0] if error.args else error
        raise ValueError(said.decode(errors="replace") if isinstance(said, bytes) else said) from error
