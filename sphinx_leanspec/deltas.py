"""The life of a requirement: which changes made it what it is, and which are about to change it.

OpenSpec keeps what each change did in its archive, and says nowhere what came of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .corpus import Corpus
from .model import Spec
from .requirements import Delta


class Step(NamedTuple):
    """What one change did to a requirement, or will do.

    :param change: the key of the change.
    :param is_done: whether the change is archived, so that the capability has what it did.
    """

    change: str
    delta: Delta
    is_done: bool


def lives(corpus: Corpus, key: str) -> Mapping[str, Sequence[Step]]:
    """Tell the lives of all requirements that a capability has, had, or is about to get.

    Archived changes come in the order of their days, then of their names; behind them those that are not
    done. A requirement that was renamed has one life, under the name that it has now.

    :param key: the capability's.
    :returns: the steps of each requirement by its name, in the order in which they came to be.
    """
    capability = corpus.specs[key]
    found: dict[str, list[Step]] = {}
    for change in sorted(corpus.specs.values(), key=_when):
        if change.place.dialect != capability.place.dialect:
            continue
        for delta in change.deltas:
            if delta.capability == capability.id:
                step = Step(change.key, delta, change.place.archived)
                former = delta.before or delta.requirement
                found[delta.requirement if step.is_done else former] = [*found.pop(former, []), step]
    return found


def _when(change: Spec) -> tuple[bool, str, str]:
    return not change.place.archived, change.completed or "", change.id
