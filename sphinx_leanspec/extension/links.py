"""Where a link in a spec leads: to a page, into the repository, or nowhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from ..reading.markdown import slugify
from .site import Site

_SPEC_TEXT = re.compile(r"(?<![\w/.-])(?:specs/(?P<path>[0-9][\w-]*)|spec-(?P<number>[0-9]{1,4}))(?![\w-])(?!/\w)", re.IGNORECASE)
_PAGE_NAME = re.compile(r"[\w./ -]*[\w-]\.(?:md|markdown|rst)(?:#[^\s]*)?")


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a link leads.

    :param docname: a page of the site, with the id on it.
    :param url: an address outside the site.
    :param problem: what was looked for in vain; the link may still lead to the nearest thing there is.
    :param is_file: whether what was looked for is a file of the repository, not a page or a spec.
    """

    docname: str = ""
    anchor: str = ""
    url: str = ""
    problem: str = ""
    fix: str = ""
    is_file: bool = False


class Links:
    """Resolves the links of every page.

    :param files: pages by file, relative to the repository.
    :param anchors: the ids on each page by GitHub's anchor.
    """

    def __init__(self, site: Site, files: Mapping[str, str], anchors: Mapping[str, Mapping[str, str]]) -> None:
        self.site = site
        self.files = files
        self.anchors = anchors
        self._paths = {docname: path for path, docname in files.items()}
        self._by_name: dict[str, list[str]] = {}
        for path, docname in files.items():
            self._by_name.setdefault(posixpath.basename(path).lower(), []).append(docname)

    def file(self, docname: str) -> str:
        """:returns: the file of a page, relative to the repository."""
        return self._paths.get(docname, "")

    def link(self, docname: str, target: str) -> Destination:
        """Resolve a link as GitHub does: relative to the file, or from the top of the repository.

        :param docname: the page it stands on.
        """
        path, _, fragment = target.partition("#")
        path = unquote(path.partition("?")[0])
        if not path:
            return self._anchored(docname, unquote(fragment), target)
        found = self._path(docname, path)
        if found in self.files:
            return self._anchored(self.files[found], unquote(fragment), target)
        folder = posixpath.join(found, "")
        for name in (*self.site.project.layout.files, "index.md", "README.md"):
            if folder + name in self.files:
                return self._anchored(self.files[folder + name], unquote(fragment), target)
        if found + ".md" in self.files:
            return self._anchored(self.files[found + ".md"], unquote(fragment), target)
        return self._outside(found, fragment, target)

    def spec(self, text: str) -> str | None:
        """:returns: the key of the spec a text names."""
        return self.site.corpus.resolve(text).target

    def page(self, docname: str, name: str) -> str | None:
        """Find the page that a path or file name stands for.

        :param docname: the page it stands on.
        :returns: the page of that file, or the only page whose file ends so.
        """
        path = name.partition("#")[0].strip()
        for found in (self._path(docname, path), posixpath.normpath(path)):
            if found in self.files:
                return self.files[found]
        pages = self._by_name.get(posixpath.basename(path).lower(), [])
        ending = posixpath.join("", path.lstrip("./"))
        pages = [page for page in pages if ("/" + self._paths[page]).endswith("/" + ending)]
        return pages[0] if len(pages) == 1 else None

    def _path(self, docname: str, path: str) -> str:
        if path.startswith("/"):
            return posixpath.normpath(path.lstrip("/"))
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.file(docname)), path))

    def _anchored(self, docname: str, fragment: str, target: str) -> Destination:
        if not fragment:
            return Destination(docname)
        ids = self.anchors.get(docname, {})
        for name in (fragment, fragment.lower(), slugify(fragment)):
            if name in ids:
                return Destination(docname, ids[name])
        fix = f"its headings are {_some(ids)}" if ids else "it has no headings"
        return Destination(docname, problem=f"`{target}`: there is no heading `#{fragment}` on {docname}", fix=fix)

    def _outside(self, found: str, fragment: str, target: str) -> Destination:
        root = self.site.project.root
        file = root / found
        if not found.startswith("..") and file.exists():
            return Destination(url=self.site.repository.file_url(found, fragment, folder=file.is_dir()))
        specs = self.site.relative(self.site.project.specs)
        inside = found.startswith(f"{specs}/")
        resolution = self.site.corpus.resolve(found)
        keys = (resolution.target, *resolution.candidates) if inside else ()
        near = [self.site.corpus.specs[key].path for key in keys if key]
        where = f"`{found}`" if not found.startswith("..") else f"`{Path(target).name}` outside the repository"
        fix = f"did you mean `{near[0]}`?" if near else "correct or remove the link"
        return Destination(problem=f"`{target}` leads nowhere: there is no {where}", fix=fix, is_file=not inside)


def mentions(text: str) -> list[tuple[int, int, str]]:
    """Find what names a spec in a text: ``spec-013``, ``specs/013-name``.

    :returns: start, end and the spec as named, in order.
    """
    if "spec" not in text.lower():
        return []
    return [(match.start(), match.end(), match["path"] or match["number"]) for match in _SPEC_TEXT.finditer(text)]


def is_page_name(text: str) -> bool:
    """:returns: whether a text in backticks may be the path or name of a page's file."""
    return bool(_PAGE_NAME.fullmatch(text))


def _some(names: Mapping[str, str], most: int = 5) -> str:
    shown = ", ".join(f"#{name}" for name in list(names)[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
