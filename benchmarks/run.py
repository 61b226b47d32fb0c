"""What documentation with sphinx-leanspec costs, as ratios to plain Sphinx over the same files.

    python benchmarks/run.py [--sizes 100,400,1600,5000] [--repeat 3] [--needs-json] [--leanspec BINARY]
    python benchmarks/run.py --repository REPO [--flat-toctree]

Every way of building is run in turn, several times, each in a process of its own; the table gives medians.
Plain Sphinx is Sphinx, MyST and furo, with the specs in no toctree. CPU is user and system time of the
process and its children, memory the largest resident set of one of them. Seconds on the clock are there
for ``-j``; they tell little on a machine that does other things.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from generate import generate

_HERE = Path(__file__).parent
_PLAIN = 'extensions = ["myst_parser"]\nhtml_theme = "furo"\nsuppress_warnings = ["*"]\n'
_OURS = 'extensions = ["sphinx_leanspec"]\nhtml_theme = "furo"\nneeds_build_json = False\n'
_WITHOUT_CHECKS = f"{_OURS}leanspec_check_needs = False\n"
_EDIT = "\nOne more thing was learned.\n\n- [x] It is done\n"
_BASE = "plain Sphinx"
_FLAT = "plain Sphinx, flat toctree"


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


class Measurements:
    """What was measured: the costs of each way of doing each thing."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, list[Cost]]] = {}

    def note(self, task: str, way: str, cost: Cost) -> None:
        """Keep one measurement; say so, as the next one may be minutes away."""
        self.found.setdefault(task, {}).setdefault(way, []).append(cost)
        print(f"{task}, {way}: {cost.cpu:.2f} s, {cost.memory:.0f} MiB", file=sys.stderr, flush=True)

    def table(self) -> Iterator[str]:
        """:returns: a table in Markdown; ratios are to the first way of each task."""
        yield "| task | way | CPU s | MiB | clock s | CPU ratio | MiB ratio | clock ratio |"
        yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
        for task, ways in self.found.items():
            medians = {way: Cost.median(costs) for way, costs in ways.items()}
            base = next(iter(medians.values()))
            for way, cost in medians.items():
                yield (
                    f"| {task} | {way} | {cost.cpu:.2f} | {cost.memory:.0f} | {cost.clock:.1f} "
                    f"| {cost.cpu / base.cpu:.2f} | {cost.memory / base.memory:.2f} "
                    f"| {cost.clock / base.clock:.2f} |"
                )


def run(command: list[str], folder: Path, scratch: Path) -> Cost:
    """Run a command in a folder, and measure its process and the children of that."""
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


def build(folder: Path, scratch: Path, *arguments: str) -> Cost:
    """Build a project; from nothing if its output is not there."""
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", *arguments, ".", "_build"]
    return run(command, folder, scratch)


def prepare(specs: Path, folder: Path, conf: str, *, flat: bool = False) -> None:
    """Lay out a project: the specs, a root page, a conf.py.

    :param flat: whether the root page has all pages in one toctree.
    """
    shutil.copytree(specs, folder / "specs")
    pages = sorted(path.relative_to(folder).as_posix()[:-3] for path in folder.rglob("*.md")) if flat else []
    toctree = "\n".join(["```{toctree}", *pages, "```", ""]) if flat else ""
    (folder / "index.md").write_text(f"# Project\n\n{toctree}", "utf-8")
    (folder / "conf.py").write_text(conf, "utf-8")


def edit(folder: Path) -> None:
    """Add a line and a check to the spec in the middle."""
    files = sorted(folder.glob("specs/*/README.md"))
    with files[len(files) // 2].open("a", encoding="utf-8") as file:
        file.write(_EDIT)


def measure_builds(
    found: Measurements, projects: Mapping[str, Path], scratch: Path, label: str, *, with_jobs: bool
) -> None:
    """Measure each state of a project: built from nothing, with nothing changed, with one spec edited."""
    for way, folder in projects.items():
        shutil.rmtree(folder / "_build", ignore_errors=True)
        found.note(f"{label}: clean", way, build(folder, scratch))
    for way, folder in projects.items():
        found.note(f"{label}: nothing changed", way, build(folder, scratch))
    for way, folder in projects.items():
        edit(folder)
        found.note(f"{label}: one edited", way, build(folder, scratch))
    if not with_jobs:
        return
    for way, folder in projects.items():
        for jobs in ("1", "2"):
            shutil.rmtree(folder / "_build")
            found.note(f"{label}: clean, {way}", f"-j {jobs}", build(folder, scratch, "-j", jobs))


def measure_list(found: Measurements, project: Path, scratch: Path, label: str, leanspec: str) -> None:
    """Measure the command line against the least it could take, and against LeanSpec's own."""
    ways = {
        "pyromark and YAML alone": [sys.executable, str(_HERE / "bare.py"), "."],
        "sphinx-leanspec list": [sys.executable, "-m", "sphinx_leanspec.cli", "list", "."],
        **({"lean-spec stats": [leanspec, "stats"]} if leanspec else {}),
    }
    for way, command in ways.items():
        found.note(f"{label}: list", way, run(command, project, scratch))


def measure(options: argparse.Namespace, specs: Path, scratch: Path, found: Measurements) -> None:
    """Measure everything on one set of specs."""
    confs = {_BASE: _PLAIN, "no check needs": _WITHOUT_CHECKS, "check needs": _OURS}
    if options.needs_json:
        confs["check needs, needs.json"] = _OURS.replace("False", "True")
    if options.flat_toctree:
        confs[_FLAT] = _PLAIN
    folder = scratch / "projects"
    projects = {way: folder / str(number) for number, way in enumerate(confs)}
    for way, conf in confs.items():
        prepare(specs, projects[way], conf, flat=way == _FLAT)
    label = f"{len(list(specs.glob('*/README.md')))} specs"
    for turn in range(options.repeat):
        measure_builds(found, projects, scratch, label, with_jobs=options.jobs and not turn)
        measure_list(found, projects[_BASE], scratch, label, options.leanspec)
    shutil.rmtree(folder)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    add = parser.add_argument
    add("--sizes", default="100,400,1600,5000", help="numbers of specs; default: %(default)s")
    add("--repository", type=Path, metavar="REPO", help="measure an existing repository's specs instead")
    add("--repeat", type=int, default=3, help="turns; default: %(default)s")
    add("--seed", type=int, default=1, help="of the projects; default: %(default)s")
    add("--needs-json", action="store_true", help="measure with needs.json, too")
    add("--flat-toctree", action="store_true", help="measure plain Sphinx with all specs in a toctree, too")
    add("--jobs", action="store_true", help="measure -j 2 against -j 1, too, once")
    add("--leanspec", default="", metavar="BINARY", help="LeanSpec's own command, for `stats`")
    options = parser.parse_args()
    found = Measurements()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        generate(scratch / "warm", 5)
        once = argparse.Namespace(**{**vars(options), "repeat": 1, "jobs": False})
        measure(once, scratch / "warm" / "specs", scratch, Measurements())
        if options.repository:
            measure(options, options.repository / "specs", scratch, found)
        else:
            for size in map(int, options.sizes.split(",")):
                generate(scratch / str(size), size, options.seed)
                measure(options, scratch / str(size) / "specs", scratch, found)
    print("\n".join(found.table()))


if __name__ == "__main__":
    main()
