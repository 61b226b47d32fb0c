"""The file in which what was read of one repository is kept between runs, in the user's own cache.

A pack is one file, as five hundred small ones take longer to open than what is in them takes to make. It is
only ever replaced as a whole, so that whoever reads it meanwhile has the old one. What in it is damaged, or
of another kind, is not there.
"""

from __future__ import annotations

import contextlib
import os
import struct
import time
import zlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from ..files import write_atomically
from .plain import NotPlainError, decode, encode

_HEAD: Final = struct.Struct("<16sII")
"""What a pack is, how many bytes its list of values has, and the sum of these."""

_MAGIC: Final = b"leanspec pack 1\n"
_DAY: Final = 24 * 60 * 60
_OLDEST: Final = 60 * _DAY
"""After how many seconds a pack that nobody has used is removed."""

_MOST_PACKS: Final = 1 << 29
"""How many bytes all packs may have."""

_MOST_SPARE: Final = 1 << 20
"""How many bytes a pack may always have that the last run did not ask for."""


class Slot(NamedTuple):
    """Where a value is in a pack, how many bytes it has, and the sum of these."""

    start: int
    size: int
    sum: int


class Pack:
    """Values by the digest of all that they were made of.

    :param path: the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._used: dict[bytes, bytes | memoryview] = {}
        self._used_before: dict[bytes, bytes | memoryview] = {}
        self._sums: dict[bytes, int] = {}
        self._is_old = True

    @cached_property
    def _data(self) -> memoryview:
        """What is in the file; it is read where somebody asks for a value."""
        return _read(self.path)

    @cached_property
    def _slots(self) -> Mapping[bytes, Slot]:
        with contextlib.suppress(NotPlainError):
            return _slots(self._data)
        return {}

    def renew(self) -> None:
        """Begin another run in the same process: what neither it nor the one before asks for is forgotten."""
        self._used_before, self._used = self._used, {}
        self._sums = {key: self._sums[key] for key in self._used_before}

    def get(self, key: bytes) -> bytes | memoryview | None:
        """Return a value, None if it is not there, or damaged."""
        if key in self._used:
            return self._used[key]
        found = self._used_before.get(key) or self._kept(key)
        if found is not None:
            self._used[key] = found
        return found

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value."""
        self._is_old = False
        self._used[key] = value
        self._sums[key] = zlib.crc32(value)

    def save(self) -> None:
        """Write the file anew, if that is to hold anything new, and remove what nobody has used for long.

        What this run did not ask for stays as long as it is no more than twice what it did.
        """
        # where nothing can be kept, on a full disk say, the next run is as right as this one, and slower
        with contextlib.suppress(OSError):
            if self._is_old:
                _touch(self.path)
                return
            _make_folder(self.path.parent)
            write_atomically(self.path, b"".join(self._parts()))
            _prune(self.path)
        self._is_old = True

    def _kept(self, key: bytes) -> memoryview | None:
        slot = self._slots.get(key)
        if slot is None:
            return None
        found = self._data[slot.start : slot.start + slot.size]
        if len(found) != slot.size or zlib.crc32(found) != slot.sum:
            return None
        self._sums[key] = slot.sum
        return found

    def _parts(self) -> Iterator[bytes | memoryview]:
        values = self._used_before | self._used
        spare = _MOST_SPARE + 2 * sum(map(len, values.values()))
        for key in self._slots:
            if key in values or (found := self._kept(key)) is None:
                continue
            spare -= len(found)
            if spare < 0:
                break
            values[key] = found
        slots, start = {}, 0
        for key, value in values.items():
            slots[key] = (start, len(value), self._sums[key])
            start += len(value)
        listed = encode(slots)
        yield _HEAD.pack(_MAGIC, len(listed), zlib.crc32(listed))
        yield listed
        yield from values.values()


def _read(path: Path) -> memoryview:
    try:
        return memoryview(path.read_bytes())
    except OSError:
        return memoryview(b"")


def _slots(data: memoryview) -> Mapping[bytes, Slot]:
    """Read where the values of a pack are.

    :raises NotPlainError: if it is none.
    """
    if len(data) < _HEAD.size:
        return {}
    magic, size, total = _HEAD.unpack_from(data)
    listed = data[_HEAD.size : _HEAD.size + size]
    if magic != _MAGIC or zlib.crc32(listed) != total:
        return {}
    begin = _HEAD.size + size
    return {
        key: Slot(begin + start, length, check)
        for key, (start, length, check) in decode(listed, dict[bytes, tuple[int, int, int]]).items()
        if start >= 0 and length >= 0
    }


def _make_folder(folder: Path) -> None:
    """Make a folder that nobody else can look into: what is in it says what specs say."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def _touch(path: Path) -> None:
    """Say that a pack was used, once a day."""
    if time.time() - path.stat().st_mtime > _DAY:
        os.utime(path)


def _prune(path: Path) -> None:
    """Remove the packs that nobody has used for long, and the oldest of too many."""
    now, left = time.time(), _MOST_PACKS
    for stat, name in sorted(_packs(path.parent), key=lambda one: -one[0].st_mtime):
        left -= stat.st_size
        if name != str(path) and (left < 0 or now - stat.st_mtime > _OLDEST):
            Path(name).unlink(missing_ok=True)


def _packs(folder: Path) -> list[tuple[os.stat_result, str]]:
    """Return what lies in a folder; another process may replace or remove some of it meanwhile."""
    found = []
    with os.scandir(folder) as entries:
        for one in entries:
            with contextlib.suppress(FileNotFoundError):
                if one.is_file(follow_symlinks=False):
                    found.append((one.stat(), one.path))
    return found
