"""What a kind of evidence is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal, Protocol

from msgspec import Struct

from ...findings import VerdictWord
from ..grammar import GrammarError, Statement, Value
from ..verdict import Verdict

if TYPE_CHECKING:
    from ...model import Spec
    from ..world import World

Given = Literal[
    "a build",
    "a detached checkout",
    "a folder",
    "a large file",
    "a lost repository",
    "a repository",
    "a shallow clone",
    "a source",
    "an old report",
    "changes",
    "no report",
    "reports",
]
"""Where a case of a kind is set."""

GIVEN: Final[Mapping[Given, str]] = {
    "a build": "in a build, whose page `guide/start` covers the spec, and which has the need `REQ_1`",
    "a detached checkout": "at a commit that is checked out without a branch",
    "a folder": "without git, on the command line",
    "a large file": "where `docs/large.txt` has more than 2 MiB",
    "a lost repository": "where git cannot read the repository",
    "a repository": "in a repository of one commit, on the branch `main`, with the tag `v1.0`",
    "a shallow clone": "in a shallow clone of one with two commits, which has no tags",
    "a source": "where the project has a source `code`, and its lock, if there is one, `code:walls.build`",
    "an old report": "where the file was changed since the day of the report",
    "changes": "in a repository with a file that is changed and not committed",
    "no report": "where no report is there",
    "reports": "with a report: `test_adds` passed, `test_divides` failed, `test_plots` was skipped",
}
"""What a reader is told of that."""


class Example(Struct, frozen=True):
    """A case of a kind, printed on its page, and held by a test.

    The check that it stands at is one of the second of two specs, `001-base`, which is complete, and
    `002-next`, which depends on that and is planned.

    :param evidence: what stands in the comment.
    :param files: the files of the repository, by path.
    :param verdict: what comes of it.
    :param given: where it is set.
    """

    evidence: str
    verdict: VerdictWord
    files: Mapping[str, str] = {}
    given: Given = "a folder"


class Kind(Protocol):
    """A kind of evidence: reads what is asked, and decides it. Its docstring is its page of the guide."""

    @property
    def name(self) -> str:
        """The word that a statement of this kind begins with."""
        ...

    @property
    def syntax(self) -> str:
        """How a statement is written, ``files GLOB OP N``."""
        ...

    @property
    def examples(self) -> tuple[Example, ...]:
        """One case that holds, one that fails, and one that cannot be known, where there is one."""
        ...

    @property
    def is_file_kind(self) -> bool:
        """Whether it asks for files of the repository alone, so that an earlier commit can be asked, too."""
        ...

    def check(self, statement: Statement) -> None:
        """Look at what is written.

        :raises GrammarError: if it does not say what this kind wants.
        """
        ...

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        """Decide a statement that :meth:`check` has let pass. Nothing is run."""
        ...


def want(kind: Kind, statement: Statement, what: str, least: int, most: int = 0) -> tuple[Value, ...]:
    """Return the values of a statement, if there are as many as a kind wants.

    :param what: what it wants, ``one path``.
    :param most: how many it takes, the least where that is not said.
    :raises GrammarError: if there are fewer or more.
    """
    values = statement.values
    fix = f"write `{kind.syntax}`"
    if len(values) < least:
        raise GrammarError(f"`{kind.name}` wants {what}", fix)
    if len(values) > max(least, most):
        surplus = values[max(least, most)]
        raise GrammarError(
            f"`{kind.name}` wants {what}; `{surplus.text}` is more than that",
            f"{fix}; a value with blanks stands in quotes, and `;` begins another statement",
            surplus.at,
        )
    return values
