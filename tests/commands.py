"""The command line in a process of its own, with the code that is under test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sphinx_leanspec

CODE = Path(sphinx_leanspec.__file__).parent.parent
SPEC = "---\nstatus: {status}\ncreated: 2026-01-02\n{head}---\n\n# {title}\n\n{body}\n"

# what the machine that runs the tests says of itself is no business of theirs
_FOREIGN = ("GITHUB_", "NO_COLOR", "FORCE_COLOR", "COLUMNS")


@dataclass(frozen=True)
class Done:
    """What a run of the command left behind."""

    returncode: int
    stdout: bytes
    stderr: str

    @property
    def text(self) -> str:
        return self.stdout.decode()

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def json(self) -> Any:
        return json.loads(self.stdout)

    def codes(self) -> list[str]:
        """The codes of what ``--format json`` tells of."""
        return [finding["code"] for finding in self.json()["findings"]]


def run(*arguments: str | Path, cwd: Path | None = None, **variables: str) -> Done:
    """Run ``sphinx-leanspec``, every warning of Python an error."""
    command = [sys.executable, "-W", "error", "-m", "sphinx_leanspec.cli", *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, env=environment(variables), capture_output=True, check=False)
    return Done(done.returncode, done.stdout, done.stderr.decode(errors="replace"))


def on_a_terminal(*arguments: str | Path, **variables: str) -> str:
    """What ``sphinx-leanspec`` writes where its output is a terminal, 300 columns wide if nothing is said."""
    import pty

    command = [sys.executable, "-m", "sphinx_leanspec.cli", *map(str, arguments)]
    ours, theirs = pty.openpty()
    settings = environment({"TERM": "xterm", "COLUMNS": "300", **variables})
    with subprocess.Popen(command, env=settings, stdout=theirs, stderr=theirs):
        os.close(theirs)
        said = b""
        try:
            while part := os.read(ours, 65536):
                said += part
        except OSError:  # how Linux says that the other end was closed
            pass
    os.close(ours)
    return said.decode().replace("\r\n", "\n")


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    path = os.pathsep.join(filter(None, (str(CODE), kept.get("PYTHONPATH"))))
    return {**kept, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", **variables}


def spec(title: str = "Title", body: str = "Words.", *head: str, status: str = "planned") -> str:
    """The text of a spec that is right, but for what is given."""
    lines = "".join(f"{line}\n" for line in ("priority: low", *head))
    return SPEC.format(status=status, head=lines, title=title, body=body)
