"""A real ``sphinx-build`` of a small project, and a look at what came out.

Always in a process of its own: sphinx-needs keeps a registry per process, so two builds in one interfere.
Where the platform can fork, that process comes from one that has imported Sphinx and its extensions and done
nothing else: importing them takes more than twice the time of a small build.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from bs4 import BeautifulSoup
from debian import strange
from docutils import nodes

DEFAULT_CONF = """\
extensions = ["sphinx_leanspec"]
html_theme = "furo"
needs_build_json = True
"""
PRELOADED = (
    "alabaster",
    "furo",
    "myst_parser.sphinx_ext.main",
    "sphinx.builders.html",
    "sphinx.builders.latex",
    "sphinx.builders.text",
    "sphinx.search.en",
    "sphinx_leanspec.extension",
    "sphinx_needs.needs",
)
"""What the process imports that builds are forked from."""
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class BuildResult:
    """What one build left behind."""

    srcdir: Path
    outdir: Path
    doctreedir: Path
    returncode: int
    stdout: str
    warnings: list[str]

    def html(self, docname: str) -> BeautifulSoup:
        return BeautifulSoup(self.text(f"{docname}.html"), "html.parser")

    def text(self, relpath: str) -> str:
        return (self.outdir / relpath).read_text("utf-8")

    def needs(self) -> dict[str, dict[str, Any]]:
        """The needs of needs.json by id."""
        exported = json.loads(self.text("needs.json"))
        return exported["versions"][exported["current_version"]]["needs"]

    def doctree(self, docname: str) -> nodes.document:
        return pickle.loads((self.doctreedir / f"{docname}.doctree").read_bytes())

    def pdf(self) -> Path:
        """The PDF of a ``latex`` build, made with the Makefile that Sphinx wrote beside it."""
        (tex,) = self.outdir.glob("*.tex")
        command = ["make", "all-pdf", "LATEXMKOPTS=-interaction=nonstopmode -halt-on-error"]
        made = subprocess.run(command, cwd=self.outdir, capture_output=True, check=False)
        if made.returncode:
            log = made.stdout.decode(errors="replace")[-4000:]
            pytest.fail(f"make ended with {made.returncode}\n{log}", pytrace=False)
        assert strange(self.inputs()) == {}, ".ci/run does not install what was read"
        return tex.with_suffix(".pdf")

    def inputs(self) -> list[Path]:
        """The files that LaTeX has read, outside the folder it ran in."""
        (record,) = self.outdir.glob("*.fls")
        lines = record.read_text("utf-8").splitlines()
        return [Path(line[6:]) for line in lines if line.startswith("INPUT /")]


class Build(Protocol):
    """The type of the ``build`` fixture."""

    def __call__(
        self,
        project: Mapping[str, str] | Path,
        *options: str,
        builder: str = "html",
        jobs: int = 1,
        conf: Mapping[str, object] | None = None,
        fatal_warnings: bool = False,
        fresh: bool = False,
        check: bool = True,
    ) -> BuildResult: ...


def write_files(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write a project given as relative path → text or bytes, byte for byte on every platform."""
    for relpath, text in files.items():
        path = root / relpath
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)


def sphinx_arguments(srcdir: Path, workdir: Path, conf: Mapping[str, object]) -> list[str]:
    """Where conf.py is and what is set on top of it; a folder without one gets the default from outside."""
    if (srcdir / "conf.py").exists():
        return [f"-D{name}={_spelled(value)}" for name, value in conf.items()]
    lines = [f"{name} = {value!r}\n" for name, value in conf.items()]
    write_files(workdir, {"conf/conf.py": DEFAULT_CONF + "".join(lines)})
    return ["-c", str(workdir / "conf")]


