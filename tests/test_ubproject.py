"""``ubproject.toml`` counts for a build and for the command line alike, and less than what says more."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from building import Build, write_files
from commands import run
from samples import spec

CONF = "extensions = ['sphinx_leanspec']\nhtml_theme = 'alabaster'\nexclude_patterns = ['_*']\n"
TOML = """\
[leanspec]
specs = "../plans"
spec_files = ["SPEC.md", "README.md"]
flat = true
repository = "https://git.invalid/own/name"

[leanspec.statuses]
on-hold = "on-hold"

[leanspec.severity]
status = "error"
"""
HOUSE = {
    ".git/HEAD": "",
    "plans/001-ground/SPEC.md": spec("Ground", "issue: 7", status="on-hold"),
    "plans/002-walls.md": spec("Walls", status="lost"),
    "docs/conf.py": CONF,
    "docs/index.md": "# Home\n",
    "docs/ubproject.toml": TOML,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_files(tmp_path / "house", HOUSE)
    return tmp_path / "house"


def statuses(page: BeautifulSoup) -> list[str]:
    return [found.get_text(" ", strip=True) for found in page.select(".leanspec-view .leanspec-status")]


def test_the_build_and_the_command_line_agree(build: Build, root: Path) -> None:
    result = build(root / "docs")
    (warning,) = result.warnings
    assert warning.startswith(f"{root}/plans/002-walls.md:2: WARNING: LeanSpec knows no status `lost`")
    assert warning.endswith("archived, on-hold [leanspec.status]")
    assert "https://git.invalid/own/name/issues/7" in result.text("specs/001-ground.html")
    needs = result.needs()
    assert {need["status"] for need in needs.values() if need["type"] == "spec"} == {"on-hold", "lost"}

    listed = run("list", root, "--format", "json").json()
    assert [(one["id"], one["status"]) for one in listed["specs"]] == [
        ("001-ground", "on-hold"),
        ("002-walls", "lost"),
    ]
    checked = run("check", root, "-f", "json", "--select", "status")
    assert checked.returncode == 1
    assert [(one["path"], one["severity"]) for one in checked.json()["findings"]] == [
        ("plans/002-walls.md", "error")
    ]
    assert run("impact", "1", "--repository", root).lines[1].split() == [
        "0",
        "001-ground",
        "·",
        "on-hold",
        "changed",
    ]
    assert run("list", cwd=root / "docs").returncode == 0


def test_the_command_line_counts_more(root: Path) -> None:
    write_files(root, {"specs/009-other/README.md": spec("Other")})
    found = run("list", root, "--specs", "specs", "--format", "json").json()
    assert [one["id"] for one in found["specs"]] == ["009-other"]
    found = run("list", root, "--spec-file", "OTHER.md", "--format", "json").json()
    assert [one["id"] for one in found["specs"]] == ["002-walls"]


def test_conf_py_counts_more_and_the_command_line_of_sphinx_most(build: Build, root: Path) -> None:
    def repository(*options: str) -> str:
        page = build(root / "docs", *options, fresh=True).html("specs/001-ground")
        return next(tag["href"] for tag in page.find_all("a") if "/issues/7" in tag.get("href", ""))

    conf = root / "docs/conf.py"
    conf.write_text(CONF + "leanspec_repository = 'https://conf.invalid/a/b'\n", "utf-8")
    assert repository() == "https://conf.invalid/a/b/issues/7"
    assert repository("-Dleanspec_repository=https://d.invalid/a/b") == "https://d.invalid/a/b/issues/7"
    conf.write_text(CONF + "leanspec_issue_url = ''\n", "utf-8")  # as by default, and said all the same
    with (root / "docs/ubproject.toml").open("a") as file:
        file.write('[leanspec.pages]\n"more" = "../MORE.md"\n')
    (root / "MORE.md").write_text("# More\n", "utf-8")
    toml = (root / "docs/ubproject.toml").read_text("utf-8")
    (root / "docs/ubproject.toml").write_text(
        toml.replace("flat =", 'issue_url = "https://t/issues/7#{number}"\nflat ='), "utf-8"
    )
    assert repository() == "https://git.invalid/own/name/issues/7"


def test_what_is_wrong_is_said_at_its_line_by_both(build: Build, root: Path) -> None:
    path = root / "docs/ubproject.toml"
    path.write_text(TOML.replace("flat = true", "flat = 'yes'\nflatt = true"), "utf-8")
    result = build(root / "docs", builder="dummy")
    config = [one for one in result.warnings if "ubproject" in one]
    assert [one.partition(": WARNING: ")[0] for one in config] == [f"{path}:4", f"{path}:5"]
    assert config[0].endswith(
        "`flat` is 'yes', not a bool; the default False was taken; correct it [leanspec.config]"
    )
    assert config[1].endswith("there is no option `flatt`; did you mean `flat`? [leanspec.config]")
    found = run("check", root, "-f", "json", "--select", "config").json()["findings"]
    assert [(one["path"], one["line"]) for one in found] == [
        ("docs/ubproject.toml", 4),
        ("docs/ubproject.toml", 5),
    ]
    quiet = build(root / "docs", "-Dsuppress_warnings=leanspec.config", builder="dummy")
    assert not [one for one in quiet.warnings if "ubproject" in one]


def test_a_file_that_cannot_be_read_stops_nobody(build: Build, root: Path) -> None:
    (root / "docs/ubproject.toml").write_text("[leanspec\n", "utf-8")
    write_files(root, {"specs/001-a/README.md": spec("A")})
    result = build(root / "docs", builder="dummy")
    assert (
        f"{root}/docs/ubproject.toml:1: WARNING: [leanspec] cannot be read and was left out"
        in result.warnings[0]
    )
    assert run("list", root).returncode == 0


def test_a_change_of_the_file_is_seen_by_the_next_build(build: Build, root: Path) -> None:
    build(root / "docs")
    assert build(root / "docs").stdout.count("0 changed")
    path = root / "docs/ubproject.toml"
    path.write_text(TOML.replace('repository = "https://git', 'repository = "https://other'), "utf-8")
    page = build(root / "docs").text("specs/001-ground.html")
    assert "https://other.invalid/own/name/issues/7" in page
    path.write_text(TOML.replace('on-hold = "on-hold"', 'on-hold = "planned"'), "utf-8")
    needs = build(root / "docs").needs()
    assert {need["status"] for need in needs.values() if need["type"] == "spec"} == {"planned", "lost"}
    path.unlink()
    write_files(root, {"specs/001-a/README.md": spec("A")})
    assert not (build(root / "docs").outdir / "specs/001-ground.html").exists()


def test_the_site_without_conf_py_reads_it(root: Path) -> None:
    (root / "docs/conf.py").unlink()
    (root / "docs/ubproject.toml").rename(root / "ubproject.toml")
    (root / "ubproject.toml").write_text(TOML.replace("../plans", "plans"), "utf-8")
    done = run("build", root, "-b", "dummy", "-o", root / "_site")
    assert done.returncode == 0, done.stderr
    assert "2 specs" in done.lines[0]
    assert "knows no status `on-hold`" not in done.stderr
