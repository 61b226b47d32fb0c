"""A file as text, whatever it is like."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from ..findings import Finding

ENCODING_FIX: Final = "save it as UTF-8 without a byte order mark or control characters"

_CONTROL: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SIGNS: Final = bytes({*range(32)} - {*b"\t\n\r"} | {0x7F})
_LATER_SIGNS: Final = re.compile(rb"\xc2[\x80-\x9f]")
_NONE: Final = re.compile(rb"\xef\xbf[\xbe\xbf]")


def clean(text: str) -> str:
    """Replace what is no character of a text, and would be none in XML."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def read(root: Path, path: str) -> bytes:
    """Read a file of a repository.

    :param path: relative to it.
    :raises OSError: if that cannot be done.
    """
    with open(f"{root}{os.sep}{path}", "rb", buffering=0) as file:  # noqa: PTH123 - of hundreds, each Path costs as much
        return file.read()


def decode(data: bytes) -> tuple[str, int | None, str]:
    """Decode a file as it is, not as it should be.

    :returns: the text, the line of the first byte that is not UTF-8 or not text, and what is wrong there.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return clean(data.decode("utf-16", errors="replace")), 1, "the file is UTF-16"
    if data.startswith(b"\xef\xbb\xbf"):
        return clean(data.decode("utf-8-sig", errors="replace")), 1, "the file begins with a byte order mark"
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return clean(data.decode(errors="replace")), line, "the file is not UTF-8; what is not was replaced"
    found = None if _is_clean(data) else _CONTROL.search(text)
    if found is None:
        return text, None, ""
    line = text.count("\n", 0, found.start()) + 1
    name = "a NUL byte" if found[0] == "\0" else f"a control character (U+{ord(found[0]):04X})"
    return clean(text), line, f"the file holds {name}; what is none of a text was replaced"


def decode_lines(data: bytes) -> tuple[str, int | None, str]:
    """Decode a file as :func:`decode` does, with Unix line ends."""
    text, line, problem = decode(data)
    return (unified(text) if b"\r" in data else text), line, problem  # bytes are searched faster


def _is_clean(data: bytes) -> bool:
    """Tell whether UTF-8 holds nothing that is no character of a text; bytes are searched twice as fast."""
    if len(data.translate(None, _SIGNS)) != len(data):
        return False
    return data.isascii() or not (_LATER_SIGNS.search(data) or (b"\xef\xbf" in data and _NONE.search(data)))


def lines_of(text: str) -> list[str]:
    """Split a text into lines as CommonMark and editors count them, without line ends."""
    return unified(text).split("\n")


def unified(text: str) -> str:
    """Return a text with Unix line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def body_of(text: str, body_line: int) -> str:
    """Return a text from a line on; empty where a block at its head is never closed."""
    at = 0
    for _ in range(body_line - 1):
        at = text.find("\n", at) + 1
        if not at:
            return "\n"
    return f"{text[at:]}\n"


def unreadable(path: str, error: OSError) -> Finding:
    """Return what is to be said of a file that cannot be read."""
    reason = error.strerror or type(error).__name__
    return Finding(path, 1, "unreadable", f"the file cannot be read ({reason})", "check its permissions")
