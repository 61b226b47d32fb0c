"""A check of a repository: the rules asked, and what they find held against a change and a baseline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Final, TypeAlias

from . import changed
from .changed import Change
from .corpus import Corpus, Directory, load
from .git import GitError
from .model import Finding, Place
from .reading import Layout, Project, Vocabularies, covering
from .reading.project import parts
from .report import baseline
from .report.baseline import BaselineError, Identity
from .report.outcome import SHOWN, Accepted, Entry, Outcome, Scope, Threshold
from .rules import RULES, SEVERITIES, Context, Report, Settings, Severity
from .rules import check as ask

_QUOTED: Final = re.compile(r"`([^`]+)`")

Known: TypeAlias = tuple[Finding, Identity, int]
"""A finding, what it is known by, and which one it is of several alike."""

IsTold: TypeAlias = Callable[[Finding], bool]


class CannotCheckError(Exception):
    """There is a reason why nothing can be said of the specs; the message says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a user asks for.

    :param words: the words for statuses that the project uses.
    :param findings: what is wrong with what it chooses.
    :param severity: the least severity that is told; what fails always is.
    :param fail_on: the least severity that fails.
    :param since: a revision; only of specs that were changed since is told.
    :param baseline: the file of accepted findings; the usual one, if there is one, where nothing is said.
    :param everything: whether no baseline is looked at.
    """

    repository: Path
    layout: Layout = field(default_factory=Layout)
    settings: Settings = field(default_factory=Settings)
    words: Vocabularies | None = None
    findings: tuple[Finding, ...] = ()
    severity: Severity = "warning"
    fail_on: Threshold = "warning"
    since: str = ""
    baseline: Path | None = None
    everything: bool = False

    @property
    def least(self) -> Severity:
        """The least severity that is told."""
        if self.fail_on == "never":
            return self.severity
        return min(self.severity, self.fail_on, key=SEVERITIES.index)

    def fails(self, severity: Severity) -> bool:
        """:returns: whether a finding of a severity fails."""
        return self.fail_on != "never" and _matters(severity, self.fail_on)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What was written into a baseline.

    :param path: its file.
    :param number: how many findings it lists.
    :param added: how many of them are new to it.
    :param gone: how many it listed before and no more.
    """

    path: Path
    number: int
    added: int
    gone: int


def check(order: Order) -> Outcome:
    """Check a repository.

    :raises NoSpecsError: if it has no specs.
    :raises CannotCheckError: if there is another reason why nothing can be said of them.
    """
    context, report = _examine(order)
    corpus = context.corpus
    path, accepted = _baseline(order, corpus.project, must_exist=True)
    change = changed_since(corpus.project.root, order.since) if order.since else None
    touched = touched_by(corpus, change) if change else frozenset(corpus.specs)
    is_told = _teller(context, change, touched)
    known = _known(context, report.findings)
    new = [one for one in known if one[2] >= accepted.get(one[1], 0)]
    told = [one for one in new if is_told(one[0])]
    shown = [one for one in told if _matters(report.severity(one[0]), order.least)]
    hidden = Counter(report.severity(finding) for finding, *_ in told)
    return Outcome(
        entries=tuple(_entry(one, context, report, order) for one in shown),
        hidden={severity: hidden[severity] for severity in SHOWN if not _matters(severity, order.least)},
        specs=tuple(spec.place for spec in corpus.specs.values() if spec.key in touched),
        files=report.files,
        total=report.specs,
        rules=RULES,
        skipped=report.skipped,
        scope=Scope(change.revision, change.base) if change else None,
        accepted=_used(path, accepted, known, report, order) if path else None,
        prefix=prefix_of(corpus.project.root),
    )


def accept(order: Order) -> Acceptance:
    """Write every finding that would be told into the baseline; what is no more leaves it.

    Findings of rules that were not asked, or that matter less than what is told, stay in it.

    :raises NoSpecsError: if the repository has no specs.
    :raises CannotCheckError: if there is another reason why nothing can be said of them, or written.
    """
    context, report = _examine(order)
    path, accepted = _baseline(order, context.corpus.project, must_exist=False)
    path = path or context.corpus.project.root / baseline.NAME
    looked_at = _looked_at(report, order)
    found = Counter(
        known for finding, known, _ in _known(context, report.findings) if finding.code in looked_at
    )
    kept = {known: number for known, number in accepted.items() if _is_beyond(known, looked_at)}
    wanted, before = found + Counter(kept), Counter(accepted)
    if wanted or path.is_file():
        try:
            path.write_text(baseline.as_json(wanted), "utf-8", errors="replace", newline="\n")
        except OSError as error:
            raise CannotCheckError(f"{path} cannot be written: {error.strerror or error}") from error
    return Acceptance(path, wanted.total(), (wanted - before).total(), (before - wanted).total())


def settings(select: Iterable[str], ignore: Iterable[str]) -> Settings:
    """:raises CannotCheckError: if a code is none; it names the nearest."""
    chosen, ignored = frozenset(select), frozenset(ignore)
    codes = [str(rule.code) for rule in RULES]
    for code in sorted((chosen | ignored).difference(codes)):
        nearest = get_close_matches(code, codes, 1, 0.4)
        suggestion = f"did you mean `{nearest[0]}`?" if nearest else f"the rules are {', '.join(codes)}"
        raise CannotCheckError(f"there is no rule `{code}`; {suggestion}")
    return Settings(select=chosen, ignore=ignored)


