"""A part of a spec's page for another page: cut out of the page as it was read, and made to fit there.

The page is not rendered a second time, so what is wrong in it is reported once, at its own file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from docutils import nodes
from msgspec import Struct
from sphinx import addnodes
from sphinx.errors import NoUri

from .. import needs
from ..build import Build
from ..language import _
from ..nodes.parts import Linker
from ..nodes.placeholders import leanspec_card, leanspec_view
from ..references.domain import LeanspecDomain
from . import items

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_DROPPED: Final = (
    leanspec_card,
    addnodes.toctree,
    addnodes.index,
    nodes.comment,
    nodes.footnote,
    nodes.substitution_definition,
    nodes.system_message,
    nodes.target,
)
"""What belongs to the page it was read on, and to no other."""

_OWN_ANCHOR: Final = re.compile(r'(?<=\s)(?:id|name)="[^"]*"')


class Cut(Struct, frozen=True):
    """Cuts parts out of one page.

    :param link: makes references from the page that shows them.
    :param docname: the page they are cut out of, ``doctree`` as it was read.
    :param prefix: what ids begin with on the page that shows them; elsewhere they would be there twice.
    """

    env: BuildEnvironment
    link: Linker
    docname: str
    doctree: nodes.document
    prefix: str

    def lead(self) -> list[nodes.Node]:
        """Return what stands above the first section."""
        page = next(self.doctree.findall(nodes.section), self.doctree)
        return self._fitted([child for child in page.children[1:] if not isinstance(child, nodes.section)], 1)

    def section(self, name: str, *, titled: bool = False) -> list[nodes.Node]:
        """Return a section of the page.

        :param name: the id of the section's heading.
        :param titled: whether the heading is part of it.
        """
        heading = next((node for node in self.doctree.findall(nodes.Element) if name in node["ids"]), None)
        if isinstance(heading, nodes.section):
            level = depth(heading) + 1
            return self._fitted(heading.children[0 if titled else 1 :], level - titled)
        if isinstance(heading, nodes.rubric):
            level = heading["heading-level"]
            return self._fitted([heading, *_below(heading)] if titled else _below(heading), level - titled)
        return []

    def _fitted(self, found: Sequence[nodes.Node], level: int) -> list[nodes.Node]:
        """Make nodes fit for the other page.

        :param level: that of the heading they stand below, which is not shown with them.
        :returns: the nodes, behind them the footnotes that they refer to.
        """
        for node in found:
            for rubric in node.findall(nodes.rubric):
                rubric["heading-level"] = max(1, rubric.get("heading-level", 1) - level)
        whole = nodes.container("", *_flat(found, level))
        self._drop(whole)
        items.attach(Build.of(self.env), whole, self.link.medium)
        whole += self._footnotes(whole)
        for pending in list(whole.findall(addnodes.pending_xref)):
            self._refer(pending)
        for reference in list(whole.findall(nodes.reference)):
            self._lead_back(reference)
        for node in whole.findall(nodes.Element):
            self._rename(node)
        children = whole.children
        whole.children = []
        return children

    def _drop(self, whole: nodes.container) -> None:
        for node in list(whole.findall(lambda node: isinstance(node, _DROPPED))):
            parent = node.parent
            parent.remove(node)
            if isinstance(parent, nodes.compound) and not parent.children:
                parent.parent.remove(parent)
        for node in list(whole.findall(_is_drawn)):
            text = nodes.Text(_("This part is shown on the page of the spec."))
            link = self.link.page(self.docname, [text])
            node.parent.replace(node, nodes.paragraph("", "", link, classes=["leanspec-note"]))

    def _footnotes(self, whole: nodes.container) -> list[nodes.footnote]:
        """Number the footnotes anew: from 1 on, in the order in which this part refers to them."""
        known = {name: found for found in self.doctree.findall(nodes.footnote) for name in found["ids"]}
        used: dict[str, nodes.footnote] = {}
        references = list(whole.findall(nodes.footnote_reference))
        for reference in references:  # grows while it is read: a footnote may refer to another
            name = reference.get("refid", "")
            if name not in known:
                continue
            if name not in used:
                number = str(len(used) + 1)
                used[name] = known[name].deepcopy()
                used[name][0] = nodes.label("", number)
                # LaTeX tells footnotes of pages by their docname
                used[name].attributes.update(
                    ids=[f"footnote-{number}"], names=[number], backrefs=[], docname=self.prefix
                )
                references += used[name].findall(nodes.footnote_reference)
            _tie(reference, used[name], self.prefix)
        return list(used.values())

    def _refer(self, node: addnodes.pending_xref) -> None:
        """Resolve one of our references from the other page; leave those of others to Sphinx."""
        if node["refdomain"] != LeanspecDomain.name:
            node["refdoc"] = self.link.docname
            return
        try:
            found = self.env.get_domain(LeanspecDomain.name).resolve_xref(
                self.env,
                self.link.docname,
                self.link.builder,
                node["reftype"],
                node["reftarget"],
                node,
                node,
            )
        except NoUri:
            found = None
        if found is None and node["reftype"] in ("spec", "check"):
            node["refdoc"] = self.link.docname
            return
        node.replace_self([found] if found is not None else list(node.children[:1]))

    def _lead_back(self, node: nodes.reference) -> None:
        """Let a reference within the page it was read on lead there."""
        if "refid" in node:
            node.replace_self(self.link.page(self.docname, node.children, anchor=node["refid"]))

    def _rename(self, node: nodes.Element) -> None:
        """Take away the ids that other pages refer to; headings and footnotes keep one of their own."""
        keeps = isinstance(node, nodes.rubric | nodes.footnote | nodes.footnote_reference)
        node["ids"] = [f"{self.prefix}-{name}" for name in node["ids"]] if keeps else []
        if isinstance(node, nodes.raw) and node["format"] == "html" and node.children:
            node[0] = nodes.Text(_OWN_ANCHOR.sub("", str(node[0])))


def _tie(reference: nodes.footnote_reference, footnote: nodes.footnote, prefix: str) -> None:
    """Let a reference and its footnote lead to each other by the names that they will have."""
    name = footnote["ids"][0]
    own = f"{name}-reference-{len(footnote['backrefs']) + 1}"
    footnote["backrefs"].append(f"{prefix}-{own}")
    reference.children = []
    reference.append(nodes.Text(footnote[0].astext()))
    reference.attributes.update(ids=[own], refid=f"{prefix}-{name}", docname=footnote["docname"])


def depth(node: nodes.Node) -> int:
    """Return how many sections enclose a node."""
    found, at = 0, node.parent
    while at is not None:
        found += isinstance(at, nodes.section)
        at = at.parent
    return found


def _flat(found: Sequence[nodes.Node], level: int) -> Iterator[nodes.Node]:
    """Replace sections by headings: a section would enter the other page's table of contents."""
    for node in found:
        if isinstance(node, nodes.section):
            yield from _flat(node.children, level)
        elif isinstance(node, nodes.title):
            rubric = nodes.rubric("", "", *node.children, ids=node.parent["ids"][:1])
            rubric["heading-level"] = depth(node) - level
            yield rubric
        else:
            yield node


def _below(heading: nodes.rubric) -> list[nodes.Node]:
    """Return what stands below a heading that opens no section, in a quote for example."""
    found: list[nodes.Node] = []
    for node in heading.parent.children[heading.parent.index(heading) + 1 :]:
        if isinstance(node, nodes.section):
            break
        if isinstance(node, nodes.rubric) and node.get("heading-level", 6) <= heading["heading-level"]:
            break
        # a tag may begin or end beyond
        if not isinstance(node, nodes.raw):
            found.append(node)
    return found


def _is_drawn(node: nodes.Node) -> bool:
    """Tell whether a block is drawn later, for its own page alone."""
    is_need = needs.is_of_needs(node) and not isinstance(node, nodes.Inline)
    return is_need or isinstance(node, leanspec_view)
