"""The files that say what epics and stories are called, and what each is about."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from ...decoding import decode, unified

_EPIC: Final = re.compile(r"(#{1,3})\s*Epic\s+(\d+)\s*:?\s*(.*?)\s*#*\s*", re.IGNORECASE)
_STORY: Final = re.compile(r"(#{2,4})\s*Story\s+(\d+)\.(\d+[a-z]?)\s*:?\s*(.*?)\s*#*\s*", re.IGNORECASE)
_HEADING: Final = re.compile(r"(#{1,6})\s")
_FENCE: Final = re.compile(r"\s{0,3}(?:```|~~~)")
_WORDS: Final = re.compile(r"[^\w]+")
_LONGEST: Final = 60


class EpicHeading(NamedTuple):
    """What stands below the heading of an epic or a story.

    :param number: ``1`` or ``1.2``.
    :param line: the line of the heading.
    :param text: what comes after it, to the next of them.
    """

    number: str
    title: str
    line: int
    text: str

    @property
    def name(self) -> str:
        """What BMAD calls it in the file that decides."""
        number, _, story = self.number.partition(".")
        return f"{number}-{story}-{slug(self.title)}" if story else f"epic-{number}"


def slug(title: str) -> str:
    """Return a title as BMAD writes it into the name of a story."""
    found = _WORDS.sub("-", title.lower()).strip("-")[:_LONGEST].strip("-")
    return found or hashlib.sha256(title.encode(errors="surrogatepass")).hexdigest()[:8]


@lru_cache(maxsize=64)
def headings(data: bytes) -> Mapping[str, EpicHeading]:
    """Return the epics and stories of a file by their numbers; each story asks for them.

    Headings are those that BMAD knows. Of an epic that a list at the head has, too, the text counts.
    """
    lines = unified(decode(data)[0]).split("\n")
    found: dict[str, EpicHeading] = {}
    number, title, begin = "", "", 0
    is_fenced, level = False, 0
    for at, line in enumerate([*lines, "# "], 1):
        if _FENCE.match(line):
            is_fenced = not is_fenced
        if is_fenced and at <= len(lines):
            continue
        epic, story = _EPIC.fullmatch(line), _STORY.fullmatch(line)
        other = _HEADING.match(line)
        if number and (epic or story or (other and len(other[1]) <= level)):
            text = "\n".join(lines[begin : at - 1])
            known = found.get(number)
            if known is None or text.strip():
                found[number] = EpicHeading(number, (known and known.title) or title, begin, text)
            number = ""
        if epic:
            number, title, begin, level = str(int(epic[2])), epic[3], at, len(epic[1])
        elif story:
            number, title, begin, level = f"{int(story[2])}.{story[3]}", story[4], at, len(story[1])
    return found


def all_headings(files: Iterable[tuple[str, bytes]]) -> Mapping[str, tuple[str, EpicHeading]]:
    """Return the epics and stories of some files by their numbers, each with its file: the first counts."""
    found: dict[str, tuple[str, EpicHeading]] = {}
    for path, data in files:
        for number, heading in headings(data).items():
            found.setdefault(number, (path, heading))
    return found
