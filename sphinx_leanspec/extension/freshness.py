"""What to read again and what to write again.

Sphinx knows which source files changed; it does not know that a page shows the title, state or progress of
specs that have files of their own. So every page that is written leaves a digest of what it shows of other
files, kept beside the doctrees for each builder and output folder. A page whose digest is another one now is
written again: that holds after an interrupted build and with a second builder, a list of events does not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri

from ..files import write_atomically
from . import needs
from .build import Build
from .nodes.medium import Medium
from .nodes.mermaid import leanspec_mermaid
from .nodes.parts import outline
from .nodes.placeholders import leanspec_view
from .pages import project
from .pages.project import OWN_FOLDER
from .pages.toctree import open_specs
from .records import Mention, PageInputs, Writing
from .references import hovercard
from .references.record import code_of
from .site import FOLDER
from .views import VIEWS, card, foot, items

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def begin(app: Sphinx) -> Writing:
    """Begin to keep what a builder writes into a folder."""
    name = hashlib.sha256(f"{Medium.of(app.builder).name} {app.outdir}".encode()).hexdigest()[:16]
    return Writing(Path(app.doctreedir, OWN_FOLDER, f"{name}.json"))


def to_read(build: Build) -> Sequence[str]:
    """Return the pages whose needs would differ although their own files are unchanged."""
    read: dict[str, PageInputs] = build.inputs
    return [
        docname
        for docname, reading in read.items()
        if _made_of(build, docname, reading.views, reading.need_ids) != reading.made_of
    ]


def note_read(build: Build, docname: str, doctree: nodes.document) -> None:
    """Keep what a page was made of and what on it is drawn later."""
    views = tuple(
        (place["kind"], place["options"], place.source or docname, place.line or 1)
        for place in doctree.findall(leanspec_view)
    )
    any_need, need_ids = needs.shown(doctree)
    made_of = _made_of(build, docname, views, need_ids)
    findings = any(VIEWS[kind].shows_findings for kind, *_ in views)
    diagrams = sum(1 for _ in doctree.findall(leanspec_mermaid))
    build.inputs[docname] = PageInputs(made_of, views, any_need, need_ids, findings, diagrams)


def to_write(app: Sphinx, build: Build) -> Sequence[str]:
    """Find the pages whose output shows what is no longer so; remove the output of pages that are gone."""
    writing = build.writing
    writing.known, writing.current = _load(writing.file), dict(_digests(app, build, app.env.found_docs))
    for docname in writing.known.keys() - writing.current.keys():
        _remove_output(app, docname)
    known = writing.known
    writing.stale = frozenset(name for name, digest in writing.current.items() if known.get(name) != digest)
    build.drawn = {place: view for place, view in build.drawn.items() if place[0] in writing.stale}
    return sorted(writing.stale)


def among(app: Sphinx, build: Build, docnames: Iterable[str]) -> list[str]:
    """Return those of some pages whose output shows what is no longer so."""
    known = _load(build.writing.file)
    return [name for name, digest in _digests(app, build, docnames) if known.get(name) != digest]


def shows_needs(build: Build) -> bool:
    """Tell whether a page that is about to be written shows needs besides those of its own spec."""
    return any(looks_at_needs(build, docname) for docname in build.writing.stale)


def looks_at_needs(build: Build, docname: str) -> bool:
    """Tell whether a page shows needs besides those of its own spec."""
    page = build.inputs.get(docname) or PageInputs("")
    return bool(page.needs or page.need_ids) or any("filter" in options for _, options, *_ in page.views)


def note_resolved(build: Build, docname: str) -> None:
    """Keep that a page is about to be written."""
    build.writing.written.add(docname)


def note_written(build: Build) -> None:
    """Keep the digests of the pages that a build has written; to be called once it has."""
    writing = build.writing
    known = {docname: digest for docname, digest in writing.known.items() if docname in writing.current}
    known |= {docname: writing.current[docname] for docname in writing.written if docname in writing.current}
    if known == writing.known:
        return
    write_atomically(writing.file, json.dumps(known, sort_keys=True).encode())


def _load(file: Path) -> dict[str, str]:
    try:
        known: dict[str, str] = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}  # a first build, or a file that a killed one left: every page is written
    return known


def _remove_output(app: Sphinx, docname: str) -> None:
    """Remove what was written for a spec that is gone: a link to it would otherwise still work."""
    if not docname.startswith(f"{FOLDER}/") or not hasattr(app.builder, "get_outfilename"):
        return
    Path(app.builder.get_outfilename(docname)).unlink(missing_ok=True)
    for copy in Path(app.outdir, "_sources").glob(f"{docname}.*"):
        copy.unlink()


def _made_of(build: Build, docname: str, views: Sequence[tuple[Any, ...]], need_ids: Sequence[str]) -> str:
    """Return a digest of a spec's needs, and of the toctree of a page that lists all specs.

    Whether a check is a need depends on how many there are in all, so that is part of it, for its spec and
    for every page that refers to it.
    """
    corpus, site = build.site.corpus, build.site
    listed = list(corpus.specs) if any(VIEWS[kind].lists_pages for kind, *_ in views) else []
    found = [(name, site.checks[name][0].key) for name in need_ids if name in site.checks]
    gone = [name for name, key in found if key not in site.check_needs]
    spec = site.spec_of(docname)
    asked = build.env.config.needs_id_regex
    if spec is None:
        record = build.pages.get(docname)
        covered = [corpus.resolve(text).target for text in record.covers] if record else []
        leaned = code_of(build, docname) if covered else ()
        if leaned:
            return _digest((listed, gone, covered, asked, leaned))
        return _digest((listed, gone, covered, asked)) if listed or gone or covered else ""
    links = [corpus.specs[key].need_id for key in corpus.depends_on[spec.key]]
    parent = corpus.parent.get(spec.key, "")
    documents = site.documents(spec.key)
    has_needs = spec.key in site.check_needs
    aliases = corpus.names.aliases
    former = aliases.names(spec.key), aliases.need_ids(spec.key)
    above = parent and corpus.specs[parent].need_id
    made = (project.read_of(spec), links, above, documents, listed, gone, has_needs, former, asked)
    return _digest((*made, site.changed(spec)) if spec.deltas else made)


def _digests(app: Sphinx, build: Build, docnames: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Digest for some pages what each shows of other files, as it would be drawn now."""
    shown = _Shown(app, build)
    repository = build.site.repository
    links = repr(repository) if repository.address else ""  # each page has one to its file
    beside = open_specs(build.site) if Medium.of(app.builder).has_navigation else []
    for docname in sorted(docnames):
        inputs = build.inputs.get(docname) or PageInputs("")
        parts: list[object] = [links, beside, shown.around(docname)]
        parts += (shown.mention(docname, mention) for mention in build.mentions(docname))
        parts += (needs.stored(app.env, need_id) for need_id in inputs.need_ids)
        parts += (shown.view(docname, *view) for view in inputs.views)
        if inputs.needs:
            parts.append(shown.needs)
        if spec := build.site.spec_of(docname):
            parts.append(outline(card.draw_others(app.env, app.builder, docname, spec.key)))
            parts += (shown.hovercard(key) for key in card.shown(build.site.corpus, spec.key))
            if not spec.place.is_leanspec:
                parts.append(foot.shown_of_others(build.site, spec))
            parts.append(outline(items.verdicts(build, spec, Medium.of(app.builder))))
        yield docname, _digest(parts)


