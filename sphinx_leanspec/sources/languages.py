"""What a file defines, in whatever language: Python by its own syntax tree, others by grammars."""

from __future__ import annotations

from collections.abc import Mapping

from . import grammars, python
from .lines import decoded, split
from .normal import Digests
from .symbols import Module, Symbol


def is_code(path: str) -> bool:
    """Tell whether the symbols of a file can be known."""
    return _is_python(path) or grammars.is_known(path)


def module_name(path: str, prefix: str = "") -> str:
    """Return the name of the module that a file is.

    :param prefix: what paths begin with that names do not, ``src/``.
    """
    if _is_python(path):
        return python.module_name(path, prefix)
    return grammars.module_name(path, prefix)


def read_module(path: str, data: bytes, prefix: str = "") -> Module:
    """Read what a file defines.

    :raises NotReadableError: if this installation cannot read it.
    """
    if _is_python(path):
        return python.read_module(path, data, prefix)
    return grammars.read_module(path, data, prefix)


def digests_of(path: str, data: bytes, prefix: str = "") -> Mapping[tuple[str, int], Digests]:
    """Return the digests of what a file defines, by name and first line; its own under an empty name.

    :raises NotReadableError: if this installation cannot read it.
    """
    if _is_python(path):
        return python.digests_of(path, data, prefix)
    return grammars.digests_of(path, data, prefix)


def reads_as(path: str, data: bytes, symbol: Symbol) -> str:
    """Return what a symbol says, for people to compare: of Python without comments and layout."""
    if _is_python(path):
        return python.reads_as(path, data, symbol)
    return "\n".join(split(decoded(data))[symbol.line - 1 : symbol.end])


def _is_python(path: str) -> bool:
    return path.endswith(python.ENDINGS)
