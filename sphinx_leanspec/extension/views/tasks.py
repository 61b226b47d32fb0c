"""Tasks in plain words: what their tools' signs say of them, what they serve, and what comes before them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from docutils import nodes

from ...model import Check, Spec, Task
from ...requirements import by_name
from ..language import N_, _
from ..nodes.parts import Linker, check_box, spaced, table

_STATES: Final[Mapping[str, str]] = {"in-progress": N_("in progress"), "queued": N_("in the queue")}


def task_link(link: Linker, spec: Spec, check: Check) -> nodes.Node:
    """Return a task by its box and its number, or by its text where it has none."""
    name = check.task.number if check.task and check.task.number else check.text
    shown = link.check(spec, check, [nodes.Text(name)])
    return nodes.inline("", "", check_box(check), shown, classes=["leanspec-task"])


def task_table(link: Linker, spec: Spec, found: Sequence[tuple[Check, Task]]) -> nodes.table:
    """Return tasks of which more is said than a number, in columns as far as any of them needs them."""
    words = TaskWords(link, spec)
    columns = [
        (_("Task"), 16, [[task_link(link, spec, check)] for check, _task in found]),
        (_("That is"), 34, [words.said(task) for _check, task in found]),
        (_("Serves"), 25, [words.serves(task) for _check, task in found]),
        (_("After"), 25, [words.after(task) for _check, task in found]),
    ]
    kept = [column for column in columns if any(column[2])]
    lines = [list(line) for line in zip(*(cells for _name, _width, cells in kept), strict=True)]
    return table(
        [name for name, _width, _cells in kept], lines, [width for _name, width, _cells in kept], "tasks"
    )


class TaskWords:
    """What the tasks of one spec say, with links to what they name."""

    def __init__(self, link: Linker, spec: Spec) -> None:
        self._link = link
        self._spec = spec
        self._asked = by_name(spec.requirements)
        self._numbered = {check.task.number: check for check in reversed(spec.checks) if check.task}

    def said(self, task: Task) -> list[nodes.Node]:
        """What it is, and what it waits for, in words."""
        words = [
            _("optional") if task.is_optional else "",
            _("can be done beside others") if task.is_parallel else "",
            _(_STATES[task.state]) if task.state in _STATES else task.state,
            _("blocked: {cause}").format(cause=task.blocked) if task.blocked else "",
            _("only in {part}").format(part=task.boundary) if task.boundary else "",
        ]
        return [nodes.Text(", ".join(filter(None, words)))] if any(words) else []

    def serves(self, task: Task) -> list[nodes.Node]:
        """The requirements and the story that it serves."""
        return spaced((self._requirement(name) for name in task.serves), ", ")

    def after(self, task: Task) -> list[nodes.Node]:
        """The tasks that come before it."""
        return spaced((self._task(number) for number in task.depends_on), ", ")

    def all(self, task: Task) -> list[nodes.Node]:
        """All of it in one line."""
        serves, after = self.serves(task), self.after(task)
        parts = [
            nodes.inline("", "", *self.said(task)),
            *([nodes.inline("", _("serves") + " ", *serves)] if serves else []),
            *([nodes.inline("", _("after") + " ", *after)] if after else []),
        ]
        return spaced((part for part in parts if len(part)), ", ")

    def _requirement(self, name: str) -> nodes.Node:
        asked = self._asked.get(name)
        if asked is None:  # where the spec has no requirements at all, they are somewhere else
            return _lost(name) if self._asked else nodes.Text(name)
        return self._link.asked(self._spec, asked, [nodes.Text(name)])

    def _task(self, number: str) -> nodes.Node:
        check = self._numbered.get(number)
        return self._link.check(self._spec, check, [nodes.Text(number)]) if check else _lost(number)


def _lost(name: str) -> nodes.Node:
    """Return a name that leads nowhere."""
    text = _("{reference} (not found)").format(reference=name)
    return nodes.inline("", text, classes=["leanspec-lost"])