class _Shown:
    """What pages show of others; what many of them show is drawn once."""

    def __init__(self, app: Sphinx, build: Build) -> None:
        self._app = app
        self._build = build
        self._domain = app.env.get_domain("leanspec")
        self._cards: dict[str, str] = {}
        self._relations = app.env.collect_relations()
        self._titles = {docname: title.astext() for docname, title in app.env.titles.items()}

    @cached_property
    def needs(self) -> str:
        """Any need, which is what a view of sphinx-needs may show and a filter can see."""
        return _digest(needs.all_stored(self._app.env))

    @cached_property
    def specs(self) -> str:
        """Anything of any spec: which of them a filter lets through, only the writing of pages can tell."""
        specs = [spec.shown() for spec in self._build.site.corpus.specs.values()]
        return _digest((specs, self._build.relations, sorted(self._titles.items())))

    @cached_property
    def history(self) -> str:
        """What git says of any spec, and how large each is."""
        return _digest((self._build.history, self._build.site.corpus.specs))

    @cached_property
    def verdicts(self) -> str:
        """What comes of any claim."""
        return _digest([judged.verdict for _, _, judged in self._build.claims.all()])

    @cached_property
    def findings(self) -> str:
        """What the rules find wrong with any spec, and where."""
        return _digest(self._build.report)

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


def _digest(content: object) -> str:
    return hashlib.sha256(repr(content).encode()).hexdigest()[:16]
