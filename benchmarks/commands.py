"""Measure what commands cost with an empty cache, with nothing changed and with one file changed.

    python benchmarks/commands.py [REPO] [--leanspec BINARY] [--count 5000] [--repeat 5]

The repository is copied first, and the cache is one of its own. Costs are CPU, user and system time of a
process and its children, medians; the tables say which goals were met.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from figures import run
from run import command_of, generate

_OWN = [str(Path(sys.executable).with_name("sphinx-leanspec"))]  # as users run it
_CHECK = [*_OWN, "check", ".", "--fail-on", "never"]
_LIST = [*_OWN, "list", "."]
_CACHE = "SPHINX_LEANSPEC_CACHE"


class Goal(NamedTuple):
    """What is wanted: one measurement over another, or less another, at most."""

    task: str
    other: str
    most: float
    is_ratio: bool = True


_GOALS = (
    Goal("check, nothing changed", "lean-spec stats", 0.3),
    Goal("check, empty cache", "lean-spec stats", 0.6),
    Goal("list, nothing changed", "lean-spec stats", 0.15),
    Goal("list, empty cache", "lean-spec stats", 0.35),
    Goal("check, one file changed", "check, nothing changed", 0.060, is_ratio=False),
    Goal("list, one file changed", "list, nothing changed", 0.060, is_ratio=False),
    Goal("large: check, nothing changed", "large: check, empty cache", 0.15),
)


class Costs:
    """Seconds of CPU of each task, in every turn."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._found: dict[str, list[float]] = {}

    def note(self, task: str, command: list[str], repository: Path) -> None:
        """Run a command and keep what it cost."""
        cost = run(command, repository, self._scratch)
        self._found.setdefault(task, []).append(cost.cpu)
        print(f"{task}: {cost.cpu:.3f} s, {cost.memory:.0f} MiB", file=sys.stderr, flush=True)

    def median(self, task: str) -> float | None:
        """Return what a task cost, None if it was not measured."""
        return statistics.median(self._found[task]) if task in self._found else None

    def table(self) -> Iterator[str]:
        """:returns: tables in Markdown: the costs, and which goals were met."""
        yield "| task | CPU s, median | least |"
        yield "| --- | --- | --- |"
        for task, seconds in self._found.items():
            yield f"| {task} | {statistics.median(seconds):.3f} | {min(seconds):.3f} |"
        yield from ("", "| task | held against | found | goal |", "| --- | --- | --- | --- |")
        for task, other, most, is_ratio in _GOALS:
            own, their = self.median(task), self.median(other)
            if own is None or their is None:
                continue
            found = own / their if is_ratio else own - their
            said = (
                (f"{found:.2f}", f"{most:g}")
                if is_ratio
                else (f"+{found * 1000:.0f} ms", f"+{most * 1000:.0f} ms")
            )
            yield f"| {task} | {other} | {said[0]} | ≤ {said[1]} {'✓' if round(found, 3) <= most else '✗'} |"


def measure(costs: Costs, repository: Path, cache: Path, prefix: str = "") -> None:
    """Measure each state once: an empty cache, nothing changed, one file changed."""
    for name, command in (("check", _CHECK), ("list", _LIST)):
        shutil.rmtree(cache, ignore_errors=True)
        costs.note(f"{prefix}{name}, empty cache", command, repository)
        costs.note(f"{prefix}{name}, nothing changed", command, repository)
        files = sorted(repository.glob("specs/*/README.md"))
        with files[len(files) // 2].open("a", encoding="utf-8") as file:
            file.write("\nOne more thing was learned.\n\n- [x] It is done\n")
        costs.note(f"{prefix}{name}, one file changed", command, repository)


def main() -> None:
    """Measure, and print the tables; what was found until then, if something fails or is stopped."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    add = parser.add_argument
    add(
        "repository",
        nargs="?",
        type=Path,
        metavar="REPO",
        help="specs of LeanSpec; default: 300 generated ones",
    )
    add("--leanspec", type=command_of, metavar="BINARY", help="LeanSpec's own, for `stats`")
    add("--count", type=int, default=5000, help="how many specs are many; 0: none; default: %(default)s")
    add("--repeat", type=int, default=5, help="turns, of the large project one; default: %(default)s")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        cache, repository = scratch / "cache", scratch / "repository"
        os.environ[_CACHE] = str(cache)
        costs = Costs(scratch)
        if asked.repository:
            shutil.copytree(asked.repository, repository, ignore=shutil.ignore_patterns(".git"))
            for path in repository.rglob("*"):
                path.chmod(path.stat().st_mode | 0o200)
        else:
            generate(repository, 300, scratch)
        measure(Costs(scratch), repository, cache)  # compiles every module
        try:
            for _ in range(asked.repeat):
                if asked.leanspec:
                    costs.note("lean-spec stats", [asked.leanspec, "stats"], repository)
                measure(costs, repository, cache)
            if asked.count:
                generate(scratch / "large", asked.count, scratch)
                measure(costs, scratch / "large", cache, "large: ")
        finally:
            print("\n".join(costs.table()))


if __name__ == "__main__":
    main()
