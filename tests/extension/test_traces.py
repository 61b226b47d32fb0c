from __future__ import annotations

import pytest
from building import Build, BuildResult
from samples import HEAD

TEXT = """
spec-002 and specs/002-b, `spec-002`, `specs/002-b`, `specs/002-b/README.md`,
spec-999, myspec-002, spec-0021x. In Spec 002, but not in spec 2 of spec 002.1 or spec 999.

Code: `run spec-002 now`, `docs/deep.md`, `deep.md`, `/home/me/x/docs/deep.md`, `twin.md`, `nowhere.md`.

[spec-002](https://example.org/)

    spec-002
"""
RST = """
Named
=====

spec-002 and ``specs/002-b``, ``docs/deep.md``.

::

    spec-002
"""
FILES = {
    "index.md": "# Home\n\n```{toctree}\ndocs/deep\ndocs/named\ndocs/rest\ndocs/a/twin\ndocs/b/twin\n```\n",
    "docs/deep.md": "# Deep\n",
    "docs/a/twin.md": "# Twin\n",
    "docs/b/twin.md": "# Twin\n",
    "docs/named.md": "# Named spec-002\n" + TEXT,
    "docs/rest.rst": RST,
    "specs/001-a/README.md": HEAD + "# A spec-002\n" + TEXT + "\nspec-001 itself\n",
    "specs/002-b/README.md": HEAD + "# B\n",
}


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    return shared_build(FILES, fatal_warnings=True)


def traces(result: BuildResult, docname: str) -> list[tuple[str, str]]:
    """Text and target of the links on a page that its card, headings and navigation did not make."""
    article = result.html(docname).article
    assert article is not None
    found = [
        link for node in article.find_all("p") for link in node.find_all("a") if not node.find_parent("dl")
    ]
    return [(link.get_text(), link["href"]) for link in found]


@pytest.mark.parametrize(("docname", "up"), [("docs/named", "../specs/"), ("specs/001-a", "")])
def test_names_of_specs_and_pages_are_links(site: BuildResult, docname: str, up: str) -> None:
    deep = "deep.html" if docname.startswith("docs") else "../docs/deep.html"
    target = f"{up}002-b.html"
    found = [pair for pair in traces(site, docname) if "→" not in pair[0]]
    assert [pair for pair in found if pair[1] in (target, deep, "https://example.org/")] == [
        ("spec-002", target),
        ("specs/002-b", target),
        ("spec-002", target),
        ("specs/002-b", target),
        ("specs/002-b/README.md", target),
        ("Spec 002", target),
        ("docs/deep.md", deep),
        ("deep.md", deep),
        ("/home/me/x/docs/deep.md", deep),
        ("spec-002", "https://example.org/"),
    ]
    assert not {"spec-999", "spec-001", "twin.md", "nowhere.md"} & {text for text, _ in found}


def test_headings_and_code_stay_as_they_are(site: BuildResult) -> None:
    for docname in ("docs/named", "specs/001-a", "docs/rest"):
        page = site.html(docname)
        assert [
            link
            for heading in page.article.find_all(["h1", "h2"])
            for link in heading.find_all("a")
            if "headerlink" not in link["class"]
        ] == []
        assert page.article.select("pre a") == []


def test_rst_pages_have_traces_too(site: BuildResult) -> None:
    assert traces(site, "docs/rest") == [
        ("spec-002", "../specs/002-b.html"),
        ("specs/002-b", "../specs/002-b.html"),
        ("docs/deep.md", "deep.html"),
    ]


def test_traces_are_relations(site: BuildResult) -> None:
    named = {link.get_text() for link in site.html("specs/002-b").select(".leanspec-card a")}
    assert {"Named spec-002", "Named"} <= named
    assert "Deep" in {link.get_text() for link in site.html("specs/001-a").select(".leanspec-card a")}


def test_an_option_turns_them_off(build: Build) -> None:
    result = build(FILES, conf={"leanspec_traces": False}, fatal_warnings=True)
    assert traces(result, "docs/named") == [("spec-002", "https://example.org/")]
    assert "Named" not in {link.get_text() for link in result.html("specs/002-b").select(".leanspec-card a")}


def test_specs_as_myst_keep_their_boxes(build: Build) -> None:
    body = "# A\n\n{doc}`/index`\n\n- [ ] one\n- [x] two\n  - [ ] three\n\n1. [ ] four\n\n## B\n\n[x](#b)\n"
    files = {"index.md": "# Home\n", "specs/001-a/README.md": HEAD + body}
    result = build(files, conf={"leanspec_myst": True, "myst_heading_anchors": 3}, fatal_warnings=True)
    page = result.html("specs/001-a")
    boxes = page.select(".leanspec-box")
    assert {box["id"] for box in boxes} == {
        name for name, need in result.needs().items() if need["type"] == "check"
    }
    assert page.article.select("input") == []
    assert "Home" in [link.get_text() for link in page.article.find_all("a")]


def test_a_doc_role_to_a_spec_is_a_mention(build: Build) -> None:
    pages = {
        "docs/named.md": "# Named\n\n{doc}`/specs/002-b/README`\n",
        "docs/rest.rst": "Rest\n====\n\n:doc:`../specs/002-b`\n",
    }
    card = build({**FILES, **pages}).html("specs/002-b").select_one(".leanspec-card")
    assert card is not None
    assert {"Named", "Rest"} <= {link.get_text() for link in card.select("a")}
