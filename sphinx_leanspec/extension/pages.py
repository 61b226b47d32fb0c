"""Spec files as pages of the site, wherever they lie, and how a reader gets from one to the next."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.directives.other import TocTree
from sphinx.project import Project
from sphinx.util import docname_join

from ..reading.spec import decode
from .site import INDEX, Mount, Site
from .warnings import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_INDEX_TEXT = "# Specs\n\n```{spec-index}\n```\n"
_REPAIRED = ("encoding", "unreadable")
_OWN_FOLDER = "leanspec-pages"
"""Beside the doctrees: pages that no file of the project holds. Builders may share a source folder with it."""


class SpecProject(Project):
    """Sphinx's record of source files, with the files of specs mounted where the site has them."""

    def __init__(self, base: Project, mounts: Mapping[str, Path]) -> None:
        super().__init__(base.srcdir, base.source_suffix)
        self.mounts = dict(mounts)
        self.by_path = {path: docname for docname, path in self.mounts.items()}
        self.restore(base)

    def __getstate__(self) -> dict[str, Any]:
        """Leave the mounts out of the pickled environment: they are laid out anew in every build."""
        return {**self.__dict__, "mounts": {}, "by_path": {}}

    def discover(
        self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)
    ) -> set[str]:
        found = super().discover([*exclude_paths, f"**/{_OWN_FOLDER}"], include_paths)
        for docname in sorted(found):
            path = Path(super().doc2path(docname, absolute=True)).resolve()
            if docname in self.mounts and path != self.mounts[docname]:
                self._settle(docname, path)
            elif self.by_path.get(path, docname) != docname:
                found.discard(docname)
        found.update(self.mounts)
        return found

    def path2doc(self, filename: str | os.PathLike[str]) -> str | None:
        path = Path(self.srcdir, filename)
        return self.by_path.get(path) or self.by_path.get(path.resolve()) or super().path2doc(filename)

    def doc2path(self, docname: str, absolute: bool) -> Any:
        if docname in self.mounts:
            return type(self.srcdir)(self.mounts[docname])
        return super().doc2path(docname, absolute)

    def _settle(self, docname: str, path: Path) -> None:
        """Decide between a page of the project and one of ours with its name."""
        if docname == INDEX:
            self.by_path.pop(self.mounts.pop(docname), None)
            return
        warn(
            "page",
            f"the page {docname} is taken by a spec; this file is left out",
            location=f"{path}:1",
            fix="give the file another name",
        )


class SpecTocTree(TocTree):
    """Sphinx's toctree, in which the files of specs may be named as the files they are."""

    def run(self) -> list[nodes.Node]:
        aliases = site_of(self.env).aliases
        for number, line in enumerate(self.content):
            entry, bracket, rest = line.rpartition("<")
            target = (rest.rstrip(">") if bracket else line).strip()
            name = docname_join(self.env.docname, target.removesuffix(".md"))
            if name in aliases:
                page = f"/{aliases[name]}"
                self.content[number] = f"{entry}<{page}>" if bracket else page
        return super().run()


def site_of(env: BuildEnvironment) -> Site:
    """:returns: what the extension knows in this build."""
    site: Site = env.get_domain("leanspec").site  # type: ignore[attr-defined]
    return site


def mount(app: Sphinx, site: Site) -> None:
    """Put the files of specs in their place in the project."""
    folder = Path(app.doctreedir, _OWN_FOLDER)
    mounts = {docname: _readable(site, found, folder) for docname, found in site.mounts.items()}
    mounts.setdefault(INDEX, _write(folder / "index.md", _INDEX_TEXT))
    project = SpecProject(app.project, mounts)
    app.project = app.env.project = project


