"""Edit a project at random; hold what commands say with a cache against what they say without.

    python tests/memory.py [--rounds 500] [--seed 1]

Every round makes one edit of :mod:`walk`, and asks each command twice. A seed gives the same edits each time.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from building import write_files
from walk import PAGES, Walk

from sphinx_leanspec.cli import main as run

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("list",),
    ("list", "--format", "json", "--checks"),
    ("check", "--severity", "info", "--format", "json"),
    ("check",),
    ("list", "--ready", "--sort", "-priority"),
    ("show", "{spec}", "--no-pager", "--repository"),
    ("impact", "{spec}", "--repository"),
    ("evidence", "suggest", "--repository"),
)


class Edits(Walk):
    """A project, and what happens to it; nothing is built."""

    def _begin(self) -> None:
        write_files(self.root, {f"docs/{name}": text for name, text in PAGES.items()})
        self._write()


def said(command: Sequence[str], root: Path, *, cached: bool) -> tuple[int, str, str]:
    """Run a command: its exit code, and what it says."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([*command, str(root), *(() if cached else ("--no-cache",))])
    return code, out.getvalue(), err.getvalue()


def differing(root: Path, spec: str) -> Iterator[str]:
    """Yield the commands that say something else with a cache than without."""
    for command in COMMANDS:
        asked = [word.format(spec=spec) for word in command]
        if said(asked, root, cached=True) != said(asked, root, cached=False):
            yield " ".join(asked)


def main() -> int:
    """Edit until the rounds are over."""
    parser = argparse.ArgumentParser(description="Hold commands with a cache against those without.")
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        edits = Edits(Path(folder), asked.seed)
        for number in range(1, asked.rounds + 1):
            told = edits.edit()
            found = list(differing(edits.root, str(edits.specs[0].number)))
            wrong += bool(found)
            if found:
                print(f"{number}: {told}: {', '.join(found)}", flush=True)
    print(f"{asked.rounds - wrong} of {asked.rounds} edits: the same with a cache (seed {asked.seed})")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
