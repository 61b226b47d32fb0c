"""``commit``: a commit is there."""

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


class CommitKind:
    """A commit is in the repository, on whatever branch.

    `REV` is at least seven digits of it, a tag, or a branch, one of `origin` too. A shallow clone knows few
    commits, and says nothing of others.
    """

    name: Final = "commit"
    syntax: Final = "commit REV"
    is_file_kind: Final = False
    examples: Final = (
        Example("commit v1.0", "holds", given="a repository"),
        Example("commit 0123456", "missing", given="a repository"),
        Example("commit 0123456", "unknown", given="a shallow clone"),
    )

    def check(self, statement: Statement) -> None:
        (revision,) = want(self, statement, "one revision", 1)
        check_revision(revision)

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        def answer(revisions: Revisions) -> Verdict:
            if commit := revisions.commit(statement.values[0].text):
                return Verdict("holds", f"is {commit[:8]}")
            if revisions.is_shallow:
                return Verdict("unknown", "the clone is shallow")
            return Verdict("missing", "no such commit")

        return ask(world, answer)
