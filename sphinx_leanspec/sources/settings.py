"""What a project says of the sources that its documents talk about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final, Literal, get_args
from urllib.parse import quote

from ..declared import option
from ..reading.seam import is_address

SourceKind = Literal["folder", "git", "pypi"]
"""Where the files of a source are, sorted."""

KINDS: Final[tuple[SourceKind, ...]] = get_args(SourceKind)

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
_PYTHON: Final = re.compile(r"3\.\d+(\.\d+)?")
_PLACE: Final = re.compile(r"\{(\w*)\}")
_PLACES: Final = frozenset({"end", "line", "path", "revision", "version"})


@dataclass(frozen=True, slots=True)
class Source:
    """Code that documents talk about; exactly one of ``pypi``, ``git`` and ``folder`` says where it is."""

    name: str = option("What references call it: `nemo` in `nemo:package.module.Class`.")
    pypi: str = option("The distribution on PyPI that it is, read from its wheel, or else its sdist.", "")
    version: str = option("The release of that distribution.", "")
    git: str = option(
        "The git repository that it is: a local clone, relative to the file that says so, or an address that "
        "begins with `https://` or `ssh://`, which is fetched only by `sphinx-leanspec sources` commands.",
        "",
        paths=True,
    )
    revision: str = option("The tag, branch or commit of that repository.", "")
    folder: str = option("The folder that it is, relative to the file that says so.", "", paths=True)
    url: str = option(
        "Where a file of it is on the web, with `{path}`, `{line}`, `{end}` and `{revision}` or `{version}`: "
        "`https://github.com/owner/name/blob/v{version}/{path}#L{line}-L{end}`.",
        "",
    )
    prefix: str = option("What its paths begin with that its module names do not, such as `src/`.", "")
    default_for: list[str] = option(
        "The pages for which a reference need not name the source: files or folders, `docs/nemo/` or "
        "`docs/*.md`; `*` for all.",
        factory=list,
    )
    python: str = option(
        "The version of Python for which the current release of the distribution is asked, such as `3.12`; "
        "never the one that happens to run.",
        "3.12",
    )

    @property
    def kind(self) -> SourceKind:
        """Where its files are."""
        return "git" if self.git else "folder" if self.folder else "pypi"

    @property
    def origin(self) -> str:
        """The distribution, the repository or the folder."""
        return self.pypi or self.git or self.folder

    @property
    def release(self) -> str:
        """The version or revision that it is read at, empty for a folder."""
        return self.revision if self.git else self.version

    @property
    def local(self) -> str:
        """The folder that its files lie in, as it is written; empty where they are no files here."""
        return self.folder or ("" if self.is_remote else self.git)

    @property
    def is_remote(self) -> bool:
        """Whether its repository lies elsewhere, so that it has to be fetched."""
        return is_address(self.git)

    def serves(self, path: str) -> bool:
        """Tell whether a page's references mean this source where they name none."""
        return any(_covers(pattern, path) for pattern in self.default_for)

    def url_of(self, path: str, line: int = 0, end: int = 0, release: str = "") -> str:
        """Return where lines of a file are on the web, empty if nobody said how to make that of them.

        :param release: the version or revision, where that is not the configured one.
        """
        release = release or self.release
        values = {
            "path": quote(path),
            "line": str(line or 1),
            "end": str(end or line or 1),
            "version": quote(release),
            "revision": quote(release, safe="/"),
        }
        template = self.url if line else self.url.partition("#")[0]
        return _PLACE.sub(lambda match: values[match[1]], template)


def mistake(source: Source) -> str:
    """Return what is wrong with a source as a whole, empty if nothing is."""
    kinds = [kind for kind in KINDS if getattr(source, kind)]
    unknown = sorted({match[1] for match in _PLACE.finditer(source.url)} - _PLACES)
    said = " and ".join(f"`{kind}`" for kind in kinds) or "none"
    wrong = {
        "`name` has to be a word of ASCII letters, digits, `.`, `_` and `-`": not _NAME.fullmatch(
            source.name
        ),
        f"one of `pypi`, `git` and `folder` has to say where it is, and {said} does": len(kinds) != 1,
        "a distribution needs a `version`": source.pypi and not source.version,
        "a repository needs a `revision`": source.git and not source.revision,
        "`git` has to be a path, or an address that begins with `https://` or `ssh://`": is_address(
            source.git
        )
        and not source.git.startswith(("https://", "ssh://")),
        f"`url` has a place that nothing is known to fill, `{{{unknown[0] if unknown else ''}}}`": unknown,
        "`url` has to begin with `https://`": source.url and not source.url.startswith("https://"),
        "`python` has to be a version such as `3.12`": not _PYTHON.fullmatch(source.python),
    }
    return next((message for message, is_so in wrong.items() if is_so), "")


def default_of(sources: Mapping[str, Source], path: str) -> str:
    """Return the source that a page's references mean where they name none, empty if there is none.

    Where several serve a page, the one whose pattern is longest does: a folder in a folder has its own.
    """
    found = [
        (len(pattern), name)
        for name, source in sources.items()
        for pattern in source.default_for
        if _covers(pattern, path)
    ]
    return max(found)[1] if found else ""


def _covers(pattern: str, path: str) -> bool:
    pattern = pattern.removeprefix("./")
    return path == pattern or path.startswith(f"{pattern.rstrip('/')}/") or fnmatchcase(path, pattern)
