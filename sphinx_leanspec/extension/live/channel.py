"""What the application that is kept is told, and what it tells: a line of JSON each."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any


class Messages:
    """Messages that come through a pipe, in whatever pieces.

    :ivar is_over: whether nobody is left to write any.
    """

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.is_over = False
        self._rest = b""

    def read(self) -> Iterator[dict[str, Any]]:
        """Yield what has come; it waits until something has."""
        data = os.read(self.descriptor, 1 << 16)
        self.is_over = not data
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            found: dict[str, Any] = json.loads(line)
            yield found


def tell(descriptor: int, message: Mapping[str, object]) -> None:
    """Write a message as a line."""
    data = json.dumps(message).encode() + b"\n"
    while data:
        data = data[os.write(descriptor, data) :]
