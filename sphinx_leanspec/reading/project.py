"""Where a project keeps its specs: the folder that holds them, and those in it.

Folder rules are those of LeanSpec's loader (0.2.28 and 0.3.0): a spec is a folder that begins with a digit,
at most two levels below the specs folder, with a ``README.md``. Symbolic links are not followed, so that no
spec shows a file from outside.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from msgspec.structs import replace

from ..findings import Finding
from ..model import Place, SubDocument
from . import boundary, configuration
from .configuration import CONFIGS
from .keys import digest, fit, unique
from .nearest import absent
from .seam import NoSpecsError, Project, SpecLayout

CANDIDATES = ("specs", ".lean-spec/specs", "doc/specs", "docs/specs")
"""Where specs are looked for if no configuration says."""

FOLDERS = ("docs", "doc")
"""Where documents are looked for."""

_ARCHIVES = ("archived", "_archived")
_SPEC_FOLDER = re.compile(r"[0-9]")
_NUMBER = re.compile(r"(?:[0-9]{8}-(?=[0-9]))?(?P<number>[0-9]+)[-_. ]*(?P<slug>.*)")


_LONGEST = 255
"""How long a name can be that a file system has; what is longer names no spec, and its digits no number."""


_OUTSIDE = "leads out of the repository and was not followed"


class _Found(NamedTuple):
    """The file of a spec.

    :param group: the folder that it is grouped in.
    :param archived: whether that is an archive.
    :param beside: what lies in the folder of the spec, if it has one of its own.
    """

    path: str
    group: str = ""
    archived: bool = False
    beside: Sequence[os.DirEntry[str]] = ()


def locate(start: Path, layout: SpecLayout | None = None) -> Project:
    """Find the specs of a repository.

    :param start: the repository, its specs folder, or a folder that lies in the repository.
    :param layout: what is known of it.
    :raises NoSpecsError: if there is no folder of specs.
    """
    layout = layout or SpecLayout()
    if not boundary.is_folder(start):
        raise NoSpecsError(absent("folder", start))
    start = start.resolve()
    if layout.specs:
        folder = start / layout.specs
        if not boundary.is_folder(folder):
            raise NoSpecsError(absent("folder", Path(layout.specs), start))
        if boundary.leads_out(folder, start):
            raise NoSpecsError(f"`{layout.specs}` {_OUTSIDE}")
        folder = folder.resolve()
        return _project(_repository(folder, start), folder, layout)
    holds_specs = any(_walk(start, layout))
    for root in (start, *start.parents):
        found = _in_repository(root, layout)
        if found and (not holds_specs or root == start or start.is_relative_to(found.specs.resolve())):
            return found
        if boundary.is_there(root / ".git"):
            break
    if holds_specs:
        return _project(_repository(start, start.parent), start, layout)
    if refused := _outside(start, (configuration.read(start).specs, *CANDIDATES)):
        raise NoSpecsError(f"no specs in {start}; {refused[0].message}")
    raise NoSpecsError(
        f"no specs in {start}; a spec is a folder such as `specs/001-name/` with a README.md "
        f"(looked in {', '.join(CANDIDATES)} and what {', '.join(CONFIGS)} name)"
    )


def holds_specs(root: Path, layout: SpecLayout) -> Path | None:
    """Return the specs folder of a repository, None if there is none with specs in it."""
    found = _in_repository(root, layout)
    return found.specs if found else None


def home(root: Path, layout: SpecLayout) -> Path:
    """Return where a repository without specs would keep them: as configured, else the usual folder."""
    return root / (layout.specs or (configuration.read(root).specs or CANDIDATES[0]))


def discover(project: Project) -> tuple[Place, ...]:
    """Find every spec of a project.

    :returns: the specs in the order of their folders, with ids that are unique among them.
    """
    places = []
    for path, group, archived, beside in _walk(project.specs, project.layout):
        name = fit(_own_name(path, project))
        number, slug = parts(name)
        places.append(
            Place(
                id=name,
                key=name,
                number=number,
                slug=slug,
                need_id="",
                path=project.relative(path),
                group=fit(group),
                archived=archived,
                sub_documents=_sub_documents(path, beside, project),
            )
        )
    return _named(places, project.relative(project.specs))


def parts(name: str) -> tuple[int | None, str]:
    """Split a spec's name into its number and the rest; ``20251101-003-a`` has number 3."""
    match = _NUMBER.match(name) if len(name) <= _LONGEST else None
    return (int(match["number"]), match["slug"]) if match else (None, name)


