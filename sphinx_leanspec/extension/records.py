"""What a build keeps of pages: what was found on each, what each was made of, and which were written.

Mentions, page records and page inputs are pickled with the environment, by the path of their classes: a field
more or another module wants a higher ``env_version``.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct, field

from ..model import Progress


class Mention(Struct, frozen=True):
    """Something on a page that names a spec, a check, a page or a file.

    :param kind: ``link``, ``spec``, ``check``, ``view``, ``mention``, ``page``, or ``doc`` for a link that is
        resolved already.
    :param target: what it names, as written.
    :param path: the file it stands in, absolute.
    """

    kind: str
    target: str
    path: str
    line: int


class PageRecord(Struct, frozen=True):
    """What was found on a page when it was read.

    :param covers: the specs that the page's front matter names, as written.
    :param anchors: the page's headings by GitHub's anchor, each with its id.
    :param first_sentence: how the text of the page begins; noted for specs only.
    :param title: what a catalogue has in place of the title; noted for specs only.
    :param review: how many of its boxes are ticked; noted for reviews only.
    """

    mentions: tuple[Mention, ...] = ()
    covers: tuple[str, ...] = ()
    covers_line: int = 1
    anchors: dict[str, str] = {}
    first_sentence: str = ""
    title: str = ""
    review: Progress | None = None


class PageInputs(Struct, frozen=True):
    """What a page was made of when it was read, besides its own file.

    :param made_of: a digest of what the needs of the page were made of.
    :param views: the views on it: name, options, file and line.
    :param needs: whether it has a view of sphinx-needs, which may show any need.
    :param need_ids: the needs it refers to one by one.
    :param findings: whether it shows what the rules find.
    :param diagrams: how many diagrams it has that are ours to draw.
    :param missing: the files that it would include if they were there, relative to the source folder.
    """

    made_of: str
    views: tuple[tuple[str, dict[str, Any], str, int], ...] = ()
    needs: bool = False
    need_ids: tuple[str, ...] = ()
    findings: bool = False
    diagrams: int = 0
    missing: tuple[str, ...] = ()


class PageDigest(NamedTuple):
    """What a page shows of other files.

    :param shown: a digest of that.
    :param own: a digest of what was found on the page when it was read; empty where nobody knows any more.
    :param specs: the specs that it tells of; None if there is more that it may come of.
    """

    shown: str
    own: str
    specs: list[str] | None


class SiteDigests(Struct, frozen=True):
    """What pages show of other files, and what that comes of.

    :param common: a digest of what it comes of for any page.
    :param specs: a digest of each spec, by key.
    """

    common: str = ""
    specs: Mapping[str, str] = {}
    pages: Mapping[str, PageDigest] = {}


class Writing(Struct):
    """The digests of the pages that one builder has written into one folder.

    :param known: those of earlier builds.
    :param current: those of this build, for every page there is.
    :param stale: the pages whose output shows what is no longer so.
    :param written: the pages that this build writes.
    """

    file: Path
    known: SiteDigests = field(default_factory=SiteDigests)
    current: SiteDigests = field(default_factory=SiteDigests)
    stale: Set[str] = frozenset()
    written: set[str] = field(default_factory=set)
