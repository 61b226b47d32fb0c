"""Kiro, and cc-sdd, which keeps its specs as Kiro does: a folder a spec, in ``.kiro/specs``.

What is to be built is said by ``requirements.md``, or ``bugfix.md``, and the work by ``tasks.md``: they make
the page. cc-sdd keeps a phase beside them, in ``spec.json``. What a spec waits for, the roadmap alone says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from ....findings import Finding
from ....model import Place
from ... import boundary, decoding
from ...decoding import decode, unified
from ...folders import folders, is_file, markdown, sub_documents
from ...keys import fit
from ...seam import Depth, Files, Project, Record, SpecLayout
from ...vocabulary import Vocabularies
from .names import METADATA, ROADMAP, TASKS

HOME: Final = ".kiro/specs"
PAGE: Final = ("requirements.md", "bugfix.md", TASKS)
"""The files that make the page of a spec, in their order."""

_FIRST: Final = ("brief.md", "design.md", "research.md")
"""The files that make it where there is none of those yet: the first that there is."""

_DEEPEST: Final = 3
"""How deep below the folder of specs one may lie, and a text in the folder of one."""


class Kiro:
    """Kiro's way."""

    name = "kiro"

    def find(self, root: Path, layout: SpecLayout) -> Path | None:
        """Return the folder of specs."""
        home = root / HOME
        return home if boundary.is_folder(home) and not boundary.leads_out(home, root, is_top=True) else None

    def places(self, project: Project, home: Path) -> Iterable[Place]:
        """Return every folder that holds a file of a spec, by its path."""
        roadmap = project.top / ROADMAP
        shared = (project.relative(roadmap),) if is_file(roadmap) else ()
        for folder in _specs(home):
            texts, has_metadata = markdown(folder), is_file(folder / METADATA)
            own = [*_shown(texts), *([folder / METADATA] if has_metadata else ())]
            *above, name = map(fit, folder.relative_to(home).parts)
            files = tuple(map(project.relative, own))
            key = "/".join((*above, name))
            yield Place(
                key,
                key,
                None,
                name,
                "",
                files[0],
                archived=any(map(is_archive, above)),
                sub_documents=sub_documents(
                    project, folder, (path for path in _texts(folder) if path not in own)
                ),
                files=files,
                shared=shared,
            )

    def called(self, project: Project, home: Path, path: str) -> str | None:
        """Return the path of the folder that a file of a spec lies in."""
        found, top = PurePosixPath(path), PurePosixPath(project.relative(home))
        if found.name not in (*PAGE, METADATA) or not found.is_relative_to(top):
            return None
        inner = found.parent.relative_to(top).parts
        return "/".join(map(fit, inner)) if 0 < len(inner) <= _DEEPEST else None

    def status_of(self, project: Project, path: str, data: bytes, words: Vocabularies) -> str | None:
        """Return what the tasks say; while there are none, a phase can tell that a spec is being written."""
        from . import reader

        *above, _, name = PurePosixPath(path).parts
        if any(map(is_archive, above)):
            return "archived"
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
        depth: Depth = "texts",
    ) -> Iterable[Record]:
        """Read a spec from the files of its folder, and from the roadmap."""
        from .reader import KiroReader  # here, as it takes long, and no file that is as it was is read

        for place in places:
            reader = KiroReader(place, files)
            yield Record(reader.spec(), reader.texts)


def lost(root: Path, known: Collection[str]) -> Iterator[Finding]:
    """Find what the roadmap says is done, and is not there.

    :param known: the names of specs.
    """
    from .lines import listed  # here, as only rules ask for it

    try:
        data = decoding.read(root, ROADMAP)
    except OSError:
        return
    for one in listed(unified(decode(data)[0])):
        if one.is_done and one.name not in known:
            message = f"the roadmap says that `{one.name}` is done, which is no spec here"
            fix = "correct its name, or take it out of the list"
            yield Finding(ROADMAP, one.line, "ref", message, fix, at_most="info")


def is_archive(name: str) -> bool:
    """Tell whether a folder is one in which teams keep what is over."""
    return name.strip("_").casefold() in ("archive", "archived")


def _specs(folder: Path, depth: int = 1) -> Iterator[Path]:
    """Yield the folders of specs: with a file of one; of others those in them, else with a text."""
    for one in folders(folder):
        if one.name.startswith("."):
            continue
        texts = markdown(one)
        is_one = is_file(one / METADATA) or any(text.name in (*PAGE, *_FIRST) for text in texts)
        inner = [] if is_one or depth == _DEEPEST else list(_specs(one, depth + 1))
        if is_one or (texts and not inner):
            yield one
        else:
            yield from inner


def _texts(folder: Path, depth: int = 0) -> Iterator[Path]:
    """Yield the texts of a spec, those in folders after those beside them."""
    yield from markdown(folder)
    if depth < _DEEPEST:
        for one in folders(folder):
            if not one.name.startswith("."):
                yield from _texts(one, depth + 1)


def _shown(texts: Sequence[Path]) -> list[Path]:
    """Return those texts of a spec that make its page."""
    named = {path.name: path for path in texts}
    page = [named[name] for name in PAGE if name in named]
    return page or [named[name] for name in (*_FIRST, *named) if name in named][:1]
