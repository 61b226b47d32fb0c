"""What each page shows of other files, as a digest: made anew only where it can be another one.

Drawing a page's card and references only to see that they are as they were is the most of what we do in a
rebuild. So what a digest came of is kept with it: what all pages depend on, as one digest; the specs that the
page shows something of, as one for each. Whatever a page shows of a spec, its progress in a tooltip say,
stands at a link to it, so the links tell which these are. A page with a view, a filter or a link to a file
that is no page may show anything, and is digested each time; but for views that say which specs they tell of.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sphinx
from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri

from ..model import Spec
from ..reading.cache import code, modules
from ..reading.plain import NotPlainError, encode
from ..views.shared import KINDS, values
from . import needs
from .build import Build
from .nodes.medium import Medium
from .nodes.parts import outline
from .pages.toctree import open_specs
from .records import Mention, PageDigest, PageInputs, SiteDigests
from .references import hovercard
from .views import VIEWS, card, foot, items

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Digester:
    """Digests for pages what each shows of other files, as it would be drawn now.

    :param known: those of an earlier build, for the same builder and folder.
    """

    def __init__(self, app: Sphinx, build: Build, known: SiteDigests) -> None:
        self._shown = _Shown(app, build)
        self._specs = {key: digest(*self._shown.spec(key)) for key in build.site.corpus.specs}
        self._common = digest(*self._shown.common())
        self._before = known.pages if self._common == known.common else {}
        self._same = {key for key, found in self._specs.items() if known.specs.get(key) == found}

    def site(self, docnames: Iterable[str]) -> SiteDigests:
        """Digest all of some pages, with all that they hang on."""
        return SiteDigests(self._common, self._specs, self.pages(docnames))

    def pages(self, docnames: Iterable[str]) -> dict[str, PageDigest]:
        """Digest some pages."""
        return {docname: self._page(docname) for docname in sorted(docnames)}

    def _page(self, docname: str) -> PageDigest:
        own, before = digest(*self._shown.own(docname)), self._before.get(docname)
        is_same = before is not None and before.own == own and before.specs is not None
        if before and is_same and self._same.issuperset(before.specs or ()):
            return before
        return self._shown.page(docname, own)


@cache
def made_with() -> bytes:
    """Return a digest of the code that draws pages."""
    return code(*modules(str(Path(__file__).parent)))  # a version does not change with every commit


def digest(*content: object) -> str:
    """Digest plain data, or whatever says all there is to it when it is written out."""
    made = hashlib.sha256()
    for part in content:
        try:
            made.update(encode(part))
        except NotPlainError:
            made.update(repr(part).encode())
        made.update(b"\0")
    return made.hexdigest()[:16]


class _Shown:
    """What pages show of others; what many of them show is drawn once."""

    def __init__(self, app: Sphinx, build: Build) -> None:
        self._app = app
        self._build = build
        self._domain = app.env.get_domain("leanspec")
        self._cards: dict[str, str] = {}
        self._relations = app.env.collect_relations()
        self._titles = {docname: title.astext() for docname, title in app.env.titles.items()}
        self._places = {build.site.docname(key): key for key in build.site.corpus.specs}
        self._medium = Medium.of(app.builder)
        self._beside = open_specs(build.site) if self._medium.has_navigation else []
        repository = build.site.repository
        self._links = repr(repository) if repository.address else ""  # each page has one to its file

    def common(self) -> Iterator[object]:
        """Yield what any page can show of any other without a link to a spec, or of a link itself."""
        env, build, site = self._app.env, self._build, self._build.site
        yield (
            made_with(),
            sphinx.__version__,
            env.config.language,
            repr((site.options, site.repository)),
        )
        yield self._links, self._beside, sorted(self._relations.items()), sorted(self._titles.items())
        corpus = site.corpus
        for spec in corpus.specs.values():
            yield spec.place, spec.title, [values(spec, kind) for kind in KINDS], spec.aliases
        yield corpus.depends_on, corpus.parent, corpus.unresolved, corpus.unpublished, build.relations
        yield [(docname, page.anchors, page.review) for docname, page in sorted(build.pages.items())]
        yield sorted(build.drifted.items()), self.verdicts

    def spec(self, key: str) -> tuple[object, ...]:
        """Return what a link to a spec can tell of it, and its own card."""
        spec = self._build.site.corpus.specs[key]
        return spec, self._build.first_sentence(key), self._build.history.of(spec.path)

    def own(self, docname: str) -> tuple[object, ...]:
        """Return what was found on a page when it was read."""
        return self._build.pages.get(docname), self._build.inputs.get(docname)

    def page(self, docname: str, own: str) -> PageDigest:
        """Digest what a page shows of others.

        :param own: a digest of what was found on it.
        """
        inputs = self._build.inputs.get(docname) or PageInputs("")
        spec = self._build.site.spec_of(docname)
        parts: list[object] = [self._links, self._beside, self.around(docname)]
        parts += (self.mention(docname, mention) for mention in self._build.mentions(docname))
        parts += (needs.stored(self._app.env, need_id) for need_id in inputs.need_ids)
        parts += (self.view(docname, *view) for view in inputs.views)
        if inputs.needs:
            parts.append(self.needs)
        drawn = card.draw_others(self._app.env, self._app.builder, docname, spec.key) if spec else []
        if spec:
            parts.append(outline(drawn))
            parts += (self.hovercard(key) for key in card.shown(self._build.site.corpus, spec.key))
            if not spec.place.is_leanspec:
                parts.append(foot.shown_of_others(self._build.site, spec))
            parts.append(outline(items.verdicts(self._build, spec, self._medium)))
        told = None if inputs.needs or inputs.need_ids else self._told(docname, inputs, spec, drawn)
        return PageDigest(digest(parts), own, told)

    def _told(
        self, docname: str, inputs: PageInputs, spec: Spec | None, drawn: list[nodes.Node]
    ) -> list[str] | None:
        """Return the specs that a page tells of; None if what it shows comes of other things, too.

        :param spec: the spec whose page it is.
        :param drawn: the part of its card that tells of others.
        """
        corpus = self._build.site.corpus
        found = {self._leads_to(docname, mention) for mention in self._build.mentions(docname)}
        for kind, options, *_place in inputs.views:
            named = VIEWS[kind].told(options)
            found |= {None} if named is None else {corpus.resolve(name).target or "" for name in named}
            drawn = [*drawn, *filter(None, [self._build.drawn.get((docname, kind, repr(options)))])]
        if spec is not None:
            found |= {spec.key, *corpus.depends_on[spec.key], *corpus.required_by.get(spec.key, ())}
            found |= {*card.shown(corpus, spec.key)}
            if not spec.place.is_leanspec or (corpus.children.get(spec.key) and corpus.offers_evidence):
                found.add(None)  # what others do to it, or what all below it can show, on whatever level
        for node in drawn:
            if next(node.findall(nodes.error), None):
                found.add(None)  # that it failed is told in every build
            for link in node.findall(nodes.reference):
                found.add(self._owner(link.get("refuri", "").rpartition("#")[0]))
        return None if None in found else sorted(filter(None, found))

    def _leads_to(self, docname: str, mention: Mention) -> str | None:
        """Return the spec that a reference tells of, empty for none; None if files or code decide that."""
        site, routes = self._build.site, self._build.routes
        if mention.kind in ("spec", "mention"):
            return site.resolve(docname, mention.target).target or ""
        if mention.kind == "check":
            check = site.find_check(mention.target)
            return check[0].key if check else None
        if mention.kind == "page":
            return self._owner(routes.page(docname, mention.target) or "")
        if mention.kind == "link":
            found = self._build.links.resolve(routes.file(docname), mention.target)
            if found.code or found.kind in ("file", "folder"):
                return None
            return self._owner(routes.link(docname, mention.target).docname)
        return "" if mention.kind in ("doc", "view") else None  # views tell for themselves

    def _owner(self, page: str) -> str:
        """Return the spec that a page belongs to, empty for none; it may live elsewhere."""
        return self._places.get(page) or self._build.site.owner_of(page) or ""

    @cached_property
    def needs(self) -> str:
        """Any need, which is what a view of sphinx-needs may show and a filter can see."""
        return digest(needs.all_stored(self._app.env))

    @cached_property
    def specs(self) -> str:
        """Anything of any spec: which of them a filter lets through, only the writing of pages can tell."""
        specs = [spec.shown() for spec in self._build.site.corpus.specs.values()]
        return digest((specs, self._build.relations, sorted(self._titles.items())))

    @cached_property
    def history(self) -> str:
        """What git says of any spec, and how large each is."""
        return digest((self._build.history, self._build.site.corpus.specs))

    @cached_property
    def verdicts(self) -> str:
        """What comes of any claim."""
        claims = self._build.claims.offered()
        return digest([(spec.key, check.key, judged.verdict) for spec, check, judged in claims])

    @cached_property
    def findings(self) -> str:
        """What the rules find wrong with any spec, and where."""
        return digest(self._build.report)

    def around(self, docname: str) -> list[tuple[str | None, str | None]]:
        """Name the pages round a page, and their titles: the one before, the one after, and all above it."""
        above: list[str] = []
        parent, *near = self._relations.get(docname, (None, None, None))
        while parent and parent not in above:  # toctrees can go round in a circle
            above.append(parent)
            parent = self._relations.get(parent, (None,))[0]
        return [(name, self._titles.get(name or "")) for name in (*near, *above)]

    def view(self, docname: str, kind: str, options: dict[str, Any], source: str, line: int) -> object:
        """Draw a view, or take all that it could show if it has a filter."""
        view = VIEWS[kind]
        if "filter" in options:
            further = (view.shows_history and self.history, view.shows_findings and self.findings)
            return self.needs, self.specs, self.verdicts, *further
        drawn = view.drawn(self._app, docname, options, source, line)
        self._build.drawn[docname, kind, repr(options)] = drawn  # as it is written, if its page is
        return outline([drawn])

    def mention(self, docname: str, mention: Mention) -> object:
        """Draw a reference, and the card of the spec it leads to."""
        if mention.kind == "view":
            return ""  # as the view is drawn
        if mention.kind == "doc":
            return mention.target, self._titles.get(mention.target)
        place = addnodes.pending_xref("", nodes.Text(""), refdoc=docname, refexplicit=False)
        env, builder = self._app.env, self._app.builder
        try:
            link = self._domain.resolve_xref(
                env, docname, builder, mention.kind, mention.target, place, place
            )
        except NoUri:
            return ""  # where no page has an address, all are written
        if link is None:
            return ""
        return outline([link]), self.hovercard(link["key"]) if "key" in link else ""

    def hovercard(self, key: str) -> str:
        """Draw what a link tells of the spec that it leads to."""
        if key not in self._cards:
            name, lines = hovercard.card(self._build, key)
            self._cards[key] = f"{name} {outline(node for line in lines for node in line)}"
        return self._cards[key]
