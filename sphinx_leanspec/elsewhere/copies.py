"""What sites elsewhere publish, as it was read last: kept with the day, so that no build needs a network.

Only what the configuration of the project names is asked for, and of that no address twice on one day.
"""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from ..files import cache_folder, write_atomically
from ..reading.seam import is_address

if TYPE_CHECKING:
    import requests

OFFLINE: Final = "SPHINX_LEANSPEC_OFFLINE"
"""The variable that keeps a build from asking any site."""

_SECONDS: Final = 10
_LARGEST: Final = 256 << 20
_CHUNK: Final = 1 << 16


class SiteCopy(NamedTuple):
    """What an address or a file held.

    :param day: the day on which it was read, as 2026-01-31; of a file the one on which it was written.
    :param problem: why it could not be read anew; empty if it was, or need not be.
    """

    data: bytes
    day: str
    problem: str = ""


class NoCopyError(Exception):
    """Something cannot be read, and was not before; the message says why."""


def copy_of(place: str) -> SiteCopy:
    """Read a file, or what an address holds: from the cache, if it was asked on this day.

    :param place: an absolute path, or an address.
    :raises NoCopyError: if that cannot be done, and nothing was kept.
    """
    if not is_address(place):
        return _file(Path(place))
    kept = _Kept(place)
    today = datetime.now(UTC).date().isoformat()
    last = kept.load()
    if last and last.day == today:
        return last
    try:
        if os.environ.get(OFFLINE):
            raise NoCopyError(f"`{OFFLINE}` is set")
        found = SiteCopy(_fetched(place), today)
    except NoCopyError as error:
        if last is None:
            raise
        return last._replace(problem="" if os.environ.get(OFFLINE) else str(error))
    kept.save(found)
    return found


def _file(path: Path) -> SiteCopy:
    try:
        day = datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
        if path.stat().st_size > _LARGEST:
            raise NoCopyError(f"it is larger than {_LARGEST >> 20} MiB")
        return SiteCopy(path.read_bytes(), day)
    except OSError as error:
        raise NoCopyError(error.strerror or type(error).__name__) from error


def _fetched(address: str) -> bytes:
    """Ask an address.

    :raises NoCopyError: if it does not answer, or not with what was asked for.
    """
    if not address.startswith(("https://", "http://")):
        raise NoCopyError("its address has to begin with `https://` or `http://`")
    import requests  # here, as hardly any run asks one

    try:
        with requests.get(address, timeout=_SECONDS, stream=True) as response:
            response.raise_for_status()
            return _content(response)
    except requests.RequestException as error:
        raise NoCopyError(_said(error)) from error


def _content(response: requests.Response) -> bytes:
    data = bytearray()
    for chunk in response.iter_content(_CHUNK):
        data += chunk
        if len(data) > _LARGEST:
            raise NoCopyError(f"it is larger than {_LARGEST >> 20} MiB")
    return bytes(data)


def _said(error: requests.RequestException) -> str:
    """Return in a few words why a site did not answer; without addresses of machines, which change."""
    if error.response is not None:
        return f"the site answered {error.response.status_code}"
    return f"the site did not answer ({type(error).__name__})"


class _Kept:
    """The copy of what an address holds, in the user's cache."""

    def __init__(self, address: str) -> None:
        self._address = address
        name = hashlib.blake2b(address.encode(), digest_size=16).hexdigest()
        self._path = cache_folder() / "elsewhere" / name

    def load(self) -> SiteCopy | None:
        try:
            head, _, data = self._path.read_bytes().partition(b"\n")
            said = json.loads(head)
            return SiteCopy(data, str(said["day"])) if said["address"] == self._address else None
        except (OSError, ValueError, KeyError, TypeError):  # none yet, or none that can be used
            return None

    def save(self, found: SiteCopy) -> None:
        head = json.dumps({"address": self._address, "day": found.day}).encode()
        try:
            write_atomically(self._path, head, b"\n", found.data)
        except OSError:  # a cache that cannot be written costs the next build the same again
            return
