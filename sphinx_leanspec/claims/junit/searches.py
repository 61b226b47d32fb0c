"""What a search for a test gives, and what it knows of the files that reports name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from .index import Setup

NO_FILE: Final = "the report names no files"
TWO_BASES: Final = "the report's paths may start from {}: set `base`"
TWO_PLACES: Final = "the name fits more than one place: {}"

SUFFIXES: Final = (".py", ".java", ".kt", ".groovy", ".scala", ".php", ".rb", ".exs", ".ex", ".cs", ".swift")
"""What the files are called by whose path runners name modules and classes."""


class Found(NamedTuple):
    """What a search has found, at best.

    :param rank: how sure it is that these are the tests meant, 0 for surest.
    :param doubt: why they may be others, empty if there is no doubt.
    :param setups: where there are no rows, what the tests meant must have fallen to.
    :param beside: what may be in a group as well; nobody can tell.
    :param is_group: whether more than the one test with just this name was found.
    """

    rank: int
    rows: list[int]
    doubt: str = ""
    setups: Sequence[Setup] = ()
    is_group: bool = False
    beside: Sequence[int] = ()


class Scopes:
    """The files of reports: where each is in the repository, as far as that is known.

    :param exists: whether a path is a file of the repository.
    """

    def __init__(self, exists: Callable[[str], bool]) -> None:
        self.exists = exists
        self.written: dict[str, dict[str, None]] = {}
        self.undecided: dict[str, tuple[str, ...]] = {}
        self.absolute: dict[str, dict[str, None]] = {}
        self.guesses: dict[str, str] = {}

    def note_absolute(self, file: str, guess: str) -> None:
        """Keep a path that is not known to lead into the repository, and where it may."""
        self.absolute.setdefault(file.rpartition("/")[2], {})[file] = None
        self.guesses[file] = guess
