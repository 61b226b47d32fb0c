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
from ..findings import Severity
from ..rules import RULES, Rule
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
    indices = {rule.code: number for number, rule in enumerate(RULES)}
    prefix = outcome.prefix
    results = [_result(entry, indices[entry.finding.code], prefix) for entry in outcome.entries]
    return log([_rule(rule) for rule in RULES], results)


def log(rules: list[dict[str, Any]], results: list[dict[str, Any]], category: str = "") -> str:
    """Return a log of one run.

    :param category: what tells it from other runs on the same commit.
    """
    run = {
        "tool": {
            "driver": {
                "name": "sphinx-leanspec",
                "version": __version__,
                "informationUri": _HOME,
                "rules": rules,
            }
        },
        "automationDetails": {"id": f"sphinx-leanspec/{category}"},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The top of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    content = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(content, ensure_ascii=False, indent=2)


def uri(path: str, prefix: str = "") -> str:
    """Return a path as a relative URI reference (RFC 3986), percent-encoded.

    :param prefix: where the project lies in its repository, with a slash at its end.
    """
    return quote(os.fsencode(normpath(prefix + path)))


def located(path: str, line: int, column: int = 0, prefix: str = "") -> dict[str, Any]:
    """Return a place in a file as a location; a column of 0 is none."""
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri(path, prefix), "uriBaseId": _ROOT},
            "region": {"startLine": max(line, 1)} | ({"startColumn": column} if column else {}),
        }
    }


def level(severity: Severity) -> Level:
    """Return what SARIF calls a severity."""
    return _LEVELS[severity]


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
    location = located(finding.path, finding.line, finding.column, prefix)
    if entry.spec:
        location["logicalLocations"] = [{"fullyQualifiedName": plain(entry.spec), "kind": "module"}]
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": level(entry.severity),
        "message": {"text": plain(str(finding))},
        "locations": [location],
        "partialFingerprints": {"leanspecFinding/v1": entry.fingerprint},
        **({"suppressions": [{"kind": "external"}]} if finding.is_accepted else {}),
        **({"properties": {"verdict": finding.verdict}} if finding.verdict else {}),
    }
