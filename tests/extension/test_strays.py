"""Markdown files of a project whose pages are reStructuredText: no pages, if it never asked for Markdown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from building import DEFAULT_CONF, Build, BuildResult, write_files
from samples import HOUSE, spec
from sphinx.project import Project

from sphinx_leanspec.extension.pages.project import SpecProject

PAGES = {
    "index.rst": "Home\n====\n\n.. toctree::\n   :glob:\n\n   **\n",
    "usage.rst": "Usage\n=====\n\nOf :spec:`2`.\n",
    "README.md": "# Read me\n\n[gone](gone.md)\n",
    "README.rst": "Read this\n=========\n",
    "CHANGELOG.md": "# 1.0\n",
    "docs/notes.md": "Notes, without a title.\n",
    "extra/more.md": "# More\n\n*Read* as Markdown.\n",
}
CONF = {"leanspec_pages": {"more": "extra/more.md"}}


@pytest.fixture(scope="module")
def built(shared_build: Build) -> BuildResult:
    return shared_build({**HOUSE, **PAGES}, jobs=2, conf=CONF, fatal_warnings=True)


def test_what_build_keeps_beside_a_site_is_no_part_of_the_next(tmp_path: Path) -> None:
    kept = "_build/html/.leanspec/pages/index.md"
    write_files(tmp_path, {"index.md": "# Home\n", "docs/a.md": "# A\n", kept: "# Home, as it was begun\n"})
    project = SpecProject(Project(tmp_path, {".md": "markdown"}), {}, {})
    assert project.discover() == {"index", "docs/a"}


def pages(result: BuildResult) -> set[str]:
    found = (path.relative_to(result.outdir).with_suffix("") for path in result.outdir.rglob("*.html"))
    return {path.as_posix() for path in found} - {"genindex", "permalink", "search"}


def test_they_are_no_pages_but_those_of_specs_and_those_that_are_named(built: BuildResult) -> None:
    assert {page for page in pages(built) if "/" not in page} == {"README", "index", "more", "usage"}
    assert {"specs/002-walls", "specs/002-walls/DESIGN"} <= pages(built)
    assert "docs/notes" not in pages(built)
    assert built.html("README").h1.get_text().startswith("Read this")
    assert built.html("more").em.get_text() == "Read"
    assert len(built.html("specs/002-walls").select(".leanspec-card")) == 1


def test_a_later_build_has_the_specs_that_are_new_and_no_other_files(
    built: BuildResult, shared_build: Build
) -> None:
    before = pages(built)
    write_files(built.srcdir, {"specs/005-shed/README.md": spec("Shed"), "docs/shed.md": "# No page\n"})
    again = shared_build(built.srcdir, fatal_warnings=True)
    assert pages(again) == {*before, "specs/005-shed"}
    assert shared_build(built.srcdir, fatal_warnings=True).stdout.count("no targets are out of date") == 1


def test_a_pdf_has_the_same(built: BuildResult, shared_build: Build) -> None:
    (path,) = shared_build(built.srcdir, builder="latex", fatal_warnings=True).outdir.glob("*.tex")
    titles = re.findall(r"\\(?:chapter|section)\{([^{}]*)\}", path.read_text("utf-8"))
    assert {"Usage", "Read this", "More", "Ground", "Bricks"} <= {
        re.sub(r"^\d+ ", "", text) for text in titles
    }
    assert not {"Read me", "1.0"} & set(titles)


@pytest.mark.parametrize(
    "conf",
    ['source_suffix = [".rst", ".md"]\n', 'extensions.append("myst_parser")\n', 'root_doc = "CHANGELOG"\n'],
)
def test_a_project_that_has_markdown_keeps_it(conf: str, build: Build) -> None:
    result = build({**HOUSE, **PAGES, "conf.py": DEFAULT_CONF + conf}, builder="dummy")
    assert (result.doctreedir / "docs/notes.doctree").is_file()
