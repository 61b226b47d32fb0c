"""``doc``: the site has a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...wording import alike
from ..grammar import Statement
from ..verdict import Verdict
from .base import Example, want

if TYPE_CHECKING:
    from ...model import Spec
    from ..world import World

_MOST: Final = 2_000  # are compared with a name that is not there


class DocKind:
    """The site has a page.

    A docname is the file without its suffix, from the top of the source folder. Only a build knows them.
    """

    name: Final = "doc"
    syntax: Final = "doc DOCNAME"
    is_file_kind: Final = False
    examples: Final = (
        Example("doc guide/start", "holds", given="a build"),
        Example("doc guide/stop", "missing", given="a build"),
        Example("doc guide/start", "unknown"),
    )

    def check(self, statement: Statement) -> None:
        want(self, statement, "one docname", 1)

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        name = statement.values[0].text
        if world.site is None:
            return Verdict("unknown", "only a build knows the pages of the site")
        if name in world.site.docnames:
            return Verdict("holds", "is there")
        near = alike(name, sorted(world.site.docnames)[:_MOST])
        return Verdict("missing", "no such page", nearest=tuple(near))
