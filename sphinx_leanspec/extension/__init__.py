"""The Sphinx extension: the only part that imports Sphinx."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from posixpath import normpath
from typing import TYPE_CHECKING

from msgspec.structs import replace
from sphinx import addnodes
from sphinx.errors import ExtensionError

from .. import __version__
from ..corpus import load
from ..git import Repository, inspect
from ..reading import NoSpecsError, Project
from ..reading.cache import opened
from . import builders, config, freshness, language, needs, views, warnings
from .build import Build
from .builders import epub, feed, latex
from .config import Options
from .defaults import tell_defaults
from .guard import guarded
from .markdown import images
from .nodes import basic as own_nodes
from .nodes import formulas, lower, mermaid, titles
from .nodes.medium import Medium
from .nodes.placeholders import leanspec_card, leanspec_foot
from .pages import inventory, kinds, navigation, project, redirects, search, shared, source_links, toctree
from .processes import Collector, Writers, forget_others, forget_trees
from .references import findings, hovercard, record, roles
from .references.domain import LeanspecDomain, show_missing
from .site import Site, mount_all, tell_limit
from .views import card, foot, items, neighbourhood

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

    from ..model import Spec

_STATIC = Path(__file__).parent / "static"


def _on_config_inited(app: Sphinx, settings: Config) -> None:
    config.spare_requirements(app, settings)
    defaults = needs.set_defaults(app, settings) + epub.set_default(settings) + latex.set_default(settings)
    tell_defaults("sphinx_leanspec", defaults)
    kinds.choose(app, settings)
    roles.register(app, settings)
    needs.declare_links(app, settings, Options.of(settings))
    settings.html_static_path = [*settings.html_static_path, str(_STATIC)]
    settings.latex_additional_files += map(str, sorted(_STATIC.glob("*.sty")))


def _on_config_inited_late(app: Sphinx, settings: Config) -> None:
    options = Options.of(settings)
    needs.declare_fields(app, settings, options)
    needs.declare_types(app, options)


def renew(app: Sphinx) -> None:
    """Begin a build: find out what the project says now."""
    options = Options.of(app.config)
    domain: LeanspecDomain = app.env.get_domain(LeanspecDomain.name)  # type: ignore[assignment]
    if hasattr(domain, "build"):
        library = domain.build.library
        library.renew()
    else:
        library = opened()
    try:
        corpus = load(*config.where(app, options), options.words, library)
    except NoSpecsError as error:
        raise ExtensionError(f"sphinx-leanspec: {error}; set leanspec_specs in conf.py") from error
    found = inspect(corpus.project.root)
    repository = replace(
        found,
        address=options.repository.rstrip("/") or found.address,
        revision=options.revision or found.revision,
        others=tuple(_other_repositories(corpus.project, found)),
    )
    srcdir = Path(app.srcdir)
    site = Site(corpus, options, repository, srcdir, mount_all(corpus, options.pages, srcdir))
    site.has_shared_pages = Medium.of(app.builder).is_published
    site.evidence = options.evidence_settings(Path(app.confdir), corpus.project.root)
    if "sphinxcontrib.mermaid" in app.extensions:
        from sphinxcontrib.mermaid import mermaid as theirs

        site.mermaid = theirs
    domain.build = Build(app.env, site, library, os.getpid(), freshness.begin(app))
    tell_limit(corpus, options, site.check_needs)
    project.mount(app, site)
    search.complete(app, lambda: domain.build.writing.written)
    inventory.spare(app, domain.build.writing.file.with_suffix(".inventory"))
    navigation.share_titles(app)
    needs.Hearing.begin(app, site)
    needs.spare_catalogs(app)


def _other_repositories(site: Project, own: Repository) -> Iterator[tuple[str, Repository]]:
    """Yield the repositories of the projects that do not lie in that of the site, with where they lie."""
    for member in site.members:
        folder = site.relative(member.top)
        if normpath(own.prefix + folder).startswith("..") or (member.top / ".git").exists():
            yield f"{folder}/", inspect(member.top)


def _on_env_get_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> Sequence[str]:
    return freshness.to_read(Build.of(env))


def _on_doctree_read_early(app: Sphinx, doctree: document) -> None:
    spec = Build.of(app.env).site.spec_of(app.env.docname)
    if spec is not None:
        titles.add_number(spec, doctree)


def _on_doctree_read(app: Sphinx, doctree: document) -> None:
    build = Build.of(app.env)
    docname = app.env.docname
    forget_others(app, build, docname)
    where = f"{app.env.doc2path(docname)}:1"
    guarded("making needs", where, lambda: _make_needs(app, build, doctree), lambda _: None)
    guarded("looking for references", where, lambda: record.record(app, build, doctree), lambda _: None)
    freshness.note_read(build, docname, doctree)


def _make_needs(app: Sphinx, build: Build, doctree: document) -> None:
    docname = app.env.docname
    spec = build.site.spec_of(docname)
    if spec is not None:
        if not build.is_preview:  # its page does not show them
            _make_needs_of(app, build, spec, record.translated_title(doctree))
        redirects.keep_ids(build.site, spec, doctree)


def _make_needs_of(app: Sphinx, build: Build, spec: Spec, translated: str) -> None:
    docname, named = build.site.docname(spec.key), replace(spec, title=translated or spec.title)
    build.needs[docname] = needs.pack(needs.make_spec(app, build.site, named, docname))


def _move_needs(app: Sphinx, build: Build) -> None:
    """Make the needs anew that stand on another line of a file that many share; no page is read for that."""
    for docname, kept in list(build.needs.items()):
        spec = build.site.spec_of(docname)
        if spec and spec.place.fragment and kept.lines and kept.lines[0] != (spec.title_line or 1):
            _make_needs_of(app, build, spec, build.pages[docname].title)


def _on_doctree_read_late(app: Sphinx, doctree: document) -> None:
    docname = app.env.docname
    toctree.forget_navigation(app.env, docname)
    if Build.of(app.env).site.owner_of(docname):
        toctree.share_lists(app.env.tocs[docname])
    forget_trees(app.env)


def _on_env_updated_first(app: Sphinx, env: BuildEnvironment) -> None:
    build = Build.of(env)
    build.translate()
    if build.is_preview:
        needs.store_again(app, build.site, build.needs, lambda: build.claims)
        return
    _move_needs(app, build)
    needs.store(app, build.site, build.needs, lambda: build.claims)
    needs.tell(app.config, build.site, needs.clashes(app, build.site, build.needs))


def _on_env_updated(app: Sphinx, env: BuildEnvironment) -> None:
    build = Build.of(env)
    toctree.attach_index(app, env)
    toctree.note_places(env)
    if not build.is_preview:
        findings.tell(build)
        build.library.save()


def _on_env_updated_late(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    build = Build.of(env)
    return () if build.is_preview else freshness.to_write(app, build)


def _on_warn_missing_reference(app: Sphinx, domain: object, node: addnodes.pending_xref) -> bool | None:
    """Say nothing here: what is wrong with our references is reported once all pages are read."""
    return True if node.get("refdomain") == "leanspec" else None


def _on_doctree_resolved(app: Sphinx, doctree: document, docname: str) -> None:
    build = Build.of(app.env)
    site = build.site
    forget_trees(app.env)
    if Medium.of(app.builder).makes_catalogs and site.owner_of(docname) and not site.options.myst:
        language.offer_headings_alone(doctree)
    for node in list(doctree.findall(leanspec_card)):
        node.replace_self(card.draw(app.env, app.builder, docname, node["key"]))
    foot.attach(app.env, app.builder, doctree, docname)
    neighbourhood.attach(build, app.builder, doctree, docname)
    views.resolve(app, doctree, docname)
    items.attach(build, doctree, Medium.of(app.builder))
    where = f"{app.env.doc2path(docname)}:1"
    guarded("drawing hover cards", where, lambda: hovercard.attach(app, build, doctree), lambda _: None)
    naming = partial(search.add_names, app, site, doctree, docname)
    guarded("naming it for the search", where, naming, lambda _: None)
    freshness.note_resolved(build, docname)


def _on_page_navigation(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, object], doctree: document | None
) -> None:
    navigation.share(Build.of(app.env), pagename, context)


def _on_html_page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, object], doctree: document | None
) -> None:
    source_links.add_source_links(Build.of(app.env).site, pagename, context)
    hovercard.add_script(app, doctree)
    search.add_script(app, pagename)
    views.add_scripts(app, pagename)
    feed.announce(app, Build.of(app.env), context)


def _on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.env is not None:
        Build.of(app.env).library.save()
        redirects.write(app, Build.of(app.env))
        freshness.note_written(Build.of(app.env))
        feed.write(app, Build.of(app.env))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything; nothing is read or decided here."""
    Collector(app)
    Writers(app)
    needs.Linking(app, lambda: freshness.shows_needs(Build.of(app.env)), project.OWN_FOLDER)
    app.setup_extension("sphinx_needs")  # first: its setup clears a process-wide registry
    kinds.register(app)
    warnings.register(app)
    config.register(app)
    language.register(app)
    own_nodes.register(app)
    mermaid.register(app)
    lower.register(app)
    builders.register(app)
    hovercard.register(app)
    images.register(app)
    formulas.register(app)
    search.register(app)
    shared.register(app)
    app.add_node(leanspec_card)
    app.add_node(leanspec_foot)
    app.add_domain(LeanspecDomain)
    app.add_directive("toctree", toctree.SpecTocTree, override=True)
    views.register(app)
    app.add_css_file("leanspec.css")
    app.add_latex_package("leanspec")
    app.add_builder(epub.Book, override=True)
    app.connect("config-inited", config.complete, priority=9)
    app.connect("config-inited", config.correct, priority=10)  # before anything reads an option
    app.connect("config-inited", _on_config_inited, priority=11)  # sphinx-needs: from 11 on, links before 500
    # behind other extensions, which may not declare what is there; sphinx-needs looks at all from 600 on
    app.connect("config-inited", _on_config_inited_late, priority=599)
    app.connect("config-inited", formulas.offer, priority=900)  # when every extension has set what it sets
    app.connect("builder-inited", renew)
    app.connect("env-get-outdated", _on_env_get_outdated)
    app.connect("doctree-read", _on_doctree_read_early, priority=490)  # before the collector of titles
    app.connect("doctree-read", _on_doctree_read, priority=510)  # behind the collectors, which read metadata
    app.connect("doctree-read", _on_doctree_read_late, priority=900)  # behind the collector of toctrees
    app.connect("env-updated", _on_env_updated_first, priority=100)  # before anyone looks at needs
    app.connect("env-updated", _on_env_updated)
    app.connect("env-updated", _on_env_updated_late, priority=510)
    app.connect("warn-missing-reference", _on_warn_missing_reference)
    app.connect("missing-reference", project.resolve_file)
    app.connect("write-started", toctree.spare_sidebar)
    app.connect("write-started", toctree.name_open_specs)
    app.connect("missing-reference", show_missing, priority=900)  # behind intersphinx
    app.connect("doctree-resolved", needs.list_flows, priority=450)  # before sphinx-needs, which drops them
    app.connect("doctree-resolved", _on_doctree_resolved)
    app.connect("html-page-context", _on_page_navigation, priority=400)  # before a theme draws the tree
    app.connect("html-page-context", _on_html_page_context)
    app.connect("build-finished", _on_build_finished)
    return {
        "version": __version__,
        # One more whenever something that is pickled by its class path (the records of pages and mentions,
        # the project with its mounts) changes its fields or module: then an older environment is read anew.
        "env_version": 9,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
