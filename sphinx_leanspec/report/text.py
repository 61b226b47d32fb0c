"""Findings for a person at a terminal, and for whatever reads ``path:line: severity code message``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ..findings import Severity
from ..wording import counted, harmless
from .outcome import Entry, Outcome, remarks, tally
from .terminal import Colour, cells, painted, wrapped

_COLOURS: Final[Mapping[Severity, Colour]] = {"error": "red", "warning": "yellow", "info": "blue"}
_INDENT: Final = "    "
_FIX: Final = "fix: "


def as_text(outcome: Outcome, *, width: int | None = None, coloured: bool = False) -> str:
    """List findings file by file, each with what mends it, then what there is in all.

    :param width: how wide the terminal is: what is too long for it goes on in the next line.
    """
    lines: list[str] = []
    for _, entries in outcome.by_file():
        for entry in entries:
            lines += _lines(entry, width, coloured=coloured)
        lines.append("")
    return "\n".join([*lines, *summary(outcome, coloured=coloured)])


def summary(outcome: Outcome, *, coloured: bool = False) -> Iterator[str]:
    """Return the last lines: how much was checked, what was found, and further remarks."""
    verdict: Colour = "red" if outcome.fails else "green"
    looked_at = f"{counted(outcome.total, 'spec')} in {counted(outcome.files, 'file')} checked"
    found = tally(outcome.entries)
    yield f"{looked_at}: {painted(found, verdict) if coloured else found}"
    yield from map(harmless, remarks(outcome))


def _lines(entry: Entry, width: int | None, *, coloured: bool) -> Iterator[str]:
    finding, severity = entry.finding, str(entry.severity)
    place = harmless(f"{finding.place}:")
    head = f"{place} {severity} {finding.code} "
    message = f"{finding.message} (accepted)" if finding.is_accepted else finding.message
    first, *more = _broken(harmless(message), width, start=cells(head), indent=len(_INDENT))
    if coloured:
        painted_severity = painted(severity, _COLOURS[entry.severity])
        head = f"{painted(place, 'bold')} {painted_severity} {finding.code} "
    yield (head + first).rstrip()
    yield from more
    if finding.fix:
        start = len(_INDENT + _FIX)
        first, *more = _broken(harmless(finding.fix), width, start=start, indent=start)
        for line in (f"{_INDENT}{_FIX}{first}", *more):
            yield painted(line, "faint") if coloured else line


def _broken(words: str, width: int | None, *, start: int, indent: int) -> Iterable[str]:
    return wrapped(words, width, start=start, indent=indent) if width else (words,)
