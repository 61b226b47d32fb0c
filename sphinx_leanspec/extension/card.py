"""The card under a spec's title: what its frontmatter says, how far it is, what it hangs together with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from docutils import nodes

from ..model import Spec
from ..views.checklist import section_progress
from ..views.vocabulary import day, word
from .html import is_safe_url
from .parts import Linker, facts, progress_bar, region, spaced, spec_link, spec_summary, state
from .site import INDEX

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from .domain import LeanspecDomain

_MOST_SECTIONS = 6


class leanspec_card(nodes.General, nodes.Element):  # noqa: N801 - docutils finds a visitor by this name
    """The place of a card: attribute ``key``, the spec's."""


def build(env: BuildEnvironment, builder: Builder, docname: str, key: str) -> nodes.Element:
    """:returns: the card of a spec, as it is in this build."""
    domain: LeanspecDomain = env.get_domain("leanspec")  # type: ignore[assignment]
    drawing = _Card(env, domain, Linker(domain.site, builder, docname), domain.site.corpus.specs[key])
    parts = [drawing.crumbs(), *drawing.steps(), drawing.facts(), *drawing.progress(), drawing.relations()]
    return region("section", "About this spec", "card", *(part for part in parts if len(part)))


def shown(env: BuildEnvironment, domain: LeanspecDomain, key: str) -> tuple[object, ...]:
    """:returns: all that a card shows of other files: whatever :class:`_Card` draws has to be in it."""
    corpus, related, site = domain.site.corpus, domain.relations, domain.site
    spec = corpus.specs[key]
    around = (
        *corpus.neighbours(key),
        *corpus.ancestors(key),
        *corpus.depends_on[key],
        *corpus.required_by.get(key, ()),
        *corpus.children.get(key, ()),
        *(corpus.resolve(reference.text).target for reference in spec.related),
        corpus.resolve(spec.migrated_to).target if spec.migrated_to else None,
    )
    pages = (
        *(f"{site.docname(key)}/{document.name}" for document in spec.place.sub_documents),
        *related.covered_by.get(key, ()),
        *related.names.get(key, ()),
        *related.mentioned_by.get(key, ()),
    )
    return (
        [near and spec_summary(corpus.specs[near]) for near in around],
        [
            (page, env.titles[page].astext() if page in env.titles else "", site.owner_of(page))
            for page in pages
        ],
        [spec_summary(corpus.specs[owner]) for page in pages if (owner := site.owner_of(page))],
        corpus.unresolved[key],
    )


