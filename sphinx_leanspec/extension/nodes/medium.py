"""What a builder can do, asked once: everybody else asks a medium, and no module knows builders by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from sphinx.builders import Builder


# no Struct: Sphinx 8.0 holds its application to the end, and how early Python takes that down hangs on this
@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """What a builder writes, and what its readers can do with it; by default, of a builder that nobody knows.

    :param name: the builder's own name.
    :param has_addresses: whether it says where its pages are; one that writes no pages need not.
    :param has_our_nodes: whether it writes our nodes; all others get plain ones, see :mod:`.lower`.
    :param makes_catalogs: whether it writes no pages but what translators get, who know nothing of our signs.
    :param is_published: whether each page is a file at an address of its own, which others may have kept.
    :param is_one_page: whether all pages become one.
    :param is_browsed: whether readers go from page to page by links, as they turn none.
    :param is_styled: whether a stylesheet sets apart what stands side by side.
    :param is_xml: whether its pages are XML, which knows few of HTML's names of characters.
    :param fetches_pictures: whether its readers fetch pictures of other sites themselves.
    :param prints_pictures: whether a program that makes a file of its pages gives up on a damaged picture.
    :param draws_svg: whether it shows SVG that stands in a page.
    :param draws_tikz: whether it shows pictures of TikZ.
    :param draws_charts: whether its readers have a screen that is wide and able enough for a chart.
    :param draws_bars: whether it draws the bars of a table, which are simpler.
    :param draws_needflows: whether sphinx-needs draws a needflow for it.
    :param turns_text: whether a head of a column can stand upright.
    :param opens_popovers: whether a link can show a card on hover and focus.
    :param has_navigation: whether the contents of the site stand beside each page.
    :param has_anchors: whether what stands between headings can be linked to.
    :param follows_links: whether a link within the site leads anywhere.
    :param has_arrows: whether its fonts can be relied upon to have an arrow.
    :param list_depth: how deep lists can be nested, if there is a limit.
    :param tie: the space that holds a sign and its word together.
    """

    name: str = ""
    has_addresses: bool = True
    has_our_nodes: bool = False
    makes_catalogs: bool = False
    is_published: bool = False
    is_one_page: bool = False
    is_browsed: bool = False
    is_styled: bool = False
    is_xml: bool = False
    fetches_pictures: bool = False
    prints_pictures: bool = False
    draws_svg: bool = False
    draws_tikz: bool = False
    draws_charts: bool = False
    draws_bars: bool = False
    draws_needflows: bool = False
    turns_text: bool = False
    opens_popovers: bool = False
    has_navigation: bool = False
    has_anchors: bool = False
    follows_links: bool = True
    has_arrows: bool = True
    list_depth: int | None = None
    tie: str = "\N{NO-BREAK SPACE}"

    @classmethod
    def of(cls, builder: Builder) -> Medium:
        """Return what a builder can do: by its own name, else by what it writes."""
        known = _BY_NAME.get(builder.name) or _BY_FORMAT.get(builder.format) or cls()
        return replace(known, name=builder.name, has_addresses=has_addresses(builder))

    @property
    def draws_graphs(self) -> bool:
        """Whether it shows a diagram as a picture, in whatever form."""
        return self.draws_svg or self.draws_tikz


def has_addresses(builder: Builder) -> bool:
    """Return whether a builder says where its pages are; asked for every link, so it makes no medium."""
    return type(builder).get_target_uri is not Builder.get_target_uri


_SITE: Final = Medium(
    has_our_nodes=True,
    is_browsed=True,
    is_styled=True,
    fetches_pictures=True,
    draws_svg=True,
    draws_charts=True,
    draws_bars=True,
    draws_needflows=True,
    turns_text=True,
    opens_popovers=True,
    has_navigation=True,
    has_anchors=True,
)
_EPUB: Final = replace(
    _SITE,
    is_xml=True,
    fetches_pictures=False,
    draws_charts=False,  # many readers are small, and know little of SVG and CSS
    draws_bars=False,
    draws_needflows=False,
    turns_text=False,
    opens_popovers=False,
    has_navigation=False,
)
_BY_NAME: Final[Mapping[str, Medium]] = {
    "dirhtml": replace(_SITE, is_published=True),
    "epub": _EPUB,
    "gettext": Medium(makes_catalogs=True),
    "html": replace(_SITE, is_published=True),
    "singlehtml": replace(_SITE, is_one_page=True, has_navigation=False),
}
_BY_FORMAT: Final[Mapping[str, Medium]] = {
    "html": _SITE,
    "latex": Medium(
        has_our_nodes=True,
        prints_pictures=True,
        draws_tikz=True,
        draws_bars=True,
        has_arrows=False,
        list_depth=4,
    ),
    "man": Medium(follows_links=False),
    "text": Medium(tie=" "),  # whose lines Sphinx breaks at every kind of space
}
