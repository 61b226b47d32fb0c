"""Records as bytes and back: what is kept can be read, and nothing in it can be executed."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

import msgspec

Plain = TypeVar("Plain")


class NotPlainError(Exception):
    """A value cannot be kept, or what was kept is no such value."""


def encode(value: object) -> bytes:
    """Write a record, or a list of them.

    :raises NotPlainError: if something in it is no plain data, or of a size that no file format has.
    """
    try:
        return msgspec.msgpack.encode(value)
    except (
        TypeError,
        ValueError,
        OverflowError,
        RecursionError,
    ) as error:
        raise NotPlainError(str(error)) from error


def decode(data: bytes | memoryview, kind: type[Plain]) -> Plain:
    """Read what :func:`encode` wrote.

    :param kind: the type of the value, which everything in it is held against.
    :raises NotPlainError: if it is another one.
    """
    try:
        found: Plain = _decoder(kind).decode(data)  # type: ignore[arg-type]
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise NotPlainError(str(error)) from error
    return found


@cache
def _decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(kind)
