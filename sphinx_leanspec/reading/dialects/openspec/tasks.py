"""What OpenSpec counts as a task, line by line.

That is not always what Markdown makes of the same lines: a box in a fence is a task, one in a quotation is
none.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from .lines import fenced

_TASK: Final = re.compile(
    r"\s*(?:[-*+]|[0-9]{1,9}[.)])\s*\[(?:\s*(?P<mark>[^\]\s\U00010000-\U0010ffff]?)\s*\](?![(\[])|\s+\])\s*(?P<text>.*)"
)
_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)+[A-Za-z]*(?=\s|$)")
_GROUP: Final = re.compile(r" {0,3}##[ \t]+(?P<number>[0-9]+)\.(?:[ \t]|$)")
_GROUP_END: Final = re.compile(r" {0,3}##(?!#)(?:[ \t]+|[ \t]*$)")
_ITEM: Final = re.compile(r" {0,3}(?:[-*+]|[0-9]{1,9}[.)])\s+\S")


class TaskLine(NamedTuple):
    """A line that OpenSpec counts as a task.

    :param number: the number that it begins with, ``1.2``, empty if it has none.
    :param group: the number of the heading above it, empty if that has none.
    """

    line: int
    done: bool
    text: str
    number: str = ""
    group: str = ""


def tasks(text: str) -> list[TaskLine]:
    """Find every line that counts as a task: at any depth, in fences and in comments, too."""
    if "[" not in text:
        return []
    found, group = [], ""
    for number, line in enumerate(text.split("\n"), 1):
        if "##" in line and _GROUP_END.match(line):
            named = _GROUP.match(line)
            group = named["number"] if named else ""
        if "[" in line and (task := _TASK.match(line)):
            said = task["text"].strip()
            own = _NUMBER.match(said)
            mark = task["mark"] or ""
            found.append(TaskLine(number, mark.lower() == "x", said, own[0] if own else "", group))
    return found


def first_item(text: str) -> int | None:
    """Return the line of the first item of a list that a reader sees, None if there is none."""
    lines, at = text.split("\n"), 0
    if lines[0].rstrip() == "---":
        at = next((end + 1 for end in range(1, len(lines)) if lines[end].rstrip() == "---"), 0)
    masked, is_comment = fenced(lines), False
    for number in range(at, len(lines)):
        line = lines[number]
        if is_comment or masked[number]:
            is_comment = is_comment and "-->" not in line
        elif line.lstrip().startswith("<!--"):
            is_comment = "-->" not in line.partition("<!--")[2]
        elif _ITEM.match(line):
            return number + 1
    return None
