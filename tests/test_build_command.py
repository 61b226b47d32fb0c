"""``sphinx-leanspec build``: the site of a repository that has no conf.py."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from building import write_files

from sphinx_leanspec.reading import documents, locate

SPEC = "---\nstatus: {status}\ncreated: 2026-01-02\n---\n\n# {title}\n\n{text}\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def spec(title: str, text: str = "", status: str = "planned") -> str:
    return SPEC.format(title=title, text=text, status=status)


@dataclass(frozen=True)
class Site:
    """What a run of the command left behind."""

    returncode: int
    stdout: str
    stderr: str
    out: Path

    def html(self, docname: str) -> BeautifulSoup:
        return BeautifulSoup((self.out / f"{docname}.html").read_text("utf-8"), "html.parser")

    def content(self, docname: str) -> str:
        article = self.html(docname).find("article")
        assert article is not None
        return " ".join(article.get_text(" ").split())

    def needs(self) -> dict[str, Any]:
        exported = json.loads((self.out / "needs.json").read_text("utf-8"))
        return exported["versions"][exported["current_version"]]["needs"]

    def warnings(self) -> list[str]:
        """The lines of the log; a warning may have more than one."""
        log = self.out / "warnings.txt"
        return log.read_text("utf-8").splitlines() if log.is_file() else []


def run(repository: Path | str, *options: str, out: Path, cwd: Path | None = None) -> Site:
    command = [sys.executable, "-m", "sphinx_leanspec.cli", "build", str(repository), "-j", "1", *options]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", timeout=300, check=False
    )
    return Site(done.returncode, done.stdout, done.stderr, out)


def built(repository: Path, *options: str, out: Path, code: int = 0) -> Site:
    site = run(repository, "-o", str(out), *options, out=out)
    assert site.returncode == code, site.stdout + site.stderr
    return site


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.fixture
def minimal(tmp_path: Path) -> Path:
    """A repository with one spec, and nothing else."""
    root = tmp_path / "lighthouse"
    write_files(root, {"specs/001-lamp/README.md": spec("Lamp", "- [x] lit\n- [ ] turning")})
    return root


RICH = {
    "README.md": """\
        <p align="center"><img src="docs/img/logo.png" width="40" alt="the logo"></p>

        # Tea *house*

        See the [brewing guide](docs/guide/02-brewing.md#water-and-heat), the [sources](src/),
        [a gap](src/gone.py), [the first spec](specs/001-kettle/) and `docs/analysis/leaves.md`.
        It costs $5 to $10.

        % no comment on GitHub

        | a | b |
        | - | - |
        | 1 | ~~2~~ |

        - [x] tick
        """,
    "src/tea.py": "TEA = 1\n",
    "docs/index.md": "# Handbook\n",
    "docs/img/logo.png": "",
    "docs/guide/10-serving.md": "# Serving\n",
    "docs/guide/02-brewing.md": """\
        # Brewing

        ## Water and heat

        [dead](nowhere.md)

        [dead too](#no-heading)
        """,
    "docs/guide/untitled.md": "Only text.\n",
    "docs/guide/front.md": "---\ntitle: From the front matter\nsidebar_position: 3\n---\n\n## Second level\n",
    "docs/analysis/leaves.md": """\
        ---
        specs: [1]
        ---

        # 茶叶 analysis

        ```unknown-language
        x
        ```

        ```json
        { no json
        ```

        ![logo](../img/logo.png)
        """,
    "docs/_build/made.md": "# Made\n",
    "docs/.hidden/secret.md": "# Secret\n",
    "docs/node_modules/pkg/README.md": "# Package\n",
    "docs/env/pyvenv.cfg": "",
    "docs/env/lib/README.md": "# Library\n",
    "docs/site/index.html": "",
    "docs/site/page.md": "# Built\n",
    "docs/tests/fixtures/case.md": "# Case\n",
    "CHANGELOG.md": "# Changes\n",
    "node_modules/x/README.md": "# X\n",
    "specs/001-kettle/README.md": spec(
        "Kettle", "Analysis: `docs/analysis/leaves.md`\n\n[design](DESIGN.md)"
    ),
    "specs/001-kettle/DESIGN.md": "# Design\n\n![logo](../../docs/img/logo.png)\n",
    "specs/002-broken/README.md": "---\nstatus: [\n---\n# Broken\n",
    "specs/003-茶/README.md": spec("茶壶", "## 验收标准\n\n- [ ] 热", status="in-progress"),
}


def write_rich(root: Path) -> Path:
    write_files(root, {path: text.replace("\n        ", "\n").lstrip() for path, text in RICH.items()})
    (root / "docs/img/logo.png").write_bytes(PNG)
    return root


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of a repository with a README, documents, and specs of all kinds."""
    base = tmp_path_factory.mktemp("house")
    root = write_rich(base / "a b 茶")
    before = files(root)
    site = built(root, out=base / "out")
    assert files(root) == before
    return site


def test_a_repository_with_one_spec(minimal: Path, tmp_path: Path) -> None:
    before = files(minimal)
    site = built(minimal, "-W", out=tmp_path / "out")
    assert files(minimal) == before
    assert "lighthouse: 1 spec and 0 documents" in site.stdout
    assert "no warnings" in site.stdout
    assert f"The site: {(site.out / 'index.html').as_uri()}" in site.stdout
    assert site.content("index").startswith("lighthouse")
    assert "Lamp" in site.content("index")
    assert "Lamp" in site.content("specs/index")
    assert "1 / 2" in site.content("specs/001-lamp")
    assert (site.out / "specs" / "graph.html").is_file()
    assert "Gaps" not in site.content("specs/dashboard"), "where there are no documents, none is missing"
    kinds = sorted(need["type"] for need in site.needs().values())
    assert kinds == ["check", "check", "spec"]


def test_what_becomes_a_page(house: Site) -> None:
    pages = {name for name in files(house.out) if name.endswith(".html") and not name.startswith("_")}
    assert pages == {
        "README.html",
        "docs/analysis/leaves.html",
        "docs/guide/02-brewing.html",
        "docs/guide/10-serving.html",
        "docs/guide/front.html",
        "docs/guide/untitled.html",
        "docs/index.html",
        "genindex.html",
        "index.html",
        "permalink.html",
        "search.html",
        "specs/001-kettle.html",
        "specs/001-kettle/DESIGN.html",
        "specs/002-broken.html",
        "specs/003-茶.html",
        "specs/dashboard.html",
        "specs/graph.html",
        "specs/index.html",
    }


def test_the_first_page_leads_everywhere(house: Site) -> None:
    page = house.html("index")
    assert page.title is not None
    assert page.title.get_text() == "Tea house"
    entries = [link.get_text() for link in page.select(".sidebar-tree a")]
    assert entries == [
        "README",
        "Specs",
        "003 茶壶",  # the open specs: the one in progress comes first
        "001 Kettle",
        "Dashboard",
        "Dependencies",
        "Handbook",
        "茶叶 analysis",
        "Brewing",
        "Serving",
        "From the front matter",
        "Untitled",
    ]
    assert len(entries) == len(set(entries))
    captions = [caption.get_text() for caption in page.select(".sidebar-tree .caption")]
    assert captions == ["Specs", "Documents", "Analysis", "Guide"]
    assert "茶壶" in house.content("index")
    for link in page.select("article a[href]"):
        target = unquote(str(link["href"]).partition("#")[0])
        assert not target or (house.out / target).is_file()


def test_the_dashboard_shows_the_views(house: Site) -> None:
    page = house.html("specs/dashboard").article
    assert page is not None
    assert [heading.get_text()[:-1] for heading in page.select("h2")] == [
        "What needs attention",
        "Board",
        "What can be done",
        "Progress",
        "What changed",
        "Over time",
        "Gaps",
    ]
    links = {link.get_text(): str(link["href"]) for link in page.select("a[href]")}
    assert links["Brewing"] == "../docs/guide/02-brewing.html", "it covers no spec"
    assert "Kettle" in house.content("specs/dashboard")
    assert house.content("specs/dashboard").count("Dependencies") == 1, "what is made is no gap"
    assert links["Dependencies"] == "graph.html"
    assert any(link["href"] == "specs/dashboard.html" for link in house.html("index").select("article a"))


def test_a_readme_reads_as_on_github(house: Site) -> None:
    page = house.html("README")
    links = {link.get_text(): link["href"] for link in page.select("article a.reference")}
    assert links["brewing guide"] == "docs/guide/02-brewing.html#water-and-heat"
    assert links["the first spec"] == "specs/001-kettle.html"
    assert links["docs/analysis/leaves.md"] == "docs/analysis/leaves.html"
    assert "sources" not in links, "there is no web address for it"
    image = page.select_one("article img")
    assert image is not None
    assert (house.out / str(image["src"])).is_file()
    assert "40" in str(image.get("width", image.get("style")))
    assert "$5 to $10" in house.content("README")
    assert "% no comment" in house.content("README")
    assert page.select("article table")
    assert page.select("article li.leanspec-check .leanspec-box")
    assert not page.select("article input")


def test_what_is_wrong_is_said_with_file_and_line(house: Site) -> None:
    log = "\n".join(house.warnings())
    assert str(house.out.parent) not in log, "the log lies in the site"
    for place in ("docs/guide/02-brewing.md:5", "docs/guide/02-brewing.md:7"):
        assert place in log
    assert "specs/002-broken/README.md:" in log
    assert "unknown-language" not in log
    last = house.stdout.splitlines()[-3]
    assert "warnings: leanspec." in last
    assert "leanspec.link 3" in last
    assert f"Where they are: {house.out / 'warnings.txt'}" in house.stdout


def test_specs_and_documents_name_each_other(house: Site) -> None:
    assert "Covered by : 茶叶 analysis" in house.content("specs/001-kettle")
    assert "README" in {
        link["href"].rpartition("/")[2][:6] for link in house.html("specs/001-kettle").select("a[href]")
    }
    covering = [need for need in house.needs().values() if need["type"] == "doc"]
    assert [need["covers"] for need in covering] == [["SPEC_001"]]


def test_warnings_are_a_failure_on_demand_each_time(minimal: Path, tmp_path: Path) -> None:
    # code that is none is no warning: GitHub says nothing of it
    write_files(minimal, {"docs/sums.md": "# Sums\n\n```json\n{ no json\n```\n\n[dead](nowhere.md)\n"})
    first = built(minimal, out=tmp_path / "out")
    assert "1 warning: leanspec.link 1" in first.stdout
    again = built(minimal, "-W", out=tmp_path / "out", code=1)
    assert "docs/sums.md:7" in again.stderr, "pages that did not change are read, too"
    assert "The site:" not in again.stdout


def test_a_second_run_reads_what_changed(minimal: Path, tmp_path: Path) -> None:
    write_files(minimal, {"docs/a.md": "# Aft\n", "docs/b.md": "# Bow\n"})
    out = tmp_path / "out"
    built(minimal, out=out)
    doctree = out / ".leanspec" / "doctrees" / "docs" / "b.doctree"
    untouched = doctree.stat().st_mtime_ns
    write_files(minimal, {"docs/a.md": "# Afterdeck\n"})
    site = built(minimal, out=out)
    assert "Afterdeck" in site.content("docs/a")
    assert "Afterdeck" in site.html("index").get_text()
    assert doctree.stat().st_mtime_ns == untouched
    assert "-E reads all" in site.stdout


@pytest.mark.parametrize(
    "files_of_it",
    [
        {".lean-spec/specs/001-a/README.md": spec("Aft")},
        {
            "docs/specs/001-a/README.md": spec("Aft"),
            "docs/specs/README.md": "# No page\n",
            "docs/x.md": "# X\n",
        },
        {"plans/001-a/README.md": spec("Aft"), "leanspec.adapter.yaml": "directory: plans\n"},
    ],
)
def test_specs_are_found_wherever_they_are(tmp_path: Path, files_of_it: dict[str, str]) -> None:
    root = tmp_path / "ship"
    write_files(root, files_of_it)
    site = built(root, "-W", out=tmp_path / "out")
    assert "Aft" in site.content("specs/001-a")
    assert not (site.out / "docs" / "specs").exists()


def test_a_specs_folder_may_be_named(tmp_path: Path) -> None:
    root = tmp_path / "ship"
    write_files(
        root, {"plans/001-a.md": spec("Aft"), "plans/002-b/SPEC.md": spec("Bow"), "README.md": "# Ship\n"}
    )
    site = built(root, "--specs", "plans", "--flat", "--spec-file", "SPEC.md", out=tmp_path / "out")
    assert {"SPEC_001", "SPEC_002"} <= set(site.needs())
    assert site.content("index").startswith("Ship")
    direct = built(root / "plans", "--spec-file", "SPEC.md", out=tmp_path / "direct")
    assert "Bow" in direct.content("specs/002-b")
    assert direct.content("index").startswith("Ship")


def test_a_site_of_other_projects_alone_is_no_part_of_what_lies_above_it(tmp_path: Path) -> None:
    """Another tool has left an empty folder there."""
    projects = '[leanspec]\n[[leanspec.projects]]\nname = "api"\nroot = "../api"\n'
    write_files(
        tmp_path / "sea",
        {
            "site/ubproject.toml": projects,
            "site/index.md": "# Chart\n",
            "api/specs/001-bow/README.md": spec("Bow"),
            "openspec/specs/.gitkeep": "",
        },
    )
    site = built(tmp_path / "sea" / "site", "-W", out=tmp_path / "out")
    assert "Bow" in site.content("specs/api/001-bow")


@pytest.mark.parametrize(
    ("more", "title"),
    [
        ({"README.md": "# [Sea](https://example.org) `chart`\n"}, "Sea chart"),
        ({"README.md": '<h1 align="center">Sea <b>chart</b></h1>\n'}, "Sea chart"),
        ({"README.rst": "Sea chart\n=========\n\nText.\n"}, "Sea chart"),
        ({"README.md": "no title\n", "pyproject.toml": '[project]\nname = "sea-chart"\n'}, "sea-chart"),
        ({"package.json": '{"name": "@sea/chart"}'}, "@sea/chart"),
        ({"package.json": "{", "README.md": "# C_*x* <T> $HOME\n"}, "C_x $HOME"),
        ({}, "lighthouse"),
    ],
)
def test_the_title_is_the_repositorys(minimal: Path, more: dict[str, str], title: str) -> None:
    write_files(minimal, more)
    assert documents.title(locate(minimal)) == title


def test_a_title_is_shown_as_it_is(minimal: Path, tmp_path: Path) -> None:
    write_files(minimal, {"package.json": json.dumps({"name": "a_b_c <i>*$HOME* {doc}`x`"})})
    site = built(minimal, "-W", out=tmp_path / "out")
    head = site.html("index").find("h1")
    assert head is not None
    assert head.get_text() == "a_b_c <i>*$HOME* {doc}`x`¶"


def test_without_an_output_folder(minimal: Path) -> None:
    out = minimal / "_build" / "html"
    site = run(".", out=out, cwd=minimal)
    assert site.returncode == 0, site.stderr
    assert (out / "index.html").is_file()
    assert (minimal / "_build" / ".gitignore").read_text() == "*\n"
    again = run(minimal / "specs", out=out)
    assert again.returncode == 0
    assert f"The site: {(out / 'index.html').resolve().as_uri()}" in again.stdout
    assert {path.name for path in minimal.iterdir()} == {"_build", "specs"}


def test_another_builder(minimal: Path, tmp_path: Path) -> None:
    site = built(minimal, "-b", "text", out=tmp_path / "out")
    assert "turning" in (site.out / "specs" / "001-lamp.txt").read_text("utf-8")
    assert f"The site: {site.out.as_uri()}" in site.stdout


@pytest.mark.parametrize("place", [".", "..", "specs", "specs/out"])
def test_the_output_is_not_the_repository(minimal: Path, place: str) -> None:
    before = files(minimal)
    site = run(minimal, "-o", str(minimal / place), out=minimal)
    assert site.returncode == 2
    assert "-o" in site.stderr
    assert files(minimal) == before


def test_nothing_to_build(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    site = run(tmp_path / "empty", out=tmp_path / "out")
    assert site.returncode == 2
    assert "no specs in" in site.stderr
    assert "Traceback" not in site.stderr


def test_nowhere_to_write(minimal: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    site = run(minimal, "-o", str(tmp_path / "file"), out=tmp_path)
    assert site.returncode == 2
    assert "name another folder with -o" in site.stderr


def test_sphinx_fails(minimal: Path, tmp_path: Path) -> None:
    site = run(minimal, "-o", str(tmp_path / "out"), "-b", "no-such-builder", out=tmp_path / "out")
    assert site.returncode == 1
    assert "no-such-builder" in site.stderr


def test_nothing_is_imported_from_the_repository(minimal: Path, tmp_path: Path) -> None:
    write_files(minimal, {"sphinx.py": "raise SystemExit('no')\n", "yaml.py": "raise SystemExit('no')\n"})
    code = "import sys; from sphinx_leanspec.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-P", "-c", code, "build", ".", "-o", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=minimal, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.corpora
def test_a_real_project(corpora: Path, tmp_path: Path) -> None:
    site = built(corpora / "automodel", out=tmp_path / "out")
    kinds = [need["type"] for need in site.needs().values()]
    assert (kinds.count("spec"), kinds.count("check")) == (13, 223)
    names = [path for path in (site.out / "specs").glob("*.html") if ">Names<" in path.read_text("utf-8")]
    assert len(names) == 12
    assert "9 warnings: leanspec.link 7, leanspec.count 2" in site.stdout
