"""What was measured, and the tables made of it."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

PLAIN = "plain Sphinx"
FLAT = "plain Sphinx, flat toctree"
NO_NEEDS = "plain Sphinx, sphinx-needs without needs"
WITHOUT_CHECKS = "no check needs"
WITHOUT_CHECKS_COMMAND = "no check needs, sphinx-leanspec build"
ROOT_INDEX = "no check needs, the list of all specs on the root page"
WITH_CHECKS = "check needs"
WITH_JSON = "check needs, needs.json"
WITH_JSON_COMMAND = "check needs, needs.json, sphinx-leanspec build"
HANDWRITTEN = "hand-written directives"
BARE = "pyromark and YAML alone"
LIST = "sphinx-leanspec list"
CHECK = "sphinx-leanspec check"
STATS = "lean-spec stats"

_GOALS: tuple[tuple[str, str, str, float | None, float | None], ...] = (
    ("clean", WITHOUT_CHECKS, PLAIN, 1.0, 1.1),
    ("clean", ROOT_INDEX, WITHOUT_CHECKS, 1.1, None),
    ("clean", WITH_CHECKS, PLAIN, 1.3, 1.25),
    ("clean", WITH_JSON, PLAIN, 1.3, 1.25),
    ("clean", WITH_CHECKS, HANDWRITTEN, 0.8, None),
    ("nothing changed", WITHOUT_CHECKS, PLAIN, None, None),
    ("nothing changed", WITHOUT_CHECKS_COMMAND, PLAIN, 1.25, None),
    ("nothing changed", WITH_CHECKS, PLAIN, 2.4, None),
    ("nothing changed", WITH_CHECKS, HANDWRITTEN, None, None),
    ("one edited", WITHOUT_CHECKS, PLAIN, None, None),
    ("one edited", WITHOUT_CHECKS_COMMAND, PLAIN, 1.25, None),
    ("one edited", WITH_CHECKS, PLAIN, 2.4, None),
    ("one edited", WITH_CHECKS, HANDWRITTEN, None, None),
    ("one edited", WITH_JSON, PLAIN, 1.2, None),
    ("one edited", WITH_JSON_COMMAND, PLAIN, 1.2, None),
    ("list", LIST, STATS, 0.5, None),
    ("list", LIST, BARE, 2.0, None),
    ("list", CHECK, STATS, 0.5, None),
    ("list", CHECK, BARE, 2.0, None),
)
"""What is wanted: the task, the way, the way it is held against, the CPU ratio, the ratio of memory."""


@dataclass(frozen=True)
class Cost:
    """What a command took.

    :param cpu: seconds.
    :param memory: peak of resident memory, MiB.
    :param clock: seconds.
    """

    cpu: float
    memory: float
    clock: float

    @classmethod
    def median(cls, costs: Sequence[Cost]) -> Cost:
        names = (field.name for field in fields(cls))
        return cls(*(statistics.median(getattr(cost, name) for cost in costs) for name in names))


class Figures:
    """The costs of each way of doing each task, for each set of specs."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], dict[str, list[Cost]]] = {}

    def note(self, specs: str, task: str, way: str, cost: Cost) -> None:
        """Keep one measurement; say so, as the next one may be an hour away."""
        self._found.setdefault((specs, task), {}).setdefault(way, []).append(cost)
        now = time.strftime("%H:%M:%S")
        said = f"{now} {specs}: {task}, {way}: {cost.cpu:.2f} s, {cost.memory:.0f} MiB"
        print(said, file=sys.stderr, flush=True)

    def table(self) -> Iterator[str]:
        """:returns: a table in Markdown; ratios are to the first way of each task."""
        yield "| task | way | CPU s | MiB | clock s | CPU ratio | MiB ratio | clock ratio |"
        yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
        for (specs, task), ways in self._medians():
            base = next(iter(ways.values()))
            for way, cost in ways.items():
                yield (
                    f"| {specs}: {task} | {way} | {cost.cpu:.2f} | {cost.memory:.0f} | {cost.clock:.1f} "
                    f"| {cost.cpu / base.cpu:.2f} | {cost.memory / base.memory:.2f} "
                    f"| {cost.clock / base.clock:.2f} |"
                )

    def goals(self) -> Iterator[str]:
        """:returns: a table in Markdown: what was measured of what is wanted, as ratios."""
        yield "| task | way | held against | CPU | goal | memory | goal |"
        yield "| --- | --- | --- | --- | --- | --- | --- |"
        for (specs, task), ways in self._medians():
            for name, way, other, cpu, memory in _GOALS:
                if name != task or way not in ways or other not in ways:
                    continue
                ratios = ways[way].cpu / ways[other].cpu, ways[way].memory / ways[other].memory
                met = [_met(ratio, goal) for ratio, goal in zip(ratios, (cpu, memory), strict=True)]
                yield f"| {specs}: {task} | {way} | {other} | {met[0]} | {met[1]} |"

    def _medians(self) -> Iterator[tuple[tuple[str, str], dict[str, Cost]]]:
        for key, ways in self._found.items():
            yield key, {way: Cost.median(costs) for way, costs in ways.items()}


def _met(ratio: float, goal: float | None) -> str:
    if goal is None:
        return f"{ratio:.2f} |"
    return f"{ratio:.2f} | ≤ {goal:g} {'✓' if round(ratio, 2) <= goal else '✗'}"


def run(command: list[str], folder: Path, scratch: Path) -> Cost:
    """Run a command in a folder, and measure its process and the children of that.

    :param scratch: where compiled modules and what the command says are kept.
    :raises SystemExit: if it fails.
    """
    # modules are compiled once, as on any machine, and not anew in every process
    known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**known, "PYTHONPYCACHEPREFIX": str(scratch / "pycache")}
    log = os.open(scratch / "log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    actions = [(os.POSIX_SPAWN_DUP2, log, 1), (os.POSIX_SPAWN_DUP2, log, 2)]
    before, begin = Path.cwd(), time.monotonic()
    os.chdir(folder)
    pid = os.posix_spawnp(command[0], command, environment, file_actions=actions)
    os.chdir(before)
    _, status, usage = os.wait4(pid, 0)
    clock = time.monotonic() - begin
    os.close(log)
    if status:
        raise SystemExit(f"{' '.join(command)} in {folder} failed; it said {(scratch / 'log').read_text()}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, clock)
