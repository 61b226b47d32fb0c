"""What documents and specs have to do with each other, and where the gaps are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct, field

from ..claims import Claims, Verified
from ..corpus import Corpus
from ..model import Progress, Spec

Gap = Literal["uncovered", "open", "failed"]
"""What a spec lacks: a document that covers it; complete as it is said to be, checks that are done; or, of a
check that is done, what would show it."""

Related = Mapping[str, Sequence[str]]
"""The documents that have to do with each spec."""


class TraceRow(Struct, frozen=True):
    """A spec and what speaks for it.

    :param covered_by: the documents that cover it.
    :param mentioned_by: those that mention it and do not cover it.
    :param evidence: how many of its checks offer evidence.
    :param verified: what comes of that, for those that are done.
    """

    key: str
    covered_by: tuple[str, ...]
    mentioned_by: tuple[str, ...]
    evidence: Progress
    gaps: tuple[Gap, ...]
    verified: Verified = field(default=Verified())


class CoveringDocument(Struct, frozen=True):
    """A document and the specs that are asked for that it covers, or mentions and does not cover.

    :param is_gap: whether it covers no spec at all.
    """

    name: str
    covers: tuple[str, ...]
    mentions: tuple[str, ...]
    is_gap: bool


class Trace(Struct, frozen=True):
    """The rows and the columns of a traceability matrix."""

    rows: tuple[TraceRow, ...]
    documents: tuple[CoveringDocument, ...]

    def count(self, gap: Gap) -> int:
        """Return how many specs have a gap of this kind."""
        return sum(gap in row.gaps for row in self.rows)

    def gaps(self) -> Trace:
        """Return the same trace with only the specs that have a gap."""
        return Trace(
            tuple(row for row in self.rows if row.gaps),
            tuple(document for document in self.documents if document.is_gap),
        )

    def gaps_first(self) -> Trace:
        """Return the same trace with the specs and the documents first that have a gap."""
        return Trace(
            tuple(sorted(self.rows, key=lambda row: not row.gaps)),
            tuple(sorted(self.documents, key=lambda document: not document.is_gap)),
        )

    def columns(self) -> tuple[CoveringDocument, ...]:
        """Return the documents that cover or mention one of the specs, those that cover most first."""
        keys = {row.key for row in self.rows}
        related = [found for found in self.documents if not keys.isdisjoint((*found.covers, *found.mentions))]
        return tuple(sorted(related, key=lambda found: (-len(found.covers), found.name)))


def trace(
    corpus: Corpus,
    keys: Collection[str],
    covered_by: Related,
    mentioned_by: Related,
    documents: Iterable[str] = (),
    claims: Claims | None = None,
) -> Trace:
    """Hold specs against documents.

    :param keys: the specs that are asked for.
    :param covered_by: the documents that cover each spec.
    :param mentioned_by: the documents that mention each spec, those that cover it or not.
    :param documents: documents that should cover a spec, besides those that have to do with one asked for.
    :param claims: what comes of the evidence, where anybody asks.
    """
    rows = tuple(_row(corpus.specs[key], covered_by, mentioned_by, claims) for key in keys)
    covers: dict[str, list[str]] = {name: [] for name in documents}
    mentions: dict[str, list[str]] = {}
    for row in rows:
        for name in row.covered_by:
            covers.setdefault(name, []).append(row.key)
        for name in row.mentioned_by:
            covers.setdefault(name, [])
            mentions.setdefault(name, []).append(row.key)
    covering = {name for names in covered_by.values() for name in names}
    found = [
        CoveringDocument(name, tuple(covers[name]), tuple(mentions.get(name, ())), name not in covering)
        for name in sorted(covers)
    ]
    return Trace(rows, tuple(found))


def _row(spec: Spec, covered_by: Related, mentioned_by: Related, claims: Claims | None) -> TraceRow:
    covering = tuple(covered_by.get(spec.key, ()))
    mentioning = tuple(name for name in mentioned_by.get(spec.key, ()) if name not in covering)
    applicable = [check for check in spec.checks if check.exempt is None]
    evidence = Progress(sum(bool(check.evidence) for check in applicable), len(applicable))
    gaps: list[Gap] = [] if covering else ["uncovered"]
    if spec.stage == "complete" and spec.progress.done < spec.progress.total:
        gaps.append("open")
    verified = claims.verified(spec) if claims else Verified()
    if verified.failed:
        gaps.append("failed")
    return TraceRow(spec.key, covering, mentioning, evidence, tuple(gaps), verified)