class _Card:
    """Draws one card."""

    def __init__(self, env: BuildEnvironment, domain: LeanspecDomain, link: Linker, spec: Spec) -> None:
        self.env = env
        self.site = domain.site
        self.corpus = domain.site.corpus
        self.related = domain.relations
        self.link = link
        self.spec = spec

    def crumbs(self) -> nodes.Element:
        """Where the spec is: the index, its umbrellas, itself."""
        specs = self.corpus.specs
        row: list[nodes.Node] = [self.link.page(INDEX, [nodes.Text("Specs")])]
        for key in self.corpus.ancestors(self.spec.key):
            row += [nodes.Text(" / "), self.link.spec(key, [nodes.Text(specs[key].label)])]
        row.append(nodes.Text(f" / {self.spec.label}"))
        return region("nav", "Breadcrumbs", "crumbs", nodes.paragraph("", "", *row))

    def steps(self) -> list[nodes.Element]:
        """The spec before and the one behind: where one turns no pages, only."""
        if self.link.builder.format != "html":
            return []
        before, behind = self.corpus.neighbours(self.spec.key)
        specs = self.corpus.specs
        row = [self.link.spec(before, [nodes.Text(f"← {specs[before].label}")])] if before else []
        row += [self.link.spec(behind, [nodes.Text(f"{specs[behind].label} →")])] if behind else []
        text = nodes.paragraph("", "", *spaced(row))
        return [region("nav", "Specs before and behind", "steps", text)] if row else []

    def facts(self) -> nodes.field_list:
        """What the frontmatter says."""
        spec = self.spec
        tags: list[nodes.Node] = [nodes.inline("", tag, classes=["leanspec-tag"]) for tag in spec.tags]
        rows: list[tuple[str, list[nodes.Node]]] = [
            ("Status", [state(spec)]),
            ("Priority", _text(word(spec.priority)) if spec.priority else []),
            ("Created", _text(day(spec.created))),
            ("Updated", _text(day(spec.updated))),
            ("Completed", _text(day(spec.completed))),
            ("Due", _text(day(spec.due))),
            ("Assignee", _text(spec.assignee)),
            ("Reviewer", _text(spec.reviewer)),
            ("Epic", _text(spec.epic)),
            ("Issue", self.numbered(spec.issue, "issue")),
            ("Pull request", self.numbered(spec.pr, "pull")),
            ("Breaking", _text("yes" if spec.breaking else None)),
            ("Moved to", self.address(spec.migrated_to)),
            ("Tags", spaced(tags)),
        ]
        return facts(rows, "facts")

    def progress(self) -> list[nodes.Element]:
        """A bar for each section, or one for all where sections are many."""
        whole = self.spec.progress
        if not whole.total:
            return []
        sections = section_progress(self.spec)
        if not 1 < len(sections) <= _MOST_SECTIONS:
            sections = [("Checks", whole)]
        rows = [(name or "Checks", [progress_bar(done, name)]) for name, done in sections]
        if len(rows) > 1:
            rows.append(("In all", [progress_bar(whole, "In all")]))
        return [facts(rows, "progress")]

    def relations(self) -> nodes.field_list:
        """What it depends on, what it belongs to, and which pages speak of it."""
        key = self.spec.key
        corpus, related = self.corpus, self.related
        parent = corpus.parent.get(key)
        rows = [
            ("Depends on", self.chips(corpus.depends_on[key], "depends_on")),
            ("Required by", self.chips(corpus.required_by.get(key, ()))),
            ("Part of", self.chips([parent] if parent else [], "parent")),
            ("Children", self.chips(corpus.children.get(key, ()))),
            ("Related", self.chips(self.resolved_related())),
            ("Sub-documents", self.sub_documents()),
            ("Covered by", self.pages(related.covered_by.get(key, ()))),
            ("Names", self.pages(related.names.get(key, ()))),
            ("Mentioned in", self.pages(related.mentioned_by.get(key, ()))),
        ]
        return facts(rows, "relations")

    def resolved_related(self) -> list[str]:
        found = (self.corpus.resolve(reference.text).target for reference in self.spec.related)
        return list(dict.fromkeys(key for key in found if key))

    def chips(self, keys: Iterable[str], field: str = "") -> list[nodes.Node]:
        """:param field: the field whose references that lead nowhere are shown behind."""
        shown: list[nodes.Node] = [self.link.chip(key) for key in keys]
        for lost in self.corpus.unresolved[self.spec.key]:
            if lost.reference.field == field:
                name, kind = ("elsewhere", "elsewhere") if lost.resolution.foreign else ("not found", "lost")
                shown.append(
                    nodes.inline("", f"{lost.reference.text} ({name})", classes=[f"leanspec-{kind}"])
                )
        return spaced(shown)

    def sub_documents(self) -> list[nodes.Node]:
        base = self.site.docname(self.spec.key)
        return self.pages(f"{base}/{document.name}" for document in self.spec.place.sub_documents)

    def pages(self, docnames: Iterable[str]) -> list[nodes.Node]:
        """:returns: references to pages; those that belong to a spec as the spec."""
        shown: list[nodes.Node] = []
        for docname in docnames:
            spec = self.site.spec_of(docname)
            if spec is not None:
                shown.append(self.link.chip(spec.key))
            elif docname in self.env.titles:
                shown.append(self.link.page(docname, [nodes.Text(self.env.titles[docname].astext())]))
        return spaced(nodes.inline("", "", node, classes=["leanspec-page"]) for node in shown)

    def numbered(self, written: str | None, kind: str) -> list[nodes.Node]:
        """:returns: an issue or pull request by its number, with a link where it is known where it is."""
        if not written:
            return []
        if is_safe_url(written):
            return [nodes.reference("", written, refuri=written)]
        number = re.sub(r"\D", "", written)
        site = self.site
        pattern = site.options.issue_url if kind == "issue" else site.options.pull_url
        known = site.repository.issue_url if kind == "issue" else site.repository.pull_url
        url = pattern.replace("{number}", number) if pattern else known(number)
        text = f"#{number}" if number and number == written.lstrip("#") else written
        return [nodes.reference("", text, refuri=url)] if url and number else _text(text)

    def address(self, written: str | None) -> list[nodes.Node]:
        if not written:
            return []
        if is_safe_url(written):
            return [nodes.reference("", written, refuri=written)]
        key = self.corpus.resolve(written).target
        return [self.link.spec(key, spec_link(self.corpus.specs[key]))] if key else _text(written)


def _text(text: str | None) -> list[nodes.Node]:
    return [nodes.Text(text)] if text else []
