"""Pictures of specs that say more than docutils' own node can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class leanspec_image(nodes.image):
    """A picture with a title: attribute ``reftitle``."""


class leanspec_source(nodes.General, nodes.Inline, nodes.Element):
    """Pictures that a browser may show in place of the one after them: attributes ``media`` and ``type``.

    Each is a ``nodes.image`` with an attribute ``descriptor``, ``2x`` say.
    """


def register(app: Sphinx) -> None:
    """Register the nodes; what has no browser is never given one."""
    app.add_node(leanspec_image, html=(_visit_image_html, _pass))
    app.add_node(leanspec_source, html=(_visit_source_html, None))


def _visit_image_html(self: HTML5Translator, node: leanspec_image) -> None:
    self.visit_image(node)
    self.body[-1] = self.body[-1].replace("<img ", f'<img title="{self.attval(node["reftitle"])}" ', 1)


def _pass(self: HTML5Translator, node: nodes.Element) -> None:
    """Close nothing."""


def _visit_source_html(self: HTML5Translator, node: leanspec_source) -> None:
    shown = []
    for image in node.findall(nodes.image):
        uri = image["uri"]
        if uri in self.builder.images:
            uri = f"{self.builder.imgpath}/{self.builder.images[uri]}"
        uri = uri.replace(" ", "%20").replace(",", "%2C")  # which end an address there
        shown.append(f"{uri} {image['descriptor']}".strip())
    attributes = {name: node[name] for name in ("media", "type") if node[name]}
    self.body.append(self.emptytag(node, "source", srcset=", ".join(shown), **attributes))
    raise nodes.SkipNode
