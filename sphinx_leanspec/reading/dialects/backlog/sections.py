"""The two sections whose boxes Backlog.md counts, as it finds them: by markers, else by headings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

CRITERIA: Final = "Acceptance Criteria"
DONE: Final = "Definition of Done"
_FAMILIES: Final = {CRITERIA: "AC", DONE: "DOD"}

_MARKER: Final = re.compile(
    r"^<!-- (?P<family>SECTION:[A-Z][A-Z0-9_]*|COMMENTS|COMMENT|AC|DOD):(?P<kind>BEGIN|END) -->[\t ]*$",
    re.MULTILINE,
)
_HEADING: Final = re.compile(r"^##[\t ]+(?P<title>\S.*)$", re.MULTILINE)
_BOX: Final = re.compile(r"^- \[(?P<mark>[ x])\] (?P<text>.+)$", re.MULTILINE)
_NUMBER: Final = re.compile(r"^#[0-9]+ (?=.)")


class CountedBox(NamedTuple):
    """A box that counts.

    :param number: its place in its section, from 1.
    :param text: what it says, without a number of its own, which changes with its place.
    """

    section: str
    number: int
    text: str
    is_done: bool
    line: int


class BrokenMarker(NamedTuple):
    """A section whose markers are not in pairs, so that nothing in it counts."""

    section: str
    line: int
    marker: str
    what: str


class _Span(NamedTuple):
    start: int
    end: int

    def holds(self, at: int) -> bool:
        return self.start <= at < self.end


class Checklist(NamedTuple):
    """What counts in a text, and where that is."""

    items: tuple[CountedBox, ...]
    broken: tuple[BrokenMarker, ...]
    lines: tuple[range, ...]
    """The lines of the sections, whatever of them counts."""


def read(text: str, first: int) -> Checklist:
    """Find the boxes that count.

    :param first: the line that the text begins on.
    """
    if "- [" not in text and "<!-- " not in text:
        return Checklist((), (), ())
    markers = list(_MARKER.finditer(text))
    breaks = [found.start() for found in re.finditer("\n", text)]
    items: list[CountedBox] = []
    broken: list[BrokenMarker] = []
    lines: list[range] = []
    for title, family in _FAMILIES.items():
        others = _joined(_pairs([one for one in markers if one["family"] != family]))
        own = [one for one in markers if one["family"] == family and not _is_in(one.start(), others)]
        if wrong := _unpaired(own):
            marker, what = wrong
            line = first + bisect_left(breaks, marker.start())
            broken.append(BrokenMarker(title, line, marker[0].strip(), what))
            continue
        spans = list(_marked(text, title, own, others)) or list(_headed(text, title, others))
        found = [box for span in spans for box in _boxes(text, span, others)]
        for number, box in enumerate(found, 1):
            line = first + bisect_left(breaks, box.start())
            items.append(CountedBox(title, number, _NUMBER.sub("", box["text"]), box["mark"] == "x", line))
        ends = ([first + bisect_left(breaks, at) for at in span] for span in spans)
        lines += [range(start, end + 1) for start, end in ends]
    return Checklist(tuple(sorted(items, key=lambda item: item.line)), tuple(broken), tuple(lines))


def _boxes(text: str, span: _Span, others: Sequence[_Span]) -> Iterator[re.Match[str]]:
    return (box for box in _BOX.finditer(text, *span) if not _is_in(box.start(), others))


def _unpaired(markers: Sequence[re.Match[str]]) -> tuple[re.Match[str], str] | None:
    """Return the first marker without its other half, and what is wrong with it."""
    begin: re.Match[str] | None = None
    for marker in markers:
        if marker["kind"] == "BEGIN":
            if begin:
                return begin, "begins twice before it ends"
            begin = marker
        elif begin is None:
            return marker, "ends what has not begun"
        else:
            begin = None
    return (begin, "never ends") if begin else None


def _marked(
    text: str, title: str, markers: Sequence[re.Match[str]], others: Sequence[_Span]
) -> Iterator[_Span]:
    """Yield what stands between markers that follow the heading of their section."""
    heading = re.compile(rf"(?:^|\n)(?P<own>## {title})[\t ]*\n(?:[\t ]*\n)*[\t ]*\Z", re.IGNORECASE)
    for begin, end in zip(markers[::2], markers[1::2], strict=True):
        before = text.rfind("##", 0, begin.start())
        found = heading.search(text, max(before - 1, 0), begin.start()) if before >= 0 else None
        if found and not _is_in(found.start("own"), others):
            yield _Span(begin.end(), end.start())


def _headed(text: str, title: str, others: Sequence[_Span]) -> Iterator[_Span]:
    """Yield what stands below the headings of a section, up to the next one of their level."""
    headings = [one for one in _HEADING.finditer(text) if not _is_in(one.start(), others)]
    for at, heading in enumerate(headings):
        if heading["title"].rstrip().casefold() == title.casefold():
            end = headings[at + 1].start() if at + 1 < len(headings) else len(text)
            yield _Span(heading.end(), end)


def _pairs(markers: Sequence[re.Match[str]]) -> Iterator[_Span]:
    """Yield what stands between the markers of each family, as brackets pair."""
    open_: dict[str, list[int]] = {}
    for marker in markers:
        begun = open_.setdefault(marker["family"], [])
        if marker["kind"] == "BEGIN":
            begun.append(marker.start())
        elif begun:
            yield _Span(begun.pop(), marker.end())


def _joined(spans: Iterator[_Span]) -> Sequence[_Span]:
    found: list[_Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = _Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _is_in(at: int, spans: Sequence[_Span]) -> bool:
    return any(span.holds(at) for span in spans)
