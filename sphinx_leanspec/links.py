"""Where a link, a path or an anchor leads, from the files of the repository alone; as GitHub resolves them.

`check` and the build ask this module, so a link is dead for both or for neither.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Set
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final, Literal
from urllib.parse import unquote

from msgspec import Struct

from .corpus import Corpus
from .findings import Finding, FindingCode
from .reading.prose import is_home
from .reading.slugs import slugify
from .reading.tree import FileTree, Surroundings
from .wording import plain

_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]+:|//", re.IGNORECASE)
_LINES: Final = re.compile(r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?")
_PREFIX: Final = "user-content-"
"""What GitHub puts before every id and name of a page, and links may leave out."""
_SHOWN: Final = 5
_DEPTH: Final = 20
"""How many folders deep a page is looked for by the end of its path."""


class Destination(Struct, frozen=True):
    """Where a link leads.

    :param path: the page, file or folder, relative to the project; with ``../`` it may leave the project, but
        not its git repository. Empty for what is not in the repository.
    :param kind: what that is; a page is a file whose anchors are known.
    :param anchor: the anchor on the page, empty for its top.
    :param fragment: the place in the source of a page or file, such as ``L8-L9``, as written.
    :param code: the kind of finding, if something is wrong; the link may still lead to a page.
    :param problem: what was looked for in vain.
    :param fix: how to mend that.
    """

    path: str = ""
    kind: Literal["page", "file", "folder", ""] = ""
    anchor: str = ""
    fragment: str = ""
    code: FindingCode | None = None
    problem: str = ""
    fix: str = ""

    def finding(self, path: str, line: int) -> Finding | None:
        """Return what is wrong with the link, None if nothing is.

        :param path: the file that the link stands in.
        """
        return Finding(path, line, self.code, self.problem, self.fix) if self.code else None


class Links:
    """Resolves links between the files of a repository.

    :param pages: the anchors of each page, by the path of its file: of specs, and of other pages where
        somebody has read them.
    :param tree: the files of the project.
    """

    def __init__(self, corpus: Corpus, pages: Mapping[str, Set[str]], tree: FileTree) -> None:
        self.corpus = corpus
        self.pages = pages
        self._tree = tree
        project = corpus.project
        self._folders = {one.relative(one.specs): one.name for one in (project, *project.members)}
        self._names = tuple(
            dict.fromkeys(name for one in (project, *project.members) for name in one.layout.files)
        )
        self._index = tuple(dict.fromkeys((*self._names, "index.md", "README.md")))
        self._outside = {
            f"{project.relative(one.top)}/": FileTree(one.top)
            for one in project.members
            if _leaves(project.relative(one.top))
        }
        self._headings: dict[str, str] = {}

    def resolve(self, path: str, link: str) -> Destination:
        """Find where a link leads: relative to its file, or from the top of the repository.

        :param path: the file it stands in.
        """
        if _SCHEME.match(link):
            return Destination()
        name, _, fragment = link.partition("#")
        name, _, query = name.partition("?")
        found = self._path(path, unquote(name).replace("\\", "/")) if name else path
        if self._is_unpublished(found):
            return Destination()
        page = self._page(found)
        moved = "" if page else self._moved(found)
        if page := page or self._page(moved):
            return self._on_page(page, unquote(fragment), link, is_source="plain=1" in query.split("&"))
        for file in filter(None, (found, f"{found}.md", moved)):
            if kind := self._kind(file):
                return Destination(file, kind, fragment=fragment)
        return self._nowhere(found, link)

    def named(self, path: str, name: str) -> str | None:
        """Find the page that a path or file name stands for.

        :param path: the file it stands in.
        :returns: the page of that path; else the only page whose path ends so, or is what a path from another
            machine ends in.
        """
        name = name.partition("#")[0].strip()
        for found in (self._path(path, name), posixpath.normpath(name)):
            if found in self.pages or (found := self._moved(found)) in self.pages:
                return found
        name = name.lstrip("./")
        ending = {self._by_ending[name]} if name in self._by_ending else set()
        pages = ending | {part for part in _endings(name) if part in self.pages}
        return pages.pop() if len(pages) == 1 else None

    @property
    def asked(self) -> Surroundings:
        """What was asked of files that are no pages: where all is the same, so is every answer."""
        made = vars(self)
        above = self._top.asked if "_top" in made else {}
        return Surroundings(self._tree.asked, made.get("_prefix"), above)

    @cached_property
    def _prefix(self) -> str:
        """Where the project lies in its git repository; asked for only if a link leaves the project."""
        from . import git  # here, as few links leave the project; so below

        return git.prefix_of(self.corpus.project.root)

    @cached_property
    def _top(self) -> FileTree:
        """The files of the git repository."""
        from . import git

        return FileTree(git.above(self.corpus.project.root, self._prefix))

    def _path(self, path: str, name: str) -> str:
        """Return the path that a name means, relative to the project."""
        beside = self._beside(path)
        if name.startswith("/") and beside:
            return posixpath.normpath(beside + name.lstrip("/"))
        if name.startswith("/"):
            place = posixpath.normpath(name.lstrip("/"))
        else:
            found = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
            if not _leaves(found) or beside:
                return found
            place = self._place(found)
        return _seen_from(self._prefix, place)

    def _beside(self, found: str) -> str:
        """Return the folder of the project in another repository that a path lies in, empty if in none."""
        return next((folder for folder in self._outside if f"{found}/".startswith(folder)), "")

    def _place(self, found: str) -> str:
        """Return a path relative to the top of the git repository."""
        return posixpath.normpath(self._prefix + found)

    def _kind(self, found: str) -> Literal["file", "folder", ""]:
        if folder := self._beside(found):
            return self._outside[folder].kind(f"{found}/".removeprefix(folder))
        return self._top.kind(self._place(found)) if _leaves(found) else self._tree.kind(found)

    def _page(self, found: str) -> str | None:
        """Return the file of a page that a path means; `.md` and the name in a folder may be left out."""
        if not found or found in self.pages:
            return found or None
        folder = "" if found == "." else f"{found}/"
        candidates = (*(f"{folder}{name}" for name in self._index), f"{found}.md")
        return next((name for name in candidates if name in self.pages), None)

    def _moved(self, found: str) -> str:
        """Return where a file is now that lay in the folder of a spec renamed since; empty for others."""
        corpus = self.corpus
        project, inner = self._inside(found)
        names = inner.split("/") if inner else []
        for at, name in enumerate(names[:2], 1):
            aliases = corpus.names.aliases_of(project)
            keys = aliases.find("/".join(names[:at]), name.removesuffix(".md"))
            if len(keys) == 1:
                path, rest = corpus.specs[keys[0]].path, names[at:]
                is_own = not rest or rest[0] in self._names
                return path if is_own else posixpath.join(posixpath.dirname(path), *rest)
        return ""

    def _is_unpublished(self, found: str) -> bool:
        """Return whether a path leads to a spec that is left out, where it is now or where it was once."""
        if not self.corpus.unpublished:
            return False
        project, inner = self._inside(found)
        former = inner.split("/")[0]
        return self.corpus.is_unpublished(found) or self.corpus.resolve(former, project).unpublished

    def _inside(self, found: str) -> tuple[str, str]:
        """Return the project in whose specs folder a path lies, and the rest of it; empty for any other."""
        for folder, project in self._folders.items():
            if found.startswith(f"{folder}/"):
                return project, found.removeprefix(f"{folder}/")
        return "", ""

    def _on_page(self, page: str, fragment: str, link: str, *, is_source: bool) -> Destination:
        is_place = bool(_LINES.fullmatch(fragment))
        if is_source and is_place:
            return Destination(page, "page", fragment=fragment)
        anchor = self._anchor(page, fragment)
        if anchor is not None:
            return Destination(page, "page", anchor)
        if is_place:
            return Destination(page, "page", fragment=fragment)
        problem = f"`{_line(link)}`: there is no heading `#{_line(fragment)}` in {page}"
        return Destination(page, "page", code="link", problem=problem, fix=self._headings_of(page))

    def _anchor(self, page: str, fragment: str) -> str | None:
        """Return the anchor that a fragment means, empty for the top of the page, None if there is none."""
        anchors = self.pages[page]
        own = fragment.removeprefix(_PREFIX)
        names = (fragment, own, own.lower(), slugify(own)) if fragment else ()
        found = next((name for name in names if name in anchors), None)
        return "" if found is None and own.lower() in ("", "top") else found

    def _headings_of(self, page: str) -> str:
        if page not in self._headings:
            anchors = self.pages[page]
            shown = ", ".join(f"#{name}" for name in sorted(anchors)[:_SHOWN])
            more = f" and {len(anchors) - _SHOWN} more" if len(anchors) > _SHOWN else ""
            self._headings[page] = f"its headings are {shown}{more}" if anchors else "it has no headings"
        return self._headings[page]

    def _nowhere(self, found: str, link: str) -> Destination:
        """Return what is wrong with a link to nothing that is there."""
        place = self._place(found) if _leaves(found) else found
        is_outside = _leaves(place) and not self._beside(found)
        # a checkout may lack a folder with all in it, but no file of a folder it has
        is_known = not is_outside and bool(self._kind(posixpath.dirname(found) or "."))
        code: FindingCode = "link" if self._inside(found)[1] or is_home(link) or is_known else "file"
        where = (
            f"`{_line(PurePosixPath(place).name)}` outside the repository"
            if is_outside
            else f"`{_line(place)}`"
        )
        near = self._near(found) or self._from_top(link)
        fix = f"did you mean `{near}`?" if near else "correct or remove the link"
        return Destination(code=code, problem=f"`{_line(link)}` leads nowhere: there is no {where}", fix=fix)

    def _from_top(self, link: str) -> str | None:
        """Return a link as it has to be written that was meant from the top of the project."""
        name = unquote(link.partition("#")[0].partition("?")[0])
        is_meant = bool(name) and name[0] not in "/." and self._tree.kind(posixpath.normpath(name))
        return f"/{self._prefix}{_line(name)}" if is_meant else None

    def _near(self, found: str) -> str | None:
        """Return what the author may have meant: a file except for its case, its folder, or its number."""
        known = self._by_lower.get(found.lower()) or self._by_lower.get(f"{found.lower()}/readme.md")
        ending = self._specs_by_name.get(posixpath.basename(found).lower(), [])
        if known or len(ending) == 1:
            return known or ending[0]
        project, inner = self._inside(found)
        if not inner:
            return None
        name, _, rest = inner.partition("/")
        resolution = self.corpus.resolve(name, project)
        specs = [self.corpus.specs[key] for key in (resolution.target, *resolution.candidates) if key]
        return next((spec.path for spec in specs if not rest or spec.id != name), None)

    @cached_property
    def _by_lower(self) -> Mapping[str, str]:
        return {path.lower(): path for path in self.corpus.files}

    @cached_property
    def _specs_by_name(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.corpus.files:
            found.setdefault(posixpath.basename(path).lower(), []).append(path)
        return found

    @cached_property
    def _by_ending(self) -> Mapping[str, str | None]:
        """The page whose path ends so, None where that is true of several."""
        found: dict[str, str | None] = {}
        for path in self.pages:
            for ending in _endings(path):
                found[ending] = None if ending in found else path
        return found


def _endings(path: str) -> Iterator[str]:
    """Return a path, and the same without its first folders, one after the other."""
    at = len(path)
    for _ in range(_DEPTH):
        at = path.rfind("/", 0, at)
        yield path[at + 1 :]
        if at < 0:
            break


def _leaves(path: str) -> bool:
    """Return whether a normal path leads out of the folder it begins in."""
    return path == ".." or path.startswith("../")


def _seen_from(folder: str, path: str) -> str:
    """Return a path relative to a folder; both are normal and begin in the same one."""
    above, names = folder.split("/")[:-1], [] if path == "." else path.split("/")
    common = 0
    while common < min(len(above), len(names)) and above[common] == names[common] != "..":
        common += 1
    return "/".join([*[".."] * (len(above) - common), *names[common:]]) or "."


def _line(text: str) -> str:
    """Return a text as a message shows it, whatever its author made of it."""
    return plain(" ".join(text.split()))
