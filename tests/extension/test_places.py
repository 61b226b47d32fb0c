"""Pages of specs whose names no builder expects: every one is built, every address leads to its page."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
import sphinx
from building import Build, BuildResult, write_files
from samples import spec

from sphinx_leanspec.commands.starter_site import StarterSite
from sphinx_leanspec.corpus import load
from sphinx_leanspec.extension.addresses import fitting, free
from sphinx_leanspec.reading import SpecLayout

NAMES = (
    '010-quo"te',
    "011-an<g>le",
    "012-bl ank",
    "013-new\nline",
    "014-per%41cent",
    "015-ha#sh",
    "016-quest?ion",
    "017-br{ace}",
    "018-esc\x1b[31mape",
    "019-amp&lt;",
    "020-no-\udcff\udcfe",
    "021-no-\udcfd",
    "022-" + "w" * 250,
)
FILES = {
    "index.md": "# Home\n\n```{spec-table}\n```\n\n```{spec-graph}\n```\n\n```{spec-board}\n```\n",
    "specs/001-first/README.md": spec(
        "First", f"depends_on: [{', '.join(str(number) for number in range(10, 23))}]", body="Text.\n"
    ),
    **{
        f"specs/{name}/README.md": spec(f"Title {name[:3]}", body="Text, spec-001.\n\n- [ ] Box\n")
        for name in NAMES
    },
    **{f'specs/{name}/sub "<%41#?\n{{.md': "# Sub\n" for name in NAMES[:7]},
    f"specs/001-first/{'s' * 252}.md": "# Long\n",
    'specs/gr"<\n\udcff/040-x/README.md': spec("Grouped"),
    "specs/other/040-x/README.md": spec("Other"),
    "specs/030-page/README.md": spec("Page"),
    "specs/030-page/a.md": "# A\n",
    "specs/030-page.html/README.md": spec("Folder"),
    "specs/030-page.html/b.md": "# B\n",
}
CONF = {
    "html_baseurl": "https://house.example/",
    "leanspec_repository": "https://github.com/o/n",
    "leanspec_revision": "main",
    "html_theme_options": {
        "source_repository": "https://github.com/o/n",
        "source_branch": "main",
        "source_directory": "docs/",
    },
}


class Addresses(HTMLParser):
    """What a page links to, as a browser has it: after the entities, before the percent signs."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not {name for name, _ in attrs} & {"g", 'g"', "ace"}, (tag, attrs)
        if sphinx.version_info < (9,) and ("rel", "canonical") in attrs:
            return  # Sphinx up to 8 writes the address of the page itself as the page is called
        self.found += [value or "" for name, value in attrs if name in ("href", "src")]


def lost(result: BuildResult) -> Iterator[str]:
    """The addresses within the site that lead to no file of it."""
    for page in result.outdir.rglob("*.html"):
        base = page.relative_to(result.outdir).as_posix()
        here = "https://site.example/" + quote(base)
        for address in Addresses(page).found:
            assert re.fullmatch(r"[!#-;=?-\[\]_a-z~]*", address), (base, address)
            url = urlsplit(urljoin(here, address))
            if url.netloc == "site.example" and not (result.outdir / unquote(url.path).lstrip("/")).exists():
                yield f"{base}: {address}"


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
@pytest.mark.parametrize("theme", ["furo", "alabaster"])
def test_every_page_is_built_and_every_address_leads_there(build: Build, theme: str) -> None:
    conf = dict(CONF) if theme == "furo" else {name: CONF[name] for name in list(CONF)[:3]}
    result = build(FILES, conf={**conf, "html_theme": theme})
    assert not [line for line in result.warnings if "[leanspec.failed]" in line]
    pages = {path.relative_to(result.outdir).as_posix() for path in result.outdir.glob("specs/**/*.html")}
    assert len([page for page in pages if page.count("/") == 1]) >= len(NAMES) + 4
    for page in pages:
        assert not re.search("[\0-\x1f\x7f-\x9f\ud800-\udfff]", page), page
    assert not [*lost(result)]
    titles = {result.html(page.removesuffix(".html")).h1.get_text() for page in pages}
    assert len([title for title in titles if "Title " in title]) == len(NAMES)


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
@pytest.mark.parametrize("builder", ["latex", "epub", "text", "xml", "man", "dirhtml"])
def test_other_builders_bear_the_names_too(build: Build, builder: str) -> None:
    result = build(FILES, builder=builder, conf=CONF)
    assert not [line for line in result.warnings if "[leanspec.failed]" in line]
    for path in (*result.outdir.rglob("*.xml"), *result.outdir.rglob("*.epub")):
        if path.suffix == ".xml":
            ET.parse(path)
            continue
        with ZipFile(path) as book:
            for name in book.namelist():
                if name.endswith((".xhtml", ".opf", ".ncx")):
                    ET.fromstring(book.read(name))


def test_docnames_that_go_together() -> None:
    kept = {"specs/1-a": "specs/1-a", "specs/1-a/b": "specs/1-a/b", "specs/2.x/b": "specs/2.x/b"}
    assert fitting(kept, ["index"]) == kept
    moved = fitting(["s/1", "s/1/b", "s/1.html", "s/1.html/b", "s/1.html/b.c/d", "s/1-html"], ["s/2"])
    assert moved == {
        "s/1": "s/1",
        "s/1/b": "s/1/b",
        "s/1.html": "s/1-html_2",
        "s/1.html/b": "s/1-html_2/b",
        "s/1.html/b.c/d": "s/1-html_2/b-c/d",
        "s/1-html": "s/1-html",
    }
    assert fitting(["specs/index.html/1"], ["specs/index"]) == {"specs/index.html/1": "specs/index-html/1"}
    long = "ü" * 200
    (cut,) = fitting([f"s/{long}"], []).values()
    assert len(cut.encode()) <= 242
    assert cut != fitting([f"s/{long}ü"], [])[f"s/{long}ü"]


def test_docnames_that_are_free() -> None:
    pages = ["s/1", "s/2.html/b", "s/3"]
    wanted = ["s/1", "s/1.html/x", "s/2", "s/4", "s/4.html/x", "s/5.html/x", "s/5", "s/6"]
    assert [*free(wanted, pages)] == ["s/4", "s/5.html/x", "s/6"]


def test_the_title_of_a_repository_is_text_in_a_theme(tmp_path: Path) -> None:
    write_files(tmp_path, {"README.md": "# A \\<img src=x> & B\n", "specs/001-a/README.md": spec("A")})
    site = StarterSite(load(tmp_path), SpecLayout())
    assert 'html_title = "A &lt;img src=x&gt; &amp; B"\n' in site.conf({})
