"""Projects that are changed and built again, held against a clean build of the same."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from building import Build, BuildResult, builder_in, write_files

ALWAYS = {"genindex.html", "search.html", "permalink.html", "index.html"}
"""What Sphinx and sphinx-needs write in every build that writes anything; the root page up to Sphinx 8."""


def edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        file = root / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")

    return change


def write(path: str, text: str) -> Callable[[Path], None]:
    return lambda root: write_files(root, {path: text})


def remove(path: str) -> Callable[[Path], None]:
    return lambda root: shutil.rmtree(root / path) if (root / path).is_dir() else (root / path).unlink()


def rename(old: str, new: str) -> Callable[[Path], None]:
    return lambda root: (root / old).rename(root / new) and None


@dataclass
class Kept:
    """A project, its output, and a way to build it."""

    root: Path
    build: Build
    last: BuildResult


def snapshot(outdir: Path) -> dict[str, tuple[int, bytes]]:
    """Every page by its path: when it was written, and what it holds."""
    return {
        path.relative_to(outdir).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in outdir.rglob("*.html")
    }


def changed(before: dict[str, tuple[int, bytes]], after: dict[str, tuple[int, bytes]]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} - ALWAYS


def own(warnings: list[str]) -> set[str]:
    return {line for line in warnings if "[leanspec." in line}


def pages(outdir: Path) -> dict[str, bytes]:
    return {name: content for name, (_, content) in snapshot(outdir).items()}


def needs(result: BuildResult) -> str:
    exported = json.loads(result.text("needs.json"))
    return re.sub(r'"created": "[^"]*T[^"]*"', "", json.dumps(exported, sort_keys=True))


def assert_like_clean(result: BuildResult, clean: BuildResult) -> None:
    ours, theirs = pages(result.outdir), pages(clean.outdir)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []
    assert needs(result) == needs(clean)
    assert own(result.warnings) == own(clean.warnings)


def clean_build(kept: Kept, *options: str, jobs: int = 1) -> BuildResult:
    """The same project into an empty folder."""
    folder = kept.root.parent / "clean"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return builder_in(folder)(kept.root, *options, jobs=jobs)
