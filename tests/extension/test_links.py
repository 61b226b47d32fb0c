from __future__ import annotations

import re
from pathlib import Path

import pytest
from building import Build, BuildResult, write_files
from gitting import Repository
from samples import HEAD

PIXEL = b"\x89PNG\r\n\x1a\n"
BODY = """# A

## Für `x` 🚀 & y

Text.

## 验收标准

Text.

## 验收标准

<h2>Raw</h2> <img id="view" src="view.png"> <a id="mark" href="../001-a/">a</a>
"""
LINKS = {
    "../002-b/": "002-b.html",
    "../002-b": "002-b.html",
    "../002-b/README.md": "002-b.html",
    "../002-b/README.md#验收标准-1": "002-b.html#验收标准-1",
    "../002-b/#f%C3%BCr-x---y": "002-b.html#für-x---y",
    "../002-b/?plain=1#验收标准": "002-b.html#验收标准",
    "..\\002-b\\README.md": "002-b.html",
    "/specs/002-b/README.md": "002-b.html",
    "./DESIGN.md": "001-a/DESIGN.html",
    "DESIGN.md#sub": "001-a/DESIGN.html#sub",
    "DESIGN": "001-a/DESIGN.html",
    "../../docs/guide.md": "../docs/guide.html",
    "../../docs/guide.md#größe": "../docs/guide.html#grosze",
    "../../src/x.py#L36": "https://example.org/o/r/blob/main/src/x.py#L36",
    "../../src/": "https://example.org/o/r/tree/main/src",
    "../../src/a%20b.py": "https://example.org/o/r/blob/main/src/a%20b.py",
    "#top": "#top",
    "../002-b/#top": "002-b.html",
    "../002-b/#user-content-a": "002-b.html#a",
    "../002-b/#raw": "002-b.html#raw",
    "../002-b/#view": "002-b.html#view",
    "../002-b/#mark": "002-b.html#mark",
    "#L8": "https://example.org/o/r/blob/main/specs/001-a/README.md?plain=1#L8",
    "../002-b/?plain=1#L8-L9": "https://example.org/o/r/blob/main/specs/002-b/README.md?plain=1#L8-L9",
    "../../docs/guide.md#here": "../docs/guide.html#here",
    "../../docs/guide.md#sea": "../docs/guide.html#grosze",
    "https://example.org/#x": "https://example.org/#x",
}
DEAD = {
    "../003-b/": ("link", "there is no `specs/003-b`; did you mean `specs/002-b/README.md`?"),
    "../002-other/README.md": ("link", "did you mean `specs/002-b/README.md`?"),
    "../002-B/readme.md": ("link", "did you mean `specs/002-b/README.md`?"),
    "GONE.md": ("link", "there is no `specs/001-a/GONE.md`; correct or remove the link"),
    "DESIGN.md#gone": ("link", "there is no heading `#gone` in specs/001-a/DESIGN.md; its headings are #sub"),
    "#gone": ("link", "there is no heading `#gone` in specs/001-a/README.md"),
    "../../src/gone.py#L1": ("link", "there is no `src/gone.py`"),
    "/home/someone/x.py": ("link", "there is no `home/someone/x.py`"),
    "../../../outside.md": ("file", "there is no `outside.md` outside the repository"),
}
FILES = {
    "index.md": "# Home\n\n```{toctree}\ndocs/guide\n```\n",
    "docs/guide.md": "# Guide\n\n## Größe\n\n<a id='here'></a>\n\n<h3>Sea</h3>\n",
    "src/x.py": "",
    "src/a b.py": "",
    "specs/002-b/README.md": HEAD + BODY,
    "specs/002-b/view.png": PIXEL,
    "specs/001-a/DESIGN.md": "## Sub\n\n[up](README.md) [aside](MORE.md) [other](../002-b/)\n",
    "specs/001-a/MORE.md": "# More\n\n[aside](DESIGN.md#sub)\n",
}
CONF = {"leanspec_repository": "https://example.org/o/r", "leanspec_revision": "main"}
ALL = {**CONF, "leanspec_severity": {"file": "warning"}}


