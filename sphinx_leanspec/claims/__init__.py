"""What a checklist claims, held against what is there: a ticked box is a self-report.

An author offers evidence in a comment at the end of an item, ``<!-- evidence: file docs/index.md -->``.
:mod:`.grammar` reads it, a kind of :mod:`.kinds` decides each statement, :mod:`.judging` says what comes of
all of them::

    claims = Claims(World(corpus))
    claims.of("013-analysis", "1A2B3C").verdict  # Verdict("holds", "14 files")

Nothing is run, nobody is asked over a network, and what cannot be known is never called shown.
"""

from ..findings import VerdictWord
from ..junit_settings import EvidenceSettings
from .grammar import GrammarError, Statement, Value
from .judging import Claims, Judged, Verified
from .kinds import KINDS, Example, Kind, want
from .verdict import Decision, Standing, Verdict
from .world import SiteFacts, World

__all__ = [
    "KINDS",
    "Claims",
    "Decision",
    "EvidenceSettings",
    "Example",
    "GrammarError",
    "Judged",
    "Kind",
    "SiteFacts",
    "Standing",
    "Statement",
    "Value",
    "Verdict",
    "VerdictWord",
    "Verified",
    "World",
    "want",
]
