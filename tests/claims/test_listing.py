"""The files that evidence can ask about: a question leads nowhere else."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path

import pytest
from building import write_files
from claims.worlds import files_of, judged
from gitting import Repository

from sphinx_leanspec.claims.globs import Glob
from sphinx_leanspec.claims.listing import MOST_BYTES, Listing

DAY = "2026-01-05T10:00:00Z"
links = pytest.mark.skipif(sys.platform == "win32", reason="links want rights of their own")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "repository")
    repository.commit(DAY, {"docs/a.md": "word\n", ".gitignore": ".env\nbuild/\n", "lib/b.py": ""})
    return repository


def test_what_git_tracks_or_does_not_ignore(repository: Repository) -> None:
    files = {".env": "word\n", "build/c.md": "", "docs/new.md": "", ".github/d.yml": ""}
    write_files(repository.root, files)
    (repository.root / "lib/b.py").unlink()
    listing = Listing(repository.root)
    assert "docs/a.md" in listing
    assert "docs/new.md" in listing
    assert ".github/d.yml" in listing
    assert not any(path in listing for path in (".env", "build/c.md", "lib/b.py", ".git/config", "docs"))
    assert listing.matching(Glob("**")) == (".github/d.yml", ".gitignore", "docs/a.md", "docs/new.md")


def test_an_ignored_file_that_is_tracked_counts(repository: Repository) -> None:
    write_files(repository.root, {"build/c.md": ""})
    repository.git("add", "--force", "build/c.md")
    assert "build/c.md" in Listing(repository.root)


OUTSIDE = "a secret\n"

ASKED = (
    'text .env "a secret"',
    'matches .env "secret"',
    "file .env",
    "files .env* >= 1",
    "files **/.env == 1",
    'text .git/config "[core]"',
    "files .git/** >= 1",
    'text link.md "a secret"',
    'text folder/secret.md "a secret"',
    "files folder/** >= 1",
    "file folder/secret.md",
    'text swapped/secret.md "a secret"',
    "files swapped/* >= 1",
    "file module/secret.md",
    "files module/** >= 1",
)


@links
@pytest.mark.parametrize("evidence", ASKED)
def test_a_strangers_question_is_answered_as_if_nothing_were_there(evidence: str, tmp_path: Path) -> None:
    write_files(tmp_path, {"outside/secret.md": OUTSIDE})
    module = Repository(tmp_path / "module")
    module.commit(DAY, {"secret.md": OUTSIDE})
    repository = Repository(tmp_path / "repository")
    root = repository.root
    (root / "swapped").mkdir()
    write_files(root, {**files_of(evidence), ".gitignore": ".env\n", "swapped/secret.md": "old\n"})
    (root / "link.md").symlink_to("../outside/secret.md")
    (root / "folder").symlink_to("../outside")
    add = ("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", module.root.as_uri(), "module")
    repository.git(*add)
    repository.commit(DAY)
    write_files(root, {".env": OUTSIDE})
    (root / "swapped/secret.md").unlink()
    (root / "swapped").rmdir()
    (root / "swapped").symlink_to("../outside")
    verdict = judged(root).verdict
    assert verdict
    assert verdict.standing == "failed"


@links
def test_without_a_repository_hidden_files_and_links_do_not_count(tmp_path: Path) -> None:
    root = tmp_path / "project"
    files = {"a.md": "", ".env": OUTSIDE, ".cache/b.md": "", "docs/c.md": "", "docs/.d.md": ""}
    write_files(root, files)
    write_files(tmp_path, {"outside/secret.md": OUTSIDE})
    (root / "link.md").symlink_to("../outside/secret.md")
    (root / "folder").symlink_to("../outside")
    listing = Listing(root)
    assert listing.matching(Glob("**")) == ("a.md", "docs/c.md")
    assert not any(path in listing for path in (".env", "link.md", "folder/secret.md"))
    assert listing.unknown("a.md") == ""


def test_where_git_does_not_say_what_it_ignores_nothing_is_known(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": "", ".git": "gitdir: ../nowhere\n"})
    listing = Listing(tmp_path)
    assert "a.md" not in listing
    assert "git does not say which files it ignores" in listing.unknown("a.md")


def test_a_project_below_the_top_of_its_repository(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit(DAY, {"tools/api/docs/a.md": "", "docs/b.md": "", "tools/api/.git-is-not": ""})
    listing = Listing(tmp_path / "tools/api")
    assert listing.matching(Glob("**")) == (".git-is-not", "docs/a.md")
    assert "docs/a.md" in listing
    assert "docs/b.md" not in listing


def test_capitals_count(repository: Repository) -> None:
    assert "docs/A.md" not in Listing(repository.root)
    assert "Docs/a.md" not in Listing(repository.root)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("asked", ["NFC", "NFD"])
def test_a_name_may_be_composed_otherwise(form: str, asked: str, tmp_path: Path) -> None:
    name = "süd/größe.md"
    write_files(tmp_path, {unicodedata.normalize(form, name): "word"})  # type: ignore[arg-type]
    listing = Listing(tmp_path)
    written = unicodedata.normalize(asked, name)  # type: ignore[arg-type]
    assert written in listing
    assert listing.read(listing.find(written)) == b"word"
    assert len(listing.matching(Glob(unicodedata.normalize(asked, "süd/gr*ö*.md")))) == 1  # type: ignore[arg-type]


def test_a_file_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    write_files(tmp_path, {"a": b"x" * MOST_BYTES, "b": b"x" * (MOST_BYTES + 1)})
    listing = Listing(tmp_path)
    assert listing.read("a") == b"x" * MOST_BYTES
    assert listing.read("b") is None


def test_a_sparse_checkout_does_not_know_what_it_left_out(repository: Repository) -> None:
    repository.git("sparse-checkout", "set", "--no-cone", "/docs/")
    listing = Listing(repository.root)
    assert "docs/a.md" in listing
    assert "lib/b.py" not in listing
    assert listing.unknown("lib/b.py") == "it is not part of this sparse checkout"
    assert listing.unknown("docs/x.md") == ""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "pipe" not in Listing(tmp_path)


def test_nothing_is_asked_of_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    write_files(tmp_path, files_of(r'file "a\x00b"'))
    assert judged(tmp_path).word == "missing"


def test_the_nearest_are_those_of_the_same_name_then_those_beside_it(repository: Repository) -> None:
    write_files(repository.root, {"lib/c.py": "", "docs/b.py": "", "docs/bb.py": "", "other/x.py": ""})
    assert Listing(repository.root).nearest("docs/b.pyi") == ("docs/b.py", "docs/bb.py")
    assert Listing(repository.root).nearest("src/b.py") == ("docs/b.py", "lib/b.py")
    assert Listing(repository.root).nearest("nowhere") == ()
