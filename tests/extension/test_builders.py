"""Each builder with every view: none warns, and what it writes holds what the specs say."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
import strangers
from book import BOOK, CHINESE, CONF, DRAWING, EMOJI, LONG, SIGNS
from building import DEFAULT_CONF, Build, BuildResult
from linking import broken, read_folder, read_page
from samples import spec

from sphinx_leanspec.extension.views import VIEWS

Built = Callable[[str], BuildResult]
BUILDERS = (
    *("html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo"),
    *("gettext", "linkcheck", "needs", "xml", "pseudoxml", "coverage", "changes", "doctest", "dummy"),
    *("json", "pickle", "htmlhelp", "qthelp", "devhelp", "applehelp"),
    *("telling", "notes"),
)
EXTENSIONS = ("sphinx_leanspec", "sphinx.ext.coverage", "sphinx.ext.doctest", "strangers")
CONF_PY = f"import sys\nsys.path.append({str(Path(strangers.__file__).parent)!r})\n{DEFAULT_CONF}"
OPTIONS = {
    **CONF,
    "extensions": EXTENSIONS,
    "applehelp_bundle_id": "org.example.book",
    "applehelp_disable_external_tools": True,  # which run on macOS alone
}
TITLES = ("Drafted", "Renamed", "Hard to print 🚀 中文", "所有规格说明与分析文档的统一入口")
STATES = ("Draft", "Planned", "In progress", "Complete", "Archived", "On hold", "No status")
BOXES = {"☑": ("Outer tick ✅", "Middle tick", "Of no spec", "文档齐全"), "☐": ("Inner box", "中文复选框")}


@pytest.fixture(scope="module")
def built(shared_build: Build) -> Built:
    """A build of the book with each builder, on demand, in one folder; a warning is a failure."""
    first = shared_build({**BOOK, "conf.py": CONF_PY}, conf=OPTIONS, fatal_warnings=True)
    found = {"html": first}

    def get(builder: str) -> BuildResult:
        if builder not in found:
            own = ["-d", str(first.doctreedir.with_name("catalogs"))] if builder == "gettext" else []
            offline = ["-D", "linkcheck_ignore=https?://.*"] if builder == "linkcheck" else []
            found[builder] = shared_build(first.srcdir, *own, *offline, builder=builder, fatal_warnings=True)
        return found[builder]

    return get


@pytest.mark.parametrize("builder", BUILDERS)
def test_no_builder_warns(built: Built, builder: str) -> None:
    assert built(builder).warnings == []


def test_the_book_has_every_view() -> None:
    # that one stands on the page of all specs by itself
    assert [name for name in VIEWS if f"{{{name}}}" not in BOOK["index.md"]] == ["spec-index"]


@pytest.mark.parametrize(
    "builder", ["text", "man", "texinfo", "singlehtml", "epub", "telling", "notes", "pseudoxml"]
)
def test_what_a_builder_writes_holds_what_the_specs_say(built: Built, builder: str) -> None:
    text = _plain(built(builder), builder)
    # in a table of text, a cell breaks where it must
    name = LONG[:16] if builder in ("text", "notes") else LONG
    wanted = [*TITLES, *STATES, *SIGNS.split(), *EMOJI.split(), CHINESE[:20], name, "代码", "not applicable"]
    assert [part for part in wanted if part not in text] == []
    for box, names in BOXES.items():
        assert [name for name in names if not re.search(rf"{box}\s?{re.escape(name)}", text)] == []
    spaceless = re.sub(r"\s", "", text)
    assert [line for line in DRAWING.splitlines() if re.sub(r"\s", "", line) not in spaceless] == []


def _plain(result: BuildResult, builder: str) -> str:
    """What a reader sees of all pages, in one line."""
    patterns = {"epub": "*.xhtml", "man": "*.1", "notes": "*.txt", "pseudoxml": "*.pseudoxml"}
    patterns |= {"singlehtml": "index.html", "telling": "*.told", "texinfo": "*.texi", "text": "*.txt"}
    paths = sorted(result.outdir.rglob(patterns[builder]))
    text = "\n".join(path.read_text("utf-8") for path in paths)
    if builder in ("singlehtml", "epub"):
        text = re.sub(r"<[^>]*>", "", text).replace("&gt;", ">").replace("\N{VARIATION SELECTOR-15}", "")
    if builder == "man":
        text = text.replace("\\-", "-").replace("\\fP", "").replace("\\fB", "").replace("\\ ", " ")
        text = re.sub(r"^\.[A-Z].*$", "", text, flags=re.MULTILINE).replace("\\fC", "").replace("\\&", "")
    return re.sub(r"\s+", " ", text)


def test_a_builder_that_nobody_knows_writes_what_the_one_for_text_does(built: Built) -> None:
    pages = [
        {path.relative_to(folder): path.read_text("utf-8").split() for path in folder.rglob("*.txt")}
        for folder in (built("text").outdir, built("notes").outdir)
    ]
    assert pages[0] == pages[1]
    assert Path("index.txt") in pages[0]


@pytest.mark.parametrize(("builder", "page"), [("telling", "index.told"), ("text", "index.txt")])
def test_a_toctree_names_a_page_in_plain_nodes(build: Build, builder: str, page: str) -> None:
    files = {
        "conf.py": CONF_PY,
        "index.md": "# Home\n\n```{toctree}\nspecs/001-a\n```\n",
        "specs/001-a/README.md": spec("Once ~~so~~, now otherwise"),
    }
    result = build(files, builder=builder, conf={"extensions": EXTENSIONS}, fatal_warnings=True)
    assert "Once ~~so~~, now otherwise" in result.text(page)


@pytest.mark.parametrize("builder", ["xml", "pseudoxml"])
def test_no_node_of_ours_is_in_a_page_that_is_its_own_nodes(built: Built, builder: str) -> None:
    pages = sorted(built(builder).outdir.rglob(f"*.{builder}"))
    assert len(pages) > len(TITLES)
    assert [path for path in pages if "<leanspec_" in path.read_text("utf-8")] == []


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_every_link_of_a_site_arrives(built: Built, builder: str) -> None:
    folder = built(builder).outdir
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    pages = {name: text for name, text in read_folder(folder).items() if not name.startswith("_static/")}
    assert "index.html" in pages
    # which a theme links to and this builder does not write
    absent = {"genindex.html", "search.html"} if builder == "singlehtml" else set()
    assert [link for link in broken(pages, files) if link.partition(": ")[2] not in absent] == []


def test_a_link_that_does_not_arrive_is_found() -> None:
    pages = {"a/b.html": '<a id="x" href="#y"><a href="../c.html"><a href="#x"><a href="https://z">'}
    assert broken(pages, set(pages)) == ["a/b.html: #y", "a/b.html: ../c.html"]


def test_an_epub_is_sound_and_names_every_spec_in_its_contents(built: Built) -> None:
    (path,) = built("epub").outdir.glob("*.epub")
    with zipfile.ZipFile(path) as book:
        names = book.namelist()
        assert (names[0], book.read("mimetype")) == ("mimetype", b"application/epub+zip")
        texts = {
            name: book.read(name).decode()
            for name in names
            if PurePosixPath(name).suffix in (".xhtml", ".opf", ".ncx", ".xml", ".svg")
        }
    trees = {name: ET.fromstring(text) for name, text in texts.items()}
    assert _wrong_items(trees["content.opf"], set(names)) == []
    pages = {name: text for name, text in texts.items() if name.endswith(".xhtml")}
    assert broken(pages, set(names)) == []
    listed = {
        _file(node.get("href", "")): node for node in trees["content.opf"].iter() if "id" in node.attrib
    }
    drawn = {name for name, text in pages.items() if "<svg" in text}
    assert drawn == {name for name in pages if listed[name].get("properties") == "svg"}
    specs = {name for name in pages if name.startswith("specs/")}
    own = {name for name in specs if not name.startswith("specs/openspec/")}
    assert len(own) == len([name for name in BOOK if name.startswith("specs/")]) + 1
    assert {f"specs/openspec/{name}.xhtml" for name in ("walls", "changes/warmth")} <= specs
    for contents in ("nav.xhtml", "toc.ncx"):
        assert specs <= {_file(link) for link in read_page(texts[contents]).links}
    assert [title for title in TITLES if title not in texts["nav.xhtml"]] == []


def test_an_epub_names_specs_once_where_the_root_page_lists_them(build: Build) -> None:
    files = {name: text for name, text in BOOK.items() if name.startswith("specs/")}
    files["index.md"] = "# Home\n\n```{spec-index}\n```\n"
    contents = build(files, builder="epub", conf=CONF, fatal_warnings=True).text("nav.xhtml")
    links = Counter(_file(link) for link in read_page(contents).links)
    assert links["specs/001-draft.xhtml"] == 1


def _file(link: str) -> str:
    return unquote(link.partition("#")[0])


def _wrong_items(package: ET.Element, names: set[str]) -> list[str]:
    """What an EPUB's manifest names and the book lacks, or the other way round; twins; gaps in its spine."""
    items = [node for node in package.iter() if node.tag.endswith("}item")]
    listed = Counter(_file(item.get("href", "")) for item in items)
    ids = {item.get("id") for item in items}
    spine = [node.get("idref") for node in package.iter() if node.tag.endswith("}itemref")]
    unlisted = names - listed.keys() - {"mimetype", "META-INF/container.xml", "content.opf"}
    return [
        *(listed.keys() - names),
        *unlisted,
        *(name for name, count in listed.items() if count > 1),
        *(name or "" for name in spine if name not in ids),
    ]


