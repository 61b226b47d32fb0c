"""The pages on the command line and on CI: their commands run, their workflows are workflows."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import jsonschema
import pytest
import yaml
from commands import run, spec
from gitting import Repository

from sphinx_leanspec.report import findings

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide"
pytestmark = pytest.mark.skipif(not GUIDE.is_dir(), reason="the guide is part of a checkout only")


def blocks(name: str, language: str) -> list[str]:
    text = (GUIDE / f"{name}.md").read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def workflows() -> list[str]:
    return blocks("ci", "yaml")


def commands(lines: str) -> list[list[str]]:
    """The commands of ours in a script, as the shell reads them."""
    found = re.findall(
        r"^(?:- run: |- )?(sphinx-leanspec (?:check|accept).*?)(?:\s*\|.*)?$", lines, re.MULTILINE
    )
    return [shlex.split(line.replace("$GITHUB_BASE_REF", "main"), comments=True)[1:] for line in found]


TOLD = {"--diff": "--fix would change nothing\n", "--fix": "0 findings fixed in 0 files\n"}
"""What commands say apart from what they are asked for."""


def test_every_command_of_the_guide_runs(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "house")
    files = {
        "specs/001-lamp/README.md": spec("Lamp", "[no](dead.md)"),
        "specs/013-site/README.md": spec("Site", "Words."),
        "specs/archived/002-old/README.md": spec("Old", "Words."),
        "docs/site.md": "---\nspecs: [13]\n---\n\n# Site\n",
    }
    repository.commit("2026-01-01T10:00:00Z", files)
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    scripts = [*blocks("ci", "sh"), *blocks("commands", "sh")]
    scripts += [re.sub(r"^ +", "", text, flags=re.MULTILINE) for text in workflows()]
    found = [command for script in scripts for command in commands(script)]
    assert len(found) >= 8
    for command in found:
        done = run(*command, cwd=repository.root)
        assert done.returncode in (0, 1), (command, done)
        assert done.stderr == next((told for option, told in TOLD.items() if option in command), "")


def test_the_workflows_can_be_read() -> None:
    contents = [yaml.safe_load(text) for text in workflows()]
    assert any("jobs" in content for content in contents)
    for content in contents:
        for job in content.get("jobs", {}).values():
            assert all("run" in step or "uses" in step for step in job["steps"])


def test_the_schema_is_shown_and_lies_where_it_says() -> None:
    identifier = json.loads(findings.schema())["$id"]
    assert Path(identifier).name == f"check-{findings.VERSION}.json"
    assert f"report/schema/check-{findings.VERSION}.json" in (GUIDE / "ci.md").read_text("utf-8")
    assert 'html_extra_path = ["sphinx_leanspec/report/schema"]' in (ROOT / "conf.py").read_text("utf-8")


def test_the_baseline_of_the_guide_is_one(tmp_path: Path) -> None:
    (text,) = blocks("commands", "json")
    (tmp_path / "baseline.json").write_text(text, "utf-8")
    repository = Repository(tmp_path / "house")
    body = spec("Tower", "Words.", "depends_on: [007]")
    repository.commit("2026-01-01T10:00:00Z", {"specs/003-tower/README.md": body})
    done = run("check", repository.root, "--baseline", tmp_path / "baseline.json", "--format", "json")
    assert done.json()["baseline"]["accepted"] == 1
    jsonschema.Draft202012Validator(json.loads(findings.schema())).validate(done.json())
    run("accept", repository.root)
    assert (repository.root / "leanspec-baseline.json").read_text("utf-8") == text