def _spelled(value: object) -> str:
    """As ``-D`` wants it: 1 and 0 for booleans, commas between the items of a list."""
    if isinstance(value, bool):
        return str(int(value))
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def run_sphinx(command: list[str], workdir: Path) -> subprocess.CompletedProcess[str]:
    """Run ``python -m sphinx …`` in a folder, by a fork of a process that has imported it where it can."""
    no_fork = "fork" not in multiprocessing.get_all_start_methods() or sys.platform == "darwin"
    if no_fork or "PYTHONPATH" in os.environ:  # which an interpreter reads when it starts
        return subprocess.run(
            command,
            cwd=workdir,
            env={**os.environ, "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=600,
            check=False,
        )
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["building", *PRELOADED])
    out, err = workdir / "stdout.txt", workdir / "stderr.txt"
    process = context.Process(target=_sphinx, args=(command[3:], workdir, dict(os.environ), out, err))
    process.start()
    process.join(600)
    if process.is_alive():
        process.kill()
        pytest.fail(f"{' '.join(command)} took too long", pytrace=False)
    texts = [path.read_text("utf-8", errors="replace") for path in (out, err)]
    return subprocess.CompletedProcess(command, process.exitcode or 0, *texts)


def _sphinx(arguments: list[str], workdir: Path, environment: dict[str, str], out: Path, err: Path) -> None:
    """What the forked process does."""
    from sphinx.cmd.build import main

    os.chdir(workdir)
    os.environ.clear()
    os.environ.update(environment)
    for path, stream in ((out, 1), (err, 2)):
        os.dup2(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC), stream)
    code = main(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Build a project given as files or a folder. The same folder again is an incremental build.

    ``conf`` sets options on top of the project's conf.py, ``options`` go to sphinx-build as they are,
    ``check`` fails the test when the build fails.
    """
    return builder_in(tmp_path)


@pytest.fixture(scope="module")
def shared_build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """What ``build`` is, for a site that the tests of one module only look at."""
    return builder_in(tmp_path_factory.mktemp("shared"))


def builder_in(folder: Path) -> Build:
    """Keep projects and what comes out of them in a folder."""
    workdirs: dict[Path, Path] = {}

    def run(
        project: Mapping[str, str] | Path,
        *options: str,
        builder: str = "html",
        jobs: int = 1,
        conf: Mapping[str, object] | None = None,
        fatal_warnings: bool = False,
        fresh: bool = False,
        check: bool = True,
    ) -> BuildResult:
        if isinstance(project, Path):
            srcdir = project
        else:
            srcdir = folder / f"project{len(workdirs)}"
            lines = [f"{name} = {value!r}\n" for name, value in (conf or {}).items()]
            conf_py = project.get("conf.py", DEFAULT_CONF) + "\n" + "".join(lines)
            write_files(srcdir, {**project, "conf.py": conf_py})
            conf = None
        workdir = workdirs.setdefault(srcdir, folder / f"work{len(workdirs)}")
        workdir.mkdir(exist_ok=True)
        outdir, doctreedir, warning_file = workdir / builder, workdir / "doctrees", workdir / "warnings.txt"
        warning_file.unlink(missing_ok=True)  # sphinx-build appends
        flags = ["-E"] * fresh + ["-W", "--keep-going"] * fatal_warnings
        command = [
            *(sys.executable, "-m", "sphinx", "--no-color", "-b", builder, "-j", str(jobs)),
            *("-d", str(doctreedir), "-w", str(warning_file)),
            *flags,
            *sphinx_arguments(srcdir, workdir, conf or {}),
            *options,
            *(str(srcdir), str(outdir)),
        ]
        # Not in the checkout: what is installed is what is tested.
        done = run_sphinx(command, workdir)
        if check and done.returncode:
            pytest.fail(
                f"sphinx-build ended with {done.returncode}\n{ANSI.sub('', done.stderr)}", pytrace=False
            )
        written = warning_file.read_text("utf-8") if warning_file.exists() else ""
        warnings = [line for line in ANSI.sub("", written).splitlines() if line.strip()]
        return BuildResult(srcdir, outdir, doctreedir, done.returncode, done.stdout, warnings)

    return run
