"""What is found on a page when it is read: what it covers, what it mentions, and where its headings are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from ...model import Progress
from ...reading import covering, html
from ...reading.anchors import Anchors
from ...reading.covering import Covering
from ...reading.keys import digest
from ...views.sources import SourceDrift, drift, lean
from .. import needs
from ..build import Build
from ..nodes.basic import leanspec_box
from ..nodes.titles import is_number, without_number
from ..records import PageRecord
from .code import KIND
from .hovercard import first_sentence
from .mentions import adopt_links, link_names, mentions, names_specs, selected

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def record(app: Sphinx, build: Build, doctree: nodes.document) -> None:
    """Link what a page names, note it, and make the page a need if it covers specs."""
    docname = app.env.docname
    adopt_links(build, doctree, docname)
    covers, line = _covers(app, docname)
    if build.site.options.traces:
        # a page that has to do with no spec stays as it is
        link_names(doctree, docname, pages=bool(covers) or is_spec_page(app, docname) or names_specs(doctree))
    build.note(
        docname,
        PageRecord(
            (
                *mentions(build, doctree, docname),
                *(() if docname in build.site.shared else selected(doctree)),
            ),
            covers,
            line,
            _anchors(doctree),
            first_sentence(doctree) if build.site.spec_of(docname) else "",
            translated_title(doctree) if build.site.spec_of(docname) else "",
            _review(build, docname, doctree),
        ),
    )
    if covers:
        _add_need(app, build, doctree, docname, covers, line)


def _review(build: Build, docname: str, doctree: nodes.document) -> Progress | None:
    """Return how many boxes of a review are ticked, None for any other page."""
    mount = build.site.mounts.get(docname)
    if mount is None or mount.sub_document is None or not mount.sub_document.is_review:
        return None
    boxes = [node["done"] for node in doctree.findall(leanspec_box)]
    return Progress(sum(boxes), len(boxes))


def translated_title(doctree: nodes.document) -> str:
    """Return the title of a page if a catalogue translated it, else an empty text."""
    title = next(doctree.findall(nodes.title), None)
    return without_number(title) if title is not None and title.get("translated") else ""


def _covers(app: Sphinx, docname: str) -> Covering:
    """Return the specs that a page's front matter names; that of a spec configures nothing."""
    value = app.env.metadata[docname].get("specs")
    if value is None or is_spec_page(app, docname):
        return Covering()
    found = covering.read(Path(app.env.doc2path(docname)))
    return found if found.specs else covering.of(value)  # of a format that is Sphinx's to read


def is_spec_page(app: Sphinx, docname: str) -> bool:
    """Tell whether a page belongs to a spec; its frontmatter then configures nothing."""
    return Build.of(app.env).site.owner_of(docname) is not None


def _add_need(
    app: Sphinx,
    build: Build,
    doctree: nodes.document,
    docname: str,
    covers: tuple[str, ...],
    line: int,
) -> None:
    keys = dict.fromkeys(build.site.corpus.resolve(text).target for text in covers)
    title = next((node.astext() for node in doctree.findall(nodes.title)), docname)
    name = re.sub(r"[^A-Z0-9]+", "_", docname.upper()).strip("_")
    need_id = build.site.spelling.spell(f"DOC_{name or digest(docname)}")
    known = [key for key in keys if key]
    made = needs.make_doc(app, build.site, docname, need_id, title, known, line, code_of(build, docname))
    build.needs[docname] = needs.pack(made)
    section = next(doctree.findall(nodes.section), None)
    if section is not None:
        section["ids"].append(need_id)


def code_of(build: Build, docname: str) -> tuple[SourceDrift, ...]:
    """Return what became of the code that a page leans on, source by source."""
    names = {mention.target for mention in build.mentions(docname) if mention.kind == KIND}
    return drift(lean(build.code.lock, {docname: names}))


def _anchors(doctree: nodes.document) -> dict[str, str]:
    """Return what a link can lead to on a page, by GitHub's anchor, each with its id on the page."""
    known: dict[str, str] | None = doctree.get("leanspec_anchors")
    if known is not None:
        return known
    anchors = Anchors()
    found: dict[str, str] = {}
    section = ""
    for node in doctree.findall(nodes.Element):
        if isinstance(node, nodes.section) and node["ids"]:
            section = node["ids"][0]
            if not _is_added(node):
                anchors.begin()
                for text in node[0].findall(nodes.Text) if len(node) else ():
                    anchors.add("" if isinstance(text.parent, nodes.raw) or is_number(text) else text)
                found.setdefault(anchors.end(), section)
        elif isinstance(node, nodes.raw) and node.get("format") == "html":
            _take_html(node.astext(), anchors, found, section)
    found.pop("", None)
    return found


def _is_added(section: nodes.section) -> bool:
    """Return whether a section has a title for Sphinx alone, as a heading in HTML is shown."""
    title = next(iter(section.children), None)
    return isinstance(title, nodes.title) and "leanspec-hidden" in title["classes"]


def _take_html(text: str, anchors: Anchors, found: dict[str, str], section: str) -> None:
    """Take the names in a piece of HTML; a heading in it is found by the section that it stands in."""
    for _, piece in html.pieces(text):
        if isinstance(piece, html.Tag):
            found.setdefault(anchors.tag(piece), section)
            for name in piece.anchors:
                found.setdefault(name, name)
        elif not isinstance(piece, html.Rejected):
            anchors.add(piece)
