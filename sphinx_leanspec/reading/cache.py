"""What earlier runs have left: specs and texts as they have read them, whose files are as they were.

What every spec says is asked by each command and each build, and reading them all would cost more than
anything else of ours where nothing changed. Kept are plain data, by what the files hold, by the code that
reads, and by what it is told: no entry can be out of date.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Final

from ..files import cache_folder
from ..model import Place, Spec
from . import decoding, dialects
from .highlighting import BrokenCode
from .library import Kept, Library, contents, parse
from .pack import Pack
from .plain import NotPlainError, decode, encode
from .prose import Prose
from .seam import Files, Project
from .vocabulary import Vocabularies

OFF: Final = "SPHINX_LEANSPEC_NO_CACHE"
"""The variable that has every file read, and nothing kept."""

_FOLDER: Final = "reading"
_DIGEST: Final = 16
_BELOW: Final = (
    "dates",
    "failures",
    "files",
    "findings",
    "lifecycle",
    "model",
    "need_ids",
    "requirements",
    "wording",
)
"""The modules outside of this package that it reads with."""

_PARSERS: Final = ("emoji", "pygments", "pyromark", "yaml")
"""The packages that make something of what a file holds."""


class SpecCache(Library):
    """Reads specs, those from the cache whose files are the same.

    :param folder: where that is; this user's own where none is given.
    :param keeps_texts: whether anybody will ask for texts.
    """

    def __init__(self, folder: Path | None = None, *, keeps_texts: bool = True) -> None:
        super().__init__(keeps_texts=keeps_texts)
        self._folder = folder or cache_folder() / _FOLDER
        self._packs: dict[Path, Pack] = {}
        self._root = Path()
        self._code = code()
        self._told: tuple[object, bytes] = ((), b"")

    def read(
        self, project: Project, places: Iterable[Place], words: Vocabularies | None = None
    ) -> list[Spec]:
        """Read specs, and their texts with them."""
        self._root = project.root
        return super().read(project, places, words)

    def together(self, project: Project, places: Sequence[Place], words: Vocabularies) -> Iterable[Spec]:
        """Return specs that are made of the same files, from the cache if these are the same."""
        files = contents(project, places[0])
        key = self._key_of(project, places, files, words)
        specs = self._recall(key, b"specs", tuple[Spec, ...])
        texts = self._recall(key, b"texts", dict[str, Prose]) if self.keeps_texts else {}
        if specs is None or texts is None or not _are_of(places, specs, texts):
            found = list(parse(project, places, files, words, has_texts=self.keeps_texts))
            specs, texts = tuple([record.spec for record in found]), {}
            for record in found if self.keeps_texts else ():
                texts |= record.texts()
            self._keep(key, b"specs", specs)
            if self.keeps_texts:
                self._keep(key, b"texts", texts)
        self.texts |= texts
        return specs

    def text(self, project: Project, path: str) -> Prose:
        """Return the text of a file, from the cache if it is the same."""
        if path not in self.texts:
            try:
                data = decoding.read(project.root, path)
            except OSError:
                return super().text(project, path)
            key = self._key(b"text", os.fsencode(path), data)
            kept = self._recall(key, b"text", Prose)
            if kept is None or not _is_of({path}, kept):
                from .texts import prose  # here, as it takes long to import; so below

                kept = prose(path, data)
                self._keep(key, b"text", kept)
            self.texts[path] = kept
        return self.texts[path]

    def broken_code(self, project: Project, path: str) -> tuple[BrokenCode, ...]:
        """Return the blocks of code in a file that are no such code, from the cache if they are the same."""
        blocks = self.text(project, path).code
        found = super().broken_code
        return self.kept("code", repr(blocks), tuple[BrokenCode, ...], lambda: found(project, path))

    def kept(self, name: str, told: str, kind: type[Kept], make: Callable[[], Kept]) -> Kept:
        """Return what takes long to make, from the cache if it is made of the same."""
        return self._made(self._key(name.encode(), told.encode(errors="surrogatepass")), kind, make)

    def of_page(self, name: str, path: Path, kind: type[Kept], make: Callable[[Path], Kept]) -> Kept:
        """Return what a file says that is no spec's, from the cache if it is the same."""
        try:
            data = path.read_bytes()
        except OSError:
            return make(path)
        return self._made(self._key(name.encode(), path.suffix.encode(), data), kind, lambda: make(path))

    def save(self) -> None:
        """Keep for later runs what this one has read."""
        for pack in self._packs.values():
            pack.save()

    @property
    def _pack(self) -> Pack:
        """What is kept of the project that was read last."""
        if self._root not in self._packs:
            # of other code nothing can be used: it has a pack of its own, until nobody uses that
            name = self._key(os.fsencode(self._root)).hex()
            self._packs[self._root] = Pack(self._folder / f"{name}.pack")
        return self._packs[self._root]

    def _key_of(
        self, project: Project, places: Sequence[Place], files: Files, words: Vocabularies
    ) -> bytes | None:
        """Return the digest of all that makes some specs; None if a file cannot be read, or its path kept."""
        asked = (project, words, type(dialects.of(project, places[0])))
        if self._told[0] != asked:
            own = sys.modules[asked[2].__module__].__file__ or ""
            told = f"{words}{project.custom}{project.layout}".encode(errors="surrogatepass")
            self._told = asked, self._key(code(own), told)
        try:
            parts = [self._told[1], encode(places)]
        except NotPlainError:  # a name that is no UTF-8: its spec is read each time
            return None
        for data in files.values():
            if isinstance(data, OSError):
                return None
            parts.append(data)
        return self._key(*parts)

    def _key(self, *parts: bytes) -> bytes:
        found = blake2b(self._code, digest_size=_DIGEST)
        for part in parts:
            found.update(len(part).to_bytes(8, "little"))
            found.update(part)
        return found.digest()

    def _made(self, key: bytes, kind: type[Kept], make: Callable[[], Kept]) -> Kept:
        found = self._recall(key, b"made", kind)
        if found is None:
            found = make()
            self._keep(key, b"made", found)
        return found

    def _recall(self, key: bytes | None, part: bytes, kind: type[Kept]) -> Kept | None:
        data = self._pack.get(key + part) if key else None
        if data is None:
            return None
        try:
            return decode(data, kind)
        except NotPlainError:
            return None

    def _keep(self, key: bytes | None, part: bytes, value: object) -> None:
        if key is None:
            return
        try:
            self._pack.put(key + part, encode(value))
        except NotPlainError:  # a number of a hundred digits, say: it is read each time
            return


