"""The life of a requirement: which changes made it what it is, and which are about to change it.

OpenSpec keeps what each change did in its archive, and says nowhere what came of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from .corpus import Corpus
from .model import Spec
from .requirements import Delta, Requirement


class Step(NamedTuple):
    """What one change did to a requirement, or will do.

    :param change: the key of the change.
    :param is_done: whether the change is archived, so that the capability has what it did.
    """

    change: str
    delta: Delta
    is_done: bool


class RequirementLife(NamedTuple):
    """A requirement that a capability has, had, or is about to get.

    :param name: the name that it has now; one that was renamed has one life.
    :param now: the requirement as the capability has it, None if it has none of that name.
    :param steps: what changes did, in the order of their days and then of their names; behind them what those
        will do that are not archived.
    """

    name: str
    now: Requirement | None
    steps: tuple[Step, ...]


class Lives:
    """The lives of all requirements, told once for all capabilities."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    @cached_property
    def _capabilities(self) -> Mapping[tuple[tuple[str, str], str], str]:
        """The keys of capabilities, by who keeps them and by id."""
        specs = self._corpus.specs.values()
        return {(spec.place.keeper, spec.id): spec.key for spec in specs if not spec.place.group}

    @cached_property
    def _steps(self) -> Mapping[str, Mapping[str, list[Step]]]:
        """What changes did to each capability, by the names that requirements have now."""
        found: dict[str, dict[str, list[Step]]] = {}
        for change in sorted((spec for spec in self._corpus.specs.values() if spec.deltas), key=_when):
            for delta in change.deltas:
                if key := self.capability(change, delta):
                    step = Step(change.key, delta, change.place.archived)
                    own, former = found.setdefault(key, {}), delta.before or delta.requirement
                    name = delta.requirement if step.is_done else former
                    own[name] = [*own.pop(former, []), step]
        return found

    @cached_property
    def changed(self) -> Mapping[str, Mapping[Delta, tuple[str, Requirement]]]:
        """What became of what each change says, by its key: the capability and the requirement as it is now.

        What adds a requirement that is not there yet, or has removed one, is not among them.
        """
        found: dict[str, dict[Delta, tuple[str, Requirement]]] = {}
        for key in self._steps:
            for life in self.of(key):
                if life.now is None:
                    continue
                for step in life.steps:
                    found.setdefault(step.change, {})[step.delta] = (key, life.now)
        return found

    def capability(self, change: Spec, delta: Delta) -> str | None:
        """Return the key of the capability that a change says something of, None if it is not there."""
        return self._capabilities.get((change.place.keeper, delta.capability))

    def of(self, key: str) -> list[RequirementLife]:
        """Tell the lives of all requirements of a capability, those that it has first.

        :param key: the capability's.
        """
        steps = self._steps.get(key, {})
        there: dict[str, Requirement] = {}
        for one in self._corpus.specs[key].requirements:
            there.setdefault(one.name, one)
        names = dict.fromkeys([*there, *steps])
        return [RequirementLife(name, there.get(name), tuple(steps.get(name, ()))) for name in names]


def _when(change: Spec) -> tuple[bool, str, str]:
    return not change.place.archived, change.completed or "", change.id
