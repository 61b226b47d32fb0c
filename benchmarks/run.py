"""What documentation with sphinx-leanspec costs, as ratios to plain Sphinx over the same files.

    python benchmarks/run.py [--sizes 100,400] [--repeat 3] [--handwritten] [--needs-json] [--leanspec BINARY]
    python benchmarks/run.py --repository REPO [--flat-toctree]
    python benchmarks/run.py --sizes 5000 --repeat 1 --ways plain,no-checks
    python benchmarks/run.py --sizes 1000 --repeat 1 --openspec
    python benchmarks/run.py --sizes 3000 --repeat 1 --backlog

Every way of building is run in turn, several times, each in a process of its own; the tables give medians.
Plain Sphinx is Sphinx, MyST and furo, with the specs in no toctree. CPU is user and system time of the
process and its children, memory the largest resident set of one of them. Seconds on the clock are there
for ``-j``; they tell little on a machine that does other things.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import figures
from figures import Cost, Figures, run

_HERE = Path(__file__).parent
_HANDWRITTEN = ""
_HOMES = ("specs", "openspec", "backlog")
_PLAIN = 'extensions = ["myst_parser"]\nhtml_theme = "furo"\n'
_OURS = 'extensions = ["sphinx_leanspec"]\nhtml_theme = "furo"\n'
_WITHOUT_JSON = "needs_build_json = False\n"
_NO_CHECKS = f"{_OURS}{_WITHOUT_JSON}leanspec_check_needs = False\n"
_ALL_CHECKS = "leanspec_check_needs_limit = 0\n"
_EDIT = "\nOne more thing was learned.\n\n"
_TICKED = "- [x] It is done\n"
_NEED = "```{{check}} It is done\n:id: {id}\n:status: done\n```\n"


@dataclass(frozen=True)
class Way:
    """A way of building the same specs.

    :param name: what the tables call it.
    :param conf: its ``conf.py``; none where `handwritten.py` writes it and the specs.
    :param flat: whether the root page has all pages in one toctree.
    :param root: what else stands on the root page.
    :param command: the module that is run to build them, and its arguments.
    """

    name: str
    conf: str
    flat: bool = False
    root: str = ""
    command: tuple[str, ...] = ("sphinx", "-q", "-b", "html", "{jobs}", ".", "_build")


_OWN_COMMAND = ("sphinx_leanspec.cli", "build", ".", "-o", "_build", "{jobs}")
WAYS = {
    "plain": Way(figures.PLAIN, _PLAIN),
    "no-needs": Way(figures.NO_NEEDS, _PLAIN.replace('"myst_parser"', '"myst_parser", "sphinx_needs"')),
    "no-checks": Way(figures.WITHOUT_CHECKS, _NO_CHECKS),
    "command": Way(figures.WITHOUT_CHECKS_COMMAND, _NO_CHECKS, command=_OWN_COMMAND),
    "checks": Way(figures.WITH_CHECKS, _OURS + _WITHOUT_JSON + _ALL_CHECKS),
    "needs-json": Way(figures.WITH_JSON, _OURS + _ALL_CHECKS),
    "command-json": Way(figures.WITH_JSON_COMMAND, _OURS + _ALL_CHECKS, command=_OWN_COMMAND),
    "handwritten": Way(figures.HANDWRITTEN, _HANDWRITTEN),
    "flat": Way(figures.FLAT, _PLAIN, flat=True),
    "root-index": Way(figures.ROOT_INDEX, _NO_CHECKS, root="```{spec-index}\n```\n"),
}


def generate(folder: Path, count: int, scratch: Path, seed: int = 1, more: Sequence[str] = ()) -> None:
    """Write a repository of specs, in a process of its own: a child's peak of memory begins with ours."""
    name = "generate_backlog.py" if "--backlog" in more else "generate.py"
    numbers = ["--count", str(count), "--seed", str(seed), *(one for one in more if one != "--backlog")]
    run([sys.executable, str(_HERE / name), str(folder), *numbers], _HERE, scratch)


def prepare(repository: Path, folder: Path, scratch: Path, way: Way) -> None:
    """Lay out a project: the specs, a root page, a ``conf.py``."""
    if way.conf == _HANDWRITTEN:
        run([sys.executable, str(_HERE / "handwritten.py"), str(repository), str(folder)], _HERE, scratch)
        return
    for home in _HOMES:
        if (repository / home).is_dir():
            shutil.copytree(repository / home, folder / home)
    pages = sorted(path.relative_to(folder).as_posix()[:-3] for path in folder.rglob("*.md"))
    toctree = "\n".join(["```{toctree}", *pages, "```", ""]) if way.flat else ""
    (folder / "index.md").write_text(f"# Project\n\n{toctree}{way.root}", "utf-8")
    (folder / "conf.py").write_text(way.conf, "utf-8")


def build(way: Way, folder: Path, scratch: Path, jobs: str = "1") -> Cost:
    """Build a project; from nothing if its output is not there."""
    return run(
        [sys.executable, "-m", *(part.format(jobs=f"-j{jobs}") for part in way.command)], folder, scratch
    )


def specs_of(folder: Path) -> list[Path]:
    """Return the files that specs are counted by: a README.md each, the proposal of a change, or a task."""
    patterns = ("specs/*/README.md", "openspec/changes/**/proposal.md", "backlog/*/task-*.md")
    return sorted(path for pattern in patterns for path in folder.glob(pattern))


