"""Every option: an invalid value is one warning and the default, a valid one does what it says."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest
from building import Build, BuildResult
from samples import HOUSE, spec

from sphinx_leanspec.extension.config import PREFIX, Options, _line

OPTIONS = [field.name for field in fields(Options)]
CONF = "extensions = ['sphinx_leanspec']\nhtml_theme = 'alabaster'\n"


@pytest.fixture(scope="module")
def invalid(shared_build: Build) -> BuildResult:
    lines = [f"{PREFIX}{name} = -1\n" for name in OPTIONS]
    return shared_build({**HOUSE, "conf.py": CONF + "".join(lines), "index.md": "# Home\n"}, builder="dummy")


def test_an_invalid_option_is_one_warning_where_it_is_set(invalid: BuildResult) -> None:
    assert [warning.partition(", not a")[0] for warning in invalid.warnings] == [
        f"{invalid.srcdir}/conf.py:{line}: WARNING: {PREFIX}{name} is -1"
        for line, name in enumerate(OPTIONS, 3)
    ]
    assert all(warning.endswith("correct it in conf.py [leanspec.config]") for warning in invalid.warnings)


def test_an_invalid_option_has_its_default(invalid: BuildResult) -> None:
    assert (invalid.doctreedir / "specs/001-ground.doctree").is_file()


@pytest.mark.parametrize("value", [["README.md", 3], {"a": "b"}])
def test_a_list_holds_texts(build: Build, value: object) -> None:
    conf = f"{CONF}leanspec_spec_files = {value!r}\n"
    result = build({**HOUSE, "conf.py": conf, "index.md": "# Home\n"}, builder="dummy")
    assert len(result.warnings) == 1
    assert "not a list of texts" in result.warnings[0]


def test_options_can_be_set_on_the_command_line(build: Build) -> None:
    files = {"index.md": "# Home\n", "plans/010-flat.md": spec("Flat"), "plans/011-own/SPEC.md": spec("Own")}
    options = ("-Dleanspec_flat=1", "-Dleanspec_specs=plans", "-Dleanspec_spec_files=SPEC.md")
    result = build(files, *options, builder="needs", fatal_warnings=True)
    assert set(result.needs()) == {"SPEC_010", "SPEC_011"}


def link(result: BuildResult, docname: str, text: str) -> str:
    """The address that a page's link with a text leads to."""
    found = [tag["href"] for tag in result.html(docname).find_all("a") if tag.get_text(strip=True) == text]
    return found[0] if found else ""


REPOSITORY = {
    "specs/001-a/README.md": spec("A", "issue: 12", "pr: 34", body="[code](../../code.py)\n"),
    "code.py": "",
    "index.md": "# Home\n",
}


def test_the_repository_and_what_it_links_to_can_be_set(build: Build) -> None:
    conf = {
        "html_theme": "alabaster",
        "leanspec_repository": "https://git.invalid/own/name/",
        "leanspec_revision": "v1",
        "leanspec_issue_url": "https://track.invalid/{number}",
    }
    result = build(REPOSITORY, conf=conf, fatal_warnings=True)
    assert link(result, "specs/001-a", "code") == "https://git.invalid/own/name/blob/v1/code.py"
    assert link(result, "specs/001-a", "#12") == "https://track.invalid/12"
    assert link(result, "specs/001-a", "#34") == "https://git.invalid/own/name/pull/34"


def test_further_files_are_pages(build: Build, tmp_path: Path) -> None:
    files = {**HOUSE, "docs/start.md": "# Start\n\nSee {spec}`1`.\n", "README.md": "# No page\n"}
    conf = {"leanspec_pages": {"index": "docs/start.md"}, "exclude_patterns": ["docs", "README.md"]}
    result = build(files, conf=conf, fatal_warnings=True)
    assert result.html("index").h1.get_text().startswith("Start")
    assert not (result.outdir / "docs/start.html").exists()
    assert not (result.outdir / "README.html").exists()


