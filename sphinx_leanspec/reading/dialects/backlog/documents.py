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
from .places import ARCHIVE, DECISIONS, DOCS, MILESTONES

_FACTS: Final[Mapping[str, tuple[str, ...]]] = {
    MILESTONES: ("due_date",),
    DECISIONS: ("status", "date"),
    DOCS: ("type", "created_date", "updated_date", "tags"),
}
"""What is shown of each kind."""

_UNIQUE: Final = (DECISIONS, DOCS)
"""The kinds whose ids Backlog.md holds against each other."""

_BEGINS: Final = {MILESTONES: "m-", DECISIONS: "decision-"}
"""What names of files begin with; those of documents with anything."""


class ProjectReader:
    """Reads the configuration and the documents of a project."""

    def __init__(self, place: Place, files: Files, settings: BacklogSettings) -> None:
        self.place = place
        self.settings = settings
        self.kinds = {document.path: _kind(document.name) for document in place.sub_documents}
        self.documents = {path: Text(path, files[path], notes=False) for path in self.kinds}
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
            is_lasting=True,
        )

    def _leaf(self, path: str) -> Leaf:
        fields = self.fields[path]
        names = _FACTS[self.kinds[path]]
        found = {name: _texts(fields, name) for name in names}
        title = " ".join(fields.text("title").split()) or PurePosixPath(path).stem
        return Leaf(title, {name: texts for name, texts in found.items() if texts})

    def _epics(self) -> Iterator[tuple[str, str]]:
        """Yield the titles of milestones by all that tasks may call them: id, its number, and title."""
        for path, fields in self.fields.items():
            title, own = fields.text("title"), canonical(fields.text("id"), "m")
            if self.kinds[path] == MILESTONES and title:
                yield title.casefold(), title
                if own:
                    yield from ((own.casefold(), title), (own.partition("-")[2], title))

    def _findings(self) -> Iterator[Finding]:
        if self.place.path not in self.documents:
            yield from self.settings.findings(self.place.path)
        for path, text in self.documents.items():
            yield from text.findings
            if finding := _unlisted(self.kinds[path], path):
                yield finding
        for kind in _UNIQUE:
            yield from _twins(
                fields
                for path, fields in self.fields.items()
                if self.kinds[path] == kind and not _unlisted(kind, path)
            )


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


def _unlisted(kind: str, path: str) -> Finding | None:
    """Return why Backlog.md does not look at a milestone or a decision, None if it does."""
    begin, found = _BEGINS.get(kind, ""), PurePosixPath(path)
    if begin and found.parent.name != kind:
        message = f"Backlog.md does not look below `{kind}`, so it does not list this file"
        return Finding(path, 1, "unlisted", message, f"move it to `{kind}`")
    if not found.name.startswith(begin):
        message = f"the name of the file does not begin with `{begin}`; Backlog.md does not list it"
        return Finding(
            path, 1, "unlisted", message, f"call it `{begin}1 - Title.md`, say, with that id in it"
        )
    return None


def _kind(name: str) -> str:
    """Return what a document is, by the folder that its page is named for."""
    return name.removeprefix(f"{ARCHIVE}/").partition("/")[0]


def _texts(fields: TaskFields, name: str) -> tuple[str, ...]:
    field = fields.all.get(name)
    return (
        tuple(item.text for item in field.split())
        if field and name == "tags"
        else tuple(filter(None, (fields.text(name),)))
    )
