"""What a dialect is: how one tool keeps specs, and how they are read.

A project may hold specs of several tools. Each dialect finds its own, says which files each is made of, and
reads it from these. All that comes after knows records alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from ...model import Place, Spec

if TYPE_CHECKING:
    from ..project import Project, SpecLayout
    from ..prose import Prose
    from ..spec import Vocabularies

Files: TypeAlias = "Mapping[str, bytes | OSError]"
"""What files hold, by their paths in the repository, or why one cannot be read."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the files of a spec say.

    :param spec: the spec.
    :param texts: makes what rules ask of its texts, by the path of each Markdown file.
    """

    spec: Spec
    texts: Callable[[], Mapping[str, Prose]] = field(default=dict)


class Dialect(Protocol):
    """How one tool keeps specs. A dialect has no state: all it knows it is told."""

    @property
    def name(self) -> str:
        """The dialect's name, lower-case letters and digits; ids and addresses begin with it."""
        ...

    def find(self, root: Path, layout: SpecLayout) -> Path | None:
        """Return the folder or file in a repository that the specs are in, None if it has none."""
        ...

    def places(self, project: Project, home: Path) -> Iterable[Place]:
        """Return every spec, each with the files it is made of, and a fragment where one holds many.

        Its ``key`` and ``need_id`` are made later, so that they are unique among the specs of all dialects.

        :param home: what :meth:`find` has found.
        """
        ...

    def called(self, project: Project, home: Path, path: str) -> str | None:
        """Return the id of the spec that a file belongs to or belonged to, None if it is no spec's own.

        :param path: the file, relative to the repository; it may be gone.
        """
        ...

    def status_of(self, project: Project, path: str, data: bytes, words: Vocabularies) -> str | None:
        """Return the status that an earlier version of a file gives its spec, None if it says none."""
        ...

    def parse(
        self, project: Project, places: Sequence[Place], files: Files, words: Vocabularies
    ) -> Iterable[Record]:
        """Read specs; what is wrong with their files is in their findings, never raised.

        :param places: all specs that are made of the same files, so that each file is parsed once.
        :returns: a record for each place, in the same order.
        """
        ...
