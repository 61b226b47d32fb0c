"""Roles, cross-references and the inventory: how pages name specs and checks, and what that leads to."""

from __future__ import annotations

from collections.abc import Iterator, Set
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain, ObjType

from ..build import Build
from ..language import _
from ..nodes import parts
from . import code, hovercard
from .roles import ROLES

if TYPE_CHECKING:
    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


_BY_PAGE: Final = ("pages", "read", "needs")
"""What the domain keeps for each page, until that is read again."""


class LeanspecDomain(Domain):
    """Specs and checks as objects of the site."""

    name = "leanspec"
    label = "LeanSpec"
    object_types: ClassVar = {"spec": ObjType(_("spec"), "spec"), "check": ObjType(_("check"), "check")}
    roles: ClassVar = dict(ROLES)
    initial_data: ClassVar = {"pages": {}, "read": {}}
    data_version = 2
    build: Build
    """The services of this build, from ``builder-inited`` on."""

    def clear_doc(self, docname: str) -> None:
        for name in _BY_PAGE:
            self.data.get(name, {}).pop(docname, None)
        self.build.forget_pages()

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        for name in _BY_PAGE:
            known = self.data.setdefault(name, {})
            known |= {doc: found for doc, found in otherdata.get(name, {}).items() if doc in docnames}
        self.build.forget_pages()

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
            page = self.build.routes.page(docname, target)
            return self._page(builder, fromdocname, docname, page, children)
        if typ == "mention":
            key = self.build.site.resolve(docname, target).target
            return self._page(builder, fromdocname, docname, key and self.build.site.docname(key), children)
        if typ == code.KIND:
            return code.resolve(self.build.code, target, children if node["refexplicit"] else None)
        written = children if node["refexplicit"] else None
        if typ == "check":
            return self._check(builder, fromdocname, target, written)
        return self._spec(builder, fromdocname, self.build.site.resolve(docname, target).target, written)

    def _spec(
        self, builder: Builder, fromdocname: str, key: str | None, children: list[Node] | None
    ) -> nodes.Element | None:
        if key is None:
            return None
        spec = self.build.site.corpus.specs[key]
        shown = children or parts.spec_link(spec)
        page, tip = self.build.site.docname(key), parts.spec_summary(spec)
        link = parts.reference(builder, fromdocname, page, "", shown, tip)
        return hovercard.refer(link, key)

    def _check(
        self, builder: Builder, fromdocname: str, target: str, children: list[Node] | None
    ) -> nodes.Element | None:
        found = self.build.site.find_check(target)
        if found is None:
            return None
        spec, check = found
        page, name = self.build.site.docname(spec.key), spec.check_id(check)
        shown = children or parts.check_link(check)
        return parts.reference(builder, fromdocname, page, name, shown, parts.check_summary(spec, check))

    def _link(
        self, builder: Builder, fromdocname: str, docname: str, target: str, children: list[Node]
    ) -> nodes.Element | None:
        found = self.build.routes.link(docname, target)
        link = None
        if found.url:
            link = nodes.reference("", "", *children, refuri=found.url, internal=False)
        elif found.docname:
            link = parts.reference(builder, fromdocname, found.docname, found.anchor, children)
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
        """Give a link a hover card, if it leads to another spec's own page."""
        spec = self.build.site.spec_of(page) if page != fromdocname else None
        return hovercard.refer(link, spec.key) if spec else link

    def resolve_any_xref(self, *args: Any, **kwargs: Any) -> list[tuple[str, nodes.reference]]:
        return []

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        for key, spec in self.build.site.corpus.specs.items():
            if spec.place.page:  # which the inventory of its own site has
                continue
            docname = self.build.site.docname(key)
            # not for the search, which finds the page itself by all these names
            yield key, parts.title(spec), "spec", docname, spec.need_id, -1
            yield spec.need_id, parts.title(spec), "spec", docname, spec.need_id, -1
            for check in spec.checks:
                name = spec.check_id(check)
                yield name, check.text or name, "check", docname, name, -1
        yield from self._former_objects()

    def _former_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """What specs and checks were called, so that other projects' references hold."""
        aliases = self.build.site.corpus.names.aliases
        for alias, key in aliases.addresses().items():
            spec = self.build.site.corpus.specs[key]
            if not alias.isdecimal():  # which would answer for a number that another project lacks
                yield (
                    alias,
                    parts.title(spec),
                    "spec",
                    self.build.site.docname(key),
                    spec.need_id,
                    -1,
                )
        for key, spec in self.build.site.corpus.specs.items():
            for name in aliases.need_ids(key):
                yield (
                    name,
                    parts.title(spec),
                    "spec",
                    self.build.site.docname(key),
                    spec.need_id,
                    -1,
                )
        for name, (spec, check) in self.build.site.former_checks.items():
            found = spec.check_id(check)
            yield name, check.text or found, "check", self.build.site.docname(spec.key), found, -1


def show_missing(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, content: nodes.TextElement
) -> nodes.Element | None:
    """Show that a role leads nowhere, once intersphinx has been asked."""
    if node.get("refdomain") != "leanspec" or node.get("reftype") not in ("spec", "check"):
        return None
    resolution = Build.of(env).site.named(node["reftarget"])
    if resolution.foreign:
        return None
    text, kind = parts.reason(resolution)
    return nodes.inline("", "", *parts.phrase(text, reference=content), classes=[f"leanspec-{kind}"])


def _start_of_link(reference: nodes.Element, tag: str) -> str:
    """Let a tag lead where a reference does.

    :param tag: the tag, without an address.
    """
    url = reference["refuri"] if "refuri" in reference else f"#{reference['refid']}"
    return f'<a href="{escape(url)}"{tag.removeprefix("<a")}'
