"""The text of a report, piece by piece, without the characters that XML does not allow."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ...wording import plain

LARGEST: Final = 512 << 20
"""More bytes than this has no report that a person looks at."""

_PIECE: Final = 1 << 16
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE: Final = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,10}));")
_UNFINISHED: Final = re.compile(r"&(?:#[xX]?[0-9a-fA-F]{0,10})?\Z")
_DECLARED: Final = re.compile(rb"""\A\s*<\?xml[^>]{0,100}?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_ENCODINGS: Final = re.compile(
    r"utf-?8|(us-)?ascii|utf-?16([lb]e)?|iso-?8859-\d{1,2}|latin-?1|(windows-?|cp)125\d|koi8-[ru]"
    r"|gb2312|gbk|gb18030|big5|euc-(jp|kr)|shift[-_]jis",
    re.IGNORECASE,
)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class UnreadableError(Exception):
    """A report that says nothing which can be relied upon.

    :param line: where that shows.
    """

    def __init__(self, message: str, line: int, fix: str) -> None:
        super().__init__(message)
        self.message, self.line, self.fix = message, line, fix


def pieces(path: Path) -> Iterator[str]:
    """Yield the text of a report.

    :raises OSError: if the file cannot be read.
    :raises UnreadableError: if it is too large, or its encoding is not what it says.
    """
    line = 1
    rest = ""
    with path.open("rb") as file:
        data = file.read(_PIECE)
        decode = codecs.getincrementaldecoder(_encoding(data))().decode
        total = 0
        while True:
            total += len(data)
            if total > LARGEST:
                message = f"it is larger than {LARGEST >> 20} MiB"
                raise UnreadableError(message, 1, "write one report for each part of the tests")
            try:
                text = decode(data, not data)
            except UnicodeError as error:
                line += data[: getattr(error, "start", 0)].count(b"\n")
                message = "its bytes are not in the encoding that it declares"
                raise UnreadableError(message, line, "write it as UTF-8") from error
            line += text.count("\n")
            text, rest = _whole(rest + text) if data else (rest + text, "")
            if text:
                yield clean(text)
            if not data:
                return
            data = file.read(_PIECE)


def clean(text: str) -> str:
    """Remove what XML 1.0 does not allow: runners write such characters as they come, or by their number."""
    text = _ILLEGAL.sub("", text)
    return _REFERENCE.sub(_kept, text) if "&#" in text else text


def _whole(text: str) -> tuple[str, str]:
    """Cut off the beginning of a reference that goes on in the next piece."""
    cut = _UNFINISHED.search(text, max(0, len(text) - 16))
    return (text[: cut.start()], text[cut.start() :]) if cut else (text, "")


def _kept(reference: re.Match[str]) -> str:
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    is_legal = number <= 0x10FFFF and not _ILLEGAL.match(chr(number))
    return reference[0] if is_legal else ""


def _encoding(start: bytes) -> str:
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    found = _DECLARED.match(start)
    name = found[1].decode() if found else "utf-8"
    if not _ENCODINGS.fullmatch(name):
        raise UnreadableError(f"its encoding, {plain(name)}, is not read", 1, "write it as UTF-8")
    return "utf-8" if name.lower().startswith("utf-16") else name  # it could not be read so far as UTF-16
