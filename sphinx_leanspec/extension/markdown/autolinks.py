"""Addresses that stand in a text without markup, as GitHub finds them (https://github.github.com/gfm/#autolinks-extension-)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_BARE: Final = re.compile(
    r"(?P<url>(?<![A-Za-z0-9/])(?:https?://|www\.(?=\w))[^\s<]+)"
    r"|(?P<mail>(?<![\w.+-])[A-Za-z0-9][\w.+-]*@[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]*[A-Za-z0-9])+)"
)
_TRAILING: Final = re.compile(r"(?:[?!.,:*_~'\"]|&[A-Za-z0-9]+;)+$")


def autolinks(text: str) -> Iterator[tuple[int, int, str]]:
    """:returns: start and end of each address in a text, and where it leads."""
    if "://" not in text and "www." not in text and "@" not in text:
        return
    for match in _BARE.finditer(text):
        if mail := match["mail"]:
            yield match.start(), match.end(), f"mailto:{mail}"
        else:
            url = _trimmed(match["url"])
            yield match.start(), match.start() + len(url), url if "://" in url[:8] else f"http://{url}"


def _trimmed(url: str) -> str:
    """:returns: a bare address without the punctuation behind it, as GitHub cuts it."""
    url = _TRAILING.sub("", url)
    while url.endswith(")") and url.count(")") > url.count("("):
        url = _TRAILING.sub("", url[:-1])
    return url
