"""The examples of CommonMark and GitHub, and real specs, held against GitHub's own renderer."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from building import Build

SUITES = ("commonmark", "gfmspec", "gfmext", "gfmreg", "real")
FIGURES = "commonmark 652/652 gfm 717/720 real 317/317\n"
DIFFERENT = {
    "gfmspec-646": "`<!-->` is a comment since CommonMark 0.31, which pyromark reads",
    "gfmspec-653": "an element of HTML that nobody ends is ended with its block; a browser draws it on",
    "gfmreg-17": "a tag that is refused is shown, as by cmark-gfm, but each as a paragraph",
}
"""What comes out otherwise than the suites have it, and why."""


@pytest.mark.corpora
def test_a_page_is_what_github_makes_of_it(build: Build, corpora: Path, tmp_path: Path) -> None:
    harness = corpora / "gfm" / "harness"
    if not harness.is_dir():
        pytest.skip(f"the suites are not there: no folder {harness}")
    project = tmp_path / "suites"
    shutil.copytree(harness / "project", project)
    project.chmod(0o755)
    conf = project / "conf.py"
    text = conf.read_text("utf-8").replace(
        "sphinx_leanspec.extension import", "sphinx_leanspec.extension.markdown import"
    )
    conf.chmod(0o644)
    # a diagram is drawn where it can be, here as there; what is compared is its code
    conf.write_text(f'import sys\nsys.modules["merman"] = None\n{text}', "utf-8")
    ask(harness / "cases.py", project, corpora, *SUITES)
    result = build(project)
    for page in result.outdir.rglob("*.html"):  # the number before a title is ours, and not the file's
        text = page.read_text("utf-8")
        page.write_text(re.sub(r'<span class="leanspec-numeral">[^<]*</span>', "", text), "utf-8")
    printed = ask(harness / "compare.py", result.outdir, corpora, tmp_path / "compared", *SUITES)
    compared = json.loads((tmp_path / "compared" / "results.json").read_text("utf-8"))
    assert {one["id"] for one in compared if not one["state"].startswith("equal")} == DIFFERENT.keys()
    assert printed == FIGURES


def ask(script: Path, *arguments: object) -> str:
    """Run a script that lies beside the suites, and return what it prints."""
    command = [sys.executable, str(script), *map(str, arguments)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
