"""What a repository says besides its specs: its name, its README, and the documents below ``docs/``."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from . import boundary
from .decoding import body_of, decode, unified
from .keys import fit
from .project import FOLDERS
from .seam import Project

if TYPE_CHECKING:
    from .frontmatter import Frontmatter
    from .library import Library

_SUFFIXES = (".md", ".rst")
_README = re.compile(r"readme(?:[-_.][\w-]+)?\.(?:md|rst)", re.IGNORECASE)
_HEADS = ("index", "readme", "overview")
_OTHERS = frozenset({"node_modules", "fixtures", "testdata", "venv"})
_HTML_TITLE = re.compile(r"<h1(?:\s[^<>]*)?>", re.IGNORECASE), re.compile(r"</h1>", re.IGNORECASE)
_RST_TITLE = re.compile(r"^(?P<text>\S[^\n]*)\n(?P<line>[=\-~#*^\"'`+_.:])(?P=line){2,}\s*$", re.MULTILINE)
_MANIFESTS = (
    ("pyproject.toml", ("project", "name")),
    ("pyproject.toml", ("tool", "poetry", "name")),
    ("package.json", ("name",)),
    ("Cargo.toml", ("package", "name")),
)


class Document(Struct, frozen=True):
    """A file of the repository that is a page, and no spec.

    :param docname: its page, which is its path without the suffix.
    :param path: the file, relative to the repository.
    :param title: its first heading, else what its front matter or its name says.
    :param folder: the folder it lies in, relative to the repository; empty for a README at the top.
    """

    docname: str
    path: str
    title: str
    folder: str


def find(project: Project, library: Library | None = None) -> tuple[Document, ...]:
    """Find the README of a repository, in all its languages, and what lies below ``docs/``.

    Left out are hidden folders and those that begin with ``_``, virtual environments, built sites, test
    fixtures, what other package managers fetched, and the specs themselves. Links are not followed.

    :param library: keeps what files say.
    :returns: the README first, then folder by folder: overviews, numbered documents, and the rest by title.
    """
    found: dict[str, Document] = {}
    for path in paths(project):
        document = _document(project.root, path, library)
        found.setdefault(document.docname, document)
    return tuple(sorted(found.values(), key=_order))


def paths(project: Project) -> list[Path]:
    """Return the files of the documents of a repository, in an order that is always the same."""
    root = project.root
    found = [path for path in _files(root) if _README.fullmatch(path.name)]
    for name in FOLDERS:
        if boundary.leads_out(root / name, root, is_top=True):  # a finding says so
            continue
        found += _below(root / name, project.specs)
    return found


def is_front(path: str) -> bool:
    """Return whether a file, relative to the repository, is the README at its top, in any language."""
    return bool(_README.fullmatch(path))


def title(project: Project) -> str:
    """Return what a repository calls itself: the heading of its README, its package, or its folder."""
    for path in sorted(_files(project.root), key=lambda path: (len(path.name), path.name)):
        if _README.fullmatch(path.name) and (found := heading(path)):
            return found
    for name, keys in _MANIFESTS:
        if declared := _declared(project.root / name, keys):
            return declared
    return project.root.name or "Specs"


def _files(folder: Path) -> list[Path]:
    return [Path(entry.path) for entry in _entries(folder) if entry.is_file(follow_symlinks=False)]


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:  # what this user may not see is not part of what they build
        return []


def _below(folder: Path, specs: Path) -> Iterator[Path]:
    for entry in _entries(folder):
        path = Path(entry.path)
        if entry.name.startswith((".", "_")) or path == specs:
            continue
        if entry.is_dir(follow_symlinks=False):
            if not _is_foreign(path):
                yield from _below(path, specs)
        elif path.suffix.lower() in _SUFFIXES and entry.is_file(follow_symlinks=False):
            yield path


def _is_foreign(folder: Path) -> bool:
    """Tell whether a folder holds what was fetched, built or made for a test."""
    marks = ("pyvenv.cfg", "index.html", "CACHEDIR.TAG")
    return folder.name.lower() in _OTHERS or any(boundary.is_there(folder / mark) for mark in marks)


def _document(root: Path, path: Path, library: Library | None) -> Document:
    relative = PurePosixPath(path.relative_to(root).as_posix())
    folder = "" if relative.parent == PurePosixPath() else "/".join(map(fit, relative.parent.parts))
    name = fit(relative.stem) if relative.stem.lower() not in _HEADS or not folder else relative.parent.name
    said = library.of_page("title", path, str, heading) if library else heading(path)
    text = said or re.sub(r"[-_]+", " ", name).strip().capitalize() or fit(relative.name)
    docname = "/".join(map(fit, relative.with_suffix("").parts))
    return Document(docname, str(relative), text, folder)


def heading(path: Path) -> str:
    """Return the title of a file as plain text, empty if it has none or cannot be read."""
    text = _text(path)
    if path.suffix.lower() == ".rst":
        found = _RST_TITLE.search(text)
        return found["text"].strip() if found else ""
    name, matter = _body(text)
    if not name:
        name = _html_title(text)
    if not name and (field := matter.fields.get("title")):
        name = field.text or ""
    return " ".join(name.split())


def _html_title(text: str) -> str:
    """Return what stands between the first ``<h1>`` of a text and its end, without tags."""
    begin, end = _HTML_TITLE
    opening = begin.search(text)
    closing = end.search(text, opening.end()) if opening else None
    inner = text[opening.end() : closing.start()] if opening and closing else ""
    return " ".join(part.rpartition(">")[2] for part in inner.split("<"))


def has_title(path: Path) -> bool:
    """Tell whether a Markdown file has a heading of level 1; True for other files."""
    return path.suffix.lower() == ".rst" or bool(_body(_text(path))[0])


def _text(path: Path) -> str:
    try:
        return decode(path.read_bytes())[0]
    except OSError:
        return ""


def _body(text: str) -> tuple[str, Frontmatter]:
    """Return the first heading of level 1 in a Markdown text, and its front matter."""
    from . import frontmatter  # here, as both take long, and no page that is as it was is read
    from .walk import Walk

    text = unified(text)
    matter = frontmatter.read(text.split("\n"))
    if matter.line is None:  # what is no front matter is text
        matter = frontmatter.Frontmatter()
    return Walk(body_of(text, matter.body_line), matter.body_line, notes=False).title or "", matter


def _declared(path: Path, keys: tuple[str, ...]) -> str:
    import tomllib  # here, as it takes longer than reading ten specs

    try:
        text = boundary.read_settings(path)
        value: object = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError, RecursionError):
        return ""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def _order(document: Document) -> tuple[str, int, float, str, str]:
    """Sort README first, then folder by folder: overviews, then by number, then by title."""
    name = PurePosixPath(document.docname).name.lower()
    rank = _HEADS.index(name) if name in _HEADS else len(_HEADS)
    number = re.match(r"[0-9]{1,9}(?![0-9])", name)
    return document.folder, rank, int(number[0]) if number else float("inf"), document.title.casefold(), name
