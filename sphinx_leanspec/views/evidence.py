"""What is claimed and what is shown: ticked items by what comes of their evidence, worst first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct

from ..claims import Claims, Judged, VerdictWord, Verified
from ..findings import VERDICTS
from ..model import Check, Spec


class Claim(NamedTuple):
    """An item that offers evidence, the spec it belongs to, and what comes of it."""

    spec: Spec
    check: Check
    judged: Judged


class VerdictGroup(Struct, frozen=True):
    """The claims that have the same verdict.

    :param claims: those that are shown.
    :param total: how many there are.
    """

    word: VerdictWord
    claims: tuple[Claim, ...]
    total: int


class EvidenceList(Struct, frozen=True):
    """Claims by verdict.

    :param verified: all ticked items of the specs that are asked for, counted.
    :param groups: the ticked ones that offer evidence, worst first.
    :param tickable: the open ones that hold: their boxes could be ticked.
    :param omitted: how many are not shown.
    """

    verified: Verified
    groups: tuple[VerdictGroup, ...] = ()
    tickable: tuple[Claim, ...] = ()
    omitted: int = 0


def verified(claims: Claims, keys: Iterable[str]) -> Verified:
    """Count how the ticked items of specs stand together."""
    whole = Verified()
    for key in keys:
        whole = whole.together(claims.verified(claims.world.corpus.specs[key]))
    return whole


def inherited(claims: Claims, key: str) -> Verified | None:
    """Count how the ticked items of all that is part of a spec stand, on whatever level.

    :returns: None where no part of it offers evidence.
    """
    corpus = claims.world.corpus
    below = dict.fromkeys((key,))
    order = [key]
    for part in order:  # grows while it is read; umbrellas may go round in a circle
        found = [child for child in corpus.children.get(part, ()) if child not in below]
        below |= dict.fromkeys(found)
        order += found
    del below[key]
    if not any(corpus.specs[part].offers_evidence for part in below):
        return None
    return verified(claims, below)


def evidence(
    claims: Claims, keys: Iterable[str], most: int = 0, wanted: Iterable[VerdictWord] = ()
) -> EvidenceList:
    """List the claims of specs.

    :param most: how many at most, 0 for all; the worst come first.
    :param wanted: the verdicts that are asked for, none for all; counts are those of all.
    """
    keys = tuple(keys)
    asked = frozenset(wanted) or frozenset(VERDICTS)
    found: dict[VerdictWord, list[Claim]] = {word: [] for word in VERDICTS if word in asked}
    tickable: list[Claim] = []
    for claim in _claims(claims, keys):
        word = claim.judged.word
        if claim.check.done and word in found:
            found[word].append(claim)
        elif not claim.check.done and word == "holds" and word in asked:
            tickable.append(claim)
    groups: list[VerdictGroup] = []
    left = most or sum(map(len, found.values())) + len(tickable)
    for word, group in found.items():
        if group:
            groups.append(VerdictGroup(word, tuple(group[:left]), len(group)))
            left -= len(groups[-1].claims)
    open_ones = tuple(tickable[:left])
    omitted = sum(group.total - len(group.claims) for group in groups) + len(tickable) - len(open_ones)
    return EvidenceList(verified(claims, keys), tuple(groups), open_ones, omitted)


def _claims(claims: Claims, keys: Iterable[str]) -> Iterable[Claim]:
    """Return the items of specs that apply and offer evidence, in order."""
    for spec in (claims.world.corpus.specs[key] for key in keys):
        for check in spec.checks:
            if check.evidence and check.exempt is None:
                yield Claim(spec, check, claims.of(spec.key, check.key))
