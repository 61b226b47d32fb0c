"""What is told of references to code: at which place, why, and what to do about it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ..report.sources import SourceCode, SourceFinding, SourcesReport, SourceSummary
from ..sources.errors import SourceError
from ..sources.lock_form import NAME
from ..sources.locked import LockedReference
from ..sources.locking import UnresolvedError, to_read
from ..sources.references import SourceReference
from ..sources.states import BROKEN, MEANINGS, DriftState
from .sources_request import SourcesRequest

_FOUND: Final[Mapping[DriftState, SourceCode]] = {
    "changed": "changed",
    "docstring": "docstring",
    "gone": "gone",
    "moved": "moved",
    "moved-changed": "moved-changed",
    "unreadable": "unreadable",
}


def unlocked(request: SourcesRequest, reference: SourceReference) -> SourceFinding:
    """Say why a reference is not in the lock: nobody locked it, or it cannot be."""
    try:
        request.locker.resolved(reference)
    except SourceError as error:
        return _finding(reference, error)
    message = f"`{reference.name}` is not in the lock"
    fix = "run `sphinx-leanspec sources lock`"
    return SourceFinding(reference.path, reference.line, "unlocked", message, fix, reference.name)


def problems(request: SourcesRequest, problems: Mapping[str, SourceError]) -> Iterator[SourceFinding]:
    """Tell why references could not be resolved, at each place that makes one."""
    by_name = documents(request)
    for name, error in problems.items():
        for reference in by_name[name]:
            yield _finding(reference, error)


def _finding(reference: SourceReference, error: SourceError) -> SourceFinding:
    code: SourceCode = "unresolved" if isinstance(error, UnresolvedError) else "source"
    message = f"`{reference.name}`: {error.message}"
    if error.where not in (reference.name, reference.source):
        message = f"`{reference.name}`: {error.where}: {error.message}"
    return SourceFinding(reference.path, reference.line, code, message, error.fix, reference.name)


def told(
    request: SourcesRequest, compared: Iterable[LockedReference], *, with_difference: bool = True
) -> Iterator[SourceFinding]:
    """Tell what became of references, at each place that makes one."""
    by_name = documents(request)
    for one in compared:
        if one.state == "same":
            continue
        difference = request.locker.difference(one) if with_difference else ()
        for reference in by_name[one.name]:
            message, fix = _said(one)
            yield SourceFinding(
                reference.path, reference.line, _FOUND[one.state], message, fix, one.name, difference
            )


def _said(one: LockedReference) -> tuple[str, str]:
    """Say what became of a reference, and what to do."""
    path, line, end = one.place
    read = f", read against {one.release}," if one.release else ""
    broke = f", since {one.broke}" if one.broke and one.broke != one.against else ""
    where = f" (now {path}:{line}-{end})" if one.now else ""
    if one.state == "unreadable":
        return f"`{one.name}` is {MEANINGS[one.state]}", to_read(one.path)
    became = MEANINGS[one.state].replace("same but", "the same but")
    message = f"`{one.name}`{read} is {became} in {one.against or 'the source'}{broke}{where}"
    if one.state == "gone":
        near = " or ".join(f"`{name}`" for name in one.nearest)
        return message, f"refer to something else, {near} say" if near else "refer to something else"
    if one.state in BROKEN:
        return message, f"correct the document, then `sphinx-leanspec sources accept {one.name}`"
    return message, ""


def behind(request: SourcesRequest, compared: Iterable[LockedReference]) -> Iterator[SourceFinding]:
    """Tell of what the lock does not say of today.

    A branch may have gone on, as each commit of a lock makes it do, and nothing be different for it.
    """
    told = {one.name: (one.state, one.place) for one in request.lock.references}
    differing = {one.source for one in compared if told[one.name] != (one.state, one.place)}
    for name, release in sorted(request.lock.current.items()):
        try:
            current = request.locker.release(name)
        except SourceError:  # told of at the references
            continue
        is_same_branch = current.partition("@")[0] == release.partition("@")[0]
        if current != release and not (is_same_branch and name not in differing):
            message = f"the lock was compared with {release} of `{name}`, and {current} is configured"
            yield SourceFinding(NAME, 1, "behind", message, "run `sphinx-leanspec sources lock`")
    used = {reference.name for reference in request.references}
    for one in request.lock.references if not request.documents else ():
        if one.name not in used:
            message = f"no document refers to `{one.name}` any more"
            yield SourceFinding(NAME, 1, "unused", message, "run `sphinx-leanspec sources lock`", one.name)


def report(
    request: SourcesRequest, findings: Iterable[SourceFinding], compared: Iterable[LockedReference]
) -> SourcesReport:
    """Sum up what was found, with how each source fares."""
    by_source: dict[str, list[LockedReference]] = defaultdict(list)
    for one in compared:
        by_source[one.source].append(one)
    summaries = tuple(
        SourceSummary(
            name,
            tuple(dict.fromkeys(one.release for one in ones)),
            ones[0].against,
            Counter(one.state for one in ones),
        )
        for name, ones in sorted(by_source.items())
    )
    ordered = sorted(set(findings), key=lambda one: (one.path, one.line, one.reference, one.code))
    return SourcesReport(tuple(ordered), summaries, len(request.references))


def documents(request: SourcesRequest) -> Mapping[str, list[SourceReference]]:
    """Return the places that make each reference, by its name."""
    by_name: dict[str, list[SourceReference]] = defaultdict(list)
    for reference in request.references:
        by_name[reference.name].append(reference)
    return by_name
