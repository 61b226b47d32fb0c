"""The history of a project's specs: read when something first shows it, and kept between builds.

What is kept holds for one commit. A new one has all of it read again, which takes a third of a second for
400 specs with five commits each; to see that there is no new one takes a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os.path import relpath
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING

from msgspec.structs import replace
from sphinx.util import logging

from .. import history
from ..history import Checkout, History, Reader
from ..reading import dialects
from ..reading.cache import code
from ..reading.library import Library
from ..reading.project import CANDIDATES
from ..reading.seam import Project

if TYPE_CHECKING:
    from .site import Site

_LOGGER = logging.getLogger(__name__)


class _UnknownError(Exception):
    """Git could not say; that is not kept.

    :param found: why not.
    """

    def __init__(self, found: History) -> None:
        super().__init__(found.reason)
        self.found = found


def recall(site: Site, library: Library) -> History:
    """Read the history of a project's specs, or what an earlier build has kept of it.

    :param library: keeps it.
    """
    parts = [_read(site, library, checkout, homes) for checkout, homes in _checkouts(site.project)]
    found = next((part for part in parts if part), parts[0])
    if found and len(parts) > 1:
        found = replace(found, events={path: life for part in parts for path, life in part.events.items()})
    if not found:
        _LOGGER.info("sphinx-leanspec has no git history (%s) %s", found.reason, found.detail)
    several = [place for place in (spec.place for spec in site.corpus.specs.values()) if len(place.files) > 1]
    return found.joined(place.files for place in several) if several else found


def _checkouts(project: Project) -> Sequence[tuple[Checkout | History, Sequence[Path]]]:
    """Return the repositories that specs are kept in, each at a specs folder, with what else has some."""
    found: dict[Path | None, tuple[Checkout | History, list[Path]]] = {}
    for one in (project, *project.members):
        if project.members and not one.specs.is_dir():  # the site's own project may have no specs
            continue
        checkout = history.find(one.specs)
        top = _top(checkout) if isinstance(checkout, Checkout) else None
        homes = [home for _, home in dialects.homes(one)]
        found.setdefault(top, (checkout, []))[1].extend(homes)
    return list(found.values()) or [(history.find(project.root), ())]


def _top(checkout: Checkout) -> Path:
    depth = checkout.prefix.count("/")
    folder = checkout.folder.resolve()
    return folder.parents[depth - 1] if depth else folder


def _read(site: Site, library: Library, checkout: Checkout | History, homes: Sequence[Path]) -> History:
    """Read the history of one repository, or what an earlier build has kept of it."""
    if isinstance(checkout, History):
        return checkout
    try:
        return _kept(site, library, checkout, _reader(site, checkout, homes))
    except _UnknownError as error:
        return error.found


def _kept(site: Site, library: Library, checkout: Checkout, reader: Reader) -> History:
    layout = site.project.layout
    state = (checkout.revision, checkout.prefix, reader.name, site.options.statuses, layout)

    def read() -> History:
        found = history.read(checkout, reader)
        if not found:
            raise _UnknownError(found)
        return found

    return library.kept("history", f"{state}{code(history.__file__)!r}", History, read)


def _reader(site: Site, checkout: Checkout, homes: Iterable[Path]) -> Reader:
    words, project = site.options.words, site.project
    files = {name for one in (project, *project.members) for name in one.layout.files}

    def is_wanted(path: str) -> bool:
        is_own = path.lower().endswith(".md") or PurePosixPath(path).name in files
        return is_own or dialects.called(project, path) is not None

    def status_of(path: str, data: bytes) -> str | None:
        found = dialects.called(project, path)
        owner = found.project if found else project
        return (found.dialect if found else dialects.OWN).status_of(owner, path, data, words)

    others = (home for home in homes if not home.is_relative_to(checkout.folder))
    also = (normpath(checkout.prefix + relpath(home, checkout.folder)) for home in others)
    return Reader(site.relative(checkout.folder), is_wanted, status_of, (*CANDIDATES, *also))
