"""Where the links of specs lead, from the files of the repository alone; as GitHub resolves them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final, NamedTuple
from urllib.parse import unquote

from ..corpus import Corpus
from ..model import Finding, FindingCode
from ..reading.blocks import Named
from ..reading.markdown import slugify
from ..reading.prose import Prose, is_home
from ..reading.tree import FileTree

_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]+:|//", re.IGNORECASE)
_SHOWN: Final = 5


class _Lost(NamedTuple):
    """A link that leads nowhere: its finding's kind, what is wrong, and how to mend it."""

    code: FindingCode
    message: str
    fix: str


class Links:
    """The links of all specs and sub-documents.

    :param prose: the text of each file.
    """

    def __init__(self, corpus: Corpus, prose: Mapping[str, Prose], tree: FileTree) -> None:
        self.corpus = corpus
        self.prose = prose
        self.tree = tree
        self._specs = corpus.project.relative(corpus.project.specs)
        self._names = corpus.project.layout.files

    @cached_property
    def linked(self) -> frozenset[str]:
        """The files of specs that another of their files, or of another spec, leads to."""
        found = set()
        for path, prose in self.prose.items():
            for named in prose.links:
                target = self._target(path, named.text)
                if target and (page := self._page(target)) and page != path:
                    found.add(page)
        return frozenset(found)

    @cached_property
    def lost(self) -> tuple[Finding, ...]:
        """The links that lead nowhere."""
        return tuple(
            Finding(path, named.line, *lost)
            for path, prose in self.prose.items()
            for named in prose.links
            if (lost := self._lost(path, named))
        )

    def _lost(self, path: str, named: Named) -> _Lost | None:
        if not named.text or _SCHEME.match(named.text):
            return None
        fragment = unquote(named.text.partition("#")[2])
        found = self._target(path, named.text)
        if found is None:
            return self._unanchored(path, fragment, named.text)
        if page := self._page(found) or self._page(self._moved(found)):
            return self._unanchored(page, fragment, named.text)
        return self._nowhere(found, named.text)

    def _target(self, path: str, link: str) -> str | None:
        """:returns: the path that a link means; nothing if it stays on its page, or leads elsewhere."""
        name = unquote(link.partition("#")[0].partition("?")[0]).replace("\\", "/")
        if not name or _SCHEME.match(link):
            return None
        folder = "" if name.startswith("/") else posixpath.dirname(path)
        return posixpath.normpath(posixpath.join(folder, name.lstrip("/") if not folder else name))

    def _page(self, found: str) -> str | None:
        """:returns: the file of a spec that a path means; `.md` and the name in a folder may be left out."""
        names = (posixpath.join(found, name) for name in (*self._names, "index.md", "README.md"))
        return next((name for name in (found, *names, f"{found}.md") if name in self.prose), None)

    def _moved(self, found: str) -> str:
        """:returns: where a file is now that lay in the folder of a spec renamed since; empty for others."""
        corpus = self.corpus
        names = found.removeprefix(f"{self._specs}/").split("/") if self._is_inside(found) else []
        for at, name in enumerate(names[:2], 1):
            keys = corpus.names.aliases.find("/".join(names[:at]), name.removesuffix(".md"))
            if len(keys) == 1:
                path, rest = corpus.specs[keys[0]].path, names[at:]
                is_own = not rest or rest[0] in self._names
                return path if is_own else posixpath.join(posixpath.dirname(path), *rest)
        return ""

    def _is_inside(self, found: str) -> bool:
        return found.startswith(f"{self._specs}/")

    def _unanchored(self, page: str, fragment: str, link: str) -> _Lost | None:
        anchors = self.prose[page].anchors
        if not fragment or not anchors.isdisjoint((fragment, fragment.lower(), slugify(fragment))):
            return None
        shown = ", ".join(f"#{name}" for name in sorted(anchors)[:_SHOWN])
        more = f" and {len(anchors) - _SHOWN} more" if len(anchors) > _SHOWN else ""
        fix = f"its headings are {shown}{more}" if anchors else "it has no headings"
        return _Lost("link", f"`{link}`: there is no heading `#{fragment}` in {page}", fix)

    def _nowhere(self, found: str, link: str) -> _Lost | None:
        """:returns: what is wrong with a link to a file; nothing if the repository has it."""
        tree = self.tree
        is_outside = found == ".." or found.startswith("../")
        if not is_outside and (tree.kind(found) or tree.kind(f"{found}.md")):
            return None
        folder = "" if is_outside else posixpath.dirname(found)
        # a checkout may lack a folder with all in it, but no file of a folder it has
        is_known = bool(folder) and bool(tree.kind(folder))
        code: FindingCode = "link" if self._is_inside(found) or is_home(link) or is_known else "file"
        where = f"`{PurePosixPath(found).name}` outside the repository" if is_outside else f"`{found}`"
        message = f"`{' '.join(link.split())}` leads nowhere: there is no {where}"
        near = self._near(found)
        return _Lost(code, message, f"did you mean `{near}`?" if near else "correct or remove the link")

    def _near(self, found: str) -> str | None:
        """:returns: what the author may have meant: a page but for its case, its folder, or its number."""
        known = self._by_lower.get(found.lower()) or self._by_lower.get(f"{found.lower()}/readme.md")
        ending = self._by_name.get(posixpath.basename(found).lower(), [])
        if known or len(ending) == 1:
            return known or ending[0]
        if not self._is_inside(found):
            return None
        name, _, rest = found.removeprefix(f"{self._specs}/").partition("/")
        resolution = self.corpus.resolve(name)
        specs = [self.corpus.specs[key] for key in (resolution.target, *resolution.candidates) if key]
        return next((spec.path for spec in specs if not rest or spec.id != name), None)

    @cached_property
    def _by_lower(self) -> dict[str, str]:
        return {path.lower(): path for path in self.prose}

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.prose:
            found.setdefault(posixpath.basename(path).lower(), []).append(path)
        return found
