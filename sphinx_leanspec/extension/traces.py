"""What is found on a page when it is read: what it covers, what it mentions, and where its headings are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util import docname_join

from ..reading.blocks import specs_in
from ..reading.frontmatter import Field, Item
from ..reading.markdown import digest, slugify
from . import needs
from .directives.base import leanspec_view
from .domain import LeanspecDomain
from .hovercard import first_sentence
from .links import is_page_name
from .relations import Mention, PageRecord

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_CLOSED = (
    nodes.reference,
    addnodes.pending_xref,
    nodes.FixedTextElement,
    nodes.title,
    nodes.raw,
    nodes.substitution_definition,
)


def record(app: Sphinx, domain: LeanspecDomain, doctree: nodes.document) -> None:
    """Link what a page names, note it, and make the page a need if it covers specs."""
    docname = app.env.docname
    if domain.site.options.traces:
        _link_names(doctree, docname)
    _adopt_links(domain, doctree, docname)
    covers, line = _covers(app, docname)
    domain.note(
        docname,
        PageRecord(
            (*_mentions(domain, doctree, docname), *_selected(doctree)),
            covers,
            line,
            _anchors(doctree),
            first_sentence(doctree) if domain.site.spec_of(docname) else "",
            translated_title(doctree) if domain.site.spec_of(docname) else "",
        ),
    )
    if covers:
        _add_need(app, domain, doctree, docname, covers, line)


def translated_title(doctree: nodes.document) -> str:
    """:returns: the title of a page if it is that of a catalogue."""
    title = next(doctree.findall(nodes.title), None)
    return " ".join(title.astext().split()) if title is not None and title.get("translated") else ""


def _covers(app: Sphinx, docname: str) -> tuple[tuple[str, ...], int]:
    """:returns: the specs that a page's front matter names, in MyST or in RST, and the line of that."""
    if domain_spec(app, docname):
        return (), 1
    value = app.env.metadata[docname].get("specs")
    if value is None:
        return (), 1
    text = value if isinstance(value, str) else json.dumps(value)
    found = tuple(item.text for item in Field(1, text, (Item(text, 1),)).split())
    with Path(app.env.doc2path(docname)).open(encoding="utf-8-sig", errors="replace") as source:
        line = next((number for number, text in enumerate(source, 1) if re.match(r":?specs:", text)), 1)
    return found, line


def domain_spec(app: Sphinx, docname: str) -> bool:
    """:returns: whether a page belongs to a spec, whose own frontmatter says nothing to the site."""
    domain: LeanspecDomain = app.env.get_domain("leanspec")  # type: ignore[assignment]
    return domain.site.owner_of(docname) is not None


def _add_need(
    app: Sphinx,
    domain: LeanspecDomain,
    doctree: nodes.document,
    docname: str,
    covers: tuple[str, ...],
    line: int,
) -> None:
    keys = dict.fromkeys(domain.site.corpus.resolve(text).target for text in covers)
    title = next((node.astext() for node in doctree.findall(nodes.title)), docname)
    name = re.sub(r"[^A-Z0-9]+", "_", docname.upper()).strip("_")
    need_id = f"DOC_{name or digest(docname)}"
    known = [key for key in keys if key]
    domain.needs[docname] = list(needs.make_doc(app, domain.site, docname, need_id, title, known, line))
    section = next(doctree.findall(nodes.section), None)
    if section is not None:
        section["ids"].append(need_id)


def _link_names(doctree: nodes.document, docname: str) -> None:
    """Make references of texts that name a spec, and of names of pages in backticks."""
    for node in list(_open_texts(doctree)):
        parent = node.parent
        if isinstance(parent, nodes.literal):
            text = parent.astext()
            found = specs_in(text)
            if len(parent) == 1 and found and found[0][:2] == (0, len(text)):
                _wrap(parent, "mention", found[0][2], docname)
            elif len(parent) == 1 and is_page_name(text):
                _wrap(parent, "page", text, docname)
            elif len(parent) == 1 and (found := specs_in(text.rstrip("/"))) and found[0][0] == 0:
                _wrap(parent, "mention", found[0][2], docname)
        elif found := specs_in(str(node)):
            parent.replace(node, list(_split(str(node), found, docname, parent)))


