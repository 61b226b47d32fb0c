"""What came of evidence can be accepted; the share of items that offer it may only rise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import run, spec
from gitting import Repository

SPEC = "specs/001-a/README.md"
LOST = "- [x] Drawn <!-- evidence: file docs/a.svg -->\n"
BASELINE = "leanspec-baseline.json"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository")
    made.commit("2026-01-01T10:00:00Z", {SPEC: spec("A", LOST)})
    return made


def accept(root: Path) -> None:
    assert run("accept", root, "--select", "evidence,floor").returncode == 0


def check(root: Path, *options: str) -> list[str]:
    found = run("check", root, "--select", "evidence,floor", "--format", "json", *options).json()["findings"]
    return [finding["code"] for finding in found if not finding["accepted"]]


def test_a_verdict_is_accepted_with_the_commit_that_it_was_read_at(repository: Repository) -> None:
    first = repository.git("rev-parse", "HEAD")
    accept(repository.root)
    (entry,) = json.loads((repository.root / BASELINE).read_text("utf-8"))["findings"]
    assert (entry["code"], entry["commit"]) == ("evidence", first)
    assert check(repository.root) == []
    repository.commit("2026-01-02T10:00:00Z")
    accept(repository.root)
    (again,) = json.loads((repository.root / BASELINE).read_text("utf-8"))["findings"]
    assert again == entry


def test_another_verdict_is_a_new_finding(repository: Repository) -> None:
    accept(repository.root)
    repository.commit("2026-01-02T10:00:00Z", {"docs/a.svg": "<svg/>"})
    assert check(repository.root) == []
    (repository.root / "docs/a.svg").unlink()
    repository.commit("2026-01-03T10:00:00Z")
    assert check(repository.root) == ["evidence"]


def test_the_share_of_items_with_evidence_may_only_rise(repository: Repository) -> None:
    accept(repository.root)
    repository.commit("2026-01-02T10:00:00Z", {SPEC: spec("A", f"{LOST}- [x] Told\n")})
    assert check(repository.root) == ["floor"]
    assert check(repository.root, "--no-baseline") == ["evidence"]
    accept(repository.root)
    assert check(repository.root) == []


def test_a_floor_is_set_in_the_configuration(repository: Repository) -> None:
    (repository.root / "ubproject.toml").write_text("[leanspec]\nevidence_floor = 80\n", "utf-8")
    (repository.root / SPEC).write_text(spec("A", f"{LOST}- [x] Told\n"), "utf-8")
    assert check(repository.root) == ["floor", "evidence"]


def test_how_much_a_verdict_matters_is_set_in_the_configuration(repository: Repository) -> None:
    for severity, told in (("off", []), ("info", []), ("error", ["evidence"])):
        text = f'[leanspec.evidence_severity]\nmissing = "{severity}"\n'
        (repository.root / "ubproject.toml").write_text(text, "utf-8")
        assert check(repository.root, "--fail-on", "error", "--severity", "error") == told


def test_a_branch_is_told_of_what_it_breaks_in_specs_that_it_does_not_touch(repository: Repository) -> None:
    other = (
        "- [x] Told <!-- evidence: file docs/b.md; files docs/parts/*.md == 1; files src/*.py == 1;"
        ' file "docs/d e.md" -->\n'
    )
    files = {SPEC: spec("A", LOST), "specs/002-b/README.md": spec("B", other)}
    lost = ("docs/b.md", "docs/parts/c.md", "src/f.py", "docs/d e.md")
    repository.commit("2026-01-02T10:00:00Z", files | dict.fromkeys(lost, "1\n"))
    repository.git("checkout", "--quiet", "-b", "side")
    for path in lost:
        (repository.root / path).unlink()
    repository.commit("2026-01-03T10:00:00Z")
    done = run("check", repository.root, "--select", "evidence", "--format", "json", "--since", "main")
    assert [(one["spec"], one["verdict"]) for one in done.json()["findings"]] == [("002-b", "drifted")] * 4


def test_an_accepted_verdict_stays_so_when_commits_get_other_names(repository: Repository) -> None:
    repository.commit("2026-01-02T10:00:00Z", {SPEC: spec("A", LOST), "docs/a.svg": "1\n"})
    repository.commit("2026-01-03T10:00:00Z", {"docs/b.md": "1\n"})
    (repository.root / "docs/a.svg").unlink()
    repository.commit("2026-01-04T10:00:00Z")
    run("accept", repository.root)
    repository.git("reset", "--quiet", "--soft", "HEAD~2")
    (repository.root / "docs/a.svg").write_text("1\n", "utf-8")
    repository.commit("2026-01-05T10:00:00Z")
    (repository.root / "docs/a.svg").unlink()
    repository.commit("2026-01-06T10:00:00Z")
    assert "drifted" in run("check", repository.root, "--no-baseline", "--format", "json").text
    assert check(repository.root) == []
