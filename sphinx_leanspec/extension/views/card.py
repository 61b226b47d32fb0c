"""The card under a spec's title: what its frontmatter says, how far it is, what it hangs together with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from docutils import nodes

from ...corpus import Corpus
from ...model import Progress, Spec
from ...reading.html import is_safe_url
from ...views.checklist import section_progress
from ...views.evidence import inherited
from ...views.life import life, touched
from ...views.neighbours import neighbours
from ...views.shared import KINDS, SharedKind, values
from ..build import Build
from ..guard import box, guarded
from ..language import N_, _, day, some_more, word
from ..nodes import history, verdicts
from ..nodes.basic import leanspec_fold
from ..nodes.parts import (
    Linker,
    PageNames,
    fact_name,
    facts,
    leads_nowhere,
    maybe,
    progress_bar,
    region,
    spaced,
    spec_link,
    state,
    title,
)
from ..references import hovercard
from ..references.code import badge

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


_MOST_SECTIONS = 6
_MOST_ABOVE = 6
_MOST_OPEN = 5
"""How many specs a row names without being unfolded."""
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
    near = neighbours(corpus, spec.key)
    related = (corpus.resolve(reference.text, spec.place.project).target for reference in spec.related)
    return {
        N_("Depends on"): near.depends_on,
        N_("Required by"): near.required_by,
        N_("Children"): corpus.children.get(spec.key, ()),
        N_("Related"): list(dict.fromkeys(filter(None, related))),
    }


def shown(corpus: Corpus, key: str) -> list[str]:
    """Return the specs that a card names one by one, each of which can have a hover card."""
    found = _related_specs(corpus, corpus.specs[key]).values()
    return list(
        dict.fromkeys(
            [*(near for keys in found for near in keys[:_MOST]), *corpus.ancestors(key, _MOST_ABOVE)]
        )
    )


def _related_pages(env: BuildEnvironment, build: Build, key: str) -> Mapping[str, Sequence[str]]:
    """Return the pages related to a spec by the kind of relation, named in English."""
    site, related = build.site, build.relations
    own = site.documents(key)
    told = {site.docname(near) for near in shown(site.corpus, key)}  # above, and as what they are
    found = {
        N_("Sub-documents"): own,
        N_("Covered by"): related.covered_by.get(key, ()),
        N_("Names"): related.names.get(key, ()),
        N_("Mentioned in"): [page for page in related.mentioned_by.get(key, ()) if page not in told],
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
        own = facts(_facts(self), "facts")
        bars = _progress(self.spec, [*self.evidence(), *self.reviews()])
        parts = [own, *bars, self.relations()]
        return region("section", _("About this spec"), "card", *(part for part in parts if len(part)))

    def others(self) -> list[nodes.Node]:
        """Draw what stands in no file of the spec."""
        shown = [node for _name, row in [*self.dates(), *self.evidence(), *self.reviews()] for node in row]
        common = [node for kind in KINDS for node in self.shared(kind)]
        kept = [node for _name, row in self.facts() for node in row]
        return [*shown, *common, *kept, *self.moved(), self.relations()]

    def evidence(self) -> list[tuple[str, list[nodes.Node]]]:
        """What comes of its claims, and apart from these, of the claims of all that is part of it."""
        claims = self.build.claims
        if not self.build.site.corpus.offers_evidence:
            return []
        own, below = claims.verified(self.spec), inherited(claims, self.spec.key)
        rows = [(_("Evidence"), verdicts.summary(own))] if own.claimed else []
        return [*rows, (_("In its parts"), verdicts.summary(below))] if below else rows

    def reviews(self) -> list[tuple[str, list[nodes.Node]]]:
        """How far the reviews of its text are, which are no work of its own; one bar where they are many."""
        pages = ((name, self.build.pages.get(name)) for name in self.site.documents(self.spec.key))
        found = [(name, page.review) for name, page in pages if page and page.review and page.review.total]
        if len(found) > _MOST_SECTIONS:
            found = [("", sum((review for _name, review in found), Progress(0, 0)))]
        rows = []
        for name, review in found:
            of = self.env.titles[name].astext() if name in self.env.titles else ""
            label = _("Review: {title}").format(title=of) if of else _("Review")
            rows.append((label, list[nodes.Node]([progress_bar(review, label)])))
        return rows

    def relations(self) -> nodes.field_list:
        """What it has been, what it depends on, what it belongs to, and which pages speak of it."""
        near = neighbours(self.corpus, self.spec.key)
        notes = {
            "Depends on": _waiting(near.waits_for, N_("It waits for {number} of {all}."), near.depends_on),
            "Required by": _waiting(near.blocks, N_("Waiting for it: {number} of {all}."), near.required_by),
        }
        rows = [(_("Life"), self.life()), (_("Part of"), self.above())]
        for name, keys in _related_specs(self.corpus, self.spec).items():
            rows.append((_(name), self.named(keys, _FIELDS.get(name, ""), notes.get(name, ""))))
        rows += [
            (_(name), self.link.some(pages, self.page, _MOST, between=", "))
            for name, pages in _related_pages(self.env, self.build, self.spec.key).items()
        ]
        return facts(rows, "relations")

    def life(self) -> list[nodes.Node]:
        """When it got which status, if it had more than one."""
        return history.line(life(self.spec, self.build.history), self.link.medium)

    def above(self) -> list[nodes.Node]:
        """The umbrellas that it is part of, the outermost first."""
        above = self.corpus.ancestors(self.spec.key, _MOST_ABOVE + 1)
        row = [self.spec_link(key) for key in above[-_MOST_ABOVE:]]
        shown = [nodes.Text("… / ")] if len(above) > _MOST_ABOVE else []
        return [*shown, *spaced([*row, *self.lost("parent")], " / ")]

    def named(self, keys: Sequence[str], field: str, note: str) -> list[nodes.Node]:
        """Return specs by number and title, one under another; many are folded.

        :param field: the field whose unresolved references follow.
        :param note: what is said of them below.
        """
        links = [*map(self.spec_link, keys[:_MOST]), *self.lost(field)]
        if len(keys) > _MOST:
            links.append(self.link.rest(len(keys) - _MOST))
        found: list[nodes.Node] = [_listed(links[:_MOST_OPEN])] if links else []
        if folded := links[_MOST_OPEN:]:
            number = len(keys) + len(self.lost(field)) - _MOST_OPEN
            found.append(leanspec_fold("", _listed(folded), summary=some_more(number)))
        return [*found, nodes.paragraph("", note, classes=["leanspec-note"])] if note else found

    def spec_link(self, key: str) -> nodes.Node:
        """Return a link to a spec that can have a hover card."""
        spec = self.corpus.specs[key]
        found = self.link.spec(key, [state(spec, title(spec))])
        return hovercard.refer(found, key) if isinstance(found, nodes.reference) else found

    def lost(self, field: str) -> list[nodes.inline]:
        """Return the references of a field that lead nowhere."""
        found = (lost for lost in self.corpus.unresolved[self.spec.key] if lost.reference.field == field)
        return [leads_nowhere(lost) for lost in islice(found, _MOST)]

    def page(self, docname: str) -> nodes.Node:
        """Return a reference to a page; if a spec owns the page, as a reference to the spec."""
        spec = self.site.spec_of(docname)
        title = [] if spec else [nodes.Text(self.env.titles[docname].astext())]
        found = self.link.chip(spec.key) if spec else self.link.page(docname, title)
        drifted = badge(self.build.drifted.get(docname, 0))
        return nodes.inline("", "", found, *drifted, classes=["leanspec-page"])

    def dates(self) -> list[tuple[str, list[nodes.Node]]]:
        """Its dates, none twice: what the row on its life says is not said again."""
        told = nodes.inline("", "", *self.life()).astext()
        found = [
            (_("Created"), maybe(day(self.spec.created))),
            (_("Completed"), maybe(day(self.spec.completed))),
            (_("Updated"), self.updated()),
        ]
        rows = []
        for name, shown in found:
            text = "".join(node.astext() for node in shown)
            if text and f" {text}" not in told:
                rows.append((name, shown))
                told += f" {text}"
        return rows

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

    def shared(self, kind: SharedKind) -> list[nodes.Node]:
        """Its tags, its assignee or its epic, as links to what has them in common with it."""
        row: list[nodes.Node] = []
        for value in values(self.spec, kind):
            shown = nodes.inline("", value, classes=["leanspec-tag"]) if kind == "tag" else nodes.Text(value)
            page = self.site.shared_page(kind, value)
            row.append(self.link.page(page, [shown]) if page else shown)
        return spaced(row)

    def facts(self) -> list[tuple[str, list[nodes.Node]]]:
        """What else its tool keeps of it; addresses, and files that have a page, as links."""
        return [(fact_name(name), self.told(texts)) for name, texts in self.spec.facts.items()]

    def told(self, texts: Iterable[str]) -> list[nodes.Node]:
        """Some texts that its tool keeps, one under another where they are many."""
        row: list[nodes.Node] = []
        top = self.site.project.of(self.spec.place.project).top
        for text in texts:
            page = self.site.by_file.get(top / text) if "\0" not in text else None
            shown = nodes.reference("", text, refuri=text) if is_safe_url(text) else nodes.Text(text)
            row.append(self.link.page(page, [nodes.Text(text)]) if page else shown)
        return spaced(row) if len(row) < 2 else [_listed(row)]

    def moved(self) -> list[nodes.Node]:
        """What has taken its place: an address, a spec, or whatever is written."""
        written = self.spec.migrated_to
        if not written or is_safe_url(written):
            return [nodes.reference("", written, refuri=written)] if written else []
        key = self.corpus.resolve(written, self.spec.place.project).target
        return [self.link.spec(key, spec_link(self.corpus.specs[key]))] if key else maybe(written)


def _listed(links: Iterable[nodes.Node]) -> nodes.bullet_list:
    items = (nodes.list_item("", nodes.paragraph("", "", link)) for link in links)
    return nodes.bullet_list("", *items, classes=["leanspec-named"])


def _waiting(number: int, said: str, keys: Sequence[str]) -> str:
    """Return how many specs of a row wait or are waited for; none where it goes without saying."""
    return _(said).format(number=number, all=len(keys)) if 0 < number < len(keys) else ""


def _facts(card: _Card) -> list[tuple[str, Sequence[nodes.Node]]]:
    """Draw what the frontmatter says."""
    spec, options = card.spec, card.site.options
    repository, _path = card.site.repository.at(spec.path)
    is_own = repository is card.site.repository
    issue_url, pull_url = (options.issue_url, options.pull_url) if is_own else ("", "")
    return [
        (_("Status"), [] if spec.is_lasting else [state(spec), *_as_written(spec)]),
        (_("Priority"), maybe(word(spec.priority)) if spec.priority else []),
        *card.dates(),
        (_("Due"), maybe(day(spec.due))),
        (_("Assignee"), card.shared("assignee")),
        (_("Reviewer"), maybe(spec.reviewer)),
        (_("Epic"), card.shared("epic")),
        (_("Issue"), _numbered(spec.issue, issue_url, repository.issue_url)),
        (_("Pull request"), _numbered(spec.pr, pull_url, repository.pull_url)),
        (_("Breaking"), maybe(_("yes") if spec.breaking else None)),
        (_("Moved to"), card.moved()),
        (_("Tags"), card.shared("tag")),
        *card.facts(),
    ]


def _as_written(spec: Spec) -> list[nodes.Node]:
    """Return the word that another tool has for the status of a spec, where it is not ours."""
    written = spec.status_written or ""
    ours, theirs = (re.sub(r"[ _]+", "-", one).casefold() for one in (spec.status or "", written))
    return [] if spec.place.is_leanspec or not written or ours == theirs else [nodes.Text(f" ({written})")]


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


def _progress(spec: Spec, others: list[tuple[str, list[nodes.Node]]]) -> list[nodes.Element]:
    """Draw a bar for each section, or one for all where sections are many.

    :param others: rows that follow the bars: what comes of the claims, and reviews.
    """
    whole = spec.progress
    if not whole.total:
        return [facts(others, "progress")] if others else []
    sections = section_progress(spec)
    if not 1 < len(sections) <= _MOST_SECTIONS:
        sections = [(_("Checks"), whole)]
    rows = [(name or _("Checks"), [progress_bar(done, name)]) for name, done in sections]
    if len(rows) > 1:
        rows.append((_("In all"), [progress_bar(whole, _("In all"))]))
    return [facts([*rows, *others], "progress")]
