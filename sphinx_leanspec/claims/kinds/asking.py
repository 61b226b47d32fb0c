"""How kinds ask git, and what comes of a checkout that does not know."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...git import GitError
from ..grammar import GrammarError, Value
from ..revisions import Revisions, is_revision
from ..verdict import Verdict

if TYPE_CHECKING:
    from ..world import World


def ask(world: World, answer: Callable[[Revisions], Verdict]) -> Verdict:
    """Return what git answers; where it cannot, that is unknown."""
    revisions = world.revisions
    try:
        return Verdict("unknown", revisions.problem) if revisions.problem else answer(revisions)
    except GitError as error:
        return Verdict("unknown", f"git does not say: {error}")


def check_revision(value: Value) -> None:
    """Look at a revision.

    :raises GrammarError: if it is none that can be asked for.
    """
    if not is_revision(value.text):
        fix = "write a branch, a tag, or at least seven digits of a commit"
        raise GrammarError(f"`{value.text}` is no revision that can be asked for", fix, value.at)
