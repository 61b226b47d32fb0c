from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from groups import ROOT

SPHINX_BLOCKED = """
import importlib, pkgutil, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"docutils", "myst_parser", "sphinx", "sphinx_needs"}:
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Blocked())
"""

# The walk skips extension/ itself: importing it to look inside is what is blocked.
IMPORT_ALL = """
import sphinx_leanspec

def walk(package):
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        if module.name != "sphinx_leanspec.extension":
            imported = importlib.import_module(module.name)
            print(module.name)
            if module.ispkg:
                walk(imported)

walk(sphinx_leanspec)
"""


def sphinx_blocked(code: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run code in a Python that cannot import Sphinx, outside the checkout."""
    command = [sys.executable, "-c", SPHINX_BLOCKED + code]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_everything_below_extension_imports_without_sphinx(tmp_path: Path) -> None:
    done = sphinx_blocked(IMPORT_ALL, tmp_path)
    assert done.returncode == 0, done.stderr
    modules = done.stdout.split()
    assert "sphinx_leanspec.model" in modules
    assert "sphinx_leanspec.cli" in modules


@pytest.mark.parametrize("module", ["sphinx", "sphinx_leanspec.extension"])
def test_the_block_holds(module: str, tmp_path: Path) -> None:
    done = sphinx_blocked(f"import {module}", tmp_path)
    assert done.returncode != 0
    assert "is blocked" in done.stderr


def test_one_module_alone_knows_builders_by_name() -> None:
    package = ROOT / "sphinx_leanspec"
    asked = re.compile(r"builder\.(format|name)\b")
    found = [path for path in package.rglob("*.py") if asked.search(path.read_text("utf-8"))]
    assert found == [package / "extension/nodes/medium.py"]
