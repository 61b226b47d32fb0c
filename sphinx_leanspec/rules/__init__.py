"""The rules: what is wrong with specs, and with what hangs on them; findings, never output.

``check`` asks every rule and sorts what they say::

    report = check(Context(corpus, RuleSettings(severities={"open": "warning"})))
    for finding in report.at_least("warning"):
        print(report.severity(finding), finding.path, finding.line, finding.code, finding)
"""

from __future__ import annotations

from typing import Final

from ..findings import IN_ORDER, SEVERITIES, Severity, Skipped, SkipReason, matters
from ..model import DUTIES, Duty
from . import coverage, evidence, openspec, reading, relations, sources, speckit, status, text
from .base import Context, Report, Rule, RuleSettings

__all__ = [
    "DUTIES",
    "RULES",
    "SEVERITIES",
    "Context",
    "Duty",
    "Report",
    "Rule",
    "RuleSettings",
    "Severity",
    "SkipReason",
    "Skipped",
    "check",
]

RULES: Final[tuple[Rule, ...]] = (
    reading.alias,
    status.banner,
    status.blocked,
    openspec.capability,
    openspec.change,
    status.children,
    evidence.claim,
    text.code,
    status.completion,
    reading.config,
    text.count,
    coverage.covers,
    reading.created,
    relations.cycle,
    status.dates,
    openspec.delta,
    status.done,
    reading.encoding,
    evidence.evidence,
    reading.failed,
    text.fence,
    text.field,
    coverage.file,
    evidence.floor,
    reading.frontmatter,
    relations.id_,
    text.length,
    coverage.link,
    status.mark,
    relations.mention,
    speckit.missing,
    relations.number,
    status.open_,
    coverage.orphan,
    text.path_,
    reading.priority,
    reading.ref,
    text.repeat,
    status.required,
    openspec.requirement,
    text.section,
    sources.source,
    relations.stale,
    reading.status,
    text.tag,
    openspec.task,
    evidence.tickable,
    text.title,
    status.transitions,
    status.umbrella,
    speckit.unclear,
    coverage.uncovered,
    reading.unlisted,
    status.unranked,
    reading.unreadable,
)
"""Every rule, sorted by code."""


def check(context: Context, rules: tuple[Rule, ...] = RULES) -> Report:
    """Ask the rules that a project wants to be asked.

    :returns: what they found, each with its severity, and which of them were not asked.
    """
    wanted = {rule.code: _severity(rule, context.settings) for rule in rules}
    skipped = tuple(
        Skipped(rule.code, reason) for rule in rules if (reason := _reason(rule, context, wanted[rule.code]))
    )
    silent = {one.code for one in skipped}
    asked = [rule for rule in rules if rule.code not in silent]
    return Report(
        tuple(sorted({finding for rule in asked for finding in rule.find(context)}, key=IN_ORDER)),
        {rule.code: wanted[rule.code] for rule in asked},
        skipped,
        len(context.specs),
        len({*context.owners, *(spec.path for spec in context.specs)}),
        context.settings.verdicts,
    )


def _severity(rule: Rule, settings: RuleSettings) -> Severity:
    severity = settings.severities.get(rule.code, rule.severity)
    return "warning" if severity == "off" and rule.code in settings.select else severity


def _reason(rule: Rule, context: Context, severity: Severity) -> SkipReason | None:
    """Return why a rule is skipped, None if it is not."""
    settings = context.settings
    if settings.select and rule.code not in settings.select:
        return "not selected"
    if rule.code in settings.ignore:
        return "ignored"
    if severity == "off":
        return "off"
    if rule.slow and rule.code not in settings.select and not matters(severity, settings.least):
        return "not shown"
    return "no documents" if rule.documents and context.documents is None else None
