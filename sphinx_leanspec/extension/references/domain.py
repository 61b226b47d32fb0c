"""Roles, cross-references and the inventory: how pages name specs and checks, and what that leads to."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain, ObjType

from ...drawing.graph_layout import Layouts
from ...history import History
from ...model import FindingCode
from ...rules import Report
from .. import history
from ..cache import SpecCache
from ..language import _
from ..nodes import parts
from ..site import Site
from ..warnings import warn
from . import findings, hovercard
from .links import Links
from .relations import Mention, PageRecord, Relations, relate
from .roles import SpecRole

if TYPE_CHECKING:
    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..needs import NeedItem


class LeanspecDomain(Domain):
    """Specs and checks as objects of the site."""

    name = "leanspec"
    label = "LeanSpec"
    object_types: ClassVar = {"spec": ObjType(_("spec"), "spec"), "check": ObjType(_("check"), "check")}
    roles: ClassVar = {"spec": SpecRole("spec"), "check": SpecRole("check")}
    initial_data: ClassVar = {"pages": {}, "read": {}}
    data_version = 2
    site: Site
    memory: SpecCache
    process: int
    """The process that this is known in: another one reads some pages for it."""
    writing: Any = None
    """What this build writes; see :mod:`.freshness`."""
    _history: History | None = None
    _layouts: Layouts | None = None
    _report: Report | None = None
    _links: Links | None = None
    _relations: Relations | None = None

    @property
    def pages(self) -> dict[str, PageRecord]:
        """What was found on each page."""
        found: dict[str, PageRecord] = self.data["pages"]
        return found

    @property
    def needs(self) -> dict[str, list[NeedItem]]:
        """The needs of the pages that were read in this build, until all are."""
        found: dict[str, list[NeedItem]] = self.data.setdefault("needs", {})
        return found

    @property
    def history(self) -> History:
        """What git knows of the specs; asked for once in a build, and only if something shows it."""
        if self._history is None:
            self._history = history.recall(self.site, Path(self.env.doctreedir))
        return self._history

    @property
    def report(self) -> Report:
        """What the rules have found, known once all pages are read."""
        if self._report is None:
            self._report = findings.look(self)
        return self._report

    @property
    def layouts(self) -> Layouts:
        """Where everything in the diagrams of this build goes."""
        if self._layouts is None:
            self._layouts = Layouts()
        return self._layouts

    def note(self, docname: str, record: PageRecord) -> None:
        """Keep what was found on a page."""
        self.pages[docname] = record
        self._forget()

    def clear_doc(self, docname: str) -> None:
        self.needs.pop(docname, None)
        self.pages.pop(docname, None)
        self.data["read"].pop(docname, None)
        self._forget()

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        for name in ("pages", "read", "needs"):
            known = self.data.setdefault(name, {})
            known |= {doc: found for doc, found in otherdata.get(name, {}).items() if doc in docnames}
        self._forget()

    def _forget(self) -> None:
        """Forget what followed from the pages that were known."""
        self._links = self._relations = self._report = None

    def keep_only(self, docname: str) -> None:
        """Forget all pages but one."""
        for name in ("pages", "read", "needs"):
            found = self.data.get(name, {})
            self.data[name] = {page: kept for page, kept in found.items() if page == docname}

    def first_sentence(self, key: str) -> str:
        """:returns: how the text of a spec begins."""
        record = self.pages.get(self.site.docname(key))
        return record.first_sentence if record else ""

    def translate(self) -> None:
        """Call specs by their translated titles, once all pages are read."""
        specs = self.site.corpus.specs
        pages = {key: self.pages.get(self.site.docname(key)) for key in specs}
        names = {key: record.title for key, record in pages.items() if record and record.title}
        if names:
            self.site = replace(self.site, corpus=self.site.corpus.renamed(names))
            self._forget()

    def mentions(self, docname: str) -> tuple[Mention, ...]:
        """:returns: what a page names."""
        return self.pages[docname].mentions if docname in self.pages else ()

    @property
    def links(self) -> Links:
        """Where links lead, known once all pages are read."""
        if self._links is None:
            anchors = {docname: record.anchors for docname, record in self.pages.items()}
            self._links = Links(self.site, self.site.files(self.env), anchors)
        return self._links

    @property
    def relations(self) -> Relations:
        """What covers and mentions what, known once all pages are read."""
        if self._relations is None:
            self._relations = relate(self.site, self.links, self.pages)
        return self._relations

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: Element,
    ) -> Any:
        docname = node.get("refdoc", fromdocname)
        children = [child.deepcopy() for child in node.children]
        if typ == "link":
            return self._link(builder, fromdocname, docname, target, children)
        if typ == "page":
            page = self.links.page(docname, target)
            return self._page(builder, fromdocname, docname, page, children)
        if typ == "mention":
            key = self.links.spec(target)
            return self._page(builder, fromdocname, docname, key and self.site.docname(key), children)
        resolve = self._check if typ == "check" else self._spec
        return resolve(builder, fromdocname, target, children if node["refexplicit"] else None)

    def _spec(
        self, builder: Builder, fromdocname: str, target: str, children: list[Node] | None
    ) -> nodes.Element | None:
        key = self.links.spec(target)
        if key is None:
            return None
        spec = self.site.corpus.specs[key]
        shown = children or parts.spec_link(spec)
        page, tip = self.site.docname(key), parts.spec_summary(spec)
        link = parts.reference(builder, fromdocname, page, "", shown, tip)
        return hovercard.refer(link, key)

    def _check(
        self, builder: Builder, fromdocname: str, target: str, children: list[Node] | None
    ) -> nodes.Element | None:
        found = self.site.find_check(target)
        if found is None:
            return None
        spec, check = found
        page, name = self.site.docname(spec.key), spec.check_id(check)
        shown = children or parts.check_link(check)
        return parts.reference(builder, fromdocname, page, name, shown, parts.check_summary(spec, check))

    def _link(
        self, builder: Builder, fromdocname: str, docname: str, target: str, children: list[Node]
    ) -> nodes.Element | None:
        found = self.links.link(docname, target)
        link = None
        if found.docname:
            link = parts.reference(builder, fromdocname, found.docname, found.anchor, children)
        elif found.url:
            link = nodes.reference("", "", *children, refuri=found.url, internal=False)
        if link is not None and isinstance(children[0], nodes.raw):
            # a tag of HTML, whose element ends in another node
            return nodes.raw("", _start_of_link(link, children[0].astext()), format="html")
        return link and self._telling(link, found.docname, fromdocname)

    def _page(
        self, builder: Builder, fromdocname: str, docname: str, page: str | None, children: list[Node]
    ) -> nodes.reference | None:
        if page is None or page == docname:
            return None
        title = self.env.titles[page].astext() if page in self.env.titles else ""
        link = parts.reference(builder, fromdocname, page, "", children, title)
        return self._telling(link, page, fromdocname)

    def _telling(self, link: nodes.reference, page: str, fromdocname: str) -> nodes.reference:
        """:returns: a link that tells of the spec it leads to, if it leads to another one's own page."""
        spec = self.site.spec_of(page) if page != fromdocname else None
        return hovercard.refer(link, spec.key) if spec else link

    def resolve_any_xref(self, *args: Any, **kwargs: Any) -> list[tuple[str, nodes.reference]]:
        return []

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        for key, spec in self.site.corpus.specs.items():
            docname = self.site.docname(key)
            yield key, f"{spec.label} {spec.name}", "spec", docname, spec.need_id, 1
            yield spec.need_id, f"{spec.label} {spec.name}", "spec", docname, spec.need_id, -1
            for check in spec.checks:
                name = spec.check_id(check)
                yield name, check.text or name, "check", docname, name, -1
        yield from self._former_objects()

    def _former_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """What specs and checks were called, so that other projects' references hold."""
        aliases = self.site.corpus.names.aliases
        for alias, key in aliases.addresses().items():
            spec = self.site.corpus.specs[key]
            if not alias.isdecimal():  # which would answer for a number that another project lacks
                yield alias, f"{spec.label} {spec.name}", "spec", self.site.docname(key), spec.need_id, -1
        for key, spec in self.site.corpus.specs.items():
            for name in aliases.need_ids(key):
                yield name, f"{spec.label} {spec.name}", "spec", self.site.docname(key), spec.need_id, -1
        for name, (spec, check) in self.site.former_checks.items():
            found = spec.check_id(check)
            yield name, check.text or found, "check", self.site.docname(spec.key), found, -1

    def warn_all(self) -> None:
        """Report every defect between pages, in each build, whichever pages were read."""
        findings.tell(self)
        for docname in sorted(self.pages):
            record = self.pages[docname]
            for mention in record.mentions:
                self._warn(docname, mention)
            for text in record.covers:
                self._warn_spec(text, "specs", f"{self.env.doc2path(docname)}:{record.covers_line}")

    def _warn(self, docname: str, mention: Mention) -> None:
        location = f"{mention.path}:{mention.line}"
        if mention.kind == "link":
            found = self.links.link(docname, mention.target)
            code: FindingCode = "file" if found.is_file else "link"
            if found.problem and findings.is_said(self, code):
                warn(code, found.problem, location=location, fix=found.fix)
        elif mention.kind in ("spec", "view"):
            what = "the role spec:" if mention.kind == "spec" else "the view's option"
            self._warn_spec(mention.target, what, location)
        elif mention.kind == "check" and not (
            self.site.find_check(mention.target)
            or self._elsewhere("check", mention.target)
            or not findings.is_said(self, "ref")
        ):
            message = f"the role check: there is no check `{mention.target}`"
            warn(
                "ref",
                message,
                location=location,
                fix="take its id from needs.json, or give it one with `<!-- id: name -->`",
            )

    def _warn_spec(self, text: str, what: str, location: str) -> None:
        resolution = self.site.corpus.resolve(text)
        is_known = resolution.target or resolution.foreign or self._elsewhere("spec", text)
        if is_known or not findings.is_said(self, "ref"):
            return
        problem, fix = resolution.problem()
        warn("ref", f"{what} `{text}` {problem}", location=location, fix=fix)

    def _elsewhere(self, kind: str, name: str) -> bool:
        """:returns: whether intersphinx knows a spec or check of another project by this name."""
        inventory = getattr(self.env, "intersphinx_inventory", {})
        return name in inventory.get(f"leanspec:{kind}", {})


def show_missing(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, content: nodes.TextElement
) -> nodes.Element | None:
    """Show that a role leads nowhere, once intersphinx has been asked."""
    if node.get("refdomain") != "leanspec" or node.get("reftype") not in ("spec", "check"):
        return None
    domain: LeanspecDomain = env.get_domain("leanspec")  # type: ignore[assignment]
    if domain.site.corpus.resolve(node["reftarget"]).foreign:
        return None
    said = parts.phrase(_("{reference} (not found)"), reference=content)
    return nodes.inline("", "", *said, classes=["leanspec-lost"])


def _start_of_link(reference: nodes.Element, tag: str) -> str:
    """Let a tag lead where a reference does.

    :param tag: the tag, without an address.
    """
    url = reference["refuri"] if "refuri" in reference else f"#{reference['refid']}"
    return f'<a href="{escape(url)}"{tag.removeprefix("<a")}'
