"""Where links lead on the site: which page of it, or which address elsewhere.

What a link means is said by :mod:`sphinx_leanspec.links`, in terms of files.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from ...links import Links
from ..site import Site


class Route(Struct, frozen=True):
    """Where a link leads on the site; nowhere if all is empty.

    :param docname: a page of the site, with the id on it.
    :param url: an address outside the site; of a page its source, where a link asks for lines of that.
    """

    docname: str = ""
    anchor: str = ""
    url: str = ""


class Routes:
    """Finds the pages and addresses that links lead to.

    :param files: pages by file, relative to the project.
    :param anchors: the ids on each page by GitHub's anchor.
    """

    def __init__(
        self,
        site: Site,
        links: Links,
        files: Mapping[str, str],
        anchors: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.links = links
        self._site = site
        self._files = files
        self._paths = {docname: path for path, docname in files.items()}
        self._anchors = anchors

    def file(self, docname: str) -> str:
        """Return the file of a page, relative to the project."""
        return self._paths.get(docname, "")

    def link(self, docname: str, target: str) -> Route:
        """Find where a link on a page leads."""
        found = self.links.resolve(self.file(docname), target)
        url = self._site.repository.file_url
        if found.kind == "page":
            page = self._files[found.path]
            source = url(found.path) if found.fragment else ""
            anchor = self._anchors.get(page, {}).get(found.anchor, "")
            return Route(page, anchor, source and f"{source}?plain=1#{found.fragment}")
        if found.kind:
            return Route(url=url(found.path, found.fragment, folder=found.kind == "folder"))
        return Route()

    def page(self, docname: str, name: str) -> str | None:
        """Find the page that a path or file name on a page stands for."""
        found = self.links.named(self.file(docname), name)
        return self._files[found] if found else None
