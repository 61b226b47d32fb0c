"""The how-tos: what they tell to run, to write and to install is what there is."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import Build
from ci import needs_bash, validate
from debian import KINDS, installed
from gitting import Repository
from samples import spec
from walkthrough import Block, Reader, blocks, files

from sphinx_leanspec import cli

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide"
HOWTOS = GUIDE / "howto"
PAGES = [ROOT / "README.md", *sorted(GUIDE.rglob("*.md"))]
SCHEMAS = {
    ".github/workflows/": "github-workflows",
    ".gitlab-ci.yml": "gitlab-ci",
    ".readthedocs.yaml": "readthedocs",
}

pytestmark = pytest.mark.skipif(not GUIDE.is_dir(), reason="the guide is part of a checkout only")


def commands(page: Path) -> Iterator[str]:
    """The commands of ours in the blocks of a page, whatever those are."""
    for block in blocks(page):
        if block.kind in ("sh", "text", "yaml") or block.file.endswith((".yml", ".yaml")):
            begin = r"\$ " if block.kind == "text" else r"(?: *- (?:run: )?)?"
            yield from re.findall(rf"^{begin}(sphinx-leanspec .*)$", block.text, re.MULTILINE)


def is_understood(line: str) -> bool:
    _, *words = shlex.split(re.sub(r" (?:\|{1,2}|>) .*|\$\{\{.*?\}\}", "", line), comments=True)
    try:
        cli._parser(words[0]).parse_args(cli._joined(words))
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
    for page in sorted(HOWTOS.glob("*.md")):
        for name, text in files(page).items():
            for place, schema in SCHEMAS.items():
                if name.startswith(place):
                    by_schema.setdefault(schema, []).append(tmp_path / f"{page.stem}-{schema}.yml")
                    by_schema[schema][-1].write_text(text, "utf-8")
    assert sorted(by_schema) == sorted(SCHEMAS.values())
    for schema, paths in by_schema.items():
        validate(schema, *paths)


def test_packages_of_debian_are_those_that_tests_want() -> None:
    text = (HOWTOS / "pdf.md").read_text("utf-8")
    named = {name for line in re.findall(r"apt-get install (.*)", text) for name in line.split()}
    assert len(named) > 8
    assert named <= {package for kind in KINDS for package in installed(kind).values()}


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_a_site_that_there_is_gets_specs(suffix: str, build: Build) -> None:
    shown = files(HOWTOS / "existing-site.md")
    wanted = ("conf.py", f"index.{suffix}", f"usage.{suffix}")
    project = {name: shown[f"docs/{name}"] for name in wanted}
    project["specs/001-a/README.md"] = spec("Ground", status="in-progress")
    result = build(project, fatal_warnings=True)
    assert "specs/001-a.html" in {link["href"] for link in result.html("index").select("table a")}
    assert result.needs()["SPEC_001"]["covers_back"] == ["DOC_USAGE"]


def read(page: str, root: Path, **instead: str) -> Reader:
    """Do what a page says in a repository.

    :param instead: kinds of blocks that are passed over, each with the reason.
    """
    reader = Reader(root, root.parent)
    for block in blocks(HOWTOS / f"{page}.md"):
        if block.kind not in instead:
            reader.do(block)
    return reader


@needs_bash
def test_packages_of_a_monorepo_have_a_site_each(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "fleet")
    texts = {f"packages/{name}/specs/001-a/README.md": spec(name) for name in ("engine", "sails")}
    repository.commit("2026-01-01T10:00:00Z", texts)
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    read("monorepo", repository.root)
    assert (repository.root / "packages/engine/docs/conf.py").is_file()
    assert (repository.root / "site/sails/specs/001-a.html").is_file()


@needs_bash
def test_what_read_the_docs_needs_is_pushed(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "tower")
    repository.commit("2026-01-01T10:00:00Z", {"specs/001-a/README.md": spec("A")})
    remote = Reader(repository.root, tmp_path).remote("tower")
    repository.git("push", "--quiet", "--set-upstream", str(remote), "HEAD:main")
    repository.git("branch", "--move", "main")
    read("readthedocs", repository.root, file="what one has already", python="a line of that")
    clone = repository.clone(tmp_path / "clone")
    validate("readthedocs", clone / ".readthedocs.yaml")


@needs_bash
def test_gitlab_publishes_the_site(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "tower")
    repository.commit("2026-01-01T10:00:00Z", {"specs/001-a/README.md": spec("A")})
    repository.git("remote", "add", "origin", "https://gitlab.com/me/tower.git")
    reader = read("gitlab", repository.root, file="added to what init wrote")
    pipeline = repository.root / ".gitlab-ci.yml"
    pages = files(HOWTOS / "gitlab.md")[".gitlab-ci.yml"]
    pipeline.write_text(f"{pipeline.read_text('utf-8')}\n{pages}", "utf-8")
    validate("gitlab-ci", pipeline)
    (build,) = re.findall(r"- (sphinx-build .*)", pages)
    reader.run(Block("sh", f"{build}\n"))
    assert (repository.root / "public/specs/001-a.html").is_file()


@needs_bash
def test_titles_are_in_the_catalogue(tmp_path: Path) -> None:
    shown = files(HOWTOS / "translate.md")
    title = re.findall(r'^msgid "(.*)"', shown["docs/locale/de/LC_MESSAGES/specs.po"])[0]
    texts = {"specs/001-a/README.md": spec(title), "docs/index.md": "# Site\n"}
    conf = 'extensions = ["sphinx_leanspec"]\n' + shown["docs/conf.py"]
    repository = Repository(tmp_path / "tower")
    repository.commit("2026-01-01T10:00:00Z", {**texts, "docs/conf.py": conf})
    (build,) = [block for block in blocks(HOWTOS / "translate.md") if "gettext" in block.text]
    Reader(repository.root, tmp_path).run(build)
    catalogue = (repository.root / "_build/gettext/specs.pot").read_text("utf-8")
    assert f'msgid "{title}"' in catalogue
