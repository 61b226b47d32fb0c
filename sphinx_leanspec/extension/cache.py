"""What an earlier build has left: specs and texts as it has read them, whose files are as they were.

Sphinx reads pages again when their files change; what every spec says is asked in each build, and reading
them all would cost more than anything else of ours where nothing changed.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping
from pathlib import Path

from .. import model, reading
from ..model import Place, Spec
from ..reading import Project, Vocabularies, decoding
from ..reading.library import Library
from ..reading.prose import Prose, prose

Known = Mapping[str, tuple[bytes, bytes]]
"""Specs and texts by path, each as a digest of all that it was made of, and pickled."""


class SpecCache(Library):
    """Reads specs, those that are known from memory.

    :param known: what was kept of an earlier build.
    """

    def __init__(self, known: Known) -> None:
        super().__init__()
        self.known = known
        self.current: dict[str, tuple[bytes, bytes]] = {}
        """What is to be kept of this build."""
        self._code = repr(code())

    def read(self, project: Project, place: Place, words: Vocabularies | None) -> Spec:
        """Read a spec, and its text with it."""
        try:
            data = decoding.read(project.root, place.path)
        except OSError:
            return super().read(project, place, words)  # which says what is wrong
        digest = hashlib.sha256(f"{self._code}{place}{words}{project.custom}".encode() + data).digest()
        kept, pickled = self.known.get(place.path, (b"", b""))
        if kept == digest:
            record: tuple[Spec, Prose] = pickle.loads(pickled)  # noqa: S301 - of Sphinx's own environment
            spec, self.texts[place.path] = record
        else:
            spec = self.parse(project, place, data, words)
            pickled = pickle.dumps((spec, self.texts[place.path]), pickle.HIGHEST_PROTOCOL)
        self.current[place.path] = digest, pickled
        return spec

    def text(self, project: Project, path: str) -> Prose:
        """Return the text of a file."""
        if path in self.texts:
            return self.texts[path]
        try:
            data = decoding.read(project.root, path)
        except OSError:
            return super().text(project, path)
        digest = hashlib.sha256(self._code.encode() + data).digest()
        kept, pickled = self.known.get(path, (b"", b""))
        if kept == digest:
            self.texts[path] = pickle.loads(pickled)  # noqa: S301 - ditto
        else:
            self.texts[path] = prose(path, data)
            pickled = pickle.dumps(self.texts[path], pickle.HIGHEST_PROTOCOL)
        self.current[path] = digest, pickled
        return self.texts[path]


def code(*more: str) -> list[tuple[str, int, int]]:
    """Return a fingerprint of the code that reads specs, and of further files."""
    files = [Path(model.__file__), *map(Path, more), *sorted(Path(reading.__file__).parent.glob("*.py"))]
    return [(path.name, found.st_size, found.st_mtime_ns) for path in files for found in [path.stat()]]
