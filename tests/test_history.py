"""What git tells of spec files: the events of each, and why there are none."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from building import write_files
from gitting import Repository, spec_text

from sphinx_leanspec import history
from sphinx_leanspec.history import Checkout, History, Reader
from sphinx_leanspec.reading import Vocabularies
from sphinx_leanspec.reading.project import CANDIDATES, is_archived
from sphinx_leanspec.reading.spec import read_status

A = "specs/001-a/README.md"
B = "specs/002-b/README.md"


def day(number: int, month: int = 1) -> str:
    return f"2026-{month:02}-{number:02}T10:00:00Z"


def reader(name: str = "specs") -> Reader:
    words = Vocabularies()

    def status_of(path: str, data: bytes) -> str | None:
        return read_status(data, words) or ("archived" if is_archived(path, name) else None)

    return Reader(name, lambda path: path.endswith(".md"), status_of, CANDIDATES)


def look(folder: Path, name: str = "specs") -> History:
    found = history.find(folder)
    return history.read(found, reader(name)) if isinstance(found, Checkout) else found


def told(found: History, path: str = A) -> list[tuple[str, int, str | None, str | None]]:
    """The events of a file: kind, day of the month, status before and after."""
    assert found, found.detail
    return [(event.kind, event.at.day, event.before, event.after) for event in found.of(path)]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def test_each_commit_of_a_spec_is_an_event(repository: Repository) -> None:
    first = repository.commit("2026-01-01T23:30:00-02:00", {A: spec_text("planned")})
    for number, status in enumerate(("in-progress", "complete", "in-progress", "archived"), 3):
        repository.commit(day(number), {A: spec_text(status)})
    repository.commit(day(8), {A: spec_text("archived", body="More.\n")})
    repository.commit(day(9), {"other.md": "Nothing of a spec.\n"})
    found = look(repository.root / "specs")
    assert told(found) == [
        ("created", 2, None, "planned"),
        ("status", 3, "planned", "in-progress"),
        ("finished", 4, "in-progress", "complete"),
        ("reopened", 5, "complete", "in-progress"),
        ("status", 6, "in-progress", "archived"),
        ("edited", 8, "archived", "archived"),
    ]
    event = found.of(A)[0]
    assert (event.at, event.revision) == (datetime(2026, 1, 2, 1, 30, tzinfo=UTC), first)
    assert set(found.events) == {A}


def test_the_words_of_a_status_are_the_vocabularys(repository: Repository) -> None:
    repository.commit(day(1), {A: "# Old\n\n> **Status**: 🗓️ Planned · **Priority**: High\n"})
    repository.commit(day(2), {A: "---\nstatus: 'WIP' # so far\n---\n\nstatus: complete\n"})
    repository.commit(day(3), {A: "---\nstatus: done\n---\n"})
    repository.commit(day(4), {A: "# No status\n"})
    statuses = [event.after for event in look(repository.root / "specs").of(A)]
    assert statuses == ["planned", "in-progress", "complete", None]


def test_a_renumbered_spec_keeps_its_past(repository: Repository) -> None:
    repository.commit(day(1), {A: spec_text("planned")})
    repository.move(A, "specs/007-seven/README.md")
    repository.commit(day(2))
    repository.move("specs/007-seven/README.md", "specs/archived/007-seven/README.md")
    repository.commit(day(3), {B: spec_text("planned", title="Another")})
    found = look(repository.root / "specs")
    path = "specs/archived/007-seven/README.md"
    assert told(found, path) == [
        ("created", 1, None, "planned"),
        ("renamed", 2, "planned", "planned"),
        ("renamed", 3, "planned", "planned"),
    ]
    assert [event.path for event in found.of(path)] == [A, "specs/007-seven/README.md", path]
    assert [event.path_before for event in found.of(path)] == ["", A, "specs/007-seven/README.md"]
    assert told(found, B) == [("created", 3, None, "planned")]
    assert A not in found.events


def test_a_number_is_given_anew(repository: Repository) -> None:
    repository.commit(day(1), {A: spec_text("planned", title="First")})
    repository.move(A, B)
    repository.commit(day(2))
    repository.commit(day(3), {A: spec_text("draft", title="Second")})
    found = look(repository.root / "specs")
    assert told(found, B) == [("created", 1, None, "planned"), ("renamed", 2, "planned", "planned")]
    assert told(found, A) == [("created", 3, None, "draft")]


def test_specs_whose_folder_moved_keep_their_past(repository: Repository) -> None:
    repository.commit(day(1), {A: spec_text("planned")})
    repository.move("specs", "docs/specs")
    repository.commit(day(2))
    found = look(repository.root / "docs/specs", "docs/specs")
    assert [kind for kind, *_ in told(found, f"docs/{A}")] == ["created", "renamed"]


def test_specs_of_a_project_that_is_no_repository_of_its_own(repository: Repository) -> None:
    repository.commit(day(1), {f"packages/one/{A}": spec_text("planned"), A: spec_text("draft")})
    assert told(look(repository.root / "packages/one/specs")) == [("created", 1, None, "planned")]


def test_a_spec_that_was_deleted_and_came_back(repository: Repository) -> None:
    repository.commit(day(1), {A: spec_text("planned"), B: spec_text("planned", title="Gone")})
    (repository.root / A).unlink()
    (repository.root / B).unlink()
    repository.commit(day(2), {"specs/keep.md": ""})
    repository.commit(day(3), {A: spec_text("complete")})
    found = look(repository.root / "specs")
    assert told(found) == [
        ("created", 1, None, "planned"),
        ("deleted", 2, "planned", None),
        ("created", 3, None, "complete"),
    ]
    assert told(found, B)[-1] == ("deleted", 2, "planned", None)


def test_branches_count_with_their_own_commits(repository: Repository) -> None:
    repository.commit(day(1), {A: spec_text("planned"), B: spec_text("planned", title="Other")})
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit(day(2), {A: spec_text("in-progress")})
    repository.commit(day(4), {A: spec_text("complete")})
    repository.git("checkout", "--quiet", "main")
    repository.commit(day(3), {B: spec_text("in-progress", title="Other")})
    repository.git("merge", "--quiet", "--no-ff", "--message", "Words", "side", at=day(5))
    found = look(repository.root / "specs")
    assert told(found) == [
        ("created", 1, None, "planned"),
        ("status", 2, "planned", "in-progress"),
        ("finished", 4, "in-progress", "complete"),
    ]
    assert [kind for kind, *_ in told(found, B)] == ["created", "status"]


@pytest.mark.parametrize(
    ("resolved", "expected"), [("complete", []), ("archived", [("status", 5, "planned", "archived")])]
)
def test_a_merge_counts_if_it_brings_a_status_of_its_own(
    repository: Repository, resolved: str, expected: list[object]
) -> None:
    repository.commit(day(1), {A: spec_text("draft")})
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit(day(2), {A: spec_text("complete")})
    repository.git("checkout", "--quiet", "main")
    repository.commit(day(3), {A: spec_text("planned")})
    repository.git("merge", "--quiet", "--no-commit", "--strategy=ours", "side", at=day(5))
    repository.commit(day(5), {A: spec_text(resolved, body="Both.\n")})
    assert [event for event in told(look(repository.root / "specs")) if event[1] == 5] == expected


def test_an_edit_beside_a_rename_on_another_branch(repository: Repository) -> None:
    repository.commit(day(1), {A: spec_text("planned")})
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit(day(3), {A: spec_text("in-progress")})
    repository.git("checkout", "--quiet", "main")
    repository.move(A, B)
    repository.commit(day(2))
    repository.git("merge", "--quiet", "--no-ff", "--message", "Words", "side", at=day(4))
    assert [kind for kind, *_ in told(look(repository.root / "specs"), B)] == ["created", "renamed", "status"]


def test_names_of_every_kind(repository: Repository) -> None:
    names = ["001-名字", "002-a b", '003-"quoted"', "004-\n-line", "005-:100644 \x01"]
    if os.name == "nt":
        names = names[:2]
    else:
        names.append(os.fsdecode(b"006-\xff\xfe"))
    paths = [f"specs/{name}/README.md" for name in names]
    repository.commit(day(1), {path: spec_text("planned", title=str(n)) for n, path in enumerate(paths)})
    repository.commit(day(2), {paths[-1]: spec_text("complete", title=str(len(paths)))})
    found = look(repository.root / "specs")
    assert set(found.events) == set(paths)
    assert found.of(paths[-1])[-1].after == "complete"


def test_links_and_huge_files_are_no_specs(repository: Repository, tmp_path: Path) -> None:
    (repository.root / "specs").mkdir()
    (repository.root / "specs/link.md").symlink_to(tmp_path)
    repository.commit(day(1), {A: spec_text("planned", body="x" * (1 << 20)), B: b"---\nstatus: \xff\n---\n"})
    found = look(repository.root / "specs")
    assert set(found.events) == {A, B}
    assert told(found) == [("created", 1, None, None)]


def test_a_time_that_there_is_not(repository: Repository) -> None:
    repository.commit(day(1), {A: spec_text("planned")})
    tree = repository.git("rev-parse", "HEAD^{tree}")
    person = "Nobody <nobody@example.invalid> 99999999999999 +0000"
    (repository.root / "forged").write_text(f"tree {tree}\nauthor {person}\ncommitter {person}\n\nWords\n")
    forged = repository.git("hash-object", "-t", "commit", "-w", "--literally", "forged")
    repository.git("reset", "--quiet", "--hard", forged)
    assert look(repository.root / "specs").of(A) == ()


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    write_files(tmp_path, {A: spec_text("planned")})
    found = look(tmp_path / "specs")
    assert not found
    assert (found.reason, found.of(A)) == ("no-repository", ())


def test_no_commit(repository: Repository) -> None:
    write_files(repository.root, {A: spec_text("planned")})
    assert look(repository.root / "specs").reason == "no-commit"


def test_no_git(repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    repository.commit(day(1), {A: spec_text("planned")})
    monkeypatch.setenv("PATH", str(tmp_path))
    assert look(repository.root / "specs").reason == "no-git"


def test_a_shallow_clone(repository: Repository, tmp_path: Path) -> None:
    repository.commit(day(1), {A: spec_text("planned")})
    repository.commit(day(2), {A: spec_text("complete")})
    shallow = repository.clone(tmp_path / "shallow", "--depth", "1")
    assert look(shallow / "specs").reason == "shallow"
    whole = repository.clone(tmp_path / "whole")
    assert [kind for kind, *_ in told(look(whole / "specs"))] == ["created", "finished"]


def test_a_worktree(repository: Repository, tmp_path: Path) -> None:
    repository.commit(day(1), {A: spec_text("planned")})
    repository.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "tree"))
    assert len(look(tmp_path / "tree/specs").of(A)) == 1


def test_a_damaged_repository(repository: Repository) -> None:
    repository.commit(day(1), {A: spec_text("planned")})
    for path in (repository.root / ".git/objects").glob("??/*"):
        path.chmod(0o644)
        path.write_bytes(b"")
    found = look(repository.root / "specs")
    assert found.reason in ("failed", "no-commit")
    assert found.detail


def test_git_that_does_not_end(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repository.commit(day(1), {A: spec_text("planned")})
    slow = tmp_path / "bin/git"
    write_files(tmp_path, {"bin/git": "#!/bin/sh\nexec sleep 60\n"})
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("sphinx_leanspec.git._SECONDS", 0.1)
    found = look(repository.root / "specs")
    assert (found.reason, found.detail) == ("failed", "git took more than 0.1 seconds")


def test_other_variables_of_git_do_not_lead_elsewhere(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repository.commit(day(1), {A: spec_text("planned")})
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_EXTERNAL_DIFF", "GIT_TRACE"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    assert len(look(repository.root / "specs").of(A)) == 1
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.skipif(os.name == "nt", reason="the traps are shell scripts")
def test_a_repository_cannot_have_anything_run(repository: Repository, tmp_path: Path) -> None:
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat >/dev/null\n")
    trap.chmod(0o755)
    attributes = "*.md diff=trap filter=trap\n"
    repository.commit(day(1), {A: spec_text("planned"), ".gitattributes": attributes})
    repository.commit(day(2), {A: spec_text("complete")})
    settings = {
        "core.fsmonitor": str(trap),
        "core.pager": str(trap),
        "core.sshCommand": str(trap),
        "core.hooksPath": str(tmp_path),
        "diff.external": str(trap),
        "diff.trap.textconv": str(trap),
        "diff.trap.command": str(trap),
        "diff.orderFile": str(tmp_path / "none"),
        "diff.relative": "true",
        "diff.renames": "false",
        "filter.trap.smudge": str(trap),
        "gpg.program": str(trap),
        "log.showSignature": "true",
        "log.showRoot": "false",
        "color.ui": "always",
        "pager.log": str(trap),
        "alias.log": f"!{trap}",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::{trap}",
        "remote.origin.uploadpack": str(trap),
        "protocol.ext.allow": "always",
    }
    for name, value in settings.items():
        repository.git("config", name, value)
    found = look(repository.root / "specs")
    assert [kind for kind, *_ in told(found)] == ["created", "finished"]
    missing = repository.git("rev-parse", f"HEAD~1:{A}")
    (repository.root / ".git/objects" / missing[:2] / missing[2:]).unlink()
    assert look(repository.root / "specs").reason in ("", "failed")  # nothing is fetched for it
    assert not (tmp_path / "sprung").exists()
