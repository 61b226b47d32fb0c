"""The entries of a report as its runner wrote them, read as a stream: nothing is known of runners here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple
from xml.parsers import expat

from ...wording import plain
from .stream import UnreadableError, pieces

FAILURE: Final = 1
ERROR: Final = 2
SKIPPED: Final = 4
FLAKY: Final = 8
"""It passed at a later try; what it was before is told."""
PLANNED: Final = 16
EXPECTED: Final = 32
"""It failed, and was to."""
INSTANT: Final = 64
"""It took just no time."""

_DEEPEST: Final = 200
_LONGEST_TOKEN: Final = 16 << 20
_LONGEST_WORDS: Final = 200
_COUNT: Final = re.compile(r"\s*(tests|suites|pass|fail|cancelled|skipped|todo)\s+(\d{1,9})\s*")
_SECONDS: Final = re.compile(r"\d{1,9}(?:\.\d*)?")
_MARKS: Final = {"failure": FAILURE, "error": ERROR, "skipped": SKIPPED}
_RETRIED: Final = frozenset({"flakyFailure", "flakyError", "rerunFailure", "rerunError"})
"""What a try says that was not the last; a test of which no other says that it failed passed in the end."""
_NO_DECLARATION: Final = "a report needs no DOCTYPE, and one can be used to harm: write the report without"


class Suite(NamedTuple):
    """A group of entries.

    :param parent: the number of the group that it is in, -1 at the top.
    """

    parent: int
    name: str
    file: str
    hostname: str
    timestamp: str


class CaseRecord(NamedTuple):
    """What a report has about one run of one test.

    :param suite: the number of its group, -1 if it is in none.
    :param marks: what stands in it: ``FAILURE``, ``SKIPPED`` and so on.
    :param words: what the first of these says.
    """

    suite: int
    name: str
    classname: str
    file: str
    status: str
    timestamp: str
    marks: int
    words: str


@dataclass
class Written:
    """A report as it is written.

    :param counts: what comments count: one runner's way.
    :param faults: how many failures and errors stand in its entries.
    :param declared: how many its root, or else its groups at the top, say there are.
    :param seconds: how long it all took, by the same.
    """

    root: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    suites: list[Suite] = field(default_factory=list)
    entries: list[CaseRecord] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    properties: set[str] = field(default_factory=set)
    faults: int = 0
    declared: int = 0
    seconds: float = 0.0


def read(path: Path) -> Written:
    """Read a report.

    :raises OSError: if the file cannot be read.
    :raises UnreadableError: if it is none, or may not be relied upon.
    """
    parser = expat.ParserCreate()
    reader = _Reader(parser)
    fed = 0
    try:
        for piece in pieces(path):
            parser.Parse(piece, False)
            fed += len(piece.encode()) if not piece.isascii() else len(piece)
            if fed - max(parser.CurrentByteIndex, 0) > _LONGEST_TOKEN:
                message = f"a single tag or text is larger than {_LONGEST_TOKEN >> 20} MiB"
                raise UnreadableError(message, parser.CurrentLineNumber, "write less into the report")
        parser.Parse("", True)
    except expat.ExpatError as error:
        message = f"it is no well-formed XML: {expat.errors.messages.get(error.code, error)}"
        raise UnreadableError(
            message, error.lineno, "write it again; a run that was stopped leaves half"
        ) from error
    return reader.written


class _Reader:
    """Collect the entries while the parser goes through them; what is behind it is forgotten."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.written = Written()
        self._parser = parser
        self._depth = 0
        self._open: list[int] = []
        self._case: dict[str, str] | None = None
        self._case_depth = 0
        self._marks = 0
        self._words = ""
        self._kept: dict[str, str] = {}
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CommentHandler = self._comment

    def _refuse(self, *_: object) -> None:
        raise UnreadableError("it has a DOCTYPE", self._parser.CurrentLineNumber, _NO_DECLARATION)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            message = f"it is nested deeper than {_DEEPEST} levels"
            raise UnreadableError(message, self._parser.CurrentLineNumber, "write it again")
        tag = tag.rpartition(":")[2]
        if self._depth == 1:
            self._begin(tag, attributes)
        if tag == "testsuite":
            self._start_suite(attributes)
        elif tag == "testcase":
            self._finish_case()
            self._case, self._case_depth = attributes, self._depth
            self._marks, self._words = 0, ""
        elif tag == "property":
            self.written.properties.add(attributes.get("name", "")[:_LONGEST_WORDS])
        elif self._case is not None and self._depth == self._case_depth + 1:
            self._mark(tag, attributes)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag not in ("testsuites", "testsuite"):
            message = f"it is no JUnit report: its root is {plain(tag[:40])}"
            raise UnreadableError(message, self._parser.CurrentLineNumber, "let the runner write JUnit XML")
        self.written.root, self.written.attributes = tag, attributes
        self.written.declared, self.written.seconds = _faults(attributes), _seconds(attributes)

    def _start_suite(self, attributes: dict[str, str]) -> None:
        self._finish_case()
        texts = (attributes.get(name, "") for name in ("name", "file", "filepath", "hostname", "timestamp"))
        name, file, filepath, hostname, timestamp = (self._kept.setdefault(text, text) for text in texts)
        parent = self._open[-1] if self._open else -1
        if parent < 0 and "failures" not in self.written.attributes:
            self.written.declared += _faults(attributes)
        if parent < 0 and "time" not in self.written.attributes:
            self.written.seconds += _seconds(attributes)
        self._open.append(len(self.written.suites))
        self.written.suites.append(Suite(parent, name, file or filepath, hostname, timestamp))

    def _mark(self, tag: str, attributes: dict[str, str]) -> None:
        kind, words = attributes.get("type", ""), attributes.get("message", "")
        mark = _MARKS.get(tag, 0)
        if mark in (FAILURE, ERROR):
            self.written.faults += 1
        if tag in _RETRIED or (tag == "failure" and kind == "flaky failure"):
            mark = FLAKY
        if tag == "skipped":
            mark |= PLANNED if kind == "todo" else 0
            mark |= EXPECTED if kind in ("pytest.xfail", "XFAIL") else 0
        if mark and not self._words:
            self._words = self._kept.setdefault(words[:_LONGEST_WORDS], words[:_LONGEST_WORDS])
        self._marks |= mark

    def _end(self, tag: str) -> None:
        if self._case is not None and self._depth == self._case_depth:
            self._finish_case()
        elif self._open and tag.rpartition(":")[2] == "testsuite":
            self._open.pop()
        self._depth -= 1

    def _finish_case(self) -> None:
        if self._case is None:
            return
        get, keep = self._case.get, self._kept.setdefault
        status = get("status") or get("result") or ""
        if get("executed", "").lower() in ("false", "no", "0"):
            status = "notrun"
        classname, file = get("classname") or get("class") or "", get("file") or get("filepath") or ""
        stamp, marks = get("timestamp", ""), self._marks | (INSTANT if get("time") == "0" else 0)
        self.written.entries.append(
            CaseRecord(
                self._open[-1] if self._open else -1,
                get("name", ""),
                keep(classname, classname),
                keep(file, file),
                keep(status, status),
                keep(stamp, stamp),
                marks,
                self._words,
            )
        )
        self._case = None

    def _comment(self, text: str) -> None:
        if self._depth == 1 and (found := _COUNT.fullmatch(text)):
            self.written.counts[found[1]] = int(found[2])


def _faults(attributes: Mapping[str, str]) -> int:
    counts = (attributes.get(name, "") for name in ("failures", "errors"))
    return sum(int(count) for count in counts if count.isdecimal() and len(count) < 10)


def _seconds(attributes: Mapping[str, str]) -> float:
    text = attributes.get("time", "")
    return float(text) if _SECONDS.fullmatch(text) else 0.0
