"""Where a server listens, and the address that it has there."""

from __future__ import annotations

import errno
import socket
from typing import Final

_PORT: Final = 8000
_FURTHER: Final = 20
"""How many ports are tried if nobody asked for a certain one."""


class CannotServeError(Exception):
    """There is a reason not to start; the message says which, and what to do."""


def listen(host: str, port: int | None) -> socket.socket:
    """Listen at a port, or at a free one near the usual one.

    :raises CannotServeError: if there is none.
    """
    wanted = [port] if port is not None else range(_PORT, _PORT + _FURTHER)
    reason = ""
    for each in wanted:
        try:
            found = socket.getaddrinfo(host, each, type=socket.SOCK_STREAM)[0]
            return socket.create_server(found[4][:2], family=found[0])
        except OSError as error:
            why = str(error.strerror).partition(" (")[0]  # Python adds what it attempted
            reason = f"cannot listen at {host}:{each} ({why})"
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                break  # another port is no better
    raise CannotServeError(f"{reason}; name another with --host or --port, or 0 for any free port")


def address(host: str, listening: socket.socket) -> str:
    """Return the address of a server, as somebody on this machine calls it."""
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else host  # noqa: S104
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{listening.getsockname()[1]}/"