def is_archived(path: str, specs: str) -> bool:
    """Tell whether a file lies in a folder for archived specs; both are paths."""
    return PurePosixPath(path).is_relative_to(specs) and (
        PurePosixPath(path).relative_to(specs).parts[0] in _ARCHIVES
    )


def _named(places: list[Place], specs: str) -> tuple[Place, ...]:
    """Make ids unique: by the group where folder names repeat, by the slug where numbers do."""
    names = Counter(place.id for place in places)
    numbers = Counter(place.number for place in places)
    keys = {place.id: 1 for place in places if names[place.id] == 1}
    need_ids: dict[str, int] = {}
    named = []
    for place in places:
        group = _folder(place, specs) if names[place.id] > 1 else ""
        key = place.id
        if names[place.id] > 1:
            key = unique(f"{group}/{place.id}" if group else place.id, keys)
        words = [] if place.number is None else [f"{place.number:03}"]
        if place.number is None or numbers[place.number] > 1:
            words += [place.slug, group]
        named.append(replace(place, key=key, need_id=unique(need_id(*words), need_ids)))
    return tuple(named)


def need_id(*words: str, kind: str = "spec") -> str:
    """Return the id of a need, made of the words that tell its spec from others."""
    return f"{identifier(kind)}_" + "_".join(filter(None, map(identifier, words)))


def _folder(place: Place, specs: str) -> str:
    """Return the folder below the specs folder that a spec lies in: a group, or another spec."""
    top, *rest = PurePosixPath(place.path).relative_to(specs).parts
    return fit(top) if rest and fit(top) != place.id else ""


def identifier(text: str) -> str:
    """Spell a text in the letters of a need id; one without any becomes a digest, so that ids differ."""
    plain = text
    if not text.isascii():
        marked = unicodedata.normalize("NFKD", text)
        plain = "".join(char for char in marked if not unicodedata.combining(char))
    name = re.sub(r"[^A-Z0-9]+", "_", plain.upper()).strip("_")
    has_lost = not plain.isascii() and any(char.isalnum() and not char.isascii() for char in plain.upper())
    return "_".join(filter(None, (name, digest(text) if has_lost or (text and not name) else "")))


def _walk(folder: Path, layout: SpecLayout) -> Iterator[_Found]:
    """Yield the specs in a folder and in its groups."""
    for entry in _entries(folder):
        if not entry.is_dir(follow_symlinks=False):
            if layout.flat and _is_flat(entry):
                yield _Found(entry.path)
            continue
        own, children = _own_file(entry, layout), _entries(entry)
        if own:
            yield _Found(own, beside=children)
        group, archived = "" if own else entry.name, entry.name in _ARCHIVES
        for child in children:
            if not child.is_dir(follow_symlinks=False):
                if layout.flat and not own and _is_flat(child):
                    yield _Found(child.path, group, archived)
            elif file := _own_file(child, layout):
                yield _Found(file, group, archived, _entries(child))


def _entries(folder: Path | os.DirEntry[str]) -> list[os.DirEntry[str]]:
    """Return what lies in a folder and may be a spec or hold one, by name."""
    try:
        with os.scandir(folder) as entries:
            kept = [
                entry
                for entry in entries
                if not entry.name.startswith(".") and entry.name not in ("_migrated", "node_modules")
            ]
    except OSError:  # what this user may not see is not part of what they build
        return []
    return sorted(kept, key=lambda entry: entry.name)


def _own_file(folder: os.DirEntry[str], layout: SpecLayout) -> str | None:
    if not _SPEC_FOLDER.match(folder.name):
        return None
    for name in layout.files:
        path = f"{folder.path}{os.sep}{name}"
        try:
            mode = os.lstat(path).st_mode
        except (OSError, ValueError):
            continue
        if stat.S_ISREG(mode):
            return path
    return None


