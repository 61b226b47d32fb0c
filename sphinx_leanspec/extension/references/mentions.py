"""What a page names: texts made into references, and every reference noted as a mention."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.util import docname_join

from ...reading.names import specs_in
from ..build import Build
from ..nodes.placeholders import leanspec_view
from ..records import Mention

_ROLES = ("spec", "check", "source")
_CLOSED = (
    nodes.reference,
    addnodes.pending_xref,
    nodes.FixedTextElement,
    nodes.title,
    nodes.raw,
    nodes.substitution_definition,
)


_PAGE_NAME = re.compile(r"[\w./ -]*[\w-]\.(?:md|markdown|rst)(?:#[^\s]*)?")


def names_specs(doctree: nodes.document) -> bool:
    """Tell whether a page names a spec, by a role, a view or in its text."""
    if any(node.get("refdomain") == "leanspec" for node in doctree.findall(addnodes.pending_xref)):
        return True
    return any(map(specs_in, _open_texts(doctree))) or any(doctree.findall(leanspec_view))


def link_names(doctree: nodes.document, docname: str, *, pages: bool) -> None:
    """Make references of texts that name a spec, in backticks its file, too.

    :param pages: whether any page's file in backticks becomes one.
    """
    for node in list(_open_texts(doctree)):
        parent = node.parent
        if isinstance(parent, nodes.literal):
            text = parent.astext()
            found = specs_in(text)
            if len(parent) == 1 and found and found[0][:2] == (0, len(text)):
                _wrap(parent, "mention", found[0][2], docname)
            elif len(parent) == 1 and (found or pages) and _PAGE_NAME.fullmatch(text):
                _wrap(parent, "page", text, docname)
            elif len(parent) == 1 and (found := specs_in(text.rstrip("/"))) and found[0][0] == 0:
                _wrap(parent, "mention", found[0][2], docname)
        elif found := specs_in(str(node)):
            parent.replace(node, list(_split(str(node), found, docname, parent)))


def _open_texts(node: nodes.Element) -> Iterator[nodes.Text]:
    """Yield the texts outside links, headings and code blocks."""
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


def adopt_links(build: Build, doctree: nodes.document, docname: str) -> None:
    """Take over MyST's links to folders and files of specs, which it knows nothing of."""
    for node in doctree.findall(addnodes.pending_xref):
        if node["reftype"] == "myst" and node.get("refdomain") is None:
            target = node["reftarget"]
            path = target.partition("#")[0]
            # anything else is a label, or a heading of the same page
            is_file = "/" in path or bool(_PAGE_NAME.fullmatch(path))
            if is_file and build.site.is_spec_path(path, build.site.source(build.env, docname)):
                node["refdomain"], node["reftype"], node["refwarn"] = "leanspec", "link", False
        elif node.get("refdomain") in ("doc", "std") and _is_kept_back(build, node, docname):
            node["refdomain"], node["reftype"], node["refwarn"] = "leanspec", "kept-back", False
        if node["refdomain"] == "leanspec":
            node["refdoc"] = docname


def _is_kept_back(build: Build, node: addnodes.pending_xref, docname: str) -> bool:
    """Return whether a reference to a page names the file of a spec that is left out."""
    corpus = build.site.corpus
    if not corpus.unpublished or node["reftype"] not in ("myst", "doc"):
        return False
    name = docname_join(docname, node["reftarget"]) if node["refdomain"] == "std" else node["reftarget"]
    path = build.site.relative(build.site.srcdir / f"{name.removesuffix('.md')}.md")
    return corpus.is_unpublished(path)


def mentions(build: Build, doctree: nodes.document, docname: str) -> Iterator[Mention]:
    """Find what the references of a page name."""
    for node in doctree.findall(addnodes.pending_xref):
        if node["refdomain"] == "leanspec" and not node.get("intersphinx"):
            source, line = _place(node)
            line = (line or 1) + (_lines_before(node) if node["reftype"] in _ROLES else 0)
            yield Mention(node["reftype"], node["reftarget"], source or doctree["source"], line)
        elif node["refdomain"] == "doc" and node["reftype"] == "myst":
            # resolved by MyST, and a mention all the same
            yield Mention("doc", node["reftarget"], doctree["source"], node.line or 1)
        elif node["refdomain"] == "std" and node["reftype"] == "doc":
            name = docname_join(docname, node["reftarget"].removesuffix(".md"))
            yield Mention("doc", build.site.aliases.get(name, name), doctree["source"], node.line or 1)


def _lines_before(node: nodes.Node) -> int:
    """Count the lines between the start of a block and a role in it: roles carry the block's line."""
    lines, inner = 0, node
    while isinstance(inner, nodes.Inline) and inner.parent is not None:
        before = inner.parent.children[: inner.parent.index(inner)]
        lines += sum(sibling.astext().count("\n") for sibling in before)
        inner = inner.parent
    return lines


def selected(doctree: nodes.document) -> Iterator[Mention]:
    """Yield what views name in their options: specs, and code."""
    for place in doctree.findall(leanspec_view):
        if name := place["options"].get("reference"):
            yield Mention("source", name, place.source or doctree["source"], place.line or 1)
        for option in ("specs", "parent"):
            for text in place["options"].get(option, ()):
                if text != "none":
                    yield Mention("view", text, place.source or doctree["source"], place.line or 1)
