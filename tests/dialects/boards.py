"""A dialect of one file: all tasks are objects in ``board.json``, and nothing is Markdown but their notes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sphinx_leanspec.findings import Finding
from sphinx_leanspec.model import Part, Place, Reference, Spec
from sphinx_leanspec.reading import Project, SpecLayout, Vocabularies
from sphinx_leanspec.reading.dialects import Files, Record
from sphinx_leanspec.reading.seam import Depth

FILE = "board.json"
STATUSES = {"todo": "planned", "doing": "in-progress", "done": "complete"}


class Boards:
    name = "boards"

    def find(self, root: Path, layout: SpecLayout) -> Path | None:
        return root / FILE if (root / FILE).is_file() else None

    def places(self, project: Project, home: Path) -> Iterable[Place]:
        for task in _tasks(home.read_bytes()):
            name = str(task["id"])
            number = int(name) if name.isdigit() else None
            slug = "" if number is not None else name
            yield Place(name, "", number, slug, "", FILE, files=(FILE,), fragment=name)

    def called(self, project: Project, home: Path, path: str) -> str | None:
        return None  # no file is one task's

    def status_of(self, project: Project, path: str, data: bytes, words: Vocabularies) -> str | None:
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
        data = files[FILE]
        text = data.decode() if isinstance(data, bytes) else ""
        tasks = {str(task["id"]): task for task in _tasks(data)}
        for place in places:
            yield Record(_spec(place, tasks.get(place.id, {}), text))


def _spec(place: Place, task: dict[str, Any], text: str) -> Spec:
    line = text[: text.find(json.dumps(task.get("title", "")))].count("\n") + 1
    written = task.get("status", "")
    return Spec(
        place,
        title_source=task.get("title", place.id),
        title=task.get("title", place.id),
        status=STATUSES.get(written),
        findings=() if written in STATUSES else (_strange(line, written),),
        depends_on=tuple(Reference("depends_on", f"boards/{one}", line) for one in task.get("needs", ())),
        title_line=line,
        lines=1,
        parts=(Part(FILE, line, task.get("notes", "") + "\n", is_spread=False),),
    )


def _strange(line: int, written: str) -> Finding:
    return Finding(FILE, line, "status", f"a board has no status `{written}`", "correct it")


def _tasks(data: bytes | OSError) -> list[dict[str, Any]]:
    if isinstance(data, OSError):
        return []
    try:
        content = json.loads(data)
    except ValueError:
        return []
    return [task for task in content.get("tasks", []) if isinstance(task, dict) and "id" in task]
