"""Findings as SARIF 2.1.0, which GitHub, GitLab, Azure DevOps and editors read.

Written as plain dictionaries: of the libraries there are, one is unmaintained since 2019, and another brings
pydantic for what are six kinds of objects here. The tests hold the result against the official schema.
"""

from __future__ import annotations

import json
import os
from posixpath import normpath
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import quote

from .. import __version__
from ..rules import Rule, Severity
from ..wording import plain
from .outcome import Entry, Outcome

Level: TypeAlias = Literal["error", "warning", "note", "none"]

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_HOME: Final = "https://sphinx-leanspec.readthedocs.io/"
_ROOT: Final = "%SRCROOT%"
_LEVELS: Final[dict[Severity, Level]] = {
    "error": "error",
    "warning": "warning",
    "info": "note",
    "off": "none",
}


def as_sarif(outcome: Outcome) -> str:
    """Return a SARIF log of one run, with paths relative to the repository."""
    indices = {rule.code: number for number, rule in enumerate(outcome.rules)}
    run = {
        "tool": {
            "driver": {
                "name": "sphinx-leanspec",
                "version": __version__,
                "informationUri": _HOME,
                "rules": [_rule(rule) for rule in outcome.rules],
            }
        },
        "automationDetails": {"id": "sphinx-leanspec/"},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The top of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(entry, indices[entry.finding.code], outcome.prefix) for entry in outcome.entries],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def uri(path: str, prefix: str = "") -> str:
    """Return a path as a relative URI reference (RFC 3986), percent-encoded.

    :param prefix: where the project lies in its repository, with a slash at its end.
    """
    return quote(os.fsencode(normpath(prefix + path)))


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.meaning},
        "fullDescription": {"text": rule.meaning},
        "help": {"text": rule.text, "markdown": rule.text},
        "defaultConfiguration": {"enabled": rule.severity != "off", "level": _LEVELS[rule.severity]},
        "properties": {"tags": ["documentation", "leanspec"]},
    }


def _result(entry: Entry, index: int, prefix: str) -> dict[str, Any]:
    finding = entry.finding
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": uri(finding.path, prefix), "uriBaseId": _ROOT},
            "region": {"startLine": max(finding.line, 1)}
            | ({"startColumn": finding.column} if finding.column else {}),
        }
    }
    if entry.spec:
        location["logicalLocations"] = [{"fullyQualifiedName": plain(entry.spec), "kind": "module"}]
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[entry.severity],
        "message": {"text": plain(str(finding))},
        "locations": [location],
        "partialFingerprints": {"leanspecFinding/v1": entry.fingerprint},
        **({"properties": {"verdict": finding.verdict}} if finding.verdict else {}),
    }
