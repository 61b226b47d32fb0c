"""Where Backlog.md's items lie: a file each, in the folder that says what has become of it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from ....model import Place, SubDocument
from ... import boundary
from ...folders import folders, is_file, markdown
from ...keys import fit, unique
from ...seam import Project
from . import config
from .config import BacklogSettings
from .ids import DRAFT, canonical, of_name, shown

TASKS: Final = "tasks"
COMPLETED: Final = "completed"
DRAFTS: Final = "drafts"
ARCHIVE: Final = "archive"
MILESTONES: Final = "milestones"
DECISIONS: Final = "decisions"
DOCS: Final = "docs"
PROJECT: Final = "project"
"""What the page of the project itself is called, below which documents lie."""

_HOMES: Final = (TASKS, COMPLETED, DRAFTS, f"{ARCHIVE}/{TASKS}", f"{ARCHIVE}/{DRAFTS}")
"""The folders of items: of two with the same id the first one has its name."""

_DOCUMENTS: Final = (MILESTONES, DECISIONS, DOCS, f"{ARCHIVE}/{MILESTONES}")
"""The folders of other files."""

_README: Final = "readme.md"
_HEAD: Final = 2048
_ID: Final = re.compile(rb"^id:[ \t]*[\"']?([^\"'\s#][^\"'\r\n#]*)", re.MULTILINE)


class Lying(NamedTuple):
    """Where a file lies among those of Backlog.md.

    :param kind: the folder of items, ``archive/tasks`` say.
    :param above: the folders below it that the file is in, where Backlog.md does not look.
    """

    kind: str
    above: tuple[str, ...]
    name: str

    @property
    def is_archived(self) -> bool:
        """Whether it was put away."""
        return self.kind.startswith(ARCHIVE)

    @property
    def is_draft(self) -> bool:
        """Whether it is a draft."""
        return self.kind.endswith(DRAFTS)

    def begin(self, settings: BacklogSettings) -> str:
        """Return what its name has to begin with."""
        return f"{DRAFT if self.is_draft else settings.prefix}-"

    def is_listed(self, settings: BacklogSettings) -> bool:
        """Tell whether Backlog.md looks at it."""
        return not self.above and self.name.startswith(self.begin(settings)) and self.name.endswith(".md")


def find(root: Path) -> Path | None:
    """Return the folder that the items are in, None where there is none."""
    named = _named(config.read(root).directory)
    if named:
        candidates: Sequence[str] = (named,)
    else:
        known = [name for name in config.HOMES if any(is_file(root / name / one) for one in config.NAMES)]
        candidates = (*known, *config.HOMES)
    home = next((root / name for name in candidates if boundary.is_folder(root / name)), None)
    if home is None or boundary.leads_out(home, root, is_top=True):
        return None
    is_one = config.path_of(root, home) or any(of_name(path.name) for path in markdown(home / TASKS))
    return home if is_one else None


def lying(home: PurePosixPath, path: str) -> Lying | None:
    """Return where the file of an item lies, None if it is none.

    :param home: the folder, relative to the repository.
    """
    found = PurePosixPath(path)
    if not found.is_relative_to(home) or found.suffix.lower() != ".md":
        return None
    inner = found.relative_to(home).parts
    if inner[0] == ARCHIVE and inner[1:2] not in ((TASKS,), (DRAFTS,), (MILESTONES,)):
        return Lying(f"{ARCHIVE}/{TASKS}", inner[1:-1], inner[-1])
    for kind in _HOMES:
        size = kind.count("/") + 1
        if "/".join(inner[:size]) == kind and len(inner) > size:
            return Lying(kind, inner[size:-1], inner[-1])
    return None


def items(project: Project, home: Path, settings: BacklogSettings) -> Iterator[Place]:
    """Yield every item, those first that Backlog.md lists."""
    folder = PurePosixPath(project.relative(home))
    configured = config.path_of(project.top, home)
    shared = (project.relative(configured),) if configured else ()
    found: list[tuple[bool, Place]] = []
    seen: set[str] = set()
    for kind in (*_HOMES, ARCHIVE):
        for path in _files(home / kind):
            relative = project.relative(path)
            where = lying(folder, relative)
            if relative in seen:
                continue
            seen.add(relative)
            if where and (own := _own(path, where, settings)):
                found.append((where.is_listed(settings), _place(own, where, relative, shared, settings)))
    yield from (place for is_listed, place in found if is_listed)
    yield from (place for is_listed, place in found if not is_listed)


def project_page(project: Project, home: Path) -> Place | None:
    """Return the place of the project itself: what is no item is below it. None if there is nothing."""
    configured = config.path_of(project.top, home)
    paths = [path for folder in _DOCUMENTS for path in _files(home / folder) if path.name.lower() != _README]
    if not (configured or paths):
        return None
    taken: dict[str, int] = {}
    documents = tuple(
        SubDocument(unique(_called(home, path), taken), project.relative(path)) for path in paths
    )
    own = [configured] if configured else []
    files = tuple(project.relative(path) for path in (*own, *paths))
    return Place(PROJECT, PROJECT, None, PROJECT, "", files[0], sub_documents=documents, files=files)


def _place(own: str, where: Lying, path: str, shared: tuple[str, ...], settings: BacklogSettings) -> Place:
    name = shown(own, settings.prefix)
    key = canonical(name, settings.prefix) or name
    folder = f"{ARCHIVE}/" if where.is_archived else ""
    return Place(
        name, f"{folder}{key}", None, key, "", path, where.kind, archived=where.is_archived, shared=shared
    )


def _own(path: Path, where: Lying, settings: BacklogSettings) -> str:
    """Return the id that a file gives, else that of its name; empty for a text beside items."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        head = b""
    given = _ID.search(head) if head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"---") else None
    text = given[1].decode(errors="replace").strip() if given else ""
    if text and (where.is_listed(settings) or canonical(text, settings.prefix)):
        return text
    if not where.name.startswith(where.begin(settings)):
        return ""
    return of_name(where.name) or where.name.removesuffix(".md")


def _files(folder: Path) -> Iterator[Path]:
    """Yield the Markdown files below a folder, those in it first; links are not followed."""
    yield from markdown(folder)
    for inner in folders(folder):
        if not inner.name.startswith("."):
            yield from _files(inner)


def _called(home: Path, path: Path) -> str:
    """Return what the page of a document is called: its folder, and its id where the name has one."""
    *above, name = path.relative_to(home).parts
    own = of_name(name) or name.removesuffix(path.suffix)
    return "/".join(map(fit, (*above, own)))


def _named(directory: str) -> str:
    """Return the folder that a configuration names, empty where it names one outside of the repository."""
    text = directory.strip().replace("\\", "/")
    if not text or text.startswith("/") or re.match(r"[A-Za-z]:/", text):
        return ""
    found = os.path.normpath(text)
    return "" if found in {".", ".."} or found.startswith("../") else found
