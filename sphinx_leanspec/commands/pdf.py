"""A PDF from what Sphinx wrote for LaTeX, and what this machine lacks where there is none."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

BUILDER: Final = "latex"
"""The builder of Sphinx that writes what LaTeX reads."""

_PACKAGES: Final = {
    "FreeSerif": "fonts-freefont-otf",
    "latexmk": "latexmk",
    "lualatex": "texlive-luatex",
    "luaotfload.sty": "texlive-luatex",
    "make": "make",
    "pdflatex": "texlive-latex-base",
    "pzdr": "texlive-fonts-recommended",
    "tgheros.sty": "tex-gyre",
    "tgtermes.sty": "tex-gyre",
    "uplatex": "texlive-lang-japanese",
    "xeCJK.sty": "texlive-lang-chinese",
    "xelatex": "texlive-xetex",
    "xindy": "xindy",
}
"""The package of Debian that brings a program, a style or a font."""

_STYLES: Final = "texlive-latex-extra"
"""The package that brings most styles."""

_MISSING: Final = re.compile(
    r"^! .*?(?:File `([^']+)' not found|font \"([^\"]+)\" cannot be found|Font \S+?=(\S+) .* not loadable)",
    re.MULTILINE,
)

_ENDED: Final = b"\nHere is how much of "
"""What TeX, and none that was interrupted, writes at the end of its log."""


class CannotPrintError(Exception):
    """There is no PDF; the message says what is missing, or what LaTeX said."""


def check_tools() -> None:
    """Find out whether LaTeX can be started at all.

    :raises CannotPrintError: if not.
    """
    _require("latexmk", "make")


def print_all(folder: Path) -> list[Path]:
    """Make a PDF of each document that Sphinx wrote, as ``make all-pdf`` does.

    :returns: their files.
    :raises CannotPrintError: if LaTeX made none, or found an error.
    """
    engine, *tools = _programs(folder)
    _require(engine, *tools)
    documents = sorted(folder.glob("*.tex"))
    if any(_is_left_over(engine, document.with_suffix(".log")) for document in documents):
        subprocess.run(["make", "clean"], cwd=folder, capture_output=True, check=False)
    command = ["make", "all-pdf", "LATEXMKOPTS=-interaction=nonstopmode"]
    whole_lines = {**os.environ, "max_print_line": "1000"}
    done = subprocess.run(
        command, cwd=folder, env=whole_lines, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode:
        logs = (document.with_suffix(".log") for document in documents)
        raise CannotPrintError(next(filter(None, map(_complaint, logs)), f"`make` failed in {folder}"))
    return [document.with_suffix(".pdf") for document in documents]


def _programs(folder: Path) -> Iterator[str]:
    """Yield the engine that prints documents, by the settings beside them, then what else it takes."""
    settings = (folder / "latexmkrc").read_text("utf-8")
    if chosen := re.search(r"^\$pdflatex = '(\w+)", settings, re.MULTILINE):
        yield chosen[1]
    else:
        yield "uplatex"
    if "internal xindy" in settings:
        yield "xindy"


def _is_left_over(engine: str, log: Path) -> bool:
    """Tell whether another engine noted that down, or one that was interrupted; none can read it."""
    if not log.is_file():
        return False
    text = log.read_bytes()
    banner, _, _ = text.partition(b"\n")
    return engine.removesuffix("latex").encode() not in banner.lower() or _ENDED not in text


def _require(*names: str) -> None:
    missing = [name for name in names if not shutil.which(name)]
    if missing:
        packages = " ".join(_PACKAGES[name] for name in missing)
        raise CannotPrintError(f"no {' and no '.join(missing)} here; on Debian: apt-get install {packages}")


def _complaint(log: Path) -> str:
    """Return the first error that a log tells of, in one line, empty if there is none."""
    text = log.read_text("utf-8", errors="replace") if log.is_file() else ""
    if missing := _MISSING.search(text):
        name = next(filter(None, missing.groups()))
        kind = "font" if missing[1] is None else "file"
        package = _PACKAGES.get(name, _STYLES if kind == "file" else "fonts-freefont-otf")
        return f"LaTeX has no {kind} {name}; on Debian: apt-get install {package}"
    error = re.search(r"^! *(.+)", text, re.MULTILINE)
    return f"LaTeX failed: {error[1]} See {log}" if error else ""
