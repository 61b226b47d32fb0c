"""References to code: locked, accepted, checked, and asked who makes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from ..findings import Severity
from ..report.outcome import Threshold
from ..report.sources import SourcesReport, SourceSummary
from ..sources.drift import compare_all
from ..sources.errors import SourceError
from ..sources.lock_form import NAME
from ..sources.locked import LockedReference
from ..sources.locking import Update
from ..sources.references import SourceReference, parts
from ..sources.states import BROKEN
from ..sources.symbols import Ambiguous
from . import source_findings
from .cannot import CannotCheckError
from .sources_request import SourcesRequest


class Locked(Struct, frozen=True):
    """What locking did.

    :param report: what could not be locked, and what has changed and was not.
    """

    path: Path
    update: Update
    report: SourcesReport


class AcceptedReference(Struct, frozen=True):
    """A reference that was accepted: as it was, as it is, and how both differ."""

    before: LockedReference
    after: LockedReference
    difference: tuple[str, ...]


class Leaning(Struct, frozen=True):
    """Who leans on a symbol, or on something in it.

    :param url: where it is on the web, empty if nobody said.
    """

    reference: LockedReference
    documents: tuple[SourceReference, ...]
    url: str
    difference: tuple[str, ...] = ()


def lock(request: SourcesRequest) -> Locked:
    """Lock new references, follow what moved, and tell of what has changed.

    :raises CannotCheckError: if there is nothing to lock.
    """
    if request.documents:
        raise CannotCheckError("a lock is one of all documents; name none")
    update = request.locker.update(request.references)
    update.lock.write(request.lock_path)
    findings = [
        *source_findings.problems(request, update.problems),
        *source_findings.told(request, update.lock.references, with_difference=False),
    ]
    return Locked(
        request.lock_path, update, source_findings.report(request, findings, update.lock.references)
    )


def accept(request: SourcesRequest, names: Iterable[str]) -> list[AcceptedReference]:
    """Accept references as they are in the current release.

    :raises CannotCheckError: if one is not known, or cannot be accepted: then none is.
    """
    accepted: dict[str, LockedReference] = {}
    done: list[AcceptedReference] = []
    for name in names:
        before = _known(request, name)
        try:
            now = request.locker.compared(before)
            after = request.locker.accept(before.name)
        except SourceError as error:
            raise CannotCheckError(str(error)) from error
        accepted[before.name] = after
        done.append(AcceptedReference(before, after, request.locker.difference(now)))
    try:
        request.locker.with_accepted(accepted).write(request.lock_path)
    except SourceError as error:
        raise CannotCheckError(str(error)) from error
    return done


def check(
    request: SourcesRequest,
    against: str = "",
    names: Iterable[str] = (),
    *,
    fail_on: Threshold = "warning",
    severity: Severity = "info",
) -> SourcesReport:
    """Check references against the current releases, or another one.

    :param against: a version or revision, or ``latest``.
    :param names: the sources that are compared with it, all if empty.
    """
    known = {one.name for one in request.lock.references}
    findings = [
        source_findings.unlocked(request, reference)
        for reference in request.references
        if reference.name not in known
    ]
    compared: list[LockedReference] = []
    for one in _looked_at(request, tuple(names)):
        try:
            compared.append(_compared(request, one, against))
        except SourceError as error:
            findings += source_findings.problems(request, {one.name: error})
    findings += source_findings.told(request, compared)
    if not against:
        findings += source_findings.behind(request, compared)
    report = source_findings.report(request, findings, compared)
    return replace(report, fail_on=fail_on, severity=severity)


def survey(request: SourcesRequest, name: str, against: str) -> SourceSummary:
    """Count what became of all functions and classes of a source, whoever refers to them.

    :param against: a version or revision, or ``latest``.
    :raises CannotCheckError: if there is no such source, or it has one release alone.
    """
    source = request.sources.get(name)
    if source is None:
        raise CannotCheckError(f"there is no source `{name}`")
    if source.kind == "folder" or not against:
        raise CannotCheckError(f"`{name}` is compared with another release; name one with --against")
    store = request.locker.store
    written, now = store.named(source, ""), store.named(source, against)
    found = compare_all(store.open(source, written).index, store.open(source, now).index)
    return SourceSummary(name, (written,), now, Counter(drift.state for _, drift in found))


def why(request: SourcesRequest, name: str) -> list[Leaning]:
    """Tell who leans on a symbol, a file or lines of it, and on what is in it.

    :raises CannotCheckError: if nobody does.
    """
    found = _all_known(request, name)
    documents = source_findings.documents(request)
    leanings = []
    for one in found:
        path, line, end = one.place
        source = request.sources.get(one.source)
        url = source.url_of(path, line, end, one.place_release) if source else ""
        difference = request.locker.difference(one) if source and one.state in BROKEN else ()
        leanings.append(Leaning(one, tuple(documents[one.name]), url, difference))
    return leanings


def _looked_at(request: SourcesRequest, names: tuple[str, ...]) -> list[LockedReference]:
    if unknown := set(names) - request.sources.keys():
        raise CannotCheckError(f"there is no source `{min(unknown)}`")
    wanted = {reference.name for reference in request.references}
    return [
        one
        for one in request.lock.references
        if (not names or one.source in names) and (one.name in wanted or not request.documents)
    ]


def _compared(request: SourcesRequest, one: LockedReference, against: str) -> LockedReference:
    if not against:
        return request.locker.compared(one)
    source = request.sources.get(one.source)
    release = request.locker.store.named(source, against) if source else against
    return request.locker.compared(one, release)


def _known(request: SourcesRequest, name: str) -> LockedReference:
    """Return the locked reference that a user means."""
    exact = [one for one in request.lock.references if one.name == name]
    found = exact or _all_known(request, name, within=False)
    if len(found) > 1:
        shown = ", ".join(f"`{one.name}`" for one in found[:5])
        raise CannotCheckError(f"`{name}` may mean several references; write one of {shown}")
    return found[0]


def _all_known(request: SourcesRequest, name: str, *, within: bool = True) -> list[LockedReference]:
    _, source, target = parts(name)
    found = []
    for one in request.lock.references:
        if source and one.source != source:
            continue
        full, written = f".{one.full_name}", f".{one.target}"
        is_it = full.endswith(f".{target}") or written.endswith(f".{target}") or _is_file(one, target)
        if is_it or (within and one.symbol is not None and f".{target}." in f"{full}."):
            found.append(one)
    if not found:
        message = f"no reference in {NAME} is `{name}`"
        if source and isinstance(near := request.lock.find(source, target), Ambiguous):
            message = f"`{name}` may mean {', '.join(near.candidates[:5])}"
        raise CannotCheckError(message)
    return found


def _is_file(one: LockedReference, target: str) -> bool:
    path = target.partition("#")[0]
    return "#" not in target and any(f"/{place}".endswith(f"/{path}") for place in (one.path, one.place[0]))
