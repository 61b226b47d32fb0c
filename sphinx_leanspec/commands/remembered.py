"""A check whose outcome was kept: it is said again where all that was asked for it is as it was.

That is what the user asks, what the project chooses, what its files hold, and what lies around them. Where
rules asked for more than that, of git or of test reports say, nothing is kept, and each check asks anew.
"""

from __future__ import annotations

from msgspec import Struct

from ..reading import documents
from ..reading.found import FoundSpecs, find
from ..reading.project import refused
from ..reading.tree import Surroundings
from ..report.outcome import BASELINE, Outcome
from .check_request import CheckRequest
from .within import existing


class Remembered(Struct, frozen=True):
    """What came of a check, and what its rules asked of files that are no specs."""

    outcome: Outcome
    asked: Surroundings


def check(request: CheckRequest) -> Outcome:
    """Check a repository, or say what came of that before.

    :raises NoSpecsError: if it has no specs.
    :raises CannotCheckError: if there is another reason why nothing can be said of them.
    """
    existing(request.paths)
    found = find(request.repository, request.options.layout, request.options.words)
    told = _told(request, found)
    kept = request.library.recall(told, Remembered) if told else None
    if kept and kept.asked.are_same(found.project.root):
        return kept.outcome
    from .check import examine  # here, as it takes long to import all rules

    context, outcome = examine(request, found)
    if told and context.asks_specs_alone:
        request.library.keep(told, Remembered(outcome, context.links.asked))
    return outcome


def _told(request: CheckRequest, found: FoundSpecs) -> str:
    """Return all that a check is told, as text; empty where it asks for more, or nothing can be kept."""
    project = found.project
    if request.since or project.homes or project.members or project.elsewhere:
        return ""
    state = request.library.state(found, documents.paths(project))
    if not state:
        return ""
    baseline = request.baseline or project.root / BASELINE
    return repr(
        (
            "check",
            state,
            project,
            tuple(refused(project)),
            request.options,
            request.findings,
            sorted(request.select),
            sorted(request.ignore),
            (request.severity, request.fail_on, request.everything, request.projects),
            (request.baseline, baseline.read_bytes() if baseline.is_file() else None),
            [(path, path.resolve()) for path in (request.repository, project.specs, *request.paths)],
        )
    )
