"""What a kind of evidence is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ..grammar import Statement
from ..verdict import Verdict, VerdictWord

if TYPE_CHECKING:
    from ...model import Spec
    from ..world import World


class Example(NamedTuple):
    """A case of a kind, printed on its page, and held by a test.

    :param evidence: what stands in the comment.
    :param files: the files of the repository, by path.
    :param verdict: what comes of it.
    """

    evidence: str
    files: Mapping[str, str]
    verdict: VerdictWord


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
