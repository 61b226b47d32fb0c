"""LeanSpec: a folder a spec, with a ``README.md`` that says all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ...findings import Finding
from ...model import Place
from ..keys import fit
from ..project import discover, holds_specs, is_archived
from ..seam import Depth, Files, Project, Record, SpecLayout
from ..vocabulary import Vocabularies

if TYPE_CHECKING:
    from ..prose import Prose
    from ..walk import Walk


class LeanSpec:
    """LeanSpec's own way, see :mod:`sphinx_leanspec.reading.project` for its folders."""

    name = "leanspec"

    def find(self, root: Path, layout: SpecLayout) -> Path | None:
        """Return the folder of specs."""
        return holds_specs(root, layout)

    def places(self, project: Project, home: Path) -> Iterable[Place]:
        """Return every spec; of those that share a number the names tell which is which."""
        return discover(project)

    def called(self, project: Project, home: Path, path: str) -> str | None:
        """Return the name of the folder, or of the file where files may be specs."""
        found, folder = PurePosixPath(path), project.relative(home)
        is_own = found.name in project.layout.files
        name = found.parent.name if is_own else found.stem
        if not found.is_relative_to(folder) or not name[:1].isdigit():
            return None
        return fit(name) if is_own or (project.layout.flat and found.suffix == ".md") else None

    def status_of(self, project: Project, path: str, data: bytes, words: Vocabularies) -> str | None:
        """Return the status in the frontmatter; without one, what lies among archived specs is archived."""
        from ..spec import read_status

        archived = is_archived(path, project.relative(project.specs))
        return read_status(data, words) or ("archived" if archived else None)

    def parse(
        self,
        project: Project,
        places: Sequence[Place],
        files: Files,
        words: Vocabularies,
        *,
        depth: Depth = "texts",
    ) -> Iterable[Record]:
        """Read a spec; a file holds one."""
        from .. import spec as one  # here, as it takes long, and no file that is as it was is read

        (place,) = places
        data = files[place.path]
        if isinstance(data, OSError):
            found = one.unread(project, place, data, words)
            (finding,) = (finding for finding in found.findings if finding.code == "unreadable")
            yield Record(found, lambda: _unread(place, finding))
            return
        if depth == "counts":
            yield Record(one.counted(project, place, data, words), dict)
            return
        found, walk, damage = one.parse(project, place, data, words, notes=depth == "texts")
        yield Record(found, lambda: _texts(place, walk, damage))


def _unread(place: Place, finding: Finding) -> Mapping[str, Prose]:
    from ..prose import Prose

    return {place.path: Prose(finding)}


def _texts(place: Place, walk: Walk, damage: Finding | None) -> Mapping[str, Prose]:
    from ..texts import of_walk  # here, as it takes long and only rules ask for it

    return {place.path: of_walk(walk, damage)}
