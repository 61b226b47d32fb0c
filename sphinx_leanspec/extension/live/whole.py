"""Where a process cannot be split, nothing is kept: each change is a build of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from ...files import Contents
from .channel import Messages, tell


def keep(arguments: Sequence[str], told: int, tells: int) -> None:
    """Build whenever a file has changed, until nobody is left to tell of one.

    :param arguments: those of ``sphinx-build``, the output folder last.
    """
    tell(tells, {"what": "begun", "files": [], "folders": [], "sources": []})
    contents, outdir = Contents(), Path(arguments[-1])
    orders, since, is_wanted = Messages(told), 0.0, True
    while not orders.is_over:
        if is_wanted:
            _build(arguments, outdir, tells, since)
        is_wanted = False
        for order in orders.read():
            named = [*order["modified"], *order["moved"]]
            changed = [path for path in named if contents.is_other(path)]
            if changed or not named:  # then nobody has seen what did change
                since, is_wanted = order["since"], True
                tell(tells, {"what": "taken", "since": since, "changed": changed})


def _build(arguments: Sequence[str], outdir: Path, tells: int, since: float) -> None:
    """Build once, and tell what came of it."""
    before = _pages(outdir)
    command = [sys.executable, "-P", "-m", "sphinx_leanspec.extension", *arguments]
    code = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
    if code:
        text = f"Sphinx has ended with {code}"
        tell(tells, {"what": "failed", "since": since, "text": text, "trace": ""})
    else:
        written = len(_pages(outdir).items() - before.items())
        tell(tells, {"what": "settled", "since": since, "pages": written, "said": []})


def _pages(outdir: Path) -> dict[Path, int]:
    """Return the pages that are there, each with when it was written."""
    return {path: path.stat().st_mtime_ns for path in outdir.rglob("*.html")}
