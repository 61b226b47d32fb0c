"""What an earlier build has left: specs and texts as it has read them, whose files are as they were.

Sphinx reads pages again when their files change; what every spec says is asked in each build, and reading
them all would cost more than anything else of ours where nothing changed.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from .. import model, reading
from ..model import Place, Spec
from ..reading import Project, Vocabularies, read_spec
from ..reading.prose import Prose, prose, read_prose

Known = Mapping[str, tuple[bytes, bytes]]
"""Specs by path, each as a digest of all that it was made of, and pickled: the environment stays small.

So are texts, by path and :data:`_TEXT`.
"""

_TEXT: Final = "#text"


class SpecCache:
    """Reads specs, those that are known from memory.

    :param known: what was kept of an earlier build.
    """

    def __init__(self, known: Known) -> None:
        self.known = known
        self.current: dict[str, tuple[bytes, bytes]] = {}
        """What is to be kept of this build."""
        self._code = repr(code())

    def read(self, project: Project, place: Place, words: Vocabularies | None) -> Spec:
        """Return a spec as ``read_spec`` would, from the cache if its file is the same."""
        try:
            data = (project.root / place.path).read_bytes()
        except OSError:
            return read_spec(project, place, words)  # which says what is wrong
        digest = hashlib.sha256(f"{self._code}{place}{words}{project.custom}".encode() + data).digest()
        kept, pickled = self.known.get(place.path, (b"", b""))
        if kept == digest:
            spec: Spec = pickle.loads(pickled)  # noqa: S301 - of Sphinx's own environment
        else:
            spec = read_spec(project, place, words)
            pickled = pickle.dumps(spec, pickle.HIGHEST_PROTOCOL)
        self.current[place.path] = digest, pickled
        return spec

    def read_prose(self, project: Project, path: str, body_line: int | None = None) -> Prose:
        """Return a text as ``read_prose`` would, from the cache if its file is the same."""
        try:
            data = b"" if path in self.current else (project.root / path).read_bytes()
        except OSError:
            return read_prose(project, path, body_line)
        made_of, _ = self.current.get(path, (hashlib.sha256(data).digest(), b""))
        digest = hashlib.sha256(f"{self._code}{body_line}".encode() + made_of).digest()
        kept, pickled = self.known.get(path + _TEXT, (b"", b""))
        if kept == digest:
            found: Prose = pickle.loads(pickled)  # noqa: S301 - ditto
        else:
            found = read_prose(project, path, body_line) if not data else prose(path, data, body_line)
            pickled = pickle.dumps(found, pickle.HIGHEST_PROTOCOL)
        self.current[path + _TEXT] = digest, pickled
        return found


def code(*more: str) -> list[tuple[str, int, int]]:
    """Return a fingerprint of the code that reads specs, and of further files."""
    files = [Path(model.__file__), *map(Path, more), *sorted(Path(reading.__file__).parent.glob("*.py"))]
    return [(path.name, found.st_size, found.st_mtime_ns) for path in files for found in [path.stat()]]
