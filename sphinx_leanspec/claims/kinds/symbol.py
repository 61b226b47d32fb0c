"""``symbol``: code has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..grammar import GrammarError, Statement
from ..verdict import Verdict
from .base import Example, want

if TYPE_CHECKING:
    from ...model import Spec
    from ..world import World


class SymbolKind:
    """Code that the project talks about has a name: `django:django.db.models.Model`.

    Which sources there are is for the project to say. Until it does, nothing is known.
    """

    name: Final = "symbol"
    syntax: Final = "symbol SOURCE:QUALNAME"
    is_file_kind: Final = False
    examples: Final = (Example("symbol example:package.module.function", "unknown"),)

    def check(self, statement: Statement) -> None:
        (symbol,) = want(self, statement, "one symbol", 1)
        source, _, name = symbol.text.partition(":")
        if not source or not name:
            fix = "write the source, a colon, and the name with its module, `example:package.function`"
            raise GrammarError(f"`{symbol.text}` names no symbol", fix, symbol.at)

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        source = statement.values[0].text.partition(":")[0]
        return Verdict("unknown", f"the project has no source `{source}`")