def readme(*paragraphs: str) -> str:
    return HEAD + "# A\n\n" + "\n\n".join(paragraphs) + "\n\n## Top\n\nText.\n"


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    links = (f"[{number}](<{target}>)" for number, target in enumerate(LINKS))
    files = {
        **FILES,
        "specs/001-a/README.md": readme(
            *links, '<a href="../002-b/#验收标准">raw</a> [ref]\n\n[ref]: ../002-b/'
        ),
    }
    return shared_build(files, conf=CONF, fatal_warnings=True)


@pytest.mark.parametrize(("number", "target"), list(enumerate(LINKS.values())))
def test_links_lead_where_github_s_do(site: BuildResult, number: int, target: str) -> None:
    article = site.html("specs/001-a").article
    assert article is not None
    (link,) = [node for node in article.find_all("a") if node.get_text() == str(number)]
    assert link["href"] == target


def test_links_in_html_and_between_sub_documents(site: BuildResult) -> None:
    found = {node.get_text(): node.get("href") for node in site.html("specs/001-a").find_all("a")}
    assert (found["raw"], found["ref"]) == ("002-b.html#验收标准", "002-b.html")
    found = {node.get_text(): node.get("href") for node in site.html("specs/001-a/DESIGN").find_all("a")}
    assert (found["up"], found["aside"], found["other"]) == ("../001-a.html", "MORE.html", "../002-b.html")


def test_every_anchor_is_on_its_page(site: BuildResult) -> None:
    page = site.html("specs/002-b")
    names = ("a", "für-x---y", "验收标准", "验收标准-1", "raw", "view", "mark")
    assert all(page.find(id=name) for name in names)


def test_dead_links_are_warnings_that_say_what_was_looked_for(build: Build) -> None:
    body = readme(*(f"[x](<{target}>)" for target in DEAD))
    result = build({**FILES, "specs/001-a/README.md": body}, conf=ALL)
    path = result.srcdir / "specs/001-a/README.md"
    assert len(result.warnings) == len(DEAD)
    for number, (target, (code, text)) in enumerate(DEAD.items()):
        (warning,) = [line for line in result.warnings if line.startswith(f"{path}:{8 + 2 * number}: ")]
        assert f"`{target}`" in warning
        assert text in warning
        assert warning.endswith(f"[leanspec.{code}]")


def test_files_beside_the_project_are_linked_and_shown(build: Build, tmp_path: Path) -> None:
    """A project may be one folder of a repository: what lies beside it is on the web as well."""
    body = readme("[a](../../../quay/x.py#L3) [b](/quay/) [c](../../../../x.md) ![d](/quay/d.png)")
    repository = Repository(tmp_path / "whole")
    repository.commit(
        "2026-01-05T10:00:00Z",
        {
            "pier/index.md": "# H\n",
            "pier/specs/001-a/README.md": body,
            "quay/x.py": "",
            "quay/d.png": PIXEL,
        },
    )
    result = build(repository.root / "pier", conf=CONF, fatal_warnings=True)
    article = result.html("specs/001-a").article
    links = {link.get_text(): link["href"] for link in article.find_all("a")}
    assert links["a"] == "https://example.org/o/r/blob/main/quay/x.py#L3"
    assert links["b"] == "https://example.org/o/r/tree/main/quay"
    assert "c" not in links
    assert article.find("img")["alt"] == "d"


def test_a_file_of_a_repository_without_address_is_text(build: Build) -> None:
    body = readme("[code](../../src/x.py#L36)")
    result = build({**FILES, "specs/001-a/README.md": body}, fatal_warnings=True)
    assert "code" in result.html("specs/001-a").article.get_text()
    assert "code" not in [link.get_text() for link in result.html("specs/001-a").article.find_all("a")]


