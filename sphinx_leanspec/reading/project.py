"""Where a project keeps its specs: the generations of LeanSpec's configuration, and the folders themselves.

Folder rules are those of LeanSpec's loader (0.2.28 and 0.3.0): a spec is a folder that begins with a digit, at
most two levels below the specs folder, with a ``README.md``.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..model import Finding, Place, SubDocument, Value
from . import frontmatter
from .markdown import digest

CONFIGS = ("leanspec.adapter.yaml", ".lean-spec/config.yaml", ".lean-spec/config.json", ".lspec/config.json")
"""The files that hold LeanSpec's own configuration, the newest generation first."""

CANDIDATES = ("specs", ".lean-spec/specs", "doc/specs", "docs/specs")
"""Where specs are looked for if no configuration says."""

_ARCHIVES = ("archived", "_archived")
_SPEC_FOLDER = re.compile(r"[0-9]")
_NUMBER = re.compile(r"(?:[0-9]{8}-(?=[0-9]))?(?P<number>[0-9]+)[-_. ]*(?P<slug>.*)")


class NoSpecsError(Exception):
    """A repository holds no folder of specs."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a project's specs lie, where LeanSpec's configuration or the user says so.

    :param specs: the specs folder, relative to the repository; found by itself if empty.
    :param flat: whether ``010-name.md`` is a spec, too.
    :param files: the names a spec's own file can have in its folder, the first one found counts.
    """

    specs: str = ""
    flat: bool = False
    files: tuple[str, ...] = ("README.md",)


@dataclass(frozen=True, slots=True)
class Project:
    """A repository with specs.

    :param root: the repository, absolute.
    :param specs: the specs folder, absolute.
    :param custom: the types of custom frontmatter fields, as LeanSpec's configuration declares them.
    :param findings: what was wrong with the configuration.
    """

    root: Path
    specs: Path
    layout: Layout = field(default_factory=Layout)
    custom: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def relative(self, path: Path) -> str:
        """:returns: a path as records carry it: POSIX, and relative to the repository wherever it lies."""
        return Path(os.path.relpath(path, self.root)).as_posix()


def locate(start: Path, layout: Layout | None = None) -> Project:
    """Find the specs of a repository.

    :param start: the repository, its specs folder, or a folder that lies in the repository.
    :param layout: what is known of it.
    :raises NoSpecsError: if there is no folder of specs.
    """
    layout = layout or Layout()
    start = start.resolve()
    if layout.specs:
        folder = (start / layout.specs).resolve()
        if not folder.is_dir():
            raise NoSpecsError(f"there is no folder `{layout.specs}` in {start}")
        return _project(_repository(folder), folder, layout)
    for root in (start, *start.parents):
        settings, custom, findings = _settings(root)
        names = [str(settings["specs"])] if "specs" in settings else []
        for name in (*names, *CANDIDATES):
            folder = root / name
            if folder.is_dir() and any(_walk(folder, layout)):
                return Project(root, folder, _merge(layout, settings), custom, findings)
        if root == start and any(_walk(root, layout)):
            return _project(_repository(root), root, layout)
        if (root / ".git").exists():
            break
    raise NoSpecsError(
        f"no specs in {start}; a spec is a folder such as `specs/001-name/` with a README.md "
        f"(looked in {', '.join(CANDIDATES)} and what {', '.join(CONFIGS)} name)"
    )


def discover(project: Project) -> tuple[Place, ...]:
    """Find every spec of a project.

    :returns: the specs in the order of their folders, with ids that are unique among them.
    """
    found = list(_walk(project.specs, project.layout))
    places = []
    for path, group, archived in found:
        name = _own_name(path, project)
        match = _NUMBER.match(name)
        places.append(
            Place(
                id=name,
                key=name,
                number=int(match["number"]) if match else None,
                slug=match["slug"] if match else name,
                need_id="",
                path=project.relative(path),
                group=group,
                archived=archived,
                sub_documents=_sub_documents(path, project),
            )
        )
    return _named(places)


def _named(places: list[Place]) -> tuple[Place, ...]:
    """Make ids unique: by the group where folder names repeat, by the slug where numbers do."""
    names = Counter(place.id for place in places)
    numbers = Counter(place.number for place in places)
    taken: Counter[str] = Counter()
    named = []
    for place in places:
        shared = names[place.id] > 1
        key = f"{place.group}/{place.id}" if shared and place.group else place.id
        number = "" if place.number is None else f"{place.number:03}"
        parts = [number]
        if place.number is None or numbers[place.number] > 1:
            parts += [place.slug, place.group if shared else ""]
        need_id = "SPEC_" + "_".join(filter(None, map(_identifier, parts)))
        taken[need_id] += 1
        if taken[need_id] > 1:
            need_id = f"{need_id}_{taken[need_id]}"
        named.append(replace(place, key=key, need_id=need_id))
    return tuple(named)


