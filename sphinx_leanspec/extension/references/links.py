"""Where a link in a spec leads: to a page, into the repository, or nowhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from ...reading.markdown import slugify
from ...reading.prose import is_home
from ..site import Site

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

    def __init__(
        self, site: Site, files: Mapping[str, str], anchors: Mapping[str, Mapping[str, str]]
    ) -> None:
        self.site = site
        self.files = files
        self.anchors = anchors
        self._paths = {docname: path for path, docname in files.items()}
        self._by_lower = {path.lower(): path for path in sorted(files, reverse=True)}
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
        path = unquote(path.partition("?")[0]).replace("\\", "/")
        if not path:
            return self._anchored(docname, unquote(fragment), target)
        found = self._path(docname, path)
        page = self._page_of(found)
        if not page and (moved := self._moved(found)):
            page = self._page_of(moved)
            if not _exists(self.site.project.root / found):
                found = moved
        if page:
            return self._anchored(page, unquote(fragment), target)
        return self._outside(found, fragment, target)

    def spec(self, text: str) -> str | None:
        """:returns: the key of the spec a text names."""
        return self.site.corpus.resolve(text).target

    def page(self, docname: str, name: str) -> str | None:
        """Find the page that a path or file name stands for.

        :param docname: the page it stands on.
        :returns: the page of that file; else the only page whose file ends so, or is what a path from another
            machine ends in.
        """
        path = name.partition("#")[0].strip()
        for found in (self._path(docname, path), posixpath.normpath(path)):
            if found in self.files or (found := self._moved(found)) in self.files:
                return self.files[found]
        pages = self._by_name.get(posixpath.basename(path).lower(), [])
        ending = "/" + path.lstrip("./")
        pages = [
            page
            for page in pages
            if f"/{self._paths[page]}".endswith(ending) or ending.endswith(f"/{self._paths[page]}")
        ]
        return pages[0] if len(pages) == 1 else None

    def _page_of(self, found: str) -> str | None:
        """:returns: the page of a file or folder of the repository; `.md` need not be written."""
        names = (*self.site.project.layout.files, "index.md", "README.md")
        for name in (found, *(posixpath.join(found, name) for name in names), f"{found}.md"):
            if page := self.files.get(posixpath.normpath(name)):
                return page
        return None

    def _moved(self, found: str) -> str:
        """:returns: where a file is now that lay in the folder of a spec renamed since; empty for others."""
        corpus = self.site.corpus
        folder = f"{self.site.relative(self.site.project.specs)}/"
        names = found.removeprefix(folder).split("/") if found.startswith(folder) else []
        for at, name in enumerate(names[:2], 1):
            keys = corpus.names.aliases.find("/".join(names[:at]), name.removesuffix(".md"))
            if len(keys) == 1:
                path, rest = corpus.specs[keys[0]].path, names[at:]
                is_own = not rest or rest[0] in self.site.project.layout.files
                return path if is_own else posixpath.join(posixpath.dirname(path), *rest)
        return ""

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
        return Destination(
            docname, problem=f"`{target}`: there is no heading `#{fragment}` on {docname}", fix=fix
        )

    def _outside(self, found: str, fragment: str, target: str) -> Destination:
        site = self.site
        outside = found == ".." or found.startswith("../")
        file = site.project.root / found
        if not outside and "\0" not in found and _exists(file):
            return Destination(url=site.repository.file_url(found, fragment, folder=file.is_dir()))
        inside = found.startswith(f"{site.relative(site.project.specs)}/")
        # a checkout may lack a folder with all in it, but no file of a folder it has
        folder = "" if outside else posixpath.dirname(found)
        known = bool(folder) and _exists(site.project.root / folder)
        where = (
            f"`{PurePosixPath(found).name}` outside the repository"
            if outside
            else f"`{' '.join(found.split())}`"
        )
        return Destination(
            problem=f"`{' '.join(target.split())}` leads nowhere: there is no {where}",
            fix=self._near(found, inside=inside),
            is_file=not (inside or known or is_home(target)),
        )

    def _near(self, found: str, *, inside: bool) -> str:
        """:returns: what the author may have meant: the page but for its case, or a spec of that name."""
        near = (
            self._by_lower.get(found.lower())
            or self._by_lower.get(f"{found.lower()}/readme.md")
            or self._by_ending(found)
        )
        if not near and inside:
            name, _, rest = found.removeprefix(f"{self.site.relative(self.site.project.specs)}/").partition(
                "/"
            )
            resolution = self.site.corpus.resolve(name)
            specs = [
                self.site.corpus.specs[key] for key in (resolution.target, *resolution.candidates) if key
            ]
            near = next((spec.path for spec in specs if not rest or spec.id != name), None)
        return f"did you mean `{near}`?" if near else "correct or remove the link"

    def _by_ending(self, found: str) -> str | None:
        """:returns: the only page of that file name, where the path before it is another one."""
        pages = self._by_name.get(posixpath.basename(found).lower(), [])
        return self._paths[pages[0]] if len(pages) == 1 else None


def _exists(file: Path) -> bool:
    try:
        return file.exists()
    except OSError:  # a name too long for the file system, say
        return False


def is_page_name(text: str) -> bool:
    """:returns: whether a text in backticks may be the path or name of a page's file."""
    return bool(_PAGE_NAME.fullmatch(text))


def _some(names: Mapping[str, str], most: int = 5) -> str:
    shown = ", ".join(f"#{name}" for name in list(names)[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
