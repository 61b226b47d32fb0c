"""A check of a repository: the rules asked, and what they find held against a change and a baseline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from ..corpus import Corpus
from ..corpus import read as read_specs
from ..findings import Finding, matters
from ..model import Annotation
from ..name_index import NameIndex
from ..options import Options
from ..reading import covering
from ..reading.found import FoundSpecs, find
from ..report import baseline
from ..report.baseline import Baseline, BaselineError, Identity, Known, identified
from ..report.outcome import BASELINE, SHOWN, Accepted, Entry, Outcome, Scope
from ..rules import RULES, Context, Report
from ..rules import check as ask
from .cannot import CannotCheckError
from .check_request import CheckRequest
from .within import Within, existing, within

if TYPE_CHECKING:
    from ..changed import ChangeSet
    from ..sources.codebase import Codebase

_QUOTED: Final = re.compile(r"`([^`]+)`")
_PATTERN: Final = re.compile(r"[*?\[]")
_RATCHETS: Final = frozenset({"floor"})
"""The rules that the baseline itself answers: what it lists is no finding of theirs."""

IsTold: TypeAlias = Callable[[Finding], bool]


class Acceptance(Struct, frozen=True):
    """What was written into a baseline.

    :param path: its file.
    :param number: how many findings it lists.
    :param added: how many of them are new to it.
    :param gone: how many it listed before and no more.
    :param findings: what it accepts of what was looked at, in order of place.
    """

    path: Path
    number: int
    added: int
    gone: int
    findings: tuple[Finding, ...] = ()


def check(request: CheckRequest) -> Outcome:
    """Check a repository; see :func:`examine`."""
    return examine(request)[1]


def examine(request: CheckRequest, found: FoundSpecs | None = None) -> tuple[Context, Outcome]:
    """Check a repository, for those who ask more of it.

    :param found: its specs, where somebody has found them already.
    :returns: what the rules were asked with, too.
    :raises NoSpecsError: if it has no specs.
    :raises CannotCheckError: if there is another reason why nothing can be said of them.
    """
    existing(request.paths)
    context, report, path, known_before = _examine(request, must_exist=True, found=found)
    corpus, accepted = context.corpus, known_before.accepted
    limits = within(context, request.paths, request.projects)
    change, touched = _changed(corpus, request.since)
    if limits:
        touched &= limits.specs(corpus)
    is_told = _teller(context, change, touched, limits)
    asked, others = _to_identify(report, request, path)
    known = [*identified(asked, corpus.files, corpus.names)]
    marked = [_marked(one, accepted) for one in known]
    told = [one for one in marked if is_told(one[0]) and (request.select or not one[0].is_accepted)]
    shown = [one for one in told if matters(report.severity(one[0]), request.least)]
    hidden = Counter(map(report.severity, [*(one[0] for one in told), *filter(is_told, others)]))
    return context, Outcome(
        entries=tuple(_entry(one, context, report, request) for one in shown),
        hidden={severity: hidden[severity] for severity in SHOWN if not matters(severity, request.least)},
        specs=tuple(spec.place for spec in corpus.specs.values() if spec.key in touched),
        files=sum(map(limits.has, context.owners)) if limits else report.files,
        total=len(limits.specs(corpus)) if limits else report.specs,
        skipped=report.skipped,
        scope=Scope(change.revision, change.base) if change else None,
        accepted=_used(path, known_before, known, report, request, limits) if path else None,
        root=str(corpus.project.root),
    )


def _marked(known: Known, accepted: Mapping[Identity, int]) -> Known:
    """Mark a finding that was accepted; it is for information then, as in a build."""
    finding, identity, number = known
    if number < accepted.get(identity, 0):
        finding = replace(finding, at_most="info", is_accepted=True)
    return finding, identity, number


def _to_identify(
    report: Report, request: CheckRequest, path: Path | None
) -> tuple[Sequence[Finding], Sequence[Finding]]:
    """Return the findings whose identities are asked for, and the others.

    That is all where some may be accepted, else those of the kinds that are shown: which one it is of several
    alike is counted among those of its kind.
    """
    if path:
        return report.findings, ()
    codes = {one.code for one in report.findings if matters(report.severity(one), request.least)}
    asked = [one for one in report.findings if one.code in codes]
    return asked, [one for one in report.findings if one.code not in codes]


def accept(request: CheckRequest, of_pages: Iterable[Finding] | None = None) -> Acceptance:
    """Write every finding that would be told into the baseline; what is no more leaves it.

    Findings of rules that were not asked, or that matter less than what is told, stay in it.

    :param of_pages: what a build found on pages that are no specs. None if none was asked: then what was
        accepted of them stays, too.
    :raises NoSpecsError: if the repository has no specs.
    :raises CannotCheckError: if there is another reason why nothing can be said of them, or written.
    """
    context, report, path, known_before = _examine(request, must_exist=False)
    corpus = context.corpus
    path, accepted = path or corpus.project.root / BASELINE, known_before.accepted
    looked_at = _looked_at(report, request)
    known = [
        one
        for one in identified(report.findings, corpus.files, corpus.names)
        if one[0].code in looked_at and one[0].code not in _RATCHETS
    ]
    found = Counter(identity for _, identity, _ in known)
    on_pages = [*identified(of_pages or (), corpus.files, corpus.names)]
    only_built = {identity for _, identity, _ in on_pages} - found.keys()
    if of_pages is None:
        only_built = {*known_before.of_pages}
    known += (one for one in on_pages if one[1] in only_built)
    found = Counter(identity for _, identity, _ in known)
    kept = {
        identity: number
        for identity, number in accepted.items()
        if (identity in known_before.of_pages and of_pages is None)
        or (identity not in known_before.of_pages and _is_beyond(identity, looked_at))
    }
    wanted, before = found + Counter(kept), Counter(accepted)
    read_at = {identity: context.claims.world.past.head for finding, identity, _ in known if finding.verdict}
    commits = {identity: at for identity, at in (read_at | dict(known_before.commits)).items() if at}
    floor = context.claims.coverage.percent
    if wanted or floor or path.is_file():
        try:
            text = baseline.as_json(Baseline(wanted, commits, floor, only_built))
            path.write_text(text, "utf-8", errors="replace", newline="\n")
        except OSError as error:
            raise CannotCheckError(f"{path} cannot be written: {error.strerror or error}") from error
    new, gone = (wanted - before).total(), (before - wanted).total()
    return Acceptance(path, wanted.total(), new, gone, tuple(finding for finding, *_ in known))


def _examine(
    request: CheckRequest, *, must_exist: bool, found: FoundSpecs | None = None
) -> tuple[Context, Report, Path | None, Baseline]:
    """Ask the rules; a check that has looked at nothing says so, and is never green.

    :returns: what they were asked with, what they found, and the file of accepted findings, if there is one.
    """
    found = found or find(request.repository, request.options.layout, request.options.words)
    corpus = read_specs(found, request.library).with_findings(request.findings)
    path, accepted = _baseline(request, corpus, must_exist=must_exist)
    settings = replace(
        request.options.rule_settings, select=request.select, ignore=request.ignore, least=request.least
    )
    settings = replace(settings, evidence_floor=max(settings.evidence_floor, accepted.floor))
    root, options = corpus.project.root, request.options
    code = _code(root, options) if options.sources else None
    context = Context(
        corpus,
        settings,
        covering.find(corpus.project, request.library) or None,
        library=request.library,
        evidence=options.evidence_settings(request.repository.resolve(), root),
        code=code,
        code_references=code.references(root) if code else (),
    )
    report = ask(context)
    unread = {finding.path for finding in corpus.findings if finding.code == "unreadable"}
    if unread.issuperset(spec.path for spec in context.specs):
        raise CannotCheckError(f"none of the specs in {corpus.project.specs} can be read")
    if not report.severities:
        reasons = ", ".join(f"{one.code} ({one.reason})" for one in report.skipped if _says(one.reason))
        raise CannotCheckError(f"no rule was asked{f': {reasons}' if reasons else ''}")
    return context, report, path, accepted


def _code(root: Path, options: Options) -> Codebase:
    """Return the code that the documents of a project lean on."""
    from ..git import prefix_of  # here, as few projects have sources
    from ..sources.codebase import Codebase

    return Codebase.read(root, options.sources, prefix_of(root))


def _changed(corpus: Corpus, revision: str) -> tuple[ChangeSet | None, frozenset[str]]:
    """Return what changed since a revision, None where none is asked for, and the keys of these specs."""
    if not revision:
        return None, frozenset(corpus.here)
    from .since import changed_since, touched_by  # here, as git takes long

    change = changed_since(corpus.project.root, revision)
    return change, touched_by(corpus, change)


def _says(reason: str) -> bool:
    """Tell whether a skipped rule is worth mentioning: not if the user skipped it."""
    return reason not in ("not selected", "off")


def _entry(known: Known, context: Context, report: Report, request: CheckRequest) -> Entry:
    finding, identity, number = known
    severity = report.severity(finding)
    spec = context.corpus.owner(finding.path, finding.line)
    fails = request.fails(severity) and not finding.is_accepted
    return Entry(finding, severity, spec, fails, identity.fingerprint(number))


def _baseline(request: CheckRequest, corpus: Corpus, *, must_exist: bool) -> tuple[Path | None, Baseline]:
    """Return the file of accepted findings, None if none is used, and what it says."""
    if request.everything:
        return None, Baseline({})
    path = request.baseline or corpus.project.root / BASELINE
    if not path.is_file() and not (request.baseline and must_exist):
        return request.baseline, Baseline({})
    try:
        return path, baseline.read(path).now(corpus.names)
    except BaselineError as error:
        raise CannotCheckError(str(error)) from error


def _looked_at(report: Report, request: CheckRequest) -> frozenset[str]:
    asked = report.severities.items()
    return frozenset(code for code, severity in asked if matters(severity, request.least))


def _is_beyond(known: Identity, looked_at: frozenset[str]) -> bool:
    """Tell whether an accepted finding may still be there, as its rule was not asked."""
    return known.code not in looked_at and any(rule.code == known.code for rule in RULES)


def _used(
    path: Path,
    before: Baseline,
    known: list[Known],
    report: Report,
    request: CheckRequest,
    limits: Within | None,
) -> Accepted:
    accepted, looked_at = before.accepted, _looked_at(report, request)
    found = Counter(identity for _, identity, _ in known)
    there = known if limits is None else [one for one in known if limits.has(one[0].path)]
    matched = Counter(accepted) & Counter(identity for _, identity, _ in there)
    gone = Counter(accepted) - found
    return Accepted(
        path.name if request.baseline is None else str(request.baseline),
        sum(number for identity, number in matched.items() if identity.code in looked_at),
        sum(
            number
            for identity, number in gone.items()
            if not _is_beyond(identity, looked_at) and identity not in before.of_pages
        ),
    )


def _teller(
    context: Context, change: ChangeSet | None, touched: frozenset[str], limits: Within | None
) -> IsTold:
    """Return a test of findings: is it where we look, in a changed file, or does it name a removed spec."""
    if change is None:
        return lambda finding: limits is None or limits.has(finding.path)
    from .since import removed_by

    gone = NameIndex(removed_by(context.corpus, change))

    def is_told(finding: Finding) -> bool:
        if limits is not None and not limits.has(finding.path):
            return False
        spec = context.corpus.owner(finding.path, finding.line)
        if spec in touched or (change.touches(finding.path) and not _is_of_another(context, spec)):
            return True
        quoted = _QUOTED.findall(finding.message)
        if finding.verdict and any(_names_changed(change, text) for text in quoted):
            return True  # of a spec that nobody touched, what it claims is no more
        return any(gone.resolve(name).target for name in quoted)

    return is_told


def _is_of_another(context: Context, key: str | None) -> bool:
    """Tell whether a spec is one of many in its file: that it was changed says nothing of this one."""
    return key is not None and bool(context.corpus.specs[key].place.fragment)


def _names_changed(change: ChangeSet, text: str) -> bool:
    """Tell whether a statement, or a name, is about a file that differs; a pattern about those it matches."""
    from ..claims.grammar import read  # here, as only a change is held against them

    changed = change.paths | change.removed
    statements, _ = read(Annotation(text, 1, 1))
    values = (value.text for statement in statements for value in statement.values)
    return any(_is_about(word.partition("::")[0], changed) for word in (*values, *text.split()))


def _is_about(path: str, changed: Set[str]) -> bool:
    if _PATTERN.search(path):
        from ..claims.globs import Glob, GlobError  # ditto

        try:
            return any(map(Glob(path).matches, changed))
        except GlobError:
            return False
    begin = f"{path.rstrip('/')}/"
    return path in changed or ("/" in begin[1:-1] and any(one.startswith(begin) for one in changed))