def _open_texts(node: nodes.Element) -> Iterator[nodes.Text]:
    """:returns: the texts that are no link, heading or code block."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child
        elif isinstance(child, nodes.Element) and not isinstance(child, _CLOSED):
            yield from _open_texts(child)


def _wrap(node: nodes.Element, kind: str, target: str, docname: str) -> None:
    parent = node.parent
    reference = _reference(kind, target, docname, parent)
    parent.replace(node, reference)
    reference.append(node)


def _split(
    text: str, found: list[tuple[int, int, str]], docname: str, parent: nodes.Element
) -> Iterator[nodes.Node]:
    at = 0
    for start, end, target in found:
        if start > at:
            yield nodes.Text(text[at:start])
        reference = _reference("mention", target, docname, parent)
        reference.append(nodes.inline("", text[start:end]))
        yield reference
        at = end
    if at < len(text):
        yield nodes.Text(text[at:])


def _reference(kind: str, target: str, docname: str, parent: nodes.Element) -> addnodes.pending_xref:
    reference = addnodes.pending_xref(
        refdomain="leanspec", reftype=kind, reftarget=target, refexplicit=True, refwarn=False, refdoc=docname
    )
    reference.source, reference.line = _place(parent)
    return reference


def _place(node: nodes.Node | None) -> tuple[str | None, int | None]:
    while node is not None and node.line is None:
        node = node.parent
    return (node.source, node.line) if node is not None else (None, None)


def _adopt_links(domain: LeanspecDomain, doctree: nodes.document, docname: str) -> None:
    """Take over MyST's links to folders and files of specs, which it knows nothing of."""
    for node in doctree.findall(addnodes.pending_xref):
        if node["reftype"] == "myst" and node.get("refdomain") is None:
            target = node["reftarget"]
            path = target.partition("#")[0]
            # anything else is a label, or a heading of the same page
            is_file = "/" in path or is_page_name(path)
            if is_file and domain.site.is_spec_path(path, domain.site.source(domain.env, docname)):
                node["refdomain"], node["reftype"], node["refwarn"] = "leanspec", "link", False
        if node["refdomain"] == "leanspec":
            node["refdoc"] = docname


def _mentions(domain: LeanspecDomain, doctree: nodes.document, docname: str) -> Iterator[Mention]:
    for node in doctree.findall(addnodes.pending_xref):
        if node["refdomain"] == "leanspec" and not node.get("intersphinx"):
            source, line = _place(node)
            line = (line or 1) + (_lines_before(node) if node["reftype"] in ("spec", "check") else 0)
            yield Mention(node["reftype"], node["reftarget"], source or doctree["source"], line)
        elif node["refdomain"] == "doc" and node["reftype"] == "myst":
            # resolved by MyST, and a mention all the same
            yield Mention("doc", node["reftarget"], doctree["source"], node.line or 1)
        elif node["refdomain"] == "std" and node["reftype"] == "doc":
            name = docname_join(docname, node["reftarget"].removesuffix(".md"))
            yield Mention("doc", domain.site.aliases.get(name, name), doctree["source"], node.line or 1)


def _lines_before(node: nodes.Node) -> int:
    """:returns: how many lines of its block are above a role, which has the line of the block."""
    lines, inner = 0, node
    while isinstance(inner, nodes.Inline) and inner.parent is not None:
        before = inner.parent.children[: inner.parent.index(inner)]
        lines += sum(sibling.astext().count("\n") for sibling in before)
        inner = inner.parent
    return lines


def _selected(doctree: nodes.document) -> Iterator[Mention]:
    """:returns: the specs that views name in their options."""
    for place in doctree.findall(leanspec_view):
        for option in ("specs", "parent"):
            for text in place["options"].get(option, ()):
                if text != "none":
                    yield Mention("view", text, place.source or doctree["source"], place.line or 1)


def _anchors(doctree: nodes.document) -> dict[str, str]:
    """:returns: the headings of a page by GitHub's anchor, each with its id on the page."""
    known: dict[str, str] = doctree.get("leanspec_anchors", {})
    if known:
        return known
    found: dict[str, str] = {}
    for section in doctree.findall(nodes.section):
        if section["ids"]:
            slug = slugify(section[0].astext()) if len(section) else section["ids"][0]
            name, count = slug, 0
            while name in found:
                count += 1
                name = f"{slug}-{count}"
            found[name] = section["ids"][0]
    return found
