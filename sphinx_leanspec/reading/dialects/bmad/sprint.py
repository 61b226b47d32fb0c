"""The file that decides what a sprint's epics, stories and retrospectives are at: ``sprint-status.yaml``.

It is gone through line by line, so that each entry has its line, and a file that is no YAML still says
something.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from ...decoding import decode, unified

STATUSES: Final[Mapping[str, str]] = {
    "backlog": "planned",
    "ready-for-dev": "planned",
    "in-progress": "in-progress",
    "review": "in-progress",
    "done": "complete",
    "optional": "draft",
}
"""What BMAD calls the status of an epic, a story or a retrospective, and what that is here."""

NAME: Final = "sprint-status.yaml"
_STATUS: Final = "development_status"

_ENTRY: Final = re.compile(
    r"(?P<indent> *)(?P<quote>['\"]?)(?P<name>[^\s#'\":-][^'\":#]*?)(?P=quote)[ \t]*:(?:[ \t]+(?P<value>.*))?"
)
_COMMENT: Final = re.compile(r"(?:^|(?<=[ \t]))#.*")
_TITLE: Final = re.compile(r"\s*#+\s*Epic\s+(?P<number>\d[\w.]*)\s*[:-]\s*(?P<title>.+?)\s*$", re.IGNORECASE)
_RETROSPECTIVE: Final = re.compile(r"epic-(?P<epic>.+)-retrospective")
_EPIC: Final = re.compile(r"epic-(?P<epic>.+)")
_STORY: Final = re.compile(r"(?P<epic>\d+)-(?P<story>\d+[a-z]?)-.+")

Kind = Literal["epic", "story", "retrospective", "other"]
"""What an entry is."""


class Key(NamedTuple):
    """What the name of an entry says.

    :param epic: the number of its epic, as it is written.
    :param number: what people call it: ``1.2`` of a story.
    :param is_known: whether BMAD itself takes the name for one.
    """

    kind: Kind
    epic: str = ""
    number: str = ""
    is_known: bool = True


class SprintEntry(NamedTuple):
    """What is said of one epic, story or retrospective.

    :param title: what a comment above it calls it.
    """

    name: str
    status: str
    line: int
    title: str = ""


@dataclass(frozen=True)
class Sprint:
    """All that the file says.

    :param entries: by their names, in their order.
    :param head: the fields at its top, each with its line.
    :param twins: the entries that are there twice.
    """

    entries: Mapping[str, SprintEntry] = field(default_factory=dict)
    head: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    twins: tuple[SprintEntry, ...] = ()


def key_of(name: str) -> Key:
    """Return what the name of an entry says."""
    if found := _RETROSPECTIVE.fullmatch(name):
        label = f"Epic {found['epic']} Retrospective"  # "Epic 1" is the epic
        return Key("retrospective", found["epic"], label, found["epic"].isdecimal())
    if found := _EPIC.fullmatch(name):
        return Key("epic", found["epic"], f"Epic {found['epic']}", found["epic"].isdecimal())
    if found := _STORY.fullmatch(name):
        epic = str(int(found["epic"])) if len(found["epic"]) < 10 else found["epic"]
        return Key("story", epic, f"{epic}.{found['story']}")
    return Key("other", is_known=False)


@lru_cache(maxsize=4)
def read(data: bytes) -> Sprint:
    """Read the file; it says something of every story, and each is read by itself."""
    entries: dict[str, SprintEntry] = {}
    head: dict[str, tuple[str, int]] = {}
    titles: dict[str, str] = {}
    twins, top, depth = [], "", 0
    for line, text in enumerate(unified(decode(data)[0]).split("\n"), 1):
        if said := _TITLE.match(text):
            titles[f"epic-{said['number'].replace('.', '-')}"] = said["title"]
        if not (found := _ENTRY.fullmatch(text)):
            continue
        name, indent = found["name"], len(found["indent"])
        value = _COMMENT.sub("", found["value"] or "").strip().strip("'\"")
        if not indent:
            top, depth = name, 0
            head.setdefault(name, (value, line))
        elif top == _STATUS and indent == (depth := depth or indent):
            entry = SprintEntry(name, value, line, titles.get(name, ""))
            if name in entries:
                twins.append(entry)
            entries[name] = entry
    return Sprint(entries, head, tuple(twins))
