"""Every kind of warning: raised at its place, once in each build, and silent when it is suppressed."""

from __future__ import annotations

import re

import pytest
from building import Build, BuildResult, write_files
from samples import spec

from sphinx_leanspec.extension.warnings import CODES, MEANINGS
from sphinx_leanspec.rules import RULES

CONF = """\
extensions = ["sphinx_leanspec"]
html_theme = "alabaster"
leanspec_flat = "yes"
leanspec_pages = {"absent": "docs/absent.md"}
leanspec_severity = {"file": "warning"}
"""
HEAD = "---\nstatus: planned\ncreated: 2026-01-01\n"
LATIN = f"{HEAD}---\n\n# Latin\n\nText of latin: ü, [wide](../003-wide/) and [no](no.md)\n"
BROKEN = {
    "specs/001-bare/README.md": "# Bare\n\nText of bare.\n\n- [ ] Open\n",
    "specs/002-mark/README.md": f"\ufeff{HEAD}---\n\n# Mark\n\nText of mark.\n",
    "specs/003-wide/README.md": f"{HEAD}---\n\n# Wide\n\nText of wide: ü\n".encode("utf-16"),
    "specs/004-latin/README.md": LATIN.encode("latin-1"),
    "specs/005-twice/README.md": f"{HEAD}status: draft\n---\n\n# Twice\n\nText of twice.\n",
    "specs/006-empty/README.md": "",
    "specs/007-state/README.md": spec("State", status="sideways", body="Text of state.\n"),
    "specs/008-date/README.md": "---\nstatus: planned\ncreated: soon\n---\n\n# Date\n\nText of date.\n",
    "specs/009-urgent/README.md": spec("Urgent", "priority: now", body="Text of urgent.\n"),
    "specs/010-lost/README.md": spec(
        "Lost", "tags: []", "depends_on:", "  - 099-gone", body="Text of lost.\n"
    ),
    "specs/011-yaml/README.md": f"{HEAD}tags: [\n---\n\n# Yaml\n\nText of yaml.\n",
    "specs/012-link/README.md": spec(
        "Link", body="Text of link: [gone](../099-gone/) and [file](../../src/gone.py).\n"
    ),
    "specs/013-fine/README.md": spec("Fine", body="Text of fine.\n\n- [ ] One <!-- id: same -->\n"),
    "specs/013-fine/LATIN.md": "# Sub\n\nText of sub: ü\n".encode("latin-1"),
    "specs/014-taken/README.md": spec("Taken", body="Text of taken.\n"),
    "specs/015-alias/README.md": spec("Alias", "aliases: 013-fine", body="Text of alias.\n"),
    "specs/014-taken.md": "# Page\n",
}
HOME = """\
# Home

See [wide](specs/003-wide/README.md).

```{toctree}
absent
```

```{req} A need with the id of a spec
:id: SPEC_013_C_SAME
```
"""
PLACES = [
    ("specs/001-bare/README.md", 1, "frontmatter"),
    ("specs/002-mark/README.md", 1, "encoding"),
    ("specs/003-wide/README.md", 1, "encoding"),
    ("specs/004-latin/README.md", 8, "encoding"),
    ("specs/004-latin/README.md", 8, "link"),
    ("specs/005-twice/README.md", 4, "frontmatter"),
    ("specs/006-empty/README.md", 1, "frontmatter"),
    ("specs/007-state/README.md", 2, "status"),
    ("specs/008-date/README.md", 3, "created"),
    ("specs/009-urgent/README.md", 4, "priority"),
    ("specs/010-lost/README.md", 6, "ref"),
    ("specs/011-yaml/README.md", 4, "frontmatter"),
    ("specs/012-link/README.md", 8, "file"),
    ("specs/012-link/README.md", 8, "link"),
    ("specs/013-fine/LATIN.md", 3, "encoding"),
    ("specs/014-taken.md", 1, "page"),
    ("specs/015-alias/README.md", 4, "alias"),
    ("specs/013-fine/README.md", 10, "need"),
    ("conf.py", 3, "config"),
    ("docs/absent.md", 1, "unreadable"),
]


def places(result: BuildResult) -> list[tuple[str, int, str]]:
    """Where each warning stands, in the project, and its kind."""
    found = []
    for warning in result.warnings:
        match = re.fullmatch(
            r"(?:(?P<path>/[^:]*):(?:(?P<line>\d+):)? )?WARNING: .* \[leanspec\.(?P<code>\w+)\]", warning
        )
        assert match, warning
        path = (match["path"] or "").removeprefix(f"{result.srcdir}/")
        found.append((path, int(match["line"] or 0), match["code"]))
    return sorted(found)


@pytest.fixture(scope="module")
def broken(shared_build: Build, tmp_path_factory: pytest.TempPathFactory) -> list[BuildResult]:
    """A project in which much is broken, built as it is, again, and with all warnings suppressed."""
    root = tmp_path_factory.mktemp("broken")
    write_files(root, {**BROKEN, "conf.py": CONF, "index.md": HOME})
    codes = ",".join(f"leanspec.{code}" for code in CODES)
    return [shared_build(root), shared_build(root), shared_build(root, f"-Dsuppress_warnings={codes}")]


def test_every_defect_is_one_warning_at_its_place(broken: list[BuildResult]) -> None:
    assert places(broken[0]) == sorted(PLACES)


def test_defects_are_reported_in_every_build(broken: list[BuildResult]) -> None:
    assert places(broken[1]) == sorted(PLACES)


def test_every_kind_of_warning_can_be_suppressed(broken: list[BuildResult]) -> None:
    assert broken[2].warnings == []


def test_every_kind_of_warning_is_raised_here_and_explained() -> None:
    raised_elsewhere = {
        "demand": "test_needs_neighbours.py",
        "depth": "test_depth.py",
        "diagram": "test_graph.py",
        "math": "test_mathml.py",
        "picture": "test_pictures.py",
        "shared": "test_needs_neighbours.py",
        **{rule.code: "test_findings.py" for rule in RULES},
    }
    assert {code for _, _, code in PLACES} | raised_elsewhere.keys() == set(CODES)
    assert MEANINGS.keys() == set(CODES)


@pytest.mark.parametrize(
    "name", [name for name in BROKEN if not name.endswith(("006-empty/README.md", "014-taken.md"))]
)
def test_a_broken_file_is_shown_with_what_could_be_read(broken: list[BuildResult], name: str) -> None:
    docname = name.removesuffix("/README.md").removesuffix(".md")
    assert "Text of" in broken[0].html(docname).find(attrs={"role": "main"}).get_text()


def test_an_empty_spec_has_a_page_with_its_id_for_title(broken: list[BuildResult]) -> None:
    assert broken[0].html("specs/006-empty").h1.get_text().startswith("006-empty")


def test_the_log_commands_neither_a_terminal_nor_a_ci_job(build: Build) -> None:
    text = "# A\n\n[x](\x1b[31m.md) [y](\u202ey.md) [z](##[group]z.md)\n"
    files = {"index.md": "# Home\n"}
    result = build(
        files | {"specs/001-a/README.md": f'---\nstatus: "a\\n::error::b"\ncreated: 2026-01-01\n---\n{text}'}
    )
    assert result.warnings
    for line in result.warnings:
        assert line.isprintable(), line
        assert not line.lstrip().startswith("::"), line
        assert "##[" not in line, line
