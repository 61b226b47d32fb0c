"""``sphinx-leanspec impact``: what is downstream of specs that are named, and of what a branch changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from building import write_files
from commands import run, spec
from gitting import Repository

from sphinx_leanspec.report.impact import MARKER

TICKED = "## Plan\n\n- [x] Lit <!-- evidence: none -->\n- [ ] Seen\n"
LIGHTHOUSE = {
    "specs/001-lamp/README.md": spec("Lamp", TICKED, status="complete"),
    "specs/002-lens/README.md": spec("Lens @ada #1", TICKED, "depends_on: [1]", "parent: 009"),
    "specs/003-tower/README.md": spec("Tower | [b]", "Words.", "depends_on: [002-lens]"),
    "specs/009-house/README.md": spec("House"),
    "docs/light.md": "---\nspecs: [1, 9]\n---\n# Light\n",
    "docs/other.md": "# Other\n",
    "docs/seen.rst": ":specs: 3\n\nSeen\n====\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_files(tmp_path / "house", {".git/HEAD": "ref: refs/heads/main\n", **LIGHTHOUSE})
    return tmp_path / "house"


def test_text(root: Path) -> None:
    done = run("impact", "1", cwd=root)
    assert done.returncode == 0, done.stderr
    assert done.text == (
        "Specs\n"
        "  0  001-lamp   ● complete  changed\n"
        "  1  002-lens   ◔ planned   depends on 001\n"
        "  2  003-tower  ◔ planned   depends on 002\n"
        "  2  009-house  ◔ planned   holds 002\n"
        "\n"
        "Done checks that may have to be looked at again\n"
        "  specs/001-lamp/README.md:11: Lit\n"
        "  specs/002-lens/README.md:13: Lit\n"
        "\n"
        "Pages\n"
        "  docs/light.md: covers 001, 009\n"
        "  docs/seen.rst: covers 003\n"
        "\n"
        "1 spec changed; downstream: 2 specs, 1 umbrella, 2 done checks, 2 pages\n"
    )


def test_json(root: Path) -> None:
    done = run("impact", "specs/002-lens/README.md", "9", "--repository", root, "-f", "json")
    report = done.json()
    assert (report["version"], report["since"], report["removed"]) == (1, None, [])
    assert [(one["id"], one["kind"], one["distance"], one["through"]) for one in report["specs"]] == [
        ("002-lens", "changed", 0, []),
        ("009-house", "changed", 0, []),
        ("003-tower", "dependent", 1, ["002-lens"]),
    ]
    (check,) = report["specs"][0]["done_checks"]
    assert (check["text"], check["line"]) == ("Lit", 13)
    assert re.fullmatch(r"SPEC_002_C_\w+", check["id"])
    assert report["pages"][0] == {
        "path": "docs/light.md", "distance": 0, "covers": ["009-house"], "mentions": []
    }  # fmt: skip


def test_a_comment_calls_nobody_and_links_what_it_names(root: Path) -> None:
    variables = {
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": "own/name",
        "GITHUB_SHA": "abc",
    }
    plain = run("impact", "1", "-f", "comment", cwd=root).text
    assert plain.startswith(f"{MARKER}\n**Specs**: 1 spec changed; downstream: 2 specs, 1 umbrella")
    assert "| 1 | 002 Lens <span>@</span>ada <span>#</span>1 | ◔ Planned | depends on 001 |" in plain
    assert r"| 2 | 003 Tower \| \[b\] | ◔ Planned | depends on 002 |" in plain
    assert "<details><summary>2 done checks to look at again</summary>" in plain
    assert "- docs/light.md: covers 001, 009" in plain
    linked = run("impact", "1", "-f", "comment", cwd=root, **variables).text
    assert "(https://github.com/own/name/blob/abc/specs/001-lamp/README.md)" in linked
    assert "(https://github.com/own/name/blob/abc/specs/001-lamp/README.md?plain=1#L11)" in linked


def test_a_comment_is_never_too_long(tmp_path: Path) -> None:
    body = "".join(f"- [x] {'Word ' * 100}{number}\n" for number in range(5))
    files = {
        f"specs/{number:03}-s/README.md": spec("Title " * 100, body, "depends_on: [1]")
        for number in range(1, 200)
    }
    files |= {f"docs/{number}.md": f"---\nspecs: [{number}, 1]\n---\n# D\n" for number in range(1, 100)}
    write_files(tmp_path, files)
    done = run("impact", "1", "-f", "comment", cwd=tmp_path)
    assert len(done.text) < 60_000
    assert "149 more specs" in done.lines
    assert "945 more checks" in done.lines
    assert "69 more pages" in done.lines


def test_a_file_is_written(root: Path) -> None:
    done = run("impact", "3", "-o", root / "told.txt", cwd=root)
    assert (done.returncode, done.stdout) == (0, b"")
    assert (root / "told.txt").read_text("utf-8").startswith("Specs\n  0  003-tower")
    assert run("impact", "3", "-o", root / "no" / "told.txt", cwd=root).returncode == 2


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["004-lense"], "`004-lense` names no spec here; did you mean `002-lens`?"),
        (["44"], "`44` names no spec here"),
        (
            ["1-lens-old", "x"],
            "`1-lens-old` names no spec here; did you mean `001-lamp`?; `x` names no spec here",
        ),
        ([], "say which specs changed"),
        (["1", "--since", "nowhere"], "git cannot say what changed since `nowhere`"),
    ],
)
def test_what_cannot_be_found_is_said(root: Path, names: list[str], words: str) -> None:
    done = run("impact", *names, cwd=root)
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_ambiguous_name_names_all(root: Path) -> None:
    write_files(root, {"specs/002-other/README.md": spec("Other")})
    done = run("impact", "2", cwd=root)
    assert done.returncode == 2
    assert "`2` is ambiguous; did you mean `002-lens` or `002-other`?" in done.stderr


def test_no_specs(tmp_path: Path) -> None:
    assert run("impact", "1", cwd=tmp_path).returncode == 2


# --since


@pytest.fixture
def history(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "house")
    repository.commit("2026-01-01T00:00:00Z", LIGHTHOUSE)
    repository.git("branch", "base")
    return repository


def reached(repository: Repository, *options: str) -> dict[str, int]:
    done = run("impact", "--since", "base", "-f", "json", *options, cwd=repository.root)
    assert done.returncode == 0, done.stderr
    assert done.json()["since"] == "base"
    return {one["id"]: one["distance"] for one in done.json()["specs"]}


def test_what_changed_since(history: Repository) -> None:
    assert reached(history) == {}
    done = run("impact", "--since", "base", "-f", "comment", cwd=history.root)
    assert done.text == f"{MARKER}\n**Specs**: none changed since `base`.\n"
    write_files(
        history.root,
        {"specs/002-lens/README.md": spec("Lens", TICKED, "depends_on: [1]", "parent: 9", "tags: [a]")},
    )
    assert reached(history) == {"002-lens": 0, "003-tower": 1, "009-house": 1}
    history.commit("2026-01-02T00:00:00Z", {"specs/009-house/NOTES.md": "# Notes\n"})
    assert reached(history) == {"002-lens": 0, "009-house": 0, "003-tower": 1}
    assert reached(history, "1") == {"001-lamp": 0, "002-lens": 0, "009-house": 0, "003-tower": 1}


def test_what_depended_on_a_spec_that_is_no_more(history: Repository) -> None:
    (history.root / "specs/002-lens/README.md").unlink()
    assert reached(history) == {"003-tower": 1}
    done = run("impact", "--since", "base", cwd=history.root)
    assert done.lines[:3] == [
        "Specs",
        "  0  002-lens              removed",
        "  1  003-tower  ◔ planned  depends on 002-lens",
    ]
    assert done.lines[-1].startswith("1 spec changed; downstream: 1 spec, ")
    comment = run("impact", "--since", "base", "-f", "comment", cwd=history.root).text
    assert "| 0 | 002-lens | | removed |" in comment
