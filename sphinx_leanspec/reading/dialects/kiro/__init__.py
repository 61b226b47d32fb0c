"""Kiro, and cc-sdd, which keeps its specs as Kiro does: a folder a spec, in ``.kiro/specs``.

What is to be built is said by ``requirements.md``, or ``bugfix.md``, and the work by ``tasks.md``: they make
the page. cc-sdd keeps a phase beside them, in ``spec.json``. What a spec waits for, the roadmap alone says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from ....model import Place
from ... import boundary
from ...folders import folders, is_file, markdown, sub_documents
from ...keys import fit
from ...seam import Files, Project, Record, SpecLayout
from ...vocabulary import Vocabularies
from .names import METADATA, ROADMAP, TASKS

HOME: Final = ".kiro/specs"
PAGE: Final = ("requirements.md", "bugfix.md", TASKS)
"""The files that make the page of a spec, in their order."""

_FIRST: Final = ("brief.md", "design.md", "research.md")
"""The files that make it where there is none of those yet: the first that there is."""


class Kiro:
    """Kiro's way."""

    name = "kiro"

    def find(self, root: Path, layout: SpecLayout) -> Path | None:
        """Return the folder of specs."""
        home = root / HOME
        return home if boundary.is_folder(home) and not boundary.leads_out(home, root, is_top=True) else None

    def places(self, project: Project, home: Path) -> Iterable[Place]:
        """Return every folder that holds a file of a spec, by name."""
        is_planned = is_file(project.root / ROADMAP)
        for folder in folders(home):
            texts, has_metadata = markdown(folder), is_file(folder / METADATA)
            if (texts or has_metadata) and not folder.name.startswith("."):
                own = [*_shown(texts), *([folder / METADATA] if has_metadata else ())]
                name, files = fit(folder.name), tuple(map(project.relative, own))
                below = sub_documents(project, folder, (path for path in texts if path not in own))
                yield Place(
                    name,
                    "",
                    None,
                    name,
                    "",
                    files[0],
                    sub_documents=below,
                    files=files,
                    shared=(ROADMAP,) if is_planned else (),
                )

    def called(self, project: Project, home: Path, path: str) -> str | None:
        """Return the name of the folder that a file of a spec lies in."""
        found = PurePosixPath(path)
        is_home = found.parent.parent == PurePosixPath(project.relative(home))
        return fit(found.parent.name) if is_home and found.name in (*PAGE, METADATA) else None

    def status_of(self, project: Project, path: str, data: bytes, words: Vocabularies) -> str | None:
        """Return what the tasks say; while there are none, a phase can tell that a spec is being written."""
        from . import reader

        name = PurePosixPath(path).name
        if name == TASKS:
            return reader.status(None, reader.tasks_of(data), is_planned=True)
        found = reader.status_of(reader.phase_of(data)) if name == METADATA else None
        return found if found == "draft" else None

    def parse(
        self,
        project: Project,
        places: Sequence[Place],
        files: Files,
        words: Vocabularies,
        *,
        has_texts: bool = True,
    ) -> Iterable[Record]:
        """Read a spec from the files of its folder, and from the roadmap."""
        from .reader import KiroReader  # here, as it takes long, and no file that is as it was is read

        for place in places:
            reader = KiroReader(place, files)
            yield Record(reader.spec(), reader.texts)


def _shown(texts: Sequence[Path]) -> list[Path]:
    """Return those texts of a spec that make its page."""
    named = {path.name: path for path in texts}
    page = [named[name] for name in PAGE if name in named]
    return page or [named[name] for name in (*_FIRST, *named) if name in named][:1]