def _examine(order: Order) -> tuple[Context, Report]:
    """Ask the rules; a check that has looked at nothing says so, and is never green."""
    corpus = load(order.repository, order.layout, order.words).with_findings(order.findings)
    context = Context(corpus, order.settings, covering.find(corpus.project) or None)
    report = ask(context)
    unread = {finding.path for finding in corpus.findings if finding.code == "unreadable"}
    if unread.issuperset(spec.path for spec in context.specs):
        raise CannotCheckError(f"none of the specs in {corpus.project.specs} can be read")
    if not report.severities:
        reasons = ", ".join(f"{one.code} ({one.reason})" for one in report.skipped if _says(one.reason))
        raise CannotCheckError(f"no rule was asked{f': {reasons}' if reasons else ''}")
    return context, report


def _says(reason: str) -> bool:
    """:returns: whether it is worth saying that a rule was not asked: the user did not ask for it."""
    return reason not in ("not selected", "off")


def _matters(severity: Severity, least: Severity) -> bool:
    return SEVERITIES.index(severity) >= SEVERITIES.index(least)


def _known(context: Context, findings: Iterable[Finding]) -> list[Known]:
    seen: Counter[Identity] = Counter()
    known: list[Known] = []
    for finding in findings:
        identity = Identity.of(finding, _spec(context, finding.path))
        known.append((finding, identity, seen[identity]))
        seen[identity] += 1
    return known


def _spec(context: Context, path: str) -> str | None:
    spec = context.owners.get(path)
    return spec.key if spec else None


def _entry(known: Known, context: Context, report: Report, order: Order) -> Entry:
    finding, identity, number = known
    severity = report.severity(finding)
    spec = _spec(context, finding.path)
    return Entry(finding, severity, spec, order.fails(severity), identity.fingerprint(number))


def _baseline(
    order: Order, project: Project, *, must_exist: bool
) -> tuple[Path | None, Mapping[Identity, int]]:
    """:returns: the file of accepted findings, if one is looked at, and these."""
    if order.everything:
        return None, {}
    path = order.baseline or project.root / baseline.NAME
    if not path.is_file() and not (order.baseline and must_exist):
        return order.baseline, {}
    try:
        return path, baseline.read(path)
    except BaselineError as error:
        raise CannotCheckError(str(error)) from error


def _looked_at(report: Report, order: Order) -> frozenset[str]:
    asked = report.severities.items()
    return frozenset(code for code, severity in asked if _matters(severity, order.least))


def _is_beyond(known: Identity, looked_at: frozenset[str]) -> bool:
    """:returns: whether nobody looked if an accepted finding is there still."""
    return known.code not in looked_at and any(rule.code == known.code for rule in RULES)


def _used(
    path: Path, accepted: Mapping[Identity, int], known: list[Known], report: Report, order: Order
) -> Accepted:
    looked_at = _looked_at(report, order)
    found = Counter(identity for _, identity, _ in known)
    matched = Counter(accepted) & found
    gone = Counter(accepted) - found
    return Accepted(
        path.name if order.baseline is None else str(order.baseline),
        sum(number for identity, number in matched.items() if identity.code in looked_at),
        sum(number for identity, number in gone.items() if not _is_beyond(identity, looked_at)),
    )


def changed_since(root: Path, revision: str) -> Change:
    """:raises CannotCheckError: if git cannot say."""
    try:
        return changed.since(root, revision)
    except GitError as error:
        raise CannotCheckError(f"git cannot say what changed since `{revision}`: {error}") from error


def _teller(context: Context, change: Change | None, touched: frozenset[str]) -> IsTold:
    """:returns: tells of a finding if it has to do with a change: stands in it, or names what it removed."""
    if change is None:
        return lambda _: True
    gone = Directory(removed_by(context.corpus, change))

    def is_told(finding: Finding) -> bool:
        if _spec(context, finding.path) in touched or change.touches(finding.path):
            return True
        return any(gone.resolve(name).target for name in _QUOTED.findall(finding.message))

    return is_told


def touched_by(corpus: Corpus, change: Change) -> frozenset[str]:
    """:returns: the keys of the specs that were changed: their files, or anything else in their folders."""
    names = corpus.project.layout.files
    paths = {PurePosixPath(spec.path): spec.key for spec in corpus.specs.values()}
    folders = {path.parent: key for path, key in paths.items() if path.name in names}
    touched = {key for path, key in paths.items() if change.touches(str(path))}
    for path in map(PurePosixPath, change.paths | change.removed):
        nearest = next((folders[folder] for folder in path.parents if folder in folders), None)
        if nearest:
            touched.add(nearest)
    return frozenset(touched)


def removed_by(corpus: Corpus, change: Change) -> list[Place]:
    """:returns: the specs that a change took away, or gave another name."""
    ids = {spec.id for spec in corpus.specs.values()}
    project = corpus.project
    folder = project.relative(project.specs)
    removed = []
    for path in map(PurePosixPath, sorted(change.removed)):
        name = path.parent.name if path.name in project.layout.files else path.stem
        if path.is_relative_to(folder) and name[:1].isdigit() and name not in ids:
            number, slug = parts(name)
            removed.append(Place(name, name, number, slug, str(path), str(path)))
    return removed


def prefix_of(root: Path) -> str:
    """:returns: where a folder lies in its git repository, ``tools/api/``; empty at the top or outside."""
    for folder in (root, *root.parents):
        if (folder / ".git").exists():
            inner = root.relative_to(folder).as_posix()
            return "" if inner == "." else f"{inner}/"
    return ""
