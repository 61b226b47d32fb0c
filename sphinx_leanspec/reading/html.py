"""The HTML in a spec, reduced to what does no harm: an allow-list of tags and attributes.

GitHub does the same (https://github.com/gjtorikian/html-pipeline keeps a like list): elements of text stay,
what could run, load or submit anything goes. Of elements that only arrange or play what they hold, that is
shown. A tag of any other name is shown as text, so that no `Vec<String>` is lost, and every tag that stays is
written anew, so nothing depends on how somebody else would read the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

TAGS: Final = frozenset(
    "a abbr b bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 "
    "h4 h5 h6 hr i img ins kbd li mark ol p picture pre q rp rt ruby s samp small source span strike strong "
    "sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr".split()
)
VOID: Final = frozenset({"br", "hr", "img", "source", "wbr"})
LAYOUT: Final = frozenset({"center", "div", "figure", "p", "picture", "span"})
"""Elements that arrange what they hold, and say nothing of it."""

_UNWRAPPED: Final = frozenset(
    "acronym address article aside audio basefont bdi big blink button center col colgroup fieldset font "
    "footer form header hgroup label legend main marquee menu nav nobr noscript section track video".split()
)
"""Elements that are not kept, but what they hold is: nobody writes their names to be read."""

_ATTRIBUTES: Final = frozenset(
    "align alt colspan dir height href id lang media name open rowspan src srcset start title type valign "
    "width".split()
)
_SCHEMES: Final = ("http://", "https://", "mailto:", "irc://", "ircs://", "xmpp:")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_TOKEN: Final = re.compile(
    r"""
    (?P<dropped> <!--(?:-?>|.*?(?:--!?>|\Z)) | <[!?][^>]*(?:>|\Z) )
    | <(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)
      (?P<attributes>(?:\s+[^\s"'=<>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*/?>
    """,
    re.DOTALL | re.VERBOSE,
)
_BEGUN: Final = re.compile(r"</?(?P<name>[A-Za-z][A-Za-z0-9-]*)(?=\s|/|\Z)")
_ATTRIBUTE: Final = re.compile(r"""([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")


class Tag(Struct, frozen=True):
    """A tag that stays: its name, its kept attributes, and whether it closes an element."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    closing: bool = False

    def __str__(self) -> str:
        """Write the tag, with no address that is not :func:`is_safe_url`."""
        from html import escape  # here, as to import it takes long

        if self.closing:
            return f"</{self.name}>"
        kept = "".join(
            f' {name}="{escape(value)}"'
            for name, value in self.attributes
            if name not in ("href", "src", "srcset") or is_safe_url(value)
        )
        return f"<{self.name}{kept}{' /' if self.name in VOID else ''}>"

    @property
    def anchors(self) -> tuple[str, ...]:
        """What a link can call the element: its id, and its name."""
        return tuple(value for name, value in self.attributes if name in ("id", "name") and value)

    def get(self, name: str) -> str:
        """Return the value of an attribute, empty if the tag has none of that name."""
        return dict(self.attributes).get(name, "")


class Rejected(str):
    """A tag that is not on the list, as it is written: shown, and no part of what GitHub shows."""

    __slots__ = ()


def is_safe_url(url: str) -> bool:
    """Tell whether an address leads to a page elsewhere, and runs nothing."""
    return url.strip().lower().startswith(_SCHEMES)


def has_scheme(url: str) -> bool:
    """Tell whether an address says how to open it, `data:` say, and is no path of a file."""
    return bool(_SCHEME.match(url.strip()))


def tokens(html: str) -> Iterator[Tag | str]:
    """Split HTML into tags that stay and texts; comments and declarations are dropped.

    :returns: the tokens in order; a tag that is not on the list is a text.
    """
    texts: list[str] = []
    for _, token in pieces(html):
        if isinstance(token, Tag):
            if text := "".join(texts):
                yield text
            texts = []
            yield token
        else:
            texts.append(token)
    if text := "".join(texts):
        yield text


def pieces(html: str) -> Iterator[tuple[int, Tag | str]]:
    """Split HTML as :func:`tokens` does, with every text and every tag by itself.

    :returns: where each begins, and what it is; a tag that is not on the list is a :class:`Rejected`.
    """
    at = 0
    for match in _TOKEN.finditer(html):
        if match.start() > at:
            yield at, _unescaped(html[at : match.start()])
        at = match.end()
        if match["dropped"] or _is_unwrapped(match["name"]):
            continue
        yield match.start(), _tag(match)
    if rest := _complete(html[at:]):
        yield at, _unescaped(rest)


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    from html import unescape  # here, as it knows two thousand names

    return unescape(text)


def _is_unwrapped(name: str) -> bool:
    """Tell whether a tag is left out; `Vec<Label>` is written otherwise than HTML, and none."""
    return name.lower() in _UNWRAPPED and (name.islower() or name.isupper())


def _tag(match: re.Match[str]) -> Tag | Rejected:
    name = match["name"].lower()
    if name not in TAGS:
        return Rejected(match[0])
    tag = Tag(name, closing=True) if match["slash"] else Tag(name, _kept(match["attributes"]))
    if name == "source" and not (tag.get("srcset") or tag.get("src")):
        return Rejected(match[0])  # without a picture it is a word: `cp <source> <target>`
    return tag


def _complete(html: str) -> str:
    """Return the end of a piece of HTML without a tag that is begun and not ended, as browsers have it."""
    begun = _BEGUN.search(html, html.rfind(">") + 1)
    is_tag = begun is not None and (begun["name"].lower() in TAGS or _is_unwrapped(begun["name"]))
    return html[: begun.start()] if begun and is_tag else html


def _kept(attributes: str) -> tuple[tuple[str, str], ...]:
    """Return the attributes on the list; of one that is there twice the first, as browsers do."""
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(attributes) if attributes else ():
        if name.lower() in _ATTRIBUTES:
            found.setdefault(name.lower(), _unescaped("".join(values)))
    return tuple(found.items())
