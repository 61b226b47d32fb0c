"""OpenSpec: capabilities, which say what holds, and changes, which say what is to become of them.

A capability is a file ``openspec/specs/**/spec.md``. A change is a folder below ``openspec/changes``, or in
the archive there once it is done. Nothing says a status: it follows from boxes and place, as in the tool's
own listing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from ....findings import Finding
from ....model import Place
from ...keys import fit
from ...seam import Depth, Files, Project, Record, SpecLayout
from ...vocabulary import Vocabularies
from . import places as lie

STATUSES: Final[Mapping[str, str]] = {
    "no-tasks": "planned",
    "in-progress": "in-progress",
    "complete": "complete",
    "archived": "archived",
}
"""What OpenSpec calls the state of a change, and what that is here."""


def misfits(root: Path, path: str, *, is_right: bool) -> Iterator[Finding]:
    """Find why a delta does not fit the capability that it changes.

    :param path: its file, relative to the repository.
    :param is_right: whether it is right by itself.
    """
    from .merge import merge  # here, as it takes long, and only rules ask for it
    from .reader import text_of

    main = "/".join((*lie.home_of(path), lie.SPECS, *lie.inner(path)[1:]))
    if (delta := text_of(root, path)) is not None:
        yield from merge(path, delta, lie.capability_of(path), text_of(root, main), is_right=is_right)


class OpenSpec:
    """OpenSpec's way."""

    name = "openspec"

    def find(self, root: Path, layout: SpecLayout) -> Path | None:
        """Return the folder of OpenSpec, None where it holds neither capabilities nor changes."""
        home = root / lie.HOME
        is_one = any((home / name).is_dir() for name in (lie.SPECS, lie.CHANGES))
        return home if is_one and not home.is_symlink() else None

    def places(self, project: Project, home: Path) -> Iterable[Place]:
        """Return every capability, then every change, then every archived one."""
        yield from lie.capabilities(project, home)
        yield from lie.changes(project, home)

    def called(self, project: Project, home: Path, path: str) -> str | None:
        """Return the path of a capability's folder, or the name of a change that has the file."""
        folder, found = PurePosixPath(project.relative(home)), PurePosixPath(path)
        if not found.is_relative_to(folder):
            return None
        match found.relative_to(folder).parts:
            case (lie.SPECS, _, *_) as inner if inner[-1] == lie.SPEC and len(inner) > 2:
                return "/".join(map(fit, inner[1:-1]))
            case (lie.CHANGES, lie.ARCHIVE, name, lie.PROPOSAL | lie.TASKS):
                return fit(name)
            case (lie.CHANGES, name, lie.PROPOSAL | lie.TASKS) if name != lie.ARCHIVE:
                return fit(name)
        return None

    def status_of(self, project: Project, path: str, data: bytes, words: Vocabularies) -> str | None:
        """Return what the boxes of tasks say; what lies in the archive is archived."""
        from .reader import state, told
        from .tasks import tasks

        if f"/{lie.HOME}/{lie.CHANGES}/{lie.ARCHIVE}/" in f"/{path}":
            return STATUSES["archived"]
        return STATUSES[state(tasks(told(data)))] if PurePosixPath(path).name == lie.TASKS else None

    def parse(
        self,
        project: Project,
        places: Sequence[Place],
        files: Files,
        words: Vocabularies,
        *,
        depth: Depth = "texts",
    ) -> Iterable[Record]:
        """Read a capability or a change."""
        from .reader import OpenSpecReader  # here, as it takes long, and no file that is as it was is read

        for place in places:
            reader = OpenSpecReader(place, files)
            spec = reader.change(STATUSES) if place.group else reader.capability()
            yield Record(spec, reader.texts if depth == "texts" else dict)
