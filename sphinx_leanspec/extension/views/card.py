"""The card under a spec's title: what its frontmatter says, how far it is, what it hangs together with."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ...corpus import Corpus
from ...model import Spec
from ...reading.html import is_safe_url
from ...views.checklist import section_progress
from ...views.evidence import inherited
from ...views.life import life, touched
from ..build import Build
from ..guard import box, guarded
from ..language import N_, _, day, word
from ..nodes import history, verdicts
from ..nodes.parts import (
    Linker,
    PageNames,
    facts,
    leads_nowhere,
    maybe,
    progress_bar,
    region,
    spaced,
    spec_link,
    state,
)
from ..references.code import badge
from ..site import INDEX

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ...git import Repository
    from ..config import Options

_MOST_SECTIONS = 6
_MOST_CRUMBS = 6
_MOST = 40
"""How many specs or pages a row names; an umbrella may have thousands of children."""

_STAGE: Final = "drawing the card"
_FIELDS: Final = {"Depends on": "depends_on", "Part of": "parent", "Related": "related"}
"""The fields that rows show, and with them the references in those that lead nowhere."""


def draw(env: BuildEnvironment, builder: Builder, docname: str, key: str) -> nodes.Element:
    """Draw the card of a spec, as it is in this build."""
    card = _Card(env, key, Linker(Build.of(env).site, builder, docname))
    return guarded(_STAGE, card.where, card.whole, box)


def draw_others(env: BuildEnvironment, builder: Builder, docname: str, key: str) -> list[nodes.Node]:
    """Draw what a card shows that the spec's own file does not say, to be compared and not to be written."""
    card = _Card(env, key, PageNames(Build.of(env).site, builder, docname))
    return guarded(_STAGE, card.where, card.others, lambda reason: [box(reason)])


def _related_specs(corpus: Corpus, spec: Spec) -> Mapping[str, Sequence[str]]:
    """Return the keys of related specs by the kind of relation, named in English."""
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
    """Return the pages related to a spec by the kind of relation, named in English."""
    site, related = build.site, build.relations
    own = site.documents(key)
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
    """Draws one card: what it has methods for shows others, or what git knows."""

    def __init__(self, env: BuildEnvironment, key: str, link: Linker) -> None:
        self.env = env
        self.build = Build.of(env)
        self.site = self.build.site
        self.corpus = self.site.corpus
        self.link = link
        self.spec = self.corpus.specs[key]

    @property
    def where(self) -> str:
        """The place of the spec, for warnings."""
        return f"{self.site.project.root / self.spec.path}:1"

    def whole(self) -> nodes.Element:
        """Draw all of it."""
        own = _facts(self.spec, self.site.options, self.site.repository, self.updated(), self.moved())
        bars = _progress(self.spec, self.evidence())
        parts = [self.crumbs(), *self.steps(), own, *bars, self.relations()]
        return region("section", _("About this spec"), "card", *(part for part in parts if len(part)))

    def others(self) -> list[nodes.Node]:
        """Draw what stands in no file of the spec."""
        shown = [node for _name, row in self.evidence() for node in row]
        return [self.crumbs(), *self.steps(), *self.updated(), *self.moved(), *shown, self.relations()]

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

    def evidence(self) -> list[tuple[str, list[nodes.Node]]]:
        """What comes of its claims, and apart from these, of the claims of all that is part of it."""
        claims = self.build.claims
        if not claims.is_used:
            return []
        own, below = claims.verified(self.spec), inherited(claims, self.spec.key)
        rows = [(_("Evidence"), verdicts.summary(own))] if own.claimed else []
        return [*rows, (_("In its parts"), verdicts.summary(below))] if below else rows

    def relations(self) -> nodes.field_list:
        """What it has been, what it depends on, what it belongs to, and which pages speak of it."""
        steps = life(self.spec, self.build.history)
        rows = [(_("Life"), history.line(steps, self.link.medium))]
        rows += [
            (_(name), self.chips(keys, _FIELDS.get(name, "")))
            for name, keys in _related_specs(self.corpus, self.spec).items()
        ]
        rows += [
            (_(name), self.link.some(pages, self.page, _MOST, between=", "))
            for name, pages in _related_pages(self.env, self.build, self.spec.key).items()
        ]
        return facts(rows, "relations")

    def chips(self, keys: Sequence[str], field: str) -> list[nodes.Node]:
        """Return references to specs.

        :param field: the field whose unresolved references follow.
        """
        shown = self.link.some(keys, self.link.chip, _MOST)
        lost_ones = [lost for lost in self.corpus.unresolved[self.spec.key] if lost.reference.field == field]
        for lost in lost_ones[:_MOST]:
            shown += [nodes.Text(" ")] if shown else []
            shown.append(leads_nowhere(lost))
        return shown

    def page(self, docname: str) -> nodes.Node:
        """Return a reference to a page; if a spec owns the page, as a reference to the spec."""
        spec = self.site.spec_of(docname)
        title = [] if spec else [nodes.Text(self.env.titles[docname].astext())]
        found = self.link.chip(spec.key) if spec else self.link.page(docname, title)
        drifted = badge(self.build.drifted.get(docname, 0))
        return nodes.inline("", "", found, *drifted, classes=["leanspec-page"])

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

    def moved(self) -> list[nodes.Node]:
        """What has taken its place: an address, a spec, or whatever is written."""
        written = self.spec.migrated_to
        if not written or is_safe_url(written):
            return [nodes.reference("", written, refuri=written)] if written else []
        key = self.corpus.resolve(written).target
        return [self.link.spec(key, spec_link(self.corpus.specs[key]))] if key else maybe(written)


