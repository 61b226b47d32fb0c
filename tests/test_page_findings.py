"""What a build alone finds on pages is accepted with `accept --site`, and stays until one is asked again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from building import write_files
from ci import needs_bash, run, scripts
from gitting import Repository
from samples import spec

from sphinx_leanspec.cli import main
from sphinx_leanspec.commands.check import accept, check
from sphinx_leanspec.commands.check_request import CheckRequest
from sphinx_leanspec.findings import Finding
from sphinx_leanspec.report import page_findings
from sphinx_leanspec.report.outcome import BASELINE

FILES = {
    "specs/001-a/README.md": spec("A", "depends_on: [009-gone]"),
    "docs/one.md": "---\nspecs: [1, 77]\n---\n\n# One\n\n[dead](no.md)\n\n{spec}`99`\n",
}
LINK = Finding("docs/one.md", 7, "link", "`no.md` leads nowhere: there is no `docs/no.md`", "remove it")
COVERS = Finding("docs/one.md", 2, "ref", "specs `77` names no spec here")


def listed(root: Path) -> list[tuple[str, bool]]:
    entries = json.loads((root / BASELINE).read_text("utf-8"))["findings"]
    return [(entry["message"], entry.get("page", False)) for entry in entries]


def test_they_stay_until_a_build_is_asked_again(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    request = CheckRequest(tmp_path)
    assert accept(request, [COVERS, LINK]).number == 3
    wanted = [
        ("depends_on `009-gone` names no spec here", False),
        ("`no.md` leads nowhere", True),
        ("specs `77` names no spec here", False),  # `check` finds that, too
    ]
    assert sorted(listed(tmp_path)) == sorted(wanted)
    outcome = check(request)
    assert outcome.accepted is not None
    assert (outcome.accepted.number, outcome.accepted.gone) == (2, 0)
    assert accept(request).number == 3
    assert sorted(listed(tmp_path)) == sorted(wanted)
    done = accept(request, [])
    assert (done.number, done.gone) == (2, 1)


def test_a_build_hands_them_over(tmp_path: Path) -> None:
    (tmp_path / "found.json").write_text(page_findings.as_json(4, [LINK, COVERS]), "utf-8")
    assert page_findings.read(tmp_path / "found.json") == (4, (LINK, COVERS))
    assert page_findings.read(tmp_path / "none.json") == (0, ())


@needs_bash
def test_the_workflow_is_green_until_something_is_new(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = Repository(tmp_path / "house")
    root = repository.root
    repository.commit("2026-01-05T10:00:00Z", FILES)
    assert main(["init", str(root)]) == 0
    assert "accepts 4 findings: only new ones fail" in capsys.readouterr().out
    assert "fail_on_warning: true" in (root / ".readthedocs.yaml").read_text("utf-8")
    check_specs, build = scripts(root / ".github/workflows/specs.yml")
    assert "sphinx-build -W" in build
    for script in (check_specs, build):
        done = run(script, root)
        assert done.returncode == 0, done.stderr
    assert f"4 findings accepted in {BASELINE}" in done.stdout
    with (root / "docs/one.md").open("a", encoding="utf-8") as file:
        file.write("\n[new](new.md)\n")
    done = run(build, root)
    assert done.returncode == 1
    assert done.stderr.count("WARNING") == 1
    assert "`new.md` leads nowhere" in done.stderr
    assert main(["accept", "--site", str(root)]) == 0
    assert "docs/one.md:11: link `new.md` leads nowhere" in capsys.readouterr().out
    assert run(build, root).returncode == 0


def test_what_cannot_be_accepted_does_not_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = Repository(tmp_path / "house").root
    write_files(
        root, {**FILES, "docs/two.rst": "Two\n===\n\n.. no-such-directive::\n", "docs/one.md": "# 1\n"}
    )
    assert main(["init", str(root)]) == 0
    assert "A build does not fail on warnings yet, as 1 warning cannot be accepted" in capsys.readouterr().out
    workflow = (root / ".github/workflows/specs.yml").read_text("utf-8")
    assert "sphinx-build -b html" in workflow
    assert "# Some warnings are not findings." in workflow
