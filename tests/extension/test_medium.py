from __future__ import annotations

import pytest
from sphinx.builders import Builder
from sphinx.builders.changes import ChangesBuilder
from sphinx.builders.epub3 import Epub3Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.latex import LaTeXBuilder
from sphinx.builders.manpage import ManualPageBuilder
from sphinx.builders.text import TextBuilder

from sphinx_leanspec.extension.nodes.medium import Medium

ABLE = {
    Builder: ("has_arrows follows_links", "has_addresses has_our_nodes"),
    ChangesBuilder: ("has_arrows follows_links", "has_addresses has_our_nodes"),
    Epub3Builder: ("has_our_nodes draws_graphs is_xml", "draws_charts opens_popovers is_published"),
    LaTeXBuilder: ("has_our_nodes draws_graphs draws_bars list_depth", "has_arrows draws_svg has_anchors"),
    ManualPageBuilder: ("has_addresses has_arrows", "follows_links has_our_nodes"),
    StandaloneHTMLBuilder: ("has_our_nodes draws_charts opens_popovers is_published", "is_xml draws_tikz"),
    TextBuilder: ("has_addresses follows_links", "has_our_nodes draws_graphs"),
}


def medium(kind: type[Builder], **of_its_own: str) -> Medium:
    """What a builder can do that is derived from another, and may have a name of its own."""
    derived = type("Derived", (kind,), of_its_own)
    return Medium.of(derived.__new__(derived))


@pytest.mark.parametrize(("kind", "able", "unable"), [(kind, *found) for kind, found in ABLE.items()])
def test_a_builder_can_do_what_its_output_can(kind: type[Builder], able: str, unable: str) -> None:
    found = medium(kind)
    assert [name for name in able.split() if not getattr(found, name)] == []
    assert [name for name in unable.split() if getattr(found, name)] == []


def test_one_that_nobody_knows_can_do_what_its_format_can() -> None:
    site = medium(StandaloneHTMLBuilder, name="another")
    assert (site.name, site.draws_charts, site.is_published) == ("another", True, False)
    assert not medium(ManualPageBuilder, name="another").follows_links
    assert medium(TextBuilder, name="another", format="another") == Medium(name="another")
