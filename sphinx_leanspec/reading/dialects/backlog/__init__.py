"""Backlog.md: a file an item, in the folder that says what has become of it.

Id, title and status stand in the frontmatter. What is no work, milestones, decisions and documents, is below
a page of the project itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from ....model import Place
from ...decoding import decode, lines_of
from ...seam import Depth, Files, Project, Record, SpecLayout
from ...vocabulary import Vocabularies
from . import config
from . import places as lie
from .ids import of_name, shown


class Backlog:
    """Backlog.md's way."""

    name = "backlog"

    def find(self, root: Path, layout: SpecLayout) -> Path | None:
        """Return the folder of items, whatever it is called."""
        return lie.find(root)

    def places(self, project: Project, home: Path) -> Iterable[Place]:
        """Return every item, then the project itself."""
        yield from lie.items(project, home, config.read(project.top, home))
        if own := lie.project_page(project, home):
            yield own

    def called(self, project: Project, home: Path, path: str) -> str | None:
        """Return the id that the name of a file has, where it is or was that of an item."""
        where = lie.lying(PurePosixPath(project.relative(home)), path)
        name = of_name(where.name) if where else ""
        return shown(name, config.BacklogSettings().prefix) if name else None

    def status_of(self, project: Project, path: str, data: bytes, words: Vocabularies) -> str | None:
        """Return the status in the frontmatter; a folder knows better what is drafted, done or put away."""
        from ... import frontmatter  # here, as it takes long, and few ask for the past

        home = self._home(project)
        where = lie.lying(PurePosixPath(project.relative(home)), path) if home else None
        if where is None or home is None:
            return None
        if where.is_archived or where.is_draft or where.kind == lie.COMPLETED:
            return "archived" if where.is_archived else "draft" if where.is_draft else "complete"
        field = frontmatter.read(lines_of(decode(data)[0])).fields.get("status")
        settings = config.read(project.top, home)
        return settings.meaning(field.text, words) if field and field.text else None

    def parse(
        self,
        project: Project,
        places: Sequence[Place],
        files: Files,
        words: Vocabularies,
        *,
        depth: Depth = "texts",
    ) -> Iterable[Record]:
        """Read an item, or the project; a file holds one."""
        from .documents import ProjectReader  # here, as they take long, and no file that is as it was is read
        from .reader import BacklogReader

        (place,) = places
        home = self._home(project)
        where = lie.lying(PurePosixPath(project.relative(home or project.specs)), place.path)
        if where is None:
            settings = config.of_data(None if place.path in _documents(place) else files[place.path])
            yield Record(ProjectReader(place, files, settings).spec())
            return
        settings = config.of_data(next((files[path] for path in place.shared), None))
        reader = BacklogReader(place, where, files[place.path], settings, words, has_texts=depth == "texts")
        yield Record(reader.spec(), reader.texts)

    def _home(self, project: Project) -> Path | None:
        return next((home for dialect, home in project.homes if dialect.name == self.name), None)


def _documents(place: Place) -> set[str]:
    return {document.path for document in place.sub_documents}
