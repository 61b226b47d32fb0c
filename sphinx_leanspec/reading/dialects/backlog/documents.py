"""The project itself: a page below which its milestones, decisions and documents lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from ....findings import Finding
from ....model import Leaf, Part, Place, Spec
from ...seam import Files
from ..text import Text
from .config import BacklogSettings
from .fields import TaskFields
from .ids import canonical
from .places import DECISIONS, DOCS, MILESTONES

_FACTS: Final[Mapping[str, tuple[str, ...]]] = {
    MILESTONES: ("due_date",),
    DECISIONS: ("status", "date"),
    DOCS: ("type", "created_date", "updated_date", "tags"),
}
"""What is shown of each kind."""

_UNIQUE: Final = (DECISIONS, DOCS)
"""The kinds whose ids Backlog.md holds against each other."""


class ProjectReader:
    """Reads the configuration and the documents of a project."""

    def __init__(self, place: Place, files: Files, settings: BacklogSettings) -> None:
        self.place = place
        self.settings = settings
        self.documents = {
            path: Text(path, files[path], notes=False)
            for path in (document.path for document in place.sub_documents)
        }
        self.fields = {path: TaskFields(path, text, settings) for path, text in self.documents.items()}

    def spec(self) -> Spec:
        """Return the project: no work, so that it has no state."""
        is_configured = self.place.path not in self.documents
        title = " ".join(self.settings.name.split()) or "Backlog"
        return Spec(
            self.place,
            title_source=title,
            title=title,
            facts={"statuses": self.settings.statuses} if is_configured else {},
            epics=dict(self._epics()),
            below={path: self._leaf(path) for path in self.documents},
            findings=tuple(sorted(self._findings())),
            parts=(Part(self.place.path, 1, ""),),
        )

    def _leaf(self, path: str) -> Leaf:
        fields = self.fields[path]
        names = _FACTS[_kind(path)]
        found = {name: _texts(fields, name) for name in names}
        title = " ".join(fields.text("title").split()) or PurePosixPath(path).stem
        return Leaf(title, {name: texts for name, texts in found.items() if texts})

    def _epics(self) -> Iterator[tuple[str, str]]:
        """Yield the titles of milestones by all that tasks may call them: id, its number, and title."""
        for path, fields in self.fields.items():
            title, own = fields.text("title"), canonical(fields.text("id"), "m")
            if _kind(path) == MILESTONES and title:
                yield title.casefold(), title
                if own:
                    yield from ((own.casefold(), title), (own.partition("-")[2], title))

    def _findings(self) -> Iterator[Finding]:
        if self.place.path not in self.documents:
            yield from self.settings.findings(self.place.path)
        for text in self.documents.values():
            yield from text.findings
        for kind in _UNIQUE:
            yield from _twins(fields for path, fields in self.fields.items() if _kind(path) == kind)


def _twins(documents: Iterable[TaskFields]) -> Iterator[Finding]:
    """Find documents that share an id, or have none."""
    first: dict[str, str] = {}
    for fields in documents:
        given = fields.text("id")
        own = canonical(given, "") or given.casefold()
        if not own:
            message = "the document has no id, so Backlog.md cannot open it"
            yield Finding(fields.path, 1, "id", message, "write `id: doc-1`, say")
        elif (other := first.setdefault(own, fields.path)) != fields.path:
            message = f"`{given}` is also the id of `{other}`; Backlog.md opens neither"
            yield Finding(fields.path, fields.line("id"), "id", message, "give one of them another id")


def _kind(path: str) -> str:
    """Return what a document is, by the folder that it lies in."""
    return next(part for part in reversed(PurePosixPath(path).parts) if part in _FACTS)


def _texts(fields: TaskFields, name: str) -> tuple[str, ...]:
    field = fields.all.get(name)
    return (
        tuple(item.text for item in field.split())
        if field and name == "tags"
        else tuple(filter(None, (fields.text(name),)))
    )
