"""How long a clean HTML build of a repository's specs takes, as a ratio to plain Sphinx over the same files.

    python benchmarks/clean_build.py REPO [--repeat 3] [--needs-json]

Every variant is built in turn, several times, in a process of its own; the table gives medians of CPU seconds
(user and system, of the build and its children) and of peak memory. Plain Sphinx is Sphinx, MyST and furo
with no further extension, once with the specs in no toctree and once with all of them in one flat toctree.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

_PLAIN = 'extensions = ["myst_parser"]\nhtml_theme = "furo"\nsuppress_warnings = ["*"]\n'
_OURS = 'extensions = ["sphinx_leanspec"]\nhtml_theme = "furo"\n'


@dataclass(frozen=True)
class Variant:
    """One way to build the same files."""

    name: str
    conf: str
    flat_toctree: bool = False


@dataclass(frozen=True)
class Cost:
    """What a build took.

    :param cpu: seconds.
    :param memory: peak of resident memory, MiB.
    """

    cpu: float
    memory: float


def variants(needs_json: bool) -> list[Variant]:
    """:returns: the builds to compare, the baseline first."""
    ours = f"{_OURS}needs_build_json = {needs_json}\n"
    return [
        Variant("plain, no toctree", _PLAIN),
        Variant("plain, flat toctree", _PLAIN, flat_toctree=True),
        Variant("sphinx-leanspec", ours),
        Variant("sphinx-leanspec, no check needs", f"{ours}leanspec_check_needs = False\n"),
    ]


def prepare(repository: Path, variant: Variant, folder: Path) -> None:
    """Lay out a project: the specs, an index, a conf.py."""
    shutil.copytree(repository / "specs", folder / "specs")
    (folder / "conf.py").write_text(variant.conf, "utf-8")
    entries = sorted(path.with_suffix("").relative_to(folder).as_posix() for path in folder.rglob("*.md"))
    toctree = "\n".join(["```{toctree}", *entries, "```"]) if variant.flat_toctree else ""
    (folder / "index.md").write_text(f"# Project\n\n{toctree}\n", "utf-8")


def build(folder: Path) -> Cost:
    """Build a project from nothing, and measure the process that does."""
    out = folder / "_build"
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(folder), str(out)]
    quiet = os.open(os.devnull, os.O_WRONLY)
    actions = [(os.POSIX_SPAWN_DUP2, quiet, 1), (os.POSIX_SPAWN_DUP2, quiet, 2)]
    pid = os.posix_spawn(sys.executable, command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    os.close(quiet)
    if status or not (out / "index.html").is_file():
        raise SystemExit(f"the build of {folder} failed with {status}; run {' '.join(command)}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("repository", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--needs-json", action="store_true", help="write needs.json as well")
    options = parser.parse_args()
    chosen = variants(options.needs_json)
    costs: dict[str, list[Cost]] = {variant.name: [] for variant in chosen}
    with tempfile.TemporaryDirectory() as scratch:
        for number, variant in enumerate(chosen):
            prepare(options.repository, variant, Path(scratch, str(number)))
        for turn in range(options.repeat):
            for number, variant in enumerate(chosen):
                costs[variant.name].append(build(Path(scratch, str(number))))
                print(
                    f"turn {turn + 1}: {variant.name}: {costs[variant.name][-1].cpu:.1f} s", file=sys.stderr
                )
    medians = {
        name: Cost(statistics.median(c.cpu for c in found), statistics.median(c.memory for c in found))
        for name, found in costs.items()
    }
    base, flat = medians["plain, no toctree"], medians["plain, flat toctree"]
    print("| build | CPU s | MiB | CPU ÷ plain | MiB ÷ plain | CPU ÷ flat toctree |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, cost in medians.items():
        print(
            f"| {name} | {cost.cpu:.1f} | {cost.memory:.0f} | {cost.cpu / base.cpu:.2f} "
            f"| {cost.memory / base.memory:.2f} | {cost.cpu / flat.cpu:.2f} |"
        )


if __name__ == "__main__":
    main()
