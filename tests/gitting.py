"""Repositories with a history that a test writes: commits of known times, by nobody in particular."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from building import write_files

SETTINGS = (
    *("-c", "user.name=Nobody", "-c", "user.email=nobody@example.invalid", "-c", "commit.gpgSign=false"),
    *("-c", "init.defaultBranch=main", "-c", "core.autocrlf=false", "-c", "core.hooksPath=/dev/null"),
)


class Repository:
    """A git repository in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet")

    def git(self, *arguments: str, at: str = "") -> str:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        if at:
            environment |= {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        command = ["git", *SETTINGS, *arguments]
        done = subprocess.run(command, cwd=self.root, env=environment, capture_output=True, check=False)
        assert not done.returncode, done.stderr.decode(errors="replace")
        return done.stdout.decode(errors="replace").strip()

    def commit(self, at: str, files: Mapping[str, str | bytes] | None = None) -> str:
        """Commit what there is and these files, at a time such as ``2026-01-05T10:00:00Z``.

        :returns: the revision.
        """
        write_files(self.root, files or {})
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Words", at=at)
        return self.git("rev-parse", "HEAD")

    def move(self, old: str, new: str) -> None:
        (self.root / new).parent.mkdir(parents=True, exist_ok=True)
        (self.root / old).rename(self.root / new)

    def clone(self, target: Path, *options: str) -> Path:
        self.git("clone", "--quiet", *options, self.root.as_uri(), str(target))
        return target


def spec_text(status: str, *head: str, title: str = "Title", body: str = "") -> str:
    """A spec whose body is long enough to be known again when it moves."""
    lines = "".join(f"{line}\n" for line in head)
    words = "".join(f"A sentence on {title}, the {number}th of some.\n" for number in range(8))
    return f"---\nstatus: {status}\n{lines}---\n\n# {title}\n\n{words}\n{body}"