def edit(folder: Path, way: Way, turn: int) -> None:
    """Add a line and a check to the spec in the middle."""
    files = specs_of(folder)
    check = _NEED.format(id=f"CHECK_{turn:05}") if way.conf == _HANDWRITTEN else _TICKED
    with files[len(files) // 2].open("a", encoding="utf-8") as file:
        file.write(_EDIT + check)


def measure_builds(
    found: Figures, projects: Mapping[Way, Path], scratch: Path, label: str, turn: int
) -> None:
    """Measure each state of a project: built from nothing, with nothing changed, with one spec edited."""
    for way, folder in projects.items():
        shutil.rmtree(folder / "_build", ignore_errors=True)
        found.note(label, "clean", way.name, build(way, folder, scratch))
    for way, folder in projects.items():
        found.note(label, "nothing changed", way.name, build(way, folder, scratch))
    for way, folder in projects.items():
        edit(folder, way, turn)
        found.note(label, "one edited", way.name, build(way, folder, scratch))


def measure_jobs(found: Figures, projects: Mapping[Way, Path], scratch: Path, label: str) -> None:
    """Measure a clean build by one process and by two."""
    for way, folder in projects.items():
        for jobs in ("1", "2"):
            shutil.rmtree(folder / "_build")
            found.note(label, f"clean, {way.name}", f"-j {jobs}", build(way, folder, scratch, jobs))


def measure_list(found: Figures, repository: Path, scratch: Path, label: str, leanspec: str | None) -> None:
    """Measure the command line against the least it could take, and against LeanSpec's own."""
    own = [sys.executable, "-m", "sphinx_leanspec.cli"]
    ways = {
        figures.BARE: [sys.executable, str(_HERE / "bare.py"), "."],
        figures.LIST: [*own, "list", "."],
        figures.CHECK: [*own, "check", ".", "--fail-on", "never"],
        **({figures.STATS: [leanspec, "stats"]} if leanspec else {}),
    }
    for way, command in ways.items():
        found.note(label, "list", way, run(command, repository, scratch))


def measure(options: argparse.Namespace, repository: Path, scratch: Path, found: Figures) -> None:
    """Measure everything on one set of specs."""
    folder = scratch / "projects"
    projects = {WAYS[key]: folder / key for key in options.ways}
    for way, place in projects.items():
        prepare(repository, place, scratch, way)
    label = f"{len(specs_of(repository))} specs"
    for turn in range(options.repeat):
        measure_builds(found, projects, scratch, label, turn)
        if not (options.openspec or options.backlog):
            measure_list(found, repository, scratch, label, options.leanspec)
    if options.jobs:
        measure_jobs(found, projects, scratch, label)
    shutil.rmtree(folder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    add = parser.add_argument
    add("--sizes", type=_numbers, default="100,400,1600,5000", help="numbers of specs; default: %(default)s")
    add("--repository", type=Path, metavar="REPO", help="measure an existing repository's specs instead")
    add(
        "--ways",
        type=_ways,
        default="plain,no-checks,command,checks",
        help=f"of {', '.join(WAYS)}; %(default)s",
    )
    add("--repeat", type=int, default=3, help="turns; default: %(default)s")
    add("--seed", type=int, default=1, help="of the projects; default: %(default)s")
    for way, flag in (("handwritten", "handwritten"), ("needs-json", "needs-json"), ("flat", "flat-toctree")):
        text = f"measure {WAYS[way].name}, too"
        add(f"--{flag}", dest="more", action="append_const", const=way, default=[], help=text)
    add("--jobs", action="store_true", help="measure -j 2 against -j 1, too, once")
    add("--openspec", action="store_true", help="build changes of OpenSpec instead of LeanSpec's specs")
    add("--backlog", action="store_true", help="build tasks of Backlog.md instead of these")
    add("--leanspec", type=command_of, metavar="BINARY", help="LeanSpec's own, for `stats`")
    options = parser.parse_args()
    options.ways = list(dict.fromkeys([*options.ways, *options.more]))
    return options


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _ways(text: str) -> list[str]:
    unknown = set(text.split(",")) - WAYS.keys()
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no way {', '.join(sorted(unknown))}")
    return text.split(",")


def command_of(text: str) -> str:
    found = shutil.which(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text} is no command that can be run; chmod +x, perhaps")
    return str(Path(found).resolve())


def main() -> None:
    """Measure and print the tables; what was found until then, if something fails or is stopped."""
    options = _options()
    found = Figures()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        os.environ["SPHINX_LEANSPEC_CACHE"] = str(scratch / "cache")
        more = ["--openspec"] if options.openspec else ["--backlog"] if options.backlog else []
        generate(scratch / "warm", 5, scratch, more=more)
        once = argparse.Namespace(**{**vars(options), "repeat": 1, "jobs": False})
        measure(once, scratch / "warm", scratch, Figures())
        try:
            if options.repository:
                measure(options, options.repository.resolve(), scratch, found)
            for size in () if options.repository else options.sizes:
                generate(scratch / str(size), size, scratch, options.seed, more)
                measure(options, scratch / str(size), scratch, found)
                shutil.rmtree(scratch / str(size))
        finally:
            print("\n".join([*found.table(), "", *found.goals()]))


if __name__ == "__main__":
    main()
