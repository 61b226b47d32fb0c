"""A new site: its ``conf.py``, and the pages that no file of the repository holds.

``build`` keeps them beside the site that it makes of them, ``init`` writes them into the repository.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from glob import escape

from msgspec import Struct

from ..corpus import Corpus
from ..lifecycle import OPEN
from ..model import Spec
from ..reading import NoSpecsError, SpecLayout, dialects
from ..reading.documents import Document, find, title
from ..wording import literal
from .templates import filled, quoted

DASHBOARD = "specs/dashboard"
GRAPH = "specs/graph"


class DocumentFolder(Struct, frozen=True):
    """Documents that stand together on the first page.

    :param caption: what is written above them.
    :param docnames: their pages, in order.
    :param patterns: what these pages match, and those that will join them.
    """

    caption: str
    docnames: tuple[str, ...]
    patterns: tuple[str, ...]


class StarterPages(Struct, frozen=True):
    """What the pages say that no file of the repository holds.

    :param title: what the repository calls itself.
    :param specs: what it plans; none where the first one is yet to be written.
    :param readme: the pages of its README, in all languages.
    :param is_growing: whether the first page takes in what joins the documents later.
    """

    title: str
    specs: Collection[Spec]
    readme: Sequence[str]
    folders: Sequence[DocumentFolder]
    is_growing: bool = False

    def texts(self) -> dict[str, str]:
        """Return the text of each page, by docname."""
        return {"index": self._index(), DASHBOARD: self._dashboard(), GRAPH: filled("graph.md")}

    def _index(self) -> str:
        """Return the text of the first page: open specs, and links to everything else."""
        links = [
            *(f"{{doc}}`/{docname}`" for docname in self.readme),
            "{doc}`All specs <specs/index>`",
            f"{{doc}}`Dashboard <{DASHBOARD}>`",
            f"{{doc}}`Dependencies <{GRAPH}>`",
        ]
        is_open = not self.specs or any(spec.stage in OPEN for spec in self.specs)
        readme = [f"{docname.rpartition('/')[2]} </{docname}>" for docname in self.readme]
        return filled(
            "index.md",
            title=literal(self.title),
            links=" · ".join(links),
            heading="Open specs" if is_open else "Latest specs",
            selection=f":status: {', '.join(OPEN)}" if is_open else ":sort: -updated",
            readme=_toctree([":hidden:"], readme) if readme else "",
            documents="".join(map(self._listed, self.folders)),
        )

    def _listed(self, folder: DocumentFolder) -> str:
        """Return what takes the documents of a folder into the site, and shows links to them."""
        entries = folder.patterns if self.is_growing else folder.docnames
        options = [":maxdepth: 1", f":caption: {folder.caption}", *([":glob:"] if self.is_growing else [])]
        return _toctree(options, [f"/{entry}" for entry in entries])

    def _dashboard(self) -> str:
        """Return the text of the dashboard; without evidence or documents it has no section on these."""
        patterns = ", ".join(pattern for folder in self.folders for pattern in folder.patterns)
        return filled(
            "dashboard.md",
            evidence=filled("evidence.md") if any(spec.offers_evidence for spec in self.specs) else "",
            gaps=filled("gaps.md", pages=patterns) if patterns else "",
        )


def conf(title: str, lines: Iterable[str], excluded: Sequence[str]) -> str:
    """Return the ``conf.py`` of a new site.

    :param lines: what else it sets.
    :param excluded: patterns of what is no page.
    """
    shown = html.escape(title, quote=False)  # a theme takes it for HTML
    return filled(
        "conf.py.in",
        title=quoted(title),
        html_title="project" if shown == title else quoted(shown),
        excluded=f"[{', '.join(map(quoted, excluded))}]",
        options="".join(f"{line}\n" for line in lines),
    )


def pages_line(pages: Mapping[str, str]) -> str:
    """Return the line of a ``conf.py`` that says which further files are pages."""
    return f"leanspec_pages = {dict(pages)!r}"


def grouped(documents: Iterable[Document], site: str = "") -> tuple[DocumentFolder, ...]:
    """Put documents together by the folder right below ``docs/`` that they lie in.

    :param site: the folder of the site's pages, relative to the repository, with ``/`` at its end; documents
        elsewhere are no pages of it.
    """
    found: dict[str, list[str]] = {}
    for document in documents:
        if document.folder and document.docname.startswith(site):
            top = "/".join(document.folder.split("/")[:2])
            found.setdefault(top, []).append(document.docname.removeprefix(site))
    return tuple(
        DocumentFolder(_caption(top), tuple(docnames), _patterns(top, site, docnames))
        for top, docnames in found.items()
    )


def _patterns(top: str, site: str, docnames: Iterable[str]) -> tuple[str, ...]:
    """Return what the documents of a folder match; where the pages of specs are, it is their names."""
    folder = f"{top}/".removeprefix(site)
    if folder == "specs/":
        return tuple(map(escape, docnames))
    return (escape(folder) + ("**" if "/" in top else "*"),)


def _caption(top: str) -> str:
    """Return ``Guide`` for ``docs/guide``."""
    return re.sub(r"[-_]+", " ", top.partition("/")[2]).strip().capitalize() or "Documents"


def _toctree(options: Iterable[str], entries: Iterable[str]) -> str:
    return filled("toctree.md", options="\n".join(options), entries="\n".join(entries))


class StarterSite(Struct, frozen=True, dict=True):
    """The site of a repository that has no ``conf.py``: nothing of it is written into the repository.

    :param layout: how its specs lie, as far as that was said.
    """

    corpus: Corpus
    layout: SpecLayout

    @cached_property
    def title(self) -> str:
        """What the repository calls itself."""
        return title(self.corpus.project)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The pages besides the specs."""
        return find(self.corpus.project)

    def pages(self) -> dict[str, str]:
        """Return the texts of the pages that no file of the repository holds, by docname."""
        readme = [document.docname for document in self.documents if not document.folder]
        specs = self.corpus.specs.values()
        return StarterPages(self.title, specs, readme, grouped(self.documents)).texts()

    def conf(self, pages: Mapping[str, str]) -> str:
        """Return the ``conf.py``: pages are named one by one.

        :param pages: the files of the pages that no file of the repository holds, by docname.
        """
        files = {document.docname: document.path for document in self.documents}
        lines = [
            pages_line({**files, **pages}),
            f"leanspec_specs = {_named_specs(self.corpus, self.layout)!r}",
            f"leanspec_spec_files = {[*self.layout.files]!r}",
            f"leanspec_flat = {self.layout.flat!r}",
        ]
        return conf(self.title, lines, ["*"])


def _named_specs(corpus: Corpus, layout: SpecLayout) -> str:
    """Return the specs folder, empty if it is found from the top of the repository anyway, or not there."""
    specs = corpus.project.specs
    if not specs.is_dir():  # a site that is there for other projects
        return ""
    try:
        found = None if layout.specs else dialects.locate(corpus.project.root, layout)
    except NoSpecsError:
        found = None
    return "" if found and found.specs == specs else str(specs)