THEME = """\
extensions = ["sphinx_leanspec"]
html_theme = "furo"
html_theme_options = {
    "source_repository": "https://github.com/own/name/",
    "source_branch": "trunk",
    "source_directory": "",
}
"""


@pytest.mark.parametrize("srcdir", ["", "docs"])
def test_pages_lead_to_their_sources(build: Build, tmp_path: Path, srcdir: str) -> None:
    root = tmp_path / "repository"
    theme = THEME.replace(
        '"source_directory": ""', f'"source_directory": "{srcdir}/"' if srcdir else '"source_directory": ""'
    )
    for name, text in {**HOUSE, f"{srcdir}/conf.py": theme, f"{srcdir}/index.md": "# Home\n"}.items():
        path = root / name.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (root / ".git").mkdir()
    result = build(root / srcdir, fatal_warnings=True)
    for docname, path in (
        ("specs/001-ground", "specs/001-ground/README.md"),
        ("specs/002-walls/DESIGN", "specs/002-walls/DESIGN.md"),
        ("index", f"{srcdir}/index.md".lstrip("/")),
    ):
        page = result.html(docname)
        edit = page.find(class_="edit-this-page").a["href"]
        assert edit == f"https://github.com/own/name/edit/trunk/{path}", docname
    for view in page.find_all(class_="view-this-page"):
        assert "?plain=true" in view.a["href"]
    copied = {
        path.relative_to(result.outdir).as_posix() for path in (result.outdir / "_sources").rglob("*.txt")
    }
    assert "_sources/specs/001-ground.md.txt" in copied
    assert not result.html("specs/index").find(class_="edit-this-page")


def test_what_was_set_for_other_extensions_is_named_once(build: Build) -> None:
    result = build({**HOUSE, "index.md": "# Home\n"}, builder="dummy", conf={"needs_flow_engine": "plantuml"})
    (said,) = [line for line in result.stdout.splitlines() if "set what the project left open" in line]
    assert "needs_flow_engine" not in said


def test_plantuml_draws_the_flows_of_a_project_that_loads_it(build: Build) -> None:
    loaded = "import sys, types\n\nstub = sys.modules['sphinxcontrib.plantuml'] = types.ModuleType('stub')\n"
    setup = "stub.setup = lambda app: {}\nextensions.append('sphinxcontrib.plantuml')\n"
    result = build({**HOUSE, "index.md": "# Home\n", "conf.py": CONF + loaded + setup}, builder="dummy")
    (told,) = [line for line in result.stdout.splitlines() if "set what the project left open" in line]
    assert "needs_build_json" in told
    assert "needs_flow_engine" not in told


def test_needs_json_is_made_unless_the_project_says_no(build: Build) -> None:
    result = build({**HOUSE, "conf.py": CONF, "index.md": "# Home\n"})
    assert json.loads(result.text("needs.json"))["versions"]
    again = build(result.srcdir, "-Dneeds_build_json=0", fresh=True)
    assert again.returncode == 0


MEALS = """\
leanspec_meals = []
leanspec_meals = [
    {"place": "a"},
    {
        "place": "b",
        "guests": -1,
    },
    meal,
]
"""


@pytest.mark.parametrize(
    ("where", "line"),
    [
        (("meals",), 2),
        (("meals", 0, "place"), 3),
        (("meals", 1), 4),
        (("meals", 1, "guests"), 6),
        (("meals", 1, "gone"), 4),
        (("meals", 2, "place"), 8),
        (("menu", 1), 1),
    ],
)
def test_what_is_wrong_in_a_list_is_named_at_its_line(
    where: tuple[str | int, ...], line: int, tmp_path: Path
) -> None:
    conf = tmp_path / "conf.py"
    conf.write_text(MEALS, "utf-8")
    assert _line(conf, where) == line
    assert _line(tmp_path / "none.py", where) == 1
