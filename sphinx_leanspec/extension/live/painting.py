"""One page written ahead of all others, in a process that ends with that.

It takes for granted that the rest of the site is as it was: where it is not, the build that follows knows.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.util.build_phase import BuildPhase

from ...corpus import Corpus
from .. import freshness, needs
from ..build import Build
from ..digests import made_with
from ..language import day
from ..pages import project, toctree
from ..references.domain import LeanspecDomain
from .phase import set_phase

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ..site import Site


def can_paint(app: Sphinx) -> bool:
    """Tell whether a builder writes each page by itself, as HTML."""
    builder = app.builder
    return isinstance(builder, StandaloneHTMLBuilder) and not isinstance(builder, SingleFileHTMLBuilder)


def pages_of(app: Sphinx, paths: Iterable[str]) -> Iterator[str]:
    """Yield the pages that were read from some files, or from something that includes them."""
    env = app.env
    for path in paths:
        docname = app.project.path2doc(path)
        if docname in env.all_docs and Path(path).is_file():
            yield docname
            continue
        name = Path(os.path.relpath(path, app.srcdir))
        yield from (page for page, found in env.dependencies.items() if name in map(Path, found))


def get_ready(app: Sphinx) -> Build:
    """Know what every page is going to ask for.

    :returns: what a preview then takes that from.
    """
    build = Build.of(app.env)
    assert build.history is not None
    assert build.relations is not None
    assert build.site.corpus.offers_evidence is not None
    assert made_with()
    assert day("2000-01-01"), "what Babel knows of the language"
    return build


def read_again(app: Sphinx, docnames: Sequence[str], ready: Build) -> None:
    """Read some pages, and what their specs say, as if they alone had changed.

    :param ready: the build that knew last what pages have to do with each other.
    """
    builder, env = app.builder, app.env
    _take_over(app, docnames, ready)
    set_phase(app, BuildPhase.READING)
    app.events.emit("env-before-read-docs", env, list(docnames))
    for docname in docnames:
        app.events.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)
        builder.read_doc(docname)
    app.events.emit("env-updated", env)
    get_ready(app)  # rules ask for ids of needs, which nobody can once these are frozen


def _take_over(app: Sphinx, docnames: Collection[str], ready: Build) -> None:
    """Begin a build that knows no more of the project than what has become of some specs."""
    before = Build.of(app.env)
    site = _renewed(before, docnames)
    domain: LeanspecDomain = app.env.get_domain(LeanspecDomain.name)  # type: ignore[assignment]
    domain.build = Build(
        app.env, site, before.library, os.getpid(), before.writing, before=ready, anew=docnames
    )
    if any(
        site.mounts[docname].path != app.project.doc2path(docname, True)
        for docname in docnames
        if docname in site.mounts
    ):
        project.mount(app, site)


def _renewed(build: Build, docnames: Collection[str]) -> Site:
    """Return the site with some specs as their files say them now."""
    site = build.site
    known = site.corpus
    keys = {key for docname in docnames if (key := site.owner_of(docname)) is not None}
    places = [known.specs[key].place for key in keys]
    if not places:
        return site
    library, texts = build.library, build.library.texts
    fresh = {spec.key: spec for spec in library.read(known.project, places, site.options.words)}
    library.texts = {**texts, **library.texts}  # it forgets those of specs that it is not asked for
    return replace(site, corpus=known.renewed(fresh))


def near(app: Sphinx, docnames: Collection[str], seen: Collection[str]) -> Iterator[list[str]]:
    """Yield the pages that some pages are near to, if they show what is no longer so.

    Who has shown a spec is known, and who has a relation to it by now. Whoever else shows it, only digests of
    all pages can tell, and they take their time. So do those of pages with views, which come last.

    :param seen: the files of pages that somebody looks at, which come first.
    """
    build, env = Build.of(app.env), app.env
    site, relations, known = build.site, env.collect_relations(), freshness.last(build.writing)
    keys = set(filter(None, map(site.owner_of, docnames)))
    views = {docname for docname, page in build.inputs.items() if page.views}
    found = views | freshness.showing(known, keys)
    for docname in docnames:
        found |= set(filter(None, relations.get(docname, ())))
    for key in keys:
        found |= {site.docname(other) for other in _related(site.corpus, key)}
        found |= {*build.relations.mentioned_by.get(key, ()), *build.relations.covered_by.get(key, ())}
    wanted = (found & env.found_docs) - set(docnames)
    shown = {name for name in wanted if not freshness.looks_at_needs(build, name)}
    first = {name for name in shown if file_of(app, name) in seen} if seen else set()
    for stale in freshness.among(app, build, (first, shown - first - views, shown & views - first), known):
        # the next edit may end this before they are written
        known = freshness.forget(build.writing, known, stale)
        yield stale


def _related(known: Corpus, key: str) -> Iterator[str]:
    """Yield the specs that a spec is related to, in both directions."""
    yield from (*known.depends_on.get(key, ()), *known.required_by.get(key, ()), *known.children.get(key, ()))
    if key in known.parent:
        yield known.parent[key]


def write(app: Sphinx, docnames: Sequence[str]) -> list[str]:
    """Write some pages, and no more than that.

    :returns: their files, relative to the output folder.
    """
    builder = app.builder
    assert isinstance(builder, StandaloneHTMLBuilder)
    needs.put_off(app)
    toctree.spare_sidebar(app, builder)
    toctree.name_open_specs(app, builder)
    has_search, builder.search = builder.search, False  # its index is for the build that follows
    builder.prepare_writing(set(docnames))
    builder.search = has_search
    builder._write_serial(docnames)  # noqa: SLF001 - which is what `write` does, once it has prepared everything
    builder.copy_image_files()
    return [file_of(app, docname) for docname in docnames]


def file_of(app: Sphinx, docname: str) -> str:
    """Return the file that a page is written into, relative to the output folder."""
    builder = app.builder
    assert isinstance(builder, StandaloneHTMLBuilder)
    return Path(builder.get_outfilename(docname)).relative_to(app.outdir).as_posix()
