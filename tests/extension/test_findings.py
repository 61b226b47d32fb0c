"""What the rules find, as warnings of a build and as a view."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from building import Build, BuildResult, write_files
from samples import spec

from sphinx_leanspec.corpus import load
from sphinx_leanspec.files import CACHE
from sphinx_leanspec.reading.cache import SpecCache
from sphinx_leanspec.reading.covering import Covering
from sphinx_leanspec.reading.highlighting import BrokenCode
from sphinx_leanspec.reading.plain import encode
from sphinx_leanspec.rules import RULES, Context, RuleSettings, check

OPEN = "## Plan\n\n- [x] One\n- [ ] Two\n\n## Later\n\n- [ ] Three\n"
FENCE = "```md\n```py\nx = 1\n```\n```\n"
PROJECT = {
    "specs/001-ground/README.md": spec(
        "Ground", "dependson: [2]", "tags: [two words]", status="complete", body=OPEN
    ),
    "specs/001-ground/DESIGN.md": f"# Design\n\n{FENCE}",
    "specs/002-walls/README.md": spec(
        "Walls",
        "depends_on: [3, 099-gone]",
        status="in-progress",
        body="See spec-004 and `/home/grace/x`.\n\n## Empty\n\n## Sources (4 files)\n\n- `a.py`\n- `b.py`\n",
    ),
    "specs/003-roof/README.md": spec(
        "Roof", "depends_on: [2]", "parent: 004-house", body="# Again\n\n- [x] Tiles\n\n[gone](gone.md)\n"
    ),
    "specs/004-house/README.md": spec(
        "House",
        "completed: 2025-01-01",
        status="complete",
        body="> **Status**: 📅 Planned\n\n[code](../../src/x.py)\n",
    ),
    "specs/004-hut/README.md": spec("Hut"),
    "guide.md": "---\nspecs: [1]\n---\n# Guide\n",
    "index.md": """\
# Home

```{toctree}
guide
```

## All

```{spec-findings}
:severity: info
```

## By default

```{spec-findings}
```

## Some

```{spec-findings} 2, 3
:codes: cycle, section, leanspec.title
```

## Few

```{spec-findings}
:limit: 2
```

## None

