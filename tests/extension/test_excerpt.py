from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import Tag
from building import Build, BuildResult, builder_in, write_files
from samples import spec

BODY = """\
Lead with [walls](../002-walls/README.md#plan)[^lead].

> Quoted.

## Plan

See [tests](#test), [notes](NOTES.md), `spec-002`[^plan] and [home](https://example.org/).

- [x] Dig
- [ ] Pour
- [ ] Lay <!-- n/a: no need -->

### Tables

| a | b |
|---|--:|
| 1 | 2 |

```python
print("hello")
```

![Picture](pic.svg)

### Risks

<details id="more"><summary>Fold</summary>

Folded[^plan].

</details>

#### Deep *down*

Words.

## Test

### Risks

Again.

## 验收标准

- [ ] 文档

## Empty

## Notes

Noted[^one].

[^lead]: Lead note.
[^plan]: Plan *note*.
[^one]: See[^two].
[^two]: Second.
"""
SPECS = {
    "specs/001-ground/README.md": spec("Ground", body=BODY),
    "specs/001-ground/NOTES.md": "# Notes\n",
    "specs/001-ground/pic.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>\n',
    "specs/002-walls/README.md": spec("Walls", body="## Plan\n\nText of walls.\n"),
    "specs/003-roof/README.md": spec("Roof", body="## Plan\n\nText of the roof.\n"),
    "specs/003-roof/NOTES.md": "# Notes on the roof\n",
}
VIEWS = {
    "plan": ("1", ["section: Plan"]),
    "lead": ("1", []),
    "both": ("1", ["lead:", "section: Test / Risks"]),
    "titled": ("001-ground", ["section: risks", "title:"]),
    "chinese": ("1", ["section: 验收标准"]),
    "empty": ("1", ["section: Empty"]),
    "noted": ("1", ["section: Notes"]),
    "nothing": ("3", []),
}
QUIET = ["leanspec.section"]
CONF = {"html_theme": "alabaster", "suppress_warnings": QUIET}


def excerpt(name: str, options: list[str]) -> str:
    return f"```{{spec-excerpt}} {name}\n" + "".join(f":{option}\n" for option in options) + "```\n"


def pages() -> dict[str, str]:
    """Each excerpt in MyST and in RST, in a folder so that links lead up."""
    found = {}
    for name, (which, options) in VIEWS.items():
        lines = "".join(f"   :{option}\n" for option in options)
        found[f"docs/md-{name}.md"] = f"# Page\n\n{excerpt(which, options)}"
        found[f"docs/rst-{name}.rst"] = f"Page\n====\n\n.. spec-excerpt:: {which}\n{lines}\n"
    found["docs/twice.md"] = (
        "# Page\n\n## Part\n\n" + excerpt("1", ["section: Plan"]) + "\n" + excerpt("1", ["section: Plan"])
    )
    names = "\n".join(path.rpartition(".")[0] for path in found)
    return {"index.md": f"# Home\n\n```{{toctree}}\n{names}\n```\n", **found}


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    return shared_build({**SPECS, **pages()}, "-n", conf=CONF, fatal_warnings=True)


def view(result: BuildResult, name: str) -> Tag:
    found = result.html(f"docs/{name}").find(class_="leanspec-view")
    assert isinstance(found, Tag)
    return found


