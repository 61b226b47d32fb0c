from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from building import write_files
from gitting import Repository

from sphinx_leanspec.sources import trees
from sphinx_leanspec.sources.errors import SourceError
from sphinx_leanspec.sources.trees import FolderTree, GitTree


def test_a_folder_is_read_as_it_lies_there(tmp_path: Path) -> None:
    write_files(tmp_path, {"a/b.py": "x", "a/__pycache__/b.pyc": "", ".git/HEAD": "", "c.py": "y"})
    (tmp_path / "link.py").symlink_to("/etc/passwd")
    (tmp_path / "up").symlink_to("..", target_is_directory=True)
    tree = FolderTree(tmp_path, "demo")
    assert tree.paths() == ("a/b.py", "c.py")
    assert tree.read("a/b.py") == b"x"
    for path in ("link.py", "../x", ".git/HEAD", "/etc/passwd"):
        with pytest.raises(SourceError, match="there is no such file"):
            tree.read(path)


def test_a_folder_has_its_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"a.py": "x" * 20, "b.py": "x"})
    monkeypatch.setattr(trees, "LARGEST", 10)
    with pytest.raises(SourceError, match=r"a.py: the file is larger"):
        FolderTree(tmp_path).read("a.py")
    monkeypatch.setattr(trees, "MOST_FILES", 1)
    with pytest.raises(SourceError, match=r"more than 1 files"):
        FolderTree(tmp_path).paths()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"there is no folder gone; correct `folder`"):
        FolderTree(tmp_path / "gone")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "code")
    files = {"src/a.py": "old", "ä.py": "x", "empty.py": "", "b.bin": b"\0\n\0"}
    repository.commit("2026-01-05T10:00:00Z", files)
    repository.git("tag", "v1")
    repository.commit("2026-01-06T10:00:00Z", {"src/a.py": "new\n"})
    return repository


def test_a_commit_is_read_from_git_alone(repository: Repository) -> None:
    (repository.root / "link.py").symlink_to("/etc/passwd")
    repository.commit("2026-01-07T10:00:00Z", {"src/a.py": "newest"})
    repository.git("tag", "v2")
    assert GitTree(repository.root, "v1").read("src/a.py") == b"old"
    tree = GitTree(repository.root, "v2")
    assert tree.paths() == ("b.bin", "empty.py", "src/a.py", "ä.py")
    assert [tree.read(path) for path in tree.paths()] == [b"\0\n\0", b"", b"newest", b"x"]
    assert tree.label == "code v2"
    with pytest.raises(SourceError, match=r"^code v2: link.py: there is no such file"):
        tree.read("link.py")


def test_a_bare_clone_is_enough(repository: Repository, tmp_path: Path) -> None:
    bare = repository.clone(tmp_path / "bare.git", "--bare")
    assert GitTree(bare, "v1").read("src/a.py") == b"old"


@pytest.mark.parametrize("revision", ["v9", "--output=x", "-h", "v1:src/a.py", "", "v1 v2", "v1..HEAD"])
def test_what_is_no_revision_is_told(repository: Repository, revision: str) -> None:
    with pytest.raises(SourceError, match=f"^code {revision}: the repository has no revision `{revision}`"):
        GitTree(repository.root, revision)


def test_a_folder_that_is_no_repository_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no folder gone"):
        GitTree(tmp_path / "gone", "v1")
    with pytest.raises(SourceError, match="has no revision `v1`"):
        GitTree(tmp_path, "v1")


def test_all_files_of_a_kind_are_read_at_once(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("2026-01-07T10:00:00Z", {f"{number}.py": str(number) for number in range(30)})
    tree = GitTree(repository.root, "HEAD")
    assert tree.read("0.py") == b"0"
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(OSError, match="git"):
        subprocess.run(["git"], check=False)
    assert [tree.read(f"{number}.py") for number in range(30)] == [b"%d" % number for number in range(30)]
