"""The files of specs, each read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..failures import told
from ..findings import Finding
from ..model import Place, Spec
from . import decoding, dialects
from .seam import Depth, Files, Project, Record
from .vocabulary import Vocabularies

if TYPE_CHECKING:
    from .found import FoundSpecs
    from .highlighting import BrokenCode
    from .prose import Prose


Kept = TypeVar("Kept")


class Library:
    """Reads the files of specs, and keeps what rules ask of their texts.

    :param depth: how much anybody will ask for.
    """

    def __init__(self, depth: Depth = "texts") -> None:
        self.texts: dict[str, Prose] = {}
        self.depth: Depth = depth

    def read(
        self, project: Project, places: Iterable[Place], words: Vocabularies | None = None
    ) -> list[Spec]:
        """Read specs, and their texts with them; those that are made of the same files together."""
        words, self.texts = words or Vocabularies(), {}
        specs: list[Spec] = []
        for together in groups(places):
            try:
                specs += self.together(project.of(together[0].project), together, words)
            except Exception as error:  # noqa: BLE001 - whatever it is, the other specs are read
                specs += [_failed(place, error) for place in together]
        return specs

    def together(self, project: Project, places: Sequence[Place], words: Vocabularies) -> Iterable[Spec]:
        """Read specs that are made of the same files."""
        files = contents(project, places[0])
        for record in parse(project, places, files, words, depth=self.depth):
            if self.depth == "texts":
                self.texts |= record.texts()
            yield record.spec

    def state(self, found: FoundSpecs, pages: Iterable[Path] = ()) -> str:  # noqa: ARG002 - a cache looks at all
        """Return what stands for all that the files of specs hold, empty where nothing can be kept.

        :param pages: further files that are looked at.
        """
        return ""

    def text(self, project: Project, path: str) -> Prose:
        """Return the text of a file, which is read now if no spec is made of it."""
        if path not in self.texts:
            from .texts import read_prose  # here, as it takes long and only rules ask for it

            self.texts[path] = read_prose(project.root, path)
        return self.texts[path]

    def kept(self, name: str, told: str, kind: type[Kept], make: Callable[[], Kept]) -> Kept:  # noqa: ARG002 - a cache looks at all
        """Return what takes long to make, from an earlier build where one kept it.

        :param name: what it is.
        :param told: all that it is made of, as text: where that is the same, so is it.
        :param kind: the type of it, plain data.
        """
        return make()

    def recall(self, told: str, kind: type[Kept]) -> Kept | None:  # noqa: ARG002 - ditto
        """Return what came of a whole command that was told the same, None if nobody has kept it."""
        return None

    def keep(self, told: str, value: object) -> None:
        """Keep what came of a whole command."""

    def renew(self) -> None:
        """Begin another run in the same process, as a site that is served does."""

    def save(self) -> None:
        """Keep for later runs what this one has read: a cache does."""

    def of_page(self, name: str, path: Path, kind: type[Kept], make: Callable[[Path], Kept]) -> Kept:  # noqa: ARG002 - ditto
        """Return what a file says that is no spec's; see :meth:`kept`."""
        return make(path)

    def broken_code(self, project: Project, path: str) -> tuple[BrokenCode, ...]:
        """Return the blocks of code in a file that are not what their fences say; it takes long."""
        from .highlighting import broken  # here, as only one rule asks for it

        return tuple(broken(self.text(project, path).code))


def groups(places: Iterable[Place]) -> Iterator[Sequence[Place]]:
    """Group the places of specs that are made of the same files."""
    for _, group in groupby(places, lambda place: (place.dialect, place.made_of)):
        yield list(group)


def contents(project: Project, place: Place) -> Files:
    """Read the files that a spec is made of."""
    return {path: _content(project, path) for path in place.made_of}


def parse(
    project: Project,
    places: Sequence[Place],
    files: Files,
    words: Vocabularies,
    *,
    depth: Depth = "texts",
) -> Iterable[Record]:
    """Read specs from what their files hold; see :meth:`~sphinx_leanspec.reading.seam.Dialect.parse`."""
    return dialects.of(project, places[0]).parse(project, places, files, words, depth=depth)


def _failed(place: Place, error: Exception) -> Spec:
    """Return a spec that could not be read for a reason that nobody foresaw, and says so."""
    message, fix = told("reading the spec", error)
    finding = Finding(place.path, 1, "failed", message, fix)
    return Spec(place=place, title_source=place.id, title=place.id, findings=(finding,))


def _content(project: Project, path: str) -> bytes | OSError:
    try:
        return decoding.read(project.root, path)
    except OSError as error:
        return error
