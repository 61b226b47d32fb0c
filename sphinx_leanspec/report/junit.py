"""Findings as JUnit XML, which every CI service shows: a test case for each spec that was looked at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as ET

from ..wording import counted, plain
from .outcome import Entry, Outcome

_SUITE: Final = "leanspec"


def as_junit(outcome: Outcome) -> str:
    """Write a test case for each spec, and for each other file that has a finding.

    A case has one failure that names all of its findings, as many readers show the first one only; findings
    that fail nothing are its output.
    """
    cases: dict[str, list[Entry]] = {place.key: [] for place in outcome.specs}
    paths = {place.key: place.path for place in outcome.specs}
    for entry in outcome.entries:
        name = entry.spec or entry.finding.path
        cases.setdefault(name, []).append(entry)
        paths.setdefault(name, entry.finding.path)
    failed = sum(any(entry.fails for entry in entries) for entries in cases.values())
    numbers = {"tests": str(len(cases)), "failures": str(failed), "errors": "0", "skipped": "0"}
    root = ET.Element("testsuites", numbers)
    suite = ET.SubElement(root, "testsuite", {"name": _SUITE, **numbers})
    for name, entries in cases.items():
        _add_case(suite, name, paths[name], entries)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode")


def _add_case(suite: ET.Element, name: str, path: str, entries: Iterable[Entry]) -> None:
    attributes = {"classname": _SUITE, "name": plain(name), "file": plain(path)}
    case = ET.SubElement(suite, "testcase", attributes)
    if verdicts := {entry.finding.place: entry.finding.verdict for entry in entries if entry.finding.verdict}:
        properties = ET.SubElement(case, "properties")
        for place, verdict in verdicts.items():
            ET.SubElement(properties, "property", {"name": plain(f"verdict of {place}"), "value": verdict})
    failing = [entry for entry in entries if entry.fails]
    if failing:
        codes = sorted({entry.finding.code for entry in failing})
        message = f"{counted(len(failing), 'finding')}: {', '.join(codes)}"
        failure = ET.SubElement(case, "failure", {"message": message, "type": codes[0]})
        failure.text = _lines(failing)
    if others := [entry for entry in entries if not entry.fails]:
        ET.SubElement(case, "system-out").text = _lines(others)


def _lines(entries: Iterable[Entry]) -> str:
    """Return findings, one per line, without control characters: XML 1.0 cannot even escape them."""
    return "\n".join(
        plain(f"{at.place}: {entry.severity} {at.code} {at}") for entry in entries for at in (entry.finding,)
    )
