"""Findings as JSON, for scripts; the form of it is published as a JSON Schema."""

from __future__ import annotations

import json
from typing import Any, Final

from .outcome import SHOWN, Entry, Outcome

VERSION: Final = 1
"""The version of the report and of its schema; it changes when a field changes its meaning or goes."""


def schema() -> str:
    """Return the JSON Schema of the report."""
    from importlib.resources import files  # here, as it takes long, and hardly anybody asks for it

    return (files(__package__) / "schema" / f"check-{VERSION}.json").read_text("utf-8")


def as_json(outcome: Outcome) -> str:
    """Return findings and scope as JSON, sorted and indented."""
    content = {
        "version": VERSION,
        "failed": outcome.fails,
        "summary": _summary(outcome),
        "since": _since(outcome),
        "baseline": _baseline(outcome),
        "skipped": [{"code": one.code, "reason": one.reason} for one in outcome.skipped],
        "findings": [as_record(entry) for entry in outcome.entries],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _summary(outcome: Outcome) -> dict[str, Any]:
    return {
        "specs": outcome.total,
        "files": outcome.files,
        **{severity: outcome.count(severity) for severity in SHOWN},
        "hidden": {severity: outcome.hidden.get(severity, 0) for severity in SHOWN},
    }


def _since(outcome: Outcome) -> dict[str, Any] | None:
    scope = outcome.scope
    if scope is None:
        return None
    specs = [place.key for place in outcome.specs]
    return {"revision": scope.revision, "base": scope.base, "specs": specs}


def _baseline(outcome: Outcome) -> dict[str, Any] | None:
    accepted = outcome.accepted
    if accepted is None:
        return None
    return {"path": accepted.name, "accepted": accepted.number, "gone": accepted.gone}


def as_record(entry: Entry) -> dict[str, Any]:
    """Return a finding as the JSON of every command has it."""
    finding = entry.finding
    return {
        "code": finding.code,
        "severity": entry.severity,
        "fails": entry.fails,
        "accepted": finding.is_accepted,
        "spec": entry.spec,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column or None,
        "verdict": finding.verdict or None,
        "message": finding.message,
        "fix": finding.fix,
        "fingerprint": entry.fingerprint,
    }
