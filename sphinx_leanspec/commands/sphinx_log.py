"""What a build warned about, by kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

_BEGIN = re.compile(r"(?:^|: )(?:WARNING|ERROR|SEVERE|CRITICAL)(?:/[0-9])?: ")
_KIND = re.compile(r"\[(?P<kind>[a-z_]+(?:\.[\w-]+)?)\]\s*$")
_LAST: Final = ("leanspec.file",)
"""Kinds that say more of the checkout than of what is written in it."""


def count(log: str) -> Mapping[str, int]:
    """Count the warnings in what Sphinx wrote.

    :returns: how many of each kind, ``leanspec.link`` say; what this package found first, then by number.
    """
    kinds: list[str] = []
    for line in log.splitlines():
        if _BEGIN.search(line):
            kinds.append("other")
        if kinds and (match := _KIND.search(line)):
            kinds[-1] = match["kind"]
    counted = Counter(kinds)
    return {kind: counted[kind] for kind in sorted(counted, key=lambda kind: _order(kind, counted[kind]))}


def summary(counted: Mapping[str, int]) -> str:
    """Return ``22 warnings: leanspec.link 12, myst.xref_missing 10``."""
    total = sum(counted.values())
    named = ", ".join(f"{kind} {number}" for kind, number in counted.items())
    return f"{total} {'warning' if total == 1 else 'warnings'}: {named}" if total else "no warnings"


def _order(kind: str, number: int) -> tuple[bool, bool, int, str]:
    return kind in _LAST, not kind.startswith("leanspec."), -number, kind