```{spec-findings} 004-hut
:codes: fence, tag
```
""",
}
EVERYTHING = {rule.code: "warning" for rule in RULES}
OWN = ("file", "link")
"""What a build says of links itself, on every page."""


def warnings(result: BuildResult) -> set[tuple[str, int, str]]:
    """Where each warning stands, in the project, and its kind."""
    found = set()
    for warning in result.warnings:
        match = re.fullmatch(
            r"(?P<path>/.*?):(?P<line>\d+): WARNING: .* \[leanspec\.(?P<code>\w+)\]", warning
        )
        assert match, warning
        found.add((match["path"].removeprefix(f"{result.srcdir}/"), int(match["line"]), match["code"]))
    return found


@pytest.fixture(scope="module")
def site(shared_build: Build) -> BuildResult:
    return shared_build(PROJECT)


@pytest.fixture(scope="module")
def strict(shared_build: Build) -> BuildResult:
    return shared_build(PROJECT, conf={"leanspec_severity": EVERYTHING})


def view(result: BuildResult, number: int, docname: str = "index") -> str:
    return " ".join(views(result, docname)[number].get_text().split())


def views(result: BuildResult, docname: str = "index"):
    return result.html(docname).select(".leanspec-spec-findings")


def test_a_build_warns_of_what_matters(site: BuildResult) -> None:
    assert warnings(site) == {
        ("specs/001-ground/README.md", 4, "field"),
        ("specs/001-ground/README.md", 5, "tag"),
        ("specs/001-ground/DESIGN.md", 7, "fence"),
        ("specs/002-walls/README.md", 4, "cycle"),
        ("specs/002-walls/README.md", 4, "ref"),
        ("specs/002-walls/README.md", 11, "section"),
        ("specs/002-walls/README.md", 13, "count"),
        ("specs/003-roof/README.md", 2, "done"),
        ("specs/003-roof/README.md", 10, "title"),
        ("specs/003-roof/README.md", 14, "link"),
        ("specs/004-house/README.md", 4, "dates"),
        ("specs/004-house/README.md", 2, "umbrella"),
        ("specs/004-hut/README.md", 1, "number"),
    }
    assert len(site.warnings) == 13


def test_a_build_and_a_check_find_the_same(strict: BuildResult) -> None:
    corpus = load(strict.srcdir)
    context = Context(corpus, RuleSettings(severities=EVERYTHING), {"guide.md": Covering(("1",), 2)})  # type: ignore[arg-type]
    found = {(found.path, found.line, found.code) for found in check(context).findings}
    assert {one for one in warnings(strict) if one[2] not in OWN} == {
        one for one in found if one[2] not in OWN
    }
    assert {one for one in found if one[2] in OWN} == {one for one in warnings(strict) if one[2] in OWN}
    assert len({code for *_, code in found}) > 20


def test_what_is_off_is_no_warning(build: Build) -> None:
    result = build(PROJECT, conf={"leanspec_severity": dict.fromkeys(EVERYTHING, "off")}, builder="dummy")
    assert result.warnings == []


def test_what_is_for_information_can_be_suppressed_and_made_a_warning(build: Build) -> None:
    conf = {"leanspec_severity": {"open": "error"}, "suppress_warnings": ["leanspec.field", "leanspec.link"]}
    codes = {code for *_, code in warnings(build(PROJECT, conf=conf, builder="dummy"))}
    assert "open" in codes
    assert not codes & {"field", "link", "banner"}


def test_a_project_requires_a_section(build: Build) -> None:
    conf = {"leanspec_sections": {"Plan": "required", "Later": "exempt"}}
    found = warnings(build(PROJECT, conf=conf, builder="dummy"))
    assert ("specs/001-ground/README.md", 13, "required") in found


@pytest.mark.parametrize(
    "conf",
    [
        {"leanspec_severity": {"nonsense": "warning"}},
        {"leanspec_severity": {"open": "loud"}},
        {"leanspec_sections": {"Plan": "some"}},
    ],
)
def test_an_unknown_code_or_severity_is_an_invalid_option(build: Build, conf: dict[str, object]) -> None:
    result = build({"specs/001-a/README.md": spec("A"), "index.md": "# Home\n"}, conf=conf, builder="dummy")
    assert [warning.rpartition("[")[2] for warning in result.warnings] == ["leanspec.config]"]


def test_a_view_groups_by_spec_and_says_how_to_mend_it(site: BuildResult) -> None:
    shown = views(site)[0]
    terms = [term.get_text().strip() for term in shown.find_all("dt")]
    assert [term[:3] for term in terms] == ["001", "002", "003", "004", "004"]
    assert shown.dt.a["href"] == "specs/001-ground.html"
    first = " ".join(shown.dd.li.get_text().split())
    assert first.startswith("△ Warning There is no field dependson; what it says is left out. Did you mean")
    assert first.endswith("depends_on? (line 4, field)")
    assert "(DESIGN.md, line 7, fence)" in shown.dd.get_text()
    assert [tag.get_text() for tag in shown.dd.li.find_all("code")] == ["dependson", "depends_on"]
    assert shown.select_one(".leanspec-gap").get_text() == "warnings: 13"
    assert view(site, 0).startswith("Errors: 0 · warnings: 13 · for information: ")


def test_what_matters_most_comes_first(site: BuildResult) -> None:
    words = [tag.get_text() for tag in views(site)[0].dd.select(".leanspec-severity")]
    assert words == sorted(words, key=["✗ Error", "△ Warning", "– Info"].index)
    assert "– Info" in words


def test_what_is_for_information_is_counted_by_default(site: BuildResult) -> None:
    assert "– Info" not in view(site, 1)
    assert "for information: " in view(site, 1)


def test_codes_and_specs_narrow_a_view(site: BuildResult) -> None:
    text = view(site, 2)
    assert ", cycle)" in text
    assert ", section)" in text
    assert ", title)" in text
    assert text.count("Warning") == 3
    assert "001 Ground" not in text


def test_a_view_is_bounded(site: BuildResult) -> None:
    assert view(site, 3).count("Warning") == 2
    assert "11 more" in view(site, 3)


def test_nothing_found_says_what_was_asked(site: BuildResult) -> None:
    text = view(site, 4)
    assert text == "Nothing found. Rules checked: 2; specs: 5; files: 6."


def test_what_was_not_looked_for_is_named(build: Build) -> None:
    page = "# Home\n\n```{spec-findings}\n:codes: open, covers\n```\n"
    conf = {"leanspec_severity": {"open": "off"}}
    result = build({"specs/001-a/README.md": spec("A"), "index.md": page}, conf=conf, fatal_warnings=True)
    assert "Rules not checked: covers (no documents), open (off)." in view(result, 0)


def test_a_place_leads_to_the_file(build: Build) -> None:
    conf = {"leanspec_repository": "https://git.invalid/a/b", "leanspec_revision": "v1"}
    result = build(PROJECT, conf=conf)
    links = [tag["href"] for tag in views(result)[0].select(".leanspec-place a")]
    assert "https://git.invalid/a/b/blob/v1/specs/001-ground/README.md#L4" in links
    assert "https://git.invalid/a/b/blob/v1/specs/001-ground/DESIGN.md#L7" in links


@pytest.mark.parametrize("builder", ["text", "man", "texinfo", "latex", "epub"])
def test_every_builder_shows_severities(build: Build, builder: str) -> None:
    conf = {"version": "1", "copyright": "us", "man_pages": [("index", "site", "Site", "us", 1)]}
    result = build(PROJECT, conf=conf, builder=builder)
    name = {
        "text": "index.txt",
        "man": "site.1",
        "latex": "*.tex",
        "texinfo": "*.texi",
        "epub": "index.xhtml",
    }
    (file,) = result.outdir.glob(name[builder])
    text = file.read_text("utf-8")
    assert ("leanspecmark{warning}" if builder == "latex" else "△") in text
    assert "Warning" in text


def test_an_unknown_kind_is_said_at_the_view(build: Build) -> None:
    page = "# Home\n\n```{spec-findings}\n:codes: nonsense\n```\n"
    result = build({"specs/001-a/README.md": spec("A"), "index.md": page}, builder="dummy", check=False)
    assert any("nonsense" in warning for warning in result.warnings)


def test_a_view_follows_every_file_it_tells_of(build: Build, tmp_path: Path) -> None:
    root = tmp_path / "live"
    write_files(root, {**PROJECT, "conf.py": "extensions = ['sphinx_leanspec']\nhtml_theme = 'alabaster'\n"})
    first = build(root)
    before = (first.outdir / "index.html").stat().st_mtime_ns
    again = build(root)
    assert sorted(again.warnings) == sorted(first.warnings)
    assert (again.outdir / "index.html").stat().st_mtime_ns == before
    write_files(root, {"specs/001-ground/DESIGN.md": "# Design\n\nShort.\n"})
    changed = build(root)
    assert ("specs/001-ground/DESIGN.md", 7, "fence") not in warnings(changed)
    assert "fence" not in view(changed, 1)


def test_code_that_is_as_it_was_is_not_read_by_pygments_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "specs/001-a/README.md"
    write_files(tmp_path, {path: spec("A", body="```json\n...\n```\n")})
    memory = SpecCache(tmp_path / "cache")
    corpus = load(tmp_path, library=memory)
    (found,) = memory.broken_code(corpus.project, path)
    assert (found.language, found.text, found.line) == ("json", "...", 9)
    with monkeypatch.context() as patched:
        patched.setattr("sphinx_leanspec.reading.highlighting.broken", None)
        memory.save()
        later = SpecCache(tmp_path / "cache")
        load(tmp_path, library=later)
        assert later.broken_code(corpus.project, path) == (found,)
    write_files(tmp_path, {path: spec("A", body="```json\n1\n```\n")})
    later.save()
    mended = SpecCache(tmp_path / "cache")
    load(tmp_path, library=mended)
    assert mended.broken_code(corpus.project, path) == ()


def test_what_takes_long_is_asked_only_where_it_is_shown(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"specs/001-a/README.md": spec("A", body="```json\n...\n```\n")}
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))

    def kept() -> bytes:
        (pack,) = (tmp_path / "cache" / "reading").iterdir()
        return pack.read_bytes()

    without = build({**files, "index.md": "# Home\n"})
    broken = encode([BrokenCode("json", "...", 9)])
    assert broken not in kept()
    write_files(without.srcdir, {"index.md": "# Home\n\n```{spec-findings}\n:severity: info\n```\n"})
    shown = build(without.srcdir)
    assert "This is no json from ... on." in view(shown, 0)
    assert broken in kept()


def test_a_text_that_changed_is_read_again(tmp_path: Path) -> None:
    write_files(tmp_path, PROJECT)
    memory = SpecCache(tmp_path / "cache")
    corpus = load(tmp_path, library=memory)
    path = "specs/001-ground/DESIGN.md"
    memory.text(corpus.project, path)
    memory.save()
    write_files(tmp_path, {path: "# Design\n"})
    assert SpecCache(tmp_path / "cache").text(corpus.project, path).open_fences == ()
    (tmp_path / path).unlink()
    problem = SpecCache(tmp_path / "cache").text(corpus.project, path).problem
    assert problem is not None
    assert problem.code == "unreadable"
