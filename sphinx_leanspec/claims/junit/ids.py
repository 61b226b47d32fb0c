"""The id of a test of a report, as a person may write it."""

from __future__ import annotations

from .building import file_of
from .index import Row
from .places import Grounds
from .runners import Runner
from .titles import names


def shown(row: Row, runner: Runner, grounds: Grounds) -> str:
    """Write the id of a test in the way of its runner."""
    if runner.family == "go":
        return f"{row.scope}.{'/'.join(row.titles)}" if row.titles else row.scope
    if runner.family == "nextest":
        return f"{row.scope} {'::'.join(row.titles)}"
    if runner.family == "titled":
        scope = row.scope.rpartition(":")[2] if row.scope.startswith("?") else row.scope
        return " > ".join(filter(None, (scope, *row.titles)))
    return _dotted(row, file_of(row, runner, grounds) if runner.name == "pytest" else "")


def _dotted(row: Row, file: str) -> str:
    """Write a path and `::`, or else dots; arguments stay at what they are of."""
    *groups, last = row.titles or ("",)
    if groups and last[:1] in ("[", "(", "{"):
        last = f"{groups.pop()}{last}"
    if file:
        stem = file.removesuffix(".py").removeprefix(f"{row.scope}/" if row.scope else "")
        return "::".join((file, *groups[len(names(stem)) :], last))
    return f"{'.'.join(groups)}{' > ' if ' ' in last else '.'}{last}" if groups else last