def _facts(
    spec: Spec,
    options: Options,
    repository: Repository,
    updated: Sequence[nodes.Node],
    moved: Sequence[nodes.Node],
) -> nodes.field_list:
    """Draw what the frontmatter says; it gets nothing of others but what is drawn already."""
    tags: list[nodes.Node] = [nodes.inline("", tag, classes=["leanspec-tag"]) for tag in spec.tags]
    rows: list[tuple[str, Sequence[nodes.Node]]] = [
        (_("Status"), [state(spec)]),
        (_("Priority"), maybe(word(spec.priority)) if spec.priority else []),
        (_("Created"), maybe(day(spec.created))),
        (_("Updated"), updated),
        (_("Completed"), maybe(day(spec.completed))),
        (_("Due"), maybe(day(spec.due))),
        (_("Assignee"), maybe(spec.assignee)),
        (_("Reviewer"), maybe(spec.reviewer)),
        (_("Epic"), maybe(spec.epic)),
        (_("Issue"), _numbered(spec.issue, options.issue_url, repository.issue_url)),
        (_("Pull request"), _numbered(spec.pr, options.pull_url, repository.pull_url)),
        (_("Breaking"), maybe(_("yes") if spec.breaking else None)),
        (_("Moved to"), moved),
        (_("Tags"), spaced(tags)),
    ]
    return facts(rows, "facts")


def _numbered(written: str | None, pattern: str, known: Callable[[str], str]) -> list[nodes.Node]:
    """Draw an issue or pull request by its number, with a link where it is known where it is.

    :param pattern: its address as the project gives it, empty where the repository knows.
    """
    if not written:
        return []
    if is_safe_url(written):
        return [nodes.reference("", written, refuri=written)]
    number = re.sub(r"\D", "", written)
    url = pattern.replace("{number}", number) if pattern else known(number)
    text = f"#{number}" if number and number == written.lstrip("#") else written
    return [nodes.reference("", text, refuri=url)] if url and number else maybe(text)


def _progress(spec: Spec, evidence: list[tuple[str, list[nodes.Node]]]) -> list[nodes.Element]:
    """Draw a bar for each section, or one for all where sections are many.

    :param evidence: what comes of the claims, in rows that follow the bars.
    """
    whole = spec.progress
    if not whole.total:
        return [facts(evidence, "progress")] if evidence else []
    sections = section_progress(spec)
    if not 1 < len(sections) <= _MOST_SECTIONS:
        sections = [(_("Checks"), whole)]
    rows = [(name or _("Checks"), [progress_bar(done, name)]) for name, done in sections]
    if len(rows) > 1:
        rows.append((_("In all"), [progress_bar(whole, _("In all"))]))
    return [facts([*rows, *evidence], "progress")]
