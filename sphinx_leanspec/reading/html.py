"""The HTML in a spec, reduced to what does no harm: an allow-list of tags and attributes.

GitHub does the same (https://github.com/gjtorikian/html-pipeline keeps a like list): elements of text stay,
what could run, load or submit anything goes. A tag that is not on the list is shown as text, so nothing is
lost, and every tag that stays is written anew, so nothing depends on how somebody else would read the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import Final

TAGS: Final = frozenset(
    "a abbr b bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 "
    "h4 h5 h6 hr i img ins kbd li mark ol p picture pre q rp rt ruby s samp small span strike strong sub "
    "summary sup table tbody td tfoot th thead time tr tt u ul var wbr".split()
)
VOID: Final = frozenset({"br", "hr", "img", "wbr"})
LAYOUT: Final = frozenset({"center", "div", "figure", "p", "picture", "span"})
"""Elements that arrange what they hold, and say nothing of it."""

_ATTRIBUTES: Final = frozenset(
    "align alt colspan dir height href id lang name open rowspan src start title valign width".split()
)
_SCHEMES: Final = ("http://", "https://", "mailto:")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_TOKEN: Final = re.compile(
    r"""
    (?P<dropped> <!--.*?(?:-->|\Z) | <!\[CDATA\[.*?(?:\]\]>|\Z) | <![A-Za-z][^>]*(?:>|\Z) | <\?.*?(?:\?>|\Z) )
    | <(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)
      (?P<attributes>(?:\s+[^\s"'=<>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*/?>
    """,
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE: Final = re.compile(r"""([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that stays: its name, its kept attributes, and whether it closes an element."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    closing: bool = False

    def __str__(self) -> str:
        """Write the tag, with no address that is not :func:`is_safe_url`."""
        if self.closing:
            return f"</{self.name}>"
        kept = "".join(
            f' {name}="{escape(value)}"'
            for name, value in self.attributes
            if name not in ("href", "src") or is_safe_url(value)
        )
        return f"<{self.name}{kept}>"

    @property
    def anchors(self) -> tuple[str, ...]:
        """What a link can call the element: its id, and its name."""
        return tuple(value for name, value in self.attributes if name in ("id", "name") and value)

    def get(self, name: str) -> str:
        """:returns: the value of an attribute, empty if the tag has none of that name."""
        return dict(self.attributes).get(name, "")


class Rejected(str):
    """A tag that is not on the list, as it is written: shown, and no part of what GitHub shows."""

    __slots__ = ()


def is_safe_url(url: str) -> bool:
    """:returns: whether an address leads to a page elsewhere, and runs nothing."""
    return url.strip().lower().startswith(_SCHEMES)


def has_scheme(url: str) -> bool:
    """:returns: whether an address says how to open it, `data:` say, and is no path of a file."""
    return bool(_SCHEME.match(url.strip()))


def tokens(html: str) -> Iterator[Tag | str]:
    """Split HTML into tags that stay and texts; comments and declarations are dropped.

    :returns: the tokens in order; a tag that is not on the list is a text.
    """
    text = ""
    for _, token in pieces(html):
        if isinstance(token, Tag):
            if text:
                yield text
            text = ""
            yield token
        else:
            text += token
    if text:
        yield text


def pieces(html: str) -> Iterator[tuple[int, Tag | str]]:
    """Split HTML as :func:`tokens` does, with every text and every tag by itself.

    :returns: where each begins, and what it is; a tag that is not on the list is a :class:`Rejected`.
    """
    at = 0
    for match in _TOKEN.finditer(html):
        if match.start() > at:
            yield at, unescape(html[at : match.start()])
        at = match.end()
        name = (match["name"] or "").lower()
        if match["dropped"]:
            continue
        if name not in TAGS:
            yield match.start(), Rejected(match[0])
        elif match["slash"]:
            yield match.start(), Tag(name, closing=True)
        else:
            yield match.start(), Tag(name, _kept(match["attributes"]))
    if at < len(html):
        yield at, unescape(html[at:])


def _kept(attributes: str) -> tuple[tuple[str, str], ...]:
    """:returns: the attributes on the list; of one that is there twice the first, as browsers do."""
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(attributes) if attributes else ():
        if name.lower() in _ATTRIBUTES:
            found.setdefault(name.lower(), unescape("".join(values)))
    return tuple(found.items())
