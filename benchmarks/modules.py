"""Where the CPU seconds of a build go: by package, by our own modules, by what Sphinx calls of ours.

    python benchmarks/modules.py [--sizes 100,400,1600] [--way checks]

A timer asks the build every few milliseconds where it is, which slows it by some hundredths; a profiler that
counts calls would double the time of packages with many small functions, and of those only. An answer counts
for the CPU time since the one before. The standard library counts for the package that called it; imports and
the garbage collector count apart. Parallel builds cannot be asked.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import shutil
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

from figures import run
from run import WAYS, Way, edit, generate, prepare

_OURS = "sphinx_leanspec"
_GROUPS = {
    "sphinx_needs": ("sphinx_needs", "jsonschema", "jsonschema_rs", "referencing", "rpds"),
    "sphinx": ("sphinx", "sphinxcontrib", "alabaster", "babel", "snowballstemmer", "imagesize"),
    "docutils": ("docutils",),
    "MyST and markdown-it": ("myst_parser", "markdown_it", "mdit_py_plugins", "mdurl"),
    "furo, Jinja and BeautifulSoup": ("furo", "jinja2", "markupsafe", "bs4", "soupsieve", "sphinx_basic_ng"),
    "Pygments": ("pygments",),
    "YAML": ("yaml",),
}
_IMPORTS, _GARBAGE, _REST, _ENDS = "imports", "garbage collector", "rest", "start and end of Python"
_TEMPLATE = "jinja2"
"""What code without a module belongs to: templates alone are compiled to such."""
_LEAST = 0.01
"""Seconds at the largest size that are worth a row."""
_STEP = 0.002
"""Seconds of CPU between two questions."""


class Sampler:
    """What a build spends its CPU time on, asked by a timer.

    :ivar own: seconds by package, or by module for our own.
    :ivar called: seconds by the function of ours that something else called, with all it calls itself.
    """

    def __init__(self) -> None:
        self.own: defaultdict[str, float] = defaultdict(float)
        self.called: defaultdict[str, float] = defaultdict(float)
        self._groups = {name: group for group, names in _GROUPS.items() for name in names}
        self._names: dict[str, str] = {}
        self._last = time.process_time()
        self._collecting: float | None = None

    def start(self) -> None:
        """Ask from now on."""
        gc.callbacks.append(self._on_garbage)
        signal.signal(signal.SIGPROF, self._on_time)
        signal.setitimer(signal.ITIMER_PROF, _STEP, _STEP)

    def stop(self) -> None:
        """Ask no more."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        gc.callbacks.remove(self._on_garbage)

    def _on_garbage(self, _phase: str, _info: Mapping[str, int]) -> None:
        if self._collecting is None:
            self._collecting = time.process_time()
            return
        spent = time.process_time() - self._collecting
        self.own[_GARBAGE] += spent
        self._last += spent
        self._collecting = None

    def _on_time(self, _number: int, frame: FrameType | None) -> None:
        if self._collecting is not None:
            return
        now = time.process_time()
        spent, self._last = now - self._last, now
        owner = entry = ""
        while frame is not None:
            code = frame.f_code
            name = self._names.get(code.co_filename)
            if name is None:
                name = self._names[code.co_filename] = self._name(frame)
            owner = owner or name
            if name == _IMPORTS:
                owner = name
            elif name.startswith(_OURS):
                entry = f"{name}.{code.co_qualname}"
            frame = frame.f_back
        self.own[owner or _REST] += spent
        if entry and owner != _IMPORTS:
            self.called[entry] += spent

    def _name(self, frame: FrameType) -> str:
        """:returns: what the code of a frame counts for; nothing for the standard library."""
        module = str(frame.f_globals.get("__name__", _TEMPLATE))
        package = module.partition(".")[0]
        if package == "importlib":
            return _IMPORTS
        is_made = frame.f_code.co_filename.startswith("<") and package != _TEMPLATE
        if is_made or package == "__main__" or package in sys.stdlib_module_names:
            return ""
        return module if package == _OURS else self._groups.get(package, _REST)


def sample(result: Path) -> int:
    """Build the project we are in, in this process, and leave what was found in a file."""
    sampler = Sampler()
    sampler.start()
    from sphinx.cmd.build import main as sphinx_build

    status = sphinx_build(["-q", "-b", "html", ".", "_build"])
    sampler.stop()
    result.write_text(json.dumps({"own": sampler.own, "called": sampler.called}), "utf-8")
    return status


