"""Specs in numbers: how many of which kind, how far they are, how large, and what needs attention."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from statistics import median
from typing import Final, Literal

from msgspec import Struct, field

from ..claims import Claims, Verified
from ..corpus import Corpus
from ..history import History
from ..lifecycle import FINISHED, OPEN, PRIORITIES, URGENT, rank
from ..model import Progress, Spec
from .deadlines import Deadline, deadlines
from .grouping import By, grouped
from .life import changed

QUIET_DAYS: Final = 90
"""After so many days without change a spec that is planned or in progress counts as quiet."""

Completion = Literal["done", "begun", "open", "none"]
"""How far the checks of a spec are: all done, some, not one; or it has none."""

Concern = Literal["unproven", "late", "due", "urgent", "blocked", "quiet", "unassigned"]
"""Why a spec needs attention."""


class Count(Struct, frozen=True):
    """The specs of one kind.

    :param name: what they have in common, nothing for those that have nothing of the kind.
    :param total: how many there are.
    :param finished: how many of them are complete or archived.
    :param checks: their checks together.
    """

    name: str | None
    total: int
    finished: int
    checks: Progress


class Tags(Struct, frozen=True):
    """The tags that most specs have, how many more tags there are, and how many specs have none."""

    most: tuple[Count, ...]
    omitted: int
    untagged: int


class Size(Struct, frozen=True):
    """A spec in lines of its file and tokens of its body."""

    key: str
    lines: int
    tokens: int


class Sizes(Struct, frozen=True):
    """How large specs are.

    :param lines: the lines of all.
    :param tokens: the tokens of all.
    :param middle: the lines and the tokens that half of them do not exceed.
    :param largest: the largest of them.
    :param over: how many specs have more tokens than is advised, and how many more than they ever should.
    """

    lines: int
    tokens: int
    middle: tuple[int, int]
    largest: tuple[Size, ...]
    over: tuple[int, int]


class Attention(Struct, frozen=True):
    """A spec that needs attention.

    :param waits_for: the unfinished specs it depends on, if it is blocked.
    :param since: when it was last changed, if it is quiet.
    :param verified: how its ticked items stand, if one of them is shown not to hold.
    :param due: when it should be done, if that is past or near.
    """

    key: str
    waits_for: tuple[str, ...] = ()
    since: datetime | None = None
    verified: Verified = field(default=Verified())
    due: datetime | None = None


class Stats(Struct, frozen=True):
    """Specs in numbers.

    :param total: all of them.
    :param statuses: by status, in the order of a spec's life.
    :param priorities: by priority, the most urgent first.
    :param completion: how many specs are how far with their checks.
    """

    total: Count
    statuses: tuple[Count, ...]
    priorities: tuple[Count, ...]
    completion: tuple[tuple[Completion, int], ...]


def stats(corpus: Corpus, keys: Collection[str]) -> Stats:
    """Count specs.

    :param keys: those that count.
    """
    far = [_completion(corpus.specs[key]) for key in keys]
    stages: tuple[Completion, ...] = ("done", "begun", "open", "none")
    return Stats(
        _count(corpus, None, keys),
        _counts(corpus, keys, "status"),
        _counts(corpus, keys, "priority"),
        tuple((stage, far.count(stage)) for stage in stages),
    )


def tags(corpus: Corpus, keys: Iterable[str], most: int) -> Tags:
    """Return the most frequent tags.

    :param most: how many at most, 0 for all.
    """
    found = _counts(corpus, keys, "tag")
    tagged = tuple(count for count in found if count.name is not None)
    kept = tagged[: most or len(tagged)]
    untagged = sum(count.total for count in found if count.name is None)
    return Tags(kept, len(tagged) - len(kept), untagged)


def sizes(corpus: Corpus, keys: Iterable[str], most: int) -> Sizes | None:
    """Return how large specs are and which are largest; None if there are no specs.

    :param most: how many of the largest at most, 0 for all.
    """
    specs = [corpus.specs[key] for key in keys]
    found = [Size(spec.key, spec.lines, spec.tokens) for spec in specs if spec.lines]
    if not found:
        return None
    tokens, limits = [size.tokens for size in found], corpus.project.limits
    return Sizes(
        sum(size.lines for size in found),
        sum(tokens),
        (round(median(size.lines for size in found)), round(median(tokens))),
        tuple(sorted(found, key=lambda size: (-size.tokens, -size.lines))[:most]),
        (sum(number > limits.advised for number in tokens), sum(number > limits.most for number in tokens)),
    )


def attention(
    corpus: Corpus,
    keys: Collection[str],
    history: History | None = None,
    claims: Claims | None = None,
    on: datetime | None = None,
) -> tuple[tuple[Concern, tuple[Attention, ...]], ...]:
    """Find what needs attention.

    :param history: what git knows of changes, where the frontmatter is silent.
    :param claims: what comes of the evidence, where anybody asks.
    :param on: the day that deadlines are held against; None for the last one on which any spec changed.
    :returns: for each concern the specs it is about; they may be in several.
    """
    specs = [corpus.specs[key] for key in keys]
    running = [spec for spec in specs if spec.stage == "in-progress"]
    urgent = [spec for spec in specs if spec.stage == "planned" and spec.priority in URGENT]
    urgent.sort(key=lambda spec: rank(spec.priority, PRIORITIES))
    # where no spec names anybody, that this one does not says nothing
    assigns = any(spec.assignees for spec in corpus.specs.values())
    nobodys = [spec for spec in running if assigns and not spec.assignees]
    blocked = [Attention(spec.key, corpus.waits_for(spec.key)) for spec in running]
    counted = [(spec.key, claims.verified(spec)) for spec in specs] if claims else []
    failed = [Attention(key, verified=found) for key, found in counted if found.failed]
    failed.sort(key=lambda found: -found.verified.failed)
    unproven: tuple[tuple[Concern, tuple[Attention, ...]], ...] = (("unproven", tuple(failed)),)
    soon = deadlines(corpus, keys, history, on)
    return (
        *(unproven if claims else ()),
        *((word, _due(soon, word)) for word in ("late", "due") if soon),
        ("urgent", tuple(Attention(spec.key) for spec in urgent)),
        ("blocked", tuple(found for found in blocked if found.waits_for)),
        ("quiet", _quiet(corpus, specs, history or History())),
        ("unassigned", tuple(Attention(spec.key) for spec in nobodys)),
    )


def _due(soon: Iterable[Deadline], word: Literal["late", "due"]) -> tuple[Attention, ...]:
    return tuple(Attention(one.key, due=one.day) for one in soon if one.word == word)


def _quiet(corpus: Corpus, specs: Iterable[Spec], history: History) -> tuple[Attention, ...]:
    """Return specs that had not changed for long when any spec last did, the quietest first."""
    last = {key: at for key, spec in corpus.specs.items() if (at := changed(spec, history))}
    if not last:
        return ()
    limit = max(last.values()) - timedelta(days=QUIET_DAYS)
    found = [spec for spec in specs if spec.stage in OPEN and spec.key in last and last[spec.key] < limit]
    found.sort(key=lambda spec: last[spec.key])
    return tuple(Attention(spec.key, since=last[spec.key]) for spec in found)


def _counts(corpus: Corpus, keys: Iterable[str], by: By) -> tuple[Count, ...]:
    return tuple(_count(corpus, name, group) for name, group in grouped(corpus, keys, by))


def _count(corpus: Corpus, name: str | None, keys: Collection[str]) -> Count:
    specs = [corpus.specs[key] for key in keys]
    finished = sum(spec.stage in FINISHED for spec in specs)
    return Count(name, len(specs), finished, sum((spec.progress for spec in specs), Progress(0, 0)))


def _completion(spec: Spec) -> Completion:
    found = spec.progress
    if not found.total:
        return "none"
    return "done" if found.done == found.total else "begun" if found.done else "open"
