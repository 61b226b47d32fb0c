"""``need``: the site has a need."""

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


class NeedKind:
    """The site has a need of that id, whoever makes it; only a build knows them."""

    name: Final = "need"
    syntax: Final = "need ID"
    is_file_kind: Final = False
    examples: Final = (
        Example("need REQ_1", "holds", given="a build"),
        Example("need REQ_2", "missing", given="a build"),
        Example("need REQ_1", "unknown"),
    )

    def check(self, statement: Statement) -> None:
        want(self, statement, "one id", 1)

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        name = statement.values[0].text
        if world.site is None:
            return Verdict("unknown", "only a build knows the needs of the site")
        if name in world.site.needs:
            return Verdict("holds", "is there")
        near = alike(name, sorted(world.site.needs)[:_MOST])
        return Verdict("missing", "no such need", nearest=tuple(near))
