"""Where links lead, in terms of files; what check and the build both ask."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from building import write_files
from gitting import Repository
from samples import HEAD

from sphinx_leanspec.corpus import load
from sphinx_leanspec.links import Destination, Links
from sphinx_leanspec.reading.tree import FileTree
from sphinx_leanspec.rules import Context

A = "specs/001-a/README.md"
B = "specs/002-b/README.md"
PARTS = "# B\n\n## Größe\n\n<a name='Here'></a>\n\n## L8\n"
FILES = {
    A: HEAD.replace("---\n", "---\naliases: [000-old]\n", 1) + "# A\n",
    B: HEAD + PARTS,
    "specs/001-a/DESIGN.md": "# Design\n",
    "specs/001-a/plan.txt": "",
    "src/m.py": "",
    "docs/guide.md": "# Guide\n",
}
PLACES = {
    "": Destination(A, "page"),
    "#": Destination(A, "page"),
    "#a": Destination(A, "page", "a"),
    "#A": Destination(A, "page", "a"),
    "#top": Destination(A, "page"),
    "#user-content-a": Destination(A, "page", "a"),
    "../002-b/#gr%C3%B6%C3%9Fe": Destination(B, "page", "größe"),
    "../002-b/#Here": Destination(B, "page", "Here"),
    "../002-b#user-content-top": Destination(B, "page"),
    "DESIGN": Destination("specs/001-a/DESIGN.md", "page"),
    "../000-old/DESIGN.md": Destination("specs/001-a/DESIGN.md", "page"),
    "../000-old/plan.txt": Destination("specs/001-a/plan.txt", "file"),
    "/specs/002-b/": Destination(B, "page"),
    "#L8": Destination(A, "page", fragment="L8"),
    "../002-b/#L8": Destination(B, "page", "l8"),
    "../002-b/?plain=1#L8": Destination(B, "page", fragment="L8"),
    "../002-b/README.md?plain=1#L8C2-L9C1": Destination(B, "page", fragment="L8C2-L9C1"),
    "../../src/m.py#L8-L9": Destination("src/m.py", "file", fragment="L8-L9"),
    "../../src/m.py#what": Destination("src/m.py", "file", fragment="what"),
    "../../docs/guide#part": Destination("docs/guide.md", "file", fragment="part"),
    "../../src": Destination("src", "folder"),
    "/": Destination(".", "folder"),
    "https://a.invalid/": Destination(),
    "//a.invalid/": Destination(),
}
DEAD = {
    "../../CHANGES": "link",
    "/CHANGES": "link",
    "../../src/n.py": "link",
    "../../lib/n.py": "file",
    "../../../n.py": "file",
    "../003-c/": "link",
    "/home/grace/n.md": "link",
    "../002-b/#gone": "link",
    "../002-b/#L8x": "link",
    "../002-b/?plain=1#gone": "link",
}


def links_of(root: Path) -> Links:
    return Context(load(root)).links


@pytest.fixture(scope="module")
def links(tmp_path_factory: pytest.TempPathFactory) -> Links:
    root = tmp_path_factory.mktemp("links")
    write_files(root, FILES)
    return links_of(root)


@pytest.mark.parametrize(("link", "found"), PLACES.items())
def test_a_link_leads_where_github_leads(links: Links, link: str, found: Destination) -> None:
    assert links.resolve(A, link) == found
    assert found.finding(A, 1) is None


@pytest.mark.parametrize(("link", "code"), DEAD.items())
def test_a_link_that_leads_nowhere_says_what_is_wrong(links: Links, link: str, code: str) -> None:
    finding = links.resolve(A, link).finding(A, 7)
    assert finding is not None
    assert (finding.path, finding.line, finding.code) == (A, 7, code)
    assert f"`{link}`" in finding.message
    assert finding.fix


WHOLE = {f"pier/{path}": text for path, text in FILES.items()} | {
    "README.md": "# All\n",
    "quay/specs/001-q/README.md": HEAD + "# Q\n",
}
ABOVE = {
    "../../../README.md#part": Destination("../README.md", "file", fragment="part"),
    "../../../quay/specs/001-q/": Destination("../quay/specs/001-q", "folder"),
    "../../../quay/specs/001-q/README": Destination("../quay/specs/001-q/README.md", "file"),
    "../../../pier/specs/002-b/": Destination(B, "page"),
    "/pier/specs/002-b/README.md": Destination(B, "page"),
    "/pier/src/m.py": Destination("src/m.py", "file"),
    "/quay": Destination("../quay", "folder"),
    "../../..": Destination("..", "folder"),
}
NOT_ABOVE = {
    "../../../gone.md": ("link", "there is no `gone.md`"),
    "../../../quay/gone.md": ("link", "there is no `quay/gone.md`"),
    "../../../slip/gone.md": ("file", "there is no `slip/gone.md`"),
    "/src/m.py": ("file", "there is no `src/m.py`"),
    "../../../../gone.md": ("file", "there is no `gone.md` outside the repository"),
}


@pytest.fixture(scope="module")
def inner(tmp_path_factory: pytest.TempPathFactory) -> Links:
    """The links of a project that is one folder of a repository."""
    repository = Repository(tmp_path_factory.mktemp("whole"))
    repository.commit("2026-01-05T10:00:00Z", WHOLE)
    return links_of(repository.root / "pier")


@pytest.mark.parametrize(("link", "found"), ABOVE.items())
def test_what_the_repository_has_beside_the_project_is_there(
    inner: Links, link: str, found: Destination
) -> None:
    assert inner.resolve(A, link) == found


@pytest.mark.parametrize(("link", "wrong"), NOT_ABOVE.items())
def test_what_the_repository_lacks_beside_the_project_is_not(
    inner: Links, link: str, wrong: tuple[str, str]
) -> None:
    found = inner.resolve(A, link)
    assert (found.code, found.problem) == (wrong[0], f"`{link}` leads nowhere: {wrong[1]}")


def test_ten_thousand_dead_links_to_a_page_of_many_headings_take_no_time(links: Links) -> None:
    """About 0.1 s where this was written; what sorts the headings for each link takes a minute."""
    many = Links(links.corpus, {A: {f"part-{number}" for number in range(10_000)}}, FileTree(Path()))
    began = time.process_time()
    assert all(many.resolve(A, f"#gone-{number}").code for number in range(10_000))
    assert time.process_time() - began < 5


FROM_TOP = {
    "src/m.py": "/src/m.py",
    "src/m.py#L8": "/src/m.py",
    "src": "/src",
    "src/n.py": "",
    "./src/m.py": "",
    "m.py": "",
}


@pytest.mark.parametrize(("link", "meant"), FROM_TOP.items())
def test_a_link_that_is_meant_from_the_top_is_told_how_to_be_written(
    links: Links, inner: Links, link: str, meant: str
) -> None:
    usual = "correct or remove the link"
    assert links.resolve(A, link).fix == (f"did you mean `{meant}`?" if meant else usual)
    assert inner.resolve(A, link).fix == (f"did you mean `/pier{meant}`?" if meant else usual)


NAMES = {
    "DESIGN.md": "specs/001-a/DESIGN.md",
    "001-a/DESIGN.md": "specs/001-a/DESIGN.md",
    "./README.md": A,
    "../002-b/README.md": B,
    "002-b/README.md": B,
    "specs/000-old/DESIGN.md": "specs/001-a/DESIGN.md",
    "/home/me/work/specs/002-b/README.md": B,
    "b/README.md": None,
    "elsewhere/DESIGN.md": None,
    "docs/guide.md": None,
}


@pytest.mark.parametrize(("name", "page"), NAMES.items())
def test_a_name_stands_for_the_only_page_that_it_can_mean(links: Links, name: str, page: str | None) -> None:
    assert links.named(A, name) == page


def test_a_name_that_many_pages_have_means_none_of_them(links: Links) -> None:
    many = {f"specs/{number:05}/README.md": frozenset[str]() for number in range(10_000)}
    found = Links(links.corpus, many, FileTree(Path()))
    began = time.process_time()
    assert {found.named("docs/a.md", "README.md") for _ in range(10_000)} == {None}
    assert found.named("docs/a.md", "00007/README.md") == "specs/00007/README.md"
    assert time.process_time() - began < 5
