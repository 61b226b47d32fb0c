"""What an earlier build has left: specs and texts as it has read them, whose files are as they were.

Sphinx reads pages again when their files change; what every spec says is asked in each build, and reading
them all would cost more than anything else of ours where nothing changed. Kept are plain data, by what the
files hold, by the code that reads, and by what it is told.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import pygments

from .. import lifecycle, model
from ..model import Place, Spec
from . import dialects, plain
from .highlighting import BrokenCode
from .library import Kept, Library, contents, parse
from .prose import Prose, prose
from .seam import Project
from .vocabulary import Vocabularies

Known: TypeAlias = Mapping[str, tuple[bytes, bytes]]
"""By a file and the dialect that reads it, a digest of all that records were made of, and these as JSON."""

_Records: TypeAlias = tuple[tuple[Spec, Mapping[str, Prose]], ...]


class SpecCache(Library):
    """Reads specs, those from the cache whose files are the same.

    :param known: what was kept of an earlier build.
    """

    def __init__(self, known: Known) -> None:
        super().__init__()
        self.known = known
        self.current: dict[str, tuple[bytes, bytes]] = {}
        """What is to be kept of this build."""
        self._code = repr(code())
        self._codes: dict[str, str] = {}

    def together(self, project: Project, places: Sequence[Place], words: Vocabularies) -> Iterator[Spec]:
        """Return specs that are made of the same files, from the cache if these are the same."""
        files = contents(project, places[0])
        dialect = dialects.of(project, places[0])
        if dialect.name not in self._codes:
            self._codes[dialect.name] = repr(code(sys.modules[type(dialect).__module__].__file__ or ""))
        told = f"{self._codes[dialect.name]}{places}{words}{project.custom}{project.layout}"
        digest = hashlib.sha256(told.encode(errors="surrogatepass"))
        for path, data in files.items():
            digest.update(
                f"{path}{len(data) if isinstance(data, bytes) else data}\n".encode(errors="surrogatepass")
            )
            digest.update(data if isinstance(data, bytes) else b"")
        name = f"{dialect.name}:{places[0].path}"
        kept, content = self.known.get(name, (b"", b""))
        records: _Records
        if kept == digest.digest():
            records = plain.from_json(content, _Records)
        else:
            found = parse(project, places, files, words)
            records = tuple([(record.spec, record.texts()) for record in found])
            content = plain.as_json(records)
        if not any(isinstance(data, OSError) for data in files.values()):
            self.current[name] = digest.digest(), content
        for spec, texts in records:
            self.texts |= texts
            yield spec

    def text(self, project: Project, path: str) -> Prose:
        """Return the text of a file, from the cache if it is the same."""
        if path in self.texts:
            return self.texts[path]
        try:
            data = (project.root / path).read_bytes()
        except OSError:
            return super().text(project, path)
        digest = hashlib.sha256(self._code.encode() + data).digest()
        kept, content = self.known.get(path, (b"", b""))
        if kept == digest:
            self.texts[path] = plain.from_json(content, Prose)
        else:
            self.texts[path] = prose(path, data)
            content = plain.as_json(self.texts[path])
        self.current[path] = digest, content
        return self.texts[path]

    def broken_code(self, project: Project, path: str) -> tuple[BrokenCode, ...]:
        """Return the blocks of code in a file that are no such code, from the cache if they are the same."""
        blocks = self.text(project, path).code
        told = f"{self._code}{pygments.__version__}{blocks}"
        found = super().broken_code
        return self.kept(f"code of {path}", told, tuple[BrokenCode, ...], lambda: found(project, path))

    def kept(self, name: str, told: str, kind: type[Kept], make: Callable[[], Kept]) -> Kept:
        """Return what takes long to make, from the cache if it is made of the same."""
        digest = hashlib.sha256(told.encode(errors="replace")).digest()
        kept, content = self.known.get(name, (b"", b""))
        if kept != digest:
            content = plain.as_json(make())
        self.current[name] = digest, content
        found: Kept = plain.from_json(content, kind)
        return found


def code(*more: str) -> list[tuple[str, int, int]]:
    """Describe the state of the code that reads specs, and of further files."""
    folder = Path(__file__).parent
    files = [Path(lifecycle.__file__), Path(model.__file__), *sorted(folder.rglob("*.py")), *map(Path, more)]
    return [(path.name, found.st_size, found.st_mtime_ns) for path in files for found in [path.stat()]]
