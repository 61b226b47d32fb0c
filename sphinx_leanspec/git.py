"""Git, run so that a repository that may be a stranger's cannot make it do anything else.

Every setting of a repository that would run something is overruled on the command line, variables of the
environment cannot point elsewhere, nothing is fetched, and each command has to end.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

Reason = Literal["failed", "no-commit", "no-git", "no-repository", "shallow"]
"""Why git does not say what it is asked, sorted."""

_GIT: Final = (
    *("git", "--no-pager", "--no-optional-locks", "--no-replace-objects"),
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"),
    *("-c", "log.showSignature=false"),  # runs gpg.program
    *("-c", "log.showRoot=true", "-c", "diff.relative=false"),
)
"""Git, with every setting overruled that would run something or change what is printed."""

_KEPT: Final = re.compile(r"(?!GIT_)|GIT_(CONFIG_|EXEC_PATH$|CEILING_|DISCOVERY_)")
"""The variables that commands get: of git's own those that do not say which repository is looked at."""

_OWN: Final = {
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would fetch, by whatever its configuration names
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_SECONDS: Final = 60


class GitError(Exception):
    """Git could not say.

    :param reason: why not.
    :param detail: what it said to that.
    """

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail or reason)
        self.reason: Reason = reason
        self.detail = detail


def run(folder: Path, arguments: Iterable[str], asked: bytes = b"") -> bytes:
    """Run git in a folder.

    :param asked: what it reads from its standard input.
    :returns: what it printed.
    :raises GitError: if it fails, or does not end.
    """
    environment = {name: value for name, value in os.environ.items() if _KEPT.match(name)}
    try:
        done = subprocess.run(
            [*_GIT, *arguments],
            cwd=folder,
            env=environment | _OWN,
            input=asked,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise GitError("failed", f"git took more than {_SECONDS} seconds") from error
    except OSError as error:
        raise GitError("no-git", str(error)) from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").partition("\n")[0]
        reasons: dict[str, Reason] = {
            "not a git repository": "no-repository",
            "ambiguous argument 'HEAD'": "no-commit",
        }
        raise GitError(next((reasons[sign] for sign in reasons if sign in said), "failed"), said)
    return done.stdout