def _readable(site: Site, found: Mount, folder: Path) -> Path:
    """:returns: a file that Sphinx can read: the file itself, or a repaired copy beside the doctrees."""
    spec = site.spec_of(found.docname)
    if spec is not None and not any(finding.code in _REPAIRED for finding in spec.findings):
        return found.path
    try:
        data = found.path.read_bytes()
    except OSError as error:
        if spec is None:
            warn("unreadable", f"the file cannot be read ({error.strerror})", location=f"{found.path}:1")
        return _write(folder / f"{found.docname}.md", "")
    text, line, problem = decode(data)
    if line is None:
        return found.path
    if spec is None:
        warn("encoding", problem, location=f"{found.path}:{line}", fix="save it as UTF-8")
    return _write(folder / f"{found.docname}.md", text)


def _write(path: Path, text: str) -> Path:
    """Write a file only if that changes it, so that no page is read again for nothing."""
    if not path.is_file() or path.read_text("utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return path.resolve()


def hidden_toctree(docname: str, entries: Iterable[str]) -> nodes.Node:
    """:returns: a toctree that gives pages their place in the site, and shows nothing."""
    names = list(entries)
    toctree = addnodes.toctree(
        parent=docname,
        entries=[(None, name) for name in names],
        includefiles=names,
        maxdepth=-1,
        caption=None,
        glob=False,
        hidden=True,
        includehidden=False,
        numbered=0,
        titlesonly=False,
        leanspec=True,
    )
    return nodes.compound("", toctree, classes=["toctree-wrapper"])


def forget_navigation(env: BuildEnvironment, docname: str) -> None:
    """Take our toctrees out of what a theme renders on every page.

    A page keeps its parents, its neighbours and its place in a PDF; but the tree of all specs is not drawn on
    each page, which would cost the square of their number.
    """
    for toctree in list(env.tocs[docname].findall(addnodes.toctree)):
        if toctree.get("leanspec"):
            toctree.parent.remove(toctree)


def attach_index(app: Sphinx, env: BuildEnvironment) -> None:
    """Give ``specs/index`` a place under the root page if no page names it; take it back if one does."""
    root = app.config.root_doc
    if root not in env.found_docs:
        return
    # read past Sphinx's cache, which would keep the page as it was before
    doctree: nodes.document = pickle.loads(Path(app.doctreedir, f"{root}.doctree").read_bytes())
    own = [
        node.parent for node in doctree.findall(addnodes.toctree) if node.get("leanspec") and INDEX in node["includefiles"]
    ]
    named = sum(INDEX in includes for includes in env.toctree_includes.values()) - len(own)
    needed = site_of(env).options.toctree and not named and root != INDEX
    if needed == bool(own):
        return
    if needed:
        sections = [node for node in doctree.children if isinstance(node, nodes.section)]
        holder = hidden_toctree(root, [INDEX])
        (sections[0] if sections else doctree).append(holder)
        env.toctree_includes.setdefault(root, []).append(INDEX)
        env.files_to_rebuild.setdefault(INDEX, set()).add(root)
        env.tocs[root].append(holder.children[0].copy())
    else:
        for node in own:
            node.parent.remove(node)
        env.toctree_includes[root].remove(INDEX)
        for toctree in list(env.tocs[root].findall(addnodes.toctree)):
            if toctree.get("leanspec"):
                toctree.parent.remove(toctree)
    app.builder.write_doctree(root, doctree)


def add_source_links(site: Site, docname: str, context: dict[str, Any]) -> None:
    """Point a page's source and edit links at the file it was made from."""
    found = site.mounts.get(docname)
    if docname == INDEX and found is None:
        context["sourcename"] = context["page_source_suffix"] = ""
        return
    if found is None:
        return
    if context.get("sourcename"):
        context["sourcename"] = f"{docname}{found.path.suffix}.txt"
    path = site.relative(found.path)
    edit = _themed(context.get("theme_source_edit_link")) or site.repository.edit_url(path)
    view = _themed(context.get("theme_source_view_link")) or site.repository.file_url(path)
    context["page_source_suffix"] = found.path.suffix
    for name, url in (("theme_source_edit_link", edit), ("theme_source_view_link", view)):
        context[name] = url.replace("{filename}", path).replace("{", "{{").replace("}", "}}")
    if edit:
        context["meta"] = {**(context.get("meta") or {}), "github_url": edit}


def _themed(link: object) -> str:
    return link if isinstance(link, str) else ""
