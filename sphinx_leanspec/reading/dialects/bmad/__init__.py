"""BMAD: epics, their stories, and a retrospective for each, as ``sprint-status.yaml`` lists them.

What they are called stands in another file, that of the epics, and what is done for a story in a third one of
its own, which has a status, too: the first decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from ....model import Place
from ... import decoding
from ...keys import segment
from ...seam import Depth, Files, Project, Record, SpecLayout
from ...vocabulary import Vocabularies
from . import sprint


class Bmad:
    """BMAD's way."""

    name = "bmad"

    def find(self, root: Path, layout: SpecLayout) -> Path | None:
        """Return the file that decides."""
        from .folders import layout as find  # here, as it takes long, and few projects have such files

        found = find(root)
        return found.status if found else None

    def places(self, project: Project, home: Path) -> Iterable[Place]:
        """Return every entry of the file, and what other files alone have; the file, if it has no entry."""
        from .places import places  # ditto

        yield from places(project, home)

    def called(self, project: Project, home: Path, path: str) -> str | None:
        """Return the name of the story that a file in the folder of stories is one of."""
        name = PurePosixPath(path)
        is_below = name.is_relative_to(PurePosixPath(project.relative(home)).parent)
        is_story = name.suffix == ".md" and sprint.key_of(name.stem).kind == "story"
        return segment(name.stem) if is_below and is_story else None

    def status_of(self, project: Project, path: str, data: bytes, words: Vocabularies) -> str | None:
        """Return what a story's own file says; the file that decides is no story's."""
        from .story import status_in, status_of  # ditto

        return status_of(status_in(decoding.unified(decoding.decode(data)[0]).split("\n"))[0], words)

    def parse(
        self,
        project: Project,
        places: Sequence[Place],
        files: Files,
        words: Vocabularies,
        *,
        depth: Depth = "texts",
    ) -> Iterable[Record]:
        """Read epics and stories; what is said of all of them is gone through once."""
        from .reader import BmadReader  # ditto

        reader = BmadReader(files, words, notes=depth == "texts")
        for place in places:
            yield reader.record(place)