class Profile:
    """What was found of one task, at every size.

    :ivar parts: seconds by kind, name and size; the kinds are the tables.
    """

    def __init__(self) -> None:
        self.parts: dict[str, dict[str, dict[int, float]]] = {}

    def note(self, size: int, cpu: float, result: Path) -> None:
        """Keep what one build left.

        :param cpu: what the whole process took.
        """
        found = json.loads(result.read_text("utf-8"))
        own: dict[str, float] = found["own"]
        packages = defaultdict[str, float](float, {_ENDS: cpu - sum(own.values()), "all": cpu})
        for name, seconds in own.items():
            packages[_OURS if name.startswith(_OURS) else name] += seconds
            if name.startswith(_OURS):
                self._keep("our modules", name, size, seconds)
        for name, seconds in packages.items():
            self._keep("package", name, size, seconds)
        for name, seconds in found["called"].items():
            self._keep("called of ours, with all it calls", name, size, seconds)

    def _keep(self, kind: str, name: str, size: int, seconds: float) -> None:
        self.parts.setdefault(kind, {}).setdefault(name, {})[size] = seconds

    def tables(self, sizes: Sequence[int]) -> Iterator[str]:
        """:returns: a table in Markdown for each kind, the dearest first."""
        for kind, rows in sorted(self.parts.items(), reverse=True):
            heads = [f"{size} | per 100" for size in sizes]
            yield f"| {kind} | {' | '.join(heads)} | growth |"
            yield f"| --- {'| --- | --- ' * len(sizes)}| --- |"
            order = sorted(rows, key=lambda name: -rows[name].get(sizes[-1], 0))
            for name in order:
                if rows[name].get(sizes[-1], 0) < _LEAST:
                    break
                seconds = [rows[name].get(size, 0.0) for size in sizes]
                cells = [
                    f"{value:.2f} | {value / size * 100:.3f}"
                    for value, size in zip(seconds, sizes, strict=True)
                ]
                shown = name.removeprefix(f"{_OURS}.")
                yield f"| {shown} | {' | '.join(cells)} | {_growth(sizes, seconds)} |"
            yield ""


def _growth(sizes: Sequence[int], seconds: Sequence[float]) -> str:
    """:returns: the power of the size that the last step follows: 1 is linear, less has a fixed part."""
    if len(sizes) < 2 or min(seconds[-2:]) < 0.05:
        return ""
    return f"{math.log(seconds[-1] / seconds[-2]) / math.log(sizes[-1] / sizes[-2]):.2f}"


def measure(way: Way, sizes: Sequence[int], scratch: Path) -> Mapping[str, Profile]:
    """Build projects of all sizes from nothing, with nothing changed, and with one spec edited."""
    found = {task: Profile() for task in ("clean", "nothing changed", "one edited")}
    result = scratch / "result"
    command = [sys.executable, str(Path(__file__).resolve()), "--inside", str(result)]
    for size in sizes:
        specs, folder = scratch / "specs", scratch / "project"
        generate(specs, size, scratch)
        prepare(specs, folder, scratch, way)
        for task, profile in found.items():
            if task == "one edited":
                edit(folder, way, 0)
            cost = run(command, folder, scratch)
            profile.note(size, cost.cpu, result)
            print(f"{size} specs: {task}: {cost.cpu:.2f} s", file=sys.stderr, flush=True)
        shutil.rmtree(specs)
        shutil.rmtree(folder)
    return found


def main() -> int:
    """Measure and print the tables, or be the build that is measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    add = parser.add_argument
    add("--sizes", default="100,400,1600", help="numbers of specs, rising; default: %(default)s")
    add("--way", choices=WAYS, default="checks", help="which way of building; default: %(default)s")
    add("--inside", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        return sample(options.inside)
    sizes = [int(size) for size in options.sizes.split(",")]
    with tempfile.TemporaryDirectory() as name:
        measure(WAYS[options.way], [5], Path(name))  # compiles all modules
        for task, profile in measure(WAYS[options.way], sizes, Path(name)).items():
            print(f"{WAYS[options.way].name}, {task}, CPU seconds\n")
            print("\n".join(profile.tables(sizes)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
