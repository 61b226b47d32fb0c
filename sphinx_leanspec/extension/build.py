"""The services of one build: what every part of the extension asks for, made when first asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..claims import Claims
from ..drawing.graph_layout import Layouts
from ..findings import Severity
from ..history import History
from ..links import Links
from ..reading.library import Library
from ..report.baseline import Baseline, BaselineError, with_accepted
from ..report.baseline import read as read_baseline
from ..report.outcome import BASELINE
from ..rules import Context, Report, check
from ..sources.codebase import Codebase
from ..views.board import in_work
from ..views.sources import broken
from .history import recall
from .records import Mention, PageInputs, PageRecord, Writing
from .references.code import leaning, references
from .references.relations import Relations, Ties, relate, tie
from .references.report import context_of
from .references.routes import Routes
from .site import INDEX, Site
from .warnings import warn

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from .needs import PageNeeds

_FOLLOWS_FROM_PAGES = (
    "beside",
    "context",
    "drifted",
    "files",
    "leaning",
    "navigation",
    "relations",
    "report",
    "routes",
    "ties",
)


@dataclass
class Build:
    """One build of a site. It is kept beside the domain, and never pickled.

    :param library: reads the files of specs.
    :param process: the process that this is known in; another one reads some pages for it.
    :param writing: what this build writes, known once all pages are read; see :mod:`.freshness`.
    """

    env: BuildEnvironment
    site: Site
    library: Library
    process: int
    writing: Writing
    drawn: dict[tuple[str, str, str], nodes.Node] = field(default_factory=dict)
    """The views of pages that are about to be written: by page, directive and its options."""
    before: Build | None = None
    """The one before, for a preview: that only writes pages ahead of a build, which then decides what else is
    said and written, and takes from the one before what others than these pages have to do with."""
    anew: Collection[str] = ()
    """The pages that a preview reads."""

    @classmethod
    def of(cls, env: BuildEnvironment) -> Build:
        """Return the build that an environment is used in, from ``builder-inited`` on."""
        build: Build = env.get_domain("leanspec").build  # type: ignore[attr-defined]
        return build

    @property
    def is_preview(self) -> bool:
        return self.before is not None

    @property
    def pages(self) -> dict[str, PageRecord]:
        """What was found on each page, by docname."""
        found: dict[str, PageRecord] = self.env.domaindata["leanspec"]["pages"]
        return found

    @property
    def inputs(self) -> dict[str, PageInputs]:
        """What each page was made of when it was read, by docname."""
        found: dict[str, PageInputs] = self.env.domaindata["leanspec"]["read"]
        return found

    @property
    def needs(self) -> dict[str, PageNeeds]:
        """The needs of each page, by docname."""
        found: dict[str, PageNeeds] = self.env.domaindata["leanspec"].setdefault("needs", {})
        return found

    @cached_property
    def history(self) -> History:
        """What git knows of the specs; asked for only if something shows it."""
        return self.before.history if self.before else recall(self.site, self.library)

    @cached_property
    def layouts(self) -> Layouts:
        """Where everything in the diagrams of this build goes."""
        return Layouts()

    @cached_property
    def context(self) -> Context:
        """What rules are asked with, known once all pages are read."""
        if self.before and all(map(self.site.owner_of, self.anew)):
            return replace(self.before.context, corpus=self.site.corpus, library=self.library)
        shows_all = any(page.findings for page in self.inputs.values())
        least: Severity = "info" if shows_all else "warning"
        floor = self.baseline.floor
        found = context_of(self.site, self.library, self.env, self.pages, least, floor)
        return replace(found, code=self.code, code_references=references(self.site, self.env, self.pages))

    @property
    def claims(self) -> Claims:
        """What comes of the evidence that checks offer, known once all pages are read."""
        return self.context.claims

    @cached_property
    def code(self) -> Codebase:
        """The code that documents lean on, as the lock knows it."""
        return Codebase.read(self.site.project.root, self.site.options.sources, self.site.repository.prefix)

    @cached_property
    def leaning(self) -> Mapping[str, Collection[str]]:
        """The references to code of each page, known once all pages are read."""
        return leaning(self.site, self.pages)

    @cached_property
    def drifted(self) -> Mapping[str, int]:
        """How much of the code that a page leans on is no more what it was, for pages that have any."""
        return broken(self.code.lock, self.leaning) if self.leaning else {}

    @property
    def links(self) -> Links:
        """How links are resolved, known once all pages are read."""
        return self.context.links

    @cached_property
    def routes(self) -> Routes:
        """Where links lead on the site, known once all pages are read."""
        anchors = {docname: record.anchors for docname, record in self.pages.items()}
        return Routes(self.site, self.links, self.files, anchors)

    @cached_property
    def files(self) -> Mapping[str, str]:
        """Every page by its file, known once all pages are read."""
        return self.before.files if self.before else self.site.files(self.env)

    @cached_property
    def beside(self) -> frozenset[str]:
        """What the tree beside each page may name: open specs, and what toctrees of the project list."""
        site = self.site
        own = {INDEX, *site.parts}
        listed = (pages for parent, pages in self.env.toctree_includes.items() if parent not in own)
        working = map(site.docname, in_work(site.corpus, site.options.sidebar))
        return frozenset((*working, *(page for pages in listed for page in pages)))

    @cached_property
    def navigation(self) -> dict[tuple[object, ...], str]:
        """What a theme has drawn that is the same on many pages; see :mod:`.pages.navigation`."""
        return {}

    @cached_property
    def titles(self) -> dict[str, Mapping[str, str]]:
        """Titles of pages as they are rendered, by all that they say."""
        return {}

    @cached_property
    def relations(self) -> Relations:
        """What covers and mentions what, known once all pages are read."""
        return relate(self.site, self.ties)

    @cached_property
    def ties(self) -> Mapping[str, Ties]:
        """What each page covers and names, known once all pages are read."""
        known = dict(self.before.ties) if self.before else {}
        for docname in self.anew if self.before else self.pages:
            if docname in self.pages:
                known[docname] = tie(self.site, self.routes, docname, self.pages[docname])
        return known

    @cached_property
    def baseline(self) -> Baseline:
        """The findings that the project has accepted; none where their file cannot be read."""
        path = self.site.project.root / BASELINE
        try:
            return read_baseline(path).now(self.site.corpus.names) if path.is_file() else Baseline({})
        except BaselineError as error:
            warn("config", str(error), location=f"{path}:1", fix="run `sphinx-leanspec accept`")
            return Baseline({})

    @cached_property
    def report(self) -> Report:
        """What the rules have found, known once all pages are read."""
        found, corpus = check(self.context), self.site.corpus
        accepted = self.baseline.accepted
        return replace(found, findings=with_accepted(found.findings, accepted, corpus.files, corpus.names))

    def note(self, docname: str, record: PageRecord) -> None:
        """Keep what was found on a page."""
        self.pages[docname] = record
        self.forget_pages()

    def forget_pages(self) -> None:
        """Forget what followed from the pages that were known, as they are others now."""
        for name in _FOLLOWS_FROM_PAGES:
            self.__dict__.pop(name, None)

    def keep_only(self, docname: str) -> None:
        """Forget all pages but one."""
        found = self.env.domaindata["leanspec"]
        for name in ("pages", "read", "needs"):
            found[name] = {page: kept for page, kept in found.get(name, {}).items() if page == docname}

    def first_sentence(self, key: str) -> str:
        """Return how the text of a spec begins, empty if its page was not read."""
        record = self.pages.get(self.site.docname(key))
        return record.first_sentence if record else ""

    def mentions(self, docname: str) -> tuple[Mention, ...]:
        """Return what a page names."""
        return self.pages[docname].mentions if docname in self.pages else ()

    def translate(self) -> None:
        """Call specs by their translated titles, once all pages are read."""
        found: Mapping[str, PageRecord | None] = {
            key: self.pages.get(self.site.docname(key)) for key in self.site.corpus.specs
        }
        names = {key: record.title for key, record in found.items() if record and record.title}
        if names:
            self.site = replace(self.site, corpus=self.site.corpus.renamed(names))
            self.forget_pages()
