"""The toctree of all specs: entries may name files, and no page draws the whole tree."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docutils import nodes
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.directives.other import TocTree
from sphinx.util import docname_join
from sphinx.util.matching import patfilter

from ...views.board import in_work
from ..build import Build
from ..nodes.medium import Medium
from ..nodes.parts import title
from ..nodes.placeholders import hidden_toctree
from ..site import INDEX, Site

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

_NO_PAGE = "leanspec hidden toctree"
"""Stands where Sphinx keeps the pages to write again with a page; no docname has spaces, so no page is."""

_NEVER_FILLED: Final = ("backrefs", "dupnames", "names")
"""What nothing that stands in a list of headings has. An extension may well mark an entry by a class."""


class SpecTocTree(TocTree):
    """Sphinx's toctree, in which the files of specs may be named as the files they are."""

    def run(self) -> list[nodes.Node]:
        entries: list[str] = []
        for line in self.content:
            entries += self._entries(line, entries)
        self.content = StringList(entries, self.get_source_info()[0])
        return super().run()

    def _entries(self, line: str, before: list[str]) -> list[str]:
        """Replace a file by its page; expand a pattern to one line per page that is not listed yet."""
        site = Build.of(self.env).site
        aliases = site.aliases
        title, bracket, rest = line.rpartition("<")
        target = (rest.rstrip().removesuffix(">") if bracket else line).strip()
        name = docname_join(self.env.docname, target.removesuffix(".md"))
        if name in aliases:
            page = f"/{aliases[name]}"
            return [f"{title}<{page}>" if bracket else page]
        if site.corpus.is_unpublished(site.relative(site.srcdir / f"{name}.md")):
            return []
        if "glob" not in self.options or bracket or not target:
            return [line]
        named = [f"/{aliases[alias]}" for alias in patfilter(sorted(aliases), name)]
        pages = patfilter(sorted(self.env.found_docs), name)
        new = [page for page in named if page[1:] not in pages and page not in before]
        return [*new, *([line] if pages or not named else [])]


def forget_navigation(env: BuildEnvironment, docname: str) -> None:
    """Take our toctrees out of what a theme renders on every page.

    A page keeps its parents, its neighbours and its place in a PDF; but the tree of all specs is not drawn on
    each page, which would cost the square of their number. Nor is a page written again because a page in its
    hidden toctree was: it shows nothing of it.
    """
    for toctree in _own(env.tocs[docname]):
        toctree.parent.remove(toctree)
        for name in toctree["includefiles"]:
            env.files_to_rebuild.get(name, set()).discard(docname)


def share_lists(toc: nodes.Element) -> None:
    """Let the headings of a page have the empty lists in common that nobody fills.

    Each of their nodes has five of its own, and the headings of all pages are most of the environment, which
    every build loads, writes and takes down at its end.
    """
    shared: dict[str, list[str]] = {name: [] for name in _NEVER_FILLED}
    for node in toc.findall(nodes.Element):
        for name, none in shared.items():
            if not node.attributes.get(name, True):
                node.attributes[name] = none


def note_places(env: BuildEnvironment) -> None:
    """Tell Sphinx that every page of ours is in a toctree, though no page is written again for it."""
    site = Build.of(env).site
    for docname in (INDEX, *site.parts, *(found.docname for found in site.mounts.values() if found.spec)):
        env.files_to_rebuild.setdefault(docname, set()).add(_NO_PAGE)


def attach_index(app: Sphinx, env: BuildEnvironment) -> None:
    """Give ``specs/index`` a place under the root page if no page names it; take it back if one does.

    The page as it was read and what Sphinx knows of it are set right one by one: a build that was killed may
    have left one of them behind.
    """
    root = app.config.root_doc
    if root not in env.found_docs or root == INDEX:
        return
    # read past Sphinx's cache, which would keep the page as it was before
    doctree: nodes.document = pickle.loads(Path(app.doctreedir, f"{root}.doctree").read_bytes())
    attached, known = _own(doctree, "attached"), _own(env.tocs[root], "attached")
    named = sum(INDEX in includes for includes in env.toctree_includes.values()) - len(known)
    needed = Build.of(env).site.options.toctree and not named
    if needed and not known:
        env.toctree_includes.setdefault(root, []).append(INDEX)
        env.tocs[root].append(hidden_toctree(root, [INDEX], "attached"))
    if known and not needed:
        env.toctree_includes[root].remove(INDEX)
        for toctree in known:
            toctree.parent.remove(toctree)
    if needed == bool(attached):
        return
    for toctree in attached:
        toctree.parent.remove(toctree)
    if needed:
        sections = [node for node in doctree.children if isinstance(node, nodes.section)]
        (sections[0] if sections else doctree).append(hidden_toctree(root, [INDEX], "attached"))
    app.builder.write_doctree(root, doctree)


def spare_sidebar(app: Sphinx, builder: Builder) -> None:
    """Keep the list of all specs out of what a theme draws beside every page, where the root page holds it.

    The environment keeps the root page for that, as it was read; it is given one without the list, in whose
    place ``specs/index`` stands. Pages of one builder are written by the same process or by forks of it.
    """
    env, root = builder.env, app.config.root_doc
    doctree = env.get_doctree(root)
    listed = _own(doctree, "listed")
    for number, toctree in enumerate(listed):
        if number or root == INDEX or _own(env.tocs[root], "attached"):
            toctree.parent.remove(toctree)
        else:
            toctree.replace_self(hidden_toctree(root, [INDEX], "attached"))
    if listed:
        env.master_doctree = doctree


def open_specs(site: Site) -> list[tuple[str, str]]:
    """Return the open specs that the navigation names: title and page of each."""
    corpus = site.corpus
    return [(title(corpus.specs[key]), site.docname(key)) for key in in_work(corpus, site.options.sidebar)]


def name_open_specs(app: Sphinx, builder: Builder) -> None:
    """Name the open specs below ``specs/index`` in the contents that a theme draws beside every page.

    The environment is changed as pages are written, when it is no longer saved: no number of a section and no
    neighbour of a page comes of it.
    """
    env = builder.env
    site = Build.of(env).site
    listed = open_specs(site) if Medium.of(builder).has_navigation else []
    items = list(env.tocs[INDEX].findall(nodes.list_item)) if listed and INDEX in env.tocs else []
    if not items:
        return
    # Sphinx looks for toctrees beside the headings of the page, and nowhere else
    headings = next((node for node in items[0].children if isinstance(node, nodes.bullet_list)), None)
    if headings is None:
        headings = nodes.bullet_list()
        items[0].append(headings)
    for name, docname in listed:
        # one that stands for its own page is a link, and what Sphinx knows of that page is not copied for it
        toctree = hidden_toctree(docname, [docname], "open")
        toctree["entries"] = [(name, "self")]
        headings.append(toctree)


def _own(node: nodes.Element, kind: str = "") -> list[addnodes.toctree]:
    """Return our own toctrees within a tree, or those of one kind."""
    found = (toctree for toctree in node.findall(addnodes.toctree) if toctree.get("leanspec"))
    return [toctree for toctree in found if kind in ("", toctree["leanspec"])]
