"""The page that says how to add an analysis, followed word for word in a fresh copy of the repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "analysis" / "adding.md"
STEP = re.compile(r"^```(?P<kind>markdown|sh)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"`([\w./-]+\.md)`")

pytestmark = [
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout"),
    pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the site is built once"),
]


def run(folder: Path, command: str) -> None:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=os.environ | {"PATH": path, "SPHINX_LEANSPEC_CACHE": str(folder / "nothing")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A fresh copy of what git tracks, committed."""
    said = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, os.fsdecode(said).split("\0")):
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    run(tmp_path, "git init -q && git add -A && git -c user.name=A -c user.email=a@b.example commit -qm Copy")
    return tmp_path


def test_the_page_is_followed_word_for_word(copy: Path) -> None:
    text = PAGE.read_text("utf-8")
    steps = list(STEP.finditer(text))
    assert [step["kind"] for step in steps] == ["markdown", "markdown", "sh", "sh", "sh"]
    for step in steps:
        if step["kind"] == "sh":
            run(copy, step["text"])
            continue
        path = copy / NAMED.findall(text[: step.start()])[-1]
        assert not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(step["text"], "utf-8")
    page = (copy / "_build/html/specs/014-nemo-mesh-context.html").read_text("utf-8")
    assert "The mesh context of NeMo AutoModel" in page
    assert "2 verified" in page
