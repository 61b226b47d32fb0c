"""Where a repository keeps what BMAD makes: as its configuration says, else where releases have put it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from ....model import Value
from ... import boundary, core_schema
from ...folders import entries, folders, is_file, markdown
from .sprint import NAME

_CONFIGS: Final = (
    "_bmad/custom/config.user.toml",
    "_bmad/custom/config.toml",
    "_bmad/config.toml",
    "_bmad/bmm/config.yaml",
    ".bmad/bmm/config.yaml",
    "bmad/bmm/config.yaml",
)
_ROOT: Final = "{project-root}"
_MADE: Final = ("implementation_artifacts", "sprint_artifacts", "dev_ephemeral_location")
_PLANNED: Final = ("planning_artifacts", "output_folder")
_USUAL: Final = (
    ("_bmad-output/implementation-artifacts", "_bmad-output/planning-artifacts"),
    ("docs/sprint-artifacts", "docs"),
    ("docs", "docs"),
    ("_bmad-output", "_bmad-output"),
)
_DEEPEST: Final = 2
"""How deep in their folder files of stories may lie: ``stories/epic-1/``."""


class Layout(NamedTuple):
    """Where the files lie.

    :param status: the file that decides.
    :param planned: the folder of the epics.
    """

    status: Path
    planned: Path


def layout(root: Path) -> Layout | None:
    """Find the file that decides, None if there is none."""
    known = dict(_settings(root))
    made = [root / known[name] for name in _MADE if name in known]
    planned = next((root / known[name] for name in _PLANNED if name in known), None)
    usual = [(root / one, planned or root / other) for one, other in _USUAL]
    for folder, plans in (*((one, planned or one) for one in made), *usual):
        status = folder / NAME
        if is_file(status) and not boundary.leads_out(status, root, is_top=True):
            return Layout(status, plans)
    return None


def epics(plans: Path, made: Path) -> list[Path]:
    """Return the files that speak of epics, by name: those called so, and those in a folder called so."""
    found = [path for path in markdown(plans) if "epic" in path.name.lower()]
    below = [one for one in folders(plans) if "epic" in one.name.lower() and one != made]
    found += [path for one in below for path in markdown(one)]
    return [path for path in found if "retro" not in path.name.lower()]


def stories(*tops: Path) -> dict[str, Path]:
    """Return the Markdown files in some folders, and in those below, by what they are called."""
    found: dict[str, Path] = {}
    for top in tops:
        for path in _below(top, 0):
            found.setdefault(path.stem, path)
    return found


def located(root: Path, written: str) -> Path | None:
    """Return a folder as a file of BMAD's names it, None if it lies elsewhere, or is none."""
    folder = root / written.replace(_ROOT, "").strip("/") if written else None
    if folder is None or "\0" in written or not boundary.is_folder(folder):
        return None
    return None if boundary.leads_out(folder, root, is_top=True) else folder


def _below(folder: Path, depth: int) -> Iterator[Path]:
    yield from markdown(folder)
    for entry in entries(folder) if depth < _DEEPEST else ():
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
            yield from _below(Path(entry.path), depth + 1)


def _settings(root: Path) -> Iterator[tuple[str, str]]:
    """Yield what the configurations say of folders, the one that counts last."""
    for name in reversed(_CONFIGS):
        path = root / name
        if not is_file(path):
            continue
        try:
            text = boundary.read_settings(path)
            said = tomllib.loads(text) if path.suffix == ".toml" else core_schema.load(text)
        except (OSError, ValueError):
            continue  # as if it were not there: where files lie by default is known
        for key, value in _flat(said):
            folder = value.replace(_ROOT, "").strip("/")
            if key in (*_MADE, *_PLANNED) and "\0" not in folder and ".." not in folder.split("/"):
                yield key, folder or "."


def _flat(said: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    for key, value in said.items():
        if isinstance(value, dict):
            yield from _flat(value)
        elif isinstance(value, str):
            yield key, value
