"""What specs ask for: each requirement with the tasks that serve it, and with what changes made of it."""

from __future__ import annotations

from typing import NamedTuple

from ..deltas import Lives, Step
from ..model import Check, Spec, Task
from ..requirements import Delta, Requirement, by_name


class RequirementRow(NamedTuple):
    """A requirement that a spec has, had, or is about to get.

    :param title: what it is called now.
    :param now: the requirement as the spec has it, None if it has none of that name.
    :param tasks: the tasks that serve it or one of its scenarios.
    :param steps: what changes did to it, and will do.
    """

    title: str
    now: Requirement | None
    tasks: tuple[Check, ...] = ()
    steps: tuple[Step, ...] = ()


class Changed(NamedTuple):
    """What a change does to a requirement, or has done.

    :param capability: the key of the spec that has the requirement, None if that is not there.
    :param now: the requirement as it is now, None if it is not there.
    """

    delta: Delta
    capability: str | None
    now: Requirement | None


def rows(spec: Spec, lives: Lives) -> list[RequirementRow]:
    """Return a row for each requirement: those that there are, in their order, then the others."""
    served, lived = _served(spec), lives.of(spec.key)
    steps = {life.now.key: life.steps for life in lived if life.now}
    there = (
        RequirementRow(one.title, one, tuple(served.get(one.key, ())), steps.get(one.key, ()))
        for one in spec.requirements
    )
    return [*there, *(RequirementRow(life.name, None, (), life.steps) for life in lived if life.now is None)]


def changed(spec: Spec, lives: Lives) -> list[Changed]:
    """Return what a change does, in the order of its files."""
    became = lives.changed.get(spec.key, {})
    found = []
    for delta in spec.deltas:
        key = lives.capability(spec, delta)
        found.append(Changed(delta, key, became[delta][1] if delta in became else None))
    return found


def told(spec: Spec) -> list[tuple[Check, Task]]:
    """Return the tasks of which more is known than their numbers."""
    tasks = ((check, check.task) for check in spec.checks if check.task)
    return [(check, task) for check, task in tasks if task != Task(task.number)]


def _served(spec: Spec) -> dict[str, list[Check]]:
    """Return the tasks that serve each requirement, by its key."""
    asked, found = by_name(spec.requirements), dict[str, list[Check]]()
    for check in spec.checks if asked else ():
        names = check.task.serves if check.task else ()
        for key in dict.fromkeys(asked[name].requirement.key for name in names if name in asked):
            found.setdefault(key, []).append(check)
    return found
