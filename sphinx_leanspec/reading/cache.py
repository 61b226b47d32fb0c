"""What earlier runs have left: specs and texts as they have read them, whose files are as they were.

What every spec says is asked by each command and each build, and reading them all would cost more than
anything else of ours where nothing changed. Kept are plain data, by what the files hold, by our code, and by
what it is told: no entry can be out of date. Beside what was read stands what came of whole commands, in a
file of its own: who is told the same of the same files need not look at what was read.
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
from .found import FoundSpecs
from .highlighting import BrokenCode
from .library import Kept, Library, contents, groups, parse
from .pack import Pack
from .plain import NotPlainError, decode, encode
from .prose import Prose
from .seam import Depth, Files, Project
from .vocabulary import Vocabularies

OFF: Final = "SPHINX_LEANSPEC_NO_CACHE"
"""The variable that has every file read, and nothing kept."""

_FOLDER: Final = "reading"
_DIGEST: Final = 16
_READ: Final = "pack"
_SAID: Final = "said"
"""How the files end that keep what was read, and what came of commands."""

_OTHERS: Final = frozenset({"__pycache__", "extension"})
"""The folders of the package that nothing is made by that is kept here."""

_PARSERS: Final = ("emoji", "pygments", "pyromark", "yaml")
"""The packages that make something of what a file holds."""


class SpecCache(Library):
    """Reads specs, those from the cache whose files are the same.

    :param folder: where that is; this user's own where none is given.
    :param depth: how much anybody will ask for.
    """

    def __init__(self, folder: Path | None = None, depth: Depth = "texts") -> None:
        super().__init__(depth)
        self._folder = folder or cache_folder() / _FOLDER
        self._packs: dict[tuple[Path, str], Pack] = {}
        self._root = Path()
        self._code = code()
        self._told: tuple[object, bytes] = ((), b"")
        self._seen: dict[str, tuple[bytes | None, Files]] = {}
        self._seen_texts: dict[str, tuple[bytes, bytes]] = {}

    def read(
        self, project: Project, places: Iterable[Place], words: Vocabularies | None = None
    ) -> list[Spec]:
        """Read specs, and their texts with them."""
        self._root = project.root
        return super().read(project, places, words)

    def together(self, project: Project, places: Sequence[Place], words: Vocabularies) -> Iterable[Spec]:
        """Return specs that are made of the same files, from the cache if these are the same."""
        seen = self._seen.pop(places[0].key, None)
        key, files = seen or self._see(project, places, words)
        part, has_texts = b"counts" if self.depth == "counts" else b"specs", self.depth == "texts"
        specs = self._recall(key, part, tuple[Spec, ...])
        texts = self._recall(key, b"texts", dict[str, Prose]) if has_texts else {}
        if specs is None or texts is None or not _are_of(places, specs, texts):
            found = list(parse(project, places, files, words, depth=self.depth))
            specs, texts = tuple([record.spec for record in found]), {}
            for record in found if has_texts else ():
                texts |= record.texts()
            self._keep(key, part, specs)
            if has_texts:
                self._keep(key, b"texts", texts)
        self.texts |= texts
        return specs

    def text(self, project: Project, path: str) -> Prose:
        """Return the text of a file, from the cache if it is the same."""
        if path not in self.texts:
            try:
                seen = self._seen_texts.pop(path, None)
                key, data = seen or self._see_text(project, path)
            except OSError:
                return super().text(project, path)
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

    def state(self, found: FoundSpecs, pages: Iterable[Path] = ()) -> str:
        """Return what stands for all that the files of specs hold, and their documents where texts are kept.

        What is read of them for that is not read again.
        """
        project, places, words = found
        self._root, keys = project.root, []
        for together in groups(places):
            own = project.of(together[0].project)
            seen = self._seen[together[0].key] = self._see(own, together, words)
            keys.append(seen[0] or b"")
        paths = (document.path for place in places for document in place.sub_documents)
        try:
            for path in paths if self.depth == "texts" else ():
                self._seen_texts[path] = self._see_text(project, path)
                keys.append(self._seen_texts[path][0])
            keys += [self._key(os.fsencode(page), page.read_bytes()) for page in pages]
        except OSError:
            return ""
        return self._key(*keys).hex() if all(keys) else ""

    def recall(self, told: str, kind: type[Kept]) -> Kept | None:
        """Return what came of a whole command that was told the same; what was read stays in use with it."""
        self._pack(_READ)
        found = self._recall(self._key(told.encode(errors="surrogatepass")), b"", kind, _SAID)
        if found is not None:  # then nobody reads what was seen, and who does later sees anew
            self._seen, self._seen_texts = {}, {}
        return found

    def keep(self, told: str, value: object) -> None:
        """Keep what came of a whole command."""
        self._keep(self._key(told.encode(errors="surrogatepass")), b"", value, _SAID)

    def renew(self) -> None:
        """Begin another run in the same process, which need not remember what nobody asks for."""
        for pack in self._packs.values():
            pack.renew()

    def save(self) -> None:
        """Keep for later runs what this one has read."""
        for pack in self._packs.values():
            pack.save()

    def _pack(self, ending: str) -> Pack:
        """Return what is kept of the project that was read last."""
        if (self._root, ending) not in self._packs:
            # of other code nothing can be used: it has a pack of its own, until nobody uses that
            name = self._key(os.fsencode(self._root)).hex()
            self._packs[self._root, ending] = Pack(self._folder / f"{name}.{ending}")
        return self._packs[self._root, ending]

    def _see(
        self, project: Project, places: Sequence[Place], words: Vocabularies
    ) -> tuple[bytes | None, Files]:
        files = contents(project, places[0])
        return self._key_of(project, places, files, words), files

    def _see_text(self, project: Project, path: str) -> tuple[bytes, bytes]:
        data = decoding.read(project.root, path)
        return self._key(b"text", os.fsencode(path), data), data

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

    def _recall(self, key: bytes | None, part: bytes, kind: type[Kept], ending: str = _READ) -> Kept | None:
        data = self._pack(ending).get(key + part) if key else None
        if data is None:
            return None
        try:
            return decode(data, kind)
        except NotPlainError:
            return None

    def _keep(self, key: bytes | None, part: bytes, value: object, ending: str = _READ) -> None:
        if key is None:
            return
        try:
            self._pack(ending).put(key + part, encode(value))
        except NotPlainError:  # a number of a hundred digits, say: it is read each time
            return


def opened(depth: Depth = "texts", *, is_off: bool = False) -> Library:
    """Return what reads files: from the cache, unless the user wants none.

    :param is_off: whether that was said on the command line.
    """
    if not (is_off or os.environ.get(OFF)):
        with suppress(OSError):  # of code that nobody can look at nothing is kept
            return SpecCache(depth=depth)
    return Library(depth)


@cache
def code(*more: str) -> bytes:
    """Return a digest of the code that reads specs and says what is wrong with them, and of further files.

    Of our own modules their text counts, as a version does not change with every commit, and times do
    wherever a package is installed anew.
    """
    found = blake2b(sys.version.encode(), digest_size=_DIGEST)
    for path in (*modules(str(Path(__file__).parents[1])), *more):
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - of hundreds, each Path costs as much
            data = file.read()
        found.update(f"{path.rpartition(os.sep)[2]} {len(data)}\n".encode())
        found.update(data)
    for name in _PARSERS:
        found.update(_release(name).encode())
    return found.digest()


def modules(folder: str) -> Iterator[str]:
    """Yield the modules below a folder of the package, those for pages left out unless they are asked for."""
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        if entry.name.endswith(".py"):
            yield entry.path
        elif entry.is_dir() and entry.name not in _OTHERS:
            yield from modules(entry.path)


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
