"""The tasks of one file, read into records, whatever they are like."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ....dates import instant
from ....findings import Finding, FindingCode
from ....lifecycle import PRIORITIES, estimated_tokens
from ....model import Part, Place, Reference, Spec, Value
from ...decoding import ENCODING_FIX, clean, decode, unified, unreadable
from ...vocabulary import Vocabularies
from ..text import lowered
from .items import TaskItem, items, lists, number_of
from .located import JsonText, LocatedObject
from .statuses import STATUSES

_TEXTS: Final[Mapping[str, str]] = {
    "description": "",
    "details": "Details",
    "testStrategy": "Test strategy",
}
"""What makes the page of a task, each with its heading."""

_KNOWN: Final = frozenset(
    {*_TEXTS, "id", "title", "status", "priority", "dependencies", "subtasks", "tags", "assignee"}
    | {"createdAt", "updatedAt", "parentTaskId", "parentId"}
)
_LONG: Final = 100
"""From how many letters on a text that Task Master does not know is a part of the page."""

_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NAME: Final = "taskmaster"
_EMPTY: Final = 'write `{"master": {"tasks": []}}`'
_ALL: Final = "Task Master lists nothing of its tag because of it"


class TaskMasterReader:
    """Reads a file once, and then one task after another.

    :param data: what the file holds.
    """

    def __init__(self, path: str, data: bytes | OSError, words: Vocabularies) -> None:
        self._path, self._words = path, words
        self._findings: list[Finding] = []
        text = ""
        if isinstance(data, OSError):
            self._findings.append(unreadable(path, data))
        else:
            text, line, problem = decode(data)
            if line is not None:
                self._findings.append(Finding(path, line, "encoding", problem, ENCODING_FIX))
        self._json = JsonText(unified(text))
        self._items: dict[str, TaskItem] = {}
        self._numbers: dict[tuple[str, str], str] = {}
        for item in items(self._json.value):
            self._items[item.id] = item
            self._numbers.setdefault((item.tag, item.number), item.id)
        if not isinstance(data, OSError):
            self._look_at_all()
        self._of_all = tuple(self._findings)

    def spec(self, place: Place, *, is_first: bool) -> Spec:
        """Return a task.

        :param is_first: whether it is the one that tells what is wrong with the file.
        """
        self._findings = [*self._of_all] if is_first else []
        item = self._items.get(place.id)
        if item is None:
            name, findings = place.path.rpartition("/")[2], tuple(self._findings)
            return Spec(place, name, name, findings=findings, parts=(Part(place.path, 1, ""),))
        value = item.value
        title = _line(value.get("title")) or item.number
        status, written = self._status(item)
        updated = self._date(item, "updatedAt")
        parts = tuple(self._parts(item))
        self._look_at(item)
        return Spec(
            place,
            title_source=title,
            title=title,
            status=status,
            status_written=written,
            priority=self._priority(item),
            tags=tuple(dict.fromkeys([item.tag, *_lines(value.get("tags"))])),
            assignees=tuple(_lines(value.get("assignee"))),
            created=self._date(item, "createdAt"),
            updated=updated,
            completed=updated if status == "complete" else None,
            depends_on=tuple(self._dependencies(item)),
            parent=Reference("parent", f"{_NAME}/{item.parent}", self._line(item)) if item.parent else None,
            custom={name: _plain(one) for name, one in value.items() if name not in _KNOWN and _is_deep(one)},
            facts={name: texts for name, one in value.items() if (texts := _fact(name, one))},
            title_line=self._line(item, "title"),
            lines_of={
                "status": self._line(item, "status"),
                "priority": self._line(item, "priority"),
                "completed": self._line(item, "updatedAt"),
            },
            body_line=self._line(item),
            lines=self._last(item) - self._line(item) + 1,
            tokens=sum(estimated_tokens(part.text) for part in parts),
            findings=tuple(sorted(self._findings)),
            parts=parts or (Part(place.path, self._line(item), "", is_spread=False),),
        )

    def _look_at_all(self) -> None:
        """Tell what is wrong with the file as a whole."""
        content, problem = self._json.value, self._json.problem
        if problem:
            message = f"the file {problem}; what can be read of it was read, Task Master lists nothing at all"
            self._findings.append(Finding(self._path, self._json.line, "frontmatter", message, "mend it"))
        if not isinstance(content, LocatedObject):
            if not problem:
                message = "the file holds no JSON object with tags; nothing of it was read"
                self._findings.append(Finding(self._path, 1, "frontmatter", message, _EMPTY))
            return
        found = dict(lists(content))
        if "tasks" in found and len(found) > 1:
            message = "Task Master does not see these tasks: there are tags, and they are in none"
            self._file("frontmatter", content.where["tasks"], message, "move them into a tag")
        in_tags = {
            name: value.where["tasks"]
            for name, value in content.items()
            if isinstance(value, LocatedObject) and "tasks" in value
        }
        for name in (name for name in in_tags if name not in found):
            message = f"the `tasks` of the tag `{name}` are no list; they were left out"
            self._file("frontmatter", in_tags[name], message, "write a list")
        for name, rows in found.items():
            for number in (at for at, row in enumerate(rows, 1) if not isinstance(row, dict)):
                message = f"entry {number} of the tag `{name}` is no task; it was left out, and {_ALL}"
                self._file("task", in_tags.get(name) or content.where["tasks"], message, "remove it")
        if not (found or self._findings):
            message = "the file holds no list of tasks; nothing of it was read"
            self._findings.append(Finding(self._path, 1, "frontmatter", message, _EMPTY))

    def _look_at(self, item: TaskItem) -> None:
        """Tell what is wrong with a task by itself."""
        value = item.value
        if not isinstance(value, LocatedObject) or not value.is_whole:
            return
        if item.twin:
            message = f"another task has the number {item.number}, too; this one is `{item.id}` here"
            self._found(item, "id", "id", message, "give it another number")
        if not number_of(value.get("id")):
            message = f"the task has no number; it is `{item.id}` here{self._so(item)}"
            self._found(item, "task", "id", message, 'write `"id"`')
        for name in ("title", "description"):
            written = value.get(name)
            if not item.parent and not (isinstance(written, str) and written.strip()):
                self._found(
                    item, "task", name, f"the task has no {name}{self._so(item)}", f'write `"{name}"`'
                )
        for name in ("dependencies", "subtasks"):
            if value.get(name) is not None and not isinstance(value[name], list):
                message = f"`{name}` is no list; what it says was left out{self._so(item)}"
                self._found(item, "task", name, message, "write a list")

    def _status(self, item: TaskItem) -> tuple[str, str | None]:
        written = item.value.get("status")
        text = _line(written)
        if not text:
            if self._has_to_say(item):
                message = f"the task has no status; it was read as planned{self._so(item)}"
                self._found(item, "status", "status", message, 'write `"status": "pending"`')
            return STATUSES["pending"], None
        status = STATUSES.get(text.lower()) or self._words.status.read(text)[0]
        if written not in STATUSES:
            message = f"Task Master knows no status `{text}`; it was read as {status}{self._so(item)}"
            self._found(item, "status", "status", message, f"write one of {', '.join(STATUSES)}")
        return status, text

    def _priority(self, item: TaskItem) -> str | None:
        written = item.value.get("priority")
        text = _line(written)
        if not text:
            if self._has_to_say(item):
                message = f"the task has no priority{self._so(item)}"
                self._found(item, "priority", "priority", message, 'write `"priority": "medium"`')
            return None
        priority = self._words.priority.read(text)[0]
        if written not in PRIORITIES:
            message = f"Task Master knows no priority `{text}`; it was read as {priority}{self._so(item)}"
            self._found(item, "priority", "priority", message, f"write one of {', '.join(PRIORITIES)}")
        return priority

    def _date(self, item: TaskItem, name: str) -> str | None:
        written = item.value.get(name)
        if written is None or (isinstance(written, str) and instant(written)):
            return written
        message = f"`{_line(written) or json.dumps(_plain(written))}` is no date; it was left out"
        self._found(item, "dates", name, message, f'write `"{name}": "2026-01-31T09:00:00.000Z"`')
        return None

    def _dependencies(self, item: TaskItem) -> Iterator[Reference]:
        """Yield what a task waits for, each on its line."""
        found = item.value.get("dependencies")
        if not isinstance(found, list) or not found:
            return
        lines = [self._line(item)] * len(found)
        if isinstance(item.value, LocatedObject):
            lines = self._json.lines_in(item.value.where["dependencies"], len(found))
        for written, line in zip(found, lines, strict=False):
            if not (number := number_of(written)):
                message = f"`{json.dumps(_plain(written))}` names no task; it was left out"
                self._findings.append(Finding(self._path, line, "ref", message, "remove it"))
                continue
            name = self._meant(item, number, is_text=isinstance(written, str))
            yield Reference("depends_on", f"{_NAME}/{name}", line)
            if not isinstance(written, str) and self._is_misjudged(item, number):
                sibling = self._items[name].number
                message = f"`validate-dependencies` looks for a task {number} here, and {sibling} is meant"
                fix = f'write `"{sibling}"`, which it understands'
                self._findings.append(Finding(self._path, line, "ref", message, fix, at_most="info"))

    def _meant(self, item: TaskItem, number: str, *, is_text: bool) -> str:
        """Return the id of the task that a number in a task means: of a part, another part, or a task."""
        tag = item.tag
        if not item.parent or "." in number:
            return self._numbers.get((tag, number)) or f"{_segment_of(item)}/{number}"
        sibling = f"{item.number.rpartition('.')[0]}.{number}"
        own = self._numbers.get((tag, sibling))
        if own and not (is_text and sibling == item.number and (tag, number) in self._numbers):
            return own
        task = self._numbers.get((tag, number)) if is_text else None
        return task or f"{_segment_of(item)}/{sibling}"

    def _is_misjudged(self, item: TaskItem, number: str) -> bool:
        """Tell whether the tool takes the number of another part for that of a task that there is not."""
        sibling = f"{item.number.rpartition('.')[0]}.{number}"
        is_there = (item.tag, sibling) in self._numbers and sibling != item.number
        return bool(item.parent) and is_there and (item.tag, number) not in self._numbers

    def _parts(self, item: TaskItem) -> Iterator[Part]:
        """Yield the texts of a task, those that only this project has after the others."""
        for name, heading in _TEXTS.items():
            text = _paragraphs(item.value.get(name))
            if text.strip():
                head = f"## {heading}\n\n" if heading else ""
                below = lowered(lowered(text)) if heading else lowered(text)
                yield Part(self._path, self._line(item, name), f"{head}{below}\n", is_spread=False)
        for name, value in item.value.items():
            if name not in _KNOWN and _is_long(value):
                head = _HUMP.sub(" ", name).replace("_", " ").capitalize()
                text = f"## {_line(head)}\n\n{lowered(lowered(value))}\n"
                yield Part(self._path, self._line(item, name), text, is_spread=False)

    def _has_to_say(self, item: TaskItem) -> bool:
        """Tell whether a task has to have all fields: a part has not, and one that is cut off cannot."""
        return isinstance(item.value, LocatedObject) and item.value.is_whole and not item.parent

    def _so(self, item: TaskItem) -> str:
        """Return what comes of a task that is wrong; of a wrong part, the tool says nothing."""
        return "" if item.parent else f"; {_ALL}"

    def _line(self, item: TaskItem, name: str = "") -> int:
        """Return the line of a member of a task, or of the task."""
        value = item.value
        return self._json.line_of(value.where.get(name, value.at)) if isinstance(value, LocatedObject) else 1

    def _last(self, item: TaskItem) -> int:
        """Return the last line of a task, that of the file where it is cut off."""
        value = item.value
        if isinstance(value, LocatedObject) and value.is_whole:
            return self._json.line_of(value.end)
        return self._json.lines

    def _found(self, item: TaskItem, code: FindingCode, name: str, message: str, fix: str) -> None:
        self._findings.append(Finding(self._path, self._line(item, name), code, message, fix))

    def _file(self, code: FindingCode, at: int, message: str, fix: str) -> None:
        self._findings.append(Finding(self._path, self._json.line_of(at), code, message, fix))


def _segment_of(item: TaskItem) -> str:
    return item.id.partition("/")[0]


def _line(value: object) -> str:
    """Return a text or a number as one line, empty if it is neither."""
    is_one = isinstance(value, str | int | float) and not isinstance(value, bool)
    return " ".join(str(value).split()) if is_one else ""


def _lines(value: object) -> Iterator[str]:
    """Yield the texts of a list, or a text alone."""
    yield from filter(None, map(_line, value if isinstance(value, list) else [value]))


def _paragraphs(value: object) -> str:
    """Return a text, or those of a list as its items."""
    if isinstance(value, list):
        return "".join(f"- {text}\n" for text in _lines(value))
    return value if isinstance(value, str) else _line(value)


def _fact(name: str, value: object) -> tuple[str, ...]:
    """Return what to show of a member that says more of a task than all have, nothing of a long one."""
    if name in _KNOWN or _is_long(value) or _is_deep(value):
        return ()
    return (str(value).lower(),) if isinstance(value, bool) else tuple(_lines(value))


def _is_long(value: object) -> bool:
    return isinstance(value, str) and (len(value) > _LONG or "\n" in value.strip())


def _is_deep(value: object) -> bool:
    """Tell whether a value holds objects, or lists of lists."""
    rows = value if isinstance(value, list) else [value]
    return any(isinstance(row, dict | list) for row in rows)


def _plain(value: Any) -> Value:
    """Return a value as plain data."""
    if isinstance(value, dict):
        return {clean(name): _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value
