"""What git is asked of a checkout: where it is on the web, and where a project lies in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from building import write_files
from gitting import Repository

from sphinx_leanspec import git
from sphinx_leanspec.git import inspect, prefix_of, top_of

AT = "2026-01-01T10:00:00Z"
WEB = "https://git.example/owner/name"
FILES = {"a.md": "", "tools/api/b.md": ""}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    made = Repository(tmp_path / "repository")
    made.git("remote", "add", "origin", f"{WEB}.git")
    made.commit(AT, FILES)
    return made


@pytest.fixture
def hide_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], None]:
    return lambda: monkeypatch.setenv("PATH", str(tmp_path / "no commands"))


def on_a_branch(repository: Repository) -> Path:
    repository.git("checkout", "--quiet", "-b", "work/of-today")
    return repository.root


def without_a_commit(repository: Repository) -> Path:
    other = Repository(repository.root.parent / "unborn")
    other.git("remote", "add", "origin", f"{WEB}.git")
    return other.root


def at_tags(repository: Repository) -> Path:
    for name in ("v1.0", "v1.1"):
        repository.git("tag", name)
    repository.commit(AT, {"c.md": ""})
    repository.git("tag", "v2.0")
    repository.git("checkout", "--quiet", "v1.1")
    return repository.root


def at_a_packed_tag(repository: Repository) -> Path:
    repository.git("tag", "--annotate", "--message", "Words", "v1.1")
    repository.git("pack-refs", "--all")
    repository.git("checkout", "--quiet", "--detach")
    return repository.root


def clone_at_no_tag(repository: Repository) -> Path:
    repository.git("branch", "--move", "trunk")
    clone = Repository(repository.clone(repository.root.parent / "clone"))
    clone.git("remote", "set-url", "origin", WEB)
    clone.git("checkout", "--quiet", "--detach")
    return clone.root


def worktree(repository: Repository) -> Path:
    folder = repository.root.parent / "tree"
    repository.git("worktree", "add", "--quiet", "-b", "side", str(folder))
    return folder


def worktree_at_a_tag(repository: Repository) -> Path:
    folder = repository.root.parent / "tree"
    repository.git("tag", "v3")
    repository.git("worktree", "add", "--quiet", "--detach", str(folder))
    return folder


def submodule(repository: Repository) -> Path:
    outer = Repository(repository.root.parent / "outer")
    outer.git("remote", "add", "origin", "https://git.example/other/outer")
    add = ("submodule", "--quiet", "add", repository.root.as_uri(), "parts/inner")
    outer.git("-c", "protocol.file.allow=always", *add)
    inner = outer.root / "parts/inner"
    outer.git("-C", str(inner), "remote", "set-url", "origin", f"ssh://git@git.example:22/{WEB[20:]}.git/")
    return inner


def clone_with_alternates(repository: Repository) -> Path:
    clone = Repository(repository.clone(repository.root.parent / "clone", "--shared"))
    clone.git("remote", "set-url", "origin", f"git@git.example:{WEB[20:]}.git")
    return clone.root


SHAPES = [
    (on_a_branch, "work/of-today"),
    (without_a_commit, "main"),
    (at_tags, "v1.1"),
    (at_a_packed_tag, "v1.1"),
    (clone_at_no_tag, "trunk"),
    (worktree, "side"),
    (worktree_at_a_tag, "v3"),
    (submodule, "main"),
    (clone_with_alternates, "main"),
]


@pytest.mark.parametrize("has_git", [True, False])
@pytest.mark.parametrize(("shape", "revision"), SHAPES, ids=[shape.__name__ for shape, _ in SHAPES])
def test_every_shape_of_checkout_is_known_with_git_and_without(
    repository: Repository,
    hide_git: Callable[[], None],
    shape: Callable[[Repository], Path],
    revision: str,
    has_git: bool,
) -> None:
    folder = shape(repository)
    (folder / "tools/api").mkdir(parents=True, exist_ok=True)
    if not has_git:
        hide_git()
    assert inspect(folder) == git.Repository(WEB, revision)
    assert inspect(folder / "tools/api") == git.Repository(WEB, revision, "tools/api/")
    assert top_of(folder / "tools/api") == top_of(folder) == folder


def test_an_annotated_tag_is_known(repository: Repository) -> None:
    repository.git("tag", "--annotate", "--message", "Words", "v1.1")
    repository.git("checkout", "--quiet", "--detach")
    assert inspect(repository.root).revision == "v1.1"


def test_refs_in_tables(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    command = [
        "git",
        "-c",
        "init.defaultBranch=trunk",
        "init",
        "--quiet",
        "--ref-format=reftable",
        str(folder),
    ]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("this git is older than 2.45, and keeps no refs in tables")
    made = Repository(folder)
    made.git("remote", "add", "origin", WEB)
    assert inspect(folder) == git.Repository(WEB, "trunk")
    made.commit(AT, FILES)
    assert inspect(folder) == git.Repository(WEB, "trunk")
    made.git("tag", "v1")
    made.git("checkout", "--quiet", "--detach")
    assert inspect(folder) == git.Repository(WEB, "v1")


def test_refs_in_tables_are_not_read_by_hand(tmp_path: Path, hide_git: Callable[[], None]) -> None:
    config = f'[extensions]\n\trefStorage = reftable\n[remote "origin"]\n\turl = {WEB}\n'
    write_files(tmp_path, {".git/HEAD": "ref: refs/heads/.invalid\n", ".git/config": config})
    hide_git()
    assert inspect(tmp_path) == git.Repository(WEB)
    assert inspect(tmp_path).file_url("a.md") == ""


@pytest.mark.parametrize("has_git", [True, False])
@pytest.mark.parametrize(
    ("remotes", "address"),
    [
        ({}, ""),
        (
            {"upstream": "https://a.example/up/name", "fork": "https://b.example/my/name"},
            "https://b.example/my/name",
        ),
        ({"a": "https://a.example/a/a", "origin": "git://b.example/b/b/"}, "https://b.example/b/b"),
        ({"origin": "/srv/git/name.git", "z": "https://token@z.example/a/b/c"}, "https://z.example/a/b/c"),
        ({"origin": "../name.git"}, ""),
    ],
)
def test_which_remote(
    tmp_path: Path, hide_git: Callable[[], None], remotes: dict[str, str], address: str, has_git: bool
) -> None:
    made = Repository(tmp_path / "repository")
    for name, url in remotes.items():
        made.git("config", f"remote.{name}.url", url)
    if not has_git:
        hide_git()
    assert inspect(made.root).address == address


@pytest.mark.parametrize("has_git", [True, False])
def test_no_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hide_git: Callable[[], None], has_git: bool
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "plain").mkdir()
    if not has_git:
        hide_git()
    assert inspect(tmp_path / "plain") == git.Repository()
    assert (prefix_of(tmp_path / "plain"), top_of(tmp_path / "plain")) == ("", tmp_path / "plain")


def test_a_checkout_of_another_user(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container: git says no word of it."""
    for name in ("GIT_CONFIG_SYSTEM", "GIT_CONFIG_GLOBAL"):  # which may well allow it on a machine of CI
        monkeypatch.setenv(name, os.devnull)
    monkeypatch.setitem(git._OWN, "GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(git.GitError):
        git.run(repository.root, ("rev-parse", "HEAD"))
    assert inspect(repository.root) == git.Repository(WEB, "main")


def test_no_other_folder_is_claimed(repository: Repository) -> None:
    repository.git("config", "core.worktree", str(repository.root.parent))
    assert top_of(repository.root) == repository.root


def test_git_is_asked_twice_and_speaks_to_nobody(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trace, real = tmp_path / "trace", shutil.which("git")
    write_files(tmp_path, {"bin/git": f'#!/bin/sh\necho "$*" >> {trace}\nexec {real} "$@"\n'})
    write_files(tmp_path, {"trap": f"#!/bin/sh\ntouch {tmp_path}/sprung\n"})
    for name in ("bin/git", "trap"):
        (tmp_path / name).chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "gpg.program",
        "pager.config",
        "alias.config",
    ):
        repository.git("config", key, f"!{tmp_path}/trap" if key.startswith("alias") else f"{tmp_path}/trap")
    repository.git("config", "remote.origin.uploadpack", str(tmp_path / "trap"))
    repository.git("config", "remote.origin.promisor", "true")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    assert inspect(repository.root) == git.Repository(WEB, "main")
    assert len(trace.read_text().splitlines()) == 2
    assert prefix_of(repository.root) == ""
    assert len(trace.read_text().splitlines()) == 3
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize(
    ("address", "prefix", "path", "url"),
    [
        ("https://github.com/a/b", "", "x y#.md", "https://github.com/a/b/blob/main/x%20y%23.md"),
        ("https://github.com/a/b", "", os.fsdecode(b"\xff.md"), "https://github.com/a/b/blob/main/%FF.md"),
        ("https://github.com/a/b", "tools/api/", "x.md", "https://github.com/a/b/blob/main/tools/api/x.md"),
        ("https://github.com/a/b", "tools/api/", "../x.md", "https://github.com/a/b/blob/main/tools/x.md"),
        ("https://github.com/a/b", "tools/api/", "../../x.md", "https://github.com/a/b/blob/main/x.md"),
        ("https://github.com/a/b", "tools/api/", "../../../x.md", ""),
        ("https://github.com/a/b", "", "../x.md", ""),
        ("https://gitlab.com/a/b", "", "x.md", "https://gitlab.com/a/b/-/blob/main/x.md"),
        ("https://bitbucket.org/a/b", "", "x.md", "https://bitbucket.org/a/b/src/main/x.md"),
        ("", "", "x.md", ""),
    ],
)
def test_the_page_of_a_file(address: str, prefix: str, path: str, url: str) -> None:
    assert git.Repository(address, "main", prefix).file_url(path) == url


def test_the_revision_is_a_part_of_the_address() -> None:
    repository = git.Repository("https://github.com/a/b", "@scope/api@1.0 #7")
    assert repository.file_url("x.md") == "https://github.com/a/b/blob/@scope/api@1.0%20%237/x.md"
    assert git.Repository("https://github.com/a/b").file_url("x.md") == ""
