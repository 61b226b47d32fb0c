"""What the extension knows in one build: the corpus, its options, and which file is which page."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace
from sphinx.util import logging

from ..corpus import Corpus
from ..deltas import Lives
from ..git import Repository
from ..junit_settings import EvidenceSettings
from ..model import Check, Spec, SubDocument
from ..name_index import Resolution
from ..need_ids import NeedSpelling
from ..reading.seam import Project
from ..views.selection import Selection, select
from ..views.shared import SharedKind, SharedValue, fold, shared
from .addresses import fitting, free, plain
from .config import PREFIX

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from .config import Options

_LOGGER = logging.getLogger(__name__)

FOLDER = "specs"
"""Where specs are in the site, whatever their folder is called."""

INDEX = f"{FOLDER}/index"

FEED = f"{FOLDER}/changes"
"""What changed lately, as a file for readers of feeds, without its ending."""

ROWS = 500
"""How many specs a page lists one by one, unless it is asked for more."""


class Mount(Struct, frozen=True):
    """A file of the project as a page of the site.

    :param docname: the page.
    :param path: the file, absolute.
    :param spec: the key of the spec it belongs to, nothing for other files.
    :param sub_document: the sub-document it is, nothing for the spec's own file.
    """

    docname: str
    path: Path
    spec: str | None = None
    sub_document: SubDocument | None = None


class Site(Struct, dict=True):
    """The specs of a project and the pages of its site.

    :param mounts: the pages that are not found by Sphinx itself, by docname.
    """

    corpus: Corpus
    options: Options
    repository: Repository
    srcdir: Path
    mounts: Mapping[str, Mount] = {}
    mermaid: type[nodes.Element] | None = None
    """The node that draws a mermaid fence, where its extension is loaded."""
    evidence: EvidenceSettings = field(default_factory=EvidenceSettings)
    has_shared_pages: bool = False
    """Whether what specs have in common has pages, which only readers of a site can go to."""

    @property
    def project(self) -> Project:
        return self.corpus.project

    @property
    def spelling(self) -> NeedSpelling:
        """How ids of needs are spelled."""
        return self.project.layout.spelling

    @property
    def top(self) -> Path:
        """The top folder of the git repository that the project lies in."""
        depth = self.repository.prefix.count("/")
        return self.project.root.parents[depth - 1] if depth else self.project.root

    def top_of(self, path: Path) -> Path:
        """Return the top folder of the repository that a file lies in: a project may have its own."""
        folders = (Path(normpath(self.project.root / folder)) for folder, _ in self.repository.others)
        file = Path(normpath(path))
        return next((folder for folder in folders if file.is_relative_to(folder)), self.top)

    def docname(self, key: str) -> str:
        """Return the docname of a spec's page; the address of one that lives elsewhere."""
        return self._docnames.get(key) or self.corpus.specs[key].place.page

    def documents(self, key: str) -> Sequence[str]:
        """Return the docnames of a spec's sub-documents, in their order."""
        return self._documents.get(key, ())

    @cached_property
    def _docnames(self) -> Mapping[str, str]:
        """The pages of specs by their keys."""
        return {key: found.docname for found, key in self._own() if found.sub_document is None}

    @cached_property
    def _documents(self) -> Mapping[str, Sequence[str]]:
        """The pages of sub-documents by the keys of their specs."""
        documents: dict[str, list[str]] = {}
        for found, key in self._own():
            if found.sub_document is not None:
                documents.setdefault(key, []).append(found.docname)
        return documents

    @cached_property
    def documents_by_path(self) -> Mapping[str, str]:
        """The pages of sub-documents by their files."""
        return {
            found.sub_document.path: docname for docname, found in self.mounts.items() if found.sub_document
        }

    def _own(self) -> Iterator[tuple[Mount, str]]:
        return ((found, found.spec) for found in self.mounts.values() if found.spec is not None)

    def spec_of(self, docname: str) -> Spec | None:
        """Return the spec whose own page a docname is, None for any other page."""
        mount = self.mounts.get(docname)
        if mount is None or mount.spec is None or mount.sub_document:
            return None
        return self.corpus.specs[mount.spec]

    def is_fragment(self, docname: str) -> bool:
        """Tell whether a page is that of a spec which is one of many in its file."""
        spec = self.spec_of(docname)
        return spec is not None and bool(spec.place.fragment)

    def owner_of(self, docname: str) -> str | None:
        """Return the key of the spec that a page belongs to, as its own page or a sub-document."""
        mount = self.mounts.get(docname)
        return mount.spec if mount else None

    def resolve(self, docname: str, text: str) -> Resolution:
        """Find the spec that a page names: where that is a spec's, first of all one of the same project."""
        owner = self.owner_of(docname)
        return self.corpus.resolve(text, self.corpus.specs[owner].place.project if owner else "")

    @cached_property
    def parts(self) -> Mapping[str, tuple[Spec, ...]]:
        """The pages that list all specs by their numbers, where one page cannot, each with its specs."""
        specs = tuple(self.corpus.specs.values())
        starts = range(0, len(specs), ROWS) if len(specs) > ROWS else ()
        return {f"{INDEX}/{at // ROWS + 1}": specs[at : at + ROWS] for at in starts}

    @cached_property
    def shared(self) -> Mapping[str, SharedValue]:
        """The pages of what specs have in common, by their docnames."""
        found = shared(self.corpus, self.options.shared_pages if self.has_shared_pages else 0)
        wanted = {f"{FOLDER}/{one.kind}s/{plain(one.folded)}": one for one in found}
        return {
            docname: wanted[docname] for docname in free(wanted, (*self.mounts, *self.parts, INDEX, FEED))
        }

    @cached_property
    def _shared_pages(self) -> Mapping[tuple[str, str], str]:
        return {(one.kind, one.folded): docname for docname, one in self.shared.items()}

    def shared_page(self, kind: SharedKind, value: str) -> str | None:
        """Return the page of what a spec has in common with others, if there is one."""
        return self._shared_pages.get((kind, fold(value)))

    @cached_property
    def check_needs(self) -> frozenset[str]:
        """The keys of the specs whose checks are needs."""
        return with_check_needs(self.corpus, self.options)

    @cached_property
    def lives(self) -> Lives:
        """The lives of requirements."""
        return Lives(self.corpus)

    def changed(self, spec: Spec) -> list[str]:
        """Return the ids of the needs of the requirements that a change changes, or has changed."""
        if not (spec.deltas and self.options.requirement_needs):
            return []
        found = self.lives.changed.get(spec.key, {}).values()
        return list(dict.fromkeys(self.corpus.specs[key].requirement_id(now) for key, now in found))

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """Docnames that mounted files would have had by themselves, and the pages they are."""
        found = {}
        for mount in self.mounts.values():
            name = posixpath.normpath(self.relative(mount.path, self.srcdir))
            if not name.startswith("../"):
                found[posixpath.splitext(name)[0]] = mount.docname
        return found

    @cached_property
    def checks(self) -> Mapping[str, tuple[Spec, Check]]:
        """Every check with its spec, by the id of its need."""
        return {
            spec.check_id(check): (spec, check)
            for spec in self.corpus.specs.values()
            for check in spec.checks
        }

    @cached_property
    def former_checks(self) -> Mapping[str, tuple[Spec, Check]]:
        """The checks of specs that were renumbered, by the ids that their needs had."""
        aliases = self.corpus.names.aliases
        return {
            self.spelling.extend(name, f"_C_{check.key}"): (spec, check)
            for key, spec in self.corpus.specs.items()
            for name in aliases.need_ids(key)
            for check in spec.checks
        }

    def named(self, target: str) -> Resolution:
        """Find the spec that a role names, be it by one of its checks."""
        name = target.partition("#")[0]
        if not name[:1].isdigit():  # as ids of specs begin
            name = (self.spelling.read(name) or name).partition("_C_")[0]
        return self.corpus.resolve(name)

    def find_check(self, target: str) -> tuple[Spec, Check] | None:
        """Find a check and its spec by any id it has or had.

        :param target: the need id of a check, or ``013#no-data-loss`` with the id that its author gave it.
        """
        name, _, key = target.partition("#")
        if key:
            spec_key = self.corpus.resolve(name).target
            if spec_key is None:
                return None
            spec = self.corpus.specs[spec_key]
            names = [self.spelling.extend(spec.need_id, f"_C_{key.upper().replace('-', '_')}")]
        else:
            names = [target, target.upper(), self.spelling.spell(target.upper())]
        known = (found.get(name) for name in names for found in (self.checks, self.former_checks))
        return next(filter(None, known), None)

    def relative(self, path: Path, base: Path | None = None) -> str:
        """Return a path relative to the repository, or to another folder, as POSIX."""
        return posixpath.relpath(path.as_posix(), (base or self.project.root).as_posix())

    def source(self, env: BuildEnvironment, docname: str) -> str:
        """Return the file of a page, relative to the repository; of a repaired copy the original."""
        found = self.mounts.get(docname)
        return self.relative(found.path if found else Path(env.doc2path(docname)).resolve())

    def is_spec_path(self, path: str, source: str) -> bool:
        """Tell whether a link's path leads into the specs folder, as seen from a file."""
        found = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        return f"{found}/".startswith(f"{self.relative(self.project.specs)}/")

    def files_of_mounts(self) -> Iterable[tuple[Path, str]]:
        """Return every file that a page of ours shows alone, with the docname of that page."""
        for docname, found in self.mounts.items():
            if not self.is_fragment(docname):
                spec = self.spec_of(docname)
                paths = spec.place.files if spec is not None else ()
                yield from ((self.project.root / path, docname) for path in paths)
                yield found.path, docname

    @cached_property
    def by_file(self) -> Mapping[Path, str]:
        """The pages of ours by the files that they show alone."""
        return dict(self.files_of_mounts())

    def files(self, env: BuildEnvironment) -> Mapping[str, str]:
        """Return every page by its file, relative to the repository."""
        docnames = (docname for docname in sorted(env.found_docs) if not self.is_fragment(docname))
        own = {self.relative(path): docname for path, docname in self.by_file.items()}
        return {**own, **{self.source(env, docname): docname for docname in docnames}}


