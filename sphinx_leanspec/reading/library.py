"""The files of specs, each read once."""

from __future__ import annotations

from ..model import Place, Spec
from . import decoding, spec
from .decoding import unreadable
from .project import Project
from .prose import Prose, of_walk, read_prose
from .spec import Vocabularies


class Library:
    """Reads the files of specs and keeps what rules ask of their texts, by path."""

    def __init__(self) -> None:
        self.texts: dict[str, Prose] = {}

    def read(self, project: Project, place: Place, words: Vocabularies | None) -> Spec:
        """Read a spec, and its text with it."""
        try:
            data = decoding.read(project.root, place.path)
        except OSError as error:
            self.texts[place.path] = Prose(unreadable(place.path, error))
            return spec.unread(project, place, error, words)
        return self.parse(project, place, data, words)

    def parse(self, project: Project, place: Place, data: bytes, words: Vocabularies | None) -> Spec:
        """Read a spec from what its file holds."""
        found, walk, damage = spec.parse(project, place, data, words)
        self.texts[place.path] = of_walk(walk, damage)
        return found

    def text(self, project: Project, path: str) -> Prose:
        """Return the text of a file, which is read now if no spec is made of it."""
        if path not in self.texts:
            self.texts[path] = read_prose(project.root, path)
        return self.texts[path]
