"""What one site over the needs.json of many others costs, and whether that grows with their number alone.

    python benchmarks/federation.py [--projects 20] [--specs 1000] [--sizes 5,10,20] [--folder FOLDER]

Each project is generated, committed and built apart, by a process of its own; its specs have a few checks
each, all of them needs. The index site then knows 5, 10 and 20 of them from the files that these builds have
left, and shows all their specs in its index, one graph and one table. It is built from nothing, and again
with nothing changed, without and with the cache of what was read. What is in FOLDER already is not made anew.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from figures import Cost, run

_STATUSES = ("complete", "complete", "in-progress", "planned", "planned", "draft")
_WORDS = (
    "account batch cache driver event filter graph handler index job label message node order page".split()
)
_ITEMS = 5
_LIMIT = 2048
"""How many MiB the largest index may take."""
_LINEAR = 1.25
"""How much more than a project of the smallest index one of the largest may take."""
_CONF = """\
extensions = ["sphinx_leanspec"]
project = "{name}"
needs_build_json = True
"""
_INDEX = """\
# All projects

```{spec-graph}
:status: in-progress
```

```{spec-table}
:status: in-progress
:limit: 100
```
"""


def generate(folder: Path, name: str, count: int, seed: int) -> None:
    """Write a project of specs, and commit it."""
    drawn = random.Random(seed)
    for number in range(1, count + 1):
        words = " ".join(drawn.choices(_WORDS, k=3))
        before = sorted(drawn.sample(range(1, number), min(number - 1, drawn.choice((0, 0, 1, 2)))))
        head = f"status: {drawn.choice(_STATUSES)}\ncreated: 2026-01-01\ntags: [{drawn.choice(_WORDS)}]\n"
        if before:
            head += f"depends_on: [{', '.join(f'{one:04}' for one in before)}]\n"
        chosen = drawn.sample(_WORDS, _ITEMS)
        items = "".join(f"- [{drawn.choice(' x')}] The {word} is there\n" for word in chosen)
        body = f"# {words.capitalize()}\n\nA paragraph on the {words}.\n\n## Plan\n\n{items}"
        path = folder / "specs" / f"{number:04}-{words.replace(' ', '-')}" / "README.md"
        path.parent.mkdir(parents=True)
        path.write_text(f"---\n{head}---\n\n{body}", "utf-8")
    (folder / "index.md").write_text(f"# {name}\n", "utf-8")
    (folder / "conf.py").write_text(_CONF.format(name=name), "utf-8")
    git = ["git", "-c", "user.name=Nobody", "-c", "user.email=nobody@example.invalid"]
    for words_ in (["init", "--quiet"], ["add", "specs"], ["commit", "--quiet", "--message", "Begin"]):
        subprocess.run([*git, *words_], cwd=folder, check=True)


def build(folder: Path, scratch: Path) -> Cost:
    return run([sys.executable, "-m", "sphinx", "-q", "-b", "html", ".", "_build"], folder, scratch)


def build_apart(folder: Path, count: int, projects: int, scratch: Path) -> list[Cost]:
    """Build every project that is not built yet, each by itself."""
    costs = []
    for number in range(1, projects + 1):
        own = folder / f"p{number:02}"
        cost = own / "cost.json"
        if not cost.is_file():
            shutil.rmtree(own, ignore_errors=True)
            own.mkdir(parents=True)
            generate(own, own.name, count, number)
            cost.write_text(json.dumps(vars(build(own, scratch))), "utf-8")
        costs.append(Cost(**json.loads(cost.read_text("utf-8"))))
        print(f"{own.name}: {costs[-1].cpu:.1f} s, {costs[-1].memory:.0f} MiB", file=sys.stderr, flush=True)
    return costs


def index(folder: Path, projects: int) -> Path:
    """Write a site that knows some of the projects from what their builds have left."""
    site = folder / f"index{projects}"
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir()
    tables = "".join(
        f'[[leanspec.projects]]\nname = "p{number:02}"\nneeds_json = "../p{number:02}/_build/needs.json"\n'
        f'base_url = "https://p{number:02}.example"\n\n'
        for number in range(1, projects + 1)
    )
    (site / "ubproject.toml").write_text(tables, "utf-8")
    (site / "conf.py").write_text(_CONF.format(name="All"), "utf-8")
    (site / "index.md").write_text(_INDEX, "utf-8")
    return site


def size(folder: Path) -> float:
    """Return how many MiB the files of a folder are."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / (1 << 20)


def rows(folder: Path, count: int, sizes: Sequence[int], scratch: Path) -> Iterator[tuple[int, Cost]]:
    """Build an index over some projects from nothing, and again."""
    for projects in sizes:
        site = index(folder, projects)
        os.environ["SPHINX_LEANSPEC_CACHE"] = str(site / "cache")
        first, again = build(site, scratch), build(site, scratch)
        made = size(site / "_build")
        print(
            f"| {projects} | {projects * count:,} | {first.cpu:.1f} | {first.cpu / projects:.2f} "
            f"| {first.memory:.0f} | {again.cpu:.1f} | {made:.0f} |",
            flush=True,
        )
        yield projects, first


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--projects", type=int, default=20)
    parser.add_argument("--specs", type=int, default=1000)
    parser.add_argument("--sizes", default="5,10,20")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    sizes = [int(number) for number in options.sizes.split(",")]
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        folder = (options.folder or scratch / "projects").resolve()
        costs = build_apart(folder, options.specs, options.projects, scratch)
        cpu, memory = sum(cost.cpu for cost in costs), max(cost.memory for cost in costs)
        known = [folder / f"p{number:02}" / "_build" / "needs.json" for number in range(1, len(costs) + 1)]
        average = sum(path.stat().st_size for path in known) / len(known) / (1 << 20)
        print(f"\n{len(costs)} projects of {options.specs:,} specs, each built apart:")
        print(
            f"{cpu / len(costs):.1f} s of CPU and at most {memory:.0f} MiB, needs.json {average:.1f} MiB.\n"
        )
        print("| projects | specs | CPU s | CPU s a project | MiB | nothing changed, CPU s | site, MiB |")
        print("| --- | --- | --- | --- | --- | --- | --- |", flush=True)
        found = list(rows(folder, options.specs, sizes, scratch))
    most = max(first.memory for _, first in found)
    small, large = (first.cpu / projects for projects, first in (found[0], found[-1]))
    print(f"\nmemory: {most:.0f} MiB of {_LIMIT} {'✓' if most < _LIMIT else '✗'}")
    print(
        f"a project of the largest index costs {large / small:.2f} of one of the smallest, ≤ {_LINEAR} "
        f"{'✓' if large / small <= _LINEAR else '✗'}"
    )


if __name__ == "__main__":
    main()