def mount_all(corpus: Corpus, pages: Mapping[str, str], srcdir: Path) -> dict[str, Mount]:
    """Lay out the pages of a project's specs.

    :param pages: further files by docname, relative to ``srcdir``.
    """
    mounts = {docname: Mount(docname, (srcdir / path).resolve()) for docname, path in pages.items()}
    own = list(_spec_mounts(corpus))
    docnames = fitting((mount.docname for mount in own), (*mounts, INDEX, FEED))
    return mounts | {found.docname: found for mount in own for found in (_called(mount, docnames),)}


def _called(mount: Mount, docnames: Mapping[str, str]) -> Mount:
    return replace(mount, docname=docnames[mount.docname])


def _spec_mounts(corpus: Corpus) -> Iterable[Mount]:
    root = corpus.project.root
    for key, spec in corpus.here.items():
        docname = f"{FOLDER}/{key}"
        yield Mount(docname, root / spec.path, key)
        for document in spec.place.sub_documents:
            yield Mount(f"{docname}/{document.name}", root / document.path, key, document)


def with_check_needs(corpus: Corpus, options: Options) -> frozenset[str]:
    """Return the keys of the specs whose checks become needs."""
    if not options.check_needs:
        return frozenset()
    if not is_limit_exceeded(corpus, options):
        return frozenset(corpus.specs)
    wanted = Selection.of(options.check_needs_for)
    return frozenset() if wanted.is_open() else frozenset(select(corpus, wanted).keys)


def is_limit_exceeded(corpus: Corpus, options: Options) -> bool:
    """Tell whether there are more checks than become needs without being asked for."""
    return 0 < options.check_needs_limit < _count(corpus, corpus.specs)


def tell_limit(corpus: Corpus, options: Options, chosen: frozenset[str]) -> None:
    """Say that there are too many checks, and which option makes needs of them: no warning, all is well."""
    if not options.check_needs or not is_limit_exceeded(corpus, options):
        return
    _LOGGER.info(
        "%d checks are more than %scheck_needs_limit (%d): needs are made of %d, those of the specs that "
        "%scheck_needs_for chooses (%d of %d)",
        _count(corpus, corpus.specs),
        PREFIX,
        options.check_needs_limit,
        _count(corpus, chosen),
        PREFIX,
        len(chosen),
        len(corpus.specs),
    )


def _count(corpus: Corpus, keys: Iterable[str]) -> int:
    return sum(len(corpus.specs[key].checks) for key in keys)
