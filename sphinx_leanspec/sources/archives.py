"""Wheels and sdists, read as the archives they are: nothing is unpacked, installed or built.

An archive is a stranger's. One that names a file outside of itself is refused; a link or a device in it is no
file; and what a member says of its size is not believed.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from email.parser import BytesHeaderParser
from functools import cached_property
from pathlib import Path
from typing import Final

from .errors import SourceError
from .trees import LARGEST, MOST_BYTES, MOST_FILES, no_file, too_large

_RATIO: Final = 200
"""How many times its packed size a member may have: text is packed ten times at best, a bomb a thousand."""

_SMALL: Final = 1 << 20
"""What may be packed as well as it likes."""

_OUTSIDE: Final = re.compile(r"^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)|\\|[\x00-\x1f\x7f]")
_CHUNK: Final = 1 << 20
_SDIST: Final = (".tar.gz", ".tgz", ".zip")
_UNREADABLE: Final = (
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What the standard library raises for an archive that is none."""


class ArchiveTree:
    """The files of a wheel or an sdist, in memory.

    :param contents: what is in it, by path; None for what is too large to be read.
    :param links: paths that are links, or no files at all.
    :param requires_python: the versions of Python that it says it is for.
    """

    def __init__(self, label: str, contents: Mapping[str, bytes | None], links: Iterable[str] = ()) -> None:
        self.label = label
        self._contents = contents
        self._links = frozenset(links)

    def paths(self) -> Sequence[str]:
        return self._paths

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        return tuple(sorted(self._contents))

    def read(self, path: str) -> bytes:
        if path in self._links:
            message = "it is a link or a device in the archive, and was not followed"
            raise SourceError(f"{self.label}: {path}", message, "refer to the file itself")
        if path not in self._contents:
            raise no_file(self.label, path)
        data = self._contents[path]
        if data is None:
            raise too_large(self.label, path)
        return data

    @cached_property
    def requires_python(self) -> str:
        """The versions of Python that it says it is for, empty if it does not say."""
        named = [path for path in self._paths if re.fullmatch(r"[^/]+\.dist-info/METADATA|PKG-INFO", path)]
        data = self._contents[named[0]] if named else None
        return str(BytesHeaderParser().parsebytes(data or b"")["Requires-Python"] or "")


def open_archive(path: Path, label: str, sha256: str = "", name: str = "") -> ArchiveTree:
    """Read an archive.

    :param label: what messages call it.
    :param sha256: what its digest has to be, if that is known.
    :param name: its file name, where the file has another.
    :raises SourceError: if it is not what it should be, or harmful.
    """
    name = name or path.name
    where = f"{label} ({name})"
    try:
        if sha256 and digest(path) != sha256:
            raise wrong_digest(where)
        if name.endswith((".whl", ".zip")):
            contents, links = _zip(path, where)
        elif name.endswith(_SDIST):
            contents, links = _tar(path, where)
        else:
            raise SourceError(
                where, "it is neither a wheel nor an sdist", f"one of .whl, {', '.join(_SDIST)} is"
            )
    except _UNREADABLE as error:
        raise SourceError(
            where, f"the archive cannot be read: {error}", "have it downloaded again"
        ) from error
    if not name.endswith(".whl"):
        contents, links = _without_top(contents, links)
    return ArchiveTree(label, contents, links)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def wrong_digest(where: str) -> SourceError:
    """Say that an archive is not the one that it should be."""
    message = "its SHA-256 is not the one that was recorded, and it was not read"
    return SourceError(
        where, message, "remove it from the cache, and ask who publishes it if that does not help"
    )


_Contents = tuple[dict[str, bytes | None], list[str]]


def _zip(path: Path, where: str) -> _Contents:
    contents: dict[str, bytes | None] = {}
    links: list[str] = []
    total = 0
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        _few(len(members), where)
        for member in members:
            _inside(member.orig_filename, where)
            kind = stat.S_IFMT(member.external_attr >> 16)
            if member.is_dir():
                continue
            if kind not in (0, stat.S_IFREG):
                links.append(member.filename)
                continue
            if member.flag_bits & 1:
                raise SourceError(
                    f"{where}: {member.filename}", "it is encrypted, and the archive was not read"
                )
            if member.file_size > LARGEST:
                contents[member.filename] = None
                continue
            if member.file_size > max(_SMALL, _RATIO * member.compress_size):
                raise _bomb(f"{where}: {member.filename}")
            with archive.open(member) as file:
                data = file.read(LARGEST + 1)
            total += len(data)
            if len(data) > member.file_size or total > MOST_BYTES:
                raise _bomb(f"{where}: {member.filename}")
            contents[member.filename] = data
    return contents, links


def _tar(path: Path, where: str) -> _Contents:
    contents: dict[str, bytes | None] = {}
    links: list[str] = []
    most = min(max(_SMALL, _RATIO * path.stat().st_size), MOST_BYTES)
    with gzip.open(path) as packed:
        data = packed.read(most + 1)
    if len(data) > most:
        raise _bomb(where)
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
        for number, member in enumerate(archive):
            _few(number, where)
            _inside(member.name, where)
            if member.isdir():
                continue
            if not member.isreg():
                links.append(member.name)
                continue
            file = archive.extractfile(member) if member.size <= LARGEST else None
            contents[member.name] = file.read() if file else None
    return contents, links


def _few(number: int, where: str) -> None:
    if number > MOST_FILES:
        raise SourceError(where, f"the archive has more than {MOST_FILES:,} files, and was not read")


def _inside(name: str, where: str) -> None:
    if _OUTSIDE.search(name):
        message = f"the archive names a file outside of itself, {ascii(name)[:200]}, and was not read"
        raise SourceError(where, message, "ask who publishes it")


def _bomb(where: str) -> SourceError:
    message = "it is far larger than it is packed, as a bomb is, and the archive was not read"
    return SourceError(where, message, "ask who publishes it")


def _without_top(contents: dict[str, bytes | None], links: list[str]) -> _Contents:
    """Take off the folder that holds all of an sdist, ``name-1.0/``."""
    tops = {path.partition("/")[0] for path in (*contents, *links)}
    if len(tops) != 1 or any("/" not in path for path in (*contents, *links)):
        return contents, links
    start = len(tops.pop()) + 1
    return {path[start:]: data for path, data in contents.items()}, [path[start:] for path in links]
