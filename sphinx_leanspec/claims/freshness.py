"""Whether tests ran since what they are about was changed: reports held against the times of commits.

Only committer dates of git count, never times of files. A report names a span of time where it does not name
its zone; what lies within it is unknown, and so is the age of a report without a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from ..git import GitError
from .globs import Glob
from .grammar import Statement
from .kinds import FilesKind, TestKind
from .verdict import Decision, Verdict

if TYPE_CHECKING:
    from .world import World

_PATHS: Final = frozenset({"file", "matches", "text"})
_PARTS: Final = re.compile(r"::| [>›] ")


def weighed(comments: Sequence[list[Decision]], world: World) -> Iterator[list[Decision]]:
    """Weigh the age of reports that show a test or lack it; what comes of other statements stays as it is.

    :param comments: the statements of each comment, as they were decided.
    """
    paths = [_named(comment, world) if any(map(_is_aging, comment)) else () for comment in comments]
    try:
        world.commit_times.learn(path for named in paths for path in named)
        problem = ""
    except GitError as error:
        problem = f"git does not say when files were changed: {error}"
    for comment, named in zip(comments, paths, strict=True):
        yield [
            one._replace(verdict=_weighed(one, named, world, problem)) if _is_aging(one) else one
            for one in comment
        ]


def _is_aging(decision: Decision) -> bool:
    """Tell whether it matters how old a report is: what it shows, and what it could not have yet."""
    return decision.statement.kind.text == TestKind.name and decision.verdict.word in ("holds", "missing")


def _named(comment: Sequence[Decision], world: World) -> tuple[str, ...]:
    """Return the files that a comment is about, those of its tests among them."""
    found: list[str] = []
    for statement, _ in comment:
        name = statement.kind.text
        if name == TestKind.name:
            found.append(TestKind.outcome(statement, world).file or _file_of(statement, world))
        elif name == FilesKind.name:
            found += world.listing.matching(Glob(statement.values[0].text))
        elif name in _PATHS:
            found.append(statement.values[0].text)
    return tuple(filter(None, found))


def _file_of(statement: Statement, world: World) -> str:
    """Return the file that the id of a test begins with, empty if it begins with none that is there."""
    path = _PARTS.split(statement.values[0].text.strip(), maxsplit=1)[0]
    return path if path in world.listing else ""


def _weighed(decision: Decision, named: Sequence[str], world: World, problem: str) -> Verdict:
    is_missing = decision.verdict.word == "missing"
    return _missed(decision, world) if is_missing else _aged(decision, named, world, problem)


def _missed(decision: Decision, world: World) -> Verdict:
    """Return what a test that is in no report shows: nothing, if its file was changed since."""
    until = TestKind.outcome(decision.statement, world).until
    changed = world.commit_times.last(filter(None, (_file_of(decision.statement, world),)))
    if until is None or changed is None or world.revisions.is_shallow or until.timestamp() >= changed:
        return decision.verdict
    said = f"{decision.verdict.note}, the newest of {_day(until.timestamp())}"
    return Verdict("stale", f"{said}; its file was changed on {_day(changed)}")


def _aged(decision: Decision, named: Sequence[str], world: World, problem: str) -> Verdict:
    """Return what a test that passed shows, once it is known when that was."""
    outcome = TestKind.outcome(decision.statement, world)
    head, changed = world.commit_times.head, world.commit_times.last(named)
    if outcome.at is None or outcome.until is None:
        return _unknown("the report does not say when")
    if problem or head is None:
        return _unknown(problem or "nothing is committed that it could be older than")
    begin, end = outcome.at.timestamp(), outcome.until.timestamp()
    is_shallow = world.revisions.is_shallow
    if begin >= head or (outcome.file and not is_shallow and begin >= (changed or 0)):
        return decision.verdict
    if changed is not None and end < changed and not is_shallow:
        return Verdict("stale", f"passed on {_day(end)}; what it is about was changed on {_day(changed)}")
    if is_shallow:
        return _unknown("the clone is shallow, and the report older than its commit")
    is_zone = changed is not None and begin < changed
    return _unknown(
        "the report does not name the zone of its time"
        if is_zone
        else "its file is not known, and the report older than the last commit"
    )


def _unknown(why: str) -> Verdict:
    return Verdict("unknown", f"passed, but {why}")


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")