def _identifier(text: str) -> str:
    """:returns: a text in the letters of a need's id; one in another script as a digest."""
    name = re.sub(r"[^A-Z0-9]+", "_", text.upper()).strip("_")
    return name if name or not text else digest(text)


def _walk(folder: Path, layout: Layout) -> Iterator[tuple[Path, str, bool]]:
    """:returns: the file of each spec, the folder it is grouped in, and whether that is an archive."""
    for entry in _entries(folder):
        if not entry.is_dir(follow_symlinks=False):
            if layout.flat and _is_flat(entry.name):
                yield Path(entry.path), "", False
            continue
        own = _own_file(Path(entry.path), layout)
        if own:
            yield own, "", False
        group = "" if own else entry.name
        for child in _entries(Path(entry.path)):
            if not child.is_dir(follow_symlinks=False):
                if layout.flat and not own and _is_flat(child.name):
                    yield Path(child.path), group, entry.name in _ARCHIVES
            elif file := _own_file(Path(child.path), layout):
                yield file, group, entry.name in _ARCHIVES


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """:returns: what lies in a folder and may be a spec or hold one, in order of names."""
    with os.scandir(folder) as entries:
        kept = [
            entry
            for entry in entries
            if not entry.name.startswith(".") and entry.name not in ("_migrated", "node_modules")
        ]
    return sorted(kept, key=lambda entry: entry.name)


def _own_file(folder: Path, layout: Layout) -> Path | None:
    if not _SPEC_FOLDER.match(folder.name):
        return None
    return next((folder / name for name in layout.files if (folder / name).is_file()), None)


def _is_flat(name: str) -> bool:
    return bool(_SPEC_FOLDER.match(name)) and name.endswith(".md")


def _own_name(path: Path, project: Project) -> str:
    return path.parent.name if path.name in project.layout.files else path.stem


def _sub_documents(path: Path, project: Project) -> tuple[SubDocument, ...]:
    if path.name not in project.layout.files:
        return ()
    return tuple(
        SubDocument(Path(entry.name).stem, project.relative(Path(entry.path)))
        for entry in _entries(path.parent)
        if entry.name.lower().endswith(".md")
        and entry.name != path.name
        and entry.is_file(follow_symlinks=False)
    )


def _repository(folder: Path) -> Path:
    """:returns: the repository a specs folder belongs to: the nearest with a sign of one, else its parent."""
    for parent in folder.parents:
        if (parent / ".git").exists() or any((parent / name).is_file() for name in CONFIGS):
            return parent
    return folder.parent


def _project(root: Path, folder: Path, layout: Layout) -> Project:
    settings, custom, findings = _settings(root)
    return Project(root, folder, _merge(layout, settings), custom, findings)


def _merge(layout: Layout, settings: Mapping[str, Value]) -> Layout:
    """:returns: the layout with the default file that the configuration names before the usual ones."""
    file = settings.get("file")
    if not isinstance(file, str) or file in layout.files or "/" in file:
        return layout
    return replace(layout, files=(file, *layout.files))


def _settings(root: Path) -> tuple[dict[str, Value], dict[str, str], tuple[Finding, ...]]:
    """Read the newest configuration of a repository, of whichever generation.

    :returns: ``specs`` and ``file`` where they are set, the types of custom fields, and what was wrong.
    """
    for name in CONFIGS:
        path = root / name
        if not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8-sig")
            values = json.loads(text) if name.endswith(".json") else frontmatter.load(text)
            if not isinstance(values, dict):
                raise ValueError("it is not an object")
        except (OSError, ValueError) as error:
            line = getattr(error, "lineno", 1)
            message = f"LeanSpec's configuration cannot be read and was left out: {error}"
            return {}, {}, (Finding(name, line, "config", message, "mend the file"),)
        return (*_known(values), ())
    return {}, {}, ()


def _known(values: Mapping[str, Value]) -> tuple[dict[str, Value], dict[str, str]]:
    """:returns: what this package uses of a configuration, in whichever spelling."""
    inner = values.get("settings")
    flat = {**values, **(inner if isinstance(inner, dict) else {})}
    settings: dict[str, Value] = {}
    for key in ("directory", "specs_dir", "specsDir"):
        if isinstance(flat.get(key), str) and flat[key]:
            settings["specs"] = flat[key]
            break
    structure = flat.get("structure")
    if isinstance(structure, dict):
        file = structure.get("defaultFile", structure.get("default_file"))
        if isinstance(file, str):
            settings["file"] = file
    fields = flat.get("frontmatter")
    custom = fields.get("custom") if isinstance(fields, dict) else None
    types = {name: str(kind) for name, kind in custom.items()} if isinstance(custom, dict) else {}
    return settings, types
