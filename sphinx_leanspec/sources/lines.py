"""Lines of source text as compilers and editors count them."""

from __future__ import annotations

import re
from typing import Final

_END: Final = re.compile(r"\r\n|\r|\n")


def split(text: str) -> list[str]:
    r"""Return the lines of a text, without their ends.

    A line ends with ``\n``, ``\r\n`` or ``\r``. ``str.splitlines`` counts form feeds and separators of
    Unicode, too, which no compiler does.
    """
    lines = _END.split(text)
    return lines[:-1] if not lines[-1] else lines


def decoded(data: bytes) -> str:
    """Return what a file says, whatever its bytes; the mark of its encoding is no part of that."""
    return data.decode("utf-8-sig", errors="replace")
