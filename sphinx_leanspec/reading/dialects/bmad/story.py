"""What a story's own file says of it: a line or a field with a status, boxes, and criteria."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from ....model import Check, Task
from ...vocabulary import Vocabularies
from .sprint import STATUSES

OLDER: Final[Mapping[str, str]] = {"drafted": "ready-for-dev", "contexted": "in-progress"}
"""The words of older releases, which BMAD itself reads as others."""

FILES: Final[Mapping[str, str]] = {
    **STATUSES,
    **{word: STATUSES[meaning] for word, meaning in OLDER.items()},
    "draft": "planned",
    "approved": "planned",
    "in-review": "in-progress",
    "ready-for-review": "in-progress",
    "blocked": "in-progress",
    "built": "complete",
}
"""What files of stories say, which have words of their own."""

PREFIX: Final = re.compile(
    r"(?<=^# )Story\s+\d+\.\d+[a-z]?\s*[:.\u2014-]\s*(?=\S)", re.MULTILINE | re.IGNORECASE
)
"""What the title of a story begins with and need not."""

_NUMBERED: Final = re.compile(r"Story\s+\d+\.\d+[a-z]?\s*[:.\u2014-]\s*", re.IGNORECASE)
_LINE: Final = re.compile(r"[\s>*_]*Status[\s*_]*:[\s*_]*(?P<word>.*)", re.IGNORECASE)
_HEADING: Final = re.compile(r"#{2,3}\s+Status\s*#*", re.IGNORECASE)
_WORD: Final = re.compile(r"[\W_]*([A-Za-z]+(?:[ _-]+[A-Za-z]+)*)")
_TASK: Final = re.compile(r"(?:Task\s+)?(?P<number>\d+(?:\.\d+)*)[.:)]?\s", re.IGNORECASE)
_CRITERIA: Final = re.compile(r"\(ACs?:?\s*(?P<numbers>[^)]*)\)", re.IGNORECASE)


def status_in(lines: Sequence[str]) -> tuple[str, int]:
    """Return the word that a file has for the status of its story, empty if it has none, and its line."""
    is_next, above = False, 0
    for number, line in enumerate(lines, 1):
        above += line.startswith("#")
        found = _LINE.fullmatch(line)
        if found or (is_next and line.strip()):
            word = _WORD.match(found["word"] if found else line)
            return (word[1] if word else ""), number
        if _HEADING.fullmatch(line):
            is_next = True
        elif (
            line.startswith(("## ", "### ")) and above > 1
        ):  # the first heading is the title, whatever its level
            break
    return "", 1


def status_of(written: str, words: Vocabularies) -> str | None:
    """Return what a word in a story's file is to us, None if nothing."""
    if not written:
        return None
    folded = re.sub(r"[\s_]+", "-", written.strip().lower())
    value = FILES.get(folded) or words.status.read(written)[0]
    return value if value in words.status.words else None


def plain_title(title: str) -> str:
    """Return a title without the number of its story."""
    return _NUMBERED.sub("", title, count=1).strip() or title


def tasks(checks: Iterable[Check]) -> Iterator[Check]:
    """Yield the boxes of a file with what they say as tasks: ``Task 1: Cut (AC: 1, 2)``."""
    for check in checks:
        number, criteria = _TASK.match(check.text), _CRITERIA.search(check.text)
        named = tuple(re.findall(r"\d+", criteria["numbers"])) if criteria else ()
        yield replace(check, task=Task(number["number"] if number else "", requirements=named))
