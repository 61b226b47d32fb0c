"""How the text of a page is read: specs as plain GitHub Markdown, the project's own pages as MyST."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docutils import nodes
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser

from ...model import Leaf, Part, Spec
from ...reading import frontmatter
from ...reading.decoding import clean, lines_of
from ..build import Build
from ..guard import box, guarded
from ..language import _
from ..markdown import images, render, requirements
from ..nodes.basic import leanspec_box
from ..nodes.parts import check_box, fact_name, facts, make_check, region
from ..nodes.placeholders import hidden_toctree, leanspec_card, leanspec_foot

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..site import Mount, Site


_TRANSLATED: Final = ":<translated>"
"""What Sphinx puts behind the name of a file whose texts it has from a catalogue."""
FILETYPE: Final = "leanspec"
SUFFIX: Final = f".{FILETYPE}"
"""What the files end in that we write for Sphinx to read; no project reads such files in its own way."""
MARKDOWN: Final = ".md"
"""What the files of specs end in; of this kind, too, where a project has no Markdown itself."""

_UNDERLINED: Final = re.compile(r"\A(?P<title>.+)\n=+\s*", re.DOTALL)
"""How it hands over a title: a list, a quote or a heading of its own, if the title begins like one."""


class SpecParser(MystParser):
    """MyST's parser, but for the files of specs."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        env: BuildEnvironment = document.settings.env
        site = Build.of(env).site
        found = site.mounts.get(env.docname)
        if found is None or found.spec is None:
            # Sphinx up to 8 reads all pages of a kind with the same settings
            document.settings.smart_quotes = env.settings.get("smart_quotes", True)
            self.parse_page(inputstring, document)
            return
        if document["source"].endswith(_TRANSLATED):
            read = super().parse if site.options.myst else _render_title
            read(_UNDERLINED.sub(_as_heading, inputstring), document)
            return
        document["source"] = clean(str(found.path))  # the file itself, where a repaired copy is read
        spec = site.spec_of(env.docname)
        parts = (
            [part._replace(path=str(site.project.root / part.path)) for part in spec.parts] if spec else []
        )
        if parts or not site.options.myst:
            parts = parts or [_part(str(found.path), spec, lines_of(inputstring))]
            text = "".join(part.text for part in parts)
            work = partial(_render, site, found, spec, parts, document)
            instead = partial(_as_written, found.docname, spec, text, document)
            guarded("rendering the text", f"{parts[0].path}:{parts[0].line}", work, instead)
        else:
            part = _part("", spec, lines_of(inputstring))
            super().parse("\n" * (part.line - 1) + part.text.removesuffix("\n"), document)
            _draw_boxes(document, spec)
        if spec is not None:
            _add_card(site, env.docname, spec, document)
            if spec.requirements:
                requirements.anchor(document, spec, site.project.root)

    def parse_page(self, text: str, document: nodes.document) -> None:
        """Read a page that is no spec's."""
        super().parse(text, document)


class OwnParser(SpecParser):
    """The same for files that we write: MyST's default, however the project reads its own Markdown."""

    supported = (FILETYPE,)  # type: ignore[misc]  # an instance variable in MyST, a class variable in docutils

    def parse_page(self, text: str, document: nodes.document) -> None:
        parser = create_md_parser(MdParserConfig(), SphinxRenderer)
        parser.options["document"] = document
        parser.render(text)


def is_read_here(app: Sphinx, path: Path) -> bool:
    """Tell whether a parser of ours would read a file; a project may have chosen another for its kind."""
    kinds = (kind for suffix, kind in app.config.source_suffix.items() if path.name.endswith(suffix))
    kind = next(kinds, FILETYPE if path.suffix == MARKDOWN else "")
    found = app.registry.source_parsers.get(kind)
    return found is not None and issubclass(found, SpecParser)


def _as_heading(found: re.Match[str]) -> str:
    """Return a title that is one whatever it begins with; the sign at its end keeps one of its own."""
    return f"# {' '.join(found['title'].split())} #\n"


def _render_title(text: str, document: nodes.document) -> None:
    """Read what a catalogue has for the title of a spec, which is Markdown as the title itself."""
    render.render(lines_of(text), 1, document, render.BodyContext(""))
    for section in document.findall(nodes.section):
        section["ids"] = []  # the page keeps its own


def _part(path: str, spec: Spec | None, lines: list[str]) -> Part:
    """Return what is shown of a file, which is all after its frontmatter but the badges below the title."""
    if spec is None:
        matter = frontmatter.read(lines)
        body_line = matter.body_line if matter.line is not None else 1
    else:
        body_line = spec.body_line
        if spec.banner_line is not None and spec.banner_line <= len(lines):
            lines[spec.banner_line - 1] = ""
    return Part(path, body_line, "\n".join(lines[body_line - 1 :]) + "\n")


