"""What a rule is, what it is asked with, and what comes of asking all of them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct, field

from ..corpus import Corpus
from ..findings import SEVERITIES, Finding, FindingCode, Severity, Skipped, matters
from ..junit_settings import EvidenceSettings
from ..links import Destination, Links
from ..model import Duty, Spec
from ..reading.covering import Covering
from ..reading.highlighting import BrokenCode
from ..reading.library import Library
from ..reading.prose import Prose
from ..reading.tree import FileTree

if TYPE_CHECKING:
    from ..claims import Claims, SiteFacts
    from ..sources.codebase import Codebase
    from ..sources.references import SourceReference


class RuleSettings(Struct, frozen=True):
    """What a project asks of the rules.

    :param severities: severities other than the rules' own, by code.
    :param select: the codes that are looked for, none for all; what is off by itself is a warning then.
    :param ignore: the codes that are not looked for.
    :param sections: what open boxes mean below a heading, by its text; ``*`` stands for any letters.
    :param least: the least severity that anybody is shown; slow rules of a lesser one are not asked.
    :param verdicts: how much what came of a claim matters, where that is not what its rule says, by verdict.
    :param evidence_floor: how many of a hundred ticked items have to offer evidence.
    """

    severities: Mapping[str, Severity] = {}
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    sections: Mapping[str, Duty] = {}
    least: Severity = "info"
    verdicts: Mapping[str, Severity] = {}
    evidence_floor: int = 0


class Context(Struct, frozen=True, dict=True):
    """All that rules know.

    :param documents: the specs that each page covers, by the path of its file; nothing where there are no
        pages to look at.
    :param pages: the anchors of pages that are no specs, by the path of each file; empty where nobody has
        read them.
    :param library: the files, as they were read for the corpus.
    :param site: what only a build knows; None on the command line.
    :param evidence: what the project says of its evidence.
    :param code: the code that documents lean on; None where nobody has looked at it.
    :param code_references: the references into it that documents make.
    """

    corpus: Corpus
    settings: RuleSettings = field(default_factory=RuleSettings)
    documents: Mapping[str, Covering] | None = None
    pages: Mapping[str, Set[str]] = {}
    library: Library = field(default_factory=Library)
    site: SiteFacts | None = None
    evidence: EvidenceSettings = field(default_factory=EvidenceSettings)
    code: Codebase | None = None
    code_references: Sequence[SourceReference] = ()

    @property
    def specs(self) -> Collection[Spec]:
        """Every spec whose files are here, in order."""
        return self.corpus.here.values()

    @cached_property
    def claims(self) -> Claims:
        """What comes of the evidence that checks offer."""
        from ..claims import Claims, World  # here, as most projects offer none

        return Claims(World(self.corpus, self.site, self.evidence, self.library, self.code))

    @property
    def asks_specs_alone(self) -> bool:
        """Whether all that was asked so far is what specs, their documents and :attr:`links` say.

        Not so where evidence is offered, code is leant on, or specs of another tool or project are
        read: what decides there may be anything.
        """
        project = self.corpus.project
        is_own = not (project.homes or project.members or self.evidence.kinds or self.code or self.site)
        is_asked = "claims" in vars(self) and self.claims.world.is_asked
        return is_own and not (self.corpus.offers_evidence or is_asked)

    @cached_property
    def owners(self) -> Mapping[str, Spec]:
        """The spec that each file belongs to: its own, and its sub-documents."""
        return {path: self.corpus.specs[key] for path, key in self.corpus.files.items()}

    @cached_property
    def prose(self) -> Mapping[str, Prose]:
        """The text of every spec and sub-document, by the path of its file."""
        return {
            path: self.library.text(self.corpus.project, path)
            for path, spec in self.owners.items()
            if path in spec.place.texts or path not in spec.place.made_of
        }

    def broken_code(self, path: str) -> Iterable[BrokenCode]:
        """Return the blocks of code in a file that are not what their fences say."""
        return self.library.broken_code(self.corpus.project, path)

    @cached_property
    def tree(self) -> FileTree:
        """The files of the repository."""
        return FileTree(self.corpus.project.root)

    @cached_property
    def links(self) -> Links:
        """How links are resolved."""
        texts = {path: prose.anchors for path, prose in self.prose.items()}
        return Links(self.corpus, {**self.pages, **texts}, self.tree)

    @cached_property
    def destinations(self) -> Sequence[tuple[str, int, Destination]]:
        """Where each link of a spec or sub-document leads, with the file and line that it stands in."""
        return [
            (path, named.line, self.links.resolve(path, named.text))
            for path, prose in self.prose.items()
            for named in prose.links
        ]

    def dead(self, code: FindingCode) -> Iterable[Finding]:
        """Return the links of a kind that lead nowhere."""
        found = (to.finding(path, line) for path, line, to in self.destinations if to.code == code)
        return filter(None, found)

    def findings_of(self, code: FindingCode) -> Iterable[Finding]:
        """Return the findings of one code that were made while loading the corpus."""
        return (finding for finding in self.corpus.findings if finding.code == code)

    def document_problems(self, code: FindingCode) -> Iterable[Finding]:
        """Return the findings of one code on the files of sub-documents."""
        texts = (prose for path, prose in self.prose.items() if path != self.owners[path].path)
        return (prose.problem for prose in texts if prose.problem and prose.problem.code == code)

    def line(self, spec: Spec, *names: str) -> int:
        """Return the line of the first of some fields that a spec has, 1 if it has none of them."""
        return next((spec.lines_of[name] for name in names if name in spec.lines_of), 1)

    def line_of_dependency(self, spec: Spec, target: str) -> int:
        """Return the line on which a spec names another as a dependency."""
        project = spec.place.project
        lines = (
            entry.line
            for entry in spec.depends_on
            if self.corpus.resolve(entry.text, project).target == target
        )
        return next(lines, 1)


Find: TypeAlias = Callable[[Context], Iterable[Finding]]


class Rule(Struct, frozen=True):
    """One kind of defect.

    :param code: its name, for ever.
    :param severity: how much it matters where a project does not say.
    :param find: finds all of its kind.
    :param documents: whether it needs to know the project's pages.
    :param slow: whether it takes as long as all others, so that it is asked only where somebody is shown
        what it finds.
    """

    code: FindingCode
    severity: Severity
    find: Find
    documents: bool = False
    slow: bool = False

    @property
    def text(self) -> str:
        """What is to be said of it, in Markdown: its page of the guide."""
        return inspect.getdoc(self.find) or ""

    @property
    def meaning(self) -> str:
        """The first sentence of that, in one line."""
        return " ".join(self.text.partition("\n\n")[0].split())


def rule(
    code: FindingCode, severity: Severity, *, documents: bool = False, slow: bool = False
) -> Callable[[Find], Rule]:
    """Make a rule of a function, whose docstring says in Markdown what is wrong, why, and how to mend it."""
    return lambda find: Rule(code, severity, find, documents, slow)


class Report(Struct, frozen=True):
    """What came of asking the rules.

    :param findings: what is wrong, in order of place.
    :param severities: the severity of each code that was looked for.
    :param skipped: the rules that were not asked.
    :param specs: how many specs were looked at.
    :param files: how many files these and their sub-documents have.
    :param verdicts: the severity of each verdict that has one of its own.
    """

    findings: tuple[Finding, ...]
    severities: Mapping[str, Severity]
    skipped: tuple[Skipped, ...]
    specs: int
    files: int
    verdicts: Mapping[str, Severity] = {}

    def severity(self, finding: Finding) -> Severity:
        """Return how severe a finding is in this project."""
        severity = self.severities[finding.code]
        if finding.code == "evidence":
            severity = self.verdicts.get(finding.verdict, severity)
        severity = "warning" if finding.is_graver and severity == "info" else severity
        return min(severity, finding.at_most, key=SEVERITIES.index)

    def at_least(self, least: Severity) -> tuple[Finding, ...]:
        """Return the findings of at least one severity."""
        return tuple(finding for finding in self.findings if matters(self.severity(finding), least))

    def is_green(self, least: Severity = "warning") -> bool:
        """Tell whether nothing is as severe as that; a check that saw no file is not green."""
        return self.files > 0 and not self.at_least(least)
