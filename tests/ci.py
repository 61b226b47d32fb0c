"""What CI services do with the files written for them, as far as a machine of one's own can do it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

needs_bash = pytest.mark.skipif(
    os.name == "nt" or not shutil.which("bash"), reason="no bash as the services have it"
)


def validate(schema: str, *paths: Path) -> None:
    """Hold files against a schema of schemastore.org, a copy of which check-jsonschema brings."""
    pytest.importorskip("check_jsonschema", reason="the group `test` of pyproject.toml installs it")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stdout + done.stderr


def steps(path: Path) -> list[dict[str, Any]]:
    """The steps of a workflow with one job, or of a composite action."""
    content = yaml.safe_load(path.read_text("utf-8"))
    if "runs" in content:
        return content["runs"]["steps"]
    (job,) = content["jobs"].values()
    return job["steps"]


def scripts(path: Path) -> Iterator[str]:
    """The scripts of a workflow, at GitHub or GitLab; what installs packages is left out."""
    if path.name == ".gitlab-ci.yml":
        (job,) = yaml.safe_load(path.read_text("utf-8")).values()
        found = job["script"]
    else:
        found = [step["run"] for step in steps(path) if "run" in step]
    installing = [script for script in found if script.startswith("pip install ")]
    assert len(installing) == 1
    return (script for script in found if script not in installing)


def run(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script as GitHub runs one of `shell: bash`, with the commands of this very environment."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "GIT_"))
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**environment, "PATH": path, "PYTHONUTF8": "1", **variables},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=600,
        check=False,
    )


def evaluated(value: str, known: Mapping[str, str]) -> str:
    """A text of a workflow with its expressions replaced by what they stand for; others are errors."""
    return re.sub(r"\$\{\{\s*([\w.-]+)\s*\}\}", lambda match: known[match[1]], str(value))
