"""The life of a spec: when it got which status, by its frontmatter and, where that is silent, by git."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from msgspec import Struct

from ..dates import instant
from ..history import History
from ..lifecycle import NOT_BEGUN
from ..model import Spec

Source = Literal["frontmatter", "git"]
"""Who says so."""


class StatusStep(Struct, frozen=True):
    """A status that a spec got.

    :param status: the status, as the project's vocabulary has it.
    :param at: when, in UTC; a date without time is midnight.
    :param revision: the commit, where git says so.
    """

    status: str
    at: datetime
    source: Source
    revision: str = ""


def life(spec: Spec, history: History) -> tuple[StatusStep, ...]:
    """Tell when a spec got which status.

    The frontmatter's ``transitions`` count, or its date of completion where it has none. Git tells what was
    before the first of them, and what came behind the last if the spec has another status by now: then nobody
    kept them up. A history without events adds nothing.

    :returns: the steps in order of time, no two of one status behind each other.
    """
    told = _told(spec)
    seen = [
        StatusStep(event.after, event.at, "git", event.revision)
        for event in history.of(spec.path)
        if event.after and (event.after != event.before or event.kind == "created")
    ]
    if told:
        is_stale = told[-1].status != spec.status
        seen = [step for step in seen if step.at < told[0].at or (is_stale and step.at > told[-1].at)]
    steps = sorted([*told, *seen], key=lambda step: step.at)
    return tuple(_without_repeats(steps))


def born(spec: Spec, history: History) -> StatusStep | None:
    """Return when a spec was created, by frontmatter or first commit, and with which status."""
    events = history.of(spec.path)
    status = (events[0].after if events else None) or spec.status or ""
    when = instant(spec.created)
    if when is not None:
        return StatusStep(status, when, "frontmatter")
    return StatusStep(status, events[0].at, "git", events[0].revision) if events else None


def touched(spec: Spec, history: History) -> StatusStep | None:
    """Return when a spec last changed, by frontmatter or last commit, and its status now."""
    events = history.of(spec.path)
    status, revision = spec.status or "", events[-1].revision if events else ""
    when = instant(spec.updated)
    if when is not None:
        return StatusStep(status, when, "frontmatter", revision)
    return StatusStep(status, events[-1].at, "git", revision) if events else None


def since(spec: Spec, history: History) -> datetime | None:
    """Return when a spec got its status: at its last step or, of one that nobody has begun, its creation."""
    steps = life(spec, history)
    step = steps[-1] if steps else born(spec, history) if spec.status in NOT_BEGUN else None
    return step.at if step and step.status == spec.status else None


def _told(spec: Spec) -> list[StatusStep]:
    """Return the steps that the frontmatter gives, in order of time."""
    found = [(transition.status, instant(transition.at)) for transition in spec.transitions]
    if not found:
        found = [("complete", instant(spec.completed))]
    steps = [StatusStep(status, at, "frontmatter") for status, at in found if at is not None]
    return sorted(steps, key=lambda step: step.at)


def _without_repeats(steps: list[StatusStep]) -> Iterator[StatusStep]:
    """Drop steps that do not change the status; of two that agree, keep the frontmatter's."""
    kept: list[StatusStep] = []
    for step in steps:
        if not kept or kept[-1].status != step.status:
            kept.append(step)
        elif kept[-1].source == "git" and step.source == "frontmatter":
            kept[-1] = step
    yield from kept


def changed(spec: Spec, history: History) -> datetime | None:
    """Return when a spec last changed: the latest of its dates and of its commits."""
    change = touched(spec, history)
    dates = (spec.created, spec.completed, *(transition.at for transition in spec.transitions))
    known = [at for at in map(instant, dates) if at]
    return max([*known, change.at] if change else known, default=None)
