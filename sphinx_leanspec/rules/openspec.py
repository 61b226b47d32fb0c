"""Rules about capabilities and changes of OpenSpec, with the verdicts of its own validation.

What it calls an error is one here, and so on: each finding says how much it matters at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..findings import Finding
from ..model import Spec
from ..reading.dialects import openspec
from .base import Context, rule


@rule("capability", "error")
def capability(context: Context) -> Iterable[Finding]:
    """A capability of OpenSpec lacks `## Purpose` or `## Requirements`, or has a heading of a delta.

    OpenSpec then reads none of its requirements. A purpose that nobody has written yet, or one of less than
    50 letters, is a warning.
    """
    return context.findings_of("capability")


@rule("change", "error")
def change(context: Context) -> Iterable[Finding]:
    """A change of OpenSpec changes no capability, or is a folder around other changes.

    Where nothing is to change, say `skip_specs: true` in its `.openspec.yaml`. OpenSpec does not see changes
    in a folder of their own.
    """
    return context.findings_of("change")


@rule("delta", "error")
def delta(context: Context) -> Iterator[Finding]:
    """A delta of OpenSpec says two things of a requirement, changes nothing, or does not fit its capability.

    A requirement that is modified is replaced as a whole, so its scenarios have to be copied. It is for your
    information that OpenSpec would not archive a change, as another one may have to be archived before it: if
    it modifies what is not there, say.
    """
    yield from context.findings_of("delta")
    for spec in context.specs:
        if spec.deltas and not spec.place.archived:
            yield from _unfit(context, spec)


@rule("requirement", "error")
def requirement(context: Context) -> Iterable[Finding]:
    """A requirement of OpenSpec has no text or no scenario, is there twice, or stands where nobody reads it.

    One that says neither SHALL nor MUST is a warning. More than 500 letters are for your information.
    """
    return context.findings_of("requirement")


@rule("task", "warning")
def task(context: Context) -> Iterable[Finding]:
    """A task of OpenSpec has no box, or a number that another one has, or that belongs to another group.

    In Backlog.md, the markers around acceptance criteria are not in pairs, so that no box counts; or, for
    your information, some do not because they are nested: it deletes these when another one is ticked.

    A task of Task Master has no title, description or number: it then lists no task of that tag at all.

    It is for your information that a change was archived with open tasks, which OpenSpec says only if it is
    asked: `openspec validate --archived` calls it an error.
    """
    return context.findings_of("task")


def _unfit(context: Context, spec: Spec) -> Iterator[Finding]:
    """Find what does not fit in the deltas of a change."""
    root = context.corpus.project.root
    told = ("delta", "requirement")
    wrong = {one.path for one in spec.findings if one.code in told and one.at_most == "error"}
    for path in dict.fromkeys(delta.path for delta in spec.deltas):
        yield from openspec.misfits(root, path, is_right=path not in wrong)
