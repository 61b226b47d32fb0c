"""``ancestor``: a revision is part of what is checked out."""

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


class AncestorKind:
    """A commit is part of what is checked out.

    `REV` is a tag, a branch, one of `origin` too, or at least seven digits of a commit. A published page
    never warns of it. A shallow clone knows few commits, and says nothing of others.
    """

    name: Final = "ancestor"
    syntax: Final = "ancestor REV"
    is_file_kind: Final = False
    examples: Final = (
        Example("ancestor v1.0", "holds", given="a repository"),
        Example("ancestor other", "failed", given="a repository"),
        Example("ancestor v2.0", "missing", given="a repository"),
        Example("ancestor v1.0", "unknown", given="a shallow clone"),
    )

    def check(self, statement: Statement) -> None:
        (revision,) = want(self, statement, "one revision", 1)
        check_revision(revision)

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        def answer(revisions: Revisions) -> Verdict:
            commit = revisions.commit(statement.values[0].text)
            if commit and revisions.is_ancestor(commit):
                return Verdict("holds", "is part of what is checked out")
            if revisions.is_shallow:
                return Verdict("unknown", "the clone is shallow")
            return (
                Verdict("failed", "is no part of what is checked out")
                if commit
                else Verdict("missing", "no such revision")
            )

        return ask(world, answer)
