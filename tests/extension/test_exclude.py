"""``leanspec_exclude``: specs that are on no page, in no list and in no file of a site."""

from __future__ import annotations

import pytest
from building import Build, BuildResult, write_files
from commands import run
from samples import spec
from viewing import said

from sphinx_leanspec.corpus import Corpus, load
from sphinx_leanspec.reading import NoSpecsError, SpecLayout

SECRET = "Moonraker"
FILES = {
    "specs/001-open/README.md": spec(
        "Open",
        "depends_on: [7]",
        "related: [008-older]",
        body=(
            "spec-007, [a](../007-secret/README.md), [b](../007-secret/NOTES.md#x), [c](../007-secret/),\n"
            "[d](../archived/005-away/README.md), `007-secret`, [e](../006-former/README.md)\n"
        ),
    ),
    "specs/002-other/README.md": spec("Other", "depends_on: [1]", body="- [ ] a\n"),
    "specs/007-secret/README.md": spec(
        SECRET,
        "tags: [hush]",
        "parent: 1",
        "aliases: [006-former, 008-older]",
        "depends_on: [nobody]",
        body="- [x] done\n\n[dead](../099-gone/)\n",
    ),
    "specs/007-secret/NOTES.md": f"# {SECRET} notes\n",
    "specs/archived/005-away/README.md": spec(SECRET, status="complete"),
    "specs/003-put-away/README.md": spec(SECRET, status="archived"),
    "guide.md": (
        "---\nspecs: [1, 7]\n---\n\n# Guide\n\n{spec}`7` {check}`SPEC_007_C_ABCDEF` "
        "[x](specs/007-secret/README.md) {doc}`y <specs/007-secret/README>`\n"
    ),
    "index.md": (
        "# Home\n\n```{toctree}\nguide\nspecs/007-secret/README\n```\n\n"
        "```{spec-table}\n```\n\n```{spec-stats}\n```\n\n```{spec-changes}\n```\n\n```{spec-graph}\n```\n"
    ),
}
EXCLUDE = ["007-*", "status:archived"]


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    conf = {"leanspec_exclude": EXCLUDE, "html_baseurl": "https://x.example/", "html_copy_source": True}
    return shared_build(FILES, conf=conf, fatal_warnings=True)


def test_nothing_of_it_is_anywhere(site: BuildResult) -> None:
    names = {path.relative_to(site.outdir).as_posix() for path in site.outdir.rglob("*.html")}
    assert {name for name in names if name.startswith("specs/")} == {
        "specs/001-open.html",
        "specs/002-other.html",
        "specs/index.html",
    }
    held = [
        path
        for path in site.outdir.rglob("*")
        if path.is_file() and SECRET in path.read_text("utf-8", "replace")
    ]
    assert held == []
    assert {"SPEC_007", "SPEC_005", "SPEC_003"}.isdisjoint(site.needs())


def test_what_refers_to_it_says_so(site: BuildResult) -> None:
    card = said(site.html("specs/001-open").select_one(".leanspec-card"))
    assert "7 (not published)" in card
    page = site.html("specs/001-open").select_one("article")
    assert not [
        link["href"] for link in page.select("a[href]") if "007" in link["href"] or "005" in link["href"]
    ]
    guide = said(site.html("guide").select_one("article"))
    assert "7 (not published)" in guide
    assert "SPEC_007_C_ABCDEF (not published)" in guide


def corpus(root: object, *exclude: str) -> Corpus:
    return load(root, SpecLayout(exclude=exclude))  # type: ignore[arg-type]


PATTERNS = {
    "007-secret": {"007-secret"},
    "00[57]-*": {"005-away", "007-secret"},
    "specs/archived/*": {"005-away"},
    "archived/": {"005-away"},
    "specs/archived": {"005-away"},
    "./specs/archived/**": {"005-away"},
    "SPEC_007": {"007-secret"},
    "status:Archived": {"003-put-away", "005-away"},
    "status:archived": {"003-put-away", "005-away"},
    "status:complete": {"005-away"},
    "007": set(),
}


@pytest.mark.parametrize(("pattern", "gone"), PATTERNS.items())
def test_a_pattern_is_of_an_id_a_path_or_a_status(
    pattern: str, gone: set[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("repository")
    write_files(root, FILES)
    everything = {"001-open", "002-other", "003-put-away", "005-away", "007-secret"}
    found = corpus(root, pattern)
    assert everything - found.specs.keys() == gone
    assert {place.id for place in found.unpublished} == gone


def test_the_command_line_leaves_it_out_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("repository")
    toml = '[leanspec]\nexclude = ["007-*", "status:archived"]\n'
    write_files(root, {".git/HEAD": "ref: refs/heads/main\n", **FILES, "ubproject.toml": toml})
    done = run("check", root)
    assert (done.returncode, done.stdout.decode().count("2 specs")) == (0, 1), done.text
    assert SECRET not in run("list", root).text
    assert "is not published" in run("impact", "7", cwd=root).stderr


def test_something_has_to_be_left(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("repository")
    write_files(root, FILES)
    with pytest.raises(NoSpecsError, match="left out by `exclude`"):
        corpus(root, "*")


def test_specs_may_be_relative_to_the_source_folder(build: Build) -> None:
    files = {"index.md": "# Home\n", "plans/001-a/README.md": spec("Alpha")}
    result = build(files, conf={"leanspec_specs": "plans"}, fatal_warnings=True)
    assert "Alpha" in result.html("specs/001-a").h1.get_text()
