"""The guide: its snippets say the same in MyST and in RST, and its tables name what there is."""

from __future__ import annotations

import importlib
import re
import shutil
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from building import Build, BuildResult
from docutils import nodes

from sphinx_leanspec.extension.config import PREFIX, Options
from sphinx_leanspec.extension.nodes.formulas import RENDERER
from sphinx_leanspec.extension.views import VIEWS
from sphinx_leanspec.extension.views.base import SELECTION
from sphinx_leanspec.extension.views.table import COLUMNS, DEFAULT
from sphinx_leanspec.extension.warnings import CODES, MEANINGS
from sphinx_leanspec.views.selection import SORTS

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide"
SNIPPETS = ROOT / "docs" / "snippets"
PLACES = "source rawsource refdoc docname lineno target_id target_node from_docname".split()
"""What a node may say of the page it stands on."""

NAMES = sorted(path.stem for path in SNIPPETS.glob("*.md"))

pytestmark = pytest.mark.skipif(not GUIDE.is_dir(), reason="the guide is part of a checkout only")


def guide(name: str) -> str:
    return (GUIDE / f"{name}.md").read_text("utf-8")


def in_backticks(text: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", text))


@pytest.fixture(scope="module")
def snippets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of our own specs, with a page for each snippet in each language."""
    root = tmp_path_factory.mktemp("snippets")
    shutil.copytree(ROOT / "specs", root / "specs")
    for name in ("ubproject.toml", "leanspec-sources.lock", "leanspec-sources.code"):
        shutil.copy(ROOT / name, root)
    (root / "index.rst").write_text("Snippets\n========\n\n.. toctree::\n   :glob:\n\n   md/*\n   rst/*\n")
    # what the evidence of our specs names lies beside them, and is not here
    quiet = 'suppress_warnings = ["leanspec.evidence"]'
    (root / "conf.py").write_text(
        f'extensions = ["myst_parser", "sphinx_leanspec"]\nnitpicky = True\n{quiet}\n'
    )
    for name in NAMES:
        for kind, title in (("md", "# Page\n\n"), ("rst", "Page\n====\n\n")):
            page = root / kind / f"{name}.{kind}"
            page.parent.mkdir(exist_ok=True)
            page.write_text(title + (SNIPPETS / page.name).read_text("utf-8"), "utf-8")
    return root


@pytest.fixture
def built(build: Build, snippets: Path) -> BuildResult:
    return build(snippets)


def test_every_snippet_gives_the_same_tree_in_both_languages(built: BuildResult) -> None:
    assert built.warnings == []
    for name in NAMES:
        myst, rst = (normal(built.doctree(f"{kind}/{name}")) for kind in ("md", "rst"))
        assert myst == rst, name


def test_every_snippet_shows_something(built: BuildResult) -> None:
    for name in NAMES:
        for kind in ("md", "rst"):
            page = built.html(f"{kind}/{name}").select_one('[role="main"]')
            assert page is not None
            assert not page.select(".leanspec-nothing"), name
            assert page.select("a.reference, table, img, svg, p"), name


def normal(tree: nodes.document) -> str:
    """A tree as text, without what tells where it was written."""
    for node in tree.findall(nodes.Element):
        for name in PLACES:
            node.attributes.pop(name, None)
        for name, value in node.attributes.items():
            if isinstance(value, list):  # MyST and RST name a page's generated anchors in their own way
                node.attributes[name] = [item for item in value if "-" not in str(item) or name == "classes"]
    section = next(tree.findall(nodes.section))
    section["ids"], section["names"] = [], []
    lines = section.pformat().splitlines()
    return "\n".join(re.sub(r"\b(md|rst)/", "", line) for line in lines if line.strip())


def test_each_snippet_is_written_in_both_languages_and_shown() -> None:
    assert sorted(path.stem for path in SNIPPETS.glob("*.rst")) == NAMES
    pages = "\n".join(page.read_text("utf-8") for page in GUIDE.rglob("*.md"))
    assert set(re.findall(r"\{snippet\} (\S+)", pages)) == set(NAMES)


def test_the_guide_has_every_view() -> None:
    assert set(re.findall(r"^## ((?:source|spec)-\S+)", guide("views"), re.MULTILINE)) == set(VIEWS)


def test_the_guide_has_every_option_that_selects() -> None:
    table = guide("views").partition("## Select specs")[2].partition("## ")[0]
    assert set(re.findall(r"^\| `(\S+)`", table, re.MULTILINE)) == set(SELECTION)
    row = next(line for line in table.splitlines() if line.startswith("| `sort`"))
    assert in_backticks(row) - {"sort", "-"} == set(SORTS)


def test_the_guide_has_every_column() -> None:
    text = guide("views").partition("The option `columns`")[2].partition("```")[0]
    assert in_backticks(text) == {*COLUMNS, ", ".join(DEFAULT)}


def test_each_view_has_its_own_options_in_the_guide() -> None:
    sections = re.split(r"^## ", guide("views"), flags=re.MULTILINE)
    for section in sections:
        name = section.partition("\n")[0]
        if name in VIEWS:
            own = set(VIEWS[name].option_spec) - set(SELECTION)
            assert own <= in_backticks(section), name


def test_each_warning_has_a_meaning() -> None:
    assert sorted(CODES) == sorted(MEANINGS)
    assert all(meaning.endswith(".") for meaning in MEANINGS.values())


def test_options_and_warnings_are_named_as_they_are() -> None:
    options = {PREFIX + option.name for option in fields(Options)} | {RENDERER}
    codes = {f"leanspec.{code}" for code in CODES}
    for page in [*GUIDE.rglob("*.md"), ROOT / "docs" / "index.md", ROOT / "README.md"]:
        text = page.read_text("utf-8")
        assert set(re.findall(r"\bleanspec_[a-z_]+\b", text)) <= options, page
        assert set(re.findall(r"(?<![\[-])\bleanspec\.(?!adapter|css|sty)[a-z]+\b", text)) <= codes, page


def test_what_is_set_elsewhere_is_told(build: Build) -> None:
    spec = "---\nstatus: planned\ncreated: 2026-01-01\n---\n# A\n"
    result = build({"index.md": "# Site\n", "specs/001-a/README.md": spec})
    told = set(re.findall(r"^\| `(\w+)`", guide("defaults"), re.MULTILINE))
    log = next((line for line in result.stdout.splitlines() if "what the project left open" in line), "")
    names = set(re.findall(r"(\w+)(?:'\])?(?:, |$)", log.rpartition(": ")[2]))
    assert names <= told
    assert {"needs_flow_engine", "maxlistdepth"} <= names
    loud = build(result.srcdir, "-v", builder="dummy")
    assert "  needs_flow_engine = 'graphviz'\n" in loud.stdout
    assert "needs_flow_engine = " not in result.stdout


def test_versions_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.split(r"[<>=]", need)[0]: need for need in project["dependencies"]}
    table = re.findall(r"^\| ([\w-]+) \| ([\d.]+) \| ?([\d.]*) ?\|$", guide("compatibility"), re.MULTILINE)
    rows = {name: bounds for name, *bounds in table}
    spelled = {"Sphinx": "sphinx", "sphinx-needs": "sphinx-needs", "MyST-Parser": "myst-parser"}
    for name, package in spelled.items():
        low, high = rows[name]
        wanted = re.findall(r"[<>]=?([\d.]+)", needed[package])
        assert [low.removesuffix(".0"), *([high] if high else [])] == wanted, name
    assert rows["Python"] == [project["requires-python"].removeprefix(">="), ""]


def test_what_agents_read_names_rooms_that_there_are() -> None:
    text = (ROOT / "AGENTS.md").read_text("utf-8")
    package = ROOT / "sphinx_leanspec"
    named = {name for name in in_backticks(text) if re.fullmatch(r"[\w./]+(?:/|\.py|\.md)", name)}
    assert len(named) > 10
    there = (package, package / "extension", ROOT)
    assert [name for name in sorted(named) if not any((folder / name).exists() for folder in there)] == []
    floors = re.search(r"^## Floors\n\n(.+?)\n\n", text, re.DOTALL | re.MULTILINE)
    assert floors is not None
    for name in in_backticks(floors[1]):
        assert (package / name).is_dir() or (package / f"{name}.py").is_file(), name


def test_the_map_of_the_package_shows_every_module_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs" / "_ext")
    reference = importlib.import_module("reference")
    shown = "\n".join(reference.package_map(reference.PACKAGE))
    modules = [path for path in reference.PACKAGE.rglob("*.py") if path.name != "__init__.py"]
    assert len(re.findall(r"^ *- `\w+\.py`: \S", shown, re.MULTILINE)) == len(modules)
    assert "- **`reading/`**: Text into records" in shown
    assert "package-map" in guide("design")


def test_the_readme_leads_somewhere() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    targets = re.findall(r"\]\(([^)#]+)|(?:src|srcset)=\"([^\"]+)\"", text)
    inside = {"".join(target) for target in targets if "://" not in "".join(target)}
    assert len(inside) > 15
    assert [target for target in sorted(inside) if not (ROOT / target).is_file()] == []


def test_the_index_of_packages_is_told_whole_addresses() -> None:
    hooks = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["metadata"]["hooks"]
    told = (ROOT / "README.md").read_text("utf-8")
    for change in hooks["fancy-pypi-readme"]["substitutions"]:
        told = re.sub(change["pattern"], change["replacement"], told)
    assert re.findall(r"(?:\]\(|src=\"|srcset=\")(?!https://)\S*", told) == []
    assert "](https://github.com/sphinx-leanspec/sphinx-leanspec/blob/main/LICENSE)" in told


def test_what_it_costs_is_what_was_measured() -> None:
    table = (ROOT / "benchmarks" / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| 100 specs: clean \| [^|]+ \| ([\d.]+) \| (\d+) \|", table, re.MULTILINE)
    measured = {(round(float(cpu)), round(int(memory), -1)) for cpu, memory in rows}
    for page in (ROOT / "README.md", GUIDE / "comparison.md"):
        said = re.findall(r"(\d+)\sseconds(?: of one\sprocessor)? and (\d+) MiB", page.read_text("utf-8"))
        assert len(said) == 3, page
        assert {(int(cpu), int(memory)) for cpu, memory in said} <= measured, page
