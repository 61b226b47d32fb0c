"""Releases on an index of Python packages: which there are, and their files, downloaded into the cache.

Asked only by the commands that say so, never by a build. The index, proxies and certificates are those that
pip and uv are told of in the environment.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from msgspec import Struct

from ..files import write_atomically
from .archives import digest, wrong_digest
from .errors import OfflineError, SourceError
from .watching import Watcher

if TYPE_CHECKING:
    import requests
    from packaging.version import Version

_INDEX: Final = "https://pypi.org/simple"
_VARIABLES: Final = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
_CERTIFICATES: Final = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "PIP_CERT", "SSL_CERT_FILE")
_FORM: Final = "application/vnd.pypi.simple.v1+json"
_ACCEPTED: Final = f"{_FORM}, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"
_LOCAL: Final = ("http://127.0.0.1:", "http://localhost:")
"""What may be asked without encryption: this very machine."""
_SECONDS: Final = 60
_LARGEST_PAGE: Final = 64 << 20
_LARGEST_FILE: Final = 1 << 30
_CHUNK: Final = 1 << 16


class ReleaseFile(Struct, frozen=True):
    """A file of a release."""

    name: str
    version: str
    url: str
    sha256: str
    requires_python: str = ""
    is_yanked: bool = False

    @property
    def is_wheel(self) -> bool:
        return self.name.endswith(".whl")


class PackageIndex:
    """An index, and the cache in which what it gave is kept.

    :param cache: the folder of the cache.
    :param offline: whether only the cache may be asked.
    """

    def __init__(self, cache: Path, progress: Watcher, *, offline: bool = False) -> None:
        self.cache = cache
        self.progress = progress
        self.offline = offline
        self._pages: dict[str, tuple[ReleaseFile, ...]] = {}

    @cached_property
    def address(self) -> str:
        """The index that the environment names, else PyPI."""
        said = (os.environ.get(name, "") for name in _VARIABLES)
        return next(filter(None, said), _INDEX).rstrip("/")

    def files(self, distribution: str) -> tuple[ReleaseFile, ...]:
        """Return the files of a distribution that can be read, wheels and sdists of all releases.

        :raises SourceError: if the index does not know it, or cannot be asked.
        """
        if distribution not in self._pages:
            name = re.sub(r"[-_.]+", "-", distribution).lower()
            if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
                raise SourceError(distribution, "no distribution can be called so", "correct `pypi`")
            self._pages[distribution] = tuple(_files(self._page(name)))
        return self._pages[distribution]

    def releases(self, distribution: str, python: str = "") -> tuple[str, ...]:
        """Return the releases of a distribution, oldest first, without pre-releases and what was taken back.

        :param python: the version of Python they have to be for, empty for any.
        """
        from packaging.specifiers import InvalidSpecifier, SpecifierSet
        from packaging.version import Version

        def suits(file: ReleaseFile) -> bool:
            try:
                return not python or SpecifierSet(file.requires_python).contains(python, prereleases=True)
            except InvalidSpecifier:  # of an old release; installers ignore it, too
                return True

        found: set[Version] = {
            Version(file.version) for file in self.files(distribution) if not file.is_yanked and suits(file)
        }
        return tuple(str(version) for version in sorted(found) if not version.is_prerelease)

    def file_of(self, distribution: str, version: str) -> ReleaseFile:
        """Return the file in which a release is read: its wheel, else its sdist.

        :raises SourceError: if there is no such release.
        """
        from packaging.version import InvalidVersion, Version

        try:
            wanted = Version(version)
        except InvalidVersion as error:
            raise SourceError(distribution, f"`{version}` is no version", "correct `version`") from error
        known = self.files(distribution)
        found = [file for file in known if Version(file.version) == wanted]
        if not found:
            last = ", ".join(self.releases(distribution)[-3:])
            raise SourceError(
                distribution, f"it has no release {version} with a wheel or an sdist", f"the last are {last}"
            )
        return min(found, key=lambda file: (not file.is_wheel, "none-any" not in file.name, file.name))

    def fetch(self, file: ReleaseFile) -> Path:
        """Return a file, downloaded if it is not in the cache; what was begun is gone on with.

        :raises SourceError: if it cannot be had, or is not what the index says.
        """
        path = self.cached(file.sha256, file.name)
        if path.is_file():
            return path
        if self.offline:
            raise self._missing(file.name)
        part = path.with_suffix(".part")
        part.parent.mkdir(parents=True, exist_ok=True)
        self._download(file, part)
        if digest(part) != file.sha256:
            part.unlink()
            raise wrong_digest(file.name)
        part.replace(path)
        return path

    def cached(self, sha256: str, name: str) -> Path:
        """Return where a file is kept, whether it is there or not."""
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            raise SourceError(name, "its SHA-256 is not valid", "lock it again")
        ending = next((end for end in (".whl", ".tar.gz", ".zip") if name.endswith(end)), ".tar.gz")
        return self.cache / "archives" / f"{sha256}{ending}"

    def _page(self, name: str) -> str:
        kept = self.cache / "index" / f"{name}.json"
        if self.offline:
            try:
                return kept.read_text("utf-8")
            except (OSError, ValueError) as error:
                raise self._missing(f"the list of releases of {name}") from error
        response = self._get(f"{self.address}/{name}/", {"Accept": _ACCEPTED})
        if response.status_code == 404:
            raise SourceError(name, f"{_shown(self.address)} has no such distribution", "correct `pypi`")
        with response:
            data = response.raw.read(_LARGEST_PAGE + 1, decode_content=True)
        if response.status_code != 200 or len(data) > _LARGEST_PAGE:
            raise SourceError(
                name, f"{_shown(self.address)} answers {response.status_code}", "try again later"
            )
        text: str = data.decode("utf-8", "replace")
        if "json" not in response.headers.get("Content-Type", ""):
            text = json.dumps({"files": _Links.read(text)})
        text = json.dumps({"base": response.url, **_mapping(text, name)})
        write_atomically(kept, text.encode())
        return text

    def _download(self, file: ReleaseFile, part: Path) -> None:
        start = part.stat().st_size if part.is_file() else 0
        headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={start}-"} if start else {})}
        response = self._get(file.url, headers)
        with response:
            if response.status_code == 416:  # all of it is there, or more than that
                part.unlink()
                return self._download(file, part)
            if response.status_code not in (200, 206):
                raise SourceError(file.name, f"the index answers {response.status_code}", "try again later")
            is_resumed = response.status_code == 206
            done = start if is_resumed else 0
            total = done + int(response.headers.get("Content-Length") or 0)
            with part.open("ab" if is_resumed else "wb") as out:
                for chunk in self._chunks(response, file.name):
                    out.write(chunk)
                    done += len(chunk)
                    if done > _LARGEST_FILE:
                        raise SourceError(file.name, "it is larger than a gibibyte, and was not downloaded")
                    self.progress.downloaded(file.name, done, total)
        return None

    def _chunks(self, response: requests.Response, name: str) -> Iterator[bytes]:
        import requests

        try:
            yield from response.iter_content(_CHUNK)
        except requests.RequestException as error:
            fix = "run the command again: it goes on where it ended"
            raise SourceError(name, f"the download broke off ({type(error).__name__})", fix) from error

    def _get(self, url: str, headers: Mapping[str, str]) -> requests.Response:
        import requests

        try:
            return self._session.get(url, headers=dict(headers), timeout=_SECONDS, stream=True)
        except requests.exceptions.InvalidSchema as error:
            raise SourceError(
                _shown(url), "only https is asked", "correct the address of the index"
            ) from error
        except requests.RequestException as error:
            fix = "check the network, the proxy and the certificates, or run with --offline"
            raise SourceError(_shown(url), f"it cannot be asked ({type(error).__name__})", fix) from error

    @cached_property
    def _session(self) -> requests.Session:
        import requests

        session = requests.Session()
        plain = session.adapters.pop("http://")  # also for what an answer leads to
        for local in _LOCAL:
            session.mount(local, plain)
        bundles = (os.environ.get(name, "") for name in _CERTIFICATES)
        session.verify = next((path for path in bundles if path and Path(path).exists()), True)
        return session

    def _missing(self, what: str) -> OfflineError:
        fix = "run the command once without --offline"
        return OfflineError(what, "it is not in the cache, and the network may not be asked", fix)


def _mapping(text: str, name: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(name, "the index gives no list of files", "correct its address") from error
    if not isinstance(found, dict) or not isinstance(found.get("files"), list):
        raise SourceError(name, "the index gives no list of files", "correct its address")
    return {"files": found["files"]}


def _files(page: str) -> Iterator[ReleaseFile]:
    from packaging.utils import parse_sdist_filename, parse_wheel_filename

    content = json.loads(page)
    for entry in content["files"]:
        try:
            file, hashes = str(entry["filename"]), entry["hashes"]
            version = (
                parse_wheel_filename(file)[1] if file.endswith(".whl") else parse_sdist_filename(file)[1]
            )
            sha256 = str(hashes["sha256"])
            url = urljoin(str(content["base"]), str(entry["url"]))
        except (KeyError, TypeError, ValueError):  # no wheel and no sdist, or without a digest
            continue
        asked = entry.get("requires-python")
        yield ReleaseFile(file, str(version), url, sha256, str(asked or ""), bool(entry.get("yanked")))


def _shown(url: str) -> str:
    """Return an address without the password that may be in it."""
    found = urlsplit(url)
    return urlunsplit(found._replace(netloc=found.netloc.rpartition("@")[2], query=""))


class _Links(HTMLParser):
    """The files of an index that answers in HTML (PEP 503), as it would list them in JSON (PEP 691)."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[dict[str, Any]] = []

    @classmethod
    def read(cls, text: str) -> list[dict[str, Any]]:
        parser = cls()
        parser.feed(text)
        return parser.files

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        url, _, mark = (values.get("href") or "").partition("#")
        if tag == "a" and mark.startswith("sha256="):
            self.files.append(
                {
                    "filename": unquote(urlsplit(url).path.rpartition("/")[2]),
                    "url": url,
                    "hashes": {"sha256": mark.removeprefix("sha256=")},
                    "requires-python": values.get("data-requires-python"),
                    "yanked": "data-yanked" in values,
                }
            )