WHERE = """# A

one
two [a](g1.md)
three

| t |
|---|
| [b](g2.md) |

- item
  [c](g3.md)

x[^f]

[^f]: foot

    [d](g4.md)

> quote
> ![e](g5.png)

<p><img src="g6.png"></p>
"""


@pytest.mark.parametrize(
    ("before", "end"),
    [(HEAD, "\n"), ("\n\n" + HEAD, "\r\n"), ("\ufeff" + HEAD, "\r\n"), ("", "\n")],
)
def test_lines_are_exact(build: Build, before: str, end: str) -> None:
    text = before + WHERE
    result = build({"index.md": "# H\n", "specs/001-a/README.md": text.replace("\n", end)})
    found = dict(re.findall(r"README\.md:(\d+): WARNING: .*?`(g\d)\.", "\n".join(result.warnings)))
    wanted = {
        str(number): name
        for number, line in enumerate(text.split("\n"), 1)
        for name in re.findall(r"g\d", line)
    }
    assert found == wanted


def test_pictures_are_copied_wherever_they_lie(build: Build, tmp_path: Path) -> None:
    files = {
        "docs/conf.py": 'extensions = ["sphinx_leanspec"]\nhtml_theme = "furo"\n',
        "docs/index.md": "# H\n",
        "img/a b.png": PIXEL,
        "specs/001-a/one.png": PIXEL,
        "specs/001-a/DESIGN.md": "# D\n\n![two](one.png)\n",
        "specs/001-a/README.md": HEAD
        + '# A\n\n![](one.png "T") ![x](/img/a%20b.png) <img src="one.png" width="9" alt="r">\n',
    }
    write_files(tmp_path / "repo", files)
    result = build(tmp_path / "repo" / "docs", fatal_warnings=True)
    images = result.html("specs/001-a").article.find_all("img")
    assert [image["src"] for image in images] == [
        "../_images/one.png",
        "../_images/a%20b.png",
        "../_images/one.png",
    ]
    assert [image["alt"] for image in images] == ["", "x", "r"]
    assert sorted(path.name for path in (result.outdir / "_images").iterdir()) == ["a b.png", "one.png"]


def test_a_picture_that_comes_later_is_shown(build: Build) -> None:
    files = {"index.md": "# H\n", "specs/001-a/README.md": HEAD + "# A\n\n![x](one.png)\n"}
    first = build(files)
    assert len(first.warnings) == 1
    assert build(first.srcdir).warnings == first.warnings
    (first.srcdir / "specs/001-a/one.png").write_bytes(PIXEL)
    again = build(first.srcdir)
    assert again.warnings == []
    assert again.html("specs/001-a").article.find("img") is not None


@pytest.mark.parametrize(
    "target", ["../specs/002-b/", "../specs/002-b/README.md", "../specs/002-b/README.md#验收标准-1"]
)
def test_pages_of_the_project_link_to_specs(build: Build, target: str) -> None:
    result = build(
        {
            **FILES,
            "specs/001-a/README.md": readme(),
            "docs/guide.md": f"# Guide\n\n## Größe\n\n[x]({target})\n",
        },
        fatal_warnings=True,
    )
    (link,) = [link for link in result.html("docs/guide").article.find_all("a") if link.get_text() == "x"]
    assert link["href"].partition("#")[0] == "../specs/002-b.html"
    assert link["href"].partition("#")[2] == target.partition("#")[2]


def test_the_top_of_a_spec_is_a_place_for_pages_of_the_project_too(build: Build) -> None:
    guide = "# Guide\n\n[x](../specs/002-b/README.md#top)\n"
    result = build({**FILES, "specs/001-a/README.md": readme(), "docs/guide.md": guide}, fatal_warnings=True)
    (link,) = [link for link in result.html("docs/guide").article.find_all("a") if link.get_text() == "x"]
    page, _, name = link["href"].partition("#")
    assert page == "../specs/002-b.html"
    assert result.html("specs/002-b").find(id=name).h1 is not None
