"""The pages as a browser gets them: the files of the output folder, and in each page one script more.

Nothing but a file that lies below that folder itself is sent: nothing hidden, nothing by way of a link. Nor
can a site of somebody else ask in a reader's name: a request names a host that this server answers to, and a
socket comes from a page of that very host.
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from html import escape
from mimetypes import guess_type
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from .audience import Audience, Onlooker

_OWN: Final = "/-leanspec"
_SCRIPT: Final = Path(__file__).with_name("live.js")
_PAGES: Final = (".html", ".htm", ".xhtml")
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 - what a user may ask for
_HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_READ: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_MISSING: Final = """\
<!DOCTYPE html>
<html lang="en" style="color-scheme: light dark">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not there, or not yet</title>
</head>
<body style="font-family: system-ui, sans-serif; margin: 2rem">
<h1>This page is not there, or not yet</h1>
<p>As soon as <code>{path}</code> is written, it is shown here.</p>
<p><a href="/">The start page</a></p>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Output:
    """The folder that the site is written into."""

    folder: Path

    def file(self, path: str) -> str | None:
        """Return the file that a path of an address stands for, relative to the folder.

        :returns: it, be it there or not; None for a path that no file of the site can have.
        """
        parts = path.split("/")[1:]
        if not parts[-1]:
            parts[-1] = "index.html"
        if any(part in ("", "..") or part.startswith(".") or set(part) & {"\0", "\\", ":"} for part in parts):
            return None
        try:
            if self.folder.joinpath(*parts).is_dir():
                parts.append("index.html")
        except OSError:  # no name that a file could have
            return None
        return "/".join(parts)

    def read(self, file: str) -> bytes | None:
        """Return what a file holds; None if it is not there, or only by way of a link."""
        path = self.folder / file
        try:
            if not path.is_file():  # before anything is opened: a pipe would be waited for
                return None
            if path.resolve(strict=True) != path or not path.is_relative_to(self.folder):
                return None
            with open(os.open(path, _READ), "rb") as stream:  # noqa: PTH123 - of a descriptor
                return stream.read()
        except OSError:
            return None

    def version(self, file: str) -> str:
        """Return a name for what a file holds now, empty if it is not there."""
        data = self.read(file)
        return "" if data is None else blake2b(data, digest_size=8).hexdigest()


def answers_to(host: str, asked: str) -> bool:
    """Tell whether a server answers to a host that a request names.

    A name that somebody else's name server leads here is none of its own; an address cannot be led anywhere.

    :param host: what the server was told to listen at.
    :param asked: what the request names, with its port or without.
    """
    try:
        name = urlsplit(f"//{asked}").hostname or ""
    except ValueError:
        return False
    if name in (*_LOOPBACK, host.lower()):
        return True
    return host in _EVERYWHERE and (name == socket.gethostname().lower() or _is_address(name))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class OwnHost:
    """Lets requests through that name a host the server answers to, and sockets of its own pages."""

    def __init__(self, inner: ASGIApp, host: str) -> None:
        self._inner = inner
        self._host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._inner(scope, receive, send)
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        asked = headers.get(b"host", "")
        is_socket = scope["type"] == "websocket"
        is_ours = answers_to(self._host, asked)
        if is_ours and (not is_socket or _is_from(headers.get(b"origin", ""), asked)):
            await self._inner(scope, receive, send)
        elif is_socket:
            await WebSocket(scope, receive, send).close(1008)  # before it is opened: that refuses it
        else:
            text = f"This server does not answer to {asked!r}; `--host` says what it answers to.\n"
            await PlainTextResponse(text, 421)(scope, receive, send)


def _is_from(origin: str, asked: str) -> bool:
    """Tell whether a page that opens a socket is one of this server's."""
    return origin.lower() in (f"http://{asked}".lower(), f"https://{asked}".lower())


@dataclass(frozen=True, slots=True)
class LiveSite:
    """What the server answers."""

    output: Output
    audience: Audience

    def application(self, host: str) -> ASGIApp:
        """Return the whole of it.

        :param host: what the server listens at.
        """
        routes = [
            Route(f"{_OWN}/live.js", self._script, methods=["GET"]),
            WebSocketRoute(f"{_OWN}/live", self._live),
            Route("/{path:path}", self._page, methods=["GET"]),
        ]
        return OwnHost(Starlette(routes=routes), host)

    async def _script(self, _: Request) -> Response:
        return Response(_SCRIPT.read_bytes(), media_type="text/javascript", headers=_HEADERS)

    async def _page(self, request: Request) -> Response:
        path = str(request.scope["path"])
        file = self.output.file(request.path_params["path"].join(("/", "")))
        data = None if file is None else self.output.read(file)
        if data is None:
            text = _MISSING.format(path=escape(path)).encode()
            return Response(_with_script(text, file or "", ""), 404, _HEADERS, "text/html")
        assert file is not None
        if file.lower().endswith(_PAGES):
            data = _with_script(data, file, blake2b(data, digest_size=8).hexdigest())
        if not path.endswith("/") and file == f"{path[1:]}/index.html":
            return RedirectResponse(f"{quote(path)}/")
        kind, coding = guess_type(file)
        headers = {**_HEADERS, **({"Content-Encoding": coding} if coding else {})}
        return Response(data, 200, headers, kind or "application/octet-stream")

    async def _live(self, socket: WebSocket) -> None:
        """Tell a page how things are, until it is left."""
        await socket.accept()
        told: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        query = socket.query_params
        page = self.output.file(f"/{query.get('page', '')}") or ""
        reader = Onlooker(page, query.get("version", ""), told.put_nowait)
        self.audience.enter(reader)
        sending = asyncio.create_task(_send(socket, told))
        try:
            while True:
                await socket.receive_text()  # nothing is asked; it ends when the page is left
        except (WebSocketDisconnect, KeyError):
            pass
        finally:
            self.audience.leave(reader)
            sending.cancel()


async def _send(socket: WebSocket, told: asyncio.Queue[Mapping[str, Any]]) -> None:
    while True:
        await socket.send_json(await told.get())


def _with_script(page: bytes, file: str, version: str) -> bytes:
    """Return a page with the script that shows it again when it is another, and what is wrong."""
    tag = (
        f'<script src="{_OWN}/live.js" data-page="{escape(file)}" data-version="{version}" defer></script>\n'
    ).encode()
    at = page.lower().rfind(b"</body>")
    return page[:at] + tag + page[at:] if at >= 0 else page + tag
