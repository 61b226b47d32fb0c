"""What ``.ci/run`` installs on a bare machine is what the tests ask the machine for, no less and no more."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from debian import RUN, installed, strange
from groups import BROWSERS, ENGINES, LIBRARIES, PDF_FILES, PDF_FONTS, PDF_TOOLS

TESTS = Path(__file__).parent
pytestmark = pytest.mark.skipif(not RUN.is_file(), reason="the script is part of a checkout only")


def test_programs() -> None:
    found = installed("").keys()
    assert found - {"git"} == {*PDF_TOOLS, BROWSERS[0]}


def test_files_of_latex() -> None:
    assert installed("_tex").keys() == {*PDF_FILES}


def test_fonts() -> None:
    assert installed("_font").keys() == {*PDF_FONTS}


def test_libraries() -> None:
    assert installed("_library").keys() == {*LIBRARIES}


@pytest.mark.browser
def test_libraries_of_what_drives_the_browser() -> None:
    import playwright

    node = Path(playwright.__file__).parent / "driver" / "node"
    if not shutil.which("ldd"):
        pytest.skip("no ldd says which libraries a program wants")
    said = subprocess.run(["ldd", node], capture_output=True, text=True, check=True).stdout
    wanted = [Path(path).resolve() for path in re.findall(r"=> (/\S+)", said)]
    assert wanted
    assert strange(wanted) == {}


@pytest.mark.pdf
def test_what_is_of_another_package_is_noticed() -> None:
    """Each PDF that a test makes is asked, see ``BuildResult.pdf``."""
    if not shutil.which("dpkg-query"):
        pytest.skip("no dpkg-query says whose a file is")
    styles = ("article.cls", "tikz.sty")  # one of a package that is named, one of what that package needs
    done = subprocess.run(["kpsewhich", *styles], capture_output=True, text=True, check=True)
    ours = [*map(Path, done.stdout.splitlines()), Path(__file__)]
    assert [path.name for path in ours[:-1]] == [*styles]
    assert strange(ours) == {}
    apt = Path("/usr/bin/apt-get")
    assert strange([*ours, apt]) == {"apt": apt}


def texts(path: Path) -> list[str]:
    """Every text in a module of tests, without its docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


ASKED = {
    # a pattern of what a test has LaTeX load, or of what it starts: what of it has to be installed
    r"\\(?:usepackage|RequirePackage)(?:\[[^]]*\])?\{+(?P<name>\w+)\}": lambda name: (
        f"{name}.sty" in PDF_FILES
    ),
    r"\\set(?:CJK)?(?:main|sans|mono)font\{+(?P<name>[\w ]+)\}": lambda name: name in PDF_FONTS,
    r"^(?P<name>(?:pdf|xe|lua)?latex|latexmk|make|xindy|pdftotext|fc-list|fc-match|kpsewhich)$": (
        lambda name: name in (*PDF_TOOLS, *ENGINES) or name in ("kpsewhich", "fc-match", "latex")
    ),
}
"""``kpsewhich`` comes with LaTeX, ``fc-match`` with ``fc-list``; ``latex`` is the name of a builder."""


def test_what_tests_name_is_installed() -> None:
    asked = [
        (path.name, pattern, match["name"])
        for path in sorted(TESTS.rglob("*.py"))
        for text in texts(path)
        for pattern in ASKED
        for match in re.finditer(pattern, text)
        if path.name != Path(__file__).name
    ]
    assert len(asked) > 10, "nothing is found any more"
    assert [found for found in asked if not ASKED[found[1]](found[2])] == []
