"""A repository as its own files tell: its web address and the branch or tag that is checked out.

Only files below ``.git`` are read, and a command is never run. See gitrepository-layout(5).
"""

from __future__ import annotations

import re
from configparser import ConfigParser, Error
from dataclasses import dataclass
from pathlib import Path

_REMOTE = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^@/]*@)?|(?:[\w.-]+@))(?P<host>[\w.-]+)(?::\d+)?[:/](?P<path>.+?)(?:\.git)?/?$"
)


@dataclass(frozen=True, slots=True)
class Repository:
    """Where a repository is on the web.

    :param address: ``https://github.com/owner/name``, empty if it is not known.
    :param revision: the tag or branch that links point at, empty if it is not known.
    """

    address: str = ""
    revision: str = ""

    def file_url(self, path: str, fragment: str = "", *, folder: bool = False) -> str:
        """:returns: the web page of a file or folder, empty if the repository has none."""
        if not self.address or not self.revision:
            return ""
        kind = "tree" if folder else "blob"
        separator = "/-/" if "gitlab" in self.address else "/"
        if "bitbucket" in self.address:
            kind = "src"
        anchor = f"#{fragment}" if fragment else ""
        return f"{self.address}{separator}{kind}/{self.revision}/{path}{anchor}"

    def edit_url(self, path: str) -> str:
        """:returns: the web page that edits a file, empty if the repository has none."""
        return re.sub(r"/(blob|src)/", "/edit/", self.file_url(path), count=1)

    def issue_url(self, number: str) -> str:
        """:returns: the page of an issue, empty if the repository has none."""
        separator = "/-/" if "gitlab" in self.address else "/"
        return f"{self.address}{separator}issues/{number}" if self.address else ""

    def pull_url(self, number: str) -> str:
        """:returns: the page of a pull request, empty if the repository has none."""
        if "gitlab" in self.address:
            return f"{self.address}/-/merge_requests/{number}"
        kind = "pull-requests" if "bitbucket" in self.address else "pull"
        return f"{self.address}/{kind}/{number}" if self.address else ""


def inspect(root: Path) -> Repository:
    """Read what a checkout says of itself; what it does not say is empty."""
    folder = _git_folder(root)
    if folder is None:
        return Repository()
    common = folder
    if (folder / "commondir").is_file():
        common = (folder / _first_line(folder / "commondir")).resolve()
    return Repository(_address(common / "config"), _revision(folder, common))


def _git_folder(root: Path) -> Path | None:
    path = root / ".git"
    if path.is_dir():
        return path
    if path.is_file():
        target = (root / _first_line(path).removeprefix("gitdir:").strip()).resolve()
        return target if target.is_dir() else None
    return None


def _address(config: Path) -> str:
    parser = ConfigParser(strict=False, interpolation=None, allow_no_value=True)
    try:
        parser.read_string("\n".join(line.strip() for line in config.read_text("utf-8").splitlines()))
    except (OSError, UnicodeDecodeError, Error):
        return ""
    remotes = [name for name in parser.sections() if name.startswith("remote ")]
    for name in sorted(remotes, key=lambda name: name != 'remote "origin"'):
        if match := _REMOTE.match(parser[name].get("url", "")):
            return f"https://{match['host']}/{match['path']}"
    return ""


def _revision(folder: Path, common: Path) -> str:
    head = _first_line(folder / "HEAD")
    if head.startswith("ref: refs/heads/"):
        return head.removeprefix("ref: refs/heads/")
    tags = [
        name.removeprefix("refs/tags/")
        for name, at in _refs(common)
        if at == head and name.startswith("refs/tags/")
    ]
    if tags:
        return max(tags)
    default = _first_line(common / "refs/remotes/origin/HEAD")
    return default.removeprefix("ref: refs/remotes/origin/")


def _refs(common: Path) -> list[tuple[str, str]]:
    """:returns: every ref with the commit it points at; a packed annotated tag with the commit behind it."""
    found: list[tuple[str, str]] = []
    try:
        packed = (common / "packed-refs").read_text("utf-8").splitlines()
    except OSError:
        packed = []
    for line in packed:
        if line.startswith("^") and found:
            found[-1] = (found[-1][0], line[1:].strip())
        elif line and line[0] not in "#^":
            commit, _, name = line.partition(" ")
            found.append((name.strip(), commit))
    tags = common / "refs" / "tags"
    loose = sorted(path for path in tags.rglob("*") if path.is_file()) if tags.is_dir() else []
    return [*found, *((path.relative_to(common).as_posix(), _first_line(path)) for path in loose)]


def _first_line(path: Path) -> str:
    try:
        return path.read_text("utf-8").partition("\n")[0].strip()
    except OSError:
        return ""
