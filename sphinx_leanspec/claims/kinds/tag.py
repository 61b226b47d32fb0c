"""``tag``: a tag is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...wording import alike
from ..grammar import Statement
from ..revisions import Revisions
from ..verdict import Verdict
from .asking import ask, check_revision
from .base import Example, want

if TYPE_CHECKING:
    from ...model import Spec
    from ..world import World


class TagKind:
    """A tag is in the repository.

    A clone that has no tags at all was made without them, and says nothing.
    """

    name: Final = "tag"
    syntax: Final = "tag NAME"
    is_file_kind: Final = False
    examples: Final = (
        Example("tag v1.0", "holds", given="a repository"),
        Example("tag v1.1", "missing", given="a repository"),
        Example("tag v1.0", "unknown", given="a shallow clone"),
    )

    def check(self, statement: Statement) -> None:
        (name,) = want(self, statement, "one tag", 1)
        check_revision(name)

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        name = statement.values[0].text

        def answer(revisions: Revisions) -> Verdict:
            if name in revisions.tags:
                return Verdict("holds", f"is at {revisions.tags[name][:8]}")
            if revisions.is_shallow or not revisions.tags:
                return Verdict("unknown", "the clone was made without tags")
            return Verdict("missing", "no such tag", nearest=tuple(alike(name, revisions.tags)))

        return ask(world, answer)
