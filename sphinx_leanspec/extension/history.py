"""The history of a project's specs: read when something first shows it, and kept between builds.

What is kept holds for one commit. A new one has all of it read again, which takes a third of a second for
400 specs with five commits each; to see that there is no new one takes a few milliseconds.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sphinx.util import logging

from .. import history
from ..history import Checkout, History, Reader
from ..reading import dialects
from ..reading.cache import code
from ..reading.library import Library
from ..reading.project import CANDIDATES

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
    found = history.find(site.project.specs)
    if isinstance(found, Checkout):
        try:
            found = _kept(site, library, found)
        except _UnknownError as error:
            found = error.found
    if not found:
        _LOGGER.info("sphinx-leanspec has no git history (%s) %s", found.reason, found.detail)
    several = [place for place in (spec.place for spec in site.corpus.specs.values()) if len(place.files) > 1]
    return found.joined(place.files for place in several) if several else found


def _kept(site: Site, library: Library, checkout: Checkout) -> History:
    reader = _reader(site)
    layout = site.project.layout
    state = (checkout.revision, checkout.prefix, reader.name, site.options.statuses, layout)

    def read() -> History:
        found = history.read(checkout, reader)
        if not found:
            raise _UnknownError(found)
        return found

    return library.kept("history", f"{state}{code(history.__file__)!r}", History, read)


def _reader(site: Site) -> Reader:
    name = site.relative(site.project.specs)
    words, project = site.options.words, site.project

    def is_wanted(path: str) -> bool:
        is_own = path.lower().endswith(".md") or PurePosixPath(path).name in project.layout.files
        return is_own or dialects.called(project, path) is not None

    def status_of(path: str, data: bytes) -> str | None:
        found = dialects.called(project, path)
        return (found.dialect if found else dialects.OWN).status_of(project, path, data, words)

    homes = (home for _, home in dialects.homes(project) if not home.is_relative_to(project.specs))
    others = tuple(f"{site.repository.prefix}{site.relative(home)}" for home in homes)
    return Reader(name, is_wanted, status_of, (*CANDIDATES, *others))