def refused(project: Project) -> Iterator[Finding]:
    """Find what looks like a spec and is none: links, which are not followed, and files that are no files."""
    for entry in _entries(project.specs):
        yield from _refused(entry, project)
        if entry.is_dir(follow_symlinks=False) and not _SPEC_FOLDER.match(entry.name):
            for child in _entries(entry):
                yield from _refused(child, project)


def _refused(entry: os.DirEntry[str], project: Project) -> Iterator[Finding]:
    if not _SPEC_FOLDER.match(entry.name):
        return
    paths: list[Path] = []
    if entry.is_dir(follow_symlinks=False):
        if not _own_file(entry, project.layout):
            paths = [Path(entry.path, name) for name in project.layout.files]
    elif entry.is_symlink() and (project.layout.flat or Path(entry.path).is_dir()):
        paths = [Path(entry.path)]
    for path in filter(os.path.lexists, paths):
        name = project.relative(path)
        if path.is_symlink():
            message, fix = f"`{name}` is a link and was not followed", "put there what it leads to"
        else:
            message, fix = f"`{name}` is no file and was not read", "give the spec a file of that name"
        yield Finding(name, 1, "config", message, fix)


def _is_flat(entry: os.DirEntry[str]) -> bool:
    is_named = bool(_SPEC_FOLDER.match(entry.name)) and entry.name.endswith(".md")
    return is_named and entry.is_file(follow_symlinks=False)


def _own_name(path: str, project: Project) -> str:
    folder, _, name = path.rpartition(os.sep)
    return folder.rpartition(os.sep)[2] if name in project.layout.files else name.removesuffix(".md")


def _sub_documents(
    path: str, beside: Iterable[os.DirEntry[str]], project: Project
) -> tuple[SubDocument, ...]:
    taken: dict[str, int] = {}
    return tuple(
        SubDocument(unique(fit(entry.name[:-3]), taken), project.relative(entry.path))
        for entry in beside
        if entry.name.lower().endswith(".md") and entry.path != path and entry.is_file(follow_symlinks=False)
    )


def _in_repository(root: Path, layout: SpecLayout) -> Project | None:
    """Return the project of a repository if specs lie where configured or where usual, else None."""
    known = configuration.read(root)
    layout = _merge(layout, known.file)
    for name in (*filter(None, [known.specs]), *CANDIDATES):
        folder = root / name
        if not boundary.is_folder(folder) or boundary.leads_out(folder, root, is_top=True):
            continue
        if any(_walk(folder, layout)):
            return _known(root, folder, layout, known)
    return None


def _outside(root: Path, names: Iterable[str]) -> tuple[Finding, ...]:
    """Return findings on folders of a repository that lead out of it."""
    found = dict.fromkeys(
        name
        for name in names
        if name and boundary.is_folder(root / name) and boundary.leads_out(root / name, root, is_top=True)
    )
    fix = "keep the files in the repository, and no link to elsewhere"
    return tuple(
        Finding(name, 1, "config", f"`{name}` {_OUTSIDE}", fix)
        for name in found
        if not any(name.startswith(f"{above}/") for above in found)
    )


def _repository(folder: Path, start: Path) -> Path:
    """Return the repository of a specs folder: the nearest folder with a sign of one, else the start."""
    for parent in folder.parents:
        if boundary.is_there(parent / ".git") or any((parent / name).is_file() for name in CONFIGS):
            return parent
    return start if start in folder.parents else folder.parent


def _project(root: Path, folder: Path, layout: SpecLayout) -> Project:
    known = configuration.read(root)
    return _known(root, folder, _merge(layout, known.file), known)


def _known(root: Path, folder: Path, layout: SpecLayout, known: configuration.Configuration) -> Project:
    outside = _outside(root, (known.specs, *CANDIDATES, *FOLDERS))
    return Project(root, folder, layout, known.custom, known.limits, (*known.findings, *outside))


def _merge(layout: SpecLayout, file: str) -> SpecLayout:
    """Return the layout with the file name that the configuration gives before the usual ones."""
    if not file or file in layout.files or "/" in file:
        return layout
    return replace(layout, files=(file, *layout.files))
