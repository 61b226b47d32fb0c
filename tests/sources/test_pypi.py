from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from archiving import sdist, wheel

from sphinx_leanspec.sources.errors import OfflineError, SourceError
from sphinx_leanspec.sources.pypi import PackageIndex
from sphinx_leanspec.sources.watching import Silent


class Server:
    """An index of one distribution, on this machine."""

    def __init__(self, files: list[Path], *, html: bool = False) -> None:
        self.files = {path.name: path.read_bytes() for path in files}
        self.facts: dict[str, dict[str, object]] = {name: {} for name in self.files}
        self.asked: list[tuple[str, str]] = []
        self.html = html
        self.breaks_after = 0
        self.resumes = True
        self.redirect = ""
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        asked = handler.headers.get("Range", "")
        self.asked.append((handler.path, asked))
        name = handler.path.rpartition("/")[2]
        if self.redirect:
            handler.send_response(302)
            handler.send_header("Location", self.redirect)
            handler.end_headers()
        elif handler.path == "/simple/demo/":
            page = self.html_page() if self.html else self.json_page()
            kind = "text/html" if self.html else "application/vnd.pypi.simple.v1+json"
            self.send(handler, 200, page.encode(), kind)
        elif name in self.files:
            data = self.files[name]
            start = int(asked.removeprefix("bytes=").rstrip("-") or 0) if self.resumes else 0
            if start >= len(data):
                self.send(handler, 416, b"", "text/plain")
                return
            self.send(handler, 206 if start else 200, data[start:], "application/zip")
        else:
            self.send(handler, 404, b"", "text/plain")

    def send(self, handler: BaseHTTPRequestHandler, code: int, data: bytes, kind: str) -> None:
        handler.send_response(code)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        if self.breaks_after and kind == "application/zip":
            data, self.breaks_after = data[: self.breaks_after], 0
            handler.close_connection = True
        handler.wfile.write(data)

    def json_page(self) -> str:
        entries = [
            {
                "filename": name,
                "url": f"../../files/{name}",
                "hashes": {"sha256": hashlib.sha256(data).hexdigest()},
                **self.facts[name],
            }
            for name, data in self.files.items()
        ]
        return json.dumps({"files": [*entries, {"filename": "demo-1.0.exe", "hashes": {}}, 7]})

    def html_page(self) -> str:
        links = [
            f'<a href="/files/{name}#sha256={hashlib.sha256(data).hexdigest()}"'
            ' data-requires-python="&gt;=3.10"'
            f"{' data-yanked' if self.facts[name] else ''}>{name}</a>"
            for name, data in self.files.items()
        ]
        return f"<!DOCTYPE html><html><body>{''.join(links)}</body></html>"


CODE = {"demo/__init__.py": "x = 1\n" * 1000, "demo/data.bin": os.urandom(200_000)}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    made = [wheel(tmp_path / "made", CODE, version) for version in ("1.0", "1.10", "1.9", "2.0rc1", "2.0")]
    return [*made, sdist(tmp_path / "made", CODE, "1.0"), sdist(tmp_path / "made", CODE, "0.9")]


