"""Task Master: all tasks are objects of one JSON file, in lists that it calls tags.

A task is a spec, and so is each part of it. Tasks of two tags have nothing to do with each other, though they
have the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from ....model import Place
from ... import boundary, decoding
from ...folders import is_file
from ...seam import Depth, Files, Project, Record, SpecLayout
from ...vocabulary import Vocabularies

FILE: Final = ".taskmaster/tasks/tasks.json"
LEGACY: Final = "tasks/tasks.json"
"""Where older releases have it; other programs have files of that name, too."""


class TaskMaster:
    """Task Master's way."""

    name = "taskmaster"

    def find(self, root: Path, layout: SpecLayout) -> Path | None:
        """Return the file of tasks."""
        for name, is_theirs in ((FILE, True), (LEGACY, False)):
            home = root / name
            is_there = is_file(home) and not boundary.leads_out(home, root, is_top=True)
            if is_there and (is_theirs or _is_of_tasks(home)):
                return home
        return None

    def places(self, project: Project, home: Path) -> Iterable[Place]:
        """Return every task and every part of one; of a file that holds none, and should, the file itself."""
        from .items import items, lists, loaded  # here, as it takes long, and few projects have such a file

        path = project.relative(home)
        try:
            content, is_whole = loaded(decoding.read(project.root, path))
        except OSError:
            content, is_whole = None, False
        found = [item.id for item in items(content)]
        for name in found:
            yield Place(name, name, None, "", "", path, files=(path,), fragment=name)
        rows = [rows for _, rows in lists(content)]
        is_empty = is_whole and (content == {} or (rows != [] and not any(rows)))
        if not found and not is_empty:
            yield Place(home.name, home.stem, None, "", "", path, files=(path,))

    def called(self, project: Project, home: Path, path: str) -> str | None:
        """Return None: no file is one task's."""
        return None

    def status_of(self, project: Project, path: str, data: bytes, words: Vocabularies) -> str | None:
        """Return None: a file says the statuses of all its tasks."""
        return None

    def parse(
        self,
        project: Project,
        places: Sequence[Place],
        files: Files,
        words: Vocabularies,
        *,
        depth: Depth = "texts",
    ) -> Iterable[Record]:
        """Read all tasks of the file, which is gone through once."""
        from .reader import TaskMasterReader  # ditto

        (path,) = files
        reader = TaskMasterReader(path, files[path], words)
        for at, place in enumerate(places):
            yield Record(reader.spec(place, is_first=at == 0))


def _is_of_tasks(home: Path) -> bool:
    """Tell whether a file holds tasks as Task Master writes them."""
    from .items import items, loaded  # ditto

    try:
        item = next(items(loaded(home.read_bytes())[0]), None)
    except OSError:
        return False
    return item is not None and {"id", "title", "status", "dependencies"} <= item.value.keys()
