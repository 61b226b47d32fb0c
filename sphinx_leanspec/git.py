"""Git, run so that a repository that may be a stranger's cannot make it do anything else.

Every setting of a repository that would run something is overruled on the command line, variables of the
environment cannot point elsewhere, nothing is fetched, and each command has to end.

Where the git executable is missing, or does not speak of a checkout because that is another user's, the few
files that answer the same questions are read by hand; see gitrepository-layout(5).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from posixpath import normpath
from typing import Final, Literal
from urllib.parse import quote

from msgspec import Struct

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
_BATCH_BYTES: Final = 1 << 26
_FILTER: Final = re.compile(r"(?P<name>filter\..+)\.(?:clean|process|smudge)", re.IGNORECASE)

_REMOTE: Final = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^@/]*@)?|(?:[\w.-]+@))(?P<host>[\w.-]+)(?::\d+)?[:/](?P<path>.+?)(?:\.git)?/?$"
)
_BRANCH: Final = "refs/heads/"
_TAG: Final = "refs/tags/"
_ORIGIN: Final = "refs/remotes/origin/"
_NO_BRANCH: Final = f"{_BRANCH}.invalid"
"""What HEAD says where refs are kept in tables, which are not read by hand."""


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
    import subprocess  # here, as it takes long, and many a folder is in no repository

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


def head(folder: Path) -> tuple[str, str]:
    """Return the commit that is checked out, and the day of it in UTC, as 2026-01-31.

    :raises GitError: if there is none.
    """
    revision, seconds = run(folder, ("log", "-1", "--format=%H %ct")).decode().split()
    return revision, datetime.fromtimestamp(int(seconds), UTC).date().isoformat()


def contents(folder: Path, versions: Iterable[str], most: int) -> Iterator[tuple[str, bytes]]:
    """Read versions of files, as many at a time as fit; what is missing or too long is left out.

    :param versions: the names of their objects.
    :param most: the bytes of the longest one that is read.
    :raises GitError: if git fails or takes too long.
    """
    batch: list[str] = []
    size = 0
    for line in _ask(folder, versions, "--batch-check").decode().splitlines():
        version, kind, length, *_ = *line.split(" "), "", ""
        if kind != "blob" or int(length) > most:
            continue
        if size + int(length) > _BATCH_BYTES:
            yield from _split(_ask(folder, batch, "--batch"))
            batch, size = [], 0
        batch.append(version)
        size += int(length)
    yield from _split(_ask(folder, batch, "--batch"))


def _ask(folder: Path, versions: Iterable[str], option: str) -> bytes:
    asked = "".join(f"{version}\n" for version in versions).encode()
    return run(folder, ("cat-file", option, "--buffer"), asked) if asked else b""


def _split(batch: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    while at < len(batch):
        begin = batch.index(b"\n", at) + 1
        version, _, length = batch[at:begin].decode().split()
        at = begin + int(length) + 1
        yield version, batch[begin : at - 1]


def unfiltered(folder: Path) -> tuple[str, ...]:
    """Return options that turn off every filter, which git would otherwise run to compare a file."""
    said = run(folder, ("config", "--list", "--name-only", "-z"))
    names = {match["name"] for key in said.split(b"\0") if (match := _FILTER.fullmatch(os.fsdecode(key)))}
    if any("=" in name for name in names):
        raise GitError(
            "failed", "git's configuration has a filter that cannot be turned off, with `=` in its name"
        )
    off = ("clean=", "process=", "required=false")
    return tuple(part for name in sorted(names) for key in off for part in ("-c", f"{name}.{key}"))


class Repository(Struct, frozen=True):
    """Where the files of a project are on the web.

    :param address: ``https://github.com/owner/name``, empty if it is not known.
    :param revision: the tag or branch that links point at, empty if it is not known.
    :param prefix: where the project lies in the repository, ``tools/api/``; empty at the top.
    :param others: the repositories of further projects, each with the folder that it lies in, ``../api/``.
    """

    address: str = ""
    revision: str = ""
    prefix: str = ""
    others: tuple[tuple[str, Repository], ...] = ()

    def at(self, path: str) -> tuple[Repository, str]:
        """Return the repository that has a file, and the path of the file in the project there."""
        found = ((other, path.removeprefix(at)) for at, other in self.others if path.startswith(at))
        return next(found, (self, path))

    def file_url(self, path: str, fragment: str = "", *, folder: bool = False) -> str:
        """Return the web page of a file or folder, empty if there is none.

        :param path: relative to the project; with ``../`` it may leave the project, but not the repository.
        """
        other, inner = self.at(path)
        if other is not self:
            return other.file_url(inner, fragment, folder=folder)
        place = normpath(self.prefix + path)
        if not self.address or not self.revision or f"{place}/".startswith(("../", "/")):
            return ""
        kind = "tree" if folder else "blob"
        separator = "/-/" if "gitlab" in self.address else "/"
        if "bitbucket" in self.address:
            kind = "src"
        anchor = f"#{fragment}" if fragment else ""
        revision = quote(self.revision, safe="/@+", errors="surrogateescape")
        named = quote(place, errors="surrogateescape")  # a name may be no UTF-8
        return f"{self.address}{separator}{kind}/{revision}/{named}{anchor}"

    def edit_url(self, path: str) -> str:
        """Return the web page that edits a file, empty if there is none."""
        return re.sub(r"/(blob|src)/", "/edit/", self.file_url(path), count=1)

    def issue_url(self, number: str) -> str:
        """Return the page of an issue, empty if there is none."""
        separator = "/-/" if "gitlab" in self.address else "/"
        return f"{self.address}{separator}issues/{number}" if self.address else ""

    def pull_url(self, number: str) -> str:
        """Return the page of a pull request, empty if there is none."""
        if "gitlab" in self.address:
            return f"{self.address}/-/merge_requests/{number}"
        kind = "pull-requests" if "bitbucket" in self.address else "pull"
        return f"{self.address}/{kind}/{number}" if self.address else ""


class _Checkout(Struct, frozen=True):
    """What is checked out.

    :param prefix: where the folder that was asked about lies in it, ``tools/api/``.
    :param head: the ref of the branch; of a detached HEAD something else.
    :param default: the ref of origin's default branch, empty if it is not known.
    :param files: where git keeps what it knows, if that has to be read by hand.
    """

    prefix: str = ""
    head: str = ""
    default: str = ""
    files: _Files | None = None


def inspect(folder: Path) -> Repository:
    """Find out where the files of a folder are on the web; what git does not know is empty."""
    checkout = _checkout(folder)
    if checkout is None:
        return Repository()
    return Repository(_address(folder, checkout), _revision(folder, checkout), checkout.prefix)


def prefix_of(folder: Path) -> str:
    """Return where a folder lies in its repository, ``tools/api/``; empty at the top or outside of any."""
    if not any((one / ".git").exists() for one in (folder.absolute(), *folder.absolute().parents)):
        return ""  # git need not be asked
    checkout = _checkout(folder)
    return checkout.prefix if checkout else ""


def top_of(folder: Path) -> Path:
    """Return the top folder of the repository that a folder lies in, outside of any the folder itself."""
    return above(folder, prefix_of(folder))


def above(folder: Path, prefix: str) -> Path:
    """Return the top folder of a repository by where a folder lies in it."""
    depth = prefix.count("/")
    return folder.parents[depth - 1] if depth else folder


def _checkout(folder: Path) -> _Checkout | None:
    question = ("--revs-only", "--show-prefix", "--symbolic-full-name", "HEAD", f"{_ORIGIN}HEAD")
    try:
        said = os.fsdecode(run(folder, ("rev-parse", *question)))
        prefix, head, default, *_ = *said.split("\n"), "", ""
        if not head:  # there is no commit yet
            head = os.fsdecode(run(folder, ("symbolic-ref", "HEAD"))).strip()
    except GitError as error:
        return None if error.reason == "no-repository" else _by_hand(folder)
    if not (above(folder, prefix) / ".git").exists():
        prefix = ""  # a repository may claim any folder as its own, by `core.worktree`
    return _Checkout(prefix, head, default)


def _address(folder: Path, checkout: _Checkout) -> str:
    remotes = checkout.files.remotes() if checkout.files else _remotes(folder)
    for _, url in sorted(remotes, key=lambda remote: (remote[0] != "origin", remote[0])):
        if match := _REMOTE.match(url):
            return f"https://{match['host']}/{match['path']}"
    return ""


def _remotes(folder: Path) -> Iterator[tuple[str, str]]:
    try:
        said = run(folder, ("config", "-z", "--get-regexp", r"^remote\..*\.url$"))
    except GitError:  # there is none
        return
    for entry in os.fsdecode(said).split("\0"):
        key, _, url = entry.partition("\n")
        yield key.removeprefix("remote.").removesuffix(".url"), url


def _revision(folder: Path, checkout: _Checkout) -> str:
    if checkout.head.startswith(_BRANCH):
        return "" if checkout.head == _NO_BRANCH else checkout.head.removeprefix(_BRANCH)
    tags = checkout.files.tags(checkout.head) if checkout.files else _tags(folder)
    return max(tags, default=checkout.default.removeprefix(_ORIGIN))


def _tags(folder: Path) -> Iterable[str]:
    try:
        said = run(folder, ("for-each-ref", "--points-at=HEAD", "--format=%(refname)", _TAG))
    except GitError:  # a damaged repository
        return []
    return [ref.removeprefix(_TAG) for ref in os.fsdecode(said).splitlines()]


class _Files(Struct, frozen=True):
    """The files of a repository, read by hand.

    :param folder: those of the checkout.
    :param common: those that all worktrees share.
    """

    folder: Path
    common: Path

    def remotes(self) -> Iterator[tuple[str, str]]:
        from configparser import ConfigParser, Error  # here, as it is hardly ever read

        parser = ConfigParser(strict=False, interpolation=None, allow_no_value=True)
        lines = _text(self.common / "config").splitlines()
        try:
            parser.read_string("\n".join(line.strip() for line in lines))
        except Error:
            return
        for name in parser.sections():
            if found := re.fullmatch(r'remote "(.+)"', name):
                yield found[1], parser[name].get("url") or ""

    def tags(self, head: str) -> Iterator[str]:
        """Find the tags of a commit; an annotated tag is known only where it is packed."""
        name = ""
        for line in _text(self.common / "packed-refs").splitlines():
            commit, _, named = line.partition(" ")
            name = named or name  # a commit alone is the one that the tag before it points at
            if commit.lstrip("^") == head and name.startswith(_TAG):
                yield name.removeprefix(_TAG)
        tags = self.common / _TAG
        for path in tags.rglob("*"):
            if path.is_file() and _text(path).strip() == head:
                yield path.relative_to(tags).as_posix()


def _by_hand(folder: Path) -> _Checkout | None:
    top = next((top for top in (folder, *folder.parents) if (top / ".git").exists()), None)
    if top is None:
        return None
    path = top / ".git"
    if path.is_file():  # a worktree's or a submodule's
        path = top / _text(path).removeprefix("gitdir:").strip()
    common = path / _text(path / "commondir").strip()
    head = _text(path / "HEAD").strip().removeprefix("ref: ")
    default = _text(common / _ORIGIN / "HEAD").strip().removeprefix("ref: ")
    inner = folder.relative_to(top).as_posix()
    return _Checkout("" if inner == "." else f"{inner}/", head, default, _Files(path, common))


def _text(path: Path) -> str:
    """Return what a file says, empty if it cannot be read."""
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError):
        return ""