@pytest.fixture
def server(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    server = Server(files)
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", f"{server.address}/simple")
    yield server
    server.http.shutdown()
    server.http.server_close()


@pytest.fixture
def index(tmp_path: Path) -> PackageIndex:
    return PackageIndex(tmp_path / "cache", Silent())


def test_releases_in_order_without_those_that_are_not_current(server: Server, index: PackageIndex) -> None:
    server.facts["demo-2.0-py3-none-any.whl"] = {"requires-python": ">=3.12"}
    server.facts["demo-1.9-py3-none-any.whl"] = {"yanked": "broken"}
    assert index.releases("demo") == ("0.9", "1.0", "1.10", "2.0")
    assert index.releases("demo", "3.11") == ("0.9", "1.0", "1.10")
    assert index.releases("demo", "3.12") == ("0.9", "1.0", "1.10", "2.0")


def test_an_index_that_answers_in_html(server: Server, index: PackageIndex) -> None:
    server.html = True
    server.facts["demo-1.9-py3-none-any.whl"] = {"yanked": True}
    assert index.releases("demo") == ("0.9", "1.0", "1.10", "2.0")
    assert index.releases("demo", "3.9") == ()
    assert index.fetch(index.file_of("demo", "0.9")).is_file()


def test_a_wheel_is_taken_and_else_an_sdist(server: Server, index: PackageIndex) -> None:
    assert index.file_of("demo", "1.0").name == "demo-1.0-py3-none-any.whl"
    assert index.file_of("Demo", "0.9").name == "demo-0.9.tar.gz"
    with pytest.raises(SourceError, match=r"it has no release 7 with a wheel or an sdist; the last are"):
        index.file_of("demo", "7")
    with pytest.raises(SourceError, match="`new` is no version"):
        index.file_of("demo", "new")


def test_a_file_is_downloaded_once_and_kept_by_its_digest(server: Server, index: PackageIndex) -> None:
    file = index.file_of("demo", "1.0")
    path = index.fetch(file)
    assert path.name == f"{file.sha256}.whl"
    assert index.fetch(file) == path
    assert [place for place, _ in server.asked] == ["/simple/demo/", "/files/demo-1.0-py3-none-any.whl"]
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_download_that_broke_off_goes_on_where_it_ended(server: Server, index: PackageIndex) -> None:
    server.breaks_after = 100_000
    file = index.file_of("demo", "1.0")
    with pytest.raises(SourceError, match=r"the download broke off .*; run the command again"):
        index.fetch(file)
    assert index.fetch(file).read_bytes() == server.files[file.name]
    assert server.asked[-1] == (f"/files/{file.name}", "bytes=65536-")


def test_a_server_that_cannot_go_on_begins_anew(server: Server, index: PackageIndex) -> None:
    server.breaks_after = 100_000
    file = index.file_of("demo", "1.0")
    with pytest.raises(SourceError):
        index.fetch(file)
    server.resumes = False
    assert index.fetch(file).read_bytes() == server.files[file.name]


def test_a_wrong_file_is_not_kept(server: Server, index: PackageIndex) -> None:
    file = index.file_of("demo", "1.0")
    server.files[file.name] = b"another"
    with pytest.raises(SourceError, match="its SHA-256 is not the one that was recorded"):
        index.fetch(file)
    assert list((index.cache / "archives").iterdir()) == []


def test_what_is_left_of_another_download_is_no_part_of_this_one(server: Server, index: PackageIndex) -> None:
    file = index.file_of("demo", "1.0")
    part = index.cached(file.sha256, file.name).with_suffix(".part")
    part.parent.mkdir(parents=True)
    part.write_bytes(b"x" * 1_000_000)
    assert index.fetch(file).read_bytes() == server.files[file.name]


def test_offline_the_cache_is_asked_alone(server: Server, index: PackageIndex) -> None:
    known = index.file_of("demo", "1.0")
    index.fetch(known)
    asked = len(server.asked)
    offline = PackageIndex(index.cache, Silent(), offline=True)
    assert offline.fetch(offline.file_of("demo", "1.0")).is_file()
    with pytest.raises(
        OfflineError, match=r"^demo-2.0-py3-none-any.whl: it is not in the cache, .*without --off"
    ):
        offline.fetch(offline.file_of("demo", "2.0"))
    with pytest.raises(OfflineError, match=r"^the list of releases of other: it is not in the cache"):
        offline.files("other")
    assert len(server.asked) == asked


def test_a_distribution_that_is_not_there(server: Server, index: PackageIndex) -> None:
    with pytest.raises(SourceError, match=r"^other: http://127.0.0.1:\d+/simple has no such distribution"):
        index.files("other")
    with pytest.raises(SourceError, match="no distribution can be called so"):
        index.files("../demo")


@pytest.mark.parametrize("page", ["", "{}", "[1]", "{", '{"files": 1}'])
def test_an_index_that_is_none(
    server: Server, index: PackageIndex, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "json_page", lambda: page)
    with pytest.raises(SourceError, match="the index gives no list of files"):
        index.files("demo")


def test_nothing_but_https_is_asked(
    server: Server, index: PackageIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.redirect = "http://example.invalid/simple/demo/"
    with pytest.raises(SourceError, match="only https is asked"):
        index.files("demo")
    for address in (
        "http://example.invalid/simple",
        "file:///etc",
        "http://127.0.0.1.example.invalid/simple",
    ):
        monkeypatch.setenv("PIP_INDEX_URL", address)
        with pytest.raises(SourceError, match="only https is asked"):
            PackageIndex(index.cache, Silent()).files("demo")


def test_a_password_is_told_to_nobody(index: PackageIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://me:secret@example.invalid/simple")
    with pytest.raises(SourceError) as raised:
        index.files("demo")
    assert "secret" not in str(raised.value)


def test_uv_is_asked_before_pip(index: PackageIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://pip.example")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://uv.example/")
    assert index.address == "https://uv.example"


def test_a_download_is_told_of(server: Server, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []

    class Watcher(Silent):
        def downloaded(self, name: str, done: int, total: int) -> None:
            told.append((name, done, total))

    index = PackageIndex(tmp_path / "cache", Watcher())
    index.fetch(index.file_of("demo", "1.0"))
    size = len(server.files["demo-1.0-py3-none-any.whl"])
    assert told[-1] == ("demo-1.0-py3-none-any.whl", size, size)