def test_catalogs_hold_titles_and_no_ids(built: Built) -> None:
    messages = re.findall(r'^msgid "(.+)"$', built("gettext").text("specs.pot"), re.MULTILINE)
    assert [title for title in TITLES if title not in messages] == []
    assert [text for text in messages if re.search(r"SPEC_\d|specs/\d", text)] == []


def test_all_builders_export_the_same_needs(built: Built) -> None:
    assert built("needs").needs() == built("html").needs()


def test_our_own_pages_are_no_broken_links(built: Built) -> None:
    lines = built("linkcheck").text("output.txt")
    assert lines == ""


@dataclass(frozen=True)
class Print:
    """A PDF, its text in one line, and the log of its making."""

    path: Path
    text: str
    log: str


def test_views_lead_to_pages_of_the_same_file(shared_build: Build) -> None:
    # by a builder that was never at work before, and knows only at last which pages the file has
    result = shared_build({**BOOK, "conf.py": CONF_PY}, conf=OPTIONS, builder="latex")
    (path,) = result.outdir.glob("*.tex")
    text = path.read_text("utf-8")
    assert r"{\hyperref[\detokenize{specs/001-draft::doc}]{\sphinxcrossref{001 Drafted}}}" in text
    assert text.count(r"\hyperref") > 200


