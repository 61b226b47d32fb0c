"""A dialect of folders: ``state.md`` says the status, ``brief.md`` the title, ``tasks.md`` what is to do.

Its tool counts every line that looks like a box, those in fences too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from sphinx_leanspec.model import Check, Part, Place, Spec
from sphinx_leanspec.reading import Project, SpecLayout, Vocabularies
from sphinx_leanspec.reading.dialects import Files, Record
from sphinx_leanspec.reading.keys import digest, unique
from sphinx_leanspec.reading.seam import Depth
from sphinx_leanspec.reading.texts import of_walk
from sphinx_leanspec.reading.walk import Walk

FILES = ("brief.md", "state.md", "tasks.md")
BOX = re.compile(r"\s*[-*] \[(?P<mark>.?)\] (?P<text>.*)")


class Bundles:
    name = "bundles"

    def find(self, root: Path, layout: SpecLayout) -> Path | None:
        return root / "bundles" if (root / "bundles").is_dir() else None

    def places(self, project: Project, home: Path) -> Iterable[Place]:
        for folder in sorted(path.parent for path in home.glob("*/brief.md")):
            number, _, slug = folder.name.partition("-")
            paths = tuple(project.relative(folder / name) for name in FILES if (folder / name).is_file())
            yield Place(folder.name, "", int(number), slug, "", paths[0], files=paths)

    def called(self, project: Project, home: Path, path: str) -> str | None:
        found = PurePosixPath(path)
        is_own = found.name in FILES and found.parent.parent == PurePosixPath(project.relative(home))
        return found.parent.name if is_own else None

    def status_of(self, project: Project, path: str, data: bytes, words: Vocabularies) -> str | None:
        is_state = PurePosixPath(path).name == "state.md"
        return words.status.read(data.decode())[0] if is_state else None

    def parse(
        self,
        project: Project,
        places: Sequence[Place],
        files: Files,
        words: Vocabularies,
        *,
        depth: Depth = "texts",
    ) -> Iterable[Record]:
        (place,) = places
        texts = {path: data.decode() if isinstance(data, bytes) else "" for path, data in files.items()}
        walks = {path: Walk(f"{text}\n", 1) for path, text in texts.items()}
        brief, *_ = walks.values()
        state = next((text for path, text in texts.items() if path.endswith("state.md")), "draft")
        taken: dict[str, int] = {}
        spec = Spec(
            place,
            title_source=brief.title_source or place.id,
            title=brief.title or place.id,
            status=words.status.read(state)[0],
            title_line=brief.title_line,
            sections=tuple(brief.sections),
            checks=tuple(check for path, text in texts.items() for check in _checks(path, text, taken)),
            lines=sum(text.count("\n") for text in texts.values()),
            parts=tuple(Part(path, 1, text) for path, text in texts.items() if not path.endswith("state.md")),
        )
        yield Record(spec, lambda: {path: of_walk(walk) for path, walk in walks.items()})


def _checks(path: str, text: str, taken: dict[str, int]) -> Iterable[Check]:
    for line, found in enumerate(map(BOX.match, text.splitlines()), 1):
        if found:
            key = unique(digest(found["text"]), taken)
            yield Check(key, found["text"], found["text"], found["mark"] == "x", line, path=path)
