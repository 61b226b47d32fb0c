"""Raw HTML of a spec, reduced to what does no harm: an allow-list of tags and attributes.

GitHub does the same (https://github.com/gjtorikian/html-pipeline keeps a like list): elements of text stay, what
could run, load or submit anything goes. A tag that is not on the list is shown as text, so nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import Final

TAGS: Final = frozenset(
    "a b blockquote br code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp "
    "small span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var".split()
)
VOID: Final = frozenset({"br", "hr", "img"})
_ATTRIBUTES: Final = frozenset(
    "align alt colspan dir height id lang name open rowspan start title valign width".split()
)
_SCHEMES: Final = ("http://", "https://", "mailto:", "#")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that stays: its name, its kept attributes, and whether it closes an element."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    closing: bool = False

    def __str__(self) -> str:
        if self.closing:
            return f"</{self.name}>"
        kept = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes)
        return f"<{self.name}{kept}>"

    def get(self, name: str) -> str:
        """:returns: the value of an attribute, empty if the tag has none of that name."""
        return dict(self.attributes).get(name, "")


def is_safe_url(url: str) -> bool:
    """:returns: whether an address leads to a page, and runs nothing."""
    return url.strip().lower().startswith(_SCHEMES)


def tokens(html: str) -> Iterator[Tag | str]:
    """Split HTML into tags that stay and texts; comments and declarations are dropped.

    :returns: the tokens in order; a tag that is not on the list is a text.
    """
    parser = _Parser(convert_charrefs=True)
    parser.feed(html)
    parser.close()
    yield from parser.found


class _Parser(HTMLParser):
    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.found: list[Tag | str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # script and the like switch the parser to raw text: not for what is shown as text anyway
        self.clear_cdata_mode()
        if tag not in TAGS:
            self.found.append(self.get_starttag_text() or f"<{tag}>")
            return
        kept = []
        for name, value in attrs:
            text = value or ""
            if name in _ATTRIBUTES or (name in ("href", "src") and is_safe_url(text)):
                kept.append((name, text))
            elif name == "src" and ":" not in text:
                kept.append((name, text))
        self.found.append(Tag(tag, tuple(kept)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(Tag(tag, closing=True) if tag in TAGS else f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.found.append(data)
