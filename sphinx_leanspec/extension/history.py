"""The history of a project's specs: read when something first shows it, and kept beside the doctrees.

What is kept holds for one commit. A new one has all of it read again, which takes a third of a second for
400 specs with five commits each; to see that there is no new one takes a few milliseconds.
"""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from sphinx.util import logging

from .. import history
from ..files import write_atomically
from ..history import Checkout, History, Reader
from ..reading import dialects
from ..reading.cache import code
from ..reading.project import CANDIDATES

if TYPE_CHECKING:
    from .site import Site

_LOGGER = logging.getLogger(__name__)

FILE: Final = "history.pickle"


def recall(site: Site, folder: Path) -> History:
    """Read the history of a project's specs, or what an earlier build has kept of it.

    :param folder: where that is kept.
    """
    found = history.find(site.project.specs)
    if isinstance(found, Checkout):
        reader = _reader(site)
        state = (found.revision, found.prefix, reader.name, site.options.statuses, site.options.spec_files)
        key = hashlib.sha256(f"{state}{code(history.__file__)}".encode()).digest()
        found = _kept(folder / FILE, key) or _read(found, reader, folder / FILE, key)
    if not found:
        _LOGGER.info("sphinx-leanspec has no git history (%s) %s", found.reason, found.detail)
    return found


def _read(checkout: Checkout, reader: Reader, file: Path, key: bytes) -> History:
    found = history.read(checkout, reader)
    if found:
        write_atomically(file, key + pickle.dumps(found, pickle.HIGHEST_PROTOCOL))
    return found


def _kept(file: Path, key: bytes) -> History | None:
    try:
        data = file.read_bytes()
    except OSError:
        return None
    if not data.startswith(key):
        return None
    kept: History = pickle.loads(data[len(key) :])  # noqa: S301 - what this very build has kept
    return kept


def _reader(site: Site) -> Reader:
    name = site.relative(site.project.specs)
    words, project = site.options.words, site.project

    def is_wanted(path: str) -> bool:
        is_own = path.lower().endswith(".md") or PurePosixPath(path).name in project.layout.files
        return is_own or dialects.called(project, path) is not None

    def status_of(path: str, data: bytes) -> str | None:
        found = dialects.called(project, path)
        return (found.dialect if found else dialects.OWN).status_of(project, path, data, words)

    return Reader(name, is_wanted, status_of, CANDIDATES)
