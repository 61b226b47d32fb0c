"""Spec files as pages of the site, wherever they lie, and how a reader gets from one to the next."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.project import Project
from sphinx.util import docname_join

from ...files import BESIDE, write_if_changed
from ...model import Spec
from ...reading.decoding import decode
from ...reading.dialects import own_folders
from ...reading.keys import digest
from ...wording import literal
from ..build import Build
from ..language import _
from ..nodes.parts import reference
from ..site import INDEX, ROWS, Mount, Site
from ..warnings import warn
from . import parser, shared
from .parser import SUFFIX

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_INDEX_TEXT = "# {title}\n\n```{{spec-index}}\n```\n"
_PART_TEXT = "# {title}\n\n```{{spec-table}}\n:offset: {offset}\n:limit: {limit}\n:search:\n```\n"
_REPAIRED = ("encoding", "unreadable")
OWN_FOLDER = "leanspec-pages"
"""Beside the doctrees: pages that no file of the project holds. It may lie in the source folder."""


class SpecProject(Project):
    """Sphinx's record of source files, with the files of specs mounted where the site has them.

    :param mounts: the file that is read for each page.
    :param originals: the pages by the files they stand for, where a repaired copy is read instead.
    :param yielding: the pages of ours that a page of the project may take the place of.
    :param kept_back: folders and files that are no pages, as their specs are left out.
    """

    def __init__(
        self,
        base: Project,
        mounts: Mapping[str, Path],
        originals: Mapping[Path, str],
        kept_back: Iterable[Path] = (),
        yielding: Collection[str] = (),
    ) -> None:
        super().__init__(base.srcdir, base.source_suffix)
        self.kept_back = tuple(kept_back)
        self.yielding = yielding
        self.mounts = dict(mounts)
        self.by_path = {**originals, **{path: docname for docname, path in mounts.items()}}
        self.restore(base)

    def __getstate__(self) -> dict[str, Any]:
        """Leave the mounts out of the pickled environment: they are laid out anew in every build."""
        return {**self.__dict__, "mounts": {}, "by_path": {}, "kept_back": (), "yielding": ()}

    def discover(self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)) -> set[str]:
        plain = Project(self.srcdir, self.source_suffix)
        ours = (f"**/{OWN_FOLDER}", f"**/{BESIDE}")
        excluded = [*exclude_paths, *ours, *self._unreadable(), *self._kept_back()]
        for docname in plain.discover(excluded, include_paths).copy():
            path = Path(plain.doc2path(docname, absolute=True)).resolve()
            if path in self.by_path:
                plain.docnames.discard(docname)
            elif docname in self.mounts:
                self._settle(docname, path)
        plain.docnames.update(self.mounts)
        self.restore(plain)
        return self.docnames

    def _unreadable(self) -> list[str]:
        """Return patterns of files that Sphinx would warn about, as our rules already do."""
        srcdir = Path(self.srcdir).resolve()
        paths = (
            path for path in self.by_path if not os.access(path, os.R_OK) and path.is_relative_to(srcdir)
        )
        return [escape(path.relative_to(srcdir).as_posix()) for path in paths]

    def _kept_back(self) -> Iterator[str]:
        """Yield patterns of what belongs to specs that are left out."""
        srcdir = Path(self.srcdir).resolve()
        for path in self.kept_back:
            if path.is_relative_to(srcdir):
                name = escape(path.relative_to(srcdir).as_posix())
                yield from (name, f"{name}/**")

    def path2doc(self, filename: str | os.PathLike[str]) -> str | None:
        path = Path(self.srcdir, filename)
        return self.by_path.get(path) or self.by_path.get(path.resolve()) or super().path2doc(filename)

    def doc2path(self, docname: str, absolute: bool) -> Any:
        if docname not in self.mounts:
            return super().doc2path(docname, absolute)
        path = self.mounts[docname]
        if absolute:
            return type(self.srcdir)(path)
        # What is shown of a path, in the index of the search say, names no machine.
        is_own = OWN_FOLDER in path.parts
        return type(self.srcdir)(f"{docname}.md" if is_own else os.path.relpath(path, self.srcdir))

    def _settle(self, docname: str, path: Path) -> None:
        """Decide between a page of the project and one of ours with its name."""
        if docname in self.yielding:
            self.by_path.pop(self.mounts.pop(docname), None)
            return
        warn(
            "page",
            f"the page {docname} is taken by a spec; this file is left out",
            location=f"{path}:1",
            fix="give the file another name",
        )


def resolve_file(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, content: nodes.TextElement
) -> nodes.reference | None:
    """Resolve a ``doc`` role that names the file of a spec; None for any other."""
    if node["refdomain"] != "std" or node["reftype"] != "doc":
        return None
    name = docname_join(node["refdoc"], node["reftarget"].removesuffix(".md"))
    page = Build.of(env).site.aliases.get(name)
    if page is None:
        return None
    text = node.astext() if node["refexplicit"] else env.titles[page].astext()
    return reference(app.builder, node["refdoc"], page, "", [nodes.inline(text, text, classes=["doc"])])


def mount(app: Sphinx, site: Site) -> None:
    """Put the files of specs in their place in the project."""
    folder = Path(app.doctreedir, OWN_FOLDER)
    mounts = {docname: _readable(app, site, found, folder) for docname, found in site.mounts.items()}
    mounts.setdefault(INDEX, _write(folder / f"index{SUFFIX}", _INDEX_TEXT.format(title=_("Specs"))))
    for number, (docname, specs) in enumerate(site.parts.items()):
        text = _PART_TEXT.format(title=_part_title(specs), offset=number * ROWS, limit=ROWS)
        mounts.setdefault(docname, _write(folder / f"{docname}{SUFFIX}", text))
    for docname, text in shared.texts(site):
        mounts[docname] = _write(folder / f"{docname}{SUFFIX}", text)
    originals = {path.resolve(): docname for path, docname in site.files_of_mounts()}
    kept_back = [(site.project.root / path).resolve() for path in sorted(site.corpus.kept_back)]
    kept_back += own_folders(site.project)
    project = SpecProject(app.project, mounts, originals, kept_back, frozenset((INDEX, *site.shared)))
    app.project = app.env.project = project


def read_of(spec: Spec) -> Spec:
    """Return what the page of a spec is made of; of what shares a file, wherever in that it stands."""
    return spec.shown() if spec.place.fragment or spec.place.shared else spec


def _part_title(specs: Sequence[Spec]) -> str:
    """Return the title of a page that lists a part of all specs, as Markdown."""
    first, last = (literal(spec.label) for spec in (specs[0], specs[-1]))
    return _("Specs {first} to {last}").format(first=first, last=last)


def _readable(app: Sphinx, site: Site, found: Mount, folder: Path) -> Path:
    """Return a file that Sphinx can read: the original, or a copy beside the doctrees.

    A copy is repaired, or made of several files, or of a kind that the project reads with another parser.
    """
    spec = site.spec_of(found.docname)
    copy = folder / f"{found.docname}{SUFFIX if found.spec else '.md'}"
    is_read_here = found.spec is None or parser.is_read_here(app, found.path)
    is_file = spec is not None and spec.place.own == (spec.path,) and not spec.place.fragment and is_read_here
    if (
        spec is not None and spec.parts and not is_file
    ):  # what it is made of stands for it, and changes with it
        text = "\n".join(part.text for part in spec.parts)
        return _write(copy, f"{text}\n<!-- {digest(repr(read_of(spec)))} -->\n")
    if is_read_here and spec is not None and not any(finding.code in _REPAIRED for finding in spec.findings):
        return found.path
    try:
        data = found.path.read_bytes()
    except OSError as error:
        if found.spec is None:  # of the specs' own files the rules say so
            warn("unreadable", f"the file cannot be read ({error.strerror})", location=f"{found.path}:1")
        return _write(copy, f"# {found.path.name}\n" if spec is None else "")
    text, line, problem = decode(data)
    if line is None:
        return found.path if is_read_here else _write(copy, text)
    if found.spec is None:
        warn("encoding", problem, location=f"{found.path}:{line}", fix="save it as UTF-8")
    return _write(copy, text)


def _write(path: Path, text: str) -> Path:
    write_if_changed(path, text.encode())  # else its page would be read again for nothing
    return path.resolve()
