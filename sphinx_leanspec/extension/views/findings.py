"""``spec-findings``: what the rules find wrong, spec by spec."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from posixpath import basename
from typing import ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives

from ...findings import Finding, matters
from ...rules import RULES, SEVERITIES, Report, Severity
from ...views.selection import NARROWING
from ..language import N_, _
from ..nodes.cells import leanspec_mark
from ..nodes.parts import more, spaced
from .base import SELECTION, Drawing, View, nothing, texts

MOST: Final = 200
"""How many findings are shown by default."""

_CODES: Final = tuple(rule.code for rule in RULES)
_WORDS: Final[Mapping[Severity, str]] = {
    "error": N_("Error"),
    "warning": N_("Warning"),
    "info": N_("Info"),
}
_Groups = Mapping[str, Sequence[Finding]]


def codes(argument: str) -> tuple[str, ...]:
    """Read an option that names codes of findings."""
    return tuple(directives.choice(name.removeprefix("leanspec."), _CODES) for name in texts(argument))


def least(argument: str) -> str:
    """Read an option that names the least severity to show."""
    return directives.choice(argument, SEVERITIES[1:])


class SpecFindings(View):
    """What is wrong, where, and how to mend it; grouped by spec."""

    name = "spec-findings"
    shows_findings = True
    option_spec: ClassVar = {**SELECTION, "codes": codes, "severity": least}
    most = MOST  # its limit is one of findings

    @staticmethod
    def draw(drawing: Drawing) -> list[nodes.Node]:
        """Draw how many findings there are of each severity, then a list for each spec."""
        selected, report = drawing.selected(), drawing.build.report
        wanted = frozenset(drawing.options.get("codes", _CODES))
        groups = _groups(drawing, selected.keys, [found for found in report.findings if found.code in wanted])
        counts = Counter(report.severity(found) for group in groups.values() for found in group)
        shown = _severe(report, groups, drawing.options.get("severity", "warning"))
        total = sum(map(len, shown.values()))
        most = drawing.options["most"] or total
        accepted = sum(found.is_accepted for group in groups.values() for found in group)
        summary = _summary(counts, accepted) if counts else []
        if not total:
            return [*nothing(_nothing(report, wanted)), *summary, *_skipped(report, wanted)]
        parts = [*summary, _list(drawing, _first(shown, most)), *more(max(0, total - most), drawing.link)]
        return [*parts, *more(selected.omitted, drawing.link), *_skipped(report, wanted)]


def _groups(drawing: Drawing, keys: Sequence[str], findings: Sequence[Finding]) -> _Groups:
    """Group findings by spec, in order; then by path, those of files that belong to no spec."""
    owner = drawing.corpus.owner
    is_open = not any(name in drawing.options for name in (*NARROWING, "filter"))
    groups: dict[str, list[Finding]] = {key: [] for key in keys}
    own = {drawing.corpus.specs[key].path for key in keys}
    for finding in sorted(findings, key=lambda found: found.path not in own):  # before those of sub-documents
        spec = owner(finding.path, finding.line)
        name = spec or finding.path
        if name in groups or (is_open and spec is None):
            groups.setdefault(name, []).append(finding)
    return groups


def _severe(report: Report, groups: _Groups, lowest: Severity) -> _Groups:
    """Keep the findings of at least one severity, the most severe first."""
    found = {
        name: sorted(
            (finding for finding in group if matters(report.severity(finding), lowest)),
            key=lambda finding: -SEVERITIES.index(report.severity(finding)),
        )
        for name, group in groups.items()
    }
    return {name: group for name, group in found.items() if group}


def _first(groups: _Groups, most: int) -> _Groups:
    """Keep the first ``most`` findings over all groups."""
    every = ((name, finding) for name, group in groups.items() for finding in group)
    found: dict[str, list[Finding]] = {}
    for name, finding in islice(every, most):
        found.setdefault(name, []).append(finding)
    return found


def _summary(counts: Mapping[Severity, int], accepted: int) -> list[nodes.Node]:
    names: Mapping[Severity, str] = {
        "error": _("Errors: {number}"),
        "warning": _("warnings: {number}"),
        "info": _("for information: {number}"),
    }
    parts: list[nodes.Node] = []
    for severity, name in names.items():
        text = name.format(number=counts.get(severity, 0))
        is_wrong = severity != "info" and counts.get(severity)
        parts.append(nodes.inline("", text, classes=["leanspec-gap"]) if is_wrong else nodes.Text(text))
    if accepted:
        parts.append(nodes.Text(_("of which accepted: {number}").format(number=accepted)))
    return [nodes.paragraph("", "", *spaced(parts, " · "), classes=["leanspec-total"])]


def _nothing(report: Report, wanted: Collection[str]) -> str:
    """Say that nothing was found, and by how many rules: silence alone proves nothing."""
    asked = sum(code in wanted for code in report.severities)
    return _("Nothing found. Rules checked: {rules}; specs: {specs}; files: {files}.").format(
        rules=asked, specs=report.specs, files=report.files
    )


def _skipped(report: Report, wanted: Collection[str]) -> list[nodes.Node]:
    """Say which rules were skipped, and why."""
    names = [f"{one.code} ({one.reason})" for one in report.skipped if one.code in wanted]
    text = _("Rules not checked: {rules}.").format(rules=", ".join(names))
    return [nodes.paragraph("", text, classes=["leanspec-note"])] if names else []


def _list(drawing: Drawing, groups: _Groups) -> nodes.definition_list:
    shown = nodes.definition_list(classes=["leanspec-findings"])
    for name, group in groups.items():
        items = [nodes.list_item("", _item(drawing, name, finding)) for finding in group]
        is_spec = name in drawing.corpus.specs
        term = drawing.link.spec(name) if is_spec else nodes.literal("", name)
        body = nodes.definition("", nodes.bullet_list("", *items))
        shown.append(nodes.definition_list_item("", nodes.term("", "", term), body))
    return shown


def _item(drawing: Drawing, name: str, finding: Finding) -> nodes.paragraph:
    """Return a finding in one line: severity, message, fix, place and code."""
    severity = drawing.build.report.severity(finding)
    classes = ["leanspec-severity", *(["leanspec-gap"] if severity != "info" else [])]
    said = nodes.Text(" " + (_("Accepted") if finding.is_accepted else _(_WORDS[severity])))
    word = nodes.inline("", "", leanspec_mark(kind=severity, silent=True), said, classes=classes)
    what = nodes.inline("", "", *_marked_up(_sentence(finding.message)), classes=["leanspec-what"])
    fix = nodes.inline("", "", *_marked_up(_sentence(finding.fix)), classes=["leanspec-why"])
    parts = [what, *([fix] if finding.fix else []), _place(drawing, name, finding)]
    between = " " if drawing.link.medium.is_styled else ": "
    return nodes.paragraph("", "", word, nodes.Text(between), *spaced(parts))


def _place(drawing: Drawing, name: str, finding: Finding) -> nodes.Node:
    """Return the line and code of a finding; the line is a link where the repository is known."""
    spec = drawing.corpus.specs.get(name)
    is_own = spec is None or finding.path == spec.path
    said = _("line {line}") if is_own else _("{file}, line {line}")
    text = said.format(file=basename(finding.path), line=finding.line)
    url = drawing.build.site.repository.file_url(finding.path, f"L{finding.line}")
    shown = nodes.reference("", text, refuri=url, internal=False) if url else nodes.Text(text)
    kind = nodes.Text(f", {finding.code})")
    return nodes.inline("", "", nodes.Text("("), shown, kind, classes=["leanspec-place"])


def _sentence(text: str) -> str:
    """Turn a message into a sentence; one that begins with code keeps its letters."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('?', '.')) else '.'}"


def _marked_up(text: str) -> Iterator[nodes.Node]:
    """Turn what stands in backticks into code."""
    for at, part in enumerate(re.split(r"`([^`]+)`", text)):
        if part:
            yield nodes.literal("", part) if at % 2 else nodes.Text(part)
