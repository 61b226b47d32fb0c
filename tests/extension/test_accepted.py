"""What was accepted on the command line is accepted in a build."""

from __future__ import annotations

from pathlib import Path

from building import Build, write_files
from samples import spec

from sphinx_leanspec.cli import main
from sphinx_leanspec.report.outcome import BASELINE

FILES = {
    "specs/001-a/README.md": spec("A", "depends_on: [099-gone]", body="[x](gone.md)\n"),
    "specs/002-b/README.md": spec("B", "depends_on: [098-gone]"),
    "page.md": "---\nspecs: [97]\n---\n# Page\n",
    "index.md": """\
# Home

```{toctree}
page
```

```{spec-findings}
:severity: info
:codes: ref, link
```
""",
}


def accepted(tmp_path: Path) -> str:
    root = tmp_path / "accepted"
    documents = {f"docs/{name}": FILES[name] for name in ("page.md",)}
    write_files(root, {**{name: text for name, text in FILES.items() if "specs" in name}, **documents})
    assert main(["accept", str(root)]) == 0
    return (root / BASELINE).read_text().replace("docs/page.md", "page.md")


def test_what_was_accepted_is_no_warning_and_is_marked(build: Build, tmp_path: Path) -> None:
    baseline = accepted(tmp_path)
    loud = build(FILES, conf={"html_theme": "alabaster"}).warnings
    assert len(loud) == 4
    result = build({**FILES, BASELINE: baseline}, conf={"html_theme": "alabaster"}, fatal_warnings=True)
    assert result.warnings == []
    assert f"4 findings accepted in {BASELINE}" in result.stdout
    page = result.html("index")
    words = [word.get_text().split()[-1] for word in page.select(".leanspec-severity")]
    assert words == ["Accepted"] * 4
    (total,) = page.select(".leanspec-total")
    assert total.get_text().endswith("of which accepted: 4")


def test_what_is_new_is_a_warning_still(build: Build, tmp_path: Path) -> None:
    files = {**FILES, BASELINE: accepted(tmp_path)}
    files["specs/002-b/README.md"] = spec("B", "depends_on: [098-gone, 096-gone]")
    result = build(files, conf={"html_theme": "alabaster"})
    (warning,) = result.warnings
    assert "096-gone" in warning


def test_a_baseline_that_is_none_is_said_once(build: Build) -> None:
    result = build({**FILES, BASELINE: "[]"}, conf={"html_theme": "alabaster"})
    said = "\n".join(result.warnings)
    assert said.count("is not a list of accepted findings") == 1
    assert "099-gone" in said
