"""``file``: a file is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..grammar import Statement
from ..verdict import Verdict
from .base import Example, want
from .paths import absent, check_path

if TYPE_CHECKING:
    from ...model import Spec
    from ..world import World


class FileKind:
    """A file is in the project.

    The path begins at the root of the project, and capitals count. Files that git ignores do not, nor what
    lies in a submodule, behind a link, or outside. A file that was not committed yet does.
    """

    name: Final = "file"
    syntax: Final = "file PATH"
    is_file_kind: Final = True
    examples: Final = (
        Example("file docs/index.md", "holds", {"docs/index.md": ""}),
        Example("file docs/indices.md", "missing", {"docs/index.md": ""}),
        Example("file docs/index.md", "unknown", {"docs/index.md": ""}, "a lost repository"),
    )

    def check(self, statement: Statement) -> None:
        (path,) = want(self, statement, "one path", 1)
        check_path(path)

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        path = statement.values[0].text
        return Verdict("holds", "is there") if path in world.listing else absent(path, world)
