"""Repositories elsewhere, fetched bare into the cache: by the commands that say so, never by a build.

Git speaks https and ssh here, and nothing else, whatever a repository, a redirection or a submodule says; no
hook is run, nothing is checked out.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from pathlib import Path
from typing import Final

from .. import git
from ..git import GitError
from .errors import OfflineError, SourceError
from .watching import Watcher

_ADDRESS: Final = re.compile(
    r"(?:https|ssh)://(?:\w[\w.~%+-]*(?::[^@/\s]*)?@)?[\w\[][\w.:\[\]-]*/[^\s\x00-\x1f]+"
)
_SECONDS: Final = 1800
_GIT: Final = (
    *("git", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "fetch.fsckObjects=true"),
    *("-c", "protocol.allow=never", "-c", "protocol.https.allow=always", "-c", "protocol.ssh.allow=always"),
    *("-c", "submodule.recurse=false", "-c", "fetch.recurseSubmodules=false", "-c", "gc.auto=0"),
)
_REFS: Final = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")


def repository(address: str, revision: str, cache: Path, progress: Watcher, *, offline: bool) -> Path:
    """Return a bare clone of a repository that has a revision; it is fetched if that is not yet there.

    :raises SourceError: if it cannot be had.
    """
    shown = _shown(address)
    if not _ADDRESS.fullmatch(address):
        raise SourceError(shown, "no repository has such an address", "write `https://…` or `ssh://…`")
    folder = cache / "git" / hashlib.sha256(address.encode()).hexdigest()[:32]
    if _has(folder, revision) and (offline or is_fixed(folder, revision)):
        return folder
    if offline:
        message = f"its revision `{revision}` is not in the cache, and the network may not be asked"
        raise OfflineError(shown, message, "run the command once without --offline")
    progress.begins(f"fetching {shown}")
    if not (folder / "HEAD").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        _run(folder, shown, "init", "--quiet", "--bare", ".")
    _run(folder, shown, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", address, *_REFS)
    return folder


def is_fixed(repository: Path, revision: str) -> bool:
    """Tell whether a revision means the same tomorrow: a tag, or the beginning of a commit's name."""
    try:
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        commit = git.run(repository, asked).decode().split()[-1]
        if commit.startswith(revision):
            return True
        git.run(repository, ("show-ref", "--verify", "--quiet", "--", f"refs/tags/{revision}"))
    except (GitError, IndexError):
        return False
    return True


def _has(folder: Path, revision: str) -> bool:
    if not (folder / "HEAD").is_file():
        return False
    try:
        git.run(folder, ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"))
    except GitError:
        return False
    return True


def _run(folder: Path, shown: str, *arguments: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_DIR")}
    environment |= {
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": "https:ssh",
        "GIT_DIR": os.fspath(folder),
        "LC_ALL": "C",
    }
    try:
        done = subprocess.run(
            [*_GIT, *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SourceError(shown, f"git could not fetch it: {error}") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
        fix = "check the address, the network and the key; or clone it yourself and name the clone"
        raise SourceError(shown, f"git could not fetch it: {said[:200]}", fix)


def _shown(address: str) -> str:
    """Return an address without the password that may be in it."""
    return re.sub(r"://[^/@]*@", "://", address)
