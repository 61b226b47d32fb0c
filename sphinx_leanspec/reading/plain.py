"""Records as plain JSON and back: what is kept can be read, and nothing in it can be executed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

Decode: TypeAlias = "Callable[[Any], Any] | None"
"""Makes a value of what JSON holds; None where that is the value."""


def as_json(value: object) -> bytes:
    """Write a record, or a list of them: each as the list of its values."""
    return json.dumps(value, default=_values, separators=(",", ":")).encode()


def from_json(data: bytes, kind: Any) -> Any:
    """Read what :func:`as_json` wrote.

    :param kind: the type of the value.
    """
    decode, value = _decoder(kind), json.loads(data)
    return decode(value) if decode else value


def _values(record: Any) -> Any:
    if isinstance(record, frozenset):
        return sorted(record)
    if is_dataclass(record):
        return [getattr(record, field.name) for field in fields(record)]
    raise TypeError(f"{type(record).__name__} is no plain data")


@cache
def _decoder(kind: Any) -> Decode:
    """Return what makes a value of a type."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _optional(*(_decoder(one) for one in arguments if one is not NoneType))
    if origin is frozenset:
        return frozenset
    if origin is tuple:
        return _tuple(arguments)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(_decoder(arguments[1]))
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        return _record(kind)
    return None


def _optional(*decoders: Decode) -> Decode:
    decode = next(filter(None, decoders), None)
    return decode and (lambda value: None if value is None else decode(value))


def _tuple(arguments: tuple[Any, ...]) -> Decode:
    if arguments[-1] is not Ellipsis:
        each = [_decoder(one) for one in arguments]
        return lambda values: tuple(
            decode(value) if decode else value for decode, value in zip(each, values, strict=True)
        )
    kind, decode = arguments[0], _decoder(arguments[0])
    if decode is None:
        return tuple
    if hasattr(kind, "_fields") and not _special(kind):
        return lambda values: tuple(map(kind._make, values)) if values else ()
    return lambda values: tuple([decode(value) for value in values])


def _mapping(decode: Decode) -> Decode:
    return decode and (lambda values: {name: decode(value) for name, value in values.items()})


def _record(kind: Any) -> Callable[[Any], Any]:
    special = _special(kind)
    made = kind._make if hasattr(kind, "_make") else lambda values: kind(*values)

    def decode(values: list[Any]) -> Any:
        for at, make in special:
            values[at] = make(values[at])
        return made(values)

    return decode


def _special(kind: Any) -> list[tuple[int, Callable[[Any], Any]]]:
    """Return which fields of a record are not what JSON holds, and what makes them."""
    names = [field.name for field in fields(kind)] if is_dataclass(kind) else list(kind._fields)
    hints = get_type_hints(kind)
    found = ((at, _decoder(hints[name])) for at, name in enumerate(names))
    return [(at, decode) for at, decode in found if decode]