@pytest.fixture(scope="module")
def printed(built: Built, shared_build: Build) -> Callable[[str], Print]:
    """The book as a PDF made by each engine, on demand."""
    found: dict[str, Print] = {}

    def get(engine: str) -> Print:
        if engine not in found:
            result = shared_build(built("latex").srcdir, builder="latex", conf={"latex_engine": engine})
            folder = result.outdir.with_name(engine)
            shutil.copytree(result.outdir, folder)
            path = replace(result, outdir=folder).pdf()
            read = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
            assert not read.stderr  # where it complains of what is no PDF
            text = re.sub(r"\s+", " ", read.stdout.decode())
            found[engine] = Print(path, text, path.with_suffix(".log").read_text("utf-8", "replace"))
        return found[engine]

    return get


@pytest.mark.pdf
def test_a_pdf_prints_every_character(printed: Callable[[str], Print]) -> None:
    text, log = printed("xelatex").text, printed("xelatex").log
    assert "Missing character" not in log
    # which fonts there are is the machine's affair, that nothing vanishes unsaid is ours
    lacking = {chr(int(code, 16)) for code in re.findall(r"U\+([0-9A-F]+)", log.replace("\n", ""))}
    wanted = [*TITLES, *STATES, *SIGNS.replace("✔", "✓").split(), *EMOJI.replace("\ufe0f", "").split()]
    assert [part for part in [*wanted, CHINESE[:20]] if part not in text and not lacking & set(part)] == []
    for box, names in BOXES.items():
        assert [name for name in names if not re.search(rf"{box} ?{re.escape(name)}", text)] == []
    assert LONG[:30] in text  # the rest of the cell is below
    assert "LeanSpec knows no status on-hold" in text  # a hyphen in code


@pytest.mark.pdf
def test_the_links_and_bookmarks_of_a_pdf_arrive(printed: Callable[[str], Print]) -> None:
    from pypdf import PdfReader

    reader = PdfReader(printed("xelatex").path)
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", ())]
    actions = [note["/A"] for note in notes if "/A" in note]
    wanted = [str(action["/D"]) for action in actions if action["/S"] == "/GoTo"]
    assert len(wanted) > 100
    assert set(wanted) <= set(reader.named_destinations)
    assert "https://example.org/x" in {action.get("/URI") for action in actions}
    titles = [re.sub(r"^[\d.]+ ", "", title) for title in _titles(reader.outline)]
    assert [title for title in TITLES if title not in titles] == []


def _titles(outline: Any) -> list[str]:
    found: list[str] = []
    for entry in outline:
        found += _titles(entry) if isinstance(entry, list) else [str(entry.title)]
    return found


@pytest.mark.pdf
def test_pdflatex_prints_what_it_can_and_says_what_it_cannot(printed: Callable[[str], Print]) -> None:
    text, log = printed("pdflatex").text, printed("pdflatex").log.replace("\n", "")
    assert [part for part in STATES if part not in text] == []
    assert log.count("characters have no font here") == 1
    assert "U+1F680" in log
    assert "latex_engine" in log


@pytest.mark.pdf
def test_little_runs_over_the_margin(printed: Callable[[str], Print]) -> None:
    wide = re.findall(r"Overfull \\hbox \(([\d.]+)pt too wide", printed("xelatex").log)
    assert [width for width in wide if float(width) > 10] == []
