"""Addresses that stand in a text without markup, found as GitHub finds them.

The rules are those of cmark-gfm (https://github.github.com/gfm/#autolinks-extension-), and what it does
beside them: an address goes on to the next blank, whatever marks are in it, unless a bracket is open before
it; what looks like the name of a package with its version, `name@1.2.3`, is no address.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple


class Address(NamedTuple):
    """An address of mail or chat: where it begins and ends in its text, and where it leads."""

    start: int
    end: int
    url: str


_URL: Final = re.compile(r"(?<![A-Za-z])(?i:https?)://|(?<![^\s*_~(])www\.")
_BLANK: Final = re.compile(r"[ \t\n\v\f\r<]")
_DOMAIN: Final = re.compile(r"(?:\\?[A-Za-z0-9._-])*")
_LOCAL: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.+-_"
_HOST: Final = re.compile(r"(?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9]))+")
_PROTOCOL: Final = re.compile(r"(?<![A-Za-z0-9])(?:mailto|xmpp):\Z")
_RESOURCE: Final = re.compile(r"/[A-Za-z0-9@.-]*")
_MANY_PARTS: Final = 10


def begins(text: str, start: int, end: int) -> Iterator[int]:
    """Return where addresses of the web may begin in a part of a text."""
    return (found.start() for found in _URL.finditer(text, start, end))


def end_of(text: str, start: int, limit: int) -> int | None:
    """Find the end of an address of the web.

    :param text: the whole text, a character for each byte of it.
    :param start: where the address begins, as :func:`begins` says.
    :param limit: where the paragraph ends; its last letter is no part of a domain.
    :returns: its end, None if it is no address.
    """
    is_named = not text.startswith("www.", start)
    host = text.index("/", start) + 2 if is_named else start
    if not _is_domain(text, host, limit - 1, is_short=is_named):
        return None
    blank = _BLANK.search(text, host, limit)
    return start + len(_trimmed(text[start : blank.start() if blank else limit]))


def _is_domain(text: str, start: int, limit: int, *, is_short: bool) -> bool:
    """Tell whether a domain begins at a place; an underscore may stand in none of its last two parts.

    :param is_short: whether a name without a dot will do.
    """
    first = text[start : start + 4].encode("latin-1").decode(errors="ignore")[:1]
    if not (first.isalnum() if first.isascii() else unicodedata.category(first)[0] not in "CPZ"):
        return False
    found = _DOMAIN.match(text, start, limit)
    parts = found[0].split(".") if found else [""]
    is_plain = not any("_" in part for part in parts[-2:])
    return (is_plain or len(parts) > _MANY_PARTS + 1) and (is_short or len(parts) > 1)


def mail(text: str) -> Iterator[Address]:
    """Return the addresses of mail and chat in a text."""
    behind = 0
    at = text.find("@")
    while at >= 0:
        start = behind + len(text[behind:at].rstrip(_LOCAL))
        host = _HOST.match(text, at + 1)
        protocol = _PROTOCOL.search(text, max(behind, start - 7), start)
        if host and start < at and "." in host[0] and _is_end(text, host):
            end = host.end()
            if protocol and protocol[0] == "xmpp:" and (more := _RESOURCE.match(text, end)):
                end = more.end()
            start = protocol.start() if protocol else start
            url = _trimmed(text[start:end])
            yield Address(start, start + len(url), url if protocol else f"mailto:{url}")
            behind = start + len(url)
        else:
            behind = at + 1
        at = text.find("@", behind)


def _is_end(text: str, host: re.Match[str]) -> bool:
    """Tell whether a domain of mail ends as one does: with a letter, and not before another `@`."""
    return host[0][-1].isalpha() and text[host.end() : host.end() + 1] != "@"


def _trimmed(url: str) -> str:
    """Return an address without the punctuation behind it, as GitHub cuts it."""
    end, surplus = len(url), url.count(")") - url.count("(")
    while end:
        last = url[end - 1]
        if last == ")" and surplus > 0:
            surplus -= 1
            end -= 1
        elif last == ";":
            end -= 1
            name = end
            while name and url[name - 1].isascii() and url[name - 1].isalpha():
                name -= 1
            if name < end and url[name - 1 : name] == "&":
                end = name - 1
        elif last in "?!.,:*_~'\"":
            end -= 1
        else:
            break
    return url[:end]
