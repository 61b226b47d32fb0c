"""The pages and settings of a site that has no ``conf.py``: the embedded one is told them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import groupby
from string import Template
from typing import Any, Final

from ..corpus import Corpus
from ..lifecycle import OPEN
from ..reading import NoSpecsError, SpecLayout, dialects
from ..reading.documents import Document, find, title
from ..views.evidence import offers_evidence
from ..wording import literal
from .templates import STARTER

_NAMES: Final = ("epub_author", "epub_publisher", "epub_copyright")
_BOOK: Final = {"version": "0"}
"""What an EPUB must name, and a repository does not say."""


@dataclass(frozen=True)
class StarterSite:
    """What goes into the site of a repository that has no ``conf.py``.

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

    def settings(self, pages: Mapping[str, str], builder: str) -> dict[str, Any]:
        """Return what the embedded ``conf.py`` is told.

        :param pages: the files of the pages that no file of the repository holds, by docname.
        :param builder: the builder of Sphinx; one of them wants to know more.
        """
        root = self.corpus.project.root
        files = {document.docname: str(root / document.path) for document in self.documents}
        return {
            "project": self.title,
            "html_title": escape(self.title, quote=False),  # a theme takes it for HTML
            **(_BOOK | dict.fromkeys(_NAMES, self.title) if builder == "epub" else {}),
            "leanspec_pages": {**files, **pages},
            "leanspec_specs": _named_specs(self.corpus, self.layout),
            "leanspec_spec_files": list(self.layout.files),
            "leanspec_flat": self.layout.flat,
        }

    def pages(self) -> dict[str, str]:
        """Return the texts of the pages that no file of the repository holds, by docname."""
        return {
            "index": _index(self),
            "specs/dashboard": _dashboard(self),
            "specs/graph": _template("graph.md").template,
        }


def _index(site: StarterSite) -> str:
    """Return the text of the first page: open specs, and links to everything else."""
    specs = site.corpus.specs
    readme = [document.docname for document in site.documents if not document.folder]
    count = f"All {len(specs)} specs" if len(specs) > 1 else "One spec"
    links = [
        *(f"{{doc}}`{docname}`" for docname in readme),
        f"{{doc}}`{count} <specs/index>`",
        "{doc}`Dashboard <specs/dashboard>`",
        "{doc}`Dependencies <specs/graph>`",
    ]
    is_open = any(spec.stage in OPEN for spec in specs.values())
    documents = [document for document in site.documents if document.folder]
    folders = [
        (_caption(name), list(group)) for name, group in groupby(documents, lambda document: document.folder)
    ]
    return _template("index.md").substitute(
        title=literal(site.title),
        links=" · ".join(links),
        heading="Open specs" if is_open else "Latest specs",
        selection=f":status: {', '.join(OPEN)}" if is_open else ":sort: -updated",
        readme="\n".join(f"{docname} <{docname}>" for docname in readme),
        contents="".join(_contents(*folder) for folder in folders),
        documents="".join(_folder(*folder) for folder in folders),
    )


def _dashboard(site: StarterSite) -> str:
    """Return the text of the dashboard; without evidence or documents it has no section on these."""
    folders = dict.fromkeys(document.folder for document in site.documents if document.folder)
    patterns = ", ".join(f"{folder}/*" for folder in folders)
    gaps = _template("gaps.md").substitute(pages=patterns) if folders else ""
    is_offered = any(map(offers_evidence, site.corpus.specs.values()))
    evidence = _template("evidence.md").template if is_offered else ""
    return _template("dashboard.md").substitute(evidence=evidence, gaps=gaps)


def _caption(folder: str) -> str:
    words = [re.sub(r"[-_]+", " ", part).strip().capitalize() for part in folder.split("/")]
    return " / ".join(words[1:]) or "Documents"


def _contents(caption: str, documents: list[Document]) -> str:
    """Return what takes the documents of one folder into the site."""
    docnames = "\n".join(f"/{document.docname}" for document in documents)
    return _template("contents.md").substitute(caption=caption, docnames=docnames)


def _folder(caption: str, documents: list[Document]) -> str:
    """Return the part of the first page that links to the documents of one folder."""
    links = "\n".join(f"- {{doc}}`/{document.docname}`" for document in documents)
    return _template("folder.md").substitute(caption=caption, links=links)


def _template(name: str) -> Template:
    return Template((STARTER / name).read_text("utf-8"))


def _named_specs(corpus: Corpus, layout: SpecLayout) -> str:
    """Return the specs folder, empty if it is found from the top of the repository anyway."""
    specs = corpus.project.specs
    try:
        found = None if layout.specs else dialects.locate(corpus.project.root, layout)
    except NoSpecsError:
        found = None
    return "" if found and found.specs == specs else str(specs)
