"""The how-tos: what they tell to run, to write and to install is what there is."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import Build
from ci import validate
from debian import KINDS, installed
from markdown_it import MarkdownIt
from samples import spec

from sphinx_leanspec import cli

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide"
PAGES = [ROOT / "README.md", *sorted(GUIDE.rglob("*.md"))]
CAPTION = re.compile(r":caption: (?P<file>\S+)\n+(?P<text>[\s\S]*)")
SCHEMAS = {
    ".github/workflows/": "github-workflows",
    ".gitlab-ci.yml": "gitlab-ci",
    ".readthedocs.yaml": "readthedocs",
}

pytestmark = pytest.mark.skipif(not GUIDE.is_dir(), reason="the guide is part of a checkout only")


def fences(page: Path) -> Iterator[tuple[str, str]]:
    """What stands behind the backticks of each block of a page, and what is in it."""
    tokens = MarkdownIt("commonmark").parse(page.read_text("utf-8"))
    return ((token.info, token.content) for token in tokens if token.type == "fence")


def files(page: Path) -> dict[str, str]:
    """The files that a page shows, by the names above them."""
    named = (CAPTION.match(text) for info, text in fences(page) if info.startswith("{code-block}"))
    return {match["file"]: match["text"] for match in named if match}


def commands(page: Path) -> Iterator[str]:
    """The commands of ours in the blocks of a page, whatever those are."""
    for info, text in fences(page):
        if info in ("sh", "text", "yaml") or info.startswith("{code-block} yaml"):
            said = re.findall(r"^(?:\$ | *- (?:run: )?)?(sphinx-leanspec .*)$", text, re.MULTILINE)
            yield from said if info != "text" else [line for line in said if f"$ {line}" in text]


def is_understood(line: str) -> bool:
    words = shlex.split(re.sub(r" (?:\|{1,2}|>) .*|\$\{\{.*?\}\}", "", line), comments=True)
    try:
        cli._parser().parse_args(cli._joined(words[1:]))
    except SystemExit as end:
        return not end.code
    return True


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_and_option_of_the_guide_exists(page: Path) -> None:
    assert [line for line in commands(page) if not is_understood(line)] == []


def test_commands_of_the_guide_are_found() -> None:
    found = {page.stem: len(list(commands(page))) for page in PAGES}
    assert found["README"] >= 4
    assert not is_understood("sphinx-leanspec check --no-such-option")
    assert found["commands"] >= 15
    assert found["tutorial"] >= 6


def test_files_for_services_are_what_these_read(tmp_path: Path) -> None:
    by_schema: dict[str, list[Path]] = {}
    for page in sorted(GUIDE.glob("howto/*.md")):
        for name, text in files(page).items():
            for place, schema in SCHEMAS.items():
                if name.startswith(place):
                    by_schema.setdefault(schema, []).append(tmp_path / f"{page.stem}-{schema}.yml")
                    by_schema[schema][-1].write_text(text, "utf-8")
    assert sorted(by_schema) == sorted(SCHEMAS.values())
    for schema, paths in by_schema.items():
        validate(schema, *paths)


def test_packages_of_debian_are_those_that_tests_want() -> None:
    text = (GUIDE / "howto" / "pdf.md").read_text("utf-8")
    named = {name for line in re.findall(r"apt-get install (.*)", text) for name in line.split()}
    assert len(named) > 8
    assert named <= {package for kind in KINDS for package in installed(kind).values()}


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_a_site_that_there_is_gets_specs(suffix: str, build: Build) -> None:
    shown = files(GUIDE / "howto" / "existing-site.md")
    wanted = ("conf.py", f"index.{suffix}", f"usage.{suffix}")
    project = {name: shown[f"docs/{name}"] for name in wanted}
    project["specs/001-a/README.md"] = spec("Ground", status="in-progress")
    result = build(project, fatal_warnings=True)
    assert "specs/001-a.html" in {link["href"] for link in result.html("index").select("table a")}
    assert result.needs()["SPEC_001"]["covers_back"] == ["DOC_USAGE"]
