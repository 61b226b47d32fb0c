"""``symbol``: code has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...sources.states import BROKEN, MEANINGS
from ..grammar import GrammarError, Statement
from ..verdict import Verdict
from .base import Example, want

if TYPE_CHECKING:
    from ...model import Spec
    from ...sources.locked import LockedReference
    from ..world import World


_FEW: Final = 3
_LOCK: Final = """\
version = 1

[[source]]
name = "code"
kind = "folder"
origin = "src"
current = true

[[reference]]
source = "code"
target = "walls.build"
kind = "function"
symbol = "walls:build"
path = "walls.py"
lines = "1-2"
digest = "1cc0b5642473bdc8b1bdbf0e51c94882"
state = "same"
"""
_FILES: Final = {"leanspec-sources.lock": _LOCK}


class SymbolKind:
    """Code that the project talks about has a name: `django:django.db.models.Model`.

    Which sources there are is for the project to say, and what is in them stands in `leanspec-sources.lock`,
    which `sphinx-leanspec sources lock` writes: nothing else is asked. A symbol that has changed since it was
    read is still there, and its note says so.
    """

    name: Final = "symbol"
    syntax: Final = "symbol SOURCE:QUALNAME"
    is_file_kind: Final = False
    examples: Final = (
        Example("symbol code:walls.build", "holds", _FILES, "a source"),
        Example("symbol code:walls.paint", "missing", _FILES, "a source"),
        Example("symbol code:walls.build", "unknown", {}, "a source"),
        Example("symbol other:walls.build", "unknown", _FILES, "a source"),
    )

    def check(self, statement: Statement) -> None:
        from ...sources.references import split  # here, as it takes long; so below

        (symbol,) = want(self, statement, "one symbol", 1)
        source, name = split(symbol.text)
        if not source or not name:
            fix = "write the source, a colon, and the name with its module, `example:package.function`"
            raise GrammarError(f"`{symbol.text}` names no symbol", fix, symbol.at)

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        from ...sources.codebase import Codebase
        from ...sources.lock_form import NAME
        from ...sources.references import split
        from ...sources.symbols import Ambiguous

        source, target = split(statement.values[0].text)
        code = world.code or Codebase()
        if source not in code.sources:
            return Verdict("unknown", f"the project has no source `{source}`")
        if code.problem or not code.lock.references:
            return Verdict("unknown", f"{NAME} cannot be read" if code.problem else f"there is no {NAME} yet")
        found = code.lock.find(source, target)
        if found is None:
            return Verdict("missing", f"not in {NAME}")
        if isinstance(found, Ambiguous):
            return Verdict("ambiguous", f"may mean {' or '.join(found.candidates[:_FEW])}")
        return _told(found)


def _told(found: LockedReference) -> Verdict:
    release = f" {found.against}" if found.against else ""
    if found.state == "gone":
        return Verdict("missing", f"gone from {found.source}{release}", nearest=found.nearest)
    path, line, _ = found.place
    changed = f", {MEANINGS[found.state]}" if found.state in BROKEN else ""
    return Verdict("holds", f"in {found.source}{release}, {path}:{line}{changed}")
