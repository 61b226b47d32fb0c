"""What became of the code that documents refer to: for people, scripts, scanners and GitHub."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, Final, Literal, TypeAlias, get_args

from msgspec import Struct

from ..findings import Severity, matters
from ..sources.states import MEANINGS, STATES, DriftState
from ..wording import counted, harmless, plain
from . import github, sarif
from .outcome import SHOWN, Threshold
from .terminal import Colour, painted

VERSION: Final = 1
"""The version of the report in JSON."""

SourceCode: TypeAlias = Literal[
    "behind",
    "changed",
    "docstring",
    "gone",
    "moved",
    "moved-changed",
    "source",
    "unlocked",
    "unreadable",
    "unresolved",
    "unused",
]
"""Every kind of finding on references to code, sorted."""

SEVERITIES_OF: Final[Mapping[SourceCode, Severity]] = {
    "behind": "warning",
    "changed": "warning",
    "docstring": "info",
    "gone": "error",
    "moved": "info",
    "moved-changed": "warning",
    "source": "error",
    "unlocked": "error",
    "unreadable": "warning",
    "unresolved": "error",
    "unused": "info",
}

CODE_MEANINGS: Final[Mapping[SourceCode, str]] = {
    "behind": "The lock was compared with a release other than the configured one.",
    "changed": "The code differs from what was read.",
    "docstring": "The docstring of the code differs from what was read.",
    "gone": "The code no longer exists.",
    "moved": "The same code is elsewhere.",
    "moved-changed": "The code is elsewhere, and differs from what was read.",
    "source": "A source cannot be found or read.",
    "unlocked": "The lock does not know the reference.",
    "unreadable": "The code is in a file that cannot be read here.",
    "unresolved": "The reference means nothing, or more than one thing.",
    "unused": "No document makes the reference any more.",
}
"""What each kind of finding means."""

_COLOURS: Final[Mapping[Severity, Colour]] = {"error": "red", "warning": "yellow", "info": "blue"}


class SourceFinding(Struct, frozen=True):
    """One thing that is wrong with a reference to code, at the place that makes it.

    :param reference: source and target, empty where it is about none.
    :param difference: how the code differs from what was read, in few lines.
    """

    path: str
    line: int
    code: SourceCode
    message: str
    fix: str = ""
    reference: str = ""
    difference: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity:
        return SEVERITIES_OF[self.code]

    def __str__(self) -> str:
        return f"{self.message}; {self.fix}" if self.fix else self.message


class SourceSummary(Struct, frozen=True):
    """How the references to a source fare.

    :param written: the releases that they were read against.
    :param against: the release that they were compared with.
    :param counts: how many there are of each state.
    """

    name: str
    written: tuple[str, ...]
    against: str
    counts: Mapping[DriftState, int]

    def __str__(self) -> str:
        told = [f"{self.counts[state]} {MEANINGS[state]}" for state in STATES if self.counts.get(state)]
        written = f"written against {', '.join(self.written)}; " if any(self.written) else ""
        now = f"in {self.against}" if self.against else "now"
        return f"{self.name}: {written}{now}: {', '.join(told)}"


class SourcesReport(Struct, frozen=True):
    """What came of a check of references to code.

    :param findings: in order of place.
    :param references: how many references were looked at.
    :param severity: the least severity that is shown; what fails always is.
    """

    findings: tuple[SourceFinding, ...]
    summaries: tuple[SourceSummary, ...]
    references: int
    fail_on: Threshold = "warning"
    severity: Severity = "info"

    @property
    def fails(self) -> bool:
        return any(self.is_failing(finding) for finding in self.findings)

    @property
    def shown(self) -> tuple[SourceFinding, ...]:
        """The findings that are told."""
        return tuple(
            one for one in self.findings if matters(one.severity, self.severity) or self.is_failing(one)
        )

    def is_failing(self, finding: SourceFinding) -> bool:
        """Tell whether a finding fails the check."""
        return self.fail_on != "never" and matters(finding.severity, self.fail_on)


def as_text(report: SourcesReport, *, coloured: bool = False) -> str:
    """List findings document by document, each with what mends it, then how each source fares."""
    lines: list[str] = []
    for _, findings in groupby(report.shown, lambda finding: finding.path):
        for finding in findings:
            lines += _lines(finding, coloured=coloured)
        lines.append("")
    return "\n".join([*lines, *summary(report)])


def summary(report: SourcesReport) -> Iterator[str]:
    """Return the last lines: how each source fares, and what was found."""
    yield from (harmless(str(one)) for one in report.summaries)
    counts = {severity: sum(one.severity == severity for one in report.findings) for severity in SHOWN}
    told = ", ".join(counted(number, severity) for severity, number in counts.items() if number)
    yield f"{counted(report.references, 'reference')} to code: {told or 'no findings'}"


def as_survey(found: SourceSummary) -> str:
    """List what became of all functions and classes of a source, a line for each state."""
    total, written = sum(found.counts.values()), ", ".join(found.written)
    lines = [f"{found.name}: {total:,} functions and classes of {written}, in {found.against}:"]
    lines += [f"{found.counts.get(state, 0):>8,}  {MEANINGS[state]}" for state in STATES]
    return "\n".join(map(harmless, lines))


def _lines(finding: SourceFinding, *, coloured: bool) -> Iterator[str]:
    place, severity = harmless(f"{finding.path}:{finding.line}:"), str(finding.severity)
    if coloured:
        place, severity = painted(place, "bold"), painted(severity, _COLOURS[finding.severity])
    yield f"{place} {severity} {finding.code} {harmless(finding.message)}"
    if finding.fix:
        yield f"    fix: {harmless(finding.fix)}"
    for line in map(harmless, finding.difference):
        colour: Colour | None = "green" if line[:1] == "+" else "red" if line[:1] == "-" else None
        yield f"    {painted(line, colour) if coloured and colour else line}"


def as_json(report: SourcesReport) -> str:
    """Return the report as JSON."""
    content = {
        "version": VERSION,
        "failed": report.fails,
        "references": report.references,
        "sources": [
            {
                "name": one.name,
                "written": list(one.written),
                "against": one.against,
                **{state: one.counts.get(state, 0) for state in STATES},
            }
            for one in report.summaries
        ],
        "findings": [
            {
                "code": one.code,
                "severity": one.severity,
                "fails": report.is_failing(one),
                "path": one.path,
                "line": one.line,
                "reference": one.reference,
                "message": one.message,
                "fix": one.fix,
                "difference": list(one.difference),
            }
            for one in report.shown
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def as_sarif(report: SourcesReport) -> str:
    """Return the report as a SARIF log."""
    codes: tuple[SourceCode, ...] = get_args(SourceCode)
    rules = [
        {
            "id": f"source-{code}",
            "shortDescription": {"text": CODE_MEANINGS[code]},
            "fullDescription": {"text": CODE_MEANINGS[code]},
            "help": {"text": CODE_MEANINGS[code]},
            "defaultConfiguration": {"level": sarif.level(SEVERITIES_OF[code])},
            "properties": {"tags": ["documentation", "leanspec"]},
        }
        for code in codes
    ]
    results = [_result(one, codes.index(one.code)) for one in report.shown]
    return sarif.log(rules, results, "sources")


def _result(finding: SourceFinding, index: int) -> dict[str, Any]:
    known = f"{finding.path}\0{finding.code}\0{finding.reference}"
    return {
        "ruleId": f"source-{finding.code}",
        "ruleIndex": index,
        "level": sarif.level(finding.severity),
        "message": {"text": plain(str(finding))},
        "locations": [sarif.located(finding.path, finding.line)],
        "partialFingerprints": {"leanspecSource/v1": hashlib.sha256(known.encode()).hexdigest()[:32]},
    }


def as_commands(report: SourcesReport) -> str:
    """Annotate lines in GitHub Actions, ten of each severity at most; the rest are counted."""
    lines: list[str] = []
    for severity in SHOWN:
        found = [one for one in report.shown if one.severity == severity]
        lines += (
            github.command(
                severity, {"file": one.path, "line": str(one.line), "title": f"source {one.code}"}, str(one)
            )
            for one in found[: github.MOST]
        )
        if more := len(found[github.MOST :]):
            lines.append(counted(more, f"more {severity}"))
    return "\n".join([*lines, *summary(report)])