def _render(
    site: Site, found: Mount, spec: Spec | None, parts: Sequence[Part], document: nodes.document
) -> None:
    root, document_of = site.project.root, found.sub_document
    leaf = _leaf(site, found)
    name = spec.title if spec else leaf.title or (document_of.name if document_of else found.docname)
    checks = (
        {
            (str(root / spec.path_of(check)), check.line): (check, spec.check_id(check))
            for check in spec.checks
        }
        if spec
        else None
    )
    page = render.BodyContext(name, checks, site.mermaid)
    # MyST's transforms run behind every parser of its kind, and read what its renderer leaves
    document.settings.myst_footnote_sort = False
    document.settings.myst_heading_anchors_html_ids = False
    document.settings.smart_quotes = False  # GitHub leaves quotes and dashes as they are written
    anchors = document["leanspec_anchors"] = render.render_parts(parts, document, page)
    if leaf.facts:
        _add_facts(leaf, document)
    images.place(site, found.path, document)
    _tell_myst(found.docname, anchors, document)


def _leaf(site: Site, found: Mount) -> Leaf:
    """Return what a tool says of a page below that of a spec, beside its text."""
    owner, below = site.corpus.specs.get(found.spec or ""), found.sub_document
    return (owner.below.get(below.path) if owner and below else None) or Leaf()


def _add_facts(leaf: Leaf, document: nodes.document) -> None:
    """Put what a tool says of a page under its title."""
    section = next(iter(document.findall(nodes.section)), None)
    if section is not None:
        rows = ((fact_name(name), [nodes.Text(", ".join(texts))]) for name, texts in leaf.facts.items())
        section.insert(1, region("section", _("About this page"), "card", facts(rows, "facts")))


def _as_written(docname: str, spec: Spec | None, text: str, document: nodes.document, reason: str) -> None:
    """Show a text as it is written, below the reason why it is not rendered."""
    name = spec.title if spec else docname.rpartition("/")[2]
    shown = nodes.literal_block(text, text, language="markdown")
    document.children = []
    document += nodes.section(
        "", nodes.title("", name), box(reason), shown, ids=[nodes.make_id(name) or "spec"]
    )


def _tell_myst(docname: str, anchors: dict[str, str], document: nodes.document) -> None:
    """Leave what MyST looks for when one of its own pages links to a heading of this one."""
    titles = {
        section["ids"][0]: section[0].astext()
        for section in document.findall(nodes.section)
        if section["ids"]
    }
    env: BuildEnvironment = document.settings.env
    slugs = {slug: (None, name, titles.get(name, slug)) for slug, name in anchors.items()}
    for name, title in [*titles.items()][:1]:
        slugs.setdefault("top", (None, name, title))  # every page has one, on GitHub too
    env.metadata[docname]["myst_slugs"] = slugs


def _add_card(site: Site, docname: str, spec: Spec, document: nodes.document) -> None:
    """Put the card under the title, and what is said beside the text and the sub-documents behind that."""
    sections = [node for node in document.children if isinstance(node, nodes.section)]
    section = sections[0] if sections else nodes.section("", nodes.title("", spec.title), ids=[spec.need_id])
    if not sections:
        document.insert(0, section)
    place = leanspec_card(key=spec.key)
    place.source, place.line = document["source"], spec.title_line or 1
    section.insert(1, place)
    if spec.need_id not in section["ids"]:
        section["ids"].append(spec.need_id)
    if not spec.place.is_leanspec:
        drawn = {name for node in document.findall(leanspec_box) for name in node["ids"]}
        unboxed = [check.key for check in spec.checks if spec.check_id(check) not in drawn]
        section.append(leanspec_foot(key=spec.key, unboxed=unboxed))
    if spec.place.sub_documents:
        section.append(hidden_toctree(docname, list(site.documents(spec.key))))


def _draw_boxes(document: nodes.document, spec: Spec | None) -> None:
    """Put our boxes in place of what MyST made of them: nothing, or raw HTML."""
    if spec is None:
        return
    checks = {check.line: check for check in spec.checks}
    for item in list(document.findall(nodes.list_item)):
        check = checks.get(item.line or -1)
        paragraph = item.children[0] if item.children else None
        if check is None or not isinstance(paragraph, nodes.paragraph) or not paragraph.children:
            continue
        first = paragraph.children[0]
        if isinstance(first, nodes.raw):
            paragraph.remove(first)
        elif isinstance(first, nodes.Text) and first[:1] == "[":
            paragraph.replace(first, nodes.Text(str(first)[3:].lstrip()))
        paragraph.insert(0, check_box(check, [spec.check_id(check)]))
        paragraph["translatable"] = False  # what Sphinx would put in its place has no box
        make_check(item)
