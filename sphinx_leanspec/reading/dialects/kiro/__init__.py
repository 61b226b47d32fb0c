"""Kiro, and cc-sdd, which keeps its specs as Kiro does: a folder a spec, in ``.kiro/specs``.

What is to be built is said by ``requirements.md``, or ``bugfix.md``, and the work by ``tasks.md``: they make
the page. cc-sdd keeps a phase beside them, in ``spec.json``. What a spec waits for, the roadmap alone says.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from ....model import Place, SubDocument
from ... import boundary
from ...keys import fit, unique
from ...seam import Files, Project, Record, SpecLayout
from ...vocabulary import Vocabularies

HOME: Final = ".kiro/specs"
ROADMAP: Final = ".kiro/steering/roadmap.md"
METADATA: Final = "spec.json"
TASKS: Final = "tasks.md"
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
        roadmap = project.root / ROADMAP
        is_planned = roadmap.is_file() and not boundary.leads_out(roadmap, project.root, is_top=True)
        for folder in _entries(home):
            if folder.is_dir(follow_symlinks=False):
                names = [entry.name for entry in _entries(folder) if entry.is_file(follow_symlinks=False)]
                texts = [name for name in names if name.lower().endswith(".md")]
                if texts or METADATA in names:
                    yield _place(project, Path(folder), names, texts, (ROADMAP,) if is_planned else ())

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
        from .reader import Reader  # here, as it takes long, and no file that is as it was is read

        for place in places:
            reader = Reader(place, files)
            yield Record(reader.spec(), reader.texts)


def _place(
    project: Project, folder: Path, names: Sequence[str], texts: Sequence[str], shared: tuple[str, ...]
) -> Place:
    shown = [name for name in PAGE if name in names]
    if not shown:
        shown = [name for name in (*_FIRST, *texts) if name in texts][:1]
    own = [*shown, *(name for name in (METADATA,) if name in names)]
    taken: dict[str, int] = {}
    documents = tuple(
        SubDocument(unique(fit(Path(name).stem), taken), project.relative(folder / name))
        for name in texts
        if name not in shown
    )
    name, files = fit(folder.name), tuple(project.relative(folder / name) for name in own)
    return Place(name, "", None, name, "", files[0], sub_documents=documents, files=files, shared=shared)


def _entries(folder: Path | os.DirEntry[str]) -> list[os.DirEntry[str]]:
    """Return what lies in a folder, by name, without what is hidden."""
    try:
        with os.scandir(folder) as entries:
            return sorted((one for one in entries if one.name[0] != "."), key=lambda one: one.name)
    except OSError:  # what this user may not see is not part of what they build
        return []
