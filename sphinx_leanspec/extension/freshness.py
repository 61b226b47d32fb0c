"""What to read again and what to write again.

Sphinx knows which source files changed; it does not know that a page shows the title, state or progress of
specs that have files of their own. So every page that is written leaves a digest of what it shows of other
files, kept beside the doctrees for each builder and output folder. A page whose digest is another one now is
written again: that holds after an interrupted build and with a second builder, a list of events does not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from msgspec.structs import replace

from ..files import write_atomically
from ..reading.boundary import is_there
from . import needs
from .build import Build
from .digests import Digester, digest
from .nodes.medium import Medium
from .nodes.mermaid import leanspec_mermaid
from .nodes.placeholders import leanspec_view
from .pages import project
from .pages.project import OWN_FOLDER
from .records import PageDigest, PageInputs, SiteDigests, Writing
from .references.record import code_of
from .site import FOLDER
from .views import VIEWS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def begin(app: Sphinx) -> Writing:
    """Begin to keep what a builder writes into a folder."""
    name = hashlib.sha256(f"{Medium.of(app.builder).name} {app.outdir}".encode()).hexdigest()[:16]
    return Writing(Path(app.doctreedir, OWN_FOLDER, f"{name}.json"))


def to_read(build: Build) -> Sequence[str]:
    """Return the pages whose needs would differ although their own files are unchanged, or that miss less."""
    read: dict[str, PageInputs] = build.inputs
    return [
        docname
        for docname, reading in read.items()
        if _made_of(build, docname, reading.views, reading.need_ids) != reading.made_of
        or any(is_there(Path(build.env.srcdir, name)) for name in reading.missing)
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
    missing = _missing(build.env, docname)
    build.inputs[docname] = PageInputs(made_of, views, any_need, need_ids, findings, diagrams, missing)


def _missing(env: BuildEnvironment, docname: str) -> tuple[str, ...]:
    """Take from what a page includes what is not there: for that, Sphinx would read it in every build."""
    included = env.dependencies.get(docname, set())
    missing = {name for name in included if not is_there(Path(env.srcdir, name))}
    included -= missing
    return tuple(sorted(map(str, missing)))


def to_write(app: Sphinx, build: Build) -> Sequence[str]:
    """Find the pages whose output shows what is no longer so; remove the output of pages that are gone."""
    writing = build.writing
    writing.known = last(writing)
    writing.current = Digester(app, build, writing.known).site(app.env.found_docs)
    for docname in writing.known.pages.keys() - writing.current.pages.keys():
        _remove_output(app, docname)
    writing.stale = _stale(writing.known.pages, writing.current.pages)
    writing.known = forget(writing, writing.known, writing.stale)
    # a builder that makes one file of many pages only knows which these are, and so where links lead, at last
    kept = writing.stale if Medium.of(app.builder).is_published else frozenset()
    build.drawn = {place: view for place, view in build.drawn.items() if place[0] in kept}
    return sorted(writing.stale)


def among(
    app: Sphinx, build: Build, groups: Iterable[Collection[str]], known: SiteDigests
) -> Iterator[list[str]]:
    """Yield those pages of each group whose output shows what is no longer so."""
    digester = Digester(app, build, known)
    for group in groups:
        yield sorted(_stale(known.pages, digester.pages(group)))


def showing(known: SiteDigests, keys: Collection[str]) -> set[str]:
    """Return the pages that show some specs, as far as that was seen when they were written."""
    return {docname for docname, page in known.pages.items() if not set(page.specs or ()).isdisjoint(keys)}


def _stale(known: Mapping[str, PageDigest], current: Mapping[str, PageDigest]) -> frozenset[str]:
    """Return the pages that show something else than they did."""
    return frozenset(
        docname
        for docname, now in current.items()
        if docname not in known or known[docname].shown != now.shown
    )


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
    known, current = writing.known.pages, writing.current.pages
    done = {*writing.written, *(current.keys() - writing.stale)}
    pages = {docname: now for docname, now in current.items() if docname in done}
    for docname in known.keys() & current.keys() - done:
        pages[docname] = known[docname]._replace(own="", specs=None)
    left = replace(writing.current, pages=pages)
    if left != writing.known:
        _keep(writing, left)


def forget(writing: Writing, known: SiteDigests, docnames: Collection[str]) -> SiteDigests:
    """Forget what some pages show, as these are about to be written: until all of it is done, nobody knows.

    Else a build that is ended there leaves pages of which the next one believes that they are as they were,
    or of which it does not know, so that they stay when their specs are gone.
    """
    gone = {
        name: known.pages.get(name, PageDigest("", "", None))._replace(shown="", own="") for name in docnames
    }
    if gone.items() <= known.pages.items():
        return known
    left = replace(known, pages={**known.pages, **gone})
    _keep(writing, left)
    return left


def _keep(writing: Writing, left: SiteDigests) -> None:
    told = {name: getattr(left, name) for name in ("common", "specs", "pages")}
    write_atomically(writing.file, json.dumps(told, sort_keys=True).encode())


def last(writing: Writing) -> SiteDigests:
    """Return what the pages showed that are there."""
    try:
        found = json.loads(writing.file.read_text("utf-8"))
        pages = {docname: PageDigest(*page) for docname, page in found["pages"].items()}
        return SiteDigests(found["common"], found["specs"], pages)
    except (OSError, ValueError, TypeError, KeyError):
        return SiteDigests()  # a first build, or a file that a killed one left: every page is written


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
            return digest((listed, gone, covered, asked, leaned))
        return digest((listed, gone, covered, asked)) if listed or gone or covered else ""
    links = [corpus.specs[key].need_id for key in corpus.depends_on[spec.key]]
    parent = corpus.parent.get(spec.key, "")
    documents = site.documents(spec.key)
    has_needs = spec.key in site.check_needs
    aliases = corpus.names.aliases
    former = aliases.names(spec.key), aliases.need_ids(spec.key)
    above = parent and corpus.specs[parent].need_id
    made = (project.read_of(spec), links, above, documents, listed, gone, has_needs, former, asked)
    return digest((*made, site.changed(spec)) if spec.deltas else made)
