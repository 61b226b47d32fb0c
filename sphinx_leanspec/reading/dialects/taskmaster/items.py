"""Which tasks a file of Task Master holds, and what each is called.

Numbers of tasks are texts and numbers at once in what the tool writes, and every tag has its own: a task is
called by tag and number, ``master/5``, and a part of it ``master/5.2``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from ...decoding import decode, unified
from ...keys import segment, unique
from .located import JsonText

LEGACY_TAG: Final = "master"
"""The tag of tasks that stand in none, as in files of older releases."""

_OTHERS: Final = ("tasks", "metadata")
"""What stands beside tags, and is none."""


class TaskItem(NamedTuple):
    """A task, or a part of one.

    :param id: the tag and the number, one of a kind.
    :param tag: its tag, as written.
    :param number: its number, with those of what it is part of: ``5.2``.
    :param value: what is written of it.
    :param parent: the id of what it is part of, empty for a task.
    :param twin: the id of the task before it that has the same number, empty if there is none.
    """

    id: str
    tag: str
    number: str
    value: Mapping[str, Any]
    parent: str = ""
    twin: str = ""


def loaded(data: bytes) -> tuple[Any, bool]:
    """Return what a file holds, a broken one as far as it goes, and whether it is whole.

    Places are not asked for, and so it takes a tenth of the time.
    """
    text = unified(decode(data)[0])
    try:
        return json.loads(text), True
    except (ValueError, RecursionError):
        return JsonText(text).value, False


def lists(content: Any) -> Iterator[tuple[str, Sequence[Any]]]:
    """Yield the tags of a file with their tasks."""
    if not isinstance(content, dict):
        return
    tagged = {
        name: value["tasks"]
        for name, value in content.items()
        if name not in _OTHERS and isinstance(value, dict) and isinstance(value.get("tasks"), list)
    }
    if isinstance(content.get("tasks"), list):
        yield ("tasks" if tagged else LEGACY_TAG), content["tasks"]
    yield from tagged.items()


def items(content: Any) -> Iterator[TaskItem]:
    """Yield every task of a file, each before its parts."""
    taken: dict[str, int] = {}
    for tag, rows in lists(content):
        yield from _items(tag, segment(tag), rows, "", "", taken)


def number_of(written: object) -> str:
    """Return a number that is written as one or as a text, empty if it is none."""
    if isinstance(written, float) and written.is_integer():
        written = int(written)
    is_one = isinstance(written, str | int | float) and not isinstance(written, bool)
    return str(written).strip() if is_one else ""


def _items(
    tag: str, name: str, rows: Sequence[Any], above: str, parent: str, taken: dict[str, int]
) -> Iterator[TaskItem]:
    prefix = f"{above}." if above else ""
    for at, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            continue
        own = number_of(row.get("id")) or f"no-id-{at}"
        number = own if prefix and own.startswith(prefix) else f"{prefix}{own}"
        plain = f"{name}/{segment(number)}"
        own_id = unique(plain, taken)
        yield TaskItem(own_id, tag, number, row, parent, "" if own_id == plain else plain)
        if isinstance(parts := row.get("subtasks"), list):
            yield from _items(tag, name, parts, number, own_id, taken)
