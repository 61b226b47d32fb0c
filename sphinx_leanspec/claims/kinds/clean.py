"""``clean``: nothing is left to commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..grammar import Statement
from ..revisions import Revisions
from ..verdict import Verdict
from .asking import ask
from .base import Example, want

if TYPE_CHECKING:
    from ...model import Spec
    from ..world import World


class CleanKind:
    """No file that git tracks differs from what was committed; new files do not count.

    As it says something of the checkout alone, a published page never warns of it.
    """

    name: Final = "clean"
    syntax: Final = "clean"
    is_file_kind: Final = False
    examples: Final = (
        Example("clean", "holds", given="a repository"),
        Example("clean", "failed", given="changes"),
        Example("clean", "unknown"),
    )

    def check(self, statement: Statement) -> None:
        want(self, statement, "no value", 0)

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        def answer(revisions: Revisions) -> Verdict:
            if revisions.is_clean:
                return Verdict("holds", "all is committed")
            return Verdict("failed", "there are changes that are not committed")

        return ask(world, answer)
