"""``branch``: a branch is checked out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..grammar import Statement
from ..revisions import Revisions
from ..verdict import Verdict
from .asking import ask, check_revision
from .base import Example, want

if TYPE_CHECKING:
    from ...model import Spec
    from ..world import World


class BranchKind:
    """A branch is checked out.

    As it says something of the checkout alone, a published page never warns of it. At a commit that is
    checked out without a branch, as in most runs of CI, it cannot be known.
    """

    name: Final = "branch"
    syntax: Final = "branch NAME"
    is_file_kind: Final = False
    examples: Final = (
        Example("branch main", "holds", given="a repository"),
        Example("branch release", "failed", given="a repository"),
        Example("branch main", "unknown", given="a detached checkout"),
    )

    def check(self, statement: Statement) -> None:
        (name,) = want(self, statement, "one branch", 1)
        check_revision(name)

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        name = statement.values[0].text

        def answer(revisions: Revisions) -> Verdict:
            if not revisions.branch:
                return Verdict("unknown", "no branch is checked out")
            note = f"`{revisions.branch}` is checked out"
            return Verdict("holds" if revisions.branch == name else "failed", note)

        return ask(world, answer)
