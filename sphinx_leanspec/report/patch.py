"""How a file changes, as a patch."""

from __future__ import annotations

import difflib


def as_diff(name: str, before: str, after: str) -> str:
    """Return a unified diff that ``git apply`` takes; lines end at line feeds, and keep what is before these.

    :param name: the file, relative to the top of the git repository.
    """
    shown = f"{name}\t" if " " in name else name
    lines = difflib.unified_diff(_lines(before), _lines(after), f"a/{shown}", f"b/{shown}")
    whole = (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
    return f"diff --git a/{name} b/{name}\n" + "".join(whole)


def _lines(text: str) -> list[str]:
    *whole, last = text.split("\n")
    return [f"{line}\n" for line in whole] + ([last] if last else [])
