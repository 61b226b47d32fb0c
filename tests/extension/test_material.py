"""Which changes of files may be changes of the site, and how far a build is said to be."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sphinx_leanspec.extension.live import counting
from sphinx_leanspec.extension.live.counting import PageCount
from sphinx_leanspec.extension.live.material import Material


@pytest.fixture
def material(tmp_path: Path) -> Material:
    def path2doc(path: str) -> str | None:
        return path.removesuffix(".md") if path.endswith(".md") else None

    env = SimpleNamespace(dependencies={"index": {"../parts/included.txt"}})
    (tmp_path / "docs").mkdir()
    app: Any = SimpleNamespace(project=SimpleNamespace(path2doc=path2doc), env=env, srcdir=tmp_path / "docs")
    opened: Any = SimpleNamespace(names=set())
    return Material(app, opened)


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return str(path)


def test_a_file_that_is_asked_for_counts_once_for_each_content(material: Material, tmp_path: Path) -> None:
    for name in ("docs/a.md", "parts/included.txt", ".gitignore", "asked.csv"):
        path = write(tmp_path, name, "One.")
        if name == "asked.csv":
            material.learn([path])
        assert material.changed([path], []) == [path]
        assert material.changed([path], []) == [], "it was merely touched"
        write(tmp_path, name, "Two.")
        assert material.changed([path], []) == [path]
        Path(path).unlink()
        assert material.changed([], [path]) == [path]


def test_a_file_is_asked_for_by_way_of_a_link_too(material: Material, tmp_path: Path) -> None:
    path = write(tmp_path, "far.csv", "One.")
    (tmp_path / "docs" / "near.csv").symlink_to(path)
    material.learn([str(tmp_path / "docs" / "near.csv")])
    assert material.changed([path], []) == [path]


def test_any_other_counts_only_when_it_comes_or_goes(material: Material, tmp_path: Path) -> None:
    path = write(tmp_path, "log.txt", "One.")
    assert material.changed([path], []) == []
    assert material.changed([], [path]) == [], "it was there before"
    Path(path).unlink()
    assert material.changed([], [path]) == [path]
    assert material.changed([], [path]) == [], "it has come and gone"
    folder = tmp_path / "new"
    folder.mkdir()
    assert material.changed([], [str(folder)]) == [str(folder)]


def test_what_changes_before_it_is_known_to_be_asked_for_counts_then(
    material: Material, tmp_path: Path
) -> None:
    early, log = write(tmp_path, "style.css", "One."), write(tmp_path, "log.txt", "One.")
    assert material.changed([early, log], []) == []
    assert material.learn([early]) == [early]
    assert material.learn([]) == []


def test_how_far_it_is_is_counted_in_this_process_and_in_what_others_have_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[tuple[str, int, int]] = []
    heard: dict[str, Any] = {}
    app: Any = SimpleNamespace(connect=lambda name, function, **_: heard.__setitem__(name, function))
    monkeypatch.setattr(counting, "_PATIENCE", 0)
    count = PageCount(app, lambda *how_far: told.append(how_far))
    heard["env-before-read-docs"](app, None, ["a", "b", "c"])
    heard["doctree-read"](app, None)
    heard["env-merge-info"](app, None, ["b", "c"], None)
    count.begin("written", 1)
    heard["doctree-resolved"](app, None, "a")
    heard["doctree-resolved"](app, None, "b")
    assert told == [("read", 1, 3), ("read", 3, 3), ("written", 1, 1), ("written", 2, 2)]
    monkeypatch.setattr(os, "getpid", lambda: -1)
    heard["doctree-resolved"](app, None, "c")
    assert len(told) == 4, "one that reads pages for this process knows only of its own"
    monkeypatch.undo()
    count.begin("read", 1)
    heard["doctree-read"](app, None)
    assert len(told) == 4, "nobody wonders yet"
