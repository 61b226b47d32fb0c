"""Findings in GitHub Actions: annotations in the log, and a summary of the job."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import normpath
from typing import Final

from msgspec import Struct

from ..findings import Severity
from ..wording import counted, literal, plain
from .outcome import SHOWN, Entry, Outcome, remarks, tally
from .sarif import uri
from .text import summary

MOST: Final = 10
"""How many annotations of a kind GitHub shows for a step."""

_ROWS: Final = 300
"""How many findings a summary lists: GitHub refuses one of more than a mebibyte."""

_COMMANDS: Final[Mapping[Severity, str]] = {"error": "error", "warning": "warning", "info": "notice"}
_GLYPHS: Final[Mapping[Severity, str]] = {"error": "❌", "warning": "⚠️", "info": "ℹ️"}
_CODE: Final = re.compile(r"\\`(.+?)\\`")


class Job(Struct, frozen=True):
    """What a job knows of the commit it runs for.

    :param blob: the address of the repository's files at that commit, empty if it is not known.
    """

    blob: str = ""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Job:
        """Read what GitHub says in variables."""
        names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
        server, repository, commit = (environment.get(name, "") for name in names)
        known = server and repository and commit
        return cls(f"{server}/{repository}/blob/{commit}/" if known else "")


def as_commands(outcome: Outcome) -> str:
    """Annotate the lines that findings are on, ten of each severity at most; the rest are counted."""
    lines: list[str] = []
    prefix = outcome.prefix
    for severity in SHOWN:
        entries = [entry for entry in outcome.entries if entry.severity == severity]
        lines += (_command(entry, prefix) for entry in entries[:MOST])
        if more := len(entries[MOST:]):
            lines.append(f"{counted(more, f'more {severity}')}: see the summary of the job")
    return "\n".join([*lines, *summary(outcome)])


def as_summary(outcome: Outcome, job: Job) -> str:
    """Return a summary in Markdown, in which no word of a spec acts as markup."""
    glyph = "❌" if outcome.fails else "✅"
    lines = [f"## {glyph} Specs: {tally(outcome.entries)}", "", *map(_escaped, remarks(outcome)), ""]
    if outcome.entries:
        lines += ["| | Where | What |", "| --- | --- | --- |"]
        prefix = outcome.prefix
        lines += (_row(entry, prefix, job) for entry in _worst_first(outcome))
        if more := len(outcome.entries) - _ROWS:
            lines += ["", f"{more:,} more are in the report of the command."] if more > 0 else []
    return "\n".join(lines).rstrip("\n") + "\n"


def _worst_first(outcome: Outcome) -> list[Entry]:
    ordered = sorted(outcome.entries, key=lambda entry: SHOWN.index(entry.severity))
    return ordered[:_ROWS]


def command(severity: Severity, place: Mapping[str, str], text: str) -> str:
    """Annotate a place.

    :param place: its file, relative to the repository, its line, and a title.
    """
    said = ",".join(f"{name}={_property(value)}" for name, value in place.items())
    return f"::{_COMMANDS[severity]} {said}::{_data(text)}"


def _command(entry: Entry, prefix: str) -> str:
    finding = entry.finding
    place = {
        "file": normpath(prefix + finding.path),
        "line": str(finding.line),
        **({"col": str(finding.column)} if finding.column else {}),
        "title": f"leanspec {finding.code}",
    }
    return command(entry.severity, place, str(finding))


def _data(text: str) -> str:
    """Escape a text so that the runner reads it back; see its ``ActionCommand.cs``."""
    return plain(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _row(entry: Entry, prefix: str, job: Job) -> str:
    finding = entry.finding
    place = _escaped(finding.place)
    if job.blob:
        place = f"[{place}]({job.blob}{uri(finding.path, prefix)}#L{finding.line})"
    fix = f"<br>{_escaped(finding.fix)}" if finding.fix else ""
    kind = f"{_GLYPHS[entry.severity]} {entry.severity}"
    return f"| {kind} | {place} | **{finding.code}** {_escaped(finding.message)}{fix} |"


def _escaped(text: str) -> str:
    """Escape a text for Markdown; what it quotes becomes code."""
    return _CODE.sub(r"<code>\1</code>", literal(plain(text)))
