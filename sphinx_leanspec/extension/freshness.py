"""What to read again and what to write again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .domain import LeanspecDomain

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def to_read(domain: LeanspecDomain) -> Sequence[str]:
    """:returns: the pages of specs whose needs would come out otherwise, though their files are the same."""
    read: dict[str, str] = domain.data["read"]
    return [docname for docname, digest in read.items() if _read_digest(domain, docname) != digest]


def note_read(domain: LeanspecDomain, docname: str) -> None:
    """Keep what the needs of a page were made of besides its own file."""
    digest = _read_digest(domain, docname)
    if digest:
        domain.data["read"][docname] = digest


def to_write(app: Sphinx, domain: LeanspecDomain) -> Sequence[str]:
    return []


def note_written(app: Sphinx, domain: LeanspecDomain, exception: Exception | None) -> None:
    return None


def _read_digest(domain: LeanspecDomain, docname: str) -> str:
    site = domain.site
    spec = site.spec_of(docname)
    if spec is None:
        return ""
    corpus = site.corpus
    links = [corpus.specs[key].need_id for key in corpus.depends_on[spec.key]]
    parent = corpus.parent.get(spec.key, "")
    documents = [document.name for document in spec.place.sub_documents]
    return repr((spec.need_id, links, parent and corpus.specs[parent].need_id, documents))
