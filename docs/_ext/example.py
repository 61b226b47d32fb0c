"""The example project of the gallery, and its own site."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "_example"
BEGAN = "2026-01-12"
"""The day on which everything but the specs was committed."""


def build(target: Path, builder: str = "html") -> str:
    """Build the example's site, as its own project with a history of its own.

    :returns: the warnings, as the example is meant to have some.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "ferry").resolve()
        shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("__pycache__", "_build"))
        commit(root)
        shutil.rmtree(target, ignore_errors=True)
        command = [
            sys.executable,
            "-P",
            "-m",
            "sphinx",
            "-q",
            "-b",
            builder,
            "-d",
            str(root.with_name("trees")),
        ]
        done = subprocess.run(
            [*command, str(root), str(target)],
            env={**_environment(), "NO_COLOR": "1", "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"the example does not build:\n{done.stderr}")
        return done.stderr.replace(f"{root}{os.sep}", "")


def commit(root: Path) -> str:
    """Give the example a history: each spec is committed on the day of its last change.

    :returns: the last commit, the same for the same files.
    """
    _git(root, "init", "-q", "-b", "main")
    _git(root, "fast-import", "--quiet", stdin=b"".join(_commits(root)))
    _git(root, "reset", "-q")
    return _git(root, "rev-parse", "HEAD").strip()


def _commits(root: Path) -> Iterator[bytes]:
    """The stream that ``git fast-import`` reads."""
    days: dict[str, list[Path]] = {}
    for path in sorted(path for path in root.rglob("*") if path.is_file() and ".git" not in path.parts):
        days.setdefault(_last_day(path), []).append(path)
    for day, paths in sorted(days.items()):
        yield f"commit refs/heads/main\ncommitter Ferry <ferry@example.org> {_noon(day)}\n".encode()
        yield _data(f"Work of {day}".encode())
        for path in paths:
            yield f"M 100644 inline {path.relative_to(root).as_posix()}\n".encode() + _data(path.read_bytes())


def _last_day(path: Path) -> str:
    """The last day that a spec's frontmatter names as one on which something happened."""
    text = path.read_text("utf-8") if path.name == "README.md" else ""
    return max(re.findall(r"\b(?:created|updated|at): (\d{4}-\d\d-\d\d)", text), default=BEGAN)


def _noon(day: str) -> str:
    return f"{int(datetime.fromisoformat(f'{day}T12:00:00+00:00').timestamp())} +0000"


def _data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)


def _git(root: Path, *arguments: str, stdin: bytes = b"") -> str:
    quiet = {**_environment(), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", "-C", str(root), *arguments], input=stdin, env=quiet, capture_output=True, check=True
    )
    return done.stdout.decode()


def _environment() -> dict[str, str]:
    """Return the environment without what a hook of git says of the repository that it runs in."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
