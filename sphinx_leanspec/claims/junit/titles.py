"""Titles of tests, part by part, so that those of a report and those that people write can be compared."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

Titles = tuple[str, ...]

SEPARATOR: Final = re.compile(r" [>›] |::")
_MOST_PARTS: Final = 30
"""What has more is no title that a person writes: the rest is one part."""
_LONGEST_PATH: Final = 4_096
_METHOD: Final = re.compile(r"[^\s\[\](){}<>]+")
_PARAMETERS: Final = re.compile(r"([^\[]+)(\[.*)", re.DOTALL)
_NAMES: Final = re.compile(r"[.$/\\+#]+")
_LINE: Final = re.compile(r"(?:[:#]L?\d+)(?::\d+)?\Z")
_EXTENSION: Final = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}\Z")


def normal(text: str) -> str:
    """Make runs of white space one blank."""
    return " ".join(text.split())


def parts(text: str) -> Titles:
    """Return the parts of titles that are joined by any separator."""
    text = normal(text)
    if "::" not in text and ">" not in text and "›" not in text:
        return (text,) if text else ()
    return tuple(part for piece in SEPARATOR.split(text, _MOST_PARTS) if (part := piece.strip()))


def names(text: str) -> Titles:
    """Return the parts of a dotted name: of a module, a class, a namespace, or of a path to one."""
    return tuple(part for piece in _NAMES.split(text, _MOST_PARTS) if (part := piece.strip()))


def words(titles: Titles) -> str:
    """Return titles as one text, without their structure."""
    return " ".join(titles)


def parameters(name: str) -> Titles:
    """Cut off pytest's parameters, and write them as pytest does: what is not ASCII by its number."""
    found = _PARAMETERS.fullmatch(name)
    if not found:
        return (normal(name),) if name.strip() else ()
    held = "".join(
        char if " " <= char <= "~" else char.encode("unicode_escape").decode() for char in found[2]
    )
    return found[1].strip(), " ".join(held.split())


def arguments(name: str) -> Titles:
    """Cut off the arguments that follow the name of a method; a sentence has none."""
    name = normal(name)
    found = _METHOD.match(name)
    rest = name[found.end() :] if found else ""
    is_subtest = rest.startswith(" (") and rest.endswith(")") and "=" in rest
    is_message = rest.startswith(" [") and rest[-1] in "])"
    if found and rest and (rest[0] != " " or is_subtest or is_message or rest.startswith(" with data set ")):
        return found[0], rest.strip()
    return (name,) if name else ()


@lru_cache(maxsize=1 << 16)
def path(text: str) -> str:
    """Return a path with ``/``, without ``./``, without a place in the file."""
    text = text.removeprefix("file://").replace("\\", "/").strip()
    text = _LINE.sub("", text) if len(text) > 2 else text
    while text.startswith("./"):
        text = text[2:]
    return re.sub(r"/(?:\./)+|(?<=.)//+", "/", text)


def is_absolute(text: str) -> bool:
    """Tell whether a path starts at the root of a disk, here or on Windows."""
    return text.startswith("/") or text[1:3] == ":/"


def is_file(text: str) -> bool:
    """Tell whether a text looks like the path of a file: no blank, and a folder or an extension."""
    return (
        0 < len(text) <= _LONGEST_PATH
        and not re.search(r"\s", text)
        and ("/" in text or bool(_EXTENSION.search(text)))
    )


def has_extension(text: str) -> bool:
    """Tell whether a text looks like the name of a file that has an extension."""
    return is_file(text) and bool(_EXTENSION.search(text))
