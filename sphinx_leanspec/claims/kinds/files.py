"""``files``: so many files are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..globs import Glob, GlobError
from ..grammar import GrammarError, Statement
from ..verdict import Verdict
from .base import Example, want
from .numbers import check_comparison, compares, wanted
from .paths import check_path, files

if TYPE_CHECKING:
    from ...model import Spec
    from ..world import World


class FilesKind:
    """As many files match a pattern as are said to.

    `OP` is one of `==`, `!=`, `>=`, `<=`, `>` and `<`. In the pattern, `*` stands for any letters within a
    name, `?` for one, `[ab]` and `[a-z]` for one of these, `[!a]` for any but these, and `**`, as a whole
    step, for any folders: `docs/**/*.md` has those of `docs` itself, too. A dot at the beginning of a name is
    a letter like any other.
    """

    name: Final = "files"
    syntax: Final = "files GLOB OP N"
    is_file_kind: Final = True
    examples: Final = (
        Example("files docs/*.md == 2", "holds", {"docs/a.md": "", "docs/b.md": "", "docs/c/d.md": ""}),
        Example("files docs/**/*.md == 2", "failed", {"docs/a.md": "", "docs/b.md": "", "docs/c/d.md": ""}),
        Example("files docs/*.rst >= 1", "missing", {"docs/a.md": ""}),
        Example("files docs/*.md == 1", "unknown", {"docs/a.md": ""}, "a lost repository"),
    )

    def check(self, statement: Statement) -> None:
        pattern, sign, number = want(self, statement, "a pattern, an operator and a number", 3)
        check_path(pattern)
        check_comparison(sign, number)
        try:
            Glob(pattern.text)
        except GlobError as error:
            raise GrammarError(error.message, error.fix, pattern.at) from error

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        pattern, sign, number = statement.values
        if why := world.listing.unknown():
            return Verdict("unknown", why)
        real = len(world.listing.matching(Glob(pattern.text)))
        if compares(real, sign, number):
            return Verdict("holds", files(real))
        return Verdict("failed" if real else "missing", f"{files(real)}, not {wanted(sign, number)}")