def opened(*, is_off: bool = False, keeps_texts: bool = True) -> Library:
    """Return what reads files: from the cache, unless the user wants none.

    :param is_off: whether that was said on the command line.
    """
    if not (is_off or os.environ.get(OFF)):
        with suppress(OSError):  # of code that nobody can look at nothing is kept
            return SpecCache(keeps_texts=keeps_texts)
    return Library(keeps_texts=keeps_texts)


@cache
def code(*more: str) -> bytes:
    """Return a digest of the code that reads specs, and of further files.

    Of our own modules their text counts, as a version does not change with every commit, and times do
    wherever a package is installed anew.
    """
    found = blake2b(sys.version.encode(), digest_size=_DIGEST)
    above = Path(__file__).parents[1]
    below = (above / f"{name}.py" for name in _BELOW)
    for path in (*below, *_modules(above / "reading"), *map(Path, more)):
        data = path.read_bytes()
        found.update(f"{path.name} {len(data)}\n".encode())
        found.update(data)
    for name in _PARSERS:
        found.update(_release(name).encode())
    return found.digest()


def _modules(folder: Path) -> Iterator[Path]:
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        if entry.name.endswith(".py"):
            yield Path(entry.path)
        elif entry.is_dir() and entry.name != "__pycache__":
            yield from _modules(Path(entry.path))


def _release(name: str) -> str:
    """Return which release of a package is installed, without importing it, which would take long."""
    found = PathFinder.find_spec(name)
    if found is None or found.origin is None:
        return f"{name}\n"
    folder = Path(found.origin).parents[1]
    known = {"yaml": "pyyaml"}.get(name, name)
    released = (one.name for one in os.scandir(folder) if one.name.lower().startswith(f"{known}-"))
    return f"{name} {' '.join(sorted(released)) or Path(found.origin).stat()}\n"


def _are_of(places: Sequence[Place], specs: Sequence[Spec], texts: Mapping[str, Prose]) -> bool:
    """Tell whether records are those of some places, and speak of their files and no others."""
    paths = set(places[0].made_of)
    spoken = {finding.path for spec in specs for finding in spec.findings}
    spoken |= {part.path for spec in specs for part in spec.parts}
    spoken |= {check.path for spec in specs for check in spec.checks if check.path}
    spoken |= {requirement.path for spec in specs for requirement in spec.requirements}
    spoken |= {delta.path for spec in specs for delta in spec.deltas}
    is_theirs = [spec.place for spec in specs] == list(places) and spoken <= paths
    return is_theirs and all(path in paths and _is_of(paths, text) for path, text in texts.items())


def _is_of(paths: Set[str], text: Prose) -> bool:
    return text.problem is None or text.problem.path in paths
