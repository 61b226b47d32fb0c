"""A statement on files that fails and held once is drifted: since when is said, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from gitting import Repository
from samples import spec

from sphinx_leanspec.claims import KINDS, Claims, Statement, Verdict, World, want
from sphinx_leanspec.corpus import load
from sphinx_leanspec.model import Spec

SPEC = "specs/001-a/README.md"


def items(*evidence: str, box: str = "x") -> dict[str, str]:
    """One spec, with an item for each piece of evidence."""
    lines = "".join(f"- [{box}] Item {at} <!-- evidence: {one} -->\n" for at, one in enumerate(evidence))
    return {SPEC: spec("A", body=lines)}


def verdicts(root: Path) -> list[Verdict | None]:
    return [judged.verdict for *_, judged in Claims(World(load(root))).all()]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def test_the_last_commit_it_held_at_and_the_one_that_broke_it(repository: Repository) -> None:
    repository.commit("2026-01-01T10:00:00Z", {**items("file src/a.py"), "src/a.py": "1\n"})
    held = repository.commit("2026-01-02T10:00:00Z", {"src/b.py": "2\n"})
    repository.git("rm", "--quiet", "src/a.py")
    broke = repository.commit("2026-01-03T10:00:00Z")
    repository.commit("2026-01-04T10:00:00Z", {"src/b.py": "3\n"})
    (verdict,) = verdicts(repository.root)
    assert verdict == Verdict("drifted", f"held until {held[:8]}, broken by {broke[:8]}: no such file", held)


def test_what_came_back_and_went_again_drifted_the_last_time(repository: Repository) -> None:
    for number in range(1, 4):
        repository.commit(f"2026-01-0{number}T10:00:00Z", {**items("file a.py"), "a.py": f"{number}\n"})
        (repository.root / "a.py").unlink()
        broke = repository.commit(f"2026-01-0{number}T11:00:00Z")
    (verdict,) = verdicts(repository.root)
    assert verdict
    assert verdict.revision == repository.git("rev-parse", "HEAD^")
    assert broke[:8] in verdict.note


def test_what_never_held_is_missing_as_it_was(repository: Repository) -> None:
    repository.commit("2026-01-01T10:00:00Z", {**items("file src/a.py"), "src/b.py": "1\n"})
    assert [found and found.word for found in verdicts(repository.root)] == ["missing"]


def test_an_open_box_claims_nothing_that_could_drift(repository: Repository) -> None:
    repository.commit("2026-01-01T10:00:00Z", {**items("file a.py", box=" "), "a.py": "1\n"})
    (repository.root / "a.py").unlink()
    repository.commit("2026-01-02T10:00:00Z")
    assert [found and found.word for found in verdicts(repository.root)] == ["missing"]


def test_what_is_not_committed_broke_it(repository: Repository) -> None:
    head = repository.commit("2026-01-01T10:00:00Z", {**items("file a.py"), "a.py": "1\n"})
    (repository.root / "a.py").unlink()
    (verdict,) = verdicts(repository.root)
    assert verdict
    assert verdict[0::2] == ("drifted", head)
    assert "not committed" in verdict.note


def test_a_commit_that_a_merge_brought_is_named_itself(repository: Repository) -> None:
    repository.commit("2026-01-01T10:00:00Z", {**items("file a.py"), "a.py": "1\n", "b.py": "1\n"})
    repository.git("checkout", "--quiet", "-b", "side")
    (repository.root / "a.py").unlink()
    broke = repository.commit("2026-01-02T10:00:00Z")
    repository.git("checkout", "--quiet", "main")
    held = repository.commit("2026-01-03T10:00:00Z", {"b.py": "2\n"})
    repository.git("merge", "--quiet", "--no-ff", "--message", "Merge", "side", at="2026-01-04T10:00:00Z")
    (verdict,) = verdicts(repository.root)
    assert verdict
    assert verdict.revision == held
    assert f"broken by {broke[:8]}" in verdict.note


def test_a_project_that_is_a_folder_of_a_repository(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    files = {f"tools/api/{path}": text for path, text in items("file a.py").items()}
    held = repository.commit("2026-01-01T10:00:00Z", {**files, "tools/api/a.py": "1\n", "a.py": "1\n"})
    (repository.root / "tools/api/a.py").unlink()
    repository.commit("2026-01-02T10:00:00Z")
    (verdict,) = verdicts(repository.root / "tools/api")
    assert verdict
    assert verdict[0::2] == ("drifted", held)


def test_without_a_past_nothing_is_called_drifted(repository: Repository, tmp_path: Path) -> None:
    repository.commit("2026-01-01T10:00:00Z", {**items("file a.py"), "a.py": "1\n"})
    (repository.root / "a.py").unlink()
    repository.commit("2026-01-02T10:00:00Z")
    shallow = repository.clone(tmp_path / "shallow", "--depth=1")
    assert [found and found.word for found in verdicts(shallow)] == ["missing"]
    (shallow / ".git").rename(shallow / "no-git")
    assert [found and found.word for found in verdicts(shallow)] == ["missing"]


class LicenceKind:
    """The file LICENSE names a licence."""

    name = "licence"
    syntax = "licence NAME"
    is_file_kind = True
    examples = ()

    def check(self, statement: Statement) -> None:
        want(self, statement, "one name", 1)

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        assert spec.key == "001-a"
        text = (world.listing.read("LICENSE") or b"").decode()
        return Verdict("holds" if statement.values[0].text in text else "failed")


def test_a_kind_of_another_package_may_look_at_any_file(repository: Repository) -> None:
    held = repository.commit("2026-01-01T10:00:00Z", {**items("licence MIT"), "LICENSE": "MIT\n"})
    repository.commit("2026-01-02T10:00:00Z", {"LICENSE": "GPL\n"})
    claims = Claims(World(load(repository.root)), [*KINDS, LicenceKind()])
    assert [judged.verdict and judged.verdict.revision for *_, judged in claims.all()] == [held]
