"""Where OpenSpec's capabilities and changes lie, and which files each is made of."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Final

from ....model import Place, SubDocument, Value
from ...boundary import read_settings
from ...keys import fit, unique
from ...seam import Project

HOME: Final = "openspec"
SPECS: Final = "specs"
CHANGES: Final = "changes"
ARCHIVE: Final = "archive"
SPEC: Final = "spec.md"
PROPOSAL: Final = "proposal.md"
TASKS: Final = "tasks.md"
METADATA: Final = ".openspec.yaml"
_OWN: Final = (PROPOSAL, TASKS, "design.md", METADATA)
"""The files that make a folder a change."""

_DEEPEST: Final = 4
"""How deep in a folder that is no change others are looked for."""

_BUILT_IN: Final = "spec-driven"
_DATED: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-.")


def capabilities(project: Project, home: Path) -> Iterator[Place]:
    """Yield every folder with a ``spec.md`` below the one of capabilities, however deep."""
    top = home / SPECS
    found = {
        tuple(path.parent.relative_to(top).parts): path
        for path in _files(top)
        if path.name == SPEC and path.parent != top
    }
    for segments, path in sorted(found.items()):
        name = "/".join(map(fit, segments))
        taken = {inner[len(segments)]: 1 for inner in found if inner[: len(segments)] == segments != inner}
        beside = (Path(entry.path) for entry in _entries(path.parent) if entry.is_file())
        documents = tuple(
            SubDocument(unique(fit(other.stem), taken), project.relative(other))
            for other in beside
            if other != path and _is_markdown(other)
        )
        is_plain = segments[0] not in (SPECS, CHANGES)  # what could be the address of something else is none
        key = name if is_plain else f"{SPECS}/{name}"
        yield Place(name, key, None, name, "", project.relative(path), sub_documents=documents)


def changes(project: Project, home: Path) -> Iterator[Place]:
    """Yield every folder of changes, and every one in the archive."""
    for group in (CHANGES, f"{CHANGES}/{ARCHIVE}"):
        for entry in _entries(home / group):
            is_one = entry.is_dir() and (group, entry.name) != (CHANGES, ARCHIVE)
            if is_one and (place := _change(project, home, Path(entry.path), group)):
                yield place


def home_of(path: str) -> tuple[str, ...]:
    """Return the segments of a path down to OpenSpec's folder, in which the change lies that it belongs to.

    Of one of several projects that is not at the top.
    """
    parts = PurePosixPath(path).parts
    at = next(at for at, pair in enumerate(pairwise(parts)) if pair == (HOME, CHANGES))
    return parts[: at + 1]


def inner(path: str) -> tuple[str, ...]:
    """Return the segments of a path below the folder of the change that it belongs to."""
    rest = PurePosixPath(path).parts[len(home_of(path)) + 1 :]
    return rest[2:] if rest[0] == ARCHIVE else rest[1:]


def capability_of(path: str) -> str:
    """Return the capability that a file of a change says something of, empty if it says nothing of one."""
    found = inner(path)
    return "/".join(map(fit, found[1:-1])) if (found[0], found[-1]) == (SPECS, SPEC) else ""


def is_wrapper(place: Place) -> bool:
    """Tell whether a folder is no change, but holds some, which OpenSpec does not see."""
    found = [inner(path) for path in place.files]
    return place.group == CHANGES and not any(len(one) == 1 or one[0] == SPECS for one in found)


def is_dated(name: str) -> bool:
    """Tell whether the name of a folder begins with a day."""
    return bool(_DATED.match(name))


def _change(project: Project, home: Path, folder: Path, group: str) -> Place | None:
    """Return the place of a change, None if no file lies in it."""
    files = list(_files(folder))
    if not files:
        return None
    name = fit(folder.name)
    made = _made_of(home, folder, files) or _nested(folder, files) or files[:1]
    paths = tuple(map(project.relative, made))
    return Place(
        name,
        f"{group}/{name}",
        None,
        name[11:] if group != CHANGES and is_dated(name) else name,
        "",
        paths[0],
        group,
        archived=group != CHANGES,
        sub_documents=tuple(_documents(project, folder, files, made)),
        files=paths,
    )


def _made_of(home: Path, folder: Path, files: Sequence[Path]) -> list[Path]:
    """Return what a change is made of: its proposal, its tasks, its deltas, and what the tool keeps of it."""
    tracked = _tracked(home, folder, files) or [folder / TASKS]
    deltas = (path for path in files if path.is_relative_to(folder / SPECS) and _is_markdown(path))
    known = set(files)
    made = dict.fromkeys((folder / PROPOSAL, *tracked, *deltas, folder / METADATA))
    return [path for path in made if path in known]


def _nested(folder: Path, files: Sequence[Path]) -> list[Path]:
    """Return what proposes the changes in a folder that is none itself."""
    if any(path.parent == folder for path in files):
        return []
    marked = {path.parent: path for path in reversed(files) if path.name in _OWN}
    return sorted(path for path in marked.values() if len(path.relative_to(folder).parts) <= _DEEPEST + 1)


def _documents(
    project: Project, folder: Path, files: Sequence[Path], made: Sequence[Path]
) -> Iterator[SubDocument]:
    """Yield the other texts of a change, deltas by the capability that they change."""
    taken: dict[str, int] = {}
    parts = {path for path in made if not path.is_relative_to(folder / SPECS)}
    for path in files:
        if path in parts or not _is_markdown(path):
            continue
        *above, _ = path.relative_to(folder).parts
        is_delta = len(above) > 1 and above[0] == SPECS and path.name == SPEC
        name = "/".join(map(fit, above if is_delta else (*above, path.stem)))
        yield SubDocument(unique(name, taken), project.relative(path))


def _tracked(home: Path, folder: Path, files: Sequence[Path]) -> list[Path]:
    """Return the files of tasks that the schema of a change names, where a project has schemas of its own."""
    schemas = home / "schemas"
    if not schemas.is_dir():
        return []
    own = _settings(folder / METADATA).get("schema")
    usual = (_settings(home / name).get("schema") for name in ("config.yaml", "config.yml"))
    name = next((name for name in (own, *usual) if isinstance(name, str)), _BUILT_IN)
    if "/" in name or name.startswith("."):
        return []
    schema = _settings(schemas / name / "schema.yaml")
    artifacts = schema.get("artifacts")
    apply = schema.get("apply")
    tracks = apply.get("tracks") if isinstance(apply, dict) else None
    for one in artifacts if isinstance(artifacts, list) else ():
        if isinstance(one, dict) and (one.get("generates") == tracks if tracks else one.get("id") == "tasks"):
            return _matching(folder, str(one.get("generates") or TASKS), files)
    return []


def _matching(folder: Path, pattern: str, files: Sequence[Path]) -> list[Path]:
    """Return the files that a pattern of a schema names; one that leads elsewhere names none."""
    try:
        found = set(folder.glob(pattern))
    except (NotImplementedError, ValueError, OSError):
        return []
    return [path for path in files if path in found]


def _settings(path: Path) -> Mapping[str, Value]:
    """Return what a file of OpenSpec's says; one that cannot be read is as if it were not there."""
    from ... import core_schema  # here, as it takes long, and few projects have such files

    try:
        return core_schema.load(read_settings(path))
    except (OSError, ValueError):
        return {}


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, by name."""
    for entry in _entries(folder):
        if entry.is_dir():
            yield from _files(Path(entry.path))
        else:
            yield Path(entry.path)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return what lies in a folder, by name: files and folders that OpenSpec looks at, and no links."""
    try:
        with os.scandir(folder) as entries:
            kept = [entry for entry in entries if entry.name[0] != "." or entry.name == METADATA]
    except OSError:  # what this user may not see is not part of what they build
        return []
    plain = (
        entry for entry in kept if entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False)
    )
    return sorted(plain, key=lambda entry: entry.name)


def _is_markdown(path: Path) -> bool:
    return path.suffix.lower() == ".md"
