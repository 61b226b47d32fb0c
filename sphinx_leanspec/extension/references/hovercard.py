"""What a link to a spec tells of it on hover and focus: a small card, one for each spec that a page links to.

The browser shows it, as a popover of the link (``interestfor``): above the page, so nothing moves; after a
moment; and not on touch, where a tap follows the link. A few lines of script add that Escape takes it away,
that browsers show it which do not know the attribute, and that older ones have the same in a tooltip.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes

from ..build import Build
from ..nodes import parts, verdicts
from ..nodes.lower import Lowerable
from ..nodes.medium import Medium

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

SCRIPT: Final = "leanspec-hovercard.js"
_MOST = 100
"""On how many specs a page has cards at most; links to the others have a tooltip."""
_LONGEST = 200
_SENTENCE: Final = re.compile(r".{6,}?(?:[.!?…](?=\s+[^\sa-z])|[。！？])")
_ELSEWHERE: Final = (nodes.footnote_reference, nodes.image, nodes.raw)
"""What is in a paragraph and not part of its text."""


class leanspec_reference(Lowerable, nodes.reference):  # noqa: N801 - docutils finds a visitor by this name
    """A link in a text to a spec: attributes ``key``, the spec's, and ``about``, the id of its card."""

    def lowered(self, medium: Medium) -> Sequence[nodes.Node]:
        kept = {name: value for name, value in self.attributes.items() if name not in ("key", "about")}
        return [nodes.reference("", "", *self.children, **kept)]


class leanspec_hovercards(nodes.General, nodes.Element):  # noqa: N801
    """The cards of a page: attribute ``cards``, each an id and its lines, of nodes.

    They are no children, so that the search does not find on this page what other specs are about.
    """


def first_sentence(doctree: nodes.document) -> str:
    """Return the first sentence of a page as plain text, cut where it is long; empty if there is none."""
    paragraphs = (node for node in doctree.findall(nodes.paragraph) if isinstance(node.parent, nodes.section))
    text = next(filter(None, map(_plain, paragraphs)), "")
    found = _SENTENCE.match(text)
    sentence = found[0] if found else text
    if len(sentence) <= _LONGEST:
        return sentence
    cut = sentence[:_LONGEST]
    words = cut.rpartition(" ")[0]
    return f"{(words if len(words) > _LONGEST // 2 else cut).rstrip(' ,;:')}…"


def _plain(paragraph: nodes.Element) -> str:
    texts = [
        text.astext() for text in paragraph.findall(nodes.Text) if not isinstance(text.parent, _ELSEWHERE)
    ]
    return " ".join("".join(texts).split())


def refer(found: nodes.reference, key: str) -> leanspec_reference:
    """Turn a reference into one that can have a hover card."""
    return leanspec_reference("", "", *found.children, **found.attributes, key=key)


def card(build: Build, key: str) -> tuple[str, list[list[nodes.Node]]]:
    """Draw the card of a spec: its id, and its lines."""
    spec, sentence = build.site.corpus.specs[key], build.first_sentence(key)
    shown: list[nodes.Node] = [parts.state(spec)]
    if spec.progress.total:
        shown.append(parts.progress_bar(spec.progress))
    lines: list[list[nodes.Node]] = [[nodes.strong("", parts.title(spec))], parts.spaced(shown)]
    if spec.offers_evidence and (counted := build.claims.verified(spec)).claimed:
        lines.append(verdicts.summary(counted))
    if sentence:
        lines.append([nodes.Text(sentence)])
    return f"about-{spec.need_id}", lines


def attach(app: Sphinx, build: Build, doctree: nodes.document) -> None:
    """Give the links of a page their cards, where pages are for a browser."""
    if not Medium.of(app.builder).opens_popovers:
        return
    links = list(doctree.findall(leanspec_reference))
    keys = list(dict.fromkeys(link["key"] for link in links))[:_MOST]
    cards = {key: card(build, key) for key in keys}
    for link in links:
        if link["key"] in cards:
            link["about"], _lines = cards[link["key"]]
            link.attributes.pop("reftitle", None)  # which would be a second card
    if cards:
        doctree.append(leanspec_hovercards(cards=list(cards.values())))


def add_script(app: Sphinx, doctree: nodes.document | None) -> None:
    """Add the script to a page that has cards."""
    if doctree is not None and any(isinstance(node, leanspec_hovercards) for node in doctree.children):
        app.add_js_file(SCRIPT, loading_method="defer")


def _visit_reference_html(self: HTML5Translator, node: leanspec_reference) -> None:
    at = len(self.body)
    self.visit_reference(node)
    if "about" in node:  # the writer has a fixed list of attributes for links, and no way to add one
        self.body[at] = self.body[at].replace("<a ", f'<a interestfor="{self.attval(node["about"])}" ', 1)


def _depart_reference_html(self: HTML5Translator, node: leanspec_reference) -> None:
    self.depart_reference(node)


def _visit_hovercards_html(self: HTML5Translator, node: leanspec_hovercards) -> None:
    for name, lines in node["cards"]:
        # to those who listen, the link has said it already
        self.body.append(
            f'<div popover="hint" class="leanspec-hovercard" id="{self.attval(name)}" aria-hidden="true">'
        )
        for line in lines:
            self.body.append("<div>")
            for part in line:
                part.walkabout(self)
            self.body.append("</div>")
        self.body.append("</div>\n")
    raise nodes.SkipNode


def _skip(self: Any, node: nodes.Element) -> None:
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    """Register the nodes; a builder that knows no cards writes a link as any other."""
    app.add_node(leanspec_reference, html=(_visit_reference_html, _depart_reference_html))
    app.add_node(leanspec_hovercards, html=(_visit_hovercards_html, None), epub=(_skip, None))
