"""The card under a spec's title: what its frontmatter says, how far it is, what it hangs together with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ...corpus import Corpus
from ...model import Spec
from ...reading.html import is_safe_url
from ...views.checklist import section_progress
from ...views.life import life, touched
from ..build import Build
from ..guard import box, guarded
from ..language import N_, _, day, word
from ..nodes import history
from ..nodes.parts import (
    Linker,
    facts,
    leads_nowhere,
    maybe,
    progress_bar,
    region,
    spaced,
    spec_link,
    spec_summary,
    state,
)
from ..site import INDEX

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


_MOST_SECTIONS = 6
_MOST_CRUMBS = 6
_MOST = 40
"""How many specs or pages a row names; an umbrella may have thousands of children."""

_FIELDS: Final = {"Depends on": "depends_on", "Part of": "parent", "Related": "related"}
"""The fields that rows show, and with them the references in those that lead nowhere."""


def build(env: BuildEnvironment, builder: Builder, docname: str, key: str) -> nodes.Element:
    """:returns: the card of a spec, as it is in this build."""
    build = Build.of(env)
    spec = build.site.corpus.specs[key]
    drawing = _Card(env, build, Linker(build.site, builder, docname), spec)
    return guarded("drawing the card", f"{build.site.project.root / spec.path}:1", drawing.whole, box)


def shown(env: BuildEnvironment, build: Build, key: str) -> tuple[object, ...]:
    """:returns: all that a card shows of other files: whatever :class:`_Card` draws has to be in it."""
    corpus, site = build.site.corpus, build.site
    spec = corpus.specs[key]
    near = (*corpus.neighbours(key), *corpus.ancestors(key, _MOST_CRUMBS + 1))
    moved = corpus.resolve(spec.migrated_to).target if spec.migrated_to else None
    specs, pages = _related_specs(corpus, spec), _related_pages(env, build, key)
    return (
        [name and (name, spec_summary(corpus.specs[name])) for name in (*near, moved)],
        [
            (len(names), [(name, spec_summary(corpus.specs[name])) for name in names[:_MOST]])
            for names in specs.values()
        ],
        [
            (
                len(names),
                [
                    (
                        page,
                        env.titles[page].astext() if page in env.titles else "",
                        owner,
                        owner and spec_summary(corpus.specs[owner]),
                    )
                    for page in names[:_MOST]
                    for owner in [site.owner_of(page)]
                ],
            )
            for names in pages.values()
        ],
        corpus.unresolved[key],
        touched(spec, build.history),
        life(spec, build.history),
    )


def _related_specs(corpus: Corpus, spec: Spec) -> Mapping[str, Sequence[str]]:
    """:returns: the keys of the specs that one hangs together with, by how it does, in English."""
    parent = corpus.parent.get(spec.key)
    related = (corpus.resolve(reference.text).target for reference in spec.related)
    return {
        N_("Depends on"): corpus.depends_on[spec.key],
        N_("Required by"): corpus.required_by.get(spec.key, ()),
        N_("Part of"): [parent] if parent else [],
        N_("Children"): corpus.children.get(spec.key, ()),
        N_("Related"): list(dict.fromkeys(filter(None, related))),
    }


def _related_pages(env: BuildEnvironment, build: Build, key: str) -> Mapping[str, Sequence[str]]:
    """:returns: the pages that a spec has to do with, by what they are to it, in English."""
    site, related = build.site, build.relations
    own = [f"{site.docname(key)}/{document.name}" for document in site.corpus.specs[key].place.sub_documents]
    found = {
        N_("Sub-documents"): own,
        N_("Covered by"): related.covered_by.get(key, ()),
        N_("Names"): related.names.get(key, ()),
        N_("Mentioned in"): related.mentioned_by.get(key, ()),
    }
    return {
        name: [page for page in pages if page in env.titles or site.spec_of(page)]
        for name, pages in found.items()
    }


class _Card:
    """Draws one card."""

    def __init__(self, env: BuildEnvironment, build: Build, link: Linker, spec: Spec) -> None:
        self.env = env
        self.build = build
        self.site = build.site
        self.corpus = build.site.corpus
        self.link = link
        self.spec = spec

    def whole(self) -> nodes.Element:
        """Draw all of it."""
        parts = [self.crumbs(), *self.steps(), self.facts(), *self.progress(), self.relations()]
        return region("section", _("About this spec"), "card", *(part for part in parts if len(part)))

    def crumbs(self) -> nodes.Element:
        """Where the spec is: the index, its umbrellas, itself."""
        specs = self.corpus.specs
        row: list[nodes.Node] = [self.link.page(INDEX, [nodes.Text(_("Specs"))])]
        above = self.corpus.ancestors(self.spec.key, _MOST_CRUMBS + 1)
        if len(above) > _MOST_CRUMBS:
            row.append(nodes.Text(" / …"))
        for key in above[-_MOST_CRUMBS:]:
            row += [nodes.Text(" / "), self.link.spec(key, [nodes.Text(specs[key].label)])]
        row.append(nodes.Text(f" / {self.spec.label}"))
        return region("nav", _("Breadcrumbs"), "crumbs", nodes.paragraph("", "", *row))

    def steps(self) -> list[nodes.Element]:
        """The spec before and the one behind: where one turns no pages, only."""
        if not self.link.medium.is_browsed:
            return []
        before, behind = self.corpus.neighbours(self.spec.key)
        specs = self.corpus.specs
        row = [self.link.spec(before, [nodes.Text(f"← {specs[before].label}")])] if before else []
        row += [self.link.spec(behind, [nodes.Text(f"{specs[behind].label} →")])] if behind else []
        text = nodes.paragraph("", "", *spaced(row))
        return [region("nav", _("Specs before and behind"), "steps", text)] if row else []

    def facts(self) -> nodes.field_list:
        """What the frontmatter says."""
        spec = self.spec
        tags: list[nodes.Node] = [nodes.inline("", tag, classes=["leanspec-tag"]) for tag in spec.tags]
        rows: list[tuple[str, list[nodes.Node]]] = [
            (_("Status"), [state(spec)]),
            (_("Priority"), maybe(word(spec.priority)) if spec.priority else []),
            (_("Created"), maybe(day(spec.created))),
            (_("Updated"), self.updated()),
            (_("Completed"), maybe(day(spec.completed))),
            (_("Due"), maybe(day(spec.due))),
            (_("Assignee"), maybe(spec.assignee)),
            (_("Reviewer"), maybe(spec.reviewer)),
            (_("Epic"), maybe(spec.epic)),
            (_("Issue"), self.numbered(spec.issue, "issue")),
            (_("Pull request"), self.numbered(spec.pr, "pull")),
            (_("Breaking"), maybe(_("yes") if spec.breaking else None)),
            (_("Moved to"), self.address(spec.migrated_to)),
            (_("Tags"), spaced(tags)),
        ]
        return facts(rows, "facts")

    def progress(self) -> list[nodes.Element]:
        """A bar for each section, or one for all where sections are many."""
        whole = self.spec.progress
        if not whole.total:
            return []
        sections = section_progress(self.spec)
        if not 1 < len(sections) <= _MOST_SECTIONS:
            sections = [(_("Checks"), whole)]
        rows = [(name or _("Checks"), [progress_bar(done, name)]) for name, done in sections]
        if len(rows) > 1:
            rows.append((_("In all"), [progress_bar(whole, _("In all"))]))
        return [facts(rows, "progress")]

    def relations(self) -> nodes.field_list:
        """What it has been, what it depends on, what it belongs to, and which pages speak of it."""
        steps = life(self.spec, self.build.history)
        rows = [(_("Life"), history.line(steps, self.link.medium))]
        rows += [
            (_(name), self.chips(keys, _FIELDS.get(name, "")))
            for name, keys in _related_specs(self.corpus, self.spec).items()
        ]
        rows += [
            (_(name), self.link.some(pages, self.page, _MOST))
            for name, pages in _related_pages(self.env, self.build, self.spec.key).items()
        ]
        return facts(rows, "relations")

    def chips(self, keys: Sequence[str], field: str) -> list[nodes.Node]:
        """:param field: the field whose references that lead nowhere are shown behind."""
        shown = self.link.some(keys, self.link.chip, _MOST)
        lost_ones = [lost for lost in self.corpus.unresolved[self.spec.key] if lost.reference.field == field]
        for lost in lost_ones[:_MOST]:
            shown += [nodes.Text(" ")] if shown else []
            shown.append(leads_nowhere(lost))
        return shown

    def page(self, docname: str) -> nodes.Node:
        """:returns: a reference to a page; to one that belongs to a spec as to the spec."""
        spec = self.site.spec_of(docname)
        title = [] if spec else [nodes.Text(self.env.titles[docname].astext())]
        found = self.link.chip(spec.key) if spec else self.link.page(docname, title)
        return nodes.inline("", "", found, classes=["leanspec-page"])

    def updated(self) -> list[nodes.Node]:
        """When it was last changed, as the frontmatter says or else git; which commit that was, as a hint."""
        last = touched(self.spec, self.build.history)
        if last is None:
            return []
        text = day(last.at.isoformat())
        if not last.revision:
            return maybe(text)
        committed = day(self.build.history.of(self.spec.path)[-1].at.isoformat())
        hint = _("last commit {revision}, {day}").format(revision=last.revision[:10], day=committed)
        return [nodes.abbreviation(text, text, explanation=hint)]

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
        return [nodes.reference("", text, refuri=url)] if url and number else maybe(text)

    def address(self, written: str | None) -> list[nodes.Node]:
        if not written:
            return []
        if is_safe_url(written):
            return [nodes.reference("", written, refuri=written)]
        key = self.corpus.resolve(written).target
        return [self.link.spec(key, spec_link(self.corpus.specs[key]))] if key else maybe(written)