def text(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").replace("\ufe0e", "").split())


@pytest.mark.parametrize("name", VIEWS)
def test_myst_and_rst_give_the_same(site: BuildResult, name: str) -> None:
    assert str(view(site, f"md-{name}")) == str(view(site, f"rst-{name}"))


def test_it_says_where_it_comes_from(site: BuildResult) -> None:
    origins = {}
    for name in VIEWS:
        origin = view(site, f"md-{name}").find(class_="leanspec-origin")
        origins[name] = (text(origin), origin.a["href"].removeprefix("../specs/001-ground.html"))
    assert origins == {
        "plan": ("From 001 Ground › Plan", "#plan"),
        "lead": ("From 001 Ground", ""),
        "both": ("From 001 Ground › Test › Risks", "#risks-1"),
        "titled": ("From 001 Ground › Plan › Risks", "#risks"),
        "chinese": ("From 001 Ground › 验收标准", "#验收标准"),
        "empty": ("From 001 Ground › Empty", "#empty"),
        "noted": ("From 001 Ground › Notes", "#notes"),
        "nothing": ("From 003 Roof", "../specs/003-roof.html"),
    }


def test_its_links_lead_where_they_did(site: BuildResult) -> None:
    links = {text(link): link["href"] for link in view(site, "md-plan").find_all("a", class_="reference")}
    assert links["tests"] == "../specs/001-ground.html#test"
    assert links["notes"] == "../specs/001-ground/NOTES.html"
    assert links["spec-002"] == "../specs/002-walls.html"
    assert links["home"] == "https://example.org/"
    lead = view(site, "md-lead").find("a", string="walls")
    assert lead["href"] == "../specs/002-walls.html#plan"
    for link in view(site, "md-plan").find_all("a", href=True):
        path, _, anchor = link["href"].partition("#")
        if not path.startswith("http"):
            page = Path(site.outdir, "docs", path or "md-plan.html").resolve()
            assert not anchor or f'id="{anchor}"' in page.read_text("utf-8")


def test_it_holds_all_that_the_section_holds(site: BuildResult) -> None:
    found = view(site, "md-plan")
    boxes = [text(item) for item in found.select("li.leanspec-check")]
    assert boxes == ["☑ Dig", "☐ Pour", "⊘ Lay"]
    assert [text(cell) for cell in found.table.find_all("td")] == ["1", "2"]
    assert "hello" in text(found.find(class_="highlight-python"))
    image = found.find("img")
    assert (site.outdir / "docs" / image["src"]).resolve().is_file()
    assert text(found.summary) == "Fold"
    assert "Again" not in text(found)
    assert "Lead" not in text(found)


def test_parts_that_are_asked_for(site: BuildResult) -> None:
    lead = text(view(site, "md-lead"))
    assert "Quoted." in lead
    assert "Plan" not in lead
    assert "About this spec" not in lead
    both = text(view(site, "md-both"))
    assert both.index("Quoted.") < both.index("Again.")
    assert "Folded" not in both
    assert "☐ 文档" in text(view(site, "md-chinese"))
    assert text(view(site, "md-empty")) == "From 001 Ground › Empty There is no text here."
    assert text(view(site, "md-nothing")) == "From 003 Roof There is no text here."


def test_headings_stand_below_those_of_the_page(site: BuildResult) -> None:
    def headings(name: str) -> list[str]:
        return [f"{tag.name} {text(tag)}" for tag in view(site, name).find_all(class_="rubric")]

    assert headings("md-plan") == ["h2 Tables", "h2 Risks", "h3 Deep down"]
    assert headings("twice") == ["h3 Tables", "h3 Risks", "h4 Deep down"]
    assert headings("md-titled") == ["h2 Risks", "h3 Deep down"]


@pytest.mark.parametrize("name", ["twice", *(f"md-{name}" for name in VIEWS)])
def test_no_id_is_there_twice(site: BuildResult, name: str) -> None:
    ids = [tag["id"] for tag in site.html(f"docs/{name}").find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert not [one for one in ids if one.startswith("SPEC_")]


def test_footnotes_are_its_own(site: BuildResult) -> None:
    for number, found in enumerate(site.html("docs/twice").find_all(class_="leanspec-view")):
        notes = found.find_all("aside", class_="footnote")
        assert [text(note).partition(")")[2].strip() for note in notes] == ["Plan note ."], number
        references = found.find_all("a", class_="footnote-reference")
        assert {link["href"] for link in references} == {f"#{notes[0]['id']}"}
        assert [text(link) for link in references] == ["[ 1 ]", "[ 1 ]"]


def test_a_footnote_brings_the_one_it_refers_to(site: BuildResult) -> None:
    notes = view(site, "md-noted").find_all("aside", class_="footnote")
    assert [note["id"] for note in notes] == ["excerpt-1-footnote-1", "excerpt-1-footnote-2"]
    assert notes[0].find("a", class_="footnote-reference")["href"] == "#excerpt-1-footnote-2"
    assert "Second." in text(notes[1])


def test_the_page_of_the_spec_stays_as_it_is(site: BuildResult, build: Build) -> None:
    alone = build({**SPECS, "index.md": "# Home\n"}, conf=CONF)
    one, two = (result.html("specs/001-ground").find("section", id="plan") for result in (site, alone))
    assert str(one) == str(two)


WRONG = {
    "none": (["section: Plam"], r"001 Ground has no section `Plam`; did you mean `Plan`\?"),
    "far": (["section: Zebra"], r"its sections are `Plan`, `Tables`, .* and 3 more"),
    "many": (["section: Risks"], ""),
    "unknown": (["section: Plan"], r"`99` names no spec here"),
}


def test_what_is_not_there_is_reported_in_each_build(build: Build) -> None:
    files = {**SPECS, "index.md": "# Home\n\n```{toctree}\n" + "\n".join(WRONG) + "\n```\n"}
    body = BODY.replace("## Test\n\n### Risks", "## Test\n\n### Risks\n\n### RISKS")
    files["specs/001-ground/README.md"] = spec("Ground", body=body)
    for name, (options, _) in WRONG.items():
        files[f"{name}.md"] = f"# {name}\n\n{excerpt('99' if name == 'unknown' else '1', options)}"
    first = build(files, conf=CONF)
    second = build(first.srcdir)
    assert first.warnings == second.warnings
    for name, (_, message) in WRONG.items():
        found = [line for line in first.warnings if f"{name}.md:3:" in line]
        assert len(found) == 1, first.warnings
        assert re.search(message, found[0])
        assert "[leanspec.ref]" in found[0]
    assert (
        "more than one section `Risks`, the first was taken; name one by its anchor: `risks`, `risks-1`"
        in ("\n".join(first.warnings))
    )
    assert "001 Ground has no such section." in first.html("none").get_text()
    assert "Folded" in first.html("many").get_text()
    assert "No spec is selected." in first.html("unknown").get_text()
    quiet = build(first.srcdir, "-Dsuppress_warnings=leanspec.ref,leanspec.section", "-E")
    assert quiet.warnings == []


def test_what_is_wrong_in_a_section_is_reported_at_its_spec_alone(build: Build) -> None:
    files = {
        "specs/001-a/README.md": spec("A", body="## Plan\n\n[gone](../009-gone/README.md) ![no](no.png)\n"),
        "index.md": f"# Home\n\n{excerpt('1', ['section: Plan'])}",
    }
    result = build(files, conf=CONF)
    assert len(result.warnings) == 2
    assert all("001-a/README.md:10" in line for line in result.warnings)


def test_text_man_and_latex(build: Build) -> None:
    files = {**SPECS, "index.md": f"# Home\n\n{excerpt('1', ['section: Plan'])}\n{excerpt('1', [])}"}
    plain = build(files, builder="text", conf={**CONF, "suppress_warnings": ["image.not_readable", *QUIET]})
    assert plain.warnings == []
    lines = plain.text("index.txt")
    assert "From 001 Ground › Plan" in lines
    assert "☑ Dig" in lines
    assert "[1] Plan *note*." in lines
    for builder in ("man", "epub", "latex", "texinfo", "singlehtml"):
        quiet = f"-Dsuppress_warnings={','.join(['epub.unknown_project_files', *QUIET])}"
        options = ("-Dversion=1", "-Dcopyright=us", quiet)
        result = build(plain.srcdir, *options, builder=builder)
        # no program here makes a picture for LaTeX of an SVG
        kept = [line for line in result.warnings if "svg" not in line]
        assert kept == [], builder
    source = next(path.read_text("utf-8") for path in (plain.outdir.parent / "latex").glob("*.tex"))
    assert source.count(r"\begin{sphinxuseclass}{leanspec-spec-excerpt}") == 2
    assert "\\leanspecbox{done}" in source


def test_specs_that_are_read_as_myst(build: Build) -> None:
    body = (
        "## Plan\n\n{doc}`/index`, {ref}`here` and {spec}`2`[^1].\n\n```{note}\nNoted.\n```\n\n"
        "- [x] Dig\n\n```{spec-table}\n```\n\n```{spec-excerpt} 1\n:section: Plan\n```\n\n"
        "```{req} Need\n:id: REQ_1\n```\n\n[^1]: Foot.\n"
    )
    files = {
        "specs/001-a/README.md": spec("A", body=body, status="in-progress"),
        "specs/002-b/README.md": spec("B"),
        "index.md": "(here)=\n# Home\n\n```{toctree}\nsub/page\n```\n",
        "sub/page.md": f"# Page\n\n{excerpt('1', ['section: Plan'])}",
    }
    result = build(files, conf={**CONF, "leanspec_myst": True}, fatal_warnings=True)
    found = result.html("sub/page").find(class_="leanspec-excerpt")
    links = [link["href"] for link in found.select("p:not(.leanspec-origin) a.reference")]
    assert links[:3] == ["../index.html", "../index.html#here", "../specs/002-b.html"]
    assert "Noted." in text(found)
    assert "☑ Dig" in text(found)
    assert text(found).count("This part is shown on the page of the spec.") == 3


def test_diagrams_are_drawn(build: Build) -> None:
    pytest.importorskip("sphinxcontrib.mermaid")
    body = "## Plan\n\n```mermaid\ngraph LR; A --> B\n```\n"
    files = {
        "specs/001-a/README.md": spec("A", body=body),
        "index.md": f"# Home\n\n{excerpt('1', ['section: Plan'])}",
        "conf.py": 'extensions = ["sphinx_leanspec", "sphinxcontrib.mermaid"]\nhtml_theme = "alabaster"\n',
    }
    found = build(files, fatal_warnings=True).html("index").select_one(".leanspec-excerpt .mermaid")
    assert found is not None
    assert "graph LR" in found.get_text()


# ---- freshness


def written(result: BuildResult) -> dict[str, int]:
    return {
        path.relative_to(result.outdir).as_posix(): path.stat().st_mtime_ns
        for path in result.outdir.rglob("*.html")
    }


CHANGES = {
    "the section": ("See [tests]", "Look at [tests]", {"excerpt.html", "specs/001-ground.html"}),
    "a box in it": (
        "- [ ] Pour",
        "- [x] Pour",
        {"excerpt.html", "specs/001-ground.html", "specs/002-walls.html", "specs/index.html"},
    ),
    "a footnote of it": ("Plan *note*", "Plan *remark*", {"excerpt.html", "specs/001-ground.html"}),
    "another section": ("Again.", "Once more.", {"specs/001-ground.html"}),
    "lines above it": ("> Quoted.", "> Quoted.\n>\n> Twice[^lead].", {"specs/001-ground.html"}),
    "its heading": ("## Plan", "## Plan ", {"specs/001-ground.html"}),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Build]:
    folder = tmp_path_factory.mktemp("fresh")
    root = folder / "project"
    others = {f"docs/{name}.md": f"# {name}\n" for name in "abc"}
    toctree = "```{toctree}\nexcerpt\ndocs/a\ndocs/b\ndocs/c\n```\n"
    write_files(
        root,
        {
            **SPECS,
            **others,
            "conf.py": 'extensions = ["sphinx_leanspec"]\nhtml_theme = "alabaster"\n',
            "index.md": f"# Home\n\n{toctree}",
            "excerpt.md": f"# Page\n\n{excerpt('1', ['section: Plan'])}",
        },
    )
    return root, builder_in(folder)


@pytest.mark.parametrize("name", CHANGES)
def test_the_page_is_written_again_if_the_section_changes(kept: tuple[Path, Build], name: str) -> None:
    root, build = kept
    old, new, expected = CHANGES[name]
    before = written(build(root))
    file = root / "specs/001-ground/README.md"
    source = file.read_text("utf-8")
    assert old in source
    file.write_text(source.replace(old, new, 1), "utf-8")
    result = build(root)
    after = written(result)
    always = {"index.html", "genindex.html", "search.html", "permalink.html"}
    assert {page for page in after if after[page] != before.get(page)} - always == expected
    if "excerpt.html" in expected:
        said = new.replace("*", "").replace("[tests]", "").replace("- [x] ", "")
        assert said.strip() in result.html("excerpt").get_text()
