"""``file``: a file is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..grammar import GrammarError, Statement
from ..verdict import Verdict
from .base import Example

if TYPE_CHECKING:
    from ...model import Spec
    from ..world import World


class FileKind:
    """A file is in the repository.

    Files that git ignores do not count, nor what lies behind a link or outside of the repository.
    """

    name: Final = "file"
    syntax: Final = "file PATH"
    is_file_kind: Final = True
    examples: Final = (
        Example("file docs/index.md", {"docs/index.md": ""}, "holds"),
        Example("file docs/nothing.md", {"docs/index.md": ""}, "missing"),
    )

    def check(self, statement: Statement) -> None:
        """Want one path."""
        if len(statement.values) != 1:
            raise GrammarError("`file` wants one path", f"write `{self.syntax}`")

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        """Look into the listing."""
        path = statement.values[0].text
        return Verdict("holds", "is there") if path in world.listing else Verdict("missing", "no such file")
